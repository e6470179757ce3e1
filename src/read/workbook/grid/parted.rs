//! Cells of one text that no line parts: a merged cell that was undone and filled, in whole or in part.
//!
//! ```text
//! ┌───────────────┬──────────┐        ┌───────────────┬──────────┐
//! │ 部署 部署 部署 │ 税務課   │   ─▶   │ 部署          │ 税務課   │
//! └───────────────┴──────────┘        └───────────────┴──────────┘
//! ```
//!
//! Some programs draw the lines of a merged cell around the first of its cells, which keeps them when it is undone:
//! such a box in the corner parts nothing.

use super::{Grid, NONE, Position};
use crate::budget;
use crate::read::repeated::{Part, is_bracket};
use std::ops::Range;

/// A text of so many characters is no mark.
const TEXT: usize = 2;
/// So many cells of one mark are one.
const MARKS: usize = 3;
/// No list of a form has so many columns: cells of one text are one even where no line is drawn.
const WIDE: usize = 7;

/// Cells of one text side by side.
struct Run<'a> {
    columns: Range<usize>,
    text: &'a str,
}

impl Grid {
    /// What the positions are by the lines between them; `None` for a cell by itself.
    pub(super) fn parted(&self, texts: &[Vec<&str>]) -> Vec<Vec<Option<Part>>> {
        let mut all = Vec::with_capacity(texts.len());
        let (mut above, mut before): (Vec<Run>, &[&str]) = Default::default();
        for (row, texts) in texts.iter().enumerate() {
            budget::steps(texts.len());
            let runs = self.runs(row, texts);
            let is_another = before.iter().zip(texts).any(|(one, other)| differ(one, other));
            let mut parts = vec![None; texts.len()];
            for Run { columns, text } in &runs {
                let mut own = (columns.len() > 1).then_some(Part::Own);
                for part in &mut parts[columns.clone()] {
                    *part = own.replace(Part::Left);
                }
                // Two answers that are alike stand in rows that differ elsewhere, in their labels.
                let may_be = is_text(text) && (columns.len() > 1 || !is_another);
                let upper = above.binary_search_by_key(&columns.start, |run| run.columns.start);
                let upper = upper.ok().map(|at| &above[at]).filter(|_| may_be);
                let is_same = |run: &Run| run.columns == *columns && run.text == *text;
                if upper.is_some_and(is_same) && self.is_open(row, columns) {
                    parts[columns.start] = Some(Part::Above);
                }
            }
            all.push(parts);
            (above, before) = (runs, texts);
        }
        all
    }

    /// The cells of a row with a text, those that hold what was one merged cell as one.
    fn runs<'a>(&self, row: usize, texts: &[&'a str]) -> Vec<Run<'a>> {
        let mut runs: Vec<Run> = Vec::new();
        let drawn = |column: &usize| self.left[self.at((row, *column))];
        let first = (0..=self.columns).find(drawn).unwrap_or(NONE);
        let ruled = first..(0..=self.columns).rfind(drawn).unwrap_or(0);
        let mut column = 0;
        while column < texts.len() {
            let text = texts[column];
            let same = texts[column..].iter().take_while(|other| **other == text).count();
            let alike = column..column + same;
            column = alike.end;
            if !text.is_empty() {
                let pieces = self.pieces(row, alike);
                let is_one = |piece: &Range<usize>| is_one(&ruled, piece, text);
                for piece in pieces {
                    let single = |at: usize| Run { columns: at..at + 1, text };
                    match is_one(&piece) {
                        true => runs.push(Run { columns: piece, text }),
                        false => runs.extend(piece.map(single)),
                    }
                }
            }
        }
        runs
    }

    /// Cells that are alike, cut where lines part them. One alone, with its own lines around it, belongs to those behind
    /// it, unless these have theirs.
    fn pieces(&self, row: usize, alike: Range<usize>) -> Vec<Range<usize>> {
        let cut = |column: &usize| self.left[self.at((row, *column))];
        let edges: Vec<usize> = std::iter::once(alike.start)
            .chain((alike.start + 1..alike.end).filter(cut))
            .chain([alike.end])
            .collect();
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for pair in edges.windows(2) {
            match pieces.last_mut() {
                Some(boxed)
                    if boxed.len() == 1
                        && pair[1] > pair[0] + 1
                        && !self.is_ruled(row, &(pair[0]..pair[1])) =>
                {
                    boxed.end = pair[1];
                }
                _ => pieces.push(pair[0]..pair[1]),
            }
        }
        pieces
    }

    /// Whether lines run above and below all cells.
    fn is_ruled(&self, row: usize, columns: &Range<usize>) -> bool {
        let drawn = |row: usize| columns.clone().all(|column| self.top[self.at((row, column))]);
        drawn(row) && drawn(row + 1)
    }

    /// Whether no line parts cells from those above them, save one below the first of all.
    fn is_open(&self, row: usize, columns: &Range<usize>) -> bool {
        let parts = |column: usize| {
            let drawn = self.top[self.at((row, column))];
            drawn && !self.is_boxed((row - 1, column))
        };
        !columns.clone().any(parts)
    }

    /// Whether the lines right of a position and below it end where they meet.
    fn is_boxed(&self, (row, column): Position) -> bool {
        let corner = self.at((row + 1, column + 1));
        let (right, below) = (self.at((row, column + 1)), self.at((row + 1, column)));
        self.left[right] && self.top[below] && !self.left[corner] && !self.top[corner]
    }
}

/// Whether cells of one text that no line parts are one, in a row with lines from one column to another.
fn is_one(ruled: &Range<usize>, piece: &Range<usize>, text: &str) -> bool {
    let is_ruled = ruled.start <= piece.start && piece.end <= ruled.end;
    let least = if is_text(text) { TEXT } else { MARKS };
    !is_bracket(text) && piece.len() >= if is_ruled { least } else { WIDE }
}

/// Whether both are texts, and not the same.
fn differ(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

fn is_text(text: &str) -> bool {
    text.chars().nth(TEXT - 1).is_some()
}
