//! Two texts printed over each other: nobody can read either.

use super::super::{Aside, Page, Why};
use super::stretch::Stretch;
use crate::budget;
use crate::read::numbers::apart::overprint::{FEWEST, MOST_COMPARED, MOST_FOUND, SHARED};
use crate::source::Area;

/// Says where texts stand over each other.
pub(super) fn note(page: &mut Page, stretches: &[Stretch]) {
    let mut order: Vec<&Stretch> =
        stretches.iter().filter(|s| s.last - s.first >= FEWEST).collect();
    order.sort_by(|one, other| one.area.y0.total_cmp(&other.area.y0));
    let mut compared = 0usize;
    let mut found: Vec<(Area, f32)> = Vec::new();
    for (at, one) in order.iter().enumerate() {
        for other in order.iter().skip(at + 1).take_while(|other| other.area.y0 < one.area.y1) {
            compared += 1;
            if compared >= MOST_COMPARED {
                break;
            }
            budget::step();
            let both = shared(one.area, other.area);
            let least = size(one.area).min(size(other.area));
            if one.direction == other.direction
                && both >= SHARED * least
                && crossing(page, one, other) >= FEWEST
            {
                found.push((one.area.union(other.area), one.size));
            }
        }
    }
    // A page without widths, say: its text lies over itself.
    if found.len() > MOST_FOUND {
        let all = |one: (Area, f32), other: (Area, f32)| (one.0.union(other.0), one.1);
        found = found.into_iter().reduce(all).into_iter().collect();
    }
    let (why, text) = (Why::Overprinted, String::new());
    let aside = |(area, size)| Aside { why, area, size, text: text.clone() };
    page.asides.extend(found.into_iter().map(aside));
}

/// How many characters of one stand over characters of the other.
fn crossing(page: &Page, one: &Stretch, other: &Stretch) -> usize {
    let glyphs = |s: &Stretch| page.glyphs.get(s.first..s.last).unwrap_or_default();
    let over = |area: Area| {
        let mut there = glyphs(other).iter();
        there.any(|glyph| shared(area, glyph.area) > SHARED * size(area).min(size(glyph.area)))
    };
    glyphs(one).iter().filter(|glyph| over(glyph.area)).count()
}

fn size(a: Area) -> f32 {
    (a.x1 - a.x0).max(0.0) * (a.y1 - a.y0).max(0.0)
}

fn shared(a: Area, b: Area) -> f32 {
    let width = a.x1.min(b.x1) - a.x0.max(b.x0);
    let height = a.y1.min(b.y1) - a.y0.max(b.y0);
    width.max(0.0) * height.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::super::Why;
    use super::super::super::sample::Sample;
    use super::super::settle;

    #[test]
    fn texts_over_each_other_are_said() {
        let page = Sample::new(300.0, 300.0)
            .text(20.0, 100.0, 10.0, "健康福祉部")
            .text(22.0, 101.0, 10.0, "高齢福祉課")
            .text(20.0, 120.0, 10.0, "所属長")
            .page();
        let mut pages = [page];
        settle(&mut pages);
        let whys: Vec<Why> = pages[0].asides.iter().map(|aside| aside.why).collect();
        assert_eq!(whys, [Why::Overprinted]);
        assert_eq!(pages[0].text, "健康福祉部高齢福祉課所属長");
    }
}
