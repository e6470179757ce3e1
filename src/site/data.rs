//! The tables of this room: questions of the first page, the map of squares, advice on findings.

use std::sync::LazyLock;

/// A question that the first page names or that narrows the list.
pub(super) struct Asked {
    /// A concept, or a name for several that are asked together.
    pub(super) name: &'static str,
    /// What the concepts that are asked together end with; empty for one concept.
    ending: &'static str,
    /// What those begin with that are left out.
    except: &'static str,
    /// The question in words.
    pub(super) words: &'static str,
    /// Whether the list can be narrowed by its answers.
    pub(super) facet: bool,
}

impl Asked {
    /// Whether an answer to this concept is one to this question.
    pub(super) fn has(&self, concept: &str) -> bool {
        if self.ending.is_empty() {
            return concept == self.name;
        }
        concept.ends_with(self.ending)
            && (self.except.is_empty() || !concept.starts_with(self.except))
    }

    /// Whether it asks several concepts together.
    pub(super) fn is_sum(&self) -> bool {
        !self.ending.is_empty()
    }
}

/// The questions in the order of the table.
pub(super) static QUESTIONS: LazyLock<Vec<Asked>> = LazyLock::new(|| {
    let row = |row: &'static str| {
        let [name, ending, except, words, facet] =
            <[&str; 5]>::try_from(row.split('|').collect::<Vec<_>>()).ok()?;
        Some(Asked { name, ending, except, words, facet: facet == "yes" })
    };
    rows(include_str!("data/questions.csv")).filter_map(row).collect()
});

/// Number, name, column and row of each prefecture.
pub(super) fn tiles() -> Vec<(&'static str, &'static str, u32, u32)> {
    let tile = |row: &'static str| {
        let [number, name, column, at] =
            <[&str; 4]>::try_from(row.split(',').collect::<Vec<_>>()).ok()?;
        Some((number, name, column.parse().ok()?, at.parse().ok()?))
    };
    rows(include_str!("data/tiles.csv")).filter_map(tile).collect()
}

/// What to look at for each code of a finding.
pub(super) fn advice() -> Vec<(&'static str, &'static str)> {
    rows(include_str!("data/advice.csv")).filter_map(|row| row.split_once('|')).collect()
}

/// What the page says to people, by keys; `{0}` … stand for what is filled in.
pub(super) fn words() -> Vec<(&'static str, &'static str)> {
    rows(include_str!("data/words.csv")).filter_map(|row| row.split_once('|')).collect()
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().skip(1).filter(|row| !row.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agency::prefecture_number;
    use crate::finding::Code;
    use crate::form::forms;
    use std::collections::BTreeSet;

    #[test]
    fn every_prefecture_has_a_square_of_its_own() {
        let tiles = tiles();
        let places: BTreeSet<(u32, u32)> = tiles.iter().map(|tile| (tile.2, tile.3)).collect();
        assert_eq!((tiles.len(), places.len()), (47, 47));
        for (number, name, ..) in tiles {
            assert_eq!(prefecture_number(name).as_deref(), Some(number), "{name}");
        }
    }

    #[test]
    fn questions_are_of_the_forms() {
        assert!(QUESTIONS.len() > 4);
        for asked in QUESTIONS.iter() {
            let concepts =
                forms().iter().flat_map(|form| form.concepts.iter().map(|(_, concept)| concept));
            assert!(concepts.clone().any(|concept| asked.has(concept)), "{}", asked.name);
        }
    }

    #[test]
    fn advice_is_on_findings_that_there_are() {
        let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        let advice = advice();
        assert!(advice.len() > 30 && advice.is_sorted());
        for (code, text) in advice {
            assert!(known.contains(code) && text.ends_with('。'), "{code}");
        }
    }
}
