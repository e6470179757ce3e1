//! Whether a text stands where the rows of a page have no text of their own.

use super::super::Page;
use super::super::margin::number::number;
use super::frame::frames;
use super::stretch::Stretch;
use crate::read::numbers::apart::frame::MEETS;
use crate::read::numbers::apart::put::SHARED;
use crate::read::numbers::page::margin::HEIGHT;
use crate::source::Area;

/// Whether a text stands where no row has a text of its own: in a frame, or over or beside what a cell held before, or
/// outside of all cells, and not behind all that the page has. A number with the number of pages stands anywhere.
pub(super) fn is_put_over(page: &Page, before: &[Stretch], stretch: &Stretch) -> bool {
    let number = number(stretch.text(page).chars());
    if number.is_some_and(|number| !number.bare) {
        return true;
    }
    let mut frames = frames(&page.rules, stretch.size).into_iter();
    if frames.any(|frame| frame.holds(stretch.area, MEETS)) {
        return true;
    }
    let bottom = page.height * (1.0 - HEIGHT);
    let goes_back =
        || before.iter().any(|other| (stretch.area.y1..bottom).contains(&other.area.y0));
    let [left, top, right, below] = around(page, stretch.area);
    match (left.zip(right), top.zip(below)) {
        (Some((x0, x1)), Some((y0, y1))) => {
            let cell = Area { x0, y0, x1, y1 };
            before.iter().any(|other| cell.holds(other.area, MEETS) && is_beside(other, stretch))
                && goes_back()
        }
        (None, None) => number.is_some() || goes_back(),
        _ => false,
    }
}

/// Whether a text stands outside of all cells, or in one that holds another text.
pub(super) fn is_clear_of_rows(page: &Page, all: &[Stretch], stretch: &Stretch) -> bool {
    let [left, top, right, below] = around(page, stretch.area);
    let (Some((x0, x1)), Some((y0, y1))) = (left.zip(right), top.zip(below)) else { return true };
    let cell = Area { x0, y0, x1, y1 };
    let is_other = |other: &&Stretch| other.first != stretch.first;
    all.iter().filter(is_other).any(|other| cell.holds(other.area, MEETS))
}

fn is_beside(other: &Stretch, stretch: &Stretch) -> bool {
    let (one, other) = (stretch.area, other.area);
    one.y1.min(other.y1) - one.y0.max(other.y0) >= SHARED * stretch.size
}

/// The nearest lines to the left of an area's middle, above, to the right and below.
fn around(page: &Page, area: Area) -> [Option<f32>; 4] {
    let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
    let mut near = [None; 4];
    let mut see = |at: usize, place: f32, is_nearer: fn(&f32, &f32) -> bool| {
        if let Some(best) = near.get_mut(at)
            && best.is_none_or(|best| is_nearer(&place, &best))
        {
            *best = Some(place);
        }
    };
    for Area { x0, y0, x1, y1 } in page.rules.iter().map(|rule| rule.area) {
        let upright = x1 - x0 < y1 - y0;
        if upright && (y0..=y1).contains(&y) {
            if x0 <= x { see(0, x0, f32::gt) } else { see(2, x0, f32::lt) }
        }
        if !upright && (x0..=x1).contains(&x) {
            if y0 <= y { see(1, y0, f32::gt) } else { see(3, y0, f32::lt) }
        }
    }
    near
}
