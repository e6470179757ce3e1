//! What a run is at, written down before a document is read: a run that was killed leaves word of it, and the
//! next one tries those documents in a process of their own first.

use crate::digest::sha256_hex;
use crate::error::{ErrorKind, Result};
use crate::record::Document;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Which documents are being read, in a file with a line for each that begins (`+`) or ends (`-`).
pub(super) struct UnderWay {
    path: PathBuf,
    file: Mutex<File>,
    /// What was under way when the run before was killed.
    suspects: BTreeSet<String>,
    /// Held by one suspect, or by all others that are being read.
    alone: RwLock<()>,
}

/// A document that is being read; ends when it is dropped.
pub(super) struct Turn<'u> {
    under_way: &'u UnderWay,
    name: String,
    _among: Among<'u>,
}

#[expect(dead_code, reason = "held, never looked at")]
enum Among<'u> {
    Others(Option<RwLockReadGuard<'u, ()>>),
    Nobody(Option<RwLockWriteGuard<'u, ()>>),
}

impl UnderWay {
    /// Reads what a killed run has left at a path, and begins anew with it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn open(path: PathBuf) -> Result<Self> {
        let suspects = unfinished(&fs::read_to_string(&path).unwrap_or_default());
        let lines: String = suspects.iter().map(|name| format!("+{name}\n")).collect();
        let new = path.with_extension("new");
        let open = || {
            fs::write(&new, &lines)?;
            fs::rename(&new, &path)?;
            OpenOptions::new().append(true).open(&path)
        };
        let file =
            open().map_err(|cause| ErrorKind::OutputUnwritable { path: path.clone(), cause })?;
        Ok(Self { path, file: Mutex::new(file), suspects, alone: RwLock::new(()) })
    }

    /// A document's turn: a suspect waits until nothing else is read.
    pub(super) fn begin(&self, key: &str) -> Turn<'_> {
        let name: String = sha256_hex(key.as_bytes()).chars().take(16).collect();
        let among = match self.suspects.contains(&name) {
            true => Among::Nobody(self.alone.write().ok()),
            false => Among::Others(self.alone.read().ok()),
        };
        self.note('+', &name);
        Turn { under_way: self, name, _among: among }
    }

    /// A line that cannot be written is one that a killed run would not have written either.
    fn note(&self, sign: char, name: &str) {
        if let Ok(mut file) = self.file.lock() {
            let _ = file.write_all(format!("{sign}{name}\n").as_bytes());
        }
    }

    /// Forgets all: the run is complete.
    pub(super) fn end(&self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Turn<'_> {
    /// Whether it was under way when a run was killed.
    pub(super) fn is_suspect(&self) -> bool {
        self.under_way.suspects.contains(&self.name)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.under_way.note('-', &self.name);
    }
}

/// The names that begin and do not end.
fn unfinished(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in text.lines() {
        match line.split_at_checked(1) {
            Some(("+", name)) => drop(names.insert(name.to_owned())),
            Some(("-", name)) => drop(names.remove(name)),
            _ => {}
        }
    }
    names
}

/// Reads a document in a process of its own, given these flags; how that ended, where it ended badly.
pub(super) fn trial(document: &Document, bytes: &[u8], flags: &[OsString]) -> Option<String> {
    let program = std::env::current_exe().ok()?;
    tried(&program, document, bytes, flags).unwrap_or(None)
}

fn tried(
    program: &Path,
    document: &Document,
    bytes: &[u8],
    flags: &[OsString],
) -> io::Result<Option<String>> {
    let mut command = Command::new(program);
    command.arg("worker").args(flags);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let request = json!({"id": 1, "source": document.path, "b64": STANDARD.encode(bytes)});
    if let Some(mut input) = child.stdin.take() {
        // Where it dies early, nobody takes the rest.
        let _ = writeln!(input, "{request}");
    }
    let status = child.wait()?;
    Ok((!status.success()).then(|| status.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_began_and_did_not_end_is_suspect_once_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("under-way");
        let first = UnderWay::open(path.clone()).unwrap();
        drop(first.begin("a"));
        std::mem::forget(first.begin("b"));
        let second = UnderWay::open(path.clone()).unwrap();
        assert!(!second.begin("a").is_suspect());
        assert_eq!(second.suspects.len(), 1);
        assert!(second.begin("b").is_suspect());
        assert!(UnderWay::open(path.clone()).unwrap().suspects.is_empty());
        second.end();
        assert!(!path.exists());
    }

    #[test]
    fn a_process_that_ends_badly_is_told_of() {
        let document = Document::default();
        let ended = |program: &str| tried(Path::new(program), &document, b"a", &[]);
        assert!(ended("/no/such/program").is_err());
        if cfg!(unix) {
            assert_eq!(ended("/bin/true").unwrap(), None);
            assert!(ended("/bin/false").unwrap().is_some());
        }
    }
}
