//! Merged cells that were undone, and their text filled into each of the cells that they had spanned.

use super::{Block, Grid, Position};
use crate::read::repeated::{Part, is_repeated, parts};
use crate::rows::Note;

impl Grid {
    /// Makes one block of the cells that hold what was one merged cell, where these were filled with its text.
    pub(in crate::read::workbook) fn fold(&mut self) {
        if !is_repeated((0..self.rows).map(|row| self.texts(row))) {
            return;
        }
        let rows: Vec<Vec<&str>> = (0..self.rows).map(|row| self.texts(row)).collect();
        let parts = parts(&rows);
        drop(rows);
        for (row, parts) in parts.iter().enumerate() {
            for (column, part) in parts.iter().enumerate() {
                match part {
                    Part::Own => {}
                    Part::Left => self.join((row, column), (row, column - 1)),
                    Part::Above => self.join((row, column), (row - 1, column)),
                }
            }
        }
    }

    /// Makes a block of one cell a part of the one beside it, which has what is to be said of both.
    fn join(&mut self, here: Position, there: Position) {
        let (at, whole) = (self.at(here), self.owner[self.at(there)]);
        let single = |block: &&mut Block| block.first == here && block.last == here;
        if let Some(block) = self.blocks.get_mut(self.owner[at]).filter(single) {
            let notes = std::mem::take(&mut block.notes);
            block.text.clear();
            self.owner[at] = whole;
            let whole = &mut self.blocks[whole];
            whole.last = (whole.last.0.max(here.0), whole.last.1.max(here.1));
            for note in notes {
                let is_said =
                    |known: &Note| known.code == note.code && known.message == note.message;
                if !whole.notes.iter().any(is_said) {
                    whole.notes.push(note);
                }
            }
        }
    }

    /// What the positions of a row hold; a block of several cells has its text at the first, and a number that is
    /// there again is the same text.
    fn texts(&self, row: usize) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::with_capacity(self.columns);
        let mut number = None;
        for column in 0..self.columns {
            let block = self.blocks.get(self.owner[self.at((row, column))]);
            let block = block.filter(|block| block.first == (row, column));
            let before = std::mem::replace(&mut number, block.and_then(|block| block.number));
            let again = texts.last().copied().filter(|_| number.is_some() && number == before);
            texts.push(again.unwrap_or_else(|| block.map_or("", |block| block.text.trim())));
        }
        texts
    }
}
