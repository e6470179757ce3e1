//! Pages of rows of cells with text and place: the one model between reading and understanding.
//!
//! A reader fills [`Rows`]; it knows no form. What comes after knows no file format.

use crate::finding::{Code, Finding, Message, Severity};
use crate::source::{Area, Source};
use std::ops::Range;

/// A document as a reader hands it on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// What is printed, unchanged: the decoded text of a text file; for a PDF the characters as the
    /// fonts give them, line after line in reading order. Values quote it through [`Cell::raw_of`].
    pub raw: String,
    /// The rows in reading order, over all pages.
    pub rows: Vec<Row>,
    /// The number of pages; 0 for a text.
    pub pages: u32,
    /// The files that the document brings along (PDF only).
    pub attached: Vec<Attached>,
    /// What the reader has to say of the document.
    pub findings: Vec<Finding>,
    /// What the reader has to say of a place, in the order of the document.
    pub notes: Vec<Note>,
    /// The pages (1-based, ascending) whose text is that of an OCR layer.
    pub by_ocr: Vec<u32>,
    /// The pages (1-based, ascending) of which a stream is damaged.
    pub damaged: Vec<u32>,
    /// The pages (1-based, ascending) that are there twice, or whose number is not that of their place.
    pub doubtful: Vec<u32>,
    /// How sure each character of `raw` is that was read from a picture, by place.
    pub sure: Vec<Sure>,
    /// The numbers of the pages that were read from pictures, ascending.
    pub scanned: Vec<u32>,
}

/// A character that was read from a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sure {
    /// Byte after it in [`Rows::raw`].
    pub end: usize,
    /// How sure it is, 0 to 1.
    pub sure: f32,
}

impl Rows {
    /// How sure the characters of a range of [`Rows::raw`] are, all together: the product over those
    /// that were read from a picture; `None` where there are none.
    #[must_use]
    pub(crate) fn sure_of(&self, range: Range<usize>) -> Option<f32> {
        let from = self.sure.partition_point(|sure| sure.end <= range.start);
        let inside = self.sure[from..].iter().take_while(|sure| sure.end <= range.end);
        inside.map(|sure| sure.sure).reduce(|a, b| a * b)
    }
}

/// What a reader has to say of a place: text that it has set aside, ink that it cannot read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Note {
    /// The code of the finding.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is.
    pub source: Source,
    /// The cell that it stands in or beside: index in [`Rows::rows`], index in the row's cells.
    pub cell: Option<(usize, usize)>,
    /// One sentence for a person.
    pub message: Message,
    /// What it says is in the value: where the value has nothing beside it, there is nothing to say. Empty for others.
    pub within: String,
}

impl Note {
    /// The note on text that is struck out and therefore no part of a value.
    #[must_use]
    pub(crate) fn struck(text: &str, source: Source) -> Self {
        let message = Message::new("text-struck", &[("text", &text.trim())]);
        let (code, severity, within) = (Code::TextStruck, Severity::Warning, String::new());
        Self { code, severity, source, cell: None, message, within }
    }
}

/// A file within a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attached {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Cells that stand side by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// Left to right. An empty cell is a cell: it holds its column's place.
    pub cells: Vec<Cell>,
    /// Blank lines, or a page break, stand between this row and the one before.
    pub gap: bool,
    /// Furniture of the page (page number, running title, row of dashes, repeated table header),
    /// recognised by the reader from its shape and place.
    pub furniture: bool,
    /// The reader is not sure which lines are of this row and which of its neighbours.
    pub unsure: bool,
    /// It is of a text without cells: one column of lines, whose order an extractor may have changed.
    /// Its cell is a stretch of text between page furniture.
    pub plain: bool,
}

/// One cell: its text, and for each run of it where it was printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// The printed text: markup removed, entities decoded, look-alike radicals restored. `\n` is a
    /// line break of the text (of the layout, where the reader cannot tell the two apart).
    pub text: String,
    /// The runs of `text`, in order, without overlap. Separators put in by the reader lie between.
    pub spans: Vec<Span>,
    /// The ruled cell's outline (PDF only).
    pub area: Option<Area>,
    /// What is struck out in it and therefore no part of `text` (texts only), with its place.
    pub struck: Vec<(String, Source)>,
}

/// A run of a cell's text and the printed characters it came from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    /// First byte in [`Cell::text`].
    pub start: u32,
    /// Byte after the last in [`Cell::text`].
    pub end: u32,
    /// First byte in [`Rows::raw`]. Equally long runs map byte by byte; otherwise as a whole.
    pub raw_start: u32,
    /// Byte after the last in [`Rows::raw`].
    pub raw_end: u32,
    /// Where the run was printed (for a PDF: one span for each printed line, with its area).
    pub source: Source,
}

impl Row {
    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + self.cells.iter().map(Cell::bytes).sum::<usize>()
    }
}

impl Rows {
    /// Whether a row is of a text without cells.
    #[must_use]
    pub(crate) fn is_plain(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.plain)
    }

    /// What is printed in some rows, unchanged.
    #[must_use]
    pub(crate) fn raw_of(&self, rows: &Range<usize>) -> &str {
        let cells =
            self.rows.get(rows.clone()).unwrap_or_default().iter().flat_map(|row| &row.cells);
        let spans = cells.flat_map(|cell| &cell.spans);
        let places = spans.map(|span| (span.raw_start, span.raw_end));
        let all = places.reduce(|all, next| (all.0.min(next.0), all.1.max(next.1)));
        let (start, end) = all.unwrap_or_default();
        self.raw.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The rows of texts each of which goes on where the one before ends.
    pub(crate) fn joined(texts: impl IntoIterator<Item = Self>) -> Self {
        let (mut all, mut lines) = (Self::default(), 0);
        for more in texts {
            let feeds = more.raw.bytes().filter(|byte| *byte == b'\n').count();
            all.extend(more, lines);
            lines += u32::try_from(feeds).unwrap_or(u32::MAX);
        }
        all
    }

    /// Adds the rows of a text that goes on where this one, which has so many line feeds, ends.
    fn extend(&mut self, more: Self, lines: u32) {
        let offset = u32::try_from(self.raw.len()).unwrap_or(u32::MAX);
        let pages = self.pages;
        let before = self.raw.len();
        self.raw.push_str(&more.raw);
        self.sure.extend(more.sure.iter().map(|one| Sure { end: one.end + before, ..*one }));
        self.findings.extend(more.findings);
        for (all, own) in [
            (&mut self.by_ocr, more.by_ocr),
            (&mut self.damaged, more.damaged),
            (&mut self.doubtful, more.doubtful),
        ] {
            all.extend(own.iter().map(|page| page + pages));
        }
        for mut note in more.notes {
            add(&mut note.source, lines, pages);
            note.cell = note.cell.map(|(row, cell)| (row + self.rows.len(), cell));
            self.notes.push(note);
        }
        self.pages += more.pages;
        for mut row in more.rows {
            for span in row.cells.iter_mut().flat_map(|cell| &mut cell.spans) {
                (span.raw_start, span.raw_end) = (span.raw_start + offset, span.raw_end + offset);
                add(&mut span.source, lines, pages);
            }
            self.rows.push(row);
        }
    }
}

/// Moves a place; what is not known stays so.
fn add(source: &mut Source, lines: u32, pages: u32) {
    if source.line > 0 {
        source.line += lines;
    }
    if source.page > 0 {
        source.page += pages;
    }
}

impl Cell {
    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let spans = self.spans.capacity() * size_of::<Span>();
        size_of::<Self>() + self.text.capacity() + spans
    }

    /// Where the first printed character of `range` (bytes of the text) stands; areas are joined
    /// over the runs of the range that are on the same page.
    #[must_use]
    pub(crate) fn source_of(&self, range: Range<usize>) -> Option<Source> {
        let mut found: Option<Source> = None;
        for span in self.spans_in(&range) {
            match &mut found {
                None => found = Some(span.source),
                Some(first) if first.page == span.source.page => {
                    if let (Some(a), Some(b)) = (first.area, span.source.area) {
                        first.area = Some(a.union(b));
                    }
                }
                Some(_) => break,
            }
        }
        found
    }

    /// The printed characters that `range` (bytes of the text) came from: byte ranges of
    /// [`Rows::raw`], in order, neighbours joined.
    #[must_use]
    pub(crate) fn raw_of(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut all: Vec<Range<usize>> = Vec::new();
        for span in self.spans_in(&range) {
            let next = span.raw_within(&range);
            match all.last_mut() {
                Some(last) if last.end == next.start => last.end = next.end,
                _ => all.push(next),
            }
        }
        all
    }

    fn spans_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Span> {
        let range = range.clone();
        let from = self.spans.partition_point(|s| s.end as usize <= range.start);
        self.spans[from..].iter().take_while(move |s| (s.start as usize) < range.end)
    }
}

impl Cell {
    /// Cuts the cell in two at a byte of its text; what stands before it stays.
    #[must_use]
    pub(crate) fn split_off(&mut self, at: usize) -> Self {
        let byte = u32::try_from(at).unwrap_or(u32::MAX);
        let mut after = Self { text: self.text.split_off(at), area: self.area, ..Self::default() };
        for span in std::mem::take(&mut self.spans) {
            let parts = span.parted(byte);
            self.spans.extend(parts.0);
            after.spans.extend(parts.1);
        }
        for span in &mut after.spans {
            (span.start, span.end) = (span.start - byte, span.end - byte);
        }
        after
    }
}

impl Span {
    /// The parts of the run before and after a byte of the text. One that does not map byte by byte stays
    /// whole, on the side where it begins.
    fn parted(self, at: u32) -> (Option<Self>, Option<Self>) {
        if self.end <= at {
            return (Some(self), None);
        }
        if self.start >= at {
            return (None, Some(self));
        }
        let by_byte = self.end - self.start == self.raw_end - self.raw_start;
        let raw = if by_byte { self.raw_start + (at - self.start) } else { self.raw_end };
        let before = Self { end: at, raw_end: raw, ..self };
        (Some(before), Some(Self { start: at, raw_start: raw, ..self }))
    }

    /// The part of the run's printed characters that lies within `range` (bytes of the cell's text).
    fn raw_within(&self, range: &Range<usize>) -> Range<usize> {
        let (start, end) = (self.start as usize, self.end as usize);
        let (raw_start, raw_end) = (self.raw_start as usize, self.raw_end as usize);
        if end - start != raw_end - raw_start {
            return raw_start..raw_end;
        }
        let skip = range.start.saturating_sub(start);
        let cut = end.saturating_sub(range.end);
        raw_start + skip..raw_end - cut
    }
}
