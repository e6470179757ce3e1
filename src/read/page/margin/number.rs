//! A page's number as it is printed: alone, between dashes, with a word, with the number of pages.
//!
//! ```text
//! number ::= word? sign* NUMBER (sign+ NUMBER)? sign* word*       3, - 3 -, (3), 3/12, Page 3 of 12, 第3頁
//! ```

use crate::fold::narrow;
use crate::read::numbers::page::margin_number::{BYTES, DIGITS, LONGEST};
use std::sync::LazyLock;

/// A line for each word beside the number, and whether no other number has it.
const WORDS: &str = include_str!("data/words.csv");

/// What is printed in place of the dashes around a number.
const DASHES: [char; 8] = ['-', '−', '―', '—', '–', '‐', '─', 'ー'];
/// What else stands around a number, or between it and the number of pages.
const SIGNS: [char; 3] = ['/', '(', ')'];
/// Between a number and that of the pages, as a word.
const OF: &str = "of";

/// The number of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// The first number printed.
    pub(crate) value: u32,
    /// Nothing but a page is numbered so: `2 / 4`, `- 2 -`, `p. 2`.
    pub(crate) sure: bool,
    /// Nothing is printed beside it.
    pub(crate) bare: bool,
    /// The number of pages, behind a slash.
    pub(crate) of: Option<u32>,
}

/// The number that a text is, if it is nothing else.
pub(crate) fn number(text: impl Iterator<Item = char>) -> Option<Number> {
    let mut printed = text.map(narrow).filter(|c| !c.is_whitespace()).peekable();
    // Most texts begin with what no number of a page begins with.
    let first = *printed.peek()?;
    let is_sign = |c: char| DASHES.contains(&c) || SIGNS.contains(&c);
    let is_worded = |c: char| WORDED.iter().any(|(word, _)| word.starts_with(c));
    if !(first.is_ascii_digit() || is_sign(first) || is_worded(first)) {
        return None;
    }
    let printed: String = printed.take(LONGEST + 1).collect();
    if printed.len() > BYTES * LONGEST || !printed.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut rest, mut sure) = (&*printed, false);
    for (word, tells) in WORDED.iter() {
        if let Some(less) = rest.strip_suffix(word).or_else(|| rest.strip_prefix(word)) {
            (rest, sure) = (less, sure || *tells);
        }
    }
    let rest = rest.replacen(OF, "/", 1);
    let numbers: Vec<&str> = rest.split(is_sign).filter(|part| !part.is_empty()).collect();
    let is_number = |n: &&str| n.len() <= DIGITS && n.bytes().all(|b| b.is_ascii_digit());
    if !(1..=2).contains(&numbers.len()) || !numbers.iter().all(is_number) {
        return None;
    }
    let dashed = rest.starts_with(DASHES) && rest.ends_with(DASHES);
    sure |= rest.contains('/') || dashed && numbers.len() == 1;
    let bare = printed.len() == numbers[0].len();
    let of = numbers.get(1).filter(|_| rest.contains('/')).and_then(|of| of.parse().ok());
    Some(Number { value: numbers[0].parse().ok()?, sure, bare, of })
}

/// The words, the longer ones first, and whether each makes a number sure.
static WORDED: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let fields = |line: &'static str| {
        let mut fields = line.splitn(3, ',');
        Some((fields.next()?, fields.next()? == "yes"))
    };
    WORDS.lines().skip(1).filter_map(fields).collect()
});

/// A text without white space, each number as one `0`: what differs in numbers only is of one shape.
pub(crate) fn shape(text: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for c in text.map(narrow).filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('0') {
            out.push('0');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_with_what_is_printed_around_them() {
        let read = |text: &str| number(text.chars()).map(|number| (number.value, number.sure));
        for (text, value) in [
            ("- 3 -", 3),
            ("－１２－", 12),
            ("3/12", 3),
            ("3 / 12 ページ", 3),
            ("P.7", 7),
            ("4頁", 4),
            ("第 5 頁", 5),
            ("Page 6 of 12", 6),
            ("(2/4)", 2),
            ("2/", 2),
        ] {
            assert_eq!(read(text), Some((value, true)), "{text}");
        }
        for (text, value) in [("3", 3), ("４", 4), ("（9）", 9), ("第3", 3), ("2-1", 2), ("3-", 3)]
        {
            assert_eq!(read(text), Some((value, false)), "{text}");
        }
        for text in
            ["", "第3号", "[平成2年3月様式4]", "1.2.3", "--", "様式3", "12345", "1/2/3", "20人"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_make_no_shape() {
        assert_eq!(shape("資料 １２－3 ".chars()), "資料0-0");
    }
}
