//! What is odd, lost, contradictory or unreadable in a document: data, never an error.

mod code;
mod message;

pub(crate) use code::joined;
pub use code::{Code, NoCode};
pub use message::Message;

use crate::source::Source;

/// How much a finding weighs, from the least to the most.
///
/// ```
/// use hyokasho::Severity;
///
/// assert!(Severity::Note < Severity::Warning && Severity::Warning < Severity::Error);
/// assert_eq!(Severity::Warning.name(), "warning");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the value is right as far as can be told.
    Note,
    /// The value may be wrong or incomplete.
    Warning,
    /// Something of the document could not be read.
    Error,
}

impl Severity {
    /// The word used in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding: what was expected, what was found, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was noticed; `hyokasho explain CODE` prints its page.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The item it is about; empty for the document as a whole.
    pub item: String,
    /// Where it was printed.
    pub source: Source,
    /// One sentence for a person, in English and Japanese.
    pub message: Message,
}
