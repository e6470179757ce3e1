//! Assessments that are in a document more than once: an older copy of a sheet in front of the one that counts.

use crate::budget;
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::record::{Item, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// An answer longer than this, in characters, is quoted by its beginning.
const QUOTED: usize = 200;

/// Says of each answer that another record of the same assessment has it otherwise. Each copy is compared with the first
/// of them, which says of an answer only how one of them has it.
pub(super) fn say(records: &mut [Record]) {
    let mut all: Vec<Vec<Finding>> = vec![Vec::new(); records.len()];
    for group in groups(records).into_iter().filter(|group| group.len() > 1) {
        let first = &records[group[0]];
        let answers: BTreeMap<&str, &Item> =
            first.items.iter().map(|item| (&*item.id, item)).collect();
        let mut said = BTreeSet::new();
        for &other in &group[1..] {
            budget::steps(records[other].items.len());
            for item in &records[other].items {
                let Some(known) = answers.get(&*item.id).filter(|known| differ(known, item)) else {
                    continue;
                };
                all[other].push(finding(item, known, group[0] + 1));
                if said.insert(&*item.id) {
                    all[group[0]].push(finding(known, item, other + 1));
                }
            }
        }
    }
    for (record, findings) in records.iter_mut().zip(all) {
        record.findings.extend(findings);
    }
}

/// The records of each assessment: form and body are the same, and the name; where one has no name, the number.
fn groups(records: &[Record]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut by_name = BTreeMap::new();
    // With whether the first record of a number has a name.
    let mut by_number = BTreeMap::<_, (usize, bool)>::new();
    for (at, record) in records.iter().enumerate().filter(|(_, r)| !r.agency.name.is_empty()) {
        let of = |key: String| (&*record.form.id, &*record.agency.name, key);
        let name = Some(cover(record, "cover.name")).filter(|name| !name.is_empty()).map(of);
        let number = Some(cover(record, "cover.number"))
            .filter(|number| number.contains(|c: char| c.is_ascii_digit()))
            .map(of);
        let named = name.as_ref().and_then(|name| by_name.get(name));
        let numbered = number.as_ref().and_then(|number| by_number.get(number));
        let numbered = numbered.filter(|(_, is_named)| name.is_none() || !*is_named);
        let group = named.or(numbered.map(|(group, _)| group)).copied().unwrap_or(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
        if let Some(number) = number {
            by_number.entry(number).or_insert((group, name.is_some()));
        }
        if let Some(name) = name {
            by_name.entry(name).or_insert(group);
        }
    }
    groups
}

/// A folded answer of the cover.
fn cover(record: &Record, id: &str) -> String {
    let item = record.items.iter().find(|item| item.id == id);
    item.map(|item| fold(&item.value.printed())).unwrap_or_default()
}

/// Whether two answers are there and differ.
fn differ(one: &Item, other: &Item) -> bool {
    let (one, other) = (one.value.printed(), other.value.printed());
    let is_answered = !one.trim().is_empty() && !other.trim().is_empty();
    is_answered && one != other && fold(&one) != fold(&other)
}

/// The finding on an item that a record, by its number in the document, answers otherwise.
fn finding(item: &Item, other: &Item, number: usize) -> Finding {
    let printed = other.value.printed();
    let mut quoted: String = printed.chars().take(QUOTED).collect();
    if quoted.len() < printed.len() {
        quoted.push('…');
    }
    budget::take(quoted.len());
    let values: [(&str, &dyn Display); 2] = [("other_record", &number), ("other", &quoted)];
    let message = Message::new("printed-twice.record", &values);
    let said = Finding::saying(Severity::Warning, Code::PrintedTwice, message);
    said.on(&item.id).at(item.source)
}

#[cfg(test)]
mod tests {
    use super::groups;
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::{Document, Record};

    /// An assessment with this number, name and description.
    fn sheet(number: &str, name: &str, description: &str) -> String {
        format!(
            "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\t評価書名\n{number}\t{name}\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、{name}について宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\nI 関連情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の概要\t{description}\n③システムの名称\t介護保険システム\n"
        )
    }

    fn records(sheets: &[String]) -> Vec<Record> {
        assess(Document::default(), sheets.concat().as_bytes()).records
    }

    #[test]
    fn records_of_one_name_are_of_one_assessment_and_a_number_alone_is_not_enough() {
        let of = |sheets: &[(&str, &str)]| {
            let sheets: Vec<String> =
                sheets.iter().map(|(number, name)| sheet(number, name, "資格の管理")).collect();
            groups(&records(&sheets))
        };
        let (care, health) = ("介護保険に関する事務", "国民健康保険に関する事務");
        assert_eq!(of(&[("3", care), ("3", care)]), [[0, 1]]);
        assert_eq!(of(&[("3", care), ("3", health)]), [[0], [1]]);
        assert_eq!(of(&[("－", care), ("－", health)]), [[0], [1]]);
    }

    #[test]
    fn the_first_says_once_what_its_copies_have_otherwise() {
        let name = "介護保険に関する事務";
        let long = "資格を管理する。".repeat(200);
        let sheets =
            [sheet("3", name, "資格の管理"), sheet("3", name, &long), sheet("3", name, &long)];
        let records = records(&sheets);
        let said = |record: &Record| {
            let all = record.findings.iter().filter(|finding| finding.code == Code::PrintedTwice);
            all.map(|finding| (finding.item.clone(), finding.message.to_string()))
                .collect::<Vec<_>>()
        };
        assert_eq!(records.len(), 3);
        for record in &records {
            let said = said(record);
            assert_eq!(said.len(), 1);
            assert_eq!(said[0].0, "overview.project.description");
            assert!(said[0].1.len() < long.len());
        }
    }
}
