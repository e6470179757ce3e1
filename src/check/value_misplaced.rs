//! # value-misplaced
//!
//! **What it finds.** A list of options, or boxes, where free text is expected; free text beside the label of a choice whose answer
//! stands in a row below; a choice whose brackets are empty while its answer stands alone in a row near it.
//! **Why it matters.** A transcription has shifted the values of some rows against their labels. They are given where they are printed; the rows next to them are doubtful too.
//! **Example.** `＜選択肢＞ 1) 10人未満 …` as ④委託先への特定個人情報ファイルの提供方法.

use super::{Context, on};
use crate::finding::{Finding, Message, Severity};
use crate::fold::fold_start;
use crate::record::{Item, Value};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    answered_below(context, findings);
    for item in context.filled.astray.iter().filter_map(|at| context.items().get(*at)) {
        let message = Message::new("value-misplaced", &[]);
        findings.push(on(item, "value-misplaced", Severity::Warning, message));
    }
    let items = context.items();
    for (at, item) in items.iter().enumerate() {
        if !is_list(context, item) || in_table(context, at) {
            continue;
        }
        let (base, _) = item.id.rsplit_once('.').unwrap_or(("", ""));
        let message = Message::new("value-misplaced.options", &[]);
        findings.push(on(item, "value-misplaced", Severity::Warning, message.clone()));
        let next = items[at + 1..].iter().find(|next| next.id.starts_with(base));
        if let Some(next) = next.filter(|next| matches!(next.value, Value::Text(_))) {
            findings.push(on(next, "value-misplaced", Severity::Warning, message));
        }
    }
}

/// Choices whose own row holds something else.
fn answered_below(context: &Context, findings: &mut Vec<Finding>) {
    for (at, item) in context.items().iter().enumerate() {
        let part = context.filled.parts.get(at).map(|part| &context.alignment.parts[*part]);
        let Some((label, values)) = part.and_then(|part| Some((part.label?, &part.values))) else {
            continue;
        };
        let beside = values.first().filter(|piece| piece.row == label.row);
        let below = values.last().is_some_and(|piece| piece.row > label.row);
        let left = beside.is_some_and(|piece| context.filled.leftover.contains(piece));
        if below && left && matches!(&item.value, Value::Choice { label, .. } if !label.is_empty())
        {
            let message = Message::new("value-misplaced.below", &[]);
            findings.push(on(item, "value-misplaced", Severity::Warning, message));
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
