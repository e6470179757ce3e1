//! Takes a page apart: furniture, headings and paragraphs, tables.

use super::cell::Piece;
use super::columns::{Place, places};
use super::cut::{Strip, Top};
use super::line::Line;
use super::mark::{Series, continues, is_open, mark};
use super::seam::printed_width;
use super::section::{Part, Section};
use super::table::{Header, header};
use std::ops::Range;

/// Empty lines that part what stands above from what stands below.
const PARTING: usize = 3;

/// Reads a page; `open` is the table that the page before ended with, and is set to this page's.
pub(super) fn read_page(
    text: &str,
    lines: &[Line],
    is_furniture: &[bool],
    page: Range<usize>,
    open: &mut Option<Header>,
) -> Section {
    let mut reader = Reader { text, lines, is_furniture, section: Section::default() };
    reader.read(page, open);
    reader.section
}

struct Reader<'a> {
    text: &'a str,
    lines: &'a [Line],
    is_furniture: &'a [bool],
    section: Section,
}

impl Reader<'_> {
    fn read(&mut self, page: Range<usize>, open: &mut Option<Header>) {
        let mut at = page.start;
        let mut from = page.start;
        // A table of the page before may go on without a header.
        let mut current = open.take();
        let mut headed = false;
        while at < page.end {
            let found =
                if self.is_furniture[at] { None } else { header(self.text, self.lines, at) };
            let found = found.or_else(|| self.repeat_of(at, current.as_ref()));
            if let Some(found) = found {
                self.body(from..at, headed.then_some(()).and(current.as_ref()));
                let repeated = current.as_ref().is_some_and(|c| c.repeats(&found));
                let titles = found.titles.clone();
                self.section.parts.push(Part::Title { line: at, repeated, titles });
                (current, headed, from) = (Some(found), true, at + 1);
            }
            at += 1;
        }
        let goes_on =
            current.as_ref().is_some_and(|c| headed || c.goes_on(self.lines, page.clone()));
        let table = if goes_on { current.as_ref() } else { None };
        let ended = self.body(from..page.end, table);
        *open = if goes_on && !ended { current } else { None };
    }

    /// A header repeated on a page where too little follows it to be known as one.
    fn repeat_of(&self, at: usize, current: Option<&Header>) -> Option<Header> {
        let current = current?;
        let found = Header::of(self.text, &self.lines[at])?;
        current.repeats(&found).then_some(found)
    }

    /// Lines between headers; says whether the table came to its end before them.
    fn body(&mut self, range: Range<usize>, table: Option<&Header>) -> bool {
        let mut body = Vec::new();
        let mut late = Vec::new();
        for line in range {
            match self.is_furniture[line] {
                true if body.is_empty() => self.section.parts.push(Part::Furniture(line)),
                true => late.push(line),
                false => {
                    if !body.is_empty() || !self.lines[line].is_blank() {
                        body.push(line);
                    }
                }
            }
        }
        while body.last().is_some_and(|&l| self.lines[l].is_blank()) {
            body.pop();
        }
        let mut ended = false;
        match table {
            Some(header) if !body.is_empty() => ended = self.table(header, &body),
            _ => self.prose(&body),
        }
        self.section.parts.extend(late.into_iter().map(Part::Furniture));
        ended
    }

    /// Whether nothing but furniture and repeated headers is above on the page.
    fn is_page_top(&self) -> bool {
        self.section.parts.iter().all(|part| match part {
            Part::Furniture(_) => true,
            Part::Title { repeated, .. } => *repeated,
            _ => false,
        })
    }

    fn table(&mut self, header: &Header, body: &[usize]) -> bool {
        let end = header.end(self.lines, body);
        let top = if self.is_page_top() { Top::Page } else { Top::Below };
        let strips = header.strips(self.text, self.lines, &body[..end]);
        self.section.parts.push(Part::Grid { strips, table: true, top });
        self.prose(&body[end..]);
        end < body.len()
    }

    fn prose(&mut self, body: &[usize]) {
        let refs: Vec<&Line> = body.iter().map(|&l| &self.lines[l]).collect();
        let places = places(&refs);
        let mut strips: Vec<Strip> = Vec::new();
        let mut blanks = 0;
        for (&line, place) in body.iter().zip(places) {
            let words = self.lines[line].words.len();
            blanks = if words == 0 { blanks + 1 } else { 0 };
            if blanks >= PARTING {
                self.close(&mut strips);
            }
            match place {
                Place::Blank if strips.is_empty() => {}
                Place::Blank => strips.push(Strip { line, cells: vec![0..0, 0..0] }),
                Place::Pair(cut) if strips.is_empty() && self.belongs_to_heading(line, cut) => {
                    self.attach(line);
                }
                Place::Pair(0) if strips.is_empty() && self.is_option_of_choice(line) => {
                    self.attach(line)
                }
                Place::Pair(cut) => strips.push(Strip { line, cells: vec![0..cut, cut..words] }),
                Place::Full if self.is_caption_above(&strips, line) => {
                    let caption = strips.pop().map_or(line, |s| s.line);
                    self.close(&mut strips);
                    let piece =
                        |line: usize| Piece { line, words: 0..self.lines[line].words.len() };
                    self.section.parts.push(Part::Full(vec![vec![piece(caption), piece(line)]]));
                }
                Place::Full => {
                    self.close(&mut strips);
                    self.full(line);
                }
            }
        }
        self.close(&mut strips);
    }

    fn close(&mut self, strips: &mut Vec<Strip>) {
        while strips.last().is_some_and(|s| s.cells.iter().all(Range::is_empty)) {
            strips.pop();
        }
        if !strips.is_empty() {
            let top = if self.is_page_top() { Top::Page } else { Top::Below };
            let strips = std::mem::take(strips);
            self.section.parts.push(Part::Grid { strips, table: false, top });
        }
    }

    /// Whether a line at the right only ends the heading straight above it: a box that did not fit
    /// beside it, or a closing bracket.
    fn belongs_to_heading(&self, line: usize, cut: usize) -> bool {
        let Some(Part::Full(cells)) = self.section.parts.last() else { return false };
        let Some(last) = cells.iter().flatten().last() else { return false };
        let (Some(first), true) = (self.lines[line].words.first(), cut == 0) else { return false };
        if last.line + 1 != line {
            return false;
        }
        let squeezed = self.lines[line].squeezed(self.text);
        let above = self.lines[last.line].squeezed(self.text);
        let far = first.start >= 40
            && first.start * 2 > self.lines[last.line].words[last.words.end - 1].end;
        (far && is_box(&squeezed))
            || (continues(&squeezed) && (is_open(&above) || squeezed.chars().count() == 1))
    }

    /// Whether a line goes on with the options of a choice that has the full width.
    fn is_option_of_choice(&self, line: usize) -> bool {
        let Some(Part::Full(cells)) = self.section.parts.last() else { return false };
        let (Some(first), Some(last)) =
            (cells.iter().flatten().next(), cells.iter().flatten().last())
        else {
            return false;
        };
        let near = last.line + 2 >= line;
        let choice =
            cells.iter().flatten().any(|p| self.begins_choice(p.line)) && first.line + 12 > line;
        let squeezed = self.lines[line].squeezed(self.text);
        near && choice
            && mark(&squeezed).is_some_and(|m| matches!(m.series, Series::Caption | Series::Closed))
    }

    /// Whether a line begins with a wide bracket and no label.
    fn begins_choice(&self, line: usize) -> bool {
        let words = &self.lines[line].words;
        let close = words.iter().find(|w| matches!(w.tail, ']' | '］')).map_or(0, |w| w.end);
        words.first().is_some_and(|w| matches!(w.lead, '[' | '［') && close > w.start + 9)
    }

    /// Whether the only thing above a choice of full width is the caption of its options.
    fn is_caption_above(&self, strips: &[Strip], line: usize) -> bool {
        let Some(last) = strips.last() else { return false };
        let caption = self.lines[last.line].squeezed(self.text);
        last.line + 1 == line
            && self.begins_choice(line)
            && mark(&caption).is_some_and(|m| m.series == Series::Caption)
            && last.cells[0].is_empty()
    }

    fn attach(&mut self, line: usize) {
        let words = 0..self.lines[line].words.len();
        let boxed = is_box(&self.lines[line].squeezed(self.text));
        if let Some(Part::Full(cells)) = self.section.parts.last_mut() {
            let piece = Piece { line, words };
            match cells.last_mut() {
                Some(cell) if !boxed => cell.push(piece),
                _ => cells.push(vec![piece]),
            }
        }
    }

    /// A line without columns: more of the paragraph above, or a part of its own.
    fn full(&mut self, line: usize) {
        let cells = self.cells(line);
        if let ([only], Some(Part::Full(above))) = (cells.as_slice(), self.section.parts.last_mut())
        {
            let last = above.iter().flatten().last().map(|p| p.line);
            let goes_on = last.is_some_and(|l| goes_on(self.text, self.lines, l, line));
            if let (true, [paragraph]) = (goes_on, above.as_mut_slice()) {
                paragraph.extend_from_slice(only);
                return;
            }
        }
        self.section.parts.push(Part::Full(cells));
    }

    /// A line's words, cut where wide space or the box at its right end says so.
    fn cells(&self, line: usize) -> Vec<Vec<Piece>> {
        let this = &self.lines[line];
        let mut cells: Vec<Vec<Piece>> = Vec::new();
        let mut boxes = false;
        for words in this.chunks(3) {
            let space = this.space_before(words.start);
            let text: String =
                this.words[words.clone()].iter().map(|w| w.text(self.text)).collect();
            let boxed = text.starts_with(['[', '［', '□', '☑', '☐']);
            let piece = Piece { line, words: words.clone() };
            match cells.last_mut().and_then(|c| c.last_mut()) {
                Some(last) if boxes || (space < 6 && !boxed) => last.words.end = words.end,
                _ => cells.push(vec![piece]),
            }
            boxes |= boxed;
        }
        cells
    }
}

/// A small box and its caption.
fn is_box(squeezed: &str) -> bool {
    let mut chars = squeezed.chars();
    let open = chars.next().is_some_and(|c| "[［".contains(c));
    open && chars.take(2).any(|c| "]］".contains(c))
}

/// Whether a line goes on with the paragraph of the line above it.
fn goes_on(text: &str, lines: &[Line], above: usize, line: usize) -> bool {
    let squeezed = lines[line].squeezed(text);
    let upper = &lines[above];
    let width = printed_width(upper, &(0..upper.words.len()));
    above + 1 == line && (continues(&squeezed) || (width >= 80 && mark(&squeezed).is_none()))
}
