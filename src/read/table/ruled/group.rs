//! Boxes and shaded areas that meet.

use super::grid::Sides;
use super::segment::Segment;
use crate::read::numbers::ruled::group::SHORT;
use crate::source::Area;

/// The area of a horizontal line, with enough height to meet something.
pub(crate) fn along(line: &Segment) -> Area {
    Area { x0: line.from, x1: line.to, y0: line.at - SHORT, y1: line.at + SHORT }
}

/// Whether two areas overlap, or come as close as `white`.
pub(crate) fn meets(a: &Area, b: &Area, white: f32) -> bool {
    a.x0 < b.x1 + white && b.x0 < a.x1 + white && a.y0 < b.y1 + white && b.y0 < a.y1 + white
}

/// A box, or a shaded area.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boxed {
    /// What it covers.
    pub(crate) area: Area,
    /// Which of its sides are drawn.
    pub(crate) sides: Sides,
}

/// Boxes that meet.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// What they cover.
    pub(crate) area: Area,
    /// Some have a box or a line on their side.
    pub(crate) wide: bool,
    /// They are shaded rows, with white ones between them.
    pub(crate) striped: bool,
    /// They themselves.
    pub(crate) boxes: Vec<Boxed>,
}

impl Group {
    /// Takes another in.
    pub(crate) fn add(&mut self, mut other: Self) {
        self.boxes.append(&mut other.boxes);
        self.area = self.area.union(other.area);
        self.wide |= other.wide;
    }
}
