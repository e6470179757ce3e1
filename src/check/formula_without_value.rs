//! # formula-without-value
//!
//! **What it finds.** A formula in a workbook whose result the file does not hold: a program wrote it that computes nothing
//! itself. An answer that is an error of a spreadsheet, the signs of a column that is too narrow, or a formula as text; a 0 that
//! a formula takes over from another cell, which may be blank.
//! **Why it matters.** The answer is empty, or not the one that was meant; Excel may show another.
//! **Example.** `#REF!` as the name of an office.
//! **What to do.** Open the workbook in Excel or LibreOffice, save it, and read it again.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use std::sync::LazyLock;

/// The errors that spreadsheets print, one a line.
const ERRORS: &str = include_str!("data/errors.txt");

static FOLDED: LazyLock<Vec<String>> =
    LazyLock::new(|| ERRORS.lines().filter(|line| !line.starts_with("//")).map(fold).collect());

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        let text = item.value.printed();
        if is_error(&text) {
            let message = Message::new("formula-without-value.error", &[("text", &text)]);
            findings.push(on(item, Code::FormulaWithoutValue, Severity::Warning, message));
        }
    }
}

/// Whether a text is, or holds, what a spreadsheet prints in place of a value.
fn is_error(text: &str) -> bool {
    let folded = fold(text);
    let formula = folded.trim_start_matches('\'').strip_prefix('=');
    let is_formula = formula.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || "'[$".contains(c))
    });
    let is_narrow = folded.len() > 2 && folded.chars().all(|c| c == '#');
    is_formula || is_narrow || FOLDED.iter().any(|error| folded.contains(error.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_formulas_are_no_answers() {
        for text in ["#REF!", "＃Ｎ／Ａ", "税務課 #VALUE!", "####", "'=A1", "＝Sheet2!B3"] {
            assert!(is_error(text), "{text}");
        }
        assert!(!["", "#1", "C#", "＝同左", "-"].into_iter().any(is_error));
    }
}
