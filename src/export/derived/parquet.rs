//! `parquet/*.parquet`: the tables in columns, typed: dates are dates, codes are text.

use super::{croissant, files_of, open};
use crate::export::tables::{Definition, Field, Type, tables};
use csv::StringRecord;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type as Schema, TypePtr};
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Text held in memory for a row group.
const GROUP: usize = 8 << 20;

pub(super) fn files() -> Vec<(String, String)> {
    let mut files = files_of("parquet", "parquet", |_| "PAR1".to_owned());
    files.push(("croissant.json".to_owned(), croissant::MARK.to_owned()));
    files
}

pub(super) fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("parquet"))?;
    tables().iter().try_for_each(|table| copy(folder, table).map_err(io::Error::other))?;
    croissant::write(folder)
}

fn copy(folder: &Path, table: &Definition) -> Result<()> {
    let file = File::create(folder.join(format!("parquet/{}.parquet", table.name)))?;
    let created = format!("hyokasho {}", env!("CARGO_PKG_VERSION"));
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(created);
    let mut writer = SerializedFileWriter::new(file, schema(table)?, Arc::new(properties.build()))?;
    let mut reader = open(folder, table)?;
    let (mut row, mut columns) = (StringRecord::new(), vec![Column::default(); table.fields.len()]);
    let mut held = 0;
    while reader.read_record(&mut row).map_err(io::Error::from)? {
        for (column, field) in columns.iter_mut().zip(&row) {
            column.push(field);
        }
        held += row.as_slice().len();
        if held >= GROUP {
            write_group(&mut writer, table, &mut columns)?;
            held = 0;
        }
    }
    write_group(&mut writer, table, &mut columns)?;
    writer.close()?;
    Ok(())
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
