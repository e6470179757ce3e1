//! Files within folders and archives that are not read: what they are, and what to do with them.

use super::walk::endings;
use super::{Input, lost};
use crate::finding::{Code, Message};
use serde::Deserialize;
use std::sync::LazyLock;

/// By ending, in order.
const DATA: &str = include_str!("data/unread.csv");

static KINDS: LazyLock<Vec<Unread>> = LazyLock::new(|| {
    let mut table = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(DATA.as_bytes());
    table.deserialize().collect::<Result<_, _>>().expect("the table is compiled in and tested")
});

/// A kind of file that is not read.
#[derive(Debug, Deserialize)]
pub(super) struct Unread {
    ending: String,
    /// Its first bytes in hexadecimal; empty where they do not tell.
    begins: String,
    may_be: String,
    what: String,
    advice: String,
    what_ja: String,
    advice_ja: String,
}

impl Unread {
    /// Of a file name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        let (_, ending) = name.rsplit_once('.')?;
        KINDS.iter().find(|kind| kind.ending.eq_ignore_ascii_case(ending))
    }

    /// Of a file's bytes.
    pub(super) fn beginning(bytes: &[u8]) -> Option<&'static Self> {
        let start: String = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        KINDS.iter().find(|kind| !kind.begins.is_empty() && start.starts_with(&kind.begins))
    }

    /// Whether such a file may be an assessment, or hold one.
    pub(super) fn is_document(&self) -> bool {
        self.may_be == "document"
    }

    /// What it is and what to do.
    pub(super) fn advice(&self) -> Message {
        let said = |en: &String, ja: &String| Message { en: en.clone(), ja: ja.clone() };
        let what = said(&self.what, &self.what_ja);
        let advice = said(&self.advice, &self.advice_ja);
        Message::new("left-out.what", &[("what", &what), ("advice", &advice)])
    }
}

/// What a file of this name is: one that is left out, or an error where it may be an assessment.
pub(super) fn input(source: String) -> Input {
    let kind = Unread::named(&source);
    let code =
        if kind.is_some_and(Unread::is_document) { Code::BinaryInput } else { Code::LeftOut };
    let why = match kind {
        Some(kind) => kind.advice(),
        None => Message::new("left-out", &[("endings", &endings())]),
    };
    lost(source, code, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_in_order_and_none_of_them_is_read() {
        assert!(KINDS.is_sorted_by(|a, b| a.ending < b.ending));
        for kind in KINDS.iter() {
            assert!(super::super::walk::extension(&format!("a.{}", kind.ending)).is_none());
            assert!(kind.begins.len() <= 16 && kind.begins.len() % 2 == 0, "{}", kind.ending);
        }
        assert!(Unread::named("様式.DOC").is_some_and(Unread::is_document));
        assert!(Unread::beginning(b"{\\rtf1\\ansi").is_some_and(Unread::is_document));
        assert!(Unread::beginning("評価書".as_bytes()).is_none());
        assert!(input("a.jsonl".into()).is_left_out() && !input("a.doc".into()).is_left_out());
    }
}
