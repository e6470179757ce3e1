//! What a document holds beside its assessments: blank forms, and what was set aside.

use crate::align::text;
use crate::fill::Filled;
use crate::finding::{Finding, Severity};
use crate::fold::fold;
use crate::form::{Form, around};
use crate::record::{Record, Value};
use crate::rows::Rows;
use crate::source::Source;
use std::ops::Range;

/// The code of the finding on a form without answers.
pub(super) const BLANK_FORM: &str = "blank-form";

/// Whether a record answers nothing: its values are blank, dashes and placeholders, no box is ticked, and
/// hardly anything is left over.
pub(super) fn is_blank(record: &Record, filled: &Filled, rows: &Rows, form: &Form) -> bool {
    const MOST_LEFT: usize = 40;
    let answers = |value: &Value, id: &str| match value {
        Value::Text(text) => id != "cover.form_revision" && !around().is_no_answer(text),
        Value::Date { text, .. } => !around().is_no_answer(text),
        Value::Choice { label, .. } => !label.is_empty(),
        Value::Checkbox(ticked) => *ticked == Some(true),
        Value::Count(number) => number.is_some(),
    };
    let pieces = filled.leftover.iter().map(|piece| text(rows, *piece));
    let lines = pieces.flat_map(str::lines).filter(|line| !form.prints_part(&fold(line)));
    let left: usize = lines.map(|line| line.trim().chars().count()).sum();
    left <= MOST_LEFT && !record.items.iter().any(|item| answers(&item.value, &item.id))
}

/// A blank form gives no record.
pub(super) fn blank_form(record: &Record) -> Finding {
    let (label, items) = (&record.form.label, record.items.len());
    Finding {
        code: BLANK_FORM,
        severity: Severity::Note,
        item: String::new(),
        source: record.items.first().map(|item| item.source).unwrap_or_default(),
        message: format!(
            "expected answers, but found a blank {label}: none of its {items} items is filled in"
        ),
    }
}

/// Rows that are of no assessment: where they begin, and with what.
pub(super) fn set_aside(rows: &Rows, range: &Range<usize>) -> Finding {
    const SHOWN: usize = 30;
    let cells = || rows.rows[range.clone()].iter().flat_map(|row| &row.cells);
    let source = cells().find_map(|cell| cell.spans.first()).map(|span| span.source);
    let letters: usize =
        cells().map(|cell| cell.text.chars().filter(|c| !c.is_whitespace()).count()).sum();
    let begins = cells().map(|cell| cell.text.trim()).find(|text| !text.is_empty()).unwrap_or("");
    let begins: String = begins.chars().take(SHOWN).collect();
    Finding {
        code: "set-aside",
        severity: Severity::Note,
        item: String::new(),
        source: source.unwrap_or(Source::default()),
        message: format!(
            "{letters} characters are of no assessment and were set aside: '{begins}'"
        ),
    }
}
