//! # text-leftover
//!
//! **What it finds.** Text that belongs to no item, no label and no list of options.
//! **Why it matters.** Nothing of a document is dropped in silence: it may be a remark of the body, or a value whose place was lost.
//! **Example.** A line of prose between a heading and its first question.

use super::Context;
use crate::align;
use crate::finding::{Finding, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for piece in &context.filled.leftover {
        let text = align::text(context.rows, *piece).trim();
        let begin: String =
            text.chars().take(60).map(|c| if c == '\n' { ' ' } else { c }).collect();
        findings.push(Finding {
            code: "text-leftover",
            severity: Severity::Note,
            item: String::new(),
            source: context.source(*piece),
            message: format!("{} characters belong to no item: '{begin}'", text.chars().count()),
        });
    }
}
