//! Fonts whose map lies: characters come out as others of the wrong width.
//!
//! Kana and kanji are as wide as their em; letters are not. A font whose letters are all an em wide maps
//! kana or kanji to letters, whatever the file says.

use super::super::{Aside, Direction, Page, Why};
use std::collections::BTreeMap;

/// A letter is narrower than this, in ems.
const WIDE: f32 = 0.97;
/// So many characters of a font must be wrong before it is said to lie.
const FEWEST: usize = 4;
/// This share of its letters is wrong.
const SHARE: f32 = 0.6;
/// Letters that are an em wide in ordinary fonts.
const BROAD: &str = "WMwm@%—―…‥";

/// Says where characters of lying fonts stand.
pub(super) fn note(page: &mut Page) {
    let mut counts: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    let mut lies = Vec::new();
    let (mut digits, mut wide_digits) = (0usize, 0usize);
    for (at, glyph) in page.glyphs.iter().enumerate() {
        let text = page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
        let mut chars = text.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { continue };
        if c.is_ascii_digit() {
            digits += 1;
            wide_digits += usize::from(glyph.area.x1 - glyph.area.x0 >= WIDE * glyph.size);
        }
        let letter =
            c.is_ascii_graphic() && !c.is_ascii_digit() || matches!(c, '\u{A1}'..='\u{24F}');
        if !letter || BROAD.contains(c) || glyph.direction != Direction::Right || glyph.mode == 3 {
            continue;
        }
        let (all, wide) = counts.entry(glyph.font).or_default();
        *all += 1;
        if glyph.area.x1 - glyph.area.x0 >= WIDE * glyph.size {
            *wide += 1;
            lies.push(at);
        }
    }
    // Without widths everything is an em wide.
    if wide_digits * 2 > digits {
        return;
    }
    let is_lying = |font: u16| {
        counts
            .get(&font)
            .is_some_and(|(all, wide)| *wide >= FEWEST && *wide as f32 >= SHARE * *all as f32)
    };
    lies.retain(|at| page.glyphs.get(*at).is_some_and(|glyph| is_lying(glyph.font)));
    let mut found: Vec<Aside> = Vec::new();
    for at in lies {
        let Some(glyph) = page.glyphs.get(at) else { continue };
        match found.last_mut() {
            Some(last)
                if (last.area.y0 - glyph.area.y0).abs() < 0.5 * glyph.size
                    && glyph.area.x0 >= last.area.x0
                    && glyph.area.x0 - last.area.x1 < 4.0 * glyph.size =>
            {
                last.area = last.area.union(glyph.area);
            }
            _ => found.push(Aside { why: Why::Garbled, area: glyph.area, text: String::new() }),
        }
    }
    page.asides.append(&mut found);
}
