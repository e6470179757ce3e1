//! The output folder: everything is written beside its final place and renamed at the end.

use super::apart::Apart;
use super::before::{Before, Column, Id, Index, Part};
use super::derived::{Agencies, Derived, Finished};
use super::folder::{Folder, at, durable};
use super::growing::{Growing, Range};
use super::layout::{FIRST, LIST, LIST_HEAD, Layout, Names, parts_in};
use super::manifest::{self, Total};
use super::piece::{Outline, tables};
use super::{EXPORTERS, Exporter, Piece, Table};
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

#[cfg(feature = "parquet")]
use super::derived::Columns;

/// The bytes of a small file.
const SMALL: u64 = 1 << 20;

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

/// A table that is being written.
struct Open {
    table: &'static Table,
    format: &'static str,
    layout: Layout,
    /// Which of the rows of a piece are its.
    rows: usize,
    digest: bool,
    file: Option<(String, Growing)>,
}

/// The files of this run by their path within the folder, and whether each is what it was.
type Made = BTreeMap<String, bool>;

/// What a finished run has written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The name of the file, or of the folder.
    pub name: String,
    /// The number of files, for a folder.
    pub files: Option<usize>,
}

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
            if open.file.is_none() {
                let old = self.before.file(part, number);
                let name = open.layout.file(open.format, open.table.file, part);
                let path = partial.join(&name);
                let header = open.table.header();
                let file = Growing::begin(path.clone(), &header, old, open.digest);
                open.file = Some((name, file.map_err(at(&path))?));
            }
        }
        #[cfg(feature = "parquet")]
        if let Some(columns) = &mut self.columns {
            columns.begin(part);
        }
        self.index.parts.push(Part { name: part.to_owned(), ..Part::default() });
        Ok(())
    }

    fn end_part(&mut self, load: Load<'_>) -> Result<()> {
        #[cfg(feature = "parquet")]
        if let Some(columns) = self.columns.as_mut().filter(|_| !self.index.parts.is_empty()) {
            let path = self.folder.partial();
            self.made.extend(columns.end(load).map_err(at(&path))?);
        }
        let _ = load; // only columns may need it
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

    /// `parts.csv`: every file of a table, with its digest; whoever copies the folder sees what has changed.
    fn list_parts(&mut self) -> Result<()> {
        let path = self.folder.partial().join(LIST);
        let order: Vec<&str> = self.index.parts.iter().map(|part| part.name.as_str()).collect();
        let order: BTreeMap<&str, usize> = order.into_iter().zip(0..).collect();
        let mut lines = Vec::new();
        for file in self.made.keys() {
            let fields: Vec<&str> = file.split('/').collect();
            let &[format, table, name] = fields.as_slice() else { continue };
            let part = name.trim_start_matches("part-").split('.').next().unwrap_or_default();
            let finished = self.digest_of(file).map_err(at(&self.folder.path().join(file)))?;
            let (bytes, sha256) = finished;
            let turn = order.get(part).copied().unwrap_or_default();
            lines.push((
                format,
                table,
                turn,
                format!("{format},{table},{file},{bytes},{sha256}\n"),
            ));
        }
        lines.sort_unstable();
        let text: String = lines.into_iter().map(|(.., line)| line).collect();
        fs::write(&path, [LIST_HEAD, &text].concat()).map_err(at(&path))?;
        self.made.insert(LIST.to_owned(), false);
        Ok(())
    }

    /// Bytes and digest of a file of this run.
    fn digest_of(&self, file: &str) -> io::Result<(u64, String)> {
        if let Some(known) = self.index.files.get(file).filter(|(_, sha256)| !sha256.is_empty()) {
            return Ok(known.clone());
        }
        super::derived::digest(&self.folder.find(file))
    }

    /// Gives the new files their names.
    fn rename(&self) -> Result<()> {
        let partial = self.folder.partial();
        let mut folders = BTreeSet::new();
        for (file, _) in self.made.iter().filter(|(_, same)| !**same) {
            let (made, place) = (partial.join(file), self.folder.path().join(file));
            let parent = place.parent().unwrap_or(self.folder.path());
            if folders.insert(parent.to_owned()) {
                fs::create_dir_all(parent).map_err(at(parent))?;
            }
            if !is_small_and_same(&made, &place) {
                durable(&made).and_then(|()| fs::rename(&made, &place)).map_err(at(&place))?;
            }
        }
        Ok(())
    }

    /// Removes the files of earlier runs that this one does not have.
    fn remove_others(&self) -> Result<()> {
        let folder = self.folder.path();
        for (whole, parts, mark) in known() {
            if !self.made.contains_key(&whole) {
                remove_if_ours(&folder.join(&whole), &mark)?;
            }
            let Some(parts) = parts else { continue };
            for path in parts_in(&folder.join(&parts)) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if !self.made.contains_key(&format!("{parts}/{name}")) {
                    remove_if_ours(&path, &mark)?;
                }
            }
            // Only where they are empty.
            let _ = fs::remove_dir(folder.join(&parts));
            let _ = folder.join(&parts).parent().map(fs::remove_dir);
        }
        let apart = |open: &Open| open.table.by_agency.is_some();
        if !self.tables.iter().any(apart) {
            for table in tables() {
                if let Some(name) = table.by_agency {
                    super::apart::remove(&folder.join(name), table.mark, |_| false)?;
                    let _ = fs::remove_dir(folder.join(name)); // only where it is empty
                }
            }
        }
        Ok(())
    }
}

/// Whether a file would become what it is, as far as that costs next to nothing to find out.
fn is_small_and_same(new: &Path, old: &Path) -> bool {
    let size = |path: &Path| path.metadata().map_or(0, |data| data.len());
    let is_small = size(new) == size(old) && size(new) < SMALL;
    is_small && matches!((fs::read(new), fs::read(old)), (Ok(new), Ok(old)) if new == old)
}

/// The tables of the formats, and the manifest.
fn opened(formats: &[&'static Exporter], layout: Layout, digest: bool) -> Vec<Open> {
    let mut rows = 0;
    let mut found = Vec::new();
    for exporter in EXPORTERS {
        for table in exporter.tables {
            if formats.iter().any(|format| format.format == exporter.format) {
                // Only tables of rows are described with their digests.
                let digest = digest && (layout == Layout::Parts || exporter.format == "csv");
                let format = exporter.format;
                found.push(Open { table, format, layout, rows, digest, file: None });
            }
            rows += 1;
        }
    }
    let (table, layout) = (&manifest::TABLE, Layout::Whole);
    found.push(Open { table, format: "", layout, rows, digest: false, file: None });
    found
}

impl Open {
    fn column(&self) -> Column {
        let header = self.table.header().len() as u64;
        Column { format: self.format, table: self.table.file, layout: self.layout, header }
    }
}

/// All that this program ever writes, but for the files by agency: the file, the folder of its parts, and how it begins.
fn known() -> Vec<(String, Option<String>, String)> {
    let mut all = Vec::new();
    let mut put = |format: &str, table: &str, mark: &str| {
        let stem = table.rsplit_once('.').map_or(table, |(stem, _)| stem);
        let parts = Some(format!("{format}/{stem}"));
        all.push((Layout::Whole.file(format, table, FIRST), parts, mark.to_owned()));
    };
    for exporter in EXPORTERS {
        for table in exporter.tables {
            put(exporter.format, table.file, table.mark);
        }
        for (file, mark) in exporter.derived.iter().flat_map(|derived| (derived.tables)()) {
            put(exporter.format, &file, &mark);
        }
    }
    for derived in EXPORTERS.iter().filter_map(|exporter| exporter.derived) {
        let files = derived.files(Layout::Whole).into_iter();
        all.extend(files.map(|(file, mark)| (file, None, mark)));
    }
    all.push((LIST.to_owned(), None, LIST_HEAD.to_owned()));
    all
}

/// What the summary says: a file beside the others, or a folder with its number of files.
fn told(made: &Made) -> Vec<Written> {
    let mut found: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for file in made.keys() {
        match file.split_once('/') {
            Some((folder, _)) => *found.entry(folder).or_default().get_or_insert(0) += 1,
            None => drop(found.insert(file, None)),
        }
    }
    found.into_iter().map(|(name, files)| Written { name: name.to_owned(), files }).collect()
}

/// A file that does not begin like one of ours belongs to somebody else.
pub(super) fn remove_if_ours(path: &Path, mark: &str) -> Result<()> {
    let mut start = vec![0; mark.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    let is_empty = || path.metadata().is_ok_and(|data| data.is_file() && data.len() == 0);
    let is_part =
        || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("part-"));
    if (read.is_ok() && start == mark.as_bytes()) || (is_part() && is_empty()) {
        fs::remove_file(path).map_err(at(path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Outcome;
    use crate::export::{encode, sample};

    fn all() -> Vec<&'static Exporter> {
        EXPORTERS.iter().collect()
    }

    fn outcome(agencies: &[(&str, &str)]) -> Outcome {
        let record = |(code, name): &(&str, &str)| {
            let mut record = sample::record();
            (record.agency.code, record.agency.name) = ((*code).into(), (*name).into());
            record
        };
        Outcome { records: agencies.iter().map(record).collect(), findings: Vec::new() }
    }

    fn begin(folder: &Path, formats: &[&'static Exporter]) -> Result<Output> {
        Output::begin(Folder::claim(folder)?, formats, Layout::Whole)
    }

    fn add(output: &mut Output, agencies: &[(&str, &str)]) {
        let piece = encode(&sample::document(), &outcome(agencies));
        let one = Addition::of(Id::of_rows(&piece), piece);
        output.add("a.txt", 0, one, &|_| Piece::default()).unwrap();
    }

    fn run(
        folder: &Path,
        formats: &[&'static Exporter],
        agencies: &[(&str, &str)],
    ) -> Vec<Written> {
        let mut output = begin(folder, formats).unwrap();
        for pair in agencies.chunks(2) {
            add(&mut output, pair);
        }
        output.finish(&Total::default(), &|_| Piece::default()).unwrap().1
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn each_agency_has_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let agencies = [
            ("131105", "目黒区"),
            ("", "A/B 組合"),
            ("", "a/b 組合"),
            ("131105", "目黒区"),
            ("", ""),
        ];
        let written = run(folder.path(), &all(), &agencies);
        assert!(written.contains(&Written { name: "municipalities".to_owned(), files: Some(4) }));
        let municipalities = folder.path().join("municipalities");
        assert_eq!(
            names(&municipalities),
            [
                "131105-目黒区.json",
                "a_b_組合-A_B 組合.json",
                "a_b_組合-a_b 組合-2.json",
                "目黒区長-目黒区長.json"
            ]
        );
        let file = fs::read_to_string(municipalities.join("131105-目黒区.json")).unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&file).unwrap();
        assert_eq!(parsed["agency"]["code"], "131105");
        assert_eq!(parsed["assessments"].as_array().unwrap().len(), 2);
        let lines = fs::read_to_string(folder.path().join("assessments.ndjson")).unwrap();
        assert_eq!(
            lines.lines().next(),
            file.lines().nth(1).map(|line| line.trim_end_matches(','))
        );
    }

    #[test]
    fn nothing_is_seen_before_the_end() {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &all(), &[("131105", "目黒区")]);
        let before = fs::read(folder.path().join("items.csv")).unwrap();
        let mut output = begin(folder.path(), &all()).unwrap();
        add(&mut output, &[("1", "b"), ("2", "c")]);
        assert_eq!(fs::read(folder.path().join("items.csv")).unwrap(), before);
        drop(output); // a run that stops half way
        assert_eq!(fs::read(folder.path().join("items.csv")).unwrap(), before);
        assert!(Folder::claim(folder.path()).is_ok_and(|folder| !folder.partial().exists()));
    }

    #[test]
    fn only_our_own_stale_files_go() {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &all(), &[("131105", "目黒区")]);
        let municipalities = folder.path().join("municipalities");
        fs::write(municipalities.join("mine.json"), "{}").unwrap();
        fs::create_dir_all(folder.path().join(".hyokasho/partial/old")).unwrap();
        run(folder.path(), &all(), &[("431001", "熊本市")]);
        assert_eq!(names(&municipalities), ["431001-熊本市.json", "mine.json"]);
        run(folder.path(), &[&EXPORTERS[0]], &[("431001", "熊本市")]);
        let left = names(folder.path());
        assert!(!left.contains(&"assessments.ndjson".to_owned()), "{left:?}");
        assert_eq!(names(&municipalities), ["mine.json"]);
    }

    #[test]
    fn a_run_without_records_writes_headers() {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &all(), &[]);
        let file = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(file("assessments.ndjson"), "");
        assert!(names(&folder.path().join("municipalities")).is_empty());
        for name in ["items.csv", "assessments.csv", "findings.csv"] {
            assert_eq!(file(name).lines().count(), 1);
        }
    }

    #[test]
    fn what_cannot_be_written_fails_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let kind = |path: &Path| begin(path, &all()).err().unwrap().to_string();
        assert!(
            kind(&file).starts_with(&format!("hyokasho: {}: cannot be written: ", file.display()))
        );
        let _first = begin(folder.path(), &all()).unwrap();
        assert!(kind(folder.path()).contains("another run is writing here"));
    }
}
