//! Marks by their pixels: brackets of boxes, and the ring between them.

use super::ink::Ink;
use super::picture::Frame;

/// The bracket that a blob is, if it is one: a stroke as high as the text with a stub above and below.
pub(super) fn bracket(ink: &Ink, frame: Frame, em: f32) -> Option<char> {
    let (w, h) = (frame.width(), frame.height());
    let size = |v: usize| v as f32 / em.max(1.0);
    if !(0.6..=1.6).contains(&size(h)) || !(0.08..=0.5).contains(&size(w)) || w * 2 > h || w < 4 {
        return None;
    }
    let rows: Vec<(usize, usize)> = (frame.y0..frame.y1).filter_map(|y| ends(ink, frame, y)).collect();
    if rows.len() < h {
        return None;
    }
    let part = (h / 5).max(1);
    let inner = &rows[part..h - part];
    let left = inner.iter().all(|(_, to)| *to * 3 <= w * 2);
    let right = inner.iter().all(|(from, _)| *from * 3 >= w);
    let reaches = |rows: &[(usize, usize)], far: &dyn Fn(&(usize, usize)) -> bool| rows.iter().any(far);
    let wide = |(from, to): &(usize, usize)| (to - from) * 10 >= w * 8;
    let stubs = reaches(&rows[..part], &wide) && reaches(&rows[h - part..], &wide);
    // The stroke is straight: it begins in the same column at its ends and in its middle.
    let edge = |at: usize, is_left: bool| if is_left { rows[at].0 } else { w - rows[at].1 };
    let straight = |is_left: bool| {
        let all: Vec<usize> = (part / 2..h - part / 2).map(|at| edge(at, is_left)).collect();
        let near = all.iter().filter(|from| **from <= w / 6 + 1).count();
        near * 10 >= all.len() * 9
    };
    match (left && straight(true), right && straight(false)) {
        (true, false) if stubs => Some('['),
        (false, true) if stubs => Some(']'),
        _ => None,
    }
}

/// First and last ink of a row within a frame, from its left edge.
fn ends(ink: &Ink, frame: Frame, y: usize) -> Option<(usize, usize)> {
    let row = ink.row(y).get(frame.x0..frame.x1)?;
    let first = row.iter().position(|black| *black)?;
    row.iter().rposition(|black| *black).map(|last| (first, last + 1))
}

/// Whether a blob is a ring: from its middle outwards there is one stroke in nearly every direction.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
pub(super) fn is_ring(ink: &Ink, frame: Frame, em: f32) -> bool {
    let (w, h) = (frame.width() as f32, frame.height() as f32);
    let sized = |v: f32| (0.3..=1.4).contains(&(v / em.max(1.0)));
    if !sized(w) || !sized(h) || !(0.72..=1.39).contains(&(w / h)) {
        return false;
    }
    let (cx, cy) = (frame.x0 as f32 + w / 2.0, frame.y0 as f32 + h / 2.0);
    const WAYS: u8 = 24;
    let mut hits = 0;
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
            _ => return false,
        }
    }
    hits >= WAYS - 3
}
