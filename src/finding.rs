//! What is odd, lost, contradictory or unreadable in a document: data, never an error.

mod message;

pub use message::Message;

use crate::source::Source;
use std::sync::LazyLock;

/// The code of what is left out because it is no document.
pub const LEFT_OUT: &str = "left-out";

/// All codes with their Japanese names, sorted.
static NAMES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("finding/data/codes.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once(',')).collect()
});

/// All codes with their Japanese names, sorted. A code never changes its meaning; a version may add some.
///
/// ```
/// let names = hyokasho::finding::names();
/// assert!(names.contains(&("mark-lost", "チェックの印が失われている")));
/// ```
#[must_use]
pub fn names() -> &'static [(&'static str, &'static str)] {
    &NAMES
}

/// The Japanese name of a code; the code itself where it has none.
///
/// ```
/// assert_eq!(hyokasho::finding::name("date-unreadable"), "日付として読めない");
/// ```
#[must_use]
pub fn name(code: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

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
    /// Stable code, e.g. `choice-not-offered`; `hyokasho explain CODE` prints its page.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The item it is about; empty for the document as a whole.
    pub item: String,
    /// Where it was printed.
    pub source: Source,
    /// One sentence for a person, in English and Japanese.
    pub message: Message,
}
