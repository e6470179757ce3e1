//! Marks that stand alone and belong to no brackets: nobody can tell which of the boxes near them they tick.

use super::super::brackets::{Bracket, is_mark};
use super::{Added, Found, HIGH, ON_LINE, Work};
use crate::fold::control;
use crate::read::numbers::cell::inked_unread::{BEFORE, LOW, SMALL};
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
        inks.retain(|ink| {
            let stray = self.is_like_mark(ink) && self.stray(ink.area);
            let over = || self.before(ink.area).filter(|_| self.is_small(ink));
            let over = if stray { None } else { over() };
            over.into_iter().for_each(|at| self.put(at, control::UNREAD));
            !stray && over.is_none()
        });
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
        self.is_sized(ink, LOW)
            && !self.glyphs.touches(ink.area)
            && !self.glyphs.begins_behind(ink.area)
    }

    /// Whether ink is as large as a mark, or a dot.
    fn is_small(&self, ink: &Ink) -> bool {
        self.is_sized(ink, SMALL)
    }

    fn is_sized(&self, ink: &Ink, least: f32) -> bool {
        let (width, height) = (ink.area.x1 - ink.area.x0, ink.area.y1 - ink.area.y0);
        let fits = |length: f32| (least..HIGH).contains(&(length / self.glyphs.size.max(1.0)));
        ink.kind != InkKind::Patch && fits(width) && fits(height)
    }

    /// Says so of the brackets nearest to a mark; `false` where there are none.
    fn stray(&mut self, area: Area) -> bool {
        let free = |bracket: &Bracket| bracket.inner.is_empty() && !bracket.taken;
        match self.found(&self.around(area, free)) {
            Found::Nowhere => match self.before(area) {
                Some(at) => self.put(at, control::UNREAD),
                None => return false,
            },
            Found::On(at) | Found::Near(at) => self.put(at, control::UNREAD),
            Found::Between(one, other) => {
                self.put(one, control::UNREAD);
                self.put(other, control::UNREAD);
            }
        }
        true
    }

    /// The empty brackets that a mark stands right before, or on the opening one.
    fn before(&self, area: Area) -> Option<usize> {
        let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
        let others = self.glyphs.within(area).filter(|glyph| !is_mark(self.page, glyph)).count();
        self.brackets.iter().position(|bracket| {
            let open = self.page.glyphs.get(bracket.open).map_or(bracket.gap, |open| open.area);
            let on_it = usize::from(self.glyphs.within(area).any(|glyph| glyph.area == open));
            let near = open.x0 - BEFORE * bracket.size <= x && x <= bracket.gap.x0;
            near && (y - f32::midpoint(open.y0, open.y1)).abs() < ON_LINE * bracket.size
                && others == on_it
                && bracket.inner.is_empty()
                && !bracket.taken
        })
    }
}
