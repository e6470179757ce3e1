//! Small frames: four lines around something that are no cell, since no other line ends at their corners.

use super::super::Rule;
use crate::budget;
use crate::read::numbers::apart::frame::{MEETS, MOST, SIDE, SIDES};
use crate::source::Area;

/// The frames among the lines of a page whose text is so large.
pub(super) fn frames(rules: &[Rule], size: f32) -> Vec<Area> {
    let is_side = |area: &Area| {
        let [width, height] = sides(*area);
        SIDE.contains(&(width.max(height) / size)) && width.min(height) < MEETS
    };
    let short: Vec<Area> = rules.iter().map(|rule| rule.area).filter(is_side).collect();
    if short.len() < SIDES || short.len() > MOST {
        return Vec::new();
    }
    let level = || short.iter().filter(|area| area.x1 - area.x0 > area.y1 - area.y0);
    let pairs = level().flat_map(|top| {
        budget::steps(short.len());
        level().map(move |bottom| (top, bottom))
    });
    let even = |(top, bottom): &(&Area, &Area)| {
        near(top.x0, bottom.x0) && near(top.x1, bottom.x1) && top.y0 + MEETS < bottom.y0
    };
    let frame = |(top, bottom): (&Area, &Area)| Area { y1: bottom.y0, ..*top };
    let is_closed = |area: &Area| {
        budget::steps(short.len());
        let upright = |x: f32| {
            let ends = |side: &Area| near(side.y0, area.y0) && near(side.y1, area.y1);
            short.iter().any(|side| near(side.x0, x) && near(side.x1, x) && ends(side))
        };
        upright(area.x0) && upright(area.x1)
    };
    pairs.filter(even).map(frame).filter(is_closed).filter(|area| is_clear(rules, *area)).collect()
}

/// Whether nothing but the sides of a frame ends at its corners.
fn is_clear(rules: &[Rule], frame: Area) -> bool {
    let at_corner = |x: f32, y: f32| {
        (near(x, frame.x0) || near(x, frame.x1)) && (near(y, frame.y0) || near(y, frame.y1))
    };
    let other = |area: &Area| {
        let ends = [at_corner(area.x0, area.y0), at_corner(area.x1, area.y1)];
        ends[0] != ends[1]
    };
    budget::steps(rules.len());
    !rules.iter().any(|rule| other(&rule.area))
}

fn near(one: f32, other: f32) -> bool {
    (one - other).abs() <= MEETS
}

/// The width and the height of an area.
pub(super) fn sides(area: Area) -> [f32; 2] {
    [area.x1 - area.x0, area.y1 - area.y0]
}
