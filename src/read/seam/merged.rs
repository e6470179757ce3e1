//! A merged cell belongs to every row that it spans.
//!
//! In a list (four columns or more under their titles) a cell that reaches over several rows is printed once;
//! the rows below the first have a cell less, and whatever stands right of it would move one column to the
//! left. Where all other cells of such a row stand in the columns of the list, the merged cell is put in.

use crate::read::cell::draft::{DraftCell, DraftRow};
use crate::read::numbers::seam::merged::{INTO, LIST, SAME_EDGE};
use crate::source::Area;

/// Gives each row of a list the merged cells that reach into it from above.
pub(super) fn spread_merged(rows: &mut [DraftRow], is_header: impl Fn(&DraftRow) -> bool) {
    let mut columns: Vec<DraftCell> = Vec::new();
    let mut above: Option<usize> = None;
    for i in 0..rows.len() {
        let (before, after) = rows.split_at_mut(i);
        let Some(row) = after.first_mut() else { return };
        above = above.filter(|full| {
            before.get(*full).is_some_and(|full| {
                full.page == row.page && full.table == row.table && row.table.is_some()
            })
        });
        if row.cells.len() >= LIST && !in_columns(&row.cells, &columns) && is_header(row) {
            columns.clone_from(&row.cells);
            continue;
        }
        if let Some(full) = above.and_then(|full| before.get(full))
            && row.cells.len() < full.cells.len()
            && in_columns(&row.cells, &columns)
        {
            complete(full, row);
        }
        if row.cells.len() == columns.len() && in_columns(&row.cells, &columns) {
            above = Some(i);
        }
    }
}

fn in_columns(cells: &[DraftCell], columns: &[DraftCell]) -> bool {
    cells.iter().all(|cell| columns.iter().any(|column| same_column(column, cell)))
}

/// Puts the cells of a row that reach into the next into that one.
fn complete(full: &DraftRow, row: &mut DraftRow) {
    let tops = row.cells.iter().filter_map(|cell| cell.area).map(|area| area.y0);
    let top = tops.fold(f32::INFINITY, f32::min);
    let reaches = |area: Area| area.y1 > top + INTO;
    for (at, cell) in full.cells.iter().enumerate() {
        let is_missing = !row.cells.iter().any(|own| same_column(own, cell));
        if is_missing && cell.area.is_some_and(reaches) {
            row.cells.insert(at.min(row.cells.len()), cell.clone());
        }
    }
}

/// Whether two cells stand between the same column edges.
pub(super) fn same_column(above: &DraftCell, below: &DraftCell) -> bool {
    let (Some(a), Some(b)) = (above.area, below.area) else { return false };
    (a.x0 - b.x0).abs() < SAME_EDGE && (a.x1 - b.x1).abs() < SAME_EDGE
}

#[cfg(test)]
mod tests {
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    #[test]
    fn a_merged_cell_belongs_to_every_row() {
        let mut page = Sample::new(400.0, 600.0)
            .grid(&[20.0, 80.0, 180.0, 280.0, 380.0], &[30.0, 50.0])
            .grid(&[80.0, 180.0, 280.0, 380.0], &[50.0, 70.0, 90.0])
            .rule(20.0, 50.0, 20.0, 90.0)
            .rule(20.0, 90.0, 80.0, 90.0);
        for (x, title) in [(25.0, "日"), (85.0, "項目"), (185.0, "前"), (285.0, "後")] {
            page = page.text(x, 35.0, 10.0, title);
        }
        for (y, texts) in [(55.0, ["甲", "一", "二"]), (75.0, ["乙", "三", "四"])] {
            for (x, text) in [85.0, 185.0, 285.0].into_iter().zip(texts) {
                page = page.text(x, y, 10.0, text);
            }
        }
        let read = rows(&[page.text(25.0, 65.0, 10.0, "四月").page()]);
        let texts: Vec<Vec<&str>> = read
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
            .collect();
        let expected =
            [["日", "項目", "前", "後"], ["四月", "甲", "一", "二"], ["四月", "乙", "三", "四"]];
        assert_eq!(texts, expected);
    }
}
