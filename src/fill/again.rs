//! Rows of a repeat that are printed again under the same number, and are other rows: `システム2` twice.

use crate::align::{self, Alignment, Part};
use crate::remark::without_remark;
use crate::rows::Rows;
use std::collections::BTreeMap;

/// For each part whether it belongs to a row whose number was printed before, above another name: what a row is
/// called is its head's answer, or that of its first label. A row that goes on says nothing there, or the same again.
pub(super) fn again(rows: &Rows, alignment: &Alignment) -> Vec<bool> {
    let slots = &alignment.form.slots;
    let mut names: BTreeMap<(usize, u32, u32), String> = BTreeMap::new();
    let mut is_again = vec![false; alignment.parts.len()];
    let mut open = None;
    for (at, part) in alignment.parts.iter().enumerate() {
        let slot = &slots[part.slot];
        let head = alignment.form.head_of(part.slot);
        let (Some(head), Some(number), false) = (head, part.number, part.separator) else {
            open = None;
            continue;
        };
        if part.slot == head && part.label.is_some() {
            let key = (head, part.occurrence, number);
            let named = if slot.node.is_some() { Some(at) } else { first(alignment, at, head) };
            let name = named.map(|at| name(rows, &alignment.parts[at])).unwrap_or_default();
            let known = names.get(&key).filter(|known| !known.is_empty());
            let is_other = known.is_some_and(|known| !name.is_empty() && *known != name);
            open = is_other.then_some(head);
            if known.is_none() {
                names.insert(key, name);
            }
        }
        is_again[at] = open == Some(head);
    }
    is_again
}

/// The first label of the row that begins with the part, right behind it.
fn first(alignment: &Alignment, at: usize, head: usize) -> Option<usize> {
    let next = alignment.parts.get(at + 1)?;
    (next.slot == head + 1 && next.label.is_some()).then_some(at + 1)
}

fn name(rows: &Rows, part: &Part) -> String {
    let text: String = part.values.iter().map(|piece| align::text(rows, *piece)).collect();
    without_remark(&text)
}
