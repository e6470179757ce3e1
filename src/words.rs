//! Many words looked for in one pass over a text, by the two characters that they begin with.
//!
//! An automaton of some hundred labels takes longer to build than a document takes to be searched; here a
//! word costs one entry of a table, and a place of a text at which no word can begin a test of one bit.

use crate::budget;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Bytes that are searched in one step.
const STEP: usize = 256;

/// The words that begin with the same two characters: the third character of each, and which it is.
type Alike = Vec<(Option<char>, u32)>;

/// Words and where they begin.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Vec<Box<str>>,
    /// The first two characters of words to the words, the longest first.
    pairs: HashMap<u64, Alike, BuildHasherDefault<PairHasher>>,
    /// Words of one character.
    ones: Vec<(char, u32)>,
    /// A bit for each character up to U+FFFF: whether a word begins with it.
    firsts: Vec<u64>,
    /// A bit for all pairs of characters that share it: whether a word begins with one of them.
    begun: Vec<u64>,
    /// Characters beyond that words begin with.
    rare: Vec<char>,
}

/// Words of 64 bits for a bit for each of so many characters.
const BITS: usize = 1 << 10;

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
        let mut all = Self { firsts: vec![0; BITS], begun: vec![0; BITS], ..Self::default() };
        for word in words {
            all.add(word.as_ref());
        }
        let words = &all.words;
        let length = |at: &u32| words.get(*at as usize).map_or(0, |word| word.len());
        // Every list by itself, so that the order of the table does not matter.
        all.pairs
            .values_mut()
            .for_each(|list| list.sort_by_key(|(_, at)| std::cmp::Reverse(length(at))));
        all
    }

    fn add(&mut self, word: &str) {
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.into());
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return };
        match chars.next() {
            Some(second) => {
                let key = pair(first, second);
                self.pairs.entry(key).or_default().push((chars.next(), place));
                let (at, bit) = shared_bit(key);
                self.begun[at] |= bit;
            }
            None => self.ones.push((first, place)),
        }
        match self.firsts.get_mut(first as usize >> 6) {
            Some(bits) => *bits |= 1 << (first as u32 & 63),
            None => self.rare.push(first),
        }
    }

    /// Whether a word begins with a character.
    #[inline]
    pub(crate) fn begins(&self, c: char) -> bool {
        match self.firsts.get(c as usize >> 6) {
            Some(bits) => bits >> (c as u32 & 63) & 1 == 1,
            None => self.rare.contains(&c),
        }
    }

    /// Gives the places of a text at which words may begin, each with the two characters there.
    fn each(&self, text: &str, mut give: impl FnMut(usize, char, Option<char>)) {
        let mut chars = text.char_indices();
        let mut next = chars.next();
        while let Some((start, first)) = next {
            next = chars.next();
            // Most characters begin no word.
            if self.begins(first) {
                let second = next.map(|(_, second)| second);
                if self.is_begun(first, second) || self.is_one(first) {
                    give(start, first, second);
                }
            }
        }
    }

    /// Whether a word may begin with two characters.
    fn is_begun(&self, first: char, second: Option<char>) -> bool {
        second.is_some_and(|second| {
            let (at, bit) = shared_bit(pair(first, second));
            self.begun.get(at).is_some_and(|bits| bits & bit != 0)
        })
    }

    /// Whether a character is a word.
    fn is_one(&self, c: char) -> bool {
        self.ones.iter().any(|(one, _)| *one == c)
    }

    /// All words that stand in a text, overlapping ones too: by where they start, the longest first.
    pub(crate) fn all(&self, text: &str) -> Vec<Found> {
        budget::steps(text.len() / STEP);
        let mut found = Vec::new();
        self.each(text, |start, first, second| {
            self.at(text, start, first, second, &mut |word| {
                found.push(word);
                true
            });
        });
        found
    }

    /// The words of a text from left to right, the longest of those that begin at a place; none overlaps another.
    pub(crate) fn apart(&self, text: &str) -> Vec<Found> {
        let (mut found, mut free) = (Vec::new(), 0);
        self.each(text, |start, first, second| {
            if start >= free {
                self.at(text, start, first, second, &mut |longest| {
                    free = longest.end;
                    found.push(longest);
                    false
                });
            }
        });
        found
    }

    /// Gives the words that stand at a place, whose first two characters these are, the longest first, until it is
    /// enough.
    fn at(
        &self,
        text: &str,
        start: usize,
        first: char,
        second: Option<char>,
        give: &mut dyn FnMut(Found) -> bool,
    ) {
        let rest = text.get(start..).unwrap_or_default();
        let mut given = |place: u32| {
            let word = self.words.get(place as usize).map_or("", |word| word);
            let found = Found { word: place as usize, start, end: start + word.len() };
            !rest.starts_with(word) || give(found)
        };
        if let Some(second) = second
            && let Some(longer) = self.pairs.get(&pair(first, second))
        {
            let third = rest.get(first.len_utf8() + second.len_utf8()..);
            let third = third.and_then(|rest| rest.chars().next());
            // Most words go on otherwise.
            let mut alike = longer.iter().filter(|(own, _)| own.is_none() || *own == third);
            if !alike.all(|(_, place)| given(*place)) {
                return;
            }
        }
        let mut ones = self.ones.iter().filter(|(one, _)| *one == first);
        let _ = ones.all(|(_, place)| given(*place));
    }
}

/// The word, and the bit in it, that a pair of characters shares with others.
fn shared_bit(pair: u64) -> (usize, u64) {
    let mut hasher = PairHasher::default();
    hasher.write_u64(pair);
    let place = hasher.finish() as usize % (BITS << 6);
    (place >> 6, 1 << (place & 63))
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
