//! Hairlines in grey, of which a scan in black and white leaves dots: upright ones run between the brackets of boxes.

use super::ink::Ink;

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
