//! Bytes to rows: one reader for each kind of input. A reader knows no form.

pub(crate) mod cell;
mod dialect;
mod html;
mod numbered;
pub(crate) mod page;
pub(crate) mod pages;
pub(crate) mod pdf;
pub(crate) mod seam;
mod sheet;
pub(crate) mod table;
mod text;
pub(crate) mod workbook;

use crate::finding::{Finding, Severity};
use crate::limits::Limits;
use crate::rows::{Attached, Row, Rows};
use crate::source::Source;
use page::Page;
use table::white::spaced;

/// The rows of a PDF, no more of them than the limits allow, which library read it, and what there is
/// to say of it.
#[must_use]
pub fn pdf(bytes: &[u8], limits: &Limits) -> (Rows, &'static str, Vec<Finding>) {
    let (rows, reader, findings, _) = pdf_with_pages(bytes, limits);
    (rows, reader, findings)
}

/// What [`pdf()`] gives, and the pages as they are displayed.
pub(crate) fn pdf_with_pages(
    bytes: &[u8],
    limits: &Limits,
) -> (Rows, &'static str, Vec<Finding>, Vec<Page>) {
    let Limits { time, pages, decoded, .. } = *limits;
    let opened = pdf::pages(bytes, &pdf::Limits { time, pages, decoded, ..Default::default() });
    let mut findings: Vec<Finding> = opened.findings.iter().map(problem).collect();
    findings.extend(without_text(&opened.pages));
    let mut rows = pages::rows(&opened.pages);
    rows.pages = u32::try_from(opened.pages.len()).unwrap_or(u32::MAX);
    let files = opened.attached.into_iter();
    rows.attached = files.map(|file| Attached { name: file.name, bytes: file.bytes }).collect();
    findings.append(&mut rows.findings);
    (rows, opened.reader, findings, opened.pages)
}

/// Pages that show something, but no characters that can be read: images, or codes without a map.
/// One finding where it is all pages, else one for each.
fn without_text(pages: &[Page]) -> Vec<Finding> {
    let unreadable = |page: &&Page| {
        let mapped = page.glyphs.len().saturating_sub(page.unmapped as usize);
        let seen = page.images > 0.0 || !page.glyphs.is_empty();
        seen && mapped * 2 <= page.glyphs.len() || page::unread::shows_more(page)
    };
    let found: Vec<&Page> = pages.iter().filter(unreadable).collect();
    let readable = pages.iter().any(|page| !page.glyphs.is_empty() && !unreadable(&page));
    match found.first() {
        Some(first) if !readable => {
            let message = format!(
                "expected text, but the {} pages are images or unreadable codes",
                pages.len()
            );
            vec![on_page("no-text-layer", Severity::Error, first.number, message)]
        }
        _ => found
            .into_iter()
            .map(|page| {
                let message =
                    "expected text, but the page is an image or unreadable codes".to_owned();
                on_page("no-text-layer", Severity::Warning, page.number, message)
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
pub fn text(text: &str) -> Rows {
    let text = &*numbered::without_numbers(text);
    let Some(undone) = dialect::undo(text) else { return plain(text, &|_| {}) };
    let mut rows = plain(undone.text(), &|rows| undone.settle(rows));
    text.clone_into(&mut rows.raw);
    rows
}

/// The rows of a file of data: those of the document whose layout or cells it holds; else none.
#[must_use]
pub fn data(text: &str) -> Rows {
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
pub fn unknown_dialect(rows: &Rows) -> Option<Finding> {
    let dialect::Foreign { count, percent, line } = dialect::foreign(&rows.rows)?;
    Some(Finding {
        code: "dialect-unknown",
        severity: Severity::Warning,
        item: String::new(),
        source: Source { line, ..Source::default() },
        message: format!(
            "expected a text, but found {count} signs of a markup that is not known ({percent} % of the text)"
        ),
    })
}

/// A finding on a page as a whole.
#[must_use]
pub fn on_page(code: &'static str, severity: Severity, page: u32, message: String) -> Finding {
    Finding {
        code,
        severity,
        item: String::new(),
        source: Source { page, ..Source::default() },
        message,
    }
}
