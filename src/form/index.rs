//! Finds the labels of a form in a text: exactly anywhere, approximately at a given place.

use super::{Role, Slot};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// The wordings of a form's labels, indexed.
#[derive(Debug)]
pub struct LabelIndex {
    bodies: Vec<Body>,
    /// Made when first asked for: most documents are on one of the forms.
    search: OnceLock<AhoCorasick>,
    /// Two characters to the bodies that hold them, likewise.
    pairs: OnceLock<Pairs>,
}

type Pairs = HashMap<(char, char), Vec<u16>, BuildHasherDefault<PairHasher>>;

/// Hashes two characters: our own labels are no attack on a table.
#[derive(Clone, Copy, Debug, Default)]
struct PairHasher(u64);

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
#[derive(Debug)]
struct Body {
    text: String,
    chars: Vec<char>,
    /// Slot, and which of its names.
    slots: Vec<(usize, usize)>,
    numbered: bool,
}

/// A label found in a folded text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which wording.
    pub body: usize,
    /// First byte in the folded text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// 1 for the same text, less for a similar one.
    pub likeness: f32,
}

impl LabelIndex {
    pub(super) fn new(slots: &[Slot]) -> Self {
        let mut bodies: Vec<Body> = Vec::new();
        let mut known: BTreeMap<(String, bool), usize> = BTreeMap::new();
        for (at, slot) in slots.iter().enumerate() {
            for (place, name) in slot.names.iter().enumerate() {
                let numbered = slot.role == Role::Head;
                let body = *known.entry((name.body.clone(), numbered)).or_insert_with(|| {
                    bodies.push(Body::new(&name.body, numbered));
                    bodies.len() - 1
                });
                bodies[body].slots.push((at, place));
            }
        }
        Self { bodies, search: OnceLock::new(), pairs: OnceLock::new() }
    }

    fn search(&self) -> &AhoCorasick {
        self.search.get_or_init(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(self.bodies.iter().map(|body| &body.text))
                .expect("a few hundred short patterns are within the automaton's limits")
        })
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
    pub fn slots(&self, body: usize) -> &[(usize, usize)] {
        &self.bodies[body].slots
    }

    /// Whether the wording is completed by a number.
    #[must_use]
    pub fn is_numbered(&self, body: usize) -> bool {
        self.bodies[body].numbered
    }

    /// Length of the wording in characters.
    #[must_use]
    pub fn length(&self, body: usize) -> usize {
        self.bodies[body].chars.len()
    }

    /// Whether the wording stands in a folded text.
    #[must_use]
    pub fn contains(&self, body: usize, folded: &str) -> bool {
        folded.contains(&self.bodies[body].text)
    }

    /// All exact occurrences in a folded text, overlapping ones too, by where they end.
    pub fn exact<'t>(&'t self, folded: &'t str) -> impl Iterator<Item = Hit> + 't {
        self.search().find_overlapping_iter(folded).map(|found| Hit {
            body: found.pattern().as_usize(),
            start: found.start(),
            end: found.end(),
            likeness: 1.0,
        })
    }

    /// The wordings most like the beginning of `folded`, best first, at most three. Where the label may end with
    /// the text (`whole`), those that are like all of it, if there are any.
    #[must_use]
    pub fn similar(&self, folded: &str, whole: bool) -> Vec<Hit> {
        let text: Vec<char> = folded.chars().take(LONGEST).collect();
        if text.len() < 3 {
            return Vec::new();
        }
        let shared = self.shared(&text);
        let best = |whole: bool| {
            let compared = shared.iter().filter_map(|(body, count)| {
                self.compare(*body, usize::from(*count), &text, folded, whole)
            });
            let mut found: Vec<Hit> = compared.collect();
            found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.body.cmp(&b.body)));
            found.truncate(3);
            found
        };
        let all = if whole { best(true) } else { Vec::new() };
        if all.is_empty() { best(false) } else { all }
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

    fn compare(
        &self,
        body: usize,
        shared: usize,
        text: &[char],
        folded: &str,
        whole: bool,
    ) -> Option<Hit> {
        const LEAST: f32 = 0.6;
        let label = &self.bodies[body];
        if label.numbered || label.chars.len() < 4 || shared * 5 < label.chars.len() * 2 {
            return None;
        }
        let (distance, end) = distance(&label.chars, text, whole && text.len() < LONGEST)?;
        #[expect(clippy::cast_precision_loss, reason = "labels have a few dozen characters")]
        let likeness =
            1.0 - distance as f32 / label.chars.len().max(if whole { end } else { 0 }) as f32;
        let end = text[..end].iter().map(|c| c.len_utf8()).sum::<usize>().min(folded.len());
        (LEAST..1.0).contains(&likeness).then_some(Hit { body, start: 0, end, likeness })
    }
}

/// Characters of a text that are compared.
const LONGEST: usize = 90;

impl Body {
    fn new(text: &str, numbered: bool) -> Self {
        Self { text: text.to_owned(), chars: text.chars().collect(), slots: Vec::new(), numbered }
    }

    fn pairs(&self) -> impl Iterator<Item = (char, char)> {
        let mut pairs: Vec<(char, char)> = self.chars.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter()
    }
}

/// The least number of characters to change, put in or leave out to turn `label` into a beginning
/// of `text` (into the whole of it, if asked), and that beginning's length; `None` where that is so many that the two
/// are not alike (more than two in five).
fn distance(label: &[char], text: &[char], whole: bool) -> Option<(usize, usize)> {
    let reach = text.len().min(label.len() + label.len() / 2 + 4);
    if whole && text.len() > reach {
        return None;
    }
    let most = if whole { label.len().max(reach) } else { label.len() } * 2 / 5 + 1;
    let mut row: [u16; LONGEST + 1] = std::array::from_fn(|at| at as u16);
    for c in label {
        let row = &mut row[..=reach];
        let (mut diagonal, mut left) = (row[0], row[0] + 1);
        let mut least = left;
        row[0] = left;
        for (cell, other) in row[1..].iter_mut().zip(text) {
            let changed = diagonal + u16::from(c != other);
            diagonal = *cell;
            left = changed.min(diagonal + 1).min(left + 1);
            *cell = left;
            least = least.min(left);
        }
        // What is lost in one row no later one brings back.
        if usize::from(least) > most {
            return None;
        }
    }
    let best = |at: usize| (usize::from(row[at]), at);
    if whole {
        return Some(best(reach));
    }
    (1..=reach).min_by_key(|&j| (row[j], usize::abs_diff(j, label.len()))).map(best)
}
