//! # label-missing
//!
//! **What it finds.** Labels that the form prints between two labels that were found, but that were not found themselves.
//! **Why it matters.** A page or a part of one is lost, or a label is misprinted beyond recognition; its items are absent.
//! Numbers of rows that are passed over, and labels that a row lacks and the other rows of its kind have, are of these too.
//! **Example.** After 3. 特定個人情報の使用 comes 5. 特定個人情報の提供・移転: 4. is missing.

use super::{Context, repeat};
use crate::finding::{Code, Finding, Message, Severity};
use crate::form::{Role, Slot};
use crate::source::Source;
use std::ops::Range;

/// The keys of what is said of several labels and of one.
pub(super) const KEYS: [&str; 2] = ["label-missing", "label-missing.one"];

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
        findings.extend(raise(Code::LabelMissing, KEYS, &absent, source));
    }
    repeat::check(context, findings);
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

/// The finding on labels that are missing before or after a place: its code, and the keys of its message for several
/// and for one.
pub(super) fn raise(
    code: Code,
    [several, one]: [&'static str; 2],
    absent: &[&Slot],
    source: Source,
) -> Option<Finding> {
    let first = absent.first()?;
    let more = absent.len() - 1;
    let key = if more == 0 { one } else { several };
    let message =
        Message::new(key, &[("label", &first.label), ("path", &first.path), ("more", &more)]);
    let severity = Severity::Warning;
    Some(Finding { code, severity, item: String::new(), source, message })
}

/// Whether a form always prints the label: not a part of a repeat that need not occur.
fn is_expected(slot: &Slot, head: Option<usize>) -> bool {
    !slot.label.is_empty()
        && matches!(slot.role, Role::Value | Role::Group | Role::Section { .. })
        && (slot.head.is_none() || slot.head == head)
}
