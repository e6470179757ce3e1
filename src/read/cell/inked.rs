//! Drawn marks as characters, so that what is drawn is read like what is printed.
//!
//! A tick, ring or picture between brackets becomes a character there; a mark that stands lower or
//! higher than its brackets (Excel sets cells to the bottom) is put between them; ink in a cell that
//! is neither becomes a character that says so. Which option a box belongs to is not known here.

mod note;
mod rewritten;
mod ring;
mod stray;
#[cfg(test)]
mod tests;
mod unread;

pub(crate) use ring::{is_outline, is_ringed, rings};

use self::rewritten::rewritten;
use super::brackets::{Bracket, Glyphs, apart, brackets, is_mark};
use super::marked::marked;
use super::over;
use super::run::Grid;
use crate::fold::control;
use crate::read::numbers::cell::inked::{
    BESIDE, EXACT, FAINT, FAR, HIGH, MOST, NEARER, ON_LINE, OVER, SOLID, UNCLEAR,
};
use crate::read::page::{Ink, InkKind, Page};
use crate::source::Area;
use std::collections::BTreeMap;

/// The page with its marks and ink as characters; `None` where it has none.
pub(crate) fn inked(page: &Page, grid: &Grid) -> Option<Page> {
    let inks: Vec<Ink> = seen(page).collect();
    let marks = apart(page);
    if inks.len() + marks.len() > MOST {
        return None;
    }
    let glyphs = Glyphs::new(page);
    let (brackets, added, moved) = (brackets(&glyphs), Vec::new(), BTreeMap::new());
    let circles = BTreeMap::new();
    let mut work =
        Work { page, grid, glyphs: &glyphs, brackets, added, moved, circles, shift: None };
    work.shift = work.shift(&marks);
    for at in &marks {
        if !work.circled(*at) {
            work.lone_mark(*at);
        }
    }
    let mut rest: Vec<Ink> = inks.into_iter().filter(|ink| !work.mark(ink)).collect();
    work.strays(&marks, &mut rest);
    work.dashes();
    work.unread(&rest);
    work.notes();
    for over in over::marked(&glyphs, page, MOST).iter().chain(&marked(&glyphs, page)) {
        work.say(over);
    }
    let Work { added, moved, circles, .. } = work;
    let same = moved.is_empty() && added.is_empty() && circles.is_empty();
    (!same).then(|| rewritten(page, &added, &moved, circles))
}

/// The ink that a person sees: nothing was put over it later.
fn seen(page: &Page) -> impl Iterator<Item = Ink> {
    let is_patch = |ink: &&Ink| ink.kind == InkKind::Patch && ink.opacity > SOLID;
    let patches: Vec<&Ink> = page.inks.iter().filter(is_patch).take(MOST).collect();
    let ink = page.inks.iter().filter(|ink| is_seen(ink)).take(MOST);
    ink.filter(move |ink| {
        let later = patches.partition_point(|patch| patch.order < ink.order);
        !patches[later..].iter().any(|patch| patch.area.holds(ink.area, 0.0))
    })
    .copied()
}

/// Whether ink stands out from white paper. Filled rectangles are shades and patches.
fn is_seen(ink: &Ink) -> bool {
    let light = ink.color.iter().all(|part| *part > 225);
    ink.kind != InkKind::Patch && ink.opacity > FAINT && (!light || ink.kind == InkKind::Picture)
}

/// A character that is put in.
struct Added {
    mark: char,
    area: Area,
    size: f32,
    /// The opening bracket that it stands behind.
    open: Option<usize>,
}

struct Work<'a> {
    page: &'a Page,
    grid: &'a Grid,
    glyphs: &'a Glyphs<'a>,
    brackets: Vec<Bracket>,
    added: Vec<Added>,
    /// Printed marks by their number: the bracket that each comes behind, and its place there.
    moved: BTreeMap<usize, (usize, Area)>,
    /// Circles printed over other text, by their number: rings.
    circles: BTreeMap<usize, Ink>,
    /// How far below their brackets marks stand on this page, in ems.
    shift: Option<f32>,
}

impl Work<'_> {
    /// Puts ink between the brackets that it belongs to; `false` where there are none.
    fn mark(&mut self, ink: &Ink) -> bool {
        let area = ink.area;
        let crosses = |inner: &usize| {
            let glyph = self.page.glyphs.get(*inner).filter(|glyph| is_mark(self.page, glyph));
            ink.kind == InkKind::Stroke && glyph.is_some_and(|glyph| meets(area, glyph.area))
        };
        let fits = |bracket: &Bracket| {
            let reach = OVER * bracket.size;
            bracket.inner.iter().all(crosses)
                && area.y1 - area.y0 <= HIGH * bracket.size
                && bracket.gap.x0 - reach <= area.x0
                && area.x1 <= bracket.gap.x1 + reach
        };
        let is_free = self.glyphs.within(area).next().is_none();
        match self.nearest(area, fits) {
            // A mark that is crossed out may be one no more.
            Found::On(at) if self.brackets.get(at).is_some_and(|to| !to.inner.is_empty()) => {
                self.put(at, control::UNREAD);
            }
            Found::On(at) => self.put(at, control::DRAWN),
            Found::Near(at) if is_free => self.put(at, control::DRAWN),
            Found::Between(one, other) if is_free => {
                self.put(one, control::UNREAD);
                self.put(other, control::UNREAD);
            }
            _ => return false,
        }
        true
    }

    /// Puts a printed mark that stands alone between the brackets that it belongs to.
    fn lone_mark(&mut self, at: usize) {
        let Some(area) = self.page.glyphs.get(at).map(|glyph| glyph.area) else { return };
        let mark = self.page.glyphs.get(at).is_some_and(|glyph| is_mark(self.page, glyph));
        // Where marks are known to stand lower, the brackets of the next line may be around one.
        let shifted = self.shift.is_some();
        let within = || shifted && self.brackets.iter().any(|bracket| bracket.inner.contains(&at));
        let alone = || mark && (self.glyphs.is_alone(at) || within());
        let other = |inner: usize| {
            self.page.glyphs.get(inner).is_some_and(|glyph| is_mark(self.page, glyph))
        };
        let free = |bracket: &Bracket| {
            !(shifted && bracket.taken)
                && bracket.inner.iter().all(|inner| *inner == at || shifted && other(*inner))
        };
        match self.nearest(area, free) {
            // A mark on its line may be painted apart from it.
            Found::Near(_) if !alone() => {}
            Found::On(to) | Found::Near(to) => {
                let Some(bracket) = self.brackets.get_mut(to) else { return };
                bracket.taken = true;
                let gap = bracket.gap;
                let area = Area { x1: gap.x0 + area.x1 - area.x0, ..gap };
                self.moved.insert(at, (bracket.open, area));
            }
            Found::Between(one, other) if alone() => {
                self.put(one, control::UNREAD);
                self.put(other, control::UNREAD);
            }
            Found::Between(..) | Found::Nowhere => {}
        }
    }

    /// The empty brackets that ink stands in, or nearest to.
    fn nearest(&self, area: Area, fits: impl Fn(&Bracket) -> bool) -> Found {
        self.found(&self.near(area, fits))
    }

    /// The empty brackets above, below and around ink, the nearest first, and how far below each it
    /// stands, in ems.
    fn near(&self, area: Area, fits: impl Fn(&Bracket) -> bool) -> Vec<(f32, usize)> {
        let cell_of = |area: Area| {
            self.grid.cell_at(f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1))
        };
        let cell = cell_of(area);
        self.around(area, |bracket| fits(bracket) && cell_of(bracket.gap) == cell)
    }

    /// The same in whatever cell they stand.
    fn around(&self, area: Area, fits: impl Fn(&Bracket) -> bool) -> Vec<(f32, usize)> {
        let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
        let mut near: Vec<(f32, usize)> = Vec::new();
        for (at, bracket) in self.brackets.iter().enumerate() {
            let gap = bracket.gap;
            let below = (y - f32::midpoint(gap.y0, gap.y1)) / bracket.size;
            let slack = (BESIDE * bracket.size).min(gap.x1.min(area.x1) - gap.x0.max(area.x0));
            let beside = gap.x0 - slack <= x && x <= gap.x1 + slack;
            if below.abs() <= FAR && slack >= 0.0 && beside && fits(bracket) {
                near.push((below, at));
            }
        }
        near.sort_by(|a, b| a.0.abs().total_cmp(&b.0.abs()).then(a.1.cmp(&b.1)));
        near
    }

    /// Which of several brackets, the nearest first, each with how far below it the mark stands in ems.
    fn found(&self, near: &[(f32, usize)]) -> Found {
        let shifted = self.shift.and_then(|shift| {
            near.iter().find(|(below, _)| (below - shift).abs() < UNCLEAR).map(|(_, at)| *at)
        });
        match (near, shifted) {
            ([], _) => Found::Nowhere,
            ([(one, at), ..], None) if one.abs() <= ON_LINE => Found::On(*at),
            ([(one, at), ..], Some(_)) if one.abs() <= EXACT => Found::On(*at),
            (_, Some(at)) => Found::Near(at),
            ([(one, at), (two, other), ..], None) if one.abs() > NEARER * (one - two).abs() => {
                Found::Between(*at, *other)
            }
            ([(_, at), ..], None) => Found::Near(*at),
        }
    }

    /// How far below their brackets the marks of the page stand, in ems, as those show that only one
    /// pair of brackets is near to.
    fn shift(&self, marks: &[usize]) -> Option<f32> {
        let alone = marks.iter().filter(|at| self.glyphs.is_alone(**at));
        let below = |at: &usize| {
            let glyph = self.page.glyphs.get(*at)?;
            match self.near(glyph.area, |_| true)[..] {
                [(below, _)] if below.abs() > ON_LINE && is_mark(self.page, glyph) => Some(below),
                _ => None,
            }
        };
        let mut all = alone.filter_map(below);
        let first = all.next()?;
        all.all(|below| (below - first).abs() < UNCLEAR).then_some(first)
    }

    fn put(&mut self, at: usize, mark: char) {
        let Some(bracket) = self.brackets.get_mut(at) else { return };
        // Two strokes make one cross.
        if std::mem::replace(&mut bracket.taken, true) && mark == control::DRAWN {
            return;
        }
        let (gap, size, open) = (bracket.gap, bracket.size, Some(bracket.open));
        // Right behind the bracket, so that no run of blanks comes between.
        let area = Area { x1: gap.x0 + (size / 2.0).min(gap.x1 - gap.x0), ..gap };
        self.added.push(Added { mark, area, size, open });
    }
}

fn meets(one: Area, other: Area) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1
}

/// Where ink belongs: numbers of brackets.
enum Found {
    On(usize),
    Near(usize),
    Between(usize, usize),
    Nowhere,
}

fn spans(inner: Area, outer: Area, share: f32) -> bool {
    inner.x1 - inner.x0 >= share * (outer.x1 - outer.x0)
        && inner.y1 - inner.y0 >= share * (outer.y1 - outer.y0)
}
