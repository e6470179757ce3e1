//! # order-lost
//!
//! **What it finds.** A question whose answer cannot be told because the text's order is lost.
//! **Why it matters.** The item is left out rather than guessed; its answer is among the leftovers nearby.
//! **Example.** An extractor that prints the labels of a page first and their values after them.

use super::Context;
use crate::align::{Doubt, Part};
use crate::finding::{Code, Finding};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    findings.extend(left_out(context, Doubt::OrderLost, Code::OrderLost));
}

/// A finding for each item that is left out for this doubt; the message of the code is given its label and path.
pub(super) fn left_out(context: &Context, doubt: Doubt, code: Code) -> Vec<Finding> {
    let parts = context.filled.lost.iter().map(|at| &context.alignment.parts[*at]);
    let finding = |part: &Part| {
        let slot = &context.alignment.form.slots[part.slot];
        Finding::warning(code, &[("label", &slot.label), ("path", &slot.path)])
            .at(part.label.map(|label| context.source(label)).unwrap_or_default())
    };
    parts.filter(|part| part.doubt == Some(doubt)).map(finding).collect()
}
