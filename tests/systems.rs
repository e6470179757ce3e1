//! What differs between systems: names and lengths of paths, wildcards, what the system says in which language.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DOCUMENT: &str = "fixtures/checks/date-serial.txt";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hyokasho"));
    command.args(words).current_dir(root()).env("LC_ALL", "C").output().unwrap()
}

/// A folder below another whose path is longer than the 260 characters that Windows knows without being asked.
fn deep(folder: &Path) -> PathBuf {
    let deep = (0..12).fold(folder.to_owned(), |path, at| {
        path.join(format!("特定個人情報保護評価書の控え{at:09}"))
    });
    assert!(deep.to_str().unwrap().chars().count() > 260);
    fs::create_dir_all(&deep).unwrap();
    deep
}

#[test]
fn paths_may_be_long_and_japanese() {
    let folder = tempfile::tempdir().unwrap();
    let deep = deep(folder.path());
    let document = deep.join("目黒区 (1).txt");
    fs::copy(root().join(DOCUMENT), &document).unwrap();
    let output = deep.join("出力");
    let words = ["extract", document.to_str().unwrap(), "--output", output.to_str().unwrap()];
    let done = run(&words);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let items = fs::read_to_string(output.join("items.csv")).unwrap();
    assert!(items.lines().count() > 10);
    assert!(fs::read_to_string(output.join("assessments.csv")).unwrap().contains("目黒区 (1).txt"));
}

/// Shells of Windows leave wildcards to the program; those of other systems do not, and a name may hold a `*`.
#[test]
fn wildcards_are_those_of_the_system() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out");
    let done =
        run(&["extract", "fixtures/checks/date-*.txt", "--output", output.to_str().unwrap()]);
    let said = String::from_utf8(done.stderr).unwrap();
    if cfg!(windows) {
        let sources = fs::read_to_string(output.join("assessments.csv")).unwrap();
        assert!(sources.contains("date-serial.txt") && sources.contains("date-unreadable.txt"));
    } else {
        assert_eq!(done.status.code(), Some(2));
        assert!(said.contains("fixtures/checks/date-*.txt: expected a file or folder"), "{said}");
    }
}

#[test]
fn what_the_system_says_is_said_in_the_language_spoken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    fs::write(&file, "x").unwrap();
    let below = file.join("out");
    let words = |lang| ["--lang", lang, "extract", DOCUMENT, "--output", below.to_str().unwrap()];
    let said = |lang| String::from_utf8(run(&words(lang)).stderr).unwrap();
    let (ja, en) = (said("ja"), said("en"));
    // A file is no folder: Unix says so, Windows that the path is not found.
    let is_said = |ja_words: &str, en_words: &str| ja.contains(ja_words) && en.contains(en_words);
    let said_so = [
        ("フォルダーではありません", "not a folder"),
        ("見つかりません", "not found"),
        ("すでにあります", "already"),
    ];
    assert!(said_so.iter().any(|(ja, en)| is_said(ja, en)), "{ja}\n{en}");
    assert!(ja.contains("書き込めません") && ja.contains("(os error "), "{ja}");
}
