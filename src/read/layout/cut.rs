//! Which lines of a table make one row.
//!
//! A row has one label (or date) in its first column. Where the label stands at the vertical middle
//! of its row, lines above and below it are its own: the lines are cut so that all labels are as
//! near to the middle of their rows as can be, and so that no sentence, list or bracket is torn.

use super::line::Line;
use super::seam::{Seam, seam};
use std::ops::Range;

/// One line of a table, cut into columns; an empty range has nothing printed.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// Index of the line.
    pub(super) line: usize,
    /// The words of each column.
    pub(super) cells: Vec<Range<usize>>,
}

/// Where labels stand in their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// At the vertical middle.
    Middle,
    /// On the first line.
    Top,
}

/// What the cutter has to know besides the strips.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// All its lines.
    pub(super) lines: &'a [Line],
    /// Printed width of each column's widest line.
    pub(super) widths: &'a [usize],
    /// Printed width of the label column of tables without header, in the whole document.
    pub(super) label: usize,
    /// Where labels stand.
    pub(super) align: Align,
    /// Whether the strips may go on with a row of the page before.
    pub(super) top: Top,
}

/// What stands above the strips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Top {
    /// Something of the same page.
    Below,
    /// Nothing on this page.
    Page,
    /// Nothing on this page, and the page before ends within a sentence.
    Unfinished,
}

/// No row has more lines: the search stays linear in the length of the text.
pub(super) const LONGEST: usize = 160;
const ORPHAN: i64 = 45;
const ORPHAN_APART: i64 = 30;
/// A label that has no value leaves its neighbour two.
const EMPTY: i64 = 3;
/// A heading rarely has a value that is not beside it.
const HEADING: i64 = 6;
const HOLE: i64 = 2;
/// Columns that are looked at for holes.
const COLUMNS: usize = 10;
/// A new row begins although the page before ends within a sentence.
const UNFINISHED: i64 = 15;
const ORPHAN_AT_TOP: i64 = 10;

/// The rows as ranges of strips, and what they cost.
pub(super) fn rows(sheet: Sheet<'_>, strips: &[Strip]) -> (i64, Vec<Range<usize>>) {
    let seams: Vec<Seam> = (0..strips.len()).map(|at| seam(sheet, strips, at)).collect();
    if strips.iter().all(|s| s.cells.first().is_none_or(Range::is_empty)) {
        return (0, unlabelled(sheet, strips, &seams));
    }
    let mut best: Vec<(i64, usize)> = vec![(i64::MAX, 0); strips.len() + 1];
    best[0] = (0, 0);
    for start in 0..strips.len() {
        let (so_far, _) = best[start];
        // Blank lines close the row above them.
        if so_far == i64::MAX || (start > 0 && is_blank(&strips[start])) {
            continue;
        }
        let cut = if start == 0 { 0 } else { seams[start].cut };
        let mut row =
            RowCost { top: if start == 0 { sheet.top } else { Top::Below }, ..RowCost::NEW };
        for end in start..strips.len().min(start + LONGEST) {
            row.add(&strips[end], &seams[end], end);
            row.apart = is_edge(strips, start.checked_sub(1)) && is_edge(strips, Some(end + 1));
            let total = so_far + cut + row.cost(sheet.align, end);
            if total < best[end + 1].0 {
                best[end + 1] = (total, start);
            }
        }
    }
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

/// Whether a strip is blank or beyond the ends.
fn is_edge(strips: &[Strip], at: Option<usize>) -> bool {
    at.and_then(|a| strips.get(a)).is_none_or(is_blank)
}

/// Lines without any label: each is a row unless it clearly goes on with the one above.
fn unlabelled(sheet: Sheet<'_>, strips: &[Strip], seams: &[Seam]) -> Vec<Range<usize>> {
    if sheet.top != Top::Below && !strips.iter().any(is_blank) {
        return std::iter::once(0..strips.len()).collect();
    }
    let mut all: Vec<Range<usize>> = Vec::new();
    for at in 0..strips.len() {
        match all.last_mut() {
            Some(row) if is_blank(&strips[at]) || seams[at].cut >= 14 => row.end = at + 1,
            _ => all.push(at..at + 1),
        }
    }
    all
}

/// The running cost of a row that grows downwards.
#[derive(Clone, Copy, Debug)]
struct RowCost {
    top: Top,
    apart: bool,
    heading: bool,
    labels: Option<(usize, usize)>,
    values: Option<(usize, usize)>,
    joins: i64,
    /// Printed strips so far, and how many there were when each column last had something.
    printed: usize,
    seen: [usize; COLUMNS],
}

impl RowCost {
    const NEW: Self = Self {
        top: Top::Below,
        apart: false,
        heading: false,
        labels: None,
        values: None,
        joins: 0,
        printed: 0,
        seen: [0; COLUMNS],
    };

    fn add(&mut self, strip: &Strip, seam: &Seam, at: usize) {
        let grown = |range: Option<(usize, usize)>| Some((range.map_or(at, |r| r.0), at));
        if strip.cells.first().is_some_and(|c| !c.is_empty()) {
            self.heading |= self.labels.is_none() && seam.heading;
            self.joins += if self.labels.is_some() { seam.merge } else { seam.split };
            self.labels = grown(self.labels);
        }
        self.holes(strip);
        if strip.cells.iter().skip(1).any(|c| !c.is_empty()) {
            self.values = grown(self.values);
        }
    }

    /// The lines of a cell of a table stand together.
    fn holes(&mut self, strip: &Strip) {
        if strip.cells.len() <= 2 || is_blank(strip) {
            return;
        }
        self.printed += 1;
        for (seen, cell) in self.seen.iter_mut().zip(&strip.cells) {
            if !cell.is_empty() {
                if *seen > 0 && *seen + 1 < self.printed {
                    self.joins += HOLE;
                }
                *seen = self.printed;
            }
        }
    }

    fn cost(&self, align: Align, end: usize) -> i64 {
        match (self.labels, self.values) {
            (None, None) => 0,
            (None, Some(_)) if self.top == Top::Unfinished => 0,
            (None, Some(_)) if self.top == Top::Page => ORPHAN_AT_TOP,
            (Some(_), _) if self.top == Top::Unfinished => UNFINISHED + self.labelled(align, end),
            (None, Some(_)) if self.apart => ORPHAN_APART,
            (None, Some(_)) => ORPHAN,
            _ => self.labelled(align, end),
        }
    }

    fn labelled(&self, align: Align, end: usize) -> i64 {
        match (self.labels, self.values) {
            (Some(labels), Some(values)) => {
                let heading = if self.heading { HEADING } else { 0 };
                self.joins + heading + off_centre(align, labels, values, end)
            }
            _ if self.heading => self.joins,
            _ => self.joins + EMPTY,
        }
    }
}

/// How far the label is from where it should stand.
fn off_centre(align: Align, labels: (usize, usize), values: (usize, usize), end: usize) -> i64 {
    let at = |line: usize| i64::try_from(line).unwrap_or(i64::MAX / 8);
    match align {
        Align::Top => (12 * (at(labels.0) - at(values.0)).abs()).min(90),
        Align::Middle => {
            let last = labels.1.max(values.1);
            // Up to two blank lines below may be of the cell.
            let below = at(end) - at(last);
            let off = |tail: i64| {
                let middle = at(values.0) + at(values.1) + tail;
                (at(labels.0) + at(labels.1) - middle).abs()
            };
            let least = (0..=below.clamp(0, 2)).map(off).min().unwrap_or(0);
            (if least == 1 { 1 } else { 4 * least - 4 }).clamp(0, 90)
        }
    }
}

/// Whether nothing is printed on the line.
pub(super) fn is_blank(strip: &Strip) -> bool {
    strip.cells.iter().all(Range::is_empty)
}
