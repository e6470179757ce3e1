//! What was recognised before, kept in a file: recognising is the dear part of reading a scan, and its
//! result depends on nothing but the strip and the model.
//!
//! ```text
//! file  ::= frame*                 (a frame that is cut short is cut off)
//! frame ::= "hyoc" length-of-body crc-of-body key body        (numbers: u32, little endian)
//! key   ::= SHA-256 of the document and the number of the page
//! body  ::= (key-of-strip count (character sureness step)*)*
//! ```

use super::seen::Seen;
use flate2::Crc;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

const MAGIC: &[u8; 4] = b"hyoc";
/// Magic, two numbers and the key.
const HEAD: usize = 44;
/// Bytes of a character.
const SEEN: usize = 12;
/// The file is begun anew when more than half of it, and more than this, is of no use any more.
const MIN_WASTE: u64 = 1 << 20;

/// Names a page of a document, or a strip.
pub(super) type Key = [u8; 32];

/// What was recognised of a page, by strip.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Strips(pub(super) BTreeMap<Key, Vec<Seen>>);

/// A file of pages, for all threads that read.
#[derive(Debug)]
pub(crate) struct Memory {
    file: Mutex<Pages>,
}

#[derive(Debug)]
struct Pages {
    file: File,
    /// Where the body of each page is, and how long.
    places: BTreeMap<Key, (u64, u32)>,
    end: u64,
}

impl Memory {
    /// What this file holds, and room for more; `None` where it cannot be written.
    pub(crate) fn open(path: &Path) -> Option<Self> {
        Pages::open(path).ok().map(|pages| Self { file: Mutex::new(pages) })
    }

    /// What is known of a page.
    pub(super) fn recall(&self, page: &Key) -> Strips {
        self.pages().load(page).unwrap_or_default()
    }

    /// Keeps what was recognised of a page.
    pub(super) fn keep(&self, page: &Key, strips: &Strips) {
        // Where the disk is full the next run recognises again.
        let _ = self.pages().add(page, &strips.packed());
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key of data.
pub(super) fn key(parts: &[&[u8]]) -> Key {
    let mut digest = Sha256::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().into()
}

impl Pages {
    fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut pages = Self { file, places: BTreeMap::new(), end: 0 };
        pages.index()?;
        let used: u64 = pages.places.values().map(|(_, length)| u64::from(*length)).sum();
        if pages.end > used * 2 + MIN_WASTE {
            pages.shorten(path)?;
        }
        Ok(pages)
    }

    /// Finds the pages; what is behind the last whole frame is cut off.
    fn index(&mut self) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let mut reader = BufReader::new(&self.file);
        reader.rewind()?;
        let mut head = [0; HEAD];
        while self.end + HEAD as u64 <= length {
            reader.read_exact(&mut head)?;
            let size = number(&head, 4);
            let next = self.end + HEAD as u64 + u64::from(size);
            let (true, Some(key)) = (head.starts_with(MAGIC) && next <= length, key_at(&head, 12))
            else {
                break;
            };
            self.places.insert(key, (self.end + HEAD as u64, size));
            reader.seek_relative(i64::from(size))?;
            self.end = next;
        }
        self.file.set_len(self.end)
    }

    fn load(&mut self, page: &Key) -> Option<Strips> {
        let (start, size) = *self.places.get(page)?;
        let body = self.body(start, size).ok()?;
        let mut head = [0; HEAD];
        self.file.seek(SeekFrom::Start(start - HEAD as u64)).ok()?;
        self.file.read_exact(&mut head).ok()?;
        (number(&head, 8) == crc(&body)).then(|| Strips::unpacked(&body))
    }

    fn body(&mut self, start: u64, size: u32) -> io::Result<Vec<u8>> {
        let mut body = vec![0; size as usize];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut body)?;
        Ok(body)
    }

    fn add(&mut self, page: &Key, body: &[u8]) -> io::Result<()> {
        let Ok(size) = u32::try_from(body.len()) else { return Ok(()) };
        let numbers = [size, crc(body)].map(u32::to_le_bytes);
        self.file.write_all(&[&MAGIC[..], numbers.as_flattened(), page, body].concat())?;
        self.places.insert(*page, (self.end + HEAD as u64, size));
        self.end += HEAD as u64 + u64::from(size);
        Ok(())
    }

    /// Writes the file anew with the newest frame of each page.
    fn shorten(&mut self, path: &Path) -> io::Result<()> {
        let new = path.with_extension("new");
        let _ = std::fs::remove_file(&new);
        let file = OpenOptions::new().read(true).append(true).create(true).open(&new)?;
        let mut kept = Self { file, places: BTreeMap::new(), end: 0 };
        for (key, (start, size)) in std::mem::take(&mut self.places) {
            let body = self.body(start, size)?;
            kept.add(&key, &body)?;
        }
        std::fs::rename(&new, path)?;
        *self = kept;
        Ok(())
    }
}

impl Strips {
    fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (key, seen) in &self.0 {
            bytes.extend_from_slice(key);
            bytes.extend(u32::try_from(seen.len()).unwrap_or(0).to_le_bytes());
            for Seen { char, sure, step } in seen {
                let numbers = [u32::from(*char), sure.to_bits(), step.to_bits()];
                bytes.extend_from_slice(numbers.map(u32::to_le_bytes).as_flattened());
            }
        }
        bytes
    }

    fn unpacked(mut bytes: &[u8]) -> Self {
        let mut all = BTreeMap::new();
        while let Some(key) = key_at(bytes, 0) {
            let end = 36 + number(bytes, 32) as usize * SEEN;
            let Some(part) = bytes.get(36..end) else { break };
            let seen = |at: &[u8]| {
                let (sure, step) = (f32::from_bits(number(at, 4)), f32::from_bits(number(at, 8)));
                char::from_u32(number(at, 0)).map(|char| Seen { char, sure, step })
            };
            all.insert(key, part.chunks_exact(SEEN).filter_map(seen).collect());
            bytes = &bytes[end..];
        }
        Self(all)
    }
}

fn key_at(bytes: &[u8], at: usize) -> Option<Key> {
    bytes.get(at..at + 32)?.try_into().ok()
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_le_bytes)
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strips(char: char) -> Strips {
        let seen = vec![Seen { char, sure: 0.9, step: 3.5 }, Seen { char, sure: 0.1, step: 9.0 }];
        Strips([(key(&[b"one"]), seen), (key(&[b"two"]), Vec::new())].into())
    }

    #[test]
    fn what_was_recognised_is_recalled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ocr");
        let mut pages = Pages::open(&path).unwrap();
        pages.add(&key(&[b"p"]), &strips('番').packed()).unwrap();
        pages.add(&key(&[b"q"]), &strips('号').packed()).unwrap();
        pages.add(&key(&[b"p"]), &strips('法').packed()).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for cut in [0, 1, 40] {
            std::fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let mut pages = Pages::open(&path).unwrap();
            let newest = if cut == 0 { '法' } else { '番' };
            assert_eq!(pages.load(&key(&[b"p"])), Some(strips(newest)), "{cut}");
            assert_eq!(pages.load(&key(&[b"q"])), Some(strips('号')));
        }
    }

    #[test]
    fn a_damaged_page_is_not_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ocr");
        Pages::open(&path).unwrap().add(&key(&[b"p"]), &strips('番').packed()).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[80] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(Pages::open(&path).unwrap().load(&key(&[b"p"])), None);
    }

    #[test]
    fn the_file_is_shortened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ocr");
        let mut pages = Pages::open(&path).unwrap();
        pages.add(&key(&[b"p"]), &vec![0; 2 << 20]).unwrap();
        pages.add(&key(&[b"p"]), &strips('番').packed()).unwrap();
        let mut pages = Pages::open(&path).unwrap();
        assert_eq!(pages.load(&key(&[b"p"])), Some(strips('番')));
        assert!(std::fs::metadata(&path).unwrap().len() < 1 << 10);
    }
}
