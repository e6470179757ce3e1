//! `agencies.csv`, out of the assessments, and `quality.csv`, the measured accuracy of the program.

use super::open;
use crate::export::csv as writer;
use crate::export::tables::table;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Measured over labelled samples by `tests/open_data/quality.py`.
const QUALITY: &str = include_str!("../data/quality.csv");

pub(super) fn files() -> Vec<(String, String)> {
    let file = |name: &str, mark: &str| (name.to_owned(), mark.to_owned());
    vec![
        file("agencies.csv", "agency,agency_code,name,"),
        file("quality.csv", "form,kind,documents,"),
    ]
}

/// What is known of an agency: code, name, prefecture, type, number of assessments, first and last date.
#[derive(Default)]
struct Agency {
    body: [String; 4],
    assessments: usize,
    dates: Option<(String, String)>,
}

pub(super) fn write(folder: &Path) -> io::Result<()> {
    fs::write(folder.join("quality.csv"), QUALITY)?;
    let Some(definition) = table("agencies") else { return Ok(()) };
    let names: Vec<&str> = definition.fields.iter().map(|field| field.name.as_str()).collect();
    let mut out = writer::header(&names);
    let mut csv = writer::rows(&mut out);
    for (key, agency) in agencies(folder)? {
        let [code, name, prefecture, kind] = &agency.body;
        let (first, last) = agency.dates.unwrap_or_default();
        let count = agency.assessments.to_string();
        writer::write(&mut csv, &[&key, code, name, prefecture, kind, &count, &first, &last]);
    }
    drop(csv);
    fs::write(folder.join("agencies.csv"), out)
}

fn agencies(folder: &Path) -> io::Result<BTreeMap<String, Agency>> {
    let mut agencies: BTreeMap<String, Agency> = BTreeMap::new();
    let Some(definition) = table("assessments") else { return Ok(agencies) };
    let mut reader = open(folder, definition)?;
    let headers = reader.headers()?.clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or(usize::MAX);
    let body = ["agency_code", "agency", "prefecture", "agency_type"].map(at);
    let (printed, published) = (at("agency_printed"), at("published_on"));
    let mut row = ::csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let field = |at: usize| row.get(at).unwrap_or_default();
        let [code, name, ..] = body.map(field);
        // The code, else the name, else what the cover prints.
        let key = [code, name, field(printed)].into_iter().find(|text| !text.is_empty());
        let Some(key) = key else { continue };
        let agency = agencies.entry(key.to_owned()).or_default();
        agency.assessments += 1;
        if agency.assessments == 1 {
            agency.body = body.map(|at| field(at).to_owned());
        }
        if is_date(field(published)) {
            let date = field(published);
            let (first, last) =
                agency.dates.get_or_insert_with(|| (date.to_owned(), date.to_owned()));
            if date < first.as_str() {
                date.clone_into(first);
            }
            if date > last.as_str() {
                date.clone_into(last);
            }
        }
    }
    Ok(agencies)
}

fn is_date(text: &str) -> bool {
    let digit = |(at, byte): (usize, u8)| {
        if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    text.len() == 10 && text.bytes().enumerate().all(digit)
}
