//! Scans with the built command.

use std::path::Path;
use std::process::Command;

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
