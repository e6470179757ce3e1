//! `parquet/*.parquet`: the tables in columns, typed: dates are dates, codes are text. They are made of rows as these come,
//! so that no other format need be written; where a part of the documents has not changed, its files stay.

use super::lists::QUALITY;
use super::{Finished, croissant};
use crate::export::before::{Before, Place};
use crate::export::layout::{FIRST, Layout};
use crate::export::output::Load;
use crate::export::piece;
use crate::export::tables::{Definition, Field, Type, table, tables};
use csv::{ReaderBuilder, StringRecord};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type as Schema, TypePtr};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Text held in memory for a row group.
const GROUP: usize = 8 << 20;
/// Text held in memory for all tables: beyond it the one that holds most is written.
const HELD: usize = 24 << 20;

pub(super) fn files() -> Vec<(String, String)> {
    let file = |table: &Definition| (format!("{}.parquet", table.name), "PAR1".to_owned());
    tables().iter().map(file).collect()
}

/// Writes what is made at the end: the lists, and the description.
pub(super) fn write(finished: &Finished<'_>) -> io::Result<()> {
    let lists = [("agencies", finished.agencies.rows()), ("quality", QUALITY.into())];
    for (name, csv) in lists {
        let Some(definition) = table(name) else { continue };
        let file = finished.layout.file("parquet", &format!("{name}.parquet"), FIRST);
        let write = || {
            let mut sink = Sink::begin(definition, 0, &finished.make(&file)?)?;
            let rows = csv.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            sink.add(csv.get(rows..).unwrap_or_default())?;
            sink.end()
        };
        write().map_err(io::Error::other)?;
    }
    if finished.layout == Layout::Whole { croissant::write(finished) } else { Ok(()) }
}

/// The tables that grow document by document.
pub(in crate::export) struct Columns {
    partial: PathBuf,
    layout: Layout,
    before: Arc<Before>,
    part: String,
    /// Documents so far, as long as all of them are where they were.
    same: Vec<Same>,
    /// None as long as nothing needs to be written.
    sinks: Vec<Sink>,
}

/// A document that is where it was before, with its rows where they are at hand.
struct Same {
    number: usize,
    place: Place,
    rows: Option<Vec<Vec<u8>>>,
}

/// A table with its rows that no group has yet.
struct Sink {
    table: &'static Definition,
    /// Which of the rows of a piece are its.
    rows: usize,
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    held: usize,
}

impl Columns {
    pub(in crate::export) fn new(partial: &Path, layout: Layout, before: &Arc<Before>) -> Self {
        let (partial, before) = (partial.to_owned(), Arc::clone(before));
        Self { partial, layout, before, part: String::new(), same: Vec::new(), sinks: Vec::new() }
    }

    /// Begins a part.
    pub(in crate::export) fn begin(&mut self, part: &str) {
        part.clone_into(&mut self.part);
    }

    /// Adds the document of this number: where it was before, and its rows where they are at hand.
    pub(in crate::export) fn add(
        &mut self,
        number: usize,
        place: Option<Place>,
        rows: Option<&[Vec<u8>]>,
        load: Load<'_>,
    ) -> io::Result<()> {
        if let (Some(place), true) = (place, self.sinks.is_empty()) {
            self.same.push(Same { number, place, rows: rows.map(<[_]>::to_vec) });
            return Ok(());
        }
        self.open(load)?;
        match rows {
            Some(rows) => self.encode(rows),
            None => self.encode(&load(number).rows),
        }
    }

    /// Ends the part: its files, and whether they are what they were.
    pub(in crate::export) fn end(&mut self, load: Load<'_>) -> io::Result<Vec<(String, bool)>> {
        let places: Vec<Place> = self.same.iter().map(|one| one.place).collect();
        let same = self.sinks.is_empty() && self.before.is_part(&self.part, &places);
        if same {
            self.same.clear();
        } else {
            self.open(load)?;
        }
        for sink in self.sinks.drain(..) {
            sink.end().map_err(io::Error::other)?;
        }
        Ok(growing().map(|(table, _)| (self.file(table), same)).collect())
    }

    fn file(&self, table: &Definition) -> String {
        self.layout.file("parquet", &format!("{}.parquet", table.name), &self.part)
    }

    /// Begins the files, with the documents that were where they were.
    fn open(&mut self, load: Load<'_>) -> io::Result<()> {
        if self.sinks.is_empty() {
            for (table, rows) in growing() {
                let path = self.partial.join(self.file(table));
                path.parent().map_or(Ok(()), fs::create_dir_all)?;
                self.sinks.push(Sink::begin(table, rows, &path).map_err(io::Error::other)?);
            }
        }
        for one in std::mem::take(&mut self.same) {
            let rows = one.rows.unwrap_or_else(|| load(one.number).rows);
            self.encode(&rows)?;
        }
        Ok(())
    }

    fn encode(&mut self, rows: &[Vec<u8>]) -> io::Result<()> {
        for sink in &mut self.sinks {
            let rows = rows.get(sink.rows).map_or(&[][..], Vec::as_slice);
            sink.add(rows).map_err(io::Error::other)?;
        }
        while self.sinks.iter().map(|sink| sink.held).sum::<usize>() > HELD {
            let Some(most) = self.sinks.iter_mut().max_by_key(|sink| sink.held) else { break };
            most.group().map_err(io::Error::other)?;
        }
        Ok(())
    }
}

/// The tables that grow, with which of the rows of a piece are theirs.
fn growing() -> impl Iterator<Item = (&'static Definition, usize)> {
    piece::tables().zip(0..).filter_map(|(table, at)| Some((table.definition()?, at)))
}

impl Sink {
    fn begin(table: &'static Definition, rows: usize, path: &Path) -> Result<Self> {
        let created = format!("hyokasho {}", env!("CARGO_PKG_VERSION"));
        let properties = WriterProperties::builder();
        let properties = properties.set_compression(Compression::SNAPPY).set_created_by(created);
        let file = File::create(path)?;
        let writer = SerializedFileWriter::new(file, schema(table)?, Arc::new(properties.build()))?;
        let columns = vec![Column::default(); table.fields.len()];
        Ok(Self { table, rows, writer, columns, held: 0 })
    }

    /// Adds rows of CSV.
    fn add(&mut self, rows: &[u8]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut reader = ReaderBuilder::new().has_headers(false).from_reader(rows);
        let mut row = StringRecord::new();
        while reader.read_record(&mut row).map_err(io::Error::from)? {
            for (column, field) in self.columns.iter_mut().zip(&row) {
                column.push(field);
            }
            self.held += row.as_slice().len();
            if self.held >= GROUP {
                self.group()?;
            }
        }
        Ok(())
    }

    /// Writes what is held as a row group.
    fn group(&mut self) -> Result<()> {
        self.held = 0;
        write_group(&mut self.writer, self.table, &mut self.columns)
    }

    fn end(mut self) -> Result<()> {
        self.group()?;
        self.writer.close()?;
        Ok(())
    }
}

/// The cells of a column, one behind the other.
#[derive(Clone, Default)]
struct Column {
    text: String,
    ends: Vec<usize>,
}

impl Column {
    fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// The cells in order; those without text are missing.
    fn cells(&self) -> impl Iterator<Item = Option<&str>> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(start..*end).filter(|cell| !cell.is_empty());
            start = *end;
            cell
        })
    }

    /// The values that `read` makes of the cells, and for each cell whether there is one.
    fn values<T>(&self, read: impl Fn(&str) -> Option<T>) -> (Vec<T>, Vec<i16>) {
        let (mut values, mut levels) = (Vec::new(), Vec::with_capacity(self.ends.len()));
        for cell in self.cells() {
            let value = cell.and_then(&read);
            levels.push(i16::from(value.is_some()));
            values.extend(value);
        }
        (values, levels)
    }
}

fn schema(table: &Definition) -> Result<TypePtr> {
    let fields = table.fields.iter().map(|field| column_type(field).map(Arc::new));
    let fields = fields.collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Schema::group_type_builder(&table.name).with_fields(fields).build()?))
}

fn column_type(field: &Field) -> Result<Schema> {
    let (physical, logical) = match field.kind {
        Type::String => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Integer => (Physical::INT64, None),
        Type::Number => (Physical::DOUBLE, None),
        Type::Date => (Physical::INT32, Some(LogicalType::Date)),
        Type::Boolean => (Physical::BOOLEAN, None),
    };
    Schema::primitive_type_builder(&field.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

fn write_group(
    writer: &mut SerializedFileWriter<File>,
    table: &Definition,
    columns: &mut [Column],
) -> Result<()> {
    if columns.iter().all(|column| column.ends.is_empty()) {
        return Ok(());
    }
    let mut group = writer.next_row_group()?;
    for (field, column) in table.fields.iter().zip(columns) {
        write_column(&mut group, field.kind, column)?;
        column.text.clear();
        column.ends.clear();
    }
    group.close()?;
    Ok(())
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, File>,
    kind: Type,
    column: &Column,
) -> Result<()> {
    let Some(mut writer) = group.next_column()? else {
        return Err(ParquetError::General("more columns than fields".to_owned()));
    };
    match writer.untyped() {
        ColumnWriter::ByteArrayColumnWriter(out) => {
            let (values, levels) = column.values(|cell| Some(ByteArray::from(cell)));
            out.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::Int64ColumnWriter(out) => {
            let (values, levels) = column.values(|cell| cell.parse::<i64>().ok());
            out.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::DoubleColumnWriter(out) => {
            let (values, levels) = column.values(|cell| cell.parse::<f64>().ok());
            out.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::Int32ColumnWriter(out) => {
            let (values, levels) = column.values(days);
            out.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::BoolColumnWriter(out) => {
            let (values, levels) = column.values(|cell| cell.parse::<bool>().ok());
            out.write_batch(&values, Some(&levels), None)?;
        }
        _ => return Err(ParquetError::General(format!("no column of type {kind:?}"))),
    }
    writer.close()
}

/// The days from 1970-01-01 to an ISO 8601 date.
fn days(date: &str) -> Option<i32> {
    let mut parts = date.split('-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    if !(1..=9999).contains(&year) {
        return None;
    }
    // The year begins in March: the leap day is its last, and the months' lengths repeat after five.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::SerializedFileReader;

    #[test]
    fn days_are_counted_from_1970() {
        for (date, expected) in
            [("1970-01-01", 0), ("2000-02-29", 11_016), ("2024-12-02", 20_059), ("1969-12-31", -1)]
        {
            assert_eq!(days(date), Some(expected), "{date}");
        }
        for date in ["", "令和6年", "2024-13-01", "2024-12", "2024-12-02-1", "99999-01-01"] {
            assert_eq!(days(date), None, "{date}");
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        let folder = super::super::tests::run();
        let file = File::open(folder.path().join("parquet/projects.parquet")).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<String> = reader.into_iter().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(rows.len(), 1);
        let expected = "{record: \"131105-key-3-ca978112\", source: \"区/a.txt\", agency_code: \"131105\", form: \"key\", revision: \"2024-10\", published_on: 2024-12-02,";
        assert!(rows[0].starts_with(expected), "{}", rows[0]);
    }
}
