//! Every finding that a text can have, on its smallest example: `fixtures/checks/CODE.txt`, which `explain` shows too.
//!
//! What is found in each stands in the snapshot: nothing but what the example is about.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use hyokasho::check::CHECKS;
use hyokasho::{Finding, Options, read};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Findings that only a PDF, a scan, a workbook, two versions, a list of corrections, or a longer text can have, and the test that names each.
const ELSEWHERE: &[(&str, &str)] = &[
    ("change-not-made", "src/compare/history.rs"),
    ("change-unlisted", "src/compare/history.rs"),
    ("correction-unfit", "src/correct.rs"),
    ("field-differs", "tests/inked.rs"),
    ("glyph-unmapped", "src/read/pdf/tests"),
    ("ink-unread", "tests/inked.rs"),
    ("no-text-layer", "tests/ocr.rs"),
    ("ocr-doubtful", "tests/ocr.rs"),
];

fn root(part: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(part)
}

/// All findings of an example, a line each.
fn findings(name: &str, bytes: &[u8]) -> Vec<Finding> {
    let outcome = read(name, bytes, &Options::default());
    let own = outcome.records.into_iter().flat_map(|record| record.findings);
    own.chain(outcome.findings).collect()
}

#[test]
fn each_example_has_its_finding() {
    let mut all = String::new();
    let mut paths: Vec<_> =
        fs::read_dir(root("fixtures/checks")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    assert!(paths.len() >= 20, "the examples are gone");
    for path in paths {
        let code = path.file_stem().unwrap().to_str().unwrap();
        let found = findings(&format!("{code}.txt"), &fs::read(&path).unwrap());
        assert!(found.iter().any(|one| one.code == code), "{code} is not found in {found:#?}");
        writeln!(all, "{code}.txt").unwrap();
        for one in found {
            let Finding { code, severity, item, source, message } = one;
            let severity = severity.name();
            writeln!(all, "  {}: {severity} {code} {item}: {message}", source.line).unwrap();
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_check_has_an_example_or_a_test() {
    let examples: BTreeSet<String> = fs::read_dir(root("fixtures/checks"))
        .unwrap()
        .filter_map(|entry| {
            entry
                .unwrap()
                .file_name()
                .into_string()
                .unwrap()
                .strip_suffix(".txt")
                .map(str::to_owned)
        })
        .collect();
    for entry in CHECKS.iter().filter(|entry| entry.check.is_some()) {
        let elsewhere = ELSEWHERE.iter().any(|(code, _)| *code == entry.code);
        assert!(elsewhere != examples.contains(entry.code), "{}", entry.code);
    }
}
