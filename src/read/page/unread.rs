//! Pages that show more than can be read: a picture, or letters drawn as shapes, and hardly any text on them.

use super::{Glyph, Look, Page};
use crate::read::numbers::page::unread::{COVERED, FEW, MARGIN, SHAPES, SHAPES_EACH};
use crate::source::Area;

/// Whether a page shows text that is no text: by area, not by whether there is any character.
pub(crate) fn shows_more(page: &Page) -> bool {
    let pictures: Vec<Area> =
        page.fills.iter().filter(|fill| fill.look == Look::Picture).map(|fill| fill.area).collect();
    let size = |a: &Area| (a.x1 - a.x0).max(0.0) * (a.y1 - a.y0).max(0.0);
    let covered: f32 = pictures.iter().map(size).sum();
    let margin = page.height * MARGIN;
    let inner = |glyph: &&Glyph| {
        let y = f32::midpoint(glyph.area.y0, glyph.area.y1);
        (margin..=page.height - margin).contains(&y)
    };
    let on_picture = |glyph: &&Glyph| {
        let (x, y) = (glyph.area.x0, f32::midpoint(glyph.area.y0, glyph.area.y1));
        pictures.iter().any(|a| (a.x0..=a.x1).contains(&x) && (a.y0..=a.y1).contains(&y))
    };
    let text = page.glyphs.iter().filter(inner);
    let pictured = covered >= COVERED * page.width * page.height
        && text.clone().filter(on_picture).count() < FEW;
    // A page of shapes has more of them than characters.
    pictured || page.outlines > SHAPES && text.count() < page.outlines as usize / SHAPES_EACH
}

#[cfg(test)]
mod tests {
    use super::super::Fill;
    use super::super::sample::Sample;
    use super::*;

    fn page(text: &str) -> Page {
        Sample::new(600.0, 800.0)
            .text(280.0, 780.0, 9.0, "- 11 -")
            .text(50.0, 300.0, 9.0, text)
            .page()
    }

    #[test]
    fn a_picture_under_a_page_number_is_not_read() {
        let area = Area { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };
        let picture = Fill { area, look: Look::Picture, covers: true };
        let scanned = Page { fills: vec![picture], ..page("") };
        assert!(shows_more(&scanned));
        let text = "背景の画像の上に組まれた本文は読める。".repeat(3);
        assert!(!shows_more(&Page { fills: vec![picture], ..page(&text) }));
        assert!(!shows_more(&page("")));
    }

    #[test]
    fn a_page_of_shapes_is_not_read() {
        assert!(shows_more(&Page { outlines: 500, ..page("") }));
        let text = "文字の多いページの図形".repeat(20);
        assert!(!shows_more(&Page { outlines: 500, ..page(&text) }));
    }
}
