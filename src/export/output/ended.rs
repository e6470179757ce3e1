//! The end of a run: which files are ours, and how they get their names.

use super::{Made, Output};
use crate::error::Result;
use crate::export::folder::{at, durable};
use crate::export::layout::{FIRST, LIST, LIST_HEAD, Layout, parts_in};
use crate::export::piece::tables;
use crate::export::{EXPORTERS, apart, derived};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The bytes of a small file.
const SMALL: u64 = 1 << 20;

/// What a finished run has written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The name of the file, or of the folder.
    pub name: String,
    /// The number of files, for a folder.
    pub files: Option<usize>,
}

impl Output {
    /// `parts.csv`: every file of a table, with its digest; whoever copies the folder sees what has changed.
    pub(super) fn list_parts(&mut self) -> Result<()> {
        let path = self.folder.partial().join(LIST);
        let names = self.index.parts.iter().map(|part| part.name.as_str());
        let order: BTreeMap<&str, usize> = names.zip(0..).collect();
        let mut lines = Vec::new();
        for file in self.made.keys() {
            let fields: Vec<&str> = file.split('/').collect();
            let &[format, table, name] = fields.as_slice() else { continue };
            let part = name.trim_start_matches("part-").split('.').next().unwrap_or_default();
            let place = self.folder.path().join(file);
            let (bytes, sha256) = self.digest_of(file).map_err(at(&place))?;
            let turn = order.get(part).copied().unwrap_or_default();
            let line = format!("{format},{table},{file},{bytes},{sha256}\n");
            lines.push((format, table, turn, line));
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
        derived::digest(&self.folder.find(file))
    }

    /// Gives the new files their names.
    pub(super) fn rename(&self) -> Result<()> {
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
    pub(super) fn remove_others(&self) -> Result<()> {
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
        let apart = |open: &super::Open| open.table.by_agency.is_some();
        if !self.tables.iter().any(apart) {
            for table in tables() {
                if let Some(name) = table.by_agency {
                    apart::remove(&folder.join(name), table.mark, |_| false)?;
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
pub(super) fn told(made: &Made) -> Vec<Written> {
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
pub(in crate::export) fn remove_if_ours(path: &Path, mark: &str) -> Result<()> {
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
