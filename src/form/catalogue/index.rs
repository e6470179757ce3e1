//! Finds the labels of a form in a text: exactly anywhere, approximately at a given place.

use super::{List, Role, Slot, Text};
use crate::words::Words;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// The wordings of a form's labels, indexed.
#[derive(Debug)]
pub(crate) struct LabelIndex {
    pub(in crate::form) bodies: List<Body>,
    /// Made when first asked for: most documents are on one of the forms.
    pub(in crate::form) search: OnceLock<Words>,
    /// Two characters to the bodies that hold them, likewise.
    pub(in crate::form) pairs: OnceLock<Pairs>,
}

pub(in crate::form) type Pairs = HashMap<(char, char), Vec<u16>, BuildHasherDefault<PairHasher>>;

/// Hashes two characters: our own labels are no attack on a table.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::form) struct PairHasher(u64);

impl Hasher for PairHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0.rotate_left(32) ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// A wording and the slots that print it.
#[derive(Clone, Debug)]
pub(in crate::form) struct Body {
    pub(in crate::form) text: Text,
    pub(in crate::form) chars: List<char>,
    /// Slot, and which of its names.
    pub(in crate::form) slots: List<(usize, usize)>,
    pub(in crate::form) numbered: bool,
}

/// A label found in a folded text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hit {
    /// Which wording.
    pub(crate) body: usize,
    /// First byte in the folded text.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// 1 for the same text, less for a similar one.
    pub(crate) likeness: f32,
}

impl LabelIndex {
    pub(super) fn new(slots: &[Slot]) -> Self {
        let mut bodies: Vec<Body> = Vec::new();
        let mut known: BTreeMap<(Text, bool), usize> = BTreeMap::new();
        for (at, slot) in slots.iter().enumerate() {
            for (place, name) in slot.names.iter().enumerate() {
                let numbered = slot.role == Role::Head;
                let body = *known.entry((name.body.clone(), numbered)).or_insert_with(|| {
                    bodies.push(Body::new(&name.body, numbered));
                    bodies.len() - 1
                });
                bodies[body].slots.to_mut().push((at, place));
            }
        }
        Self { bodies: bodies.into(), search: OnceLock::new(), pairs: OnceLock::new() }
    }

    fn search(&self) -> &Words {
        self.search.get_or_init(|| Words::new(self.bodies.iter().map(|body| &*body.text)))
    }

    fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| {
            let mut pairs = Pairs::default();
            for (place, body) in self.bodies.iter().enumerate() {
                for pair in body.pairs() {
                    pairs.entry(pair).or_default().push(u16::try_from(place).unwrap_or(u16::MAX));
                }
            }
            pairs
        })
    }

    /// The slots, and which of their names, that print the wording.
    #[must_use]
    pub(crate) fn slots(&self, body: usize) -> &[(usize, usize)] {
        &self.bodies[body].slots
    }

    /// Whether the wording is completed by a number.
    #[must_use]
    pub(crate) fn is_numbered(&self, body: usize) -> bool {
        self.bodies[body].numbered
    }

    /// Length of the wording in characters.
    #[must_use]
    pub(crate) fn length(&self, body: usize) -> usize {
        self.bodies[body].chars.len()
    }

    /// Whether the wording begins with a folded text.
    #[must_use]
    pub(crate) fn begins_with(&self, body: usize, folded: &str) -> bool {
        self.bodies[body].text.starts_with(folded)
    }

    /// Whether the wording stands in a folded text.
    #[must_use]
    pub(crate) fn contains(&self, body: usize, folded: &str) -> bool {
        folded.contains(&*self.bodies[body].text)
    }

    /// All exact occurrences in a folded text, overlapping ones too, by where they start.
    pub(crate) fn exact(&self, folded: &str) -> impl Iterator<Item = Hit> + use<> {
        self.search().all(folded).into_iter().map(|found| Hit {
            body: found.word,
            start: found.start,
            end: found.end,
            likeness: 1.0,
        })
    }

    /// The wordings most like the beginning of `folded`, best first, at most three. Where the label may end with
    /// the text (`whole`), those that are like all of it, if there are any.
    #[must_use]
    pub(crate) fn similar(&self, folded: &str, whole: bool) -> Vec<Hit> {
        let text = Beginning::new(folded);
        if text.chars.len() < 3 {
            return Vec::new();
        }
        let (mut all, mut begun) = (Vec::new(), Vec::new());
        for (body, count) in self.shared(&text.chars) {
            let [whole, begins] = self.compare(body, usize::from(count), &text, whole);
            all.extend(whole);
            begun.extend(begins);
        }
        let mut found = if all.is_empty() { begun } else { all };
        found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.body.cmp(&b.body)));
        found.truncate(3);
        found
    }

    /// The wordings that have more than one pair of characters in common with a text, and how many.
    fn shared(&self, text: &[char]) -> Vec<(usize, u8)> {
        let mut shared: Vec<u8> = vec![0; self.bodies.len()];
        let pairs = self.pairs();
        for pair in text.windows(2).take(70) {
            for body in pairs.get(&(pair[0], pair[1])).into_iter().flatten() {
                shared[usize::from(*body)] += 1;
            }
        }
        (0..).zip(shared).filter(|(_, count)| *count > 1).collect()
    }

    /// What a wording has in common with a text: with all of it, if asked, and with its beginning.
    fn compare(
        &self,
        body: usize,
        shared: usize,
        text: &Beginning,
        whole: bool,
    ) -> [Option<Hit>; 2] {
        let label = &self.bodies[body];
        let length = label.chars.len();
        if label.numbered || !(4..=LONGEST_LABEL).contains(&length) || shared * 5 < length * 2 {
            return [None; 2];
        }
        let reach = text.chars.len().min(length + length / 2 + 4);
        let longest = if whole { length.max(reach) } else { length };
        // More than two changes in five are too many for any hit; one more allows for rounding.
        let most = longest * 2 / 5 + 1;
        if text.lacks(&label.chars, most) > most {
            return [None; 2];
        }
        let row = distances(&label.chars, &text.chars[..reach]);
        let begin = (1..=reach).min_by_key(|&end| (row[end], end.abs_diff(length)));
        let all = match text.chars.len() {
            LONGEST.. => begin,
            all => (all == reach).then_some(reach),
        };
        let hit = |end: usize, length: usize| text.hit(body, usize::from(row[end]), end, length);
        [
            all.filter(|_| whole).and_then(|end| hit(end, length.max(end))),
            begin.and_then(|end| hit(end, length)),
        ]
    }
}

/// The beginning of a folded text.
struct Beginning {
    chars: Vec<char>,
    /// Where the first of the characters with these last eight bits stands.
    firsts: [u8; 256],
}

impl Beginning {
    fn new(folded: &str) -> Self {
        let chars: Vec<char> = folded.chars().take(LONGEST).collect();
        let mut firsts = [u8::MAX; 256];
        for (at, c) in (0u8..).zip(&chars) {
            let first = &mut firsts[*c as usize & 255];
            *first = at.min(*first);
        }
        Self { chars, firsts }
    }

    /// How many characters of a label stand nowhere in the text where they could stay as they are: with at most
    /// `most` characters changed, put in or left out, none moves further than that. At least so many are to be changed.
    fn lacks(&self, label: &[char], most: usize) -> usize {
        let label = label.iter().enumerate();
        label.filter(|(at, c)| usize::from(self.firsts[**c as usize & 255]) > at + most).count()
    }

    /// The hit of a wording that is `distance` away from the first `end` characters; `None` where that is too much for
    /// `length` characters, or nothing.
    fn hit(&self, body: usize, distance: usize, end: usize, length: usize) -> Option<Hit> {
        const LEAST: f32 = 0.6;
        #[expect(clippy::cast_precision_loss, reason = "labels have a few dozen characters")]
        let likeness = 1.0 - distance as f32 / length as f32;
        let end = self.chars[..end].iter().map(|c| c.len_utf8()).sum();
        (LEAST..1.0).contains(&likeness).then_some(Hit { body, start: 0, end, likeness })
    }
}

/// Characters of a text that are compared.
const LONGEST: usize = 90;

impl Body {
    fn new(text: &Text, numbered: bool) -> Self {
        let chars = text.chars().collect();
        Self { text: text.clone(), chars, slots: List::default(), numbered }
    }

    fn pairs(&self) -> impl Iterator<Item = (char, char)> {
        let mut pairs: Vec<(char, char)> = self.chars.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter()
    }
}

/// A number for each length of a beginning of a text.
type Row = [u16; LONGEST + 1];

/// Characters of the longest label that is compared: a bit for each.
const LONGEST_LABEL: usize = 128;

/// The least numbers of characters to change, put in or leave out to turn `label` into each beginning of `text`: in one
/// step for each character of the text (Myers 1999, as Hyyrö 2003 has it for whole texts).
fn distances(label: &[char], text: &[char]) -> Row {
    let mut row = [0; LONGEST + 1];
    let (mut more, mut less) = (u128::MAX, 0u128);
    let last = 1u128 << (label.len() - 1);
    let (front, back) = label.split_at(label.len().min(u64::BITS as usize));
    // Most characters of a text stand nowhere in the label, which the low bits of most tell.
    let mut held = [0; HELD];
    for c in label {
        let (word, bit) = low(*c);
        held[word] |= bit;
    }
    let mut distance = label.len() as u16;
    row[0] = distance;
    for (cell, c) in row[1..].iter_mut().zip(text) {
        let (word, bit) = low(*c);
        let same = match held[word] & bit {
            0 => 0,
            _ => u128::from(places(front, *c)) | u128::from(places(back, *c)) << u64::BITS,
        };
        let across = ((same & more).wrapping_add(more) ^ more) | same;
        let (up, down) = (less | !(across | more), more & across);
        distance += u16::from(up & last != 0);
        distance -= u16::from(down & last != 0);
        *cell = distance;
        let (up, down, along) = (up << 1 | 1, down << 1, same | less);
        (more, less) = (down | !(along | up), up & along);
    }
    row
}

/// Words with a bit for each value of the low eight bits of a character.
const HELD: usize = 1 << u8::BITS >> u64::BITS.trailing_zeros();

/// The word, and the bit in it, of the low eight bits of a character.
fn low(c: char) -> (usize, u64) {
    let low = c as u32 % (1 << u8::BITS);
    ((low / u64::BITS) as usize, 1 << (low % u64::BITS))
}

/// A bit for each place of a label at which a character stands, the first one the lowest.
fn places(label: &[char], c: char) -> u64 {
    label.iter().rev().fold(0, |places, own| places << 1 | u64::from(*own == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One cell of the table after the other.
    fn slowly(label: &[char], text: &[char]) -> Vec<u16> {
        let mut row: Vec<u16> = (0..).take(text.len() + 1).collect();
        for c in label {
            let mut diagonal = row[0];
            row[0] += 1;
            for at in 0..text.len() {
                let changed = diagonal + u16::from(*c != text[at]);
                diagonal = row[at + 1];
                row[at + 1] = changed.min(diagonal + 1).min(row[at] + 1);
            }
        }
        row
    }

    #[test]
    fn all_beginnings_are_compared_in_one_pass() {
        let words = ["", "a", "個人番号", "特定個人情報ファイルの名称", "ファイル名称", "人番個"];
        let long = "個人番号の利用".repeat(12);
        for label in words.iter().skip(1).copied().chain([long.as_str()]) {
            for text in words.iter().copied().chain([long.as_str()]) {
                let label: Vec<char> = label.chars().collect();
                let text: Vec<char> = text.chars().collect();
                assert_eq!(distances(&label, &text)[..=text.len()], slowly(&label, &text));
            }
        }
    }

    #[test]
    fn a_character_has_a_bit_by_its_low_bits() {
        assert_eq!((low('\u{3000}'), low('\u{30ff}')), ((0, 1), (HELD - 1, 1 << 63)));
        assert_eq!(low('あ'), low('\u{42}'));
    }

    #[test]
    fn no_label_is_too_long_to_be_compared() {
        for form in crate::form::forms() {
            let lengths = form.index.bodies.iter().map(|body| body.chars.len());
            assert!(lengths.max() <= Some(LONGEST_LABEL), "{}", form.id);
        }
    }
}
