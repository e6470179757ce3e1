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
    text.contains(MASK.as_slice())
        && text.split(|c| !MASK.contains(&c)).any(|row| row.chars().count() >= IN_A_ROW)
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
}
