//! Fonts whose map lies, put right where the file itself proves a character.
//!
//! Two witnesses are heard for each code that was shown: what the font says of its glyph without the map (the names of
//! glyphs, its own table of characters, a known collection), and another font of the file that draws the same outline
//! and whose map is honest. Where they differ from each other, or none speaks, nothing is proved.

use super::outline::Outlines;
use super::{Font, Kind, encoding};
use crate::fold::fold;
use crate::read::pdf::file::object::File;
use std::collections::{BTreeMap, BTreeSet};

/// A code and how many bytes it has.
pub(super) type Code = (u32, u8);

/// What outlines show, by fonts whose map is honest; `None` where these differ.
type Shown = BTreeMap<Vec<i32>, Option<String>>;

/// Puts the fonts with these numbers right; whether any character has changed.
pub(crate) fn mend(file: &File, fonts: &mut [Font], lying: &BTreeSet<u16>) -> bool {
    let lies = |number: usize| u16::try_from(number).is_ok_and(|number| lying.contains(&number));
    let mut shown = Shown::new();
    for (_, font) in fonts.iter_mut().enumerate().filter(|(number, _)| !lies(*number)) {
        font.testify(file, &mut shown);
    }
    let liars = fonts.iter_mut().enumerate().filter(|(number, _)| lies(*number));
    liars.fold(false, |any, (_, font)| font.prove(file, &shown) || any)
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
            let text = self.mapped(file, code);
            let Some(outline) = self.outline(file, &outlines, code) else { continue };
            if text.contains('\u{FFFD}') || text.trim().is_empty() {
                continue;
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
        let mapped: Vec<String> = codes.iter().map(|code| self.mapped(file, *code)).collect();
        let own: Vec<Option<String>> =
            codes.iter().map(|code| self.without_map(file, *code)).collect();
        // A table that says what the map says may be made of it.
        let differs = |(own, mapped): (&Option<String>, &String)| {
            own.as_ref().is_some_and(|own| fold(own) != fold(mapped))
        };
        let heard = own.iter().zip(&mapped).any(differs);
        let mut proofs = BTreeMap::new();
        for (code, own) in codes.iter().zip(own) {
            let drawn = outlines.as_ref().and_then(|all| self.outline(file, all, *code));
            let drawn = drawn.and_then(|outline| shown.get(&outline)?.clone());
            let proof = match (own.filter(|_| heard), drawn) {
                (Some(own), Some(drawn)) => (fold(&own) == fold(&drawn)).then_some(drawn),
                (own, drawn) => own.or(drawn),
            };
            proofs.extend(proof.map(|text| (*code, text.into_boxed_str())));
        }
        let known = |(code, mapped): (&Code, &String)| {
            proofs.get(code).is_some_and(|text| **text != **mapped)
        };
        let any = codes.iter().zip(&mapped).any(known);
        if any {
            self.proofs = Some(proofs);
            self.pool.clear();
            self.short.clear();
            self.long.clear();
        }
        any
    }

    /// What the map says of a code.
    fn mapped(&mut self, file: &File, (code, length): Code) -> String {
        let bytes = code.to_be_bytes();
        let from = bytes.len().saturating_sub(usize::from(length));
        let seen = self.next(file, bytes.get(from..).unwrap_or_default());
        self.text(seen).to_owned()
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
