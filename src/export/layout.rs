//! How tables lie in the output folder: each a file, or each a folder of parts.
//!
//! Documents that follow one another make a part. Whether one begins a part, and how that is called, says its name
//! alone: a document that comes, goes or changes touches its own part, and no other gets another name.

use crate::digest::hex;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

/// Of so many documents one begins a part.
const DOCUMENTS: u8 = 64;

/// The part of the documents before the first that begins one.
pub(super) const FIRST: &str = "0000000000000000";

/// The list of the parts.
pub(super) const LIST: &str = "parts.csv";
/// How it begins.
pub(super) const LIST_HEAD: &str = "format,table,file,bytes,sha256\n";

/// How tables lie in the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Each is a file: `items.csv`.
    #[default]
    Whole,
    /// Each is a folder of parts: `csv/items/part-3f2a….csv`.
    Parts,
}

impl Layout {
    /// What the manifest calls it.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Parts => "parts",
        }
    }

    /// The path of a table, `items.csv`, within the output folder.
    pub(super) fn file(self, format: &str, table: &str, part: &str) -> String {
        match (self, table.rsplit_once('.')) {
            (Self::Parts, Some((stem, ending))) => {
                format!("{format}/{stem}/part-{part}.{ending}")
            }
            _ if format == "parquet" => format!("{format}/{table}"),
            _ => table.to_owned(),
        }
    }
}

/// The parts of a run, in the order of the documents.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The name of the part that a document begins; `None` where it goes on with the one before.
    pub(super) fn begun_by(&mut self, source: &str) -> Option<String> {
        if self.taken.is_empty() {
            self.taken.insert(FIRST.to_owned());
            return Some(FIRST.to_owned());
        }
        let digest = Sha256::digest(source.as_bytes());
        if digest.first()? % DOCUMENTS != 0 {
            return None;
        }
        let name = hex(digest.get(1..9)?);
        // Two inputs of one name stay together.
        self.taken.insert(name.clone()).then_some(name)
    }
}

/// The files of a table in the order of its rows; none where it is not there.
pub(crate) fn files(folder: &Path, table: &str) -> Vec<PathBuf> {
    let whole = folder.join(table);
    if whole.is_file() {
        return vec![whole];
    }
    let stem = table.rsplit_once('.');
    let format = if table.ends_with(".csv") { "csv" } else { "json" };
    let list = File::open(folder.join(LIST)).ok().map(BufReader::new);
    let lines = list.into_iter().flat_map(|list| list.lines().map_while(Result::ok));
    let of = |line: String| {
        let mut fields = line.split(',');
        let named = (fields.next()?, fields.next()?) == (format, stem?.0);
        named.then(|| fields.next().map(|file| folder.join(file)))?
    };
    lines.filter_map(of).collect()
}

/// The rows of a table, whatever its layout: the files one after the other, the header only once.
pub(crate) struct Joined {
    ahead: std::vec::IntoIter<PathBuf>,
    now: Option<BufReader<File>>,
    has_header: bool,
}

impl Joined {
    /// Opens a table of an output folder.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub(crate) fn open(folder: &Path, table: &str) -> io::Result<Self> {
        let mut ahead = files(folder, table).into_iter();
        let first = ahead.next().unwrap_or_else(|| folder.join(table));
        let now = Some(BufReader::with_capacity(1 << 17, File::open(first)?));
        Ok(Self { ahead, now, has_header: table.ends_with(".csv") })
    }
}

impl Read for Joined {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(file) = &mut self.now {
            let read = file.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.now = match self.ahead.next() {
                None => None,
                Some(path) => {
                    let mut file = BufReader::with_capacity(1 << 17, File::open(path)?);
                    if self.has_header {
                        // Names of columns are plain words: the header is a line.
                        file.skip_until(b'\n')?;
                    }
                    Some(file)
                }
            };
        }
        Ok(0)
    }
}

/// The parts that a folder of them holds: files that begin as ours do.
pub(super) fn parts_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_part = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("part-"))
    };
    let mut found: Vec<_> = entries.map(|entry| entry.path()).filter(is_part).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_more_makes_no_other_parts() {
        let names = |sources: &[String]| -> Vec<Option<String>> {
            let mut names = Names::default();
            sources.iter().map(|source| names.begun_by(source)).collect()
        };
        let mut sources: Vec<String> = (0..2000).map(|n| format!("区/{n:04}.pdf")).collect();
        let before = names(&sources);
        let begun = before.iter().flatten().count();
        assert!((15..60).contains(&begun), "{begun}");
        assert_eq!(before[0].as_deref(), Some(FIRST));
        sources.insert(700, "区/0699a.pdf".to_owned());
        let mut after = names(&sources);
        after.remove(700);
        assert_eq!(after, before);
        sources.insert(700, sources[700].clone());
        let mut twice = names(&sources);
        assert_eq!(twice.remove(701), None);
    }

    #[test]
    fn tables_have_their_places() {
        let of = |layout: Layout, format, table| layout.file(format, table, "ab");
        assert_eq!(of(Layout::Whole, "csv", "items.csv"), "items.csv");
        assert_eq!(of(Layout::Whole, "parquet", "items.parquet"), "parquet/items.parquet");
        assert_eq!(of(Layout::Parts, "csv", "items.csv"), "csv/items/part-ab.csv");
        let lines = of(Layout::Parts, "json", "assessments.ndjson");
        assert_eq!(lines, "json/assessments/part-ab.ndjson");
    }
}
