//! The lines of a table, cut into columns.

use super::line::Line;
use std::ops::Range;

/// No row has more lines: the search stays linear in the length of the text.
pub(super) const LONGEST: usize = 160;

/// Columns that are looked at.
pub(super) const COLUMNS: usize = 10;

/// One line of a table, cut into columns; an empty range has nothing printed.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// Index of the line.
    pub(super) line: usize,
    /// The words of each column.
    pub(super) cells: Vec<Range<usize>>,
}

/// Where the cells of a column stand in their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// At the vertical middle.
    Middle,
    /// On the first line.
    Top,
    /// On the last line.
    Bottom,
    /// The labels on the first line, the values on the last.
    Ends,
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
    /// The same of labels that are set in: where they begin, and how wide they are.
    pub(super) indented: &'a [(usize, usize)],
    /// Where the cells of each column stand; only the labels' is heeded without header.
    pub(super) align: &'a [Align],
    /// Whether the strips may go on with a row of the page before.
    pub(super) top: Top,
}

impl Sheet<'_> {
    /// How wide the labels are that begin at a column.
    pub(super) fn label_at(&self, start: usize) -> usize {
        let found = self.indented.iter().find(|(indent, _)| *indent == start);
        found.map_or(self.label, |(_, width)| *width)
    }
}

#[cfg(test)]
impl<'a> Sheet<'a> {
    /// One of which nothing is known but its lines.
    pub(super) fn plain(text: &'a str, lines: &'a [Line]) -> Self {
        let top = Top::Below;
        Self { text, lines, widths: &[], label: 0, indented: &[], align: &[], top }
    }
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

/// Whether nothing is printed on the line.
pub(super) fn is_blank(strip: &Strip) -> bool {
    strip.cells.iter().all(Range::is_empty)
}
