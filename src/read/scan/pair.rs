//! Brackets of boxes: in pairs at one height, with white or a ring inside.

use super::blob::Blob;
use super::dust;
use super::ink::Ink;
use super::line::Line;
use super::mark::{bracket, is_ring, worn_bracket};
use super::picture::Frame;

/// Brackets on one line are at most so far apart in height, in ems.
pub(super) const SAME_LINE: f32 = 0.4;
/// A bracket of a box has so much white inside, in ems, or a ring.
const CLEAR: f32 = 0.6;
/// A worn bracket is one where a whole one stands within this, in ems, and nothing but a ring between them.
const BOX: f32 = 3.0;

/// What looks like a bracket of a box.
struct Found {
    line: usize,
    frame: Frame,
    mark: char,
}

/// Notes on the lines of a cell which of their blobs are brackets: those that have a partner. In running text
/// strokes of characters look like brackets too.
pub(super) fn pair(ink: &Ink, lines: &mut [Line]) {
    let mut found: Vec<Found> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let marks = line.blobs.iter().filter_map(|blob| {
            let mark = bracket(ink, blob.frame, line.em)?;
            let clear = is_clear(ink, line, blob, mark);
            clear.then_some(Found { line: at, frame: blob.frame, mark })
        });
        found.extend(marks);
        found.extend(worn(ink, at, line));
    }
    found.sort_by_key(|found| (found.frame.x0, found.frame.y0));
    let mut open: Vec<&Found> = Vec::new();
    for close in &found {
        let em = lines.get(close.line).map_or(1.0, |line| line.em);
        let level = |open: &&Found| {
            (open.frame.middle2() as f32 - close.frame.middle2() as f32).abs()
                < 2.0 * SAME_LINE * em
        };
        let last = open.iter().rposition(level);
        if close.mark == '[' {
            last.map(|last| open.remove(last));
            open.push(close);
        } else if let Some(last) = last {
            let begun = open.remove(last);
            for mark in [begun, close] {
                if let Some(line) = lines.get_mut(mark.line) {
                    line.brackets.push((mark.frame, mark.mark));
                }
            }
        }
    }
}

/// Notes the brackets that stand alone in their cells, with no more than a ring in those between them.
pub(super) fn apart(ink: &Ink, lines: &mut [Line]) {
    let alone = |at: usize| -> Option<&Blob> {
        let line = lines.get(at)?;
        let mut blobs = line.blobs.iter().filter(|blob| dust::size(blob) > line.speck);
        blobs.next().filter(|_| blobs.next().is_none() && line.brackets.is_empty())
    };
    let bracket_at =
        |at: usize| Some((at, alone(at)?.frame, bracket(ink, alone(at)?.frame, lines[at].em)?));
    let found: Vec<(usize, Frame, char)> = (0..lines.len()).filter_map(bracket_at).collect();
    let mut pairs = Vec::new();
    for (open, from, _) in found.iter().filter(|(_, _, mark)| *mark == '[') {
        let em = lines[*open].em;
        let level = |frame: &Frame| {
            (frame.middle2() as f32 - from.middle2() as f32).abs() < 2.0 * SAME_LINE * em
        };
        let within = |frame: &Frame| frame.x0 > from.x1 && (frame.x1 - from.x0) as f32 <= BOX * em;
        let near =
            found.iter().filter(|(_, frame, mark)| *mark == ']' && level(frame) && within(frame));
        let Some((close, to, _)) = near.min_by_key(|(_, frame, _)| frame.x0) else { continue };
        let between =
            |line: &&Line| from.x1 <= line.frame.x0 && line.frame.x1 <= to.x0 && level(&line.frame);
        let is_mark = |line: &Line| line.blobs.len() == 1 && is_ring(ink, line.frame, line.em);
        if lines.iter().filter(between).all(is_mark) {
            pairs.extend([(*open, *from, '['), (*close, *to, ']')]);
        }
    }
    for (at, frame, mark) in pairs {
        lines[at].brackets.push((frame, mark));
    }
}

/// The worn brackets of a line: beside a whole one, with nothing between them but a ring.
fn worn(ink: &Ink, at: usize, line: &Line) -> Vec<Found> {
    let blobs: Vec<&Blob> = line.blobs.iter().filter(|b| dust::size(b) > line.speck).collect();
    let is_mark = |blob: &Blob, mark: char| bracket(ink, blob.frame, line.em) == Some(mark);
    let mut found = Vec::new();
    for (place, blob) in blobs.iter().enumerate() {
        let Some(mark) = worn_bracket(ink, blob.frame, line.em) else { continue };
        if is_mark(blob, mark) {
            continue;
        }
        let next = |step: usize| match mark {
            '[' => blobs.get(place + step),
            _ => place.checked_sub(step).and_then(|at| blobs.get(at)),
        };
        let ring = next(1).is_some_and(|next| is_ring(ink, next.frame, line.em));
        let Some(partner) = next(if ring { 2 } else { 1 }) else { continue };
        let wide = partner.frame.x1.max(blob.frame.x1) - partner.frame.x0.min(blob.frame.x0);
        let other = if mark == '[' { ']' } else { '[' };
        // Two worn ones with a ring between them are a box as well.
        let is_partner = is_mark(partner, other)
            || ring && worn_bracket(ink, partner.frame, line.em) == Some(other);
        if wide as f32 <= BOX * line.em && is_partner {
            found.push(Found { line: at, frame: blob.frame, mark });
        }
    }
    found
}

/// Whether what looks like a bracket has white on its inner side, or a ring.
fn is_clear(ink: &Ink, line: &Line, blob: &Blob, mark: char) -> bool {
    let (from, to) = (blob.frame.x0 as f32, blob.frame.x1 as f32);
    let (from, to) = match mark {
        '[' => (to, to + CLEAR * line.em),
        _ => (from - CLEAR * line.em, from),
    };
    let near = |other: &&Blob| {
        let inside = (other.frame.x0 as f32) < to && other.frame.x1 as f32 > from;
        *other != blob && inside && dust::size(other) > line.speck
    };
    line.blobs.iter().filter(near).all(|other| is_ring(ink, other.frame, line.em))
}
