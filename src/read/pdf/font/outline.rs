//! The outlines of an embedded font program, as numbers: two glyphs with the same numbers look the same.

use super::program::table;
use crate::budget;
use crate::read::pdf::file::object::File;
use lopdf::Dictionary;
use read_fonts::FontRead as _;
use read_fonts::ps::cff::CffFontRef;
use read_fonts::ps::charstring::CommandSink;
use read_fonts::tables::glyf::{Glyf, Glyph};
use read_fonts::tables::loca::Loca;
use read_fonts::types::{Fixed, GlyphId};

/// Where a font's head says how many units its em has, and whether the places of its glyphs are long (OpenType, head).
const UNITS: std::ops::Range<usize> = 18..20;
const LONG: std::ops::Range<usize> = 50..52;

/// A glyph may take the library a million operations: the clock is looked at for each.
const GLYPH: usize = 64;

/// The outlines of a program.
pub(super) struct Outlines(Vec<u8>);

impl Outlines {
    /// Those of the program of a font descriptor.
    pub(super) fn load(file: &File, descriptor: &Dictionary) -> Option<Self> {
        let stream = |key: &[u8]| Some(file.decode(file.stream(descriptor, key)?).into_owned());
        let data = stream(b"FontFile2").or_else(|| stream(b"FontFile3"))?;
        budget::take(data.len());
        Some(Self(data))
    }

    /// The outline of a glyph; `None` where it is blank or made of other glyphs.
    pub(super) fn of(&self, glyph: u16) -> Option<Vec<i32>> {
        let glyph = GlyphId::from(glyph);
        budget::steps(GLYPH);
        let drawn = || self.true_type(glyph).or_else(|| self.compact(glyph));
        // A library that gives up in a panic is no worse than one that finds nothing.
        let found = budget::passing(|| budget::rescued(drawn));
        found.flatten().filter(|outline| outline.len() > 1)
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

impl Drop for Outlines {
    fn drop(&mut self) {
        budget::give_back(self.0.len());
    }
}

/// Writes down what a charstring draws.
struct Pen(Vec<i32>);

impl Pen {
    fn write(&mut self, numbers: &[i32]) {
        budget::step();
        budget::take(size_of_val(numbers));
        self.0.extend(numbers);
    }
}

impl CommandSink for Pen {
    fn move_to(&mut self, x: Fixed, y: Fixed) {
        self.write(&[0, x.to_bits(), y.to_bits()]);
    }

    fn line_to(&mut self, x: Fixed, y: Fixed) {
        self.write(&[1, x.to_bits(), y.to_bits()]);
    }

    fn curve_to(&mut self, x0: Fixed, y0: Fixed, x1: Fixed, y1: Fixed, x: Fixed, y: Fixed) {
        self.write(&[2]);
        self.write(&[x0, y0, x1, y1, x, y].map(Fixed::to_bits));
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Over, within};
    use std::panic::AssertUnwindSafe;
    use std::time::Duration;

    #[test]
    fn an_outline_takes_no_more_than_is_left() {
        let drawn = |lines: i32| {
            let mut pen = Pen(Vec::new());
            let draw = || (0..lines).for_each(|_| pen.line_to(Fixed::ONE, Fixed::ONE));
            within(Duration::from_secs(3600), 1000, || budget::rescued(AssertUnwindSafe(draw)))
        };
        assert_eq!((drawn(10), drawn(1000)), (Ok(Some(())), Err(Over::Memory)));
    }
}
