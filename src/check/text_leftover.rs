//! # text-leftover
//!
//! **What it finds.** Text that belongs to no item, no label and no list of options. It is said on each blank item around it too:
//! where a block of text stands before several labels without answers, it is theirs.
//! **Why it matters.** Nothing of a document is dropped in silence: it may be a remark of the body, or a value whose place was lost.
//! **Example.** A line of prose between a heading and its first question.

use super::{Context, on};
use crate::align::{self, Piece};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::record::{Item, Value};

/// So many blank answers on each side of a text may be what it is.
const MOST: usize = 4;
/// They stand no further from it than so many rows.
const FAR: usize = 12;
/// A text of fewer letters is hardly an answer.
const LEAST: usize = 4;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let around = Around::new(context);
    for piece in &context.filled.leftover {
        let text = align::text(context.rows, *piece).trim();
        let begin: String =
            text.chars().take(60).map(|c| if c == '\n' { ' ' } else { c }).collect();
        let count = text.chars().count();
        let message = Message::new("text-leftover", &[("count", &count), ("begin", &begin)]);
        for item in around.blank(context, *piece) {
            let message = Message::new("text-leftover.near", &[("what", &message)]);
            findings.push(on(item, Code::TextLeftover, Severity::Warning, message));
        }
        findings.push(
            Finding::saying(Severity::Note, Code::TextLeftover, message).at(context.source(*piece)),
        );
    }
}

/// The answers of a document in the order of their labels, and which are blank.
struct Around<'a> {
    items: Vec<(Piece, &'a Item, bool)>,
}

impl<'a> Around<'a> {
    fn new(context: &'a Context) -> Self {
        let parts = context.items().iter().zip(&context.filled.parts);
        let label = |part: &usize| context.alignment.parts[*part].label;
        let mut items: Vec<_> =
            parts.filter_map(|(item, part)| Some((label(part)?, item, is_blank(item)))).collect();
        items.sort_by_key(|(label, ..)| place(*label));
        Self { items }
    }

    /// The blank answers next to a text that may be an answer. Labels that stand in one cell are one place.
    fn blank(&self, context: &Context, piece: Piece) -> Vec<&'a Item> {
        let at = self.items.partition_point(|(label, ..)| place(*label) <= place(piece));
        let (before, behind) = self.items.split_at(at);
        let mut found = nearest(before.iter().rev(), piece);
        found.extend(nearest(behind.iter(), piece));
        if found.is_empty() || !may_answer(context, piece) { Vec::new() } else { found }
    }
}

/// The blank answers that a way from a text comes upon before any other.
fn nearest<'a: 'b, 'b>(
    way: impl Iterator<Item = &'b (Piece, &'a Item, bool)> + Clone,
    piece: Piece,
) -> Vec<&'a Item> {
    let first = way.clone().next().map(|(label, ..)| (label.row, label.cell));
    let near = |(label, _, blank): &&(Piece, &'a Item, bool)| {
        label.row.abs_diff(piece.row) <= FAR && (*blank || first == Some((label.row, label.cell)))
    };
    let blank = way.take_while(near).filter(|(.., blank)| *blank);
    blank.take(MOST).map(|(_, item, _)| *item).collect()
}

fn place(piece: Piece) -> (usize, usize, usize) {
    (piece.row, piece.cell, piece.start)
}

fn is_blank(item: &Item) -> bool {
    match &item.value {
        Value::Text(text) | Value::Date { text, .. } => text.is_empty(),
        Value::Choice { label, .. } => label.is_empty(),
        _ => false,
    }
}

/// Whether a text is longer than a remnant of a label, and neither boxes nor a part of what the form prints.
fn may_answer(context: &Context, piece: Piece) -> bool {
    let folded = fold(align::text(context.rows, piece));
    let inner = folded.strip_prefix('[').and_then(|rest| rest.find(']'));
    let boxes = inner.is_some_and(|length| length <= '○'.len_utf8());
    !boxes
        && folded.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST
        && !context.alignment.form.prints_part(&folded)
}
