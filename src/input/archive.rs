//! The documents of a ZIP archive, read in place.
//!
//! Whatever an archive says of itself may be a lie: counts, sizes and names are bounded when it is
//! listed, and the size again when a document is read.

use super::walk::{Extension, extension, is_hidden};
use super::{Input, MAX_BYTES, Place, Refusal, UNREADABLE, decode, left_out, lost};
use crate::finding::{Code, Message};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;
use zip::read::{OwnedZipFileEntry, ZipFileEntry, ZipReadOptions};

/// The most entries an archive may have.
const MAX_ENTRIES: usize = 200_000;
/// The longest name of an entry in bytes.
const MAX_NAME: usize = 1024;
/// How many times its packed size a document may have. Transcribed text packs 8 times, ruled PDFs 20
/// times; a bomb packs 1000 times.
pub(super) const MAX_RATIO: u64 = 250;
/// Small documents may pack better: a page of blanks is no bomb.
pub(super) const FREE_RATIO: u64 = 1 << 20;

/// A document of an archive.
pub(super) struct Member {
    archive: Arc<Path>,
    /// The number of the entry: two may have one name.
    index: usize,
    entry: OwnedZipFileEntry,
}

/// Adds the documents of the archive at `path`, whose own source is `source`.
pub(super) fn list(path: &Path, source: &str, found: &mut Vec<Input>) {
    let before = found.len();
    if let Err((code, message)) = list_entries(path, source, found) {
        found.truncate(before);
        found.push(lost(source.to_owned(), code, message));
    }
    found.extend(super::nothing(source, found.get(before..).unwrap_or_default()));
    number_names(found.get_mut(before..).unwrap_or_default());
}

/// Tells entries of one name apart: the second is `a.txt (2)`.
fn number_names(entries: &mut [Input]) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for entry in entries {
        let count = counts.entry(entry.source.clone()).or_default();
        *count += 1;
        if *count > 1 {
            entry.source = format!("{} ({count})", entry.source);
        }
    }
}

fn list_entries(path: &Path, source: &str, found: &mut Vec<Input>) -> Result<(), Refusal> {
    let broken = |cause: String| {
        (UNREADABLE, Message::new("unreadable-input.archive", &[("cause", &cause)]))
    };
    let file = File::open(path).map_err(|cause| broken(cause.to_string()))?;
    let packed = file.metadata().map_err(|cause| broken(cause.to_string()))?.len();
    let archive =
        ZipArchive::new(BufReader::new(file)).map_err(|cause| broken(cause.to_string()))?;
    if archive.len() > MAX_ENTRIES {
        return Err((
            Code::LimitArchive,
            Message::new("limit-archive.entries", &[("most", &MAX_ENTRIES)]),
        ));
    }
    let (shared, metadata) = (Arc::from(path), archive.metadata());
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let entry = metadata.entry(index).map_err(|cause| broken(cause.to_string()))?;
        total = total.saturating_add(entry.size());
        found.extend(member(&shared, source, index, entry));
    }
    // Of entries of one name the library gives the last.
    let lost_entries = entries(path).map_or(0, |count| count.saturating_sub(archive.len()));
    if lost_entries > 0 {
        let message = Message::new("unreadable-input.same-name", &[("count", &lost_entries)]);
        found.push(lost(source.to_owned(), Code::UnreadableInput, message));
    }
    // Entries that share their bytes pass every bound of their own, but not this one.
    if total > packed.saturating_mul(MAX_RATIO).max(FREE_RATIO) {
        return Err((
            Code::LimitArchive,
            Message::new("limit-archive.ratio", &[("ratio", &MAX_RATIO)]),
        ));
    }
    Ok(())
}

/// How many entries the end of the archive says it has (APPNOTE.TXT 4.3.16); `None` where it does not say.
fn entries(path: &Path) -> Option<usize> {
    const END: &[u8] = b"PK\x05\x06";
    const LONGEST: u64 = (1 << 16) + 22;
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LONGEST))).ok()?;
    let mut end = Vec::new();
    file.take(LONGEST).read_to_end(&mut end).ok()?;
    let at = end.windows(END.len()).rposition(|four| four == END)?;
    let count = end.get(at + 10..at + 12)?;
    let count = u16::from_le_bytes([count[0], count[1]]);
    (count < u16::MAX).then_some(usize::from(count))
}

/// What an entry gives: a document, a finding, or nothing where it is a folder or hidden.
fn member(
    archive: &Arc<Path>,
    source: &str,
    index: usize,
    entry: ZipFileEntry<'_>,
) -> Option<Input> {
    let name = name_of(&entry);
    if entry.is_dir() || name.split('/').any(is_hidden_part) {
        return None;
    }
    let source = format!("{source}!/{}", shortened(&name));
    let Some(extension) = extension(&name) else { return Some(left_out::input(source)) };
    if let Some((code, message)) = refuse(&name, extension, &entry) {
        return Some(lost(source, code, message));
    }
    let Extension::Document(kind) = extension else { return None };
    let member = Member { archive: Arc::clone(archive), index, entry: entry.into() };
    Some(Input::new(source, Some(kind), Place::Member(Box::new(member))))
}

fn is_hidden_part(part: &str) -> bool {
    is_hidden(part) && part != "." && part != ".."
}

fn refuse(name: &str, extension: Extension, entry: &ZipFileEntry<'_>) -> Option<Refusal> {
    let odd = |part: &str| matches!(part, "" | "." | "..");
    if name.len() > MAX_NAME || name.split('/').any(odd) || name.chars().any(char::is_control) {
        return Some((Code::LimitArchive, Message::new("limit-archive.name", &[])));
    }
    if matches!(extension, Extension::Archive | Extension::Web) {
        return Some((Code::LimitArchive, Message::new("limit-archive", &[])));
    }
    if entry.encrypted() {
        return Some((Code::UnreadableInput, Message::new("unreadable-input.encrypted", &[])));
    }
    if entry.size() > MAX_BYTES {
        return Some(super::too_large(MAX_BYTES));
    }
    let most = entry.compressed_size().saturating_mul(MAX_RATIO).max(FREE_RATIO);
    (entry.size() > most).then(|| {
        (Code::LimitArchive, Message::new("limit-archive.entry", &[("ratio", &MAX_RATIO)]))
    })
}

/// The name of an entry. Japanese Windows writes names in Shift_JIS without a word about it.
fn name_of(entry: &ZipFileEntry<'_>) -> String {
    decode(entry.name_raw()).text.replace('\\', "/")
}

fn shortened(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect()
}

impl Member {
    /// The archive's path.
    pub(super) fn archive(&self) -> &Path {
        &self.archive
    }

    /// The number of the entry.
    pub(super) fn index(&self) -> usize {
        self.index
    }

    /// What the archive says of the entry.
    pub(super) fn stamp(&self) -> String {
        let entry = self.entry.as_ref();
        format!("{} {:08x}", entry.size(), entry.crc32())
    }

    /// The size that the archive says it has.
    pub(super) fn size(&self) -> u64 {
        self.entry.size()
    }

    /// The document's bytes.
    pub(super) fn read(&self) -> Result<Vec<u8>, Message> {
        let text = |cause: &dyn std::fmt::Display| Message::list(&[&cause.to_string()]);
        let mut file = BufReader::new(File::open(&self.archive).map_err(|cause| text(&cause))?);
        let options = ZipReadOptions::default();
        let entry =
            self.entry.as_ref().with_reader(&mut file, options).map_err(|cause| text(&cause))?;
        let mut bytes = Vec::new();
        // One more than it says: a longer one fails on its checksum or here, not by eating the memory.
        let most = self.entry.size().saturating_add(1);
        entry.take(most).read_to_end(&mut bytes).map_err(|cause| text(&cause))?;
        if bytes.len() as u64 != self.entry.size() {
            return Err(Message::new("unreadable-input.entry", &[]));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::write::SimpleFileOptions;

    /// An archive with these entries.
    pub(in crate::input) fn archive_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn listed(bytes: &[u8]) -> Vec<(String, Result<Vec<u8>, &'static str>)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        std::fs::write(&path, bytes).unwrap();
        let mut found = Vec::new();
        list(&path, "a.zip", &mut found);
        let read = |input: &Input| input.open().1.map_err(|finding| finding.code.name());
        found.iter().map(|input| (input.source.clone(), read(input))).collect()
    }

    #[test]
    fn documents_are_read_in_place() {
        let bytes = archive_of(&[
            ("区/a.txt", b"one"),
            ("b.pdf", b"%PDF-"),
            ("c.log", b"1"),
            ("__MACOSX/._b.pdf", b"x"),
        ]);
        let expected = [
            ("a.zip!/区/a.txt", Ok(b"one".to_vec())),
            ("a.zip!/b.pdf", Ok(b"%PDF-".to_vec())),
            ("a.zip!/c.log", Err("left-out")),
        ];
        assert_eq!(listed(&bytes), expected.map(|(name, read)| (name.to_owned(), read)));
    }

    #[test]
    fn every_entry_is_accounted_for() {
        let mut bytes =
            archive_of(&[("x/a.txt", b"one"), ("x/b.txt", b"two"), ("x\\a.txt", b"three")]);
        while let Some(at) = bytes.windows(7).position(|seven| seven == b"x/b.txt") {
            bytes[at..at + 7].copy_from_slice(b"x/a.txt");
        }
        let names: Vec<String> = listed(&bytes).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.zip!/x/a.txt", "a.zip!/x/a.txt (2)", "a.zip"]);
        let empty = ("a.zip".to_owned(), Err("empty-input"));
        assert_eq!(listed(&archive_of(&[])), std::slice::from_ref(&empty));
        let picture = ("a.zip!/b.jpg".to_owned(), Err("left-out"));
        assert_eq!(listed(&archive_of(&[("b.jpg", b"x")])), [picture, empty]);
    }

    #[test]
    fn names_in_shift_jis_are_read() {
        let mut bytes = archive_of(&[("abcd.txt", b"one")]);
        let name = encoding_rs::SHIFT_JIS.encode("目黒").0.into_owned();
        while let Some(at) = bytes.windows(4).position(|four| four == b"abcd") {
            bytes[at..at + 4].copy_from_slice(&name);
        }
        assert_eq!(listed(&bytes), [("a.zip!/目黒.txt".to_owned(), Ok(b"one".to_vec()))]);
    }

    #[test]
    fn bombs_and_odd_names_are_findings() {
        let bomb = archive_of(&[("a.txt", &vec![b' '; 64 << 20]), ("b.txt", b"x")]);
        assert_eq!(listed(&bomb), [("a.zip".to_owned(), Err("limit-archive"))]);
        let odd = archive_of(&[("../a.txt", b"x"), ("in.zip", b"x")]);
        let codes: Vec<_> = listed(&odd).into_iter().map(|(_, read)| read).collect();
        assert_eq!(codes, [Err("limit-archive"), Err("limit-archive")]);
        assert_eq!(listed(b"PK\x03\x04 cut"), [("a.zip".to_owned(), Err("unreadable-input"))]);
    }

    #[test]
    fn a_lying_size_is_found_out() {
        let mut bytes = archive_of(&[("a.txt", &b"0123456789".repeat(100))]);
        let size = 1000_u32.to_le_bytes();
        while let Some(at) = bytes.windows(4).position(|four| four == size) {
            bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        assert_eq!(listed(&bytes), [("a.zip!/a.txt".to_owned(), Err("unreadable-input"))]);
    }
}
