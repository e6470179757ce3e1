//! The folder of a site: written beside its place, put there whole, and never over something else.

use crate::finding::{Message, Said};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What every page of ours begins with.
pub(super) const MARK: &str = "<!doctype html>\n<!-- hyokasho site";

/// What a site holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Assessments.
    pub records: usize,
    /// Files.
    pub files: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}

/// Where a site goes.
pub(super) struct Place {
    site: PathBuf,
    partial: PathBuf,
}

impl Place {
    /// Makes the folder beside the place of the site in which it is written.
    pub(super) fn beside(site: &Path) -> io::Result<Self> {
        if !is_free(site) {
            let why = Said(Message::new("usage.no-site", &[]));
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
        }
        let name = site.file_name().map(|name| name.to_string_lossy().into_owned());
        let partial = site.with_file_name(format!(".{}.partial", name.unwrap_or_default()));
        let _ = fs::remove_dir_all(&partial); // of a run that was killed
        fs::create_dir_all(&partial)?;
        Ok(Self { site: site.to_owned(), partial })
    }

    pub(super) fn partial(&self) -> &Path {
        &self.partial
    }

    /// Puts the finished site in its place.
    pub(super) fn settle(self, records: usize) -> io::Result<Written> {
        let written = Written { records, ..count(&self.partial)? };
        if self.site.exists() {
            fs::remove_dir_all(&self.site)?;
        }
        fs::rename(&self.partial, &self.site)?;
        Ok(written)
    }
}

/// Nothing is there, nothing is in it, or a site of ours.
fn is_free(site: &Path) -> bool {
    if !site.exists() {
        return true;
    }
    let page = fs::read_to_string(site.join("index.html")).unwrap_or_default();
    let is_empty = || fs::read_dir(site).is_ok_and(|mut entries| entries.next().is_none());
    page.starts_with(MARK) || is_empty()
}

fn count(folder: &Path) -> io::Result<Written> {
    let mut all = Written::default();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let of = if entry.file_type()?.is_dir() {
            count(&entry.path())?
        } else {
            Written { records: 0, files: 1, bytes: entry.metadata()?.len() }
        };
        (all.files, all.bytes) = (all.files + of.files, all.bytes + of.bytes);
    }
    Ok(all)
}
