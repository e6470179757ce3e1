//! Workbooks and Word documents to rows: what a printout of them would show.
//!
//! ```text
//! package ──▶ parts (XML) ──▶ sheets of cells, or tables of a text ──▶ grids ──▶ rows
//! ```

mod comment;
mod drawing;
mod field;
mod format;
mod grid;
mod hidden;
mod legacy;
mod package;
mod paint;
mod placed;
mod sheet;
mod spreadsheet;
mod strings;
mod style;
mod word;
mod xml;

use crate::finding::{Code, Finding, Message, Severity};
use crate::rows::Rows;
use crate::source::{CellName, Source};
use package::Package;
use placed::Placed;
use sheet::{Area, Remarks, Sheet};

/// What a workbook or Word document gave.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// The rows.
    pub(crate) rows: Rows,
    /// The names of the sheets in order, hidden ones too; empty for a Word document.
    pub(crate) sheets: Vec<String>,
    /// What there is to say of it.
    pub(crate) findings: Vec<Finding>,
}

/// The sheets of a workbook.
#[derive(Debug, Default)]
struct Book {
    names: Vec<String>,
    pages: Vec<Page>,
}

/// A sheet and what the workbook says of it.
#[derive(Debug, Default)]
struct Page {
    sheet: Sheet,
    placed: Vec<Placed>,
    /// The print area; all of the sheet without one.
    area: Option<Vec<Area>>,
    is_hidden: bool,
    is_unread: bool,
}

/// Reads a workbook or a Word document, unpacking no more than `most` bytes.
pub(crate) fn read(bytes: &[u8], most: u64) -> Read {
    match open(bytes, most) {
        Ok(read) => read,
        Err(cause) => {
            let message = Message::new("office-unreadable", &[("cause", &cause)]);
            let findings =
                vec![finding(Code::OfficeUnreadable, Severity::Error, Source::default(), message)];
            Read { findings, ..Read::default() }
        }
    }
}

fn open(bytes: &[u8], most: u64) -> Result<Read, String> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(rows(legacy::xls(bytes)?));
    }
    let mut package = Package::open(bytes, most)?;
    let relations = package.relations("");
    let main = relations.values().find(|to| to.kind == "officeDocument");
    let mut read = match main.map(|to| to.path.clone()) {
        None => rows(legacy::ods(bytes, package.part("content.xml").as_deref())?),
        Some(path) if path.starts_with("word/") => word::read(&mut package, &path),
        Some(path) => rows(spreadsheet::read(&mut package, &path)),
    };
    if let Some(part) = &package.cut {
        let message = Message::new("limit-unpacked.part", &[("part", part)]);
        read.findings.push(finding(
            Code::LimitUnpacked,
            Severity::Error,
            Source::default(),
            message,
        ));
    }
    Ok(read)
}

/// The rows of the sheets that are printed, in order.
fn rows(book: Book) -> Read {
    let mut read = Read::default();
    for (number, (name, page)) in (1..).zip(book.names.iter().zip(&book.pages)) {
        let sheet = Source { sheet: number, ..Source::default() };
        if page.is_unread {
            let message = Message::new("sheet-unread", &[("name", name)]);
            read.findings.push(finding(Code::SheetUnread, Severity::Error, sheet, message));
        } else if page.is_hidden {
            let message = Message::new("hidden-left-out.sheet", &[("name", name)]);
            read.findings.push(finding(Code::HiddenLeftOut, Severity::Note, sheet, message));
        } else {
            let (grid, remarks) = page.sheet.grid(number, page.area.as_deref(), &page.placed);
            grid.write(&mut read.rows);
            remark(sheet, name, &remarks, &mut read.findings);
        }
    }
    read.sheets = book.names;
    read
}

fn remark(sheet: Source, name: &str, remarks: &Remarks, findings: &mut Vec<Finding>) {
    let mut say = |code, severity, cell: Option<CellName>, message: Message| {
        findings.push(finding(code, severity, Source { cell, ..sheet }, message));
    };
    if remarks.is_too_large {
        let message =
            Message::new("limit-cells", &[("name", &name), ("most", &grid::MAX_POSITIONS)]);
        say(Code::LimitCells, Severity::Error, None, message);
    }
    let left_out =
        [(Code::HiddenLeftOut, &remarks.hidden), (Code::OutsidePrintArea, &remarks.outside)];
    for (code, cells) in left_out {
        if let Some(first) = cells.first() {
            let message = Message::new(code.name(), &[("count", &cells.len()), ("name", &name)]);
            say(code, Severity::Note, Some(*first), message);
        }
    }
    for note in &remarks.beyond {
        say(note.code, note.severity, note.source.cell, note.message.clone());
    }
}

fn finding(code: Code, severity: Severity, source: Source, message: Message) -> Finding {
    Finding::saying(severity, code, message).at(source)
}

#[cfg(test)]
mod tests;
