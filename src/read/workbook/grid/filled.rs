//! Merged cells that were undone, and their text filled into each of the cells that they had spanned.

use super::{Block, Grid, NONE, Position};
use crate::read::repeated::{Part, is_repeated, parts};
use crate::rows::Note;
use crate::source::Source;

impl Grid {
    /// Makes one block of the cells that hold what was one merged cell, where these were filled with its text: those that
    /// no line parts, and in a sheet that repeats its merged cells all that are alike.
    pub(in crate::read::workbook) fn fold(&mut self) {
        let texts: Vec<Vec<&str>> = (0..self.rows).map(|row| self.texts(row)).collect();
        let parted = self.parted(&texts);
        let repeated = is_repeated(texts.iter().cloned()).then(|| parts(&texts));
        drop(texts);
        for (row, parts) in parted.iter().enumerate() {
            for (column, part) in parts.iter().enumerate() {
                let repeated = repeated.as_ref().map_or(Part::Own, |all| all[row][column]);
                match part.unwrap_or(repeated) {
                    Part::Own => {}
                    Part::Left => self.join((row, column), (row, column - 1)),
                    Part::Above => self.join((row, column), (row - 1, column)),
                }
            }
        }
    }

    /// Says something of the last cell of a row, where it is blank.
    pub(in crate::read::workbook) fn note_blank(&mut self, row: usize, note: Note) {
        let Some(column) = self.columns.checked_sub(1) else { return };
        let lined =
            (0..=column).rev().take_while(|column| self.owner[self.at((row, *column))] == NONE);
        let is_boxed = lined.clone().any(|column| self.left[self.at((row, column))]);
        let owner = self.owner[self.at((row, column))];
        match self.blocks.get_mut(owner) {
            Some(block) if block.text.trim().is_empty() => block.notes.push(note),
            Some(_) => {}
            None if is_boxed => {
                let (first, source) = ((row, column), Source { ..note.source });
                let notes = vec![note];
                self.add(Block { first, last: first, source, notes, ..Block::default() });
            }
            None => {}
        }
    }

    /// Says something of the block at a position.
    pub(in crate::read::workbook) fn note_at(&mut self, first: Position, note: Note) {
        let owner = self.owner[self.at(first)];
        match self.blocks.get_mut(owner) {
            Some(block) => block.notes.push(note),
            None => {
                let (source, notes) = (note.source, vec![note]);
                self.add(Block { first, last: first, source, notes, ..Block::default() });
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
