//! The versions of assessments and what changed between them, as a report.

use super::{Changed, Step, Versions, is_later, step};
use crate::compare::diff::{Change, changes};
use crate::compare::heading::headings;
use crate::compare::report::{
    Block, Data, Fragment, Lang, Line, Mark, Report, Row as Printed, Tone, finding_name, known,
    notes, place, plain, word,
};
use crate::compare::view::{about, published};
use crate::finding::{Code, Finding};
use crate::form::by_id;
use crate::project;
use crate::record::Record;
use crate::source::Source;

/// The report of the versions of some assessments.
#[must_use]
pub(crate) fn report(all: &[Versions], lang: Lang) -> Report {
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
    let dates: Vec<String> = all.iter().flat_map(|one| &one.records).map(published).collect();
    report.notes = notes(lang, dates.iter().map(String::as_str));
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
    for finding in step.findings.iter().filter(|finding| finding.code == Code::ChangeNotMade) {
        let said = vec![
            Fragment::new(Mark::Strong, format!("⚠ {} ", finding_name(finding.code, lang))),
            Fragment::plain(claimed(finding, new, lang)),
            Fragment::new(Mark::Place, place(finding.source, lang)),
        ];
        let labels = headings(by_id(&new.form.id), &finding.item);
        let label = if labels.is_empty() { finding.item.clone() } else { labels.join(" › ") };
        rows.push(Printed { tone: Tone::Warning, cells: vec![plain(label), said] });
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

/// What a row of the table of changes claims in vain: in Japanese the text it promises.
fn claimed(finding: &Finding, new: &Record, lang: Lang) -> String {
    let item = new.items.iter().find(|item| item.id == finding.item);
    match item {
        Some(item) if lang == Lang::Ja => item.value.printed(),
        _ => finding.message.in_language(lang).to_owned(),
    }
}

/// A box in words; other answers as they are.
fn said(text: &str, lang: Lang) -> String {
    let is_box = ["checked", "unchecked", "unknown"].contains(&text);
    let word = if is_box { known(lang, text) } else { None };
    word.map_or_else(|| text.to_owned(), str::to_owned)
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
    let (before, after) =
        (changed.before.as_deref().unwrap_or(""), changed.after.as_deref().unwrap_or(""));
    let (left, right) = sides(before, after, changed.is_text, lang);
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

/// A value before and after, with what differs marked.
pub(in crate::compare) fn sides(
    before: &str,
    after: &str,
    is_text: bool,
    lang: Lang,
) -> (Line, Line) {
    if !is_text {
        return (
            vec![Fragment::new(Mark::Removed, said(before, lang))],
            vec![Fragment::new(Mark::Added, said(after, lang))],
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
    for finding in step.findings.iter().filter(|finding| finding.code == Code::ChangeNotMade) {
        row(&finding.item, "", "", &finding.message.en, finding.source, finding.code.name());
    }
}
