//! What a finding says to a person: one sentence in both languages, out of the table `data/messages.csv`.

use crate::messages::{Lang, fill_in, spoken};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// One sentence in both languages. Tables and records carry both, so that results do not depend on the locale;
/// a person is shown the one that is [`spoken`](Message::spoken).
///
/// `{}` prints the English sentence, `{:#}` the Japanese one.
///
/// ```
/// let outcome = hyokasho::read("a.txt", "何かの文書".as_bytes(), &hyokasho::Options::default());
/// let message = &outcome.findings[0].message;
/// assert!(message.en.starts_with("expected the labels of one of the official forms"));
/// assert_eq!(format!("{message:#}"), "公式の様式の見出しがあるはずですが、ほとんど見つかりません");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Message {
    /// In English.
    #[serde(rename = "message")]
    pub en: String,
    /// In Japanese; empty in records that were written before findings said it.
    #[serde(rename = "message_ja")]
    pub ja: String,
}

impl Message {
    /// The sentence of a key of the table, with values in its places. A value may be a message itself.
    #[must_use]
    pub(crate) fn new(key: &'static str, values: &[(&str, &dyn Display)]) -> Self {
        Self { en: fill_in(key, Lang::En, values), ja: fill_in(key, Lang::Ja, values) }
    }

    /// Names one after the other.
    #[must_use]
    pub(crate) fn list(names: &[&str]) -> Self {
        Self { en: names.join(", "), ja: names.join("、") }
    }

    /// Says another sentence, too, unless it is said already.
    pub(crate) fn add(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
        } else if !self.en.contains(&other.en) {
            self.en += "; ";
            self.en += &other.en;
            self.ja += "。";
            self.ja += &other.ja;
        }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// The sentence in a language; the English one where there is no other.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> &str {
        if lang == Lang::Ja && !self.ja.is_empty() { &self.ja } else { &self.en }
    }

    /// The sentence in the language that is spoken to a person: of the command line or the locale.
    #[must_use]
    pub fn spoken(&self) -> &str {
        self.in_language(spoken())
    }
}

impl Display for Message {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_language(if f.alternate() { Lang::Ja } else { Lang::En }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_within_a_message_is_said_in_the_language_of_both() {
        let inner = Message::new("text-leftover", &[("count", &3), ("begin", &"甲")]);
        let outer = Message::new("text-leftover.near", &[("what", &inner)]);
        assert_eq!(
            outer.en,
            "expected an answer, but found none, and near it 3 characters belong to no item: '甲'"
        );
        assert_eq!(
            outer.ja,
            "答えがあるはずですが、ありません。近くに、どの項目にも属さない3文字があります: 「甲」"
        );
    }

    #[test]
    fn what_is_said_twice_is_said_once() {
        let mut all = Message::default();
        for key in ["text-garbled", "text-overprinted", "text-garbled"] {
            all.add(&Message::new(key, &[]));
        }
        assert_eq!(all.en.matches("; ").count(), 1);
        assert_eq!(all.ja.matches('。').count(), 1);
    }
}
