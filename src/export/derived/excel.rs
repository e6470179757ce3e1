//! `excel/hyokasho.xlsx`: the tables for spreadsheet programs, a sheet each. Codes stay text, dates are dates, headers
//! and fixed values are Japanese; the first row stays in sight and has filters.

use super::Finished;
use crate::export::tables::{Definition, Field, Type, tables, word};
use csv::StringRecord;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::io;

/// Rows of a sheet, the header among them: what the file format holds.
const ROWS: u32 = 1_048_576;
/// Characters of a cell: what the file format holds.
const CHARACTERS: usize = 32_767;
/// What stands at the end of a text that is longer than a cell.
const CUT: &str = "…";
/// Widths of columns in characters: numbers and dates, words, texts.
const WIDTHS: [f64; 3] = [12.0, 18.0, 40.0];

pub(super) fn files() -> Vec<(String, String)> {
    vec![("excel/hyokasho.xlsx".to_owned(), "PK\u{3}\u{4}".to_owned())]
}

pub(super) fn write(finished: &Finished<'_>) -> io::Result<()> {
    let mut book = Workbook::new();
    // Without a date of its own the file would have that of the clock.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let looks = Looks::new();
    for table in tables() {
        sheets(&mut book, finished, table, &looks)?;
    }
    book.save(finished.make("excel/hyokasho.xlsx")?).map_err(io::Error::other)
}

/// How cells look.
struct Looks {
    header: Format,
    date: Format,
    text: Format,
}

impl Looks {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            header: top.clone().set_bold().set_text_wrap().set_background_color("#E7EDF5"),
            date: top.clone().set_num_format("yyyy-mm-dd"),
            text: top.set_num_format("@"),
        }
    }
}

/// A table as a sheet; what is more than a sheet holds goes on in another.
fn sheets(
    book: &mut Workbook,
    finished: &Finished<'_>,
    table: &Definition,
    looks: &Looks,
) -> io::Result<()> {
    let (mut reader, mut row) = (finished.open(table)?, StringRecord::new());
    let kind = table.fields.iter().position(|field| table.name == "items" && field.name == "kind");
    let mut more = reader.read_record(&mut row)?;
    for number in 1.. {
        let sheet = book.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
        let name =
            if number == 1 { table.title.clone() } else { format!("{}({number})", table.title) };
        head(sheet, &name, table, looks).map_err(io::Error::other)?;
        let mut at = 1;
        while more && at < ROWS {
            let kind = kind.and_then(|kind| row.get(kind)).unwrap_or_default();
            for (column, (field, cell)) in (0..).zip(table.fields.iter().zip(&row)) {
                write_cell(sheet, (at, column), (field, kind), cell, looks)
                    .map_err(io::Error::other)?;
            }
            more = reader.read_record(&mut row)?;
            at += 1;
        }
        let last = u16::try_from(table.fields.len().saturating_sub(1)).unwrap_or_default();
        sheet.autofilter(0, 0, at.saturating_sub(1).max(1), last).map_err(io::Error::other)?;
        if !more {
            break;
        }
    }
    Ok(())
}

fn head(
    sheet: &mut Worksheet,
    name: &str,
    table: &Definition,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, field) in (0..).zip(&table.fields) {
        sheet.set_column_width(column, width(field))?;
        sheet.write_string_with_format(0, column, &field.title, &looks.header)?;
    }
    Ok(())
}

fn width(field: &Field) -> f64 {
    let [number, word, text] = WIDTHS;
    match field.kind {
        Type::Integer | Type::Number | Type::Date | Type::Boolean => number,
        // What the form asks in words, beside codes and names.
        Type::String if field.values.is_empty() && !field.printed.is_empty() => text,
        Type::String => word,
    }
}

/// A cell of its type; an empty one is not written. `kind` is that of an item whose values are of many types.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (field, kind): (&Field, &str),
    cell: &str,
    looks: &Looks,
) -> Result<(), XlsxError> {
    if cell.is_empty() {
        return Ok(());
    }
    match field.kind {
        Type::Integer | Type::Number => {
            if let Ok(number) = cell.parse::<f64>() {
                sheet.write_number(row, column, number)?;
                return Ok(());
            }
        }
        Type::Date => {
            if let Ok(date) = ExcelDateTime::parse_from_str(cell) {
                sheet.write_datetime_with_format(row, column, &date, &looks.date)?;
                return Ok(());
            }
        }
        Type::Boolean | Type::String => {}
    }
    sheet.write_string_with_format(row, column, said(field, kind, cell), &looks.text)?;
    Ok(())
}

/// What a person reads in place of a word of the tables.
fn said(field: &Field, kind: &str, cell: &str) -> String {
    let named = field.values.iter().find(|(value, _)| value == cell).map(|(_, name)| name.as_str());
    let named = match (field.kind, field.name.as_str(), kind) {
        (Type::Boolean, ..) => word(cell),
        (_, "value", "checkbox") => word(cell),
        (_, "code", _) => named.map(|name| format!("{name}（{cell}）")),
        _ => named.map(str::to_owned),
    };
    // A cell breaks its lines with a line feed; readers show a carriage return as `_x000D_`.
    let text = named.unwrap_or_else(|| cell.replace("\r\n", "\n").replace('\r', "\n"));
    if text.chars().count() <= CHARACTERS {
        return text;
    }
    text.chars().take(CHARACTERS - 1).collect::<String>() + CUT
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Read as _;
    use std::path::Path;

    /// A part of the file as text.
    fn part(folder: &Path, name: &str) -> String {
        let file = fs::File::open(folder.join("excel/hyokasho.xlsx")).unwrap();
        let mut archive = zip::ZipArchive::new(file).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn lines_break_as_in_cells() {
        let field = tables()[0].fields.iter().find(|field| field.values.is_empty()).unwrap();
        assert_eq!(said(field, "text", "一\r\n二\r三\n四"), "一\n二\n三\n四");
    }

    #[test]
    fn codes_are_text_and_dates_are_dates() {
        let folder = super::super::tests::run();
        let book = part(folder.path(), "xl/workbook.xml");
        for table in tables() {
            assert!(book.contains(&format!("name=\"{}\"", table.title)), "{}", table.title);
        }
        let at = tables().iter().position(|table| table.name == "assessments").unwrap() + 1;
        let sheet = part(folder.path(), &format!("xl/worksheets/sheet{at}.xml"));
        assert!(sheet.contains("t=\"inlineStr\"><is><t>131105</t></is>"), "{sheet}");
        assert!(sheet.contains("<is><t>重点項目評価書</t></is>") && !sheet.contains("<t>key</t>"));
        // 2024-12-02 is day 45628 of a spreadsheet.
        assert!(sheet.contains("<v>45628</v>") && sheet.contains("<autoFilter "));
        assert!(sheet.contains("state=\"frozen\""));
    }

    #[test]
    fn long_texts_are_cut_to_what_a_cell_holds() {
        let field = tables()[0].fields[0].clone();
        assert_eq!(said(&field, "", "－"), "－");
        let long = said(&field, "", &"長".repeat(40_000));
        assert_eq!(long.chars().count(), CHARACTERS);
        assert!(long.ends_with(CUT));
    }
}
