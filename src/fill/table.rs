//! The rows of a table under its header.

use super::{Filler, clean, date_value};
use crate::align::Piece;
use crate::form::{NodeKind, Role};
use crate::record::Value;
use std::collections::BTreeMap;

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
            for piece in &parts[part].values {
                let row = rows.entry(piece.row).or_default();
                row.entry(column.unwrap_or(0)).or_default().push(*piece);
            }
        }
        for (number, row) in (1..).zip(self.join_rows(rows)) {
            self.table_row(&columns, number, &row);
        }
        end
    }

    /// Rows that go on with the one before: nothing stands in their first two columns.
    fn join_rows(
        &self,
        rows: BTreeMap<usize, BTreeMap<usize, Vec<Piece>>>,
    ) -> Vec<BTreeMap<usize, Vec<Piece>>> {
        let mut joined: Vec<BTreeMap<usize, Vec<Piece>>> = Vec::new();
        for row in rows.into_values() {
            let begins = row.contains_key(&0) || (row.contains_key(&1) && row.len() > 2);
            match joined.last_mut().filter(|_| !begins) {
                Some(last) => {
                    for (column, pieces) in row {
                        last.entry(column).or_default().extend(pieces);
                    }
                }
                None => joined.push(row),
            }
        }
        joined
    }

    fn table_row(&mut self, columns: &[usize], number: u32, row: &BTreeMap<usize, Vec<Piece>>) {
        let first = row.values().flatten().min_by_key(|piece| (piece.row, piece.cell)).copied();
        for (column, &part) in columns.iter().enumerate() {
            let slot = &self.alignment.form.slots[self.alignment.parts[part].slot];
            let Some(node) = &slot.node else { continue };
            let joined = self.join(row.get(&column).map_or(&[], Vec::as_slice));
            let text = clean(&joined.text);
            let value =
                if node.kind == NodeKind::Date { date_value(&text) } else { Value::Text(text) };
            let range = 0..joined.text.len();
            let mut item = self.item(part, &slot.path, node, value, &joined, range);
            item.id = item.id.replacen("[]", &format!("[{number}]"), 1);
            if joined.text.is_empty()
                && let Some(piece) = first
            {
                let cell = &self.rows.rows[piece.row].cells[piece.cell];
                item.source = cell.source_of(piece.start..piece.end).unwrap_or(item.source);
            }
            self.push(part, item);
        }
    }
}
