//! The words that the command says to a person, in Japanese and English: one catalogue, as data.
//!
//! Results never depend on the language: tables and records carry what findings say in both, and are the same
//! bytes in either.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::sync::{LazyLock, OnceLock};

/// A language of words to a person; what documents print stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// The code: `ja`, `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        if self == Self::Ja { "ja" } else { "en" }
    }

    /// The language of a locale such as `ja_JP.UTF-8`: Japanese, else English.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ja") { Self::Ja } else { Self::En }
    }
}

/// What the command line and the locale say, once, when the command begins.
static SPOKEN: OnceLock<(Option<Lang>, Lang)> = OnceLock::new();

/// Says in which language messages are: as `asked` for, else that of the locale; English until then.
pub(crate) fn speak(asked: Option<Lang>, locale: &str) {
    let lang = asked.unwrap_or_else(|| Lang::of_locale(locale));
    let _ = SPOKEN.set((asked, lang)); // who speaks first is heard
}

/// The language of messages.
#[must_use]
pub(crate) fn spoken() -> Lang {
    SPOKEN.get().map_or(Lang::En, |(_, lang)| *lang)
}

/// The language that was asked for, whatever the locale.
#[must_use]
pub(crate) fn asked() -> Option<Lang> {
    SPOKEN.get().and_then(|(asked, _)| *asked)
}

/// Key, and the message in Japanese and English. `{name}` is a place for a value, `\n` a new line.
type Catalogue = BTreeMap<&'static str, [Cow<'static, str>; 2]>;

/// What the command says, and what findings say.
const TABLES: [&str; 2] =
    [include_str!("messages/data/messages.csv"), include_str!("finding/data/messages.csv")];

static MESSAGES: LazyLock<Catalogue> = LazyLock::new(|| catalogue(&TABLES));

/// What the system says when something cannot be done, by the name of the [kind](io::ErrorKind).
static SYSTEM: LazyLock<Catalogue> =
    LazyLock::new(|| catalogue(&[include_str!("messages/data/system.csv")]));

fn catalogue(tables: &[&'static str]) -> Catalogue {
    let rows = tables.iter().flat_map(|table| table.lines().skip(1));
    let cells = rows.filter_map(|row| {
        let mut cells = row.splitn(3, '|');
        let [key, ja, en] = [cells.next()?, cells.next()?, cells.next()?];
        Some((key, [ja, en].map(broken)))
    });
    cells.collect()
}

/// A message with its new lines; few have any.
fn broken(text: &str) -> Cow<'_, str> {
    if text.contains('\\') { text.replace("\\n", "\n").into() } else { text.into() }
}

/// What the system says of a kind of cause, in Japanese and English.
#[must_use]
pub(crate) fn system(kind: io::ErrorKind) -> Option<&'static [Cow<'static, str>; 2]> {
    SYSTEM.get(format!("{kind:?}").as_str())
}

/// The message of a key in the language spoken; the key itself where the catalogue lacks it.
#[must_use]
pub(crate) fn text(key: &'static str) -> &'static str {
    in_language(key, spoken())
}

/// The message of a key in a language.
#[must_use]
pub(crate) fn in_language(key: &'static str, lang: Lang) -> &'static str {
    let Some([ja, en]) = MESSAGES.get(key) else { return key };
    if lang == Lang::Ja { ja } else { en }
}

/// The message of a key with values in its places.
#[must_use]
pub(crate) fn fill(key: &'static str, values: &[(&str, &dyn Display)]) -> String {
    fill_in(key, spoken(), values)
}

/// The message of a key in a language, with values in its places. A value that is itself said in both
/// languages prints the Japanese one where `{:#}` is asked for, as [`crate::finding::Message`] does.
#[must_use]
pub(crate) fn fill_in(key: &'static str, lang: Lang, values: &[(&str, &dyn Display)]) -> String {
    let said = |value: &dyn Display| match lang {
        Lang::Ja => format!("{value:#}"),
        Lang::En => format!("{value}"),
    };
    filled(in_language(key, lang), values, &said)
}

/// A template with values in its places; what a value says is not looked into.
fn filled(
    template: &str,
    values: &[(&str, &dyn Display)],
    said: &dyn Fn(&dyn Display) -> String,
) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = from.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(&said(*value));
        }
        rest = after;
    }
    out + rest
}

/// The pages of findings in Japanese, by code.
static PAGES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let pages = include_str!("messages/data/pages.ja.md").split("\n---\n");
    let coded = pages.filter_map(|page| {
        let page = page.trim();
        Some((page.strip_prefix("# ")?.split(char::is_whitespace).next()?, page))
    });
    coded.collect()
});

/// The page of a finding in Japanese, as Markdown.
#[must_use]
pub(crate) fn page(code: &str) -> Option<&'static str> {
    PAGES.get(code).copied()
}

/// All codes that have a page in Japanese.
#[cfg(test)]
pub(crate) fn pages() -> impl Iterator<Item = &'static str> {
    PAGES.keys().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use std::fs;
    use std::path::Path;

    /// The names of the places in a template.
    fn places(template: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            template.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn no_message_lacks_a_language() {
        let mut count = 0;
        for table in TABLES {
            let rows = table.lines().skip(1);
            let keys: Vec<&str> = rows.filter_map(|row| row.split('|').next()).collect();
            assert!(keys.is_sorted_by(|a, b| a < b), "keys are sorted and unique");
            count += keys.len();
        }
        assert_eq!(count, MESSAGES.len(), "every row has three cells, and a key of its own");
        for (key, [ja, en]) in MESSAGES.iter() {
            assert!(!ja.is_empty() && !en.is_empty(), "{key}");
            assert!(!ja.is_ascii() && en.chars().all(|c| !('ぁ'..='ん').contains(&c)), "{key}");
            assert_eq!(places(ja), places(en), "{key}");
        }
    }

    /// All Rust sources below a folder.
    fn sources(folder: &Path, all: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => sources(&path, all),
                false if path.extension().is_some_and(|ending| ending == "rs") => {
                    all.push_str(&fs::read_to_string(path).unwrap());
                }
                false => {}
            }
        }
    }

    #[test]
    fn every_message_is_said_somewhere_and_every_key_is_known() {
        let mut all = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        let by_code = |key: &str| {
            let code = key.parse::<Code>();
            code.is_ok_and(|code| all.contains(&format!("Code::{code:?}")))
        };
        for key in MESSAGES.keys() {
            let is_said = all.contains(&format!("\"{key}\"")) || by_code(key);
            assert!(is_said, "{key} is said nowhere");
        }
        for call in ["messages::text", "messages::fill", "Message::new"] {
            let literal = |rest: &'_ str| rest.trim_start().strip_prefix('"').map(str::to_owned);
            for rest in all.split(&format!("{call}(")).skip(1).filter_map(literal) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(MESSAGES.contains_key(key) || key.is_empty(), "{key} is not known");
            }
        }
    }

    #[test]
    fn what_the_system_says_is_said_in_both_languages() {
        use io::ErrorKind as K;
        assert!(SYSTEM.len() > 25);
        for (kind, [ja, en]) in SYSTEM.iter() {
            assert!(!ja.is_ascii() && en.is_ascii(), "{kind}");
            assert!(kind.starts_with(char::is_uppercase), "{kind}");
        }
        for kind in [K::NotFound, K::PermissionDenied, K::StorageFull, K::InvalidFilename] {
            assert!(system(kind).is_some(), "{kind:?}");
        }
        assert_eq!(system(K::Other), None);
    }

    #[test]
    fn values_are_put_in_their_places() {
        let plain = |value: &dyn Display| value.to_string();
        let values: &[(&str, &dyn Display)] = &[("all", &3), ("n", &"{all}")];
        assert_eq!(filled("{n} of {all}{x}", values, &plain), "{all} of 3");
        assert_eq!(Lang::of_locale("ja_JP.UTF-8"), Lang::Ja);
        assert_eq!([Lang::of_locale("C"), Lang::of_locale("jam")], [Lang::En, Lang::En]);
    }
}
