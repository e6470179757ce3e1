//! Pictures on a page: what they cover, and those that are lines.

use super::image::Image;
use super::interpreter::Interpreter;
use super::outline::THIN;
use crate::read::page::{Look, Rule};
use crate::read::pdf::matrix::overlap;
use crate::source::Area;

/// A picture as thin as a line is one if it is so many times longer than a line is wide.
const LONG: f32 = 4.0;

impl Interpreter<'_, '_> {
    /// A picture fills the unit square.
    pub(super) fn image(&mut self, Image { pixels, stencil, paints, masked }: Image) {
        if self.marks.hidden() || paints == Some(false) {
            return;
        }
        let whole = self.state.matrix.bounds([0.0, 0.0, 1.0, 1.0]);
        self.canvas.pixels(whole, pixels);
        let area = overlap(whole, self.state.clip);
        self.canvas.image(area, self.state.fill.alpha);
        let solid = self.state.matrix.is_upright() && self.state.hides(self.state.fill) && !masked;
        // A stencil of one painted pixel is an area of one colour; what others leave open is not known.
        let color = self.state.fill.color.filter(|_| solid && paints == Some(true));
        let look = color.map_or(Look::Picture, Look::Plain);
        let covers = color.is_some() || solid && !stencil;
        self.canvas.fill(area, look, covers);
        if covers {
            self.thin(area);
        }
    }

    /// A picture as thin as a line is one.
    fn thin(&mut self, area: Area) {
        let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
        let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
        if width.min(height) < THIN && width.max(height) > LONG * THIN {
            let line = if width >= height {
                Area { y0: y, y1: y, ..area }
            } else {
                Area { x0: x, x1: x, ..area }
            };
            self.canvas.rule(Rule { area: line, width: width.min(height) }, self.state.clip);
        }
    }
}
