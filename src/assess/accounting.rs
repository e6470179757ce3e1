//! Every printed character is a value, a label, a list of options, furniture or a leftover: counts them.

use crate::align::{Alignment, Piece, text};
use crate::fill::Filled;
use crate::fold::control::is_control;
use crate::form::{Role, Slot};
use crate::record::Quality;
use crate::rows::{Cell, Rows};
use std::ops::Range;

/// How well a document was read. White space and markup do not count.
pub(super) fn quality(
    rows: &Rows,
    range: Range<usize>,
    alignment: &Alignment,
    filled: &Filled,
    revision: &str,
) -> Quality {
    let (mut all, mut furniture) = (0, 0);
    for row in &rows.rows[range] {
        let count: usize = row.cells.iter().map(|cell: &Cell| printed(&cell.text)).sum();
        all += count;
        if row.furniture {
            furniture += count;
        }
    }
    let leftover: usize =
        filled.leftover.iter().map(|piece: &Piece| printed(text(rows, *piece))).sum();
    let (furniture, leftover) = (share(furniture, all), share(leftover, all));
    Quality {
        conformity: conformity(alignment, revision),
        coverage: ((1.0 - furniture - leftover) * 1e4).round() / 1e4,
        leftover,
        furniture,
        ocr: 0.0,
    }
}

fn printed(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace() && !is_control(*c)).count()
}

/// A share with four decimals, so that the three add up to 1 as printed.
#[expect(clippy::cast_precision_loss, reason = "counts of characters")]
fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { (part as f64 / all as f64 * 1e4).round() / 1e4 }
}

/// Share of the labels that the form prints in this revision that were found where they are expected.
fn conformity(alignment: &Alignment, revision: &str) -> f64 {
    let form = alignment.form;
    let mut found: Vec<usize> =
        alignment.parts.iter().filter(|part| part.label.is_some()).map(|part| part.slot).collect();
    found.sort_unstable();
    found.dedup();
    let is_expected = |slot: &Slot| {
        matches!(slot.role, Role::Value | Role::Group | Role::Section { .. })
            && !slot.names.is_empty()
            && form.expects(slot, revision)
            && slot.head.is_none_or(|head| found.binary_search(&head).is_ok())
    };
    let (mut expected, mut seen) = (0, 0);
    for (at, _) in form.slots.iter().enumerate().filter(|(_, slot)| is_expected(slot)) {
        expected += 1;
        seen += usize::from(found.binary_search(&at).is_ok());
    }
    share(seen, expected)
}
