//! Rows in the making: which runs make a line, which lines a cell, before any text is copied.

use crate::read::cell::run::Run;
use crate::source::Area;

/// A run on its line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// Index of the run on its page.
    pub(crate) run: u32,
    /// A wide white gap stands before it.
    pub(crate) gap: bool,
}

/// How a line is joined to the line before it in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// It goes on: the layout broke the text.
    Nothing,
    /// The same, between words.
    Space,
    /// The text has a line break.
    Break,
}

/// One printed line of a cell.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Index of the page.
    pub(crate) page: u32,
    /// Its runs, in reading order.
    pub(crate) pieces: Vec<Piece>,
    /// How it is joined to the line before.
    pub(crate) join: Join,
    /// It reaches the edge of its cell, so that the text may go on.
    pub(crate) full: bool,
}

/// A cell in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct DraftCell {
    /// The ruled outline.
    pub(crate) area: Option<Area>,
    /// Its lines, in reading order.
    pub(crate) lines: Vec<Line>,
    /// Its lower edge is the lower edge of its table.
    pub(crate) at_bottom: bool,
    /// Its upper side is drawn.
    pub(crate) top_drawn: bool,
    /// Its lower side is drawn.
    pub(crate) bottom_drawn: bool,
}

/// A row in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct DraftRow {
    /// Left to right.
    pub(crate) cells: Vec<DraftCell>,
    /// Index of the page it starts on.
    pub(crate) page: u32,
    /// The number of its table on the page.
    pub(crate) table: Option<u32>,
    /// The box of what it shows.
    pub(crate) area: Option<Area>,
    /// The largest em in it (0 without text).
    pub(crate) size: f32,
    /// See [`crate::rows::Row::gap`].
    pub(crate) gap: bool,
    /// See [`crate::rows::Row::furniture`].
    pub(crate) furniture: bool,
    /// See [`crate::rows::Row::unsure`].
    pub(crate) unsure: bool,
}

impl DraftRow {
    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let lines = self.cells.iter().flat_map(|cell| &cell.lines);
        let lines: usize = lines.map(|l| size_of::<Line>() + size_of_val(&*l.pieces)).sum();
        size_of::<Self>() + size_of_val(&*self.cells) + lines
    }
}

impl DraftCell {
    /// Whether it shows anything.
    pub(crate) fn has_ink(&self, runs: &[Vec<Run>]) -> bool {
        self.lines.iter().any(|line| line.has_ink(runs))
    }
}

impl Line {
    /// Whether it shows anything.
    pub(crate) fn has_ink(&self, runs: &[Vec<Run>]) -> bool {
        self.pieces.iter().any(|piece| self.run(piece, runs).is_some_and(|run| run.ink))
    }

    /// The run of a piece.
    pub(crate) fn run<'a>(&self, piece: &Piece, runs: &'a [Vec<Run>]) -> Option<&'a Run> {
        runs.get(self.page as usize)?.get(piece.run as usize)
    }
}
