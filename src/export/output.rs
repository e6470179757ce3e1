//! The output folder: everything is written beside its final place and renamed at the end.

use super::derived::Derived;
use super::folder::{Folder, at, durable};
use super::json::{SCHEMA, body};
use super::manifest::{self, Total};
use super::piece::Key;
use super::writer::Json;
use super::{EXPORTERS, Exporter, Piece, Table};
use crate::digest::slug;
use crate::error::Result;
use crate::markup::steers;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The files of a run, under way.
pub(crate) struct Output {
    folder: Folder,
    /// The manifest is the last.
    tables: Vec<Open>,
    /// What is made out of the tables at the end.
    derived: Vec<&'static Derived>,
}

/// A table that is being written.
struct Open {
    table: &'static Table,
    path: PathBuf,
    file: BufWriter<File>,
    written: u64,
    /// Where the lines of each agency are, for a table that is also written apart by agency.
    lines: BTreeMap<Key, Vec<(u64, u64)>>,
}

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
    pub(crate) fn begin(folder: Folder, formats: &[&'static Exporter]) -> Result<Self> {
        let partial = folder.partial();
        fs::create_dir_all(&partial).map_err(at(folder.path()))?;
        let derived = formats.iter().filter_map(|format| format.derived).collect();
        let mut output = Self { folder, tables: Vec::new(), derived };
        let tables = formats.iter().flat_map(|format| format.tables);
        for table in tables.chain([&manifest::TABLE]) {
            output.tables.push(Open::begin(table, partial.join(table.file))?);
        }
        Ok(output)
    }

    /// Adds a document. The pieces come in input order, made for the same formats.
    ///
    /// # Errors
    /// The disk is full, or the folder is gone.
    pub(crate) fn add(&mut self, piece: &Piece) -> Result<()> {
        self.tables
            .iter_mut()
            .zip(&piece.rows)
            .try_for_each(|(open, rows)| open.add(rows, &piece.agencies).map_err(at(&open.path)))
    }

    /// Gives the files their names, and removes those of an earlier run that no longer belong.
    ///
    /// # Errors
    /// The disk is full, or a name is taken by something that is no file.
    pub(crate) fn finish(mut self, total: &Total) -> Result<(Folder, Vec<Written>)> {
        let (mut written, partial) = (Vec::new(), self.folder.partial());
        if let Some(open) = self.tables.last_mut() {
            open.add(&total.line(), &[]).map_err(at(&open.path))?;
        }
        for open in &mut self.tables {
            open.file.flush().map_err(at(&open.path))?;
            written.push(Written { name: open.table.file.to_owned(), files: None });
        }
        self.folder.break_seal()?;
        for open in &self.tables {
            if let Some(name) = open.table.by_agency {
                let files = self.folder_of_agencies(open, name)?;
                written.push(Written { name: name.to_owned(), files: Some(files) });
            }
        }
        for derived in &self.derived {
            (derived.write)(&partial).map_err(at(&partial.join(derived.name)))?;
            written.extend(derived.written());
        }
        for open in &self.tables {
            let place = self.folder.path().join(open.table.file);
            durable(&open.path).map_err(at(&open.path))?;
            fs::rename(&open.path, &place).map_err(at(&place))?;
        }
        for (file, _) in self.derived.iter().flat_map(|derived| (derived.files)()) {
            let place = self.folder.path().join(&file);
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent).map_err(at(parent))?;
            }
            let made = partial.join(&file);
            durable(&made).and_then(|()| fs::rename(&made, &place)).map_err(at(&place))?;
        }
        self.remove_others()?;
        self.folder.clear()?;
        Ok((self.folder, written))
    }

    /// The files of the agencies, each a part of the table's lines; returns their number.
    fn folder_of_agencies(&self, open: &Open, name: &str) -> Result<usize> {
        let (partial, folder) = (self.folder.partial().join(name), self.folder.path().join(name));
        fs::create_dir_all(&partial).map_err(at(&partial))?;
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        let mut source = File::open(&open.path).map_err(at(&open.path))?;
        let mut names = BTreeSet::new();
        for (key, lines) in &open.lines {
            let name = free_name(key, &mut names);
            let path = partial.join(&name);
            write_lines(&path, key, lines, &mut source).map_err(at(&path))?;
            fs::rename(&path, folder.join(&name)).map_err(at(&folder))?;
        }
        remove_ours(&folder, open.table.mark, |name| names.contains(&name.to_lowercase()))?;
        Ok(open.lines.len())
    }

    /// Removes the tables of formats that this run did not write.
    fn remove_others(&self) -> Result<()> {
        for table in EXPORTERS.iter().flat_map(|format| format.tables) {
            if self.tables.iter().any(|open| open.table.file == table.file) {
                continue;
            }
            remove_if_ours(&self.folder.path().join(table.file), table.mark)?;
            if let Some(name) = table.by_agency {
                remove_ours(&self.folder.path().join(name), table.mark, |_| false)?;
            }
        }
        for derived in EXPORTERS.iter().filter_map(|format| format.derived) {
            if self.derived.iter().any(|made| made.name == derived.name) {
                continue;
            }
            for (file, mark) in (derived.files)() {
                remove_if_ours(&self.folder.path().join(file), &mark)?;
            }
        }
        Ok(())
    }
}

impl Open {
    fn begin(table: &'static Table, path: PathBuf) -> Result<Self> {
        let header = table.header();
        let mut file = BufWriter::new(File::create(&path).map_err(at(&path))?);
        file.write_all(&header).and_then(|()| file.flush()).map_err(at(&path))?;
        let written = header.len() as u64;
        Ok(Self { table, path, file, written, lines: BTreeMap::new() })
    }

    fn add(&mut self, rows: &[u8], agencies: &[Key]) -> io::Result<()> {
        self.file.write_all(rows)?;
        if self.table.by_agency.is_some() {
            let lines = rows.split_inclusive(|byte| *byte == b'\n');
            let mut start = self.written;
            for (line, agency) in lines.zip(agencies) {
                let place = (start, line.len() as u64);
                self.lines.entry(agency.clone()).or_default().push(place);
                start += place.1;
            }
        }
        self.written += rows.len() as u64;
        Ok(())
    }
}

/// `<code or slug>-<name>.json`, as every file system takes it, `-2` … where it is taken.
fn free_name(Key { code, name, .. }: &Key, taken: &mut BTreeSet<String>) -> String {
    let slug = if code.is_empty() { slug(name) } else { code.clone() };
    let known =
        |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    let stem = format!("{}-{}", known(&slug, "0"), known(&plain(name), "unknown"));
    let names = std::iter::once(format!("{stem}.json"))
        .chain((2_u32..).map(|n| format!("{stem}-{n}.json")));
    // Some file systems see no difference between upper and lower case.
    let mut free = names.filter(|name| taken.insert(name.to_lowercase()));
    free.next().expect("the numbers do not end before the agencies do")
}

/// A name without what some file system does not take, 40 characters (160 bytes) at most.
fn plain(name: &str) -> String {
    let bad = |c: char| steers(c) || r#"/\:*?"<>|"#.contains(c);
    let plain: String = name.chars().map(|c| if bad(c) { '_' } else { c }).take(40).collect();
    plain.trim_matches(['.', ' ', '\u{3000}']).to_owned()
}

/// An agency's file: its assessments, one a line.
fn write_lines(path: &Path, key: &Key, lines: &[(u64, u64)], source: &mut File) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(&head(key))?;
    for (at, (start, length)) in lines.iter().enumerate() {
        source.seek(SeekFrom::Start(*start))?;
        file.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        io::copy(&mut source.take(length.saturating_sub(1)), &mut file)?; // without its line end
    }
    file.write_all(b"\n]}\n")?;
    file.flush()
}

fn head(Key { code, name, prefecture, kind }: &Key) -> Vec<u8> {
    let mut out = Vec::new();
    let mut json = Json::new(&mut out);
    json.open(b'{');
    json.key("schema").string(SCHEMA);
    json.key("agency").open(b'{');
    body(&mut json, [name, prefecture, code, kind]);
    json.close(b'}');
    json.key("assessments").open(b'[');
    out
}

/// Removes the files of a folder that are ours and not to be kept.
fn remove_ours(folder: &Path, mark: &str, keep: impl Fn(&str) -> bool) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") && !keep(&name) {
            remove_if_ours(&entry.path(), mark)?;
        }
    }
    Ok(())
}

/// A file that does not begin like one of ours belongs to somebody else.
fn remove_if_ours(path: &Path, mark: &str) -> Result<()> {
    let mut start = vec![0; mark.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    if read.is_ok() && start == mark.as_bytes() {
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
        Output::begin(Folder::claim(folder)?, formats)
    }

    fn run(
        folder: &Path,
        formats: &[&'static Exporter],
        agencies: &[(&str, &str)],
    ) -> Vec<Written> {
        let mut output = begin(folder, formats).unwrap();
        for pair in agencies.chunks(2) {
            output.add(&encode(&sample::document(), &outcome(pair)).only(formats)).unwrap();
        }
        output.finish(&Total::default()).unwrap().1
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
        output
            .add(&encode(&sample::document(), &outcome(&[("1", "b"), ("2", "c")])).only(&all()))
            .unwrap();
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
