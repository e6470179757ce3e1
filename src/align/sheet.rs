//! All cells of a document as one folded text, with the way back to cell and byte.

use crate::budget;
use crate::fold::fold_onto;
use crate::rows::Rows;
use crate::trail::Trail;

/// A stretch of a cell's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Index in [`Rows::rows`].
    pub row: usize,
    /// Index in the row's cells.
    pub cell: usize,
    /// First byte in the cell's text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The folded text of the cells of some rows; a line break ends each cell.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) rows: &'a Rows,
    pub(super) text: String,
    pub(super) cells: Vec<CellRef>,
    trail: Trail,
    /// For each row of the document the first of its cells in `cells`, and the one after the last.
    spans: Vec<(usize, usize)>,
    first_row: usize,
    /// The rows are those of a text without cells.
    pub(super) plain: bool,
}

/// A cell's place in the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellRef {
    pub(super) row: usize,
    pub(super) cell: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Sheet<'a> {
    /// Folds the rows of `range`; furniture is left out.
    pub(super) fn new(rows: &'a Rows, range: std::ops::Range<usize>) -> Self {
        let mut sheet = Self {
            rows,
            text: String::new(),
            cells: Vec::new(),
            trail: Trail::default(),
            spans: Vec::with_capacity(range.len()),
            first_row: range.start,
            plain: range
                .clone()
                .filter(|row| !rows.rows[*row].furniture)
                .all(|row| rows.is_plain(row)),
        };
        for row in range {
            let first = sheet.cells.len();
            if !rows.rows[row].furniture {
                sheet.add(row);
            }
            sheet.spans.push((first, sheet.cells.len()));
        }
        sheet
    }

    fn add(&mut self, row: usize) {
        for (cell, content) in self.rows.rows[row].cells.iter().enumerate() {
            let start = self.text.len();
            fold_onto(&content.text, &mut self.text, &mut self.trail);
            budget::take((self.text.len() - start) * (1 + size_of::<u32>()) + size_of::<CellRef>());
            self.cells.push(CellRef { row, cell, start, end: self.text.len() });
            self.trail.add(self.text.len(), 1, content.text.len(), 1);
            self.text.push('\n');
        }
    }

    /// The cells of a row.
    pub(super) fn row(&self, row: usize) -> &[CellRef] {
        match row.checked_sub(self.first_row).and_then(|at| self.spans.get(at)) {
            Some(&(first, end)) => &self.cells[first..end],
            None => &[],
        }
    }

    /// The cell that holds a folded byte.
    pub(super) fn cell_at(&self, byte: usize) -> CellRef {
        budget::step();
        let after = self.cells.partition_point(|cell| cell.start <= byte);
        self.cells[after.saturating_sub(1)]
    }

    pub(super) fn folded(&self, cell: CellRef) -> &str {
        &self.text[cell.start..cell.end]
    }

    /// The cell's own text.
    pub(super) fn original(&self, cell: CellRef) -> &'a str {
        &self.rows.rows[cell.row].cells[cell.cell].text
    }

    /// The byte in the cell's own text that a folded byte stands for.
    pub(super) fn back(&self, byte: usize) -> usize {
        if byte < self.text.len() { self.trail.origin(byte).start } else { 0 }
    }

    /// The row's folded text from a byte on, its cells parted by line breaks.
    pub(super) fn rest_of_row(&self, byte: usize) -> &str {
        let cell = self.cell_at(byte);
        let end = self.row(cell.row).last().map_or(byte, |last| last.end);
        &self.text[byte.min(end)..end]
    }
}
