//! A table that is also written apart by agency: each has a file of its lines.

use super::before::{Before, Id};
use super::folder::{Folder, at};
use super::json::{SCHEMA, body};
use super::output::remove_if_ours;
use super::piece::{Body, Key};
use super::writer::Json;
use crate::digest::{hex, slug};
use crate::error::Result;
use crate::markup::steers;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// Where the lines of each agency are.
#[derive(Default)]
pub(super) struct Apart {
    lines: BTreeMap<Key, Lines>,
    /// The files that hold them.
    files: Vec<String>,
}

#[derive(Default)]
struct Lines {
    /// File, first byte, and length of each.
    places: Vec<(usize, u64, u64)>,
    /// Of what they are made from.
    digest: Sha256,
}

impl Apart {
    /// Adds the lines of a document that begin here.
    pub(super) fn add(&mut self, file: &str, mut start: u64, id: Id, bodies: &[Body]) {
        if self.files.last().is_none_or(|last| last != file) {
            self.files.push(file.to_owned());
        }
        for (number, body) in (0_u64..).zip(bodies) {
            let lines = self.lines.entry(body.key.clone()).or_default();
            lines.places.push((self.files.len() - 1, start, body.line));
            lines.digest.update(id.bytes());
            lines.digest.update(number.to_le_bytes());
            start += body.line;
        }
    }

    /// Writes the files that are not what they were; returns their number and their digests.
    pub(super) fn write(
        &self,
        folder: &Folder,
        name: &str,
        mark: &str,
        before: &Before,
    ) -> Result<(usize, BTreeMap<String, String>)> {
        let (partial, place) = (folder.partial().join(name), folder.path().join(name));
        fs::create_dir_all(&partial).map_err(at(&partial))?;
        fs::create_dir_all(&place).map_err(at(&place))?;
        let mut source = Source { folder, files: &self.files, open: None };
        let (mut taken, mut digests) = (BTreeSet::new(), BTreeMap::new());
        for (key, lines) in &self.lines {
            let name = free_name(key, &mut taken);
            let digest = hex(&lines.digest.clone().finalize());
            if before.agency(&name) != Some(&digest) {
                let path = partial.join(&name);
                write_lines(&path, key, &lines.places, &mut source).map_err(at(&path))?;
                fs::rename(&path, place.join(&name)).map_err(at(&place))?;
            }
            digests.insert(name, digest);
        }
        remove(&place, mark, |name| taken.contains(&name.to_lowercase()))?;
        Ok((self.lines.len(), digests))
    }
}

/// The files of the lines, one open at a time.
struct Source<'s> {
    folder: &'s Folder,
    files: &'s [String],
    open: Option<(usize, File)>,
}

impl Source<'_> {
    fn at(&mut self, file: usize, start: u64) -> io::Result<&File> {
        if self.open.as_ref().is_none_or(|(number, _)| *number != file) {
            let name = self.files.get(file).map_or("", String::as_str);
            self.open = Some((file, File::open(self.folder.find(name))?));
        }
        let (_, open) = self.open.as_mut().expect("it has just been opened");
        open.seek(SeekFrom::Start(start))?;
        Ok(open)
    }
}

/// An agency's file: its assessments, one a line.
fn write_lines(
    path: &Path,
    key: &Key,
    places: &[(usize, u64, u64)],
    source: &mut Source<'_>,
) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(&head(key))?;
    for (at, (number, start, length)) in places.iter().enumerate() {
        file.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let line = source.at(*number, *start)?;
        io::copy(&mut line.take(length.saturating_sub(1)), &mut file)?; // without its line end
    }
    file.write_all(b"\n]}\n")?;
    file.flush()
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
pub(super) fn remove(folder: &Path, mark: &str, keep: impl Fn(&str) -> bool) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") && !keep(&name) {
            remove_if_ours(&entry.path(), mark)?;
        }
    }
    Ok(())
}
