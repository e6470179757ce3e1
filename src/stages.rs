//! The stages one by one, as this crate's benches measure them and its fuzzing feeds them.
//!
//! Only with the feature `stages`, which is no promise: what is here changes without notice. An embedder takes
//! [`read()`](crate::read()), which runs all of them.

use crate::assess::{assess_rows, assess_within};
use crate::form::Opt;
use crate::record::Document;
use crate::{Finding, Limits, Outcome, date, digest, export, input, mark, read, rows};

use std::path::Path;

pub use crate::read::Heed;

/// What a reader has made of a document.
pub struct Rows {
    rows: rows::Rows,
    findings: Vec<Finding>,
}

/// What a document adds to the tables.
pub struct Piece(export::Piece);

/// The SHA-256 of some bytes, as a record carries it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    digest::sha256_hex(bytes)
}

/// The rows of a PDF, of which some of the drawn lines may be left out.
#[must_use]
pub fn pdf(bytes: &[u8], limits: &Limits, heed: Heed) -> Rows {
    let (rows, _, findings) = match heed {
        Heed::All => read::pdf(bytes, &read::Means::of(limits), &|_| Vec::new()),
        _ => read::pdf_heeding(bytes, limits, heed),
    };
    Rows { rows, findings }
}

/// The rows of a text in any encoding.
#[must_use]
pub fn text(bytes: &[u8]) -> Rows {
    Rows { rows: read::text(&input::decode(bytes).text), findings: Vec::new() }
}

/// Takes a table in place of one of `src/read/table/white/data/`. Says whether it is as expected and nothing was
/// read before.
#[must_use]
pub fn weigh(table: &str) -> bool {
    read::weigh(table)
}

/// The inputs at a path, the first `most` of them opened: what is known of each, and its bytes where they can be read.
#[must_use]
pub fn opened(path: &Path, limits: &Limits, most: usize) -> Vec<(Document, Option<Vec<u8>>)> {
    let found = input::find(&[path.to_owned()]).unwrap_or_default();
    let open = |input: &input::Input| {
        let (document, bytes) = input.open_within(limits.bytes);
        (document, bytes.ok())
    };
    found.iter().take(most).map(open).collect()
}

/// The records of some rows.
#[must_use]
pub fn understand(document: &Document, rows: Rows) -> Outcome {
    assess_rows(document, rows.rows, rows.findings)
}

/// All of it: from bytes whose kind is known to records, in the caller's thread.
#[must_use]
pub fn whole(document: Document, bytes: &[u8], limits: &Limits) -> Outcome {
    assess_within(document, bytes, limits)
}

/// What an outcome adds to the tables.
#[must_use]
pub fn encode(document: &Document, outcome: &Outcome) -> Piece {
    Piece(export::encode(document, outcome))
}

impl Piece {
    /// Packed, as it is kept for the next run.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        self.0.pack()
    }
}

impl Rows {
    /// The rows for a person, one a line, each with its words and where they stand: `*` before furniture, `?` before
    /// what is unsure.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut shown = String::new();
        for row in &self.rows.rows {
            let cells: Vec<String> =
                row.cells.iter().map(|cell| cell.text.replace('\n', "⏎")).collect();
            shown += if row.furniture { "*" } else { "" };
            shown += if row.unsure { "?" } else { "" };
            shown += &(cells.join(" | ") + "\n");
            for cell in &row.cells {
                shown.extend(cell.spans.iter().filter_map(|span| word(cell, span)));
            }
        }
        shown
    }
}

fn word(cell: &rows::Cell, span: &rows::Span) -> Option<String> {
    let rows::Span { start, end, source, .. } = span;
    let area = source.area?;
    let text = cell.text.get(*start as usize..*end as usize)?;
    let (page, y, from, to) = (source.page, area.y0, area.x0, area.x1);
    Some(format!("    page {page} y {y:.1} x {from:.1} to {to:.1} {text}\n"))
}

/// Reads a text as a date in each way there is; what comes of it does not matter to whoever feeds it anything.
pub fn dates(text: &str) {
    let _ = (date::parse(text), date::parse_serial(text));
    let _ = (date::full(text), date::year_month(text));
}

/// Reads a text as boxes, as a choice and as a count.
pub fn marks(text: &str, options: &[Opt]) {
    let _ = mark::boxes(text, options, mark::Style::default());
    let _ = mark::choice(text, options, &["選択肢".into()]);
    let _ = mark::count(text, "（　）件");
}

/// What a worker replies to some requests.
///
/// # Errors
/// None: buffers do not fail.
#[cfg(feature = "cli")]
pub fn serve(requests: &[u8], limits: &Limits) -> std::io::Result<Vec<u8>> {
    let mut replies = Vec::new();
    crate::cli::serve(requests, &mut replies, limits, None)?;
    Ok(replies)
}
