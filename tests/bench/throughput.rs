//! Where the time goes: each stage over the fixtures, again and again, on one thread.
//!
//! `cargo bench --bench throughput [-- SECONDS]`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and may fail")]

use hyokasho::assess::assess_within;
use hyokasho::digest::sha256_hex;
use hyokasho::export::{EXPORTERS, encode};
use hyokasho::limits::Limits;
use hyokasho::read;
use hyokasho::record::Document;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let seconds = std::env::args().filter_map(|argument| argument.parse().ok()).next_back();
    let budget = Duration::from_secs_f64(seconds.unwrap_or(2.0));
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents"));
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "pdf" || end == "txt"));
    files.sort();
    println!(
        "{:12} {:>5} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "ms each", "pages", "digest", "read", "understand", "encode", "pack"
    );
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy();
        println!("{name:12} {}", line(&fs::read(&path).unwrap(), name.ends_with(".pdf"), budget));
    }
}

/// The stages of one document.
fn line(bytes: &[u8], pdf: bool, budget: Duration) -> String {
    let limits = Limits::default();
    let formats: Vec<_> = EXPORTERS.iter().collect();
    let kind = if pdf { "pdf" } else { "text" };
    let document = Document { path: "bench".into(), kind, ..Document::default() };
    let read = || match pdf {
        true => drop(black_box(read::pdf(bytes, &limits))),
        false => drop(black_box(read::text(&hyokasho::input::decode(bytes).text))),
    };
    let all = || assess_within(document.clone(), bytes, &limits);
    let outcome = all();
    let piece = encode(&formats, &document, &outcome);
    let pages = outcome.records.first().and_then(|record| record.document.pages).unwrap_or(1);
    let share = budget / 5;
    let reading = time(share, read);
    let times = [
        time(share, || drop(black_box(sha256_hex(bytes)))),
        reading,
        time(share, || drop(black_box(all()))).saturating_sub(reading),
        time(share, || drop(black_box(encode(&formats, &document, &outcome)))),
        time(share, || drop(black_box(piece.pack()))),
    ];
    let mut text = format!("{pages:>5}");
    for time in times {
        text.push_str(&format!(" {:>9.3}", time.as_secs_f64() * 1000.0));
    }
    text
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
