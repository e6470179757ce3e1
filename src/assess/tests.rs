//! What a scan and an attached file leave in doubt. No model is needed: the rows are those of a text that says how sure
//! each of its characters is.

mod labels;
mod revision;

use super::*;
use crate::finding::{Code, Message, Severity};
use crate::read::Means;
use crate::rows::{Attached, Note, Sure};
use crate::source::Source;
use std::time::Duration;

const TEXT: &str = include_str!("../../fixtures/checks/date-serial.txt");

/// The text with its last answer between brackets, as its form prints it.
fn sound() -> String {
    TEXT.replace("\n基礎項目評価の実施が", "\n[ 基礎項目評価の実施が")
        .replace("付けられる\n", "付けられる ]\n")
}

/// Codes and items of the findings on a text read as if from the picture of a page; `doubtful` is what is not sure in it.
fn scanned(text: &str, doubtful: &str) -> Vec<(&'static str, String)> {
    let mut rows = read::text(text);
    rows.scanned = vec![1];
    let unsure = rows.raw.find(doubtful).map(|at| at..at + doubtful.len()).unwrap_or_default();
    rows.sure = rows.raw.char_indices().fold(Vec::new(), |mut all, (at, c)| {
        let sure = if unsure.contains(&at) { 0.5 } else { 1.0 };
        all.push(Sure { end: at + c.len_utf8(), sure });
        all
    });
    for span in rows.rows.iter_mut().flat_map(|row| &mut row.cells).flat_map(|cell| &mut cell.spans)
    {
        span.source.page = 1;
    }
    let outcome = assess_rows(&Document::default(), rows, Vec::new());
    let findings = outcome.records.into_iter().flat_map(|record| record.findings);
    let own = findings.filter(|finding| finding.code.name().starts_with("ocr-"));
    own.map(|finding| (finding.code.name(), finding.item)).collect()
}

#[test]
fn a_scan_whose_characters_are_sure_leaves_no_doubt() {
    assert_eq!(scanned(&sound(), ""), []);
}

#[test]
fn what_is_not_sure_on_a_scan_is_said_on_its_item() {
    let item = |id: &str| id.to_owned();
    let doubtful = scanned(&sound(), "福祉課長");
    assert_eq!(doubtful, [("ocr-doubtful", item("overview.department.head_title"))]);
    let ink = scanned(&sound().replace("福祉課長", "福祉\u{FFFD}課長"), "");
    assert_eq!(ink, [("ocr-unread-ink", item("overview.department.head_title"))]);
    let bare = scanned(&sound().replace("[ 500人未満 ]", "500人未満"), "");
    assert_eq!(bare, [("ocr-mark-unconfirmed", item("threshold.staff.staff"))]);
    let open = scanned(&sound().replace("[ 500人未満 ]", "[ 500人未満"), "");
    assert_eq!(open, [("ocr-mark-unconfirmed", item("threshold.staff.staff"))]);
}

#[test]
fn an_empty_box_beside_a_loose_character_may_be_ticked() {
    let boxes = |mark: &str| {
        let row = "9．監査\n実施の有無\n[○]自己点検 [ ]内部監査 [○]外部監査";
        let found = scanned(&format!("{}{row} {mark}\n", sound()), "");
        found.into_iter().filter(|(_, item)| item.ends_with(".internal")).collect::<Vec<_>>()
    };
    assert_eq!(boxes(""), []);
    let [(code, _)] = boxes("O")[..] else { panic!("{:?}", boxes("O")) };
    assert_eq!(code, "ocr-mark-unconfirmed");
}

#[test]
fn a_file_within_a_document_that_gives_no_record_is_named() {
    let file = |name: &str, bytes: &[u8]| Attached { name: name.into(), bytes: bytes.to_vec() };
    let files = vec![file("別紙.txt", TEXT.as_bytes()), file("写真.png", b"\x89PNG\r\n\x1a\n")];
    let document = Document { path: "a.pdf".into(), ..Document::default() };
    let mut outcome = Outcome::default();
    attached::add(&document, files, &Means::of(&Limits::default()), &mut outcome);
    assert_eq!(outcome.records[0].document.path, "a.pdf#別紙.txt");
    let [left] = &outcome.findings[..] else { panic!("{:?}", outcome.findings) };
    assert_eq!(left.code, Code::AttachmentLeftOut);
    assert!(left.message.en.contains("'写真.png'") && left.message.ja.contains("「写真.png」"));
}

#[test]
fn time_and_memory_bind_and_what_was_understood_before_is_kept() {
    let two = format!("{TEXT}\u{c}{}", TEXT.replace("福祉課長", &"福祉".repeat(3000)));
    let read = |limits: Limits| {
        let outcome = assess_within(Document::default(), two.as_bytes(), &limits);
        let own = outcome.records.iter().flat_map(|record| &record.findings);
        let codes: Vec<_> = own.chain(&outcome.findings).map(|finding| finding.code).collect();
        (outcome.records.len(), codes)
    };
    let short = Limits { time: Duration::ZERO, ..Limits::default() };
    assert_eq!(read(short), (0, vec![Code::LimitTime]));
    let memory = |bytes| read(Limits { memory: bytes, ..Limits::default() });
    assert_eq!(memory(1000), (0, vec![Code::LimitMemory]));
    let halves = (1..200).map(|kilobytes| memory(kilobytes << 10));
    let first = halves
        .filter(|(records, _)| *records > 0)
        .map(|(records, codes)| (records, codes.contains(&Code::LimitMemory)))
        .next();
    assert_eq!(first, Some((1, true)));
}

#[test]
fn a_bar_is_said_of_an_answer_and_not_of_its_label() {
    let said = |place: &str| {
        let mut rows = read::text(TEXT);
        let cells = rows.rows.iter().map(|row| row.cells.iter().position(|c| c.text == place));
        let (row, cell) = cells.enumerate().find_map(|(row, cell)| Some((row, cell?))).unwrap();
        rows.notes.push(Note {
            code: Code::TextBlackedOut,
            severity: Severity::Warning,
            source: Source::default(),
            cell: Some((row, cell)),
            message: Message::new("text-blacked-out.bar", &[]),
            within: String::new(),
        });
        let outcome = assess_rows(&Document::default(), rows, Vec::new());
        let findings = outcome.records.into_iter().flat_map(|record| record.findings);
        let own = findings.filter(|finding| finding.code == Code::TextBlackedOut);
        own.map(|finding| finding.item).collect::<Vec<_>>()
    };
    assert_eq!(said("福祉課長"), ["overview.department.head_title"]);
    assert_eq!(said("②所属長の役職名"), [""; 0]);
}
