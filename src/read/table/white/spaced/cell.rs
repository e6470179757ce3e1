//! From the words of a cell to its text, with the brackets' contents in their brackets.

use super::caption::captioned;
use super::line::{Line, Piece, printed_width, squeezed};
use super::mark::{Mark, Series, closes, continues, is_open, mark};
use crate::read::table::white::weights::page_weights as weights;
use crate::rows::{Cell, Span};
use crate::source::Source;
use std::ops::Range;

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
        for (piece, glued) in self.in_reading_order(pieces) {
            let wrap = if glued { Wrap::Label } else { wrap };
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
        let page = if self.paged { line.sheet } else { 0 };
        let source = Source { page, line: line.number, ..Source::default() };
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for (index, word) in line.words[piece.words.clone()].iter().enumerate() {
            let space = piece.words.start + index;
            let before = index.checked_sub(1).and_then(|_| line.words.get(space - 1));
            let between = before.and_then(|before| self.text.get(before.to..word.from));
            let single = between.is_some_and(|white| white.chars().count() < 2)
                && line.space_before(space) < 2;
            let mut from = word.from;
            if let (true, Some(before)) = (single, before) {
                from = before.to;
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
        // Behind the last line of a caption may stand a box of its first.
        let next_box = upper.line > lower.line && below.starts_with(['[', '［']);
        if next_box || self.leads_options(&above, &below) {
            return " ";
        }
        let wrapped = match wrap {
            Wrap::Label => true,
            Wrap::Width(_) if continues(&below) => true,
            Wrap::Width(width) => {
                let full =
                    printed_width(&self.lines[upper.line], &upper.words) + weights().full >= width;
                (full && !begins_new(&below) && !above.ends_with('。')) || upper.line > lower.line
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
        squeezed(&self.lines[piece.line].words[piece.words.clone()], self.text)
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

    /// The pieces in reading order, and of each whether it goes on with the one before.
    fn in_reading_order(self, pieces: &[Piece]) -> Vec<(Piece, bool)> {
        let pieces: Vec<Piece> = pieces.iter().filter(|p| !p.words.is_empty()).cloned().collect();
        match (0..pieces.len()).find_map(|at| self.choice(&pieces, at)) {
            Some(choice) => self
                .around_choice(&pieces, &choice)
                .into_iter()
                .map(|piece| (piece, false))
                .collect(),
            None => captioned(self.text, self.lines, self.filled_parentheses(pieces)),
        }
    }

    /// The brackets of a choice: they begin a line, are wide, and nothing follows them closely.
    fn choice(self, pieces: &[Piece], at: usize) -> Option<Choice> {
        let open_piece = &pieces[at];
        let open = open_piece.words.clone().find(|&w| self.word(open_piece, w) != "※")?;
        if !matches!(self.word(open_piece, open), "[" | "［") {
            return None;
        }
        let left = self.lines[open_piece.line].words[open].start;
        // The closing bracket may stand lower where the answer is set between two lines.
        let (below, close) = (at..pieces.len().min(at + weights().choice_lines)).find_map(|p| {
            let piece = &pieces[p];
            let from = if p == at { open + 1 } else { piece.words.start };
            let close =
                (from..piece.words.end).find(|&w| matches!(self.word(piece, w), "]" | "］"))?;
            Some((p, close))
        })?;
        let piece = &pieces[below];
        let words = &self.lines[piece.line].words;
        let right = words[close].end;
        if below == at {
            let inside = open + 1..close;
            let marked = inside.len() == 1 && self.word(piece, inside.start).chars().count() == 1;
            if marked || (inside.is_empty() && right < left + weights().choice_width) {
                return None;
            }
        }
        let follows =
            close + 1 < piece.words.end && self.lines[piece.line].space_before(close + 1) < 2;
        let choice = Choice { open: (at, open), close: (below, close), left, right };
        (!follows && right > left).then_some(choice)
    }

    /// `[ value ]`, with what stands above and below it inside, then what stands to the right.
    fn around_choice(self, pieces: &[Piece], choice: &Choice) -> Vec<Piece> {
        let (first, last) = (choice.open.0, choice.close.0);
        let parted = pieces
            .iter()
            .enumerate()
            .map(|(at, p)| self.part(p, choice, (first..=last).contains(&at)));
        let parted: Option<Vec<(Piece, Piece)>> = parted.collect();
        let beside =
            parted.as_ref().is_some_and(|all| all.iter().any(|(_, right)| !right.words.is_empty()));
        let parted = match parted {
            Some(all) if beside => all,
            _ => pieces.iter().map(|p| (p.clone(), Piece { line: p.line, words: 0..0 })).collect(),
        };
        let lefts: Vec<&Piece> = parted.iter().map(|(left, _)| left).collect();
        // An answer that stands at the top or bottom of its cell has lines of options only before the brackets.
        let is_empty = first == last && choice.open.1 + 1 == choice.close.1;
        let may_be =
            |p: &&&Piece| self.is_inside(p, choice) || (is_empty && beside && p.words.is_empty());
        let above = lefts[..first].iter().rev().take_while(may_be).count();
        let mut below = lefts[last + 1..].iter().take_while(may_be).count();
        // Without a list beside it, what follows an answer is no part of it, but it may itself stand below.
        if !beside && above == 0 {
            let lower = lefts.get(last + 1).zip(lefts.get(last + 2));
            let is_answer = is_empty && lower.is_some_and(|(_, list)| self.heads_list(list));
            below = below.min(usize::from(is_answer));
        }
        let mut all: Vec<Piece> = lefts[..first - above].iter().map(|&p| p.clone()).collect();
        self.frame(&lefts, choice, first - above..last + 1 + below, &mut all);
        all.extend(lefts[last + 1 + below..].iter().map(|&p| p.clone()));
        all.extend(parted.into_iter().map(|(_, right)| right));
        all.retain(|p| !p.words.is_empty());
        all
    }

    /// Whether a line is the head of a list of options.
    fn heads_list(self, piece: &Piece) -> bool {
        mark(&self.squeezed(piece)).is_some_and(|m| m.series == Series::Caption)
    }

    /// The opening bracket, the words of the lines within, the closing bracket, what follows it; a
    /// caption printed into the brackets comes last.
    fn frame(self, lefts: &[&Piece], choice: &Choice, within: Range<usize>, all: &mut Vec<Piece>) {
        let (open, close) = (choice.open, choice.close);
        let opening = lefts[open.0];
        all.push(Piece { line: opening.line, words: opening.words.start..open.1 + 1 });
        let mut captions = Vec::new();
        for at in within {
            let piece = lefts[at];
            let start = if at == open.0 { open.1 + 1 } else { piece.words.start };
            let end = if at == close.0 { close.1 } else { piece.words.end };
            let caption = (start..end).take_while(|&w| self.is_caption(piece, w, choice)).count();
            captions.push(Piece { line: piece.line, words: start..start + caption });
            all.push(Piece { line: piece.line, words: start + caption..end });
        }
        let closing = lefts[close.0];
        all.push(Piece { line: closing.line, words: close.1..closing.words.end });
        all.extend(captions);
    }

    /// A caption printed into the brackets, apart from the answer.
    fn is_caption(self, piece: &Piece, word: usize, choice: &Choice) -> bool {
        let text = self.word(piece, word);
        let start = self.lines[piece.line].words[word].start;
        let caption = mark(text).is_some_and(|m| m.series == Series::Caption);
        caption
            && text.ends_with(['＞', '>', '〉', '》'])
            && start <= choice.left + weights().choice_indent
    }

    /// Whether a line lies between the brackets and is text; a lone parenthesis is the one of a count.
    fn is_inside(self, piece: &Piece, choice: &Choice) -> bool {
        let (start, end) = self.span(piece);
        let counts = matches!(self.word(piece, piece.words.start), "（" | "(");
        let is_text = !counts && mark(&self.squeezed(piece)).is_none();
        start > choice.left && end <= choice.right && is_text
    }

    /// A line's words left and right of the closing bracket's column, if white space parts them and
    /// what is left of it can stand in the brackets.
    fn part(self, piece: &Piece, choice: &Choice, framed: bool) -> Option<(Piece, Piece)> {
        let line = &self.lines[piece.line];
        let cut = piece.words.clone().find(|&w| line.words[w].start >= choice.right);
        let cut = cut.unwrap_or(piece.words.end);
        let side = |words: Range<usize>| Piece { line: piece.line, words };
        let (left, right) = (side(piece.words.start..cut), side(cut..piece.words.end));
        let parted = left.words.is_empty() || right.words.is_empty() || line.space_before(cut) >= 2;
        let fits = framed || left.words.is_empty() || self.is_inside(&left, choice);
        (parted && fits).then_some((left, right))
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
                start + 1 >= frame.left && p.line.abs_diff(piece.line) < weights().choice_lines
            };
            // Only whole lines: the closing parenthesis of the line above stays where it is, and so does what it ends.
            let is_whole = |p: &&Piece| pieces.contains(p) && !closes(&self.squeezed(p));
            let above = all.iter().rev().take_while(|p| inside(p) && is_whole(p)).count();
            let below = self.below(&pieces[index + 1..], inside, above);
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

    /// How many of the lines below parentheses are set between them: those before others that have lines below, too,
    /// are of these, save as many as stand above the first.
    fn below(self, next: &[Piece], inside: impl Fn(&&Piece) -> bool, above: usize) -> usize {
        let below = next.iter().take_while(&inside).count();
        let frames = |piece: &&Piece| self.parentheses(piece).is_some();
        let is_shared = next.get(below).filter(frames).is_some()
            && next.get(below + 1).is_some_and(|p| inside(&p));
        if is_shared { below.min(above) } else { below }
    }

    fn parentheses(self, piece: &Piece) -> Option<Frame> {
        let words = &self.lines[piece.line].words;
        let close = piece.words.end.checked_sub(1)?;
        let open = piece.words.clone().find(|&w| matches!(self.word(piece, w), "（" | "("))?;
        // A unit may follow: `（  ）件`.
        let last = self.word(piece, close);
        let closed = last.starts_with(['）', ')']) && last.chars().count() <= 2;
        let frame = Frame { open, close, left: words[open].start };
        let indented = frame.left > words[piece.words.start].start + weights().choice_indent;
        (closed && open < close && indented && !is_open(self.word(piece, close))).then_some(frame)
    }
}

/// Whether a line begins with a list mark or a box.
fn begins_new(squeezed: &str) -> bool {
    mark(squeezed).is_some() || squeezed.starts_with(['[', '［'])
}

/// The brackets around an answer, as places of piece and word, and their outer columns.
#[derive(Clone, Copy, Debug)]
struct Choice {
    open: (usize, usize),
    close: (usize, usize),
    left: usize,
    right: usize,
}

/// A pair of parentheses on one line.
#[derive(Clone, Copy, Debug)]
struct Frame {
    open: usize,
    close: usize,
    left: usize,
}
