//! Files made at the end of a run out of its finished tables, row by row: nothing is held in memory.

mod excel;
mod lists;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "sqlite")]
mod sqlite;

use super::Written;
use super::tables::{Definition, tables};
use std::fs::File;
use std::io;
use std::path::Path;

/// What makes files out of the tables of a folder.
pub(super) struct Derived {
    /// Its first file, or its folder.
    pub(super) name: &'static str,
    /// Its files and how each begins; all of them are always written.
    pub(super) files: fn() -> Vec<(String, String)>,
    /// Writes them into the folder of the tables.
    pub(super) write: fn(&Path) -> io::Result<()>,
}

/// The tables that are made out of others: agencies, and the accuracy of the program.
pub(super) const LISTS: Derived =
    Derived { name: "agencies.csv", files: lists::files, write: lists::write };

/// The tables for spreadsheet programs.
pub(super) const EXCEL: Derived =
    Derived { name: "excel", files: excel::files, write: excel::write };

/// The description of the tables: Data Package, version 2.
pub(super) const PACKAGE: Derived =
    Derived { name: "datapackage.json", files: package::files, write: package::write };

/// The tables as Parquet.
#[cfg(feature = "parquet")]
pub(super) const PARQUET: Derived =
    Derived { name: "parquet", files: parquet::files, write: parquet::write };

/// The tables as a database.
#[cfg(feature = "sqlite")]
pub(super) const SQLITE: Derived =
    Derived { name: "hyokasho.sqlite", files: sqlite::files, write: sqlite::write };

impl Derived {
    /// What the summary says of it: its files, or its folder.
    pub(super) fn written(&self) -> Vec<Written> {
        let files = (self.files)();
        if files.iter().all(|(file, _)| file.contains('/')) {
            return vec![Written { name: self.name.to_owned(), files: Some(files.len()) }];
        }
        files.into_iter().map(|(name, _)| Written { name, files: None }).collect()
    }
}

/// Every table with its file.
fn files_of(
    folder: &str,
    extension: &str,
    mark: fn(&Definition) -> String,
) -> Vec<(String, String)> {
    let file = |table: &Definition| (format!("{folder}/{}.{extension}", table.name), mark(table));
    tables().iter().map(file).collect()
}

/// A finished table, open for reading.
fn open(folder: &Path, table: &Definition) -> io::Result<csv::Reader<File>> {
    let path = folder.join(format!("{}.csv", table.name));
    Ok(csv::ReaderBuilder::new().buffer_capacity(1 << 17).from_path(path)?)
}

#[cfg(test)]
mod tests {
    use crate::export::{EXPORTERS, Exporter, Folder, Output, Total, encode, sample};
    use std::path::Path;

    fn begin(folder: &Path, formats: &[&'static Exporter]) -> Output {
        Output::begin(Folder::claim(folder).unwrap(), formats).unwrap()
    }

    /// The folder of a run over the sample.
    pub(super) fn run() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let formats: Vec<&'static Exporter> = EXPORTERS.iter().collect();
        let mut output = begin(folder.path(), &formats);
        output.add(&encode(&formats, &sample::document(), &sample::outcome())).unwrap();
        output.finish(&Total::default()).unwrap();
        folder
    }

    #[test]
    fn each_file_is_there_and_begins_as_it_says() {
        let folder = run();
        for derived in EXPORTERS.iter().filter_map(|exporter| exporter.derived) {
            for (file, mark) in (derived.files)() {
                let bytes = std::fs::read(folder.path().join(&file)).unwrap();
                assert!(bytes.starts_with(mark.as_bytes()), "{file}");
            }
        }
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let (a, b) = (run(), run());
        for (file, _) in EXPORTERS.iter().filter_map(|e| e.derived).flat_map(|d| (d.files)()) {
            let read =
                |folder: &tempfile::TempDir| std::fs::read(folder.path().join(&file)).unwrap();
            assert!(read(&a) == read(&b), "{file}");
        }
    }

    #[test]
    fn files_of_formats_not_asked_for_go() {
        let folder = run();
        let formats = crate::export::chosen(&["csv".to_owned()]);
        begin(folder.path(), &formats).finish(&Total::default()).unwrap();
        for name in
            ["hyokasho.sqlite", "datapackage.json", "excel/items.csv", "parquet/items.parquet"]
        {
            assert!(!folder.path().join(name).exists(), "{name}");
        }
        assert!(folder.path().join("agencies.csv").exists());
    }
}
