//! Marks by their pixels: brackets of boxes, and the ring between them.

use super::blob::Blob;
use super::ink::Ink;
use super::line::Line;
use super::picture::Frame;

/// A mark that was found by its pixels is so sure.
pub(super) const MARK: f32 = 0.995;

/// The bracket that a blob is, if it is one: a straight stroke as high as the text with a stub above and
/// below on the same side.
pub(super) fn bracket(ink: &Ink, frame: Frame, em: f32) -> Option<char> {
    let (w, h) = (frame.width(), frame.height());
    let size = |v: usize| v as f32 / em.max(1.0);
    if !(0.6..=1.6).contains(&size(h)) || !(0.08..=0.5).contains(&size(w)) || w * 2 > h || w < 4 {
        return None;
    }
    let rows: Vec<(usize, usize)> =
        (frame.y0..frame.y1).filter_map(|y| ends(ink, frame, y)).collect();
    // A stroke that is torn in one place is still a stroke.
    if rows.len() * 20 < h * 19 {
        return None;
    }
    let part = (rows.len() / 6).max(1);
    let (top, inner) = rows.split_at(part);
    let (inner, bottom) = inner.split_at(inner.len() - part);
    let slack = w / 6 + 1;
    let mut strokes: Vec<usize> = inner.iter().map(|(from, to)| to - from).collect();
    strokes.sort_unstable();
    let stroke = strokes.get(strokes.len() / 2).copied().unwrap_or(0);
    if stroke * 10 > w * 7 {
        return None;
    }
    // A round bracket has no corners: its ends do not reach the edge where its middle is.
    let stub = |rows: &[(usize, usize)], reaches: &dyn Fn(&(usize, usize)) -> bool| {
        let wide = |(from, to): &(usize, usize)| {
            (to - from) * 20 >= w * 13 && (to - from) * 4 >= stroke * 5
        };
        rows.iter().any(|row| wide(row) && reaches(row))
    };
    // Inside, the stroke keeps to one side; to its very edge in all rows but those of the stubs.
    let most = |is_so: &dyn Fn(&(usize, usize)) -> bool| {
        inner.iter().filter(|row| is_so(row)).count() * 10 >= inner.len() * 9
    };
    let at_left = |(from, _): &(usize, usize)| *from <= slack;
    let at_right = |(_, to): &(usize, usize)| w - *to <= slack;
    let left = most(&|row| at_left(row) && row.1 * 4 <= w * 3)
        && stub(top, &at_left)
        && stub(bottom, &at_left);
    let right = most(&|row| at_right(row) && row.0 * 4 >= w)
        && stub(top, &at_right)
        && stub(bottom, &at_right);
    match (left, right) {
        (true, false) => Some('['),
        (false, true) => Some(']'),
        _ => None,
    }
}

/// How much an upright stroke has of a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stroke {
    pub(super) opens: u8,
    pub(super) closes: u8,
}

impl Stroke {
    /// A bracket.
    pub(super) const WHOLE: u8 = 3;
    /// Its stroke is frayed, or one of its stubs has faded.
    const WORN: u8 = 2;
    /// It has no stub at all.
    pub(super) const PLAIN: u8 = 1;
}

/// The stroke that a blob is, if it is one that may be a bracket.
pub(super) fn stroke(ink: &Ink, frame: Frame, em: f32) -> Option<Stroke> {
    match bracket(ink, frame, em) {
        Some('[') => return Some(Stroke { opens: Stroke::WHOLE, closes: 0 }),
        Some(_) => return Some(Stroke { opens: 0, closes: Stroke::WHOLE }),
        None => {}
    }
    let (w, h) = (frame.width(), frame.height());
    let size = |v: usize| v as f32 / em.max(1.0);
    if !(0.6..=1.6).contains(&size(h)) || !(0.04..=0.5).contains(&size(w)) || w * 2 > h || w < 2 {
        return None;
    }
    let rows: Vec<(usize, usize)> =
        (frame.y0..frame.y1).filter_map(|y| ends(ink, frame, y)).collect();
    if rows.len() * 10 < h * 9 {
        return None;
    }
    let part = (rows.len() / 6).max(1);
    let (top, inner) = rows.split_at(part);
    let (inner, bottom) = inner.split_at(inner.len() - part);
    let middle = |edge: &dyn Fn(&(usize, usize)) -> usize| {
        let mut edges: Vec<usize> = inner.iter().map(edge).collect();
        edges.sort_unstable();
        edges.get(edges.len() / 2).copied().unwrap_or(0)
    };
    let (from, to) = (middle(&|row| row.0), middle(&|row| row.1));
    let slack = (w / 6).max(1);
    let is_straight =
        |row: &&(usize, usize)| row.0.abs_diff(from) <= slack && row.1.abs_diff(to) <= slack;
    if inner.iter().filter(is_straight).count() * 5 < inner.len() * 4 {
        return None;
    }
    let stub = (to.saturating_sub(from) / 2).max(2);
    let right = |rows: &[(usize, usize)]| rows.iter().any(|row| row.1 >= to + stub);
    let left = |rows: &[(usize, usize)]| rows.iter().any(|row| row.0 + stub <= from);
    let (opens, closes) = match (left(top) || left(bottom), right(top) || right(bottom)) {
        (false, true) => (Stroke::WORN, 0),
        (true, false) => (0, Stroke::WORN),
        (false, false) if size(w) < THIN => (Stroke::PLAIN, Stroke::PLAIN),
        _ => return None,
    };
    Some(Stroke { opens, closes })
}

/// A stroke without stubs is thinner than this, in ems.
const THIN: f32 = 0.2;

/// First and last ink of a row within a frame, from its left edge.
fn ends(ink: &Ink, frame: Frame, y: usize) -> Option<(usize, usize)> {
    let row = ink.row(y).get(frame.x0..frame.x1)?;
    let first = row.iter().position(|black| *black)?;
    row.iter().rposition(|black| *black).map(|last| (first, last + 1))
}

/// A ring of hairs comes in at most so many pieces.
const PIECES: usize = 5;

/// Joins the pieces of torn rings of a line.
pub(super) fn join_rings(ink: &Ink, line: &mut Line) {
    let mut at = 0;
    while at < line.blobs.len() {
        let is_whole = |count: usize| {
            let pieces = line.blobs.get(at..at + count)?;
            let whole = Blob::joined(pieces)?;
            let is_apart = pieces.iter().all(|piece| !is_ring(ink, piece.frame, line.em));
            (is_apart && is_ring(ink, whole.frame, line.em)).then_some((count, whole))
        };
        if let Some((count, whole)) = (2..=PIECES).rev().find_map(is_whole) {
            line.blobs.splice(at..at + count, [whole]);
        }
        at += 1;
    }
}

/// Directions in which strokes of a ring are looked for.
const WAYS: u8 = 24;

/// Whether a blob is a ring: from its middle outwards there is one stroke in nearly every direction.
pub(super) fn is_ring(ink: &Ink, frame: Frame, em: f32) -> bool {
    has_stroke_around(ink, frame, em, WAYS - 3)
}

/// Whether what stands between two brackets may be a ring of which pieces are left: in most directions.
pub(super) fn is_torn_ring(ink: &Ink, frame: Frame, em: f32) -> bool {
    has_stroke_around(ink, frame, em, WAYS * 2 / 3)
}

/// Whether there is one stroke around the middle of a frame, in so many directions at least, and nothing within it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
fn has_stroke_around(ink: &Ink, frame: Frame, em: f32, fewest: u8) -> bool {
    let (w, h) = (frame.width() as f32, frame.height() as f32);
    let sized = |v: f32| (0.3..=1.4).contains(&(v / em.max(1.0)));
    if !sized(w) || !sized(h) || !(0.72..=1.39).contains(&(w / h)) {
        return false;
    }
    let (cx, cy) = (frame.x0 as f32 + w / 2.0, frame.y0 as f32 + h / 2.0);
    /// In so many directions a speck may lie beside the stroke.
    const MOST_SPECKS: u8 = 4;
    let (mut hits, mut specks) = (0, 0);
    for way in 0..WAYS {
        let (sin, cos) = (f32::from(way) / f32::from(WAYS) * std::f32::consts::TAU).sin_cos();
        let mut strokes = Vec::new();
        let mut last = false;
        let steps = w.max(h) as usize;
        for step in 0..=steps {
            let share = step as f32 / steps as f32 * 0.72;
            let (x, y) = (cx + cos * w * share, cy + sin * h * share);
            let inside = x >= frame.x0 as f32 && y >= frame.y0 as f32;
            let black = inside
                && (x as usize) < frame.x1
                && (y as usize) < frame.y1
                && ink.at(x as usize, y as usize);
            if black && !last {
                strokes.push(share);
            }
            last = black;
        }
        let round = |at: &f32| (0.26..=0.53).contains(at);
        match strokes.as_slice() {
            [at] if round(at) => hits += 1,
            [] => {}
            [a, b] if round(a) != round(b) => specks += 1,
            _ => return false,
        }
    }
    hits + specks >= fewest && specks <= MOST_SPECKS
}

#[cfg(test)]
mod tests {
    use super::super::blob::blobs;
    use super::*;

    /// How much of a bracket that opens and of one that closes a blob has, of this many rows at each end and between.
    fn told(top: &str, inner: &str, bottom: &str) -> Option<(u8, u8)> {
        let rows = [&[top][..], &[inner; 10], &[bottom]].concat();
        let black = rows.iter().flat_map(|row| row.bytes().map(|b| b == b'#')).collect();
        let (width, height) = (top.len(), rows.len());
        let frame = Frame { x0: 0, y0: 0, x1: width, y1: height };
        let ink = Ink { width, height, black };
        stroke(&ink, frame, 12.0).map(|stroke| (stroke.opens, stroke.closes))
    }

    #[test]
    fn a_bracket_with_a_faded_stub_is_a_worn_one() {
        assert_eq!(told("#####", "##...", "#####"), Some((3, 0)));
        assert_eq!(told("#####", "...##", "#####"), Some((0, 3)));
        assert_eq!(told("##...", "##...", "#####"), Some((2, 0)));
        assert_eq!(told("#####", "...##", "...##"), Some((0, 2)));
        assert_eq!(told("##", "##", "##"), Some((1, 1)), "no stub at all");
    }

    #[test]
    fn other_strokes_are_no_worn_brackets() {
        assert_eq!(told(".##..", ".##..", "#####"), Some((2, 0)), "the longer stub counts");
        assert_eq!(told("..##..", "..##..", "######"), None, "stubs on both sides");
        assert_eq!(told("#####", "#####", "#####"), None, "a block");
    }

    #[test]
    fn the_pieces_of_a_ring_of_hairs_are_one() {
        let size = 40;
        let mut ink = Ink { width: size, height: size, black: vec![false; size * size] };
        for way in (0..720).filter(|way| way % 240 > 25) {
            let (sin, cos) = (way as f32 / 2.0).to_radians().sin_cos();
            let (x, y) = (20.0 + cos * 15.0, 20.0 + sin * 15.0);
            ink.black[y as usize * size + x as usize] = true;
        }
        let blobs = blobs(&ink);
        assert_eq!(blobs.len(), 3);
        let mut line = Line { em: 32.0, blobs, ..Line::default() };
        line.blobs.sort_unstable_by_key(|blob| blob.frame.x0);
        join_rings(&ink, &mut line);
        assert_eq!(line.blobs.len(), 1);
    }
}
