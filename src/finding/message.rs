//! What a finding says to a person: one sentence in both languages, out of the table `data/messages.csv`.

use crate::messages::{self, Lang, fill_in, in_language, spoken};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};
use std::io;

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

    /// What the system says of a cause, with its number. What a library says in words of its own is quoted.
    #[must_use]
    pub(crate) fn system(cause: &io::Error) -> Self {
        let own = cause.get_ref();
        if let Some(Said(said)) = own.and_then(|own| own.downcast_ref::<Said>()) {
            return said.clone();
        }
        let number = cause.raw_os_error().map(|number| format!(" (os error {number})"));
        let number = number.unwrap_or_default();
        let quoted = own.map(|own| format!("（{own}）")).unwrap_or_default();
        let unknown = || in_language("system.unknown", Lang::Ja);
        let known = messages::system(cause.kind());
        let ja = known.map_or_else(unknown, |[ja, _]| ja);
        let en = known.filter(|_| own.is_none()).map(|[_, en]| format!("{en}{number}"));
        Self { en: en.unwrap_or_else(|| cause.to_string()), ja: format!("{ja}{quoted}{number}") }
    }

    /// The same text in both languages: a name, a number, a quotation.
    #[must_use]
    pub(crate) fn quoted(text: impl Into<String>) -> Self {
        let en = text.into();
        Self { ja: en.clone(), en }
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

/// A cause of our own within one of the system's.
#[derive(Debug)]
pub(crate) struct Said(pub Message);

impl std::error::Error for Said {}

impl Display for Said {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Said {
    /// Data that are not as they should be.
    pub(crate) fn broken(key: &'static str, values: &[(&str, &dyn Display)]) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, Self(Message::new(key, values)))
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
    fn a_cause_of_the_system_is_said_in_both_languages_with_its_number() {
        let missing = Message::system(&io::Error::from_raw_os_error(2)); // on Windows, too
        assert_eq!(missing.en, "not found (os error 2)");
        assert_eq!(missing.ja, "見つかりません (os error 2)");
        let own = Message::system(&io::Error::new(io::ErrorKind::InvalidData, "bad block"));
        assert_eq!((&*own.en, &*own.ja), ("bad block", "データが正しくありません（bad block）"));
        let odd = Message::system(&io::Error::from_raw_os_error(9999));
        assert!(odd.ja.starts_with("システムのエラー") && odd.ja.ends_with(" (os error 9999)"));
        let ours = Message::system(&Said::broken("text-garbled", &[]));
        assert_eq!(ours, Message::new("text-garbled", &[]));
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
