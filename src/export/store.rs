//! What documents have given, kept in the output folder: a run that was interrupted goes on from it,
//! and a later run reads only what is new.
//!
//! One file to which whole frames are added, each with its checksum. A killed run leaves at most one
//! frame cut short, at the end, where the next run cuts it off.
//!
//! ```text
//! file  ::= frame*
//! frame ::= "hyok" length-of-head length-of-body crc-of-head head body     (numbers: u32, little endian)
//! head  ::= JSON of a Label LF JSON of an Outline        body ::= the packed rows of a Piece
//! ```

use super::folder::at;
use super::piece::{Outline, Piece};
use crate::error::Result;
use flate2::Crc;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const MAGIC: &[u8; 4] = b"hyok";
/// Magic and three numbers.
const FIXED: u64 = 16;
/// The longest head: some hundred bytes for each of the records of a document.
const MAX_HEAD: u32 = 1 << 26;
/// A store is written anew when more than half of it, and more than this, is of no use any more.
const MIN_WASTE: u64 = 1 << 20;

/// What a kept piece was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Label {
    /// Which input.
    pub key: String,
    /// Size and time of the file; empty where they cannot be relied on.
    pub stamp: String,
    /// The digest of the document.
    pub sha256: String,
    /// The digest of where it was published; empty where that is not known.
    #[serde(default)]
    pub origin: String,
    /// The program and limits it was made with.
    pub setup: String,
}

/// A piece in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Size and time of the file it was made from.
    pub stamp: String,
    /// The digest of the document it was made from.
    pub sha256: String,
    /// The digest of where that was published.
    pub origin: String,
    /// Where it is.
    pub frame: Frame,
}

/// Where a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Frame {
    start: u64,
    head: u32,
    body: u32,
}

impl Frame {
    fn length(self) -> u64 {
        FIXED + u64::from(self.head) + u64::from(self.body)
    }
}

/// The pieces that earlier runs have kept.
pub(crate) struct Store {
    pieces: BTreeMap<String, Vec<Kept>>,
    file: Mutex<File>,
}

/// The end of the store, to which pieces are added.
pub(crate) struct Log {
    path: PathBuf,
    file: File,
    end: u64,
}

/// Opens the store of an output folder, with what the same `setup` has kept in it.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn open(path: &Path, setup: &str) -> Result<(Store, Log)> {
    let opened = || {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut pieces: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
        let end = scan(&file, |label, frame| {
            if label.setup == setup {
                let kept =
                    Kept { stamp: label.stamp, sha256: label.sha256, origin: label.origin, frame };
                pieces.entry(label.key).or_default().push(kept);
            }
        })?;
        file.set_len(end)?;
        let store = Store { pieces, file: Mutex::new(File::open(path)?) };
        Ok((store, Log { path: path.to_owned(), file, end }))
    };
    opened().map_err(at(path))
}

/// Reads the labels of all whole frames; returns where the last of them ends.
fn scan(file: &File, mut each: impl FnMut(Label, Frame)) -> io::Result<u64> {
    let length = file.metadata()?.len();
    // Between heads lies much that is not read.
    let mut reader = BufReader::with_capacity(1 << 10, file);
    reader.rewind()?;
    let mut start = 0;
    while let Some((frame, head)) = next(&mut reader, start, length)? {
        if let Some(label) = label(&head) {
            each(label, frame);
        }
        start += frame.length();
        reader.seek_relative(i64::from(frame.body))?;
    }
    Ok(start)
}

/// The frame at `start`; `None` at the end, and where it is cut short or damaged.
fn next(reader: &mut impl Read, start: u64, length: u64) -> io::Result<Option<(Frame, Vec<u8>)>> {
    if start + FIXED > length {
        return Ok(None);
    }
    let mut fixed = [0; FIXED as usize];
    reader.read_exact(&mut fixed)?;
    let number = |at: usize| {
        fixed[at..at + 4].iter().rev().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte))
    };
    let frame = Frame { start, head: number(4), body: number(8) };
    if !fixed.starts_with(MAGIC) || frame.head > MAX_HEAD || start + frame.length() > length {
        return Ok(None);
    }
    let mut head = vec![0; frame.head as usize];
    reader.read_exact(&mut head)?;
    Ok((crc(&head) == number(12)).then_some((frame, head)))
}

/// The first line of a head. What another build has kept may look otherwise.
fn label(head: &[u8]) -> Option<Label> {
    serde_json::from_slice(head.split(|byte| *byte == b'\n').next()?).ok()
}

fn outline(head: &[u8]) -> Option<Outline> {
    serde_json::from_slice(head.splitn(2, |byte| *byte == b'\n').nth(1)?).ok()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

impl Store {
    /// What was kept of an input, newest first.
    pub(crate) fn of<'s>(&'s self, key: &str) -> impl Iterator<Item = &'s Kept> + use<'s> {
        self.pieces.get(key).into_iter().flatten().rev()
    }

    /// Reads back what is known of a piece without its rows; `None` where it is damaged.
    pub(crate) fn outline(&self, frame: Frame) -> Option<Outline> {
        outline(&self.read(frame.start + FIXED, frame.head as usize)?)
    }

    /// Reads back the packed rows of a piece, as they are.
    pub(crate) fn body(&self, frame: Frame) -> Option<Vec<u8>> {
        let Frame { start, head, body } = frame;
        self.read(start + FIXED + u64::from(head), body as usize)
    }

    /// Reads a piece back; `None` where it is damaged.
    pub(crate) fn load(&self, frame: Frame) -> Option<Piece> {
        Piece::unpack(&self.body(frame)?, self.outline(frame)?)
    }

    fn read(&self, start: u64, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

impl Log {
    /// Adds a packed piece; a piece too large for a frame is not kept.
    ///
    /// # Errors
    /// The disk is full, or the folder is gone.
    pub(crate) fn add(
        &mut self,
        label: &Label,
        outline: &Outline,
        body: &[u8],
    ) -> Result<Option<Frame>> {
        let mut head = serde_json::to_vec(label).expect("texts are JSON");
        head.push(b'\n');
        serde_json::to_writer(&mut head, outline).expect("counts and texts are JSON");
        let (Ok(head_length), Ok(body_length)) = (head.len().try_into(), body.len().try_into())
        else {
            return Ok(None);
        };
        if head_length > MAX_HEAD {
            return Ok(None);
        }
        let frame = Frame { start: self.end, head: head_length, body: body_length };
        let fixed = [head_length, body_length, crc(&head)].map(u32::to_le_bytes);
        let bytes = [&MAGIC[..], fixed.as_flattened(), &head, body].concat();
        self.file.write_all(&bytes).map_err(at(&self.path))?;
        self.end += frame.length();
        Ok(Some(frame))
    }

    /// Keeps only the given frames, where the others take up more than half of the store.
    ///
    /// # Errors
    /// The disk is full, or the folder is gone.
    pub(crate) fn compact(self, mut live: Vec<Frame>) -> Result<()> {
        live.sort_unstable();
        live.dedup();
        let used: u64 = live.iter().map(|frame| frame.length()).sum();
        if self.end.saturating_sub(used) <= used.max(MIN_WASTE) {
            return Ok(());
        }
        let new = self.path.with_extension("new");
        copy(&self.path, &new, &live).map_err(at(&new))?;
        fs::rename(&new, &self.path).map_err(at(&self.path))
    }
}

fn copy(from: &Path, to: &Path, frames: &[Frame]) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut target = BufWriter::new(File::create(to)?);
    for frame in frames {
        source.seek(SeekFrom::Start(frame.start))?;
        io::copy(&mut (&mut source).take(frame.length()), &mut target)?;
    }
    target.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{encode, sample};

    fn label(key: &str) -> Label {
        Label {
            key: key.into(),
            stamp: "s".into(),
            sha256: format!("{key}-digest"),
            origin: String::new(),
            setup: "1".into(),
        }
    }

    fn piece() -> Piece {
        encode(&sample::document(), &sample::outcome())
    }

    fn keys(path: &Path) -> Vec<String> {
        open(path, "1").unwrap().0.pieces.into_keys().collect()
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let (_, mut log) = open(&path, "1").unwrap();
        for key in ["a", "b"] {
            log.add(&label(key), &piece().outline, &piece().pack()).unwrap();
        }
        let (store, _) = open(&path, "1").unwrap();
        let kept = store.of("b").next().unwrap();
        assert_eq!(kept.sha256, "b-digest");
        assert_eq!(store.load(kept.frame).unwrap(), piece());
        assert!(store.of("c").next().is_none());
        assert!(open(&path, "2").unwrap().0.of("a").next().is_none());
    }

    #[test]
    fn a_frame_cut_short_anywhere_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let (_, mut log) = open(&path, "1").unwrap();
        log.add(&label("a"), &piece().outline, &piece().pack()).unwrap();
        let first = log.end;
        log.add(&label("b"), &piece().outline, &piece().pack()).unwrap();
        let whole = fs::read(&path).unwrap();
        for end in first as usize..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            assert_eq!(keys(&path), ["a"]);
            assert_eq!(fs::metadata(&path).unwrap().len(), first);
        }
        let (_, mut log) = open(&path, "1").unwrap();
        log.add(&label("c"), &piece().outline, &piece().pack()).unwrap();
        assert_eq!(keys(&path), ["a", "c"]);
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let (_, mut log) = open(&path, "1").unwrap();
        log.add(&label("a"), &piece().outline, &piece().pack()).unwrap();
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(&path, &bytes).unwrap();
            let (store, _) = open(&path, "1").unwrap();
            let loaded = store.of("a").next().and_then(|kept| store.load(kept.frame));
            assert!(loaded.is_none_or(|loaded| loaded == piece()), "byte {at}");
        }
    }

    #[test]
    fn a_store_does_not_grow_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let (_, mut log) = open(&path, "1").unwrap();
        log.add(&label("old"), &piece().outline, &vec![0; 3 << 20]).unwrap();
        let live = log.add(&label("a"), &piece().outline, &piece().pack()).unwrap().unwrap();
        log.compact(vec![live]).unwrap();
        assert_eq!(keys(&path), ["a"]);
        assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
        let (store, log) = open(&path, "1").unwrap();
        assert_eq!(store.load(store.of("a").next().unwrap().frame).unwrap(), piece());
        log.compact(Vec::new()).unwrap(); // little waste stays
        assert_eq!(keys(&path), ["a"]);
    }
}
