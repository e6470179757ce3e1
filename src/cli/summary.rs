//! What is said at the end of a run.

use super::args::{LogFlags, LogFormat};
use super::say;
use crate::compare::report::columns;
use crate::export::{Tally, Written};
use crate::finding::Code;
use crate::form;
use crate::messages::{self, Lang};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// The files of a run by name; for a folder, how many.
pub(super) type Names = BTreeMap<String, Option<usize>>;

/// A run that is over.
pub(super) struct Summary<'r> {
    pub(super) tally: &'r Tally,
    pub(super) written: &'r Names,
    /// Documents that were read in this run.
    pub(super) read: usize,
    /// Documents that are still to be read.
    pub(super) left: usize,
    pub(super) slowest: &'r [(Duration, String)],
}

pub(super) fn names(written: &[Written]) -> Names {
    written.iter().map(|file| (file.name.clone(), file.files)).collect()
}

/// Prints it, as the flags want it.
pub(super) fn show(flags: &LogFlags, summary: &Summary<'_>, folder: &Path) {
    match (flags.quiet, flags.log_format) {
        (true, _) => {}
        (false, LogFormat::Text) => say(&text(summary, folder)),
        (false, LogFormat::Json) => say(&line(summary, folder)),
    }
}

fn text(summary: &Summary<'_>, folder: &Path) -> String {
    let Summary { tally, written, read, left, slowest } = summary;
    let mut text = String::new();
    for one in &tally.failures {
        let _ = writeln!(text, "{}: {}: {}", one.source, coded(&one.code), one.message.spoken()); // a String takes everything
    }
    let count = |key, count: usize| messages::fill(key, &[("count", &count)]);
    let more = tally.failed.saturating_sub(tally.failures.len());
    if more > 0 {
        text.push_str(&count("summary.more-failed", more));
        text.push('\n');
    }
    text.push_str(&count("summary.documents", tally.documents));
    if tally.without_record > 0 {
        text.push_str(&count("summary.without", tally.without_record));
    }
    if *read < tally.documents {
        text.push_str(&count("summary.read", *read));
    }
    if !tally.left_out.is_empty() {
        let left_out = count("summary.left-out", tally.left_out.values().sum());
        let _ = write!(text, "\n{left_out}{}", list(&tally.left_out));
    }
    let records = count("summary.records", tally.records);
    let _ = write!(text, "\n{records}{}", of_forms(&tally.forms));
    let findings = count("summary.findings", tally.findings.values().sum());
    let _ = write!(text, "\n{findings}{}", list(&tally.findings));
    slow(&mut text, slowest);
    let (folder, files) = (folder.display(), files(written));
    text.push('\n');
    text.push_str(&messages::fill("summary.written", &[("folder", &folder), ("files", &files)]));
    if *left > 0 {
        text.push('\n');
        text.push_str(&count("summary.interrupted", *left));
    }
    text
}

/// The documents that took long, below one another.
fn slow(text: &mut String, slowest: &[(Duration, String)]) {
    let head = messages::text("summary.slowest");
    let width: usize = head.chars().map(columns).sum();
    let slow = slowest.iter().filter(|(time, _)| time.as_millis() >= 100);
    for (at, (time, source)) in slow.enumerate() {
        let time = format!("{:.1}", time.as_secs_f64());
        let said = messages::fill("summary.seconds", &[("time", &time), ("source", source)]);
        let _ = match at {
            0 => write!(text, "\n{head}{said}"),
            _ => write!(text, "\n{:width$}{said}", ""),
        };
    }
}

/// A finding's code, with its name where that is spoken.
fn coded(code: &str) -> String {
    match messages::spoken() {
        Lang::En => code.to_owned(),
        Lang::Ja => code
            .parse()
            .map_or(code.to_owned(), |known: Code| format!("{}（{code}）", known.label())),
    }
}

/// Forms from the shortest to the fullest, by the names that a person knows.
fn of_forms(counts: &BTreeMap<String, usize>) -> String {
    let all = form::forms().iter().filter_map(|form| {
        let name = if messages::spoken() == Lang::Ja { &form.label } else { &form.id };
        Some((&**name, *counts.get(&*form.id)?))
    });
    listed(all)
}

fn list(counts: &BTreeMap<String, usize>) -> String {
    listed(counts.iter().map(|(name, count)| (name.as_str(), *count)))
}

fn listed<'n>(counts: impl Iterator<Item = (&'n str, usize)>) -> String {
    let mut text = String::new();
    for (at, (name, count)) in counts.enumerate() {
        let _ = write!(text, "{} {name} {count}", if at == 0 { ":" } else { "," });
    }
    text
}

fn files(written: &Names) -> String {
    let name = |(name, files): (&String, &Option<usize>)| match files {
        None => name.clone(),
        Some(count) => format!("{name}/ ({count})"),
    };
    written.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn line(summary: &Summary<'_>, folder: &Path) -> String {
    let slowest = summary.slowest.iter().map(|(time, source)| {
        json!({ "source": source, "ms": u64::try_from(time.as_millis()).unwrap_or(u64::MAX) })
    });
    json!({
        "event": "summary",
        "read": summary.read,
        "left": summary.left,
        "tally": summary.tally,
        "slowest": slowest.collect::<Vec<_>>(),
        "output": folder.to_string_lossy(),
        "written": summary.written,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Failure;
    use crate::finding::Message;

    fn tally() -> Tally {
        let failure = Failure {
            source: "a.txt".into(),
            code: Code::EmptyInput.to_string(),
            message: Message { en: "there is nothing in it".into(), ja: String::new() },
        };
        let counts = |counts: &[(&str, usize)]| {
            counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        Tally {
            documents: 30,
            left_out: counts(&[(".jpg", 2), ("others", 1)]),
            pages: 80,
            records: 4,
            items: 900,
            without_record: 26,
            failed: 22,
            failures: vec![failure],
            errors: 22,
            forms: counts(&[("basic", 3), ("full", 1)]),
            findings: counts(&[("empty-input", 22), ("mark-lost", 3)]),
        }
    }

    fn written() -> Names {
        [("items.csv".into(), None), ("municipalities".into(), Some(3))].into()
    }

    #[test]
    fn it_counts_everything() {
        let (tally, written) = (tally(), written());
        let slowest = [(1234, "b.pdf"), (12, "c.pdf")]
            .map(|(time, name)| (Duration::from_millis(time), name.into()));
        let mut summary =
            Summary { tally: &tally, written: &written, read: 30, left: 0, slowest: &slowest };
        insta::assert_snapshot!(text(&summary, Path::new("out")), @r"
        a.txt: empty-input: there is nothing in it
        … and 21 more without a record
        documents  30 (26 without a record)
        left out   3: .jpg 2, others 1
        records    4: basic 3, full 1
        findings   25: empty-input 22, mark-lost 3
        slowest    1.2 s b.pdf
        written    out: items.csv, municipalities/ (3)
        ");
        (summary.read, summary.left, summary.slowest) = (2, 5, &[]);
        let said = text(&summary, Path::new("out"));
        assert!(said.contains("\ndocuments  30 (26 without a record); 2 read, the others are"));
        assert!(said.ends_with(
            "\ninterrupted: 5 documents are not read yet; the same command goes on with them"
        ));
    }

    #[test]
    fn a_machine_reads_it_as_json() {
        let (tally, written) = (tally(), written());
        let summary = Summary { tally: &tally, written: &written, read: 1, left: 0, slowest: &[] };
        let parsed: serde_json::Value =
            serde_json::from_str(&line(&summary, Path::new("out"))).unwrap();
        assert_eq!(parsed["tally"]["findings"]["mark-lost"], 3);
        assert_eq!(parsed["event"], "summary");
    }
}
