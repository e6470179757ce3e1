//! # value-between-labels
//!
//! **What it finds.** A value some of whose text stands between two labels, either of which it may belong to.
//! **Why it matters.** It was given to one of them; it may belong to the other.
//! Where two labels stand in one cell without a line between their answers, and the first is blank, it is said on both.
//! **Example.** A row whose first cell is empty, right above the row of ②事務の内容.

use super::{Context, on};
use crate::align::Doubt;
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::{Item, Value};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (at, doubt) in &context.filled.doubts {
        if *doubt == Doubt::Between {
            let item = &context.items()[*at];
            let message = Message::new("value-between-labels", &[]);
            findings.push(on(item, Code::ValueBetweenLabels, Severity::Note, message));
        }
    }
    bunched(context, findings);
}

/// Texts whose labels share a cell, of which the first is blank and the second has several lines.
fn bunched(context: &Context, findings: &mut Vec<Finding>) {
    let label = |at: usize| {
        let part = context.filled.parts.get(at)?;
        context.alignment.parts[*part].label.filter(|label| !context.rows.is_plain(label.row))
    };
    let lines = |item: &Item| match &item.value {
        Value::Text(text) => Some(text.lines().count()),
        _ => None,
    };
    for (at, pair) in context.items().windows(2).enumerate() {
        let together = match (label(at), label(at + 1)) {
            (Some(a), Some(b)) => (a.row, a.cell) == (b.row, b.cell) && a != b,
            _ => false,
        };
        let counts = (lines(&pair[0]), lines(&pair[1]));
        if together && matches!(counts, (Some(0), Some(2..))) {
            let message = Message::new("value-between-labels.cell", &[]);
            for item in pair {
                findings.push(on(item, Code::ValueBetweenLabels, Severity::Note, message.clone()));
            }
        }
    }
}
