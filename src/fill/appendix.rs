//! Attachments behind the form: their titles and cells, as printed.

use super::{Filler, clean};
use crate::align::Piece;
use crate::record::{Item, Value};
use std::ops::Range;

impl Filler<'_> {
    /// The items of attachment `number`: `appendix[n].title` and `appendix[n].rows[m].c1` ….
    pub(super) fn appendix(&mut self, number: usize, rows: Range<usize>) {
        let mut title = true;
        let mut row_number = 0;
        for row in rows {
            let content = &self.rows.rows[row];
            if content.furniture {
                continue;
            }
            let filled = content.cells.iter().filter(|cell| !cell.text.is_empty()).count();
            let first = std::mem::take(&mut title);
            row_number += usize::from(!(first && filled == 1));
            for cell in 0..content.cells.len() {
                let id = match first && filled == 1 {
                    true => format!("appendix[{number}].title"),
                    false => format!("appendix[{number}].rows[{row_number}].c{}", cell + 1),
                };
                self.appendix_cell(id, row, cell);
            }
        }
    }

    fn appendix_cell(&mut self, id: String, row: usize, cell: usize) {
        let end = self.rows.rows[row].cells[cell].text.len();
        let joined = self.join(&[Piece { row, cell, start: 0, end }]);
        let text = clean(&joined.text);
        if text.is_empty() {
            return;
        }
        let range = 0..joined.text.len();
        let item = Item {
            id,
            value: Value::Text(text),
            text: self.raw(&joined, &range),
            source: self.source(&joined, &range).unwrap_or_default(),
            confidence: self.sure(&joined, &range),
            ..Item::default()
        };
        self.filled.items.push(item);
    }
}
