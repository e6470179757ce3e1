//! The points of a path, and the boxes around them.

use crate::source::Area;

/// A filled rectangle thinner than this is a line.
pub(super) const THIN: f32 = 2.5;
/// How far from upright a line may be, in points.
pub(super) const SLANT: f32 = 0.5;

/// The path under construction, in display space.
#[derive(Debug, Default)]
pub(super) struct Path {
    pub(super) points: Vec<Point>,
    /// Where its last part begins, in user space: a line after `h` starts from there.
    pub(super) start: (f32, f32),
    /// The current point in user space.
    pub(super) now: (f32, f32),
    pub(super) clips: bool,
}

/// A corner of a path, or a place that its curves go through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) at: (f32, f32),
    pub(super) step: Step,
}

/// How a point is reached from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Move,
    Line,
    Curve,
    /// A line back to the start.
    Close,
}

/// A part of a path, from where the pen is put down to where it is put down again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'p> {
    pub(super) points: &'p [Point],
    /// The upright box around it.
    pub(super) area: Area,
    /// It is that box.
    pub(super) is_box: bool,
}

impl<'p> Part<'p> {
    fn of(points: &'p [Point]) -> Option<Self> {
        let area = bounds(points)?;
        Some(Self { points, area, is_box: is_box(points, area) })
    }

    /// Its box where it is no more than that.
    pub(super) fn as_box(&self) -> Option<Area> {
        self.is_box.then_some(self.area)
    }

    /// Width and height of its box.
    pub(super) fn size(&self) -> (f32, f32) {
        (self.area.x1 - self.area.x0, self.area.y1 - self.area.y0)
    }
}

/// The parts of a path.
pub(super) fn parts(points: &[Point]) -> Vec<Part<'_>> {
    points.chunk_by(|_, next| next.step != Step::Move).filter_map(Part::of).collect()
}

/// The upright box around all parts of a path.
pub(super) fn extent(parts: &[Part]) -> Option<Area> {
    parts.iter().map(|part| part.area).reduce(Area::union)
}

/// The share of its box that a part of a path fills, 0 to 1; curves are taken for polygons of their points.
pub(super) fn share_of(&Part { points: sub, area, .. }: &Part) -> f32 {
    let next = sub.iter().skip(1).chain(sub.first());
    let twice: f32 = sub
        .iter()
        .zip(next)
        .map(|(one, other)| {
            let ((x0, y0), (x1, y1)) = (one.at, other.at);
            (x0 - area.x0) * (y1 - area.y0) - (x1 - area.x0) * (y0 - area.y0)
        })
        .sum();
    let size = (area.x1 - area.x0) * (area.y1 - area.y0);
    if size > 0.0 { twice.abs() / 2.0 / size } else { 0.0 }
}

/// The upright box around points.
fn bounds(points: &[Point]) -> Option<Area> {
    let first = points.first()?.at;
    let start = Area { x0: first.0, y0: first.1, x1: first.0, y1: first.1 };
    Some(points.iter().fold(start, |area, point| {
        let (x, y) = point.at;
        area.union(Area { x0: x, y0: y, x1: x, y1: y })
    }))
}

/// Whether points are the corners of the upright box around them.
pub(super) fn is_box(sub: &[Point], area: Area) -> bool {
    if sub.len() > 6 || sub.len() < 2 || sub.iter().any(|point| point.step == Step::Curve) {
        return false;
    }
    let near = |a: f32, b: f32| (a - b).abs() < 0.1;
    let corner = |point: &Point| {
        let (x, y) = point.at;
        (near(x, area.x0) || near(x, area.x1)) && (near(y, area.y0) || near(y, area.y1))
    };
    // Three corners make a triangle unless it is too thin to tell.
    let thin = (area.x1 - area.x0).min(area.y1 - area.y0) < 0.2;
    sub.iter().all(corner) && (sub.len() >= 4 || thin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(points: &[(f32, f32)]) -> Vec<Point> {
        let step = |at: usize| if at == 0 { Step::Move } else { Step::Line };
        points.iter().enumerate().map(|(at, point)| Point { at: *point, step: step(at) }).collect()
    }

    fn share_of(points: &[(f32, f32)]) -> f32 {
        parts(&path(points)).first().map_or(0.0, super::share_of)
    }

    fn box_of(points: &[Point]) -> Option<Area> {
        parts(points).first().and_then(Part::as_box)
    }

    #[test]
    fn a_path_has_a_part_for_each_time_the_pen_is_put_down() {
        let square = path(&[(10.0, 10.0), (30.0, 10.0), (30.0, 20.0), (10.0, 20.0)]);
        let line = path(&[(50.0, 0.0), (60.0, 90.0)]);
        let both = [square, line].concat();
        let found = parts(&both);
        let seen: Vec<_> = found.iter().map(|part| (part.points.len(), part.is_box)).collect();
        assert_eq!(seen, [(4, true), (2, false)]);
        let area = extent(&found).unwrap();
        assert_eq!((area.x0, area.y0, area.x1, area.y1), (10.0, 0.0, 60.0, 90.0));
        assert!(extent(&parts(&[])).is_none());
    }

    #[test]
    fn a_square_fills_its_box_and_a_triangle_half_of_it() {
        let square = [(10.0, 10.0), (30.0, 10.0), (30.0, 20.0), (10.0, 20.0)];
        assert!((share_of(&square) - 1.0).abs() < 1e-4);
        assert!((share_of(&square[..3]) - 0.5).abs() < 1e-4);
        assert!(share_of(&[(10.0, 10.0), (30.0, 10.0)]) < 1e-4);
        assert!(share_of(&[]) < 1e-4);
    }

    #[test]
    fn a_box_has_its_corners_only() {
        let corners = [(10.0, 10.0), (30.0, 10.05), (30.0, 20.0), (10.0, 20.0), (10.0, 10.0)];
        let area = box_of(&path(&corners)).unwrap();
        assert_eq!((area.x0, area.y0, area.x1, area.y1), (10.0, 10.0, 30.0, 20.0));
        assert!(box_of(&path(&corners[..3])).is_none(), "a triangle");
        assert!(box_of(&path(&[(10.0, 10.0), (30.0, 10.0), (30.0, 10.1)])).is_some(), "a hair");
        let mut round = path(&corners);
        round[2].step = Step::Curve;
        assert!(box_of(&round).is_none());
        let inner = [(10.0, 10.0), (30.0, 10.0), (20.0, 15.0), (30.0, 20.0), (10.0, 20.0)];
        assert!(box_of(&path(&inner)).is_none());
    }
}
