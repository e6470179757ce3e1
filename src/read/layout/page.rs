//! The parts of each page: furniture, headings and paragraphs, tables.

use super::cell::Piece;
use super::columns::{Place, places};
use super::cut::{Strip, Top};
use super::furniture::furniture;
use super::line::{Line, pages};
use super::mark::{Series, continues, ends_sentence, is_open, mark};
use super::seam::{label_width, printed_width};
use super::table::{Header, header};
use std::ops::Range;

/// What a page is made of, from top to bottom.
pub(super) enum Part {
    /// A page number or running title.
    Furniture(usize),
    /// The header line of a table.
    Title {
        /// Index of the line.
        line: usize,
        /// It only repeats the header of the page before.
        repeated: bool,
        /// The words of each column's title.
        titles: Vec<Range<usize>>,
    },
    /// A heading or a paragraph, with what stands at its right end as more cells.
    Full(Vec<Vec<Piece>>),
    /// Lines in columns.
    Grid {
        /// The lines.
        strips: Vec<Strip>,
        /// Under a header line, not label and value.
        table: bool,
        /// What stands above it.
        top: Top,
    },
}

/// A page, and how wide its columns are.
#[derive(Default)]
pub(super) struct Section {
    /// From top to bottom.
    pub(super) parts: Vec<Part>,
    /// Printed width of the widest paragraph line.
    pub(super) full_width: usize,
    /// Printed width of the label column in the whole document.
    pub(super) label_width: usize,
    pair_widths: Vec<usize>,
    table_widths: Vec<usize>,
    label_widths: Vec<usize>,
}

impl Section {
    /// Printed widths of the widest line of each column.
    pub(super) fn widths(&self, table: bool) -> &[usize] {
        if table { &self.table_widths } else { &self.pair_widths }
    }
}

/// Empty lines that part what stands above from what stands below.
const PARTING: usize = 3;

/// The pages of a text.
pub(super) fn sections(text: &str, lines: &[Line]) -> Vec<Section> {
    let is_furniture = furniture(text, lines);
    let mut open: Option<Header> = None;
    let mut all = Vec::new();
    for range in pages(lines) {
        let mut reader =
            Reader { text, lines, is_furniture: &is_furniture, section: Section::default() };
        reader.read(range, &mut open);
        reader.measure();
        all.push(reader.section);
    }
    let mut labels: Vec<usize> = all.iter().flat_map(|s| s.label_widths.iter().copied()).collect();
    labels.sort_unstable();
    // Not the widest: headings with a box beside them look like labels, too.
    let label_width = labels
        .iter()
        .rev()
        .nth(usize::from(labels.len() > 8) + labels.len() / 30)
        .copied()
        .unwrap_or(0);
    all.iter_mut().for_each(|section| section.label_width = label_width);
    for index in 1..all.len() {
        let (before, after) = all.split_at_mut(index);
        if let (Some(before), Some(after)) = (before.last(), after.first_mut()) {
            mark_unfinished(text, lines, before, after);
        }
    }
    all
}

/// Notes that the first table of a page goes on with a sentence of the page before.
fn mark_unfinished(text: &str, lines: &[Line], before: &Section, after: &mut Section) {
    let printed = |p: &&Part| matches!(p, Part::Full(_) | Part::Grid { .. });
    let Some(Part::Grid { strips, table, .. }) = before.parts.iter().rfind(printed) else { return };
    let first = after.parts.iter_mut().find(|p| matches!(p, Part::Full(_) | Part::Grid { .. }));
    let Some(Part::Grid { strips: next, table: same, top }) = first else { return };
    let (Some(upper), Some(lower)) = (strips.last(), next.first()) else { return };
    let words = |s: &Strip, c: usize| -> String {
        let range = s.cells.get(c).cloned().unwrap_or_default();
        lines[s.line].words[range].iter().map(|w| w.text(text)).collect()
    };
    let torn = (1..upper.cells.len()).any(|column| {
        let (end, start) = (words(upper, column), words(lower, column));
        let width = printed_width(&lines[upper.line], &upper.cells[column]);
        let full = width + 4 >= before.widths(*table).get(column).copied().unwrap_or(usize::MAX);
        let ends = full && width > 20 && !ends_sentence(&end);
        ends && !start.is_empty() && mark(&start).is_none() && !start.starts_with(['[', '［'])
    });
    if *top == Top::Page && table == same && torn && lower.cells[0].is_empty() {
        *top = Top::Unfinished;
    }
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
                self.body(from..at, headed.then_some(()).and(current.as_ref()), false);
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
        let ended = self.body(from..page.end, table, goes_on);
        *open = if goes_on && !ended { current } else { None };
    }

    /// A header repeated on a page where too little follows it to be known as one.
    fn repeat_of(&self, at: usize, current: Option<&Header>) -> Option<Header> {
        let current = current?;
        let found = Header::of(self.text, &self.lines[at])?;
        current.repeats(&found).then_some(found)
    }

    /// Lines between headers; says whether the table came to its end before them.
    fn body(&mut self, range: Range<usize>, table: Option<&Header>, _: bool) -> bool {
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

    fn measure(&mut self) {
        let (mut pair, mut only, mut table) = (vec![0; 2], 0, Vec::new());
        let (mut full, mut labels) = (0, Vec::new());
        for part in &self.section.parts {
            match part {
                Part::Full(cells) => {
                    let pieces = cells.iter().flatten();
                    let width = |p: &Piece| printed_width(&self.lines[p.line], &p.words);
                    full = pieces.map(width).fold(full, usize::max);
                }
                Part::Grid { strips, table: true, .. } => {
                    strips.iter().for_each(|s| widen(&mut table, self.lines, s));
                }
                Part::Grid { strips, .. } => {
                    for strip in strips {
                        let both = strip.cells.iter().all(|c| !c.is_empty());
                        if both {
                            labels.push(label_width(&self.lines[strip.line], &strip.cells[0]));
                        }
                        if both || strip.cells[0].is_empty() {
                            widen(&mut pair, self.lines, strip);
                        } else {
                            only = only.max(label_width(&self.lines[strip.line], &strip.cells[0]));
                        }
                    }
                }
                _ => {}
            }
        }
        if pair[0] == 0 {
            pair[0] = only;
        }
        self.section.full_width = full.max(60);
        self.section.pair_widths = pair;
        self.section.table_widths = table;
        self.section.label_widths = labels;
    }
}

fn widen(widths: &mut Vec<usize>, lines: &[Line], strip: &Strip) {
    widths.resize(widths.len().max(strip.cells.len()), 0);
    let line = &lines[strip.line];
    for (column, (width, cell)) in widths.iter_mut().zip(&strip.cells).enumerate() {
        let measure = if column == 0 { label_width } else { printed_width };
        *width = (*width).max(measure(line, cell));
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
