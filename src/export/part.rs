//! An output folder read back, document by document: a part of a run that is to be put together.

use super::manifest::{Head, Line, Total};
use super::piece::{Body, Outline, Piece, tables};
use super::{EXPORTERS, Table, csv, json, manifest};
use crate::error::{ErrorKind, Result};
use crate::finding::Message;
use crate::messages;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// The longest last line of a manifest.
const MAX_TOTAL: u64 = 1 << 20;

/// A part of a run.
pub(crate) struct Part {
    path: PathBuf,
    /// What its manifest says of it.
    pub total: Total,
    manifest: BufReader<File>,
    /// Its tables, in the order of the formats.
    tables: Vec<(&'static Table, BufReader<File>)>,
    /// The next document.
    ahead: Option<(Line, Vec<u8>)>,
}

impl Part {
    /// Opens the folder of a part.
    ///
    /// # Errors
    /// It is not one, not a complete one, or not one of this version.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        if !path.is_dir() {
            let said = messages::fill("usage.no-part", &[("path", &path.display())]);
            return Err(ErrorKind::Usage(said).into());
        }
        let unfit = |expected, found: Message| unfit(path, expected, found);
        let file = path.join(manifest::TABLE.file);
        let opened = File::open(&file).and_then(|mut file| Ok((last_line(&mut file)?, file)));
        let (last, file) = opened.map_err(|cause| unfit("part.manifest", unreadable(&cause)))?;
        let total: Total = serde_json::from_slice(&last)
            .map_err(|cause| unfit("part.end", Message::quoted(cause.to_string())))?;
        if !total.complete {
            return Err(unfit("part.complete", Message::new("part-found.interrupted", &[])));
        }
        let mut manifest = BufReader::new(file);
        let head = manifest::TABLE.header();
        let mut found = Vec::new();
        manifest.read_until(b'\n', &mut found).map_err(|cause| broken(path, &cause))?;
        if found != head {
            let found = serde_json::from_slice::<Head>(&found);
            let other = |_| Message::new("part-found.another", &[]);
            let found = found.map_or_else(other, |Head { manifest, tool, .. }| {
                Message::new("part-found.tool", &[("manifest", &manifest), ("tool", &tool)])
            });
            return Err(unfit("part.version", found));
        }
        let mut part = Self { path: path.into(), total, manifest, tables: Vec::new(), ahead: None };
        part.open_tables()?;
        part.step()?;
        Ok(part)
    }

    fn open_tables(&mut self) -> Result<()> {
        let formats =
            EXPORTERS.iter().filter(|one| self.total.formats.iter().any(|name| name == one.format));
        for table in formats.flat_map(|format| format.tables) {
            let file = self.path.join(table.file);
            let file = File::open(file).map_err(|cause| broken(&self.path, &cause))?;
            let mut reader = BufReader::new(file);
            let mut head = vec![0; table.header().len()];
            reader.read_exact(&mut head).map_err(|cause| broken(&self.path, &cause))?;
            self.tables.push((table, reader));
        }
        Ok(())
    }

    /// The folder.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The source of the next document.
    #[must_use]
    pub(crate) fn next_source(&self) -> Option<&str> {
        self.ahead.as_ref().map(|(line, _)| line.source.as_str())
    }

    /// The next document; `None` after the last.
    ///
    /// # Errors
    /// The tables do not hold what the manifest says.
    pub(crate) fn piece(&mut self) -> Result<Option<Piece>> {
        let Some((line, bytes)) = self.ahead.take() else { return Ok(None) };
        let mut rows = Vec::new();
        for table in tables() {
            let own = self.tables.iter_mut().find(|(own, _)| own.file == table.file);
            let Some((_, reader)) = own else {
                rows.push(Vec::new()); // of a format that was not asked for
                continue;
            };
            let length = line.tables.get(table.file).copied().unwrap_or_default();
            let mut found = Vec::new();
            let read = reader.take(length).read_to_end(&mut found);
            let read = read.map_err(|cause| broken(&self.path, &cause))?;
            if read as u64 != length {
                return Err(unfit(&self.path, "part.all-rows", Message::quoted(table.file)));
            }
            rows.push(found);
        }
        let bodies = bodies(&rows).map_err(|cause| broken(&self.path, &cause))?;
        let outline = Outline { bodies, tally: line.tally() };
        rows.push(bytes);
        self.step()?;
        Ok(Some(Piece { rows, outline }))
    }

    /// Reads the next line of the manifest; at its end, the tables have to end as well.
    fn step(&mut self) -> Result<()> {
        let mut bytes = Vec::new();
        let read = self.manifest.read_until(b'\n', &mut bytes);
        read.map_err(|cause| broken(&self.path, &cause))?;
        if serde_json::from_slice::<Total>(&bytes).is_ok() {
            return self.ended();
        }
        let line = serde_json::from_slice(&bytes);
        let line = line
            .map_err(|cause| unfit(&self.path, "part.line", Message::quoted(cause.to_string())))?;
        self.ahead = Some((line, bytes));
        Ok(())
    }

    fn ended(&mut self) -> Result<()> {
        for (table, reader) in &mut self.tables {
            let rest = reader.fill_buf().map_err(|cause| broken(&self.path, &cause))?;
            if !rest.is_empty() {
                let found = Message::new("part-found.more", &[("file", &table.file)]);
                return Err(unfit(&self.path, "part.rows", found));
            }
        }
        Ok(())
    }
}

/// `expected` is a key of the messages.
pub(crate) fn unfit(path: &Path, expected: &'static str, found: Message) -> crate::error::Error {
    ErrorKind::PartUnfit { path: path.into(), expected: Message::new(expected, &[]), found }.into()
}

fn broken(path: &Path, cause: &io::Error) -> crate::error::Error {
    unfit(path, "part.whole", unreadable(cause))
}

fn unreadable(cause: &io::Error) -> Message {
    Message::new("part-found.unreadable", &[("cause", &Message::system(cause))])
}

fn last_line(file: &mut File) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(MAX_TOTAL)))?;
    let mut end = Vec::new();
    file.by_ref().take(MAX_TOTAL).read_to_end(&mut end)?;
    file.rewind()?;
    let last = end.trim_ascii_end().rsplit(|byte| *byte == b'\n').next();
    Ok(last.unwrap_or_default().to_vec())
}

/// What the lists of the whole run say of records, as `assessments.csv` has it, or else their lines.
fn bodies(rows: &[Vec<u8>]) -> io::Result<Vec<Body>> {
    let of = |wanted: fn(&Table) -> bool| {
        let found = tables().zip(rows).find(|(table, _)| wanted(table));
        found.map_or(&[][..], |(_, rows)| rows.as_slice())
    };
    let lines: Vec<&[u8]> =
        of(|table| table.by_agency.is_some()).split_inclusive(|byte| *byte == b'\n').collect();
    let table = of(|table| table.file == "assessments.csv");
    let mut bodies = if table.is_empty() {
        lines.iter().map(|line| json::body_of(line)).collect::<io::Result<Vec<_>>>()?
    } else {
        csv::bodies(table)?
    };
    for (body, line) in bodies.iter_mut().zip(lines) {
        body.line = line.len() as u64;
    }
    Ok(bodies)
}
