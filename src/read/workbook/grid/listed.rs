//! Rows of a list: each has a cell in each column of its head.

use super::Enclosed;

/// The cells of a row with those of the row above that reach into it. A row that stands within the columns of a head has
/// a cell for each of them: a column without lines is blank, and one with several cells is one.
pub(super) fn completed(row: &[Enclosed], list: &[Enclosed], head: &[Enclosed]) -> Vec<Enclosed> {
    let top = row.first().map_or(0, |cell| cell.first.0);
    let reaching = list.iter().filter(|cell| cell.last.0 >= top);
    let mut all = row.to_vec();
    if row.len() <= head.len() && is_within(row, head) {
        let blank = |head: &Enclosed| Enclosed {
            first: (top, head.first.1),
            last: (top, head.last.1),
            blocks: Vec::new(),
        };
        let within = |head: &Enclosed| whole(row.iter().filter(|cell| holds(head, cell)));
        let above = |head: &Enclosed| whole(reaching.clone().filter(|cell| holds(head, cell)));
        let cell = |head| within(head).or_else(|| above(head)).unwrap_or_else(|| blank(head));
        return head.iter().map(cell).collect();
    }
    let is_of_list = |cell: &Enclosed| list.iter().any(|other| columns(other) == columns(cell));
    if row.len() < list.len() && row.iter().all(is_of_list) {
        all.extend(reaching.cloned());
        all.sort_by_key(columns);
    }
    all
}

/// Whether the cells of a row stand within the columns of a head, and in most of them.
pub(super) fn is_within(row: &[Enclosed], head: &[Enclosed]) -> bool {
    let has = |head: &&Enclosed| row.iter().any(|cell| holds(head, cell));
    !head.is_empty()
        && row.iter().all(|cell| head.iter().any(|head| holds(head, cell)))
        && head.iter().filter(has).count() * 2 > head.len()
}

/// Cells side by side as one; `None` for none.
fn whole<'a>(cells: impl Iterator<Item = &'a Enclosed>) -> Option<Enclosed> {
    cells.cloned().reduce(|mut one, next| {
        one.last = (one.last.0.max(next.last.0), one.last.1.max(next.last.1));
        one.blocks.extend(next.blocks);
        one
    })
}

fn columns(cell: &Enclosed) -> (usize, usize) {
    (cell.first.1, cell.last.1)
}

fn holds(head: &Enclosed, cell: &Enclosed) -> bool {
    head.first.1 <= cell.first.1 && cell.last.1 <= head.last.1
}
