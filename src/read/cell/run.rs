//! Runs: glyphs painted one after the other on one line, in one cell.
//!
//! A page has ten times fewer runs than glyphs; everything behind this sorts runs only.

use crate::read::numbers::cell::run::LINE;
use crate::read::numbers::cell::run::{
    BACK, EDGE, GAP, HANG, MOST_TABLES, SAME_EDGE, SAME_SIZE, STRIP, TALLEST, TIGHT,
};
use crate::read::page::{Direction, Glyph, Page, along};
use crate::read::table::ruled::grid::{NONE, Table};
use crate::source::Area;
use std::collections::BTreeMap;

/// Glyphs painted one after the other on one line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// First glyph.
    pub(crate) first: u32,
    /// Glyph after the last.
    pub(crate) last: u32,
    /// The box of its glyphs.
    pub(crate) area: Area,
    /// The largest em.
    pub(crate) size: f32,
    /// Which way it runs.
    pub(crate) direction: Direction,
    /// It shows something: it is not white space only.
    pub(crate) ink: bool,
    /// It begins with the bracket of a box, or the number of an option.
    pub(crate) opens: bool,
    /// The cell it stands in, or [`NONE`].
    pub(crate) cell: u32,
    /// The box of its last glyph, white space or not.
    end: Area,
    /// Its last glyph is white space.
    ends_white: bool,
    /// It goes on from the run before across the edge of a cell: whether a glyph stands on that edge.
    linked: Option<bool>,
}

/// The tables of a page, and which cell is where. Cells are counted through all tables.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// By top edge, then left edge.
    pub(crate) tables: Vec<Table>,
    /// The number of the first cell of each table.
    pub(crate) first: Vec<u32>,
    /// For each strip of the page the tables in it, the smallest first.
    strips: Vec<Vec<u32>>,
    /// The number of cells.
    pub(crate) cells: usize,
}

impl Grid {
    /// Prepares looking up.
    pub(crate) fn new(mut tables: Vec<Table>, height: f32) -> Self {
        let size = |t: &Table| (t.area().x1 - t.area().x0) * (t.area().y1 - t.area().y0);
        if tables.len() > MOST_TABLES {
            let mut sizes: Vec<f32> = tables.iter().map(size).collect();
            sizes.sort_unstable_by(|a, b| b.total_cmp(a));
            let least = sizes.get(MOST_TABLES).copied().unwrap_or(0.0);
            tables.retain(|t| size(t) > least);
        }
        let mut order: Vec<usize> = (0..tables.len()).collect();
        order.sort_by(|a, b| size(&tables[*a]).total_cmp(&size(&tables[*b])));
        let mut strips = vec![Vec::new(); strip(height.min(TALLEST)) + 1];
        for i in order {
            let area = tables[i].area();
            let last = strip(area.y1).min(strips.len() - 1);
            for strip in strips.iter_mut().take(last + 1).skip(strip(area.y0)) {
                strip.push(u32::try_from(i).unwrap_or(NONE));
            }
        }
        let mut first = Vec::with_capacity(tables.len());
        let mut cells = 0;
        for table in &tables {
            first.push(u32::try_from(cells).unwrap_or(NONE));
            cells += table.slots.len();
        }
        Self { tables, first, strips, cells }
    }

    /// Cells are not looked up any more: what was prepared for it is given back.
    pub(crate) fn settle(&mut self) {
        self.strips = Vec::new();
    }

    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.tables.iter().map(Table::bytes).sum()
    }

    /// The cell at a point (the innermost), with its outline.
    pub(super) fn find(&self, x: f32, y: f32) -> Option<(u32, Area)> {
        let strip = self.strips.get(strip(y))?;
        strip.iter().find_map(|i| {
            let table = self.tables.get(*i as usize)?;
            let slot = table.slot_at(x, y)?;
            Some((
                self.first.get(*i as usize)? + u32::try_from(slot).ok()?,
                table.slots.get(slot)?.area,
            ))
        })
    }

    /// The number of the cell at a point.
    pub(super) fn cell_at(&self, x: f32, y: f32) -> Option<u32> {
        self.find(x, y).map(|(cell, _)| cell)
    }

    /// The left edge of the next table to the right of a point.
    fn next_right(&self, x: f32, y: f32) -> f32 {
        let near = self.strips.get(strip(y)).map_or(&[][..], Vec::as_slice);
        near.iter()
            .filter_map(|i| self.tables.get(*i as usize)?.xs.first().copied())
            .filter(|left| *left > x)
            .fold(f32::INFINITY, f32::min)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates; only a place to look"
)]
fn strip(y: f32) -> usize {
    (y / STRIP) as usize
}

/// The runs of a page in painting order, each in its cell.
pub(crate) fn runs(page: &Page, grid: &Grid) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    let mut place = Place::default();
    for (i, glyph) in page.glyphs.iter().enumerate() {
        let ink = !is_white(page, glyph);
        let gap = all.last().and_then(|run| gap(run, glyph));
        let inside = match all.last() {
            Some(run) => gap.is_some_and(|g| g <= if run.linked.is_some() { TIGHT } else { GAP }),
            None => false,
        } && place.holds(glyph);
        match all.last_mut() {
            Some(run) if inside => run.add(glyph, ink),
            _ => {
                place = Place::of(grid, glyph);
                let on_edge = match all.last() {
                    Some(run) if run.cell != place.cell && gap.is_some_and(|g| g <= TIGHT) => {
                        Some(stands_on_edge(run, glyph, ink, &place))
                    }
                    _ => None,
                };
                let run = Run::new(i, glyph, ink, place.cell, on_edge);
                all.push(Run { opens: opens_entry(page, i), ..run });
            }
        }
    }
    overflow(&mut all, grid.cells);
    overhang(&mut all, grid);
    all
}

/// Runs parted where white space is printed; white space stays with what stands before it.
pub(crate) fn words(page: &Page, runs: &[Run]) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let mut open: Option<Run> = None;
        for at in run.first as usize..run.last as usize {
            let Some(glyph) = page.glyphs.get(at) else { continue };
            let ink = !is_white(page, glyph);
            match &mut open {
                Some(word) if !(ink && word.ends_white && word.ink) => word.add(glyph, ink),
                _ => {
                    all.extend(open.take());
                    let word = Run::new(at, glyph, ink, run.cell, None);
                    open = Some(Run { opens: opens_entry(page, at), ..word });
                }
            }
        }
        all.extend(open);
    }
    all
}

impl Run {
    /// Whether it ends with printed white space.
    pub(crate) fn ends_white(&self) -> bool {
        self.ends_white
    }

    /// Whether it begins with printed white space.
    pub(crate) fn begins_white(&self, page: &Page) -> bool {
        page.glyphs.get(self.first as usize).is_some_and(|glyph| is_white(page, glyph))
    }

    fn new(i: usize, glyph: &Glyph, ink: bool, cell: u32, linked: Option<bool>) -> Self {
        let first = u32::try_from(i).unwrap_or(NONE);
        Self {
            first,
            last: first.saturating_add(1),
            area: glyph.area,
            size: glyph.size,
            direction: glyph.direction,
            ink,
            opens: false,
            cell,
            end: glyph.area,
            ends_white: !ink,
            linked,
        }
    }

    fn add(&mut self, glyph: &Glyph, ink: bool) {
        self.last = self.last.saturating_add(1);
        self.end = glyph.area;
        self.ends_white = !ink;
        // White space at the end does not count: a line ends where its last printed glyph ends.
        self.area = match (self.ink, ink) {
            (false, true) => glyph.area,
            (true, false) => self.area,
            _ => self.area.union(glyph.area),
        };
        self.size = self.size.max(glyph.size);
        self.ink |= ink;
    }
}

/// The cell that a run is in, and how far it reaches.
#[derive(Clone, Copy, Debug)]
struct Place {
    cell: u32,
    area: Area,
}

impl Default for Place {
    fn default() -> Self {
        Self { cell: NONE, area: Area { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 } }
    }
}

impl Place {
    fn of(grid: &Grid, glyph: &Glyph) -> Self {
        let (x, y) = centre(glyph.area);
        match grid.find(x, y) {
            Some((cell, area)) => Self { cell, area },
            // Free text may run into a table on its right only.
            None if glyph.direction == Direction::Right => {
                let x1 = grid.next_right(x, y);
                let area =
                    Area { x0: f32::NEG_INFINITY, y0: f32::NEG_INFINITY, x1, y1: f32::INFINITY };
                Self { cell: NONE, area }
            }
            None => Self::default(),
        }
    }

    fn holds(&self, glyph: &Glyph) -> bool {
        let (x, y) = centre(glyph.area);
        let a = self.area;
        a.x0 <= x && x < a.x1 && a.y0 <= y && y < a.y1
    }
}

fn centre(a: Area) -> (f32, f32) {
    (f32::midpoint(a.x0, a.x1), f32::midpoint(a.y0, a.y1))
}

/// Whether a glyph shows nothing.
pub(crate) fn is_white(page: &Page, glyph: &Glyph) -> bool {
    page.is_white(glyph)
}

/// Whether a glyph opens a box, or an option: `[`, `3)`.
fn opens_entry(page: &Page, at: usize) -> bool {
    let start = page.glyphs.get(at).map_or(0, |glyph| glyph.start as usize);
    let text = page.text.get(start..).unwrap_or("");
    let number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let digits = text.chars().take(3).take_while(|c| number(*c)).count();
    match text.chars().nth(digits) {
        Some('[' | '［') => digits == 0,
        Some(')' | '）') => (1..=2).contains(&digits),
        _ => false,
    }
}

/// The gap before a glyph that goes on on the line of a run, in ems; `None` where it does not.
fn gap(run: &Run, glyph: &Glyph) -> Option<f32> {
    if run.direction != glyph.direction {
        return None;
    }
    let (a, b) = (along(run.end, run.direction), along(glyph.area, run.direction));
    let em = run.size.max(glyph.size).max(0.1);
    let gap = (b.x0 - a.x1) / em;
    (((a.y0 + a.y1) - (b.y0 + b.y1)).abs() / 2.0 < LINE * em && gap > -BACK).then_some(gap)
}

/// Whether the edge of the next cell goes through a glyph, so that the text cannot belong to it.
fn stands_on_edge(run: &Run, glyph: &Glyph, ink: bool, next: &Place) -> bool {
    // Outside of tables there is nothing that it could belong to.
    if next.cell == NONE {
        return true;
    }
    let margin = EDGE * glyph.size;
    let crosses = |a: Area| a.x0 < next.area.x0 - margin && a.x1 > next.area.x0 + margin;
    !run.ends_white && crosses(run.end) || ink && crosses(glyph.area)
}

/// Text that runs over the right edge of its cell belongs to the cell where it starts: where a glyph
/// stands on the edge, or where the next cell has no text of its own.
fn overflow(all: &mut [Run], cells: usize) {
    if all.iter().all(|run| run.linked.is_none()) {
        return;
    }
    let mut own = vec![false; cells];
    for run in all.iter().filter(|run| run.linked.is_none() && run.ink) {
        if let Some(own) = own.get_mut(run.cell as usize) {
            *own = true;
        }
    }
    for i in 1..all.len() {
        let (before, run) = (all[i - 1], all[i]);
        let Some(on_edge) = run.linked else { continue };
        let free = own.get(run.cell as usize).is_some_and(|own| !own);
        if run.direction == Direction::Right && before.cell != NONE && (on_edge || free) {
            all[i].cell = before.cell;
        }
    }
}

/// Lines that hang out of a cell which the page has cut open below, or above, belong to it: they go on
/// where its text ends.
fn overhang(all: &mut [Run], grid: &Grid) {
    let mut open = BTreeMap::new();
    for (table, first) in grid.tables.iter().zip(&grid.first) {
        for (cell, slot) in (*first..).zip(&table.slots) {
            let below = !slot.sides.bottom && slot.bottom as usize + 1 == table.ys.len();
            let above = !slot.sides.top && slot.top == 0;
            if below || above {
                open.insert(cell, (slot.area, above, below));
            }
        }
    }
    if open.is_empty() {
        return;
    }
    let mut order: Vec<usize> =
        (0..all.len()).filter(|i| all[*i].direction == Direction::Right && all[*i].ink).collect();
    order.sort_by(|a, b| all[*a].area.y0.total_cmp(&all[*b].area.y0));
    for is_below in [true, false] {
        let mut ends: BTreeMap<u32, Run> = BTreeMap::new();
        for i in &order {
            let run = all[*i];
            if run.cell == NONE {
                let goes_on = |(cell, end): &(&u32, &Run)| {
                    open.get(cell).is_some_and(|(area, ..)| hangs(&run, end, *area, is_below))
                };
                all[*i].cell = ends.iter().find(goes_on).map_or(NONE, |(cell, _)| *cell);
            }
            let is_open =
                |(_, above, below): &(Area, bool, bool)| if is_below { *below } else { *above };
            if open.get(&all[*i].cell).is_some_and(is_open) {
                ends.insert(all[*i].cell, all[*i]);
            }
        }
        order.reverse();
    }
}

/// Whether a line stands right below (or above) the last one of a cell with this outline, and no further
/// to a side.
fn hangs(run: &Run, last: &Run, cell: Area, is_below: bool) -> bool {
    let (a, b) = if is_below { (last.area, run.area) } else { (run.area, last.area) };
    let (start, end) = ((a.x0 - b.x0).abs(), (a.x0 + a.x1 - b.x0 - b.x1).abs() / 2.0);
    cell.x0 <= run.area.x0
        && run.area.x1 <= cell.x1
        && (run.size - last.size).abs() < SAME_SIZE * run.size
        && (0.0..HANG * run.size).contains(&(b.y0 - a.y1))
        && start.min(end) < SAME_EDGE * run.size
}
