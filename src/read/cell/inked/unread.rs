//! Ink that is no mark: what of it nobody can read, and what is drawn over text.

use super::super::brackets::Bracket;
use super::super::over::{self, Over};
use super::{Added, HIGH, MOST, ON_LINE, Work, spans};
use crate::fold::{control, fold_char};
use crate::read::numbers::cell::inked_unread::{
    BEFORE, DASH, FIGURE, INSIDE, LOW, NEAR, SLASH, SMALL, VISIBLE,
};
use crate::read::page::{Color, Direction, Glyph, Ink, InkKind};
use crate::source::Area;
use std::collections::BTreeMap;

impl Work<'_> {
    /// Puts a sign between empty brackets in which a stroke of the pen stands that might be a line of the table
    /// elsewhere, or a patch: nobody can tell whether that is a mark.
    pub(super) fn dashes(&mut self) {
        let small =
            |area: &Area, size: f32| (area.x1 - area.x0).max(area.y1 - area.y0) <= DASH * size;
        let size = self.glyphs.size.max(1.0);
        let rules = self.page.rules.iter().map(|rule| (rule.area, false));
        let dark = |ink: &&Ink| {
            is_dark(ink)
                && (ink.kind == InkKind::Patch || ink.kind == InkKind::Fill && self.is_dot(ink))
        };
        let patches = self.page.inks.iter().filter(dark).map(|ink| (ink.area, true));
        let all = rules.chain(patches).filter(|(area, _)| small(area, 2.0 * size)).take(MOST);
        for (area, patch) in all.collect::<Vec<_>>() {
            let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
            let within = |bracket: &Bracket| {
                let (gap, middle) = (bracket.gap, f32::midpoint(bracket.gap.y0, bracket.gap.y1));
                bracket.inner.is_empty()
                    && !bracket.taken
                    && small(&area, bracket.size)
                    && (gap.x0..=gap.x1).contains(&x)
                    && (y - middle).abs() < INSIDE * bracket.size
            };
            let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
            let (least, most) = (width.min(height), width.max(height));
            let tall = (LOW * size..HIGH * size).contains(&height);
            let square = least >= SMALL * size && most < 2.0 * least;
            match self.brackets.iter().position(within) {
                Some(at) => self.put(at, control::UNREAD),
                // A square before an option may choose it.
                None if patch && (tall || square && self.leads(area)) => {
                    self.added.push(Added { mark: control::LEADS, area, size, open: None });
                }
                None => {}
            }
        }
    }

    /// Whether ink is smaller than a mark.
    fn is_dot(&self, ink: &Ink) -> bool {
        (ink.area.x1 - ink.area.x0).max(ink.area.y1 - ink.area.y0) < LOW * self.glyphs.size
    }

    /// Whether an option begins right behind ink, or under it: its number and the bracket that closes it.
    fn leads(&self, area: Area) -> bool {
        let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
        let first = |glyph: &Glyph| self.page.text_of(glyph).chars().find_map(fold_char);
        let is_number = |(at, glyph): &(usize, &Glyph)| {
            let a = glyph.area;
            let next = self.page.glyphs.get(at + 1);
            (a.x0 - BEFORE * glyph.size..=a.x1).contains(&x)
                && (a.y0..=a.y1).contains(&y)
                && first(glyph).is_some_and(|c| c.is_ascii_digit())
                && next.is_some_and(|next| first(next) == Some(')'))
        };
        self.glyphs.about(area).any(|glyph| is_number(&glyph))
    }

    /// Puts a character into each cell with ink that is neither a mark, nor a ring around text, nor
    /// drawn over text, nor an ornament of it.
    pub(super) fn unread(&mut self, inks: &[Ink]) {
        let mut cells: BTreeMap<u32, (Area, Area)> = BTreeMap::new();
        for ink in inks {
            let area = ink.area;
            let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
            let found = self.grid.find(x, y);
            if ink.kind != InkKind::Ring {
                let whole = found.is_some_and(|(_, outline)| spans(area, outline, SLASH));
                if let Some(over) = over::ink(self.glyphs, ink, whole) {
                    self.say(&over);
                    continue;
                }
            }
            let Some((cell, outline)) = found else { continue };
            let slash = ink.kind == InkKind::Stroke && spans(area, outline, SLASH);
            let outside = area.x0 < outline.x0 - 2.0 || area.x1 > outline.x1 + 2.0;
            if !slash && !outside && !self.glyphs.touches(area) {
                let all = cells.entry(cell).or_insert((area, outline));
                all.0 = all.0.union(area);
            }
        }
        for (ink, outline) in cells.into_values() {
            if let Some(size) = self.unread_size(ink, outline) {
                self.added.push(Added { mark: control::UNREAD, area: ink, size, open: None });
            }
        }
    }

    /// Puts a character behind a text that is drawn over.
    pub(super) fn say(&mut self, &Over { behind, says }: &Over) {
        let Some(glyph) = self.page.glyphs.get(behind) else { return };
        let (area, size) = (Area { x0: glyph.area.x1, ..glyph.area }, glyph.size);
        let said = |added: &Added| added.open == Some(behind) && added.mark == says;
        if glyph.direction == Direction::Right && !self.added.iter().rev().take(NEAR).any(said) {
            self.added.push(Added { mark: says, area, size, open: Some(behind) });
        }
    }

    /// The em of the character that stands for unread ink in a cell; `None` where it says nothing.
    fn unread_size(&self, ink: Area, outline: Area) -> Option<f32> {
        let height = ink.y1 - ink.y0;
        let text: Vec<&Glyph> = self.glyphs.within(outline).collect();
        let size = text.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
        if text.is_empty() {
            let size = self.glyphs.size;
            let seen = height >= LOW * size && ink.x1 - ink.x0 >= LOW * size;
            return seen.then_some(size.min(height));
        }
        let y = f32::midpoint(ink.y0, ink.y1);
        let beside = text.iter().any(|glyph| {
            let middle = f32::midpoint(glyph.area.y0, glyph.area.y1);
            (middle - y).abs() < ON_LINE * glyph.size
        });
        (beside && (LOW * size..FIGURE * size).contains(&height)).then_some(size)
    }
}

/// Whether ink is darker than paper and tints.
fn is_dark(ink: &Ink) -> bool {
    ink.opacity > VISIBLE && Color(ink.color).light() < VISIBLE
}
