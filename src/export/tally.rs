//! What a run has seen, counted.

use crate::assess::Outcome;
use crate::finding::{Code, Message, Severity};
use crate::record::Document;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The failed documents that are told one by one.
const TOLD: usize = 20;

/// Counts over one document or many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Tally {
    /// Inputs, but for those that were left out.
    pub documents: usize,
    /// Files of folders and archives that are no documents, by how their names end.
    pub left_out: BTreeMap<String, usize>,
    /// Their pages (PDF only).
    pub pages: u64,
    /// Assessments.
    pub records: usize,
    /// Items of the assessments.
    pub items: usize,
    /// Inputs that gave no record.
    pub without_record: usize,
    /// Those of them that should have given one.
    pub failed: usize,
    /// The first of the failed.
    pub failures: Vec<Failure>,
    /// Findings of severity error.
    pub errors: usize,
    /// Assessments by form.
    pub forms: BTreeMap<String, usize>,
    /// Findings by code.
    pub findings: BTreeMap<String, usize>,
}

/// An input that should have given a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// Which input.
    pub source: String,
    /// The code of its first error.
    pub code: String,
    /// What the error says.
    #[serde(flatten)]
    pub message: Message,
}

impl Tally {
    /// The counts of one document.
    #[must_use]
    pub(crate) fn of(document: &Document, outcome: &Outcome) -> Self {
        if outcome.findings.iter().any(|finding| finding.code == Code::LeftOut) {
            let findings = BTreeMap::from([(Code::LeftOut.to_string(), 1)]);
            return Self { findings, ..Self::left_out(&document.path) };
        }
        let mut tally = Self { documents: 1, records: outcome.records.len(), ..Self::default() };
        tally.pages = u64::from(document.pages.unwrap_or_default());
        for record in &outcome.records {
            tally.pages = u64::from(record.document.pages.unwrap_or_default());
            tally.items += record.items.len();
            *tally.forms.entry(record.form.id.clone()).or_default() += 1;
        }
        let own = outcome.records.iter().flat_map(|record| &record.findings);
        for finding in own.chain(&outcome.findings) {
            *tally.findings.entry(finding.code.to_string()).or_default() += 1;
            tally.errors += usize::from(finding.severity == Severity::Error);
        }
        if outcome.records.is_empty() {
            tally.without_record = 1;
            tally.fail(document, outcome);
        }
        tally
    }

    /// The count of a file that was left out.
    pub(super) fn left_out(source: &str) -> Self {
        // What is within a web archive has a number, no name: all of it is counted together.
        if let Some((archive, _)) = source.split_once('#') {
            let ending = if archive.ends_with(".gz") { ".warc.gz" } else { ".warc" };
            return Self { left_out: [(ending.to_owned(), 1)].into(), ..Self::default() };
        }
        let name = source.rsplit('/').next().unwrap_or(source);
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
        let ending =
            ending.map_or("others".to_owned(), |(_, ending)| format!(".{}", ending.to_lowercase()));
        Self { left_out: [(ending, 1)].into(), ..Self::default() }
    }

    /// A text about something else is read to its end: nothing is lost. Everything else is a failure.
    fn fail(&mut self, document: &Document, outcome: &Outcome) {
        let mut errors =
            outcome.findings.iter().filter(|finding| finding.severity == Severity::Error);
        if let Some(error) = errors.find(|finding| finding.code != Code::NotAnAssessment) {
            self.failed = 1;
            self.failures.push(Failure {
                source: document.path.clone(),
                code: error.code.to_string(),
                message: error.message.clone(),
            });
        }
    }

    /// Adds the counts of others.
    pub(crate) fn add(&mut self, one: &Self) {
        self.documents += one.documents;
        self.pages += one.pages;
        self.records += one.records;
        self.items += one.items;
        self.without_record += one.without_record;
        self.failed += one.failed;
        self.errors += one.errors;
        let room = TOLD.saturating_sub(self.failures.len());
        self.failures.extend(one.failures.iter().take(room).cloned());
        for (ending, count) in &one.left_out {
            *self.left_out.entry(ending.clone()).or_default() += count;
        }
        for (form, count) in &one.forms {
            *self.forms.entry(form.clone()).or_default() += count;
        }
        for (code, count) in &one.findings {
            *self.findings.entry(code.clone()).or_default() += count;
        }
    }
}
