//! # text-blacked-out
//!
//! **What it finds.** Text under a dark area (黒塗り): painted over in a PDF, or in the dark colour of its ground in a PDF, workbook or Word document. Where a dark bar stands and no text under it, what
//! stood there is gone; so it is where somebody has typed squares in its place (伏せ字). Text that an annotation only marks to be blacked out is still seen, and is the value.
//! **Why it matters.** A person sees a bar; the characters are still in the file. They may be what a body meant to hide, so they are written to no output: the finding says where they are, never what they are. The publisher should be told.
//! **Example.** A black rectangle over the name of a contractor: the value is empty.
//! **日本語。** 黒塗りの下に残っている文字は、どの出力にも書かない。場所だけを示す。

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;
use std::sync::LazyLock;

/// What stands in place of characters that are not to be read, one a line.
const MASKS: &str = include_str!("data/masks.txt");
/// So many in a row are no sign of a list.
const IN_A_ROW: usize = 3;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Value::Text(text) | Value::Date { text, .. } = &item.value
            && is_masked(text)
        {
            let message = Message::new("text-blacked-out.typed", &[]);
            findings.push(on(item, Code::TextBlackedOut, Severity::Warning, message));
        }
    }
}

static MASK: LazyLock<Vec<char>> = LazyLock::new(|| {
    let lines = MASKS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.chars().next()).collect()
});

/// Whether several of them stand in a row.
fn is_masked(text: &str) -> bool {
    // Hardly any text has one: most are looked through once.
    text.contains(MASK.as_slice()) && text.lines().any(is_line_masked)
}

/// Whether several of them stand in a row of a line, and do not only adorn a heading.
fn is_line_masked(line: &str) -> bool {
    let rows: Vec<&str> =
        line.split(|c| !MASK.contains(&c)).filter(|row| row.chars().count() >= IN_A_ROW).collect();
    match rows[..] {
        [one, other] if one == other => !is_heading(line, one),
        _ => !rows.is_empty(),
    }
}

/// Whether a line ends with a text between two rows that are alike: one of words, which joins nothing that is masked.
fn is_heading(line: &str, row: &str) -> bool {
    let parts: Vec<&str> = line.split(row).collect();
    let [before, heading, behind] = parts[..] else { return false };
    let is_word = |c: char| c.is_alphanumeric() && !('ぁ'..='ゖ').contains(&c);
    let heading = heading.trim();
    (before.is_empty() || before.ends_with(char::is_whitespace))
        && behind.trim().is_empty()
        && heading.chars().nth(1).is_some()
        && heading.chars().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::is_masked;

    #[test]
    fn squares_in_a_row_stand_for_text_and_one_heads_a_list() {
        assert!(is_masked("株式会社■■■■"));
        assert!(is_masked("███"));
        assert!(!is_masked("■申請書の受付\n■決定"));
        assert!(!is_masked("総務課"));
    }

    #[test]
    fn squares_on_both_sides_of_a_heading_adorn_it() {
        assert!(!is_masked("■■■申請■■■"));
        assert!(!is_masked("資格の管理を行う。 ■■■ 申請 ■■■"));
        for text in
            ["■■■と■■■", "■■■及び■■■■", "■■■及び■■■", "部長■■■課長■■■", "■■■申請■■■\n■■■■社"]
        {
            assert!(is_masked(text), "{text}");
        }
    }
}
