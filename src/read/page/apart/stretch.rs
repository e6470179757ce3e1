//! Stretches: characters of one look, painted one after the other on one line.

use super::super::{Color, Direction, Glyph, Page, along};
use crate::read::numbers::apart::stretch::{GAP, SAME_FOOT, SAME_SIZE};
use crate::source::Area;
use std::collections::BTreeMap;

/// Characters of one size and colour on one line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// Its first character.
    pub(super) first: usize,
    /// The character after its last.
    pub(super) last: usize,
    /// The box of what it shows.
    pub(super) area: Area,
    /// The em in points.
    pub(super) size: f32,
    /// Which way it runs.
    pub(super) direction: Direction,
    /// Its colour.
    pub(super) color: Color,
    /// It leans, or belongs to a stamp or a watermark.
    pub(super) apart: bool,
}

impl Stretch {
    /// Its characters.
    pub(super) fn text<'a>(&self, page: &'a Page) -> &'a str {
        let glyphs = page.glyphs.get(self.first..self.last).unwrap_or_default();
        match (glyphs.first(), glyphs.last()) {
            (Some(first), Some(last)) => {
                page.text.get(first.start as usize..last.end as usize).unwrap_or_default()
            }
            _ => "",
        }
    }
}

/// The stretches of a page that show something, in painting order.
pub(super) fn stretches(page: &Page) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    let mut open: Option<(Stretch, Area)> = None;
    for (at, glyph) in page.glyphs.iter().enumerate() {
        let blank = page.is_white(glyph);
        match &mut open {
            Some((stretch, end)) if goes_on(stretch, *end, glyph) => {
                stretch.last = at + 1;
                *end = glyph.area;
                if !blank {
                    stretch.area = stretch.area.union(glyph.area);
                }
            }
            _ if blank => {}
            _ => {
                all.extend(open.take().map(|(stretch, _)| stretch));
                let Glyph { area, size, direction, color, apart, .. } = *glyph;
                let stretch =
                    Stretch { first: at, last: at + 1, area, size, direction, color, apart };
                open = Some((stretch, area));
            }
        }
    }
    all.extend(open.map(|(stretch, _)| stretch));
    all
}

fn goes_on(stretch: &Stretch, end: Area, glyph: &Glyph) -> bool {
    let (one, next) = (along(end, stretch.direction), along(glyph.area, stretch.direction));
    let em = stretch.size.max(0.1);
    stretch.direction == glyph.direction
        && stretch.color == glyph.color
        && stretch.apart == glyph.apart
        && (stretch.size - glyph.size).abs() < SAME_SIZE * em
        && (one.y1 - next.y1).abs() < SAME_FOOT * em
        && (-em..GAP * em).contains(&(next.x0 - one.x1))
}

/// What most of a page's text looks like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    /// The em in points.
    pub(super) size: f32,
    /// The colour.
    pub(super) color: Color,
}

impl Body {
    /// The look that most characters have.
    pub(super) fn of(page: &Page, stretches: &[Stretch]) -> Self {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        let mut colors: BTreeMap<[u8; 3], usize> = BTreeMap::new();
        for stretch in stretches {
            let count = stretch.last - stretch.first;
            *sizes.entry((stretch.size * 10.0).round().max(0.0) as u32).or_default() += count;
            *colors.entry(stretch.color.0).or_default() += count;
        }
        let half = page.glyphs.len() / 2;
        let mut seen = 0;
        let middle = sizes.iter().find(|(_, count)| {
            seen += **count;
            seen >= half
        });
        let size = middle.map_or(0.0, |(size, _)| *size as f32 / 10.0);
        let color = colors.iter().max_by_key(|(_, count)| **count).map(|(color, _)| Color(*color));
        Self { size, color: color.unwrap_or_default() }
    }
}
