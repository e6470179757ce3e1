//! From records to files.
//!
//! A document's rows are made by whichever thread has read it ([`encode`]); one writer adds them to
//! the tables in input order ([`Output`]), so that no run holds more than a few documents.

mod csv;
mod json;
mod number;
mod output;
#[cfg(test)]
pub(crate) mod sample;
mod tree;
mod writer;

pub(crate) use json::{Keys, reserved_keys};
pub use output::{Output, Written};
pub(crate) use tree::{Node as Tree, Occurrences, nest};

use crate::assess::Outcome;
use crate::record::{Agency, Document};

/// A format: what `--format` calls it, and its tables.
pub struct Exporter {
    /// Its name on the command line.
    pub format: &'static str,
    /// Its files.
    pub tables: &'static [Table],
}

/// A file that grows document by document.
pub struct Table {
    /// Its name in the output folder.
    pub file: &'static str,
    /// What stands above the first row.
    header: fn() -> Vec<u8>,
    /// How each of our files of this name begins: only such a one is ever removed.
    mark: &'static str,
    /// Appends the rows of a document.
    rows: fn(&Document, &Outcome, &mut Vec<u8>),
    /// The folder in which each agency has a file of its rows; they are one line per record then.
    by_agency: Option<&'static str>,
}

/// All formats, by name. A new one is a file in this folder and an entry here.
pub const EXPORTERS: &[Exporter] = &[
    Exporter {
        format: "csv",
        tables: &[
            Table {
                file: "assessments.csv",
                header: || csv::header(csv::ASSESSMENTS),
                mark: "record,source,sha256,",
                rows: csv::assessments,
                by_agency: None,
            },
            Table {
                file: "findings.csv",
                header: || csv::header(csv::FINDINGS),
                mark: "record,source,code,",
                rows: csv::findings,
                by_agency: None,
            },
            Table {
                file: "items.csv",
                header: || csv::header(csv::ITEMS),
                mark: "record,source,item,",
                rows: csv::items,
                by_agency: None,
            },
        ],
    },
    Exporter {
        format: "json",
        tables: &[Table {
            file: "assessments.ndjson",
            header: Vec::new,
            mark: "{\"schema\":\"hyokasho/",
            rows: lines,
            by_agency: Some("municipalities"),
        }],
    },
];

/// What a document adds to the output.
pub struct Piece {
    /// Its rows in each table of the formats asked for.
    rows: Vec<Vec<u8>>,
    /// The agency of each record.
    agencies: Vec<Agency>,
}

/// Makes the rows of a document in the given formats.
#[must_use]
pub fn encode(formats: &[&Exporter], document: &Document, outcome: &Outcome) -> Piece {
    let rows = |table: &Table| {
        let mut out = Vec::new();
        (table.rows)(document, outcome, &mut out);
        out
    };
    Piece {
        rows: formats.iter().flat_map(|format| format.tables).map(rows).collect(),
        agencies: outcome.records.iter().map(|record| record.agency.clone()).collect(),
    }
}

/// The records as JSON, one a line.
pub fn lines(_: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    for record in &outcome.records {
        json::record(out, record);
        out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_files_are_sorted_and_say_how_they_begin() {
        assert!(EXPORTERS.is_sorted_by(|a, b| a.format < b.format));
        for exporter in EXPORTERS {
            assert!(exporter.tables.is_sorted_by(|a, b| a.file < b.file));
            for table in exporter.tables {
                let mut file = (table.header)();
                (table.rows)(&sample::document(), &sample::outcome(), &mut file);
                assert!(file.starts_with(table.mark.as_bytes()), "{}", table.file);
                assert!(file.ends_with(b"\n") && !file.contains(&b'\r'), "{}", table.file);
            }
        }
    }
}
