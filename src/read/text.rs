//! Plain and transcribed text to rows: a line is a row, a tab parts cells, leftover HTML is taken out.
//!
//! ```text
//! line  ::= cell (TAB cell)*  |  "|" cell ("|" cell)* "|"
//! cell  ::= (run | tag | entity)*
//! ```
//! A line that begins with a table's tag is read as an HTML table until `</table>`: `<tr>` starts a
//! row, `<td>` a cell. A table inside a cell is flattened into that cell.

mod filler;
mod furniture;
mod torn;

use super::html::{Extent, Tag, tag};
use super::spans::Merged;
use crate::budget;
use crate::rows::{Cell, Note, Row, Rows, Span};
use crate::source::Source;
use filler::{Filler, offset};
use furniture::mark_furniture;
use torn::torn;

/// Reads a decoded text; `settle` sees its rows before lines are joined.
#[must_use]
pub(super) fn rows(text: &str, settle: &dyn Fn(&mut Vec<Row>)) -> Rows {
    let mut reader = Reader { text, page: first_page(text), ..Reader::default() };
    let mut offset = 0;
    for (number, line) in (1u32..).zip(text.split_inclusive('\n')) {
        reader.line(offset, line.trim_end_matches(['\n', '\r']), number);
        offset += line.len();
    }
    reader.close_table();
    let pages = reader.page;
    let mut rows = reader.rows;
    mark_furniture(&mut rows);
    settle(&mut rows);
    if rows.iter().all(|row| row.cells.len() == 1) {
        rows = joined(rows);
        rows.iter_mut().for_each(|row| row.plain = true);
    }
    let mut notes = struck(&rows);
    let (pieces, whole) = torn(text, &rows);
    notes.extend(pieces);
    let findings = whole.into_iter().collect();
    Rows { raw: text.to_owned(), rows, pages, notes, findings, ..Rows::default() }
}

/// What there is to say of struck text.
fn struck(rows: &[Row]) -> Vec<Note> {
    let mut notes = Vec::new();
    for (row, content) in rows.iter().enumerate() {
        for (cell, content) in content.cells.iter().enumerate() {
            for (text, source) in content.struck.iter().filter(|(text, _)| !text.trim().is_empty())
            {
                notes.push(Note { cell: Some((row, cell)), ..Note::struck(text, *source) });
            }
        }
    }
    notes
}

/// The lines of a text without cells, as one cell from one piece of page furniture to the next:
/// words and labels go on over the ends of lines.
fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    for mut row in rows {
        match all.last_mut() {
            Some(last) if !last.furniture && !row.furniture => {
                if let (Some(cell), Some(more)) = (last.cells.first_mut(), row.cells.pop()) {
                    append(cell, more);
                }
            }
            _ => all.push(row),
        }
    }
    all
}

/// Adds the text of another cell as the next line.
pub(super) fn append(cell: &mut Cell, more: Cell) {
    cell.text.push('\n');
    go_on(cell, more);
}

/// Adds the text of another cell to the last line.
pub(super) fn go_on(cell: &mut Cell, more: Cell) {
    let shift = offset(cell.text.len());
    cell.text.push_str(&more.text);
    cell.struck.extend(more.struck);
    cell.spans.extend(more.spans.into_iter().map(|span| Span {
        start: span.start + shift,
        end: span.end + shift,
        ..span
    }));
}

fn first_page(text: &str) -> u32 {
    u32::from(text.contains('\u{c}'))
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    rows: Vec<Row>,
    gap: bool,
    page: u32,
    /// The open HTML table: its unfinished row, the cell being filled, how deep tables are nested.
    table: Option<(Row, Option<Filler>, u32)>,
    /// What the cells of the unfinished row span, and what reaches into it from above.
    extents: Vec<Extent>,
    merged: Merged,
}

impl Reader<'_> {
    fn line(&mut self, offset: usize, line: &str, number: u32) {
        budget::step();
        let feeds = line.bytes().take_while(|b| *b == 0x0c).count();
        if feeds > 0 {
            self.page += u32::try_from(feeds).unwrap_or(1);
            self.gap = true;
        }
        let (offset, line) = (offset + feeds, &line[feeds..]);
        let source = Source { page: self.page, line: number, ..Source::default() };
        if self.table.is_some() || starts_table(line) {
            self.table_line(offset, line, source);
        } else if line.trim().is_empty() {
            self.gap = true;
        } else {
            self.plain_line(offset, line, source);
        }
    }

    fn plain_line(&mut self, offset: usize, line: &str, source: Source) {
        let parts = parts(line);
        let mut row = Row { cells: Vec::with_capacity(parts.len()), ..Row::default() };
        for (start, part) in parts {
            let mut filler = Filler::default();
            filler.read(self.text, offset + start, part, source, &mut |_, _| false);
            row.cells.push(filler.finish());
        }
        self.push(row);
    }

    fn push(&mut self, mut row: Row) {
        if row.cells.iter().all(|cell| cell.text.is_empty()) {
            self.gap = true;
            return;
        }
        budget::steps(row.cells.len());
        let room = row.cells.capacity() - row.cells.len();
        budget::take(size_of::<Row>() + room * size_of::<Cell>());
        row.gap = std::mem::take(&mut self.gap);
        self.rows.push(row);
    }

    fn table_line(&mut self, offset: usize, line: &str, source: Source) {
        let (mut row, mut open, mut depth) = self.table.take().unwrap_or_default();
        let mut done: Vec<Row> = Vec::new();
        let mut filler = open.take().unwrap_or_default();
        filler.space();
        let text = self.text;
        let (mut extents, mut merged) =
            (std::mem::take(&mut self.extents), std::mem::take(&mut self.merged));
        filler.read(text, offset, line, source, &mut |tag, filler: &mut Filler| {
            match tag {
                Tag::Table { open } => {
                    depth = if open { depth + 1 } else { depth.saturating_sub(1) }
                }
                _ if depth > 1 => return false,
                Tag::Row => {
                    finish_cell(&mut row, filler, &mut extents);
                    if !row.cells.is_empty() {
                        merged.complete(&mut row, &extents);
                    }
                    extents.clear();
                    done.push(std::mem::take(&mut row));
                }
                Tag::Cell(extent) => {
                    finish_cell(&mut row, filler, &mut extents);
                    filler.started = Some(extent);
                }
                _ => return false,
            }
            depth <= 1
        });
        (self.extents, self.merged) = (extents, merged);
        self.table = Some((row, Some(filler), depth));
        for row in done {
            self.push(row);
        }
        if depth == 0 {
            self.close_table();
        }
    }

    fn close_table(&mut self) {
        if let Some((mut row, open, _)) = self.table.take() {
            if let Some(mut filler) = open {
                finish_cell(&mut row, &mut filler, &mut self.extents);
            }
            self.merged.complete(&mut row, &self.extents);
            self.extents.clear();
            self.merged = Merged::default();
            self.push(row);
            self.gap = true;
        }
    }
}

/// Ends the cell that is being filled; what stands before the first `<td>` of a row is no cell unless it has text.
fn finish_cell(row: &mut Row, filler: &mut Filler, extents: &mut Vec<Extent>) {
    let started = filler.started;
    let cell = std::mem::take(filler).finish();
    if started.is_some() || !cell.text.is_empty() {
        row.cells.push(cell);
        extents.push(started.unwrap_or_default());
    }
}

fn starts_table(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('<')
        && !line.contains('\t')
        && matches!(tag(line), Some((Tag::Table { open: true } | Tag::Row | Tag::Cell(_), _)))
}

/// The cells of a line and where they start: parted by tabs, or by the bars of a Markdown table.
fn parts(line: &str) -> Vec<(usize, &str)> {
    let trimmed = line.trim();
    let bars = !line.contains('\t')
        && trimmed.len() > 2
        && trimmed.starts_with('|')
        && trimmed.ends_with('|');
    let separator = if bars { '|' } else { '\t' };
    let skip = if bars { line.len() - line.trim_start().len() + 1 } else { 0 };
    let end = if bars { line.trim_end().len() - 1 } else { line.len() };
    let mut start = skip;
    let mut found = Vec::new();
    for part in line[skip..end].split(separator) {
        found.push((start, part));
        start += part.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests;
