//! Which records are versions of one assessment, and in which order.

use crate::compare::view::published;
use crate::fold::fold;
use crate::form::forms;
use crate::project;
use crate::record::{Document, Record, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The versions of one assessment: of one body, on one form, under one number, about one 事務.
#[derive(Clone, Debug)]
pub(crate) struct Versions {
    /// The body.
    pub agency: String,
    /// The form's label: a body that owes a 重点項目評価書 publishes a 基礎項目評価書 beside it.
    pub form: String,
    /// 評価書番号 as printed; empty where none of them prints one.
    pub number: String,
    /// What it is about, see [`project::key`].
    pub project: String,
    /// Oldest first; a document that was given twice stands once.
    pub records: Vec<Record>,
}

/// What the versions of one assessment have in common, in the order of a list: body (by code, then by name),
/// 事務, form, number. What says of no body is by itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    body: String,
    project: String,
    form: usize,
    number: String,
    apart: String,
}

impl Key {
    fn of(record: &Record) -> Self {
        let agency = &record.agency;
        let body = if agency.code.is_empty() { &agency.name } else { &agency.code };
        let form = forms().iter().position(|form| form.id == record.form.id);
        Self {
            body: body.clone(),
            project: project::of(record),
            form: form.unwrap_or(usize::MAX),
            number: fold(&printed(record, "cover.number")),
            apart: if body.is_empty() { record.id.clone() } else { String::new() },
        }
    }
}

/// Sorts records into assessments and these into versions.
#[must_use]
pub(crate) fn versions(records: Vec<Record>) -> Vec<Versions> {
    let mut groups: BTreeMap<Key, Vec<Record>> = BTreeMap::new();
    for record in records {
        groups.entry(Key::of(&record)).or_default().push(record);
    }
    let groups = join_unnumbered(groups);
    groups.into_iter().map(|(key, records)| made(key, records)).collect()
}

fn made(key: Key, mut records: Vec<Record>) -> Versions {
    records.sort_by_cached_key(|record| {
        (published(record), record.document.path.clone(), record.id.clone())
    });
    // The id holds a digest of the document, where the document is known.
    let mut seen = BTreeSet::new();
    records.retain(|record| {
        let Document { sha256, path, .. } = &record.document;
        seen.insert((record.id.clone(), sha256.is_empty().then(|| path.clone())))
    });
    let first = records.first().cloned().unwrap_or_default();
    let number = records.iter().map(|record| printed(record, "cover.number"));
    let number = number.into_iter().find(|number| !number.is_empty()).unwrap_or_default();
    let (agency, form) = (first.agency.name, first.form.label);
    Versions { agency, form, number, project: key.project, records }
}

/// Of which assessment a record is a version, without all that it holds.
#[derive(Clone)]
pub(crate) struct Version {
    key: Key,
    date: Option<String>,
    record: String,
}

impl Version {
    /// What a record says of itself.
    pub(crate) fn of(record: &Record) -> Self {
        Self { key: Key::of(record), date: date(record), record: record.id.clone() }
    }
}

/// The ids of the records of which there is a later version. Two of one day, one whose date is lost, and those of which
/// nobody knows what they are about are none.
pub(crate) fn older<'v>(all: impl Iterator<Item = &'v Version>) -> BTreeSet<String> {
    let mut groups: BTreeMap<Key, Vec<&Version>> = BTreeMap::new();
    for version in all {
        groups.entry(version.key.clone()).or_default().push(version);
    }
    let (mut older, mut newest) = (BTreeSet::new(), BTreeSet::new());
    for (key, versions) in join_unnumbered(groups) {
        let last = versions.iter().filter_map(|version| version.date.as_ref()).max();
        let is_known = !key.project.is_empty() || !key.number.is_empty();
        for Version { date, record, .. } in versions.iter() {
            let is_older = is_known && date.is_some() && date.as_ref() < last;
            if is_older { &mut older } else { &mut newest }.insert(record.clone());
        }
    }
    &older - &newest
}

/// A version whose number is lost belongs to the one assessment that has all else in common with it.
fn join_unnumbered<T>(groups: BTreeMap<Key, Vec<T>>) -> BTreeMap<Key, Vec<T>> {
    let (without, mut with): (BTreeMap<Key, _>, BTreeMap<Key, _>) =
        groups.into_iter().partition(|(key, _)| key.number.is_empty());
    for (key, mut records) in without {
        let like = |other: &Key| Key { number: String::new(), ..other.clone() } == key;
        let same: Vec<Key> = with.keys().filter(|other| like(other)).cloned().collect();
        let home = if let [only] = same.as_slice() { only.clone() } else { key };
        with.entry(home).or_insert_with(Vec::new).append(&mut records);
    }
    with
}

fn printed(record: &Record, id: &str) -> String {
    let item = record.items.iter().find(|item| item.id == id);
    item.map(|item| item.value.printed()).unwrap_or_default()
}

/// The full date of a record.
fn date(record: &Record) -> Option<String> {
    let item = record.items.iter().find(|item| item.id == "cover.published_on")?;
    if let Value::Date { iso, .. } = &item.value { iso.clone() } else { None }
}

/// Whether the second is a later version than the first: both have a full date, and its is later. Two copies of one
/// document, or a document whose date is lost, say nothing of what has changed.
#[must_use]
pub(crate) fn is_later(old: &Record, new: &Record) -> bool {
    matches!((date(old), date(new)), (Some(old), Some(new)) if old < new)
}
