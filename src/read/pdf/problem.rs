//! What there is to say about a file.

use crate::finding::{Code, Message, Severity};

/// Something that could not be read, or only with a repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Stable code, such as `pdf-damaged`.
    pub(crate) code: Code,
    /// How much it weighs.
    pub(crate) severity: Severity,
    /// 1-based page; 0 for the file.
    pub(crate) page: u32,
    /// One sentence for a person.
    pub(crate) message: Message,
}
