//! # value-between-labels
//!
//! **What it finds.** A value some of whose text stands between two labels, either of which it may belong to.
//! **Why it matters.** It was given to the label below, as in a row whose label is centred; it may belong to the one above.
//! **Example.** A row whose first cell is empty, right above the row of ②事務の内容.

use super::{Context, on};
use crate::align::Doubt;
use crate::finding::{Finding, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (item, part) in context.items().iter().zip(&context.filled.parts) {
        if context.alignment.parts[*part].doubt == Some(Doubt::Between) {
            let message = "the text above the label was taken for the beginning of this value".to_owned();
            findings.push(on(item, "value-between-labels", Severity::Note, message));
        }
    }
}
