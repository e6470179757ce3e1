//! Rings: drawn around text, or a circle printed over it.

use super::{Work, seen, spans};
use crate::read::numbers::cell::inked_ring::{CELL, OVER_TEXT, TALL};
use crate::read::page::{Glyph, Ink, InkKind, Page};
use crate::source::Area;

impl Work<'_> {
    /// A circle printed over other text is a ring around that.
    pub(super) fn circled(&mut self, at: usize) -> bool {
        let Some(mark) = self.page.glyphs.get(at) else { return false };
        let round = matches!(self.page.text_of(mark), "○" | "〇" | "◯" | "⭕");
        let size = |a: Area| (a.x1 - a.x0) * (a.y1 - a.y0);
        let shared = |glyph: &Glyph| {
            let (one, other) = (mark.area, glyph.area);
            let across = one.x1.min(other.x1) - one.x0.max(other.x0);
            let down = one.y1.min(other.y1) - one.y0.max(other.y0);
            across > 0.0 && down > 0.0 && across * down >= OVER_TEXT * size(one).min(size(other))
        };
        let other = |(number, glyph): &(usize, &Glyph)| *number != at && shared(glyph);
        let is_over = round && self.glyphs.about(mark.area).any(|glyph| other(&glyph));
        if is_over {
            let Glyph { area, color, .. } = *mark;
            let (kind, order, opacity) = (InkKind::Ring, u32::MAX, 1.0);
            self.circles.insert(at, Ink { kind, area, order, color: color.0, opacity });
        }
        is_over
    }
}

/// The rings of a page that may be drawn around text.
pub(crate) fn rings(page: &Page) -> Vec<Area> {
    let tall = page.height / TALL;
    let is_ring = |ink: &Ink| ink.kind == InkKind::Ring && ink.area.y1 - ink.area.y0 < tall;
    seen(page).filter(is_ring).map(|ink| ink.area).collect()
}

/// Whether a character stands within a ring, which is rounder than its box.
pub(crate) fn is_ringed(ring: Area, glyph: Area) -> bool {
    let part =
        |from: f32, to: f32, at: f32| (at - f32::midpoint(from, to)) / ((to - from) / 2.0).max(0.1);
    let x = part(ring.x0, ring.x1, f32::midpoint(glyph.x0, glyph.x1));
    let y = part(ring.y0, ring.y1, f32::midpoint(glyph.y0, glyph.y1));
    x.powi(4) + y.powi(4) <= 1.0
}

/// Whether a ring is the rounded outline of the cell itself.
pub(crate) fn is_outline(ring: Area, cell: Area) -> bool {
    spans(ring, cell, CELL)
}
