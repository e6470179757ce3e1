//! The text of a section whose heading is lost.

use super::{Doubt, Part, Piece};
use crate::form::{Form, NodeKind, Role};
use crate::rows::Rows;

/// Text that goes on behind a gap in another shape than its row, right before the first label of
/// another section: where that section's heading, which is lost, has a text of its own, it is that one.
pub(super) fn restore(rows: &Rows, form: &Form, parts: &mut Vec<Part>) {
    for next in (1..parts.len()).rev() {
        let Some(heading) = lost_before(form, parts, next) else { continue };
        let before = &mut parts[next - 1];
        let Some(label) = before.label else { continue };
        let behind = |piece: &Piece| (label.row + 1..=piece.row).any(|row| rows.rows[row].gap);
        let cut = before.values.iter().position(behind).unwrap_or(before.values.len());
        let values = before.values.split_off(cut);
        before.doubt = None;
        let doubt = Some(Doubt::LabelLost);
        parts.insert(next, Part { slot: heading, likeness: 1.0, values, doubt, ..Part::default() });
    }
}

/// The heading that should stand between a part that goes on behind a gap and the next.
fn lost_before(form: &Form, parts: &[Part], next: usize) -> Option<usize> {
    let before = parts.get(next - 1).filter(|part| part.doubt == Some(Doubt::AfterGap))?;
    let slot = parts[next].slot;
    let section = form.slots[slot].section;
    let heading = &form.slots[section];
    let has_text = heading.inner.iter().any(|(_, node)| node.kind == NodeKind::Text);
    (has_text
        && matches!(heading.role, Role::Section { .. })
        && slot == section + 1
        && form.slots[before.slot].section != section)
        .then_some(section)
}
