//! The versions of an assessment in the order of their dates, each change between two of them checked
//! against what the table of changes (変更箇所) claims.

use super::diff::{Change, changes};
use super::heading::headings;
use super::report::{
    Block, Data, Fragment, Lang, Line, Mark, Report, Row as Printed, Tone, place, plain, word,
};
use super::view::about;
use super::{Relation, Row, compare};
use crate::finding::{Finding, Severity};
use crate::fold::fold;
use crate::form::{Enumerator, by_id, forms};
use crate::project;
use crate::record::{Document, Item, Record, Value};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Sections that the table of changes does not speak of: what changes with every version.
const APART: &[&str] = &["cover.", "changes.", "changes["];
/// Shorter texts are found anywhere: they prove nothing.
const TELLING: usize = 4;

/// The versions of one assessment: of one body, on one form, under one number, about one 事務.
#[derive(Clone, Debug)]
pub struct Versions {
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
pub fn versions(records: Vec<Record>) -> Vec<Versions> {
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

/// A version whose number is lost belongs to the one assessment that has all else in common with it.
fn join_unnumbered(groups: BTreeMap<Key, Vec<Record>>) -> BTreeMap<Key, Vec<Record>> {
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

fn published(record: &Record) -> String {
    printed(record, "cover.published_on")
}

/// Whether the second is a later version than the first: both have a full date, and its is later. Two copies of one
/// document, or a document whose date is lost, say nothing of what has changed.
#[must_use]
pub fn is_later(old: &Record, new: &Record) -> bool {
    let date = |record: &Record| {
        let item = record.items.iter().find(|item| item.id == "cover.published_on")?;
        if let Value::Date { iso, .. } = &item.value { iso.clone() } else { None }
    };
    matches!((date(old), date(new)), (Some(old), Some(new)) if old < new)
}

/// What changed from one version to the next, and what its table of changes says of it.
#[derive(Debug)]
pub struct Step {
    /// The changes.
    pub changes: Vec<Changed>,
    /// `change-unlisted` and `change-not-made`, in order.
    pub findings: Vec<Finding>,
    /// Whether the newer version has a table of changes at all.
    pub has_table: bool,
}

/// A changed item.
#[derive(Debug)]
pub struct Changed {
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
pub fn step(old: &Record, new: &Record) -> Step {
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
        (Some(_), None) => {
            format!("'{label}' of the version before is gone, but no row of the changes says so")
        }
        (None, _) => format!("'{label}' is new, but no row of the changes says so"),
        _ => {
            format!("'{label}' differs from the version before, but no row of the changes says so")
        }
    };
    let (item, source) = (changed.item.clone(), changed.source);
    Finding { code: "change-unlisted", severity: Severity::Note, item, source, message }
}

fn not_made(claim: &Claim) -> Finding {
    let begin = |text: &str| {
        text.chars().take(40).map(|c| if c == '\n' { ' ' } else { c }).collect::<String>()
    };
    let (after, before) = (begin(&claim.after), begin(&claim.before));
    let message = format!(
        "expected '{after}' as row {} says, but found '{before}' still in place",
        claim.number
    );
    let (item, source) = (claim.id.clone(), claim.place);
    Finding { code: "change-not-made", severity: Severity::Warning, item, source, message }
}

/// The report of the versions of some assessments.
#[must_use]
pub fn report(all: &[Versions], lang: Lang) -> Report {
    let mut report = Report {
        title: word(lang, "history_title").to_owned(),
        lang,
        versions: true,
        ..Report::default()
    };
    report.data.columns = COLUMNS.to_vec();
    for versions in all {
        report.blocks.push(overview(versions, lang));
        for pair in versions.records.windows(2) {
            let [old, new] = pair else { continue };
            if !is_later(old, new) {
                report.blocks.push(not_compared(old, new, lang));
                continue;
            }
            let step = step(old, new);
            report.blocks.push(table(&step, old, new, lang));
            data(&step, old, new, &mut report.data);
        }
    }
    report
}

const COLUMNS: [&str; 10] = [
    "agency",
    "record_before",
    "record_after",
    "item",
    "label",
    "before",
    "after",
    "page",
    "line",
    "finding",
];

fn overview(versions: &Versions, lang: Lang) -> Block {
    let row = |record: &Record| Printed {
        tone: Tone::Plain,
        cells: vec![plain(published(record)), about(record, lang)],
    };
    let note =
        if versions.records.len() < 2 { word(lang, "single").to_owned() } else { String::new() };
    Block {
        heading: heading(versions, lang),
        note,
        columns: vec![
            (word(lang, "published").to_owned(), 18),
            (word(lang, "version").to_owned(), 82),
        ],
        rows: versions.records.iter().map(row).collect(),
    }
}

/// Body, 事務 and form, with the number where it is known.
fn heading(versions: &Versions, lang: Lang) -> String {
    let number = if versions.number.is_empty() {
        String::new()
    } else {
        format!("{} {}", word(lang, "number"), versions.number)
    };
    let project = project::label(&versions.project);
    let parts = [&versions.agency, &project, &versions.form, &number];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

fn not_compared(old: &Record, new: &Record, lang: Lang) -> Block {
    Block {
        heading: format!("{} → {}", dated(old), dated(new)),
        note: word(lang, "same_date").to_owned(),
        ..Block::default()
    }
}

/// The date of a version, or else its id.
fn dated(record: &Record) -> String {
    let date = published(record);
    if date.is_empty() { record.id.clone() } else { date }
}

fn table(step: &Step, old: &Record, new: &Record, lang: Lang) -> Block {
    let mut rows: Vec<Printed> =
        step.changes.iter().map(|changed| line(changed, step.has_table, lang)).collect();
    for finding in step.findings.iter().filter(|finding| finding.code == "change-not-made") {
        let said = vec![
            Fragment::new(Mark::Strong, format!("⚠ {} ", finding.code)),
            Fragment::plain(finding.message.clone()),
            Fragment::new(Mark::Place, place(finding.source, lang)),
        ];
        rows.push(Printed { tone: Tone::Warning, cells: vec![plain(finding.item.clone()), said] });
    }
    let note = if step.has_table { String::new() } else { word(lang, "no_claims").to_owned() };
    let columns = [("item", 24), ("before", 30), ("after", 30), ("claim", 16)];
    Block {
        heading: format!("{} → {}", dated(old), dated(new)),
        note,
        columns: columns.map(|(key, share)| (word(lang, key).to_owned(), share)).into(),
        rows,
    }
}

fn line(changed: &Changed, has_table: bool, lang: Lang) -> Printed {
    let mut label = Line::new();
    if let Some((own, above)) = changed.labels.split_last() {
        if !above.is_empty() {
            label.push(Fragment::new(Mark::Above, above.join(" › ")));
        }
        label.push(Fragment::new(Mark::Strong, own));
    }
    label.push(Fragment::new(Mark::Place, place(changed.source, lang)));
    let (left, right) = sides(changed);
    let said = match changed.row {
        Some(row) => plain(word(lang, "listed").replace("{n}", &row.to_string())),
        None if has_table => {
            vec![Fragment::new(Mark::Strong, "⚠ "), Fragment::plain(word(lang, "unlisted"))]
        }
        None => Line::new(),
    };
    let tone = if changed.row.is_none() && has_table { Tone::Warning } else { Tone::Changed };
    Printed { tone, cells: vec![label, left, right, said] }
}

fn sides(changed: &Changed) -> (Line, Line) {
    let (before, after) =
        (changed.before.as_deref().unwrap_or(""), changed.after.as_deref().unwrap_or(""));
    if !changed.is_text {
        return (
            vec![Fragment::new(Mark::Removed, before)],
            vec![Fragment::new(Mark::Added, after)],
        );
    }
    let (mut left, mut right) = (Line::new(), Line::new());
    for run in changes(before, after) {
        match run.change {
            Change::Kept => {
                left.push(Fragment::plain(run.a));
                right.push(Fragment::plain(run.b));
            }
            Change::Removed => left.push(Fragment::new(Mark::Removed, run.a)),
            Change::Added => right.push(Fragment::new(Mark::Added, run.b)),
        }
    }
    (left, right)
}

fn data(step: &Step, old: &Record, new: &Record, data: &mut Data) {
    let number = |n: u32| if n > 0 { n.to_string() } else { String::new() };
    let mut row =
        |item: &str, label: &str, before: &str, after: &str, source: Source, finding: &str| {
            let fields = [&new.agency.name, &old.id, &new.id, item, label, before, after];
            let mut fields: Vec<String> = fields.into_iter().map(str::to_owned).collect();
            fields.extend([number(source.page), number(source.line), finding.to_owned()]);
            data.rows.push(fields);
        };
    for changed in &step.changes {
        let finding = if changed.row.is_none() && step.has_table { "change-unlisted" } else { "" };
        let (before, after) = (changed.before.as_deref(), changed.after.as_deref());
        let label = changed.labels.last().map(String::as_str).unwrap_or_default();
        row(
            &changed.item,
            label,
            before.unwrap_or_default(),
            after.unwrap_or_default(),
            changed.source,
            finding,
        );
    }
    for finding in step.findings.iter().filter(|finding| finding.code == "change-not-made") {
        row(&finding.item, "", "", &finding.message, finding.source, finding.code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;

    fn both() -> (Record, Record) {
        let read = |path: &str, text: &str| {
            let document = Document { path: path.into(), kind: "text", ..Document::default() };
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
