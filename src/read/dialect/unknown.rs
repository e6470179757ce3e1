//! Markup that no step has understood.

use crate::fold::has_byte;
use crate::rows::Row;

/// What is left of markup in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// How many signs of it.
    pub(crate) count: usize,
    /// Of a hundred characters this many are of it.
    pub(crate) percent: usize,
    /// The line of the first.
    pub(crate) line: u32,
}

/// This many signs of markup are no accident.
const LEAST: usize = 12;
/// Nor is this share of the characters.
const PERCENT: usize = 3;

/// The markup in rows, where there is much of it.
pub(crate) fn foreign(rows: &[Row]) -> Option<Foreign> {
    let (mut count, mut length, mut all, mut line) = (0, 0, 0, None);
    for cell in rows.iter().flat_map(|row| &row.cells) {
        all += cell.text.len();
        let is_sign = |byte| (byte == b'<') | (byte == b'\\') | (byte == b'"');
        if !has_byte(&cell.text, is_sign) {
            continue;
        }
        for (at, sign) in signs(&cell.text) {
            count += 1;
            length += sign;
            line = line.or_else(|| cell.source_of(at..at + 1).map(|source| source.line));
        }
    }
    let percent = (length * 100).checked_div(all).unwrap_or(0);
    (count >= LEAST && percent >= PERCENT).then(|| Foreign {
        count,
        percent,
        line: line.unwrap_or(0),
    })
}

/// Tags, commands and keys of markup in a text: where they start, and their lengths.
fn signs(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.bytes().enumerate().filter_map(|(at, sign)| {
        let length = match sign {
            b'<' => tag(&text[at + 1..])?,
            b'\\' => text[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count(),
            b'"' => key(&text[at + 1..])?,
            _ => return None,
        };
        (length > 1).then_some((at, length + 1))
    })
}

/// `<name …>`, `</name>`, `<|name|>`.
fn tag(rest: &str) -> Option<usize> {
    let end = rest.find(['>', '<', '\n']).filter(|end| rest[*end..].starts_with('>'))?;
    let name = rest.trim_start_matches(['/', '|', '!']);
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase()) && rest[..end].is_ascii();
    (is_name && end < 200).then_some(end + 1)
}

/// `"name":`
fn key(rest: &str) -> Option<usize> {
    let end = rest.find('"')?;
    let is_key = rest[..end].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (is_key && rest[end + 1..].trim_start().starts_with(':')).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Cell;

    fn found(text: &str) -> Option<usize> {
        let cell = Cell { text: text.to_owned(), ..Cell::default() };
        foreign(&[Row { cells: vec![cell], ..Row::default() }]).map(|foreign| foreign.count)
    }

    #[test]
    fn much_markup_is_seen() {
        assert_eq!(found(&"<cell>名称</cell>".repeat(8)), Some(16));
        assert_eq!(found(&"\\item 名称 ".repeat(12)), Some(12));
        assert_eq!(found(&"\"name\": \"名称\", ".repeat(12)), Some(12));
    }

    #[test]
    fn what_is_printed_is_none() {
        assert_eq!(found(&"<選択肢> 1) <Public Medical Hub(PMH)を活用> ".repeat(20)), None);
    }
}
