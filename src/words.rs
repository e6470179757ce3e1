//! Many words looked for in one pass over a text, by the two characters that they begin with.
//!
//! An automaton of some hundred labels takes longer to build than a document takes to be searched; here a
//! word costs one entry of a table, and a place of a text at which no word can begin a test of one bit.

use crate::budget;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Bytes that are searched in one step.
const STEP: usize = 256;

/// Words and where they begin.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Vec<Box<str>>,
    /// The first two characters of words to the words, the longest first.
    pairs: HashMap<u64, Vec<u32>, BuildHasherDefault<PairHasher>>,
    /// Words of one character.
    ones: Vec<(char, u32)>,
    /// A bit for each character up to U+FFFF: whether a word begins with it.
    firsts: Vec<u64>,
    /// The same for second characters.
    seconds: Vec<u64>,
    /// Characters beyond that words begin with.
    rare: Vec<char>,
}

/// A word that stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Which word, in the order given.
    pub(crate) word: usize,
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
}

impl Words {
    /// Words to look for; an empty one is never found.
    pub(crate) fn new<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let mut all =
            Self { firsts: vec![0; 1 << 10], seconds: vec![0; 1 << 10], ..Self::default() };
        for word in words {
            all.add(word.as_ref());
        }
        let words = &all.words;
        let length = |at: &u32| words.get(*at as usize).map_or(0, |word| word.len());
        // Every list by itself, so that the order of the table does not matter.
        all.pairs
            .values_mut()
            .for_each(|list| list.sort_by_key(|at| std::cmp::Reverse(length(at))));
        all
    }

    fn add(&mut self, word: &str) {
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.into());
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return };
        match chars.next() {
            Some(second) => {
                self.pairs.entry(pair(first, second)).or_default().push(place);
                if let Some(bits) = self.seconds.get_mut(second as usize >> 6) {
                    *bits |= 1 << (second as u32 & 63);
                }
            }
            None => self.ones.push((first, place)),
        }
        match self.firsts.get_mut(first as usize >> 6) {
            Some(bits) => *bits |= 1 << (first as u32 & 63),
            None => self.rare.push(first),
        }
    }

    /// Whether a word begins with a character.
    pub(crate) fn begins(&self, c: char) -> bool {
        match self.firsts.get(c as usize >> 6) {
            Some(bits) => bits >> (c as u32 & 63) & 1 == 1,
            None => self.rare.contains(&c),
        }
    }

    /// Where words may begin in a text, by their first two characters each by itself.
    fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, char)> + 't {
        text.char_indices().filter(|(start, c)| {
            self.begins(*c)
                && (self.ones.iter().any(|(one, _)| one == c) || {
                    let rest = text.get(start + c.len_utf8()..).unwrap_or_default();
                    rest.chars().next().is_some_and(|second| self.goes_on(second))
                })
        })
    }

    /// Whether a character may be the second one of a word.
    fn goes_on(&self, c: char) -> bool {
        self.seconds.get(c as usize >> 6).is_none_or(|bits| bits >> (c as u32 & 63) & 1 == 1)
    }

    /// All words that stand in a text, overlapping ones too: by where they start, the longest first.
    pub(crate) fn all(&self, text: &str) -> Vec<Found> {
        budget::steps(text.len() / STEP);
        let mut found = Vec::new();
        for (start, c) in self.places(text) {
            found.extend(self.at(text, start, c));
        }
        found
    }

    /// The words of a text from left to right, the longest of those that begin at a place; none overlaps another.
    pub(crate) fn apart(&self, text: &str) -> Vec<Found> {
        let (mut found, mut free) = (Vec::new(), 0);
        for (start, c) in self.places(text) {
            if start >= free
                && let Some(longest) = self.at(text, start, c).next()
            {
                free = longest.end;
                found.push(longest);
            }
        }
        found
    }

    /// The words that stand at a place, the longest first; `first` is the character there.
    fn at(&self, text: &str, start: usize, first: char) -> impl Iterator<Item = Found> {
        let rest = text.get(start..).unwrap_or_default();
        let second = rest.get(first.len_utf8()..).and_then(|rest| rest.chars().next());
        let longer = second.and_then(|second| self.pairs.get(&pair(first, second)));
        let longer = longer.map(Vec::as_slice).unwrap_or_default().iter();
        let ones = self.ones.iter().filter(move |(one, _)| *one == first).map(|(_, place)| place);
        longer.chain(ones).filter_map(move |place| {
            let word = self.words.get(*place as usize)?;
            let found = Found { word: *place as usize, start, end: start + word.len() };
            rest.starts_with(&**word).then_some(found)
        })
    }
}

/// Two characters as one key.
fn pair(first: char, second: char) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// Hashes two characters: our own words are no attack on a table.
#[derive(Clone, Copy, Debug, Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = (self.0 ^ key ^ key >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str, apart: bool) -> Vec<(usize, usize)> {
        let words = Words::new(words);
        let found = if apart { words.apart(text) } else { words.all(text) };
        found.iter().map(|found| (found.word, found.start)).collect()
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        let words = ["評価書", "評価", "価", "書名", "", "𠮷野"];
        let all = [(0, 0), (1, 0), (2, 3), (3, 6), (5, 12)];
        assert_eq!(found(&words, "評価書名𠮷野", false), all);
        assert_eq!(found(&words, "評価書名𠮷野", true), [(0, 0), (5, 12)]);
        assert_eq!(found(&words, "評", false), []);
        assert_eq!(found(&words, "価", true), [(2, 0)]);
        assert_eq!(found(&words, "価\0評価\u{FFFF}", true), [(2, 0), (1, 4)]);
    }
}
