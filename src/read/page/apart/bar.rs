//! Dark bars with nothing under them: what stood there was taken out when the bar was drawn (黒塗り).

use super::super::{Aside, Color, Fill, Glyph, Look, Page, Why};
use crate::budget;
use crate::read::numbers::apart::bar::{DARK, HIGHEST, LOWEST, MEETS, MOST, WIDE};
use crate::source::Area;

/// Says where bars stand that have no text on or under them.
pub(super) fn note(page: &mut Page) {
    let dark: Vec<(Area, Color)> = page.fills.iter().filter_map(dark).collect();
    if dark.is_empty() {
        return;
    }
    let em = middle_size(page);
    let is_bar = |area: &Area| {
        let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
        let of_line = (LOWEST * em..=HIGHEST * em).contains(&height);
        of_line && width >= WIDE * height
    };
    let is_bar = |fill: &&(Area, Color)| is_bar(&fill.0);
    let bars: Vec<&(Area, Color)> = dark.iter().filter(is_bar).take(MOST + 1).collect();
    if bars.len() > MOST {
        return;
    }
    let has_text = |bar: &Area| {
        budget::steps(page.glyphs.len());
        page.glyphs.iter().any(|glyph| holds(bar, glyph.area) || heads(bar, glyph))
    };
    let is_empty = |(bar, color): &(Area, Color)| {
        budget::steps(dark.len() + page.asides.len());
        // A ground is often painted in strips.
        let of_one = |(area, other): &&(Area, Color)| other.is_like(*color) && touch(bar, area);
        !page.asides.iter().any(|aside| aside.area.overlaps(*bar))
            && !dark.iter().filter(of_one).any(|(area, _)| has_text(area))
    };
    let empty = bars.into_iter().filter(|bar| is_empty(bar)).map(|bar| bar.0);
    let asides: Vec<Aside> = empty
        .map(|area| Aside { why: Why::Bar, area, size: area.y1 - area.y0, text: String::new() })
        .collect();
    page.asides.extend(asides);
}

/// The area and colour of a fill that is as dark as what hides on purpose.
fn dark(fill: &Fill) -> Option<(Area, Color)> {
    match fill.look {
        Look::Plain(color) if fill.covers && color.light() <= DARK => Some((fill.area, color)),
        _ => None,
    }
}

/// Whether two areas touch: each touches itself.
fn touch(one: &Area, other: &Area) -> bool {
    let meet = |a0: f32, a1: f32, b0: f32, b1: f32| a0 <= b1 + MEETS && b0 <= a1 + MEETS;
    meet(one.x0, one.x1, other.x0, other.x1) && meet(one.y0, one.y1, other.y0, other.y1)
}

/// Whether the middle of a character is in a bar.
fn holds(bar: &Area, glyph: Area) -> bool {
    let (x, y) = (f32::midpoint(glyph.x0, glyph.x1), f32::midpoint(glyph.y0, glyph.y1));
    (bar.x0..=bar.x1).contains(&x) && (bar.y0..=bar.y1).contains(&y)
}

/// Whether a light character stands on one line with a bar, as on the ground of a heading.
fn heads(bar: &Area, glyph: &Glyph) -> bool {
    let y = f32::midpoint(glyph.area.y0, glyph.area.y1);
    (bar.y0..=bar.y1).contains(&y) && !glyph.color.is_dark()
}

/// The size that half of the characters of a page have at least.
fn middle_size(page: &Page) -> f32 {
    let mut sizes: Vec<f32> = page.glyphs.iter().map(|glyph| glyph.size).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() {
        return f32::INFINITY;
    }
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::super::{Color, Fill, Look, Why};
    use super::note;
    use crate::source::Area;

    /// How many bars are told on a page with these areas.
    fn told_all(areas: &[Area], color: Color) -> usize {
        let mut page = Sample::new(300.0, 200.0).text(20.0, 15.0, 10.0, "部署 税務課").page();
        let look = Look::Plain(color);
        page.fills.extend(areas.iter().map(|area| Fill { area: *area, look, covers: true }));
        note(&mut page);
        page.asides.iter().filter(|aside| aside.why == Why::Bar).count()
    }

    /// How many bars are told on a page with this black area.
    fn told(area: Area) -> usize {
        told_all(&[area], Color::BLACK)
    }

    #[test]
    fn grounds_and_their_strips_are_no_bars() {
        let area = |x0, y0, x1, y1| Area { x0, y0, x1, y1 };
        let bar = area(100.0, 50.0, 180.0, 61.0);
        for grey in [0xa6, 0xbf] {
            assert_eq!(told_all(&[bar], Color([grey; 3])), 0);
        }
        assert_eq!(told_all(&[bar], Color([0x9b, 0xc2, 0xe6])), 0);
        assert_eq!(told_all(&[bar], Color([0x44, 0x72, 0xc4])), 0);
        let strips = [area(10.0, 10.0, 180.0, 26.0), area(10.0, 26.0, 180.0, 42.0)];
        assert_eq!(told_all(&strips, Color::BLACK), 0);
        let lines = [area(100.0, 50.0, 180.0, 61.0), area(100.0, 61.0, 180.0, 72.0)];
        assert_eq!(told_all(&lines, Color::BLACK), 2);
        assert_eq!(told(area(10.0, 50.0, 290.0, 61.0)), 1);
    }

    #[test]
    fn a_bar_of_the_height_of_a_line_is_told_where_no_text_is() {
        let area = |x0, y0, x1, y1| Area { x0, y0, x1, y1 };
        assert_eq!(told(area(100.0, 50.0, 180.0, 61.0)), 1);
        assert_eq!(told(area(100.0, 50.0, 180.0, 51.0)), 0);
        assert_eq!(told(area(100.0, 50.0, 110.0, 60.0)), 0);
        assert_eq!(told(area(100.0, 50.0, 280.0, 150.0)), 0);
        assert_eq!(told(area(10.0, 14.0, 180.0, 26.0)), 0);
    }
}
