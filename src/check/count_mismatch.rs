//! # count-mismatch
//!
//! **What it finds.** A printed number of 委託事項, 提供先 or 移転先 that differs from how many are filled in, where no attachment is referred to.
//! **Why it matters.** A page may be lost, or the body forgot to update the number.
//! **Example.** `委託する （ 4 ）件`, and six 委託事項 follow.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::record::{Item, Value};
use std::fmt::Display;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    // A long document has many counts, each of few items.
    let mut by_id: Vec<&Item> = context.items().iter().collect();
    by_id.sort_by(|a, b| a.id.cmp(&b.id));
    for item in context.items() {
        let Value::Count(Some(printed)) = item.value else { continue };
        let Some(repeat) = repeat_of(context, &item.id) else { continue };
        let (filled, attached) = filled(context, &by_id, &repeat);
        if filled != printed && !(attached && filled < printed) {
            let values: [(&str, &dyn Display); 2] = [("printed", &printed), ("filled", &filled)];
            let message = Message::new("count-mismatch", &values);
            findings.push(on(item, Code::CountMismatch, Severity::Note, message));
        }
    }
}

/// The beginning of the ids of what a count counts: `file[1].entrustment.tasks[`.
fn repeat_of(context: &Context, id: &str) -> Option<String> {
    let (base, name) = id.rsplit_once('.')?;
    let form = context.alignment.form;
    let counts =
        form.slots.iter().flat_map(|slot| slot.inner.iter()).find_map(|(path, node)| {
            path.ends_with(&format!(".{name}")).then(|| node.counts.clone())?
        })?;
    Some(format!("{base}.{counts}["))
}

/// How many occurrences have any text, and whether one of them refers to an attachment.
fn filled(context: &Context, by_id: &[&Item], repeat: &str) -> (u64, bool) {
    let mut numbers: Vec<&str> = Vec::new();
    let mut attached = false;
    let first = by_id.partition_point(|item| item.id.as_str() < repeat);
    for item in by_id.get(first..).unwrap_or_default() {
        let Some(rest) = item.id.strip_prefix(repeat) else { break };
        if is_answered(item) {
            numbers.extend(rest.split(']').next());
            let text = fold(&item.value.printed());
            attached |= context.alignment.form.appendix.iter().any(|word| text.contains(&**word));
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    (numbers.len() as u64, attached)
}

fn is_answered(item: &Item) -> bool {
    match &item.value {
        Value::Text(text) => !matches!(text.trim(), "" | "-" | "－" | "―" | "—" | "ー"),
        Value::Choice { label, .. } => !label.is_empty(),
        Value::Checkbox(ticked) => *ticked == Some(true),
        _ => false,
    }
}
