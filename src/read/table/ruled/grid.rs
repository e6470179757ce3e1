//! Ruled lines to tables: what lines enclose is a cell, however many rows and columns it spans.
//!
//! Segments that touch belong to one table. Their places make a grid of unit cells; unit cells with
//! no line between them are one cell. A table that a page or a clip cuts off has an open side: it is
//! closed at the ends of the lines that run out there.

use super::segment::Segment;
use crate::read::numbers::ruled::grid::{COVERED, MOST_UNITS, SHORT, THINNEST};
use crate::read::numbers::ruled::touch::TOUCH;
use crate::source::Area;

/// Marks a unit cell that belongs to no cell.
pub(crate) const NONE: u32 = u32::MAX;

/// Lines that touch, and the cells that they enclose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Places of the vertical lines, ascending.
    pub(crate) xs: Vec<f32>,
    /// Places of the horizontal lines, ascending.
    pub(crate) ys: Vec<f32>,
    /// The cell of each unit cell, row by row, or [`NONE`].
    owner: Vec<u32>,
    /// The cells, by top edge, then left edge.
    pub(crate) slots: Vec<Slot>,
}

/// One cell of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// Its outline.
    pub(crate) area: Area,
    /// Index of its top edge in [`Table::ys`].
    pub(crate) top: u32,
    /// Index of its bottom edge in [`Table::ys`].
    pub(crate) bottom: u32,
    /// Which sides are drawn.
    pub(crate) sides: Sides,
}

/// Which sides of a cell are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sides {
    /// The upper side.
    pub(crate) top: bool,
    /// The lower side.
    pub(crate) bottom: bool,
    /// The left side.
    pub(crate) left: bool,
    /// The right side.
    pub(crate) right: bool,
}

impl Sides {
    /// All of them.
    pub(crate) const ALL: Self = Self { top: true, bottom: true, left: true, right: true };

    /// How many there are.
    pub(crate) fn count(self) -> u32 {
        [self.top, self.bottom, self.left, self.right].iter().map(|side| u32::from(*side)).sum()
    }
}

impl Table {
    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.owner) + self.slots.capacity() * size_of::<Slot>()
    }

    /// The outline of the whole.
    pub(crate) fn area(&self) -> Area {
        let end = |v: &[f32]| (v.first().copied().unwrap_or(0.0), v.last().copied().unwrap_or(0.0));
        let ((x0, x1), (y0, y1)) = (end(&self.xs), end(&self.ys));
        Area { x0, y0, x1, y1 }
    }

    /// The index in [`Table::slots`] of the cell at a point.
    pub(crate) fn slot_at(&self, x: f32, y: f32) -> Option<usize> {
        let column = self.xs.partition_point(|v| *v <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|v| *v <= y).checked_sub(1)?;
        let columns = self.xs.len().checked_sub(1)?;
        if column >= columns {
            return None;
        }
        self.owner.get(row * columns + column).filter(|o| **o != NONE).map(|o| *o as usize)
    }
}

/// The table that segments make, where they enclose anything.
pub(crate) fn table(across: &[Segment], down: &[Segment]) -> Option<Table> {
    if across.is_empty() || down.is_empty() || across.len() + down.len() < 3 {
        return None;
    }
    let (xs, ys) = (places(down, across), places(across, down));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns.checked_mul(rows)? > MOST_UNITS {
        return None;
    }
    let drawn =
        Drawn { columns, rows, across: marks(across, &ys, &xs), down: marks(down, &xs, &ys) };
    Some(cells(xs, ys, &drawn))
}

/// The places of lines, and of the ends of the crossing lines where those run out on an open side.
fn places(lines: &[Segment], crossing: &[Segment]) -> Vec<f32> {
    let mut all: Vec<f32> = Vec::with_capacity(lines.len() + 2);
    for line in lines {
        if all.last().is_none_or(|last| line.at - last > TOUCH) {
            all.push(line.at);
        }
    }
    let low = crossing.iter().map(|c| c.from).fold(f32::INFINITY, f32::min);
    let high = crossing.iter().map(|c| c.to).fold(f32::NEG_INFINITY, f32::max);
    if all.first().is_some_and(|first| low < first - SHORT) {
        all.insert(0, low);
    }
    if all.last().is_some_and(|last| high > last + SHORT) {
        all.push(high);
    }
    all
}

/// For each place of a line and each unit along it: whether a line is drawn there.
fn marks(lines: &[Segment], places: &[f32], units: &[f32]) -> Vec<bool> {
    let count = units.len().saturating_sub(1);
    let mut drawn = vec![false; places.len() * count];
    for line in lines {
        let after = places.partition_point(|p| *p <= line.at);
        let Some(place) = after.checked_sub(1) else { continue };
        let first = units.partition_point(|u| *u < line.from - SHORT);
        for unit in first..count {
            if units[unit + 1] > line.to + SHORT {
                break;
            }
            // A unit hardly longer than the tolerance needs a line that covers most of it.
            let covered = units[unit + 1].min(line.to) - units[unit].max(line.from);
            if covered >= (units[unit + 1] - units[unit]) * COVERED {
                drawn[place * count + unit] = true;
            }
        }
    }
    drawn
}

/// The grid of unit cells, with the sides that are drawn.
struct Drawn {
    columns: usize,
    rows: usize,
    /// Horizontal sides: `rows + 1` times `columns`.
    across: Vec<bool>,
    /// Vertical sides: `columns + 1` times `rows`.
    down: Vec<bool>,
}

impl Drawn {
    fn above(&self, row: usize, column: usize) -> bool {
        self.across[row * self.columns + column]
    }

    fn left_of(&self, row: usize, column: usize) -> bool {
        self.down[column * self.rows + row]
    }

    /// Which sides of a rectangle of unit cells are drawn for the most part.
    fn sides(&self, b: Block) -> Sides {
        let across =
            |row| (b.left..b.right).filter(|c| self.above(row, *c)).count() * 2 > b.right - b.left;
        let down = |column| {
            (b.top..b.bottom).filter(|r| self.left_of(*r, column)).count() * 2 > b.bottom - b.top
        };
        Sides {
            top: across(b.top),
            bottom: across(b.bottom),
            left: down(b.left),
            right: down(b.right),
        }
    }

    /// Whether nothing is drawn between the unit cells of a row from `left` to `right`, and all are free.
    fn open_row(
        &self,
        row: usize,
        left: usize,
        right: usize,
        free: &dyn Fn(usize, usize) -> bool,
    ) -> bool {
        (left..right).all(|c| free(row, c) && (c == left || !self.left_of(row, c)))
    }
}

/// A rectangle of unit cells; `right` and `bottom` are exclusive.
#[derive(Clone, Copy)]
struct Block {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

/// Cuts the grid into cells: from the top left, each takes what is open to its right, then whole
/// rows below. What lines enclose is a rectangle nearly always; an odd shape becomes several.
fn cells(xs: Vec<f32>, ys: Vec<f32>, drawn: &Drawn) -> Table {
    let mut owner = vec![NONE; drawn.rows * drawn.columns];
    let mut seen = vec![false; owner.len()];
    let mut slots = Vec::new();
    for row in 0..drawn.rows {
        for column in 0..drawn.columns {
            if seen[row * drawn.columns + column] {
                continue;
            }
            let block = grown(drawn, row, column, &seen);
            for r in block.top..block.bottom {
                seen[r * drawn.columns + block.left..r * drawn.columns + block.right].fill(true);
            }
            let slot = slot_of(&xs, &ys, block, drawn.sides(block));
            let thin =
                slot.area.x1 - slot.area.x0 < THINNEST || slot.area.y1 - slot.area.y0 < THINNEST;
            if thin || slot.sides.count() < 2 {
                continue;
            }
            let id = u32::try_from(slots.len()).unwrap_or(NONE);
            for r in block.top..block.bottom {
                owner[r * drawn.columns + block.left..r * drawn.columns + block.right].fill(id);
            }
            slots.push(slot);
        }
    }
    Table { xs, ys, owner, slots }
}

/// The largest open rectangle that starts at a unit cell.
fn grown(drawn: &Drawn, row: usize, column: usize, seen: &[bool]) -> Block {
    let free = |r: usize, c: usize| !seen[r * drawn.columns + c];
    let mut right = column + 1;
    while right < drawn.columns && free(row, right) && !drawn.left_of(row, right) {
        right += 1;
    }
    let mut bottom = row + 1;
    while bottom < drawn.rows
        && (column..right).all(|c| !drawn.above(bottom, c))
        && drawn.open_row(bottom, column, right, &free)
    {
        bottom += 1;
    }
    Block { top: row, left: column, bottom, right }
}

fn slot_of(xs: &[f32], ys: &[f32], block: Block, sides: Sides) -> Slot {
    Slot {
        area: Area {
            x0: xs[block.left],
            y0: ys[block.top],
            x1: xs[block.right],
            y1: ys[block.bottom],
        },
        top: u32::try_from(block.top).unwrap_or(NONE),
        bottom: u32::try_from(block.bottom).unwrap_or(NONE),
        sides,
    }
}
