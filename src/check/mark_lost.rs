//! # mark-lost
//!
//! **What it finds.** Boxes whose state cannot be told: the mark was lost in transcription, no font explains it, or two boxes
//! stand before one option.
//! **Why it matters.** Those options are `unknown`, not `unchecked`. The finding is on each box with a sign or ink in it that
//! is no mark, and on the item that holds the boxes where a transcription shows none at all.
//! **Example.** `<input type="checkbox"/> 紙 <input type="checkbox"/> 専用線`, none of them ticked.

use super::{Context, on};
use crate::finding::{Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let mut last = String::new();
    for item in context.items().iter().filter(|item| item.value == Value::Checkbox(None)) {
        let Some((node, _)) = item.id.rsplit_once('.') else { continue };
        let message = Message::new("mark-lost", &[("label", &item.label)]);
        let mut finding = on(item, "mark-lost", Severity::Warning, message);
        if !context.filled.illegible.contains(&item.id) {
            if node == last {
                continue;
            }
            node.clone_into(&mut last);
            node.clone_into(&mut finding.item);
        }
        findings.push(finding);
    }
}
