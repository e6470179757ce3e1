//! Records side by side: two of them item by item, one item over many, the versions of one, a sample.
//!
//! Everything here goes from [`Record`]s to a [`report::Report`]; how that is printed is the report's
//! own matter, alike for all of them.

pub(crate) mod delta;
pub(crate) mod diff;
mod heading;
pub(crate) mod history;
pub(crate) mod load;
mod question;
pub(crate) mod report;
pub(crate) mod sample;
mod scope;
pub(crate) mod show;
pub(crate) mod tally;
pub(crate) mod view;

pub(crate) use heading::headings;
pub(crate) use view::view;

use crate::fold::fold;
use crate::form::{Form, by_id, without_indexes};
use crate::record::{Item, Record, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How the answers of two records to one question stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// The same answer; width, white space and look-alikes aside.
    Same,
    /// Two answers.
    Different,
    /// A box that cannot be read on one side, or on both.
    Unclear,
    /// Only the first record has the item.
    OnlyA,
    /// Only the second record has the item.
    OnlyB,
    /// The first record's form does not ask this.
    NotOnA,
    /// The second record's form does not ask this.
    NotOnB,
}

impl Relation {
    /// The word used in tables.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Unclear => "unclear",
            Self::OnlyA => "only_a",
            Self::OnlyB => "only_b",
            Self::NotOnA => "not_on_form_a",
            Self::NotOnB => "not_on_form_b",
        }
    }
}

/// One question and what the two records answer.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// What is asked, named alike on all forms; the item's path where the catalogue has no name.
    pub concept: String,
    /// The first record's answer.
    pub a: Option<&'a Item>,
    /// The second record's answer.
    pub b: Option<&'a Item>,
    /// How they stand to each other.
    pub relation: Relation,
    /// The occurrence of a repeat that only one side has: `file[1].entrustment.tasks[5]`.
    pub alone: Option<String>,
}

/// Two records, item by item.
#[derive(Clone, Debug)]
pub(crate) struct Comparison<'a> {
    /// The first.
    pub a: &'a Record,
    /// The second.
    pub b: &'a Record,
    /// In the print order of the first; what only the second has stands where it stands there.
    pub rows: Vec<Row<'a>>,
}

/// Puts two records side by side.
#[must_use]
pub(crate) fn compare<'a>(a: &'a Record, b: &'a Record) -> Comparison<'a> {
    let (form_a, form_b) = (by_id(&a.form.id), by_id(&b.form.id));
    let (keyed_a, keyed_b) = scope::keys(a, b);
    let mut partner = partners(&keyed_a, &keyed_b);
    if a.form.id != b.form.id {
        across_forms(&keyed_a, &keyed_b, &mut partner);
    }
    let asked_a = form_a.map(|form| asked(form, &a.form.revision));
    let asked_b = form_b.map(|form| asked(form, &b.form.revision));
    let mut rows: Vec<Row<'a>> = Vec::new();
    for (at_a, at_b) in order(keyed_a.len(), &partner) {
        let (item_a, item_b) =
            (at_a.and_then(|at| a.items.get(at)), at_b.and_then(|at| b.items.get(at)));
        let key =
            at_a.and_then(|at| keyed_a.get(at)).or_else(|| at_b.and_then(|at| keyed_b.get(at)));
        let Some(key) = key else { continue };
        let missing = |asked: &Option<BTreeSet<&str>>| {
            asked
                .as_ref()
                .is_some_and(|asked| !asked.contains(key.concept.as_str()) && key.is_concept)
        };
        let relation = match (item_a, item_b) {
            (Some(a), Some(b)) => relation(&a.value, &b.value),
            (Some(_), None) if missing(&asked_b) => Relation::NotOnB,
            (Some(_), None) => Relation::OnlyA,
            _ if missing(&asked_a) => Relation::NotOnA,
            _ => Relation::OnlyB,
        };
        let alone = key.alone.clone().filter(|_| item_a.is_none() || item_b.is_none());
        rows.push(Row { concept: key.concept.clone(), a: item_a, b: item_b, relation, alone });
    }
    Comparison { a, b, rows }
}

/// For each item of B the item of A with the same key.
fn partners(a: &[scope::Key], b: &[scope::Key]) -> Vec<Option<usize>> {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, key) in a.iter().enumerate() {
        known.entry((&key.scope, &key.concept)).or_insert(at);
    }
    b.iter().map(|key| known.remove(&(key.scope.as_str(), key.concept.as_str()))).collect()
}

/// Pairs what two forms ask at different depths: once for the assessment, or once for each file.
fn across_forms(a: &[scope::Key], b: &[scope::Key], partner: &mut [Option<usize>]) {
    let taken: BTreeSet<usize> = partner.iter().copied().flatten().collect();
    let mut free: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, key) in a.iter().enumerate().filter(|(at, key)| key.is_concept && !taken.contains(at))
    {
        free.entry(&key.concept).or_insert(at);
    }
    for (key, partner) in b.iter().zip(partner).filter(|(_, partner)| partner.is_none()) {
        *partner = free.remove(key.concept.as_str());
    }
}

/// The rows: all of A in order, and each item that only B has behind what it stands behind in B.
fn order(count: usize, partner: &[Option<usize>]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut behind: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let mut of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut last = None;
    for (at_b, partner) in partner.iter().enumerate() {
        match partner {
            Some(at_a) => {
                of.insert(*at_a, at_b);
                last = Some(*at_a);
            }
            None => behind.entry(last).or_default().push(at_b),
        }
    }
    let only = |place: Option<usize>| {
        let here = behind.get(&place).into_iter().flatten();
        here.map(|at| (None, Some(*at))).collect::<Vec<_>>()
    };
    let mut rows = only(None);
    for at in 0..count {
        rows.push((Some(at), of.get(&at).copied()));
        rows.extend(only(Some(at)));
    }
    rows
}

/// The concepts that a form asks in a revision.
pub(crate) fn asked<'f>(form: &'f Form, revision: &str) -> BTreeSet<&'f str> {
    let mut not: BTreeSet<String> = BTreeSet::new();
    for slot in form.slots.iter().filter(|slot| !form.prints(slot, revision)) {
        not.extend(
            [&*slot.path]
                .into_iter()
                .chain(slot.inner.iter().map(|(path, _)| &**path))
                .map(without_indexes),
        );
    }
    let is_printed = |path: &str| {
        !not.iter().any(|not| {
            path.strip_prefix(not.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    form.concepts
        .iter()
        .filter(|(path, _)| is_printed(path))
        .map(|(_, concept)| &**concept)
        .collect()
}

/// How two answers to one question stand to each other.
fn relation(a: &Value, b: &Value) -> Relation {
    let same = match (a, b) {
        (Value::Checkbox(None), _) | (_, Value::Checkbox(None)) => return Relation::Unclear,
        (Value::Date { iso: Some(a), .. }, Value::Date { iso: Some(b), .. }) => a == b,
        (Value::Count(a), Value::Count(b)) => a == b,
        _ => fold(&a.printed()) == fold(&b.printed()),
    };
    if same { Relation::Same } else { Relation::Different }
}

/// The versions within a record: sections printed a second time hold what the first becomes.
#[must_use]
pub(crate) fn versions_within(record: &Record) -> Option<(Record, Record)> {
    let section = |id: &str| id.split('.').next().unwrap_or_default().to_owned();
    let names: BTreeSet<String> = record.items.iter().map(|item| section(&item.id)).collect();
    let again = |name: &str| {
        let plain = name.split_once('[').map(|(plain, _)| plain)?;
        names.contains(plain).then(|| plain.to_owned())
    };
    let twice: BTreeMap<String, String> =
        names.iter().filter_map(|name| Some((again(name)?, name.clone()))).collect();
    if twice.is_empty() {
        return None;
    }
    let (mut before, mut after) = (record.clone(), record.clone());
    before.items.retain(|item| twice.contains_key(&section(&item.id)));
    after.items.retain_mut(|item| {
        let name = section(&item.id);
        let Some((plain, _)) = twice.iter().find(|(_, again)| **again == name) else {
            return false;
        };
        item.id = format!("{plain}{}", item.id.get(name.len()..).unwrap_or_default());
        true
    });
    Some((before, after))
}

#[cfg(test)]
mod tests;
