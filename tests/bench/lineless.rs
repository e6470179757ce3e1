//! How well pages without lines are read: labelled PDFs whose rules and shades are left out before tables are found,
//! and the texts that `pdftotext -layout` (Poppler) makes of them.
//!
//! `cargo run --features stages --example lineless -- [--heed none|across|all|layout] [--items FILE] [--rows NAME] [--weights FILE] FOLDER...`
//!
//! A folder holds `NAME.pdf` (or `NAME.txt`) beside `NAME.gold.jsonl`. `none` (as by default) heeds no line, `across`
//! horizontal ones, `all` reads the PDF as it is, `layout` its text. Prints for each producer named in the folder's
//! `manifest.jsonl` the share of items that are the same to the letter, how many are not without a finding, and how many are with one;
//! `--items` writes the items read, in the columns of `items.csv`; `--rows NAME` prints the rows of one document,
//! and where their words stand; `--weights` takes a table in place of one of `src/read/table/white/data/`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and may fail")]

use hyokasho::record::Kind;
use hyokasho::stages::{self, Heed, Rows, understand, weigh};
use hyokasho::{Document, Item, Limits, Options, Outcome, fold};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How a PDF is read.
#[derive(Clone, Copy)]
enum Way {
    /// With some of its lines.
    Heeding(Heed),
    /// As a text whose columns are kept by spaces.
    Layout,
}

/// Items, those that are right, and those that are wrong without a finding.
#[derive(Clone, Copy, Default)]
struct Count {
    items: usize,
    right: usize,
    silent: usize,
    /// Right, but with a finding.
    noise: usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut way, mut items, mut rows, mut folders) =
        (Way::Heeding(Heed::None), None, None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--heed" => way = named(&arguments.next().unwrap()),
            "--items" => items = arguments.next(),
            "--rows" => rows = arguments.next(),
            "--weights" => {
                let table = fs::read_to_string(arguments.next().unwrap()).unwrap();
                assert!(weigh(&table), "the table has other weights than the finder");
            }
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let mut table = items.map(|file| csv::Writer::from_path(file).unwrap());
    if let Some(table) = &mut table {
        table
            .write_record(["source", "item", "kind", "value", "line", "page", "findings"])
            .unwrap();
    }
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for (path, producer) in folders.iter().flat_map(|folder| documents(folder)) {
        if let Some(name) = &rows {
            if path.file_stem().is_some_and(|stem| stem == name.as_str()) {
                print!("{}", rows_of(&path, way).shown());
            }
            continue;
        }
        let outcome = read(&path, way);
        if let Some(table) = &mut table {
            write(table, &path, &outcome);
        }
        let count = score(&path, &outcome);
        for key in [producer, "all".to_owned()] {
            let sum = counts.entry(key).or_default();
            *sum = Count {
                items: sum.items + count.items,
                right: sum.right + count.right,
                silent: sum.silent + count.silent,
                noise: sum.noise + count.noise,
            };
        }
    }
    for (name, Count { items, right, silent, noise }) in counts {
        #[expect(clippy::cast_precision_loss, reason = "some thousand items")]
        let share = |part: usize| part as f64 * 100.0 / items.max(1) as f64;
        println!(
            "{name:20} {items:6} items  right {:6.2} % ({right})  silent {silent:5} ({:.2} %)  noise {noise:5} ({:.2} %)",
            share(right),
            share(silent),
            share(noise)
        );
    }
}

fn named(heed: &str) -> Way {
    match heed {
        "all" => Way::Heeding(Heed::All),
        "across" => Way::Heeding(Heed::Across),
        "layout" => Way::Layout,
        _ => Way::Heeding(Heed::None),
    }
}

/// The labelled documents of a folder, with their producers.
fn documents(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut producers: BTreeMap<String, String> = BTreeMap::new();
    let manifest = fs::read_to_string(folder.join("manifest.jsonl")).unwrap_or_default();
    for line in manifest.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| row[key].as_str().unwrap_or("unknown").to_owned();
        producers.insert(text("name"), text("producer"));
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_document = path.extension().is_some_and(|kind| kind == "pdf" || kind == "txt");
        if is_document && labels(&path).exists() {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let producer = producers.get(&name).cloned().unwrap_or_else(|| "unknown".to_owned());
            found.push((path, producer));
        }
    }
    // Texts beside PDFs have no lines to leave out.
    let is_pdf = |path: &Path| path.extension().is_some_and(|kind| kind == "pdf");
    if found.iter().any(|(path, _)| is_pdf(path)) {
        found.retain(|(path, _)| is_pdf(path));
    }
    found.sort();
    found
}

fn labels(path: &Path) -> PathBuf {
    path.with_extension("gold.jsonl")
}

fn read(path: &Path, way: Way) -> Outcome {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    match way {
        Way::Heeding(heed) if name.ends_with(".pdf") => {
            let document = Document { path: name, kind: Kind::Pdf, ..Document::default() };
            let rows = stages::pdf(&fs::read(path).unwrap(), &Limits::default(), heed);
            understand(&document, rows)
        }
        _ => hyokasho::read(&name, &text(path), &Options::default()),
    }
}

/// The text of a document.
fn text(path: &Path) -> Vec<u8> {
    if path.extension().is_some_and(|kind| kind == "txt") {
        return fs::read(path).unwrap();
    }
    let output = Command::new("pdftotext").args(["-q", "-layout"]).arg(path).arg("-").output();
    output.unwrap().stdout
}

fn rows_of(path: &Path, way: Way) -> Rows {
    match way {
        Way::Heeding(heed) if path.extension().is_some_and(|kind| kind == "pdf") => {
            stages::pdf(&fs::read(path).unwrap(), &Limits::default(), heed)
        }
        _ => stages::text(&text(path)),
    }
}

fn items(outcome: &Outcome) -> impl Iterator<Item = &Item> {
    outcome.records.iter().flat_map(|record| &record.items)
}

/// Text without white space and list dashes, folded.
fn plain(text: &str) -> String {
    let lines =
        text.lines().map(|line| line.trim().trim_start_matches("- ").trim_start_matches("• "));
    fold(&lines.collect::<String>())
}

fn score(path: &Path, outcome: &Outcome) -> Count {
    let read: BTreeMap<&str, &Item> = items(outcome).map(|item| (item.id.as_str(), item)).collect();
    let mut count = Count::default();
    for line in fs::read_to_string(labels(path)).unwrap().lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let (Some(id), Some(value)) = (row["item"].as_str(), row["value"].as_str()) else {
            continue;
        };
        if row["ambiguous"] == true {
            continue;
        }
        count.items += 1;
        match read.get(id) {
            Some(item) if plain(&item.value.printed()) == plain(value) => {
                count.right += 1;
                count.noise += usize::from(!item.findings.is_empty());
            }
            Some(item) if item.findings.is_empty() => count.silent += 1,
            _ => {}
        }
    }
    count
}

fn write(table: &mut csv::Writer<fs::File>, path: &Path, outcome: &Outcome) {
    let name = path.file_name().unwrap().to_string_lossy();
    for item in items(outcome) {
        let (line, page) = (item.source.line.to_string(), item.source.page.to_string());
        let value = item.value.printed();
        let findings = item.findings.iter().map(|code| code.name()).collect::<Vec<_>>().join(" ");
        let row = [&*name, &item.id, item.value.kind().name(), &value, &line, &page, &findings];
        table.write_record(row).unwrap();
    }
}
