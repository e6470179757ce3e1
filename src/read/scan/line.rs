//! Blobs of a cell to lines of text: white rows and columns part them, in turns.

use super::blob::Blob;
use super::dust::{is_flat, is_larger, size};
use super::ink::Ink;
use super::picture::Frame;

/// A white column of so many ems parts two texts on one line.
const APART: f32 = 1.2;
/// Higher than so many ems a text has several lines that touch.
const SEVERAL: f32 = 1.65;
/// One or two blobs smaller than this, in ems, and nothing beside them, are dust.
const DUST: f32 = 0.2;
/// Dust at an end of a line stands so far from its text, in ems.
const ALONE: f32 = 0.55;
/// … or so far behind it where it is larger than other dust on the page …
const ALONE_LARGER: f32 = 0.95;
/// … or so far where it is no larger than other dust on the page.
const TOUCH: f32 = 0.04;
/// Lower than so many ems a row is an accent of its neighbour …
const LOW: f32 = 0.35;
/// … which stands no further away than this.
const NEAR: f32 = 0.22;

/// A line of text, or a part of one between white gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// What its ink covers.
    pub(super) frame: Frame,
    /// The size of its characters in pixels.
    pub(super) em: f32,
    /// Specks of dust are at most so large, in pixels.
    pub(super) speck: f32,
    /// Its blobs, left to right.
    pub(super) blobs: Vec<Blob>,
    /// Those of them that are brackets of boxes.
    pub(super) brackets: Vec<(Frame, char)>,
    /// Where its characters are laid, if not where they stand.
    pub(super) onto: Option<Frame>,
    /// How far behind it, in pixels, the next text on its row begins, if it is one stroke.
    pub(super) beyond: f32,
    /// It stands in no cell of a table.
    pub(super) is_free: bool,
}

impl Line {
    /// Makes one blob of all that stand within a frame.
    pub(super) fn join(&mut self, frame: Frame) {
        let is_within = |blob: &Blob| {
            frame.x0 <= blob.frame.x0
                && blob.frame.x1 <= frame.x1
                && frame.y0 <= blob.frame.y0
                && blob.frame.y1 <= frame.y1
        };
        let (inside, mut rest): (Vec<Blob>, Vec<Blob>) =
            self.blobs.iter().copied().partition(is_within);
        let pixels = inside.iter().map(|blob| blob.pixels).sum();
        rest.push(Blob { frame, pixels });
        rest.sort_unstable_by_key(|blob| (blob.frame.x0, blob.frame.y0));
        self.blobs = rest;
    }
}

/// The size of the characters of blobs in pixels: most blobs of that size are whole ones.
pub(super) fn em(blobs: &[Blob], fewest: usize) -> Option<f32> {
    let side = |blob: &Blob| blob.frame.width().max(blob.frame.height());
    let mut sizes: Vec<usize> = blobs.iter().map(side).collect();
    sizes.sort_unstable();
    let largest = sizes.get(sizes.len() * 9 / 10).copied().filter(|_| sizes.len() >= fewest)?;
    sizes.retain(|size| *size * 2 > largest);
    sizes.get(sizes.len() * 3 / 5).map(|size| *size as f32 * 1.07)
}

/// The lines of a cell's blobs; specks of dust are at most so large, in pixels.
pub(super) fn lines(ink: &Ink, blobs: Vec<Blob>, em: f32, speck: f32) -> Vec<Line> {
    let mut out = Vec::new();
    Cutter { ink, em, speck, out: &mut out }.rows(blobs, 0);
    // A small dash is one where it is all there is of an answer; beside a text it is dust.
    let is_small =
        |line: &Line| line.blobs.len() <= 2 && line.blobs.iter().all(|blob| size(blob) < DUST * em);
    if !out.iter().all(is_small) {
        out.retain(|line| !is_small(line));
    }
    note_beyond(&mut out);
    out
}

/// Notes how far behind a line of one stroke the next text on its row begins.
fn note_beyond(lines: &mut [Line]) {
    let frames: Vec<Frame> = lines.iter().map(|line| line.frame).collect();
    for line in lines.iter_mut().filter(|line| line.blobs.len() == 1) {
        let rows = line.frame.y0 * 2..line.frame.y1 * 2;
        let behind = |frame: &&Frame| frame.x0 >= line.frame.x1 && rows.contains(&frame.middle2());
        let next = frames.iter().filter(behind).map(|frame| frame.x0 - line.frame.x1).min();
        line.beyond = next.map_or(0.0, |pixels| pixels as f32);
    }
}

struct Cutter<'a> {
    ink: &'a Ink,
    em: f32,
    speck: f32,
    out: &'a mut Vec<Line>,
}

impl Cutter<'_> {
    /// Cuts at white rows.
    fn rows(&mut self, mut blobs: Vec<Blob>, depth: u32) {
        blobs.sort_unstable_by_key(|blob| (blob.frame.y0, blob.frame.x0));
        let bands = self.bands(&blobs);
        if bands.len() < 2 && depth > 0 {
            return self.leaf(blobs);
        }
        for band in bands {
            self.columns(band, depth + 1);
        }
    }

    /// Blobs between white rows; a low band goes with the neighbour that is near.
    fn bands(&self, blobs: &[Blob]) -> Vec<Vec<Blob>> {
        let mut bands: Vec<(Frame, Vec<Blob>)> = Vec::new();
        for blob in blobs {
            match bands.last_mut() {
                Some((frame, band)) if blob.frame.y0 <= frame.y1 => {
                    *frame = frame.union(blob.frame);
                    band.push(*blob);
                }
                _ => bands.push((blob.frame, vec![*blob])),
            }
        }
        let mut kept: Vec<(Frame, Vec<Blob>)> = Vec::new();
        for (frame, band) in bands {
            let low = |frame: &Frame| (frame.height() as f32) < LOW * self.em;
            match kept.last_mut() {
                Some((last, before))
                    if (low(last) || low(&frame))
                        && (frame.y0.saturating_sub(last.y1) as f32) < NEAR * self.em
                        && (frame.y1 - last.y0) as f32 <= 1.1 * self.em =>
                {
                    *last = last.union(frame);
                    before.extend(band);
                }
                _ => kept.push((frame, band)),
            }
        }
        kept.into_iter().map(|(_, band)| band).collect()
    }

    /// Cuts at white columns.
    fn columns(&mut self, mut blobs: Vec<Blob>, depth: u32) {
        blobs.sort_unstable_by_key(|blob| (blob.frame.x0, blob.frame.y0));
        let mut parts: Vec<(usize, Vec<Blob>)> = Vec::new();
        for blob in blobs {
            match parts.last_mut() {
                Some((end, part)) if (blob.frame.x0 as f32) < *end as f32 + APART * self.em => {
                    *end = (*end).max(blob.frame.x1);
                    part.push(blob);
                }
                _ => parts.push((blob.frame.x1, vec![blob])),
            }
        }
        if parts.len() < 2 {
            return parts.into_iter().for_each(|(_, part)| self.leaf(part));
        }
        for (_, part) in parts {
            self.rows(part, depth);
        }
    }

    /// A text without white rows or columns: a line, or several that touch.
    fn leaf(&mut self, mut blobs: Vec<Blob>) {
        blobs.sort_unstable_by_key(|blob| (blob.frame.x0, blob.frame.y0));
        let Some(frame) = blobs.iter().map(|blob| blob.frame).reduce(Frame::union) else { return };
        let em = em(&blobs, 5).unwrap_or(self.em);
        let dust = |blob: &Blob| size(blob) < DUST * em;
        let is_dash = |blob: &Blob| size(blob) > self.speck && is_flat(blob);
        if blobs.len() <= 2 && blobs.iter().all(|blob| dust(blob) && !is_dash(blob)) {
            return;
        }
        let gap = |a: &Blob, b: &Blob| b.frame.x0 as f32 - a.frame.x1 as f32;
        let alone = |blob: &Blob| if size(blob) <= self.speck { TOUCH } else { ALONE } * em;
        let behind =
            |blob: &Blob| if is_larger(blob, self.speck) { ALONE_LARGER * em } else { alone(blob) };
        // A dot at half the height is one of a list.
        let off = |blob: &Blob| {
            let way = blob.frame.middle2() as f32 - frame.middle2() as f32;
            way.abs() > 0.3 * frame.height() as f32
        };
        if let [first, second, ..] = blobs.as_slice()
            && dust(first)
            && off(first)
            && gap(first, second) > alone(first)
        {
            return self.leaf(blobs.split_off(1));
        }
        if let [.., before, last] = blobs.as_slice()
            && dust(last)
            && gap(before, last) > behind(last)
        {
            blobs.pop();
            return self.leaf(blobs);
        }
        let cuts = if frame.height() as f32 > SEVERAL * em { self.cuts(frame, em) } else { vec![] };
        let mut top = frame.y0;
        for bottom in cuts.into_iter().chain([frame.y1]) {
            let inside = |blob: &&Blob| (top * 2..bottom * 2).contains(&blob.frame.middle2());
            let part: Vec<Blob> = blobs.iter().filter(inside).copied().collect();
            let ends = part.iter().map(|blob| blob.frame).reduce(Frame::union);
            if let Some(ends) = ends {
                let frame = Frame { y0: ends.y0.max(top), y1: ends.y1.min(bottom), ..ends };
                self.out.push(Line {
                    frame,
                    em,
                    speck: self.speck,
                    blobs: part,
                    ..Line::default()
                });
            }
            top = bottom;
        }
    }

    /// Where lines that touch part: at even distances, as far as rows with little ink are there.
    fn cuts(&self, frame: Frame, em: f32) -> Vec<usize> {
        let profile = self.ink.profile(frame);
        let height = profile.len() as f32;
        let mean = profile.iter().sum::<u32>() as f32 / height.max(1.0);
        let (fewest, most) = ((height / (1.9 * em)).ceil(), (height / (0.85 * em)).round());
        let mut best: (f32, Vec<usize>) = (0.35 * mean, Vec::new());
        let mut count = fewest.max(2.0);
        while count <= most {
            let (pitch, mut cuts, mut cost) = (height / count, Vec::new(), 0.0);
            let mut at = 1.0;
            while at < count {
                let (row, ink) = lowest(&profile, at * pitch, 0.28 * em);
                cost += ink;
                cuts.push(frame.y0 + row);
                at += 1.0;
            }
            let cost = cost / (count - 1.0);
            if cost < best.0 {
                best = (cost, cuts);
            }
            count += 1.0;
        }
        best.1
    }
}

/// The row with the least ink within `reach` of `at`, nearest to it, and its ink.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to rows")]
fn lowest(profile: &[u32], at: f32, reach: f32) -> (usize, f32) {
    let (from, to) = ((at - reach).max(0.0) as usize, (at + reach) as usize + 1);
    let rows = (from..to.min(profile.len())).map(|row| (profile[row], row));
    let far = |row: usize| (row as f32 - at).abs();
    rows.min_by(|a, b| a.0.cmp(&b.0).then(far(a.1).total_cmp(&far(b.1))))
        .map_or((0, f32::INFINITY), |(ink, row)| (row, ink as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of blobs (x0, y0, x1, y1) of characters of 20 pixels: where each begins, and what is behind it.
    fn found(blobs: &[(usize, usize, usize, usize)]) -> Vec<(usize, f32)> {
        let ink = Ink { width: 300, height: 100, black: vec![false; 30000] };
        let blob = |&(x0, y0, x1, y1): &(usize, usize, usize, usize)| Blob {
            frame: Frame { x0, y0, x1, y1 },
            pixels: (x1 - x0) * (y1 - y0),
        };
        let lines = lines(&ink, blobs.iter().map(blob).collect(), 20.0, 2.0);
        lines.iter().map(|line| (line.frame.x0, line.beyond)).collect()
    }

    #[test]
    fn a_small_dash_is_an_answer_where_it_is_alone() {
        let (text, dash) = ([(10, 10, 30, 30), (32, 10, 52, 30)], (10, 60, 13, 62));
        assert_eq!(found(&[dash]), [(10, 0.0)]);
        assert_eq!(found(&[text[0], text[1], dash]), [(10, 0.0)]);
        assert_eq!(found(&[text[0], text[1], (10, 60, 17, 62)]).len(), 2, "as long as a dash");
    }

    #[test]
    fn what_stands_behind_a_stroke_is_known() {
        let (stroke, text) = ((10, 10, 14, 28), (44, 10, 64, 30));
        assert_eq!(found(&[stroke, text]), [(10, 30.0), (44, 0.0)]);
        assert_eq!(found(&[stroke, (44, 60, 64, 80)]), [(10, 0.0), (44, 0.0)], "another row");
    }
}
