//! What a page shows: characters with their places and straight lines, in display space.
//!
//! This is what the content interpreter hands to the layout: it knows no operator any more, and no
//! table yet. Display space is in points from the top left corner of the CropBox after `/Rotate`,
//! y growing downwards.

pub(crate) mod radical;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod turn;

use crate::source::Area;

/// One page as it is displayed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// 1-based.
    pub(crate) number: u32,
    /// Width in points.
    pub(crate) width: f32,
    /// Height in points.
    pub(crate) height: f32,
    /// The printed characters of all glyphs, in painting order, as the fonts give them.
    pub(crate) text: String,
    /// The glyphs in painting order.
    pub(crate) glyphs: Vec<Glyph>,
    /// The visible straight lines: strokes, edges of stroked rectangles, thin filled rectangles;
    /// what a later opaque white fill covers is cut away.
    pub(crate) rules: Vec<Rule>,
    /// Shaded areas: filled rectangles that are neither lines nor white.
    pub(crate) shades: Vec<Area>,
    /// Number of characters that no map explains; they are U+FFFD in `text`.
    pub(crate) unmapped: u32,
    /// Share of the page that images cover, 0 to 1.
    pub(crate) images: f32,
}

/// One printed character (or ligature) and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    /// First byte in [`Page::text`].
    pub(crate) start: u32,
    /// Byte after the last in [`Page::text`].
    pub(crate) end: u32,
    /// The advance box: origin to advance, ascent to descent of the em.
    pub(crate) area: Area,
    /// Size of the em in points, as displayed.
    pub(crate) size: f32,
    /// Which way the text runs.
    pub(crate) direction: Direction,
}

/// Which way text runs, as displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Left to right.
    Right,
    /// Top to bottom (vertical writing, or text turned clockwise).
    Down,
    /// Right to left (turned upside down).
    Left,
    /// Bottom to top (turned anticlockwise).
    Up,
}

/// A straight line, horizontal or vertical; its area has no width or height to speak of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    /// Along its length, on its middle line.
    pub(crate) area: Area,
    /// Thickness in points.
    pub(crate) width: f32,
}
