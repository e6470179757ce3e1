//! # label-missing
//!
//! **What it finds.** Labels that the form prints between two labels that were found, but that were not found themselves.
//! **Why it matters.** A page or a part of one is lost, or a label is misprinted beyond recognition; its items are absent.
//! **Example.** After 3. 特定個人情報の使用 comes 5. 特定個人情報の提供・移転: 4. is missing.

use super::Context;
use crate::finding::{Code, Finding, Message, Severity};
use crate::form::{Role, Slot};
use crate::source::Source;
use std::ops::Range;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let parts = &context.alignment.parts;
    for pair in parts.windows(2) {
        let [before, after] = pair else { continue };
        if after.slot <= before.slot + 1 {
            continue;
        }
        let head = context.alignment.form.slots[before.slot].head;
        let absent = missing(context, before.slot + 1..after.slot, head);
        let place = after.label.or_else(|| after.values.first().copied());
        let source = place.map_or(Source::default(), |piece| context.source(piece));
        findings.extend(raise(Code::LabelMissing, "label-missing.one", &absent, source));
    }
}

/// The labels of a stretch of the form that it always prints and that were found nowhere; `head` is that of the
/// repeat before the stretch.
pub(super) fn missing(
    context: &Context,
    stretch: Range<usize>,
    head: Option<usize>,
) -> Vec<&'static Slot> {
    let form = context.alignment.form;
    let parts = &context.alignment.parts;
    let seen = |slot: &Slot| parts.iter().any(|part| form.slots[part.slot].path == slot.path);
    let stretch = form.slots.get(stretch).unwrap_or_default().iter();
    stretch
        .filter(|slot| is_expected(slot, head))
        .filter(|slot| form.expects(slot, context.revision) && !seen(slot))
        .collect()
}

/// The finding on labels that are missing before or after a place: its code, and the
/// key of its message for one.
pub(super) fn raise(
    code: Code,
    one: &'static str,
    absent: &[&Slot],
    source: Source,
) -> Option<Finding> {
    let first = absent.first()?;
    let more = absent.len() - 1;
    let key = if more == 0 { one } else { code.name() };
    let message =
        Message::new(key, &[("label", &first.label), ("path", &first.path), ("more", &more)]);
    let severity = Severity::Warning;
    Some(Finding::saying(severity, code, message).at(source))
}

/// Whether a form always prints the label: not a part of a repeat that need not occur.
fn is_expected(slot: &Slot, head: Option<usize>) -> bool {
    !slot.label.is_empty()
        && matches!(slot.role, Role::Value | Role::Group | Role::Section { .. })
        && (slot.head.is_none() || slot.head == head)
}
