//! Assessments that are in a document more than once: an older copy of a sheet in front of the one that counts.

use crate::finding::{Code, Finding, Message};
use crate::fold::fold;
use crate::record::{Item, Record};
use std::collections::BTreeMap;

/// Says of each answer that another record of the same assessment has it otherwise.
pub(super) fn say(records: &mut [Record]) {
    let mut all: Vec<Vec<Finding>> = vec![Vec::new(); records.len()];
    for (at, record) in records.iter().enumerate() {
        for (other, again) in records.iter().enumerate().skip(at + 1) {
            if is_same(record, again) {
                all[at].extend(differing(record, again, other + 1));
                all[other].extend(differing(again, record, at + 1));
            }
        }
    }
    for (record, findings) in records.iter_mut().zip(all) {
        record.findings.extend(findings);
    }
}

/// Whether two records are of one assessment: body, form, and number or name are the same.
fn is_same(one: &Record, other: &Record) -> bool {
    let cover = |record: &Record, id: &str| {
        let item = record.items.iter().find(|item| item.id == id);
        item.map(|item| fold(&item.value.printed())).unwrap_or_default()
    };
    let alike = |id: &str| !cover(one, id).is_empty() && cover(one, id) == cover(other, id);
    one.form.id == other.form.id
        && !one.agency.name.is_empty()
        && one.agency.name == other.agency.name
        && (alike("cover.number") || alike("cover.name"))
}

/// The findings on the items of a record that the other one, by its number in the document, answers otherwise.
fn differing(record: &Record, other: &Record, number: usize) -> Vec<Finding> {
    let answers: BTreeMap<&str, &Item> = other.items.iter().map(|item| (&*item.id, item)).collect();
    let differs = |item: &Item| {
        let printed = answers.get(&*item.id)?.value.printed();
        let is_answered = !printed.trim().is_empty() && !item.value.printed().trim().is_empty();
        (is_answered && fold(&printed) != fold(&item.value.printed())).then_some(printed)
    };
    let found = record.items.iter().filter_map(|item| {
        let printed = differs(item)?;
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("other_record", &number), ("other", &printed)];
        let message = Message::new("printed-twice.record", &values);
        let severity = crate::finding::Severity::Warning;
        let said = Finding::saying(severity, Code::PrintedTwice, message);
        Some(said.on(&item.id).at(item.source))
    });
    found.collect()
}
