//! # mark-lost
//!
//! **What it finds.** Boxes whose state cannot be told: the mark was lost in transcription, or two boxes stand before one option.
//! **Why it matters.** Those options are `unknown`, not `unchecked`. The finding is on each of them.
//! **Example.** `<input type="checkbox"/> 紙 <input type="checkbox"/> 専用線`, none of them ticked.

use super::Context;
use crate::finding::{Finding, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items().iter().filter(|item| item.value == Value::Checkbox(None)) {
        findings.push(Finding {
            code: "mark-lost",
            severity: Severity::Warning,
            item: item.id.clone(),
            source: item.source,
            message: format!(
                "expected a box that is ticked or empty before '{}', but its mark is lost",
                item.label
            ),
        });
    }
}
