//! Draft rows to [`Rows`]: copies the characters, with the place of each run.

use super::draft::{DraftCell, DraftRow, Join, Line};
use super::inked::{is_outline, is_ringed, rings};
use crate::budget;
use crate::fold::control::{self, is_control};
use crate::read::cell::run::Run;
use crate::read::numbers::cell::write::LATIN_GAP;
use crate::read::page::radical::{is_selector, restore};
use crate::read::page::{Glyph, Page, Shared, along};
use crate::rows::{Cell, Row, Rows, Span, Sure};
use crate::source::{Area, Source};

/// Writes out the rows. The drafts lose their cells on the way, and the pages their runs: rows lie in their place.
pub(crate) fn write(draft: &mut [DraftRow], pages: &[Shared<'_>], mut runs: Vec<Vec<Run>>) -> Rows {
    let mut raw = String::with_capacity(pages.iter().map(|p| p.text.len()).sum());
    let (mut rows, mut sure) = (Vec::with_capacity(draft.len()), Vec::new());
    let rings: Vec<Vec<Area>> = pages.iter().map(|page| rings(page)).collect();
    let last = last_rows(draft, runs.len());
    let mut written = 0;
    for (at, row) in draft.iter_mut().enumerate() {
        while last.get(written).is_some_and(|last| *last < at) {
            runs[written] = Vec::new();
            written += 1;
        }
        let drafts = std::mem::take(&mut row.cells);
        let of = |cell| cell_of(cell, pages, &runs, &rings, &mut raw, &mut sure);
        let cells = drafts.iter().map(of).collect();
        rows.push(Row {
            cells,
            gap: row.gap,
            furniture: row.furniture,
            unsure: row.unsure,
            ..Row::default()
        });
        budget::steps(drafts.len());
        budget::take(rows.last().map_or(0, Row::bytes));
    }
    let pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    Rows { raw, rows, pages, sure, ..Rows::default() }
}

/// The last row that shows something of each page; 0 for none.
fn last_rows(draft: &[DraftRow], pages: usize) -> Vec<usize> {
    let mut last = vec![0; pages];
    for (at, row) in draft.iter().enumerate() {
        for line in row.cells.iter().flat_map(|cell| &cell.lines) {
            if let Some(last) = last.get_mut(line.page as usize) {
                *last = at;
            }
        }
    }
    last
}

fn cell_of(
    draft: &DraftCell,
    pages: &[Shared<'_>],
    runs: &[Vec<Run>],
    rings: &[Vec<Area>],
    raw: &mut String,
    sure: &mut Vec<Sure>,
) -> Cell {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(draft.lines.len());
    for line in &draft.lines {
        match line.join {
            Join::Nothing => {}
            Join::Space => text.push(' '),
            Join::Break => text.push('\n'),
        }
        if let Some(page) = pages.get(line.page as usize) {
            let around = rings.get(line.page as usize).map_or(&[][..], Vec::as_slice);
            let inside = |ring: &&Area| draft.area.is_none_or(|area| !is_outline(**ring, area));
            let rings = around.iter().filter(inside).copied().collect();
            let (text, spans) = (&mut text, &mut spans);
            let ringed = false;
            Writer { page, raw, sure, text, spans, rings, ringed, open: None }.line(line, runs);
        }
    }
    text.shrink_to_fit();
    spans.shrink_to_fit();
    Cell { text, spans, area: draft.area, ..Cell::default() }
}

/// Copies one line; `open` is the span being made.
struct Writer<'a> {
    page: &'a Page,
    raw: &'a mut String,
    sure: &'a mut Vec<Sure>,
    text: &'a mut String,
    spans: &'a mut Vec<Span>,
    /// What is drawn around text of the page.
    rings: Vec<Area>,
    /// What was written last is ringed.
    ringed: bool,
    open: Option<Span>,
}

impl Writer<'_> {
    fn line(&mut self, line: &Line, runs: &[Vec<Run>]) {
        let mut before: Option<&Run> = None;
        for piece in &line.pieces {
            let Some(run) = line.run(piece, runs) else { continue };
            if piece.gap || before.is_some_and(|before| self.is_latin_gap(before, run)) {
                self.close();
                if !self.text.ends_with(char::is_whitespace) {
                    self.text.push(' ');
                }
            }
            self.run(run);
            before = Some(run);
        }
        self.ring(false);
        self.close();
    }

    /// Opens or closes the stretch of what is ringed.
    fn ring(&mut self, ringed: bool) {
        if std::mem::replace(&mut self.ringed, ringed) != ringed {
            self.close();
            self.text.push(if ringed { control::RING } else { control::RING_END });
        }
    }

    /// Whether a space was meant between two runs.
    fn is_latin_gap(&self, before: &Run, run: &Run) -> bool {
        let gap = along(run.area, run.direction).x0 - along(before.area, run.direction).x1;
        let starts =
            self.page.glyphs.get(run.first as usize).and_then(|g| self.chars(*g).chars().next());
        gap > LATIN_GAP * run.size.min(before.size)
            && starts.is_some_and(|c| c.is_ascii_graphic())
            && self.text.ends_with(|c: char| c.is_ascii_graphic())
    }

    fn chars(&self, glyph: Glyph) -> &str {
        self.page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or("")
    }

    fn run(&mut self, run: &Run) {
        let page = self.page;
        let Some(glyphs) = page.glyphs.get(run.first as usize..run.last as usize) else { return };
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return };
        let whole = page.text.get(first.start as usize..last.end as usize).unwrap_or("");
        // Characters of one run were read in one way.
        if first.doubt > 0.0 {
            let mut end = self.raw.len();
            for glyph in glyphs {
                end += self.chars(*glyph).len();
                self.sure.push(Sure { end, sure: 1.0 - glyph.doubt });
            }
        }
        let in_order = glyphs.windows(2).all(|pair| pair[0].end == pair[1].start);
        // Painting order is the order of the page's text, so that a run is one slice of it.
        let near = |ring: &Area| {
            let area = run.area;
            ring.x0 < area.x1 && area.x0 < ring.x1 && ring.y0 < area.y1 && area.y0 < ring.y1
        };
        let ringed = self.rings.iter().any(near);
        if !ringed && in_order && is_plain(whole) {
            self.ring(false);
            self.equal(whole, whole, run.area);
        } else {
            for glyph in glyphs {
                self.ring(ringed && self.rings.iter().any(|ring| is_ringed(*ring, glyph.area)));
                self.glyph(
                    self.page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or(""),
                    glyph.area,
                );
            }
        }
    }

    fn glyph(&mut self, printed: &str, area: Area) {
        if printed.starts_with(is_control) {
            self.close();
            self.push(printed, "", area);
            return self.close();
        }
        if is_plain(printed) {
            return self.equal(printed, printed, area);
        }
        let restored: String = printed.chars().filter(|c| !is_selector(*c)).map(restore).collect();
        if restored.len() == printed.len() {
            return self.equal(&restored, printed, area);
        }
        self.close();
        self.push(&restored, printed, area);
        self.close();
    }

    /// Adds text that is as long as what is printed.
    fn equal(&mut self, text: &str, printed: &str, area: Area) {
        self.push(text, printed, area);
    }

    fn push(&mut self, text: &str, printed: &str, area: Area) {
        let at = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let (start, raw_start) = (at(self.text.len()), at(self.raw.len()));
        self.text.push_str(text);
        self.raw.push_str(printed);
        let (end, raw_end) = (at(self.text.len()), at(self.raw.len()));
        match &mut self.open {
            Some(open) => {
                (open.end, open.raw_end) = (end, raw_end);
                open.source.area = Some(open.source.area.map_or(area, |a| a.union(area)));
            }
            None => {
                let source =
                    Source { page: self.page.number, area: Some(area), ..Source::default() };
                self.open = Some(Span { start, end, raw_start, raw_end, source });
            }
        }
    }

    /// Whether a span stands for something: printed characters, or ink.
    fn says(span: &Span) -> bool {
        span.raw_end > span.raw_start || span.end > span.start
    }

    fn close(&mut self) {
        self.spans.extend(self.open.take().filter(Self::says));
    }
}

/// Whether text has no character that is stored otherwise than printed, or stands for drawn ink.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.iter().enumerate().any(|(i, b)| match b {
        // U+2E80 to U+2FFF: radicals.
        0xE2 => bytes.get(i + 1).is_some_and(|b| (0xBA..=0xBF).contains(b)),
        // U+FDC0 to U+FDFF: what stands for ink. U+FE00 to U+FE3F, and the plane of the other variation selectors.
        0xEF => matches!(bytes.get(i + 1), Some(0xB7 | 0xB8)),
        0xF3 => true,
        _ => false,
    })
}
