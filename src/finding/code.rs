//! The codes of findings: an enum that the build makes of the table `data/codes.csv` and of the codes' pages.

use crate::messages::{fill, text};
use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

include!(concat!(env!("OUT_DIR"), "/codes.rs"));

impl Code {
    /// The word of the tables, which `hyokasho explain` has the page of.
    ///
    /// ```
    /// use hyokasho::Code;
    ///
    /// assert_eq!(Code::MarkLost.name(), "mark-lost");
    /// assert_eq!("mark-lost".parse(), Ok(Code::MarkLost));
    /// assert!(Code::ALL.iter().all(|code| code.name().parse() == Ok(*code)));
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        NAMES[self as usize][0]
    }

    /// The Japanese name.
    ///
    /// ```
    /// assert_eq!(hyokasho::Code::DateUnreadable.label(), "日付として読めない");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        NAMES[self as usize][1]
    }
}

/// The cell of a table that holds several codes.
#[must_use]
pub(crate) fn joined(codes: &[Code]) -> String {
    codes.iter().map(|code| code.name()).collect::<Vec<_>>().join(";")
}

impl Display for Code {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl FromStr for Code {
    type Err = NoCode;

    fn from_str(name: &str) -> Result<Self, NoCode> {
        let at = NAMES.binary_search_by(|[known, _]| (*known).cmp(name));
        at.ok().and_then(|at| Self::ALL.get(at).copied()).ok_or_else(|| NoCode(name.to_owned()))
    }
}

/// A word that is no code of this version.
///
/// ```
/// let cause = "mark-lots".parse::<hyokasho::Code>().unwrap_err();
/// assert_eq!(cause.to_string(), "unknown finding 'mark-lots'");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCode(pub String);

impl Display for NoCode {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&fill(
            "error.name-unknown",
            &[("what", &text("what.finding")), ("name", &self.0)],
        ))
    }
}

impl std::error::Error for NoCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_has_a_name_for_each() {
        assert!(NAMES.is_sorted_by(|a, b| a[0] < b[0]));
        assert!(NAMES.iter().all(|[_, label]| !label.is_empty() && !label.is_ascii()));
        assert_eq!(NAMES.len(), Code::ALL.len());
    }

    #[test]
    fn the_order_of_codes_is_that_of_their_names() {
        assert!(Code::ALL.is_sorted_by(|a, b| a < b && a.name() < b.name()));
        assert_eq!(format!("{:<12}|", Code::TextCut), "text-cut    |");
    }
}
