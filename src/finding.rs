//! What is odd, lost, contradictory or unreadable in a document: data, never an error.

use crate::source::Source;

/// How much a finding weighs.
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
    /// Stable code, e.g. `choice-not-offered`; `hyokasho explain CODE` prints its page.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The item it is about; empty for the document as a whole.
    pub item: String,
    /// Where it was printed.
    pub source: Source,
    /// One sentence for a person.
    pub message: String,
}
