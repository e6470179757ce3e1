//! One document read safely: whatever its bytes are, there is an outcome, and the others go on.
//!
//! Readers go down nested structures to a bounded depth, which takes a large stack ([`STACK`]), and a
//! fault of the program in one document becomes a finding on it (`internal-error`).

use crate::assess::{Outcome, assess_within};
use crate::budget;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::{Code, Finding, Message, Severity};
use crate::input::{self, Input};
use crate::limits::Limits;
use crate::record::{Document, Origin};
use crate::source::Source;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a thread that reads may put on its stack.
pub(crate) const STACK: usize = 16 << 20;

/// The stages that make an outcome of bytes.
pub(crate) type Reader<'r> = &'r (dyn Fn(Document, &[u8]) -> Outcome + Sync);

/// The bytes of a document, or why there are none.
pub(crate) type Opened = std::result::Result<Vec<u8>, Box<Finding>>;

/// How [`read`] reads.
///
/// ```
/// use hyokasho::{Limits, Options, Origin};
///
/// let options = Options {
///     limits: Limits { pages: 400, ..Limits::default() },
///     origin: Origin { url: "https://example.jp/a.pdf".into(), ..Origin::default() },
/// };
/// let outcome = hyokasho::read("a.txt", "何かの文書".as_bytes(), &options);
/// assert_eq!(outcome.findings[0].code, hyokasho::Code::NotAnAssessment);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much the document may cost, and which pages are read from their pictures.
    pub limits: Limits,
    /// Where the document was published; each record carries it.
    pub origin: Origin,
}

/// Reads one document: finds out what its bytes are (PDF, workbook, Word document or text in any
/// Japanese encoding), and gives its assessments, usually one, as typed records.
///
/// `name` is the path that the records carry; its ending says only whether a text is one of data
/// (`.csv`, `.json`). Archives are not unpacked: they are `binary-input`.
///
/// It never fails and never panics. What is odd is a [`Finding`]: on the record that it is about, or, for a
/// document (or a part of one) without a record, in [`Outcome::findings`]. No file is opened, nothing is sent.
///
/// ```
/// let bytes = std::fs::read("fixtures/documents/D001.pdf")?;
/// let outcome = hyokasho::read("D001.pdf", &bytes, &hyokasho::Options::default());
/// let record = &outcome.records[0];
/// assert_eq!((record.form.id.as_str(), record.agency.name.as_str()), ("basic", "岩内町"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Outcome {
    let whole = || {
        let (mut document, refused) = input::identify(name, bytes, options.limits.bytes);
        document.origin = options.origin.clone();
        match refused {
            Some(finding) => unread(finding),
            None => {
                let reader =
                    |document, bytes: &[u8]| assess_within(document, bytes, &options.limits);
                guarded(&reader, &document, bytes)
            }
        }
    };
    apart(whole).unwrap_or_else(|error| unread(fault(not_started(&error))))
}

/// Opens and reads an input.
pub(crate) fn read_input(input: &Input, limits: &Limits) -> (Document, Outcome) {
    let (document, bytes) = open(input, limits.bytes);
    let reader = |document, bytes: &[u8]| assess_within(document, bytes, limits);
    let outcome = match bytes {
        Ok(bytes) => guarded(&reader, &document, &bytes),
        Err(finding) => unread(*finding),
    };
    (document, outcome)
}

/// Opens an input.
pub(crate) fn open(input: &Input, most: u64) -> (Document, Opened) {
    let opened = caught(|| {
        let (document, bytes) = input.open_within(most);
        (document, bytes.map_err(Box::new))
    });
    opened.unwrap_or_else(|finding| {
        let document = Document { path: input.source().to_owned(), ..Document::default() };
        (document, Err(finding))
    })
}

/// Runs the stages.
pub(crate) fn guarded(reader: Reader<'_>, document: &Document, bytes: &[u8]) -> Outcome {
    caught(|| reader(document.clone(), bytes)).unwrap_or_else(|finding| unread(*finding))
}

/// What a document gives that could not be read.
pub(crate) fn unread(finding: Finding) -> Outcome {
    Outcome { records: Vec::new(), findings: vec![finding] }
}

/// Does some work; a fault of the program is a finding.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> std::result::Result<T, Box<Finding>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let fault = || fault(Message::new("internal-error", &[("cause", &failure(&*panic))]));
        Box::new(budget::over(&*panic).map_or_else(fault, |over| over.finding(0)))
    })
}

/// Runs `work` in a thread with a stack that is large enough; it must not panic.
///
/// # Errors
/// The system gives no threads.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    let failed = |cause: String| ErrorKind::Threads(cause);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|cause| failed(Message::system(&cause).spoken().to_owned()))?;
        thread.join().map_err(|panic| failed(failure(&*panic)).into())
    })
}

/// Nothing of a document could be understood, for a reason other than its subject: a text about
/// something else is read to its end, and nothing of it is lost.
pub(crate) fn lost(outcome: &Outcome) -> Option<&Finding> {
    let mut errors = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.next().filter(|_| outcome.records.is_empty())
}

/// A finding on a document as a whole that leaves nothing of it.
pub(crate) fn error(code: Code, message: Message) -> Finding {
    let (item, source) = (String::new(), Source::default());
    Finding { code, severity: Severity::Error, item, source, message }
}

fn fault(message: Message) -> Finding {
    error(Code::InternalError, message)
}

/// What there is to say where no thread could be had.
fn not_started(error: &Error) -> Message {
    let cause = match error.kind() {
        ErrorKind::Threads(cause) => cause.clone(),
        other => other.to_string(),
    };
    Message::new("internal-error.threads", &[("cause", &cause)])
}

/// What a panic says.
fn failure(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("unknown cause").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_bytes_are_there_is_something_to_say() {
        let code = |name: &str, bytes: &[u8]| {
            let outcome = read(name, bytes, &Options::default());
            assert!(outcome.records.is_empty());
            outcome.findings[0].code
        };
        assert_eq!(code("a.pdf", b""), Code::EmptyInput);
        assert_eq!(code("a.pdf", b"%PDF-1.7\n"), Code::PdfUnreadable);
        assert_eq!(code("a.zip", b"PK\x03\x04\0\0\0\0\0\0\0\0\0\0"), Code::BinaryInput);
        assert_eq!(code("a.txt", "特定個人情報".as_bytes()), Code::NotAnAssessment);
        let options =
            Options { limits: Limits { bytes: 2, ..Limits::default() }, ..Options::default() };
        assert_eq!(read("a.txt", b"abc", &options).findings[0].code, Code::LimitSize);
    }

    #[test]
    fn a_fault_of_the_program_is_a_finding() {
        let reader = |_: Document, _: &[u8]| -> Outcome { panic!("index out of bounds") };
        let outcome = guarded(&reader, &Document::default(), b"");
        assert_eq!(outcome.findings[0].code, Code::InternalError);
        assert_eq!(outcome.findings[0].message.en, "the program failed on it: index out of bounds");
        assert!(lost(&outcome).is_some());
    }
}
