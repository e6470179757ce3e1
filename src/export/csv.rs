//! The three tables of text: assessments, items, findings. RFC 4180, UTF-8, lines end with LF.

use super::number::{edges, shares};
use crate::assess::Outcome;
use crate::finding::Finding;
use crate::record::{Document, Item, Record};
use crate::source::Source;
use csv::{Terminator, Writer, WriterBuilder};

/// The columns of `assessments.csv`.
pub(super) const ASSESSMENTS: &[&str] = &[
    "record",
    "source",
    "sha256",
    "form",
    "revision",
    "revision_from",
    "number",
    "name",
    "agency",
    "agency_printed",
    "agency_type",
    "agency_code",
    "prefecture",
    "published_on",
    "draft",
    "ended_on",
    "items",
    "findings",
    "conformity",
    "coverage",
    "leftover",
    "furniture",
];

/// The columns of `items.csv`.
pub(super) const ITEMS: &[&str] = &[
    "record", "source", "item", "label", "kind", "value", "text", "page", "line", "x0", "y0", "x1",
    "y1", "findings",
];

/// The columns of `findings.csv`.
pub(super) const FINDINGS: &[&str] = &[
    "record", "source", "code", "severity", "item", "page", "line", "x0", "y0", "x1", "y1",
    "message",
];

/// A row of `assessments.csv` for each record.
pub(super) fn assessments(_: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    let mut table = rows(out);
    for record in &outcome.records {
        let [conformity, coverage, leftover, furniture] = shares(&record.quality);
        let (agency, form) = (&record.agency, &record.form);
        write(
            &mut table,
            &[
                &record.id,
                &record.document.path,
                &record.document.sha256,
                &form.id,
                &form.revision,
                form.revision_from.name(),
                &printed(record, "cover.number"),
                &printed(record, "cover.name"),
                &agency.name,
                &agency.printed,
                agency.kind.name(),
                &agency.code,
                &agency.prefecture,
                &printed(record, "cover.published_on"),
                if record.draft { "true" } else { "false" },
                record.ended_on.as_deref().unwrap_or_default(),
                &record.items.len().to_string(),
                &record.findings.len().to_string(),
                &conformity,
                &coverage,
                &leftover,
                &furniture,
            ],
        );
    }
}

fn printed(record: &Record, id: &str) -> String {
    let item = record.items.iter().find(|item| item.id == id);
    item.map(|item| item.value.printed()).unwrap_or_default()
}

/// A row of `items.csv` for each item.
pub(super) fn items(_: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    let mut table = rows(out);
    for record in &outcome.records {
        for item in &record.items {
            let [page, line, x0, y0, x1, y1] = place(item.source);
            let Item { id, label, value, text, findings, .. } = item;
            let (kind, value, findings) = (value.kind(), value.printed(), findings.join(";"));
            let fields: [&str; 14] = [
                &record.id,
                &record.document.path,
                id,
                label,
                kind,
                &value,
                text,
                &page,
                &line,
                &x0,
                &y0,
                &x1,
                &y1,
                &findings,
            ];
            write(&mut table, &fields);
        }
    }
}

/// A row of `findings.csv` for each finding, those of the records first.
pub(super) fn findings(document: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    let mut table = rows(out);
    for record in &outcome.records {
        for one in &record.findings {
            finding(&mut table, &record.id, &record.document.path, one);
        }
    }
    for one in &outcome.findings {
        finding(&mut table, "", &document.path, one);
    }
}

fn finding(table: &mut Writer<&mut Vec<u8>>, record: &str, path: &str, finding: &Finding) {
    let [page, line, x0, y0, x1, y1] = place(finding.source);
    let Finding { code, severity, item, message, .. } = finding;
    let fields: [&str; 12] =
        [record, path, code, severity.name(), item, &page, &line, &x0, &y0, &x1, &y1, message];
    write(table, &fields);
}

/// Page, line and the four edges; empty where unknown.
fn place(source: Source) -> [String; 6] {
    let known = |n: u32| if n > 0 { n.to_string() } else { String::new() };
    let [x0, y0, x1, y1] = edges(source.area).unwrap_or_default();
    [known(source.page), known(source.line), x0, y0, x1, y1]
}

/// The header row of a table.
pub(super) fn header(columns: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut rows(&mut out), columns);
    out
}

fn rows(out: &mut Vec<u8>) -> Writer<&mut Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out)
}

fn write(table: &mut Writer<&mut Vec<u8>>, fields: &[&str]) {
    table.write_record(fields).expect("a buffer takes every row, and all rows are of one length");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn table(write: fn(&Document, &Outcome, &mut Vec<u8>), columns: &[&str]) -> String {
        let mut out = header(columns);
        write(&sample::document(), &sample::outcome(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn assessments_are_what_the_contract_says() {
        insta::assert_snapshot!(table(assessments, ASSESSMENTS), @"");
    }

    #[test]
    fn items_are_what_the_contract_says() {
        insta::assert_snapshot!(table(items, ITEMS), @"");
    }

    #[test]
    fn findings_are_what_the_contract_says() {
        insta::assert_snapshot!(table(findings, FINDINGS), @"");
    }
}
