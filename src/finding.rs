//! What is odd, lost, contradictory or unreadable in a document: data, never an error.

mod code;
mod message;

pub use code::{Code, NoCode};
pub(crate) use code::{NAMES, joined};
pub use message::Message;
pub(crate) use message::Said;

use crate::source::Source;
use std::fmt::Display;

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

impl Finding {
    /// What is worth knowing of a document, in the sentence of its code with these values; [`Self::on`] and [`Self::at`] say
    /// of which item, and where.
    #[must_use]
    pub(crate) fn note(code: Code, values: &[(&str, &dyn Display)]) -> Self {
        Self::saying(Severity::Note, code, Message::new(code.name(), values))
    }

    /// What may be wrong or incomplete.
    #[must_use]
    pub(crate) fn warning(code: Code, values: &[(&str, &dyn Display)]) -> Self {
        Self::saying(Severity::Warning, code, Message::new(code.name(), values))
    }

    /// What could not be read.
    #[must_use]
    pub(crate) fn error(code: Code, values: &[(&str, &dyn Display)]) -> Self {
        Self::saying(Severity::Error, code, Message::new(code.name(), values))
    }

    /// A finding in a sentence of its own.
    #[must_use]
    pub(crate) fn saying(severity: Severity, code: Code, message: Message) -> Self {
        Self { code, severity, item: String::new(), source: Source::default(), message }
    }

    /// The same about an item.
    #[must_use]
    pub(crate) fn on(self, item: impl Into<String>) -> Self {
        Self { item: item.into(), ..self }
    }

    /// The same at a place.
    #[must_use]
    pub(crate) fn at(self, source: Source) -> Self {
        Self { source, ..self }
    }
}
