//! Records for a report: read from documents now, or read back from an output folder.

use crate::compare::load;
use crate::documents::{STACK, caught, lost, read_input};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::input::{self, Input};
use crate::limits::Limits;
use crate::messages;
use crate::record::Record;
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use std::path::{Path, PathBuf};

/// Where records come from.
pub(super) enum Origin {
    /// A document.
    Document(Input),
    /// An output folder.
    Output(PathBuf),
}

/// What the inputs gave.
pub(super) struct Gathered<T> {
    /// What was made of each origin's records, in order.
    pub(super) found: Vec<(usize, Vec<T>)>,
    /// Documents that could not be read: source and why.
    pub(super) failed: Vec<(String, String)>,
}

/// The documents and output folders that the command line names.
pub(super) fn origins(inputs: &[PathBuf]) -> Result<Vec<Origin>> {
    let mut origins = Vec::new();
    for path in inputs {
        if load::is_without_records(path) {
            return Err(without_records(path));
        }
        if path.is_dir() && load::is_output(path) {
            origins.push(Origin::Output(path.clone()));
        } else {
            let mut found = input::find(std::slice::from_ref(path))?;
            found.retain(|input| !input.is_left_out());
            origins.extend(found.into_iter().map(Origin::Document));
        }
    }
    Ok(origins)
}

/// Reads all records and keeps what `make` makes of each: records are large, answers are small.
pub(super) fn gather<T: Send>(
    origins: &[Origin],
    make: &(dyn Fn(Record) -> Option<T> + Sync),
) -> Result<Gathered<T>> {
    // What fails in a document is told below; the default hook would print it as well.
    std::panic::set_hook(Box::new(|_| {}));
    let pool = ThreadPoolBuilder::new().stack_size(STACK).build();
    let pool = pool.map_err(|cause| ErrorKind::Threads(cause.to_string()))?;
    let read = |origin: &Origin| match origin {
        Origin::Document(input) => Ok(document(input, make)),
        Origin::Output(folder) => output(folder, make).map(|made| (made, None)),
    };
    let done: Vec<Result<_>> = pool.install(|| origins.par_iter().map(read).collect());
    let mut gathered = Gathered { found: Vec::new(), failed: Vec::new() };
    for (at, done) in done.into_iter().enumerate() {
        let (made, failure) = done?;
        gathered.found.push((at, made));
        gathered.failed.extend(failure);
    }
    Ok(gathered)
}

/// An output folder from which no record can be read back.
pub(super) fn without_records(folder: &Path) -> Error {
    let said = messages::fill("usage.no-records", &[("path", &folder.display())]);
    ErrorKind::Usage(said).into()
}

/// What was made of the records of a document, and why there are none.
type Made<T> = (Vec<T>, Option<(String, String)>);

fn document<T>(input: &Input, make: &(dyn Fn(Record) -> Option<T> + Sync)) -> Made<T> {
    let failure =
        |finding: &Finding| (input.source().to_owned(), finding.message.spoken().to_owned());
    let whole = || {
        let (_, outcome) = read_input(input, &Limits::default());
        let why = lost(&outcome).map(failure);
        (outcome.records.into_iter().filter_map(make).collect(), why)
    };
    caught(whole).unwrap_or_else(|fault| (Vec::new(), Some(failure(&fault))))
}

fn output<T>(folder: &Path, make: &(dyn Fn(Record) -> Option<T> + Sync)) -> Result<Vec<T>> {
    let mut made = Vec::new();
    load::records(folder, &mut |record| made.extend(make(record))).map_err(|cause| {
        ErrorKind::Usage(messages::fill("usage.not-an-output", &[("cause", &cause)]))
    })?;
    Ok(made)
}
