//! Where the time goes: each stage over the fixtures, again and again, on one thread; then how fast
//! text becomes records, and how that grows with the length of a document.
//!
//! `cargo bench --features stages --bench throughput [-- SECONDS]`, the seconds for each document (2)

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and may fail")]

use hyokasho::record::Kind;
use hyokasho::stages::{self, Heed, encode, whole};
use hyokasho::{Document, Limits};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The stages in the order in which data goes through them.
const STAGES: [&str; 5] = ["digest", "read", "understand", "encode", "pack"];

/// The milliseconds of each stage, for some bytes and pages.
#[derive(Clone, Copy, Default)]
struct Cost {
    bytes: usize,
    pages: u32,
    stages: [f64; STAGES.len()],
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.pages += other.pages;
        for (sum, more) in self.stages.iter_mut().zip(other.stages) {
            *sum += more;
        }
    }

    fn print(&self, name: &str) {
        let times: String = self.stages.iter().map(|time| format!(" {time:>10.3}")).collect();
        println!("{name:20} {:>9} {:>5}{times}", self.bytes, self.pages);
    }
}

fn main() {
    let seconds = std::env::args().filter_map(|argument| argument.parse().ok()).next_back();
    let budget = Duration::from_secs_f64(seconds.unwrap_or(2.0));
    let heads: String = STAGES.iter().map(|stage| format!(" {stage:>10}")).collect();
    println!("{:20} {:>9} {:>5}{heads}   (ms)", "document", "bytes", "pages");
    let (mut pdfs, mut texts) = (Cost::default(), Cost::default());
    for path in documents() {
        let name = path.file_name().unwrap().to_string_lossy();
        let pdf = name.ends_with(".pdf");
        let cost = measure(&fs::read(&path).unwrap(), pdf, budget);
        cost.print(&name);
        if pdf { pdfs.add(cost) } else { texts.add(cost) }
    }
    pdfs.print("all PDFs");
    texts.print("all texts");
    let records: f64 = texts.stages[1] + texts.stages[2];
    println!("texts to records: {:.1} MB/s", texts.bytes as f64 / 1000.0 / records);
    growth(budget);
}

fn documents() -> Vec<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents"));
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "pdf" || end == "txt"));
    files.sort();
    files
}

/// The stages of one document.
fn measure(bytes: &[u8], pdf: bool, budget: Duration) -> Cost {
    let limits = Limits::default();
    let document = document(if pdf { "pdf" } else { "text" });
    let read = || match pdf {
        true => drop(black_box(stages::pdf(bytes, &limits, Heed::All))),
        false => drop(black_box(stages::text(bytes))),
    };
    let all = || whole(document.clone(), bytes, &limits);
    let outcome = all();
    let piece = encode(&document, &outcome);
    let share = budget / 5;
    let reading = time(share, read);
    let stages = [
        time(share, || drop(black_box(stages::sha256(bytes)))),
        reading,
        time(share, || drop(black_box(all()))).saturating_sub(reading),
        time(share, || drop(black_box(encode(&document, &outcome)))),
        time(share, || drop(black_box(piece.pack()))),
    ];
    let pages = outcome.records.first().and_then(|record| record.document.pages).unwrap_or(0);
    Cost { bytes: bytes.len(), pages, stages: stages.map(|time| time.as_secs_f64() * 1000.0) }
}

/// A transcription, and the same with its section II printed again and again.
fn growth(budget: Duration) {
    const TIMES: usize = 20;
    let path = documents().into_iter().find(|path| path.to_string_lossy().ends_with(".txt"));
    let text = fs::read_to_string(path.unwrap()).unwrap();
    let start = text.rfind("\nII ").unwrap() + 1;
    let end = start + text[start..].find("\nIII ").unwrap() + 1;
    let mut long = text[..end].to_owned();
    while long.len() + text[end..].len() < TIMES * text.len() {
        long.push_str(&text[start..end]);
    }
    long.push_str(&text[end..]);
    let cost = |text: &str| {
        let work = || whole(document("text"), text.as_bytes(), &Limits::default());
        time(budget, || drop(black_box(work()))).as_secs_f64() * 1000.0
    };
    let (short, grown) = (cost(&text), cost(&long));
    println!(
        "{} bytes {short:.2} ms, {} bytes {grown:.2} ms: {:.1} times the length, {:.1} times the time",
        text.len(),
        long.len(),
        long.len() as f64 / text.len() as f64,
        grown / short
    );
}

fn document(kind: &str) -> Document {
    Document { path: "bench".into(), kind: Kind::named(kind), ..Document::default() }
}

/// The shortest of many times: what the machine does beside is not counted.
fn time(budget: Duration, work: impl Fn()) -> Duration {
    let (begun, mut best) = (Instant::now(), Duration::MAX);
    while begun.elapsed() < budget || best == Duration::MAX {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed());
    }
    best
}
