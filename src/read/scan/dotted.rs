//! Hairlines in grey, of which a scan in black and white leaves dots: upright ones run between the brackets of boxes, those
//! across the page part the rows of a table.

use super::ink::Ink;
use super::picture::Frame;
use super::rules::{Ruled, Stretch, joined};

/// A hairline is at least so long, in points: no character is as high.
const SHORTEST: f32 = 12.5;
/// Its dots are at most so far apart, in points …
const HOLE: f32 = 2.2;
/// … and are there in such a share of its rows: what is denser is a stroke, and what is less so no line.
const DOTTED: (f32, f32) = (0.35, 0.93);
/// They stray so many pixels to either side …
const STRAY: usize = 1;
/// … and there is white up to so many pixels beside them, but for so many of its rows.
const WHITE: usize = 4;
const CROSSED: f32 = 0.15;

/// A row of dots from one upright line to the next parts the rows of their table if these stand so far apart, and its
/// dots and its ends at most so far, all in points …
const LONG: f32 = 28.0;
const APART: f32 = 8.0;
const REACH: f32 = 4.0;
/// … the dots are there in such a share of its columns, and there is no white beside it in no more than such a share.
const SPARSE: f32 = 0.15;
const TOUCHED: f32 = 0.06;

/// Lines of dots across a picture that reach from one of these upright lines to another; they are taken out of it.
pub(super) fn across(ink: &mut Ink, ruled: &[Ruled], scale: f32) -> Vec<Ruled> {
    let mut upright: Vec<Frame> = ruled.iter().filter(|r| !r.across).map(|r| r.frame).collect();
    upright.sort_unstable_by_key(|frame| (frame.x0, frame.y0));
    let mut stretches: Vec<Stretch> = Vec::new();
    for y in WHITE..ink.height.saturating_sub(WHITE) {
        let here = upright.iter().filter(|frame| frame.y0 <= y && y < frame.y1);
        let mut places: Vec<usize> =
            here.map(|frame| usize::midpoint(frame.x0, frame.x1)).collect();
        // A line that leans may begin before another and have its middle behind it.
        places.sort_unstable();
        for pair in places.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if !is_dotted(ink, y, (from, to), scale) || !is_clear(ink, y, (from, to)) {
                continue;
            }
            match stretches.last_mut() {
                Some(last) if (last.line, last.to) == (y, from) => last.to = to,
                _ => stretches.push(Stretch { line: y, from, to }),
            }
        }
    }
    let found = joined(&stretches, true);
    found.iter().for_each(|rule| wipe(ink, rule.frame));
    found
}

/// Whether dots along a row, or those beside it, reach from one column to another.
fn is_dotted(ink: &Ink, y: usize, (from, to): (usize, usize), scale: f32) -> bool {
    let (reach, apart) = (pixels(REACH, scale), pixels(APART, scale));
    if to - from < pixels(LONG, scale) {
        return false;
    }
    let lines = [ink.row(y - STRAY), ink.row(y), ink.row(y + STRAY)];
    let is_dot = |x: &usize| lines.iter().any(|line| line.get(*x).copied().unwrap_or(false));
    let (mut last, mut count) = (from, 0);
    for x in (from..to).filter(is_dot) {
        if x - last > if count == 0 { reach } else { apart } {
            return false;
        }
        (last, count) = (x, count + 1);
    }
    to - last <= reach && count as f32 >= SPARSE * (to - from) as f32
}

/// Whether there is white above and below a row of dots: beside a row of text there are strokes.
fn is_clear(ink: &Ink, y: usize, (from, to): (usize, usize)) -> bool {
    let beside = [y - WHITE..y - STRAY, y + STRAY + 1..y + WHITE + 1];
    let lines: Vec<&[bool]> = beside.into_iter().flatten().map(|y| ink.row(y)).collect();
    let is_touched = |x: &usize| lines.iter().any(|line| line.get(*x).copied().unwrap_or(false));
    (from..to).filter(is_touched).count() as f32 <= TOUCHED * (to - from) as f32
}

/// Takes a line of dots out of a picture, but not the strokes that cross it.
fn wipe(ink: &mut Ink, Frame { x0, y0, x1, y1 }: Frame) {
    let (top, bottom) = (y0.saturating_sub(STRAY), y1 + STRAY);
    for x in x0..x1 {
        let goes_on = ink.at(x, top.saturating_sub(1)) || ink.at(x, bottom);
        if !goes_on {
            (top..bottom).for_each(|y| ink.clear(x, y));
        }
    }
}

/// Takes upright dotted hairlines out of a picture with so many pixels per point.
pub(super) fn take_out(ink: &mut Ink, scale: f32) {
    let (shortest, hole) = (pixels(SHORTEST, scale), pixels(HOLE, scale));
    for (x, from, to) in runs(ink, shortest, hole) {
        let rows = from..to;
        let is_crossed = |y: &usize| {
            is_inked(ink, x + STRAY + 1, x + WHITE, *y)
                || is_inked(ink, x.saturating_sub(WHITE), x.saturating_sub(STRAY + 1), *y)
        };
        let clear: Vec<usize> = rows.clone().filter(|y| !is_crossed(y)).collect();
        if clear.len() as f32 >= (1.0 - CROSSED) * rows.len() as f32 {
            for y in clear {
                (x.saturating_sub(STRAY)..=x + STRAY).for_each(|x| ink.clear(x, y));
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few pixels")]
fn pixels(points: f32, scale: f32) -> usize {
    (points * scale).round().max(1.0) as usize
}

fn is_inked(ink: &Ink, from: usize, to: usize, y: usize) -> bool {
    (from..=to).any(|x| ink.at(x, y))
}

/// Columns with a dotted run, and its rows.
fn runs(ink: &Ink, shortest: usize, hole: usize) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    // First and last row of the run that is open in each column, and how many of its rows have ink.
    let mut open: Vec<(usize, usize, usize)> = vec![(0, 0, 0); ink.width];
    let mut close = |x: usize, (from, to, count): (usize, usize, usize)| {
        let length = to - from;
        let share = count as f32 / length.max(1) as f32;
        if length >= shortest && (DOTTED.0..=DOTTED.1).contains(&share) {
            found.push((x, from, to));
        }
    };
    for y in 0..ink.height {
        let row = ink.row(y);
        for (x, _) in row.iter().enumerate().filter(|(_, black)| **black) {
            let (first, last) = (x.saturating_sub(STRAY), (x + STRAY + 1).min(ink.width));
            for (column, run) in (first..).zip(open.get_mut(first..last).unwrap_or_default()) {
                if run.2 == 0 || y >= run.1 + hole {
                    close(column, std::mem::replace(run, (y, y + 1, 1)));
                } else if run.1 <= y {
                    (run.1, run.2) = (y + 1, run.2 + 1);
                }
            }
        }
    }
    open.into_iter().enumerate().for_each(|(x, run)| close(x, run));
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many pixels stay of these upright bars (x, width, first row, last row, every so many rows).
    fn left(bars: &[(usize, usize, usize, usize, usize)]) -> usize {
        let mut ink = Ink { width: 60, height: 100, black: vec![false; 6000] };
        for (x, width, from, to, step) in bars {
            for y in (*from..*to).step_by(*step) {
                ink.black[y * 60 + x..y * 60 + x + width].fill(true);
            }
        }
        take_out(&mut ink, 1.0);
        ink.black.iter().filter(|black| **black).count()
    }

    /// The lines of dots (first column, last, every so many) in row 50 between upright lines at 10 and 90, and the ink left.
    fn between(dots: (usize, usize, usize), more: &[(usize, usize)]) -> (usize, usize) {
        let mut ink = Ink { width: 100, height: 100, black: vec![false; 10_000] };
        (dots.0..dots.1).step_by(dots.2).for_each(|x| ink.black[50 * 100 + x] = true);
        more.iter().for_each(|(x, y)| ink.black[y * 100 + x] = true);
        let upright = |x| Ruled { frame: Frame { x0: x, y0: 5, x1: x + 1, y1: 95 }, across: false };
        let found = across(&mut ink, &[upright(10), upright(90)], 1.0);
        assert!(found.iter().all(|rule| rule.frame.x0 == 10 && rule.frame.x1 == 90));
        (found.len(), ink.black.iter().filter(|black| **black).count())
    }

    #[test]
    fn dots_from_one_upright_line_to_another_are_a_line() {
        assert_eq!(between((12, 90, 3), &[]), (1, 0));
        assert_eq!(between((14, 90, 8), &[]), (0, 10), "too few");
        assert_eq!(between((30, 90, 3), &[]), (0, 20), "it begins behind");
        assert_eq!(between((12, 80, 3), &[]), (0, 23), "it ends before");
        let strokes: Vec<_> = (12..90).step_by(4).map(|x| (x, 47)).collect();
        assert_eq!(between((12, 90, 3), &strokes).0, 0, "a row of text");
    }

    #[test]
    fn dotted_hairlines_are_taken_out_and_strokes_stay() {
        assert_eq!(left(&[(20, 1, 10, 90, 2)]), 0);
        assert_eq!(
            left(&[(20, 1, 10, 90, 2), (20, 30, 50, 51, 1)]),
            30,
            "a stroke that crosses it"
        );
        assert_eq!(left(&[(20, 1, 10, 90, 1)]), 80, "a stroke");
        assert_eq!(left(&[(20, 1, 10, 20, 2)]), 5, "too short");
        assert_eq!(left(&[(20, 8, 10, 90, 2)]), 320, "too wide");
        assert_eq!(left(&[(20, 1, 10, 90, 6)]), 14, "too few dots");
    }
}
