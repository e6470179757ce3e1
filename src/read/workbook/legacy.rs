//! Workbooks of the older and the open formats (`.xls`, `.ods`) by `calamine`: texts and merged regions,
//! without borders and number formats. A date is printed as `2024-10-01`; any other number says
//! that its format is not known.

use super::hidden::{self, Hidden};
use super::placed::note;
use super::sheet::{Area, Sheet};
use super::{Book, Page};
use crate::finding::{Code, Message};
use crate::rows::Note;
use crate::source::CellName;
use calamine::{Data, Dimensions, Ods, Reader, SheetVisible, Xls, open_workbook_from_rs};
use std::io::Cursor;

/// Reads a workbook of Excel 97 to 2003.
pub(super) fn xls(bytes: &[u8]) -> Result<Book, String> {
    let mut book: Xls<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(text)?;
    let merged =
        |book: &mut Xls<_>, name: &str| book.merge_cells_by_sheet_name(name).unwrap_or_default();
    Ok(read(&mut book, merged, hidden::of_xls(bytes)))
}

/// Reads an OpenDocument spreadsheet, whose sheets stand in `content`.
pub(super) fn ods(bytes: &[u8], content: Option<&str>) -> Result<Book, String> {
    let mut book: Ods<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(text)?;
    let hidden = content.map(hidden::of_ods).unwrap_or_default();
    Ok(read(&mut book, |_, _| Vec::new(), hidden))
}

fn text(cause: impl std::fmt::Display) -> String {
    cause.to_string()
}

fn read<'a, R: Reader<Cursor<&'a [u8]>>>(
    book: &mut R,
    merged: impl Fn(&mut R, &str) -> Vec<Dimensions>,
    hidden: Vec<Hidden>,
) -> Book {
    let mut read = Book::default();
    let mut hidden = hidden.into_iter();
    for entry in book.sheets_metadata().to_vec() {
        let area = |d: Dimensions| Area { first: name(d.start), last: name(d.end) };
        let hidden = hidden.next().unwrap_or_default();
        let merged = merged(book, &entry.name).into_iter().map(area).collect();
        let page = match book.worksheet_range(&entry.name) {
            Ok(range) => {
                let (top, left) = range.start().unwrap_or_default();
                let at = |row: usize, column: usize| {
                    let far = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                    name((top.saturating_add(far(row)), left.saturating_add(far(column))))
                };
                let cells = range
                    .used_cells()
                    .map(|(row, column, value)| (at(row, column), printed(value), doubts(value)));
                let sheet = Sheet::of_texts(cells, merged, hidden);
                Page { sheet, is_hidden: entry.visible != SheetVisible::Visible, ..Page::default() }
            }
            Err(_) => Page { is_unread: true, ..Page::default() },
        };
        read.names.push(entry.name);
        read.pages.push(page);
    }
    read
}

fn name((row, column): (u32, u32)) -> CellName {
    CellName { row, column }
}

/// A number is printed by a format that is not read: `03` may come as 3.
fn doubts(value: &Data) -> Vec<Note> {
    let number = match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        _ => return Vec::new(),
    };
    let message = Message::new("number-without-format", &[("number", &number)]);
    vec![note(Code::NumberWithoutFormat, message)]
}

fn printed(value: &Data) -> String {
    match value {
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        value => value.to_string(),
    }
}
