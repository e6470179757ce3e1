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
    let (mut all, mut furniture, mut recognised) = (0, 0, 0);
    for row in &rows.rows[range] {
        let count: usize = row.cells.iter().map(|cell: &Cell| printed(&cell.text)).sum();
        let from_scans = row.cells.iter().filter(|cell| is_scanned(rows, cell));
        recognised += from_scans.map(|cell| printed(&cell.text)).sum::<usize>();
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
        ocr: share(recognised, all),
    }
}

/// Whether the characters of a cell were read from a picture.
fn is_scanned(rows: &Rows, cell: &Cell) -> bool {
    let page = cell.spans.first().map_or(0, |span| span.source.page);
    rows.scanned.binary_search(&page).is_ok()
}

fn printed(text: &str) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        // Signs, kana and kanji, most of any text, are known by how their bytes begin.
        let (width, is_printed) = match rest {
            [b'!'..=b'~', ..] => (1, true),
            [0xE4..=0xE9, ..] | [0xE3, 0x81..=0xBF, ..] => (3, true),
            _ => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                (c.len_utf8(), !c.is_whitespace() && !is_control(c))
            }
        };
        (count, at) = (count + usize::from(is_printed), at + width);
    }
    count
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Span;
    use crate::source::Source;

    #[test]
    fn cells_of_pages_read_from_pictures_count_as_recognised() {
        let rows = Rows { scanned: vec![2, 5], ..Rows::default() };
        let on = |page| {
            let source = Source { page, ..Source::default() };
            let span = Span { start: 0, end: 1, raw_start: 0, raw_end: 1, source };
            Cell { spans: vec![span], ..Cell::default() }
        };
        let of_scan: Vec<bool> = [1, 2, 5].map(|page| is_scanned(&rows, &on(page))).to_vec();
        assert_eq!(of_scan, [false, true, true]);
        assert!(!is_scanned(&rows, &Cell::default()));
    }
}
