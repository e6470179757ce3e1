//! Every fixture cut short and with bytes changed: it never panics, every character stays accounted for,
//! and what is written can be read. The seed is fixed: a failure comes again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use hyokasho::{Code, Limits, Options, Outcome};
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

fn check(name: &str, outcome: &Outcome) {
    assert!(!outcome.records.is_empty() || !outcome.findings.is_empty(), "{name}: no reason");
    for record in &outcome.records {
        let quality = &record.quality;
        let sum = quality.coverage + quality.leftover + quality.furniture;
        assert!((sum - 1.0).abs() < 1e-6, "{name}: the shares add up to {sum}");
    }
    let of_records = outcome.records.iter().flat_map(|record| &record.findings);
    let is_fault = |code| code == Code::InternalError;
    assert!(
        of_records.chain(&outcome.findings).all(|one| !is_fault(one.code)),
        "{name}: {outcome:#?}"
    );
    for record in &outcome.records {
        let line: serde_json::Value = serde_json::from_str(&record.json()).unwrap();
        assert!(line["id"].is_string(), "{name}");
    }
}

#[test]
fn damaged_documents_are_read_as_far_as_they_go() {
    let files = fixtures(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")));
    assert!(files.len() >= 8, "the fixtures are gone");
    let limits = Limits { time: Duration::from_secs(20), ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    for path in files {
        let whole = fs::read(&path).unwrap();
        let mut numbers = Numbers(whole.len() as u64);
        let rounds = if whole.len() < 60_000 { ROUNDS } else { 3 };
        for round in 0..rounds {
            let bytes = if round == 0 { whole.clone() } else { damage(&whole, &mut numbers) };
            let outcome = hyokasho::read("damaged", &bytes, &options);
            check(&format!("{} round {round}", path.display()), &outcome);
        }
    }
}
