//! The characters of a page that is being made: those that are shown, or those that are not painted.

use super::{cover, double};
use crate::read::page::{Aside, Asides, Fill, Glyph};
use crate::source::Area;

/// The render mode of text that is not painted.
pub(super) const UNPAINTED: u8 = 3;

/// Text and where each of its characters stands.
#[derive(Debug, Default)]
pub(super) struct TextLayer {
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
}

impl TextLayer {
    /// Takes out what nobody sees; what lies under a picture of the page is text that goes with it.
    pub(super) fn set_aside(
        &mut self,
        fills: &[Fill],
        page: Area,
        unpainted: &mut Self,
    ) -> Vec<Aside> {
        let verdicts = cover::verdicts(&self.text, &self.glyphs, fills, page);
        if verdicts.is_empty() {
            return Vec::new();
        }
        let mut asides = Asides::default();
        let all = std::mem::take(self);
        for (glyph, verdict) in all.glyphs.iter().zip(verdicts) {
            let text = all.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
            match verdict {
                cover::Verdict::Shown => self.push(text, glyph),
                cover::Verdict::Behind => {
                    unpainted.push(text, &Glyph { mode: UNPAINTED, ..*glyph })
                }
                cover::Verdict::Twin => {}
                cover::Verdict::Aside(why, tell) => asides.add(why, tell, glyph, text),
            }
        }
        asides.done
    }

    /// Recognition puts blanks between Japanese words, which are written without.
    pub(super) fn close_blanks(&mut self) {
        let all = std::mem::take(self);
        let text = |at: usize| {
            let glyph = all.glyphs.get(at)?;
            all.text.get(glyph.start as usize..glyph.end as usize)
        };
        for (at, glyph) in all.glyphs.iter().enumerate() {
            let here = text(at).unwrap_or_default();
            let around = [at.checked_sub(1).and_then(text), text(at + 1)];
            let joins = here.chars().all(char::is_whitespace)
                && around.iter().flatten().any(|near| near.chars().any(is_japanese));
            if !joins {
                self.push(here, glyph);
            }
        }
    }

    fn push(&mut self, text: &str, glyph: &Glyph) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.glyphs.push(Glyph { start, end: self.text.len() as u32, ..*glyph });
    }

    /// Adds the characters of another one behind its own.
    pub(super) fn append(&mut self, other: &Self) {
        let shift = self.text.len() as u32;
        self.text.push_str(&other.text);
        let moved =
            |glyph: &Glyph| Glyph { start: glyph.start + shift, end: glyph.end + shift, ..*glyph };
        self.glyphs.extend(other.glyphs.iter().map(moved));
    }

    /// Gives the characters from this one on another text.
    pub(super) fn replace(&mut self, from: usize, text: &str) {
        let Some(first) = self.glyphs.get(from) else { return };
        let start = first.start as usize;
        let count = text.chars().count();
        self.text.truncate(start);
        if count == self.glyphs.len() - from {
            for (glyph, char) in self.glyphs.iter_mut().skip(from).zip(text.chars()) {
                glyph.start = self.text.len() as u32;
                self.text.push(char);
                glyph.end = self.text.len() as u32;
            }
            return;
        }
        let (area, size) = (first.area, first.size);
        let same = |glyph: &&Glyph| {
            (glyph.area.y1 - area.y1).abs() < size * 0.5
                || (glyph.area.x1 - area.x1).abs() < size * 0.5
        };
        let line = self.glyphs.iter().skip(from).take_while(same);
        let area = line.fold(area, |area, glyph| area.union(glyph.area));
        self.text.push_str(text);
        self.glyphs.truncate(from + usize::from(count > 0));
        if let Some(glyph) = self.glyphs.get_mut(from) {
            *glyph = Glyph { end: self.text.len() as u32, area, ..*glyph };
        }
    }

    /// Text painted twice with a small offset looks bold; it is there once.
    pub(super) fn drop_doubles(&mut self) {
        let doubles = double::find(&self.text, &self.glyphs);
        if doubles.is_empty() {
            return;
        }
        let old = std::mem::take(&mut self.text);
        let mut next = doubles.iter().peekable();
        let mut index = 0;
        let text = &mut self.text;
        self.glyphs.retain_mut(|glyph| {
            let double = next.next_if(|&&double| double == index).is_some();
            index += 1;
            if !double {
                let piece = old.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
                glyph.start = text.len() as u32;
                text.push_str(piece);
                glyph.end = text.len() as u32;
            }
            !double
        });
    }
}

/// Kana, kanji and the punctuation and letters of their width.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF9F}')
}
