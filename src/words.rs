//! Many words looked for in one pass over a text, by the two characters that they begin with.
//!
//! An automaton of some hundred labels takes longer to build than a document takes to be searched; here a
//! word costs one entry of a table, and a place of a text at which no word can begin a test of one bit.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Words and where they begin.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Vec<Box<str>>,
    /// The first two characters of words to the words, the longest first.
    starts: HashMap<u64, Vec<u32>, BuildHasherDefault<PairHasher>>,
    /// A bit for each character up to U+FFFF: whether a word begins with it.
    firsts: Vec<u64>,
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
        let mut all = Self { firsts: vec![0; 1 << 10], ..Self::default() };
        for word in words {
            all.add(word.as_ref());
        }
        let words = &all.words;
        let length = |at: &u32| words.get(*at as usize).map_or(0, |word| word.len());
        // Every list by itself, so that the order of the table does not matter.
        all.starts
            .values_mut()
            .for_each(|list| list.sort_by_key(|at| std::cmp::Reverse(length(at))));
        all
    }

    fn add(&mut self, word: &str) {
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.into());
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return };
        self.starts.entry(pair(first, chars.next())).or_default().push(place);
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

    /// All words that stand in a text, overlapping ones too: by where they start, the longest first.
    pub(crate) fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let places = text.char_indices().filter(|(_, c)| self.begins(*c));
        places.flat_map(|(start, c)| self.at(text, start, c))
    }

    /// The words of a text from left to right, the longest of those that begin at a place; none overlaps another.
    pub(crate) fn apart<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let mut free = 0;
        let places = text.char_indices().filter(|(_, c)| self.begins(*c));
        places.filter_map(move |(start, c)| {
            let found = (start >= free).then(|| self.at(text, start, c).next())??;
            free = found.end;
            Some(found)
        })
    }

    /// The words that stand at a place, the longest first; `first` is the character there.
    fn at<'t>(
        &'t self,
        text: &'t str,
        start: usize,
        first: char,
    ) -> impl Iterator<Item = Found> + 't {
        let rest = text.get(start..).unwrap_or_default();
        let second = rest.get(first.len_utf8()..).and_then(|rest| rest.chars().next());
        let longer = second.and_then(|second| self.starts.get(&pair(first, Some(second))));
        let alone = self.starts.get(&pair(first, None));
        let places = longer.into_iter().chain(alone).flatten();
        places.filter_map(move |place| {
            let word = self.words.get(*place as usize)?;
            let found = Found { word: *place as usize, start, end: start + word.len() };
            rest.starts_with(&**word).then_some(found)
        })
    }
}

/// Two characters as one key; that of one alone is no pair's.
fn pair(first: char, second: Option<char>) -> u64 {
    u64::from(first) << 32 | second.map_or(u64::from(u32::MAX), u64::from)
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
        let one = |found: Found| (found.word, found.start);
        if apart {
            words.apart(text).map(one).collect()
        } else {
            words.all(text).map(one).collect()
        }
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
