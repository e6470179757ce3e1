//! Pages made by hand, for tests.

use super::{Color, Direction, Glyph, Ink, Page, Ring, Rule};
use crate::source::Area;

/// A page in the making.
pub(crate) struct Sample(Page, Color);

impl Sample {
    /// An empty page.
    pub(crate) fn new(width: f32, height: f32) -> Self {
        Self(Page { number: 1, width, height, ..Page::default() }, Color::BLACK)
    }

    /// A page that goes on.
    pub(crate) fn of(page: Page) -> Self {
        Self(page, Color::BLACK)
    }

    /// Gives it a number.
    pub(crate) fn number(mut self, number: u32) -> Self {
        self.0.number = number;
        self
    }

    /// The colour of what follows.
    pub(crate) fn colored(mut self, color: Color) -> Self {
        self.1 = color;
        self
    }

    /// A ring.
    pub(crate) fn ring(mut self, area: Area, color: Color) -> Self {
        self.0.rings.push(Ring { area, color, after: self.0.glyphs.len() });
        self
    }

    /// A straight line.
    pub(crate) fn rule(mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        self.0.rules.push(Rule { area: Area { x0, y0, x1, y1 }, width: 0.5 });
        self
    }

    /// All lines of a grid.
    pub(crate) fn grid(mut self, xs: &[f32], ys: &[f32]) -> Self {
        let (x0, x1) = (xs[0], xs[xs.len() - 1]);
        let (y0, y1) = (ys[0], ys[ys.len() - 1]);
        for y in ys {
            self = self.rule(x0, *y, x1, *y);
        }
        for x in xs {
            self = self.rule(*x, y0, *x, y1);
        }
        self
    }

    /// Drawn ink.
    pub(crate) fn ink(mut self, ink: Ink) -> Self {
        self.0.inks.push(ink);
        self
    }

    /// Text from its top left corner; ASCII is half as wide.
    pub(crate) fn text(self, x: f32, y: f32, size: f32, text: &str) -> Self {
        self.turned(x, y, size, text, Direction::Right)
    }

    /// Text in a direction from the corner where it starts.
    pub(crate) fn turned(
        mut self,
        x: f32,
        y: f32,
        size: f32,
        text: &str,
        direction: Direction,
    ) -> Self {
        let mut at = 0.0;
        for c in text.chars() {
            let start = u32::try_from(self.0.text.len()).unwrap();
            self.0.text.push(c);
            let end = u32::try_from(self.0.text.len()).unwrap();
            let width = if c.is_ascii() { size / 2.0 } else { size };
            let area = match direction {
                Direction::Right => Area { x0: x + at, y0: y, x1: x + at + width, y1: y + size },
                Direction::Left => Area { x0: x - at - width, y0: y, x1: x - at, y1: y + size },
                Direction::Down => Area { x0: x, y0: y + at, x1: x + size, y1: y + at + width },
                Direction::Up => Area { x0: x, y0: y - at - width, x1: x + size, y1: y - at },
            };
            let color = self.1;
            let glyph = Glyph { start, end, area, size, direction, color, ..Glyph::default() };
            self.0.glyphs.push(glyph);
            at += width;
        }
        self
    }

    /// The page.
    pub(crate) fn page(self) -> Page {
        self.0
    }
}
