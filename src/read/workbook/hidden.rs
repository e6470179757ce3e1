//! Rows and columns that the older and the open formats hide; `calamine` does not say which.

use super::xml::{Node, walk};
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::ops::RangeInclusive;

/// What a sheet hides, 0-based.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<u32>,
    pub(super) columns: Vec<RangeInclusive<u32>>,
}

impl Hidden {
    /// Rows beyond are as many as the older format has, so that a hidden rest of a sheet stays small.
    const ROWS: u32 = 1 << 16;

    fn hide_rows(&mut self, first: u32, count: u32) {
        let last = first.saturating_add(count).min(Self::ROWS);
        self.rows.extend(first..last);
    }
}

/// What the sheets of `content.xml` hide, in their order (OpenDocument 1.3 Part 3, 19.749 `table:visibility`).
pub(super) fn of_ods(content: &str) -> Vec<Hidden> {
    let (mut sheets, mut depth) = (Vec::new(), 0);
    let (mut row, mut column) = (0_u32, 0_u32);
    walk(content, |node| match node {
        Node::Open(element) => {
            let shown = element.get("visibility").is_none_or(|word| word == "visible");
            let count = |name| element.number::<u32>(name).unwrap_or(1).max(1);
            match (element.name(), sheets.last_mut()) {
                ("table", _) => {
                    depth += 1;
                    if depth == 1 {
                        sheets.push(Hidden::default());
                        (row, column) = (0, 0);
                    }
                }
                ("table-row", Some(sheet)) if depth == 1 => {
                    let count = count("number-rows-repeated");
                    if !shown {
                        sheet.hide_rows(row, count);
                    }
                    row = row.saturating_add(count);
                }
                ("table-column", Some(sheet)) if depth == 1 => {
                    let next = column.saturating_add(count("number-columns-repeated"));
                    if !shown {
                        sheet.columns.push(column..=next - 1);
                    }
                    column = next;
                }
                _ => {}
            }
        }
        Node::Close("table") => depth -= 1,
        _ => {}
    });
    sheets
}

/// The kinds of records that are looked at ([MS-XLS] 2.3).
const BOUND_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;

/// What the sheets of a workbook of Excel 97 to 2003 hide, in their order.
pub(super) fn of_xls(bytes: &[u8]) -> Vec<Hidden> {
    let mut stream = Vec::new();
    let read = cfb::CompoundFile::open(Cursor::new(bytes))
        .and_then(|mut file| file.open_stream("/Workbook")?.read_to_end(&mut stream));
    if read.is_err() {
        return Vec::new();
    }
    let sheets = records(&stream).take_while(|(kind, _)| *kind != END);
    let starts = sheets.filter(|(kind, _)| *kind == BOUND_SHEET).map(|(_, data)| long(data));
    starts.map(|start| sheet(stream.get(start..).unwrap_or_default())).collect()
}

/// The rows (2.4.221, `fDyZero`) and columns (2.4.53, `fHidden`) of one sheet.
fn sheet(stream: &[u8]) -> Hidden {
    let (mut hidden, mut depth) = (Hidden::default(), 0);
    for (kind, data) in records(stream) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            ROW if depth == 1 && short(data, 12) & 0x20 != 0 => {
                hidden.hide_rows(short(data, 0).into(), 1);
            }
            COLUMNS if depth == 1 && short(data, 8) & 1 != 0 => {
                hidden.columns.push(short(data, 0).into()..=short(data, 2).into());
            }
            _ => {}
        }
    }
    hidden
}

/// Kind and data of each record.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (head, rest) = stream.split_at_checked(4)?;
        let (data, rest) = rest.split_at_checked(short(head, 2).into())?;
        stream = rest;
        Some((short(head, 0), data))
    })
}

fn short(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

fn long(data: &[u8]) -> usize {
    usize::from(short(data, 0)) | usize::from(short(data, 2)) << 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn ods_says_what_is_collapsed() {
        let content = "<office:spreadsheet><table:table><table:table-column table:number-columns-repeated='2'/>\
            <table:table-column table:visibility='collapse'/><table:table-row/>\
            <table:table-row table:visibility='filter' table:number-rows-repeated='2'><table:table-cell/></table:table-row>\
            </table:table><table:table><table:table-row table:visibility='collapse' table:number-rows-repeated='1048576'/></table:table></office:spreadsheet>";
        let [first, second] = &of_ods(content)[..] else { panic!("two sheets") };
        assert_eq!(*first, Hidden { rows: [1, 2].into(), columns: vec![2..=2] });
        assert_eq!(second.rows.len(), 1 << 16);
    }

    #[test]
    fn xls_says_which_rows_have_no_height() {
        let record = |kind: u16, data: &[u8]| {
            let length = u16::try_from(data.len()).unwrap();
            [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
        };
        let row = |number: u16, flags: u16| {
            let mut data = [0; 16];
            data[..2].copy_from_slice(&number.to_le_bytes());
            data[12..14].copy_from_slice(&flags.to_le_bytes());
            record(ROW, &data)
        };
        let sheet = [
            record(BEGIN, &[0; 16]),
            record(COLUMNS, &[3, 0, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
            row(5, 0x20),
            row(6, 0x100),
            record(END, &[]),
        ];
        let globals = [
            record(BEGIN, &[0; 16]),
            record(BOUND_SHEET, &[36, 0, 0, 0, 0, 0, 1, 0]),
            record(END, &[]),
        ];
        assert_eq!(globals.concat().len(), 36, "where the sheet begins");
        let stream = [globals.concat(), sheet.concat()].concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        let bytes = file.into_inner().into_inner();
        let hidden = of_xls(&bytes);
        assert_eq!(hidden, [Hidden { rows: [5].into(), columns: vec![3..=4] }]);
        assert!(of_xls(b"\xD0\xCF\x11\xE0").is_empty());
    }
}
