//! The versions of an assessment in the order of their dates, each change between two of them checked
//! against what the table of changes (変更箇所) claims.

mod report;
mod versions;

pub(crate) use report::report;
pub(in crate::compare) use report::sides;
pub(crate) use versions::{Version, Versions, is_later, older, versions};

use super::diff::{Change, changes};
use super::heading::headings;
use super::{Relation, Row, compare};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::form::{Enumerator, by_id};
use crate::record::{Item, Record, Value};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Sections that the table of changes does not speak of: what changes with every version.
const APART: &[&str] = &["cover.", "changes.", "changes["];
/// Shorter texts are found anywhere: they prove nothing.
const TELLING: usize = 4;

/// What changed from one version to the next, and what its table of changes says of it.
#[derive(Debug)]
pub(crate) struct Step {
    /// The changes.
    pub changes: Vec<Changed>,
    /// `change-unlisted` and `change-not-made`, in order.
    pub findings: Vec<Finding>,
    /// Whether the newer version has a table of changes at all.
    pub has_table: bool,
}

/// A changed item.
#[derive(Debug)]
pub(crate) struct Changed {
    /// The item's id in the newer version (in the older, where it is gone).
    pub item: String,
    /// The headings above it and its label.
    pub labels: Vec<String>,
    /// Whether the answers are free text, of which words may have changed.
    pub is_text: bool,
    /// The older answer.
    pub before: Option<String>,
    /// The newer answer.
    pub after: Option<String>,
    /// Where it stands: in the newer version, or else in the older.
    pub source: Source,
    /// The number of the row that speaks of it.
    pub row: Option<u32>,
}

/// A row of the table of changes.
#[derive(Clone, Debug, Default)]
struct Claim {
    number: u32,
    item: String,
    before: String,
    after: String,
    place: Source,
    id: String,
}

/// Compares a version with the one before it.
#[must_use]
pub(crate) fn step(old: &Record, new: &Record) -> Step {
    let comparison = compare(old, new);
    let claims = new_claims(old, new);
    let mut step =
        Step { changes: Vec::new(), findings: Vec::new(), has_table: !claims_of(new).is_empty() };
    for row in comparison.rows.iter().filter(|row| is_change(row)) {
        let changed = changed(row, new, old, &claims);
        if changed.row.is_none() && step.has_table {
            step.findings.push(unlisted(&changed));
        }
        step.changes.push(changed);
    }
    let whole = fold_all(new);
    step.findings.extend(claims.iter().filter(|claim| !is_made(claim, &whole)).map(not_made));
    step
}

fn is_change(row: &Row<'_>) -> bool {
    let Some(item) = row.b.or(row.a) else { return false };
    let answered = [row.a, row.b].into_iter().flatten().any(|item| item.value.is_answered());
    let changed = matches!(row.relation, Relation::Different | Relation::OnlyA | Relation::OnlyB);
    answered && changed && !APART.iter().any(|start| item.id.starts_with(start))
}

fn changed(row: &Row<'_>, new: &Record, old: &Record, claims: &[Claim]) -> Changed {
    let record = if row.b.is_some() { new } else { old };
    let item = row.b.or(row.a);
    let id = item.map(|item| item.id.clone()).unwrap_or_default();
    let labels = headings(by_id(&record.form.id), &id);
    let text = |item: Option<&Item>| item.map(|item| item.value.printed());
    let (before, after) = (text(row.a), text(row.b));
    let is_text = item.is_some_and(|item| matches!(item.value, Value::Text(_)));
    let is_box = item.is_some_and(|item| matches!(item.value, Value::Checkbox(_)));
    let label = item.map(|item| item.label.clone()).unwrap_or_default();
    let claim = claims.iter().find(|claim| {
        names(claim, &labels, &label)
            || !is_box && quotes(claim, before.as_deref(), after.as_deref())
    });
    Changed {
        item: id,
        labels,
        is_text,
        before,
        after,
        source: item.map(|item| item.source).unwrap_or_default(),
        row: claim.map(|claim| claim.number),
    }
}

/// Whether a row names an item: its label, or as its last word the heading above.
fn names(claim: &Claim, labels: &[String], own: &str) -> bool {
    let said = fold(&claim.item);
    let telling = |label: &String| label.chars().count() >= TELLING;
    let last = labels.last().map(String::as_str).into_iter().chain([own]).map(bare);
    let above = labels.iter().rev().nth(1).map(|label| bare(label));
    last.filter(telling).any(|label| said.contains(&label))
        || above.filter(telling).is_some_and(|label| said.ends_with(&label))
}

/// A label folded, without its printed number.
fn bare(label: &str) -> String {
    let folded = fold(label);
    let skip = Enumerator::read(&folded).map_or(0, |(_, length)| length);
    folded.get(skip..).unwrap_or_default().to_owned()
}

/// Whether a row quotes what changed.
fn quotes(claim: &Claim, before: Option<&str>, after: Option<&str>) -> bool {
    let holds = |claimed: &str, text: &str| {
        let folded = fold(text);
        folded.chars().count() >= TELLING && fold(claimed).contains(&folded)
    };
    match (before, after) {
        (Some(before), Some(after)) => {
            let runs = changes(before, after);
            let quoted = |run: &super::diff::Run| match run.change {
                Change::Removed => holds(&claim.before, &run.a),
                Change::Added => holds(&claim.after, &run.b),
                Change::Kept => false,
            };
            runs.iter().any(quoted)
        }
        (Some(before), None) => holds(&claim.before, before),
        (None, Some(after)) => holds(&claim.after, after),
        (None, None) => false,
    }
}

/// The rows that the older version's table does not have yet.
fn new_claims(old: &Record, new: &Record) -> Vec<Claim> {
    let key = |claim: &Claim| {
        [&claim.item, &claim.before, &claim.after].map(|text| fold(text)).join("\n")
    };
    let known: BTreeSet<String> = claims_of(old).iter().map(key).collect();
    claims_of(new).into_iter().filter(|claim| !known.contains(&key(claim))).collect()
}

fn claims_of(record: &Record) -> Vec<Claim> {
    let mut claims: BTreeMap<u32, Claim> = BTreeMap::new();
    for item in &record.items {
        let Some(rest) = item.id.strip_prefix("changes.rows[") else { continue };
        let Some((number, column)) = rest.split_once("].") else { continue };
        let Ok(number) = number.parse::<u32>() else { continue };
        let claim = claims.entry(number).or_insert_with(|| Claim { number, ..Claim::default() });
        let text = item.value.printed();
        match column {
            "item" => claim.item = text,
            "before" => claim.before = text,
            "after" => {
                claim.after = text;
                (claim.place, claim.id) = (item.source, item.id.clone());
            }
            _ => {}
        }
    }
    claims.into_values().collect()
}

/// All answers of a record, folded, but for the table of changes.
fn fold_all(record: &Record) -> String {
    let answers = record.items.iter().filter(|item| !item.id.starts_with("changes"));
    answers.map(|item| fold(&item.value.printed()) + "\n").collect()
}

/// Whether the newer text stands in the version. A row of which nothing telling can be looked up, or
/// whose older text is gone too, is not contradicted.
fn is_made(claim: &Claim, whole: &str) -> bool {
    let pieces = |text: &str| -> Vec<String> {
        let lines = text.split(['\n', '。']).map(fold);
        lines.filter(|line| line.chars().count() >= TELLING).collect()
    };
    let old: BTreeSet<String> = pieces(&claim.before).into_iter().collect();
    let new: Vec<String> =
        pieces(&claim.after).into_iter().filter(|piece| !old.contains(piece)).collect();
    let after: BTreeSet<String> = pieces(&claim.after).into_iter().collect();
    let gone: Vec<&String> = old.iter().filter(|piece| !after.contains(*piece)).collect();
    let found = new.iter().filter(|piece| whole.contains(piece.as_str())).count();
    let kept = gone.iter().filter(|piece| whole.contains(piece.as_str())).count();
    new.is_empty() || found > 0 || gone.is_empty() || kept < gone.len()
}

fn unlisted(changed: &Changed) -> Finding {
    let label = changed.labels.last().map(String::as_str).unwrap_or_default();
    let message = match (&changed.before, &changed.after) {
        (Some(_), None) => Message::new("change-unlisted.gone", &[("label", &label)]),
        (None, _) => Message::new("change-unlisted.new", &[("label", &label)]),
        _ => Message::new("change-unlisted", &[("label", &label)]),
    };
    let (item, source) = (changed.item.clone(), changed.source);
    Finding::saying(Severity::Note, Code::ChangeUnlisted, message).on(item).at(source)
}

fn not_made(claim: &Claim) -> Finding {
    let begin = |text: &str| {
        text.chars().take(40).map(|c| if c == '\n' { ' ' } else { c }).collect::<String>()
    };
    let (after, before) = (begin(&claim.after), begin(&claim.before));
    let message = Message::new(
        "change-not-made",
        &[("after", &after), ("row", &claim.number), ("before", &before)],
    );
    let (item, source) = (claim.id.clone(), claim.place);
    Finding::saying(Severity::Warning, Code::ChangeNotMade, message).on(item).at(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::compare::report::Lang;
    use crate::record::{Document, Kind};

    fn both() -> (Record, Record) {
        let read = |path: &str, text: &str| {
            let document = Document { path: path.into(), kind: Kind::Text, ..Document::default() };
            assess(document, text.as_bytes()).records.remove(0)
        };
        (
            read("2023.txt", include_str!("../../fixtures/compare/2023.txt")),
            read("2024.txt", include_str!("../../fixtures/compare/2024.txt")),
        )
    }

    #[test]
    fn versions_are_in_the_order_of_their_dates() {
        let (old, new) = both();
        let all = versions(vec![new.clone(), old.clone()]);
        assert_eq!(all.len(), 1);
        let paths: Vec<_> =
            all[0].records.iter().map(|record| record.document.path.as_str()).collect();
        assert_eq!(paths, ["2023.txt", "2024.txt"]);
        assert_eq!(all[0].project, "national_health_insurance");
    }

    #[test]
    fn a_basic_and_a_key_assessment_of_one_project_are_no_versions_of_each_other() {
        let (old, new) = both();
        let mut key = new.clone();
        (key.id, key.form.id, key.form.label) = ("key".into(), "key".into(), "重点".into());
        let all = versions(vec![old.clone(), key, new.clone()]);
        let forms: Vec<_> = all.iter().map(|one| (one.records.len(), one.form.as_str())).collect();
        assert_eq!(forms, [(2, old.form.label.as_str()), (1, "重点")]);
        let mut other = new.clone();
        other.id = "other".into();
        for item in other.items.iter_mut().filter(|item| item.id == "cover.number") {
            item.value = Value::Text("8".into());
        }
        let all = versions(vec![old.clone(), other.clone(), new.clone()]);
        assert_eq!(all.len(), 2);
        other.items.retain(|item| item.id != "cover.number");
        assert_eq!(versions(vec![old, other, new]).len(), 1);
    }

    #[test]
    fn copies_of_one_day_are_not_compared_as_versions() {
        let (old, new) = both();
        assert!(is_later(&old, &new) && !is_later(&new, &old));
        let mut copy = new.clone();
        copy.id = "copy".into();
        assert!(!is_later(&new, &copy));
        let shown = report(&versions(vec![new, copy]), Lang::Ja);
        assert_eq!(shown.blocks.len(), 2);
        assert!(shown.data.rows.is_empty() && !shown.blocks[1].note.is_empty());
    }

    #[test]
    fn versions_are_older_only_where_a_later_one_is_known() {
        let (mut old, new) = both();
        old.id = "old".into();
        let of = |records: &[&Record]| {
            let all: Vec<Version> = records.iter().map(|record| Version::of(record)).collect();
            older(all.iter()).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(of(&[&new, &old]), [old.id.clone()]);
        assert!(of(&[&old]).is_empty());
        let (mut copy, mut undated, mut key) = (new.clone(), old.clone(), old.clone());
        (copy.id, undated.id, key.id) = ("copy".into(), "undated".into(), "key".into());
        undated.items.retain(|item| item.id != "cover.published_on");
        key.form.id = "key".into();
        assert!(of(&[&new, &copy, &undated, &key]).is_empty());
    }

    #[test]
    fn changes_are_checked_against_the_table() {
        let (old, new) = both();
        let step = step(&old, &new);
        let shown: Vec<String> = step
            .changes
            .iter()
            .map(|changed| format!("{} {:?}", changed.item, changed.row))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r"
        overview.project.description None
        overview.department.name Some(1)
        disclosure.inquiry.office Some(1)
        threshold.population.population None
        threshold.population.as_of Some(2)
        ");
        let found: Vec<String> = step
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.code, finding.item))
            .collect();
        insta::assert_snapshot!(found.join("\n"), @r"
        change-unlisted overview.project.description
        change-unlisted threshold.population.population
        change-not-made changes.rows[3].after
        ");
    }

    #[test]
    fn a_version_differs_from_itself_in_nothing() {
        let (_, new) = both();
        let step = step(&new, &new);
        assert!(step.changes.is_empty() && step.findings.is_empty());
    }
}
