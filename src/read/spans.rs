//! Merged cells of a table that tags describe: each belongs to every row that it spans.

use super::html::Extent;
use crate::rows::{Cell, Row};

/// A list has at least so many columns. Elsewhere a merged cell is a label, which is read once.
const LIST: usize = 4;

/// The merged cells that reach into the rows to come.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged {
    open: Vec<Open>,
    /// The number of columns of the list so far.
    columns: Option<usize>,
}

/// A merged cell, and into how many more rows it reaches.
#[derive(Clone, Debug)]
struct Open {
    column: usize,
    extent: Extent,
    rows: usize,
    cell: Cell,
    in_list: bool,
}

impl Merged {
    /// Puts the merged cells from above into a row at their places, and remembers its own. An empty cell
    /// holds the place of each further column that a cell of a list takes.
    pub(super) fn complete(&mut self, row: &mut Row, extents: &[Extent]) {
        let mut open = std::mem::take(&mut self.open);
        open.sort_by_key(|cell| cell.column);
        let count = row.cells.len() + open.iter().filter(|cell| cell.in_list).count();
        let taken = extents.iter().chain(open.iter().map(|cell| &cell.extent));
        let columns: usize = taken.map(|extent| extent.columns).sum();
        let is_list = count >= LIST || count + 1 >= LIST && self.columns == Some(columns);
        self.columns = if count >= LIST { Some(columns) } else { self.columns };
        let (mut cells, mut column) = (Vec::new(), 0);
        let mut above = open.iter().peekable();
        let mut own = std::mem::take(&mut row.cells).into_iter().zip(extents);
        loop {
            if let Some(merged) = above.next_if(|merged| merged.column <= column) {
                if merged.in_list {
                    cells.push(merged.cell.clone());
                }
                column += merged.extent.columns;
                continue;
            }
            let Some((cell, extent)) = own.next() else { break };
            if extent.rows > 1 {
                let (rows, cell) = (extent.rows, cell.clone());
                self.open.push(Open { column, extent: *extent, rows, cell, in_list: is_list });
            }
            cells.push(cell);
            let further = if is_list { extent.columns - 1 } else { 0 };
            cells.extend((0..further).map(|_| Cell::default()));
            column += extent.columns;
        }
        cells.extend(above.filter(|merged| merged.in_list).map(|merged| merged.cell.clone()));
        row.cells = cells;
        self.open.append(&mut open);
        self.open.retain_mut(|cell| {
            cell.rows -= 1;
            cell.rows > 0
        });
    }
}
