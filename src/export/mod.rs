//! From records to files.
//!
//! A document's rows are made by whichever thread has read it ([`encode`]); one writer adds them to
//! the tables in input order ([`Output`]), so that no run holds more than a few documents. Rows that the tables of
//! the run before have are copied ([`Before`]), and files that would become what they were are left alone.

mod apart;
mod before;
mod contractor;
mod csv;
mod derived;
mod flat;
mod folder;
mod growing;
mod json;
mod layout;
mod manifest;
mod number;
mod output;
mod package;
mod part;
mod piece;
pub(crate) mod reference;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod schema;
mod serialize;
pub(crate) mod store;
pub(crate) mod svg;
mod tables;
mod tally;
mod tree;
mod writer;

pub(crate) use before::{Before, Id};
pub(crate) use contractor::key as contractor_key;
pub(crate) use flat::flat_lines;
pub(crate) use folder::{Folder, Seal};
pub(crate) use json::{Keys, SCHEMA, reserved_keys};
pub(crate) use layout::Layout;
pub(crate) use layout::{Joined, files};
pub(crate) use manifest::{Total, inputs, is_of_a_run, records, sources};
pub(crate) use output::{Addition, Output, Written};
pub(crate) use package::Package;
pub(crate) use part::{Part, unfit};
pub(crate) use piece::{Piece, encode};
#[cfg(test)]
pub(crate) use tally::Failure;
pub(crate) use tally::Tally;
pub(crate) use tree::{Node as Tree, Occurrences, nest};

use crate::assess::Outcome;
use crate::record::{Blocks, Document};
use std::cell::OnceCell;

/// A format: what `--format` calls it, and its tables.
pub(crate) struct Exporter {
    /// Its name on the command line.
    pub format: &'static str,
    /// Its files that grow document by document.
    pub tables: &'static [Table],
    /// Its files that are made out of those tables.
    derived: Option<&'static derived::Derived>,
}

/// A file that grows document by document.
pub(crate) struct Table {
    /// Its name in the output folder.
    pub file: &'static str,
    /// What stands above the first row.
    header: fn(&Table) -> Vec<u8>,
    /// How each of our files of this name begins: only such a one is ever removed.
    mark: &'static str,
    /// Appends the rows of a document.
    rows: fn(&Table, &Results<'_>, &mut Vec<u8>),
    /// The folder in which each agency has a file of its rows; they are one line per record then.
    by_agency: Option<&'static str>,
}

/// What a document gave, and what several tables need to know of it.
struct Results<'r> {
    document: &'r Document,
    outcome: &'r Outcome,
    /// Of each record the blocks in which something is filled in; looked for when a row is in doubt.
    blocks: OnceCell<Vec<Blocks<'r>>>,
}

impl<'r> Results<'r> {
    fn new(document: &'r Document, outcome: &'r Outcome) -> Self {
        Self { document, outcome, blocks: OnceCell::new() }
    }

    fn blocks(&self) -> &[Blocks<'r>] {
        let blocks = || self.outcome.records.iter().map(|record| Blocks::of(&record.items));
        self.blocks.get_or_init(|| blocks().collect())
    }
}

impl Table {
    /// A tidy table: `data/tables.json` defines the one of this name.
    const fn tidy(file: &'static str) -> Self {
        let mark = "record,source,agency_code,form,revision,published_on,item,";
        Self { file, header: tables::header, mark, rows: tables::rows, by_agency: None }
    }

    /// What stands above the first row.
    fn header(&self) -> Vec<u8> {
        (self.header)(self)
    }

    /// Appends the rows of a document.
    fn add(&self, of: &Results<'_>, out: &mut Vec<u8>) {
        (self.rows)(self, of, out);
    }

    /// The definition of its name.
    fn definition(&self) -> Option<&'static tables::Definition> {
        tables::table(self.file.strip_suffix(".csv")?)
    }
}

/// All formats, by name. A new one is a file in this folder and an entry here.
pub(crate) const EXPORTERS: &[Exporter] = &[
    Exporter {
        format: "csv",
        derived: Some(&derived::LISTS),
        tables: &[
            Table {
                file: "assessments.csv",
                header: |_| csv::header(csv::ASSESSMENTS),
                mark: "record,source,sha256,",
                rows: |_, of, out| csv::assessments(of.document, of.outcome, out),
                by_agency: None,
            },
            Table::tidy("changes.csv"),
            Table::tidy("collection_methods.csv"),
            Table::tidy("collection_sources.csv"),
            Table::tidy("delivery_methods.csv"),
            Table::tidy("entrustments.csv"),
            Table::tidy("files.csv"),
            Table {
                file: "findings.csv",
                header: |_| csv::header(csv::FINDINGS),
                mark: "record,source,code,",
                rows: |_, of, out| csv::findings(of.document, of.outcome, out),
                by_agency: None,
            },
            Table {
                file: "items.csv",
                header: |_| csv::header(csv::ITEMS),
                mark: "record,source,item,",
                rows: |_, of, out| csv::items(of.document, of.outcome, out),
                by_agency: None,
            },
            Table::tidy("main_items.csv"),
            Table::tidy("measures.csv"),
            Table::tidy("projects.csv"),
            Table::tidy("provision_methods.csv"),
            Table::tidy("provisions.csv"),
            Table::tidy("risks.csv"),
            Table {
                file: "sources.csv",
                header: |_| csv::header(csv::SOURCES),
                mark: "source,sha256,bytes,",
                rows: |_, of, out| csv::sources(of.document, of.outcome, out),
                by_agency: None,
            },
            Table::tidy("system_connections.csv"),
            Table::tidy("systems.csv"),
            Table::tidy("thresholds.csv"),
            Table::tidy("transfer_methods.csv"),
            Table::tidy("transfers.csv"),
        ],
    },
    #[cfg(feature = "excel")]
    Exporter { format: "excel", tables: &[], derived: Some(&derived::EXCEL) },
    Exporter {
        format: "json",
        derived: None,
        tables: &[Table {
            file: "assessments.ndjson",
            header: |_| Vec::new(),
            mark: "{\"schema\":\"hyokasho/",
            rows: |_, of, out| lines(of.document, of.outcome, out),
            by_agency: Some("municipalities"),
        }],
    },
    Exporter { format: "package", tables: &[], derived: Some(&derived::PACKAGE) },
    #[cfg(feature = "parquet")]
    Exporter { format: "parquet", tables: &[], derived: Some(&derived::PARQUET) },
    #[cfg(feature = "sqlite")]
    Exporter { format: "sqlite", tables: &[], derived: Some(&derived::SQLITE) },
];

/// The formats of these names. What is made out of the finished tables of `csv` brings them along; for a part of a
/// run everything does, because parts are put together from them.
#[must_use]
pub(crate) fn chosen(names: &[String], is_part: bool) -> Vec<&'static Exporter> {
    let named = |exporter: &&Exporter| names.iter().any(|name| name == exporter.format);
    let from_csv =
        |exporter: &Exporter| exporter.derived.is_some_and(|one| is_part || one.from_csv);
    let needs_tables = EXPORTERS.iter().filter(named).any(from_csv);
    let wanted = |exporter: &&'static Exporter| {
        named(exporter) || (needs_tables && exporter.format == "csv")
    };
    EXPORTERS.iter().filter(wanted).collect()
}

impl Exporter {
    /// Whether it needs tables that are each one file.
    #[must_use]
    pub(crate) fn needs_whole(&self) -> bool {
        self.derived.is_some_and(|one| one.from_csv)
    }
}

/// The values that a column may have, with their Japanese names; none for a column of free text.
#[must_use]
pub(crate) fn values(table: &str, column: &str) -> &'static [(String, String)] {
    let definition = tables::table(table);
    let field = definition.and_then(|one| one.fields.iter().find(|field| field.name == column));
    field.map_or(&[], |field| field.values.as_slice())
}

/// The records as JSON, one a line.
pub(crate) fn lines(_: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    for record in &outcome.records {
        json::record(out, record);
        out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_is_the_one_of_its_name() {
        for table in EXPORTERS[0].tables {
            let header = String::from_utf8(table.header()).unwrap();
            let definition = table.definition().unwrap();
            let names: Vec<&str> = definition.fields.iter().map(|f| f.name.as_str()).collect();
            assert_eq!(header.trim_end(), names.join(","), "{}", table.file);
        }
    }

    #[test]
    fn formats_and_files_are_sorted_and_say_how_they_begin() {
        assert!(EXPORTERS.is_sorted_by(|a, b| a.format < b.format));
        for exporter in EXPORTERS {
            assert!(exporter.tables.is_sorted_by(|a, b| a.file < b.file));
            for table in exporter.tables {
                let mut file = table.header();
                table.add(&Results::new(&sample::document(), &sample::outcome()), &mut file);
                assert!(file.starts_with(table.mark.as_bytes()), "{}", table.file);
                assert!(file.ends_with(b"\n") && !file.contains(&b'\r'), "{}", table.file);
            }
        }
    }
}
