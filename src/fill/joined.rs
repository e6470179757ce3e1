//! A value's text, put together from the cells it is printed in, and the way back to them.

use super::Filler;
use crate::align::{self, Piece};
use crate::rows::Rows;
use crate::source::Source;
use std::ops::Range;

/// The text of a value, joined, with the way back to its pieces.
pub(super) struct Joined {
    pub(super) text: String,
    /// Where each piece starts in `text`.
    pub(super) pieces: Vec<(usize, Piece)>,
}

impl Filler<'_> {
    /// The text of several pieces: a blank between cells of a row, a line break between rows.
    pub(super) fn join(&self, pieces: &[Piece]) -> Joined {
        let mut joined = Joined { text: String::new(), pieces: Vec::with_capacity(pieces.len()) };
        let mut last: Option<Piece> = None;
        for &piece in pieces {
            match last {
                Some(before) if before.row == piece.row => joined.text.push(' '),
                Some(_) => joined.text.push('\n'),
                None => {}
            }
            joined.pieces.push((joined.text.len(), piece));
            joined.text.push_str(align::text(self.rows, piece));
            last = Some(piece);
        }
        joined
    }

    /// The pieces that a range of the joined text lies in, cut to it.
    pub(super) fn cut<'j>(
        joined: &'j Joined,
        range: &Range<usize>,
    ) -> impl Iterator<Item = Piece> + 'j {
        let range = range.clone();
        joined.pieces.iter().filter_map(move |&(start, piece)| {
            let from = range.start.max(start) - start;
            let to = range.end.min(start + piece.end - piece.start).saturating_sub(start);
            (from < to).then_some(Piece {
                start: piece.start + from,
                end: piece.start + to,
                ..piece
            })
        })
    }

    /// Where a range of the joined text is printed.
    pub(super) fn source(&self, joined: &Joined, range: &Range<usize>) -> Option<Source> {
        let mut found: Option<Source> = None;
        for piece in Self::cut(joined, range) {
            let cell = &self.rows.rows[piece.row].cells[piece.cell];
            let Some(source) = cell.source_of(piece.start..piece.end) else { continue };
            match &mut found {
                None => found = Some(source),
                Some(first) if first.page == source.page => {
                    if let (Some(a), Some(b)) = (first.area, source.area) {
                        first.area = Some(a.union(b));
                    }
                }
                Some(_) => break,
            }
        }
        found
    }

    /// How sure the printed characters of a range of the joined text are; `None` where none was read
    /// from a picture.
    pub(super) fn sure(&self, joined: &Joined, range: &Range<usize>) -> Option<f32> {
        if self.rows.sure.is_empty() {
            return None;
        }
        let cell = |piece: Piece| &self.rows.rows[piece.row].cells[piece.cell];
        let runs = Self::cut(joined, range).flat_map(|p| cell(p).raw_of(p.start..p.end));
        runs.filter_map(|run| self.rows.sure_of(run)).reduce(|a, b| a * b)
    }

    /// The printed characters of a range of the joined text.
    pub(super) fn raw(&self, joined: &Joined, range: &Range<usize>) -> String {
        let mut text = String::new();
        for piece in Self::cut(joined, range) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&printed(self.rows, piece));
        }
        text
    }
}

/// The printed characters of a piece.
pub(super) fn printed(rows: &Rows, piece: Piece) -> String {
    let runs = rows.rows[piece.row].cells[piece.cell].raw_of(piece.start..piece.end);
    let whole = runs.first().zip(runs.last());
    let whole =
        whole.and_then(|(first, last)| rows.raw.get(first.start..last.end.max(first.start)));
    whole.unwrap_or_default().to_owned()
}
