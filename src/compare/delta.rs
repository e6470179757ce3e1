//! Two runs side by side: the assessments and values that the later one has more, less, or otherwise.

mod report;

pub(crate) use report::report;

use super::view::published;
use super::{Relation, Row, compare};
use crate::digest::sha256_hex;
use crate::fold::fold;
use crate::project;
use crate::record::{Record, Value};
use std::collections::BTreeMap;

/// What is kept of a record while a run is looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The record's id.
    pub id: String,
    /// The document.
    pub source: String,
    /// The address that it was published at.
    pub url: String,
    /// The body.
    pub agency: String,
    /// 評価書名.
    pub name: String,
    /// The label of the form.
    pub form: String,
    /// The day of publication as far as it is known.
    pub published: String,
    agency_id: String,
    project: String,
    number: String,
    /// The digest of its values.
    values: String,
}

impl Head {
    /// Of a record.
    #[must_use]
    pub(crate) fn of(record: &Record) -> Self {
        let printed = |id: &str| {
            let item = record.items.iter().find(|item| item.id == id);
            item.map(|item| item.value.printed()).unwrap_or_default()
        };
        let values = record.items.iter().map(|item| (item.id.as_str(), item.value.printed()));
        let text: Vec<String> = values.map(|(id, value)| format!("{id}\t{value}")).collect();
        Self {
            id: record.id.clone(),
            source: record.document.path.clone(),
            url: record.document.origin.url.clone(),
            agency: record.agency.name.clone(),
            name: printed("cover.name").replace('\n', " "),
            form: record.form.label.clone(),
            published: published(record),
            agency_id: record.agency.id(),
            project: project::of(record),
            number: fold(&printed("cover.number")),
            values: sha256_hex(text.join("\n").as_bytes()),
        }
    }
}

/// Which assessment of one run is which of the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairing {
    /// Those of both: place in the earlier run, place in the later one.
    pub both: Vec<(usize, usize)>,
    /// Those that only the earlier run has.
    pub gone: Vec<usize>,
    /// Those that only the later run has.
    pub added: Vec<usize>,
}

/// What an assessment is told by; `None` where it lacks that.
type Key = fn(&Head) -> Option<Vec<&str>>;

/// What two assessments have in common if they are one, from the surest to the least sure: the same bytes at the same
/// place, the same bytes, the same address, the same body, 事務, form and number, the same file.
const KEYS: [Key; 5] = [
    |head| Some(vec![&head.id, &head.source]),
    |head| Some(vec![&head.id]),
    |head| (!head.url.is_empty()).then(|| vec![head.url.as_str(), &head.form, &head.number]),
    |head| {
        let known = !head.agency_id.is_empty();
        known.then(|| vec![head.agency_id.as_str(), &head.project, &head.form, &head.number])
    },
    |head| Some(vec![&head.source, &head.form, &head.number]),
];

/// Finds each assessment of the earlier run in the later one. Where several could be meant, none is taken.
#[must_use]
pub(crate) fn pair(old: &[Head], new: &[Head]) -> Pairing {
    let mut of_old: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for key in KEYS {
        let mut groups: BTreeMap<Vec<&str>, [Vec<usize>; 2]> = BTreeMap::new();
        for (at, head) in old.iter().enumerate().filter(|(at, _)| of_old[*at].is_none()) {
            groups.entry(key(head).unwrap_or_default()).or_default()[0].push(at);
        }
        for (at, head) in new.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            groups.entry(key(head).unwrap_or_default()).or_default()[1].push(at);
        }
        groups.remove(&Vec::new());
        for [before, after] in groups.values() {
            if let ([before], [after]) = (before.as_slice(), after.as_slice()) {
                of_old[*before] = Some(*after);
                taken[*after] = true;
            }
        }
    }
    let both: Vec<(usize, usize)> =
        of_old.iter().enumerate().filter_map(|(at, other)| Some((at, (*other)?))).collect();
    let gone = (0..old.len()).filter(|at| of_old[*at].is_none()).collect();
    let added = (0..new.len()).filter(|at| !taken[*at]).collect();
    Pairing { both, gone, added }
}

impl Pairing {
    /// The pairs whose values are not the same to the letter.
    pub(crate) fn unequal<'p>(
        &'p self,
        old: &'p [Head],
        new: &'p [Head],
    ) -> impl Iterator<Item = (usize, usize)> + 'p {
        let values = |heads: &'p [Head], at: usize| heads.get(at).map(|head| &head.values);
        self.both.iter().copied().filter(move |(a, b)| values(old, *a) != values(new, *b))
    }
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// Only the later run has it.
    Added,
    /// It is another.
    Changed,
    /// Only the earlier run has it.
    Gone,
}

/// The values of two versions that are not the same; width, white space and look-alikes aside.
#[must_use]
pub(crate) fn changes<'r>(old: &'r Record, new: &'r Record) -> Vec<(Change, Row<'r>)> {
    let is_blank = |value: &Value| matches!(value.printed().as_str(), "" | "unchecked");
    let said = |row: &Row<'_>| {
        let left = row.a.is_some_and(|item| !is_blank(&item.value));
        let right = row.b.is_some_and(|item| !is_blank(&item.value));
        match (row.relation, left, right) {
            (Relation::Same, ..) | (_, false, false) => None,
            (_, true, true) => Some(Change::Changed),
            (_, true, false) => Some(Change::Gone),
            (_, false, true) => Some(Change::Added),
        }
    };
    let rows = compare(old, new).rows.into_iter();
    rows.filter_map(|row| said(&row).map(|change| (change, row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str, source: &str, url: &str, number: &str) -> Head {
        let [id, source, url, number] = [id, source, url, number].map(str::to_owned);
        Head { id, source, url, number, form: "f".into(), ..Head::default() }
    }

    #[test]
    fn an_assessment_is_found_by_bytes_address_body_or_file() {
        let old = [
            head("1", "a.pdf", "", "1"),
            head("2", "b.pdf", "https://b", "2"),
            Head { agency_id: "131105".into(), ..head("3", "c.pdf", "", "3") },
            head("4", "d.pdf", "", "4"),
            head("5", "e.pdf", "", "5"),
        ];
        let new = [
            head("9", "b-new.pdf", "https://b", "2"),
            head("1", "moved.pdf", "", "1"),
            Head { agency_id: "131105".into(), ..head("8", "x.pdf", "", "3") },
            head("7", "d.pdf", "", "4"),
            head("6", "f.pdf", "", "6"),
        ];
        let both = vec![(0, 1), (1, 0), (2, 2), (3, 3)];
        assert_eq!(pair(&old, &new), Pairing { both, gone: vec![4], added: vec![4] });
    }

    #[test]
    fn where_several_could_be_meant_none_is_taken() {
        let of =
            |ids: [&str; 2]| ids.map(|id| Head { agency_id: "1".into(), ..head(id, id, "", "") });
        let pairing = pair(&of(["1", "2"]), &of(["3", "4"]));
        assert_eq!(pairing, Pairing { both: vec![], gone: vec![0, 1], added: vec![0, 1] });
    }
}
