//! What a path draws beside straight lines: ticks, rings, patches, outlines of characters.

use super::outline::{Part, Point, SLANT, Step, THIN};
use crate::read::page::InkKind;
use crate::source::Area;

/// Parts of a path that come closer to each other than this, in points, are one shape.
const TOUCH: f32 = 0.5;
/// A ring goes around its middle by at least so many degrees: a pen does not always come back.
const AROUND: f32 = 300.0;
/// From point to point it turns by at most so many degrees: three corners make a ring still.
const STEP: f32 = 150.0;
/// No point of a ring comes closer to its middle, as a share of its half width and half height.
const FREE: f32 = 0.55;
/// The hole of a filled ring is at least so wide and high, as a share of the whole.
const HOLE: f32 = 0.55;

/// The shapes of a path, each with its box; straight upright lines and thin bars are none.
pub(super) fn shapes(parts: &[Part], filled: bool) -> Vec<(InkKind, Area)> {
    let mut shapes: Vec<Shape> = Vec::new();
    for part in parts {
        let Some(shape) = Shape::new(part, filled) else { continue };
        match shapes.last_mut().filter(|last| last.touches(shape.area)) {
            Some(last) => last.add(&shape),
            None => shapes.push(shape),
        }
    }
    shapes.into_iter().map(|shape| (shape.kind(filled), shape.area)).collect()
}

/// One or several parts of a path.
struct Shape {
    area: Area,
    /// The smallest part.
    least: Area,
    /// All its parts are outlines around their middle.
    rings: bool,
    patch: bool,
    parts: u32,
}

impl Shape {
    fn new(part: &Part, filled: bool) -> Option<Self> {
        let &Part { points, area, is_box: patch } = part;
        let (width, height) = part.size();
        let bar = filled && width.min(height) < THIN;
        if bar || !filled && (patch || is_upright(points)) {
            return None;
        }
        Some(Self { area, least: area, rings: is_ring(points, area), patch, parts: 1 })
    }

    fn touches(&self, other: Area) -> bool {
        let one = self.area;
        one.x0 <= other.x1 + TOUCH
            && other.x0 <= one.x1 + TOUCH
            && one.y0 <= other.y1 + TOUCH
            && other.y0 <= one.y1 + TOUCH
    }

    fn add(&mut self, other: &Self) {
        let size = |area: Area| (area.x1 - area.x0) * (area.y1 - area.y0);
        self.area = self.area.union(other.area);
        if size(other.area) < size(self.least) {
            self.least = other.area;
        }
        self.rings &= other.rings;
        self.patch = false;
        self.parts += 1;
    }

    fn kind(&self, filled: bool) -> InkKind {
        let (all, least) = (self.area, self.least);
        let hollow = least.x1 - least.x0 >= HOLE * (all.x1 - all.x0)
            && least.y1 - least.y0 >= HOLE * (all.y1 - all.y0);
        match (filled, self.rings && hollow && (!filled || self.parts > 1)) {
            (_, true) => InkKind::Ring,
            (true, _) if self.patch => InkKind::Patch,
            (true, _) => InkKind::Fill,
            (false, _) => InkKind::Stroke,
        }
    }
}

/// Whether a part of a path has upright and level lines only.
fn is_upright(part: &[Point]) -> bool {
    part.windows(2).all(|pair| match pair {
        [from, to] => {
            let (dx, dy) = ((to.at.0 - from.at.0).abs(), (to.at.1 - from.at.1).abs());
            to.step != Step::Curve && dx.min(dy) <= SLANT.min(0.05 * dx.max(dy))
        }
        _ => true,
    })
}

/// Whether an outline goes around the middle of its box and nowhere near it.
fn is_ring(part: &[Point], area: Area) -> bool {
    let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
    let (width, height) = ((area.x1 - area.x0) / 2.0, (area.y1 - area.y0) / 2.0);
    let from_middle = |point: &Point| ((point.at.0 - x) / width, (point.at.1 - y) / height);
    let mut turned = 0.0f32;
    let mut last: Option<f32> = None;
    for (dx, dy) in part.iter().map(from_middle) {
        let far = dx.hypot(dy);
        if far.is_nan() || far < FREE {
            return false;
        }
        let angle = dy.atan2(dx).to_degrees();
        if let Some(last) = last {
            let step = (angle - last + 540.0).rem_euclid(360.0) - 180.0;
            // A wave goes from side to side.
            if step.abs() > STEP {
                return false;
            }
            turned += step;
        }
        last = Some(angle);
    }
    turned.abs() >= AROUND
}

#[cfg(test)]
mod tests {
    use super::super::outline::parts;
    use super::*;

    fn path(steps: &[(Step, f32, f32)]) -> Vec<Point> {
        steps.iter().map(|&(step, x, y)| Point { at: (x, y), step }).collect()
    }

    fn circle(radius: f32, arc: f32) -> Vec<Point> {
        let at = |i: u8| {
            let angle = (f32::from(i) * arc / 16.0).to_radians();
            let step = if i == 0 { Step::Move } else { Step::Curve };
            (step, 50.0 + 2.0 * radius * angle.cos(), 50.0 + radius * angle.sin())
        };
        path(&(0..=16).map(at).collect::<Vec<_>>())
    }

    fn kinds(points: &[Point], filled: bool) -> Vec<InkKind> {
        shapes(&parts(points), filled).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn an_outline_around_its_middle_is_a_ring() {
        assert_eq!(kinds(&circle(8.0, 360.0), false), [InkKind::Ring]);
        assert_eq!(kinds(&circle(8.0, 310.0), false), [InkKind::Ring]);
        assert_eq!(kinds(&circle(8.0, 180.0), false), [InkKind::Stroke]);
        assert_eq!(kinds(&circle(8.0, 360.0), true), [InkKind::Fill]);
        let filled = [circle(8.0, 360.0), circle(7.0, 360.0)].concat();
        assert_eq!(kinds(&filled, true), [InkKind::Ring]);
        assert_eq!(
            kinds(&[circle(8.0, 360.0), circle(2.0, 360.0)].concat(), true),
            [InkKind::Fill]
        );
    }

    #[test]
    fn lines_of_tables_are_no_ink() {
        let line = path(&[(Step::Move, 0.0, 0.0), (Step::Line, 90.0, 0.0)]);
        assert!(kinds(&line, false).is_empty());
        let tick = path(&[(Step::Move, 0.0, 5.0), (Step::Line, 3.0, 9.0), (Step::Line, 9.0, 0.0)]);
        assert_eq!(kinds(&tick, false), [InkKind::Stroke]);
        let corners = [(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0)];
        let steps =
            corners.map(|(x, y)| (if x + y == 0.0 { Step::Move } else { Step::Line }, x, y));
        assert_eq!(kinds(&path(&steps), true), [InkKind::Patch]);
    }
}
