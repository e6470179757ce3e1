//! Runs of a cell, seen along their text.

use crate::read::cell::run::Run;
use crate::read::numbers::cell::bit::HALF;
use crate::read::page::along;
use crate::source::Area;

/// A run seen along its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bit {
    /// Index of the run on its page.
    pub(crate) run: u32,
    /// Its box seen along the text.
    pub(crate) area: Area,
    /// The em.
    pub(crate) size: f32,
    /// It shows something.
    pub(crate) ink: bool,
    /// It begins with the bracket of a box, or the number of an option.
    pub(crate) opens: bool,
    /// It stands for so many lines (see [`super::stack`]).
    pub(crate) count: u32,
    /// The stack that it stands for, counted from 1.
    pub(crate) stack: u32,
}

impl Bit {
    /// The bit of a run. Places that are no number would get lost in comparing: they become 0.
    pub(crate) fn new(index: u32, run: &Run) -> Self {
        let finite = |v: f32| if v.is_finite() { v } else { 0.0 };
        let a = along(run.area, run.direction);
        let area = Area { x0: finite(a.x0), y0: finite(a.y0), x1: finite(a.x1), y1: finite(a.y1) };
        let size = finite(run.size).max(0.1);
        Self { run: index, area, size, ink: run.ink, opens: run.opens, count: 1, stack: 0 }
    }

    /// Half of its height, for telling whether it overlaps another.
    pub(super) fn half(&self) -> f32 {
        if self.count > 1 { HALF * (self.area.y1 - self.area.y0) } else { HALF * self.size }
    }

    /// Half-way between its upper and lower edge.
    pub(crate) fn middle(&self) -> f32 {
        f32::midpoint(self.area.y0, self.area.y1)
    }
}
