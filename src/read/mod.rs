//! Bytes to rows: one reader for each kind of input. A reader knows no form.

pub(crate) mod cell;
mod dialect;
mod html;
mod item;
mod numbered;
mod numbers;
pub(crate) mod page;
pub(crate) mod pages;
pub(crate) mod pdf;
mod repeated;
#[cfg_attr(not(feature = "ocr"), path = "scan/none.rs")]
pub(crate) mod scan;
pub(crate) mod seam;
mod sheet;
mod sign;
mod spans;
pub(crate) mod table;
mod text;
pub(crate) mod workbook;

use crate::finding::{Code, Finding, Message, Severity};
use crate::limits::{Limits, Ocr};
use crate::rows::{Attached, Row, Rows};
use crate::source::Source;
use page::Page;
use table::white::spaced;

/// What a document is read with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Means<'a> {
    /// What it may cost.
    pub(crate) limits: &'a Limits,
    /// What was recognised of scans before.
    pub(crate) memory: Option<&'a scan::Memory>,
}

impl<'a> Means<'a> {
    /// No more than these limits allow, and nothing known from before.
    pub(crate) fn of(limits: &'a Limits) -> Self {
        Self { limits, memory: None }
    }
}

/// What [`pdf_with_pages()`] gives, but the pages.
pub(crate) fn pdf(
    bytes: &[u8],
    means: &Means,
    begins: &dyn Fn(&Rows) -> Vec<u32>,
) -> (Rows, &'static str, Vec<Finding>) {
    let (rows, reader, findings, _) = pdf_keeping(bytes, means, begins, false);
    (rows, reader, findings)
}

/// The rows of a PDF, no more of them than the limits allow, which library read it, what there is to say of it, and
/// the pages as they are displayed. `begins` gives the pages, but for the first, at which one of several documents
/// begins.
pub(crate) fn pdf_with_pages(
    bytes: &[u8],
    means: &Means,
    begins: &dyn Fn(&Rows) -> Vec<u32>,
) -> (Rows, &'static str, Vec<Finding>, Vec<Page>) {
    pdf_keeping(bytes, means, begins, true)
}

/// The same, where pages need not be kept: those of several documents are given back as they are read.
fn pdf_keeping(
    bytes: &[u8],
    means: &Means,
    begins: &dyn Fn(&Rows) -> Vec<u32>,
    keep: bool,
) -> (Rows, &'static str, Vec<Finding>, Vec<Page>) {
    let limits = means.limits;
    let Limits { pages, decoded, .. } = *limits;
    let mut opened = pdf::pages(bytes, &pdf::Limits { pages, decoded, ..Default::default() });
    let mut findings: Vec<Finding> = opened.findings.iter().map(problem).collect();
    let pictures: Vec<usize> = match limits.ocr {
        Ocr::Never => Vec::new(),
        Ocr::Always => (0..opened.pages.len()).collect(),
        Ocr::Auto => positions(&opened.pages, |page| is_unreadable(page) && page.images > 0.0),
    };
    let scanned = scan::read(bytes, &mut opened.pages, &pictures, limits.page_time, means.memory);
    findings.extend(without_text(&opened.pages, !pictures.is_empty() && !scan::is_ready()));
    findings.extend(scanned.findings);
    let count = u32::try_from(opened.pages.len()).unwrap_or(u32::MAX);
    let is_scan = |page: &&Page| page.glyphs.iter().any(|glyph| glyph.doubt > 0.0);
    let scans = opened.pages.iter().filter(is_scan).map(|page| page.number).collect();
    let mut rows = pages::rows(&opened.pages);
    let starts = if rows.findings.is_empty() { begins(&rows) } else { Vec::new() };
    if !starts.is_empty() {
        drop(rows);
        // Pages that leaned are asked for their sizes at the end.
        rows = parts(&mut opened.pages, &starts, keep || !scanned.skews.is_empty());
    }
    (rows.pages, rows.scanned) = (count, scans);
    scan::lay_askew(&mut rows, &mut opened.pages, &scanned.skews);
    let files = opened.attached.into_iter();
    rows.attached = files.map(|file| Attached { name: file.name, bytes: file.bytes }).collect();
    findings.append(&mut rows.findings);
    (rows, opened.reader, findings, opened.pages)
}

fn positions(pages: &[Page], is_so: impl Fn(&Page) -> bool) -> Vec<usize> {
    (0..pages.len()).filter(|at| pages.get(*at).is_some_and(&is_so)).collect()
}

/// Whether a page shows something, but no characters that can be read.
fn is_unreadable(page: &Page) -> bool {
    let mapped = page.glyphs.len().saturating_sub(page.unmapped as usize);
    let seen = page.images > 0.0 || !page.glyphs.is_empty();
    seen && mapped * 2 <= page.glyphs.len()
}

/// Whether a page is unreadable, or shows more than its characters say.
fn shows_unread(page: &Page) -> bool {
    is_unreadable(page) || page::unread::shows_more(page)
}

/// The rows of a PDF that holds several documents, each read by itself: what is alike on the pages of one
/// (headers, furniture, columns) says nothing of another. They begin at these pages.
/// Where pages need not be kept, each document's are given back.
fn parts(all: &mut Vec<Page>, starts: &[u32], keep: bool) -> Rows {
    let place = |start: &u32| all.partition_point(|page| page.number < *start);
    let begins: Vec<usize> = std::iter::once(0).chain(starts.iter().map(place)).collect();
    let (mut parts, mut to) = (Vec::with_capacity(begins.len()), all.len());
    for from in begins.into_iter().rev() {
        if from >= to {
            continue;
        }
        let mut part = match keep {
            true => all.get(from..to).unwrap_or_default().to_vec(),
            false => all.split_off(from),
        };
        to = from;
        for (number, page) in (1..).zip(&mut part) {
            page.number = number;
        }
        let pages = u32::try_from(part.len()).unwrap_or(u32::MAX);
        parts.push(Rows { pages, ..pages::rows(&part) });
    }
    parts.reverse();
    Rows::joined(parts)
}

/// Reads pages without lines by another table in place of one of `src/read/table/white/data/`: for benches. Says
/// whether the table is as expected and nothing was read before.
#[cfg(feature = "stages")]
#[must_use]
pub(crate) fn weigh(table: &str) -> bool {
    table::white::weights::weigh(table)
}

/// Which of the drawn lines of a PDF are heeded.
#[cfg(feature = "stages")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heed {
    /// All, and shades.
    #[default]
    All,
    /// The horizontal ones, no shades.
    Across,
    /// None, and no shades.
    None,
}

/// What [`pdf_with_pages()`] gives, but the pages, where some of the drawn lines are left out: this is how the reading of pages
/// without lines is measured.
#[cfg(feature = "stages")]
#[must_use]
pub(crate) fn pdf_heeding(
    bytes: &[u8],
    limits: &Limits,
    heed: Heed,
) -> (Rows, &'static str, Vec<Finding>) {
    let Limits { pages, decoded, .. } = *limits;
    let mut opened = pdf::pages(bytes, &pdf::Limits { pages, decoded, ..Default::default() });
    for page in &mut opened.pages {
        if heed != Heed::All {
            page.shades.clear();
            let across =
                |rule: &page::Rule| rule.area.x1 - rule.area.x0 > rule.area.y1 - rule.area.y0;
            page.rules.retain(|rule| heed == Heed::Across && across(rule));
        }
    }
    let mut findings: Vec<Finding> = opened.findings.iter().map(problem).collect();
    findings.extend(without_text(&opened.pages, false));
    let mut rows = pages::rows(&opened.pages);
    rows.pages = u32::try_from(opened.pages.len()).unwrap_or(u32::MAX);
    (rows, opened.reader, findings)
}

/// Pages that show something, but no characters that can be read: images, or codes without a map.
/// One finding where it is all pages, else one for each.
fn without_text(pages: &[Page], no_model: bool) -> Vec<Finding> {
    let hinted = |message: Message| match no_model {
        true => Message::new("no-text-layer.no-model", &[("message", &message)]),
        false => message,
    };
    let found: Vec<&Page> = pages.iter().filter(|page| shows_unread(page)).collect();
    let readable = pages.iter().any(|page| !page.glyphs.is_empty() && !shows_unread(page));
    match found.first() {
        Some(first) if !readable => {
            let message = Message::new("no-text-layer.all", &[("pages", &pages.len())]);
            vec![on_page(Code::NoTextLayer, Severity::Error, first.number, hinted(message))]
        }
        _ => found
            .into_iter()
            .map(|page| {
                let message = hinted(Message::new("no-text-layer", &[]));
                on_page(Code::NoTextLayer, Severity::Warning, page.number, message)
            })
            .collect(),
    }
}

fn problem(problem: &pdf::Problem) -> Finding {
    Finding {
        code: problem.code,
        severity: problem.severity,
        item: String::new(),
        source: Source { page: problem.page, ..Source::default() },
        message: problem.message.clone(),
    }
}

/// The rows of a decoded text: by its columns where spaces keep them, else by lines, tabs and tags.
/// What a tool has put around and into it is undone before.
#[must_use]
pub(crate) fn text(text: &str) -> Rows {
    let Some(undone) = dialect::undo(text) else { return plain(text, &|_| {}) };
    let mut rows = plain(undone.text(), &|rows| undone.settle(rows));
    text.clone_into(&mut rows.raw);
    rows
}

/// The rows of a file of data: those of the document whose layout or cells it holds; else none.
#[must_use]
pub(crate) fn data(text: &str) -> Rows {
    if dialect::is_layout(text) { self::text(text) } else { Rows::default() }
}

/// The rows of a text without dialect; `settle` sees them before lines are joined.
fn plain(text: &str, settle: &dyn Fn(&mut Vec<Row>)) -> Rows {
    if !spaced::is_layout(text) {
        return text::rows(text, settle);
    }
    let mut rows = spaced::rows(text);
    settle(&mut rows.rows);
    rows
}

/// What there is to say of a text of which much is markup that is not known.
#[must_use]
pub(crate) fn unknown_dialect(rows: &Rows) -> Option<Finding> {
    let dialect::Foreign { count, percent, line } = dialect::foreign(&rows.rows)?;
    Some(
        Finding::warning(Code::DialectUnknown, &[("count", &count), ("percent", &percent)])
            .at(Source { line, ..Source::default() }),
    )
}

/// The text without the numbers that an editor or a viewer puts in front of lines.
#[must_use]
pub(crate) fn unnumbered(text: &str) -> std::borrow::Cow<'_, str> {
    numbered::without_numbers(text)
}

/// The rows of a text that holds several documents, each read by itself; they begin at these bytes.
#[must_use]
pub(crate) fn texts(whole: &str, starts: &[usize]) -> Rows {
    if starts.is_empty() {
        return text(whole);
    }
    let ends = starts.iter().copied().chain([whole.len()]);
    let begins = std::iter::once(0).chain(starts.iter().copied());
    let parts = begins.zip(ends).filter_map(|(from, to)| whole.get(from..to));
    Rows::joined(parts.map(text))
}

/// A finding on a page as a whole.
#[must_use]
pub(crate) fn on_page(code: Code, severity: Severity, page: u32, message: Message) -> Finding {
    Finding::saying(severity, code, message).at(Source { page, ..Source::default() })
}

#[cfg(test)]
mod tests {
    use super::page::sample::Sample;
    use super::*;

    #[test]
    fn documents_of_one_file_are_read_alike_whether_their_pages_are_kept_or_given_back() {
        let page = |number: u32| {
            let text = format!("第{number}");
            Sample::new(300.0, 400.0).number(number).text(20.0, 20.0, 9.0, &text).page()
        };
        let mut pages: Vec<Page> = (1..=5).map(page).collect();
        (pages[1].doubtful, pages[2].by_ocr, pages[3].damaged) = (true, true, true);
        let (mut kept, mut given) = (pages.clone(), pages);
        let rows = parts(&mut kept, &[3, 3, 5], true);
        assert_eq!((&rows.doubtful, &rows.by_ocr, &rows.damaged), (&vec![2], &vec![3], &vec![4]));
        let again = parts(&mut given, &[3, 3, 5], false);
        assert_eq!(format!("{rows:?}"), format!("{again:?}"));
        assert_eq!((kept.len(), given.len(), rows.pages), (5, 0, 5));
        let texts = |row: &Row| {
            let span = row.cells.first().and_then(|cell| cell.spans.first());
            (row.cells.iter().map(|cell| cell.text.clone()).collect(), span.map(|s| s.source.page))
        };
        let found: Vec<(String, Option<u32>)> = rows.rows.iter().map(texts).collect();
        let expected = (1..=5).map(|number| (format!("第{number}"), Some(number)));
        assert_eq!(found, expected.collect::<Vec<_>>());
    }
}
