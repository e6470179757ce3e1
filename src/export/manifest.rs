//! `manifest.ndjson`: a line for each input, a line about the run before them, the counts after them.

use super::Table;
use super::tally::{Failure, Tally};
use super::writer::Json;
use crate::assess::Outcome;
use crate::finding::{Code, Message};
use crate::form;
use crate::record::Document;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

/// The manifest is a table like others, but part of every output.
pub(super) const TABLE: Table = Table {
    file: "manifest.ndjson",
    header: |_| head(),
    mark: "{\"manifest\":\"hyokasho/",
    rows: |_, _, _| {}, // made apart: it needs to know the other tables
    by_agency: None,
};

fn head() -> Vec<u8> {
    let mut out = Vec::new();
    let mut json = Json::new(&mut out);
    json.open(b'{');
    json.key("manifest").string("hyokasho/2");
    json.key("tool").string(env!("CARGO_PKG_VERSION"));
    json.key("catalogue").string(form::digest());
    json.close(b'}');
    out.push(b'\n');
    out
}

/// An input: what it was, and what it gave, or why nothing. How many bytes it has in each table is still to come.
pub(super) fn begin(document: &Document, outcome: &Outcome) -> Vec<u8> {
    let (mut out, tally) = (Vec::new(), Tally::of(document, outcome));
    // What is known of a document only after reading stands in its records.
    let read = outcome.records.first().map_or(document, |record| &record.document);
    let mut json = Json::new(&mut out);
    json.open(b'{');
    json.key("source").string(&document.path);
    json.key("sha256").text(&document.sha256);
    json.key("bytes").number(Some(document.bytes));
    json.key("kind").string(document.kind.name());
    json.key("pages").number(read.pages);
    json.key("records").open(b'[');
    outcome.records.iter().for_each(|record| json.string(&record.id));
    json.close(b']');
    json.key("forms").open(b'[');
    outcome.records.iter().for_each(|record| json.string(&record.form.id));
    json.close(b']');
    json.key("items").number(Some(tally.items as u64));
    let findings = tally.findings.iter().map(|(code, count)| (code.as_str(), *count));
    counts(json.key("findings"), findings);
    json.key("errors").number(Some(tally.errors as u64));
    let reason = outcome.findings.iter().max_by_key(|finding| finding.severity);
    let reason = reason.filter(|_| outcome.records.is_empty());
    json.key("reason").text(reason.map_or("", |finding| finding.code.name()));
    json.key("failed").flag(Some(tally.failed > 0));
    json.key("tables");
    out
}

/// Ends the line of an input with its bytes in each table.
pub(super) fn end(mut line: Vec<u8>, tables: &[(&str, usize)]) -> Vec<u8> {
    counts(&mut Json::new(&mut line), tables.iter().copied());
    line.extend(b"}\n");
    line
}

fn counts<'n>(json: &mut Json<'_>, counts: impl Iterator<Item = (&'n str, usize)>) {
    json.open(b'{');
    for (name, count) in counts {
        json.key(name).number(Some(count as u64));
    }
    json.close(b'}');
}

/// The first line, read back.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Head {
    /// The version of the shape of the file.
    pub(super) manifest: String,
    /// The version of the program.
    pub(super) tool: String,
    /// The digest of the catalogue.
    pub(super) catalogue: String,
}

/// The line of an input, read back.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    /// Which input.
    pub(super) source: String,
    sha256: Option<String>,
    pages: Option<u64>,
    #[serde(default)]
    records: Vec<String>,
    forms: Vec<String>,
    items: usize,
    findings: BTreeMap<String, usize>,
    errors: usize,
    reason: Option<String>,
    failed: bool,
    /// Its bytes in each table.
    pub(super) tables: BTreeMap<String, u64>,
}

impl Line {
    /// Its counts.
    pub(super) fn tally(&self) -> Tally {
        if self.reason.as_deref() == Some(Code::LeftOut.name()) {
            return Tally { findings: self.findings.clone(), ..Tally::left_out(&self.source) };
        }
        let mut tally = Tally {
            documents: 1,
            pages: self.pages.unwrap_or_default(),
            records: self.forms.len(),
            items: self.items,
            without_record: usize::from(self.forms.is_empty()),
            failed: usize::from(self.failed),
            errors: self.errors,
            findings: self.findings.clone(),
            ..Tally::default()
        };
        for form in &self.forms {
            *tally.forms.entry(form.clone()).or_default() += 1;
        }
        if self.failed {
            let code = self.reason.clone().unwrap_or_default();
            let message = Message::new("summary.see-findings", &[]);
            tally.failures.push(Failure { source: self.source.clone(), code, message });
        }
        tally
    }
}

/// The inputs of a finished run with their digests, in their order.
#[must_use]
pub(crate) fn inputs(folder: &Path) -> Vec<(String, String)> {
    lines(folder).map(|line| (line.source, line.sha256.unwrap_or_default())).collect()
}

/// The inputs that an earlier run into a folder has read, in their order; none where nothing of ours is there.
pub(crate) fn sources(folder: &Path) -> impl Iterator<Item = String> + use<> {
    lines(folder).map(|line| line.source)
}

/// The ids of the records of a finished run.
pub(crate) fn records(folder: &Path) -> impl Iterator<Item = String> + use<> {
    lines(folder).flat_map(|line| line.records)
}

/// Whether a folder holds what a run has written.
pub(crate) fn is_of_a_run(folder: &Path) -> bool {
    let mut begin = vec![0; TABLE.mark.len()];
    let read = File::open(folder.join(TABLE.file)).and_then(|mut file| file.read_exact(&mut begin));
    read.is_ok() && begin == TABLE.mark.as_bytes()
}

fn lines(folder: &Path) -> impl Iterator<Item = Line> + use<> {
    let file = File::open(folder.join(TABLE.file)).ok().map(BufReader::new);
    let lines = file.into_iter().flat_map(|file| file.lines().map_while(Result::ok));
    lines.filter_map(|line| serde_json::from_str(&line).ok())
}

/// The last line: what all of it adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Total {
    /// Marks the line.
    pub end: bool,
    /// Whether every input was read; an interrupted run says `false`.
    pub complete: bool,
    /// Which part of the inputs this is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shard: Option<String>,
    /// The number of inputs that were found, those of other shards included.
    pub inputs: usize,
    /// The digest of their names.
    pub listing: String,
    /// The formats written, and the limits they were made with.
    pub formats: Vec<String>,
    /// The limits for each document.
    pub limits: String,
    /// The digest of the table of addresses and of what the publisher says of the package.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub told: Option<String>,
    /// Inputs in this manifest, but for those that were left out.
    pub documents: usize,
    /// Files of folders and archives in this manifest that are no documents.
    #[serde(default)]
    pub left_out: usize,
    /// Pages of PDF files.
    pub pages: u64,
    /// Assessments.
    pub records: usize,
    /// Their items.
    pub items: usize,
    /// Inputs without a record.
    pub without_record: usize,
    /// Those of them that should have given one.
    pub failed: usize,
    /// Findings by code.
    pub findings: BTreeMap<String, usize>,
}

impl Total {
    /// Takes the counts over.
    pub(crate) fn count(&mut self, tally: &Tally) {
        self.end = true;
        self.documents = tally.documents;
        self.left_out = tally.left_out.values().sum();
        self.pages = tally.pages;
        self.records = tally.records;
        self.items = tally.items;
        self.without_record = tally.without_record;
        self.failed = tally.failed;
        self.findings.clone_from(&tally.findings);
    }

    /// As a line of the manifest.
    pub(super) fn line(&self) -> Vec<u8> {
        let mut line = serde_json::to_vec(self).expect("counts and texts are JSON");
        line.push(b'\n');
        line
    }
}
