//! Bytes to rows: one reader for each kind of input. A reader knows no form.

mod html;
pub(crate) mod pdf;
pub mod text;

use crate::finding::{Finding, Severity};
use crate::limits::Limits;
use crate::rows::Rows;
use crate::source::Source;

/// The rows of a PDF, which library read it, and what there is to say of it.
#[must_use]
pub fn pdf(bytes: &[u8]) -> (Rows, &'static str, Vec<Finding>) {
    pdf_within(bytes, &Limits::default())
}

/// The same, and no more of it than the limits allow.
#[must_use]
pub fn pdf_within(bytes: &[u8], limits: &Limits) -> (Rows, &'static str, Vec<Finding>) {
    let Limits { time, pages, decoded, .. } = *limits;
    let opened = pdf::pages(bytes, &pdf::Limits { time, pages, decoded, ..Default::default() });
    let findings: Vec<Finding> = opened.findings.iter().map(problem).collect();
    let mut rows = pdf::rows(&opened.pages);
    rows.pages = u32::try_from(opened.pages.len()).unwrap_or(u32::MAX);
    (rows, opened.reader, findings)
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
