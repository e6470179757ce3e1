//! Many documents: read in parallel, written in input order, never more than a few in memory.

use crate::assess::Outcome;
use crate::digest::record_id;
use crate::error::{ErrorKind, Result};
use crate::export::{Exporter, Output, Piece, encode};
use crate::finding::{Finding, Severity};
use crate::input::Input;
use crate::record::Document;
use crate::source::Source;
use rayon::ThreadPoolBuilder;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

/// How a document is read; the tests put their own here.
pub(super) type Reader<'r> = &'r (dyn Fn(Document, &[u8]) -> Outcome + Sync);

/// Documents under way or waiting for their turn, for each thread. Enough for small ones to go on
/// while a large one is read.
const WINDOW: usize = 32;

/// What a thread may put on its stack: readers go down nested structures to a bounded depth.
const STACK: usize = 16 << 20;

/// The failed documents that are told one by one.
const TOLD: usize = 20;

/// What a run has seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Inputs.
    pub(super) documents: usize,
    /// Assessments.
    pub(super) records: usize,
    /// Inputs that gave no record.
    pub(super) without_record: usize,
    /// Those of them that should have given one.
    pub(super) failed: usize,
    /// The first of the failed: source, code, message.
    pub(super) failures: Vec<(String, &'static str, String)>,
    /// Findings of severity error.
    pub(super) errors: usize,
    /// Findings by code.
    pub(super) findings: BTreeMap<&'static str, usize>,
}

/// Reads the inputs and adds what they give to the output.
pub(super) fn run(
    inputs: &[Input],
    jobs: usize,
    reader: Reader<'_>,
    formats: &[&'static Exporter],
    output: &mut Output,
) -> Result<Tally> {
    let pool = ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build();
    let pool = pool.map_err(|cause| ErrorKind::Threads(cause.to_string()))?;
    let window = jobs.saturating_mul(WINDOW);
    pool.in_place_scope_fifo(|scope| {
        let (send, receive) = mpsc::channel();
        let (mut tally, mut waiting) = (Tally::default(), BTreeMap::new());
        let mut ahead = inputs.iter().enumerate();
        let mut start = |count: usize| {
            for (at, input) in ahead.by_ref().take(count) {
                let send = send.clone();
                scope.spawn_fifo(move |_| {
                    // Nobody receives any more after a failure of the writer.
                    let _ = send.send((at, read(input, reader, formats)));
                });
            }
        };
        start(window);
        for turn in 0..inputs.len() {
            while !waiting.contains_key(&turn) {
                let (at, done) = receive.recv().expect("the sender lives as long as the loop");
                waiting.insert(at, done);
            }
            if let Some((piece, one)) = waiting.remove(&turn) {
                output.add(&piece)?;
                tally.add(one);
            }
            start(1);
        }
        Ok(tally)
    })
}

/// One document from bytes to rows. Whatever happens, there is something to say of it.
fn read(input: &Input, reader: Reader<'_>, formats: &[&'static Exporter]) -> (Piece, Tally) {
    let done = |document: &Document, outcome: &Outcome| {
        (encode(formats, document, outcome), Tally::of(document, outcome))
    };
    let whole = || {
        let (document, bytes) = input.open();
        let outcome = match bytes {
            Ok(bytes) => complete(reader(document.clone(), &bytes)),
            Err(finding) => Outcome { records: Vec::new(), findings: vec![finding] },
        };
        done(&document, &outcome)
    };
    catch_unwind(AssertUnwindSafe(whole)).unwrap_or_else(|panic| {
        let document = Document { path: input.source().to_owned(), ..Document::default() };
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let message = format!("the program failed on it: {}", text.unwrap_or("unknown cause"));
        let finding = finding("internal-error", Severity::Error, message);
        done(&document, &Outcome { records: Vec::new(), findings: vec![finding] })
    })
}

/// Gives the records their ids, and a word about a document without any.
fn complete(mut outcome: Outcome) -> Outcome {
    for (at, record) in outcome.records.iter_mut().enumerate() {
        if record.id.is_empty() {
            record.id = record_id(record, at + 1);
        }
    }
    if outcome.records.is_empty() && outcome.findings.is_empty() {
        let message = "nothing in it looks like an assessment".into();
        outcome.findings.push(finding("not-an-assessment", Severity::Note, message));
    }
    outcome
}

fn finding(code: &'static str, severity: Severity, message: String) -> Finding {
    Finding { code, severity, item: String::new(), source: Source::default(), message }
}

impl Tally {
    fn of(document: &Document, outcome: &Outcome) -> Self {
        let mut tally = Self { documents: 1, records: outcome.records.len(), ..Self::default() };
        let own = outcome.records.iter().flat_map(|record| &record.findings);
        for finding in own.chain(&outcome.findings) {
            *tally.findings.entry(finding.code).or_default() += 1;
            tally.errors += usize::from(finding.severity == Severity::Error);
        }
        if outcome.records.is_empty() {
            tally.without_record = 1;
            // A text about something else is read to its end: nothing is lost.
            let lost = |finding: &&Finding| {
                finding.severity == Severity::Error && finding.code != "not-an-assessment"
            };
            if let Some(finding) = outcome.findings.iter().find(lost) {
                tally.failed = 1;
                let message = finding.message.clone();
                tally.failures.push((document.path.clone(), finding.code, message));
            }
        }
        tally
    }

    fn add(&mut self, one: Self) {
        self.documents += one.documents;
        self.records += one.records;
        self.without_record += one.without_record;
        self.failed += one.failed;
        self.errors += one.errors;
        self.failures.extend(one.failures);
        self.failures.truncate(TOLD);
        for (code, count) in one.findings {
            *self.findings.entry(code).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{EXPORTERS, sample};
    use crate::input::find;
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    /// A record for each line, slow ones first, a panic, an error, nothing.
    fn reader(document: Document, bytes: &[u8]) -> Outcome {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut outcome = Outcome::default();
        match text.trim() {
            "panic" => panic!("index out of bounds"),
            "nothing" => return outcome,
            "lost" => outcome.findings.push(finding("no-text-layer", Severity::Error, "x".into())),
            _ => {}
        }
        if text.starts_with("slow") {
            std::thread::sleep(Duration::from_millis(20));
        }
        for line in text.lines().filter(|line| line.starts_with("slow") || line.starts_with("ok")) {
            let mut record = sample::record();
            (record.id, record.document) = (String::new(), document.clone());
            record.agency.name = line.into();
            outcome.records.push(record);
        }
        outcome
    }

    fn extract(files: &Path, output: &Path, jobs: usize) -> Tally {
        let formats: Vec<_> = EXPORTERS.iter().collect();
        let mut out = Output::create(output, &formats).unwrap();
        let inputs = find(&[files.to_owned()]).unwrap();
        let tally = run(&inputs, jobs, &reader, &formats, &mut out).unwrap();
        out.finish().unwrap();
        tally
    }

    fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut all = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match path.is_dir() {
                true => all.extend(contents(&path)),
                false => drop(all.insert(name, fs::read(&path).unwrap())),
            }
        }
        all
    }

    #[test]
    fn any_number_of_threads_writes_the_same_bytes() {
        let files = tempfile::tempdir().unwrap();
        for n in 0..150 {
            let text = if n % 40 == 0 { format!("slow {n}\nok") } else { format!("ok {}", n % 7) };
            fs::write(files.path().join(format!("{n:03}.txt")), text).unwrap();
        }
        let runs: Vec<_> = [1, 2, 5]
            .map(|jobs| {
                let output = tempfile::tempdir().unwrap();
                let tally = extract(files.path(), output.path(), jobs);
                (tally, contents(output.path()))
            })
            .into();
        assert_eq!(runs[0].0.records, 154);
        assert!(runs.iter().all(|run| *run == runs[0]));
        let table = String::from_utf8(runs[0].1["assessments.csv"].clone()).unwrap();
        let sources: Vec<_> = table.lines().filter_map(|line| line.split(',').nth(1)).collect();
        let files: Vec<_> = sources.iter().filter(|name| name.ends_with(".txt")).collect();
        assert!(files.len() == 154 && files.is_sorted());
        assert!(table.contains("-2,000.txt,"));
    }

    #[test]
    fn every_document_gives_a_record_or_a_reason() {
        let files = tempfile::tempdir().unwrap();
        let texts = ["ok", "panic", "nothing", "lost", "", "lost\nok"];
        for (n, text) in texts.iter().enumerate() {
            fs::write(files.path().join(format!("{n}.txt")), text).unwrap();
        }
        let output = tempfile::tempdir().unwrap();
        let tally = extract(files.path(), output.path(), 2);
        assert_eq!((tally.documents, tally.records), (6, 2));
        assert_eq!((tally.without_record, tally.failed), (4, 3));
        let failed: Vec<_> =
            tally.failures.iter().map(|(source, code, _)| (source.as_str(), *code)).collect();
        assert_eq!(
            failed,
            [("1.txt", "internal-error"), ("3.txt", "no-text-layer"), ("4.txt", "empty-input")]
        );
        let findings = String::from_utf8(contents(output.path())["findings.csv"].clone()).unwrap();
        assert!(findings.contains(
            ",1.txt,internal-error,error,,,,,,,,the program failed on it: index out of bounds\n"
        ));
        assert!(findings.contains(",2.txt,not-an-assessment,note,"));
    }
}
