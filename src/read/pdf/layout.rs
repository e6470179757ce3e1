//! Pages of glyphs and ruled lines to rows of cells: the upper half of the PDF reader.

use super::carry::carry;
use super::cell::lines;
use super::draft::{DraftCell, DraftRow};
use super::flow;
use super::furniture::mark;
use super::grid::{NONE, Slot, Table, tables};
use super::page::Page;
use super::run::{Grid, Run, runs};
use super::write::write;
use crate::rows::Rows;
use crate::source::Area;

/// An empty box smaller than this is no cell but a drawn tick box or an ornament.
const SMALL_BOX: f32 = 20.0;
/// Narrower than this no cell holds text: the strip below an underline, say.
const NO_TEXT: f32 = 6.0;
/// A distance of more than this (in ems of the text) is a gap between rows.
const GAP: f32 = 1.2;

/// The rows of a document.
pub(crate) fn rows(pages: &[Page]) -> Rows {
    let mut all_runs = Vec::with_capacity(pages.len());
    let mut draft = Vec::new();
    for (number, page) in (0u32..).zip(pages) {
        let grid = Grid::new(tables(&page.rules), page.height);
        let runs = runs(page, &grid);
        let from = draft.len();
        page_rows(number, page, &grid, &runs, &mut draft);
        gaps(draft.get_mut(from..).unwrap_or_default());
        all_runs.push(runs);
    }
    mark(&mut draft, pages, &all_runs);
    carry(&mut draft, pages, &all_runs);
    write(&draft, pages, &all_runs)
}

/// The place of a row in the reading order of its page. Rows of a table stay together; a table that
/// stands in a cell of another comes after the row of that cell.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Place {
    block: (f32, f32, u32),
    row: (f32, u32, u32),
}

fn page_rows(number: u32, page: &Page, grid: &Grid, runs: &[Run], out: &mut Vec<DraftRow>) {
    let mut ids: Vec<u32> = (0..u32::try_from(runs.len()).unwrap_or(NONE)).collect();
    ids.sort_by_key(|id| (runs[*id as usize].cell, *id));
    let parts: Vec<&[u32]> =
        ids.chunk_by(|a, b| runs[*a as usize].cell == runs[*b as usize].cell).collect();
    let mut parts = parts.into_iter().peekable();
    let mut placed: Vec<(Place, DraftRow)> = Vec::new();
    let parents = parents(&grid.tables);
    for (t, table) in (0u32..).zip(&grid.tables) {
        let first = grid.first.get(t as usize).copied().unwrap_or(NONE);
        let mut rows: Vec<DraftRow> = Vec::new();
        let mut top = NONE;
        for (cell, slot) in (first..).zip(&table.slots) {
            let ids =
                parts.next_if(|ids| ids.first().is_some_and(|id| runs[*id as usize].cell == cell));
            let Some(made) = cell_of(number, page, runs, ids.unwrap_or_default(), table, slot)
            else {
                continue;
            };
            if slot.top != top {
                top = slot.top;
                rows.push(DraftRow { page: number, table: Some(t), ..DraftRow::default() });
            }
            if let Some(row) = rows.last_mut() {
                add(row, made, slot.area, ids.unwrap_or_default(), runs);
            }
        }
        let own = block(table.area(), t);
        let parent = parents.get(t as usize).copied().flatten();
        for (i, row) in (0u32..).zip(rows) {
            let y = row.area.map_or(0.0, |a| a.y0);
            let place = match parent.and_then(|p| Some((p, grid.tables.get(p as usize)?))) {
                None => Place { block: own, row: (y, 0, i) },
                Some((p, outer)) => {
                    Place { block: block(outer.area(), p), row: (table.area().y0, t + 1, i) }
                }
            };
            placed.push((place, row));
        }
    }
    let free: Vec<u32> = parts.flatten().copied().collect();
    let edges = grid
        .tables
        .iter()
        .map(Table::area)
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(l, r), a| (l.min(a.x0), r.max(a.x1)));
    for (i, row) in (0u32..).zip(flow::rows(number, page, runs, &free, edges)) {
        let area = row.area.unwrap_or(Area { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 });
        placed.push((Place { block: (area.y0, 0.0, NONE), row: (0.0, 0, i) }, row));
    }
    placed.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
    out.extend(placed.into_iter().map(|(_, row)| row));
}

/// Tables side by side begin at the same height but for a hair.
fn block(area: Area, table: u32) -> (f32, f32, u32) {
    ((area.y0 / 4.0).round() * 4.0, area.x0, table)
}

/// For each table the outermost table that it stands in.
fn parents(tables: &[Table]) -> Vec<Option<u32>> {
    let inside = |inner: Area, outer: Area| {
        outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1
    };
    let areas: Vec<Area> = tables.iter().map(Table::area).collect();
    let mut open: Vec<u32> = Vec::new();
    (0u32..)
        .zip(&areas)
        .map(|(i, area)| {
            // By top edge: what ends above cannot hold this or any later one.
            open.retain(|o| areas[*o as usize].y1 > area.y0);
            let parent = open.iter().copied().find(|o| inside(*area, areas[*o as usize]));
            if parent.is_none() {
                open.push(i);
            }
            parent
        })
        .collect()
}

/// The cell of a slot; `None` where lines enclose nothing that could be one.
fn cell_of(
    number: u32,
    page: &Page,
    runs: &[Run],
    ids: &[u32],
    table: &Table,
    slot: &Slot,
) -> Option<DraftCell> {
    let area = slot.area;
    if ids.is_empty() {
        let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
        let lone = table.slots.len() == 1 && width < SMALL_BOX && height < SMALL_BOX;
        if lone || width.min(height) < NO_TEXT || slot.sides.count() < 3 && table.slots.len() < 4 {
            return None;
        }
    }
    Some(DraftCell {
        area: Some(area),
        lines: lines(number, page, runs, ids, Some(area)),
        at_bottom: slot.bottom as usize + 1 == table.ys.len(),
        top_drawn: slot.sides.top,
        bottom_drawn: slot.sides.bottom,
    })
}

fn add(row: &mut DraftRow, cell: DraftCell, area: Area, ids: &[u32], runs: &[Run]) {
    row.area = Some(row.area.map_or(area, |all| all.union(area)));
    row.size =
        ids.iter().filter_map(|id| runs.get(*id as usize)).fold(row.size, |s, r| s.max(r.size));
    row.cells.push(cell);
}

/// Marks the rows of a page that stand apart from the row before.
fn gaps(rows: &mut [DraftRow]) {
    let mut last: Option<(Area, Option<u32>)> = None;
    for row in rows {
        let Some(area) = row.area.filter(|_| !row.furniture) else { continue };
        row.gap = match last {
            None => true,
            Some((_, table)) if table.is_some() && table == row.table => false,
            Some((above, _)) => {
                area.y0 - above.y1 > GAP * if row.size > 0.0 { row.size } else { 9.0 }
            }
        };
        // A cell that spans rows reaches further down than its row.
        last = Some((
            last.filter(|(_, t)| *t == row.table).map_or(area, |(a, _)| a.union(area)),
            row.table,
        ));
    }
}

#[cfg(test)]
mod tests;
