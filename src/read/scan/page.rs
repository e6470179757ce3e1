//! A picture to a page of characters and ruled lines, as the PDF reader makes them.

use super::blob::{Blob, blobs};
use super::ink::Ink;
use super::line::{Line, em, lines};
use super::mark::{bracket, is_ring};
use super::picture::{Frame, Picture};
use super::recognise::{Read, Recogniser};
use super::rules::rules;
use super::skew::skew;
use crate::read::page::{Direction, Glyph, Page, Rule};
use crate::read::table::ruled::grid::tables;
use crate::source::Area;

/// A mark that was found by its pixels is so sure.
const MARK: f32 = 0.995;
/// Height of the strip that is read, in ems.
const STRIP: f32 = 1.2;
/// Ink smaller than this, in points, is dust.
const DUST: f32 = 0.9;

/// A picture made ready: straight, its lines found.
pub(super) struct Prepared {
    picture: Picture,
    ink: Ink,
    /// The angle that the page was turned back by, in radians.
    pub(super) skew: f32,
    scale: f32,
    rules: Vec<Rule>,
    /// The lines of each cell.
    pub(super) lines: Vec<Line>,
}

/// Finds the lines of a picture with so many pixels per point.
pub(super) fn prepare(picture: &Picture, scale: f32) -> Prepared {
    let angle = skew(&Ink::of(picture));
    let picture = if angle.abs() < 2e-4 { picture.clone() } else { picture.straightened(angle) };
    let mut ink = Ink::of(&picture);
    let ruled = rules(&mut ink, scale);
    let rules: Vec<Rule> = ruled.iter().map(|rule| rule_of(rule.frame, rule.across, scale)).collect();
    let least = DUST * scale;
    let kept = |blob: &Blob| {
        blob.frame.width().max(blob.frame.height()) as f32 >= least
            && blob.pixels as f32 >= 0.5 * least * least
    };
    let blobs: Vec<Blob> = blobs(&ink).into_iter().filter(kept).collect();
    let em = em(&blobs, 20).unwrap_or(10.0 * scale);
    let mut found = Vec::new();
    for part in cells(&rules, &picture, scale, &blobs) {
        found.extend(lines(&ink, part, em));
    }
    Prepared { picture, ink, skew: angle, scale, rules, lines: found }
}

fn rule_of(frame: Frame, across: bool, scale: f32) -> Rule {
    let Area { x0, y0, x1, y1 } = area_of(frame, scale);
    let (x, y) = (f32::midpoint(x0, x1), f32::midpoint(y0, y1));
    if across {
        Rule { area: Area { x0, y0: y, x1, y1: y }, width: y1 - y0 }
    } else {
        Rule { area: Area { x0: x, y0, x1: x, y1 }, width: x1 - x0 }
    }
}

fn area_of(frame: Frame, scale: f32) -> Area {
    let points = |pixels: usize| pixels as f32 / scale;
    Area { x0: points(frame.x0), y0: points(frame.y0), x1: points(frame.x1), y1: points(frame.y1) }
}

/// The blobs of each cell of the tables that the lines make, and those outside.
fn cells(rules: &[Rule], picture: &Picture, scale: f32, blobs: &[Blob]) -> Vec<Vec<Blob>> {
    let page = Page {
        width: picture.width as f32 / scale,
        height: picture.height as f32 / scale,
        rules: rules.to_vec(),
        ..Page::default()
    };
    let tables = tables(&page);
    let first: Vec<usize> = tables
        .iter()
        .scan(1, |sum, table| {
            let first = *sum;
            *sum += table.slots.len();
            Some(first)
        })
        .collect();
    let mut parts = vec![Vec::new(); 1 + tables.iter().map(|t| t.slots.len()).sum::<usize>()];
    for blob in blobs {
        let a = area_of(blob.frame, scale);
        let (x, y) = (f32::midpoint(a.x0, a.x1), f32::midpoint(a.y0, a.y1));
        // The innermost table is the one that begins last.
        let mut slots = tables.iter().zip(&first).rev();
        let slot = slots.find_map(|(table, first)| table.slot_at(x, y).map(|slot| first + slot));
        if let Some(part) = parts.get_mut(slot.unwrap_or(0)) {
            part.push(*blob);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// A part of a line: a mark known by its pixels, or text to be read.
enum Part {
    Mark(char, Frame),
    Text(Frame),
}

impl Prepared {
    /// The page, in points; its text as if it had never lain askew.
    pub(super) fn page(&self, recogniser: &Recogniser, number: u32) -> Page {
        let mut page = Page {
            number,
            width: self.picture.width as f32 / self.scale,
            height: self.picture.height as f32 / self.scale,
            rules: self.rules.clone(),
            ..Page::default()
        };
        let mut sure = Vec::new();
        for line in &self.lines {
            for part in self.parts(line) {
                match part {
                    Part::Mark(char, frame) => {
                        self.mark(&mut page, line, char, frame);
                        sure.push(MARK);
                    }
                    Part::Text(frame) => {
                        let read = self.text(recogniser, line, frame);
                        self.glyphs(&mut page, line, frame, &read);
                        sure.extend(read.iter().map(|read| read.sure));
                    }
                }
            }
        }
        Page { sure, ..page }
    }

    /// How sure the longest lines are read, as a mean over their characters.
    pub(super) fn sureness(&self, recogniser: &Recogniser, lines: usize) -> f32 {
        let mut longest: Vec<&Line> = self.lines.iter().collect();
        longest.sort_by_key(|line| std::cmp::Reverse((line.frame.width(), line.frame.y0)));
        let read = longest.iter().take(lines).flat_map(|line| self.text(recogniser, line, line.frame));
        let sure: Vec<f32> = read.map(|read| read.sure).collect();
        sure.iter().sum::<f32>() / (sure.len() as f32).max(1.0)
    }

    /// Cuts a line at pairs of brackets.
    fn parts(&self, line: &Line) -> Vec<Part> {
        let is_alone = line.blobs.len() == 1;
        let mut parts: Vec<Part> = Vec::new();
        for blob in &line.blobs {
            let mark = bracket(&self.ink, blob.frame, line.em).or_else(|| {
                let opened = matches!(parts.last(), Some(Part::Mark('[', _)));
                let ring = (opened || is_alone) && is_ring(&self.ink, blob.frame, line.em);
                ring.then_some('○')
            });
            match (mark, parts.last_mut()) {
                (Some(char), _) => parts.push(Part::Mark(char, blob.frame)),
                (None, Some(Part::Text(frame))) => *frame = frame.union(blob.frame),
                (None, _) => parts.push(Part::Text(blob.frame)),
            }
        }
        parts
    }

    /// Reads a part of a line.
    fn text(&self, recogniser: &Recogniser, line: &Line, frame: Frame) -> Vec<Read> {
        let height = line.em.max(line.frame.height() as f32) * STRIP;
        let middle = (line.frame.y0 + line.frame.y1) as f32 / 2.0;
        let top = (middle - height / 2.0).max(0.0) as usize;
        let pad = (line.em * 0.12) as usize;
        let strip = Frame {
            x0: frame.x0.saturating_sub(pad),
            y0: top,
            x1: (frame.x1 + pad).min(self.picture.width),
            y1: (top + height as usize).min(self.picture.height),
        };
        recogniser.read(&self.picture, strip, line.frame)
    }

    fn mark(&self, page: &mut Page, line: &Line, char: char, frame: Frame) {
        let area = area_of(Frame { y0: line.frame.y0, y1: line.frame.y1, ..frame }, self.scale);
        push(page, char, area, line.em / self.scale);
    }

    /// Adds the characters of a part: each reaches halfway to its neighbours.
    fn glyphs(&self, page: &mut Page, line: &Line, frame: Frame, read: &[Read]) {
        let ends = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| read.get(at));
            match (before, read.get(at)) {
                (Some(before), Some(after)) => f32::midpoint(before.x, after.x),
                (None, _) => frame.x0 as f32,
                (_, None) => frame.x1 as f32,
            }
        };
        for (at, read) in read.iter().enumerate() {
            let (x0, x1) = (ends(at), ends(at + 1));
            let Area { y0, y1, .. } = area_of(line.frame, self.scale);
            let area = Area { x0: x0 / self.scale, y0, x1: x1.max(x0) / self.scale, y1 };
            push(page, read.char, area, line.em / self.scale);
        }
    }
}

fn push(page: &mut Page, char: char, area: Area, size: f32) {
    let at = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let start = at(&page.text);
    page.text.push(char);
    page.glyphs.push(Glyph { start, end: at(&page.text), area, size, direction: Direction::Right });
}
