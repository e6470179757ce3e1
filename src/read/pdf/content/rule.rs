//! Lines in pieces: what is one line, and what a cover leaves of it.

use crate::read::page::Rule;
use crate::source::Area;

/// A piece of a line shorter than this is a dot.
pub(super) const DOT: f32 = 2.5;

/// Two pieces of a line, painted one after the other, as one: cells' borders that touch, dashes
/// and dots with a small gap.
pub(super) fn join(last: Rule, next: Rule) -> Option<Rule> {
    let flat = |rule: Rule| rule.area.x1 - rule.area.x0 >= rule.area.y1 - rule.area.y0;
    let long = |rule: Rule| rule.area.x1 - rule.area.x0 + rule.area.y1 - rule.area.y0;
    let dots = [last, next].map(|rule| long(rule) < DOT);
    let gap = if long(next) < 6.0 { 3.0 } else { 0.5 };
    let near = |a: f32, b: f32| (a - b).abs() < 0.3;
    let apart = |a0: f32, a1: f32, b0: f32, b1: f32| (b0 - a1).max(a0 - b1);
    let across = |last: Rule, next: Rule| {
        let (one, other) = (last.area, next.area);
        let meets = near(one.y0, other.y0)
            && near(last.width, next.width)
            && apart(one.x0, one.x1, other.x0, other.x1) <= gap;
        meets.then(|| Rule { area: Area { y0: one.y0, y1: one.y1, ..one.union(other) }, ..last })
    };
    let down = |last: Rule, next: Rule| {
        let (one, other) = (last.area, next.area);
        let meets = near(one.x0, other.x0)
            && near(last.width, next.width)
            && apart(one.y0, one.y1, other.y0, other.y1) <= gap;
        meets.then(|| Rule { area: Area { x0: one.x0, x1: one.x1, ..one.union(other) }, ..last })
    };
    // A dot belongs to the line that it goes on, whichever way it is wider itself.
    let turned = |rule: Rule, dot: bool, way: bool| {
        if flat(rule) == way { Some(rule) } else { dot.then(|| turn(rule)) }
    };
    let both = |way| Some((turned(last, dots[0], way)?, turned(next, dots[1], way)?));
    let flat_join = both(true).and_then(|(last, next)| across(last, next));
    flat_join.or_else(|| both(false).and_then(|(last, next)| down(last, next)))
}

/// A dot seen as a piece of a line of the other direction.
fn turn(Rule { area, width }: Rule) -> Rule {
    let (x, y, half) = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0, width / 2.0);
    if area.x1 - area.x0 >= area.y1 - area.y0 {
        Rule { area: Area { x0: x, y0: y - half, x1: x, y1: y + half }, width: area.x1 - area.x0 }
    } else {
        Rule { area: Area { x0: x - half, y0: y, x1: x + half, y1: y }, width: area.y1 - area.y0 }
    }
}

/// The one or two pieces (or none) that a cover leaves of a rule; `None` if it does not touch it.
pub(super) fn cut(rule: &Rule, cover: Area) -> Option<[Option<Rule>; 2]> {
    let area = rule.area;
    let across = area.x1 - area.x0 >= area.y1 - area.y0;
    // A rule on the edge of the cover stays visible by half.
    let slack = (rule.width / 2.0).max(0.25) - 0.01;
    let inside = if across {
        cover.y0 + slack <= area.y0 && area.y1 <= cover.y1 - slack
    } else {
        cover.x0 + slack <= area.x0 && area.x1 <= cover.x1 - slack
    };
    let touches = cover.x0 < area.x1 + 0.01
        && area.x0 - 0.01 < cover.x1
        && cover.y0 < area.y1 + 0.01
        && area.y0 - 0.01 < cover.y1;
    if !inside || !touches {
        return None;
    }
    let (before, after) = if across {
        (Area { x1: cover.x0, ..area }, Area { x0: cover.x1, ..area })
    } else {
        (Area { y1: cover.y0, ..area }, Area { y0: cover.y1, ..area })
    };
    let long = |area: Area| area.x1 - area.x0 > 0.5 || area.y1 - area.y0 > 0.5;
    let whole = |area: Area| area.x1 >= area.x0 && area.y1 >= area.y0;
    let piece = |area: Area| (whole(area) && long(area)).then_some(Rule { area, ..*rule });
    let (before, after) = (piece(before), piece(after));
    Some(if before.is_some() { [before, after] } else { [after, None] })
}
