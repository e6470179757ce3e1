//! Captions of boxes that go on in the line above or below, beside those of other boxes.
//!
//! ```text
//! [ ○ ] 情報提供ネットワ      [   ] 庁内連携
//!       ークシステム                システム
//! ```

use super::line::{Line, Piece, printed_width, squeezed};
use super::mark::mark;
use crate::read::table::white::weights::label_weights as weights;
use std::ops::Range;

/// A box and its caption, or other words; a gap of two columns parts them.
#[derive(Clone, Debug)]
struct Chunk {
    line: usize,
    words: Range<usize>,
    /// The first word of a box's caption.
    caption: Option<usize>,
    /// Where the caption, or the text, begins.
    start: usize,
    width: usize,
    /// For other words: the box whose caption they are of, and whether they stand above it.
    of: Option<(usize, bool)>,
}

/// Puts the lines of each caption together. Of each piece: whether it goes on with the one before.
pub(super) fn captioned(text: &str, lines: &[Line], pieces: Vec<Piece>) -> Vec<(Piece, bool)> {
    Captions { text, lines }.captioned(pieces)
}

/// A text and its lines.
#[derive(Clone, Copy)]
struct Captions<'a> {
    text: &'a str,
    lines: &'a [Line],
}

impl Captions<'_> {
    fn captioned(self, pieces: Vec<Piece>) -> Vec<(Piece, bool)> {
        let mut chunks: Vec<Chunk> =
            pieces.iter().flat_map(|piece| self.chunks_of(piece)).collect();
        if chunks.iter().all(|chunk| chunk.caption.is_none()) {
            return pieces.into_iter().map(|piece| (piece, false)).collect();
        }
        for at in 0..chunks.len() {
            chunks[at].of = self.owner(&chunks, at);
        }
        let is_touched = |piece: &Piece| {
            let here = |chunk: &Chunk| chunk.line == piece.line;
            let owned = chunks.iter().filter_map(|chunk| Some((chunk, chunk.of?.0)));
            owned.into_iter().any(|(chunk, of)| here(chunk) || chunks.get(of).is_some_and(here))
        };
        let mut all = Vec::new();
        for piece in pieces {
            if !is_touched(&piece) {
                all.push((piece, false));
                continue;
            }
            let is_own = |chunk: &Chunk| {
                chunk.line == piece.line
                    && piece.words.contains(&chunk.words.start)
                    && chunk.of.is_none()
            };
            for (at, chunk) in chunks.iter().enumerate().filter(|(_, chunk)| is_own(chunk)) {
                whole(&chunks, at, chunk, &mut all);
            }
        }
        all
    }

    /// The boxes with their captions and the other words of a line.
    fn chunks_of(self, piece: &Piece) -> Vec<Chunk> {
        let line = &self.lines[piece.line];
        let mut all: Vec<Chunk> = Vec::new();
        let mut at = piece.words.start;
        while at < piece.words.end.min(line.words.len()) {
            let goes_on =
                |w: &usize| line.space_before(*w) < 2 && !matches!(line.words[*w].lead, '[' | '［');
            let run = |from: usize| from + (from..piece.words.end).take_while(goes_on).count();
            let (caption, end) = match lone(line, &(at..piece.words.end)) {
                Some(behind) => (Some(behind), behind),
                None => {
                    let caption = caption(line, &(at..piece.words.end));
                    (caption, run(caption.unwrap_or(at) + 1))
                }
            };
            let begins = caption.unwrap_or(at);
            let start = match line.words.get(begins).filter(|_| begins < end) {
                Some(first) => first.start,
                None => line.words[end - 1].end + 1,
            };
            let width = printed_width(line, &(begins..end));
            let (line, words) = (piece.line, at..end);
            all.push(Chunk { line, words, caption, start, width, of: None });
            at = end;
        }
        all
    }

    /// The box whose caption the words of a chunk are of: one in the line next to it, whose own words, together with
    /// them, are wider than those of any box below or above it.
    fn owner(self, chunks: &[Chunk], at: usize) -> Option<(usize, bool)> {
        let chunk = chunks.get(at).filter(|chunk| chunk.caption.is_none())?;
        let text = squeezed(&self.lines[chunk.line].words[chunk.words.clone()], self.text);
        if mark(&text).is_some() || text.starts_with(['（', '(', ']', '］']) {
            return None;
        }
        let is_aligned =
            |other: &Chunk| other.start.abs_diff(chunk.start) <= weights().caption_rough;
        let boxes = || chunks.iter().filter(|other| other.caption.is_some() && is_aligned(other));
        let widest = boxes().map(|other| other.width).max()?;
        let fits = |other: &Chunk| {
            let is_wider = other.width == 0 || other.width + chunk.width > widest;
            other.caption.is_some() && is_aligned(other) && is_wider
        };
        let is_taken = |of: usize| {
            chunks[of].width > 0 && chunks.iter().any(|other| other.of.is_some_and(|o| o.0 == of))
        };
        let next = |line: Option<usize>| {
            chunks.iter().position(|other| Some(other.line) == line && fits(other))
        };
        let above = next(chunk.line.checked_sub(1));
        let below = next(Some(chunk.line + 1));
        match (above, below) {
            (Some(above), None) => Some((above, false)),
            (Some(above), Some(_)) if !is_taken(above) => Some((above, false)),
            (_, Some(below)) => Some((below, true)),
            (None, None) => beside(chunks, at),
        }
    }
}

/// The box in the one line next to words that has something at their column.
fn beside(chunks: &[Chunk], at: usize) -> Option<(usize, bool)> {
    let chunk = chunks.get(at)?;
    let sides = [(chunk.line.checked_sub(1), false), (Some(chunk.line + 1), true)];
    let is_aligned = |other: &Chunk| other.start.abs_diff(chunk.start) <= weights().caption_rough;
    let on = |line: Option<usize>| {
        chunks.iter().position(|other| Some(other.line) == line && is_aligned(other))
    };
    let mut found = sides.into_iter().filter_map(|(line, is_above)| Some((on(line)?, is_above)));
    let only = found.next().filter(|_| found.next().is_none());
    only.filter(|(of, _)| chunks[*of].caption.is_some())
}

/// The first word of the caption of the box that words begin with.
pub(super) fn caption(line: &Line, words: &Range<usize>) -> Option<usize> {
    let open = line.words.get(words.start).filter(|word| matches!(word.lead, '[' | '［'))?;
    let closes = |w: &usize| matches!(line.words[*w].tail, ']' | '］');
    let close = words.clone().find(closes)?;
    let is_small = line.words[close].end < open.start + weights().box_width;
    (is_small && close + 1 < words.end).then_some(close + 1)
}

/// The first words of the captions of all boxes among words.
pub(super) fn captions<'a>(
    line: &'a Line,
    words: &'a Range<usize>,
) -> impl Iterator<Item = usize> + 'a {
    words.clone().filter_map(|at| caption(line, &(at..words.end)))
}

/// The word behind a box without a caption: its lines stand above and below it.
fn lone(line: &Line, words: &Range<usize>) -> Option<usize> {
    let next = caption(line, words)?;
    let is_other = matches!(line.words[next].lead, '[' | '［');
    (is_other && line.space_before(next) >= weights().wide).then_some(next)
}

/// A chunk with the words that belong to it.
fn whole(chunks: &[Chunk], at: usize, chunk: &Chunk, all: &mut Vec<(Piece, bool)>) {
    let piece = |line: usize, words: Range<usize>| Piece { line, words };
    let Some(caption) = chunk.caption else {
        all.push((piece(chunk.line, chunk.words.clone()), false));
        return;
    };
    let others = |is_above: bool| chunks.iter().filter(move |c| c.of == Some((at, is_above)));
    let mut glued = false;
    all.push((piece(chunk.line, chunk.words.start..caption), false));
    for other in others(true) {
        all.push((piece(other.line, other.words.clone()), glued));
        glued = true;
    }
    if caption < chunk.words.end {
        all.push((piece(chunk.line, caption..chunk.words.end), glued));
        glued = true;
    }
    for other in others(false) {
        all.push((piece(other.line, other.words.clone()), glued));
        glued = true;
    }
}
