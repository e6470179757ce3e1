//! What lies over the cells of a sheet, at its place, and notes whose places are put in later.

use crate::finding::{Code, Message, Severity};
use crate::fold::control;
use crate::rows::Note;
use crate::source::{CellName, Source};

/// A note on a cell whose place is put in later.
pub(super) fn note(code: Code, message: Message) -> Note {
    let (severity, source, within) = (Severity::Warning, Source::default(), String::new());
    Note { code, severity, source, cell: None, message, within }
}

/// What stands in a form control, a text box or a cell: a block at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) first: CellName,
    pub(super) last: CellName,
    pub(super) text: String,
    /// The first and the last of the cells that it covers as a whole, so that nothing of them is seen.
    pub(super) covered: Option<(CellName, CellName)>,
}

impl Placed {
    /// Whether it stands for something drawn.
    pub(super) fn is_drawn(&self) -> bool {
        self.text.chars().all(control::is_control)
    }
}
