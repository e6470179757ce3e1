//! What a page shows: characters with their places and straight lines, in display space.
//!
//! This is what the content interpreter hands to the layout: it knows no operator any more, and no
//! table yet. Display space is in points from the top left corner of the CropBox after `/Rotate`,
//! y growing downwards.

pub(crate) mod apart;
mod aside;
mod color;
pub(crate) mod margin;
pub(crate) mod radical;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod turn;
pub(crate) mod unread;

pub(crate) use aside::{Aside, Asides, Why};
pub(crate) use color::Color;

use crate::source::Area;
use std::borrow::Cow;

/// A page as it is read: the displayed one until something is changed for reading.
pub(crate) type Shared<'a> = Cow<'a, Page>;

/// One page as it is displayed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// 1-based.
    pub(crate) number: u32,
    /// Its place from 0, where the numbers that the pages print prove another order than the file's.
    pub(crate) place: Option<usize>,
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
    /// Filled areas and pictures, in painting order.
    pub(crate) fills: Vec<Fill>,
    /// Text that is in the file but not among the characters above: nobody sees it there as text.
    pub(crate) asides: Vec<Aside>,
    /// Its characters are what recognition has put behind a picture.
    pub(crate) by_ocr: bool,
    /// A stream that was read for it is damaged.
    pub(crate) damaged: bool,
    /// It is there a second time, or its number is not that of its place.
    pub(crate) doubtful: bool,
    /// What annotations strike out.
    pub(crate) strikes: Vec<Area>,
    /// Rings that are drawn on it.
    pub(crate) rings: Vec<Ring>,
    /// Shapes as small as characters.
    pub(crate) outlines: u32,
    /// How far its text was turned to stand upright, clockwise in radians about the page's middle.
    pub(crate) tilt: f32,
    /// What is drawn beside characters and lines, in painting order.
    pub(crate) inks: Vec<Ink>,
    /// The annotations and form fields that are shown, in painting order.
    pub(crate) annotations: Vec<Annotation>,
    /// Number of characters that no map explains; they are U+FFFD in `text`.
    pub(crate) unmapped: u32,
    /// Share of the page that images cover, 0 to 1.
    pub(crate) images: f32,
    /// Number of pixels of all images.
    pub(crate) pixels: f32,
    /// Pixels per inch of the largest image.
    pub(crate) dots: f32,
}

/// One printed character (or ligature) and its place.
#[derive(Clone, Copy, Debug, Default)]
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
    /// Its colour, as it shows on white paper.
    pub(crate) color: Color,
    /// Text render mode (ISO 32000-1, 9.3.6): 0 filled, 1 stroked, 2 both, 3 invisible.
    pub(crate) mode: u8,
    /// When it was painted: over so many of [`Page::fills`], under the others.
    pub(crate) order: u32,
    /// The number of its font in the document, with [`UNPROVED`] where that lies.
    pub(crate) font: u16,
    /// It leans, or belongs to a stamp, a watermark or the running title of the page.
    pub(crate) apart: bool,
    /// How unsure the character is: 0, or up to 1 where it was read from a picture.
    pub(crate) doubt: f32,
}

/// Added to the number of a font whose map lies where nothing proves the character.
pub(crate) const UNPROVED: u16 = 1 << 15;

/// The last number of a font: with [`UNPROVED`] it is still another than that of no font.
const LAST_FONT: u16 = UNPROVED - 2;

/// The number that its glyphs have of the font at this place in the document. Those beyond the last share it.
pub(crate) fn font_number(at: usize) -> u16 {
    u16::try_from(at).map_or(LAST_FONT, |number| number.min(LAST_FONT))
}

impl Page {
    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let areas = self.shades.len() + self.strikes.len() + self.rings.len();
        size_of::<Self>()
            + self.text.len()
            + size_of_val(&*self.glyphs)
            + size_of_val(&*self.rules)
            + size_of_val(&*self.fills)
            + size_of_val(&*self.asides)
            + size_of_val(&*self.inks)
            + areas * size_of::<Ring>()
    }

    /// The text of a character of the page.
    pub(crate) fn text_of(&self, glyph: &Glyph) -> &str {
        self.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default()
    }

    /// Whether a character is white space only.
    pub(crate) fn is_white(&self, glyph: &Glyph) -> bool {
        let bytes = self.text.as_bytes().get(glyph.start as usize..glyph.end as usize);
        // Letters, kana and kanji, most of any text, are known by how their bytes begin: no white space does so.
        match bytes.unwrap_or_default() {
            [b'!'..=b'~' | 0xE4..=0xFF, ..] | [0xE3, 0x81..=0xFF, ..] => false,
            _ => self.text_of(glyph).chars().all(char::is_whitespace),
        }
    }
}

/// A ring, or a frame in a colour of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ring {
    /// The box of it.
    pub(crate) area: Area,
    /// The colour of its line.
    pub(crate) color: Color,
    /// The number of characters painted before it.
    pub(crate) after: usize,
}

/// A filled area or a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fill {
    /// The box of it.
    pub(crate) area: Area,
    /// What it shows.
    pub(crate) look: Look,
    /// It hides all that was painted in its box before.
    pub(crate) covers: bool,
}

/// What a filled area shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// One colour all over.
    Plain(Color),
    /// A picture.
    Picture,
    /// A pattern, or a shape of which only the box is known, or a veil.
    Mixed,
}

/// Which way text runs, as displayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Left to right.
    #[default]
    Right,
    /// Top to bottom (vertical writing, or text turned clockwise).
    Down,
    /// Right to left (turned upside down).
    Left,
    /// Bottom to top (turned anticlockwise).
    Up,
}

/// An area as seen along the text: u grows with the text, v from line to line.
pub(crate) fn along(a: Area, direction: Direction) -> Area {
    match direction {
        Direction::Right => a,
        Direction::Down => Area { x0: a.y0, y0: -a.x1, x1: a.y1, y1: -a.x0 },
        Direction::Left => Area { x0: -a.x1, y0: -a.y1, x1: -a.x0, y1: -a.y0 },
        Direction::Up => Area { x0: -a.y1, y0: a.x0, x1: -a.y0, y1: a.x1 },
    }
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
