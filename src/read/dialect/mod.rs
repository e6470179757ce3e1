//! Texts by OCR tools and language models: the way in which a tool writes is recognised on evidence,
//! and undone before anything else, so that the readers of texts see lines, tabs and plain tables.
//!
//! Each step takes a text and gives what to change in it, nothing where it sees no sign of its
//! dialect. Every character that is left knows where it was printed ([`mapped`]).

mod csv;
mod edges;
mod grid;
mod html;
mod json;
mod latex;
mod mapped;
mod markdown;
mod merged;
mod patterns;
mod signs;
mod unknown;

use crate::budget;
use crate::rows::{Cell, Row, Span};
use crate::source::Source;
use mapped::{Edits, Mapped};

pub(super) use unknown::{Foreign, foreign};

/// The steps, in the order in which they are done.
const STEPS: &[fn(&str) -> Edits] =
    &[csv::undo, patterns::undo, html::undo, latex::undo, signs::undo, signs::radicals];

/// The steps of Markdown.
const MARKDOWN: &[fn(&str) -> Edits] = &[markdown::labels, markdown::inline, markdown::tables];

/// A text whose dialect is undone.
pub(super) struct Undone {
    mapped: Mapped,
    /// Where the lines of the source begin.
    lines: Vec<usize>,
    /// Tools write its tables: no row of them is a row of dashes for nothing.
    tables: bool,
}

/// Undoes what tools have put into a text; `None` where there is nothing of the sort.
pub(super) fn undo(text: &str) -> Option<Undone> {
    let unpacked = json::undo(text);
    let mut changed = unpacked.is_some();
    let mut mapped = unpacked.unwrap_or_else(|| Mapped::new(text));
    let mut take = |mapped: Mapped, step: fn(&str) -> Edits| {
        let edits = step(&mapped.text);
        changed |= !edits.edits.is_empty() || !edits.furniture.is_empty();
        mapped.apply(edits)
    };
    mapped = STEPS.iter().fold(mapped, |mapped, step| take(mapped, *step));
    let is_spoken = markdown::is_spoken(&mapped.text);
    let tables = is_spoken || grid::is_drawn(&mapped.text);
    mapped = take(mapped, grid::undo);
    if is_spoken {
        mapped = MARKDOWN.iter().fold(mapped, |mapped, step| take(mapped, *step));
    }
    let starts = text.match_indices('\n').map(|(at, _)| at + 1);
    changed.then(|| Undone { mapped, lines: std::iter::once(0).chain(starts).collect(), tables })
}

/// Whether a text is the layout of a document as JSON, or its cells as comma-separated values.
pub(super) fn is_layout(text: &str) -> bool {
    json::undo(text).is_some() || !csv::undo(text).edits.is_empty()
}

impl Undone {
    /// What the text says.
    pub(super) fn text(&self) -> &str {
        &self.mapped.text
    }

    /// Gives the rows of the text their places in the source, and makes of them what they are on paper.
    pub(super) fn settle(&self, rows: &mut Vec<Row>) {
        for row in rows.iter_mut() {
            for cell in &mut row.cells {
                cell.spans = self.places(cell);
            }
            row.furniture = self.is_furniture(row) || (row.furniture && !self.is_value(row));
        }
        grid::fold(rows);
        merged::fold(rows);
    }

    /// The runs of a cell with their places in the source.
    fn places(&self, cell: &Cell) -> Vec<Span> {
        let mut found = Vec::with_capacity(cell.spans.len());
        for span in &cell.spans {
            let (start, end) = (span.raw_start as usize, span.raw_end as usize);
            let pieces = self.mapped.pieces(start..end);
            let exact = end - start == (span.end - span.start) as usize;
            if !exact {
                if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
                    found.push(self.span(span.start..span.end, first.1.start..last.1.end, span));
                }
                continue;
            }
            for (piece, raw, _) in pieces {
                let from = span.start + offset(piece.start - start);
                found.push(self.span(from..from + offset(piece.len()), raw, span));
            }
        }
        found
    }

    fn span(&self, text: std::ops::Range<u32>, raw: std::ops::Range<usize>, span: &Span) -> Span {
        let line = offset(self.lines.partition_point(|start| *start <= raw.start));
        Span {
            start: text.start,
            end: text.end,
            raw_start: offset(raw.start),
            raw_end: offset(raw.end),
            source: Source { line, ..span.source },
        }
    }

    fn is_furniture(&self, row: &Row) -> bool {
        let inside = |span: &Span| {
            budget::steps(self.mapped.furniture.len());
            let (start, end) = (span.raw_start as usize, span.raw_end as usize);
            self.mapped.furniture.iter().any(|range| range.start <= start && end <= range.end)
        };
        let mut spans = row.cells.iter().flat_map(|cell| &cell.spans).peekable();
        !self.mapped.furniture.is_empty() && spans.peek().is_some() && spans.all(inside)
    }

    /// Whether a row of a table, whose rules are gone already, answers with a dash.
    fn is_value(&self, row: &Row) -> bool {
        let dash = |cell: &Cell| cell.text.chars().count() <= 2;
        self.tables && row.cells.len() > 1 && row.cells.iter().all(dash)
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The rows of a table of data, without its header.
fn records(data: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(data.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(text: &str) -> String {
        undo(text).map_or_else(|| text.to_owned(), |undone| undone.text().to_owned())
    }

    #[test]
    fn steps_work_together() {
        assert_eq!(
            undone("{1}---\n\n<span id=\"page-1\"></span>## 項目一覧\n\n\\[ ○ \\] 紙\n").trim(),
            "項目一覧\n\n[ ○ ] 紙"
        );
        assert_eq!(
            undone("## ③システムの名称\n\n住基システム\\\n・中間サーバー").trim(),
            "③システムの名称\n\n住基システム\n・中間サーバー"
        );
    }
}
