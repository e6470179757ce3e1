//! Lines one above the other between two brackets: one text.

use super::blob::Blob;
use super::ink::Ink;
use super::line::Line;
use super::mark::bracket;
use super::pair::SAME_LINE;
use super::picture::Frame;

/// Lines between brackets are at most so far above or below their middle, in ems.
const SEVERAL: f32 = 1.8;

/// Lines that stand one above the other between two brackets are one text: they are laid side by side
/// between them.
pub(super) fn unfold(ink: &Ink, lines: &mut Vec<Line>) {
    part_brackets(ink, lines);
    let alone = |line: &Line| match line.blobs.as_slice() {
        [blob] => bracket(ink, blob.frame, line.em),
        _ => None,
    };
    let of = |mark: char| lines.iter().filter(move |line| alone(line) == Some(mark)).cloned();
    let (opening, closing): (Vec<Line>, Vec<Line>) = (of('[').collect(), of(']').collect());
    for open in &opening {
        let right = |close: &&Line| {
            close.frame.x0 > open.frame.x1 && apart(close, open) < SAME_LINE * open.em
        };
        let Some(close) = closing.iter().filter(right).min_by_key(|line| line.frame.x0) else {
            continue;
        };
        let inside = |line: &&mut Line| is_between(line, open, close);
        let mut within: Vec<&mut Line> = lines.iter_mut().filter(inside).collect();
        within.sort_by_key(|line| (line.frame.y0, line.frame.x0));
        let count = within.len();
        if count < 2 {
            continue;
        }
        let width = (close.frame.x0 - open.frame.x1) / count;
        for (at, line) in within.into_iter().enumerate() {
            let x0 = open.frame.x1 + at * width;
            let (y0, y1) = (open.frame.y0, open.frame.y1);
            line.onto = Some(Frame { x0, x1: x0 + width, y0, y1 });
        }
    }
}

/// Where a line between brackets has others above or below, the brackets become lines of their own.
fn part_brackets(ink: &Ink, lines: &mut Vec<Line>) {
    let mut at = 0;
    while let Some(line) = lines.get(at).cloned() {
        at += 1;
        let [first, middle @ .., last] = line.blobs.as_slice() else { continue };
        let is = |blob: &Blob, mark: char| bracket(ink, blob.frame, line.em) == Some(mark);
        let Some(inner) = middle.iter().map(|blob| blob.frame).reduce(Frame::union) else {
            continue;
        };
        if !is(first, '[') || !is(last, ']') {
            continue;
        }
        let part =
            |frame: Frame, blobs: &[Blob]| Line { frame, blobs: blobs.to_vec(), ..line.clone() };
        let (open, close) = (part(first.frame, &[*first]), part(last.frame, &[*last]));
        if lines.iter().any(|other| is_between(other, &open, &close)) {
            lines[at - 1] = part(Frame { y0: line.frame.y0, y1: line.frame.y1, ..inner }, middle);
            lines.extend([open, close]);
        }
    }
}

/// How far the middles of two lines are apart, in pixels.
fn apart(a: &Line, b: &Line) -> f32 {
    (a.frame.middle2() as f32 - b.frame.middle2() as f32).abs() / 2.0
}

/// Whether a line stands between two brackets, or right above or below what does.
fn is_between(line: &Line, open: &Line, close: &Line) -> bool {
    open.frame.x1 <= line.frame.x0
        && line.frame.x1 <= close.frame.x0
        && apart(line, open) < SEVERAL * open.em
}
