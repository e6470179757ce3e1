//! Fonts whose map lies: characters come out as others.
//!
//! Kana and kanji are as wide as their em; letters are not, and they stand in words. A font whose letters are as
//! wide as the kanji beside them, and a page whose letters stand one by one between kanji, map kana to letters,
//! whatever the file says.

use super::super::{Aside, Direction, Glyph, Page, UNPROVED, Why};
use crate::read::numbers::apart::garbled::LINE;
use crate::read::numbers::apart::garbled::{BESIDE, FEWEST, FOOT, GAP, LONE, NUMBERS, SHARE, WIDE};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What stands before the number of a date or of a law …
const BEFORE_NUMBER: &str = "第和成年月";
/// … and behind it.
const BEHIND_NUMBER: &str = "年月日条項号";
/// What stands between kanji in any text.
const PLAIN: &[u8] = b"()[]/,.-:0123456789";
/// Letters that are as wide as a kanji in ordinary fonts.
const BROAD: &str = "WMwm@%";

/// What is seen of a font.
#[derive(Clone, Copy, Debug, Default)]
struct Font {
    letters: usize,
    wide: usize,
    digits: usize,
    wide_digits: usize,
    lone: usize,
}

/// Says where characters of lying fonts stand; which fonts those are.
pub(super) fn note(page: &mut Page) -> BTreeSet<u16> {
    let is_letter = |byte: &u8| byte.is_ascii_graphic() && !PLAIN.contains(byte);
    let few = page.text.bytes().filter(is_letter).take(FEWEST).count() < FEWEST;
    if few && !page.text.chars().any(|c| matches!(c, '\u{A1}'..='\u{24F}')) {
        return BTreeSet::new();
    }
    let chars: Vec<Option<char>> = page.glyphs.iter().map(|glyph| only(page, glyph)).collect();
    let mut fonts: BTreeMap<u16, Font> = BTreeMap::new();
    let (mut japanese, mut lone) = (0usize, 0usize);
    for (at, glyph) in page.glyphs.iter().enumerate() {
        let Some(c) = chars[at] else { continue };
        japanese += usize::from(is_japanese(c));
        if !c.is_ascii_graphic() && !matches!(c, '\u{A1}'..='\u{24F}') || BROAD.contains(c) {
            continue;
        }
        let beside = [at.checked_sub(1), Some(at + 1)].map(|at| {
            at.filter(|at| {
                let near = page.glyphs.get(*at).is_some_and(|other| is_beside(glyph, other));
                near && chars.get(*at).copied().flatten().is_some_and(is_japanese)
            })
        });
        let widths = beside.iter().flatten().filter_map(|at| page.glyphs.get(*at)).map(width);
        let Some(reference) = widths.reduce(f32::max) else { continue };
        let wide = width(glyph) >= WIDE * reference;
        let font = fonts.entry(glyph.font).or_default();
        if c.is_ascii_digit() {
            font.digits += 1;
            font.wide_digits += usize::from(wide);
        } else if !u8::try_from(c).is_ok_and(|byte| PLAIN.contains(&byte)) {
            font.letters += 1;
            font.wide += usize::from(wide);
            if beside.iter().all(Option::is_some) {
                font.lone += 1;
                lone += 1;
            }
        }
    }
    let scattered = lone >= 2 * FEWEST && lone as f32 >= LONE * japanese as f32;
    let lies = |font: &Font| {
        // Without widths everything is as wide as a kanji.
        let wide = font.wide >= FEWEST
            && font.wide as f32 >= SHARE * font.letters as f32
            && font.wide_digits * 2 <= font.digits;
        wide || scattered && font.lone > 0
    };
    let lying = fonts.iter().filter(|(_, f)| lies(f)).map(|(font, _)| *font);
    let lying: BTreeSet<u16> = lying.chain(with_letters_for_digits(page)).collect();
    if !lying.is_empty() {
        let mut found = places(page, &lying);
        page.asides.append(&mut found);
    }
    lying
}

/// Says where the characters stand that nothing has proved, of fonts that lie.
pub(crate) fn note_unproved(pages: &mut [Page]) {
    for page in pages {
        let fonts = page.glyphs.iter().map(|glyph| glyph.font);
        let unproved = fonts.filter(|font| (UNPROVED..u16::MAX).contains(font)).collect();
        let mut found = places(page, &unproved);
        page.asides.append(&mut found);
    }
}

/// The fonts whose digits are other signs: 令和V年, 第VR号.
fn with_letters_for_digits(page: &Page) -> Vec<u16> {
    let mut letters: Vec<Range<usize>> = Vec::new();
    let numbers = page.text.char_indices().filter(|(_, c)| BEFORE_NUMBER.contains(*c));
    for (at, before) in numbers {
        let start = at + before.len_utf8();
        let rest = &page.text[start..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if end == 0 || !rest[end..].starts_with(|c| BEHIND_NUMBER.contains(c)) {
            continue;
        }
        if !rest[..end].bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Vec::new();
        }
        letters.push(start..start + end);
    }
    if letters.len() < NUMBERS {
        return Vec::new();
    }
    let within = |glyph: &&Glyph| letters.iter().any(|run| run.contains(&(glyph.start as usize)));
    page.glyphs.iter().filter(within).map(|glyph| glyph.font).collect()
}

/// The lines on which characters of these fonts stand.
fn places(page: &Page, lying: &BTreeSet<u16>) -> Vec<Aside> {
    let mut found: Vec<Aside> = Vec::new();
    for glyph in page.glyphs.iter().filter(|glyph| lying.contains(&glyph.font)) {
        match found.last_mut() {
            Some(last)
                if (last.area.y0 - glyph.area.y0).abs() < LINE * glyph.size
                    && glyph.area.x0 >= last.area.x0
                    && glyph.area.x0 - last.area.x1 < GAP * glyph.size =>
            {
                last.area = last.area.union(glyph.area);
            }
            _ => found.push(Aside {
                why: Why::Garbled,
                area: glyph.area,
                size: glyph.size,
                text: String::new(),
            }),
        }
    }
    found
}

/// The character that a glyph is, if it is one.
fn only(page: &Page, glyph: &Glyph) -> Option<char> {
    let text = page.text.get(glyph.start as usize..glyph.end as usize)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none() && glyph.direction == Direction::Right)
}

fn width(glyph: &Glyph) -> f32 {
    glyph.area.x1 - glyph.area.x0
}

/// Whether two glyphs stand beside each other on one line.
fn is_beside(one: &Glyph, other: &Glyph) -> bool {
    let apart = (other.area.x0 - one.area.x1).max(one.area.x0 - other.area.x1);
    (one.area.y1 - other.area.y1).abs() < FOOT * one.size
        && apart < BESIDE * width(one).max(width(other))
}

/// Kana and kanji.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FA}' | '\u{3400}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::super::super::Why;
    use super::super::super::sample::Sample;
    use super::super::settle;
    use super::*;

    fn garbled(page: Page) -> usize {
        let mut pages = [page];
        settle(&mut pages);
        pages[0].asides.iter().filter(|aside| aside.why == Why::Garbled).count()
    }

    #[test]
    fn letters_one_by_one_between_kanji_are_no_letters() {
        let lying = "届出~受付X審査p決定~関q事務X窓口y本庁p行u審査z決定";
        assert_eq!(garbled(Sample::new(400.0, 100.0).text(10.0, 10.0, 9.0, lying).page()), 1);
        let sound = "情報システムはA系とB系からなり、EUC機能とCSV出力を持つ。届出の受付、審査及び決定に関する事務";
        assert_eq!(garbled(Sample::new(900.0, 100.0).text(10.0, 10.0, 9.0, sound).page()), 0);
    }

    #[test]
    fn letters_for_numbers_of_dates_and_laws_are_no_letters() {
        let lying = "昭和SU年法律第VR号第VO条の規定による通知";
        assert_eq!(garbled(Sample::new(400.0, 100.0).text(10.0, 10.0, 9.0, lying).page()), 1);
        let sound = "昭和SU年法律第VR号第VO条の規定による通知は平成25年";
        assert_eq!(garbled(Sample::new(900.0, 100.0).text(10.0, 10.0, 9.0, sound).page()), 0);
    }

    #[test]
    fn letters_as_wide_as_kanji_are_no_letters() {
        let mut page = Sample::new(400.0, 100.0).text(10.0, 10.0, 9.0, "介護保険料賦課徴収").page();
        let text = "介護k保l険x料n賦課";
        page.text = text.to_owned();
        page.glyphs.clear();
        for (at, (start, c)) in (0u8..).zip(text.char_indices()) {
            let x0 = f32::from(at) * 9.0;
            let area = crate::source::Area { x0, y0: 10.0, x1: x0 + 9.0, y1: 19.0 };
            let (start, end) = (start as u32, (start + c.len_utf8()) as u32);
            page.glyphs.push(Glyph { start, end, area, size: 9.0, ..Glyph::default() });
        }
        assert_eq!(garbled(page), 1);
    }
}
