//! # form-cut-short
//!
//! **What it finds.** A document that ends before the form does: labels that the form prints after the last one that was found.
//! **Why it matters.** The end of the document is lost, and the value that it ends in may be cut. Nothing says that what is absent was not answered.
//! Where more than one label is missing, what the last part of the document answers carries the finding too.
//! **Example.** A text that stops in Ⅱ しきい値判断項目, with no Ⅳ リスク対策 and no 変更箇所.

use super::label_missing::{missing, raise};
use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let Some(last) = context.alignment.parts.last() else { return };
    let slots = context.alignment.form.slots.len();
    let source = last.values.last().copied().or(last.label).map(|piece| context.source(piece));
    let absent = missing(context, last.slot + 1..slots, None);
    let Some(cut) = raise(
        Code::FormCutShort,
        ["form-cut-short", "form-cut-short.one"],
        &absent,
        source.unwrap_or_default(),
    ) else {
        return;
    };
    findings.push(cut);
    if absent.len() == 1 {
        return; // Bodies leave out an attachment that has nothing to say: the table of changes.
    }
    let parts = context.filled.parts.iter().zip(context.items());
    for (_, item) in parts.filter(|(part, _)| **part + 1 == context.alignment.parts.len()) {
        let message = Message::new("form-cut-short.in", &[]);
        findings.push(on(item, Code::FormCutShort, Severity::Warning, message));
    }
}
