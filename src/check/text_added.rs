//! # text-added
//!
//! **What it finds.** A short text beside an answer, or below it, that somebody seems to have added: a remark of who checks the
//! document, a date and initials, a correction whose old text is not struck; a line that begins or ends with the words of one. A note of a PDF
//! (付箋) that is pinned to an answer, or the remark of a highlight; text right of the lines of a table; a text box over an answer; a comment on
//! a cell or a text, which is no part of the value.
//! **Why it matters.** Nobody can tell from the document whether it is a part of the answer, or corrects it; the value holds both.
//! **Example.** `要確認` in small red type beside the name of an office.
//! **日本語。** 答えの横などに、書き足されたらしい短い文字がある（確認者の書き込み、日付と名字、消していない訂正）。

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::{Item, Value};
use std::sync::LazyLock;

/// What who checks a document writes beside an answer, one a line.
const WORDS: &str = include_str!("data/added.txt");

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Some(word) = remark(item).filter(|word| !is_said(context, item, word)) {
            let message = Message::new("text-added", &[("text", &word)]);
            findings.push(on(item, Code::TextAdded, Severity::Warning, message));
        }
    }
}

/// Whether the reader says the same of the same place: of a value that has more in it than what was added.
fn is_said(context: &Context, item: &Item, word: &str) -> bool {
    let mut notes = context.rows.notes.iter().filter(|note| note.code == Code::TextAdded);
    notes.any(|note| {
        let areas = item.source.area.zip(note.source.area);
        item.source.page == note.source.page
            && areas.is_some_and(|(value, added)| value.overlaps(added))
            && note.within.contains(word)
            && note.within.len() < item.value.printed().len()
    })
}

static REMARKS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    WORDS.lines().filter(|word| !word.is_empty() && !word.starts_with('#')).collect()
});

/// The words of a remark that a line of a text ends with, or begins with where they are set off.
fn remark(item: &Item) -> Option<&'static str> {
    let Value::Text(text) = &item.value else { return None };
    let parts = |c: char| !c.is_alphanumeric();
    text.lines().find_map(|line| {
        let line = line.trim_matches(parts);
        let begins = |word: &str| {
            line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(parts))
        };
        REMARKS.iter().copied().find(|word| line.ends_with(word) || begins(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_begins_or_ends_a_line() {
        let said = |text: &str| {
            let item = Item { value: Value::Text(text.to_owned()), ..Item::default() };
            remark(&item)
        };
        for text in ["税務課（要確認）", "税務課\n要確認", "【未確認】税務課", "要修正"]
        {
            assert!(said(text).is_some(), "{text}");
        }
        for text in ["", "本人確認を行う。", "未確認のまま登録しない。"] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
