//! Shaded rows with white ones between them are one table.

use super::group::{Group, meets};
use crate::read::numbers::ruled::group::SHORT;
use crate::read::numbers::ruled::stripes::STRIPES;
use crate::read::page::Glyph;
use crate::read::table::white::weights::strip_weights;
use crate::source::Area;

/// Joins the groups of boxes between which just a row of text stands.
pub(crate) fn join_stripes(mut groups: Vec<Group>, glyphs: &[Glyph]) -> Vec<Group> {
    groups.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0));
    let mut chains: Vec<Vec<Group>> = Vec::new();
    for group in groups {
        let goes_on = |chain: &&mut Vec<Group>| {
            chain.last().is_some_and(|above| is_next(above.area, group.area, glyphs))
        };
        match chains.iter_mut().rev().find(goes_on) {
            Some(chain) => chain.push(group),
            None => chains.push(vec![group]),
        }
    }
    let (mut striped, rest): (Vec<Group>, Vec<Group>) =
        chains.into_iter().flat_map(joined).partition(|group| group.striped);
    let mut others = Vec::new();
    for group in rest {
        // Beside a label of several rows a stripe begins further right.
        match striped.iter_mut().find(|all| meets(&all.area, &group.area, -SHORT)) {
            Some(all) => all.add(group),
            None => others.push(group),
        }
    }
    striped.append(&mut others);
    striped
}

/// One group of enough stripes.
fn joined(chain: Vec<Group>) -> Vec<Group> {
    if chain.len() < STRIPES {
        return chain;
    }
    let whole = chain.into_iter().reduce(|mut whole, group| {
        whole.add(group);
        whole
    });
    whole.map(|group| Group { striped: true, ..group }).into_iter().collect()
}

/// Whether the lower area is as wide as the upper, and text fills what is between them.
fn is_next(upper: Area, lower: Area, glyphs: &[Glyph]) -> bool {
    let same = |a: f32, b: f32| (a - b).abs() < strip_weights().same_end;
    if !same(upper.x0, lower.x0) || !same(upper.x1, lower.x1) || lower.y0 <= upper.y1 {
        return false;
    }
    let between = |g: &&Glyph| {
        let (x, y) = (f32::midpoint(g.area.x0, g.area.x1), f32::midpoint(g.area.y0, g.area.y1));
        upper.x0 <= x && x <= upper.x1 && upper.y1 <= y && y <= lower.y0
    };
    let mut text: Vec<&Glyph> = glyphs.iter().filter(between).collect();
    text.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0));
    let mut reach = upper.y1;
    for glyph in &text {
        if glyph.area.y0 - reach > strip_weights().next_line * glyph.size {
            return false;
        }
        reach = reach.max(glyph.area.y1);
    }
    text.last().is_some_and(|last| lower.y0 - reach <= strip_weights().next_line * last.size)
}
