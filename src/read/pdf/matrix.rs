//! Affine transformations and the rectangles they move.

use crate::source::Area;

/// `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Matrix {
    pub(crate) a: f32,
    pub(crate) b: f32,
    pub(crate) c: f32,
    pub(crate) d: f32,
    pub(crate) e: f32,
    pub(crate) f: f32,
}

impl Matrix {
    /// Changes nothing.
    pub(crate) const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// From the six numbers of a PDF array.
    pub(crate) const fn new([a, b, c, d, e, f]: [f32; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// First `self`, then `next`.
    pub(crate) fn then(self, next: Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// Moves the origin by a vector in the matrix' own space.
    pub(crate) fn moved(self, x: f32, y: f32) -> Self {
        let (e, f) = self.apply(x, y);
        Self { e, f, ..self }
    }

    /// Where a point goes.
    pub(crate) fn apply(self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// Where a vector goes.
    pub(crate) fn vector(self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y, self.b * x + self.d * y)
    }

    /// Whether its numbers are finite and of a size that pages can have.
    pub(crate) fn is_sane(self) -> bool {
        let values = [self.a, self.b, self.c, self.d, self.e, self.f];
        values.iter().all(|value| value.abs() < 1e9)
    }

    /// Whether upright boxes stay so, but for a hair.
    pub(crate) fn is_upright(self) -> bool {
        let straight = |along: f32, across: f32| across.abs() <= 0.01 * along.abs();
        straight(self.a, self.b) && straight(self.d, self.c)
            || straight(self.b, self.a) && straight(self.c, self.d)
    }

    /// How much longer things get on average.
    pub(crate) fn scale(self) -> f32 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }

    /// The upright box around a rectangle.
    pub(crate) fn bounds(self, [x0, y0, x1, y1]: [f32; 4]) -> Area {
        let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| self.apply(x, y));
        around(&corners).unwrap_or(Area { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 })
    }
}

/// The upright box around points.
pub(crate) fn around(points: &[(f32, f32)]) -> Option<Area> {
    let &(x, y) = points.first()?;
    let start = Area { x0: x, y0: y, x1: x, y1: y };
    Some(points.iter().fold(start, |area, &(x, y)| area.union(Area { x0: x, y0: y, x1: x, y1: y })))
}

/// What two areas share; turned inside out where they share nothing.
pub(crate) fn overlap(one: Area, other: Area) -> Area {
    Area {
        x0: one.x0.max(other.x0),
        y0: one.y0.max(other.y0),
        x1: one.x1.min(other.x1),
        y1: one.y1.min(other.y1),
    }
}
