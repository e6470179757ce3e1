//! # ocr-mark-unconfirmed
//!
//! **What it finds.** Boxes on a scan whose bracket, or what stands in it, could not be made out; empty ones in whose cell a
//! character stands by itself; choices that were not read between brackets.
//! **Why it matters.** They are `unknown`: an empty box and a lost ring look the same to a recogniser.
//! **Example.** `[` `]` with a smudge between them.

use super::{Context, on};
use crate::align::{self, Piece};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (at, item) in context.items().iter().enumerate() {
        let is_open = match item.value {
            Value::Checkbox(None) => true,
            Value::Checkbox(Some(false)) => has_loose_mark(context, at),
            _ => false,
        };
        if is_open && item.confidence.is_some() {
            let message = Message::new("ocr-mark-unconfirmed", &[("label", &item.label)]);
            findings.push(on(item, Code::OcrMarkUnconfirmed, Severity::Warning, message));
        }
    }
    for (at, item) in context.items().iter().enumerate() {
        let is_choice = matches!(item.value, Value::Choice { .. }) && item.confidence.is_some();
        if is_choice && !item.value.printed().is_empty() && !stands_in_brackets(context, at) {
            let message = Message::new("ocr-mark-unconfirmed.choice", &[("text", &item.text)]);
            findings.push(on(item, Code::OcrMarkUnconfirmed, Severity::Warning, message));
        }
    }
}

/// Whether a character that no item has stands by itself in the cell of a box: it may be its mark, set below its brackets.
fn has_loose_mark(context: &Context, at: usize) -> bool {
    let part = context.filled.parts.get(at).and_then(|at| context.alignment.parts.get(*at));
    let values = part.map_or(&[][..], |part| part.values.as_slice());
    let is_loose = |left: &&Piece| {
        let is_beside = |value: &Piece| (value.row, value.cell) == (left.row, left.cell);
        values.iter().any(is_beside)
            && align::text(context.rows, **left).trim().chars().count() == 1
    };
    context.filled.leftover.iter().any(|left| is_loose(&left))
}

/// Whether the text of a choice was read between brackets.
pub(super) fn stands_in_brackets(context: &Context, at: usize) -> bool {
    let part = context.filled.parts.get(at).and_then(|at| context.alignment.parts.get(*at));
    let values = part.map_or(&[][..], |part| part.values.as_slice());
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let all: String = values.iter().map(|piece| bare(align::text(context.rows, *piece))).collect();
    let printed = bare(&context.items()[at].text);
    let printed = printed.trim_matches(['[', ']']);
    // Without the closing one the printed options stand behind the opening one, too.
    let mut inner = all.split('[').skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
    inner.any(|inner| inner.contains(printed))
}
