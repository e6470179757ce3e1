//! The lines of a row of a drawn table put together.

use crate::fold::control::{GOES_ON, WRAPPED};
use crate::read::text::{append, go_on};
use crate::rows::{Cell, Row};

/// Puts the lines of a row together.
pub(in crate::read::dialect) fn fold(rows: &mut Vec<Row>) {
    let is_marked = |row: &Row| row.cells.first().is_some_and(|cell| begins(cell, GOES_ON));
    if !rows.iter().any(is_marked) {
        return;
    }
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for mut row in rows.drain(..) {
        if !is_marked(&row) {
            kept.push(row);
            continue;
        }
        row.cells.remove(0);
        let Some(last) = kept.last_mut() else {
            kept.push(row);
            continue;
        };
        let missing = row.cells.len().saturating_sub(last.cells.len());
        last.cells.extend(std::iter::repeat_with(Cell::default).take(missing));
        for (cell, more) in last.cells.iter_mut().zip(row.cells) {
            next_line(cell, more);
        }
        last.furniture &= row.furniture;
    }
    *rows = kept;
}

/// Adds the next line of a cell.
fn next_line(cell: &mut Cell, mut more: Cell) {
    let is_wrapped = begins(&more, WRAPPED);
    if is_wrapped {
        strip(&mut more);
    }
    match (more.text.is_empty(), cell.text.is_empty(), is_wrapped) {
        (true, _, _) => {}
        (_, true, _) => *cell = more,
        (_, _, true) => go_on(cell, more),
        (_, _, false) => append(cell, more),
    }
}

fn begins(cell: &Cell, mark: char) -> bool {
    cell.text.starts_with(mark)
}

/// Takes the sign out that a cell begins with.
fn strip(cell: &mut Cell) {
    cell.text.remove(0);
    let length = u32::try_from(WRAPPED.len_utf8()).unwrap_or(0);
    cell.spans.retain(|span| span.end > length);
    for span in &mut cell.spans {
        span.start = span.start.saturating_sub(length);
        span.end -= length;
    }
}
