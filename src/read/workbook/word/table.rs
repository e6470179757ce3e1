//! Tables of Word documents (ECMA-376 Part 1, 17.4): cells with spans and borders.

use super::super::grid::{Block, Borders, Grid};
use super::super::paint::{corrects, shade};
use super::super::placed::note;
use super::super::xml::{Element, Node, walk};
use crate::finding::{Code, Message};
use crate::fold::control;
use crate::read::page::Color;
use crate::rows::Note;
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    /// The borders of the table as a whole, and between its cells.
    pub(super) outer: Borders,
    pub(super) inner: Borders,
    pub(super) cells: Vec<TableCell>,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) in_properties: bool,
    /// The row that is being read is deleted, as a change that is tracked.
    pub(super) is_row_gone: bool,
}

/// A cell of a table.
#[derive(Default)]
pub(super) struct TableCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) width: usize,
    pub(super) goes_on: bool,
    pub(super) borders: [Option<bool>; 4],
    pub(super) in_borders: bool,
    /// The colour of its ground.
    pub(super) ground: Option<Color>,
    pub(super) inside: Vec<Inside>,
}

/// What a cell holds, in order.
pub(super) enum Inside {
    Line(Line),
    Table(Table),
}

/// The text of a paragraph.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) source: Source,
    pub(super) notes: Vec<Note>,
    /// The number of the text box that it stands in.
    pub(super) text_box: Option<u32>,
    /// All of it has a colour.
    pub(super) is_coloured: bool,
}

impl TableCell {
    /// Its lines, those of the tables within it included.
    fn lines(&self) -> Vec<&Line> {
        let mut lines = Vec::new();
        for inside in &self.inside {
            match inside {
                Inside::Line(line) => lines.push(line),
                Inside::Table(table) => lines.extend(table.lines()),
            }
        }
        lines
    }
}

impl Table {
    fn lines(&self) -> Vec<&Line> {
        self.cells.iter().flat_map(TableCell::lines).collect()
    }

    /// Whether it is there to place other tables on the page: one cell a row, and tables within.
    pub(super) fn is_frame(&self) -> bool {
        let is_table = |inside: &Inside| matches!(inside, Inside::Table(_));
        self.cells.windows(2).all(|pair| pair[0].row != pair[1].row)
            && self.cells.iter().any(|cell| cell.inside.iter().any(is_table))
    }

    pub(super) fn open_cell(&mut self) {
        let cell =
            TableCell { row: self.row, column: self.column, width: 1, ..TableCell::default() };
        self.cells.push(cell);
    }

    /// Ends a row; one that is deleted leaves nothing.
    pub(super) fn close_row(&mut self) {
        if std::mem::take(&mut self.is_row_gone) {
            while self.cells.pop_if(|cell| cell.row == self.row).is_some() {}
        } else {
            self.row += 1;
        }
    }

    pub(super) fn property(&mut self, element: &Element<'_>) {
        let Some(cell) = self.cells.last_mut().filter(|_| !self.in_properties) else { return };
        match element.name() {
            "gridSpan" => cell.width = element.number("val").unwrap_or(1).clamp(1, 10_000),
            "vMerge" => cell.goes_on = element.get("val").is_none_or(|val| val != "restart"),
            "tcBorders" => cell.in_borders = true,
            "shd" => cell.ground = shade(element),
            _ => {}
        }
    }

    pub(super) fn border(&mut self, side: &str, drawn: bool) {
        if self.in_properties {
            set_side(&mut self.outer, &mut self.inner, side, drawn);
        } else if let Some(cell) = self.cells.last_mut().filter(|cell| cell.in_borders) {
            let index = match side {
                "left" | "start" => 0,
                "right" | "end" => 1,
                "top" => 2,
                "bottom" => 3,
                _ => return,
            };
            cell.borders[index] = Some(drawn);
        }
    }

    pub(super) fn grid(&self) -> Option<Grid> {
        let columns = self.cells.iter().map(|cell| cell.column + cell.width).max().unwrap_or(0);
        let rows = self.cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
        let mut grid = Grid::new(rows, columns)?;
        let mut blocks: Vec<Block> = Vec::new();
        for cell in &self.cells {
            let (first, last) = ((cell.row, cell.column), (cell.row, cell.column + cell.width - 1));
            self.draw(cell, (rows, columns), &mut grid);
            let above = blocks.iter_mut().rev().find(|above| {
                cell.goes_on
                    && (above.first.1, above.last.1) == (first.1, last.1)
                    && above.last.0 + 1 == first.0
            });
            match above {
                Some(above) => above.last = last,
                None => blocks.push(block(cell, first, last)),
            }
        }
        blocks.into_iter().for_each(|block| grid.add(block));
        grid.fold();
        Some(grid)
    }

    /// Draws a cell's borders: its own, else those of the table.
    fn draw(&self, cell: &TableCell, (rows, columns): (usize, usize), grid: &mut Grid) {
        let end = cell.column + cell.width;
        let own = |i: usize, at_edge: bool, outer: bool, inner: bool| {
            cell.borders[i].unwrap_or(if at_edge { outer } else { inner })
        };
        let borders = Borders {
            left: own(0, cell.column == 0, self.outer.left, self.inner.left),
            right: own(1, end == columns, self.outer.right, self.inner.left),
            top: own(2, cell.row == 0, self.outer.top, self.inner.top),
            bottom: own(3, cell.row + 1 == rows, self.outer.bottom, self.inner.top),
        };
        for column in cell.column..end {
            let left = borders.left && column == cell.column;
            let right = borders.right && column + 1 == end;
            grid.draw((cell.row, column), Borders { left, right, ..borders });
        }
    }
}

/// A cell as a block: its lines one below the other.
fn block(cell: &TableCell, first: (usize, usize), last: (usize, usize)) -> Block {
    let lines = cell.lines();
    let printed = lines.iter().map(|line| line.text.as_str()).skip_while(|line| line.is_empty());
    Block {
        first,
        last,
        text: printed.collect::<Vec<_>>().join("\n"),
        source: lines.first().map(|line| line.source).unwrap_or_default(),
        notes: lines.iter().flat_map(|line| line.notes.clone()).chain(added(&lines)).collect(),
        number: None,
    }
}

/// What there is to say of a text box beside other text, and of a text in a colour that is another version of it.
fn added(lines: &[&Line]) -> impl Iterator<Item = Note> {
    let parted = |is_other: &dyn Fn(&Line) -> bool| {
        let printed = lines.iter().filter(|line| !line.text.trim().is_empty());
        let (inside, outside): (Vec<&Line>, Vec<&Line>) = printed.partition(|line| is_other(line));
        let source = inside.first().filter(|_| !outside.is_empty())?.source;
        let text = |lines: Vec<&Line>| {
            lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join("\n")
        };
        Some((source, text(inside), text(outside)))
    };
    // Several boxes or drawings are a figure.
    let boxes: BTreeSet<u32> = lines.iter().filter_map(|line| line.text_box).collect();
    let is_figure = boxes.len() > 1 || lines.iter().any(|line| line.text.contains(control::UNREAD));
    let boxed = parted(&|line| line.text_box.is_some()).filter(|_| !is_figure);
    let coloured = parted(&|line| line.is_coloured);
    let coloured = coloured.filter(|(_, inside, outside)| corrects(inside, outside));
    boxed.into_iter().chain(coloured).map(|(source, text, _)| {
        let message = Message::new("text-added", &[("text", &text)]);
        Note { source, ..note(Code::TextAdded, message) }
    })
}

fn set_side(outer: &mut Borders, inner: &mut Borders, side: &str, drawn: bool) {
    match side {
        "left" | "start" => outer.left = drawn,
        "right" | "end" => outer.right = drawn,
        "top" => outer.top = drawn,
        "bottom" => outer.bottom = drawn,
        "insideV" => (inner.left, inner.right) = (drawn, drawn),
        _ => (inner.top, inner.bottom) = (drawn, drawn),
    }
}

/// The borders of each table style, around a table and inside it (17.7.6).
pub(super) fn table_styles(xml: &str) -> BTreeMap<String, (Borders, Borders)> {
    let mut found = BTreeMap::new();
    let (mut id, mut in_borders) = (String::new(), false);
    walk(xml, |node| match node {
        Node::Open(element) => match element.name() {
            "style" => {
                id = element.get("styleId").unwrap_or_default().into_owned();
                let base: (Borders, Borders) = (Borders::default(), Borders::default());
                found.insert(id.clone(), base);
            }
            "basedOn" => {
                let base = element.get("val").and_then(|base| found.get(base.as_ref()).copied());
                if let (Some(base), Some(style)) = (base, found.get_mut(&id)) {
                    *style = base;
                }
            }
            "tblBorders" => in_borders = true,
            side @ ("left" | "start" | "right" | "end" | "top" | "bottom" | "insideH"
            | "insideV") => {
                if let Some((outer, inner)) = found.get_mut(&id).filter(|_| in_borders) {
                    let drawn = element.get("val").is_some_and(|val| val != "none" && val != "nil");
                    set_side(outer, inner, side, drawn);
                }
            }
            _ => {}
        },
        Node::Close(name) => in_borders &= name != "tblBorders",
        Node::Text(_) => {}
    });
    found
}
