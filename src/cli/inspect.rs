//! `hyokasho inspect`: how a document is read, for a person.

use super::args::{Inspect, View};
use super::print;
use crate::assess::{Outcome, assess};
use crate::error::{ErrorKind, Result};
use crate::export::lines;
use crate::finding::Finding;
use crate::input;
use crate::record::Record;
use crate::source::Source;
use std::process::ExitCode;

pub(super) fn run(args: &Inspect) -> Result<ExitCode> {
    if args.svg.is_some() {
        let hint = "leave it out to see the text of the page";
        return Err(ErrorKind::Unsupported { what: "--svg", hint }.into());
    }
    for input in input::find(std::slice::from_ref(&args.file))? {
        let (document, bytes) = input.open();
        let mut outcome = match bytes {
            Ok(bytes) => assess(document.clone(), &bytes),
            Err(finding) => Outcome { records: Vec::new(), findings: vec![finding] },
        };
        if let Some(page) = args.page {
            keep_page(&mut outcome, page);
        }
        let mut out = Vec::new();
        match args.format {
            View::Json => lines(&document, &outcome, &mut out),
            View::Text => out.extend(text(input.source(), &outcome).into_bytes()),
        }
        print(&out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn keep_page(outcome: &mut Outcome, page: u32) {
    outcome.findings.retain(|finding| finding.source.page == page);
    for record in &mut outcome.records {
        record.items.retain(|item| item.source.page == page);
        record.findings.retain(|finding| finding.source.page == page);
    }
}

fn text(source: &str, outcome: &Outcome) -> String {
    let records = outcome.records.iter().map(describe);
    let findings = outcome.findings.iter().map(remark);
    [format!("{source}\n")].into_iter().chain(records).chain(findings).collect()
}

fn describe(record: &Record) -> String {
    let Record { form, agency, quality, .. } = record;
    let head = format!(
        "{} {} ({}) {}\nconformity {:.4}  coverage {:.4}  leftover {:.4}  furniture {:.4}\n",
        form.label,
        form.revision,
        form.revision_from.name(),
        agency.name,
        quality.conformity,
        quality.coverage,
        quality.leftover,
        quality.furniture,
    );
    let items = record.items.iter().map(|item| {
        let value = item.value.printed().replace('\n', "\n\t\t");
        format!("{}\t{} = {value}\n", place(item.source), item.id)
    });
    let findings = record.findings.iter().map(remark);
    [head].into_iter().chain(items).chain(findings).collect()
}

fn remark(finding: &Finding) -> String {
    let Finding { code, severity, item, source, message } = finding;
    let item = if item.is_empty() { String::new() } else { format!("{item}: ") };
    format!("{}\t{} {code}: {item}{message}\n", place(*source), severity.name())
}

fn place(source: Source) -> String {
    match (source.page, source.line) {
        (0, 0) => String::new(),
        (0, line) => format!("line {line}"),
        (page, 0) => format!("page {page}"),
        (page, line) => format!("page {page}, line {line}"),
    }
}
