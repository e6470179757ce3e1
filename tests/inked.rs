//! Pages that people have drawn on, and form fields: what a person reads is read, or a finding says that it is not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

type Read = BTreeMap<(String, String), (String, String)>;

/// Value and findings of each item of each file in `fixtures/inked`.
fn read(folder: &Path) -> Read {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hyokasho"));
    command.arg("extract").arg(folder).arg("--output").arg(out.path());
    assert!(command.output().unwrap().status.success());
    let mut rows = csv::Reader::from_path(out.path().join("items.csv")).unwrap();
    let header = rows.headers().unwrap().clone();
    let at = |name: &str| {
        header.iter().position(|column| column.trim_start_matches('\u{FEFF}') == name).unwrap()
    };
    let [source, item, value, findings] = ["source", "item", "value", "findings"].map(at);
    let row = |row: csv::StringRecord| {
        let text = |at: usize| row[at].to_owned();
        ((text(source), text(item)), (text(value), text(findings)))
    };
    rows.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn what_is_drawn_is_read_or_flagged_and_what_is_sound_is_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/inked");
    let expected = std::fs::read_to_string(folder.join("expect.json")).unwrap();
    let expected: BTreeMap<String, BTreeMap<String, [String; 2]>> =
        serde_json::from_str(&expected).unwrap();
    assert!(expected.len() > 40);
    let read = read(&folder);
    let mut faults = Vec::new();
    for (file, items) in &expected {
        for (item, [value, finding]) in items {
            let got = read.get(&(file.clone(), item.clone()));
            let right = got.is_some_and(|(read, findings)| {
                read == value
                    && findings.is_empty() == finding.is_empty()
                    && findings.contains(finding)
            });
            faults.extend(
                (!right).then(|| format!("{file} {item}: {value:?} {finding:?}, got {got:?}")),
            );
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
