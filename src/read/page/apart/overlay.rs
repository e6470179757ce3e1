//! What is laid over a page: watermarks, 案 across it, stamps of receipt, signatures.
//!
//! A page's text is upright, of a few sizes and of one colour, and it stands between the lines of its
//! table. What leans, is far larger and meets other things, or stands in another colour within a ring or
//! says nothing but what such marks say, was put over it.

use super::super::{Page, Ring, Why};
use super::seal::{says_mark, seals};
use super::set;
use super::stretch::{Body, Stretch};
use crate::read::numbers::apart::overlay::{
    EDGE, INK, LARGE, LIGHT, LONG, MOST_COMPARED, ROOMY, WITHIN,
};
use crate::source::Area;

/// Sets aside what is laid over the page. Where that is most of it, nothing is.
pub(super) fn mark(page: &mut Page, stretches: &[Stretch], verdicts: &mut [Option<Why>]) {
    let body = &Body::of(page, stretches);
    let seals = seals(page, stretches, body);
    let rings = std::mem::take(&mut page.rings);
    let stamps: Vec<&Ring> = rings.iter().filter(|ring| is_stamp(page, ring, body)).collect();
    let large = stretches.iter().filter(|stretch| stretch.size >= LARGE * body.size).count();
    let compared = large.saturating_mul(stretches.len() + page.rules.len());
    if compared.max(rings.len().saturating_mul(stretches.len())) > MOST_COMPARED {
        return;
    }
    let over: Vec<&Stretch> = stretches
        .iter()
        .filter(|stretch| {
            seals.iter().any(|seal| seal.words.contains(&stretch.first))
                || is_overlay(page, stretches, stretch, body, &stamps)
        })
        .collect();
    let count: usize = over.iter().map(|stretch| stretch.last - stretch.first).sum();
    if count * 2 > page.glyphs.len() {
        return;
    }
    for stretch in &over {
        set(verdicts, stretch, Why::Overlay);
    }
    // The lines within a stamp are none of the table's.
    let areas = stamps.iter().map(|ring| ring.area).chain(seals.iter().map(|seal| seal.area));
    let used = |area: &Area| over.iter().any(|stretch| holds(*area, stretch.area));
    let used: Vec<Area> = areas.filter(used).collect();
    page.rules.retain(|rule| !used.iter().any(|ring| ring.holds(rule.area, EDGE)));
    page.inks.retain(|ink| !used.iter().any(|ring| ring.holds(ink.area, EDGE)));
}

fn is_overlay(
    page: &Page,
    stretches: &[Stretch],
    stretch: &Stretch,
    body: &Body,
    stamps: &[&Ring],
) -> bool {
    let colored = !stretch.color.is_like(body.color);
    if stretch.apart {
        return true;
    }
    if stretch.size >= LARGE * body.size
        && (colored && stretch.color.light() >= LIGHT || meets(page, stretches, stretch, body))
    {
        return true;
    }
    if colored && says_mark(stretch.text(page)) {
        return true;
    }
    stamps.iter().any(|ring| {
        holds(ring.area, stretch.area)
            && ring.area.y1 - ring.area.y0 >= ROOMY * stretch.size
            && (colored && ring.color.is_like(stretch.color)
                || !colored && stretch.first >= ring.after)
    })
}

/// Whether a ring is that of a stamp: something of the page runs through it, or under it.
fn is_stamp(page: &Page, ring: &Ring, body: &Body) -> bool {
    let long = |area: Area| (area.x1 - area.x0).max(area.y1 - area.y0) >= LONG * body.size;
    let crosses = |area: Area| {
        shrunk(ring.area, WITHIN).overlaps(area) && !ring.area.holds(area, EDGE) && long(area)
    };
    let before = page.glyphs.get(..ring.after).unwrap_or_default();
    let under = |area: Area| shrunk(ring.area, WITHIN).overlaps(area);
    page.rules.iter().any(|rule| crosses(rule.area))
        || !ring.color.is_like(body.color)
            && before.iter().any(|glyph| glyph.color.is_like(body.color) && under(glyph.area))
}

/// Whether large text lies over other text or a line.
fn meets(page: &Page, stretches: &[Stretch], stretch: &Stretch, body: &Body) -> bool {
    let ink = shrunk(stretch.area, INK);
    let others = stretches.iter().filter(|other| other.first != stretch.first);
    let mut others = others.filter(|other| other.size < LARGE * body.size);
    others.any(|other| ink.overlaps(other.area))
        || page.rules.iter().any(|rule| ink.overlaps(rule.area))
}

fn shrunk(a: Area, share: f32) -> Area {
    let (dx, dy) = ((a.x1 - a.x0) * share, (a.y1 - a.y0) * share);
    Area { x0: a.x0 + dx, y0: a.y0 + dy, x1: a.x1 - dx, y1: a.y1 - dy }
}

/// Whether the middle of an area is in another.
fn holds(outer: Area, inner: Area) -> bool {
    let (x, y) = (f32::midpoint(inner.x0, inner.x1), f32::midpoint(inner.y0, inner.y1));
    (outer.x0..=outer.x1).contains(&x) && (outer.y0..=outer.y1).contains(&y)
}

#[cfg(test)]
mod tests {
    use super::super::super::Color;
    use super::super::super::sample::Sample;
    use super::super::settle;
    use super::*;

    const RED: Color = Color([217, 0, 0]);

    fn read(page: Page) -> (String, usize) {
        let mut pages = [page];
        settle(&mut pages);
        (pages[0].text.clone(), pages[0].rules.len())
    }

    fn body() -> Sample {
        Sample::new(400.0, 400.0)
            .text(20.0, 100.0, 10.0, "評価実施機関における担当部署")
            .rule(10.0, 115.0, 390.0, 115.0)
    }

    #[test]
    fn a_stamp_of_receipt_is_no_text_of_the_cell() {
        let area = Area { x0: 200.0, y0: 90.0, x1: 250.0, y1: 140.0 };
        let page = body().ring(area, RED).rule(202.0, 110.0, 248.0, 110.0);
        let page =
            page.colored(RED).text(212.0, 95.0, 8.0, "受付").text(208.0, 120.0, 8.0, "7.3.14");
        assert_eq!(read(page.page()), ("評価実施機関における担当部署".to_owned(), 1));
    }

    #[test]
    fn a_draft_mark_in_another_colour_is_set_aside_and_an_answer_in_it_is_not() {
        let body = body().text(20.0, 80.0, 10.0, "評価実施機関");
        let page = body.colored(RED).text(20.0, 130.0, 11.0, "【未定稿・取扱注意】");
        let page = page.text(20.0, 150.0, 10.0, "健康福祉部");
        assert_eq!(read(page.page()).0, "評価実施機関における担当部署評価実施機関健康福祉部");
    }

    #[test]
    fn a_large_light_text_over_the_page_is_a_watermark_and_a_title_is_not() {
        let page = body().colored(Color([204; 3])).text(60.0, 60.0, 80.0, "案");
        assert_eq!(read(page.page()).0, "評価実施機関における担当部署");
        let page = body().text(60.0, 20.0, 26.0, "評価書");
        assert_eq!(read(page.page()).0, "評価実施機関における担当部署評価書");
    }

    #[test]
    fn text_in_a_ring_drawn_around_it_stays() {
        let area = Area { x0: 18.0, y0: 98.0, x1: 62.0, y1: 112.0 };
        assert_eq!(read(body().ring(area, RED).page()).0, "評価実施機関における担当部署");
    }
}
