//! # no-item-ticked
//!
//! **What it finds.** 主な記録項目 without 個人番号: what every file of this kind holds is not ticked.
//! **Why it matters.** A tick was forgotten or lost; the other boxes of the item are doubtful too.
//! **Example.** `[ ] 個人番号` in a 特定個人情報ファイル.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (item, part) in context.items().iter().zip(&context.filled.parts) {
        let slot = &context.alignment.form.slots[context.alignment.parts[*part].slot];
        let Some(expected) = slot.node.as_ref().and_then(|node| node.expects.as_ref()) else {
            continue;
        };
        if item.value == Value::Checkbox(Some(false)) && item.id.ends_with(&format!(".{expected}"))
        {
            let message = Message::new("no-item-ticked", &[("label", &item.label)]);
            findings.push(on(item, Code::NoItemTicked, Severity::Note, message));
        }
    }
}
