//! # order-lost
//!
//! **What it finds.** A question whose answer cannot be told because the text's order is lost.
//! **Why it matters.** The item is left out rather than guessed; its answer is among the leftovers nearby.
//! **Example.** An extractor that prints the labels of a page first and their values after them.

use super::Context;
use crate::align::Doubt;
use crate::finding::{Finding, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for at in &context.filled.lost {
        let part = &context.alignment.parts[*at];
        if part.doubt == Some(Doubt::Cut) {
            continue;
        }
        let slot = &context.alignment.form.slots[part.slot];
        findings.push(Finding {
            code: "order-lost",
            severity: Severity::Warning,
            item: String::new(),
            source: part.label.map(|label| context.source(label)).unwrap_or_default(),
            message: format!(
                "expected the answer to '{}' ({}) behind it, but the text is out of order",
                slot.label, slot.path
            ),
        });
    }
}
