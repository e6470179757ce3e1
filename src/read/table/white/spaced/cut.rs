//! Which lines of a table make one row.
//!
//! A row has one label (or date) in its first column. Where the label stands at the vertical middle
//! of its row, lines above and below it are its own: the lines are cut so that all labels are as
//! near to the middle of their rows as can be, and so that no sentence, list or bracket is torn.

use super::cost::RowCost;
use super::line::{Line, printed_width};
use super::seam::{Seam, seam};
use super::strip::{LONGEST, Sheet, Strip, Top, is_blank};
use crate::read::table::white::weights::row_weights as weights;
use std::ops::Range;

/// No cut: more than all others together, and far from overflow.
const NEVER: i64 = i64::MAX / 8;

/// The rows as ranges of strips, and what they cost.
pub(super) fn rows(sheet: Sheet<'_>, strips: &[Strip]) -> (i64, Vec<Range<usize>>) {
    let search = Search::new(sheet, strips);
    if strips.iter().all(|s| s.cells.first().is_none_or(Range::is_empty)) {
        return (0, unlabelled(sheet, strips, &search.seams));
    }
    let best = search.forward();
    let mut all = Vec::new();
    let mut end = strips.len();
    while end > 0 {
        let start = best[end].1.min(end - 1);
        all.push(start..end);
        end = start;
    }
    all.reverse();
    (best[strips.len()].0, all)
}

/// For each row whether it is of a table and cost so much that something is wrong with it.
pub(super) fn costly(sheet: Sheet<'_>, strips: &[Strip], rows: &[Range<usize>]) -> Vec<bool> {
    if strips.iter().all(|s| s.cells.len() <= 2) {
        return vec![false; rows.len()];
    }
    let sums = Search::new(sheet, strips).forward();
    rows.iter().map(|r| sums[r.end].0 - sums[r.start].0 >= weights().costly).collect()
}

/// For each row whether an inner column of its table is empty and a line beside it holds more than any single word of
/// its own column: a cell may be in it that stands one space away.
pub(super) fn overfull(sheet: Sheet<'_>, strips: &[Strip], rows: &[Range<usize>]) -> Vec<bool> {
    let columns = strips.iter().map(|strip| strip.cells.len()).max().unwrap_or(0);
    let cell = |strip: &Strip, column: usize| strip.cells.get(column).cloned().unwrap_or_default();
    let width = |strip: &Strip, c: usize| printed_width(&sheet.lines[strip.line], &cell(strip, c));
    let widest = |column: usize| {
        let single = strips.iter().filter(|strip| cell(strip, column).len() == 1);
        single.map(|strip| width(strip, column)).max().unwrap_or(usize::MAX)
    };
    let widest: Vec<usize> = (0..columns).map(widest).collect();
    let is_over = |row: &[Strip], column: usize| {
        row.iter().all(|strip| cell(strip, column + 1).is_empty())
            && row.iter().any(|strip| width(strip, column) > widest[column])
    };
    let inner = 1..columns.saturating_sub(2);
    rows.iter().map(|row| inner.clone().any(|c| is_over(&strips[row.clone()], c))).collect()
}

/// For each row whether other cuts, with more or fewer lines for it, cost hardly more.
pub(super) fn unsure(sheet: Sheet<'_>, strips: &[Strip], rows: &[Range<usize>]) -> Vec<bool> {
    if strips.iter().all(|s| s.cells.first().is_none_or(Range::is_empty)) {
        return vec![false; rows.len()];
    }
    let margins = Search::new(sheet, strips).margins(rows);
    let close = |range: &Range<usize>| {
        let seams = range.start..(range.end + 1).min(strips.len());
        margins[seams].iter().any(|m| *m < weights().margin)
    };
    rows.iter().map(close).collect()
}

/// The search for the cheapest rows.
struct Search<'a> {
    sheet: Sheet<'a>,
    strips: &'a [Strip],
    seams: Vec<Seam>,
}

impl<'a> Search<'a> {
    fn new(sheet: Sheet<'a>, strips: &'a [Strip]) -> Self {
        let seams = (0..strips.len()).map(|at| seam(sheet, strips, at)).collect();
        Self { sheet, strips, seams }
    }

    /// Ends and costs of the rows that may begin at a strip. Blank lines close the row above them.
    fn from(&self, start: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        let blank = start > 0 && is_blank(&self.strips[start]);
        let last = if blank { start } else { self.strips.len().min(start + LONGEST) };
        let cut = if start == 0 { 0 } else { self.seams[start].cut };
        let top = if start == 0 { self.sheet.top } else { Top::Below };
        let mut row = RowCost::new(top);
        (start..last).map(move |end| {
            let strip = &self.strips[end];
            let down = self.sheet.lines.get(strip.line).and_then(|line| line.down);
            row.add(strip, &self.seams[end], end, down);
            row.room = self.room(end);
            (end + 1, cut + row.cost(self.sheet.align, end))
        })
    }

    /// How many lines of text the white below a strip would hold, also below the last one.
    fn room(&self, end: usize) -> f32 {
        let line = self.strips.get(end).map_or(0, |strip| strip.line);
        let down = |line: &Line| line.down;
        let (above, below) = self.sheet.lines.split_at((line + 1).min(self.sheet.lines.len()));
        let above = above.iter().rev().take(weights().lines_below).find_map(down);
        let below = below.iter().take(weights().lines_below).find_map(down);
        above.zip(below).map_or(0.0, |(above, below)| (below - above - 1.0).max(0.0))
    }

    /// For each seam the least cost of all rows above it, and where the last of them begins.
    fn forward(&self) -> Vec<(i64, usize)> {
        let mut best: Vec<(i64, usize)> = vec![(NEVER, 0); self.strips.len() + 1];
        best[0] = (0, 0);
        for start in 0..self.strips.len() {
            let so_far = best[start].0;
            for (end, cost) in self.from(start) {
                if so_far + cost < best[end].0 {
                    best[end] = (so_far + cost, start);
                }
            }
        }
        best
    }

    /// For each seam how much more it costs to do there what the rows do not: cut it, or not.
    fn margins(&self, rows: &[Range<usize>]) -> Vec<i64> {
        let count = self.strips.len();
        let before = self.forward();
        let mut after = vec![NEVER; count + 1];
        after[count] = 0;
        let mut whole = vec![NEVER; count + 1];
        for start in (0..count).rev() {
            let all: Vec<(usize, i64)> = self.from(start).collect();
            let costs = all.iter().map(|&(end, cost)| cost + after[end]);
            after[start] = costs.min().unwrap_or(NEVER);
            let mut least = NEVER;
            for &(end, cost) in all.iter().rev().filter(|(end, _)| *end > start + 1) {
                least = least.min(before[start].0 + cost + after[end]);
                whole[end - 1] = whole[end - 1].min(least);
            }
        }
        let total = before[count].0;
        let mut margins: Vec<i64> = (0..count).map(|c| before[c].0 + after[c] - total).collect();
        rows.iter().for_each(|r| margins[r.start] = whole[r.start] - total);
        margins
    }
}

/// Lines without any label: each is a row unless it clearly goes on with the one above.
fn unlabelled(sheet: Sheet<'_>, strips: &[Strip], seams: &[Seam]) -> Vec<Range<usize>> {
    if sheet.top != Top::Below && !strips.iter().any(is_blank) {
        return std::iter::once(0..strips.len()).collect();
    }
    let mut all: Vec<Range<usize>> = Vec::new();
    for at in 0..strips.len() {
        match all.last_mut() {
            Some(row) if is_blank(&strips[at]) || seams[at].cut >= weights().joined => {
                row.end = at + 1
            }
            _ => all.push(at..at + 1),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    #[test]
    fn a_line_that_holds_more_than_a_word_beside_an_empty_cell_is_overfull() {
        let text = "R5 項目のところ 十分      削除 事前\nR6 項目のところ           削除 事前";
        let lines = lines(text);
        let sheet = Sheet::plain(text, &lines);
        let strips = [
            Strip { line: 0, cells: vec![0..1, 1..3, 3..3, 3..4, 4..5] },
            Strip { line: 1, cells: vec![0..1, 1..2, 2..2, 2..3, 3..4] },
        ];
        assert_eq!(overfull(sheet, &strips, &[0..1, 1..2]), [true, false]);
    }
}
