//! What a page is made of.

use super::line::Piece;
use super::side::Side;
use super::strip::{Strip, Top};

/// What a page is made of, from top to bottom.
pub(super) enum Part {
    /// A page number or running title.
    Furniture(usize),
    /// The header line of a table.
    Title {
        /// Index of the line.
        line: usize,
        /// It only repeats the header of the page before.
        repeated: bool,
        /// The words of each column's title.
        titles: Vec<Vec<Piece>>,
    },
    /// A heading or a paragraph, with what stands at its right end as more cells.
    Full(Vec<Vec<Piece>>),
    /// Lines in columns.
    Grid {
        /// The lines.
        strips: Vec<Strip>,
        /// Labels taken out of the first column.
        sides: Vec<Side>,
        /// Under a header line, not label and value.
        table: bool,
        /// What stands above it.
        top: Top,
    },
}

/// A page, and how wide its columns are.
#[derive(Default)]
pub(super) struct Section {
    /// From top to bottom.
    pub(super) parts: Vec<Part>,
    /// Printed width of the widest paragraph line.
    pub(super) full_width: usize,
    /// Printed width of the label column in the whole document.
    pub(super) label_width: usize,
    /// Where labels begin that are set in, and the printed width of their column.
    pub(super) indented: Vec<(usize, usize)>,
    pub(super) pair_widths: Vec<usize>,
    pub(super) table_widths: Vec<usize>,
    /// Where each label begins, and how far it reaches.
    pub(super) label_widths: Vec<(usize, usize)>,
}

impl Section {
    /// Printed widths of the widest line of each column.
    pub(super) fn widths(&self, table: bool) -> &[usize] {
        if table { &self.table_widths } else { &self.pair_widths }
    }
}
