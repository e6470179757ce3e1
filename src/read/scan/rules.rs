//! Ruled lines of a picture: long runs of ink, found row by row and column by column.

use super::ink::Ink;
use super::picture::Frame;

/// A line is at least so long, in points.
const SHORTEST: f32 = 13.0;
/// Of lines that touch one is at least so long, in points; else they are strokes of characters, large ones in a title, say.
const SMALLEST: f32 = 28.0;
/// A line is at most so thick, in points.
const THICKEST: f32 = 3.2;
/// A hole in a line is at most so long, in points.
const HOLE: f32 = 0.8;
/// What leaves a line goes on for so many pixels.
const BESIDE: usize = 4;
/// Lines touch when they come this close, in points.
const TOUCH: f32 = 2.0;

/// A ruled line in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ruled {
    /// What it covers.
    pub(super) frame: Frame,
    /// It lies across the page; else it stands.
    pub(super) across: bool,
}

impl Ruled {
    /// Along the line where it begins and ends, and across it where.
    fn ends(&self) -> (usize, usize, usize, usize) {
        let Frame { x0, y0, x1, y1 } = self.frame;
        if self.across { (x0, x1, y0, y1) } else { (y0, y1, x0, x1) }
    }
}

/// A run of ink on one row (or column).
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) line: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The ruled lines of a picture, and the picture without them. `scale` is in pixels per point.
pub(super) fn rules(ink: &mut Ink, scale: f32) -> Vec<Ruled> {
    let pixels = |points: f32| (points * scale).round().max(1.0) as usize;
    let (shortest, hole) = (pixels(SHORTEST), pixels(HOLE));
    let across = joined(&stretches(ink, true, shortest, hole), true);
    let down = joined(&stretches(ink, false, shortest, hole), false);
    let thin = |rule: &Ruled| {
        let size = (rule.frame.width(), rule.frame.height());
        let (long, thick) = if rule.across { size } else { (size.1, size.0) };
        thick <= pixels(THICKEST) && long >= 4 * thick
    };
    let is_stroke = |rule: &Ruled| {
        let (from, to, ..) = rule.ends();
        to - from < pixels(SMALLEST) && is_crossed(ink, rule)
    };
    let all = across.into_iter().chain(down);
    let all: Vec<Ruled> = all.filter(|rule| thin(rule) && !is_stroke(rule)).collect();
    let kept = bound(of_frames(&all, pixels(TOUCH), pixels(SMALLEST)), pixels(TOUCH));
    for rule in &kept {
        erase(ink, rule);
    }
    kept
}

/// Runs of ink of at least `shortest` pixels with holes of at most `hole`.
fn stretches(ink: &Ink, across: bool, shortest: usize, hole: usize) -> Vec<Stretch> {
    let (lines, length) = if across { (ink.height, ink.width) } else { (ink.width, ink.height) };
    let mut found = Vec::new();
    // The columns are walked side by side, as the pixels lie in memory.
    let mut open: Vec<Option<(usize, usize, usize)>> = vec![None; lines];
    let mut close = |line: usize, run: Option<(usize, usize, usize)>| {
        if let Some((from, to, count)) = run
            && to - from >= shortest
            && count * 20 >= (to - from) * 17
        {
            found.push(Stretch { line, from, to });
        }
    };
    let mut step = |line: usize, at: usize, black: bool| {
        let Some(run) = open.get_mut(line) else { return };
        match run {
            Some((_, to, count)) if black && at - *to <= hole => {
                (*to, *count) = (at + 1, *count + 1)
            }
            Some((_, to, _)) if !black && at - *to <= hole => {}
            _ => close(line, std::mem::replace(run, black.then_some((at, at + 1, 1)))),
        }
    };
    for y in 0..ink.height {
        for (x, black) in ink.row(y).iter().enumerate() {
            let (line, at) = if across { (y, x) } else { (x, y) };
            step(line, at, *black);
        }
    }
    for line in 0..lines {
        step(line, length + hole + 1, false);
    }
    found.sort_unstable_by_key(|run| (run.line, run.from));
    found
}

/// Runs on neighbouring rows that overlap are one line.
pub(super) fn joined(runs: &[Stretch], across: bool) -> Vec<Ruled> {
    let mut open: Vec<(Stretch, Frame)> = Vec::new();
    let mut done = Vec::new();
    for row in runs.chunk_by(|a, b| a.line == b.line) {
        let line = row[0].line;
        let (gone, kept): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(last, _)| last.line + 2 < line);
        done.extend(gone.into_iter().map(|(_, frame)| Ruled { frame, across }));
        open = kept;
        for run in row {
            let mut frame = if across {
                Frame { x0: run.from, y0: line, x1: run.to, y1: line + 1 }
            } else {
                Frame { x0: line, y0: run.from, x1: line + 1, y1: run.to }
            };
            open.retain(|(last, before)| {
                let meets = last.from < run.to && run.from < last.to && last.line < line;
                if meets {
                    frame = frame.union(*before);
                }
                !meets
            });
            open.push((*run, frame));
        }
    }
    done.extend(open.into_iter().map(|(_, frame)| Ruled { frame, across }));
    done
}

/// The lines that touch one, or one another up to one, that is long enough to be a table's.
fn of_frames(all: &[Ruled], touch: usize, smallest: usize) -> Vec<Ruled> {
    let mut group: Vec<usize> = (0..all.len()).collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_unstable_by_key(|i| all[*i].frame.y0);
    for (place, &i) in order.iter().enumerate() {
        for &j in &order[place + 1..] {
            if all[j].frame.y0 > all[i].frame.y1 + touch {
                break;
            }
            if meets(&all[i].frame, &all[j].frame, touch) {
                let (a, b) = (root(&group, i), root(&group, j));
                group[a.max(b)] = a.min(b);
            }
        }
    }
    let mut longest = vec![0; all.len()];
    for (i, rule) in all.iter().enumerate() {
        let long = &mut longest[root(&group, i)];
        *long = rule.frame.width().max(rule.frame.height()).max(*long);
    }
    let large = |i: usize| longest[root(&group, i)] >= smallest;
    (0..all.len()).filter(|i| large(*i)).map(|i| all[i]).collect()
}

/// Whether other strokes leave a line along its way: it is a stroke of a character that fills its row.
fn is_crossed(ink: &Ink, rule: &Ruled) -> bool {
    let (from, to, low, high) = rule.ends();
    let end = (to - from) / 8;
    let at = |along: usize, depth: usize| match rule.across {
        true => ink.at(along, depth),
        false => ink.at(depth, along),
    };
    let beside = |along: &usize| {
        let before = low.checked_sub(BESIDE).is_some_and(|depth| at(*along, depth));
        before || at(*along, high - 1 + BESIDE)
    };
    let inner = from + end..to - end;
    inner.clone().filter(beside).count() * 5 > inner.len()
}

/// The lines that bound something. One within a cell that meets no other at either end, and goes on at neither, is
/// a stroke of a stamp or below a word.
fn bound(all: Vec<Ruled>, touch: usize) -> Vec<Ruled> {
    let floats = |rule: &Ruled| {
        let (from, to, low, high) = rule.ends();
        let mut crossing = all.iter().filter(|other| other.across != rule.across);
        let meets = |end: usize| {
            all.iter().any(|other| {
                let (other_from, other_to, other_low, other_high) = other.ends();
                if other.across == rule.across {
                    // It goes on, or stops, at a line beside it: the next piece of a torn one.
                    other != rule
                        && other_low <= high + touch
                        && low <= other_high + touch
                        && (other_from.abs_diff(end) <= 8 * touch
                            || other_to.abs_diff(end) <= 8 * touch)
                } else {
                    other_low <= end + 2 * touch
                        && end <= other_high + 2 * touch
                        && other_from <= high + touch
                        && low <= other_to + touch
                }
            })
        };
        let spans = |other: &&Ruled| {
            let (other_from, other_to, ..) = other.ends();
            other_from + touch < low && high + touch < other_to
        };
        let sides: Vec<usize> =
            crossing.by_ref().filter(spans).map(|other| other.ends().2).collect();
        let enclosed = sides.iter().any(|at| *at < from) && sides.iter().any(|at| *at > to);
        enclosed && !meets(from) && !meets(to)
    };
    let floating: Vec<bool> = all.iter().map(floats).collect();
    all.into_iter().zip(floating).filter(|(_, floats)| !floats).map(|(rule, _)| rule).collect()
}

fn root(group: &[usize], mut i: usize) -> usize {
    while group[i] != i {
        i = group[i];
    }
    i
}

fn meets(a: &Frame, b: &Frame, near: usize) -> bool {
    a.x0 <= b.x1 + near && b.x0 <= a.x1 + near && a.y0 <= b.y1 + near && b.y0 <= a.y1 + near
}

/// Takes a line out of the picture, but not the strokes that cross it.
fn erase(ink: &mut Ink, rule: &Ruled) {
    let Frame { x0, y0, x1, y1 } = rule.frame;
    let width = ink.width;
    let thick = if rule.across { y1 - y0 } else { x1 - x0 };
    let (places, middle) = if rule.across { (x0..x1, (y0, y1)) } else { (y0..y1, (x0, x1)) };
    let end = if rule.across { ink.height } else { ink.width };
    let slack = 2;
    for place in places {
        let at =
            |depth: usize| if rule.across { depth * width + place } else { place * width + depth };
        let black =
            |depth: usize| depth < end && ink.black.get(at(depth)).copied().unwrap_or(false);
        let (mut from, mut to) = middle;
        while from > 0 && black(from - 1) && middle.0 - from <= slack + 1 {
            from -= 1;
        }
        while black(to) && to - middle.1 <= slack + 1 {
            to += 1;
        }
        let through = middle.0 - from > slack || to - middle.1 > slack;
        if !through || to - from <= thick {
            for depth in from..to.min(end) {
                if let Some(pixel) = ink.black.get_mut(at(depth)) {
                    *pixel = false;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many lines are found in a picture of these bars (x0, y0, x1, y1), and how many of its pixels stay ink.
    fn found(bars: &[(usize, usize, usize, usize)]) -> (usize, usize) {
        let mut ink = Ink { width: 110, height: 70, black: vec![false; 7700] };
        for (x0, y0, x1, y1) in bars {
            (*y0..*y1).for_each(|y| ink.black[y * 110 + x0..y * 110 + x1].fill(true));
        }
        let count = rules(&mut ink, 1.0).len();
        (count, ink.black.iter().filter(|black| **black).count())
    }

    const FRAME: [(usize, usize, usize, usize); 4] =
        [(5, 5, 100, 6), (5, 60, 100, 61), (5, 5, 6, 61), (99, 5, 100, 61)];

    #[test]
    fn the_lines_of_a_table_are_found_and_taken_out() {
        assert_eq!(found(&FRAME), (4, 0));
        assert_eq!(found(&[&FRAME[..], &[(5, 30, 100, 31)]].concat()), (5, 0));
        assert_eq!(found(&[(5, 5, 50, 6), (51, 5, 100, 6)]), (1, 0), "a hole is bridged");
    }

    #[test]
    fn bars_and_strokes_of_characters_are_no_lines() {
        assert_eq!(found(&[(5, 5, 95, 20)]), (0, 90 * 15), "too thick");
        assert_eq!(found(&[(5, 5, 25, 6)]), (0, 20), "short, and of no table");
        let stroke = (30, 30, 70, 31);
        assert_eq!(found(&[&FRAME[..], &[stroke]].concat()), (4, 40), "it meets nothing");
        let comb = [(5, 5, 6, 61), (5, 20, 27, 21)];
        assert_eq!(found(&comb).0, 2);
        let teeth = (10..24).step_by(2).map(|x| (x, 21, x + 1, 26));
        let comb: Vec<_> = comb.into_iter().chain(teeth).collect();
        assert_eq!(found(&comb).0, 1, "strokes leave it");
    }
}
