//! Files made out of the tables: at the end of a run, row by row, so that nothing is held in memory; columns as the rows come.

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

pub(super) use lists::Agencies;
pub(super) use package::digest;
#[cfg(feature = "parquet")]
pub(super) use parquet::Columns;

use super::layout::{FIRST, Layout};
use super::tables::Definition;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Files with how each begins.
type Files = Vec<(String, String)>;

/// What makes files out of the tables of a folder.
pub(super) struct Derived {
    /// Its first file, or its folder.
    pub(super) name: &'static str,
    /// The format whose tables it makes.
    format: &'static str,
    /// Its tables; all of them are always written, in the layout of the others.
    pub(super) tables: fn() -> Files,
    /// Its files beside them, where each table is a file.
    beside: fn() -> Files,
    /// Writes what is not there yet.
    pub(super) write: fn(&Finished<'_>) -> io::Result<()>,
    /// Whether it is made out of the finished tables of the format `csv`, each of them a file.
    pub(super) from_csv: bool,
    /// Whether it says their digests.
    pub(super) digests: bool,
}

const NOTHING: fn() -> Files = Vec::new;

/// The tables that are made out of others: agencies, and the accuracy of the program.
pub(super) const LISTS: Derived = Derived {
    name: "agencies.csv",
    format: "csv",
    tables: lists::files,
    beside: NOTHING,
    write: lists::write,
    from_csv: false,
    digests: false,
};

/// The tables for spreadsheet programs.
#[cfg(feature = "excel")]
pub(super) const EXCEL: Derived = Derived {
    name: "excel",
    format: "excel",
    tables: NOTHING,
    beside: excel::files,
    write: excel::write,
    from_csv: true,
    digests: false,
};

/// The description of the tables: Data Package, version 2.
pub(super) const PACKAGE: Derived = Derived {
    name: "datapackage.json",
    format: "package",
    tables: NOTHING,
    beside: package::files,
    write: package::write,
    from_csv: true,
    digests: true,
};

/// The tables as Parquet.
#[cfg(feature = "parquet")]
pub(super) const PARQUET: Derived = Derived {
    name: "parquet",
    format: "parquet",
    tables: parquet::files,
    beside: croissant::files,
    write: parquet::write,
    from_csv: false,
    digests: false,
};

/// The tables as a database.
#[cfg(feature = "sqlite")]
pub(super) const SQLITE: Derived = Derived {
    name: "hyokasho.sqlite",
    format: "sqlite",
    tables: NOTHING,
    beside: sqlite::files,
    write: sqlite::write,
    from_csv: true,
    digests: false,
};

impl Derived {
    /// Its files in the output folder. Every table has a first part.
    pub(super) fn files(&self, layout: Layout) -> Files {
        let tables = (self.tables)().into_iter();
        let placed = tables.map(|(file, mark)| (layout.file(self.format, &file, FIRST), mark));
        let beside = if layout == Layout::Whole { (self.beside)() } else { Vec::new() };
        placed.chain(beside).collect()
    }
}

/// The tables of a run, finished: in the folder of the unfinished run, or where they stay.
pub(super) struct Finished<'f> {
    pub(super) partial: &'f Path,
    pub(super) folder: &'f Path,
    pub(super) layout: Layout,
    /// Bytes and SHA-256 of tables; empty where nobody has asked for it.
    pub(super) digests: &'f BTreeMap<String, (u64, String)>,
    pub(super) agencies: &'f Agencies,
}

impl Finished<'_> {
    fn find(&self, file: &str) -> PathBuf {
        let new = self.partial.join(file);
        if new.exists() { new } else { self.folder.join(file) }
    }

    /// Bytes and SHA-256 of a file.
    fn digest(&self, file: &str) -> io::Result<(u64, String)> {
        match self.digests.get(file).filter(|(_, sha256)| !sha256.is_empty()) {
            Some(known) => Ok(known.clone()),
            None => digest(&self.find(file)),
        }
    }

    /// A finished table, open for reading.
    fn open(&self, table: &Definition) -> io::Result<csv::Reader<File>> {
        let path = self.find(&format!("{}.csv", table.name));
        csv::ReaderBuilder::new().buffer_capacity(1 << 17).from_path(path).map_err(Into::into)
    }

    /// Where a file of this run is made.
    fn make(&self, file: &str) -> io::Result<PathBuf> {
        let path = self.partial.join(file);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use crate::assess::Outcome;
    use crate::export::output::Addition;
    use crate::export::{
        EXPORTERS, Exporter, Folder, Id, Layout, Output, Piece, Total, encode, sample,
    };
    use crate::record::{Agency, AgencyKind, Value};
    use std::path::Path;

    fn begin(folder: &Path, formats: &[&'static Exporter]) -> Output {
        Output::begin(Folder::claim(folder).unwrap(), formats, Layout::Whole).unwrap()
    }

    fn add(output: &mut Output, outcome: &Outcome) {
        let piece = encode(&sample::document(), outcome);
        let one = Addition::of(Id::of_rows(&piece), piece);
        output.add("a.txt", 0, one, &|_| Piece::default()).unwrap();
    }

    fn finish(output: Output) {
        output.finish(&Total::default(), &|_| Piece::default()).unwrap();
    }

    /// The folder of a run over the sample.
    pub(super) fn run() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let formats: Vec<&'static Exporter> = EXPORTERS.iter().collect();
        let mut output = begin(folder.path(), &formats);
        add(&mut output, &sample::outcome());
        finish(output);
        folder
    }

    #[test]
    fn each_file_is_there_and_begins_as_it_says() {
        let folder = run();
        for derived in EXPORTERS.iter().filter_map(|exporter| exporter.derived) {
            for (file, mark) in derived.files(Layout::Whole) {
                let bytes = std::fs::read(folder.path().join(&file)).unwrap();
                assert!(bytes.starts_with(mark.as_bytes()), "{file}");
            }
        }
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let (a, b) = (run(), run());
        for (file, _) in
            EXPORTERS.iter().filter_map(|e| e.derived).flat_map(|d| d.files(Layout::Whole))
        {
            let read =
                |folder: &tempfile::TempDir| std::fs::read(folder.path().join(&file)).unwrap();
            assert!(read(&a) == read(&b), "{file}");
        }
    }

    /// `agencies.csv` of a run over these bodies, in this order.
    fn agencies(bodies: &[(&str, &str, AgencyKind, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let formats = crate::export::chosen(&["csv".to_owned()], false);
        let mut output = begin(folder.path(), &formats);
        for &(code, name, kind, date) in bodies {
            let mut record = sample::record();
            record.agency =
                Agency { code: code.into(), name: name.into(), kind, ..Agency::default() };
            record.items[2].value = Value::Date { iso: Some(date.into()), text: String::new() };
            let outcome = Outcome { records: vec![record], findings: Vec::new() };
            add(&mut output, &outcome);
        }
        finish(output);
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
        let formats = crate::export::chosen(&["csv".to_owned()], false);
        finish(begin(folder.path(), &formats));
        for name in
            ["hyokasho.sqlite", "datapackage.json", "excel/hyokasho.xlsx", "parquet/items.parquet"]
        {
            assert!(!folder.path().join(name).exists(), "{name}");
        }
        assert!(folder.path().join("agencies.csv").exists());
    }
}
