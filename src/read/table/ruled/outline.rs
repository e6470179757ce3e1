//! Short lines that are strokes of characters: bold type drawn by outlines over the text.

use crate::read::numbers::ruled::outline::OUT;
use crate::read::page::{Glyph, Page, Rule};

/// The lines of a page that do not lie within a character.
pub(crate) fn ruled_lines(page: &Page) -> Vec<Rule> {
    let tallest = page.glyphs.iter().map(|g| g.area.y1 - g.area.y0).fold(0.0, f32::max);
    let is_short = |rule: &Rule| length(rule) <= tallest;
    let mut glyphs: Vec<&Glyph> = Vec::new();
    if page.rules.iter().any(is_short) {
        glyphs.extend(&page.glyphs);
        glyphs.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0));
    }
    let is_stroke = |rule: &Rule| {
        let (top, bottom) = (rule.area.y0 + OUT, rule.area.y1 - OUT);
        let first = glyphs.partition_point(|g| g.area.y0 < bottom - tallest);
        let near = glyphs.iter().skip(first).take_while(|g| g.area.y0 <= top);
        near.filter(|g| bottom <= g.area.y1)
            .any(|g| g.area.x0 - OUT <= rule.area.x0 && rule.area.x1 <= g.area.x1 + OUT)
    };
    page.rules.iter().filter(|rule| !is_short(rule) || !is_stroke(rule)).copied().collect()
}

fn length(rule: &Rule) -> f32 {
    (rule.area.x1 - rule.area.x0).max(rule.area.y1 - rule.area.y0)
}
