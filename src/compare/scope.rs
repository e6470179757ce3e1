//! Which occurrence of a repeat in one record is which in the other: by what is written in it, for
//! numbers say little (the third system of two bodies is hardly the same system).

use super::diff::{Pairs, likeness};
use crate::form::{by_id, without_indexes};
use crate::record::{Record, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Occurrences less alike than this are not the same thing.
const LEAST: f64 = 0.45;
/// More candidate pairs than this are paired by number.
const MOST: usize = 250_000;
/// Characters of an occurrence that are compared.
const READ: usize = 400;

/// What makes items of two records the same question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// The occurrence that the item stands in, by A's name where it has a partner.
    pub(super) scope: String,
    /// The concept, or the item's path where it has none.
    pub(super) concept: String,
    /// Whether the catalogue has a name for it.
    pub(super) is_concept: bool,
    /// The outermost occurrence around the item that the other record does not have.
    pub(super) alone: Option<String>,
}

/// The keys of the items of two records, in the order of their items.
pub(super) fn keys(a: &Record, b: &Record) -> (Vec<Key>, Vec<Key>) {
    let (scopes_a, scopes_b) = (Scopes::of(a), Scopes::of(b));
    let same_body = !a.agency.name.is_empty() && a.agency.name == b.agency.name
        || a.document.sha256 == b.document.sha256;
    let mut pairs = BTreeMap::new();
    pair("", "", &scopes_a, &scopes_b, same_body, &mut pairs);
    let partners: BTreeSet<&String> = pairs.values().collect();
    let known_a = |name: &str| partners.contains(&name.to_owned()).then(|| name.to_owned());
    let known_b = |name: &str| pairs.get(name).cloned();
    (keyed(a, "a", &known_a), keyed(b, "b", &known_b))
}

fn keyed(record: &Record, side: &str, partner: &dyn Fn(&str) -> Option<String>) -> Vec<Key> {
    let form = by_id(&record.form.id);
    let key = |id: &String| {
        let around = around(id);
        let alone =
            around.iter().find(|name| partner(name).is_none()).map(|name| (*name).to_owned());
        let innermost = around.last().copied().unwrap_or_default();
        let scope = match (&alone, innermost) {
            (_, "") => String::new(),
            (None, name) => partner(name).unwrap_or_default(),
            (Some(_), name) => format!("{side} {name}"),
        };
        let concept = form.and_then(|form| form.concept(id));
        Key {
            scope,
            concept: concept.map_or_else(|| without_indexes(id), str::to_owned),
            is_concept: concept.is_some(),
            alone,
        }
    };
    record.items.iter().map(|item| key(&item.id)).collect()
}

/// The names of the occurrences that an item stands in, outermost first: `file[1]`,
/// `file[1].entrustment.tasks[3]`.
pub(super) fn around(id: &str) -> Vec<&str> {
    id.match_indices(']').map(|(at, _)| &id[..=at]).collect()
}

/// An occurrence of a repeat.
#[derive(Debug)]
struct Scope {
    name: String,
    number: u32,
    title: Pairs,
    body: Pairs,
}

/// The occurrences of a record by the one they stand in and the repeat they belong to.
#[derive(Debug, Default)]
struct Scopes(BTreeMap<(String, String), Vec<Scope>>);

impl Scopes {
    fn of(record: &Record) -> Self {
        let mut texts: BTreeMap<&str, (String, String)> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        for item in &record.items {
            let around = around(&item.id);
            for name in &around {
                texts.entry(name).or_insert_with(|| {
                    order.push(name);
                    Default::default()
                });
            }
            let Some((title, body)) = around.last().and_then(|name| texts.get_mut(name)) else {
                continue;
            };
            if let (Value::Text(text), true) = (&item.value, title.is_empty()) {
                title.push_str(text);
            }
            if body.chars().count() < READ && !matches!(item.value, Value::Checkbox(_)) {
                body.push_str(&item.value.printed());
            }
        }
        let mut scopes = Self::default();
        for name in order {
            let around = around(name);
            let parent = around.len().checked_sub(2).and_then(|at| around.get(at));
            let number =
                name.rsplit_once('[').and_then(|(_, n)| n.trim_end_matches(']').parse().ok());
            let (title, body) = texts.get(name).cloned().unwrap_or_default();
            let scope = Scope {
                name: name.to_owned(),
                number: number.unwrap_or_default(),
                title: Pairs::of(&title, READ),
                body: Pairs::of(&body, READ),
            };
            let place =
                (parent.map_or(String::new(), |name| (*name).to_owned()), without_indexes(name));
            scopes.0.entry(place).or_default().push(scope);
        }
        scopes
    }
}

/// Pairs the occurrences within two that are a pair: B's name to A's.
fn pair(
    in_a: &str,
    in_b: &str,
    a: &Scopes,
    b: &Scopes,
    same_body: bool,
    pairs: &mut BTreeMap<String, String>,
) {
    let here = (in_a.to_owned(), String::new());
    let within = a.0.range(here..).take_while(|((parent, _), _)| parent == in_a);
    for ((_, repeat), of_a) in within {
        let Some(of_b) = b.0.get(&(in_b.to_owned(), repeat.clone())) else { continue };
        for (at_a, at_b) in matched(of_a, of_b, same_body) {
            let (Some(one), Some(other)) = (of_a.get(at_a), of_b.get(at_b)) else { continue };
            pairs.insert(other.name.clone(), one.name.clone());
            pair(&one.name, &other.name, a, b, same_body, pairs);
        }
    }
}

fn matched(a: &[Scope], b: &[Scope], same_body: bool) -> Vec<(usize, usize)> {
    let (mut left, mut right): (BTreeSet<usize>, BTreeSet<usize>) =
        ((0..a.len()).collect(), (0..b.len()).collect());
    let mut pairs = Vec::new();
    let mut take =
        |at_a: usize, at_b: usize, left: &mut BTreeSet<usize>, right: &mut BTreeSet<usize>| {
            if left.contains(&at_a) && right.contains(&at_b) {
                left.remove(&at_a);
                right.remove(&at_b);
                pairs.push((at_a, at_b));
            }
        };
    if a.len().saturating_mul(b.len()) <= MOST {
        for (_, _, at_a, at_b) in candidates(a, b) {
            take(at_a, at_b, &mut left, &mut right);
        }
    }
    let single = a.len() == 1 && b.len() == 1;
    if single || same_body {
        let numbers: BTreeMap<u32, usize> = right.iter().map(|at| (b[*at].number, *at)).collect();
        for at_a in left.clone() {
            let at_b = numbers.get(&a[at_a].number).copied().or(single.then_some(0));
            if let Some(at_b) = at_b {
                take(at_a, at_b, &mut left, &mut right);
            }
        }
    }
    pairs
}

/// The pairs that are alike enough, the most alike first; of equal ones those with near numbers.
fn candidates(a: &[Scope], b: &[Scope]) -> Vec<(u32, u32, usize, usize)> {
    let mut all = Vec::new();
    for (at_a, one) in a.iter().enumerate() {
        for (at_b, other) in b.iter().enumerate() {
            let alike =
                0.7 * likeness(&one.title, &other.title) + 0.3 * likeness(&one.body, &other.body);
            if alike >= LEAST {
                // Thousandths unlike: sorted without floating point.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "0 to 1000"
                )]
                let unlike = ((1.0 - alike) * 1000.0) as u32;
                all.push((unlike, one.number.abs_diff(other.number), at_a, at_b));
            }
        }
    }
    all.sort_unstable();
    all
}
