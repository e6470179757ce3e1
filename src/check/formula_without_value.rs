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
    let is_formula = formula.is_some_and(is_formula);
    let is_narrow = folded.len() > 2 && folded.chars().all(|c| c == '#');
    is_formula || is_narrow || FOLDED.iter().any(|error| folded.contains(error.as_str()))
}

/// Whether what stands behind a `=` is a formula: it has a cell, a sheet or a function in it, and no words but in quotes.
fn is_formula(text: &str) -> bool {
    let mut quote = None;
    let unquoted = text.chars().filter(|c| match quote {
        Some(end) => {
            quote = quote.filter(|_| *c != end);
            false
        }
        None => {
            quote = QUOTES.iter().find(|(start, _)| start == c).map(|(_, end)| *end);
            quote.is_none()
        }
    });
    let unquoted: String = unquoted.collect();
    let words = unquoted.split_inclusive(|c: char| !c.is_alphanumeric() && !"$_.".contains(c));
    let mut has_place = false;
    for word in words {
        let name = word.trim_end_matches(['(', '!']);
        let is_place = word.ends_with('!') || name != word && !name.is_empty() || is_cell(word);
        if !word.is_ascii() && !word.ends_with('!') {
            return false;
        }
        has_place |= is_place;
    }
    has_place
}

/// What encloses a text, the name of a sheet, and that of a file or a column.
const QUOTES: [(char, char); 3] = [('"', '"'), ('\'', '\''), ('[', ']')];

/// Whether a word is the name of a cell, whatever sign is behind it: `B3`, `$AB$12`.
fn is_cell(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric()).trim_start_matches('$');
    let column = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let row = column.trim_start_matches('$');
    let is_column = (1..=3).contains(&(word.len() - column.len()));
    is_column && !row.is_empty() && row.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_formulas_are_no_answers() {
        for text in ["#REF!", "＃Ｎ／Ａ", "税務課 #VALUE!", "####", "'=A1", "＝Sheet2!B3"] {
            assert!(is_error(text), "{text}");
        }
        for text in [
            "=SUM(A1:A3)",
            "=$A$1",
            "=IF(A1=\"\",\"なし\",B1)",
            "='別 紙'!A1",
            "=[表.xlsx]a!A1",
            "=基礎!B3",
        ] {
            assert!(is_error(text), "{text}");
        }
        for text in [
            "",
            "#1",
            "C#",
            "＝同左",
            "-",
            "＝LGWAN経由で資格を管理する。",
            "＝LGWAN（総合行政ネットワーク）経由",
            "＝LGWAN",
            "＝A4用紙",
        ] {
            assert!(!is_error(text), "{text}");
        }
    }
}
