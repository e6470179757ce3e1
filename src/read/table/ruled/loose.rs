//! Frames of straight lines drawn by hand around an option, whose lines run into those of the table.
//!
//! What stands clear of the table's lines is found among its tables ([`frames`](super::framed::frames)). What
//! touches them would cut its cells: it is known by its corners, at which nothing else ends.

use super::framed::{option_in, options};
use crate::read::numbers::ruled::loose::{APART, AROUND, BEFORE, HIGH, LINE, MEETS, SIDE};
use crate::read::numbers::ruled::touch::TOUCH;
use crate::read::page::{Glyph, Ink, InkKind, Page, Rule};
use crate::source::Area;

/// Takes the frames around options that touch other lines out of the lines of a page, and gives them as rings.
pub(crate) fn loose(page: &Page) -> Option<(Vec<Rule>, Vec<Ink>)> {
    let (mut gone, mut rings) = (Vec::new(), Vec::new());
    for number in options(page) {
        let Some(frame) = frame(page, number) else { continue };
        let inside = |glyph: &&Glyph| holds(frame, glyph.area) && !page.is_white(glyph);
        let text = page.glyphs.iter().filter(inside).map(|glyph| glyph.area).reduce(Area::union);
        // Around several lines it is a frame only if nothing is near its corners.
        let is_frame = |text: &Area| {
            let part = Area { y0: text.y0, y1: text.y1, ..frame };
            match text.y1 - text.y0 <= LINE * number.size {
                true => option_in(page, part).is_some(),
                false => corners_met(page, frame, APART) == 0,
            }
        };
        let Some(text) = text.filter(is_frame) else { continue };
        let (x, y) = (AROUND * number.size, AROUND * number.size / 2.0);
        let area = Area { x0: text.x0 - x, y0: text.y0 - y, x1: text.x1 + x, y1: text.y1 + y };
        let (kind, order) = (InkKind::Ring, u32::MAX);
        rings.push(Ink { kind, area, order, color: [0; 3], opacity: 1.0 });
        gone.extend(sides(frame));
    }
    let rest = || page.rules.iter().filter(|rule| !gone.iter().any(|side| same(*side, rule.area)));
    (!rings.is_empty()).then(|| (rest().copied().collect(), rings))
}

/// The smallest frame around an option that touches other lines and has corners of its own. Its right side may lie
/// on a border.
fn frame(page: &Page, number: &Glyph) -> Option<Area> {
    let (a, size) = (number.area, number.size);
    let middle = f32::midpoint(a.y0, a.y1);
    let upright = || page.rules.iter().map(|rule| rule.area).filter(|a| a.x1 - a.x0 < MEETS);
    let is_left = |side: &Area| {
        side.y0 < middle
            && middle < side.y1
            && side.y1 - side.y0 <= HIGH * size
            && (a.x0 - BEFORE * size..a.x0 + 1.0).contains(&side.x0)
    };
    let mut left: Vec<Area> = upright().filter(is_left).collect();
    left.sort_by(|one, other| other.x0.total_cmp(&one.x0));
    if left.is_empty() {
        return None;
    }
    let level: Vec<Area> =
        page.rules.iter().map(|rule| rule.area).filter(|a| a.y1 - a.y0 < MEETS).collect();
    let closed = |top: &Area, bottom: &Area| {
        let is_right = |side: Area| {
            let below = side.y0 <= top.y0 + SIDE && bottom.y0 - SIDE <= side.y1;
            (side.x0 - top.x1).abs() <= SIDE && below
        };
        (top.x1 - bottom.x1).abs() <= SIDE && a.x1 < top.x1 && upright().any(is_right)
    };
    left.iter().find_map(|side| {
        let from = |y: f32| {
            let starts = move |line: &&Area| {
                (line.x0 - side.x0).abs() <= SIDE && (line.y0 - y).abs() <= SIDE
            };
            level.iter().filter(starts)
        };
        let pairs = from(side.y0).flat_map(|top| from(side.y1).map(move |bottom| (top, bottom)));
        let frames = pairs.filter(|(top, bottom)| closed(top, bottom));
        let mut frames = frames.map(|(top, _)| Area { x1: top.x1, ..*side });
        frames.find(|frame| is_loose(page, *frame))
    })
}

/// Whether other lines touch a frame, but do not end at its corners.
fn is_loose(page: &Page, frame: Area) -> bool {
    let touches = |area: Area| sides(frame).iter().any(|side| touch(*side, area));
    others(page, frame).any(touches) && corners_met(page, frame, MEETS) < 2
}

/// The lines of a page that are not the sides of a frame.
fn others(page: &Page, frame: Area) -> impl Iterator<Item = Area> {
    let rules = page.rules.iter().map(|rule| rule.area);
    rules.filter(move |area| !sides(frame).iter().any(|side| same(*side, *area)))
}

/// At how many corners of a frame, or so near to them, other lines end.
fn corners_met(page: &Page, frame: Area, near: f32) -> usize {
    let Area { x0, y0, x1, y1 } = frame;
    let at = |(x, y): (f32, f32), (v, w): (f32, f32)| (x - v).abs() < near && (y - w).abs() < near;
    let ends = |corner: &(f32, f32)| {
        let mut others = others(page, frame);
        others.any(|area| at(*corner, (area.x0, area.y0)) || at(*corner, (area.x1, area.y1)))
    };
    [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].iter().filter(|corner| ends(corner)).count()
}

/// The sides of a frame: top, bottom, left, right.
fn sides(frame: Area) -> [Area; 4] {
    [
        Area { y1: frame.y0, ..frame },
        Area { y0: frame.y1, ..frame },
        Area { x1: frame.x0, ..frame },
        Area { x0: frame.x1, ..frame },
    ]
}

fn same(one: Area, other: Area) -> bool {
    [one.x0 - other.x0, one.y0 - other.y0, one.x1 - other.x1, one.y1 - other.y1]
        .iter()
        .all(|apart| apart.abs() <= SIDE)
}

fn touch(one: Area, other: Area) -> bool {
    one.x0 <= other.x1 + TOUCH
        && other.x0 <= one.x1 + TOUCH
        && one.y0 <= other.y1 + TOUCH
        && other.y0 <= one.y1 + TOUCH
}

/// Whether the middle of a character is in a frame.
fn holds(frame: Area, glyph: Area) -> bool {
    let (x, y) = (f32::midpoint(glyph.x0, glyph.x1), f32::midpoint(glyph.y0, glyph.y1));
    (frame.x0..=frame.x1).contains(&x) && (frame.y0..=frame.y1).contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::sample::Sample;

    /// A cell with two options.
    fn cell() -> Sample {
        Sample::new(300.0, 100.0)
            .grid(&[10.0, 100.0, 290.0], &[10.0, 40.0])
            .text(110.0, 20.0, 10.0, "1)有")
            .text(180.0, 20.0, 10.0, "2)無")
    }

    #[test]
    fn the_right_side_of_a_frame_may_lie_on_a_border() {
        let page = framed(cell(), Area { x0: 176.0, y0: 17.0, x1: 290.0, y1: 33.0 });
        let is_own = |rule: &&Rule| rule.area.x0 < 289.0 || rule.area.y1 - rule.area.y0 > 20.0;
        let rules: Vec<Rule> = page.rules.iter().filter(is_own).copied().collect();
        assert_eq!(rules.len() + 1, page.rules.len());
        assert_eq!(
            loose(&Page { rules, ..page }).map(|(rules, rings)| (rules.len(), rings.len())),
            Some((5, 1))
        );
    }

    fn framed(page: Sample, frame: Area) -> Page {
        let page = sides(frame).into_iter().fold(page, |page, a| page.rule(a.x0, a.y0, a.x1, a.y1));
        page.page()
    }

    #[test]
    fn a_frame_that_runs_into_a_border_is_a_ring_around_its_option() {
        for (x1, y1) in [(215.0, 40.0), (215.0, 42.5), (290.0, 33.0), (292.5, 33.0), (215.0, 39.0)]
        {
            let page = framed(cell(), Area { x0: 176.0, y0: 17.0, x1, y1 });
            let (rules, rings) = loose(&page).unwrap();
            assert_eq!(rules.len(), page.rules.len() - 4, "{x1} {y1}");
            let [ring] = rings[..] else { panic!("{rings:?}") };
            assert!(ring.area.x0 < 180.0 && ring.area.x1 < 220.0 && ring.area.y1 < 35.0);
        }
    }

    #[test]
    fn a_frame_clear_of_all_lines_and_cells_drawn_one_by_one_stay() {
        let clear = framed(cell(), Area { x0: 176.0, y0: 17.0, x1: 215.0, y1: 33.0 });
        assert!(loose(&clear).is_none());
        let cells = framed(cell(), Area { x0: 100.0, y0: 10.0, x1: 170.0, y1: 32.0 });
        let next = Area { x0: 170.0, y0: 10.0, x1: 290.0, y1: 32.0 };
        let rules = sides(next).map(|area| Rule { area, width: 0.5 });
        let cells = Page { rules: cells.rules.into_iter().chain(rules).collect(), ..cells };
        assert!(loose(&cells).is_none());
    }
}
