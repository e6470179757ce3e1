//! `agencies.csv`, out of the records as they come, and `quality.csv`, the measured accuracy of the program.

use super::Finished;
use crate::export::csv;
use crate::export::layout::FIRST;
use crate::export::piece::Body;
use crate::export::tables::table;
use std::collections::BTreeMap;
use std::fs;
use std::io;

/// Measured over labelled samples by `tests/open_data/quality.py`.
pub(super) const QUALITY: &str = include_str!("../data/quality.csv");

pub(super) fn files() -> Vec<(String, String)> {
    let file = |name: &str, mark: &str| (name.to_owned(), mark.to_owned());
    vec![
        file("agencies.csv", "agency,agency_code,name,"),
        file("quality.csv", "form,kind,documents,"),
    ]
}

/// The agencies of a run by their id.
#[derive(Default)]
pub(in crate::export) struct Agencies(BTreeMap<String, Agency>);

/// What is known of an agency.
#[derive(Default)]
struct Agency {
    /// The date of its last assessment, and code, name, prefecture, type and 法人番号 as that one has them.
    last: (String, [String; 5]),
    assessments: usize,
    dates: Option<(String, String)>,
}

impl Agencies {
    /// Counts a record.
    pub(in crate::export) fn add(&mut self, body: &Body) {
        if body.id.is_empty() {
            return;
        }
        let agency = self.0.entry(body.id.clone()).or_default();
        agency.assessments += 1;
        // Names change, codes stay: the last one holds, whatever the order of the rows.
        let date = if is_date(&body.published_on) { body.published_on.as_str() } else { "" };
        let key = &body.key;
        let said = [&key.code, &body.name, &key.prefecture, &key.kind, &body.number];
        let last = (date.to_owned(), said.map(String::clone));
        if last > agency.last {
            agency.last = last;
        }
        if date.is_empty() {
            return;
        }
        let (first, last) = agency.dates.get_or_insert_with(|| (date.to_owned(), date.to_owned()));
        if date < first.as_str() {
            date.clone_into(first);
        }
        if date > last.as_str() {
            date.clone_into(last);
        }
    }

    /// As a table.
    pub(super) fn rows(&self) -> Vec<u8> {
        let names = table("agencies").map(|one| one.fields.iter().map(|field| field.name.as_str()));
        let mut out = csv::header(&names.into_iter().flatten().collect::<Vec<_>>());
        for (key, agency) in &self.0 {
            let [code, name, prefecture, kind, number] = &agency.last.1;
            let (first, last) = agency.dates.clone().unwrap_or_default();
            let count = agency.assessments.to_string();
            let body = [key, code, name, prefecture, kind, &count, &first, &last, number];
            csv::write(&mut out, &body.map(String::as_str));
        }
        out
    }
}

pub(super) fn write(finished: &Finished<'_>) -> io::Result<()> {
    let place = |table| finished.make(&finished.layout.file("csv", table, FIRST));
    fs::write(place("quality.csv")?, QUALITY)?;
    fs::write(place("agencies.csv")?, finished.agencies.rows())
}

fn is_date(text: &str) -> bool {
    let digit = |(at, byte): (usize, u8)| {
        if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    text.len() == 10 && text.bytes().enumerate().all(digit)
}
