//! The cells of a document for a person: what stands where, and what it was taken for.

use super::{begins, findings, names, page_of};
use crate::assess::{Examined, Use};
use crate::cli::paint::{Paint, cut, fit};
use crate::finding::{Finding, Severity};
use crate::record::Record;
use crate::source::Source;
use std::fmt::Write as _;

/// Columns of the printed text.
const TEXT: usize = 56;
/// Columns of a remark.
const REMARK: usize = 150;

/// The summary of each assessment, each cell with its items, and the findings.
pub(super) fn document(seen: &Examined, only: Option<u32>, paint: Paint) -> Vec<u8> {
    let mut out = String::new();
    let document = &seen.document;
    line(&mut out, format_args!("{}", paint.bold(&document.path)));
    line(&mut out, format_args!("{}", origin(seen)));
    for record in &seen.outcome.records {
        summary(&mut out, record, paint);
    }
    out.push('\n');
    rows(&mut out, seen, only, paint);
    let all = findings(&seen.outcome);
    let here = |finding: &&&Finding| {
        only.is_none_or(|page| finding.source.page == page || finding.source.page == 0)
    };
    let all: Vec<_> = all.iter().filter(here).collect();
    if !all.is_empty() {
        line(&mut out, format_args!("\n{}", paint.bold(&format!("findings: {}", all.len()))));
    }
    for finding in all {
        remark(&mut out, finding, paint);
    }
    out.into_bytes()
}

/// Writing to a string cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
    out.push('\n');
}

fn origin(seen: &Examined) -> String {
    let document = &seen.document;
    let mut text = format!("{}, {} bytes", document.kind.name(), document.bytes);
    if let Some(encoding) = &document.encoding {
        let _ = write!(text, ", {encoding}");
    }
    if let Some(pages) = document.pages {
        let _ = write!(text, ", {pages} pages");
    }
    if let Some(reader) = &document.reader {
        let _ = write!(text, ", read by {reader}");
    }
    text
}

fn summary(out: &mut String, record: &Record, paint: Paint) {
    let Record { form, agency, quality, .. } = record;
    let revision = if form.revision.is_empty() { "?" } else { &form.revision };
    let title = format!("{} {revision} ({})", form.label, form.revision_from.name());
    line(out, format_args!("{}  {}  {}", paint.cyan(&record.id), title, agency.name));
    line(
        out,
        format_args!(
            "items {}  conformity {:.4}  coverage {:.4}  leftover {:.4}  furniture {:.4}",
            record.items.len(),
            quality.conformity,
            quality.coverage,
            quality.leftover,
            quality.furniture,
        ),
    );
}

fn rows(out: &mut String, seen: &Examined, only: Option<u32>, paint: Paint) {
    let mut at = Source { page: u32::from(!seen.pages.is_empty()), ..Source::default() };
    let mut page = 0;
    for (r, row) in seen.rows.rows.iter().enumerate() {
        at = begins(row, at);
        let shown = row.cells.iter().enumerate().filter(|(_, cell)| {
            only.is_none_or(|only| page_of(cell, at) == only) && !cell.text.trim().is_empty()
        });
        let mut first = true;
        for (c, cell) in shown {
            if at.page != page {
                page = at.page;
                line(out, format_args!("{}", paint.bold(&format!("page {page}"))));
            }
            let place = if at.line > 0 && first { at.line.to_string() } else { String::new() };
            let mark = if first { '│' } else { '┊' };
            first = false;
            let text = fit(&cell.text, TEXT);
            let taken =
                if row.furniture { paint.dim("furniture") } else { taken(seen, r, c, paint) };
            let text = if row.furniture { paint.dim(&text) } else { text };
            let printed = format!("{place:>5} {mark} {text}  {taken}");
            line(out, format_args!("{}", printed.trim_end()));
        }
    }
}

/// What became of a cell's parts: labels plain, values cyan, leftovers red.
fn taken(seen: &Examined, row: usize, cell: usize, paint: Paint) -> String {
    let mut parts: Vec<String> = Vec::new();
    for given in seen.given(row, cell) {
        let name = match given.used {
            Use::Label | Use::Value => names(std::slice::from_ref(given)).concat(),
            Use::Leftover => "belongs to no item".to_owned(),
        };
        let painted = match given.used {
            Use::Label => name,
            Use::Value => paint.cyan(&name),
            Use::Leftover => paint.red(&name),
        };
        if !parts.contains(&painted) {
            parts.push(painted);
        }
    }
    parts.join("  ")
}

fn remark(out: &mut String, finding: &Finding, paint: Paint) {
    let Finding { code, severity, item, source, message } = finding;
    let word = match severity {
        Severity::Error => paint.red("error"),
        Severity::Warning => paint.yellow("warning"),
        Severity::Note => paint.dim("note"),
    };
    let item = if item.is_empty() { String::new() } else { format!("{item}: ") };
    let text = cut(&format!("{item}{}", message.spoken()), REMARK);
    line(out, format_args!("{:>9} {word} {code}: {text}", place(*source)));
}

fn place(source: Source) -> String {
    match (source.page, source.line) {
        (0, 0) => String::new(),
        (0, line) => format!("line {line}"),
        (page, _) => format!("page {page}"),
    }
}
