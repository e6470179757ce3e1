//! The output folder: one run at a time, and what a complete run left in it.

use super::tally::Tally;
use crate::digest::{sha256_hex, stamp};
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Where a run keeps what it needs, within the output folder.
pub(super) const PRIVATE: &str = ".hyokasho";
/// Where the files of an unfinished run are, within [`PRIVATE`].
const PARTIAL: &str = "partial";
/// What documents have given, within [`PRIVATE`].
const STORE: &str = "store";
/// What was recognised on scans, within [`PRIVATE`].
const OCR: &str = "ocr";
/// Which documents are being read, within [`PRIVATE`].
const UNDER_WAY: &str = "under-way";
/// What the tables are made of, within [`PRIVATE`].
const INDEX: &str = "index.json";
/// What a complete run left, within [`PRIVATE`].
const SEAL: &str = "seal.json";

/// An output folder that this run, and no other, writes into.
pub(crate) struct Folder {
    path: PathBuf,
    /// Held until the end: a second run into the same folder says so and stops.
    _lock: Option<File>,
    /// The seal, once it was looked for: that looks at every file.
    seal: RefCell<Option<Option<Seal>>>,
}

/// What a complete run read and left: where nothing of it has changed, there is nothing to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seal {
    /// The digest of all that the output depends on; empty where some of it has to be read to know.
    pub inputs: String,
    /// The number of each kind of file, by the name under which it is told.
    pub written: BTreeMap<String, Option<usize>>,
    /// What the run counted.
    pub tally: Tally,
    /// The digest of names, sizes and times of the files.
    files: String,
}

impl Seal {
    /// Of a complete run.
    #[must_use]
    pub(crate) fn new(
        inputs: String,
        written: BTreeMap<String, Option<usize>>,
        tally: Tally,
    ) -> Self {
        Self { inputs, written, tally, files: String::new() }
    }
}

impl Folder {
    /// Makes the folder, where it is not there, and claims it.
    ///
    /// # Errors
    /// The folder cannot be made or written, or another run is writing into it.
    pub(crate) fn claim(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).map_err(at(path))?;
        let lock = lock(path)?;
        let folder = Self { path: path.to_owned(), _lock: lock, seal: RefCell::default() };
        fs::create_dir_all(path.join(PRIVATE)).map_err(at(path))?;
        folder.clear()?; // of a run that was killed
        Ok(folder)
    }

    /// Its path.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where a run keeps what it needs.
    pub(super) fn private(&self) -> PathBuf {
        self.path.join(PRIVATE)
    }

    /// Where the pieces are kept.
    #[must_use]
    pub(crate) fn store(&self) -> PathBuf {
        self.path.join(PRIVATE).join(STORE)
    }

    /// Where what was recognised on scans is kept.
    #[must_use]
    pub(crate) fn ocr(&self) -> PathBuf {
        self.path.join(PRIVATE).join(OCR)
    }

    /// Where a run writes down which documents it is at.
    #[must_use]
    pub(crate) fn under_way(&self) -> PathBuf {
        self.path.join(PRIVATE).join(UNDER_WAY)
    }

    /// What the tables are made of, document by document.
    pub(super) fn index(&self) -> PathBuf {
        self.path.join(PRIVATE).join(INDEX)
    }

    /// A file of this run: the new one, or the one that stays.
    pub(super) fn find(&self, file: &str) -> PathBuf {
        let new = self.partial().join(file);
        if new.exists() { new } else { self.path.join(file) }
    }

    /// Where files are until they are whole.
    pub(super) fn partial(&self) -> PathBuf {
        self.path.join(PRIVATE).join(PARTIAL)
    }

    /// Removes what is not finished.
    pub(super) fn clear(&self) -> Result<()> {
        let partial = self.partial();
        match fs::remove_dir_all(&partial) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(at(&partial)(cause)),
            _ => Ok(()),
        }
    }

    /// What the last complete run left, where its files are still as it left them.
    #[must_use]
    pub(crate) fn seal(&self) -> Option<Seal> {
        let look = || {
            let bytes = fs::read(self.path.join(PRIVATE).join(SEAL)).ok()?;
            let seal: Seal = serde_json::from_slice(&bytes).ok()?;
            (self.digest(&seal.written).ok()? == seal.files).then_some(seal)
        };
        self.seal.borrow_mut().get_or_insert_with(look).clone()
    }

    /// Remembers a complete run: the last thing it does.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn set_seal(&self, seal: Seal) -> Result<()> {
        let files = self.digest(&seal.written).map_err(at(&self.path))?;
        let bytes = serde_json::to_vec(&Seal { files, ..seal }).expect("counts and texts are JSON");
        let path = self.path.join(PRIVATE).join(SEAL);
        let new = path.with_extension("new");
        fs::write(&new, bytes).and_then(|()| durable(&new)).map_err(at(&new))?;
        durable(&self.path).map_err(at(&self.path))?; // the names of all that it vouches for
        fs::rename(&new, &path).map_err(at(&path))
    }

    /// Forgets it: the first thing before any file is changed, and where nothing of it is to be relied on.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn break_seal(&self) -> Result<()> {
        self.seal.replace(Some(None));
        let path = self.path.join(PRIVATE).join(SEAL);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(at(&path)(cause)),
            _ => Ok(()),
        }
    }

    fn digest(&self, written: &BTreeMap<String, Option<usize>>) -> io::Result<String> {
        let mut lines = Vec::new();
        for name in written.keys() {
            stamps(&self.path, name, &mut lines)?;
        }
        lines.sort_unstable();
        Ok(sha256_hex(lines.join("\n").as_bytes()))
    }
}

/// The names, sizes and times of a file, or of all files of a folder.
fn stamps(root: &Path, name: &str, lines: &mut Vec<String>) -> io::Result<()> {
    let path = root.join(name);
    let metadata = path.metadata()?;
    if !metadata.is_dir() {
        lines.push(format!("{name} {}", stamp(&metadata)));
        return Ok(());
    }
    for entry in fs::read_dir(&path)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        stamps(root, &format!("{name}/{file}"), lines)?;
    }
    Ok(())
}

/// One run at a time. Where the system cannot lock a folder, nobody is stopped.
fn lock(folder: &Path) -> Result<Option<File>> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(ErrorKind::OutputBusy { path: folder.into() }.into()),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// What is written stays written, whatever happens to the machine. Some file systems cannot promise it, and the
/// names in a folder can be kept so on Unix only.
pub(super) fn durable(path: &Path) -> io::Result<()> {
    let kept = match path.is_dir() {
        true if cfg!(not(unix)) => Ok(()),
        true => File::open(path).and_then(|folder| folder.sync_all()),
        false => File::options().append(true).open(path).and_then(|file| file.sync_all()),
    };
    match kept {
        Err(cause)
            if matches!(cause.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) =>
        {
            Ok(())
        }
        kept => kept,
    }
}

/// What went wrong, and where.
pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    let path = path.to_owned();
    move |cause| ErrorKind::OutputUnwritable { path: path.clone(), cause }.into()
}
