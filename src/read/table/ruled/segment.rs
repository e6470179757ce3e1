//! Ruled lines put together: pieces of one drawn line become one segment.
//!
//! Producers draw the same frame in many ways: one long stroke, a stroke for each cell, a thin filled
//! rectangle for each side, dashes. Pieces that lie on one line and touch are one segment here.

use crate::read::numbers::ruled::segment::{
    HOLE, HOLE_MORE, LONGEST_DASH, POINT, SAME_LINE, SMALL_HOLE,
};
use crate::read::page::Rule;

/// A straight line at `at`, from `from` to `to` in the other coordinate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Segment {
    /// y of a horizontal, x of a vertical segment.
    pub(crate) at: f32,
    /// Smaller end.
    pub(crate) from: f32,
    /// Larger end.
    pub(crate) to: f32,
}

/// The horizontal and the vertical segments of a page, sorted by place.
pub(crate) fn segments(rules: &[Rule]) -> (Vec<Segment>, Vec<Segment>) {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for rule in rules {
        let a = rule.area;
        if ![a.x0, a.y0, a.x1, a.y1].iter().all(|v| v.is_finite()) {
            continue;
        }
        // A short fat piece of a dotted line may be wider than long; its thickness says nothing then.
        if (a.x1 - a.x0).abs() >= (a.y1 - a.y0).abs() {
            across.push(Segment {
                at: (a.y0 + a.y1) / 2.0,
                from: a.x0.min(a.x1),
                to: a.x0.max(a.x1),
            });
        } else {
            down.push(Segment {
                at: (a.x0 + a.x1) / 2.0,
                from: a.y0.min(a.y1),
                to: a.y0.max(a.y1),
            });
        }
    }
    (joined(across), joined(down))
}

/// Joins the pieces of each line.
fn joined(mut pieces: Vec<Segment>) -> Vec<Segment> {
    pieces.sort_unstable_by(|a, b| a.at.total_cmp(&b.at));
    let mut out = Vec::new();
    let mut start = 0;
    for i in 1..=pieces.len() {
        let ends = match (pieces.get(i), pieces.get(i - 1)) {
            (Some(next), Some(last)) => {
                next.at - pieces[start].at > SAME_LINE || next.at - last.at > SAME_LINE / 2.0
            }
            _ => true,
        };
        if ends && let Some(line) = pieces.get_mut(start..i) {
            join_line(line, &mut out);
            start = i;
        }
    }
    out
}

/// Joins the pieces that lie on one line; all get its mean place.
fn join_line(line: &mut [Segment], out: &mut Vec<Segment>) {
    let length = |s: &Segment| s.to - s.from + POINT;
    let total: f32 = line.iter().map(length).sum();
    let at = line.iter().map(|s| s.at * length(s)).sum::<f32>() / total.max(POINT);
    line.sort_unstable_by(|a, b| a.from.total_cmp(&b.from));
    let mut now: Option<(Segment, f32)> = None;
    for piece in line.iter() {
        match &mut now {
            Some((whole, last)) if piece.from - whole.to <= hole(*last, length(piece)) => {
                if piece.to > whole.to {
                    whole.to = piece.to;
                }
                *last = length(piece);
            }
            _ => {
                out.extend(now.map(|(whole, _)| whole));
                now = Some((Segment { at, ..*piece }, length(piece)));
            }
        }
    }
    out.extend(now.map(|(whole, _)| whole));
}

/// The largest hole between two pieces of one line with these lengths.
fn hole(a: f32, b: f32) -> f32 {
    let dash = a.max(b);
    if dash > LONGEST_DASH { SMALL_HOLE } else { SMALL_HOLE.max(dash * HOLE + HOLE_MORE) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Area;

    fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> Rule {
        Rule { area: Area { x0, y0, x1, y1 }, width: 0.5 }
    }

    #[test]
    fn pieces_of_one_line_are_one_segment() {
        let (across, down) = segments(&[
            rule(10.0, 20.0, 50.0, 20.0),
            rule(50.5, 20.4, 90.0, 20.4),
            rule(100.0, 20.0, 120.0, 20.0),
            rule(10.0, 20.0, 10.0, 40.0),
        ]);
        assert_eq!(across.len(), 2);
        assert_eq!((across[0].from, across[0].to), (10.0, 90.0));
        assert_eq!(down.len(), 1);
    }

    #[test]
    fn dashes_are_one_line() {
        let dashes: Vec<_> = (0..10u8)
            .map(|i| rule(f32::from(i) * 6.0, 5.0, f32::from(i) * 6.0 + 3.0, 5.0))
            .collect();
        assert_eq!(segments(&dashes).0.len(), 1);
    }

    #[test]
    fn neighbouring_rows_stay_apart() {
        let lines: Vec<_> =
            (0..20u8).map(|i| rule(0.0, f32::from(i) * 5.0, 50.0, f32::from(i) * 5.0)).collect();
        assert_eq!(segments(&lines).0.len(), 20);
    }

    #[test]
    fn broken_numbers_are_left_out() {
        assert!(segments(&[rule(f32::NAN, 0.0, 5.0, 0.0)]).0.is_empty());
    }
}
