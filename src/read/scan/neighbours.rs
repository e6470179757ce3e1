//! How sure a character is between its neighbours.
//!
//! Of characters that were read unsurely, but are known beside both their neighbours from published assessments while
//! none that looks like them is, nearly all are right.

use super::context;
use super::recognise::Read;
use crate::fold::narrow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// So much of its doubt a character keeps that is known between its neighbours (on labelled scans, whose texts the table
/// was not made of, none of 740 read with less than 0.995 was wrong).
const KEPT: f32 = 0.05;
/// One that is not, while one that looks like it is, is at most so sure …
const OTHER: f32 = 0.8;
/// … if it was read less surely than this, or is a katakana that only the marks of voiced sounds tell from the other.
const SURE: f32 = 0.98;

/// What was seen behind each character.
static AFTER: LazyLock<BTreeMap<char, BTreeSet<char>>> = LazyLock::new(|| {
    let lines = include_str!("data/neighbours.txt").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let mut chars = line.chars();
        Some((chars.next()?, chars.collect()))
    };
    lines.filter_map(row).collect()
});

static VOICED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("data/voiced.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// Weighs how sure characters are by their neighbours on the line.
pub(super) fn weigh(read: &mut [Read]) {
    let places: Vec<usize> = (0..read.len()).filter(|at| read[*at].char != ' ').collect();
    // The table knows characters of full width as those of half width.
    let chars: Vec<char> = places.iter().map(|at| narrow(read[*at].char)).collect();
    let pairs = brackets(&chars);
    for (order, &at) in places.iter().enumerate() {
        let char = chars[order];
        let before = order.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(order + 1).copied();
        let known = |char: char| is_known(before, char, after);
        let is_letter = char.is_alphabetic() && !char.is_ascii();
        let sure = &mut read[at].sure;
        if pairs.contains(&order) {
            *sure = 1.0 - (1.0 - *sure) * KEPT;
        } else if is_letter {
            let (is_known, is_voiced) = (known(char), voiced(char).any(known));
            let has_other = is_voiced || context::alike(char).any(known);
            if is_known && !has_other {
                *sure = 1.0 - (1.0 - *sure) * KEPT;
            } else if !is_known && (is_voiced && is_katakana(char) || has_other && *sure < SURE) {
                *sure = sure.min(OTHER);
            }
        }
    }
}

/// How much more sense characters make as they were read than from the end to the beginning, that is upside down:
/// near 1 all, at one half as much, near 0 none. Pairs that were seen one way round only tell.
pub(super) fn sense<'r>(lines: impl Iterator<Item = &'r [Read]>) -> f32 {
    let (mut forwards, mut backwards) = (1.0, 1.0);
    for line in lines {
        let chars = line.iter().map(|read| narrow(read.char)).filter(|char| *char != ' ');
        for pair in chars.collect::<Vec<char>>().windows(2) {
            match (was_seen(pair[0], pair[1]), was_seen(pair[1], pair[0])) {
                (true, false) => forwards += 1.0,
                (false, true) => backwards += 1.0,
                _ => {}
            }
        }
    }
    forwards / (forwards + backwards)
}

/// Whether a character was seen behind another.
fn was_seen(before: char, char: char) -> bool {
    AFTER.get(&before).is_some_and(|all| all.contains(&char))
}

/// Whether a character was seen beside these; one without any is not known.
fn is_known(before: Option<char>, char: char, after: Option<char>) -> bool {
    let left = before.map(|before| was_seen(before, char));
    let right = after.map(|after| was_seen(char, after));
    (left.is_some() || right.is_some()) && left.unwrap_or(true) && right.unwrap_or(true)
}

/// Those that only the marks of voiced sounds tell from a kana.
fn voiced(char: char) -> impl Iterator<Item = char> {
    let group = VOICED.iter().find(|group| group.contains(char));
    group.into_iter().flat_map(|group| group.chars()).filter(move |other| *other != char)
}

fn is_katakana(char: char) -> bool {
    ('ァ'..='ヶ').contains(&char)
}

/// The places of round brackets that have a partner.
fn brackets(chars: &[char]) -> BTreeSet<usize> {
    let (mut open, mut pairs) = (Vec::new(), BTreeSet::new());
    for (place, char) in chars.iter().enumerate() {
        match char {
            '(' => open.push(place),
            ')' => pairs.extend(open.pop().into_iter().flat_map(|from| [from, place])),
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How sure the characters of a text are that was read with 0.8.
    fn sures(text: &str) -> Vec<f32> {
        let mut read: Vec<Read> =
            text.chars().map(|char| Read { char, sure: 0.8, x: 0.0 }).collect();
        weigh(&mut read);
        read.iter().map(|read| read.sure).collect()
    }

    #[test]
    fn a_character_known_between_its_neighbours_is_surer() {
        assert!(sures("特定個人情報").iter().all(|sure| (*sure - 0.99).abs() < 1e-4));
        assert!(sures("鷺鷺鷺").iter().all(|sure| (*sure - 0.8).abs() < 1e-4));
        assert!((sures("個")[0] - 0.8).abs() < 1e-4, "it has none");
        assert!((sures("A（鷺")[1] - 0.8).abs() < 1e-4, "no partner");
        assert!((sures("鷺（A）")[3] - 0.99).abs() < 1e-4);
    }

    #[test]
    fn a_kana_that_may_have_lost_its_mark_is_less_sure() {
        let mut read: Vec<Read> =
            "シズテム".chars().map(|char| Read { char, sure: 0.99, x: 0.0 }).collect();
        weigh(&mut read);
        assert!((read[1].sure - OTHER).abs() < 1e-4);
    }

    #[test]
    fn text_read_upside_down_is_known() {
        let read = |text: &str| -> Vec<Read> {
            text.chars().map(|char| Read { char, sure: 0.9, x: 0.0 }).collect()
        };
        let (turned, whole) = (read("書価評護保報情人個定特"), read("特定個人情報保護評価書"));
        assert!(sense([&turned[..], &read("令和")].into_iter()) < 0.4);
        assert!(sense([&whole[..]].into_iter()) > 0.6);
        let (turned, whole) = (read("るげ上を果成、い行に期早"), read("早期に行い、成果を上げる"));
        assert!(sense([&turned[..]].into_iter()) < 0.45);
        assert!(sense([&whole[..]].into_iter()) > 0.55);
    }
}
