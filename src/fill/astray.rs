//! Answers that stand apart from their brackets, as where a page cuts a row in two.

use super::Filled;
use super::joined;
use crate::align::{self, Alignment, Piece};
use crate::fold::fold;
use crate::form::{Node, NodeKind};
use crate::record::Value;
use crate::rows::Rows;

/// An answer stands no further from the label of its choice than so many rows.
const FAR: usize = 12;

/// Gives what is left over and is nothing but an option to the one choice near it that is blank and offers it.
pub(super) fn find(filled: &mut Filled, rows: &Rows, alignment: &Alignment) {
    let mut left = std::mem::take(&mut filled.leftover);
    left.retain(|piece| !give(filled, rows, alignment, *piece));
    filled.leftover = left;
}

/// Whether a text was the answer of a choice, and has been put there.
fn give(filled: &mut Filled, rows: &Rows, alignment: &Alignment, piece: Piece) -> bool {
    const LONGEST: usize = 80;
    let printed = align::text(rows, piece);
    if printed.len() > LONGEST * 3 {
        return false;
    }
    let folded = fold(printed);
    let near = |label: Piece| label.row.abs_diff(piece.row) <= FAR;
    let blank = |at: &usize| {
        let (item, part) = (&filled.items[*at], &alignment.parts[filled.parts[*at]]);
        matches!(&item.value, Value::Choice { label, .. } if label.is_empty())
            && part.label.is_some_and(near)
            && offered(alignment, *at, filled, &folded).is_some()
    };
    let mut blank = (0..filled.parts.len()).filter(blank);
    let (Some(at), None) = (blank.next(), blank.next()) else { return false };
    let Some((node, option)) = offered(alignment, at, filled, &folded) else { return false };
    let label = node.options[option].label.to_string();
    let number = u32::try_from(option + 1).ok();
    let item = &mut filled.items[at];
    item.value = Value::Choice { label, option: number };
    item.text = joined::printed(rows, piece);
    let cell = &rows.rows[piece.row].cells[piece.cell];
    item.source = cell.source_of(piece.start..piece.end).unwrap_or(item.source);
    filled.astray.push(at);
    true
}

/// The option of an item's choice that a folded text is.
fn offered<'a>(
    alignment: &'a Alignment,
    at: usize,
    filled: &Filled,
    folded: &str,
) -> Option<(&'a Node, usize)> {
    let slot = &alignment.form.slots[alignment.parts[filled.parts[at]].slot];
    let node = slot.node.as_ref().filter(|node| node.kind == NodeKind::Choice)?;
    let option = node.options.iter().position(|option| option.folded() == folded)?;
    Some((node, option))
}
