//! A grid of blocks with borders to rows of cells: what the borders enclose is one cell, as on the printed page.
//!
//! A form made in Excel or Word has many narrow columns; `[`, `○`, `]` and the option beside them are
//! blocks of their own within one bordered cell. A block without a border around it is a cell by itself.

use crate::fold::control;
use crate::read::repeated::{Part, is_bracket, is_repeated, parts};
use crate::rows::{Cell, Note, Row, Rows, Span};
use crate::source::Source;

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

/// What borders enclose: the blocks in it, and its bounds.
#[derive(Clone, Debug)]
struct Region {
    first: Position,
    last: Position,
    positions: usize,
    blocks: Vec<usize>,
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

/// The cells of a row, and those of the list above that reach into it in columns of their own.
fn completed(row: &[Enclosed], list: &[Enclosed], top: usize) -> Vec<Enclosed> {
    let mut all = row.to_vec();
    let column = |cell: &Enclosed| (cell.first.1, cell.last.1);
    let is_of_list = |cell: &Enclosed| list.iter().any(|other| column(other) == column(cell));
    if row.len() < list.len() && row.iter().all(is_of_list) {
        let reaching = list.iter().filter(|cell| cell.last.0 >= top);
        all.extend(reaching.cloned());
        all.sort_by_key(column);
    }
    all
}

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

    /// Makes one block of the cells that hold what was one merged cell, where these were filled with its text.
    pub(super) fn fold(&mut self) {
        if !is_repeated((0..self.rows).map(|row| self.texts(row))) {
            return;
        }
        let rows: Vec<Vec<&str>> = (0..self.rows).map(|row| self.texts(row)).collect();
        let parts = parts(&rows);
        drop(rows);
        for (row, parts) in parts.iter().enumerate() {
            for (column, part) in parts.iter().enumerate() {
                match part {
                    Part::Own => {}
                    Part::Left => self.join((row, column), (row, column - 1)),
                    Part::Above => self.join((row, column), (row - 1, column)),
                }
            }
        }
    }

    /// Makes a block of one cell a part of the one beside it.
    fn join(&mut self, here: Position, there: Position) {
        let (at, whole) = (self.at(here), self.owner[self.at(there)]);
        let single = |block: &&mut Block| block.first == here && block.last == here;
        if let Some(block) = self.blocks.get_mut(self.owner[at]).filter(single) {
            (block.text, block.notes) = Default::default();
            self.owner[at] = whole;
            let last = &mut self.blocks[whole].last;
            *last = (last.0.max(here.0), last.1.max(here.1));
        }
    }

    /// What the positions of a row hold; a block of several cells has its text at the first, and a number that is
    /// there again is the same text.
    fn texts(&self, row: usize) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::with_capacity(self.columns);
        let mut number = None;
        for column in 0..self.columns {
            let block = self.blocks.get(self.owner[self.at((row, column))]);
            let block = block.filter(|block| block.first == (row, column));
            let before = std::mem::replace(&mut number, block.and_then(|block| block.number));
            let again = texts.last().copied().filter(|_| number.is_some() && number == before);
            texts.push(again.unwrap_or_else(|| block.map_or("", |block| block.text.trim())));
        }
        texts
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

    /// Writes the grid's rows; the first stands apart from what is above.
    pub(super) fn write(&self, rows: &mut Rows) {
        let cells = self.cells();
        let mut bottom = None;
        let mut list: &[Enclosed] = &[];
        for side_by_side in cells.chunk_by(|a, b| a.first.0 == b.first.0) {
            let top = side_by_side.first().map_or(0, |cell| cell.first.0);
            let gap = bottom.is_none_or(|bottom: usize| top > bottom + 1);
            bottom = side_by_side.iter().map(|cell| cell.last.0).chain(bottom).max();
            let all = completed(side_by_side, list, top);
            self.note(&all, rows);
            let cells = all.iter().map(|cell| self.cell(&cell.blocks, &mut rows.raw));
            rows.rows.push(Row { cells: cells.collect(), gap, ..Row::default() });
            if self.is_list(side_by_side) {
                list = side_by_side;
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

    /// The regions that borders part, each position of the grid in one of them.
    fn regions(&self) -> Vec<Region> {
        let mut region_of = vec![NONE; self.owner.len()];
        let mut regions: Vec<Region> = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                if region_of[self.at((row, column))] == NONE {
                    let id = regions.len();
                    regions.push(self.flood((row, column), id, &mut region_of));
                }
            }
        }
        for (i, block) in self.blocks.iter().enumerate() {
            if let Some(region) = regions.get_mut(region_of[self.at(block.first)]) {
                region.blocks.push(i);
            }
        }
        regions
    }

    fn flood(&self, start: Position, id: usize, region_of: &mut [usize]) -> Region {
        let mut region = Region { first: start, last: start, positions: 0, blocks: Vec::new() };
        let mut open = vec![start];
        region_of[self.at(start)] = id;
        while let Some((row, column)) = open.pop() {
            region.positions += 1;
            region.first = (region.first.0.min(row), region.first.1.min(column));
            region.last = (region.last.0.max(row), region.last.1.max(column));
            let here = self.at((row, column));
            let mut step = |next: Position, drawn: bool| {
                let there = self.at(next);
                let same = self.owner[here] != NONE && self.owner[here] == self.owner[there];
                if region_of[there] == NONE && (same || !drawn) {
                    region_of[there] = id;
                    open.push(next);
                }
            };
            if column > 0 {
                step((row, column - 1), self.left[here]);
            }
            if column + 1 < self.columns {
                step((row, column + 1), self.left[here + 1]);
            }
            if row > 0 {
                step((row - 1, column), self.top[here]);
            }
            if row + 1 < self.rows {
                step((row + 1, column), self.top[self.at((row + 1, column))]);
            }
        }
        region
    }

    /// Whether a region is a rectangle with lines along at least three of its sides.
    fn is_enclosed(&self, first: Position, last: Position, positions: usize) -> bool {
        let ((top, left), (bottom, right)) = (first, last);
        if positions != (bottom - top + 1) * (right - left + 1) {
            return false;
        }
        let beside = |column: usize| (top..=bottom).all(|row| self.left[self.at((row, column))]);
        let along = |row: usize| (left..=right).all(|column| self.top[self.at((row, column))]);
        let sides = [beside(left), beside(right + 1), along(top), along(bottom + 1)];
        sides.iter().filter(|drawn| **drawn).count() >= 3
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

#[cfg(test)]
mod tests {
    use super::*;

    fn block(first: Position, last: Position, text: &str) -> Block {
        Block { first, last, text: text.to_owned(), ..Block::default() }
    }

    fn printed(grid: &Grid) -> Vec<Vec<String>> {
        let mut rows = Rows::default();
        grid.write(&mut rows);
        let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        rows.rows.iter().map(texts).collect()
    }

    fn frame(grid: &mut Grid, first: Position, last: Position) {
        for row in first.0..=last.0 {
            for column in first.1..=last.1 {
                let borders = Borders {
                    left: column == first.1,
                    right: column == last.1,
                    top: row == first.0,
                    bottom: row == last.0,
                };
                grid.draw((row, column), borders);
            }
        }
    }

    #[test]
    fn what_borders_enclose_is_one_cell() {
        let mut grid = Grid::new(3, 6).unwrap();
        grid.add(block((0, 0), (0, 5), "表題"));
        grid.add(block((1, 0), (2, 1), "③"));
        for (column, text) in [(2, "["), (3, "○"), (4, "]"), (5, "庁内")] {
            grid.add(block((1, column), (1, column), text));
        }
        grid.add(block((2, 2), (2, 5), "その他"));
        frame(&mut grid, (1, 0), (2, 1));
        frame(&mut grid, (1, 2), (2, 5));
        assert_eq!(printed(&grid), [vec!["表題"], vec!["③", "[ ○ ] 庁内\nその他"]]);
    }

    #[test]
    fn without_borders_a_block_is_a_cell() {
        let mut grid = Grid::new(2, 3).unwrap();
        grid.add(block((0, 0), (0, 0), "①"));
        grid.add(block((0, 1), (0, 2), "名称"));
        grid.add(block((1, 1), (1, 1), " "));
        assert_eq!(printed(&grid), [["①", "名称"]]);
    }

    #[test]
    fn a_merged_cell_of_a_list_belongs_to_every_row() {
        let mut grid = Grid::new(3, 4).unwrap();
        for (column, text) in ["変更日", "項目", "前", "後"].into_iter().enumerate() {
            grid.add(block((0, column), (0, column), text));
        }
        grid.add(block((1, 0), (2, 0), "4月1日"));
        for row in 1..3 {
            for (column, text) in [(1, "①"), (2, "旧"), (3, "新")] {
                grid.add(block((row, column), (row, column), text));
            }
        }
        for block in grid.blocks.clone() {
            frame(&mut grid, block.first, block.last);
        }
        assert_eq!(printed(&grid)[1..], [["4月1日", "①", "旧", "新"], ["4月1日", "①", "旧", "新"]]);
    }

    #[test]
    fn a_label_beside_rows_of_boxes_is_read_once() {
        let mut grid = Grid::new(2, 7).unwrap();
        grid.add(block((0, 0), (1, 0), "実施の有無"));
        for (column, text) in ["[", "○", "]", "自己点検", "[", "]"].into_iter().enumerate() {
            grid.add(block((0, column + 1), (0, column + 1), text));
        }
        for (column, text) in [(1, "["), (3, "]"), (4, "外部監査")] {
            grid.add(block((1, column), (1, column), text));
        }
        assert_eq!(printed(&grid)[1], ["[", "]", "外部監査"]);
    }

    #[test]
    fn a_merged_cell_that_was_filled_is_one_again() {
        let lines = [
            "基本情報|基本情報|基本情報|基本情報",
            "①部署|①部署|総務部税務課|総務部税務課",
            "①部署|①部署|総務部税務課|総務部税務課",
        ];
        let end = ["②期間|②期間|[|○", "しきい値判断|しきい値判断|しきい値判断|しきい値判断"];
        let mut grid = Grid::new(5, 4).unwrap();
        for (row, line) in lines.into_iter().chain(end).enumerate() {
            for (column, text) in line.split('|').enumerate() {
                grid.add(block((row, column), (row, column), text));
                frame(&mut grid, (row, column), (row, column));
            }
        }
        grid.fold();
        let rows = [
            vec!["基本情報"],
            vec!["①部署", "総務部税務課"],
            vec!["②期間", "[", "○"],
            vec!["しきい値判断"],
        ];
        assert_eq!(printed(&grid), rows);
    }

    #[test]
    fn a_number_that_was_filled_without_its_format_is_one() {
        let mut grid = Grid::new(3, 3).unwrap();
        for (row, texts) in
            [["基本情報"; 3], ["時点", "4月1日", "2017-04-01"], ["変更箇所"; 3]].iter().enumerate()
        {
            for (column, text) in texts.iter().enumerate() {
                let number = (row == 1 && column > 0).then_some(42826);
                let at = (row, column);
                grid.add(Block { number, ..block(at, at, text) });
            }
        }
        grid.fold();
        assert_eq!(printed(&grid)[1], ["時点", "4月1日"]);
    }

    #[test]
    fn an_empty_framed_cell_is_kept() {
        let mut grid = Grid::new(1, 2).unwrap();
        grid.add(block((0, 0), (0, 0), "理由"));
        frame(&mut grid, (0, 0), (0, 0));
        frame(&mut grid, (0, 1), (0, 1));
        assert_eq!(printed(&grid), [["理由", ""]]);
    }
}
