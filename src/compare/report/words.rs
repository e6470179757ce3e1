//! The words of the reports in two languages, kept as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(crate) use crate::messages::Lang;

type Words = BTreeMap<&'static str, (&'static str, &'static str)>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let rows = include_str!("../data/words.csv").lines().skip(1);
    let row = |row: &'static str| {
        let (key, rest) = row.split_once('|')?;
        Some((key, rest.split_once('|')?))
    };
    rows.filter_map(row).collect()
});

/// The word for a key; the key itself where there is none.
#[must_use]
pub(crate) fn word(lang: Lang, key: &'static str) -> &'static str {
    match (WORDS.get(key), lang) {
        (Some((ja, _)), Lang::Ja) => ja,
        (Some((_, en)), Lang::En) => en,
        (None, _) => key,
    }
}

/// The word for what a document or the catalogue names, where there is one.
#[must_use]
pub(crate) fn known(lang: Lang, key: &str) -> Option<&'static str> {
    let (ja, en) = WORDS.get(key)?;
    Some(if lang == Lang::Ja { ja } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_two_words() {
        assert!(WORDS.len() > 30);
        assert!(
            WORDS.values().all(|(ja, en)| !ja.is_empty() && !en.is_empty() && !en.contains('|'))
        );
        assert_eq!(word(Lang::En, "page"), "p. {n}");
    }
}
