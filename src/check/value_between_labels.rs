//! # value-between-labels
//!
//! **What it finds.** A value some of whose text stands between two labels, either of which it may belong to.
//! **Why it matters.** It was given to one of them; it may belong to the other.
//! **Example.** A row whose first cell is empty, right above the row of ②事務の内容.

use super::{Context, on};
use crate::align::Doubt;
use crate::finding::{Finding, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (at, doubt) in &context.filled.doubts {
        if *doubt == Doubt::Between {
            let item = &context.items()[*at];
            let message = "some of the text here may belong to the neighbouring value".to_owned();
            findings.push(on(item, "value-between-labels", Severity::Note, message));
        }
    }
}
