//! What a page shows: characters with their places and straight lines, in display space.
//!
//! This is what the content interpreter hands to the layout: it knows no operator any more, and no
//! table yet. Display space is in points from the top left corner of the CropBox after `/Rotate`,
//! y growing downwards.

pub(crate) mod apart;
pub(crate) mod radical;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod turn;
pub(crate) mod unread;

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
    /// Filled areas and pictures, in painting order.
    pub(crate) fills: Vec<Fill>,
    /// Text that is in the file but not among the characters above: nobody sees it there as text.
    pub(crate) asides: Vec<Aside>,
    /// Its characters are what recognition has put behind a picture.
    pub(crate) by_ocr: bool,
    /// A stream that was read for it is damaged.
    pub(crate) damaged: bool,
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
    /// The number of its font in the document.
    pub(crate) font: u16,
    /// It leans, or belongs to a stamp, a watermark or the running title of the page.
    pub(crate) apart: bool,
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

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Color(pub(crate) [u8; 3]);

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

/// Text set aside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aside {
    /// Why it is not read as text.
    pub(crate) why: Why,
    /// Where it stands.
    pub(crate) area: Area,
    /// The characters; none where they must not be told.
    pub(crate) text: String,
}

/// Why text is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// A light area was painted over it.
    Covered,
    /// A dark area was painted over it.
    BlackedOut,
    /// It has the colour of its ground.
    Unseen,
    /// It is too small to be seen.
    Tiny,
    /// It is struck out.
    Struck,
    /// It was laid over the page, or is small print beside a word: furniture of the page.
    Overlay,
    /// It stays among the characters, but another text stands over it.
    Overprinted,
    /// It stays among the characters, but they are not what is printed.
    Garbled,
}

impl Page {
    /// Takes characters out, each for its reason; whether there are any.
    pub(crate) fn set_aside(&mut self, verdicts: &[Option<Why>]) -> bool {
        if verdicts.iter().all(Option::is_none) {
            return false;
        }
        let old = std::mem::take(&mut self.text);
        let mut asides = Asides::default();
        let mut verdicts = verdicts.iter();
        let text = &mut self.text;
        self.glyphs.retain_mut(|glyph| {
            let chars = old.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
            if let Some(Some(why)) = verdicts.next() {
                asides.add(*why, true, glyph, chars);
                return false;
            }
            glyph.start = text.len() as u32;
            text.push_str(chars);
            glyph.end = text.len() as u32;
            true
        });
        self.asides.append(&mut asides.done);
        true
    }
}

/// Collects what is set aside: characters one after the other are one text.
#[derive(Debug, Default)]
pub(crate) struct Asides {
    /// What has been set aside.
    pub(crate) done: Vec<Aside>,
    /// The last character's box and size.
    last: Option<(Area, f32)>,
}

impl Color {
    /// Black.
    pub(crate) const BLACK: Self = Self([0; 3]);
    /// White.
    pub(crate) const WHITE: Self = Self([255; 3]);

    /// From shares of red, green and blue, 0 to 1.
    pub(crate) fn new(parts: [f32; 3]) -> Self {
        Self(parts.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8))
    }

    /// How light it is, 0 to 1 (weights of ITU-R BT.601).
    pub(crate) fn light(self) -> f32 {
        let [red, green, blue] = self.0.map(f32::from);
        (red * 0.299 + green * 0.587 + blue * 0.114) / 255.0
    }

    /// How it shows on white paper when painted with this opacity.
    pub(crate) fn veiled(self, opacity: f32) -> Self {
        let opacity = opacity.clamp(0.0, 1.0);
        Self(self.0.map(|part| (255.0 - (255.0 - f32::from(part)) * opacity).round() as u8))
    }

    /// Whether it is a colour, not a grey.
    pub(crate) fn is_vivid(self) -> bool {
        let [red, green, blue] = self.0;
        red.max(green).max(blue) - red.min(green).min(blue) >= VIVID
    }

    /// Whether nobody can tell the two apart.
    pub(crate) fn is_like(self, other: Self) -> bool {
        self.0.iter().zip(other.0).all(|(one, other)| one.abs_diff(other) <= SAME)
    }
}

impl Asides {
    /// Sets a character aside. White space alone is nothing.
    pub(crate) fn add(&mut self, why: Why, tell: bool, glyph: &Glyph, text: &str) {
        let blank = text.chars().all(char::is_whitespace);
        let goes_on = self.last.is_some_and(|(area, size)| {
            let apart = (glyph.area.x0 - area.x1).max(area.x0 - glyph.area.x1);
            (glyph.area.y0 - area.y0).abs() < 2.0 * size && apart < 4.0 * size
                || (glyph.area.y0 - area.y1).abs() < size
        });
        let told = if tell { text } else { "" };
        match self.done.last_mut().filter(|last| goes_on && last.why == why) {
            Some(last) => {
                last.text.push_str(told);
                if !blank {
                    last.area = last.area.union(glyph.area);
                }
            }
            None if blank => return,
            None => self.done.push(Aside { why, area: glyph.area, text: told.to_owned() }),
        }
        self.last = Some((glyph.area, glyph.size));
    }
}

/// The parts of a colour differ by at least so much.
const VIVID: u8 = 80;
/// Colours that differ by no more than this in each part look the same.
const SAME: u8 = 8;

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
