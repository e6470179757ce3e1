//! Notes that viewers write on a page: an answer where nothing else stands, and no part of one elsewhere.

use super::super::over::Over;
use super::Work;
use crate::fold::control;
use crate::read::page::AnnotationKind;
use crate::source::Area;

impl Work<'_> {
    /// Says of each text of an annotation that stands beside printed text of its cell, or in none, that it may be a
    /// note. What stands between brackets is an answer.
    pub(super) fn notes(&mut self) {
        let notes = self.page.annotations.iter().filter(|one| one.kind == AnnotationKind::FreeText);
        for area in notes.map(|note| note.area).collect::<Vec<_>>() {
            let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
            let inside = |other: Area| {
                let (x, y) = (f32::midpoint(other.x0, other.x1), f32::midpoint(other.y0, other.y1));
                (area.x0..=area.x1).contains(&x) && (area.y0..=area.y1).contains(&y)
            };
            let cell = self.grid.find(x, y).map(|(_, outline)| outline);
            let alone = |cell| self.glyphs.within(cell).all(|glyph| inside(glyph.area));
            let between = self.brackets.iter().any(|bracket| inside(bracket.gap));
            let own = self.glyphs.about(area).filter(|(_, glyph)| inside(glyph.area));
            let last = own.map(|(at, _)| at).max();
            if let Some(behind) = last.filter(|_| !between && !cell.is_some_and(alone)) {
                self.say(&Over { behind, says: control::UNREAD });
            }
        }
    }
}
