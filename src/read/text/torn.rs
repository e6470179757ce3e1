//! Pieces of tags that are left in a text full of tags: whoever writes tags writes them whole, so that something was
//! taken out, or put in, right there.
//!
//! ```text
//! torn  ::= "<" "/"? name (what is in no tag)  |  (the end of an attribute, or of a name) ">"
//! ```

use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::has_byte;
use crate::read::html::{begins_name, ends_name, is_name, tag};
use crate::rows::{Note, Row};
use crate::source::Source;

/// A text with fewer tags is not written in tags.
const TAGS: usize = 5;
/// So much of a piece is shown, in characters.
const SHOWN: usize = 24;
/// No name of a tag is longer.
const LONGEST: usize = 10;

/// What there is to say of torn tags: a note on each cell with some, and a finding on the document.
pub(super) fn torn(text: &str, rows: &[Row]) -> (Vec<Note>, Option<Finding>) {
    let tags = text.match_indices('<').filter(|(at, _)| tag(&text[*at..]).is_some());
    if tags.take(TAGS).count() < TAGS {
        return (Vec::new(), None);
    }
    let mut notes = Vec::new();
    for (row, content) in rows.iter().enumerate() {
        for (cell, content) in content.cells.iter().enumerate() {
            let Some(at) = place(&content.text) else { continue };
            let piece: String = content.text[at..].chars().take(SHOWN).collect();
            let message = Message::new("markup-torn", &[("text", &piece.trim())]);
            let source = content.source_of(at..at + 1).unwrap_or_default();
            let (code, severity) = (Code::MarkupTorn, Severity::Warning);
            let (cell, within) = (Some((row, cell)), String::new());
            notes.push(Note { code, severity, source, cell, message, within });
        }
    }
    let whole = notes.first().map(|first| of_document(first.source, notes.len()));
    (notes, whole)
}

/// What is near a torn tag may belong elsewhere, and something may be gone: that is one of the whole document.
fn of_document(source: Source, count: usize) -> Finding {
    Finding {
        code: Code::MarkupTorn,
        severity: Severity::Warning,
        item: String::new(),
        source,
        message: Message::new("markup-torn.cells", &[("count", &count)]),
    }
}

/// Where a piece of a tag stands in a text out of which the tags were taken.
fn place(text: &str) -> Option<usize> {
    if !has_byte(text, |byte| (byte == b'<') | (byte == b'>')) {
        return None;
    }
    text.bytes().enumerate().find_map(|(at, byte)| match byte {
        b'<' => is_beginning(&text[at + 1..]).then_some(at),
        b'>' => end(&text[..at]),
        _ => None,
    })
}

/// Whether a name of a tag stands here, whole or in part, and then what no tag has.
fn is_beginning(text: &str) -> bool {
    let text = text.strip_prefix('/').unwrap_or(text);
    let length = text.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
    let (name, rest) = text.split_at(length.unwrap_or(text.len()));
    match rest.chars().next() {
        None | Some(' ' | '\t' | '\n' | '/' | '<' | '>') => is_name(name),
        Some(c) => !c.is_ascii() && begins_name(name),
    }
}

/// Where the piece of a tag begins that a text ends with: the end of an attribute, or of a name right behind other text.
fn end(text: &str) -> Option<usize> {
    let inside = |c: char| c.is_ascii() && !matches!(c, '<' | '>' | '\n' | '\t');
    let start = text.trim_end_matches(inside).len();
    let (before, piece) = text.split_at(start);
    if before.is_empty() || before.ends_with('<') {
        return None;
    }
    let attribute = piece.trim_end().trim_end_matches('/').trim_end();
    // A quoted word by itself is none: its name is before it, or its first quotation mark is lost.
    let is_torn = attribute.matches('"').count() % 2 == 1 || attribute.contains("=\"");
    let is_attribute = attribute.len() > 1 && attribute.ends_with('"') && is_torn;
    let name = piece.strip_prefix('/').unwrap_or(piece);
    let is_name = (1..=LONGEST).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && ends_name(name);
    (is_attribute || is_name && !before.ends_with(char::is_whitespace)).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::text::rows;

    #[test]
    fn pieces_of_tags_are_told_from_text() {
        for torn in [
            "<ol style=てはならない",
            "<div styため",
            "委託</table先名",
            "<input type",
            "案件<td件",
        ] {
            assert_eq!(place(torn), torn.find('<'), "{torn}");
        }
        for torn in ["号pe=\"checkbox\"/>] 庁内", "機能list-style: none\">", "行う機p>保存", "免d>"]
        {
            assert!(place(torn).is_some(), "{torn}");
        }
        for sound in [
            "<選択肢>",
            "<その他のリスク1>",
            "<Public Medical Hub(PMH)>",
            "A -> B",
            "甲->乙",
            "x<y>z",
            "<p",
            "5<6",
        ] {
            assert_eq!(place(sound).filter(|_| sound != "<p"), None, "{sound}");
        }
    }

    #[test]
    fn only_a_text_in_tags_can_have_torn_ones() {
        let count = |text: &str| {
            let read = rows(text, &|_| {});
            (read.notes.len(), read.findings.len())
        };
        let tags = "<p>甲</p>\n<p>乙</p>\n<p>丙</p>\n";
        assert_eq!(count(tags), (0, 0));
        assert_eq!(count(&format!("{tags}丁<td style\n戊d>己\n")), (1, 1));
        assert_eq!(count("丁<td style\n戊d>己\n"), (0, 0));
    }
}
