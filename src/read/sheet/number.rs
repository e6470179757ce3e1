//! What a page prints in its margins: its number, its heading; and the numerals of its sections.

use crate::read::numbers::page::margin::HEIGHT;
use crate::read::numbers::sheet::number::{INDENT, LINE};
use crate::read::page::margin::number;
use crate::read::page::{Glyph, Page};

/// What a page prints beside its text.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    /// Its number, and how far down it stands as a share of the height.
    pub(super) number: Option<(u32, f32)>,
    /// Its first line, without white space.
    pub(super) first: String,
    /// The Roman numerals of its sections.
    pub(super) sections: Vec<u32>,
    /// Its largest type.
    pub(super) size: f32,
}

/// A line of text: its middle, its glyphs from left to right.
type Line<'a> = (f32, Vec<&'a Glyph>);

impl Printed {
    /// How far down its number stands, if that is in a margin.
    pub(super) fn margin_number(&self) -> Option<f32> {
        let (_, y) = self.number?;
        (!(HEIGHT..=1.0 - HEIGHT).contains(&y)).then_some(y)
    }
}

/// Reads the margins of a page.
pub(super) fn printed(page: &Page) -> Printed {
    let lines = lines(page);
    let text = |line: Option<&Line>| {
        let glyphs = line.into_iter().flat_map(|(_, glyphs)| glyphs);
        glyphs.map(|glyph| page.text_of(glyph)).collect::<String>()
    };
    let number = |line: Option<&Line>| {
        let number = number::number(text(line).chars())?;
        Some((number.value, line?.0 / page.height))
    };
    Printed {
        number: number(lines.last()).or_else(|| number(lines.first())),
        first: text(lines.first()),
        sections: sections(page, &lines),
        size: page.glyphs.iter().map(|glyph| glyph.size).fold(0.0, f32::max),
    }
}

/// The lines of a page from top to bottom, without white space.
fn lines(page: &Page) -> Vec<Line<'_>> {
    let is_ink = |glyph: &&Glyph| !page.is_white(glyph);
    let middle = |glyph: &Glyph| f32::midpoint(glyph.area.y0, glyph.area.y1);
    let mut glyphs: Vec<&Glyph> = page.glyphs.iter().filter(is_ink).collect();
    glyphs.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.area.x0.total_cmp(&b.area.x0)));
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut().filter(|line| middle(glyph) - line.0 < LINE * glyph.size) {
            Some(line) => line.1.push(glyph),
            None => lines.push((middle(glyph), vec![glyph])),
        }
    }
    for (_, line) in &mut lines {
        line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    }
    lines
}

/// The numerals Ⅰ to Ⅻ that lines at the left edge of the text begin with.
fn sections(page: &Page, lines: &[Line]) -> Vec<u32> {
    let start = |line: &Line| line.1.first().map_or(f32::INFINITY, |glyph| glyph.area.x0);
    let left = lines.iter().map(start).fold(f32::INFINITY, f32::min);
    let numeral = |line: &Line| {
        let glyph = line.1.first().filter(|g| g.area.x0 < left + INDENT * g.size)?;
        let first = page.text_of(glyph).chars().next()?;
        ('\u{2160}'..='\u{216b}').contains(&first).then(|| u32::from(first) - 0x215f)
    };
    lines.iter().filter_map(numeral).collect()
}
