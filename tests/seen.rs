//! Pages on which a person sees something else than their text says: `fixtures/seen`, a file for each way.
//!
//! `make.py` there writes the files and `expect.json`: the answers that are right, and the finding that is due.

use hyokasho::{Options, Outcome, Record};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands under the black bar.
const HIDDEN: &str = "秘匿推進室";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seen")
}

fn read(name: &str) -> Outcome {
    let bytes = fs::read(folder().join(name)).expect("the fixture is there");
    hyokasho::read(name, &bytes, &Options::default())
}

fn expected() -> BTreeMap<String, Value> {
    let text = fs::read_to_string(folder().join("expect.json")).expect("the answers are there");
    serde_json::from_str(&text).expect("they are JSON")
}

fn value(record: &Record, id: &str) -> Option<String> {
    record.items.iter().find(|item| item.id == id).map(|item| item.value.printed())
}

#[test]
fn what_is_seen_is_what_is_read() {
    let expected = expected();
    assert!(expected.len() >= 25, "{}", expected.len());
    for (name, case) in &expected {
        let outcome = read(name);
        let record = outcome.records.first().unwrap_or_else(|| panic!("{name}: no record"));
        for (id, right) in case["values"].as_object().expect("an object") {
            assert_eq!(value(record, id).as_deref(), right.as_str(), "{name} {id}");
        }
        let item = case["item"].as_str().expect("an item");
        let codes: Vec<&str> =
            record.findings.iter().filter(|f| f.item == item).map(|f| f.code.name()).collect();
        match case["finding"].as_str() {
            Some(code) => assert!(codes.contains(&code), "{name}: {code} expected, {codes:?}"),
            None => assert_eq!(codes, Vec::<&str>::new(), "{name}"),
        }
    }
}

#[test]
fn the_script_names_every_file() {
    let listed: Vec<String> = expected().into_keys().collect();
    let files = fs::read_dir(folder()).expect("the folder is there");
    let mut there: Vec<String> = files
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".pdf"))
        .collect();
    there.sort();
    assert_eq!(there, listed);
}

/// Every file below a folder.
fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, all) } else { all.push(path) }
    }
}

#[test]
fn nothing_of_what_is_blacked_out_is_written_to_any_output() {
    let out = tempfile::tempdir().expect("a folder");
    let black: Vec<String> =
        expected().into_keys().filter(|name| name.starts_with("blacked-out")).collect();
    assert!(black.len() > 5, "{black:?}");
    let run = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .arg("extract")
        .args(&black)
        .args(["--format", "parquet,sqlite", "--excel", "--output"])
        .arg(out.path().join("out"))
        .current_dir(folder())
        .output()
        .expect("the command runs");
    assert!(run.status.code().is_some_and(|code| code < 2), "{run:?}");
    let mut all = Vec::new();
    files(out.path(), &mut all);
    assert!(all.len() > 10, "{all:?}");
    for path in &all {
        let bytes = fs::read(path).expect("a file");
        assert!(!holds(&bytes, HIDDEN.as_bytes()) && !holds(&bytes, &utf16(HIDDEN)), "{path:?}");
    }
    let kept = |path: &&PathBuf| path.iter().any(|part| part == ".hyokasho");
    assert!(all.iter().any(|path| kept(&path)), "the store is looked into: {all:?}");
    // Packed formats and the pieces of the store are made of this and nothing else.
    for name in &black {
        assert!(!format!("{:?}", read(name)).contains(HIDDEN), "{name}");
    }
    let shown =
        [&["inspect", "blacked-out.pdf"][..], &["inspect", "blacked-out.pdf", "--format", "json"]];
    for arguments in shown {
        let run = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
            .args(arguments)
            .current_dir(folder())
            .output()
            .expect("the command runs");
        assert!(run.stdout.len() > 100 && !holds(&run.stdout, HIDDEN.as_bytes()), "{arguments:?}");
    }
}

#[test]
fn nothing_of_what_is_blacked_out_is_drawn() {
    let out = tempfile::tempdir().expect("a folder");
    let drawing = out.path().join("page.svg");
    let run = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(["inspect", "blacked-out.pdf", "--page", "2", "--svg"])
        .arg(&drawing)
        .current_dir(folder())
        .output()
        .expect("the command runs");
    assert!(run.status.success(), "{run:?}");
    let drawn = fs::read(drawing).expect("the drawing is there");
    assert!(holds(&drawn, "高齢者福祉課長".as_bytes()) && !holds(&drawn, HIDDEN.as_bytes()));
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
