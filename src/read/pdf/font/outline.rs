//! The outlines of an embedded font program, as numbers: two glyphs with the same numbers look the same.

use super::program::table;
use crate::read::pdf::file::object::File;
use lopdf::Dictionary;
use read_fonts::FontRead as _;
use read_fonts::ps::cff::CffFontRef;
use read_fonts::ps::charstring::CommandSink;
use read_fonts::tables::glyf::{Glyf, Glyph};
use read_fonts::tables::loca::Loca;
use read_fonts::types::{Fixed, GlyphId};
use std::panic::catch_unwind;

/// Where a font's head says how many units its em has, and whether the places of its glyphs are long (OpenType, head).
const UNITS: std::ops::Range<usize> = 18..20;
const LONG: std::ops::Range<usize> = 50..52;

/// The outlines of a program.
pub(super) struct Outlines(Vec<u8>);

impl Outlines {
    /// Those of the program of a font descriptor.
    pub(super) fn load(file: &File, descriptor: &Dictionary) -> Option<Self> {
        let stream = |key: &[u8]| Some(file.decode(file.stream(descriptor, key)?).into_owned());
        stream(b"FontFile2").or_else(|| stream(b"FontFile3")).map(Self)
    }

    /// The outline of a glyph; `None` where it is blank or made of other glyphs.
    pub(super) fn of(&self, glyph: u16) -> Option<Vec<i32>> {
        let glyph = GlyphId::from(glyph);
        // A library that gives up in a panic is no worse than one that finds nothing.
        let found = catch_unwind(|| self.true_type(glyph).or_else(|| self.compact(glyph)));
        found.ok().flatten().filter(|outline| outline.len() > 1)
    }

    fn true_type(&self, glyph: GlyphId) -> Option<Vec<i32>> {
        let head = table(&self.0, b"head")?;
        let number = |range: std::ops::Range<usize>| {
            Some(i16::from_be_bytes(head.get(range)?.try_into().ok()?))
        };
        let loca = Loca::read(table(&self.0, b"loca")?.into(), number(LONG)? != 0).ok()?;
        let glyf = Glyf::read(table(&self.0, b"glyf")?.into()).ok()?;
        let Glyph::Simple(simple) = loca.get(glyph, &glyf)?.into_glyph()? else { return None };
        let mut outline = vec![i32::from(number(UNITS)?)];
        outline.extend(simple.end_pts_of_contours().iter().map(|end| i32::from(end.get())));
        for point in simple.points() {
            outline.extend([i32::from(point.x), i32::from(point.y), i32::from(point.on_curve)]);
        }
        Some(outline)
    }

    fn compact(&self, glyph: GlyphId) -> Option<Vec<i32>> {
        let data = table(&self.0, b"CFF ").unwrap_or(&self.0);
        let font = CffFontRef::new_cff(data, 0, None).ok()?;
        let part = font.subfont(font.subfont_index(glyph)?, &[]).ok()?;
        let mut pen = Pen(vec![font.upem()]);
        font.evaluate_charstring(&part, glyph, &[], &mut pen).ok()?;
        Some(pen.0)
    }
}

/// Writes down what a charstring draws.
struct Pen(Vec<i32>);

impl CommandSink for Pen {
    fn move_to(&mut self, x: Fixed, y: Fixed) {
        self.0.extend([0, x.to_bits(), y.to_bits()]);
    }

    fn line_to(&mut self, x: Fixed, y: Fixed) {
        self.0.extend([1, x.to_bits(), y.to_bits()]);
    }

    fn curve_to(&mut self, x0: Fixed, y0: Fixed, x1: Fixed, y1: Fixed, x: Fixed, y: Fixed) {
        let places = [x0, y0, x1, y1, x, y].map(Fixed::to_bits);
        self.0.push(2);
        self.0.extend(places);
    }

    fn close(&mut self) {}
}
