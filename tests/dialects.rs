//! One document in the ways in which tools write documents: all of them say the same.

use hyokasho::{Code, Options, Outcome};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects")
}

fn read(path: &Path) -> Outcome {
    let bytes = fs::read(path).expect("a fixture");
    hyokasho::read("a.txt", &bytes, &Options::default())
}

/// Item ids and values; white space does not count.
fn said(outcome: &Outcome) -> BTreeMap<String, String> {
    let items = outcome.records.iter().flat_map(|record| &record.items);
    let value = |text: String| text.split_whitespace().collect::<String>();
    items.map(|item| (item.id.clone(), value(item.value.printed()))).collect()
}

/// Texts without cells are not among them: what stands behind a label need not be its value there.
const WITHOUT_CELLS: [&str; 2] = ["source.document-ai.txt", "source.document-ai-signs.txt"];

#[test]
fn every_convention_says_the_same() {
    let source = said(&read(&folder().join("source.txt")));
    assert_eq!(source.len(), 26, "the document in full");
    let mut count = 0;
    for entry in fs::read_dir(folder()).expect("the folder of fixtures") {
        let path = entry.expect("a fixture").path();
        let name =
            path.file_name().map(|name| name.to_string_lossy().into_owned()).expect("a name");
        if !name.starts_with("source.") || WITHOUT_CELLS.contains(&name.as_str()) {
            continue;
        }
        assert_eq!(said(&read(&path)), source, "{name}");
        count += 1;
    }
    assert!(count >= 44, "{count} conventions");
}

#[test]
fn answers_quote_the_source_as_printed() {
    let path = folder().join("source.yomitoku.txt");
    let text = fs::read_to_string(&path).expect("a fixture");
    let outcome = read(&path);
    let items = &outcome.records[0].items;
    let item = items.iter().find(|item| item.id == "cover.form_revision").expect("the item");
    assert_eq!(item.text.replace('\\', ""), "[令和6年10月　様式3]");
    let line = text.lines().position(|line| line.contains("令和6年10月")).expect("its line");
    assert_eq!(item.source.line as usize, line + 1);
}

#[test]
fn markup_that_is_not_known_is_said() {
    let outcome = read(&folder().join("unknown.txt"));
    let findings = outcome.records.iter().flat_map(|record| &record.findings);
    assert!(findings.chain(&outcome.findings).any(|finding| finding.code == Code::DialectUnknown));
}
