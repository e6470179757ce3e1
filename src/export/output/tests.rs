use super::*;
use crate::assess::Outcome;
use crate::export::{EXPORTERS, encode, sample};
use std::path::Path;

fn all() -> Vec<&'static Exporter> {
    EXPORTERS.iter().collect()
}

fn outcome(agencies: &[(&str, &str)]) -> Outcome {
    let record = |(code, name): &(&str, &str)| {
        let mut record = sample::record();
        (record.agency.code, record.agency.name) = ((*code).into(), (*name).into());
        record
    };
    Outcome { records: agencies.iter().map(record).collect(), findings: Vec::new() }
}

fn begin(folder: &Path, formats: &[&'static Exporter]) -> Result<Output> {
    Output::begin(Folder::claim(folder)?, formats, Layout::Whole)
}

fn add(output: &mut Output, agencies: &[(&str, &str)]) {
    let piece = encode(&sample::document(), &outcome(agencies));
    let one = Addition::of(Id::of_rows(&piece), piece);
    output.add("a.txt", 0, one, &|_| Piece::default()).unwrap();
}

fn run(folder: &Path, formats: &[&'static Exporter], agencies: &[(&str, &str)]) -> Vec<Written> {
    let mut output = begin(folder, formats).unwrap();
    for pair in agencies.chunks(2) {
        add(&mut output, pair);
    }
    output.finish(&Total::default(), &|_| Piece::default()).unwrap().1
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_agency_has_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let agencies =
        [("131105", "目黒区"), ("", "A/B 組合"), ("", "a/b 組合"), ("131105", "目黒区"), ("", "")];
    let written = run(folder.path(), &all(), &agencies);
    assert!(written.contains(&Written { name: "municipalities".to_owned(), files: Some(4) }));
    let municipalities = folder.path().join("municipalities");
    assert_eq!(
        names(&municipalities),
        [
            "131105-目黒区.json",
            "a_b_組合-A_B 組合.json",
            "a_b_組合-a_b 組合-2.json",
            "目黒区長-目黒区長.json"
        ]
    );
    let file = fs::read_to_string(municipalities.join("131105-目黒区.json")).unwrap();
    let parsed: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!(parsed["agency"]["code"], "131105");
    assert_eq!(parsed["assessments"].as_array().unwrap().len(), 2);
    let lines = fs::read_to_string(folder.path().join("assessments.ndjson")).unwrap();
    assert_eq!(lines.lines().next(), file.lines().nth(1).map(|line| line.trim_end_matches(',')));
}

#[test]
fn nothing_is_seen_before_the_end() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &all(), &[("131105", "目黒区")]);
    let before = fs::read(folder.path().join("items.csv")).unwrap();
    let mut output = begin(folder.path(), &all()).unwrap();
    add(&mut output, &[("1", "b"), ("2", "c")]);
    assert_eq!(fs::read(folder.path().join("items.csv")).unwrap(), before);
    drop(output); // a run that stops half way
    assert_eq!(fs::read(folder.path().join("items.csv")).unwrap(), before);
    assert!(Folder::claim(folder.path()).is_ok_and(|folder| !folder.partial().exists()));
}

#[test]
fn only_our_own_stale_files_go() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &all(), &[("131105", "目黒区")]);
    let municipalities = folder.path().join("municipalities");
    fs::write(municipalities.join("mine.json"), "{}").unwrap();
    fs::create_dir_all(folder.path().join(".hyokasho/partial/old")).unwrap();
    run(folder.path(), &all(), &[("431001", "熊本市")]);
    assert_eq!(names(&municipalities), ["431001-熊本市.json", "mine.json"]);
    run(folder.path(), &[&EXPORTERS[0]], &[("431001", "熊本市")]);
    let left = names(folder.path());
    assert!(!left.contains(&"assessments.ndjson".to_owned()), "{left:?}");
    assert_eq!(names(&municipalities), ["mine.json"]);
}

#[test]
fn a_run_without_records_writes_headers() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &all(), &[]);
    let file = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(file("assessments.ndjson"), "");
    assert!(names(&folder.path().join("municipalities")).is_empty());
    for name in ["items.csv", "assessments.csv", "findings.csv"] {
        assert_eq!(file(name).lines().count(), 1);
    }
}

#[test]
fn what_cannot_be_written_fails_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let kind = |path: &Path| begin(path, &all()).err().unwrap().to_string();
    assert!(kind(&file).starts_with(&format!("hyokasho: {}: cannot be written: ", file.display())));
    let _first = begin(folder.path(), &all()).unwrap();
    assert!(kind(folder.path()).contains("another run is writing here"));
}
