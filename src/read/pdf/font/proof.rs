//! Fonts whose map lies, put right where the file itself proves a character.
//!
//! Two witnesses are heard for each code that was shown: what the font says of its glyph without the map (the names of
//! glyphs, its own table of characters, a known collection), and another font of the file that draws the same outline
//! and whose map is honest. Where they differ from each other, or none speaks, nothing is proved. Nor is a letter by a
//! witness that says what the lying map says, which may be made of it or lie as it does, nor one that is as wide as a
//! kanji.

use super::outline::Outlines;
use super::{Font, Kind, encoding};
use crate::budget;
use crate::fold::fold;
use crate::read::page::font_number;
use crate::read::pdf::file::object::File;
use std::collections::{BTreeMap, BTreeSet};

/// A code and how many bytes it has.
pub(super) type Code = (u32, u8);

/// What outlines show, by fonts whose map is honest; `None` where these differ.
type Shown = BTreeMap<Vec<i32>, Option<String>>;

/// What a proof takes, or what an outline shows: a place in a tree, and a short text.
const ENTRY: usize = 96;
/// A letter is narrower than this share of the em.
const WIDE: f32 = 0.9;

/// What a map says of a code.
struct Said {
    text: String,
    /// It is as wide as a kanji.
    wide: bool,
}

impl Said {
    /// Whether a witness to this code is heard who says so.
    fn may_be(&self, text: &str) -> bool {
        is_japanese(text) || !self.wide && fold(text) != fold(&self.text)
    }
}

/// Whether a text is of signs that stand in Japanese text and are no letters; or blank.
fn is_japanese(text: &str) -> bool {
    let is_letter = |c| matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(c, '\u{2010}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
                && !is_letter(c)
    })
}

/// Puts the fonts with these numbers right; whether any character has changed.
pub(crate) fn mend(file: &File, fonts: &mut [Font], lying: &BTreeSet<u16>) -> bool {
    let lies = |number: usize| lying.contains(&font_number(number));
    let mut shown = Shown::new();
    for (_, font) in fonts.iter_mut().enumerate().filter(|(number, _)| !lies(*number)) {
        font.testify(file, &mut shown);
    }
    let liars = fonts.iter_mut().enumerate().filter(|(number, _)| lies(*number));
    let any = liars.fold(false, |any, (_, font)| font.prove(file, &shown) || any);
    budget::give_back(shown.keys().map(|outline| kept(outline)).sum());
    any
}

/// How much memory it takes to keep what an outline shows.
fn kept(outline: &[i32]) -> usize {
    ENTRY + size_of_val(outline)
}

impl Font {
    /// The codes that were shown.
    fn codes(&self) -> Vec<Code> {
        let pages = self.short.iter().enumerate();
        let short = pages.filter_map(|(page, codes)| Some((page, codes.as_ref()?)));
        let short = short.flat_map(|(page, codes)| {
            let high = u32::try_from(page.saturating_sub(1)).unwrap_or_default() << 8;
            let seen = (0u32..).zip(codes.iter()).filter_map(|(at, seen)| Some((at, (*seen)?)));
            seen.map(move |(at, seen)| (high | at, seen.length)).collect::<Vec<Code>>()
        });
        short.chain(self.long.keys().copied()).collect()
    }

    /// Adds what the outlines of an honest font show.
    fn testify(&mut self, file: &File, shown: &mut Shown) {
        let Some(outlines) = self.outlines(file) else { return };
        for code in self.codes() {
            let Said { text, wide } = self.mapped(file, code);
            let Some(outline) = self.outline(file, &outlines, code) else { continue };
            let is_odd = text.contains('\u{FFFD}') || wide && !is_japanese(&text);
            if is_odd || text.trim().is_empty() {
                continue;
            }
            if !shown.contains_key(&outline) {
                budget::take(kept(&outline));
            }
            let known = shown.entry(outline).or_insert_with(|| Some(text.clone()));
            if known.as_ref().is_some_and(|known| *known != text) {
                *known = None;
            }
        }
    }

    /// Hears the witnesses for each code that was shown.
    fn prove(&mut self, file: &File, shown: &Shown) -> bool {
        let outlines = self.outlines(file);
        let codes = self.codes();
        let mapped: Vec<Said> = codes.iter().map(|code| self.mapped(file, *code)).collect();
        let mut proofs = BTreeMap::new();
        for (code, said) in codes.iter().zip(&mapped) {
            let own = self.without_map(file, *code).filter(|own| said.may_be(own));
            let drawn = outlines.as_ref().and_then(|all| self.outline(file, all, *code));
            let drawn = drawn.and_then(|outline| shown.get(&outline)?.clone());
            let proof = match (own, drawn) {
                (Some(own), Some(drawn)) => (fold(&own) == fold(&drawn)).then_some(drawn),
                (own, drawn) => own.or(drawn),
            };
            let proof = proof.filter(|text| said.may_be(text));
            proofs.extend(proof.map(|text| (*code, text.into_boxed_str())));
        }
        let differs = |(code, said): (&Code, &Said)| {
            proofs.get(code).is_some_and(|text| **text != *said.text)
        };
        let any = codes.iter().zip(&mapped).any(differs);
        if any {
            budget::take(proofs.len() * ENTRY);
            self.proofs = Some(proofs);
            self.pool.clear();
            self.short.clear();
            self.long.clear();
        }
        any
    }

    /// What the map says of a code.
    fn mapped(&mut self, file: &File, (code, length): Code) -> Said {
        let bytes = code.to_be_bytes();
        let from = bytes.len().saturating_sub(usize::from(length));
        let seen = self.next(file, bytes.get(from..).unwrap_or_default());
        Said { text: self.text(seen).to_owned(), wide: seen.advance.abs() >= WIDE }
    }

    /// What the font says of a code without its map.
    fn without_map(&mut self, file: &File, (code, length): Code) -> Option<String> {
        let mut out = String::new();
        let told = match &mut self.kind {
            Kind::Simple(font) => {
                let code = (code & 0xFF) as u8;
                match font.names.get(code) {
                    Some(name) => encoding::name_text(name, &mut out),
                    None => font.program.get(file).code_text(code, &mut out),
                }
            }
            Kind::Composite(font) => {
                let cid = font.coding.cid(code, length).unwrap_or_default();
                font.text(file, code, length, cid, &mut out)
            }
        };
        (told && !out.is_empty()).then_some(out)
    }

    fn outlines(&self, file: &File) -> Option<Outlines> {
        let program = match &self.kind {
            Kind::Simple(font) => &font.program,
            Kind::Composite(font) => &font.program,
        };
        Outlines::load(file, program.descriptor.as_ref()?)
    }

    /// The outline of the glyph of a code.
    fn outline(&mut self, file: &File, all: &Outlines, (code, length): Code) -> Option<Vec<i32>> {
        let glyph = match &mut self.kind {
            Kind::Simple(font) => font.program.get(file).glyph_of_code((code & 0xFF) as u8),
            Kind::Composite(font) => {
                let cid = font.coding.cid(code, length).unwrap_or_default();
                font.program.get(file).glyph_of_cid(cid, font.glyph_map.as_deref())
            }
        };
        all.of(glyph?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_not_proved_by_who_says_the_same_nor_where_it_is_wide() {
        let said = |text: &str, wide| Said { text: text.to_owned(), wide };
        assert!(said("k", true).may_be("あ") && said("高", true).may_be("高"));
        assert!(said("V", false).may_be("5") && !said("V", false).may_be("V"));
        assert!(!said("k", true).may_be("z") && !said("k", false).may_be("ｋ"));
    }
}
