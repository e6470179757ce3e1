//! Whole documents against their labels: `fixtures/documents/NAME.gold.jsonl`.
//!
//! White space and width do not count, as in the labels' own rules. The floors hold for each document
//! by itself; raise them when the program gets better, never lower them.

use hyokasho::{Code, Item, Limits, Ocr, Options, Outcome, fold};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Document, least share of items that are the same to the letter, most that are not without a finding.
const FLOORS: [(&str, f64, usize); 20] = [
    ("000_491281ded6c99a7d.txt", 0.995, 0),
    ("001_75823ff776d4fa76.txt", 0.994, 2),
    ("D001.pdf", 1.0, 0),
    ("D003.txt", 0.94, 2),
    ("D006.pdf", 1.0, 0),
    ("D008.pdf", 1.0, 0),
    ("D008_raw.txt", 0.24, 0), // the order of its text is lost
    ("D010.txt", 0.95, 7),
    ("D012.pdf", 1.0, 0),
    ("D021.txt", 1.0, 0),
    ("D023.pdf", 1.0, 0),
    ("D026.txt", 0.05, 0), // the order of its text is lost: little can be told
    ("D027.pdf", 1.0, 0),
    ("D027_layout.txt", 0.98, 0),
    ("D032.txt", 0.52, 0), // all but the table of changes, whose borders are lost
    ("D036.pdf", 1.0, 0),
    ("D037.txt", 0.996, 1),
    ("../workbooks/W002.xlsx", 1.0, 0),
    ("../workbooks/W009.xlsx", 1.0, 0),
    ("../workbooks/W103.docx", 0.97, 2), // two texts quote a box that is a form control
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents")
}

fn read(name: &str) -> Outcome {
    let bytes = fs::read(folder().join(name)).expect("the fixture is there");
    hyokasho::read(name, &bytes, &Options::default())
}

/// Item to value, out of the labels; what their author could not decide is left out.
fn labels(name: &str) -> BTreeMap<String, String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let text = fs::read_to_string(folder().join(format!("{stem}.gold.jsonl")))
        .expect("the labels are there");
    let rows =
        text.lines().map(|line| serde_json::from_str::<Value>(line).expect("labels are JSON"));
    rows.filter(|row| row["ambiguous"] != true)
        .filter_map(|row| {
            Some((row["item"].as_str()?.to_owned(), row["value"].as_str()?.to_owned()))
        })
        .collect()
}

/// Text without white space and list dashes, folded.
fn plain(text: &str) -> String {
    let lines =
        text.lines().map(|line| line.trim().trim_start_matches("- ").trim_start_matches("• "));
    fold(&lines.collect::<String>())
}

#[test]
fn labelled_documents_are_read_right() {
    for (name, least, most_silent) in FLOORS {
        let outcome = read(name);
        let items: BTreeMap<&str, &Item> = outcome
            .records
            .iter()
            .flat_map(|record| &record.items)
            .map(|item| (item.id.as_str(), item))
            .collect();
        let labels = labels(name);
        let is_right = |id: &str, value: &str| {
            items.get(id).is_some_and(|i| plain(&i.value.printed()) == plain(value))
        };
        let right = labels.iter().filter(|(id, value)| is_right(id, value)).count();
        let silent = labels
            .iter()
            .filter(|(id, value)| !is_right(id, value))
            .filter(|(id, _)| items.get(id.as_str()).is_some_and(|item| item.findings.is_empty()))
            .count();
        #[expect(clippy::cast_precision_loss, reason = "a few thousand items")]
        let share = right as f64 / labels.len() as f64;
        assert!(share >= least, "{name}: {right} of {} right", labels.len());
        assert!(silent <= most_silent, "{name}: {silent} wrong without a finding");
        let invented = items
            .keys()
            .filter(|id| !labels.contains_key(**id))
            .filter(|id| !id.starts_with("appendix"));
        let invented: Vec<_> = invented.filter(|id| !items[**id].text.is_empty()).collect();
        assert!(invented.len() <= 2, "{name}: {invented:?} are not printed");
    }
}

#[test]
fn every_character_is_accounted_for() {
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".jsonl") || name.ends_with(".md") {
            continue;
        }
        for record in read(&name).records {
            let quality = record.quality;
            let sum = quality.coverage + quality.leftover + quality.furniture;
            assert!((sum - 1.0).abs() < 1e-9, "{name}: {quality:?}");
            let leftovers = record.findings.iter().filter(|f| f.code == Code::TextLeftover).count();
            assert!(
                quality.leftover == 0.0 || leftovers > 0,
                "{name}: leftovers without a finding"
            );
        }
    }
}

#[test]
fn the_real_samples_leave_little_over() {
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.starts_with("00") && name.ends_with(".txt") {
            let outcome = read(&name);
            assert_eq!(outcome.records.len(), 1, "{name}");
            let quality = outcome.records[0].quality;
            assert!(quality.leftover < 0.02 && quality.furniture < 0.05, "{name}: {quality:?}");
        }
    }
}

#[test]
fn printed_characters_are_quoted_unchanged() {
    for name in ["000_491281ded6c99a7d.txt", "D021.txt"] {
        let text = fs::read_to_string(folder().join(name)).unwrap();
        for item in &read(name).records[0].items {
            for line in item.text.lines() {
                assert!(text.contains(line), "{name} {}: {line}", item.id);
            }
        }
    }
}

#[test]
fn what_is_no_assessment_gives_no_record() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/negatives");
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let outcome = hyokasho::read("a.txt", &bytes, &Options::default());
        assert!(outcome.records.is_empty());
        assert_eq!(outcome.findings[0].code, Code::NotAnAssessment);
    }
    let scan =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scans/D018.pdf")).unwrap();
    let limits = Limits { ocr: Ocr::Never, ..Limits::default() };
    let scan = hyokasho::read("D018.pdf", &scan, &Options { limits, ..Options::default() });
    assert!(scan.records.is_empty());
    assert_eq!(scan.findings[0].code, Code::NoTextLayer);
}
