//! Texts without cells: what stands behind a label need not be its value alone.
//!
//! Where a value's shape is known (a number, a date, a single line), only what has that shape is
//! kept. A label that every body fills in, but that is followed by another label, takes the first
//! line of the text behind the labels it is bunched with. What an extractor has put out of order
//! beyond that is left out, not guessed.

use super::{Doubt, Part, Piece, text};
use crate::date;
use crate::fold::{Folded, fold};
use crate::form::{Form, Node, NodeKind, Role, Shape, Slot};
use crate::rows::Rows;

/// More text than this (in characters) behind a date or a choice is that of other labels.
const OVERFLOW: usize = 60;

/// A date that is no date is no longer than this (未定, 令和○年○月).
const SHORT: usize = 20;

/// Gives each part what has its shape; the rest belongs to none.
pub(super) fn reshape(
    rows: &Rows,
    end: usize,
    form: &Form,
    parts: &mut [Part],
    rest: &mut Vec<Piece>,
) {
    let mut shaper = Shaper { rows, end, form, parts, rest };
    let known = |shaper: &Shaper, at: usize| shaper.parts[at].doubt != Some(Doubt::OrderLost);
    for at in 0..shaper.parts.len() {
        if known(&shaper, at) {
            shaper.shape(at);
        }
    }
    for at in 0..shaper.parts.len() {
        if known(&shaper, at) {
            shaper.require(at);
        }
    }
    for at in 0..shaper.parts.len() {
        shaper.find_date(at);
    }
    shaper.lose_order();
    shaper.lose_end();
    shaper.rest.sort_by_key(|piece| (piece.row, piece.cell, piece.start));
}

/// A number and what follows it, printed as one text below the two labels that stand side by side: each
/// gets its own.
pub(super) fn part_numbers(rows: &Rows, form: &Form, parts: &mut [Part]) {
    let mut rest = Vec::new();
    let mut shaper = Shaper { rows, end: rows.rows.len(), form, parts, rest: &mut rest };
    for at in 1..shaper.parts.len() {
        let number = shaper.node(at - 1).is_some_and(|node| node.shape == Some(Shape::Number));
        let beside = match (shaper.parts[at - 1].label, shaper.parts[at].label) {
            (Some(a), Some(b)) => a.row == b.row,
            _ => false,
        };
        let starts = |(_, value): (Piece, &str)| {
            first_number(value).is_some_and(|length| length < value.len())
        };
        if number
            && beside
            && shaper.parts[at - 1].values.is_empty()
            && shaper.value(at).is_some_and(starts)
        {
            shaper.number_from_next(at - 1);
        }
    }
}

/// An answer of one line that shares the cell of its label, and to which the cells of rows below were given: what
/// stands there may be the upper half of what the next label asks for, which is set at middle height.
pub(super) fn doubt_lines(form: &Form, parts: &mut [Part]) {
    for part in parts.iter_mut().filter(|part| part.doubt.is_none()) {
        let node = form.slots[part.slot].node.as_ref();
        let is_line = node.is_some_and(|node| node.shape == Some(Shape::Line));
        let (Some(label), [first, .., last]) = (part.label, part.values.as_slice()) else {
            continue;
        };
        let shared = (first.row, first.cell) == (label.row, label.cell);
        if is_line && shared && last.row > first.row {
            part.doubt = Some(Doubt::Between);
        }
    }
}

struct Shaper<'a> {
    rows: &'a Rows,
    /// The row after the last of the assessment.
    end: usize,
    form: &'a Form,
    parts: &'a mut [Part],
    rest: &'a mut Vec<Piece>,
}

impl<'a> Shaper<'a> {
    fn node(&self, at: usize) -> Option<&'a Node> {
        self.form.slots[self.parts.get(at)?.slot].node.as_ref()
    }

    fn value(&self, at: usize) -> Option<(Piece, &'a str)> {
        let piece = *self.parts[at].values.first()?;
        Some((piece, text(self.rows, piece)))
    }

    /// Cuts a value to its shape.
    fn shape(&mut self, at: usize) {
        let Some(node) = self.node(at) else { return };
        let (kind, shape) = (node.kind, node.shape);
        let Some((piece, value)) = self.value(at) else {
            if shape == Some(Shape::Number) {
                self.number_from_next(at);
            }
            return;
        };
        let kept = match (kind, shape) {
            (_, Some(Shape::Number)) => first_number(value).unwrap_or(0),
            (_, Some(Shape::Line)) => first_line(value, self.next_is_answered(at)),
            (NodeKind::Date, _) => match leading_date(value) {
                Some(length) => length,
                None if value.chars().count() > SHORT || value.contains('\n') => 0,
                None => value.len(),
            },
            _ => return,
        };
        if kept < value.len() {
            let after = kept + value[kept..].len() - value[kept..].trim_start().len();
            let cut = Piece { start: piece.start + after, ..piece };
            self.parts[at].values[0].end = piece.start + kept;
            if kept == 0 {
                self.parts[at].values.remove(0);
            }
            self.give_on(at, cut, shape == Some(Shape::Line));
        }
    }

    /// Whether the next label has an answer of its own, or is a heading: this label's answer ends there.
    fn next_is_answered(&self, at: usize) -> bool {
        self.parts.get(at + 1).is_some_and(|next| {
            let slot = &self.form.slots[next.slot];
            !next.values.is_empty() || slot.node.is_none() && slot.inner.is_empty()
        })
    }

    /// What is cut off a single line is the beginning of the next label's text; else it is no one's.
    fn give_on(&mut self, at: usize, cut: Piece, line: bool) {
        let sibling = self.parts.get(at + 1).is_some_and(|next| {
            let (slot, own) = (&self.form.slots[next.slot], self.parts[at].slot);
            next.slot == own + 1
                && slot.node.as_ref().is_some_and(|node| node.kind == NodeKind::Text)
        });
        if line
            && sibling
            && self.form.slots[self.parts[at].slot].parent
                != self.form.slots[self.parts[at].slot].section
        {
            self.parts[at + 1].values.insert(0, cut);
            self.parts[at + 1].doubt = Some(Doubt::Between);
        } else if cut.start < cut.end {
            self.rest.push(cut);
        }
    }

    /// A number whose label is followed by the next label: the number at the beginning, or the end, of that one's text.
    fn number_from_next(&mut self, at: usize) {
        if at + 1 >= self.parts.len() {
            return;
        }
        let Some((piece, value)) = self.value(at + 1) else { return };
        if let Some(length) = first_number(value) {
            let after = length + value[length..].len() - value[length..].trim_start().len();
            self.parts[at].values.push(Piece { end: piece.start + length, ..piece });
            self.parts[at + 1].values[0].start = piece.start + after;
        } else if let Some(start) = last_number(value) {
            self.parts[at].values.push(Piece { start: piece.start + start, ..piece });
            self.parts[at + 1].values[0].end = piece.start + value[..start].trim_end().len();
        }
    }

    /// A label that is always filled in takes the first line behind the bunch of labels it stands in.
    fn require(&mut self, at: usize) {
        let required = self.node(at).is_some_and(|node| node.required);
        if !required || !self.parts[at].values.is_empty() {
            return;
        }
        let holder = (at + 1..self.parts.len().min(at + 4))
            .find(|&next| !self.parts[next].values.is_empty())
            // The stamp of the form is nobody's text, nor is the bracket of a choice.
            .filter(|&next| self.node(next).is_none_or(|node| node.pattern.is_none()))
            .filter(|&next| {
                self.value(next).is_some_and(|(_, value)| !value.starts_with(['[', '［']))
            });
        let Some(holder) = holder else { return };
        let same = self.form.slots[self.parts[holder].slot].section
            == self.form.slots[self.parts[at].slot].section;
        let Some((piece, value)) = self.value(holder).filter(|_| same) else { return };
        if self
            .node(holder)
            .is_none_or(|node| node.kind == NodeKind::Date && leading_date(value).is_some())
        {
            return;
        }
        let length = first_line(value, false);
        let after = length + value[length..].len() - value[length..].trim_start().len();
        self.parts[at].values.push(Piece { end: piece.start + length, ..piece });
        self.parts[at].doubt = Some(Doubt::Between);
        self.parts[holder].values[0].start = piece.start + after;
        if after >= value.len() {
            self.parts[holder].values.remove(0);
        }
        // Whose the text behind it is cannot be told.
        for other in at + 1..=holder {
            let text_node = self.node(other).is_some_and(|node| node.kind == NodeKind::Text);
            if text_node && holder > at + 1 {
                self.lose(other);
            }
        }
    }

    /// A cover whose date does not stand behind its label: the one date that stands by itself.
    fn find_date(&mut self, at: usize) {
        let section = self.form.slots[self.parts[at].slot].section;
        let has_date = self.value(at).is_some_and(|(_, value)| leading_date(value).is_some());
        let node = self.node(at).filter(|node| node.kind == NodeKind::Date && section <= 1);
        if node.is_none() || has_date {
            return;
        }
        let last = self.parts.iter().filter(|part| self.form.slots[part.slot].section == section);
        let Some(end) =
            last.filter_map(|part| part.label).map(|label| (label.row, label.end)).max()
        else {
            return;
        };
        let dated = |piece: &Piece| {
            leading_date(text(self.rows, *piece)).filter(|_| (piece.row, piece.start) <= end)
        };
        let loose: Vec<usize> =
            (0..self.rest.len()).filter(|&at| dated(&self.rest[at]).is_some()).collect();
        let held: Vec<usize> = (0..self.parts.len())
            .filter(|&other| self.form.slots[self.parts[other].slot].section == section)
            .filter(|&other| self.node(other).is_some_and(|node| node.kind == NodeKind::Text))
            .filter(|&other| {
                self.value(other).is_some_and(|(piece, value)| dated(&piece) == Some(value.len()))
            })
            .collect();
        let piece = match (&loose[..], &held[..]) {
            (&[loose], []) => {
                let whole = self.rest[loose];
                let length = dated(&whole).unwrap_or(0);
                self.rest[loose].start += length;
                Piece { end: whole.start + length, ..whole }
            }
            ([], &[holder]) => self.parts[holder].values.remove(0),
            _ => return,
        };
        self.rest.append(&mut self.parts[at].values);
        self.parts[at].values.push(piece);
        self.parts[at].doubt = Some(Doubt::Between);
    }

    /// Leaves a part's item out: its text is no one's.
    fn lose(&mut self, at: usize) {
        self.leave_out(at, Doubt::OrderLost);
    }

    fn leave_out(&mut self, at: usize, doubt: Doubt) {
        let part = &mut self.parts[at];
        part.doubt = Some(doubt);
        self.rest.append(&mut part.values);
    }

    /// A text that ends within a section may have been cut off in its last value.
    fn lose_end(&mut self) {
        let Some(at) = self.parts.len().checked_sub(1) else { return };
        let slot = self.parts[at].slot;
        let goes_on = |next: &Slot| next.section == self.form.slots[slot].section;
        let is_text = self.node(at).is_some_and(|node| node.kind == NodeKind::Text);
        let cells = self.rows.rows[..self.end].iter().enumerate().rev();
        let last =
            cells.flat_map(|(row, r)| r.cells.iter().enumerate().rev().map(move |c| (row, c)));
        let end = last.into_iter().find(|(_, (_, cell))| !cell.text.trim().is_empty());
        let is_last = self.parts[at].values.last().is_some_and(|piece| {
            end.is_some_and(|(row, (cell, text))| {
                (piece.row, piece.cell, piece.end) == (row, cell, text.text.trim_end().len())
            })
        });
        if is_text && is_last && self.form.slots.get(slot + 1).is_some_and(goes_on) {
            self.leave_out(at, Doubt::Cut);
        }
    }

    /// Tables have lost their borders; and where much text stands behind a date or a choice, it is
    /// that of the blank labels before it on the page.
    fn lose_order(&mut self) {
        for at in 0..self.parts.len() {
            if self.form.slots[self.parts[at].slot].role == Role::Column {
                self.lose(at);
            } else if self.overflows(at) {
                let row = self.parts[at].label.map(|label| label.row);
                let before = (0..at).rev();
                let page: Vec<usize> = before
                    .take_while(|&other| self.parts[other].label.map(|label| label.row) == row)
                    .collect();
                for blank in page.into_iter().chain([at]) {
                    self.lose_blank(blank);
                }
            }
        }
    }

    fn lose_blank(&mut self, at: usize) {
        let part = &self.parts[at];
        let said: String = part.values.iter().map(|piece| fold(text(self.rows, *piece))).collect();
        let heads = &self.form.option_heads;
        let blank = heads.iter().fold(said, |said, head| said.replace(&**head, ""));
        if blank.chars().all(|c| matches!(c, '[' | ']')) && self.node(at).is_some() {
            self.lose(at);
        }
    }

    /// Whether more stands behind a label of a known shape than can be its value.
    fn overflows(&self, at: usize) -> bool {
        let label = self.parts[at].label;
        let next = self.rest.iter().filter(|piece| {
            label.is_some_and(|label| (piece.row, piece.start) >= (label.row, label.end))
                && self
                    .parts
                    .get(at + 1)
                    .and_then(|next| next.label)
                    .is_none_or(|next| (piece.row, piece.start) < (next.row, next.start))
        });
        let cut: usize = next.map(|piece| text(self.rows, *piece).chars().count()).sum();
        let behind_choice =
            self.node(at).filter(|node| node.kind == NodeKind::Choice).map_or(0, |node| {
                let listed: usize =
                    node.options.iter().map(|option| option.label.chars().count() + 4).sum();
                let all: usize = self.parts[at]
                    .values
                    .iter()
                    .map(|piece| text(self.rows, *piece).chars().count())
                    .sum();
                all.saturating_sub(2 * listed)
            });
        let slot = &self.form.slots[self.parts[at].slot];
        let heading = slot.node.is_none() && slot.inner.is_empty();
        let behind_heading: usize = if heading {
            self.parts[at].values.iter().map(|piece| text(self.rows, *piece).chars().count()).sum()
        } else {
            0
        };
        cut.max(behind_choice).max(behind_heading) > OVERFLOW
    }
}

/// Length of the number at the beginning of a text: digits, with letters, dashes or brackets, up to a space.
fn first_number(value: &str) -> Option<usize> {
    let length = value.find(char::is_whitespace).unwrap_or(value.len());
    is_number(&value[..length]).then_some(length)
}

/// Where the number at the end of a text starts.
fn last_number(value: &str) -> Option<usize> {
    let start = value.rfind(char::is_whitespace)? + 1;
    let start = (start..value.len()).find(|at| value.is_char_boundary(*at))?;
    is_number(&value[start..]).then_some(start)
}

fn is_number(word: &str) -> bool {
    let folded = fold(word);
    folded.starts_with(|c: char| c.is_ascii_digit())
        && folded.len() <= 8
        && folded.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '.'))
}

/// Length of the first line; where the text has no lines, of what can be one. `whole` says that nothing
/// but the label's own answer is to be expected.
fn first_line(value: &str, whole: bool) -> usize {
    if let Some(length) = value.find('\n') {
        return length;
    }
    let words = value.split_whitespace().count();
    let letters = value.chars().filter(|c| !c.is_whitespace()).count();
    // A text of words of a single character is spaced out, and one word.
    if letters < words * 3 || whole && is_one_answer(value) {
        return value.len();
    }
    let blanks = || value.match_indices(char::is_whitespace);
    let behind = |(at, blank): &(usize, &str)| value[at + blank.len()..].trim_start();
    let dated = blanks().find(|blank| leading_date(behind(blank)).is_some());
    if let Some((at, _)) = dated.filter(|(at, _)| is_one_answer(&value[..*at])) {
        return at;
    }
    let parting = blanks().find(|blank| !behind(blank).starts_with(['(', '（']));
    parting.map_or(value.len(), |(at, _)| at)
}

/// Whether a text without lines can be one answer that is a line, a name or a title: it is not longer than
/// those are, holds no sentence, and no further word of it is a number, a date or a part of a sentence.
fn is_one_answer(value: &str) -> bool {
    let mut words = value.split_whitespace().skip(1);
    let other = |word: &str| word.contains('、') || is_number(word) || leading_date(word).is_some();
    value.chars().count() <= OVERFLOW
        && !value.contains(['。', '[', '［', '〔'])
        && !words.any(other)
}

/// Length of the date at the beginning of a text.
fn leading_date(value: &str) -> Option<usize> {
    let head: String = value.chars().take(40).collect();
    let folded = Folded::new(&head);
    let (_, rest) = date::full(&folded.text)?;
    Some(folded.original_end(folded.text.len() - rest.len()))
}
