//! Takes a page apart: furniture, headings and paragraphs, tables.

use super::columns::{Place, places};
use super::line::{Line, Piece, Word, label_width, printed_width, squeezed};
use super::mark::{Series, digit, mark};
use super::note::take_marks;
use super::part::{Part, Section};
use super::side::take_sides;
use super::strip::{Strip, Top};
use super::table::{Header, header, is_title};
use crate::read::table::white::weights::page_weights as weights;
use std::ops::Range;

/// Reads a page; `open` is the table that the page before ended with, and is set to this page's;
/// `widths` are the printed widths of the columns of tables, `label` that of the column of labels.
pub(super) fn read_page(
    text: &str,
    lines: &[Line],
    is_furniture: &[bool],
    page: Range<usize>,
    open: &mut Option<Header>,
    widths: &[usize],
    label: usize,
) -> Section {
    let section = Section::default();
    let mut reader = Reader { text, lines, is_furniture, widths, label, section };
    reader.read(page, open);
    reader.section
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) lines: &'a [Line],
    is_furniture: &'a [bool],
    /// Printed widths of the columns of tables.
    widths: &'a [usize],
    /// Printed width of the column of labels.
    label: usize,
    pub(super) section: Section,
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
                let top = found.lines.start;
                let title = if headed { None } else { self.title_above(from, top) };
                self.body(from..title.unwrap_or(top), headed.then_some(()).and(current.as_ref()));
                if let Some(line) = title {
                    self.section.parts.push(Part::Full(vec![vec![self.whole(line)]]));
                }
                let repeated = current.as_ref().is_some_and(|c| c.repeats(&found));
                let titles = found.titles.clone();
                self.section.parts.push(Part::Title { line: at, repeated, titles });
                (from, headed) = (found.lines.end, true);
                current = Some(found);
            }
            at += 1;
        }
        let goes_on =
            current.as_ref().is_some_and(|c| headed || c.goes_on(self.lines, page.clone()));
        let table = if goes_on { current.as_ref() } else { None };
        let ended = self.body(from..page.end, table);
        *open = if goes_on && !ended { current } else { None };
    }

    /// The line straight above the header of a table.
    fn title_above(&self, from: usize, header: usize) -> Option<usize> {
        let near = from.max(header.saturating_sub(weights().title_above))..header;
        let above = near.rev().find(|&l| !self.lines[l].is_blank())?;
        let short = self.lines[above].chunks(2).len() <= 2;
        (short && !self.is_furniture[above]).then_some(above)
    }

    fn whole(&self, line: usize) -> Piece {
        Piece { line, words: 0..self.lines[line].words.len() }
    }

    /// A header repeated on a page where too little follows it to be known as one.
    fn repeat_of(&self, at: usize, current: Option<&Header>) -> Option<Header> {
        let current = current?;
        let found = Header::of(self.text, self.lines, at)?;
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
        // The title of a table may stand between its header and its rows.
        let is_title = |line: &usize| {
            let this = &self.lines[*line];
            let mut cuts = 1..this.words.len();
            this.chunks(2).len() <= 2 && cuts.any(|cut| self.is_bracketed(*line, cut))
        };
        let titles = body.iter().take_while(|line| is_title(line)).count();
        // Below a repeated header it is repeated, too.
        let again = self.is_page_top();
        for line in &body[..titles] {
            let part = match again {
                true => Part::Furniture(*line),
                false => Part::Full(vec![vec![self.whole(*line)]]),
            };
            self.section.parts.push(part);
        }
        let body = &body[titles..];
        let end = header.end(self.text, self.lines, body);
        let top = if self.is_page_top() { Top::Page } else { Top::Below };
        let strips = header.strips(self.text, self.lines, &body[..end], self.widths);
        let sides = Vec::new();
        self.section.parts.push(Part::Grid { strips, sides, table: true, top });
        self.prose(&body[end..]);
        end < body.len()
    }

    /// Lines above the first that begins at the left margin: on a cover, which is set around its middle,
    /// each is a row; its first line is at any rate, where it stands above labels only.
    fn centred(&self, body: &[usize]) -> usize {
        let starts = |l: &usize| self.lines[*l].words.first().map(|w| w.start);
        let margin = body.iter().filter_map(starts).min();
        let first = body.iter().position(|l| starts(l).is_some() && starts(l) == margin);
        let is_cover = |&at: &usize| {
            let line = &self.lines[body[at]];
            line.page == 1 && printed_width(line, &(0..line.words.len())) >= weights().paragraph
        };
        let named = |l: usize| {
            let line = &self.lines[l];
            let name = |words: &Range<usize>| -> String {
                squeezed(&line.words[words.clone()], self.text)
            };
            let chunks = line.chunks(2);
            chunks.len() > 1 && chunks.iter().all(|words| is_title(&name(words)))
        };
        // The title of a form stands above its first labels; a line that is no label may stand above both.
        let titled = |pair: &[usize]| {
            let line = &self.lines[body[pair[0]]];
            line.page == 1
                && line.words[0].start >= weights().indent
                && line.chunks(weights().wide).len() == 1
                && named(body[pair[1]])
        };
        let printed: Vec<usize> =
            (0..body.len()).filter(|&at| !self.lines[body[at]].is_blank()).take(3).collect();
        let mut pairs = printed.windows(2).take_while(|pair| !named(body[pair[0]]));
        let title = pairs.find(|pair| titled(pair)).map_or(0, |pair| pair[0] + 1);
        first.filter(is_cover).unwrap_or(title)
    }

    fn prose(&mut self, body: &[usize]) {
        let centred = if self.is_page_top() { self.centred(body) } else { 0 };
        for &line in body[..centred].iter().filter(|&&l| !self.lines[l].is_blank()) {
            self.section.parts.push(Part::Full(self.cells(line)));
        }
        let body = &body[centred..];
        let refs: Vec<&Line> = body.iter().map(|&l| &self.lines[l]).collect();
        let places = places(&refs);
        let mut strips: Vec<Strip> = Vec::new();
        let mut blanks = 0;
        for (at, &line) in body.iter().enumerate() {
            let place = self.in_labels(body, &places, at);
            let words = self.lines[line].words.len();
            blanks = if words == 0 { blanks + 1 } else { 0 };
            if blanks >= weights().parting {
                self.close(&mut strips);
            }
            let place = self.at_value(line, place);
            match place {
                Place::Blank if strips.is_empty() => {}
                Place::Blank => strips.push(Strip { line, cells: vec![0..0, 0..0] }),
                Place::Pair(cut) if strips.is_empty() && self.belongs_to_heading(line, cut) => {
                    self.attach(line);
                }
                Place::Pair(cut) if strips.is_empty() && self.ends_heading(line, cut) => {
                    self.attach(line);
                }
                Place::Pair(cut) if self.is_bracketed(line, cut) => {
                    self.close(&mut strips);
                    self.section.parts.push(Part::Full(vec![vec![self.whole(line)]]));
                }
                Place::Pair(cut) => strips.push(Strip { line, cells: vec![0..cut, cut..words] }),
                Place::Full => {
                    self.close(&mut strips);
                    self.full(line);
                }
            }
        }
        self.close(&mut strips);
    }

    /// The place of a line. A label that fills its column reaches into the values where a tool counts characters: it
    /// goes on in the line below.
    fn in_labels(&self, body: &[usize], places: &[Place], at: usize) -> Place {
        let line = &self.lines[body[at]];
        if places[at] != Place::Full || line.is_blank() {
            return places[at];
        }
        let whole = 0..line.words.len();
        let width = label_width(line, &whole);
        let next = match places.get(at + 1) {
            Some(Place::Pair(cut)) if *cut > 0 => Some(&self.lines[body[at + 1]]),
            _ => None,
        };
        let goes_on = next.is_some_and(|next| {
            let first = next.words[0].text(self.text);
            mark(first).is_none() && next.words[0].start <= line.words[0].start
        });
        let fills = width > 0 && width + 2 >= self.label && width <= self.label + 2;
        let marked = mark(&line.squeezed(self.text)).is_some_and(|m| m.series == Series::Circled);
        if fills && goes_on && marked { Place::Pair(whole.end) } else { Place::Full }
    }

    fn close(&mut self, strips: &mut Vec<Strip>) {
        while strips.last().is_some_and(|s| s.cells.iter().all(Range::is_empty)) {
            strips.pop();
        }
        if !strips.is_empty() {
            let top = if self.is_page_top() { Top::Page } else { Top::Below };
            let mut strips = std::mem::take(strips);
            take_marks(self.lines, &mut strips);
            let sides = take_sides(self.text, self.lines, &mut strips);
            self.section.parts.push(Part::Grid { strips, sides, table: false, top });
        }
    }

    /// The bracket that opens before a value is the value's, however far left it stands, and so is
    /// the bare numeral or kana that counts its lines.
    fn at_value(&self, line: usize, place: Place) -> Place {
        let this = &self.lines[line];
        let opens = |w: &Word| w.width <= 2 && matches!(w.tail, '[' | '［');
        let counts = |w: &Word| w.start >= weights().indent && w.lead == w.tail && w.width <= 2;
        match place {
            Place::Pair(cut)
                if cut > 1 && this.words.len() > cut && opens(&this.words[cut - 1]) =>
            {
                Place::Pair(cut - 1)
            }
            Place::Pair(1) if this.words.len() > 1 && this.space_before(1) <= 2 => {
                let first = &this.words[0];
                let bare = digit(first.lead).is_some() || ('ア'..='ソ').contains(&first.lead);
                Place::Pair(usize::from(!(bare && counts(first))))
            }
            _ => place,
        }
    }

    /// Whether the left of two cells is a name in parentheses: together they are a title.
    fn is_bracketed(&self, line: usize, cut: usize) -> bool {
        let words = &self.lines[line].words;
        let (left, right) = words.split_at(cut.min(words.len()));
        let text = squeezed(left, self.text);
        let margin = left.first().is_some_and(|w| w.start < weights().margin);
        let inner = text.strip_prefix(['（', '(']).and_then(|t| t.strip_suffix(['）', ')']));
        margin && !right.is_empty() && inner.is_some_and(|t| !t.is_empty())
    }
}
