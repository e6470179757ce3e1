//! What the tables of an output folder are made of, document by document: a later run copies what has not changed.
//!
//! The index is good only beside a seal, which says that all files are as the run has left them.

use super::folder::{Folder, at};
use super::growing::{Ended, Old, Range};
use super::layout::Layout;
use super::piece::Piece;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;

/// Digest of all that the rows of a document depend on: of two documents with the same one the rows are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(u128);

impl Id {
    /// Of what the rows are made from.
    #[must_use]
    pub(crate) fn of(made_from: &[&str]) -> Self {
        Self::digest(made_from.iter().map(|part| part.as_bytes()))
    }

    /// Of the rows themselves, where what they are made from is not known.
    #[must_use]
    pub(crate) fn of_rows(piece: &Piece) -> Self {
        Self::digest(piece.rows.iter().map(Vec::as_slice))
    }

    fn digest<'p>(parts: impl Iterator<Item = &'p [u8]>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        Self(digest.finalize().iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte)))
    }

    /// Its bytes.
    pub(super) fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

/// The index as it is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Index {
    /// The build, the formats, and the layout.
    pub(super) shape: String,
    pub(super) parts: Vec<Part>,
    /// The files of the tables: bytes and digest, by their path within the folder.
    pub(super) files: BTreeMap<String, (u64, String)>,
    /// The digest of the lines in each agency's file.
    pub(super) agencies: BTreeMap<String, String>,
}

/// A part of the documents.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) name: String,
    /// The id of each document, in hexadecimal, and its bytes in each table.
    pub(super) documents: Vec<(String, Vec<u64>)>,
}

impl Index {
    /// What a run writes: only of the same shape can anything be copied.
    pub(super) fn shape(formats: &[&str], layout: Layout) -> String {
        let build = concat!(env!("CARGO_PKG_VERSION"), " ", env!("HYOKASHO_BUILD"));
        format!("{build} {} {}", formats.join(","), layout.name())
    }

    pub(super) fn add(&mut self, id: Id, lengths: Vec<u64>) {
        if let Some(part) = self.parts.last_mut() {
            part.documents.push((format!("{:032x}", id.0), lengths));
        }
    }

    pub(super) fn ended(&mut self, file: &str, ended: &Ended) {
        self.files.insert(file.to_owned(), (ended.bytes, ended.sha256.clone()));
    }

    pub(super) fn keep(&self, folder: &Folder) -> Result<()> {
        let path = folder.index();
        let new = path.with_extension("new");
        let write = || {
            let mut file = BufWriter::new(File::create(&new)?);
            serde_json::to_writer(&mut file, self)?;
            file.flush()?;
            fs::rename(&new, &path)
        };
        write().map_err(at(&path))
    }
}

/// Which table of a run: what it is called in each part, and how its files begin.
pub(super) struct Column {
    pub(super) format: &'static str,
    pub(super) table: &'static str,
    pub(super) layout: Layout,
    pub(super) header: u64,
}

/// The documents in the tables of the run before.
#[derive(Default)]
pub(crate) struct Before {
    documents: HashMap<Id, Place>,
    /// For each document where its rows begin in each table, and after the last of a part where they end.
    starts: Vec<u64>,
    width: usize,
    /// The files of each part, in the order of the tables.
    parts: Vec<Files>,
    by_name: BTreeMap<String, usize>,
    agencies: BTreeMap<String, String>,
}

#[derive(Default)]
struct Files {
    files: Vec<Option<Old>>,
    /// The rows of its documents.
    rows: std::ops::Range<usize>,
}

/// Where a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) part: usize,
    pub(super) row: usize,
}

impl Before {
    /// Reads the index of a folder; nothing is known where it is of another shape, or has no seal.
    pub(super) fn read(folder: &Folder, shape: &str, columns: &[Column]) -> Self {
        let read = || {
            folder.seal()?;
            let file = BufReader::new(File::open(folder.index()).ok()?);
            let index: Index = serde_json::from_reader(file).ok()?;
            (index.shape == shape).then(|| Self::of(folder.path(), index, columns))
        };
        read().unwrap_or_default()
    }

    fn of(folder: &Path, index: Index, columns: &[Column]) -> Self {
        let mut before = Self { width: columns.len(), ..Self::default() };
        let headers = || columns.iter().map(|column| column.header).collect::<Vec<_>>();
        let mut ends = headers();
        let mut whole: Vec<Option<Old>> = vec![None; columns.len()];
        for (number, part) in index.parts.iter().enumerate() {
            let mut files = Files::default();
            for (at, column) in columns.iter().enumerate() {
                if column.layout == Layout::Parts {
                    ends[at] = column.header;
                    whole[at] = None;
                }
                let name = column.layout.file(column.format, column.table, &part.name);
                let old = whole[at].take().or_else(|| {
                    let (bytes, sha256) = index.files.get(&name)?.clone();
                    Some(Old { path: Arc::from(folder.join(&name)), bytes, sha256 })
                });
                whole[at].clone_from(&old);
                files.files.push(old);
            }
            let first = before.starts.len() / before.width.max(1);
            for (id, lengths) in &part.documents {
                let row = before.starts.len() / before.width.max(1);
                if let Ok(id) = u128::from_str_radix(id, 16) {
                    before.documents.insert(Id(id), Place { part: number, row });
                }
                before.starts.extend(&ends);
                ends.iter_mut().zip(lengths).for_each(|(end, length)| *end += length);
            }
            files.rows = first..before.starts.len() / before.width.max(1);
            before.starts.extend(&ends);
            before.by_name.insert(part.name.clone(), number);
            before.parts.push(files);
        }
        before.agencies = index.agencies;
        before
    }

    /// Whether the rows of a document are in the tables.
    #[must_use]
    pub(crate) fn has(&self, id: Id) -> bool {
        self.documents.contains_key(&id)
    }

    pub(super) fn place(&self, id: Id) -> Option<Place> {
        self.documents.get(&id).copied()
    }

    /// The file of a table in a part.
    pub(super) fn file(&self, part: &str, table: usize) -> Option<Old> {
        let part = self.parts.get(*self.by_name.get(part)?)?;
        part.files.get(table)?.clone()
    }

    /// The rows of a document in a table.
    pub(super) fn range(&self, place: Place, table: usize) -> Option<Range> {
        let old = self.parts.get(place.part)?.files.get(table)?.as_ref()?;
        let at = |row: usize| self.starts.get(row * self.width + table).copied();
        let (start, end) = (at(place.row)?, at(place.row + 1)?);
        Some(Range { old: Arc::clone(&old.path), start, end })
    }

    /// Whether these are all the documents of the part of this name, each once and in order.
    #[cfg(feature = "parquet")]
    pub(super) fn is_part(&self, name: &str, places: &[Place]) -> bool {
        let number = self.by_name.get(name);
        let part = number.and_then(|number| self.parts.get(*number));
        let rows = part.map(|part| part.rows.clone()).unwrap_or_default();
        !rows.is_empty() && rows.eq(places.iter().map(|place| place.row))
    }

    /// The digest of the lines in an agency's file.
    pub(super) fn agency(&self, file: &str) -> Option<&str> {
        self.agencies.get(file).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(layout: Layout) -> Vec<Column> {
        let column = |table, layout| Column { format: "csv", table, layout, header: 5 };
        vec![column("items.csv", layout), column("manifest.ndjson", Layout::Whole)]
    }

    fn before(layout: Layout) -> Before {
        let mut index = Index::default();
        for (name, ids) in [("a", [1, 2]), ("b", [3, 4])] {
            index.parts.push(Part { name: name.into(), ..Part::default() });
            ids.into_iter().for_each(|id| index.add(Id(id), vec![10, 7]));
            let file = layout.file("csv", "items.csv", name);
            index.files.insert(file, (25, "digest".into()));
        }
        index.files.insert("manifest.ndjson".into(), (33, String::new()));
        Before::of(Path::new("out"), index, &columns(layout))
    }

    #[test]
    fn rows_are_found_in_whole_tables_and_in_parts() {
        for (layout, expected) in [(Layout::Whole, (25, 35)), (Layout::Parts, (5, 15))] {
            let before = before(layout);
            let place = before.place(Id(3)).unwrap();
            let range = before.range(place, 0).unwrap();
            assert_eq!((range.start, range.end), expected, "{layout:?}");
            let range = before.range(place, 1).unwrap();
            assert_eq!(
                (range.start, range.end, &*range.old),
                (19, 26, Path::new("out/manifest.ndjson"))
            );
            let last = before.range(before.place(Id(2)).unwrap(), 0).unwrap();
            assert_eq!((last.start, last.end), (15, 25));
            assert!(!before.has(Id(5)));
        }
    }

    #[test]
    fn ids_tell_where_parts_end() {
        assert_ne!(Id::of(&["ab", "c"]), Id::of(&["a", "bc"]));
        assert_eq!(Id::of(&["ab", "c"]), Id::of(&["ab", "c"]));
    }
}
