//! `excel/*.csv`: the tables as spreadsheet programs open them by a double click. A byte order mark,
//! CRLF, Japanese headers, and no cell that would be taken for a formula.

use super::{files_of, open};
use crate::export::tables::{Definition, tables};
use csv::{StringRecord, Terminator, WriterBuilder};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

pub(super) fn files() -> Vec<(String, String)> {
    files_of("excel", "csv", |table| {
        let first = table.fields.first().map(|field| field.title.as_str());
        format!("{BYTE_ORDER_MARK}{}", first.unwrap_or_default())
    })
}

pub(super) fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("excel"))?;
    tables().iter().try_for_each(|table| copy(folder, table))
}

fn copy(folder: &Path, table: &Definition) -> io::Result<()> {
    let path = folder.join(format!("excel/{}.csv", table.name));
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(file);
    out.write_record(table.fields.iter().map(|field| &field.title))?;
    let (mut reader, mut row) = (open(folder, table)?, StringRecord::new());
    let mut cell = String::new();
    while reader.read_record(&mut row)? {
        for field in &row {
            out.write_field(harmless(field, &mut cell))?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()
}

/// A cell that begins like a formula gets an apostrophe in front, as a person would type it.
fn harmless<'a>(field: &'a str, cell: &'a mut String) -> &'a str {
    if !field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        return field;
    }
    // A negative number is no formula, but no column of ours has one.
    cell.clear();
    cell.push('\'');
    cell.push_str(field);
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_like_formulas_are_harmless() {
        let mut cell = String::new();
        for (field, expected) in
            [("=1+1", "'=1+1"), ("-", "'-"), ("@a", "'@a"), ("a=1", "a=1"), ("", "")]
        {
            assert_eq!(harmless(field, &mut cell), expected);
        }
    }

    #[test]
    fn headers_are_japanese_and_lines_end_with_crlf() {
        let folder = super::super::tests::run();
        let text = fs::read_to_string(folder.path().join("excel/systems.csv")).unwrap();
        insta::assert_snapshot!(format!("{text:?}"), @r#""\u{feff}評価書ID,文書,団体コード,様式,様式の改定,公表日,項目ID,システム番号,システムの名称,システムの機能,ページ,行\r\n131105-key-3-ca978112,区/a.txt,131105,key,2024-10,2024-12-02,overview.systems[3],3,\"a \"\"b\"\", c\",,2,\r\n""#);
    }
}
