//! The commands that put records side by side, as they are built.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/compare");
    Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(args)
        .env("LC_ALL", "C")
        .current_dir(folder)
        .output()
        .unwrap()
}

fn stdout(args: &[&str]) -> String {
    let done = run(args);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn stderr(args: &[&str]) -> String {
    let done = run(args);
    assert_eq!(done.status.code(), Some(2));
    String::from_utf8(done.stderr).unwrap()
}

/// An output folder of the two versions, in some formats.
fn extracted(formats: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    stdout(&["extract", "2023.txt", "2024.txt", "--quiet", "--format", formats, "--output", path]);
    folder
}

#[test]
fn an_output_folder_compares_like_its_documents() {
    let direct = stdout(&["compare", "2023.txt", "2024.txt", "--format", "csv"]);
    assert!(direct.contains("\ndepartment.name,different,"));
    for formats in ["json", "csv", "csv,json"] {
        let folder = extracted(formats);
        let path = folder.path().to_str().unwrap();
        let found = stdout(&["compare", "2023.txt", "2024.txt", "--from", path, "--format", "csv"]);
        assert_eq!(found, direct, "{formats}");
        let found = stdout(&["history", path, "--format", "csv"]);
        assert_eq!(found, stdout(&["history", ".", "--format", "csv"]), "{formats}");
    }
}

#[test]
fn one_item_is_counted_over_all() {
    let counted =
        stdout(&["compare", "--item", "overview.linkage.performed", "--by", "agency", "."]);
    assert!(counted.contains("実施する") && counted.contains("100.0%"), "{counted}");
    // Of two versions the newer counts, in what programs read too.
    assert!(counted.contains("（ほかに古い版 1件、数えない）"), "{counted}");
    let rows = |more: &[&str]| {
        let args = ["compare", "--item", "overview.linkage.performed", "--format", "csv", "."];
        stdout(&[&args[..], more].concat())
    };
    let (newest, all) = (rows(&[]), rows(&["--all"]));
    assert!(newest.contains("2024.txt") && !newest.contains("2023.txt"), "{newest}");
    assert!(all.contains("2024.txt") && all.contains("2023.txt"), "{all}");
    // Where two assessments are looked up, one item is counted too.
    let from = ["compare", "--item", "overview.linkage.performed", "--by", "agency", "--from", "."];
    assert_eq!(stdout(&from), counted);
    let near = stderr(&["compare", "--item", "overview.linkage.preformed", "."]);
    assert!(
        near.starts_with(
            "hyokasho: unknown item 'overview.linkage.preformed'\nhint: did you mean '"
        ),
        "{near}"
    );
}

#[test]
fn what_cannot_be_compared_is_told() {
    let one = stderr(&["compare", "2023.txt"]);
    assert!(
        one.starts_with(
            "hyokasho: 2023.txt: expected two versions within it, or a second document"
        ),
        "{one}"
    );
    let many = stderr(&["compare", "見本市", "見本市", "--from", "."]);
    assert!(
        many.starts_with(
            "hyokasho: 見本市: expected one assessment, but found 2:\n  見本市-basic-7-"
        ) && many.contains("基礎項目評価書")
            && many.contains("2024-"),
        "{many}"
    );
    let none = stderr(&["compare", "見本町", "見本市", "--from", "."]);
    assert_eq!(none, "hyokasho: unknown record or agency '見本町'\nhint: did you mean '見本市'?\n");
}

#[test]
fn an_output_folder_without_tables_says_so() {
    let folder = extracted("parquet");
    let path = folder.path().to_str().unwrap();
    for args in [
        &["compare", "--item", "overview.linkage.performed", path][..],
        &["history", path],
        &["audit", path],
        &["site", path],
        &["delta", path, path],
        &["show", "見本市", "--from", path],
    ] {
        let told = stderr(args);
        assert!(
            told.contains("an output folder that cannot be read back")
                && told.contains("\nhint: run 'hyokasho extract' with '--format csv' too"),
            "{args:?} {told}"
        );
    }
}

#[test]
fn a_missing_part_is_no_damaged_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("all");
    let told = stderr(&["merge", "no-such-part", "--output", output.to_str().unwrap()]);
    assert_eq!(
        told,
        "hyokasho: no-such-part: expected a folder, but found nothing\n\
        hint: name all folders that 'hyokasho extract --shard I/N --output DIR' has written\n"
    );
}

#[test]
fn every_report_is_narrowed_alike() {
    for args in [
        &["compare", "--item", "overview.linkage.performed", "."][..],
        &["history", "."],
        &["audit", "."],
        &["compare", "2023.txt", "2024.txt"],
        &["compare", "見本市", "見本市", "--from", "."],
    ] {
        let none = stderr(&[args, &["--project", "介護保険"]].concat());
        assert!(
            none.starts_with("hyokasho: expected assessments of ")
                && none.ends_with("\nhint: there are: 国民健康保険\n"),
            "{args:?} {none}"
        );
        let form = stderr(&[args, &["--form", "key"]].concat());
        assert!(form.contains("but found none of them"), "{form}");
    }
    let narrowed = stdout(&["history", ".", "--project", "国民健康保険", "--format", "csv"]);
    assert_eq!(narrowed, stdout(&["history", ".", "--format", "csv"]));
}

#[test]
fn the_examples_of_the_page_on_the_command_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("docs/COMMAND.md")).unwrap();
    let (_, part) = readme.split_once("## Side by side").unwrap();
    let block = part.split("```").nth(1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("output");
    let extract =
        ["extract", "fixtures/documents", "--quiet", "--output", output.to_str().unwrap()];
    let command = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hyokasho"));
        command.args(args).current_dir(root).output().unwrap()
    };
    command(&extract);
    let mut asked = 0;
    for line in block.lines().filter(|line| line.starts_with("hyokasho ")) {
        let line = line.split('#').next().unwrap().trim();
        let args: Vec<String> = line
            .split_whitespace()
            .skip(1)
            .map(|word| match word {
                "output" => output.display().to_string(),
                word if word.ends_with(".html") || word.ends_with(".svg") => {
                    folder.path().join(word).display().to_string()
                }
                word => word.to_owned(),
            })
            .collect();
        let done = command(&args.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(done.status.success(), "{line}\n{}", String::from_utf8_lossy(&done.stderr));
        asked += 1;
    }
    assert!(asked > 5);
}

#[test]
fn the_same_seed_draws_the_same_values() {
    let sheet =
        |seed: &str| stdout(&["audit", ".", "--sample", "8", "--seed", seed, "--format", "csv"]);
    assert_eq!(sheet("1"), sheet("1"));
    assert_ne!(sheet("1"), sheet("2"));
    assert_eq!(sheet("1").lines().count(), 9);
    let page = stdout(&["audit", ".", "--sample", "8", "--format", "html"]);
    assert!(page.matches("☐").count() == 16 && !page.contains("<script"));
}

#[test]
fn changes_have_their_pages() {
    for code in ["change-unlisted", "change-not-made"] {
        assert!(stdout(&["explain", code]).starts_with(&format!("# {code}\n")));
    }
    let history = stdout(&["history", "."]);
    assert!(
        history.contains("変更箇所の記載が本文に反映されていない") && history.contains("記載なし")
    );
}

#[test]
fn a_document_is_inspected_cell_by_cell() {
    let json = stdout(&["inspect", "2023.txt", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let lines = json["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["line"] == 23).unwrap();
    assert_eq!(line["cells"][0]["items"][0], "overview.project.name:");
    assert_eq!(line["cells"][1]["items"][0], "overview.project.name");
    let text = stdout(&["inspect", "2023.txt"]);
    assert!(text.contains("conformity") && !text.contains('\u{1b}'));
    let wrong = stderr(&["inspect", "2023.txt", "--page", "1"]);
    assert_eq!(
        wrong,
        "hyokasho: --page for a text is not supported\nhint: leave it out: only a PDF has pages\n"
    );
}

#[test]
fn only_versions_that_answer_are_said_to_be_left_out() {
    let asked = |item: &str| stdout(&["compare", "--item", item, "."]);
    assert!(asked("overview.linkage.performed").contains("ほかに古い版 1件"));
    assert!(!asked("再委託の有無").contains("古い版"));
}
