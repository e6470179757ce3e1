//! What became of the assessments of a run, as a report.

use super::{Change, Head, Pairing, changes};
use crate::compare::Row;
use crate::compare::heading::headings;
use crate::compare::history::sides;
use crate::compare::report::{
    Block, Data, Fragment, Lang, Line, Mark, Report, Row as Printed, Tone, notes, place, plain,
    word,
};
use crate::form::by_id;
use crate::record::{Item, Record, Value};

const COLUMNS: [&str; 14] = [
    "change",
    "agency",
    "form",
    "name",
    "record_before",
    "record_after",
    "source_before",
    "source_after",
    "item",
    "label",
    "before",
    "after",
    "page",
    "link",
];

/// The report of two runs. `versions` are the records of the pairs whose values differ, in their order.
#[must_use]
pub(crate) fn report(
    (old, new): (&[Head], &[Head]),
    pairing: &Pairing,
    versions: &[(Record, Record)],
    lang: Lang,
) -> Report {
    let mut report = Report {
        title: word(lang, "delta_title").to_owned(),
        lang,
        versions: true,
        ..Report::default()
    };
    report.data.columns = COLUMNS.to_vec();
    let at = |heads: &[Head], places: &[usize]| -> Vec<Head> {
        places.iter().filter_map(|at| heads.get(*at).cloned()).collect()
    };
    let (added, gone) = (at(new, &pairing.added), at(old, &pairing.gone));
    let mut changed = Vec::new();
    let mut counts = [0_usize; 3];
    for (before, after) in versions {
        let rows = changes(before, after);
        if rows.is_empty() {
            continue;
        }
        rows.iter().for_each(|(change, _)| counts[*change as usize] += 1);
        rows.iter().for_each(|(change, row)| value(&mut report.data, *change, row, before, after));
        changed.push(table(&rows, before, after, lang));
    }
    let same = pairing.both.len().saturating_sub(changed.len());
    report.facts = facts([added.len(), changed.len(), gone.len(), same], counts, lang);
    for (key, heads, tone) in
        [("delta_added", &added, Tone::Right), ("delta_gone", &gone, Tone::Left)]
    {
        if !heads.is_empty() {
            report.blocks.push(list(word(lang, key), heads, tone, lang));
        }
        heads.iter().for_each(|head| document(&mut report.data, head, tone == Tone::Right));
    }
    report.blocks.extend(changed);
    report.notes = notes(lang, new.iter().map(|head| head.published.as_str()));
    report
}

fn facts(documents: [usize; 4], values: [usize; 3], lang: Lang) -> Vec<(String, Line)> {
    let said = |key: &'static str, numbers: &[usize]| {
        let mut text = word(lang, key).to_owned();
        for number in numbers {
            text = text.replacen("{n}", &number.to_string(), 1);
        }
        plain(text)
    };
    vec![
        (word(lang, "delta_documents").to_owned(), said("delta_documents_are", &documents)),
        (word(lang, "delta_values").to_owned(), said("delta_values_are", &values)),
    ]
}

/// The assessments that only one run has.
fn list(heading: &str, heads: &[Head], tone: Tone, lang: Lang) -> Block {
    let row = |head: &Head| {
        let mut name = plain(head.name.clone());
        let from = if head.url.is_empty() { &head.source } else { &head.url };
        name.push(Fragment::new(Mark::Place, from.clone()));
        let cells = [&head.agency, &head.form, &head.published].map(|text| plain(text.clone()));
        let [agency, form, published] = cells;
        Printed { tone, cells: vec![agency, name, form, published] }
    };
    let columns = [("agency", 20), ("name", 45), ("form", 20), ("published", 15)];
    Block {
        heading: heading.to_owned(),
        columns: columns.map(|(key, share)| (word(lang, key).to_owned(), share)).into(),
        rows: heads.iter().map(row).collect(),
        ..Block::default()
    }
}

/// The values of an assessment that are not what they were.
fn table(rows: &[(Change, Row<'_>)], old: &Record, new: &Record, lang: Lang) -> Block {
    let Head { agency, name, form, .. } = Head::of(new);
    let dates = [Head::of(old).published, Head::of(new).published].join(" → ");
    let parts = [agency, name, form, dates];
    let columns = [("item", 26), ("before", 37), ("after", 37)];
    Block {
        heading: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　"),
        columns: columns.map(|(key, share)| (word(lang, key).to_owned(), share)).into(),
        rows: rows.iter().map(|(change, row)| line(*change, row, new, lang)).collect(),
        ..Block::default()
    }
}

fn line(change: Change, row: &Row<'_>, new: &Record, lang: Lang) -> Printed {
    let labels = labels(row, new);
    let mut label = Line::new();
    if let Some((own, above)) = labels.split_last() {
        if !above.is_empty() {
            label.push(Fragment::new(Mark::Above, above.join(" › ")));
        }
        label.push(Fragment::new(Mark::Strong, own.clone()));
    }
    if let Some(item) = row.b.or(row.a) {
        label.push(Fragment::new(Mark::Place, place(item.source, lang)));
    }
    let said = |item: Option<&Item>| item.map(|item| item.value.printed()).unwrap_or_default();
    let is_text = row.a.or(row.b).is_some_and(|item| matches!(item.value, Value::Text(_)));
    let (left, right) = sides(&said(row.a), &said(row.b), is_text, lang);
    let tone = match change {
        Change::Added => Tone::Right,
        Change::Changed => Tone::Changed,
        Change::Gone => Tone::Left,
    };
    Printed { tone, cells: vec![label, left, right] }
}

fn labels(row: &Row<'_>, new: &Record) -> Vec<String> {
    let Some(item) = row.b.or(row.a) else { return Vec::new() };
    let mut labels = headings(by_id(&new.form.id), &item.id);
    if labels.is_empty() {
        labels.push(if item.label.is_empty() { item.id.clone() } else { item.label.clone() });
    }
    labels
}

fn document(data: &mut Data, head: &Head, is_new: bool) {
    let change = if is_new { "document_added" } else { "document_gone" };
    let side = |text: &str| {
        let text = text.to_owned();
        if is_new { [String::new(), text] } else { [text, String::new()] }
    };
    let ([id_before, id_after], [before, after]) = (side(&head.id), side(&head.source));
    let head_of = [change, &head.agency, &head.form, &head.name].map(str::to_owned);
    let mut row: Vec<String> = head_of.into();
    row.extend([id_before, id_after, before, after]);
    row.extend(std::iter::repeat_n(String::new(), 5));
    row.push(head.url.clone());
    data.rows.push(row);
}

fn value(data: &mut Data, change: Change, row: &Row<'_>, old: &Record, new: &Record) {
    let word = match change {
        Change::Added => "value_added",
        Change::Changed => "value_changed",
        Change::Gone => "value_gone",
    };
    let head = Head::of(new);
    let said = |item: Option<&Item>| item.map(|item| item.value.printed()).unwrap_or_default();
    // What is gone stands in the earlier document.
    let (item, record) = match (row.b, row.a) {
        (Some(item), _) => (item, new),
        (None, Some(item)) => (item, old),
        (None, None) => return,
    };
    let page = if item.source.page > 0 { item.source.page.to_string() } else { String::new() };
    data.rows.push(vec![
        word.to_owned(),
        head.agency,
        head.form,
        head.name,
        old.id.clone(),
        new.id.clone(),
        old.document.path.clone(),
        new.document.path.clone(),
        item.id.clone(),
        item.label.clone(),
        said(row.a),
        said(row.b),
        page,
        record.document.link(item.source).unwrap_or_default(),
    ]);
}
