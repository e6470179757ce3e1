//! Kinds of answers.

use std::fmt;

/// What kind of answer a [`Value`](super::Value) is; the names are those of the tables.
///
/// ```
/// use hyokasho::{Value, ValueKind};
///
/// let kind = Value::Count(Some(3)).kind();
/// assert_eq!((kind, kind.name(), kind.to_string().as_str()), (ValueKind::Count, "count", "count"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// Free text.
    Text,
    /// A date.
    Date,
    /// A number.
    Count,
    /// One of printed options.
    Choice,
    /// A box.
    Checkbox,
}

impl ValueKind {
    /// The word used in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Count => "count",
            Self::Choice => "choice",
            Self::Checkbox => "checkbox",
        }
    }
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
