use super::*;
use crate::assess::Outcome;
use crate::cli::args::LogFormat;
use crate::digest::record_id;
use crate::documents::{Reader, error};
use crate::export::{EXPORTERS, Folder, Layout, Total, sample, store};
use crate::finding::{Finding, Severity};
use crate::input::find;
use crate::limits::Limits;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A record for each line, slow ones first, a panic, an error, nothing.
fn reader(document: Document, bytes: &[u8]) -> Outcome {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut outcome = Outcome::default();
    match text.trim() {
        "panic" => panic!("index out of bounds"),
        "nothing" => outcome.findings.push(nothing()),
        "lost" => outcome.findings.push(error(Code::NoTextLayer, Message::default())),
        _ => {}
    }
    if text.starts_with("slow") {
        std::thread::sleep(Duration::from_millis(20));
    }
    for line in text.lines().filter(|line| line.starts_with("slow") || line.starts_with("ok")) {
        let mut record = sample::record();
        record.document = document.clone();
        record.agency.name = line.into();
        record.id = record_id(&record, outcome.records.len() + 1);
        outcome.records.push(record);
    }
    outcome
}

fn nothing() -> Finding {
    Finding { severity: Severity::Note, ..error(Code::NotAnAssessment, Message::default()) }
}

fn ran(files: &Path, output: &Path, jobs: usize, reader: Reader<'_>, stop: &Stop) -> Ran {
    let formats: Vec<_> =
        EXPORTERS.iter().filter(|one| ["csv", "json"].contains(&one.format)).collect();
    let folder = Folder::claim(output).unwrap();
    let (store, mut log) = store::open(&folder.store(), "1").unwrap();
    let mut out = Output::begin(folder, &formats, Layout::Whole).unwrap();
    let inputs = find(&[files.to_owned()]).unwrap();
    let progress = Progress::new(inputs.len(), true, LogFormat::Text);
    let limits = Limits::default();
    let under_way = UnderWay::open(output.join("under-way")).unwrap();
    let batch = Batch {
        how: How { reader, limits: &limits },
        jobs,
        verify: false,
        setup: "1",
        origins: &Origins::default(),
        store: &store,
        progress: &progress,
        stop,
        under_way: &under_way,
        flags: &[],
        frames: Mutex::default(),
    };
    let ran = batch.run(&inputs, &mut out, &mut log).unwrap();
    out.finish(&Total::default(), &|number| batch.again(&inputs, number)).unwrap();
    under_way.end();
    ran
}

fn extract(files: &Path, output: &Path, jobs: usize) -> Tally {
    ran(files, output, jobs, &reader, &Stop::default()).tally
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == ".hyokasho" {
            continue;
        }
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
        tally.failures.iter().map(|one| (one.source.as_str(), one.code.as_str())).collect();
    assert_eq!(
        failed,
        [("1.txt", "internal-error"), ("3.txt", "no-text-layer"), ("4.txt", "empty-input")]
    );
    let findings = String::from_utf8(contents(output.path())["findings.csv"].clone()).unwrap();
    assert!(
        findings.contains(
            ",1.txt,internal-error,error,,,,,,,,the program failed on it: index out of bounds,この文書の処理中にプログラムの異常が起きました: index out of bounds,,\n"
        ),
        "{findings}"
    );
    assert!(findings.contains(",2.txt,not-an-assessment,note,"));
}

/// Counts the documents it reads; asks for the end at the fortieth.
fn counting<'c>(
    count: &'c AtomicUsize,
    stop: &'c Stop,
) -> impl Fn(Document, &[u8]) -> Outcome + Sync + 'c {
    move |document, bytes| {
        if count.fetch_add(1, Ordering::Relaxed) + 1 == 40 {
            stop.ask();
        }
        reader(document, bytes)
    }
}

#[test]
fn a_run_goes_on_where_one_was_stopped() {
    let files = tempfile::tempdir().unwrap();
    for n in 0..200 {
        fs::write(files.path().join(format!("{n:03}.txt")), format!("ok {n}")).unwrap();
    }
    let whole = tempfile::tempdir().unwrap();
    extract(files.path(), whole.path(), 2);
    let output = tempfile::tempdir().unwrap();
    let (count, stop) = (AtomicUsize::new(0), Stop::default());
    let first = ran(files.path(), output.path(), 2, &counting(&count, &stop), &stop);
    let read = count.load(Ordering::Relaxed);
    assert!((40..=44).contains(&read), "{read}");
    assert_eq!((first.left, first.tally.documents), (200 - read, read));
    let stop = Stop::default();
    let again = AtomicUsize::new(40);
    let second = ran(files.path(), output.path(), 2, &counting(&again, &stop), &stop);
    assert_eq!((second.left, again.load(Ordering::Relaxed)), (0, 240 - read));
    assert!(contents(output.path()) == contents(whole.path()));
}

#[test]
fn only_what_has_changed_is_read_again() {
    let files = tempfile::tempdir().unwrap();
    let write = |n: usize, text: &str| {
        fs::write(files.path().join(format!("{n:03}.txt")), text).unwrap();
    };
    (0..50).for_each(|n| write(n, &format!("ok {n}")));
    let output = tempfile::tempdir().unwrap();
    extract(files.path(), output.path(), 2);
    write(7, "ok new");
    write(8, "ok 8"); // written again, not changed
    write(99, "ok more");
    fs::remove_file(files.path().join("020.txt")).unwrap();
    let (count, stop) = (AtomicUsize::new(100), Stop::default());
    let second = ran(files.path(), output.path(), 2, &counting(&count, &stop), &stop);
    assert_eq!((second.tally.documents, count.load(Ordering::Relaxed)), (50, 102));
    let fresh = tempfile::tempdir().unwrap();
    extract(files.path(), fresh.path(), 2);
    assert!(contents(output.path()) == contents(fresh.path()));
}
