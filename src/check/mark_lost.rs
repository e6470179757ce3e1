//! # mark-lost
//!
//! **What it finds.** Boxes whose state cannot be told: the mark was lost in transcription, or two boxes stand before one option.
//! **Why it matters.** Those options are `unknown`, not `unchecked`. The finding is on the item that holds the boxes.
//! **Example.** `<input type="checkbox"/> 紙 <input type="checkbox"/> 専用線`, none of them ticked.

use super::Context;
use crate::finding::{Finding, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let mut last = String::new();
    for item in context.items() {
        let Some((node, _)) = item.id.rsplit_once('.') else { continue };
        if item.value == Value::Checkbox(None) && node != last {
            node.clone_into(&mut last);
            findings.push(Finding {
                code: "mark-lost",
                severity: Severity::Warning,
                item: node.to_owned(),
                source: item.source,
                message: format!(
                    "expected a box that is ticked or empty before '{}', but its mark is lost",
                    item.label
                ),
            });
        }
    }
}
