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

/// What is known of an agency.
#[derive(Default)]
struct Agency {
    /// The date of its last assessment, and code, name, prefecture, type and 法人番号 as that one has them.
    last: (String, [String; 5]),
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
        let [code, name, prefecture, kind, number] = &agency.last.1;
        let (first, last) = agency.dates.unwrap_or_default();
        let count = agency.assessments.to_string();
        let body = [&key, code, name, prefecture, kind, &count, &first, &last, number];
        writer::write(&mut csv, &body.map(String::as_str));
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
    let body = ["agency_code", "agency", "prefecture", "agency_type", "corporate_number"].map(at);
    let (id, published) = (at("agency_id"), at("published_on"));
    let mut row = ::csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let field = |at: usize| row.get(at).unwrap_or_default();
        if field(id).is_empty() {
            continue;
        }
        let agency = agencies.entry(field(id).to_owned()).or_default();
        agency.assessments += 1;
        // Names change, codes stay: the last one holds, whatever the order of the rows.
        let known = if is_date(field(published)) { field(published) } else { "" };
        let last = (known.to_owned(), body.map(|at| field(at).to_owned()));
        if last > agency.last {
            agency.last = last;
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
