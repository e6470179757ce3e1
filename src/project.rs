//! Which 事務 an assessment is about, whatever the body calls it: by folding and a small vocabulary.
//!
//! `project/data/projects.csv` has a code, the usual Japanese name and the words that bodies print.

use crate::fold::fold;
use crate::record::{Record, Value};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Code and usual Japanese name of each 事務 of the vocabulary, in the order of the file.
static KINDS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("project/data/projects.csv").lines().skip(1);
    rows.filter_map(|row| {
        let (key, rest) = row.split_once(',')?;
        Some((key, rest.split_once(',')?.0))
    })
    .collect()
});

/// Words of the vocabulary, folded, longest first, with their keys.
static WORDS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("project/data/projects.csv").lines().skip(1);
    let mut words: Vec<(String, &str)> = rows
        .filter_map(|row| row.split_once(','))
        .filter_map(|(key, rest)| Some((key, rest.split_once(',')?.1)))
        .flat_map(|(key, words)| words.split('|').map(move |word| (fold(word), key)))
        .collect();
    words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    words
});

/// Words that every name may have, folded, in the order in which they are taken out.
static GENERIC: LazyLock<Vec<String>> =
    LazyLock::new(|| include_str!("project/data/generic.txt").lines().map(fold).collect());

/// What the same 事務 of any body has in common: the vocabulary's keys, or the folded name without the
/// body and the words that say nothing.
#[must_use]
pub(crate) fn key(name: &str, agency: &str) -> String {
    let mut rest = fold(name);
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for (word, key) in WORDS.iter() {
        if rest.contains(word.as_str()) {
            keys.insert(key);
            rest = rest.replace(word.as_str(), "");
        }
    }
    if !keys.is_empty() {
        return keys.into_iter().collect::<Vec<_>>().join("+");
    }
    let agency = fold(agency);
    if !agency.is_empty() {
        rest = rest.replace(&agency, "");
    }
    GENERIC.iter().fold(rest, |rest, word| rest.replace(word.as_str(), ""))
}

/// The usual Japanese names of a key, joined by `・`: 地方税・収納・滞納整理 for `local_tax+tax_collection`. A key outside
/// the vocabulary is a name itself.
#[must_use]
pub(crate) fn label(key: &str) -> String {
    let name = |one: &str| KINDS.iter().find(|(code, _)| *code == one).map(|(_, name)| *name);
    let names: Option<Vec<&str>> = key.split('+').map(name).collect();
    names.map_or_else(|| key.to_owned(), |names| names.join("・"))
}

/// The key of a record within the vocabulary; empty where its name has none of the words.
#[must_use]
pub(crate) fn kind(record: &Record) -> String {
    let key = of(record);
    let known = key.split('+').all(|one| KINDS.iter().any(|(code, _)| *code == one));
    if known { key } else { String::new() }
}

/// The Japanese name of [`kind`].
#[must_use]
pub(crate) fn kind_label(record: &Record) -> String {
    let kind = kind(record);
    if kind.is_empty() { kind } else { label(&kind) }
}

/// Whether a record is about the 事務 of a key, alone or with others.
#[must_use]
pub(crate) fn is_about(record: &Record, wanted: &str) -> bool {
    let own = of(record);
    own == wanted || own.split('+').any(|one| one == wanted)
}

/// The key of a record: of its 事務の名称, or else of its 評価書名.
#[must_use]
pub(crate) fn of(record: &Record) -> String {
    let text = |id: &str| {
        let item = record.items.iter().find(|item| item.id == id)?;
        matches!(&item.value, Value::Text(text) if !text.is_empty()).then(|| item.value.printed())
    };
    let name = text("cover.name").or_else(|| text("overview.project.name")).unwrap_or_default();
    key(&name, &record.agency.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_same_work_have_one_key() {
        for name in
            ["国民健康保険に関する事務 重点項目評価書", "国保事務", "目黒区　国民健康保険 関係事務"]
        {
            assert_eq!(key(name, "目黒区"), "national_health_insurance");
        }
        assert_eq!(key("個人住民税の賦課に関する事務", ""), "resident_tax");
        assert_eq!(key("児童扶養手当事務", ""), "child_rearing_allowance");
        assert_eq!(key("特別児童扶養手当事務", ""), "special_child_allowance");
        assert_eq!(
            key("国民健康保険・後期高齢者医療に関する事務", ""),
            "late_elderly_care+national_health_insurance"
        );
        assert_eq!(key("目黒区 温泉に関する事務 全項目評価書", "目黒区"), "温泉");
    }

    #[test]
    fn a_key_has_japanese_names() {
        assert_eq!(label("local_tax+tax_collection"), "地方税・収納・滞納整理");
        assert_eq!(label("温泉"), "温泉");
        assert_eq!(KINDS.iter().filter(|(code, _)| *code == "long_term_care").count(), 1);
    }

    #[test]
    fn the_vocabulary_is_well_formed() {
        let mut words: Vec<_> = WORDS.iter().map(|(word, _)| word).collect();
        words.sort_unstable();
        assert!(
            words.windows(2).all(|two| two[0] != two[1])
                && words.iter().all(|word| !word.is_empty())
        );
        assert!(WORDS.len() > 60);
        for row in include_str!("project/data/projects.csv").lines().skip(1) {
            assert_eq!(row.split(',').count(), 3, "{row}");
        }
    }
}
