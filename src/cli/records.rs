//! Records for a report: read from documents now, or read back from an output folder.

use crate::assess::assess;
use crate::compare::load;
use crate::error::{ErrorKind, Result};
use crate::finding::Severity;
use crate::input::{self, Input};
use crate::record::Record;
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What a thread may put on its stack: readers go down nested structures to a bounded depth.
const STACK: usize = 16 << 20;

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

/// What was made of the records of a document, and why there are none.
type Made<T> = (Vec<T>, Option<(String, String)>);

fn document<T>(input: &Input, make: &(dyn Fn(Record) -> Option<T> + Sync)) -> Made<T> {
    let failure = |why: String| Some((input.source().to_owned(), why));
    let whole = || {
        let (document, bytes) = input.open();
        match bytes {
            Err(finding) => (Vec::new(), failure(finding.message)),
            Ok(bytes) => {
                let outcome = assess(document, &bytes);
                // A text about something else is read to its end: nothing is lost.
                let mut lost = outcome.findings.iter();
                let why = lost.find(|finding| finding.severity == Severity::Error);
                let why = why.filter(|_| outcome.records.is_empty());
                let why = why.and_then(|finding| failure(finding.message.clone()));
                (outcome.records.into_iter().filter_map(make).collect(), why)
            }
        }
    };
    catch_unwind(AssertUnwindSafe(whole))
        .unwrap_or_else(|_| (Vec::new(), failure("the program failed on it".into())))
}

fn output<T>(folder: &Path, make: &(dyn Fn(Record) -> Option<T> + Sync)) -> Result<Vec<T>> {
    let mut made = Vec::new();
    load::records(folder, &mut |record| made.extend(make(record))).map_err(|cause| {
        ErrorKind::Usage(format!(
            "{cause}\nhint: give the folder that 'hyokasho extract' has written"
        ))
    })?;
    Ok(made)
}
