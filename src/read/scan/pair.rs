//! Brackets of boxes: in pairs at one height, with white or a ring inside.

use super::blob::Blob;
use super::dust;
use super::ink::Ink;
use super::line::Line;
use super::mark::{Stroke, bracket, is_ring, is_torn_ring, stroke};
use super::picture::Frame;

/// Brackets on one line are at most so far apart in height, in ems.
pub(super) const SAME_LINE: f32 = 0.4;
/// A bracket of a box has so much white inside, in ems, or a ring.
const CLEAR: f32 = 0.6;
/// A worn bracket is one where another stands within this, in ems, and nothing but a ring between them.
const BOX: f32 = 3.0;
/// The brackets of a box are as high as one another, but for such a share.
const HEIGHT: f32 = 0.25;
/// … or this, where one of them has lost both its stubs.
const HEIGHT_OF_STROKE: f32 = 0.1;
/// A box with a worn bracket or a torn ring is at least so wide, and nothing stands so near before it and behind it, in
/// ems: within a word strokes look like that.
const NARROWEST: f32 = 1.1;
const BEFORE: f32 = 0.6;
const BEHIND: f32 = 0.08;

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
    }
    found.extend(worn(ink, lines));
    found.sort_by_key(|found| (found.frame.x0, found.frame.y0));
    let mut open: Vec<&Found> = Vec::new();
    for close in &found {
        let em = lines.get(close.line).map_or(1.0, |line| line.em);
        let level = |open: &&Found| {
            is_level(open.frame, close.frame, em) && are_alike(open.frame, close.frame, HEIGHT)
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
        let level = |frame: &Frame| is_level(*frame, *from, em);
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

/// Whether two frames stand on one line.
fn is_level(a: Frame, b: Frame, em: f32) -> bool {
    (a.middle2() as f32 - b.middle2() as f32).abs() < 2.0 * SAME_LINE * em
}

/// Whether two strokes are as high as one another, but for this share.
fn are_alike(a: Frame, b: Frame, share: f32) -> bool {
    a.height().abs_diff(b.height()) as f32 <= share * a.height().max(b.height()) as f32
}

/// A blob of a cell, the line it stands on, and the stroke that it is.
struct Piece {
    line: usize,
    frame: Frame,
    stroke: Option<Stroke>,
}

/// The worn brackets of a cell: beside a whole one, or two with a ring between them. Torn rings between brackets are noted.
fn worn(ink: &Ink, lines: &mut [Line]) -> Vec<Found> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let large = line.blobs.iter().filter(|blob| dust::size(blob) > line.speck);
        pieces.extend(large.map(|blob| {
            let stroke = stroke(ink, blob.frame, line.em);
            Piece { line: at, frame: blob.frame, stroke }
        }));
    }
    pieces.sort_unstable_by_key(|piece| (piece.frame.x0, piece.frame.y0));
    let mut found = Vec::new();
    for (place, open) in pieces.iter().enumerate() {
        let Some(begun) = open.stroke.filter(|stroke| stroke.opens > 0) else { continue };
        let em = lines[open.line].em;
        let end = open.frame.x0 as f32 + BOX * em;
        let behind = pieces.iter().skip(place + 1).take_while(|next| (next.frame.x0 as f32) < end);
        let level = behind.filter(|next| is_level(next.frame, open.frame, em));
        let behind: Vec<&Piece> = level.collect();
        let begin = open.frame.x0 as f32 - BEFORE * em;
        let is_before = |other: &Piece| {
            other.frame.x0 < open.frame.x0
                && other.frame.x1 as f32 > begin
                && is_level(other.frame, open.frame, em)
        };
        let near = |other: &&Piece| other.frame.x0 as f32 > begin - BOX * em;
        if pieces.iter().take(place).rev().take_while(near).any(is_before) {
            continue;
        }
        let Some((inside, close)) = closed(ink, open, &behind, em) else { continue };
        let ended = close.stroke.map_or(0, |stroke| stroke.closes);
        let torn = union(inside).filter(|ring| inside.len() > 1 || !is_ring(ink, *ring, em));
        if let Some(ring) = torn {
            lines[open.line].join(ring);
            lines[open.line].brackets.push((ring, '○'));
        }
        let ends = [(open, '[', begun.opens), (close, ']', ended)];
        // Whole ones with white or a ring inside are known already.
        let is_new = |amount: u8| amount < Stroke::WHOLE || torn.is_some();
        let new = ends.into_iter().filter(|(_, _, amount)| is_new(*amount));
        found.extend(new.map(|(at, mark, _)| Found { line: at.line, frame: at.frame, mark }));
    }
    found
}

/// What stands between a stroke and the bracket that closes it, and that bracket.
fn closed<'a, 'p>(
    ink: &Ink,
    open: &Piece,
    behind: &'a [&'p Piece],
    em: f32,
) -> Option<(&'a [&'p Piece], &'p Piece)> {
    let begun = open.stroke?;
    for (count, close) in behind.iter().enumerate() {
        let Some(ended) = close.stroke.filter(|stroke| stroke.closes > 0) else { continue };
        let inside = &behind[..count];
        let width = close.frame.x1 - open.frame.x0;
        let white = close.frame.x0.saturating_sub(open.frame.x1) as f32;
        let has_whole = begun.opens.max(ended.closes) == Stroke::WHOLE;
        let is_box = match union(inside) {
            None => {
                let are_worn = begun.opens.min(ended.closes) > Stroke::PLAIN;
                white >= CLEAR * em && has_whole && are_worn
            }
            Some(ring) if inside.len() == 1 && is_ring(ink, ring, em) => {
                has_whole || begun.opens.min(ended.closes) > Stroke::PLAIN
            }
            Some(ring) => {
                let is_own = inside.iter().all(|piece| piece.line == open.line);
                has_whole && is_own && is_torn_ring(ink, ring, em)
            }
        };
        let end = close.frame.x1 as f32 + BEHIND * em;
        let is_free = behind[count + 1..].iter().all(|next| next.frame.x0 as f32 >= end);
        let is_stroke = begun.opens.min(ended.closes) == Stroke::PLAIN;
        let share = if is_stroke { HEIGHT_OF_STROKE } else { HEIGHT };
        let is_wide = (NARROWEST..=BOX).contains(&(width as f32 / em.max(1.0)));
        if is_box && is_free && is_wide && are_alike(open.frame, close.frame, share) {
            return Some((inside, close));
        }
    }
    None
}

fn union(pieces: &[&Piece]) -> Option<Frame> {
    pieces.iter().map(|piece| piece.frame).reduce(Frame::union)
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

#[cfg(test)]
mod tests {
    use super::super::blob::blobs;
    use super::super::line::lines;
    use super::*;

    const EM: f32 = 20.0;

    /// A stroke at a place, with its stubs to the left (-) or right (+): above, below.
    fn draw(ink: &mut Ink, x: usize, stubs: &str, side: i32) {
        for y in 10..30 {
            ink.black[y * 200 + x..y * 200 + x + 2].fill(true);
        }
        let rows = stubs.chars().map(|stub| if stub == 'a' { 10 } else { 28 });
        for y in rows.flat_map(|y| [y, y + 1]) {
            let from = if side < 0 { x - 4 } else { x };
            ink.black[y * 200 + from..y * 200 + from + 6].fill(true);
        }
    }

    /// The marks of a line with these strokes, and a ring around a column, of which these shares of directions are left.
    fn marks(strokes: &[(usize, &str, i32)], ring: Option<(usize, u16)>) -> String {
        let mut ink = Ink { width: 200, height: 40, black: vec![false; 8000] };
        strokes.iter().for_each(|(x, stubs, side)| draw(&mut ink, *x, stubs, *side));
        for way in (0..720).filter(|way| ring.is_some_and(|(_, left)| way % 60 < left)) {
            let (sin, cos) = (f32::from(way) / 2.0).to_radians().sin_cos();
            let x = ring.map_or(0.0, |(x, _)| x as f32) + cos * 8.0;
            ink.black[(20.0 + sin * 8.0) as usize * 200 + x as usize] = true;
        }
        let mut found = lines(&ink, blobs(&ink), EM, 1.0);
        pair(&ink, &mut found);
        let mut marks: Vec<(Frame, char)> = found.into_iter().flat_map(|l| l.brackets).collect();
        marks.sort_by_key(|(frame, _)| frame.x0);
        marks.into_iter().map(|(_, mark)| mark).collect()
    }

    #[test]
    fn a_worn_bracket_is_known_by_a_whole_one() {
        assert_eq!(marks(&[(20, "ab", 1), (60, "ab", -1)], None), "[]");
        assert_eq!(marks(&[(20, "ab", 1), (60, "a", -1)], None), "[]", "on another line");
        assert_eq!(marks(&[(20, "ab", 1), (60, "", -1)], None), "", "it may be any stroke");
        assert_eq!(marks(&[(20, "ab", 1), (60, "a", -1), (63, "", 1)], None), "", "in a word");
        assert_eq!(marks(&[(20, "a", 1), (60, "a", -1)], None), "", "as two of a word");
        assert_eq!(marks(&[(20, "ab", 1), (95, "a", -1)], None), "", "too far");
        assert_eq!(marks(&[(14, "", 1), (20, "b", 1), (60, "ab", -1)], None), "", "in a word");
    }

    #[test]
    fn a_torn_ring_is_known_by_its_brackets() {
        let whole = [(20, "ab", 1), (60, "ab", -1)];
        assert_eq!(marks(&whole, Some((41, 46))), "[○]");
        assert_eq!(marks(&whole, Some((41, 15))), "", "too little of it");
        assert_eq!(marks(&[(20, "a", 1), (60, "a", -1)], Some((41, 46))), "");
    }
}
