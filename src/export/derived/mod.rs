//! Files made at the end of a run out of its finished tables, row by row: nothing is held in memory.

#[cfg(feature = "parquet")]
mod croissant;
mod dcat;
#[cfg(feature = "excel")]
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
#[cfg(feature = "excel")]
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
        let (within, beside): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(file, _)| file.contains('/'));
        let folder = Written { name: self.name.to_owned(), files: Some(within.len()) };
        let beside = beside.into_iter().map(|(name, _)| Written { name, files: None });
        beside.chain((!within.is_empty()).then_some(folder)).collect()
    }
}

#[cfg(feature = "parquet")]
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
    use crate::assess::Outcome;
    use crate::export::{EXPORTERS, Exporter, Folder, Output, Total, encode, sample};
    use crate::record::{Agency, AgencyKind, Value};
    use std::path::Path;

    fn begin(folder: &Path, formats: &[&'static Exporter]) -> Output {
        Output::begin(Folder::claim(folder).unwrap(), formats).unwrap()
    }

    /// The folder of a run over the sample.
    pub(super) fn run() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let formats: Vec<&'static Exporter> = EXPORTERS.iter().collect();
        let mut output = begin(folder.path(), &formats);
        output.add(&encode(&sample::document(), &sample::outcome()).only(&formats)).unwrap();
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

    /// `agencies.csv` of a run over these bodies, in this order.
    fn agencies(bodies: &[(&str, &str, AgencyKind, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let formats = crate::export::chosen(&["csv".to_owned()]);
        let mut output = begin(folder.path(), &formats);
        for &(code, name, kind, date) in bodies {
            let mut record = sample::record();
            record.agency =
                Agency { code: code.into(), name: name.into(), kind, ..Agency::default() };
            record.items[2].value = Value::Date { iso: Some(date.into()), text: String::new() };
            let outcome = Outcome { records: vec![record], findings: Vec::new() };
            output.add(&encode(&sample::document(), &outcome).only(&formats)).unwrap();
        }
        output.finish(&Total::default()).unwrap();
        std::fs::read_to_string(folder.path().join("agencies.csv")).unwrap()
    }

    #[test]
    fn each_body_has_a_row_whatever_the_order_of_the_input() {
        let mut bodies = vec![
            ("230006", "愛知県", AgencyKind::Prefecture, "2024-01-01"),
            ("230006", "愛知県教育委員会", AgencyKind::EducationBoard, "2024-02-01"),
            ("230006", "愛知県企業局", AgencyKind::Other, "2024-03-01"),
            ("282219", "篠山市", AgencyKind::Municipality, "2017-04-01"),
            ("282219", "丹波篠山市", AgencyKind::Municipality, "2020-04-01"),
            ("", "佐久広域連合", AgencyKind::WideAreaUnion, "2020-04-01"),
        ];
        let table = agencies(&bodies);
        insta::assert_snapshot!(table, @"
        agency,agency_code,name,prefecture,type,assessments,first_published_on,last_published_on,corporate_number
        230006,230006,愛知県,,prefecture,1,2024-01-01,2024-01-01,1000020230006
        230006-愛知県企業局,230006,愛知県企業局,,other,1,2024-03-01,2024-03-01,1000020230006
        230006-愛知県教育委員会,230006,愛知県教育委員会,,education_board,1,2024-02-01,2024-02-01,1000020230006
        282219,282219,丹波篠山市,,municipality,2,2017-04-01,2020-04-01,3000020282219
        佐久広域連合,,佐久広域連合,,wide_area_union,1,2020-04-01,2020-04-01,
        ");
        for _ in 0..bodies.len() {
            bodies.rotate_left(1);
            assert_eq!(agencies(&bodies), table);
        }
        bodies.reverse();
        assert_eq!(agencies(&bodies), table);
    }

    #[test]
    fn files_of_formats_not_asked_for_go() {
        let folder = run();
        let formats = crate::export::chosen(&["csv".to_owned()]);
        begin(folder.path(), &formats).finish(&Total::default()).unwrap();
        for name in
            ["hyokasho.sqlite", "datapackage.json", "excel/hyokasho.xlsx", "parquet/items.parquet"]
        {
            assert!(!folder.path().join(name).exists(), "{name}");
        }
        assert!(folder.path().join("agencies.csv").exists());
    }
}
