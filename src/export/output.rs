//! The output folder: everything is written beside its final place and renamed at the end.

mod ended;
mod open;
#[cfg(test)]
mod tests;

pub(crate) use self::ended::Written;
pub(super) use self::ended::remove_if_ours;
use self::ended::told;
use self::open::{Open, opened};
use super::apart::Apart;
use super::before::{Before, Column, Id, Index, Part};
use super::derived::{Agencies, Derived, Finished};
use super::folder::{Folder, at};
use super::growing::Range;
use super::layout::{FIRST, Layout, Names};
use super::manifest::{self, Total};
use super::piece::Outline;
use super::{Exporter, Piece};
use crate::error::Result;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

#[cfg(feature = "parquet")]
use super::derived::Columns;

/// Makes the piece of the input of this number, where its rows are needed after all.
pub(crate) type Load<'l> = &'l dyn Fn(usize) -> Piece;

/// What a document adds to a run.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Addition {
    /// What its rows are made from.
    pub id: Id,
    /// All but the rows.
    pub outline: Outline,
    /// Its rows in each table of all formats; not there where the tables of the run before have them.
    pub rows: Option<Vec<Vec<u8>>>,
}

impl Addition {
    /// Of a piece at hand.
    #[must_use]
    pub(crate) fn of(id: Id, piece: Piece) -> Self {
        Self { id, outline: piece.outline, rows: Some(piece.rows) }
    }
}

/// The files of a run, under way.
pub(crate) struct Output {
    folder: Folder,
    layout: Layout,
    /// The manifest is the last.
    tables: Vec<Open>,
    /// What is made out of the tables at the end.
    derived: Vec<&'static Derived>,
    #[cfg(feature = "parquet")]
    columns: Option<Columns>,
    apart: Apart,
    agencies: Agencies,
    before: Arc<Before>,
    names: Names,
    index: Index,
    made: Made,
}

/// The files of this run by their path within the folder, and whether each is what it was.
type Made = BTreeMap<String, bool>;

impl Output {
    /// Begins the files: what cannot be written fails here, before any work.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn begin(
        folder: Folder,
        formats: &[&'static Exporter],
        layout: Layout,
    ) -> Result<Self> {
        let partial = folder.partial();
        fs::create_dir_all(&partial).map_err(at(folder.path()))?;
        let derived: Vec<_> = formats.iter().filter_map(|format| format.derived).collect();
        let digest = layout == Layout::Parts || derived.iter().any(|one| one.digests);
        let tables = opened(formats, layout, digest);
        let names: Vec<&str> = formats.iter().map(|format| format.format).collect();
        let shape = Index::shape(&names, layout);
        let columns: Vec<Column> = tables.iter().map(Open::column).collect();
        let before = Arc::new(Before::read(&folder, &shape, &columns));
        Ok(Self {
            #[cfg(feature = "parquet")]
            columns: names.contains(&"parquet").then(|| Columns::new(&partial, layout, &before)),
            folder,
            layout,
            tables,
            derived,
            apart: Apart::default(),
            agencies: Agencies::default(),
            before,
            names: Names::default(),
            index: Index { shape, ..Index::default() },
            made: Made::new(),
        })
    }

    /// What the run before has left that can be copied.
    #[must_use]
    pub(crate) fn before(&self) -> Arc<Before> {
        Arc::clone(&self.before)
    }

    /// Adds a document, the one of this number. They come in input order.
    ///
    /// # Errors
    /// The disk is full, or the folder is gone.
    pub(crate) fn add(
        &mut self,
        source: &str,
        number: usize,
        one: Addition,
        load: Load<'_>,
    ) -> Result<()> {
        if let Some(part) = self.part_of(source) {
            self.turn(&part, load)?;
        }
        let place = self.before.place(one.id);
        let again = place.and_then(|place| {
            let range = |table| self.before.range(place, table);
            (0..self.tables.len()).map(range).collect::<Option<Vec<Range>>>()
        });
        let rows = match (again.is_some(), one.rows) {
            (false, None) => Some(load(number).rows),
            (_, rows) => rows,
        };
        #[cfg(feature = "parquet")]
        if let Some(columns) = &mut self.columns {
            let place = place.filter(|_| again.is_some());
            let path = self.folder.partial();
            columns.add(number, place, rows.as_deref(), load).map_err(at(&path))?;
        }
        self.list(one.id, &one.outline);
        let lengths = match again {
            Some(ranges) => self.copy(ranges)?,
            None => self.write(rows.unwrap_or_default())?,
        };
        self.index.add(one.id, lengths);
        Ok(())
    }

    /// The part that a document begins.
    fn part_of(&mut self, source: &str) -> Option<String> {
        match self.layout {
            Layout::Whole if !self.index.parts.is_empty() => None,
            _ => self.names.begun_by(source),
        }
    }

    /// Ends the files of the part before, and begins those of this one.
    fn turn(&mut self, part: &str, load: Load<'_>) -> Result<()> {
        self.end_part(load)?;
        let partial = self.folder.partial();
        for (number, open) in self.tables.iter_mut().enumerate() {
            open.begin(part, &partial, number, &self.before)?;
        }
        #[cfg(feature = "parquet")]
        if let Some(columns) = &mut self.columns {
            columns.begin(part);
        }
        self.index.parts.push(Part { name: part.to_owned(), ..Part::default() });
        Ok(())
    }

    #[cfg_attr(not(feature = "parquet"), expect(unused_variables, reason = "only columns need it"))]
    fn end_part(&mut self, load: Load<'_>) -> Result<()> {
        #[cfg(feature = "parquet")]
        if let Some(columns) = self.columns.as_mut().filter(|_| !self.index.parts.is_empty()) {
            let path = self.folder.partial();
            self.made.extend(columns.end(load).map_err(at(&path))?);
        }
        for number in 0..self.tables.len() {
            if self.tables.get(number).is_some_and(|open| open.layout == Layout::Parts) {
                self.end_file(number)?;
            }
        }
        Ok(())
    }

    fn end_file(&mut self, number: usize) -> Result<()> {
        let Some((name, file)) = self.tables.get_mut(number).and_then(|open| open.file.take())
        else {
            return Ok(());
        };
        let path = self.folder.partial().join(&name);
        let ended = file.end().map_err(at(&path))?;
        self.index.ended(&name, &ended);
        self.made.insert(name, ended.same);
        Ok(())
    }

    /// What the lists of the whole run have of a document.
    fn list(&mut self, id: Id, outline: &Outline) {
        let apart = self.tables.iter().find(|open| open.table.by_agency.is_some());
        let place =
            apart.and_then(|open| open.file.as_ref()).map(|(name, file)| (name, file.length()));
        if let Some((name, start)) = place {
            self.apart.add(name, start, id, &outline.bodies);
        }
        outline.bodies.iter().for_each(|body| self.agencies.add(body));
    }

    /// Adds the rows that the run before has.
    fn copy(&mut self, ranges: Vec<Range>) -> Result<Vec<u64>> {
        let mut lengths = Vec::with_capacity(ranges.len());
        for (open, range) in self.tables.iter_mut().zip(ranges) {
            lengths.push(range.end - range.start);
            if let Some((name, file)) = &mut open.file {
                file.again(range).map_err(at(&self.folder.partial().join(name)))?;
            }
        }
        Ok(lengths)
    }

    /// Adds rows at hand; the line in the manifest says how many bytes those before it are.
    fn write(&mut self, mut rows: Vec<Vec<u8>>) -> Result<Vec<u64>> {
        let mut lengths: Vec<(&str, usize)> = Vec::with_capacity(self.tables.len());
        for open in &mut self.tables {
            let mut bytes = rows.get_mut(open.rows).map(std::mem::take).unwrap_or_default();
            if open.table.file == manifest::TABLE.file && !bytes.ends_with(b"\n") {
                bytes = manifest::end(bytes, &lengths);
            }
            lengths.push((open.table.file, bytes.len()));
            if let Some((name, file)) = &mut open.file {
                file.add(&bytes).map_err(at(&self.folder.partial().join(name)))?;
            }
        }
        Ok(lengths.into_iter().map(|(_, length)| length as u64).collect())
    }

    /// Gives the files their names, and removes those of an earlier run that no longer belong.
    ///
    /// # Errors
    /// The disk is full, or a name is taken by something that is no file.
    pub(crate) fn finish(
        mut self,
        total: &Total,
        load: Load<'_>,
    ) -> Result<(Folder, Vec<Written>)> {
        if self.index.parts.is_empty() {
            self.turn(FIRST, load)?;
        }
        let partial = self.folder.partial();
        if let Some((name, file)) = self.tables.last_mut().and_then(|open| open.file.as_mut()) {
            file.add(&total.line()).map_err(at(&partial.join(name)))?;
        }
        self.end_part(load)?;
        for number in 0..self.tables.len() {
            self.end_file(number)?;
        }
        self.folder.break_seal()?;
        let mut written = Vec::new();
        let apart =
            self.tables.iter().find_map(|open| open.table.by_agency.map(|name| (name, open)));
        if let Some((name, open)) = apart {
            let (files, digests) =
                self.apart.write(&self.folder, name, open.table.mark, &self.before)?;
            self.index.agencies = digests;
            written.push(Written { name: name.to_owned(), files: Some(files) });
        }
        self.derive()?;
        if self.layout == Layout::Parts {
            self.list_parts()?;
        }
        self.rename()?;
        self.remove_others()?;
        self.index.keep(&self.folder)?;
        self.folder.clear()?;
        written.extend(told(&self.made));
        Ok((self.folder, written))
    }

    /// Makes what is made out of the tables at the end.
    fn derive(&mut self) -> Result<()> {
        let partial = self.folder.partial();
        let (folder, layout) = (self.folder.path(), self.layout);
        let (digests, agencies) = (&self.index.files, &self.agencies);
        let finished = Finished { partial: &partial, folder, layout, digests, agencies };
        for derived in &self.derived {
            (derived.write)(&finished).map_err(at(&partial.join(derived.name)))?;
            for (file, _) in derived.files(layout) {
                self.made.entry(file).or_insert(false);
            }
        }
        Ok(())
    }
}
