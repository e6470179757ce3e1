//! What a reader has said of a place becomes a finding on the item that stands there.

use crate::align::{Alignment, Part, Piece};
use crate::fill::Filled;
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::form::Role;
use crate::record::{Item, Value};
use crate::rows::{Note, Rows};
use crate::source::{Area, Source};
use std::collections::BTreeSet;
use std::ops::Range;

/// The findings that the notes in these rows make: those of one code on one item are one.
pub(super) fn findings(
    rows: &Rows,
    range: &Range<usize>,
    alignment: &Alignment,
    filled: &Filled,
) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    let pieces = alignment.parts.iter().flat_map(|part| &part.values);
    let answers = pieces.map(|piece| (piece.row, piece.cell)).collect();
    let places = Places { rows, alignment, filled, answers };
    let is_here = |note: &&Note| note.cell.is_some_and(|(row, _)| range.contains(&row));
    for note in rows.notes.iter().filter(is_here) {
        let item = places.item(note);
        if !note.within.is_empty() && !item.is_some_and(|item| holds_more(item, &note.within)) {
            continue;
        }
        let is_unprinted = matches!(note.code, Code::OutsidePrintArea | Code::HiddenLeftOut);
        if is_unprinted && !item.is_some_and(is_blank) {
            continue;
        }
        // A bar in a label hides nothing of the answer beside it.
        let is_bar = note.code == Code::TextBlackedOut && note.severity != Severity::Error;
        if is_bar && places.is_label(note) && item.is_some_and(|item| !is_blank(item)) {
            continue;
        }
        // What is added to a label is said of the document.
        let is_added = note.code == Code::TextAdded && note.within.is_empty();
        let is_beside = is_added && !places.is_answer(note);
        let item = item.filter(|item| !is_beside || is_blank(item));
        let item = item.map(|item| item.id.clone()).unwrap_or_default();
        let same = |known: &&mut Finding| known.code == note.code && known.item == item;
        match all.iter_mut().find(same).filter(|_| !item.is_empty()) {
            Some(known) => known.message.add(&note.message),
            None => all.push(finding(note, item)),
        }
    }
    all.extend(untrusted(rows, filled));
    all
}

/// Whether an item has no answer: what is not printed beside another one is none.
fn is_blank(item: &Item) -> bool {
    item.value.printed().trim().is_empty()
}

/// Whether a value has a text in it, and more than that.
fn holds_more(item: &Item, text: &str) -> bool {
    let (value, text) = (fold(&item.value.printed()), fold(text));
    value.len() > text.len() && value.contains(&text)
}

/// The state of a box is not read from an OCR layer: recognition takes an empty bracket for a mark, and
/// a mark for a letter.
pub(super) fn lose_marks(rows: &Rows, filled: &mut Filled) {
    for item in &mut filled.items {
        if let Value::Checkbox(ticked) = &mut item.value
            && rows.by_ocr.binary_search(&item.source.page).is_ok()
        {
            *ticked = None;
        }
    }
}

/// A code, the pages it is about, the items it is about, and the keys of what it says of these and of the whole.
type Reason<'a> = (Code, &'a [u32], &'a dyn Fn(&Item, &[u32]) -> bool, [Option<&'static str>; 2]);

/// The findings on what stands on pages that are not to be trusted as others are, and one on the whole.
pub(super) fn untrusted(rows: &Rows, filled: &Filled) -> Vec<Finding> {
    let mut all = Vec::new();
    let on_pages = |item: &Item, pages: &[u32]| pages.binary_search(&item.source.page).is_ok();
    let near_damage = |item: &Item, pages: &[u32]| {
        let page = item.source.page;
        let from = pages.partition_point(|other| other + 1 < page);
        // A value goes on over a page break; what is lost leaves later rows with another number.
        pages.get(from).is_some_and(|other| *other <= page + 1)
            || item.id.contains('[') && pages.first().is_some_and(|first| *first < page)
    };
    let ocr = [None, Some("text-by-ocr.pages")];
    let damage = [None, Some("stream-damaged.pages")];
    let reasons: [Reason<'_>; 3] = [
        (Code::TextByOcr, &rows.by_ocr, &on_pages, ocr),
        (Code::StreamDamaged, &rows.damaged, &near_damage, damage),
        (Code::PdfDamaged, &rows.doubtful, &on_pages, [Some("pdf-damaged.page"), None]),
    ];
    for (code, pages, is_meant, [on_item, on_whole]) in reasons {
        let mut say = |item: String, source: Source, message: Message| {
            let severity = Severity::Warning;
            all.push(Finding::saying(severity, code, message).on(item).at(source));
        };
        for item in filled.items.iter().filter(|item| is_meant(item, pages)) {
            say(item.id.clone(), item.source, Message::new(on_item.unwrap_or(code.name()), &[]));
        }
        if let Some((first, on_whole)) = pages.first().zip(on_whole) {
            let source = Source { page: *first, ..Source::default() };
            say(String::new(), source, Message::new(on_whole, &[("pages", &pages.len())]));
        }
    }
    all
}

/// The findings that the notes outside of these rows make, on no item.
pub(super) fn elsewhere(rows: &Rows, understood: &[Range<usize>]) -> Vec<Finding> {
    let within =
        |note: &Note| note.cell.is_some_and(|(row, _)| understood.iter().any(|r| r.contains(&row)));
    let outside = rows.notes.iter().filter(|note| note.within.is_empty() && !within(note));
    outside.map(|note| finding(note, String::new())).collect()
}

fn finding(note: &Note, item: String) -> Finding {
    let Note { code, severity, source, ref message, .. } = *note;
    Finding::saying(severity, code, message.clone()).on(item).at(source)
}

struct Places<'a> {
    rows: &'a Rows,
    alignment: &'a Alignment,
    filled: &'a Filled,
    /// The cells, by row and cell, in which answers stand.
    answers: BTreeSet<(usize, usize)>,
}

impl Places<'_> {
    /// The item that a note is about.
    fn item(&self, note: &Note) -> Option<&Item> {
        let (row, cell) = note.cell?;
        self.valued(note, row, cell)
            .or_else(|| self.of_column(row, cell))
            .or_else(|| self.labelled(row, cell))
    }

    /// Whether an answer stands in the cell of a note.
    fn is_answer(&self, note: &Note) -> bool {
        note.cell.is_some_and(|cell| self.answers.contains(&cell))
    }

    /// Whether a label stands in the cell of a note, and no answer.
    fn is_label(&self, note: &Note) -> bool {
        let mut labels = self.alignment.parts.iter().filter_map(|part| part.label);
        labels.any(|label| note.cell == Some((label.row, label.cell))) && !self.is_answer(note)
    }

    /// The part and the items of each.
    fn items(&self) -> impl Iterator<Item = (&Item, &Part)> {
        let parts = &self.alignment.parts;
        let items = self.filled.items.iter().zip(&self.filled.parts);
        items.filter_map(|(item, part)| Some((item, parts.get(*part)?)))
    }

    /// The item with a value in the cell, or a label; of several the nearest.
    fn valued(&self, note: &Note, row: usize, cell: usize) -> Option<&Item> {
        let here = |part: &Part| {
            let pieces = part.values.iter().chain(&part.label);
            pieces.clone().any(|piece| (piece.row, piece.cell) == (row, cell))
        };
        let near = self.items().filter(|(_, part)| here(part)).map(|(item, _)| item);
        near.min_by(|one, other| {
            apart(note.source, one.source).total_cmp(&apart(note.source, other.source))
        })
    }

    /// The item of a blank cell of a table: the column's, of the row.
    fn of_column(&self, row: usize, cell: usize) -> Option<&Item> {
        let column = |part: &&Part| {
            let slot = self.alignment.form.slots.get(part.slot);
            slot.is_some_and(|slot| slot.role == Role::Column)
        };
        let columns = self.alignment.parts.iter().filter(column);
        let beside = |part: &&Part| part.values.iter().any(|piece| piece.row == row);
        let in_row = columns.clone().find(beside)?;
        let piece = in_row.values.iter().find(|piece| piece.row == row)?;
        let known = self.item_at(piece.row, piece.cell)?;
        let (start, _) = known.id.rsplit_once('.')?;
        let same = |part: &&Part| {
            let pieces = part.values.iter().chain(&part.label);
            pieces.clone().any(|piece| piece.cell == cell)
        };
        let path = |part: &Part| self.alignment.form.slots.get(part.slot).map(|slot| &slot.path);
        let name = path(columns.clone().find(same)?)?.rsplit('.').next()?.to_owned();
        let id = format!("{start}.{name}");
        self.filled.items.iter().find(|item| item.id == id)
    }

    /// The item of a column whose value stands in a cell.
    fn item_at(&self, row: usize, cell: usize) -> Option<&Item> {
        let page = self.rows.rows.get(row)?.cells.get(cell)?.spans.first()?.source;
        let here = self.items().filter(|(_, part)| {
            part.values.iter().any(|piece| (piece.row, piece.cell) == (row, cell))
        });
        here.map(|(item, _)| item)
            .min_by(|one, other| apart(page, one.source).total_cmp(&apart(page, other.source)))
    }

    /// The item of a blank cell: its label stands on its left, or above it.
    fn labelled(&self, row: usize, cell: usize) -> Option<&Item> {
        let label = |part: &Part| part.label.filter(|label| (label.row, label.cell) <= (row, cell));
        let near = self.items().filter_map(|(item, part)| Some((item, label(part)?)));
        // A label above stands in the same column, where that has one.
        let key = |label: Piece| (label.row, label.row < row && label.cell == cell, label.cell);
        near.max_by_key(|(_, label)| (key(*label), label.start)).map(|(item, _)| item)
    }
}

/// How far apart two places are, in points; of two pages or sheets, very far. The cells of a row are nearer than those of
/// others.
fn apart(one: Source, other: Source) -> f32 {
    if (one.page, one.sheet) != (other.page, other.sheet) {
        return f32::MAX;
    }
    if let (Some(one), Some(other)) = (one.cell, other.cell) {
        return one.row.abs_diff(other.row) as f32 * 1e5 + one.column.abs_diff(other.column) as f32;
    }
    if one.line != other.line {
        return one.line.abs_diff(other.line) as f32 * 12.0;
    }
    match (one.area, other.area) {
        (Some(one), Some(other)) => between(one, other),
        _ => 0.0,
    }
}

fn between(one: Area, other: Area) -> f32 {
    let out = |a0: f32, a1: f32, b0: f32, b1: f32| (b0 - a1).max(a0 - b1).max(0.0);
    let middle = (f32::midpoint(one.x0, one.x1) - f32::midpoint(other.x0, other.x1)).abs();
    let across = out(one.x0, one.x1, other.x0, other.x1);
    4.0 * out(one.y0, one.y1, other.y0, other.y1) + across + middle * 1e-3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::CellName;

    #[test]
    fn the_cells_of_a_row_are_nearer_than_those_of_others() {
        let at = |sheet, row, column| {
            let cell = Some(CellName { row, column });
            Source { sheet, cell, ..Source::default() }
        };
        let note = at(2, 9, 20);
        assert!(apart(note, at(2, 9, 0)) < apart(note, at(2, 8, 20)));
        assert!(apart(note, at(2, 3, 20)) < apart(note, at(1, 9, 20)));
    }
}
