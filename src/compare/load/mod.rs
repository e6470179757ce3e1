//! Records read back from an output folder: what was written, as it was before writing.

mod csv;
mod json;

use crate::export;
use crate::finding::{Code, Message};
use crate::record::{AgencyKind, Record, RevisionFrom};
use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Why an output folder cannot be read back.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// The line, where one is wrong.
    pub line: usize,
    /// What was expected, and what found.
    pub cause: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}", self.cause)
    }
}

impl std::error::Error for Unreadable {}

/// Whether a folder is one that `extract` has written.
#[must_use]
pub(crate) fn is_output(folder: &Path) -> bool {
    has(folder, "assessments.ndjson") || has(folder, "assessments.csv")
}

/// Whether a folder is one that `extract` has written without what can be read back: Parquet alone.
#[must_use]
pub(crate) fn is_without_records(folder: &Path) -> bool {
    !is_output(folder) && export::is_of_a_run(folder)
}

/// Whether it has this table, as a file or in parts.
fn has(folder: &Path, table: &str) -> bool {
    !export::files(folder, table).is_empty()
}

/// Reads the records of an output folder one after the other: from `assessments.ndjson`, with labels and
/// printed texts from `items.csv` where it is there; from the tables alone where there is no JSON.
///
/// # Errors
/// A file that cannot be read, or is not what `extract` writes.
pub(crate) fn records(folder: &Path, each: &mut dyn FnMut(Record)) -> Result<(), Unreadable> {
    let lines = folder.join("assessments.ndjson");
    let mut tables = csv::Tables::open(folder)?;
    if !has(folder, "assessments.ndjson") {
        return tables.records(each);
    }
    let unreadable = |line: usize, cause: String| Unreadable { path: lines.clone(), line, cause };
    let file = export::Joined::open(folder, "assessments.ndjson");
    let file = file.map_err(|cause| unreadable(0, spoken(&cause)))?;
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let line = line.map_err(|cause| unreadable(number, spoken(&cause)))?;
        if line.trim().is_empty() {
            continue;
        }
        let mut record = json::record(&line).map_err(|cause| unreadable(number, cause))?;
        tables.complete(&mut record)?;
        each(record);
    }
    Ok(())
}

/// Reads the records of an output folder from its tables, which is faster than [`records`] and leaves out what only
/// JSON has: sizes and numbers of pages, the numbers of options. From JSON where there are no tables.
///
/// # Errors
/// A file that cannot be read, or is not what `extract` writes.
pub(crate) fn tables(folder: &Path, each: &mut dyn FnMut(Record)) -> Result<(), Unreadable> {
    if has(folder, "assessments.csv") && has(folder, "items.csv") {
        return csv::Tables::open(folder)?.records(each);
    }
    records(folder, each)
}

/// The records of an output folder without their items and findings, where `assessments.csv` is there.
///
/// # Errors
/// A file that cannot be read, or is not what `extract` writes.
pub(crate) fn heads(folder: &Path, each: &mut dyn FnMut(Record)) -> Result<(), Unreadable> {
    if has(folder, "assessments.csv") {
        return csv::Tables::heads(folder)?.records(each);
    }
    records(folder, each)
}

/// What the system says.
fn spoken(cause: &io::Error) -> String {
    Message::system(cause).spoken().to_owned()
}

/// A code; what another version of this program has written and this one does not know is `unknown-code`.
fn code(name: &str) -> Code {
    name.parse().unwrap_or(Code::UnknownCode)
}

fn revision_from(word: &str) -> RevisionFrom {
    let all = [RevisionFrom::Printed, RevisionFrom::Inferred, RevisionFrom::Unknown];
    all.into_iter().find(|from| from.name() == word).unwrap_or_default()
}

fn agency_kind(word: &str) -> AgencyKind {
    use AgencyKind as K;
    let all = [
        K::Municipality,
        K::SpecialWard,
        K::Ward,
        K::Prefecture,
        K::WideAreaUnion,
        K::PartialAssociation,
        K::EducationBoard,
        K::National,
        K::MutualAid,
        K::HealthInsurance,
        K::Other,
    ];
    all.into_iter().find(|kind| kind.name() == word).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_this_program() {
        assert_eq!(code("mark-lost"), Code::MarkLost);
        assert_eq!(code("of-another-version"), Code::UnknownCode);
    }
}
