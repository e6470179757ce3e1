//! Dark bars with nothing under them: what stood there was taken out when the bar was drawn (黒塗り).

use super::super::{Aside, Fill, Glyph, Look, Page, Why};
use crate::budget;
use crate::read::numbers::apart::bar::{FULL, HIGHEST, LOWEST, MOST, WIDE};
use crate::source::Area;

/// Says where bars stand that have no text on or under them.
pub(super) fn note(page: &mut Page) {
    let is_dark =
        |fill: &&Fill| fill.covers && matches!(fill.look, Look::Plain(color) if color.is_dark());
    let mut dark = page.fills.iter().filter(is_dark).map(|fill| fill.area).peekable();
    if dark.peek().is_none() {
        return;
    }
    let em = middle_size(page);
    let is_bar = |area: &Area| {
        let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
        let of_line = (LOWEST * em..=HIGHEST * em).contains(&height);
        of_line && width >= WIDE * height && width <= FULL * page.width
    };
    let bars: Vec<Area> = dark.filter(is_bar).take(MOST + 1).collect();
    if bars.len() > MOST {
        return;
    }
    let is_empty = |bar: &Area| {
        budget::steps(page.glyphs.len() + page.asides.len());
        let over = |area: Area| area.overlaps(*bar);
        !page.glyphs.iter().any(|glyph| holds(bar, glyph.area) || heads(bar, glyph))
            && !page.asides.iter().any(|aside| over(aside.area))
    };
    let empty = bars.into_iter().filter(is_empty);
    let asides: Vec<Aside> = empty
        .map(|area| Aside { why: Why::Bar, area, size: area.y1 - area.y0, text: String::new() })
        .collect();
    page.asides.extend(asides);
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

    /// How many bars are told on a page with this dark area.
    fn told(area: Area) -> usize {
        let mut page = Sample::new(300.0, 200.0).text(20.0, 15.0, 10.0, "部署 税務課").page();
        page.fills.push(Fill { area, look: Look::Plain(Color::BLACK), covers: true });
        note(&mut page);
        page.asides.iter().filter(|aside| aside.why == Why::Bar).count()
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
