//! Scans with the built command.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the model, where there is one.
fn models() -> Option<PathBuf> {
    let folder = std::env::var_os("HYOKASHO_MODELS").map(PathBuf::from);
    if folder.is_none() {
        let how = "tests/ocr.rs: skipped: no HYOKASHO_MODELS (tests/ocr/models.sh FOLDER gets it)";
        #[expect(clippy::explicit_write, reason = "a test that passes shows no `eprintln!`")]
        writeln!(std::io::stderr(), "{how}").unwrap();
    }
    folder
}

#[test]
fn a_scan_is_read_where_there_is_a_model() {
    let Some(models) = models() else { return };
    let folder = tempfile::tempdir().unwrap();
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scans/page.pdf");
    let run = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(["extract", "--quiet", "--jobs", "1", "--output"])
        .args([folder.path(), &scan, Path::new("--models"), &models])
        .status()
        .unwrap();
    assert!(matches!(run.code(), Some(0 | 1)), "{run}");
    let items = std::fs::read_to_string(folder.path().join("items.csv")).unwrap();
    let of = |item: &str| items.lines().find(|line| line.contains(&format!(",{item},")));
    for (item, value) in
        [("cover.number", "28"), ("cover.agency", "掛川市長"), ("cover.published_on", "2016-09-03")]
    {
        let line = of(item).unwrap_or_default();
        assert!(line.contains(&format!(",{value},")) && line.contains(",ocr,"), "{item}: {line}");
    }
}

#[test]
fn without_a_model_a_scan_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scans/D018.pdf");
    let run = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(["extract", "--quiet", "--output"])
        .args([folder.path(), &scan])
        .arg("--models")
        .arg(folder.path())
        .status()
        .unwrap();
    assert_eq!(run.code(), Some(1));
    let findings = std::fs::read_to_string(folder.path().join("findings.csv")).unwrap();
    assert!(findings.contains("no-text-layer") && findings.contains("no model"), "{findings}");
}

/// Pictures of every odd kind (`tests/ocr/odd.py`): what was before the lens, how it is coded, how large it is.
const ODD: [&str; 11] = [
    "blank",
    "ccitt-g3",
    "ccitt-g4",
    "handwritten",
    "huge",
    "jbig2",
    "jpeg2000",
    "one-pixel",
    "photographed",
    "rotated",
    "tiny-page",
];

/// The codes that reading a folder of odd scans gives for each, as lines of `findings.csv`.
fn said_of_odd_scans(models: &Path) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    let scans = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scans/odd");
    let run = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(["extract", "--quiet", "--jobs", "1", "--output"])
        .args([folder.path(), &scans, Path::new("--models"), models])
        .status()
        .unwrap();
    assert!(matches!(run.code(), Some(0 | 1)), "{run}");
    let findings = std::fs::read_to_string(folder.path().join("findings.csv")).unwrap();
    let of = |name: &str| -> String {
        let file = format!("{name}.pdf");
        findings.lines().filter(|line| line.contains(&file)).collect::<Vec<_>>().join("\n")
    };
    ODD.iter().map(|name| (*name, of(name))).collect()
}

#[test]
fn every_odd_scan_has_findings_or_a_reason() {
    let none = tempfile::tempdir().unwrap();
    for (name, said) in said_of_odd_scans(none.path()) {
        assert!(said.contains("no-text-layer"), "{name}: {said}");
    }
    // With a model each is a record with findings, or a reason.
    let Some(models) = models() else { return };
    for (name, said) in said_of_odd_scans(&models) {
        assert!(!said.is_empty(), "nothing is said of {name}");
        assert_eq!(said.contains("limit-pixels"), name == "huge", "{name}: {said}");
    }
}
