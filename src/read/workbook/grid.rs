//! A grid of blocks with borders to rows of cells: what the borders enclose is one cell, as on the printed page.
//!
//! A form made in Excel or Word has many narrow columns; `[`, `○`, `]` and the option beside them are
//! blocks of their own within one bordered cell. A block without a border around it is a cell by itself.

mod filled;
mod listed;
mod parted;
mod region;
#[cfg(test)]
mod tests;

use super::placed::{Placed, note};
use crate::finding::{Code, Message};
use crate::fold::control;
use crate::read::repeated::is_bracket;
use crate::rows::{Cell, Note, Row, Rows, Span};
use crate::source::Source;
use region::Region;

/// The most positions (rows × columns) that are looked at in one grid.
pub(super) const MAX_POSITIONS: usize = 4 << 20;

/// Row and column of a grid, 0-based.
pub(super) type Position = (usize, usize);

/// A cell of the file, or several merged, with what it prints.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// First row and column, 0-based.
    pub(super) first: Position,
    /// Last row and column, included.
    pub(super) last: Position,
    /// What is printed; `\n` parts lines.
    pub(super) text: String,
    /// The bits of the number that it prints: a number that was filled into other cells may print otherwise there.
    pub(super) number: Option<u64>,
    /// Where it stands in the file.
    pub(super) source: Source,
    /// What is to be said of it.
    pub(super) notes: Vec<Note>,
}

/// A sheet, or a table of a text document.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: usize,
    columns: usize,
    blocks: Vec<Block>,
    /// The block that covers each position, or [`NONE`].
    owner: Vec<usize>,
    /// Whether the line left of each position is drawn; one more for a row than it has columns.
    left: Vec<bool>,
    /// Whether the line above each position is drawn; one more row than there are.
    top: Vec<bool>,
}

/// Which borders a position has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Borders {
    pub(super) left: bool,
    pub(super) right: bool,
    pub(super) top: bool,
    pub(super) bottom: bool,
}

/// A cell as the page shows it.
#[derive(Clone, Debug)]
struct Enclosed {
    first: Position,
    last: Position,
    blocks: Vec<usize>,
}

const NONE: usize = usize::MAX;

/// A ring is drawn over no more than so many rows and one.
const RING_ROWS: usize = 2;

/// Where boxes stand in a cell, a ring over it does not say which it chooses.
const BRACKETS: [char; 4] = ['[', '［', '□', '☐'];

/// A list has at least so many columns. Elsewhere a merged cell is a label, which is read once.
const LIST: usize = 4;

impl Grid {
    /// A grid without borders; `None` where it would be too large.
    pub(super) fn new(rows: usize, columns: usize) -> Option<Self> {
        let positions = (rows + 1).checked_mul(columns + 1).filter(|n| *n <= MAX_POSITIONS)?;
        let (left, top) = (vec![false; positions], vec![false; positions]);
        Some(Self { rows, columns, blocks: Vec::new(), owner: vec![NONE; positions], left, top })
    }

    fn at(&self, (row, column): Position) -> usize {
        row * (self.columns + 1) + column
    }

    /// Draws the borders of a position.
    pub(super) fn draw(&mut self, (row, column): Position, borders: Borders) {
        if row >= self.rows || column >= self.columns {
            return;
        }
        let (here, right, below) =
            (self.at((row, column)), self.at((row, column + 1)), self.at((row + 1, column)));
        self.left[here] |= borders.left;
        self.left[right] |= borders.right;
        self.top[here] |= borders.top;
        self.top[below] |= borders.bottom;
    }

    /// Whether no block covers a position.
    pub(super) fn is_free(&self, position: Position) -> bool {
        self.owner.get(self.at(position)).is_none_or(|owner| *owner == NONE)
    }

    /// Adds a block that begins within the grid. Where another one stands it lies over it.
    pub(super) fn add(&mut self, mut block: Block) {
        let (row, column) = block.first;
        if row >= self.rows || column >= self.columns {
            return;
        }
        let (bottom, right) = (self.rows - 1, self.columns - 1);
        block.last = (block.last.0.clamp(row, bottom), block.last.1.clamp(column, right));
        if self.is_free(block.first) {
            for row in row..=block.last.0 {
                let from = self.at((row, column));
                let to = from + block.last.1 - column;
                let free = self.owner[from..=to].iter_mut().filter(|owner| **owner == NONE);
                free.for_each(|owner| *owner = self.blocks.len());
            }
        }
        self.blocks.push(block);
    }

    /// Marks the text under something drawn as ringed, or as having ink on it that cannot be read; a frame that is
    /// taller than a ring stands around it. Whether there is a text.
    pub(super) fn draw_over(&mut self, first: Position, last: Position, drawn: &str) -> bool {
        let middle = (usize::midpoint(first.0, last.0), usize::midpoint(first.1, last.1));
        let owner = self.owner.get(self.at(middle)).copied().unwrap_or(NONE);
        let Some(block) = self.blocks.get_mut(owner).filter(|block| !block.text.is_empty()) else {
            return false;
        };
        let is_ring = drawn.starts_with(control::RING);
        let is_tall = last.0 - first.0 > RING_ROWS;
        if is_ring && !is_tall && !block.text.contains(BRACKETS) {
            block.text = format!("{}{}{}", control::RING, block.text, control::RING_END);
        } else if !(is_ring && is_tall) {
            block.text.push(control::UNREAD);
        }
        true
    }

    /// Puts a text box in the place of a text whose cell it covers: nothing of that is seen. Of a text that it only lies over
    /// both are. Whether the box is done with.
    pub(super) fn lay_over(
        &mut self,
        (first, last): (Position, Position),
        covered: Option<(Position, Position)>,
        placed: &Placed,
        source: Source,
    ) -> bool {
        let middle = |first: Position, last: Position| {
            (usize::midpoint(first.0, last.0), usize::midpoint(first.1, last.1))
        };
        let owner = self.owner.get(self.at(middle(first, last))).copied().unwrap_or(NONE);
        let Some(block) = self.blocks.get_mut(owner) else { return false };
        let (row, column) = middle(block.first, block.last);
        let is_below = (first.0..=last.0).contains(&row) && (first.1..=last.1).contains(&column);
        if !is_below || block.text.trim().is_empty() {
            return false;
        }
        let is_covered = covered.is_some_and(|(first, last)| {
            let holds = |(row, column): Position| {
                (first.0..=last.0).contains(&row) && (first.1..=last.1).contains(&column)
            };
            holds(block.first) && holds(block.last)
        });
        let (key, code, text) = match is_covered {
            true => ("text-covered", Code::TextCovered, std::mem::take(&mut block.text)),
            false => ("text-added", Code::TextAdded, placed.text.clone()),
        };
        let message = Message::new(key, &[("text", &text.trim())]);
        block.notes.push(Note { source, ..note(code, message) });
        if is_covered {
            (block.text, block.source) = (placed.text.clone(), source);
        }
        is_covered
    }

    /// Writes the grid's rows; the first stands apart from what is above.
    pub(super) fn write(&self, rows: &mut Rows) {
        let cells = self.cells();
        let mut bottom = None;
        let [mut list, mut head, mut above]: [Vec<Enclosed>; 3] = Default::default();
        let mut all_rows = cells.chunk_by(|a, b| a.first.0 == b.first.0).peekable();
        while let Some(side_by_side) = all_rows.next() {
            let next = all_rows.peek().copied();
            if let Some(below) = self.between(side_by_side, &above, next, &head) {
                self.set_aside(
                    &side_by_side[0],
                    [&above, &listed::completed(below, &list, &head)],
                    rows,
                );
                continue;
            }
            let top = side_by_side.first().map_or(0, |cell| cell.first.0);
            let gap = bottom.is_none_or(|bottom: usize| top > bottom + 1);
            bottom = side_by_side.iter().map(|cell| cell.last.0).chain(bottom).max();
            let all = listed::completed(side_by_side, &list, &head);
            self.note(&all, rows);
            self.note_beside(side_by_side, rows);
            let cells = all.iter().map(|cell| self.cell(&cell.blocks, &mut rows.raw));
            rows.rows.push(Row { cells: cells.collect(), gap, ..Row::default() });
            above.clone_from(&all);
            if self.is_list(&all) {
                if all.len() > head.len() {
                    head.clone_from(&all);
                }
                list = all;
            } else if !listed::is_within(side_by_side, &head) {
                head.clear();
            }
        }
    }

    /// What the borders enclose, and the blocks that they do not, from top to bottom.
    fn cells(&self) -> Vec<Enclosed> {
        let mut cells: Vec<Enclosed> = Vec::new();
        for Region { first, last, blocks, positions } in self.regions() {
            if self.is_enclosed(first, last, positions) {
                cells.push(Enclosed { first, last, blocks });
            } else {
                let blocks = blocks.into_iter().filter(|i| !self.is_blank(*i));
                cells.extend(blocks.map(|i| {
                    let Block { first, last, .. } = self.blocks[i];
                    Enclosed { first, last, blocks: vec![i] }
                }));
            }
        }
        cells.sort_unstable_by_key(|cell| (cell.first, cell.last));
        cells
    }

    /// Adds what is to be said of the cells of the row that comes next.
    fn note(&self, cells: &[Enclosed], rows: &mut Rows) {
        for (at, cell) in cells.iter().enumerate() {
            let notes = cell.blocks.iter().flat_map(|i| &self.blocks[*i].notes);
            let place = Some((rows.rows.len(), at));
            rows.notes.extend(notes.map(|note| Note { cell: place, ..note.clone() }));
        }
    }

    /// Whether a line is drawn right of a cell, or around it on all other sides.
    fn is_lined(&self, cell: &Enclosed) -> bool {
        let [first, below] = [cell.first, (cell.last.0 + 1, cell.first.1)].map(|at| self.at(at));
        let right = self.at((cell.first.0, cell.last.1 + 1));
        self.left[right] || self.left[first] && self.top[first] && self.top[below]
    }

    /// The row below one that stands between two of a list and is none of it: one cell without lines, and the list goes on
    /// below it.
    fn between<'a>(
        &self,
        row: &[Enclosed],
        above: &[Enclosed],
        next: Option<&'a [Enclosed]>,
        head: &[Enclosed],
    ) -> Option<&'a [Enclosed]> {
        let [cell] = row else { return None };
        let bottom = above.iter().map(|cell| cell.last.0 + 1).max();
        let goes_on = |next: &&[Enclosed]| {
            next.first().is_some_and(|next| next.first.0 == cell.last.0 + 1)
                && next.iter().any(|cell| self.is_lined(cell))
                && listed::is_within(next, head)
                && !self.is_alike(next, head)
        };
        next.filter(|_| bottom == Some(cell.first.0) && !self.is_lined(cell)).filter(goes_on)
    }

    /// Whether two rows print the same.
    fn is_alike(&self, one: &[Enclosed], other: &[Enclosed]) -> bool {
        let text = |cell: &Enclosed| self.cell(&cell.blocks, &mut String::new()).text;
        one.iter().map(text).eq(other.iter().map(text))
    }

    /// Sets a cell aside that somebody has put between two rows of a list, and says it of what stands above and below it.
    fn set_aside(&self, aside: &Enclosed, around: [&[Enclosed]; 2], rows: &mut Rows) {
        let cell = self.cell(&aside.blocks, &mut rows.raw);
        let source = cell.spans.first().map(|span| span.source).unwrap_or_default();
        let message = Message::new("text-added.row", &[("text", &cell.text)]);
        let here = rows.rows.len();
        for (row, cells) in [here - 1, here + 1].into_iter().zip(around) {
            let meets =
                |cell: &Enclosed| cell.first.1 <= aside.last.1 && aside.first.1 <= cell.last.1;
            let cell = cells.iter().position(meets).map(|at| (row, at));
            rows.notes.push(Note { source, cell, ..note(Code::TextAdded, message.clone()) });
        }
        rows.rows.push(Row { cells: vec![cell], furniture: true, ..Row::default() });
    }

    /// Says of what stands right of all lines of its row that somebody may have put it beside an answer.
    fn note_beside(&self, cells: &[Enclosed], rows: &mut Rows) {
        let is_lined = |cell: &Enclosed| self.is_lined(cell);
        let Some(last) = cells.iter().rposition(is_lined) else { return };
        for (at, cell) in cells.iter().enumerate().skip(last + 1) {
            let Some(block) = cell.blocks.first().map(|i| &self.blocks[*i]) else { continue };
            let text = block.text.trim();
            if !text.is_empty() {
                let message = Message::new("text-added", &[("text", &text)]);
                let (source, within) = (block.source, text.to_owned());
                let cell = Some((rows.rows.len(), at));
                rows.notes.push(Note { source, within, cell, ..note(Code::TextAdded, message) });
            }
        }
    }

    /// Whether cells side by side are columns: brackets in cells of their own are those of options.
    fn is_list(&self, cells: &[Enclosed]) -> bool {
        let is_option = |i: &usize| is_bracket(self.blocks[*i].text.trim());
        cells.len() >= LIST && !cells.iter().any(|cell| cell.blocks.iter().any(is_option))
    }

    fn is_blank(&self, block: usize) -> bool {
        self.blocks[block].text.trim().is_empty() && self.blocks[block].notes.is_empty()
    }

    /// The text of blocks: those that begin in one row beside each other, the rows below each other.
    fn cell(&self, blocks: &[usize], raw: &mut String) -> Cell {
        let mut blocks: Vec<&Block> = blocks.iter().map(|i| &self.blocks[*i]).collect();
        blocks.sort_by_key(|block| block.first);
        let mut cell = Cell::default();
        let mut row = NONE;
        for block in blocks.into_iter().filter(|block| !block.text.trim().is_empty()) {
            if !cell.text.is_empty() {
                cell.text.push(if block.first.0 == row { ' ' } else { '\n' });
            }
            row = block.first.0;
            push(&mut cell, &block.text, block.source, raw);
        }
        cell
    }
}

/// Adds a line of text outside any table as a row of its own; tabs part its cells.
pub(super) fn write_line(text: &str, source: Source, gap: bool, notes: Vec<Note>, rows: &mut Rows) {
    let cell = Some((rows.rows.len(), 0));
    rows.notes.extend(notes.into_iter().map(|note| Note { cell, ..note }));
    let cells = text.split('\t').filter(|part| !part.trim().is_empty()).map(|part| {
        let mut cell = Cell::default();
        push(&mut cell, part, source, &mut rows.raw);
        cell
    });
    let cells: Vec<Cell> = cells.collect();
    rows.rows.push(Row { cells, gap, ..Row::default() });
}

/// Adds a text to a cell. What stands for something drawn has a place, but is not printed.
fn push(cell: &mut Cell, text: &str, source: Source, raw: &mut String) {
    let at = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    for part in text.split_inclusive(control::is_control) {
        let printed = part.trim_end_matches(control::is_control);
        for (part, printed) in [(printed, printed), (&part[printed.len()..], "")] {
            let (start, raw_start) = (at(cell.text.len()), at(raw.len()));
            cell.text.push_str(part);
            raw.push_str(printed);
            let (end, raw_end) = (at(cell.text.len()), at(raw.len()));
            if start < end {
                cell.spans.push(Span { start, end, raw_start, raw_end, source });
            }
        }
    }
    raw.push('\n');
}
