//! `assessments.csv`, `items.csv` and `findings.csv` back to records.
//!
//! All three are in the order of the records, so that none is held in memory.

use super::{Unreadable, agency_kind, code, revision_from};
use crate::export::{Joined, files};
use crate::finding::{Finding, Message, Severity};
use crate::form::by_id;
use crate::record::{Agency, Document, FormInfo, Item, Origin, Quality, ReadBy, Record, Value};
use crate::source::{Area, Source};
use csv::{Reader, ReaderBuilder, StringRecord};
use std::path::{Path, PathBuf};

/// The tables of an output folder.
pub(super) struct Tables {
    assessments: Option<Table>,
    items: Option<Table>,
    findings: Option<Table>,
}

/// A table with its next row.
struct Table {
    path: PathBuf,
    reader: Reader<Joined>,
    columns: StringRecord,
    next: Option<StringRecord>,
}

impl Tables {
    pub(super) fn open(folder: &Path) -> Result<Self, Unreadable> {
        let open = |file: &str| {
            let is_there = !files(folder, file).is_empty();
            is_there.then(|| Table::open(folder, file)).transpose()
        };
        Ok(Self {
            assessments: open("assessments.csv")?,
            items: open("items.csv")?,
            findings: open("findings.csv")?,
        })
    }

    /// Without the tables of items and findings.
    pub(super) fn heads(folder: &Path) -> Result<Self, Unreadable> {
        let assessments = Some(Table::open(folder, "assessments.csv")?);
        Ok(Self { assessments, items: None, findings: None })
    }

    /// The records as the tables have them.
    pub(super) fn records(&mut self, each: &mut dyn FnMut(Record)) -> Result<(), Unreadable> {
        let Some(mut assessments) = self.assessments.take() else { return Ok(()) };
        while let Some(row) = assessments.take()? {
            let mut record = head(&Row { table: &assessments.columns, row: &row });
            let sheets = &mut Vec::new();
            record.items = self.items_of(&record.id, sheets)?;
            record.findings = self.findings_of(&record.id, sheets)?;
            record.document.sheets = std::mem::take(sheets);
            each(record);
        }
        Ok(())
    }

    /// Adds to a record read from JSON what only `items.csv` says of its items: label and printed text.
    pub(super) fn complete(&mut self, record: &mut Record) -> Result<(), Unreadable> {
        let items = self.items_of(&record.id, &mut Vec::new())?;
        if items.len() == record.items.len() {
            for (item, known) in record.items.iter_mut().zip(items) {
                if item.id == known.id {
                    (item.label, item.text) = (known.label, known.text);
                    (item.read_by, item.confidence) = (known.read_by, known.confidence);
                    item.machine_value = known.machine_value;
                }
            }
        }
        Ok(())
    }

    fn items_of(&mut self, id: &str, sheets: &mut Vec<String>) -> Result<Vec<Item>, Unreadable> {
        let Some(table) = &mut self.items else { return Ok(Vec::new()) };
        table.of(id, |row| {
            Some(Item {
                id: row.text("item"),
                label: row.text("label"),
                value: value(row),
                text: row.text("text"),
                source: source(row, sheets),
                findings: row
                    .get("findings")
                    .split(';')
                    .filter(|code| !code.is_empty())
                    .map(code)
                    .collect(),
                read_by: read_by(row.get("read_by")),
                confidence: row.get("confidence").parse().ok(),
                machine_value: Some(row.text("machine_value"))
                    .filter(|_| row.get("read_by") == "person"),
            })
        })
    }

    fn findings_of(
        &mut self,
        id: &str,
        sheets: &mut Vec<String>,
    ) -> Result<Vec<Finding>, Unreadable> {
        let Some(table) = &mut self.findings else { return Ok(Vec::new()) };
        table.of(id, |row| {
            let all = [Severity::Note, Severity::Warning, Severity::Error];
            Some(Finding {
                code: code(row.get("code")),
                severity: all.into_iter().find(|one| one.name() == row.get("severity"))?,
                item: row.text("item"),
                source: source(row, sheets),
                message: Message { en: row.text("message"), ja: row.text("message_ja") },
            })
        })
    }
}

/// What is wrong with a table.
fn said(cause: &csv::Error) -> String {
    match cause.kind() {
        csv::ErrorKind::Io(cause) => super::spoken(cause),
        _ => cause.to_string(),
    }
}

impl Table {
    fn open(folder: &Path, file: &str) -> Result<Self, Unreadable> {
        let path = folder.join(file);
        let wrong =
            |cause: csv::Error| Unreadable { path: path.clone(), line: 0, cause: said(&cause) };
        let joined = Joined::open(folder, file).map_err(|cause| wrong(cause.into()))?;
        let mut reader = ReaderBuilder::new().from_reader(joined);
        let columns = reader.headers().map_err(wrong)?.clone();
        let mut table = Self { path, reader, columns, next: None };
        table.next = table.read()?;
        Ok(table)
    }

    fn read(&mut self) -> Result<Option<StringRecord>, Unreadable> {
        let mut row = StringRecord::new();
        match self.reader.read_record(&mut row) {
            Ok(more) => Ok(more.then_some(row)),
            Err(cause) => {
                let line = cause.position().map_or(0, csv::Position::line);
                let line = usize::try_from(line).unwrap_or_default();
                Err(Unreadable { path: self.path.clone(), line, cause: said(&cause) })
            }
        }
    }

    fn take(&mut self) -> Result<Option<StringRecord>, Unreadable> {
        let next = self.read()?;
        Ok(std::mem::replace(&mut self.next, next))
    }

    /// The next rows, as long as they are about this record. Rows without a record are passed over.
    fn of<T>(
        &mut self,
        id: &str,
        mut make: impl FnMut(&Row<'_>) -> Option<T>,
    ) -> Result<Vec<T>, Unreadable> {
        let mut found = Vec::new();
        loop {
            if let Some(row) = &self.next {
                let row = Row { table: &self.columns, row };
                let record = row.get("record");
                if record == id {
                    found.extend(make(&row));
                } else if !record.is_empty() {
                    return Ok(found);
                }
            }
            if self.take()?.is_none() {
                return Ok(found);
            }
        }
    }
}

/// A row by the names of its columns.
struct Row<'r> {
    table: &'r StringRecord,
    row: &'r StringRecord,
}

impl<'r> Row<'r> {
    fn get(&self, column: &str) -> &'r str {
        let at = self.table.iter().position(|name| name == column);
        at.and_then(|at| self.row.get(at)).unwrap_or_default()
    }

    fn text(&self, column: &str) -> String {
        self.get(column).to_owned()
    }

    fn number<T: std::str::FromStr + Default>(&self, column: &str) -> T {
        self.get(column).parse().unwrap_or_default()
    }
}

fn head(row: &Row<'_>) -> Record {
    let form = row.text("form");
    Record {
        id: row.text("record"),
        document: Document {
            path: row.text("source"),
            sha256: row.text("sha256"),
            origin: Origin {
                url: row.text("url"),
                retrieved_on: row.text("retrieved_on"),
                licence: row.text("licence"),
                publisher: String::new(),
            },
            ..Document::default()
        },
        form: FormInfo {
            label: by_id(&form).map(|form| form.label.to_string()).unwrap_or_default(),
            id: form,
            revision: row.text("revision"),
            revision_from: revision_from(row.get("revision_from")),
        },
        agency: Agency {
            printed: row.text("agency_printed"),
            name: row.text("agency"),
            prefecture: row.text("prefecture"),
            code: row.text("agency_code"),
            kind: agency_kind(row.get("agency_type")),
        },
        draft: row.get("draft") == "true",
        ended_on: Some(row.text("ended_on")).filter(|date| !date.is_empty()),
        quality: Quality {
            conformity: row.number("conformity"),
            coverage: row.number("coverage"),
            leftover: row.number("leftover"),
            furniture: row.number("furniture"),
            ocr: row.number("ocr"),
        },
        ..Record::default()
    }
}

fn read_by(word: &str) -> ReadBy {
    ReadBy::ALL.into_iter().find(|one| one.name() == word).unwrap_or_default()
}

fn value(row: &Row<'_>) -> Value {
    let value = row.text("value");
    match row.get("kind") {
        "date" => Value::Date {
            iso: Some(value.clone()).filter(|date| is_iso(date)),
            text: if is_iso(&value) { row.text("text") } else { value },
        },
        "count" => Value::Count(value.parse().ok()),
        "choice" => Value::Choice { label: value, option: None },
        "checkbox" => Value::Checkbox(match value.as_str() {
            "checked" => Some(true),
            "unchecked" => Some(false),
            _ => None,
        }),
        _ => Value::Text(value),
    }
}

fn is_iso(text: &str) -> bool {
    let shape =
        |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    text.len() == 10 && text.chars().enumerate().all(shape)
}

/// The place of a row. Tables name sheets, which are numbered in the order in which they come.
fn source(row: &Row<'_>, sheets: &mut Vec<String>) -> Source {
    let area = (!row.get("x0").is_empty()).then(|| Area {
        x0: row.number("x0"),
        y0: row.number("y0"),
        x1: row.number("x1"),
        y1: row.number("y1"),
    });
    let cell = row.get("cell").parse().ok();
    let name = row.get("sheet");
    if !name.is_empty() && !sheets.iter().any(|sheet| sheet == name) {
        sheets.push(name.to_owned());
    }
    let sheet = sheets.iter().position(|sheet| sheet == name).map_or(0, |at| at + 1);
    let sheet = u32::try_from(sheet).unwrap_or_default();
    Source { page: row.number("page"), line: row.number("line"), sheet, cell, area }
}
