//! Drawn marks as characters, so that what is drawn is read like what is printed.
//!
//! A tick, ring or picture between brackets becomes a character there; a mark that stands lower or
//! higher than its brackets (Excel sets cells to the bottom) is put between them; ink in a cell that
//! is neither becomes a character that says so. Which option a box belongs to is not known here.

use super::brackets::{Bracket, Glyphs, apart, brackets, is_mark};
use super::over::{self, Over};
use super::run::Grid;
use crate::fold::control;
use crate::read::page::{Direction, Glyph, Ink, InkKind, Page};
use crate::source::Area;
use std::collections::BTreeMap;

/// A mark is at most so high, in ems of its brackets …
const HIGH: f32 = 2.6;
/// … and reaches at most so far over each of them.
const OVER: f32 = 1.0;
/// A mark whose middle is closer than this to that of its brackets stands on their line.
const ON_LINE: f32 = 0.7;
/// A mark belongs to brackets at most this far above or below it.
const FAR: f32 = 2.2;
/// Marks stand equally far below their brackets if they differ by less than this, in ems.
const UNCLEAR: f32 = 0.35;
/// A mark that is closer than this to the line of its brackets stands on it, however others stand.
const EXACT: f32 = 0.15;
/// Of two brackets a mark belongs to the nearer one only where that is within this share of the way
/// between the two.
const NEARER: f32 = 0.3;
/// Ink lower than this is a bullet or dust, in ems.
const LOW: f32 = 0.55;
/// Ink on a line of text that is higher than this is a figure.
const FIGURE: f32 = 3.0;
/// A stroke that spans this share of a cell both ways strikes it through: it is left blank.
const SLASH: f32 = 0.75;
/// Ink may stand so far beside the white between its brackets, in ems.
const BESIDE: f32 = 0.5;
/// A stroke in brackets that might be a line is no longer than this, in ems …
const DASH: f32 = 0.95;
/// … and its middle no further from theirs.
const INSIDE: f32 = 0.4;
/// A circle shares so much of the smaller box with the text that it is printed over.
const OVER_TEXT: f32 = 0.4;
/// The same is said of a text by pieces of ink that are painted one after the other.
const NEAR: usize = 8;
/// A page with more marks and ink than this is a drawing.
const MOST: usize = 4_000;

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
    for at in marks {
        if !work.circled(at) {
            work.lone_mark(at);
        }
    }
    let rest: Vec<Ink> = inks.into_iter().filter(|ink| !work.mark(ink)).collect();
    work.dashes();
    work.unread(&rest);
    for over in over::marked(&glyphs, page, MOST) {
        work.say(&over);
    }
    let Work { added, moved, circles, .. } = work;
    let same = moved.is_empty() && added.is_empty() && circles.is_empty();
    (!same).then(|| rewritten(page, &added, &moved, circles))
}

/// The page with the glyphs `moved` behind others, with what is added, and with circles as rings.
fn rewritten(
    page: &Page,
    added: &[Added],
    moved: &BTreeMap<usize, (usize, Area)>,
    circles: BTreeMap<usize, Ink>,
) -> Page {
    let mut page = page.clone();
    let mut behind: BTreeMap<usize, Vec<Glyph>> = BTreeMap::new();
    for (at, (open, area)) in moved {
        let glyph = page.glyphs.get(*at).map(|glyph| Glyph { area: *area, ..*glyph });
        behind.entry(*open).or_default().extend(glyph);
    }
    let mut last = Vec::new();
    for Added { mark, area, size, open } in added {
        let start = u32::try_from(page.text.len()).unwrap_or(u32::MAX);
        page.text.push(*mark);
        let end = u32::try_from(page.text.len()).unwrap_or(u32::MAX);
        let (area, size, direction) = (*area, *size, Direction::Right);
        let glyph = Glyph { start, end, area, size, direction, ..Glyph::default() };
        open.map_or(&mut last, |open| behind.entry(open).or_default()).push(glyph);
    }
    let old = std::mem::take(&mut page.glyphs);
    for (at, glyph) in old.into_iter().enumerate() {
        let stays = !moved.contains_key(&at) && !circles.contains_key(&at);
        page.glyphs.extend(stays.then_some(glyph));
        page.glyphs.extend(behind.remove(&at).unwrap_or_default());
    }
    page.glyphs.append(&mut last);
    page.inks.extend(circles.into_values());
    page
}

/// The ink that a person sees: nothing was put over it later.
fn seen(page: &Page) -> impl Iterator<Item = Ink> {
    let is_patch = |ink: &&Ink| ink.kind == InkKind::Patch && ink.opacity > 0.99;
    let patches: Vec<&Ink> = page.inks.iter().filter(is_patch).take(MOST).collect();
    let ink = page.inks.iter().filter(|ink| is_seen(ink)).take(MOST);
    ink.filter(move |ink| {
        let later = patches.partition_point(|patch| patch.order < ink.order);
        !patches[later..].iter().any(|patch| holds(patch.area, ink.area))
    })
    .copied()
}

fn holds(outer: Area, inner: Area) -> bool {
    outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1
}

/// Whether ink stands out from white paper. Filled rectangles are shades and patches.
fn is_seen(ink: &Ink) -> bool {
    let light = ink.color.iter().all(|part| *part > 225);
    ink.kind != InkKind::Patch && ink.opacity > 0.1 && (!light || ink.kind == InkKind::Picture)
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

    /// Puts a sign between empty brackets in which a stroke of the pen stands that might be a line of the table
    /// elsewhere, or a patch: nobody can tell whether that is a mark.
    fn dashes(&mut self) {
        let small =
            |area: &Area, size: f32| (area.x1 - area.x0).max(area.y1 - area.y0) <= DASH * size;
        let size = self.glyphs.size.max(1.0);
        let rules = self.page.rules.iter().map(|rule| (rule.area, false));
        let dark = |ink: &&Ink| ink.kind == InkKind::Patch && is_dark(ink);
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
            let height = area.y1 - area.y0;
            match self.brackets.iter().position(within) {
                Some(at) => self.put(at, control::UNREAD),
                // A square before an option may choose it.
                None if patch && (LOW * size..HIGH * size).contains(&height) => {
                    self.added.push(Added { mark: control::MARKED, area, size, open: None });
                }
                None => {}
            }
        }
    }

    /// A circle printed over other text is a ring around that.
    fn circled(&mut self, at: usize) -> bool {
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
        let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
        let cell = self.grid.cell_at(x, y);
        let mut near: Vec<(f32, usize)> = Vec::new();
        for (at, bracket) in self.brackets.iter().enumerate() {
            let gap = bracket.gap;
            let middle = f32::midpoint(gap.y0, gap.y1);
            let below = (y - middle) / bracket.size;
            let same = || self.grid.cell_at(f32::midpoint(gap.x0, gap.x1), middle) == cell;
            let slack = (BESIDE * bracket.size).min(gap.x1.min(area.x1) - gap.x0.max(area.x0));
            let beside = gap.x0 - slack <= x && x <= gap.x1 + slack;
            if below.abs() <= FAR && slack >= 0.0 && beside && fits(bracket) && same() {
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

    /// Puts a character into each cell with ink that is neither a mark, nor a ring around text, nor
    /// drawn over text, nor an ornament of it.
    fn unread(&mut self, inks: &[Ink]) {
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
    fn say(&mut self, &Over { behind, says }: &Over) {
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
    ink.opacity > 0.5 && crate::read::page::Color(ink.color).light() < 0.5
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

/// The rings of a page that may be drawn around text.
pub(crate) fn rings(page: &Page) -> Vec<Area> {
    let tall = page.height / 8.0;
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
    spans(ring, cell, 0.85)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    fn texts(page: &Page) -> Vec<String> {
        let read = rows(std::slice::from_ref(page));
        read.rows.iter().flat_map(|row| &row.cells).map(|cell| shown(&cell.text)).collect()
    }

    fn shown(text: &str) -> String {
        text.chars()
            .map(|c| match c {
                control::DRAWN => '✓',
                control::UNREAD => '■',
                control::RING => '«',
                control::RING_END => '»',
                _ => c,
            })
            .collect()
    }

    #[test]
    fn a_circle_is_no_ring_around_what_has_no_width() {
        let mut page = form().text(17.0, 26.0, 10.0, "○").text(150.0, 26.0, 10.0, "紙").page();
        let last = page.glyphs.last_mut().unwrap();
        last.area.x1 = last.area.x0;
        let glyphs = Glyphs::new(&page);
        let circle = page.glyphs.len() - 2;
        assert_eq!(page.text_of(&page.glyphs[circle]), "○");
        assert!(glyphs.about(page.glyphs[circle].area).count() > 1);
        assert!(texts(&page)[0].starts_with("[○"), "{:?}", texts(&page));
    }

    fn form() -> Sample {
        Sample::new(200.0, 100.0)
            .grid(&[10.0, 190.0], &[10.0, 60.0])
            .text(12.0, 20.0, 10.0, "[  ]紙")
    }

    fn ink(kind: InkKind, x0: f32, y0: f32, x1: f32, y1: f32) -> Ink {
        let area = Area { x0, y0, x1, y1 };
        Ink { kind, area, order: 1, color: [0; 3], opacity: 1.0 }
    }

    #[test]
    fn ink_between_brackets_is_a_mark() {
        for kind in [InkKind::Ring, InkKind::Stroke, InkKind::Fill, InkKind::Picture] {
            let page = form().ink(ink(kind, 18.0, 18.0, 27.0, 31.0)).page();
            assert_eq!(texts(&page), ["[✓  ]紙"], "{kind:?}");
        }
        let white = Ink { color: [255; 3], ..ink(InkKind::Fill, 18.0, 20.0, 26.0, 30.0) };
        assert_eq!(texts(&form().ink(white).page()), ["[  ]紙"]);
    }

    #[test]
    fn a_mark_lower_than_its_brackets_belongs_to_them() {
        for low in [0.0, 3.0, 6.0, 9.0, 12.0, 18.0] {
            let page = form().text(17.0, 20.0 + low, 10.0, "○").page();
            assert!(texts(&page)[0].starts_with("[○"), "{low} {:?}", texts(&page));
        }
        let text = form().text(17.0, 36.0, 10.0, "○申請").page();
        assert_eq!(texts(&text), ["[  ]紙\n○申請"]);
    }

    #[test]
    fn marks_between_two_lines_of_brackets_are_told_by_the_others() {
        let read = |low: f32, last: bool| {
            let mut page =
                form().text(12.0, 36.0, 10.0, "[  ]円").text(17.0, 20.0 + low, 10.0, "○");
            if last {
                page = page.text(17.0, 36.0 + low, 10.0, "○");
            }
            texts(&page.page()).concat()
        };
        assert_eq!(read(8.0, true), "[○  ]紙\n[○  ]円");
        assert_eq!(read(14.0, true), "[○  ]紙\n[○  ]円");
        assert_eq!(read(8.0, false), "[■  ]紙\n○\n[■  ]円");
    }

    #[test]
    fn ink_in_a_cell_is_not_blank_and_a_slash_is() {
        let page = |kind, x1| {
            Sample::new(200.0, 100.0)
                .grid(&[10.0, 190.0], &[10.0, 40.0])
                .text(20.0, 70.0, 10.0, "部署")
                .ink(ink(kind, 12.0, 12.0, x1, 38.0))
                .page()
        };
        assert_eq!(texts(&page(InkKind::Picture, 100.0)), ["■", "部署"]);
        assert_eq!(texts(&page(InkKind::Stroke, 188.0)), ["", "部署"]);
    }

    #[test]
    fn a_ring_marks_what_it_is_drawn_around() {
        let page = Sample::new(200.0, 400.0)
            .grid(&[10.0, 190.0], &[10.0, 60.0])
            .text(20.0, 20.0, 10.0, "1)有")
            .text(60.0, 20.0, 10.0, "2)無")
            .ink(ink(InkKind::Ring, 57.0, 16.0, 83.0, 34.0))
            .page();
        assert_eq!(texts(&page), ["1)有 «2)無»"]);
    }
}
