//! Marks that stand alone and belong to no brackets: nobody can tell which of the boxes near them they tick.

use super::super::brackets::{Bracket, is_mark};
use super::unread::LOW;
use super::{Added, Found, HIGH, Work};
use crate::fold::control;
use crate::read::page::{Ink, InkKind};
use crate::source::Area;

impl Work<'_> {
    /// Says that the empty brackets nearest to each stray mark, printed or drawn, cannot be read, and that
    /// there is a mark in the text that it stands in.
    pub(super) fn strays(&mut self, marks: &[usize], inks: &mut Vec<Ink>) {
        for at in marks.iter().copied().filter(|at| self.is_stray(*at)).collect::<Vec<_>>() {
            let Some(glyph) = self.page.glyphs.get(at).copied() else { continue };
            if self.stray(glyph.area) {
                let area = Area { x0: glyph.area.x1, ..glyph.area };
                let (mark, size, open) = (control::UNREAD, glyph.size, Some(at));
                self.added.push(Added { mark, area, size, open });
            }
        }
        inks.retain(|ink| !(self.is_like_mark(ink) && self.stray(ink.area)));
    }

    /// Whether a printed mark, painted apart from all text, stands outside of all brackets.
    fn is_stray(&self, at: usize) -> bool {
        let is_mark = self.page.glyphs.get(at).is_some_and(|glyph| is_mark(self.page, glyph));
        let placed = self.moved.contains_key(&at) || self.circles.contains_key(&at);
        let within = || self.brackets.iter().any(|bracket| bracket.inner.contains(&at));
        is_mark && !placed && !within()
    }

    /// Whether ink is as large as a mark, beside all text, and no bullet.
    fn is_like_mark(&self, ink: &Ink) -> bool {
        let (width, height) = (ink.area.x1 - ink.area.x0, ink.area.y1 - ink.area.y0);
        let fits = |length: f32| (LOW..HIGH).contains(&(length / self.glyphs.size.max(1.0)));
        let is_mark = ink.kind != InkKind::Patch && fits(width) && fits(height);
        is_mark && !self.glyphs.touches(ink.area) && !self.glyphs.begins_behind(ink.area)
    }

    /// Says so of the brackets nearest to a mark; `false` where there are none.
    fn stray(&mut self, area: Area) -> bool {
        let free = |bracket: &Bracket| bracket.inner.is_empty() && !bracket.taken;
        match self.found(&self.around(area, free)) {
            Found::Nowhere => return false,
            Found::On(at) | Found::Near(at) => self.put(at, control::UNREAD),
            Found::Between(one, other) => {
                self.put(one, control::UNREAD);
                self.put(other, control::UNREAD);
            }
        }
        true
    }
}
