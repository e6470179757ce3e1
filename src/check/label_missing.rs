//! # label-missing
//!
//! **What it finds.** Labels that the form prints between two labels that were found, but that were not found themselves.
//! **Why it matters.** A page or a part of one is lost, or a label is misprinted beyond recognition; its items are absent.
//! **Example.** After 3. 特定個人情報の使用 comes 5. 特定個人情報の提供・移転: 4. is missing.

use super::Context;
use crate::finding::{Finding, Severity};
use crate::form::{Role, Slot};
use crate::source::Source;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let form = context.alignment.form;
    let parts = &context.alignment.parts;
    for pair in parts.windows(2) {
        let [before, after] = pair else { continue };
        if after.slot <= before.slot + 1 {
            continue;
        }
        let gap = &form.slots[before.slot + 1..after.slot];
        let seen = |slot: &Slot| parts.iter().any(|part| form.slots[part.slot].path == slot.path);
        let missing: Vec<&Slot> = gap
            .iter()
            .filter(|slot| is_expected(slot, form.slots[before.slot].head))
            .filter(|slot| form.expects(slot, context.revision) && !seen(slot))
            .collect();
        let Some(first) = missing.first() else { continue };
        let source = after
            .label
            .or_else(|| after.values.first().copied())
            .map_or(Source::default(), |p| context.source(p));
        findings.push(Finding {
            code: "label-missing",
            severity: Severity::Warning,
            item: String::new(),
            source,
            message: format!(
                "expected '{}' ({}) and {} more labels before this one, but found none",
                first.label,
                first.path,
                missing.len() - 1
            ),
        });
    }
}

/// Whether a form always prints the label: not a part of a repeat that need not occur.
fn is_expected(slot: &Slot, head: Option<usize>) -> bool {
    !slot.label.is_empty()
        && matches!(slot.role, Role::Value | Role::Group | Role::Section { .. })
        && (slot.head.is_none() || slot.head == head)
}
