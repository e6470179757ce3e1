//! The site of an output folder: the same bytes again, text of documents stays text, nothing else is replaced.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a document says that no page may run.
const HOSTILE: &str = "</script><img src=x onerror=alert(1)><b>";

fn run(args: &[&str]) -> Output {
    let root = env!("CARGO_MANIFEST_DIR");
    Command::new(env!("CARGO_BIN_EXE_hyokasho")).args(args).current_dir(root).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// All files below a folder by their names.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// The JSON that is packed between two marks.
fn unpacked(file: &str, before: &str, after: &str) -> serde_json::Value {
    let (_, rest) = file.split_once(before).unwrap();
    let packed = STANDARD.decode(rest.split_once(after).unwrap().0).unwrap();
    let mut json = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut json).unwrap();
    serde_json::from_str(&json).unwrap()
}

/// A folder with an output of two versions of a document, one of them hostile.
fn output() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    fs::create_dir(&documents).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let old = fs::read_to_string(root.join("fixtures/compare/2023.txt")).unwrap();
    let new = fs::read_to_string(root.join("fixtures/compare/2024.txt")).unwrap();
    fs::write(documents.join("2023.txt"), old).unwrap();
    let name = new.lines().skip_while(|line| !line.contains("評価書名")).nth(1).unwrap();
    let changed = format!("{name}{HOSTILE}");
    fs::write(documents.join("<i>2024.txt"), new.replacen(name, &changed, 1)).unwrap();
    fs::copy(root.join("fixtures/documents/D012.pdf"), documents.join("D012.pdf")).unwrap();
    let output = folder.path().join("output");
    let done =
        run(&["extract", text(&documents), "-q", "-f", "csv,site", "--output", text(&output)]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    folder
}

#[test]
fn a_site_has_the_same_bytes_again_and_holds_text_as_text() {
    let folder = output();
    let (output, site) = (folder.path().join("output"), folder.path().join("site"));
    let made = || {
        let done = run(&["site", text(&output), "-o", text(&site)]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        files(&site)
    };
    let (first, second) = (made(), made());
    assert!(first == second);
    // What `extract --format site` has written is the same.
    assert!(files(&output.join("site")) == first);
    let index = String::from_utf8(first[Path::new("index.html")].clone()).unwrap();
    assert_eq!(index.matches("<script").count(), 2, "data and script, nothing else");
    assert!(!index.contains("onerror=alert"));
    let data =
        unpacked(&index, "<script type=\"application/octet-stream\" id=\"packed\">", "</script>");
    let names = data["records"]["name"].as_array().unwrap();
    assert_eq!(names.len(), 3);
    assert!(names.iter().any(|name| name.as_str().unwrap().contains("<img")), "{names:?}");
    for (name, bytes) in &first {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let script = name.extension().is_some_and(|extension| extension == "js");
        assert!(!text.contains("<img") && !text.contains("<i>"), "{}", name.display());
        assert!(!script || text.starts_with("hyokasho(\""), "{}", name.display());
    }
    let plain: Vec<&PathBuf> = first.keys().filter(|name| name.starts_with("body")).collect();
    assert!(plain.len() > 2, "{plain:?}");
}

#[test]
fn answers_of_the_site_are_those_of_the_tables() {
    let folder = output();
    let site = folder.path().join("output/site");
    let ask = fs::read_to_string(site.join("ask/linkage.performed.js")).unwrap();
    let rows = unpacked(&ask, "hyokasho(\"ask\",\"linkage.performed\",\"", "\")");
    let on_page: Vec<&str> =
        rows.as_array().unwrap().iter().filter_map(|row| row[2].as_str()).collect();
    let report = run(&[
        "compare",
        "--item",
        "linkage.performed",
        "--all",
        "-f",
        "csv",
        text(&folder.path().join("output")),
    ]);
    let mut table = csv::Reader::from_reader(report.stdout.as_slice());
    let value = table.headers().unwrap().iter().position(|name| name == "value").unwrap();
    let rows: Vec<String> =
        table.records().map(|row| row.unwrap().get(value).unwrap().to_owned()).collect();
    assert!(on_page.len() > 1);
    assert_eq!(on_page, rows);
}

#[test]
fn nothing_but_a_site_is_replaced() {
    let folder = output();
    let (output, site) = (folder.path().join("output"), folder.path().join("mine"));
    fs::create_dir(&site).unwrap();
    fs::write(site.join("notes.txt"), "mine").unwrap();
    let done = run(&["site", text(&output), "-o", text(&site)]);
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(fs::read_to_string(site.join("notes.txt")).unwrap(), "mine");
    let done = run(&["site", text(&site), "-o", text(&folder.path().join("new"))]);
    assert_eq!(done.status.code(), Some(2));
    let message = String::from_utf8(done.stderr).unwrap();
    assert!(message.contains("hint: give the folder that 'hyokasho extract' has written"));
}

#[test]
fn pages_are_drawn_where_the_documents_are_at_hand() {
    let folder = output();
    let (output, site) = (folder.path().join("output"), folder.path().join("site"));
    let documents = folder.path().join("documents");
    let done = run(&["site", text(&output), "-o", text(&site), "--documents", text(&documents)]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let crops: Vec<String> = files(&site)
        .into_iter()
        .filter(|(name, _)| name.starts_with("crops"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    assert_eq!(crops.len(), 1, "only the PDF has pages");
    let (_, rest) = crops[0].split_once("\",\"").unwrap();
    let (id, _) = rest.split_once("\",\"").unwrap();
    let pages = unpacked(&crops[0], &format!("{id}\",\""), "\")");
    assert!(pages[0][3].as_str().unwrap().contains("<text"));
}
