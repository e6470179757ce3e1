//! # value-misplaced
//!
//! **What it finds.** A list of options, or boxes, where free text is expected.
//! **Why it matters.** A transcription has shifted the values of some rows against their labels. They are given where they are printed; the rows next to them are doubtful too.
//! **Example.** `＜選択肢＞ 1) 10人未満 …` as ④委託先への特定個人情報ファイルの提供方法.

use super::{Context, on};
use crate::finding::{Finding, Severity};
use crate::fold::fold_start;
use crate::record::{Item, Value};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let items = context.items();
    for (at, item) in items.iter().enumerate() {
        if !is_list(context, item) || in_table(context, at) {
            continue;
        }
        let (base, _) = item.id.rsplit_once('.').unwrap_or(("", ""));
        let message =
            "expected free text, but found options: values may be shifted against their labels"
                .to_owned();
        findings.push(on(item, "value-misplaced", Severity::Warning, message.clone()));
        let next = items[at + 1..].iter().find(|next| next.id.starts_with(base));
        if let Some(next) = next.filter(|next| matches!(next.value, Value::Text(_))) {
            findings.push(on(next, "value-misplaced", Severity::Warning, message));
        }
    }
}

/// A table of changes quotes options and boxes.
fn in_table(context: &Context, at: usize) -> bool {
    let Some(part) = context.filled.parts.get(at) else { return true };
    let slot = context.alignment.parts[*part].slot;
    context.alignment.form.slots[slot].role == crate::form::Role::Column
}

fn is_list(context: &Context, item: &Item) -> bool {
    let Value::Text(text) = &item.value else { return false };
    let start = fold_start(text, 12);
    let heads = &context.alignment.form.option_heads;
    heads.iter().any(|head| start.starts_with(head.as_str()) && head.starts_with('<'))
        || start.starts_with("[]") && text.matches(['[', '［']).count() > 2
}
