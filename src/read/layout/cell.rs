//! From the words of a cell to its text, with the brackets' contents in their brackets.

use super::cut::printed_width;
use super::line::Line;
use super::mark::{Mark, Series, continues, is_open, mark};
use crate::rows::{Cell, Span};
use crate::source::Source;
use std::ops::Range;

/// Neighbouring words of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index of the line.
    pub(super) line: usize,
    /// Its words.
    pub(super) words: Range<usize>,
}

/// How the lines of a cell are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    /// The lines are one wrapped phrase.
    Label,
    /// A line narrower than this ended where its author wanted.
    Width(usize),
}

/// Builds cells.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// All its lines.
    pub(super) lines: &'a [Line],
    /// Whether pages are known.
    pub(super) paged: bool,
}

impl<'a> Builder<'a> {
    /// The cell made of the pieces.
    pub(super) fn cell(self, pieces: &[Piece], wrap: Wrap) -> Cell {
        let mut cell = Cell::default();
        let mut before: Option<Piece> = None;
        for piece in self.in_reading_order(pieces) {
            if let Some(upper) = &before {
                let joint = self.joint(upper, &piece, wrap);
                cell.text.push_str(joint);
            }
            self.push(&mut cell, &piece);
            before = Some(piece);
        }
        cell
    }

    /// Appends a piece word by word; white space of one character stays as it is.
    fn push(self, cell: &mut Cell, piece: &Piece) {
        let line = &self.lines[piece.line];
        let page = if self.paged { line.page } else { 0 };
        let source = Source { page, line: line.number, area: None };
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for (index, word) in line.words[piece.words.clone()].iter().enumerate() {
            let space = piece.words.start + index;
            let single = index > 0 && line.space_before(space) == 1;
            let mut from = word.from;
            if single {
                from = line.words[space - 1].to;
            } else if index > 0 {
                cell.text.push(' ');
            }
            let start = short(cell.text.len());
            cell.text.push_str(self.text.get(from..word.to).unwrap_or_default());
            let end = short(cell.text.len());
            match cell.spans.last_mut() {
                Some(last) if single && last.end == start => {
                    (last.end, last.raw_end) = (end, short(word.to));
                }
                _ => {
                    let (raw_start, raw_end) = (short(from), short(word.to));
                    cell.spans.push(Span { start, end, raw_start, raw_end, source });
                }
            }
        }
    }

    /// What stands between two pieces.
    fn joint(self, upper: &Piece, lower: &Piece, wrap: Wrap) -> &'static str {
        if upper.line == lower.line {
            return " ";
        }
        let (above, below) = (self.squeezed(upper), self.squeezed(lower));
        if self.leads_options(&above, &below) {
            return " ";
        }
        let wrapped = match wrap {
            Wrap::Label => true,
            Wrap::Width(_) if continues(&below) => true,
            Wrap::Width(width) => {
                let full = printed_width(&self.lines[upper.line], &upper.words) + 4 >= width;
                (full && mark(&below).is_none()) || upper.line > lower.line
            }
        };
        let ascii = above.ends_with(|c: char| c.is_ascii_alphanumeric())
            && below.starts_with(|c: char| c.is_ascii_alphanumeric());
        let bracket =
            above.ends_with(['[', '［']) || below.starts_with(']') || below.starts_with('］');
        match wrapped {
            true if ascii || bracket => " ",
            true => "",
            false if bracket => " ",
            false => "\n",
        }
    }

    /// A caption and its options, and the options among themselves, are one line of text.
    fn leads_options(self, above: &str, below: &str) -> bool {
        let caption = |m: Option<Mark>| m.is_some_and(|m| m.series == Series::Caption);
        let option = |m: Option<Mark>| m.is_some_and(|m| m.series == Series::Closed);
        let after_choice = above.ends_with([']', '］']) && caption(mark(below));
        after_choice || (option(mark(below)) && (caption(mark(above)) || option(mark(above))))
    }

    fn squeezed(self, piece: &Piece) -> String {
        self.lines[piece.line].words[piece.words.clone()]
            .iter()
            .map(|w| w.text(self.text))
            .collect()
    }

    fn word(self, piece: &Piece, word: usize) -> &'a str {
        self.lines[piece.line].words[word].text(self.text)
    }

    /// First and end column of a piece.
    fn span(self, piece: &Piece) -> (usize, usize) {
        let words = &self.lines[piece.line].words;
        let first = words.get(piece.words.start).map_or(0, |w| w.start);
        (first, piece.words.end.checked_sub(1).and_then(|w| words.get(w)).map_or(0, |w| w.end))
    }

    fn in_reading_order(self, pieces: &[Piece]) -> Vec<Piece> {
        let pieces: Vec<Piece> = pieces.iter().filter(|p| !p.words.is_empty()).cloned().collect();
        match pieces.iter().enumerate().find_map(|(at, p)| Some((at, self.choice(p)?))) {
            Some((at, frame)) => self.around_choice(&pieces, at, frame),
            None => self.filled_parentheses(pieces),
        }
    }

    /// The brackets of a choice: they begin the line, are wide, and nothing follows them closely.
    fn choice(self, piece: &Piece) -> Option<Frame> {
        let words = &self.lines[piece.line].words;
        let open = piece.words.clone().find(|&w| self.word(piece, w) != "※")?;
        let is_open = self.word(piece, open).starts_with(['[', '［']);
        let close =
            piece.words.clone().skip(1).find(|&w| self.word(piece, w).ends_with([']', '］']))?;
        let inside = open + 1..close;
        let marked = inside.len() == 1 && self.word(piece, inside.start).chars().count() == 1;
        let narrow = inside.is_empty() && words[close].end < words[open].start + 9;
        let follows =
            close + 1 < piece.words.end && self.lines[piece.line].space_before(close + 1) < 2;
        let frame = Frame { open, close, left: words[open].start, right: words[close].end };
        (is_open && open < close && !marked && !narrow && !follows).then_some(frame)
    }

    /// `[ value ]`, with what stands above and below it inside, then what stands to the right.
    fn around_choice(self, pieces: &[Piece], at: usize, frame: Frame) -> Vec<Piece> {
        let side = self.beside(pieces, at, frame);
        let rest = side.unwrap_or_default();
        let left = |p: &Piece| -> Option<Piece> {
            let cut = rest.iter().find(|r| r.line == p.line).map_or(p.words.end, |r| r.words.start);
            (p.words.start < cut).then(|| Piece { line: p.line, words: p.words.start..cut })
        };
        let lefts: Vec<Piece> = pieces.iter().filter_map(left).collect();
        let at = lefts.iter().position(|p| p.line == pieces[at].line).unwrap_or(0);
        let above = lefts[..at].iter().rev().take_while(|p| self.is_inside(p, frame)).count();
        let below = lefts[at + 1..].iter().take_while(|p| self.is_inside(p, frame)).count();
        // Without a closed list beside it, what follows an answer is no part of it.
        let below =
            if rest.is_empty() && frame.open + 1 < frame.close && above == 0 { 0 } else { below };
        let here = &lefts[at];
        let part = |words: Range<usize>| Piece { line: here.line, words };
        let mut all: Vec<Piece> = lefts[..at - above].to_vec();
        all.push(part(here.words.start..frame.open + 1));
        all.extend_from_slice(&lefts[at - above..at]);
        all.push(part(frame.open + 1..frame.close));
        all.extend_from_slice(&lefts[at + 1..=at + below]);
        all.push(part(frame.close..here.words.end));
        all.extend_from_slice(&lefts[at + 1 + below..]);
        all.extend(rest);
        all.retain(|p| !p.words.is_empty());
        all
    }

    /// Whether a line lies between the brackets and is text.
    fn is_inside(self, piece: &Piece, frame: Frame) -> bool {
        let (start, end) = self.span(piece);
        start > frame.left && end < frame.right && mark(&self.squeezed(piece)).is_none()
    }

    /// The pieces to the right of the brackets, if a white corridor parts them from the left.
    fn beside(self, pieces: &[Piece], at: usize, frame: Frame) -> Option<Vec<Piece>> {
        let mut all = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            let line = &self.lines[piece.line];
            let cut = piece.words.clone().find(|&w| line.words[w].start + 1 > frame.right);
            let cut = cut.unwrap_or(piece.words.end);
            let left = Piece { line: piece.line, words: piece.words.start..cut };
            let parted =
                cut == piece.words.end || cut == piece.words.start || line.space_before(cut) >= 2;
            let inside = left.words.is_empty() || self.is_inside(&left, frame);
            if index != at && !(parted && inside) {
                return None;
            }
            all.push(Piece { line: piece.line, words: cut..piece.words.end });
        }
        all.retain(|p| !p.words.is_empty());
        Some(all)
    }

    /// Moves lines above and below `（   ）` that lie between the parentheses into them.
    fn filled_parentheses(self, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut all: Vec<Piece> = Vec::new();
        let mut index = 0;
        while index < pieces.len() {
            let piece = &pieces[index];
            let Some(frame) = self.parentheses(piece) else {
                all.push(piece.clone());
                index += 1;
                continue;
            };
            let inside = |p: &&Piece| {
                let (start, _) = self.span(p);
                start + 1 >= frame.left && p.line.abs_diff(piece.line) <= 3
            };
            let above = all.iter().rev().take_while(inside).count();
            let below = pieces[index + 1..].iter().take_while(inside).count();
            let held = all.split_off(all.len() - above);
            all.push(Piece { line: piece.line, words: piece.words.start..frame.open + 1 });
            all.extend(held);
            all.push(Piece { line: piece.line, words: frame.open + 1..frame.close });
            all.extend_from_slice(&pieces[index + 1..=index + below]);
            all.push(Piece { line: piece.line, words: frame.close..piece.words.end });
            index += below + 1;
        }
        all.retain(|p| !p.words.is_empty());
        all
    }

    fn parentheses(self, piece: &Piece) -> Option<Frame> {
        let words = &self.lines[piece.line].words;
        let close = piece.words.end.checked_sub(1)?;
        let open = piece.words.clone().find(|&w| matches!(self.word(piece, w), "（" | "("))?;
        let closed = matches!(self.word(piece, close), "）" | ")");
        let frame = Frame { open, close, left: words[open].start, right: words[close].end };
        let indented = frame.left > words[piece.words.start].start + 4;
        (closed && open < close && indented && !is_open(self.word(piece, close))).then_some(frame)
    }
}

/// A pair of brackets on one line.
#[derive(Clone, Copy, Debug)]
struct Frame {
    open: usize,
    close: usize,
    left: usize,
    right: usize,
}
