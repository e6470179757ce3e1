//! The rows of a table under its header.

use super::Filler;
use super::value::{clean, date_value};
use crate::align::{Doubt, Piece};
use crate::fold::fold;
use crate::form::{NodeKind, Role};
use crate::record::Value;
use std::collections::BTreeMap;

/// A table that was filled, which may go on.
#[derive(Default)]
pub(super) struct Known {
    rows: usize,
    /// What its first row begins with.
    opening: Vec<String>,
}

/// So many columns tell which row it is.
const TELLING: usize = 2;

/// A row of a table: the text of each column.
struct TableRow {
    cells: BTreeMap<usize, Vec<Piece>>,
    /// Columns with text that may belong to the next row, and the row it is printed in.
    doubtful: Vec<(usize, usize)>,
}

impl TableRow {
    /// The columns whose doubtful text is printed right above the next row.
    fn doubtful_beside(&self, next: &Self) -> Vec<usize> {
        let first = next.cells.values().flatten().map(|piece| piece.row).min();
        let beside = self.doubtful.iter().filter(|(_, row)| Some(row + 1) == first);
        beside.map(|(column, _)| *column).collect()
    }
}

impl Filler<'_> {
    /// Fills the table whose columns begin with part `at`; the index of the part after its columns.
    /// A header that is printed again on the next page goes on with the same table.
    pub(super) fn table(&mut self, at: usize) -> usize {
        let slots = &self.alignment.form.slots;
        let parts = &self.alignment.parts;
        let mut end = at;
        while end < parts.len() && slots[parts[end].slot].role == Role::Column {
            end += 1;
        }
        let columns: BTreeMap<usize, usize> =
            (at..end).rev().map(|part| (parts[part].slot, part)).collect();
        let columns: Vec<usize> = columns.into_values().collect();
        let mut rows: BTreeMap<usize, BTreeMap<usize, Vec<Piece>>> = BTreeMap::new();
        for part in at..end {
            let column = columns.iter().position(|c| parts[*c].slot == parts[part].slot);
            for piece in &self.values[part] {
                let row = rows.entry(piece.row).or_default();
                row.entry(column.unwrap_or(0)).or_default().push(*piece);
            }
        }
        let rows = self.join_rows(rows);
        let before = self.rows_before(&columns, &rows);
        for (at, row) in rows.iter().enumerate() {
            let above: Vec<usize> = match at.checked_sub(1).and_then(|before| rows.get(before)) {
                Some(before) => before.doubtful_beside(row),
                None => Vec::new(),
            };
            self.table_row(&columns, before + at + 1, row, &above);
        }
        end
    }

    /// How many rows a table has that goes on here under its heading. One that begins with the same row is there again:
    /// its rows have the numbers that they had.
    fn rows_before(&mut self, columns: &[usize], rows: &[TableRow]) -> usize {
        let (Some(first), Some(row)) = (columns.first(), rows.first()) else { return 0 };
        let part = &self.alignment.parts[*first];
        let key = (part.slot, part.occurrence);
        let telling =
            |column| fold(&self.join(row.cells.get(&column).map_or(&[], Vec::as_slice)).text);
        let opening: Vec<String> = (0..TELLING).map(telling).collect();
        let known =
            self.tables.entry(key).or_insert_with(|| Known { rows: 0, opening: opening.clone() });
        if known.rows > 0 && known.opening == opening {
            columns.iter().for_each(|part| self.again[*part] = true);
            known.rows = known.rows.max(rows.len());
            return 0;
        }
        let before = known.rows;
        known.rows += rows.len();
        before
    }

    /// Rows that go on with the one before: nothing stands in their first two columns.
    fn join_rows(&self, rows: BTreeMap<usize, BTreeMap<usize, Vec<Piece>>>) -> Vec<TableRow> {
        let mut joined: Vec<TableRow> = Vec::new();
        for (number, row) in rows {
            let begins = row.contains_key(&0) || (row.contains_key(&1) && row.len() > 2);
            let gap = self.rows.rows[number].gap;
            match joined.last_mut().filter(|_| !begins) {
                Some(last) => {
                    for (column, pieces) in row {
                        last.cells.entry(column).or_default().extend(pieces);
                        // Behind a page break it may as well be the upper part of the next row.
                        last.doubtful.extend(gap.then_some((column, number)));
                    }
                }
                None => joined.push(TableRow { cells: row, doubtful: Vec::new() }),
            }
        }
        joined
    }

    fn table_row(&mut self, columns: &[usize], number: usize, row: &TableRow, above: &[usize]) {
        let first =
            row.cells.values().flatten().min_by_key(|piece| (piece.row, piece.cell)).copied();
        let unsure = row.cells.values().flatten().any(|piece| self.rows.rows[piece.row].unsure);
        let begins = self.filled.items.len();
        for (column, &part) in columns.iter().enumerate() {
            let slot = &self.alignment.form.slots[self.alignment.parts[part].slot];
            let Some(node) = &slot.node else { continue };
            let joined = self.join(row.cells.get(&column).map_or(&[], Vec::as_slice));
            let text = clean(&joined.text);
            let value =
                if node.kind == NodeKind::Date { date_value(&text) } else { Value::Text(text) };
            let range = 0..joined.text.len();
            let mut item = self.item(part, &slot.path, node, value, &joined, range);
            item.id = item.id.replacen("[]", &format!("[{number}]"), 1);
            self.note_ink(&item, &joined.text);
            if joined.text.is_empty()
                && let Some(piece) = first
            {
                let cell = &self.rows.rows[piece.row].cells[piece.cell];
                item.source = cell.source_of(piece.start..piece.end).unwrap_or(item.source);
            }
            let doubtful = unsure
                || above.contains(&column)
                || row.doubtful.iter().any(|(at, _)| *at == column);
            let at = self.filled.items.len();
            self.push(part, item);
            // What was printed before gives no item of its own.
            if doubtful && at < self.filled.items.len() {
                self.filled.doubts.push((at, Doubt::Between));
            }
        }
        self.note_short(columns, row, begins);
    }

    /// Notes the items of a row that has fewer cells than its header, and in which a column of a known shape
    /// holds something else.
    fn note_short(&mut self, columns: &[usize], row: &TableRow, begins: usize) {
        let label = columns.first().and_then(|column| self.alignment.parts[*column].label);
        let Some(titles) = label.map(|label| self.rows.rows[label.row].cells.len()) else { return };
        let cells = row.cells.values().flatten().map(|piece| self.rows.rows[piece.row].cells.len());
        let Some(cells) = cells.max().filter(|cells| *cells < titles) else { return };
        let items = self.filled.items.iter().enumerate().skip(begins);
        let found: Vec<(usize, usize)> =
            items.zip(&self.filled.parts[begins..]).map(|((at, _), part)| (at, *part)).collect();
        if found.iter().any(|(at, part)| self.is_unlike_its_column(*at, *part)) {
            self.filled.short.extend(found.iter().map(|(at, _)| (*at, cells, titles)));
        }
    }

    /// Whether an item is another thing than what its column holds: dates, one of a few words.
    fn is_unlike_its_column(&self, item: usize, part: usize) -> bool {
        let slot = &self.alignment.form.slots[self.alignment.parts[part].slot];
        let usual = slot.node.as_ref().map_or(&[][..], |node| &node.values);
        match &self.filled.items[item].value {
            Value::Date { iso: None, text } => text.chars().any(char::is_alphabetic),
            Value::Text(text) => {
                !text.is_empty()
                    && !usual.is_empty()
                    && !usual.iter().any(|word| text.contains(&**word))
            }
            _ => false,
        }
    }
}
