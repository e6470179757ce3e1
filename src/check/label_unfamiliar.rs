//! # label-unfamiliar
//!
//! **What it finds.** A label that was matched only approximately.
//! **Why it matters.** The wording may be a misprint, or one that the catalogue does not hold yet; the item may be another one.
//! **Example.** `従業員に対する教育・啓発` where the form prints `従業者に対する教育・啓発`.

use super::Context;
use crate::align;
use crate::finding::{Code, Finding};

/// Labels closer than this to the official wording are misprints of a letter or two.
const CLOSE: f32 = 0.8;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for part in &context.alignment.parts {
        let Some(label) = part.label.filter(|_| part.likeness < CLOSE) else { continue };
        let official = &context.alignment.form.slots[part.slot];
        let printed = align::text(context.rows, label).replace('\n', " ");
        let at =
            context.filled.parts.iter().position(|p| {
                std::ptr::eq(&raw const context.alignment.parts[*p], &raw const *part)
            });
        findings.push(
            Finding::note(
                Code::LabelUnfamiliar,
                &[("label", &official.label), ("printed", &printed)],
            )
            .on(at.map(|at| context.filled.items[at].id.clone()).unwrap_or_default())
            .at(context.source(label)),
        );
    }
}
