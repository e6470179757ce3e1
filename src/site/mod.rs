//! The site for people: an output folder as pages that open by a double click, without a server and without the
//! network.
//!
//! `index.html` holds the page and short columns of all assessments; `data/` whole records by body, `ask/` the
//! answers by question, `text/` the texts by prefecture, `crops/` drawings of the printed pages: each a script
//! that the page loads when it is asked for. `body/` is plain HTML for those who run no scripts.

mod catalogue;
mod columns;
mod data;
mod folder;
mod folding;
mod lean;
mod pack;
mod page;
mod piece;
mod plain;
mod spool;

pub(crate) use folder::Written;
pub(crate) use piece::Drawn;

use crate::compare::load::{self, Unreadable};
use crate::record::Record;
use columns::Columns;
use piece::Piece;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use spool::Spool;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Records whose pieces are made at the same time.
const BATCH: usize = 64;

/// Draws the pages of a record's document.
pub(crate) type Draw<'o> = dyn Fn(&Record) -> Vec<Drawn> + Sync + 'o;

/// What the site is made with.
#[derive(Default)]
pub(crate) struct Options<'o> {
    /// The printed pages of a record as drawings, where its document is at hand.
    pub pages: Option<&'o Draw<'o>>,
    /// Where a misreading is told: an address in which `{record}`, `{item}`, `{value}` and `{place}` are filled in.
    pub report: String,
    /// The ids of the records of an earlier site: all others are new.
    pub before: Option<Vec<String>>,
}

/// Why there is no site.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The output folder cannot be read back.
    Unreadable(Unreadable),
    /// The site cannot be written.
    Unwritable(PathBuf, io::Error),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(cause) => cause.fmt(f),
            Self::Unwritable(path, cause) => {
                write!(f, "{}: cannot be written: {cause}", path.display())
            }
        }
    }
}

/// Makes the site of an output folder. It is written beside its place and takes it at the end: the site before it is
/// seen until then.
///
/// # Errors
/// The output folder is none, or the site's folder holds something else or cannot be written.
pub(crate) fn write(output: &Path, site: &Path, options: &Options<'_>) -> Result<Written, Trouble> {
    let at = |cause| Trouble::Unwritable(site.to_owned(), cause);
    let place = folder::Place::beside(site).map_err(at)?;
    let mut making = Making { columns: Columns::default(), spool: Spool::new(place.partial()) };
    let mut failed = None;
    let mut batch = Vec::with_capacity(BATCH);
    let mut each = |record: Record| {
        batch.push(record);
        if batch.len() == BATCH && failed.is_none() {
            failed = making.add(std::mem::take(&mut batch), options).err();
        }
    };
    load::tables(output, &mut each).map_err(Trouble::Unreadable)?;
    if let Some(cause) = failed {
        return Err(at(cause));
    }
    let records = making.add(batch, options).and_then(|()| making.finish(options)).map_err(at)?;
    place.settle(records).map_err(at)
}

/// A site under way.
struct Making {
    columns: Columns,
    spool: Spool,
}

impl Making {
    /// Adds records in input order.
    fn add(&mut self, records: Vec<Record>, options: &Options<'_>) -> io::Result<()> {
        let mut numbered = Vec::with_capacity(records.len());
        for record in records {
            // The same document under two names is one: its records have the same ids.
            if let Some(number) = self.columns.begin(&record) {
                numbered.push((number, record));
            }
        }
        let make = |(number, record): (usize, Record)| {
            let piece = Piece::of(number, &record, options.pages);
            (number, record, piece)
        };
        let made: Vec<_> = numbered.into_par_iter().map(make).collect();
        for (number, record, piece) in made {
            for (file, bytes) in &piece.files {
                self.spool.add(file, bytes)?;
            }
            self.columns.add(number, &record, piece);
        }
        Ok(())
    }

    /// Gives the number of records.
    fn finish(mut self, options: &Options<'_>) -> io::Result<usize> {
        self.spool.finish()?;
        let folder = self.spool.folder();
        plain::finish(folder, &self.columns)?;
        page::write(folder, &self.columns.json(options))?;
        Ok(self.columns.count())
    }
}
