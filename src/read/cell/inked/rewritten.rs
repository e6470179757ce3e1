//! The page with what was found put in.

use super::Added;
use crate::read::page::{Direction, Glyph, Ink, Page};
use crate::source::Area;
use std::collections::BTreeMap;

/// The page with the glyphs `moved` behind others, with what is added, and with circles as rings.
pub(super) fn rewritten(
    page: &Page,
    added: &[Added],
    moved: &BTreeMap<usize, (usize, Area)>,
    circles: BTreeMap<usize, Ink>,
) -> Page {
    let mut page = page.clone();
    let mut behind: BTreeMap<usize, Vec<Glyph>> = BTreeMap::new();
    for (at, (open, area)) in moved {
        let glyph = page.glyphs.get(*at).map(|glyph| Glyph { area: *area, ..*glyph });
        behind.entry(*open).or_default().extend(glyph);
    }
    let mut last = Vec::new();
    for Added { mark, area, size, open } in added {
        let start = u32::try_from(page.text.len()).unwrap_or(u32::MAX);
        page.text.push(*mark);
        let end = u32::try_from(page.text.len()).unwrap_or(u32::MAX);
        let (area, size, direction) = (*area, *size, Direction::Right);
        let glyph = Glyph { start, end, area, size, direction, ..Glyph::default() };
        open.map_or(&mut last, |open| behind.entry(open).or_default()).push(glyph);
    }
    let old = std::mem::take(&mut page.glyphs);
    for (at, glyph) in old.into_iter().enumerate() {
        let stays = !moved.contains_key(&at) && !circles.contains_key(&at);
        page.glyphs.extend(stays.then_some(glyph));
        page.glyphs.extend(behind.remove(&at).unwrap_or_default());
    }
    page.glyphs.append(&mut last);
    page.inks.extend(circles.into_values());
    page
}
