//! What an embedded font program itself says about its glyphs.

use std::collections::BTreeMap;

use encoding_rs::SHIFT_JIS;
use lopdf::{Dictionary, Object};
use read_fonts::ps::PredefinedEncoding;
use read_fonts::ps::cff::CffFontRef;
use read_fonts::tables::cmap::{Cmap, CmapSubtable, EncodingRecord, PlatformId};
use read_fonts::tables::post::Post;
use read_fonts::types::{GlyphId, Tag};
use read_fonts::{FontData, FontRead as _, FontRef};

use super::encoding;
use crate::budget;
use crate::read::pdf::file::lex::{Lexer, Token};
use crate::read::pdf::file::object::File;

/// Subtables of a character map; fonts have three or four.
const SUBTABLES: usize = 16;

/// The last code that is looked up. What a table claims to hold may have no end.
fn last_code(subtable: &CmapSubtable<'_>) -> u32 {
    match subtable {
        // The planes that have kanji.
        CmapSubtable::Format12(_) => 0x3_FFFF,
        // One glyph for many characters says nothing of the character.
        CmapSubtable::Format13(_) => 0,
        _ => 0xFFFF,
    }
}

/// Whether the codes of a subtable are characters (OpenType, cmap: platform and encoding ids).
fn is_unicode(record: &EncodingRecord, subtable: &CmapSubtable<'_>) -> bool {
    let whole = matches!(subtable, CmapSubtable::Format12(_) | CmapSubtable::Format13(_));
    match (record.platform_id(), record.encoding_id()) {
        (PlatformId::Unicode, _) | (PlatformId::Windows, 1) => true,
        (PlatformId::Windows, 10) => whole,
        _ => false,
    }
}

/// What a glyph takes: a place in a tree, and a short text of its own.
const ENTRY: usize = 64;

/// What a code or a CID looks like to the font program.
#[derive(Default)]
pub(crate) struct Program {
    /// Text of glyphs, by the font's own cmap table or glyph names.
    glyphs: BTreeMap<u16, Box<str>>,
    /// The glyph of a CID, where they differ.
    cids: Option<BTreeMap<u32, u16>>,
    /// The glyph of a one-byte code.
    codes: BTreeMap<u8, u16>,
    /// Glyph names of one-byte codes (Type 1).
    names: BTreeMap<u8, Vec<u8>>,
}

impl Program {
    /// Reads the program of a font descriptor; empty if there is none.
    pub(crate) fn load(file: &File, descriptor: Option<&Dictionary>) -> Self {
        let stream = |key: &[u8]| Some(file.decode(file.stream(descriptor?, key)?));
        if let Some(data) = stream(b"FontFile2").or_else(|| stream(b"FontFile3")) {
            // A library that gives up in a panic is no worse than one that finds nothing.
            let parse = || Self::open_type(&data).or_else(|| Self::compact(&data));
            budget::rescued(parse).flatten().unwrap_or_default()
        } else {
            stream(b"FontFile").map(|data| Self::type1(&data)).unwrap_or_default()
        }
    }

    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let cids = self.cids.as_ref().map_or(0, BTreeMap::len);
        (self.glyphs.len() + cids + self.codes.len() + self.names.len()) * ENTRY
    }

    fn open_type(data: &[u8]) -> Option<Self> {
        FontRef::from_index(data, 0).ok()?;
        let table = |tag| table(data, tag);
        let mut program = table(b"CFF ").and_then(Self::compact).unwrap_or_default();
        if let Some(post) = table(b"post").and_then(|data| Post::read(data.into()).ok()) {
            for (glyph, name) in post.glyph_names() {
                program.name(u16::try_from(glyph.to_u32()).ok()?, name);
            }
        }
        if let Some(data) = table(b"cmap").map(FontData::from)
            && let Ok(cmap) = Cmap::read(data)
        {
            program.cmap(&cmap, data);
        }
        Some(program)
    }

    fn name(&mut self, glyph: u16, name: impl AsRef<[u8]>) {
        let mut text = String::new();
        if encoding::name_text(name.as_ref(), &mut text) {
            self.glyphs.insert(glyph, text.into());
        }
    }

    fn cmap(&mut self, table: &Cmap<'_>, data: FontData<'_>) {
        let mut chars: BTreeMap<u16, char> = BTreeMap::new();
        for record in table.encoding_records().iter().take(SUBTABLES) {
            let Ok(subtable) = record.subtable(data) else { continue };
            if is_unicode(record, &subtable) {
                for code in 0..=last_code(&subtable) {
                    budget::step();
                    let glyph = subtable.map_codepoint(code).and_then(some);
                    if let (Some(glyph), Some(char)) = (glyph, char::from_u32(code)) {
                        let best = chars.entry(glyph).or_insert(char);
                        if rank(char) < rank(*best) {
                            *best = char;
                        }
                    }
                }
            } else {
                for code in 0..=u8::MAX {
                    let plain = subtable.map_codepoint(code);
                    let found = plain.or_else(|| subtable.map_codepoint(0xF000 | u32::from(code)));
                    if let Some(glyph) = found.and_then(some) {
                        self.codes.entry(code).or_insert(glyph);
                    }
                }
            }
        }
        let text = |char: char| char.to_string().into_boxed_str();
        self.glyphs.extend(chars.into_iter().map(|(glyph, char)| (glyph, text(char))));
    }

    /// A bare CFF font: its charset gives CIDs or names.
    fn compact(data: &[u8]) -> Option<Self> {
        let font = CffFontRef::new_cff(data, 0, None).ok()?;
        let charset = font.charset()?;
        let mut program = Self::default();
        let mut cids = BTreeMap::new();
        for glyph in 0..u16::try_from(font.num_glyphs()).unwrap_or(u16::MAX) {
            budget::step();
            let Some(sid) = charset.string_id(GlyphId::from(glyph)) else { continue };
            if font.is_cid() {
                cids.insert(u32::from(sid.to_u16()), glyph);
            } else if let Some(name) = font.string(sid) {
                program.name(glyph, name);
            }
        }
        if !font.is_cid() {
            let own = font.encoding();
            let standard = |code| charset.glyph_id(PredefinedEncoding::Standard.sid(code)?);
            for code in 0..=u8::MAX {
                // An encoding of the font's own need not hold all glyphs.
                let glyph = own.as_ref().and_then(|own| own.map(code)).or_else(|| standard(code));
                if let Some(glyph) = glyph.and_then(some) {
                    program.codes.insert(code, glyph);
                }
            }
        }
        program.cids = (!cids.is_empty()).then_some(cids);
        Some(program)
    }

    /// The readable head of a Type 1 font: `dup 65 /A put`.
    fn type1(data: &[u8]) -> Self {
        let mut program = Self::default();
        let (mut scratch, mut last) = (Vec::new(), [None; 2]);
        let mut lexer = Lexer::new(data);
        while let Some(token) = lexer.next(&mut scratch) {
            match (token, last) {
                (Token::Word(b"eexec"), _) => break,
                (Token::Word(b"put"), [Some(Token::Number(code)), Some(Token::Name(name))]) => {
                    let name = name.of(&scratch).to_vec();
                    program.names.insert(code.clamp(0.0, 255.0) as u8, name);
                    scratch.clear();
                    last = [None; 2];
                    continue;
                }
                _ => {}
            }
            // The last two tokens, older first.
            last = [last[1], Some(token)];
        }
        program
    }

    /// The glyph of a one-byte code.
    pub(super) fn glyph_of_code(&self, code: u8) -> Option<u16> {
        self.codes.get(&code).copied()
    }

    /// Appends the text of a one-byte code.
    pub(crate) fn code_text(&self, code: u8, out: &mut String) -> bool {
        if let Some(name) = self.names.get(&code) {
            return encoding::name_text(name, out);
        }
        let text = self.codes.get(&code).and_then(|glyph| self.glyphs.get(glyph));
        out.push_str(text.map_or("", |text| text));
        text.is_some()
    }

    /// The glyph of a CID. `map` is the font's `/CIDToGIDMap` where it is a stream.
    pub(super) fn glyph_of_cid(&self, cid: u32, map: Option<&[u8]>) -> Option<u16> {
        let at = cid as usize * 2;
        match (map, &self.cids) {
            (Some(map), _) => {
                let pair = map.get(at..at + 2).and_then(|pair| <[u8; 2]>::try_from(pair).ok());
                pair.map(u16::from_be_bytes)
            }
            (None, Some(cids)) => cids.get(&cid).copied().or_else(|| u16::try_from(cid).ok()),
            (None, None) => u16::try_from(cid).ok(),
        }
    }

    /// Appends the text of a CID, of whose glyph `map` says as above.
    pub(crate) fn cid_text(&self, cid: u32, map: Option<&[u8]>, out: &mut String) -> bool {
        let text = self.glyph_of_cid(cid, map).and_then(|glyph| self.glyphs.get(&glyph));
        out.push_str(text.map_or("", |text| text));
        text.is_some()
    }
}

/// A table of a font file. Not every subsetter sorts the tables as it should.
pub(super) fn table<'a>(data: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let font = FontRef::from_index(data, 0).ok()?;
    let records = font.table_directory.table_records();
    let record = records.iter().find(|record| record.tag() == Tag::new(tag))?;
    data.get(record.offset() as usize..)?.get(..record.length() as usize)
}

/// The number of a glyph; none for the first, which stands for what a font lacks.
fn some(glyph: GlyphId) -> Option<u16> {
    u16::try_from(glyph.to_u32()).ok().filter(|glyph| *glyph != 0)
}

/// Which of several characters with one glyph is meant: one of everyday Japanese text before
/// radicals, compatibility forms and look-alikes.
fn rank(char: char) -> (bool, bool, char) {
    let mut buffer = [0; 4];
    let (_, _, rare) = SHIFT_JIS.encode(char.encode_utf8(&mut buffer));
    // Shift JIS has one private range and a few compatibility ideographs.
    let odd = matches!(char, '\u{E000}'..='\u{FAFF}' | '\u{A0}' | '\u{AD}');
    (odd, rare, char)
}

/// The bytes of a `/CIDToGIDMap` that is a stream.
pub(crate) fn glyph_map(file: &File, descendant: &Dictionary) -> Option<Vec<u8>> {
    match file.get(descendant, b"CIDToGIDMap")? {
        Object::Stream(stream) => Some(file.decode(stream).into_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type1_head() {
        let program =
            Program::type1(b"/Encoding 256 array dup 1 /A put dup 2/g7 put eexec \x80\x81");
        let mut out = String::new();
        assert!(program.code_text(1, &mut out) && !program.code_text(2, &mut out));
        assert_eq!(out, "A");
    }

    #[test]
    fn ordinary_characters_first() {
        assert!(
            rank('一') < rank('⼀') && rank('金') < rank('\u{F90A}') && rank(' ') < rank('\u{A0}')
        );
    }
}
