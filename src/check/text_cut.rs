//! # text-cut
//!
//! **What it finds.** A text without lines or cells that ends in an answer, where the form goes on.
//! **Why it matters.** Nothing tells whether the answer is whole: the item is left out, its characters are among the leftovers.
//! **Example.** An excerpt whose last words are `①事務の名称 住民基本台帳事`.

use super::Context;
use crate::align::Doubt;
use crate::finding::{Finding, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for at in &context.filled.lost {
        let part = &context.alignment.parts[*at];
        if part.doubt != Some(Doubt::Cut) {
            continue;
        }
        let slot = &context.alignment.form.slots[part.slot];
        findings.push(Finding {
            code: "text-cut",
            severity: Severity::Warning,
            item: String::new(),
            source: part.label.map(|label| context.source(label)).unwrap_or_default(),
            message: format!(
                "expected the whole answer to '{}' ({}), but the text ends in it",
                slot.label, slot.path
            ),
        });
    }
}
