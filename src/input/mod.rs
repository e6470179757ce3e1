//! From what the command line names to named bytes: files, folders, archives, standard input.

mod archive;
mod encoding;
mod find;
mod kind;
mod left_out;
mod mojibake;
mod office;
mod pages;
#[cfg(test)]
mod tests;
mod walk;
mod warc;

pub(crate) use crate::record::Kind;
pub(crate) use encoding::decode;
pub(crate) use find::find;
pub(crate) use mojibake::Mistaken;
pub(crate) use pages::PAGES;
pub(crate) use walk::is_document;

use crate::digest::{sha256_hex, stamp};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::{Document, Origin};
use crate::source::Source;
use kind::refuse;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The largest document that is read, in bytes. The largest published assessment has 30 MB.
pub(crate) const MAX_BYTES: u64 = 256 << 20;

/// The coarsest clock of a file system in use: FAT counts in two seconds.
const TICK: Duration = Duration::from_secs(2);

/// The name of standard input.
pub(crate) const STDIN: &str = "-";

/// One document that can be read, or why it cannot.
pub(crate) struct Input {
    source: String,
    /// As the extension says; `None` where the bytes are to be asked.
    kind: Option<Kind>,
    place: Place,
    /// Where it was published, as far as an archive of web pages says.
    origins: Vec<Origin>,
}

enum Place {
    File(PathBuf),
    Stdin,
    Bytes(Vec<u8>),
    Member(Box<archive::Member>),
    Page(Box<warc::Page>),
    Revisit(Box<warc::Revisit>),
    Lost(Code, Message),
}

impl Input {
    /// The path relative to the folder given, its name for a single file, `-` for standard input,
    /// `archive.zip!/path` inside an archive, `archive.warc.gz#12` for a record of a web archive; `/` separates.
    #[must_use]
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    fn new(source: String, kind: Option<Kind>, place: Place) -> Self {
        Self { source, kind, place, origins: Vec::new() }
    }

    /// Where it was published, as far as an archive of web pages says.
    #[must_use]
    pub(crate) fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// Bytes that are at hand already; what they are, they say themselves.
    #[must_use]
    pub(crate) fn from_bytes(source: String, bytes: Vec<u8>) -> Self {
        Self::new(source, None, Place::Bytes(bytes))
    }

    /// The file at `path`, under a name of its own; what it is, it says itself.
    #[must_use]
    pub(crate) fn from_file(source: String, path: PathBuf) -> Self {
        Self::new(source, None, Place::File(path))
    }

    /// Whether there is nothing to open: what is wrong was seen while looking for inputs.
    #[must_use]
    pub(crate) fn is_lost(&self) -> bool {
        matches!(self.place, Place::Lost(..))
    }

    /// Whether it is a file of a folder or archive that is no document.
    #[must_use]
    pub(crate) fn is_left_out(&self) -> bool {
        matches!(self.place, Place::Lost(Code::LeftOut, _))
    }

    /// What the document is known by from one run to the next: its source, and what it is taken for.
    #[must_use]
    pub(crate) fn key(&self) -> String {
        let kind = self.kind.map_or("any", Kind::name);
        format!("{}\t{kind}", self.source)
    }

    /// What changes when the document does: size and time of the file, and what the archive says of
    /// its entry. `None` where nothing can be relied on: the file is too new, so that it could
    /// change without a trace, or cannot be asked.
    #[must_use]
    pub(crate) fn stamp(&self) -> Option<String> {
        match &self.place {
            Place::File(path) => settled(path),
            Place::Member(member) => {
                Some(format!("{} in {}", member.stamp(), settled(member.archive())?))
            }
            Place::Page(page) => Some(settled(page.archive())?),
            Place::Lost(code, message) => Some(format!("{code}: {message}")),
            Place::Stdin | Place::Bytes(_) | Place::Revisit(_) => None,
        }
    }

    /// Reads the document: what is known of it, and its bytes or why there are none to work on.
    pub(crate) fn open(&self) -> (Document, std::result::Result<Vec<u8>, Finding>) {
        self.open_within(MAX_BYTES)
    }

    /// Reads the document where it has not more than `most` bytes.
    pub(crate) fn open_within(
        &self,
        most: u64,
    ) -> (Document, std::result::Result<Vec<u8>, Finding>) {
        match self.bytes(most) {
            Ok((bytes, cut)) => {
                let (mut document, refused) = known(&self.source, self.kind, &bytes);
                document.cut = cut;
                (document, refused.map_or(Ok(bytes), Err))
            }
            Err((code, message)) => {
                let mut document = unopened(&self.source, self.kind);
                if self.is_left_out() {
                    document.kind = Kind::Other;
                }
                (document, Err(error(code, message)))
            }
        }
    }

    /// The bytes, and why some are missing; empty where none are.
    fn bytes(&self, most: u64) -> std::result::Result<(Vec<u8>, Message), Refusal> {
        let bytes = match &self.place {
            Place::File(path) => {
                let file =
                    File::open(path).map_err(|cause| unreadable(&Message::system(&cause)))?;
                // A guess: what is there is read, whatever its length was said to be.
                let length = file.metadata().map_or(0, |data| data.len().min(most));
                read_bounded(file, usize::try_from(length).unwrap_or(0), most)?
            }
            Place::Stdin => read_bounded(std::io::stdin().lock(), 0, most)?,
            Place::Bytes(bytes) if bytes.len() as u64 > most => return Err(too_large(most)),
            Place::Bytes(bytes) => bytes.clone(),
            Place::Member(member) if member.size() > most => return Err(too_large(most)),
            Place::Member(member) => member.read().map_err(|cause| unreadable(&cause))?,
            Place::Page(page) => {
                let (bytes, cut) = page.read().map_err(|cause| {
                    let cause = Message::system(&cause);
                    (UNREADABLE, Message::new("unreadable-input.page", &[("cause", &cause)]))
                })?;
                let fits = bytes.len() as u64 <= most;
                return if fits { Ok((bytes, cut)) } else { Err(too_large(most)) };
            }
            Place::Revisit(_) => {
                return Err(unreadable(&Message::new("unreadable-input.revisit", &[])));
            }
            Place::Lost(code, message) => return Err((*code, message.clone())),
        };
        Ok((bytes, Message::default()))
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
    document.kind = kind;
    let refused = refuse(kind, source, bytes);
    (document, refused.map(|(code, message)| error(code, message)))
}

fn unopened(source: &str, kind: Option<Kind>) -> Document {
    let kind = kind.unwrap_or(Kind::Text);
    Document { path: source.to_owned(), kind, ..Document::default() }
}

fn read_bounded(
    reader: impl Read,
    length: usize,
    most: u64,
) -> std::result::Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::with_capacity(length);
    match reader.take(most.saturating_add(1)).read_to_end(&mut bytes) {
        Err(cause) => Err(unreadable(&Message::system(&cause))),
        Ok(_) if bytes.len() as u64 > most => Err(too_large(most)),
        Ok(_) => Ok(bytes),
    }
}

/// The code of what cannot be had.
const UNREADABLE: Code = Code::UnreadableInput;

/// Why there is nothing to work on: the code, and what is said.
type Refusal = (Code, Message);

fn unreadable(cause: &Message) -> Refusal {
    (UNREADABLE, Message::new(UNREADABLE.name(), &[("cause", cause)]))
}

fn too_large(most: u64) -> Refusal {
    let message = match most >> 20 {
        0 => Message::new("limit-size", &[("most", &most)]),
        mebibytes => Message::new("limit-size.mebibytes", &[("most", &mebibytes)]),
    };
    (Code::LimitSize, message)
}

/// Size and time of a file that has not changed for a while: clocks of file systems tick slowly, and
/// what changes within a tick leaves no trace.
fn settled(path: &Path) -> Option<String> {
    let metadata = path.metadata().ok()?;
    let age = SystemTime::now().duration_since(metadata.modified().ok()?).ok()?;
    (age >= TICK).then(|| stamp(&metadata))
}

fn error(code: Code, message: Message) -> Finding {
    let (item, source) = (String::new(), Source::default());
    let severity = if code == Code::LeftOut { Severity::Note } else { Severity::Error };
    Finding { code, severity, item, source, message }
}

fn lost(source: String, code: Code, message: Message) -> Input {
    Input::new(source, None, Place::Lost(code, message))
}

/// What there is to say of a folder or archive without a document.
fn nothing(source: &str, found: &[Input]) -> Option<Input> {
    if !found.iter().all(Input::is_left_out) {
        return None;
    }
    let endings = walk::endings();
    let message = match found.len() {
        0 => Message::new("empty-input.folder", &[("endings", &endings)]),
        count => Message::new("empty-input.others", &[("endings", &endings), ("count", &count)]),
    };
    Some(lost(source.to_owned(), Code::EmptyInput, message))
}

/// The last part of a path; the path itself where it has none (`..`).
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
