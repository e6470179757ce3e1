//! Tables whose cells are drawn one by one: boxes with white between them, or shaded areas without lines.
//!
//! Boxes that stand side by side or one below the other with hardly any white between them are the
//! cells of one table. Their edges are drawn together, so that they make an ordinary grid; lines that
//! run through them belong to it.

use super::grid::{Sides, Slot, Table};
use super::group::{Boxed, Group, along, meets};
use super::segment::Segment;
use super::stripes::join_stripes;
use super::touch::Sets;
use crate::read::numbers::ruled::boxes::{MOST_BOXES, SMALLEST, WHITE};
use crate::read::numbers::ruled::group::SHORT;
use crate::read::page::Page;
use crate::read::table::white::columns::{parted, sides};
use crate::source::Area;

/// Joins boxes to tables: the tables of one cell, and shaded areas that no table holds. `across` are
/// the horizontal lines of the page.
pub(crate) fn join_boxes(tables: &mut Vec<Table>, page: &Page, across: &[Segment]) {
    let of_several: Vec<Area> =
        tables.iter().filter(|t| t.slots.len() > 1).map(Table::area).collect();
    let is_free = |a: &Area| !of_several.iter().any(|t| meets(t, a, -SHORT));
    let is_cell = |a: &&Area| a.x1 - a.x0 >= SMALLEST && a.y1 - a.y0 >= SMALLEST;
    // The page may cut a cell open.
    let lone = |t: &Table| t.slots.len() == 1 && t.slots.iter().all(|slot| slot.sides.count() >= 3);
    let alone = tables.iter().filter(|t| lone(t)).flat_map(|t| &t.slots);
    let mut boxes: Vec<Boxed> = (alone.filter(|slot| is_cell(&&slot.area)))
        .map(|slot| Boxed { area: slot.area, sides: slot.sides })
        .collect();
    let drawn = boxes.len();
    for area in page.shades.iter().filter(is_cell).filter(|a| is_free(a)) {
        if !boxes[..drawn].iter().any(|b| meets(&b.area, area, -SHORT)) {
            boxes.push(Boxed { area: *area, sides: Sides::ALL });
        }
    }
    if boxes.len() < 2 || boxes.len() > MOST_BOXES {
        return;
    }
    let start = |b: &Boxed| (b.area.y0, b.area.x0);
    boxes.sort_by(|a, b| start(a).0.total_cmp(&start(b).0).then(start(a).1.total_cmp(&start(b).1)));
    let free = |line: &&Segment| is_free(&along(line));
    let lines: Vec<Segment> = across.iter().filter(free).take(MOST_BOXES).copied().collect();
    let groups = join_stripes(groups(&boxes, &lines), &page.glyphs);
    // What stands one below the other without anything beside it is no table.
    for group in groups.iter().filter(|group| group.wide && group.boxes.len() > 1) {
        if let Some(joined) = grid(group, &lines, page) {
            let within = joined.area();
            tables.retain(|t| !(lone(t) && meets(&within, &t.area(), -SHORT)));
            tables.push(joined);
        }
    }
}

/// Whether two areas stand side by side.
fn beside(a: &Area, b: &Area) -> bool {
    let apart = (a.x0 - b.x1).max(b.x0 - a.x1);
    apart > -WHITE && a.y0 + SMALLEST <= b.y1 && b.y0 + SMALLEST <= a.y1
}

/// Boxes that meet, together.
fn groups(boxes: &[Boxed], lines: &[Segment]) -> Vec<Group> {
    let mut sets = Sets::new(boxes.len());
    let runs_out = |a: &Area| {
        let (top, bottom) = (a.y0 - WHITE, a.y1 + WHITE);
        let first = lines.partition_point(|line| line.at < top);
        let near = lines.iter().skip(first).take_while(|line| line.at <= bottom);
        near.filter(|l| l.from < a.x1 && l.to > a.x0).any(|l| l.to > a.x1 + 2.0 * SMALLEST)
    };
    let mut wide: Vec<bool> = boxes.iter().map(|b| runs_out(&b.area)).collect();
    for (i, Boxed { area: a, .. }) in boxes.iter().enumerate() {
        for (j, Boxed { area: b, .. }) in boxes.iter().enumerate().skip(i + 1) {
            if b.y0 > a.y1 + WHITE {
                break;
            }
            if meets(a, b, WHITE) {
                sets.join(i, j);
                wide[i] |= beside(a, b);
            }
        }
    }
    let mut all: Vec<Option<Group>> = vec![None; boxes.len()];
    for (i, one) in boxes.iter().enumerate() {
        let one = Group { area: one.area, wide: wide[i], striped: false, boxes: vec![*one] };
        match &mut all[sets.root(i)] {
            Some(group) => group.add(one),
            empty => *empty = Some(one),
        }
    }
    all.into_iter().flatten().collect()
}

/// The table that boxes make when their edges are drawn together, with the lines through them.
fn grid(group: &Group, lines: &[Segment], page: &Page) -> Option<Table> {
    let boxes = &group.boxes;
    let near = |line: &&Segment| meets(&group.area, &along(line), WHITE);
    let within: Vec<Segment> = lines.iter().filter(near).copied().collect();
    let ends = within.iter().flat_map(|line| [line.from, line.to]);
    let xs = edges(boxes.iter().flat_map(|b| [b.area.x0, b.area.x1]).chain(ends).collect());
    let heights = within.iter().map(|line| line.at);
    let ys = edges(boxes.iter().flat_map(|b| [b.area.y0, b.area.y1]).chain(heights).collect());
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for Boxed { area: a, sides } in boxes {
        let (x0, x1) = (snapped(&xs, a.x0), snapped(&xs, a.x1));
        let (y0, y1) = (snapped(&ys, a.y0), snapped(&ys, a.y1));
        let rows = [(y0, sides.top), (y1, sides.bottom)].into_iter().filter(|(_, drawn)| *drawn);
        across.extend(rows.map(|(at, _)| Segment { at, from: x0, to: x1 }));
        let columns = [(x0, sides.left), (x1, sides.right)].into_iter();
        down.extend(columns.filter(|(_, drawn)| *drawn).map(|(at, _)| Segment {
            at,
            from: y0,
            to: y1,
        }));
    }
    across.extend(within.iter().map(|line| Segment {
        at: snapped(&ys, line.at),
        from: snapped(&xs, line.from),
        to: snapped(&xs, line.to),
    }));
    across.sort_by(|a, b| a.at.total_cmp(&b.at));
    if group.striped {
        down.extend(sides(&across, lines, &page.glyphs));
    }
    down.sort_by(|a, b| a.at.total_cmp(&b.at));
    let is_open = |slot: &Slot| !boxes.iter().any(|b| holds_middle(&b.area, &slot.area));
    parted(&across, &down, is_open, page).filter(|t| t.slots.len() > 1)
}

/// Whether an area holds the middle of another.
fn holds_middle(outer: &Area, inner: &Area) -> bool {
    let (x, y) = (f32::midpoint(inner.x0, inner.x1), f32::midpoint(inner.y0, inner.y1));
    outer.x0 <= x && x <= outer.x1 && outer.y0 <= y && y <= outer.y1
}

/// The places of edges, those with hardly any white between them as one.
fn edges(mut all: Vec<f32>) -> Vec<f32> {
    all.sort_unstable_by(f32::total_cmp);
    let near = all.chunk_by(|a, b| b - a < WHITE);
    near.map(|part| f32::midpoint(part[0], part[part.len() - 1])).collect()
}

/// The place that an edge was drawn to.
fn snapped(edges: &[f32], edge: f32) -> f32 {
    let after = edges.partition_point(|e| *e < edge);
    let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
    let near = near.filter_map(|i| edges.get(i).copied());
    near.min_by(|a, b| (a - edge).abs().total_cmp(&(b - edge).abs())).unwrap_or(edge)
}
