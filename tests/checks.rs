//! Every finding that a text can have, on its smallest example: `fixtures/checks/CODE.txt`, which `explain` shows too.
//!
//! What is found in each stands in the snapshot: nothing but what the example is about.

use hyokasho::Code;
use hyokasho::{Finding, Limits, Ocr, Options, read};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Findings that a small text cannot have (they take a PDF, a scan, a workbook, two versions, a large file), and the file that
/// holds them to something.
const ELSEWHERE: &[(&str, &str)] = &[
    ("attachment-left-out", "src/assess/tests.rs"),
    ("binary-input", "tests/cli.rs"),
    ("change-not-made", "tests/figures.rs"),
    ("change-unlisted", "tests/compare.rs"),
    ("correction-unfit", "src/correct.rs"),
    ("dialect-unknown", "tests/dialects.rs"),
    ("empty-input", "tests/cli.rs"),
    ("field-differs", "fixtures/inked/expect.json"),
    ("formula-without-value", "src/read/workbook/tests.rs"),
    ("glyph-unmapped", "src/read/pdf/tests/files.rs"),
    ("hidden-left-out", "src/read/workbook/tests.rs"),
    ("ink-unread", "fixtures/inked/expect.json"),
    ("internal-error", "src/documents.rs"),
    ("killed-a-run", "tests/engine.rs"),
    ("left-out", "src/input/archive.rs"),
    ("limit-archive", "src/input/archive.rs"),
    ("limit-cells", "src/read/workbook/tests.rs"),
    ("limit-characters", "tests/engine.rs"),
    ("limit-forms", "src/read/pdf/tests/files.rs"),
    ("limit-glyphs", "src/read/pdf/tests/files.rs"),
    ("limit-memory", "src/assess/tests.rs"),
    ("limit-operators", "src/read/pdf/tests/files.rs"),
    ("limit-output", "tests/engine.rs"),
    ("limit-pages", "src/read/pdf/tests/files.rs"),
    ("limit-pixels", "src/read/scan/mod.rs"),
    ("limit-size", "tests/engine.rs"),
    ("limit-time", "src/assess/tests.rs"),
    ("limit-unpacked", "src/read/pdf/tests/files.rs"),
    ("no-text-layer", "tests/documents.rs"),
    ("number-without-format", "src/read/workbook/tests.rs"),
    ("ocr-doubtful", "src/assess/tests.rs"),
    ("ocr-low-resolution", "src/read/scan/mod.rs"),
    ("ocr-mark-unconfirmed", "src/assess/tests.rs"),
    ("ocr-unread-ink", "src/assess/tests.rs"),
    ("office-unreadable", "src/read/workbook/tests.rs"),
    ("outside-print-area", "src/read/workbook/tests.rs"),
    ("payload-truncated", "tests/cli.rs"),
    ("pdf-damaged", "src/read/pdf/tests/files.rs"),
    ("pdf-encrypted", "src/read/pdf/tests/files.rs"),
    ("pdf-unreadable", "src/read/pdf/tests/files.rs"),
    ("revisit-unresolved", "src/input/warc/tests.rs"),
    ("sheet-of-pages", "src/read/sheet/mod.rs"),
    ("sheet-unread", "src/read/workbook/tests.rs"),
    ("stream-damaged", "tests/damage.rs"),
    ("text-added", "fixtures/seen/expect.json"),
    ("text-blacked-out", "fixtures/seen/expect.json"),
    ("text-by-ocr", "fixtures/seen/expect.json"),
    ("text-covered", "fixtures/seen/expect.json"),
    ("text-garbled", "fixtures/seen/expect.json"),
    ("text-overprinted", "fixtures/seen/expect.json"),
    ("text-struck", "fixtures/seen/expect.json"),
    ("unreadable-input", "tests/cli.rs"),
    ("versions-beside", "src/read/sheet/mod.rs"),
];

fn root(part: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(part)
}

/// Whether a text holds kana, as every Japanese sentence does.
fn has_kana(text: &str) -> bool {
    text.chars().any(|c| ('ぁ'..='ん').contains(&c))
}

/// The files below a folder.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn whatever_the_fixtures_give_is_said_in_both_languages() {
    let (mut paths, mut codes) = (Vec::new(), BTreeSet::new());
    files(&root("fixtures"), &mut paths);
    let limits = Limits { ocr: Ocr::Never, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy();
        let outcome = read(&name, &fs::read(&path).unwrap(), &options);
        let own = outcome.records.iter().flat_map(|record| &record.findings);
        for Finding { code, message, .. } in own.chain(&outcome.findings) {
            codes.insert(*code);
            assert!(has_kana(&message.ja), "{}: {code}: {}", path.display(), message.ja);
            assert!(!has_kana(message.en.split('\'').next().unwrap()), "{code}: {}", message.en);
        }
    }
    assert!(codes.len() > 40, "only {} codes are found: {codes:?}", codes.len());
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
        assert!(
            found.iter().any(|one| one.code.name() == code),
            "{code} is not found in {found:#?}"
        );
        writeln!(all, "{code}.txt").unwrap();
        for one in found {
            let Finding { code, severity, item, source, message } = one;
            let severity = severity.name();
            writeln!(all, "  {}: {severity} {code} {item}: {message}", source.line).unwrap();
            writeln!(all, "    {message:#}").unwrap();
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
    for code in Code::ALL.iter().filter(|code| **code != Code::UnknownCode) {
        let elsewhere = ELSEWHERE.iter().find(|(known, _)| *known == code.name());
        assert!(elsewhere.is_some() != examples.contains(code.name()), "{code}");
        let Some((_, file)) = elsewhere else { continue };
        let text = fs::read_to_string(root(file)).unwrap();
        let tests = text.split_once("#[cfg(test)]\nmod tests").map_or(&*text, |(_, tests)| tests);
        let named =
            [code.name(), &format!("Code::{code:?}")].iter().any(|name| tests.contains(name));
        assert!(named, "the tests in {file} lack {code}");
    }
}
