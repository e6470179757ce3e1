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
    /// What is drawn beside characters and lines, in painting order.
    pub(crate) inks: Vec<Ink>,
    /// The annotations and form fields that are shown, in painting order.
    pub(crate) annotations: Vec<Annotation>,
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

/// Something drawn that is neither a character nor a line of a table: a tick, a ring, a patch, a
/// picture. What pieces of one path touch each other is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ink {
    /// What it looks like.
    pub(crate) kind: InkKind,
    /// The box of what is visible of it.
    pub(crate) area: Area,
    /// What has a higher number is painted over it.
    pub(crate) order: u32,
    /// Red, green and blue; a picture counts as black.
    pub(crate) color: [u8; 3],
    /// 1 hides what is below, 0 shows nothing.
    pub(crate) opacity: f32,
}

/// What drawn ink looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InkKind {
    /// An outline that goes around its middle and leaves it free: a circle, a rounded frame.
    Ring,
    /// Another path that is only stroked, such as a tick.
    Stroke,
    /// A filled path, such as the outline of a character.
    Fill,
    /// A filled rectangle.
    Patch,
    /// An image.
    Picture,
}

/// An annotation or form field, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Annotation {
    /// Its subtype.
    pub(crate) kind: AnnotationKind,
    /// Its rectangle.
    pub(crate) area: Area,
    /// What it paints has numbers above this one …
    pub(crate) after: u32,
    /// … up to this one.
    pub(crate) until: u32,
}

/// The subtypes of annotations that matter here (ISO 32000-2, table 171).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnnotationKind {
    /// Text written on the page.
    FreeText,
    /// Marks over text: `Highlight`, `Underline`, `Squiggly`.
    Markup,
    /// Text that is struck out.
    StrikeOut,
    /// A drawing: `Ink`, `Circle`, `Square`, `Polygon`, `PolyLine`, `Line`.
    Drawing,
    /// A rubber stamp.
    Stamp,
    /// A form field.
    Field,
    /// The field of a signature.
    Signature,
    /// Any other.
    Other,
}
