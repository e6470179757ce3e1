//! Which of the office formats some bytes are.

use super::Kind;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// The signature of a compound file (MS-CFB 2.2): documents of Office 97 to 2003.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What a file of an office program is; `None` where it is none that is read.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(COMPOUND) {
        // The streams of a workbook and of a text: MS-XLS 2.1.7.20, MS-DOC 2.1.1.
        return (holds_name(bytes, "Workbook") || holds_name(bytes, "Book"))
            .then_some(Kind::Workbook);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    of_package(Cursor::new(bytes))
}

/// Whether the file at `path` is a package of an office program, not an archive of documents.
pub(super) fn is_package(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| of_package(BufReader::new(file)).is_some())
}

/// Whether it is a Word document of the older format, which is not read.
pub(super) fn is_old_word(bytes: &[u8]) -> bool {
    bytes.starts_with(COMPOUND) && holds_name(bytes, "WordDocument")
}

fn of_package(package: impl Read + Seek) -> Option<Kind> {
    let mut archive = ZipArchive::new(package).ok()?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("[Content_Types].xml") {
        let begins =
            |folder: &str| archive.file_names().flatten().any(|name| name.starts_with(folder));
        return match (begins("word/"), begins("xl/")) {
            (true, _) => Some(Kind::Word),
            (false, true) => Some(Kind::Workbook),
            (false, false) => None,
        };
    }
    // OpenDocument 1.3, part 2, 3.3: the first file of the package says what it is.
    let mut media_type = String::new();
    let file = archive.by_name("mimetype").ok()?;
    file.take(64).read_to_string(&mut media_type).ok()?;
    (media_type.contains("opendocument.spreadsheet")).then_some(Kind::Workbook)
}

/// Whether a directory entry of a compound file has this name, in UTF-16LE and padded with zeros.
fn holds_name(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    // Entries lie on multiples of 128 bytes.
    bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::archive::tests::archive_of;

    #[test]
    fn packages_are_told_by_their_parts() {
        let of = |names: &[&str]| {
            let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"x"[..])).collect();
            kind(&archive_of(&entries))
        };
        assert_eq!(of(&["[Content_Types].xml", "xl/workbook.xml"]), Some(Kind::Workbook));
        assert_eq!(of(&["[Content_Types].xml", "word/document.xml"]), Some(Kind::Word));
        assert_eq!(of(&["[Content_Types].xml", "ppt/presentation.xml"]), None);
        let open = |kind: &[u8]| self::kind(&archive_of(&[("mimetype", kind)]));
        let sheet = b"application/vnd.oasis.opendocument.spreadsheet";
        assert_eq!(open(sheet), Some(Kind::Workbook));
        assert_eq!(open(b"application/vnd.oasis.opendocument.text"), None);
        assert_eq!(of(&["a.txt"]), None);
    }

    #[test]
    fn compound_files_are_told_by_their_streams() {
        let file = |stream: &str| {
            let mut bytes = COMPOUND.to_vec();
            bytes.resize(512, 0);
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes.resize(1024, 0);
            bytes
        };
        assert_eq!(kind(&file("Workbook")), Some(Kind::Workbook));
        assert_eq!(kind(&file("WordDocument")), None);
        assert!(is_old_word(&file("WordDocument")) && !is_old_word(&file("Workbook")));
    }
}
