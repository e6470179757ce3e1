//! Pages of glyphs and ruled lines to rows of cells: the rooms of the reader in their order.

use crate::budget;
use crate::read::cell::draft::{DraftCell, DraftRow};
use crate::read::cell::inked::inked;
use crate::read::cell::lines::lines;
use crate::read::cell::run::{Grid, Run, runs};
use crate::read::cell::stacked::{Leading, Ruled, cut_row, cut_tall};
use crate::read::cell::write::write;
use crate::read::page::turn::{lean_back, turn_back, turn_back_source, upright, ways};
use crate::read::page::{Page, Shared};
use crate::read::seam::carry::carry;
use crate::read::seam::furniture::{chars, mark};
use crate::read::seam::note::{add_overlays, notes};
use crate::read::sheet::{Sheets, is_heading, sheets};
use crate::read::table::ruled::framed::frames;
use crate::read::table::ruled::grid::{NONE, Slot, Table};
use crate::read::table::ruled::headings::{Headings, headings};
use crate::read::table::ruled::loose::loose;
use crate::read::table::ruled::tables::tables;
use crate::read::table::white::{flow, spaced};
use crate::rows::{Row, Rows};
use crate::source::Area;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::iter::Peekable;

/// An empty box smaller than this is no cell but a drawn tick box or an ornament.
const SMALL_BOX: f32 = 20.0;
/// Narrower than this no cell holds text: the strip below an underline, say.
const NO_TEXT: f32 = 6.0;
/// A distance of more than this (in ems of the text) is a gap between rows.
const GAP: f32 = 1.2;

/// The share of a document's characters outside of tables above which its tables are drawn without lines.
const LINELESS: f64 = 0.6;
/// In less text the search for columns has nothing to go by.
const ENOUGH: u32 = 300;

/// Stands in where nothing is known.
const NOWHERE: Area = Area { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 };

/// The rows of a document. Of what is made on the way nothing is kept.
pub(crate) fn rows(displayed: &[Page]) -> Rows {
    let rows = budget::passing(|| made(displayed));
    budget::take(rows.rows.iter().map(Row::bytes).sum());
    rows
}

fn made(displayed: &[Page]) -> Rows {
    let ways = ways(displayed);
    let upright = upright(displayed, &ways);
    let is_turned = ways.iter().any(Option::is_some);
    let mut sheets = sheets(upright);
    let (cuts, mut all_runs) = cut(&mut sheets);
    let pages = &*sheets.pages;
    let mut draft = if is_lineless(&all_runs) {
        drop(cuts);
        let (mut draft, words) = spaced::pages::rows(pages, &all_runs);
        all_runs = words;
        set_aside(&mut draft, &sheets, &all_runs);
        draft
    } else {
        ruled_rows(&sheets, cuts, &all_runs)
    };
    let mut rows = write(&mut draft, pages, all_runs);
    rows.notes = notes(&rows, &draft, pages);
    let mut firsts: Vec<u32> = draft.iter().map(|row| row.page).collect();
    add_overlays(&mut rows, &mut firsts, pages);
    rows.by_ocr = numbers(&sheets, |page| page.by_ocr);
    rows.damaged = numbers(&sheets, |page| page.damaged);
    rows.doubtful = numbers(&sheets, |page| page.doubtful);
    for (row, first) in rows.rows.iter_mut().zip(&firsts) {
        sheets.put_back(row, *first);
        if is_turned {
            turn_back(row, sheets.sheet_of(*first), displayed, &ways);
        }
    }
    for note in &mut rows.notes {
        sheets.put_back_source(&mut note.source);
        if is_turned {
            turn_back_source(&mut note.source, displayed, &ways);
        }
    }
    lean_back(&mut rows, displayed);
    rows.findings.extend(sheets.finding.take());
    rows
}

/// The numbers of the sheets with a page of this kind, ascending.
fn numbers(sheets: &Sheets, is_meant: fn(&Page) -> bool) -> Vec<u32> {
    let meant = (0u32..).zip(&sheets.pages).filter(|(_, page)| is_meant(page));
    let mut all: Vec<u32> = meant.map(|(at, _)| sheets.sheet_of(at).saturating_add(1)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The cells of a page, and the row and column headings that a spreadsheet program prints around them.
struct Cut {
    grid: Grid,
    headings: Option<Headings>,
}

/// Cuts each page into cells and its text into runs; drawn marks become characters on the way.
fn cut(sheets: &mut Sheets) -> (Vec<Cut>, Vec<Vec<Run>>) {
    let (mut cuts, mut all_runs) = (Vec::new(), Vec::new());
    for page in &mut sheets.pages {
        if let Some((rules, rings)) = loose(page) {
            let page = page.to_mut();
            page.rules = rules;
            page.inks.extend(rings);
        }
        let headings = headings(page);
        let (mut tables, small) = match &headings {
            Some(headings) => tables(&headings.cleared(page)),
            None => tables(page),
        };
        let frames = frames(page, &mut tables, &small);
        if !frames.is_empty() {
            page.to_mut().inks.extend(frames);
        }
        let mut grid = Grid::new(tables, page.height);
        budget::take(grid.bytes());
        if let Some(inked) = inked(page, &grid) {
            *page = Shared::Owned(inked);
        }
        let mut found = runs(page, &grid);
        found.shrink_to_fit();
        grid.settle();
        budget::take(size_of_val(&*found));
        all_runs.push(found);
        cuts.push(Cut { grid, headings });
    }
    (cuts, all_runs)
}

/// The rows of pages whose tables are drawn, with what stands between the tables.
fn ruled_rows(sheets: &Sheets, cuts: Vec<Cut>, all_runs: &[Vec<Run>]) -> Vec<DraftRow> {
    let pages = &*sheets.pages;
    let mut draft = Vec::new();
    for ((number, page), (cut, runs)) in (0u32..).zip(pages).zip(cuts.into_iter().zip(all_runs)) {
        let from = draft.len();
        let in_headings = |run: &Run| cut.headings.is_some_and(|all| all.hold(run.area));
        let (set_aside, ids): (Vec<u32>, Vec<u32>) = (0..u32::try_from(runs.len()).unwrap_or(NONE))
            .partition(|id| runs.get(*id as usize).is_some_and(in_headings));
        page_rows(number, page, &cut.grid, runs, ids, &mut draft);
        if !set_aside.is_empty() {
            draft.push(heading_row(number, page, runs, &set_aside));
        }
        let made = draft.get_mut(from..).unwrap_or_default();
        budget::take(made.iter().map(DraftRow::bytes).sum());
        gaps(made);
    }
    mark(&mut draft, pages, all_runs);
    set_aside(&mut draft, sheets, all_runs);
    carry(&mut draft, pages, all_runs);
    draft
}

/// Whether so little stands between lines that the pages are to be read by the white between their words.
fn is_lineless(pages: &[Vec<Run>]) -> bool {
    let (mut free, mut all) = (0u32, 0u32);
    for run in pages.iter().flatten().filter(|run| run.ink) {
        let count = run.last - run.first;
        all += count;
        free += if run.cell == NONE { count } else { 0 };
    }
    free >= ENOUGH && f64::from(free) > LINELESS * f64::from(all)
}

/// The older one of two versions side by side is not read, nor are the headings of the two.
fn set_aside(rows: &mut [DraftRow], sheets: &Sheets, runs: &[Vec<Run>]) {
    if sheets.old == usize::MAX {
        return;
    }
    for row in rows {
        let lines = row.cells.iter().flat_map(|cell| &cell.lines);
        let text = || lines.flat_map(|line| chars(line, &sheets.pages, runs));
        let is_old = row.page as usize >= sheets.old;
        let is_title = || is_heading(&text().filter(|c| !c.is_whitespace()).collect::<String>());
        row.furniture |= is_old || row.table.is_none() && is_title();
    }
}

/// The place of a row in the reading order of its page. Rows of a table stay together; a table that
/// stands in a cell of another comes after the row of that cell.
#[derive(Clone, Copy, Debug)]
struct Place {
    block: (f32, f32, u32),
    row: (f32, u32, u32),
}

impl Place {
    /// The place of row `i` of table `t`, which stands in the table `parent`.
    fn of_row(grid: &Grid, t: u32, parent: Option<u32>, i: u32, row: &DraftRow) -> Self {
        let area = |t: u32| grid.tables.get(t as usize).map_or(NOWHERE, Table::area);
        match parent {
            None => Self { block: block(area(t), t), row: (row.area.map_or(0.0, |a| a.y0), 0, i) },
            Some(p) => Self { block: block(area(p), p), row: (area(t).y0, t + 1, i) },
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        let ((y, x, t), (v, u, s)) = (self.block, other.block);
        let ((top, nested, i), (under, within, j)) = (self.row, other.row);
        let block = y.total_cmp(&v).then(x.total_cmp(&u)).then(t.cmp(&s));
        block.then(top.total_cmp(&under)).then((nested, i).cmp(&(within, j)))
    }
}

/// The row numbers and column letters of a page: furniture.
fn heading_row(number: u32, page: &Page, runs: &[Run], ids: &[u32]) -> DraftRow {
    let lines = lines(number, page, runs, ids, None);
    let cells = vec![DraftCell { lines, ..DraftCell::default() }];
    DraftRow { page: number, cells, furniture: true, ..DraftRow::default() }
}

fn page_rows(
    number: u32,
    page: &Page,
    grid: &Grid,
    runs: &[Run],
    mut ids: Vec<u32>,
    out: &mut Vec<DraftRow>,
) {
    ids.sort_by_key(|id| (runs[*id as usize].cell, *id));
    let cells = ids.chunk_by(|a, b| runs[*a as usize].cell == runs[*b as usize].cell);
    let mut cells: Cells = cells.collect::<Vec<_>>().into_iter().peekable();
    let mut placed: Vec<(Place, DraftRow)> = Vec::new();
    let sheet = Sheet { number, page, runs, leading: OnceCell::new() };
    for ((t, table), parent) in (0u32..).zip(&grid.tables).zip(parents(&grid.tables)) {
        let first = grid.first.get(t as usize).copied().unwrap_or(NONE);
        for (i, row) in (0u32..).zip(sheet.table_rows(t, table, first, &mut cells)) {
            placed.push((Place::of_row(grid, t, parent, i, &row), row));
        }
    }
    let free: Vec<u32> = cells.flatten().copied().collect();
    let areas = grid.tables.iter().map(Table::area);
    let edges =
        areas.fold((f32::INFINITY, f32::NEG_INFINITY), |(l, r), a| (l.min(a.x0), r.max(a.x1)));
    for (i, row) in (0u32..).zip(flow::rows(number, page, runs, &free, edges)) {
        let top = row.area.unwrap_or(NOWHERE).y0;
        placed.push((Place { block: (top, 0.0, NONE), row: (0.0, 0, i) }, row));
    }
    placed.sort_by(|a, b| a.0.order(&b.0));
    out.extend(placed.into_iter().map(|(_, row)| row));
}

/// The runs of each cell that has any, by the number of the cell.
type Cells<'a> = Peekable<std::vec::IntoIter<&'a [u32]>>;

/// A page and its runs.
struct Sheet<'a> {
    number: u32,
    page: &'a Page,
    runs: &'a [Run],
    leading: OnceCell<Leading>,
}

impl Sheet<'_> {
    /// The rows of table `t`, whose first cell has the number `first`: in each the cells that begin at
    /// one top edge.
    fn table_rows(&self, t: u32, table: &Table, first: u32, cells: &mut Cells) -> Vec<DraftRow> {
        let mut rows: Vec<Vec<Ruled>> = Vec::new();
        let mut top = NONE;
        for (number, slot) in (first..).zip(&table.slots) {
            let is_here =
                |id: &u32| self.runs.get(*id as usize).is_some_and(|run| run.cell == number);
            let ids = cells.next_if(|ids| ids.first().is_some_and(is_here)).unwrap_or_default();
            if ids.is_empty() && !may_be_empty(table, slot) {
                continue;
            }
            if slot.top != top {
                top = slot.top;
                rows.push(Vec::new());
            }
            let at_bottom = slot.bottom as usize + 1 == table.ys.len();
            let ruled = Ruled { area: slot.area, sides: slot.sides, at_bottom, ids: ids.into() };
            rows.last_mut().into_iter().for_each(|row| row.push(ruled.clone()));
        }
        let leading =
            |size: f32| self.leading.get_or_init(|| Leading::new(self.page, self.runs)).of(size);
        cut_tall(self.page, self.runs, &mut rows, leading);
        let cut = rows.into_iter().flat_map(|row| cut_row(self.page, self.runs, row, leading));
        cut.map(|row| self.draft_row(t, &row)).collect()
    }

    fn draft_row(&self, t: u32, cells: &[Ruled]) -> DraftRow {
        let area = cells.iter().map(|cell| cell.area).reduce(Area::union);
        let ids = cells.iter().flat_map(|cell| cell.ids.iter());
        let runs = ids.filter_map(|id| self.runs.get(*id as usize));
        let size = runs.map(|run| run.size).fold(0.0, f32::max);
        let cells = cells.iter().map(|cell| self.cell(cell)).collect();
        DraftRow { page: self.number, table: Some(t), area, size, cells, ..DraftRow::default() }
    }

    fn cell(&self, cell: &Ruled) -> DraftCell {
        DraftCell {
            area: Some(cell.area),
            lines: lines(self.number, self.page, self.runs, &cell.ids, Some(cell.area)),
            at_bottom: cell.at_bottom,
            top_drawn: cell.sides.top,
            bottom_drawn: cell.sides.bottom,
        }
    }
}

/// Whether a slot without text is a cell: lines may enclose what could be none.
fn may_be_empty(table: &Table, slot: &Slot) -> bool {
    let (width, height) = (slot.area.x1 - slot.area.x0, slot.area.y1 - slot.area.y0);
    let lone = table.slots.len() == 1 && width < SMALL_BOX && height < SMALL_BOX;
    let open = slot.sides.count() < 3 && table.slots.len() < 4;
    !(lone || open || width.min(height) < NO_TEXT)
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
