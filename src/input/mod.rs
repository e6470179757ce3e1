//! From what the command line names to named bytes: files, folders, archives, standard input.

mod archive;
mod encoding;
mod left_out;
mod mojibake;
mod office;
mod pages;
mod walk;

pub use encoding::{Decoded, decode, looks_binary};
pub use mojibake::Mistaken;
pub use pages::PAGES;
pub(crate) use walk::is_document;

use crate::digest::{sha256_hex, stamp};
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::finding::{Finding, LEFT_OUT, Severity};
use crate::record::Document;
use crate::source::Source;
use left_out::Unread;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use walk::Extension;

/// The largest document that is read, in bytes. The largest published assessment has 30 MB.
pub const MAX_BYTES: u64 = 256 << 20;

/// The coarsest clock of a file system in use: FAT counts in two seconds.
const TICK: Duration = Duration::from_secs(2);

/// The name of standard input.
pub const STDIN: &str = "-";

/// What kind of document the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A PDF file.
    Pdf,
    /// A text, plain or with leftovers of HTML.
    Text,
    /// A Word document (`.docx`).
    Word,
    /// A workbook of Excel or another spreadsheet program (`.xlsx`, `.xlsm`, `.xls`, `.ods`).
    Workbook,
}

impl Kind {
    /// The word used in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "text",
            Self::Word => "word",
            Self::Workbook => "workbook",
        }
    }

    /// What the bytes themselves say.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        // Readers accept rubbish before the header, 1024 bytes of it by custom.
        let start = bytes.get(..1024 + 4).unwrap_or(bytes);
        if start.windows(5).any(|five| five == b"%PDF-") {
            return Self::Pdf;
        }
        office::kind(bytes).unwrap_or(Self::Text)
    }
}

/// One document that can be read, or why it cannot.
pub struct Input {
    source: String,
    /// As the extension says; `None` where the bytes are to be asked.
    kind: Option<Kind>,
    place: Place,
}

enum Place {
    File(PathBuf),
    Stdin,
    Bytes(Vec<u8>),
    Member(Box<archive::Member>),
    Lost(&'static str, String),
}

impl Input {
    /// The path relative to the folder given, its name for a single file, `-` for standard input,
    /// `archive.zip!/path` inside an archive; `/` separates.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Bytes that are at hand already; what they are, they say themselves.
    #[must_use]
    pub fn from_bytes(source: String, bytes: Vec<u8>) -> Self {
        Self { source, kind: None, place: Place::Bytes(bytes) }
    }

    /// The file at `path`, under a name of its own; what it is, it says itself.
    #[must_use]
    pub fn from_file(source: String, path: PathBuf) -> Self {
        Self { source, kind: None, place: Place::File(path) }
    }

    /// Whether there is nothing to open: what is wrong was seen while looking for inputs.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.place, Place::Lost(..))
    }

    /// Whether it is a file of a folder or archive that is no document.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        matches!(self.place, Place::Lost(LEFT_OUT, _))
    }

    /// What the document is known by from one run to the next: its source, and what it is taken for.
    #[must_use]
    pub fn key(&self) -> String {
        let kind = self.kind.map_or("any", Kind::name);
        format!("{}\t{kind}", self.source)
    }

    /// What changes when the document does: size and time of the file, and what the archive says of
    /// its entry. `None` where nothing can be relied on: the file is too new, so that it could
    /// change without a trace, or cannot be asked.
    #[must_use]
    pub fn stamp(&self) -> Option<String> {
        match &self.place {
            Place::File(path) => settled(path),
            Place::Member(member) => {
                Some(format!("{} in {}", member.stamp(), settled(member.archive())?))
            }
            Place::Lost(code, message) => Some(format!("{code}: {message}")),
            Place::Stdin | Place::Bytes(_) => None,
        }
    }

    /// Reads the document: what is known of it, and its bytes or why there are none to work on.
    pub fn open(&self) -> (Document, std::result::Result<Vec<u8>, Finding>) {
        self.open_within(MAX_BYTES)
    }

    /// Reads the document where it has not more than `most` bytes.
    pub fn open_within(&self, most: u64) -> (Document, std::result::Result<Vec<u8>, Finding>) {
        match self.bytes(most) {
            Ok(bytes) => {
                let (document, refused) = known(&self.source, self.kind, &bytes);
                (document, refused.map_or(Ok(bytes), Err))
            }
            Err((code, message)) => {
                let mut document = unopened(&self.source, self.kind);
                if self.is_left_out() {
                    document.kind = "other";
                }
                (document, Err(error(code, message)))
            }
        }
    }

    fn bytes(&self, most: u64) -> std::result::Result<Vec<u8>, (&'static str, String)> {
        let unreadable = |cause: String| ("unreadable-input", format!("cannot be read: {cause}"));
        match &self.place {
            Place::File(path) => {
                let file = File::open(path).map_err(|cause| unreadable(cause.to_string()))?;
                // A guess: what is there is read, whatever its length was said to be.
                let length = file.metadata().map_or(0, |data| data.len().min(most));
                read_bounded(file, usize::try_from(length).unwrap_or(0), most)
            }
            Place::Stdin => read_bounded(std::io::stdin().lock(), 0, most),
            Place::Bytes(bytes) if bytes.len() as u64 > most => Err(too_large(most)),
            Place::Bytes(bytes) => Ok(bytes.clone()),
            Place::Member(member) if member.size() > most => Err(too_large(most)),
            Place::Member(member) => member.read().map_err(unreadable),
            Place::Lost(code, message) => Err((code, message.clone())),
        }
    }
}

/// What is known of bytes at hand, and why there is nothing in them to work on.
pub(crate) fn identify(source: &str, bytes: &[u8], most: u64) -> (Document, Option<Finding>) {
    if bytes.len() as u64 > most {
        let (code, message) = too_large(most);
        return (unopened(source, None), Some(error(code, message)));
    }
    known(source, None, bytes)
}

fn known(source: &str, kind: Option<Kind>, bytes: &[u8]) -> (Document, Option<Finding>) {
    let mut document = unopened(source, kind);
    document.sha256 = sha256_hex(bytes);
    document.bytes = bytes.len() as u64;
    let kind = kind.unwrap_or_else(|| Kind::of(bytes));
    document.kind = kind.name();
    let refused = refuse(kind, source, bytes);
    (document, refused.map(|(code, message)| error(code, message)))
}

fn unopened(source: &str, kind: Option<Kind>) -> Document {
    let kind = kind.unwrap_or(Kind::Text).name();
    Document { path: source.to_owned(), kind, ..Document::default() }
}

fn read_bounded(
    reader: impl Read,
    length: usize,
    most: u64,
) -> std::result::Result<Vec<u8>, (&'static str, String)> {
    let mut bytes = Vec::with_capacity(length);
    match reader.take(most.saturating_add(1)).read_to_end(&mut bytes) {
        Err(cause) => Err(("unreadable-input", format!("cannot be read: {cause}"))),
        Ok(_) if bytes.len() as u64 > most => Err(too_large(most)),
        Ok(_) => Ok(bytes),
    }
}

fn too_large(most: u64) -> (&'static str, String) {
    match most >> 20 {
        0 => ("limit-size", format!("larger than {most} bytes")),
        mebibytes => ("limit-size", format!("larger than {mebibytes} MiB")),
    }
}

/// Size and time of a file that has not changed for a while: clocks of file systems tick slowly, and
/// what changes within a tick leaves no trace.
fn settled(path: &Path) -> Option<String> {
    let metadata = path.metadata().ok()?;
    let age = SystemTime::now().duration_since(metadata.modified().ok()?).ok()?;
    (age >= TICK).then(|| stamp(&metadata))
}

/// Why there is nothing in the bytes to work on.
fn refuse(kind: Kind, name: &str, bytes: &[u8]) -> Option<(&'static str, String)> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Some(("empty-input", "there is nothing in it".to_owned()));
    }
    if office::is_old_word(bytes) {
        let message = "a Word document of the older format; save it as PDF or docx";
        return Some(("binary-input", message.to_owned()));
    }
    if kind != Kind::Text {
        return None;
    }
    let known = Unread::beginning(bytes);
    if known.is_none() && !looks_binary(bytes) {
        return None;
    }
    let message = match known.or_else(|| Unread::named(name)) {
        Some(kind) => kind.advice(),
        None => "neither a PDF, a workbook, a Word document nor text in any known encoding".into(),
    };
    Some(("binary-input", message))
}

fn error(code: &'static str, message: String) -> Finding {
    let (item, source) = (String::new(), Source::default());
    let severity = if code == LEFT_OUT { Severity::Note } else { Severity::Error };
    Finding { code, severity, item, source, message }
}

fn lost(source: String, code: &'static str, message: String) -> Input {
    Input { source, kind: None, place: Place::Lost(code, message) }
}

/// Finds the documents that the command line names, sorted by source. What is named twice, or within
/// a folder that is named too, is there once, under the name it has in the first of them.
///
/// # Errors
/// A path that is not there. What is there and cannot be read is an [`Input`] that says so.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Input>> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        add(path, &mut found)?;
        if let Some(added) = found.get_mut(before..) {
            added.sort_by(|a, b| a.source.cmp(&b.source));
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|input| input.identity().is_none_or(|identity| seen.insert(identity)));
    found.sort_by(|a, b| a.source.cmp(&b.source)); // stable: equal names stay in the order given
    Ok(found)
}

fn add(path: &Path, found: &mut Vec<Input>) -> Result<()> {
    if path.as_os_str() == STDIN {
        found.push(Input { source: STDIN.into(), kind: None, place: Place::Stdin });
        return Ok(());
    }
    let source = name_of(path);
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => {
            let before = found.len();
            walk::folder(path, found);
            found.extend(nothing(&source, found.get(before..).unwrap_or_default()));
        }
        Ok(metadata) if metadata.is_file() && is_archive(path, &source) => {
            archive::list(path, &source, found);
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Err(missing(path)),
        // What cannot be read is said on reading.
        Ok(_) | Err(_) => found.push(Input { source, kind: None, place: Place::File(path.into()) }),
    }
    Ok(())
}

/// What there is to say of a folder or archive without a document.
fn nothing(source: &str, found: &[Input]) -> Option<Input> {
    if !found.iter().all(Input::is_left_out) {
        return None;
    }
    let mut message =
        format!("no document is in it: expected files that end in {}", walk::endings());
    if !found.is_empty() {
        message.push_str(&format!(", but found {} of other kinds", found.len()));
    }
    Some(lost(source.to_owned(), "empty-input", message))
}

/// A named file is what its first bytes say, whatever its name.
fn is_archive(path: &Path, name: &str) -> bool {
    let mut start = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) if start == *b"PK\x03\x04" => {
            !office::is_package(path) && Unread::named(name).is_none()
        }
        Ok(()) => start == *b"PK\x05\x06",
        Err(_) => walk::extension(name) == Some(Extension::Archive),
    }
}

fn missing(path: &Path) -> Error {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let entries =
        std::fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let near = nearest(&name_of(path), names).map(|name| match folder {
        Some(folder) => folder.join(name),
        None => name.into(),
    });
    ErrorKind::InputMissing { path: path.into(), near }.into()
}

/// The last part of a path; the path itself where it has none (`..`).
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

impl Input {
    /// What two names of the same document have in common.
    fn identity(&self) -> Option<(PathBuf, String)> {
        match &self.place {
            Place::File(path) => Some((path.canonicalize().ok()?, String::new())),
            Place::Stdin => Some((STDIN.into(), String::new())),
            Place::Member(member) => {
                Some((member.archive().canonicalize().ok()?, member.index().to_string()))
            }
            Place::Lost(..) | Place::Bytes(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn sources<'i>(inputs: impl IntoIterator<Item = &'i Input>) -> Vec<&'i str> {
        inputs.into_iter().map(Input::source).collect()
    }

    fn tree(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    #[test]
    fn folders_are_searched_by_extension_and_sorted_bytewise() {
        let folder = tree(&[
            ("b/1.PDF", b"x"),
            ("a-b.txt", b"x"),
            ("a/z.html", b"x"),
            ("Z.text", b"x"),
            ("目黒.htm", b"x"),
            ("a/notes.log", b"%PDF-"),
            (".git/x.txt", b"x"),
            ("b/._1.pdf", b"x"),
            ("c.zip", &archive::tests::archive_of(&[("in/q.txt", b"x")])),
        ]);
        let found = find(&[folder.path().into()]).unwrap();
        let expected = [
            "Z.text",
            "a-b.txt",
            "a/notes.log",
            "a/z.html",
            "b/1.PDF",
            "c.zip!/in/q.txt",
            "目黒.htm",
        ];
        assert_eq!(sources(&found), expected);
        let left_out: Vec<bool> = found.iter().map(Input::is_left_out).collect();
        assert_eq!(left_out, [false, false, true, false, false, false, false]);
    }

    #[test]
    fn what_is_named_twice_is_read_once() {
        let folder = tree(&[
            ("a.txt", b"x"),
            ("sub/b.txt", b"y"),
            ("d.zip", &archive::tests::archive_of(&[("a.txt", b"z")])),
        ]);
        let root = folder.path();
        let named =
            [root.to_owned(), root.join("sub"), root.join("sub/../a.txt"), root.join("d.zip")];
        assert_eq!(sources(&find(&named).unwrap()), ["a.txt", "d.zip!/a.txt", "sub/b.txt"]);
        let named = [root.join("sub"), root.to_owned(), "-".into(), "-".into()];
        assert_eq!(sources(&find(&named).unwrap()), ["-", "a.txt", "b.txt", "d.zip!/a.txt"]);
    }

    #[test]
    fn only_what_is_named_is_sniffed() {
        let folder = tree(&[
            ("odd.bin", b"junk\n%PDF-1.4"),
            ("x.dat", &archive::tests::archive_of(&[("q.txt", b"x")])),
        ]);
        let named = [folder.path().join("odd.bin"), folder.path().join("x.dat")];
        let found = find(&named).unwrap();
        assert_eq!(sources(&found), ["odd.bin", "x.dat!/q.txt"]);
        assert_eq!(found[0].open().0.kind, "pdf");
        let found = find(&[folder.path().into()]).unwrap();
        let (left_out, folder): (Vec<_>, Vec<_>) = found.iter().partition(|one| one.is_left_out());
        assert_eq!(sources(left_out), ["odd.bin", "x.dat"]);
        let said = folder[0].open().1.unwrap_err();
        assert!(said.code == "empty-input" && said.message.ends_with("but found 2 of other kinds"));
        assert_eq!(Kind::of(&[&[b' '; 1023][..], b"%PDF-"].concat()), Kind::Pdf);
        assert_eq!(Kind::of(&[&[b' '; 1024][..], b"%PDF-"].concat()), Kind::Text);
    }

    #[test]
    fn what_cannot_be_worked_on_is_a_finding() {
        let noise: Vec<u8> = (0..=255).collect();
        let folder =
            tree(&[("a.txt", b""), ("b.txt", b" \r\n\t"), ("c.txt", &noise), ("d.zip", b"PK")]);
        let found = find(&[folder.path().into()]).unwrap();
        let codes: Vec<_> = found.iter().map(|input| input.open().1.unwrap_err().code).collect();
        assert_eq!(codes, ["empty-input", "empty-input", "binary-input", "unreadable-input"]);
        for code in codes {
            assert!(PAGES.iter().any(|(known, _)| *known == code));
        }
    }

    #[test]
    fn documents_of_other_programs_say_what_to_do() {
        let pptx = archive::tests::archive_of(&[("ppt/presentation.xml", b"x")]);
        let files: [(&str, &[u8]); 4] = [
            ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            ("b.txt", b"{\\rtf1\\ansi }"),
            ("c.jtd", &[0; 64]),
            ("d.pptx", &pptx),
        ];
        let folder = tree(&files);
        let named: Vec<PathBuf> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
        let said = |paths: &[PathBuf]| -> Vec<String> {
            let inputs = find(paths).unwrap();
            inputs.iter().map(|input| input.open().1.unwrap_err().message).collect()
        };
        let expected = [
            "a Word document of the older format; save it as PDF or docx",
            "a text in Rich Text Format; save it as PDF or docx",
            "a document of 一太郎; print it into a PDF",
            "a presentation; print it into a PDF",
        ];
        assert_eq!(said(&named), expected);
        assert_eq!(said(&[folder.path().into()]), expected);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end() {
        let folder = tree(&[("a/b.txt", b"x")]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("gone.txt")).unwrap();
        let found = find(&[folder.path().into()]).unwrap();
        assert_eq!(sources(&found), ["a/b.txt", "a/up", "gone.txt"]);
        assert!(found[1].is_left_out());
        assert_eq!(found[2].open().1.unwrap_err().code, "unreadable-input");
    }
}
