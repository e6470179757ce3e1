//! # value-after-gap
//!
//! **What it finds.** A value that goes on behind a gap, in lines of another shape than its row.
//! **Why it matters.** A cell may go on over a page break so; but the text may as well belong to a question whose label is lost.
//! **Example.** A table row, a blank line, and a paragraph before the next label.

use super::{Context, on};
use crate::align::Doubt;
use crate::finding::{Code, Finding, Message, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (at, doubt) in &context.filled.doubts {
        if *doubt == Doubt::AfterGap {
            let item = &context.items()[*at];
            let message = Message::new("value-after-gap", &[]);
            findings.push(on(item, Code::ValueAfterGap, Severity::Note, message));
        }
    }
}
