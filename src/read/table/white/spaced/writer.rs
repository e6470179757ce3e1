//! The rows of lines: cut out of their tables, and put together where a page parts them.

use super::align::alignment;
use super::cell::Wrap;
use super::cut;
use super::line::{Line, Piece};
use super::mark;
use super::part::{Part, Section};
use super::section::sections;
use super::side::Side;
use super::strip::{Align, Sheet, Strip, Top};
use crate::read::table::white::weights::row_weights;

/// The rows of lines that are read.
pub(super) fn read_drafts(text: &str, lines: &[Line]) -> Vec<Draft> {
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

/// A row before its text is put together.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) cells: Vec<Vec<Piece>>,
    pub(super) widths: Vec<usize>,
    pub(super) shape: Shape,
    pub(super) furniture: bool,
    /// Other cuts of the lines into rows are as good.
    pub(super) unsure: bool,
}

/// What a row was cut from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
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
        let indented = &section.indented;
        let sheet = Sheet { text, lines, widths, label, indented, align, top };
        let shape = if table { Shape::Table } else { Shape::Pair };
        let rows = cut::rows(sheet, strips).1;
        let unsure = cut::unsure(sheet, strips, &rows);
        let costly = cut::costly(sheet, strips, &rows);
        let overfull = cut::overfull(sheet, strips, &rows);
        let unsure = unsure.into_iter().zip(overfull).map(|(unsure, over)| unsure || over);
        let doubts = unsure.zip(costly);
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
        let bad = self.costly.0 > 2 && self.costly.0 * row_weights().many_costly >= self.costly.1;
        for draft in self.drafts.iter_mut().filter(|d| bad && d.shape == Shape::Table) {
            draft.unsure = true;
        }
        self.drafts
    }
}

impl Draft {
    /// How the lines of a cell are put together.
    pub(super) fn wrap(&self, column: usize) -> Wrap {
        match (self.shape, column) {
            (Shape::Pair | Shape::Table, 0) => Wrap::Label,
            (Shape::Pair, 1) if self.cells.len() > 2 => Wrap::Label,
            _ => Wrap::Width(self.widths.get(column).copied().unwrap_or(usize::MAX)),
        }
    }

    /// Whether it stands apart from the row before.
    pub(super) fn gap(&self, lines: &[Line]) -> bool {
        let first = self.cells.iter().flatten().map(|p| p.line).min().unwrap_or(0);
        let before = first.checked_sub(1).and_then(|l| lines.get(l));
        before.is_some_and(|b| b.is_blank() || b.page != lines[first].page)
    }
}
