//! Every fixture cut short and with bytes changed: it never panics, every character stays accounted for,
//! and what is written can be read. The seed is fixed: a failure comes again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use hyokasho::assess::{Outcome, assess_within};
use hyokasho::digest::sha256_hex;
use hyokasho::export::{encode, lines};
use hyokasho::limits::Limits;
use hyokasho::record::{Document, Kind};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Damaged versions of each small fixture; large ones get a few.
const ROUNDS: u64 = 24;

fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (folders, mut files): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| path.is_dir());
    files.retain(|path| path.extension().is_some_and(|end| end == "pdf" || end == "txt"));
    files.extend(folders.iter().flat_map(|folder| fixtures(folder)));
    files
}

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

fn damage(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match numbers.below(4) {
        0 => bytes.truncate(numbers.below(bytes.len())),
        1 => {
            let (from, to) = (numbers.below(bytes.len()), numbers.below(bytes.len()));
            bytes.drain(from.min(to)..from.max(to));
        }
        2 => {
            let from = numbers.below(bytes.len());
            let part = bytes[from..].to_vec();
            bytes.splice(numbers.below(from)..from, part);
        }
        _ => {}
    }
    for _ in 0..numbers.below(200) {
        let at = numbers.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = numbers.below(256) as u8;
        }
    }
    bytes
}

fn check(name: &str, document: &Document, outcome: &Outcome) {
    assert!(!outcome.records.is_empty() || !outcome.findings.is_empty(), "{name}: no reason");
    for record in &outcome.records {
        let quality = &record.quality;
        let sum = quality.coverage + quality.leftover + quality.furniture;
        assert!((sum - 1.0).abs() < 1e-6, "{name}: the shares add up to {sum}");
    }
    let mut json = Vec::new();
    lines(document, outcome, &mut json);
    for line in json.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let record: serde_json::Value = serde_json::from_slice(line).unwrap();
        assert!(record["id"].is_string(), "{name}");
    }
    assert_eq!(encode(document, outcome).outline.tally.records, outcome.records.len(), "{name}");
}

#[test]
fn damaged_documents_are_read_as_far_as_they_go() {
    let files = fixtures(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")));
    assert!(files.len() >= 8, "the fixtures are gone");
    let limits = Limits { time: Duration::from_secs(20), ..Limits::default() };
    for path in files {
        let whole = fs::read(&path).unwrap();
        let mut numbers = Numbers(whole.len() as u64);
        let rounds = if whole.len() < 60_000 { ROUNDS } else { 3 };
        for round in 0..rounds {
            let bytes = if round == 0 { whole.clone() } else { damage(&whole, &mut numbers) };
            let document = Document {
                path: "damaged".into(),
                sha256: sha256_hex(&bytes),
                bytes: bytes.len() as u64,
                kind: if path.extension().is_some_and(|end| end == "pdf") {
                    Kind::Pdf
                } else {
                    Kind::Text
                },
                ..Document::default()
            };
            let outcome = assess_within(document.clone(), &bytes, &limits);
            check(&format!("{} round {round}", path.display()), &document, &outcome);
        }
    }
}
