//! Text whose columns are kept by runs of spaces, as `pdftotext -layout` prints it.
//!
//! A page is read in four steps: page numbers and running titles are set aside; tables with a header
//! line are found ([`table`]); for all other lines the boundary between labels and values is chosen
//! ([`columns`]); the lines of each table are cut into rows ([`cut`]), and the rows' cells put
//! together ([`cell`]).

mod cell;
mod columns;
mod cut;
mod furniture;
mod line;
mod mark;
mod note;
mod page;
mod seam;
mod section;
mod side;
mod table;

use crate::rows::{Cell, Row, Rows};
use cell::{Builder, Piece, Wrap};
use cut::{Align, Sheet, Strip, Top};
use line::{Line, lines};
use section::{Part, Section, sections};
use side::Side;

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
    let lines = lines(text);
    let sections = sections(text, &lines);
    let paged = text.contains('\u{c}');
    let mut writer = Writer {
        builder: Builder { text, lines: &lines, paged },
        drafts: Vec::new(),
        costly: (0, 0),
        pair: alignment(text, &lines, &sections, false),
        table: alignment(text, &lines, &sections, true),
    };
    for section in &sections {
        writer.section(section);
    }
    let drafts = std::mem::take(&mut writer.drafts);
    let rows = writer.finish(drafts);
    Rows { raw: text.to_owned(), rows, ..Rows::default() }
}

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
    let mut align = vec![Align::Middle; if tables { cut::COLUMNS } else { 1 }];
    let mut least = total(&align);
    // A column may fit only after others have been set right.
    for column in (0..align.len()).chain(0..align.len()) {
        let kept = std::mem::replace(&mut align[column], Align::Top);
        let cost = total(&align);
        if cost < least {
            least = cost;
        } else {
            align[column] = kept;
        }
    }
    align
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
    builder: Builder<'a>,
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
        let whole = 0..self.builder.lines[line].words.len();
        let cells = match titles {
            [] => vec![vec![Piece { line, words: whole }]],
            titles => titles.to_vec(),
        };
        let widths = vec![0; cells.len()];
        self.drafts.push(Draft { cells, widths, furniture, ..Draft::default() });
    }

    fn grid(&mut self, section: &Section, strips: &[Strip], sides: &[Side], table: bool, top: Top) {
        let (text, lines) = (self.builder.text, self.builder.lines);
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
        for (index, (range, (unsure, costly))) in rows.into_iter().zip(doubts).enumerate() {
            self.costly.0 += usize::from(costly);
            self.costly.1 += usize::from(table);
            let unsure = unsure || costly;
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
            let continued = index == 0
                && top != Top::Below
                && beside.is_empty()
                && (cells.first().is_some_and(Vec::is_empty) || self.completes(&cells, shape));
            if continued && self.continue_row(&cells, shape, unsure) {
                continue;
            }
            cells = Self::tidy(cells, shape);
            let mut widths = widths.to_vec();
            if !beside.is_empty() {
                cells.insert(0, beside.iter().flat_map(|s| s.pieces.clone()).collect());
                widths.insert(0, 0);
            }
            self.drafts.push(Draft { cells, widths, shape, unsure, ..Draft::default() });
        }
    }

    /// Appends cells to the last row of the page before, if it is of the same kind.
    fn continue_row(&mut self, cells: &[Vec<Piece>], shape: Shape, unsure: bool) -> bool {
        let completes = self.completes(cells, shape);
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

    /// A label without value has one cell.
    fn tidy(mut cells: Vec<Vec<Piece>>, shape: Shape) -> Vec<Vec<Piece>> {
        while shape == Shape::Pair && cells.len() > 1 && cells.last().is_some_and(Vec::is_empty) {
            cells.pop();
        }
        cells
    }

    fn finish(&self, mut drafts: Vec<Draft>) -> Vec<Row> {
        // Where many rows fit badly, none can be trusted, nor their number.
        let bad = self.costly.0 >= 3 && self.costly.0 * 4 >= self.costly.1;
        for draft in drafts.iter_mut().filter(|d| bad && d.shape == Shape::Table) {
            draft.unsure = true;
        }
        drafts.into_iter().map(|draft| self.row(&draft)).collect()
    }

    fn row(&self, draft: &Draft) -> Row {
        let wrap = |column: usize| match (draft.shape, column) {
            (Shape::Pair | Shape::Table, 0) => Wrap::Label,
            (Shape::Pair, 1) if draft.cells.len() > 2 => Wrap::Label,
            _ => Wrap::Width(draft.widths.get(column).copied().unwrap_or(usize::MAX)),
        };
        let cell = |(column, pieces): (usize, &Vec<Piece>)| -> Cell {
            self.builder.cell(pieces, wrap(column))
        };
        let cells: Vec<Cell> = draft.cells.iter().enumerate().map(cell).collect();
        let first = draft.cells.iter().flatten().map(|p| p.line).min().unwrap_or(0);
        let before = first.checked_sub(1).and_then(|l| self.builder.lines.get(l));
        let gap = before.is_some_and(|b| b.is_blank() || b.page != self.builder.lines[first].page);
        Row { cells, gap, furniture: draft.furniture, unsure: draft.unsure, plain: false }
    }
}

#[cfg(test)]
mod tests;
