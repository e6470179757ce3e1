//! A picture to a page of characters and ruled lines, as the PDF reader makes them.

use super::blob::{Blob, blobs};
use super::context;
use super::dotted;
use super::doubt;
use super::dust;
use super::ink::Ink;
use super::line::{Line, em, lines};
use super::mark::{MARK, is_ring, join_rings};
use super::neighbours;
use super::pair::{apart as pair_apart, pair};
use super::picture::{Frame, Picture};
use super::recognise::{Read, Recogniser};
use super::rules::rules;
use super::sign;
use super::skew::skew;
use super::stray::stray;
use super::unfold::unfold;
use super::unread::{self, UNREAD};
use crate::read::page::{Glyph, Page, Rule};
use crate::read::table::ruled::tables::tables;
use crate::source::Area;

/// No character that was read from a picture is surer.
const SUREST: f32 = 0.9999;
/// Lines that make as much sense backwards are less sure: not enough to know which way is up, whatever the model says.
const SENSELESS: f32 = 0.45;
const BY_SENSE: f32 = 0.7;
/// So many characters tell which way is up: fewer are on the longest lines of a page that lies on its side.
const ENOUGH: f32 = 60.0;
/// A box is empty if there is no more ink in it than this, in square ems; a ring of hairs has some three times as much …
const SMUDGE: f32 = 0.02;
/// … but for what is so near to its brackets, in pixels.
const BESIDE: usize = 2;
/// Height of the strip that is read, in ems.
const STRIP: f32 = 1.35;
/// Ink smaller than this, in points, is dust.
const DUST: f32 = 0.9;
/// No character of a text is smaller than this, in points.
const SMALL: f32 = 3.0;

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
    /// Lines that were read to see which way is up.
    sample: Vec<(Frame, Vec<Read>)>,
}

/// Finds the lines of a picture with so many pixels per point.
pub(super) fn prepare(picture: &Picture, scale: f32) -> Prepared {
    let angle = skew(&Ink::of(picture));
    let mut picture =
        if angle.abs() < 2e-4 { picture.clone() } else { picture.straightened(angle) };
    let mut ink = Ink::of(&picture);
    let mut ruled = rules(&mut ink, scale);
    ruled.extend(dotted::across(&mut ink, &ruled, scale));
    dotted::take_out(&mut ink, scale);
    let rules: Vec<Rule> =
        ruled.iter().map(|rule| rule_of(rule.frame, rule.across, scale)).collect();
    let least = DUST * scale;
    let kept = |blob: &Blob| {
        blob.frame.width().max(blob.frame.height()) as f32 >= least
            && (blob.pixels as f32 >= 0.5 * least * least || dust::is_flat(blob))
    };
    let blobs: Vec<Blob> = blobs(&ink).into_iter().filter(kept).collect();
    // On a page with little text most blobs are dust.
    let legible: Vec<Blob> =
        blobs.iter().copied().filter(|b| dust::size(b) >= SMALL * scale).collect();
    let em = em(&legible, 20).unwrap_or(10.0 * scale);
    let edges: Vec<Frame> = ruled.iter().map(|rule| rule.frame).collect();
    let is_left = |blob: &Blob| {
        dust::is_of_rule(blob, em) || dust::is_beside_rule(blob, &legible, &edges, em)
    };
    let blobs = blobs.into_iter().filter(|blob| !is_left(blob)).collect();
    let dust::Parted { kept: blobs, dust, speck } = dust::part(blobs, em);
    dust.iter().for_each(|blob| picture.blank(blob.frame));
    let mut found = Vec::new();
    for (part, is_free) in cells(&rules, &picture, scale, &blobs) {
        let mut of_cell = lines(&ink, part, em, speck);
        of_cell.iter_mut().for_each(|line| join_rings(&ink, line));
        unfold(&ink, &mut of_cell);
        pair(&ink, &mut of_cell);
        found.extend(of_cell.into_iter().map(|line| Line { is_free, ..line }));
    }
    pair_apart(&ink, &mut found);
    Prepared { picture, ink, skew: angle, scale, rules, lines: found, sample: Vec::new() }
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

/// The blobs of each cell of the tables that the lines make, and those outside (`true`).
fn cells(rules: &[Rule], picture: &Picture, scale: f32, blobs: &[Blob]) -> Vec<(Vec<Blob>, bool)> {
    let page = Page {
        width: picture.width as f32 / scale,
        height: picture.height as f32 / scale,
        rules: rules.to_vec(),
        ..Page::default()
    };
    let (tables, _) = tables(&page);
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
    let parts = parts.into_iter().zip([true].into_iter().chain(std::iter::repeat(false)));
    parts.filter(|(part, _)| !part.is_empty()).collect()
}

/// A part of a line: a mark known by its pixels, what may be one, or text to be read.
enum Part {
    Mark(char, Frame),
    Smudge(Frame),
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
        for line in &self.lines {
            for part in self.parts(line) {
                match part {
                    Part::Mark(char, frame) => {
                        self.mark(&mut page, line, char, frame);
                    }
                    Part::Smudge(frame) => {
                        let read = Read { char: UNREAD, sure: 0.0, x: frame.x0 as f32 };
                        self.glyphs(&mut page, line, frame, &[read]);
                    }
                    Part::Text(frame) => {
                        let read = self.read(recogniser, line, frame);
                        self.glyphs(&mut page, line, frame, &read);
                    }
                }
            }
        }
        page
    }

    /// How sure the longest lines are read, as a mean over their characters.
    pub(super) fn sureness(&mut self, recogniser: &Recogniser, lines: usize) -> f32 {
        let mut longest: Vec<&Line> = self.lines.iter().collect();
        longest.sort_by_key(|line| std::cmp::Reverse((line.frame.width(), line.frame.y0)));
        let read = longest.iter().take(lines);
        let read = read.map(|line| (line.frame, self.text(recogniser, line, line.frame)));
        self.sample = read.collect();
        let all = || self.sample.iter().flat_map(|(_, read)| read);
        let count = all().count() as f32;
        // Of a page that lies on its side the longest lines have one or two characters.
        let mean = all().map(|read| read.sure).sum::<f32>() / count.max(ENOUGH);
        // The model reads what is upside down nearly as surely.
        let sense = neighbours::sense(self.sample.iter().map(|(_, read)| &read[..]));
        mean * (SENSELESS + BY_SENSE * sense).min(1.0)
    }

    /// Cuts a line at pairs of brackets.
    fn parts(&self, line: &Line) -> Vec<Part> {
        let is_alone = line.blobs.len() == 1;
        let mut parts: Vec<Part> = Vec::new();
        for blob in &line.blobs {
            let begun = matches!(parts.last(), Some(Part::Mark('[' | '○', _)));
            if begun && dust::size(blob) <= line.speck {
                continue;
            }
            let known = line.brackets.iter().find(|(frame, _)| *frame == blob.frame);
            let mark = known.map(|(_, mark)| *mark).or_else(|| {
                let opened = matches!(parts.last(), Some(Part::Mark('[', _)));
                let ring = (opened || is_alone) && is_ring(&self.ink, blob.frame, line.em);
                ring.then_some('○')
            });
            if let (Some(']'), Some(Part::Mark('[', open))) = (mark, parts.last()) {
                parts.extend(self.smudge(line, *open, blob.frame));
            }
            match (mark, parts.last_mut()) {
                (Some(char), _) => parts.push(Part::Mark(char, blob.frame)),
                (None, Some(Part::Text(frame))) => *frame = frame.union(blob.frame),
                (None, _) => parts.push(Part::Text(blob.frame)),
            }
        }
        parts
    }

    /// What is left of a mark between two brackets, if there is more ink than dust.
    fn smudge(&self, line: &Line, open: Frame, close: Frame) -> Option<Part> {
        let (x0, x1) = (open.x1 + BESIDE, close.x0.saturating_sub(BESIDE));
        let inner = Frame { x0, x1, y0: open.y0.min(close.y0), y1: open.y1.max(close.y1) };
        let pixels: u32 = self.ink.profile(inner).iter().sum();
        (pixels as f32 > SMUDGE * line.em * line.em).then_some(Part::Smudge(inner))
    }

    /// The characters of a part of a line, and U+FFFD for ink that none of them explains.
    fn read(&self, recogniser: &Recogniser, line: &Line, frame: Frame) -> Vec<Read> {
        let mut read = self.text(recogniser, line, frame);
        sign::correct(&self.ink, line, &mut read);
        context::correct(&mut read);
        neighbours::weigh(&mut read);
        doubt::lower(line, &mut read);
        let unread = unread::ink(&self.ink, line, frame, &read);
        read.extend(unread);
        if line.is_free {
            read = stray(line, read);
        }
        read.sort_by(|a, b| a.x.total_cmp(&b.x));
        read
    }

    /// Reads a part of a line.
    fn text(&self, recogniser: &Recogniser, line: &Line, frame: Frame) -> Vec<Read> {
        if let Some((_, read)) = self.sample.iter().find(|(known, _)| *known == frame) {
            return read.clone();
        }
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
        push(page, char, area, line.em / self.scale, MARK);
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
        let onto = line.onto.unwrap_or(line.frame);
        let stretch = onto.width() as f32 / line.frame.width().max(1) as f32;
        let laid = |x: f32| onto.x0 as f32 + (x - line.frame.x0 as f32) * stretch;
        let Area { y0, y1, .. } = area_of(onto, self.scale);
        for (at, read) in read.iter().enumerate() {
            let (x0, x1) = (laid(ends(at)), laid(ends(at + 1)));
            let area = Area { x0: x0 / self.scale, y0, x1: x1.max(x0) / self.scale, y1 };
            push(page, read.char, area, line.em / self.scale, read.sure);
        }
    }
}

fn push(page: &mut Page, char: char, area: Area, size: f32, sure: f32) {
    let at = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let start = at(&page.text);
    page.text.push(char);
    let (end, doubt) = (at(&page.text), 1.0 - sure.min(SUREST));
    page.glyphs.push(Glyph { start, end, area, size, doubt, ..Glyph::default() });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_with_more_ink_than_dust_is_not_empty() {
        let boxed = |pixels: usize| {
            let mut ink = Ink { width: 60, height: 24, black: vec![false; 60 * 24] };
            ink.black[12 * 60 + 20..12 * 60 + 20 + pixels].fill(true);
            let prepared = Prepared {
                picture: Picture::default(),
                ink,
                skew: 0.0,
                scale: 1.0,
                rules: Vec::new(),
                lines: Vec::new(),
                sample: Vec::new(),
            };
            let at = |x0| Frame { x0, y0: 0, x1: x0 + 6, y1: 24 };
            let line = Line { em: 24.0, ..Line::default() };
            prepared.smudge(&line, at(4), at(50)).is_some()
        };
        assert!(!boxed(6), "a speck");
        assert!(boxed(18), "what is left of a ring");
    }
}
