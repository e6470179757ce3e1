//! What stands right around labels: other labels, the brackets that a document sets its labels in, signs of lists.

use super::sheet::{CellRef, Sheet};
use crate::form::{Enumerator, Form, Hit};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Where labels of some length start and end: one that touches another stands by itself.
pub(super) struct Neighbours {
    starts: Vec<usize>,
    ends: Vec<usize>,
    /// The document sets its labels in brackets.
    dressed: bool,
}

/// Brackets around labels, and with how many different ones a document sets its labels in them.
const DRESS: &str = include_str!("data/dress.csv");

/// A pair of brackets, and so many labels.
type Dress = (char, char, usize);

static DRESSES: LazyLock<Vec<Dress>> = LazyLock::new(|| {
    let dress = |line: &str| {
        let mut parts = line.split(',');
        let mut brackets = parts.next()?.chars();
        Some((brackets.next()?, brackets.next()?, parts.next()?.parse().ok()?))
    };
    DRESS.lines().skip(1).filter_map(dress).collect()
});

/// The bracket that opens before a place of a text, and closes behind another.
fn dress(text: &str, start: usize, end: usize) -> Option<Dress> {
    let before = text.get(..start)?.chars().next_back()?;
    let after = text.get(end..)?.chars().next()?;
    DRESSES.iter().find(|(open, close, _)| (*open, *close) == (before, after)).copied()
}

/// Whether many labels of a document stand in brackets.
fn is_dressed(sheet: &Sheet, form: &Form, hits: &[Hit]) -> bool {
    let mut dressed: BTreeMap<Dress, BTreeSet<usize>> = BTreeMap::new();
    let long = hits.iter().filter(|hit| form.index.length(hit.body) >= 4);
    let closes = |c: char| DRESSES.iter().any(|(_, close, _)| *close == c);
    for hit in long.filter(|hit| sheet.text[hit.end..].starts_with(closes)) {
        let from = back_off(&sheet.text, hit.start, 8);
        let number =
            Enumerator::before(&sheet.text[from..hit.start]).map_or(0, |(_, length)| length);
        if let Some(dress) = dress(&sheet.text, hit.start - number, hit.end) {
            dressed.entry(dress).or_default().insert(hit.body);
        }
    }
    dressed.iter().any(|((.., fewest), labels)| labels.len() >= *fewest)
}

impl Neighbours {
    pub(super) fn new(sheet: &Sheet, form: &Form, hits: &[Hit]) -> Self {
        let long = || {
            hits.iter()
                .filter(|hit| form.index.length(hit.body) >= 4 && !form.index.is_numbered(hit.body))
        };
        let sorted = |mut places: Vec<usize>| {
            places.sort_unstable();
            places
        };
        Self {
            starts: sorted(long().map(|hit| hit.start).collect()),
            ends: sorted(long().map(|hit| hit.end).collect()),
            dressed: is_dressed(sheet, form, hits),
        }
    }

    /// Whether a label of some length starts at a place.
    pub(super) fn starts_at(&self, at: usize) -> bool {
        self.starts.binary_search(&at).is_ok()
    }

    /// Whether one ends at a place.
    pub(super) fn ends_at(&self, at: usize) -> bool {
        self.ends.binary_search(&at).is_ok()
    }

    /// A label with the brackets that are its dress, where labels of this document wear some, and whether it wears
    /// any; else with the sign of a list before it.
    pub(super) fn dressed_in(
        &self,
        sheet: &Sheet,
        cell: CellRef,
        label: Range<usize>,
    ) -> (Range<usize>, bool) {
        let Range { start, end } = label;
        let text = &sheet.text[..cell.end.max(end)];
        match self.dressed.then(|| dress(text, start, end)).flatten() {
            Some((open, close, _)) => (start - open.len_utf8()..end + close.len_utf8(), true),
            None => (start - list_sign(sheet, cell, start)..end, false),
        }
    }
}

/// The sign of a list that a line begins with right before a label: its bytes.
fn list_sign(sheet: &Sheet, cell: CellRef, start: usize) -> usize {
    if start <= cell.start || !sheet.text[..start].ends_with(['*', '+', '•']) {
        return 0;
    }
    let sign = sheet.text[..start].chars().next_back().map_or(0, char::len_utf8);
    let before =
        sheet.original(cell).get(..sheet.back(start)).unwrap_or("").trim_end_matches([' ', '　']);
    let rest = before.trim_end_matches(['*', '+', '•']).trim_end_matches([' ', '　']);
    let opens_line = before.len() > rest.len() && (rest.is_empty() || rest.ends_with('\n'));
    if opens_line { sign } else { 0 }
}

/// So many bytes before a place, or the next whole character.
pub(super) fn back_off(text: &str, at: usize, bytes: usize) -> usize {
    let mut from = at.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_brackets_of_the_table_is_read() {
        assert_eq!(DRESSES.len(), DRESS.lines().count() - 1);
        assert_eq!(
            dress("a【b】c", 4, 5).map(|(open, close, _)| (open, close)),
            Some(('【', '】'))
        );
        assert_eq!(dress("a【b】c", 4, 8), None);
    }
}
