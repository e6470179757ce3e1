//! Lines of positioned characters: the pages of a document on a grid of half ems, for the search for columns and rows.

use super::line::{Line, Word, width};
use crate::read::cell::bit::Bit;
use crate::read::cell::order::lines as lines_of;
use crate::read::cell::run::{Run, words};
use crate::read::page::radical::{is_selector, restore};
use crate::read::page::{Direction, Page, Shared};
use crate::read::table::white::weights::grid_weights as weights;
use std::collections::BTreeMap;
use std::ops::Range;

/// Sizes of characters are told apart by tenths of a point.
const TENTHS: f32 = 10.0;

/// A document on the grid.
#[derive(Default)]
pub(super) struct Placed {
    /// The characters of all words.
    pub(super) text: String,
    /// The lines of all pages.
    pub(super) lines: Vec<Line>,
    /// For each page its runs, parted at white space.
    pub(super) runs: Vec<Vec<Run>>,
    /// The runs of each word, by [`Word::id`].
    pub(super) words: Vec<Vec<u32>>,
    /// Rows stand further apart than lines.
    padded: bool,
    /// The distance of the lines of a text, in ems.
    pitch: f32,
    /// For each page the width of a column of the grid, in points.
    pub(super) units: Vec<f32>,
}

/// The lines of all pages, whose `runs` are given.
pub(super) fn placed(pages: &[Shared<'_>], runs: &[Vec<Run>]) -> Placed {
    let all: Vec<Vec<Run>> = pages.iter().zip(runs).map(|(page, runs)| words(page, runs)).collect();
    let common = em(pages.iter().map(|page| &**page));
    let sheets: Vec<Sheet> =
        pages.iter().zip(&all).map(|(page, runs)| Sheet::of(page, runs, common)).collect();
    let distances: Vec<Distance> =
        sheets.iter().flat_map(|sheet| distances(&sheet.lines, sheet.unit)).collect();
    let (pitch, padded) = pitch(&distances);
    let margin = sheets.iter().map(Sheet::left).fold(f32::INFINITY, f32::min);
    let mut out = Placed { pitch, padded, ..Placed::default() };
    for ((number, page), (runs, sheet)) in (1u32..).zip(pages).zip(all.iter().zip(&sheets)) {
        let own = sheet.left();
        let near = sheet.lines.len() > weights().few
            && (own - margin).abs() < weights().margins * sheet.unit;
        out.units.push(sheet.unit);
        out.page(number, page, runs, sheet, if near { own } else { margin });
    }
    out.runs = all;
    out
}

/// The commonest size of the characters of pages.
fn em<'a>(pages: impl Iterator<Item = &'a Page>) -> Option<f32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for glyph in pages.flat_map(|page| &page.glyphs) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let size = (glyph.size * TENTHS).round().max(1.0) as u32;
        *counts.entry(size).or_default() += 1;
    }
    let (most, count) = counts.iter().max_by_key(|(_, count)| **count)?;
    let size = f32::from(u16::try_from(*most).unwrap_or(u16::MAX)) / TENTHS;
    (*count > weights().many).then_some(size)
}

/// A page before its words are put together.
struct Sheet {
    /// From top to bottom, each from left to right.
    lines: Vec<Vec<Bit>>,
    /// The width of a column of the grid, in points.
    unit: f32,
}

impl Sheet {
    /// The lines of a page. Pages may be printed at another scale than the document.
    fn of(page: &Page, runs: &[Run], common: Option<f32>) -> Self {
        let common = common.unwrap_or(weights().usual_size);
        let own =
            em(std::iter::once(page)).filter(|em| (em / common - 1.0).abs() > weights().scale);
        let em = own.unwrap_or(common);
        Self { lines: sorted(&mut bits(runs)), unit: em / 2.0 }
    }

    /// The left margin: where the first of its lines begin, those at its edges aside.
    fn left(&self) -> f32 {
        let count = self.lines.len();
        let inner =
            if count > weights().few { &self.lines[1..count - 1] } else { self.lines.as_slice() };
        let starts = inner.iter().filter_map(|line| line.iter().find(|bit| bit.ink));
        let mut starts: Vec<f32> = starts.map(|bit| bit.area.x0).collect();
        starts.sort_unstable_by(f32::total_cmp);
        let agree =
            starts.windows(2).find(|pair| pair[1] - pair[0] < weights().agreeing * self.unit);
        agree.map(|pair| pair[0]).or(starts.first().copied()).unwrap_or(f32::INFINITY)
    }
}

fn bits(runs: &[Run]) -> Vec<Bit> {
    let right = (0u32..).zip(runs).filter(|(_, run)| run.direction == Direction::Right);
    right.map(|(id, run)| Bit::new(id, run)).collect()
}

/// The lines of a page, each from left to right.
fn sorted(bits: &mut [Bit]) -> Vec<Vec<Bit>> {
    let lines = lines_of(bits).into_iter().map(|line| {
        let mut line = line.to_vec();
        line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0).then(a.run.cmp(&b.run)));
        line
    });
    lines.filter(|line| line.iter().any(|bit| bit.ink)).collect()
}

/// The distance of the lines of a text, in ems: the commonest below long lines, else the smallest that many have;
/// and whether many lines of one column stand at another distance, as those of different rows do.
fn pitch(all: &[Distance]) -> (f32, bool) {
    let mut below_long: Vec<f32> = all.iter().filter(|d| d.long).map(|d| d.ems).collect();
    let mut any: Vec<f32> = all.iter().map(|d| d.ems).collect();
    let pitch =
        commonest(&mut below_long).or_else(|| least(&mut any)).unwrap_or(weights().usual_pitch);
    let other = any.iter().filter(|ems| !is_close(**ems / pitch)).count();
    (pitch, other * weights().few_rows > any.len())
}

/// Whether lines at this distance, in lines of text, are of one cell.
pub(super) fn is_close(lines: f32) -> bool {
    (lines - 1.0).abs() < weights().close
}

/// The place where most values stand close together, if several do.
fn commonest(all: &mut [f32]) -> Option<f32> {
    all.sort_unstable_by(f32::total_cmp);
    let ends = |at: usize| all.partition_point(|far| *far <= all[at] + weights().near);
    let most = (0..all.len()).max_by_key(|at| ends(*at) - at)?;
    let end = ends(most);
    (end - most >= weights().several).then(|| all[usize::midpoint(most, end)])
}

/// The smallest of the values that many come close to.
fn least(all: &mut [f32]) -> Option<f32> {
    all.sort_unstable_by(f32::total_cmp);
    let enough = (all.len() / weights().share).max(1);
    let near =
        |at: &usize| all.get(at + enough - 1).is_some_and(|far| far - all[*at] < weights().near);
    (0..all.len()).find(near).and_then(|at| all.get(at + enough / 2)).copied()
}

/// How far a line stands below another of its column.
struct Distance {
    ems: f32,
    /// The upper line is long, and the lower one begins below its start.
    long: bool,
}

/// The distances of the lines of a page.
fn distances(lines: &[Vec<Bit>], unit: f32) -> Vec<Distance> {
    let below = |(at, upper): (usize, &Vec<Bit>)| {
        let mut next = lines.iter().skip(at + 1).take(weights().lines_below);
        let (over, under) = next.find_map(|lower| neighbours(upper, lower))?;
        let long = over.area.x1 - over.area.x0 > weights().long * over.size
            && (over.area.x0 - under.area.x0).abs() < weights().hair * over.size;
        Some(Distance { ems: (under.middle() - over.middle()) / (2.0 * unit), long })
    };
    lines.iter().enumerate().filter_map(below).collect()
}

/// The text of a line and what stands below it in the other one, where they are of one column and one size.
fn neighbours<'a>(upper: &'a [Bit], lower: &'a [Bit]) -> Option<(&'a Bit, &'a Bit)> {
    let ink = |line: &'a [Bit]| line.iter().filter(|bit| bit.ink);
    let mut pairs = ink(upper).flat_map(|a| ink(lower).map(move |b| (a, b)));
    pairs.find(|(a, b)| {
        let apart = (b.middle() - a.middle()) / a.size.max(b.size);
        a.area.x0 < b.area.x1
            && b.area.x0 < a.area.x1
            && (weights().least_pitch..weights().most_pitch).contains(&apart)
    })
}

impl Placed {
    fn page(&mut self, number: u32, page: &Page, runs: &[Run], sheet: &Sheet, left: f32) {
        let pitch = self.pitch * 2.0 * sheet.unit;
        let mut above: Option<f32> = None;
        for line in &sheet.lines {
            let ink = || line.iter().filter(|bit| bit.ink);
            let count = f32::from(u16::try_from(ink().count().max(1)).unwrap_or(u16::MAX));
            let middle = ink().map(Bit::middle).sum::<f32>() / count;
            self.blank(number, above.map_or(0.0, |above| (middle - above) / pitch));
            let words = self.line(page, runs, line, left, sheet.unit);
            let (down, padded) = (Some(middle / pitch), self.padded);
            self.lines.push(Line { page: number, words, down, padded, ..Line::default() });
            above = Some(middle);
        }
        if sheet.lines.is_empty() {
            self.lines.push(Line { page: number, ..Line::default() });
        }
    }

    /// Adds blank lines for the white above a line, which is so many lines high.
    fn blank(&mut self, page: u32, lines: f32) {
        if lines > weights().blank {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates"
            )]
            let count = (lines.round() as usize).saturating_sub(1).clamp(1, weights().most_blank);
            let blank = Line { page, ..Line::default() };
            self.lines.extend(std::iter::repeat_n(blank, count));
        }
    }

    /// The words of a line.
    fn line(&mut self, page: &Page, runs: &[Run], line: &[Bit], left: f32, unit: f32) -> Vec<Word> {
        let mut all: Vec<Word> = Vec::new();
        // How far the text reaches, and whether white space is printed behind it.
        let mut before: Option<(f32, bool)> = None;
        for bit in line {
            let Some(run) = runs.get(bit.run as usize) else { continue };
            if !bit.ink {
                // White space by itself belongs to what stands before it.
                if let Some(word) = all.last() {
                    self.words[word.id as usize].push(bit.run);
                    before = before.map(|(reach, _)| (reach, true));
                }
                continue;
            }
            let gap = before.map_or(f32::INFINITY, |(reach, _)| bit.area.x0 - reach) / bit.size;
            let white = before.is_some_and(|(_, white)| white) || run.begins_white(page);
            let start = column(bit.area.x0 - left, unit);
            let end = column(bit.area.x1 - left, unit).max(start + 1);
            match all.last_mut() {
                Some(word) if gap < weights().hair && !white => {
                    self.go_on(word, page, run, bit.run, end)
                }
                last => {
                    if let Some(word) = last {
                        set_apart(word, start, gap, white);
                    }
                    all.push(self.word(page, run, bit.run, start..end));
                }
            }
            let reach = before.map_or(bit.area.x1, |(reach, _)| reach.max(bit.area.x1));
            before = Some((reach, run.ends_white()));
        }
        self.text.push('\n');
        all
    }

    /// Adds a run to the word before it.
    fn go_on(&mut self, word: &mut Word, page: &Page, run: &Run, id: u32, end: usize) {
        self.words[word.id as usize].push(id);
        self.write(page, run);
        word.end = word.end.max(end);
        word.width = word.end - word.start;
        word.to = self.text.len();
        word.tail = self.text.get(word.from..).and_then(|t| t.chars().next_back()).unwrap_or(' ');
    }

    /// A new word.
    fn word(&mut self, page: &Page, run: &Run, id: u32, columns: Range<usize>) -> Word {
        self.text.push(' ');
        let from = self.text.len();
        self.write(page, run);
        let text = self.text.get(from..).unwrap_or_default();
        let (lead, tail) = (text.chars().next(), text.chars().next_back());
        let (lead, tail) = (lead.unwrap_or(' '), tail.unwrap_or(' '));
        let (start, end) = (columns.start, columns.end);
        let width = if text.chars().nth(1).is_none() { width(lead) } else { end - start };
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(vec![id]);
        Word { start, end, from, to: self.text.len(), width, lead, tail, id: number }
    }

    /// Appends what a run shows.
    fn write(&mut self, page: &Page, run: &Run) {
        let glyphs = page.glyphs.get(run.first as usize..run.last as usize).unwrap_or_default();
        for glyph in glyphs {
            let text = page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or("");
            let shown = text.chars().filter(|c| !is_selector(*c) && !c.is_whitespace());
            self.text.extend(shown.map(restore));
        }
    }
}

/// Leaves as much space behind a word as the white before the next one stands for, which is `gap` ems wide.
fn set_apart(word: &mut Word, next: usize, gap: f32, white: bool) {
    // White that is not printed is of the layout, however small the characters.
    let least = if !white && gap >= weights().apart { 2 } else { 1 };
    let printed = white && gap <= weights().printed;
    if next.saturating_sub(word.end) < least || printed {
        word.end = next.saturating_sub(least).max(word.start);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn column(x: f32, unit: f32) -> usize {
    (x / unit).round().clamp(0.0, weights().rightmost) as usize
}
