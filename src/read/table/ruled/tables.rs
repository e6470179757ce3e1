//! The tables of a page: what lines enclose, boxes drawn one by one, and rows with lines between them.

use super::boxes::join_boxes;
use super::ends::with_ends;
use super::grid::{Table, table};
use super::outline::ruled_lines;
use super::segment::segments;
use super::touch::groups;
use crate::read::numbers::ruled::tables::{BIG, MOST_FRAMED, TICK_BOX};
use crate::read::page::Page;
use crate::read::table::white::columns::join_rows;
use crate::source::Area;

/// The tables of a page out of its lines and shaded areas, by top edge, then left edge; and the boxes as small
/// as a mark that stand in their cells.
pub(crate) fn tables(page: &Page) -> (Vec<Table>, Vec<Area>) {
    let (across, down) = segments(&ruled_lines(page));
    let mut all: Vec<Table> = groups(&across, &down)
        .into_iter()
        .map(|group| with_ends(group, &down, page))
        .filter_map(|(across, down)| table(&across, &down))
        .filter(|t| !t.slots.is_empty())
        .collect();
    let small = drop_frames(&mut all);
    join_boxes(&mut all, page, &across);
    join_rows(&mut all, page, &across);
    all.sort_by(|a, b| {
        let (a, b) = (a.area(), b.area());
        a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0))
    });
    (all, small)
}

/// A single box around a table of several cells is decoration, no cell; nor is a tick box that is
/// drawn around its mark in a cell. Gives the places of the latter.
fn drop_frames(all: &mut Vec<Table>) -> Vec<Area> {
    let big: Vec<Area> = all.iter().filter(|t| t.slots.len() >= BIG).map(Table::area).collect();
    // A page with so many tables is a drawing.
    if big.len() > MOST_FRAMED {
        return Vec::new();
    }
    let mut small = Vec::new();
    all.retain(|t| {
        let a = t.area();
        let tick = a.x1 - a.x0 < TICK_BOX
            && a.y1 - a.y0 < TICK_BOX
            && t.slots.len() == 1
            && big.iter().any(|other| other.holds(a, 0.0));
        small.extend(tick.then_some(a));
        !tick && (t.slots.len() > 1 || !big.iter().any(|other| a.holds(*other, 0.0)))
    });
    small
}
