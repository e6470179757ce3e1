//! Text whose columns are kept by runs of spaces, as `pdftotext -layout` prints it.
//!
//! A page is read in four steps: page numbers and running titles are set aside; tables with a header
//! line are found ([`table`]); for all other lines the boundary between labels and values is chosen
//! ([`columns`]); the lines of each table are cut into rows ([`cut`]), and the rows' cells put
//! together ([`cell`]).

mod beside;
mod caption;
mod cell;
mod columns;
mod cut;
mod furniture;
mod line;
mod mark;
mod note;
mod numbered;
mod page;
pub(crate) mod pages;
mod part;
mod placed;
mod recognised;
mod seam;
mod section;
mod side;
mod stamp;
mod strip;
mod table;
mod torn;
pub(crate) mod weights;

use crate::read::sheet::beside;
use crate::rows::{Row, Rows};
use cell::{Builder, Wrap};
use line::{Line, Piece, lines};
use part::{Part, Section};
use section::sections;
use side::Side;
use strip::{Align, Sheet, Strip, Top};

/// Whether the columns of a text are kept by runs of spaces.
pub(crate) fn is_layout(text: &str) -> bool {
    let (mut printed, mut spaced, mut tabbed, mut tagged) = (0usize, 0usize, 0usize, 0usize);
    for line in text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty()) {
        printed += 1;
        let body = line.trim_start();
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        spaced += usize::from(indent >= 6 || body.contains("   "));
        tabbed += usize::from(line.contains('\t'));
        tagged += usize::from(has_tag(line));
    }
    spaced >= 3 && spaced * 8 >= printed && tabbed * 20 <= printed && tagged * 20 <= printed
}

/// `<td`, `</p`, `<br/>`: an ASCII letter straight after the bracket, and the bracket's end.
fn has_tag(line: &str) -> bool {
    line.split('<').skip(1).any(|after| {
        let name = after.strip_prefix('/').unwrap_or(after);
        let letters = name.chars().take_while(char::is_ascii_alphabetic).count();
        (1..=6).contains(&letters)
            && name[letters..].starts_with(['>', ' ', '/'])
            && after.contains('>')
    })
}

/// The rows of a text with layout.
pub(crate) fn rows(text: &str) -> Rows {
    let mut lines = lines(text);
    torn::mend(text, &mut lines);
    let stamps = stamp::take_stamps(text, &mut lines);
    let count = lines.len();
    lines.extend(stamps);
    let old = beside::take_old(text, &mut lines[..count]);
    let findings = old.iter().map(|old| beside(old.on_left, true)).collect();
    lines.extend(old.into_iter().flat_map(|old| old.lines));
    let drafts = drafts(text, &mut lines, count);
    let builder = Builder { text, lines: &lines, paged: text.contains('\u{c}') };
    let rows = drafts.iter().map(|draft| row(builder, draft)).collect();
    let by_ocr = recognised::recognised(text, &lines, builder.paged);
    Rows { raw: text.to_owned(), rows, findings, by_ocr, ..Rows::default() }
}

/// The rows of lines, before their text is put together: those behind the first `count` are not read, and more
/// such ones may be added.
fn drafts(text: &str, lines: &mut Vec<Line>, count: usize) -> Vec<Draft> {
    let headings = numbered::take_headings(text, &mut lines[..count]);
    lines.extend(headings);
    let (read, aside) = lines.split_at(count);
    let mut all = read_drafts(text, read);
    let printed = aside.iter().enumerate().filter(|(_, line)| !line.is_blank());
    all.extend(printed.map(|(at, line)| {
        let piece = Piece { line: count + at, words: 0..line.words.len() };
        Draft { cells: vec![vec![piece]], widths: vec![0], furniture: true, ..Draft::default() }
    }));
    all
}

/// The rows of lines that are read.
fn read_drafts(text: &str, lines: &[Line]) -> Vec<Draft> {
    let sections = sections(text, lines);
    let mut writer = Writer {
        text,
        lines,
        drafts: Vec::new(),
        costly: (0, 0),
        pair: alignment(text, lines, &sections, false),
        table: alignment(text, lines, &sections, true),
    };
    for section in &sections {
        writer.section(section);
    }
    writer.finish()
}

/// The share of the costs that is much.
const MUCH: i64 = 3;

/// Where the cells of each column stand in the whole document: what makes its tables cheaper to cut.
fn alignment(text: &str, lines: &[Line], sections: &[Section], tables: bool) -> Vec<Align> {
    let total = |align: &[Align]| -> i64 {
        let parts = sections.iter().flat_map(|s| s.parts.iter().map(move |p| (s, p)));
        let cost = |(section, part): (&Section, &Part)| match part {
            Part::Grid { strips, table, top, .. } if *table == tables => {
                let widths = section.widths(*table);
                let label = section.label_width;
                let sheet = Sheet { text, lines, widths, label, align, top: *top };
                cut::rows(sheet, strips).0
            }
            _ => 0,
        };
        parts.map(cost).sum()
    };
    let columns = if tables { widest(sections) } else { 1 };
    // What stands at the bottom in one column mostly does so in all: no search column by column would find that.
    let all: &[Align] = match tables {
        true => &[Align::Middle, Align::Top, Align::Bottom],
        false => &[Align::Middle, Align::Top, Align::Ends],
    };
    let starts = if tables { all } else { &all[..1] };
    let starts = starts.iter().map(|start| vec![*start; columns]);
    let costs = starts.map(|align| (total(&align), align));
    let Some((mut least, mut align)) = costs.min_by_key(|start| start.0) else {
        return Vec::new();
    };
    // A column may fit only after others have been set right.
    for column in (0..align.len()).chain(0..align.len()) {
        for &other in all {
            let kept = std::mem::replace(&mut align[column], other);
            let cost = total(&align);
            // Where labels and values are at two ends, almost any cut fits: it must make much better rows.
            let enough = if other == Align::Ends { least - least / MUCH } else { least };
            if cost < enough {
                least = cost;
            } else {
                align[column] = kept;
            }
        }
    }
    align
}

/// The number of columns of the widest table.
fn widest(sections: &[Section]) -> usize {
    let columns = |part: &Part| match part {
        Part::Grid { strips, table: true, .. } => strips.iter().map(|s| s.cells.len()).max(),
        _ => None,
    };
    let all = sections.iter().flat_map(|section| &section.parts).filter_map(columns);
    all.max().unwrap_or(0).min(cut::COLUMNS)
}

/// A row before its text is put together.
#[derive(Clone, Debug, Default)]
struct Draft {
    cells: Vec<Vec<Piece>>,
    widths: Vec<usize>,
    shape: Shape,
    furniture: bool,
    /// Other cuts of the lines into rows are as good.
    unsure: bool,
}

/// What a row was cut from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    /// A heading or a paragraph.
    #[default]
    Full,
    /// Label and value.
    Pair,
    /// A row of a table with a header line.
    Table,
}

/// Collects the rows.
struct Writer<'a> {
    text: &'a str,
    lines: &'a [Line],
    drafts: Vec<Draft>,
    pair: Vec<Align>,
    table: Vec<Align>,
    /// Rows of tables that fit badly, and all.
    costly: (usize, usize),
}

impl Writer<'_> {
    fn section(&mut self, section: &Section) {
        for part in &section.parts {
            match part {
                Part::Furniture(line) => self.line(*line, true, &[]),
                Part::Title { line, repeated, titles } => self.line(*line, *repeated, titles),
                Part::Full(pieces) => {
                    let widths = vec![section.full_width; pieces.len()];
                    let cells = pieces.clone();
                    self.drafts.push(Draft { cells, widths, ..Draft::default() });
                }
                Part::Grid { strips, sides, table, top } => {
                    self.grid(section, strips, sides, *table, *top);
                }
            }
        }
    }

    /// A line by itself, whole or cut at the titles of a table's columns.
    fn line(&mut self, line: usize, furniture: bool, titles: &[Vec<Piece>]) {
        let whole = 0..self.lines[line].words.len();
        let cells = match titles {
            [] => vec![vec![Piece { line, words: whole }]],
            titles => titles.to_vec(),
        };
        let widths = vec![0; cells.len()];
        self.drafts.push(Draft { cells, widths, furniture, ..Draft::default() });
    }

    fn grid(&mut self, section: &Section, strips: &[Strip], sides: &[Side], table: bool, top: Top) {
        let (text, lines) = (self.text, self.lines);
        let align = if table { self.table.clone() } else { self.pair.clone() };
        let align = align.as_slice();
        let widths = section.widths(table);
        let label = section.label_width;
        let sheet = Sheet { text, lines, widths, label, align, top };
        let shape = if table { Shape::Table } else { Shape::Pair };
        let rows = cut::rows(sheet, strips).1;
        let unsure = cut::unsure(sheet, strips, &rows);
        let costly = cut::costly(sheet, strips, &rows);
        let doubts = unsure.into_iter().zip(costly);
        let mut goes_on = top != Top::Below;
        for (index, (range, (unsure, costly))) in rows.into_iter().zip(doubts).enumerate() {
            self.costly.0 += usize::from(costly);
            self.costly.1 += usize::from(table);
            let torn = index == 0 && top != Top::Below && self.may_be_torn(&strips[range.clone()]);
            let unsure = unsure || costly || torn;
            if let (true, Some(last)) = (torn, self.drafts.iter_mut().rev().find(|d| !d.furniture))
            {
                last.unsure = true;
            }
            let row = &strips[range.clone()];
            let columns = row.iter().map(|s| s.cells.len()).max().unwrap_or(0);
            let column = |c: usize| -> Vec<Piece> {
                let cells = row.iter().filter_map(|s| Some((s.line, s.cells.get(c)?.clone())));
                let pieces = cells.map(|(line, words)| Piece { line, words });
                pieces.filter(|p| !p.words.is_empty()).collect()
            };
            let mut cells: Vec<Vec<Piece>> = (0..columns).map(column).collect();
            let beside: Vec<&Side> = sides.iter().filter(|s| range.contains(&s.first)).collect();
            if cells.iter().all(Vec::is_empty) && beside.is_empty() {
                continue;
            }
            let is_first = index == 0
                && (cells.first().is_some_and(Vec::is_empty) || self.completes(&cells, shape));
            goes_on &= beside.is_empty() && (is_first || self.ends_date(&cells, shape));
            goes_on = goes_on && self.continue_row(&cells, shape, unsure);
            if goes_on {
                continue;
            }
            cells = self.tidy(cells, shape);
            let mut widths = widths.to_vec();
            if !beside.is_empty() {
                cells.insert(0, beside.iter().flat_map(|s| s.pieces.clone()).collect());
                widths.insert(0, 0);
            }
            self.drafts.push(Draft { cells, widths, shape, unsure, ..Draft::default() });
        }
    }

    /// Whether the first row of a page has its label below its first lines: on a placed page nothing tells whether
    /// those end the last row of the page before.
    fn may_be_torn(&self, row: &[Strip]) -> bool {
        let labelled = |strip: &Strip| strip.cells.first().is_some_and(|cell| !cell.is_empty());
        let placed = row.first().is_some_and(|strip| self.lines[strip.line].down.is_some());
        let first = row.first().is_some_and(labelled);
        // Nothing goes on where nothing stands before.
        let follows = self.drafts.iter().any(|draft| !draft.furniture);
        placed && follows && !first && row.iter().any(labelled)
    }

    /// Appends cells to the last row of the page before, if it is of the same kind.
    fn continue_row(&mut self, cells: &[Vec<Piece>], shape: Shape, unsure: bool) -> bool {
        let completes = self.completes(cells, shape) || self.ends_date(cells, shape);
        let last = self.drafts.iter_mut().rev().find(|d| !d.furniture);
        let labelled = |d: &Draft| d.cells.first().is_some_and(|c| !c.is_empty());
        let Some(last) = last.filter(|d| completes || d.shape == shape && labelled(d)) else {
            return false;
        };
        last.unsure |= unsure;
        for (column, pieces) in cells.iter().enumerate() {
            if last.cells.len() <= column && !pieces.is_empty() {
                last.cells.resize(column + 1, Vec::new());
            }
            if let Some(cell) = last.cells.get_mut(column) {
                cell.extend_from_slice(pieces);
            }
        }
        true
    }

    /// Whether the last row of the page before lacks its first column of a table, and just what these cells
    /// have: the page break parts the lines of one row.
    fn completes(&self, cells: &[Vec<Piece>], shape: Shape) -> bool {
        let Some(last) = self.drafts.iter().rev().find(|d| !d.furniture) else { return false };
        let lacks = last.cells.first().is_some_and(Vec::is_empty);
        let both = cells.iter().zip(&last.cells).any(|(a, b)| !a.is_empty() && !b.is_empty());
        shape == Shape::Table && last.shape == shape && lacks && !both
    }

    /// Whether the first column of a table ends a date here that the page before begins.
    fn ends_date(&self, cells: &[Vec<Piece>], shape: Shape) -> bool {
        let Some(last) = self.drafts.iter().rev().find(|d| !d.furniture) else { return false };
        let date = |cells: &[Vec<Piece>]| -> String {
            let pieces = cells.first().into_iter().flatten();
            let words = pieces.flat_map(|piece| &self.lines[piece.line].words[piece.words.clone()]);
            words.map(|word| word.text(self.text)).collect()
        };
        let (upper, lower) = (date(&last.cells), date(cells));
        shape == Shape::Table
            && last.shape == shape
            && mark::is_date_like(&upper)
            && !mark::is_whole_date(&upper)
            && mark::is_date_like(&lower)
            && mark::is_whole_date(&lower)
            && !mark::is_whole_date(lower.trim_end_matches('日'))
            && !lower.contains(['年', '月'])
    }

    /// A label without value has one cell, and so has a heading between the rows of a table.
    fn tidy(&self, mut cells: Vec<Vec<Piece>>, shape: Shape) -> Vec<Vec<Piece>> {
        let only = cells.iter().skip(1).all(Vec::is_empty);
        if shape == Shape::Table && only && cells.first().is_some_and(|cell| !self.is_dated(cell)) {
            cells.truncate(1);
        }
        while shape == Shape::Pair && cells.len() > 1 && cells.last().is_some_and(Vec::is_empty) {
            cells.pop();
        }
        cells
    }

    /// Whether a cell begins with a date.
    fn is_dated(&self, cell: &[Piece]) -> bool {
        let word = |piece: &Piece| self.lines[piece.line].words.get(piece.words.start);
        let first = cell.first().and_then(word);
        first.is_some_and(|word| mark::is_date_like(word.text(self.text)))
    }

    fn finish(mut self) -> Vec<Draft> {
        // Where many rows fit badly, none can be trusted, nor their number.
        let bad = self.costly.0 >= 3 && self.costly.0 * 4 >= self.costly.1;
        for draft in self.drafts.iter_mut().filter(|d| bad && d.shape == Shape::Table) {
            draft.unsure = true;
        }
        self.drafts
    }
}

impl Draft {
    /// How the lines of a cell are put together.
    fn wrap(&self, column: usize) -> Wrap {
        match (self.shape, column) {
            (Shape::Pair | Shape::Table, 0) => Wrap::Label,
            (Shape::Pair, 1) if self.cells.len() > 2 => Wrap::Label,
            _ => Wrap::Width(self.widths.get(column).copied().unwrap_or(usize::MAX)),
        }
    }

    /// Whether it stands apart from the row before.
    fn gap(&self, lines: &[Line]) -> bool {
        let first = self.cells.iter().flatten().map(|p| p.line).min().unwrap_or(0);
        let before = first.checked_sub(1).and_then(|l| lines.get(l));
        before.is_some_and(|b| b.is_blank() || b.page != lines[first].page)
    }
}

fn row(builder: Builder<'_>, draft: &Draft) -> Row {
    let cells = draft.cells.iter().enumerate();
    let cells = cells.map(|(column, pieces)| builder.cell(pieces, draft.wrap(column))).collect();
    let gap = draft.gap(builder.lines);
    Row { cells, gap, furniture: draft.furniture, unsure: draft.unsure, ..Row::default() }
}

#[cfg(test)]
mod tests;
