//! CMaps that come inside of a file: ToUnicode maps and encodings of a font's own.

use crate::budget;
use crate::read::pdf::file::lex::{Lexer, Span, Token};
use std::collections::BTreeMap;

/// So many garbled letters show that a map is faulty.
const GARBLED: usize = 6;
/// So do so many control characters, which nobody prints.
const CONTROLS: usize = 2;
/// Codes that are so close together count up like their characters.
const NEAR: u32 = 32;

/// Codes to text, codes to CIDs and how long codes are. Ranges stay ranges.
#[derive(Clone, Debug, Default)]
pub(crate) struct CMap {
    spaces: Vec<Space>,
    cids: Vec<CidRange>,
    texts: Vec<TextRange>,
    /// What targets of several characters have before their last one.
    pool: String,
    /// Written top to bottom.
    pub(crate) vertical: bool,
    /// Name of the map that this one builds on.
    pub(crate) base: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug)]
struct Space {
    length: u8,
    low: u32,
    high: u32,
}

#[derive(Clone, Copy, Debug)]
struct CidRange {
    length: u8,
    low: u32,
    high: u32,
    cid: u32,
}

#[derive(Clone, Copy, Debug)]
struct TextRange {
    length: u8,
    low: u32,
    high: u32,
    /// Where in the pool the characters before the last one are.
    prefix: (u32, u32),
    /// The last character for `low`; it counts up.
    last: u32,
}

impl CMap {
    /// Reads what can be read; the rest is passed over.
    pub(crate) fn parse(data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(data);
        let (mut stack, mut scratch) = (Vec::new(), Vec::new());
        while let Some(token) = lexer.next(&mut scratch) {
            let Token::Word(word) = token else {
                budget::take(size_of::<Token<'_>>());
                stack.push(token);
                continue;
            };
            budget::give_back(size_of_val(&*stack));
            map.section(word, &stack, &scratch);
            stack.clear();
            scratch.clear();
        }
        map.cids.sort_by_key(|range| range.low);
        map.texts.sort_by_key(|range| range.low);
        map.mend_garbled();
        map
    }

    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.cids) + size_of_val(&*self.texts) + self.pool.len()
    }

    /// Mends what a faulty program has written: where it took ranges apart it put the two bytes of a target
    /// into one, so that kana became Latin letters. Others close by say what a target must have been. What is
    /// left of such a map's Latin letters is right only where codes count up like most.
    fn mend_garbled(&mut self) {
        let is_latin = |range: &TextRange| (0x21..0x250).contains(&range.last);
        let latin: Vec<usize> =
            (0..self.texts.len()).filter(|&at| is_latin(&self.texts[at])).collect();
        let meant: Vec<(usize, u32)> =
            latin.iter().filter_map(|at| Some((*at, self.meant(*at)?))).collect();
        let told = meant.len() >= GARBLED && meant.len() * 3 >= latin.len();
        let controls =
            latin.iter().filter(|at| (0x7F..0xA0).contains(&self.texts[**at].last)).count();
        if !told && controls < CONTROLS {
            return;
        }
        for (at, meant) in meant {
            self.texts[at].last = meant;
        }
        let shift = |range: &TextRange| range.last.wrapping_sub(range.low);
        let mut shifts: BTreeMap<u32, usize> = BTreeMap::new();
        for range in self.texts.iter().filter(|range| is_latin(range)) {
            *shifts.entry(shift(range)).or_default() += 1;
        }
        let most = shifts.into_iter().max_by_key(|(_, count)| *count).map(|(shift, _)| shift);
        self.texts.retain(|range| !is_latin(range) || Some(shift(range)) == most);
    }

    /// The character that others of its alphabet close by say, where a Latin letter is what its two bytes in one would give.
    fn meant(&self, at: usize) -> Option<u32> {
        let range = &self.texts[at];
        let near = |other: &&TextRange| {
            alphabet(other.last).is_some() && other.low.abs_diff(range.low) <= NEAR
        };
        let before = self.texts[..at].iter().rev().take(NEAR as usize).find(near);
        let after = self.texts[at..].iter().take(NEAR as usize).find(near);
        let told = |other: &TextRange| {
            let meant = other.last.wrapping_add(range.low).wrapping_sub(other.low);
            Some(meant).filter(|meant| alphabet(*meant) == alphabet(other.last))
        };
        let fits = |meant: &u32| {
            (0..NEAR).any(|step| {
                let first = meant.wrapping_sub(step);
                (first >> 8 | first & 0xFF) + step == range.last
            })
        };
        before.into_iter().chain(after).filter_map(told).find(fits)
    }

    fn section(&mut self, word: &[u8], stack: &[Token<'_>], scratch: &[u8]) {
        match word {
            b"endcodespacerange" => {
                for pair in stack.chunks_exact(2) {
                    if let (Some(low), Some(high)) =
                        (code(pair[0], scratch), code(pair[1], scratch))
                    {
                        self.spaces.push(Space { length: low.1, low: low.0, high: high.0 });
                    }
                }
            }
            b"endcidchar" => stack.chunks_exact(2).for_each(|item| {
                self.cid_range(item[0], item[0], item[1], scratch);
            }),
            b"endcidrange" => stack.chunks_exact(3).for_each(|item| {
                self.cid_range(item[0], item[1], item[2], scratch);
            }),
            b"endbfchar" => stack.chunks_exact(2).for_each(|item| {
                if let (Some(low), Token::Text(target)) = (code(item[0], scratch), item[1]) {
                    self.text_range(low, low.0, target.of(scratch));
                }
            }),
            b"endbfrange" => self.text_ranges(stack, scratch),
            b"usecmap" => {
                if let Some(Token::Name(span)) = stack.last() {
                    self.base = Some(span.of(scratch).to_vec());
                }
            }
            b"def" => {
                if let [.., Token::Name(key), Token::Number(value)] = stack {
                    self.vertical |= key.of(scratch) == b"WMode" && *value == 1.0;
                }
            }
            _ => {}
        }
    }

    fn cid_range(&mut self, low: Token<'_>, high: Token<'_>, cid: Token<'_>, scratch: &[u8]) {
        if let (Some(low), Some(high), Token::Number(cid)) =
            (code(low, scratch), code(high, scratch), cid)
        {
            let (length, low, high) = (low.1, low.0, high.0);
            self.cids.push(CidRange { length, low, high, cid: cid as u32 });
        }
    }

    /// `low high target` or `low high [target target …]`, mixed.
    fn text_ranges(&mut self, stack: &[Token<'_>], scratch: &[u8]) {
        let mut rest = stack;
        while let [low, high, target, more @ ..] = rest {
            rest = more;
            let (Some(low), Some(high)) = (code(*low, scratch), code(*high, scratch)) else {
                continue;
            };
            match target {
                Token::Text(target) => self.text_range(low, high.0, target.of(scratch)),
                Token::Open => {
                    let end = rest.iter().position(|token| *token == Token::Close);
                    let (items, more) = rest.split_at(end.unwrap_or(rest.len()));
                    rest = more.get(1..).unwrap_or_default();
                    for (item, at) in items.iter().zip(low.0..=high.0) {
                        if let Token::Text(target) = item {
                            self.text_range((at, low.1), at, target.of(scratch));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn text_range(&mut self, (low, length): (u32, u8), high: u32, target: &[u8]) {
        let start = self.pool.len() as u32;
        let mut last = None;
        for next in utf16(target) {
            self.pool.extend(last.replace(next));
        }
        let prefix = (start, self.pool.len() as u32);
        if let Some(last) = last {
            self.texts.push(TextRange { length, low, high, prefix, last: u32::from(last) });
        }
    }

    /// Appends what a code stands for; `false` if the map says nothing usable.
    pub(crate) fn text(&self, code: u32, length: u8, out: &mut String) -> bool {
        let after = self.texts.partition_point(|range| range.low <= code);
        let before = self.texts.get(..after).unwrap_or_default();
        let mut holding = before.iter().rev().take(16).filter(|range| range.high >= code);
        // Codes of mixed length may share their value; many maps get the length wrong, though.
        let same = holding.clone().find(|range| range.length == length);
        let Some(range) = same.or_else(|| holding.next()) else { return false };
        let Some(last) = char::from_u32(range.last.saturating_add(code - range.low)) else {
            return false;
        };
        // Nobody prints control characters.
        if matches!(last, '\0' | '\u{7F}'..='\u{9F}' | '\u{FFFD}' | '\u{FFFF}') {
            return false;
        }
        let (start, end) = range.prefix;
        out.push_str(self.pool.get(start as usize..end as usize).unwrap_or_default());
        out.push(last);
        true
    }

    /// The CID of a code.
    pub(crate) fn cid(&self, code: u32, length: u8) -> Option<u32> {
        let after = self.cids.partition_point(|range| range.low <= code);
        let before = self.cids.get(..after)?;
        let holds = |range: &&CidRange| range.high >= code && range.length == length;
        let range = before.iter().rev().take(16).find(holds)?;
        Some(range.cid.saturating_add(code - range.low))
    }

    /// How many bytes the next code has, if the map says so.
    pub(crate) fn length(&self, bytes: &[u8]) -> Option<u8> {
        let mut code = 0;
        for (&byte, length) in bytes.iter().zip(1..=4) {
            code = code << 8 | u32::from(byte);
            if self.spaces.iter().any(|space| space.length == length && space.holds(code)) {
                return Some(length);
            }
        }
        self.spaces.iter().map(|space| space.length).min()
    }

    /// Whether any code has text.
    pub(crate) fn has_text(&self) -> bool {
        !self.texts.is_empty()
    }
}

/// The alphabet of a character (kana, wide letters, enclosed and Roman numbers), as the first of its characters.
fn alphabet(c: u32) -> Option<u32> {
    let all = [
        (0x2160, 0x216B),
        (0x2170, 0x217B),
        (0x2460, 0x2473),
        (0x3041, 0x30FE),
        (0xFF10, 0xFF19),
        (0xFF21, 0xFF3A),
        (0xFF41, 0xFF5A),
    ];
    all.into_iter().find(|(first, last)| (*first..=*last).contains(&c)).map(|(first, _)| first)
}

impl Space {
    /// Each byte lies in its own range.
    fn holds(self, code: u32) -> bool {
        let bytes = self.low.to_be_bytes().into_iter().zip(self.high.to_be_bytes());
        let mut bytes = bytes.zip(code.to_be_bytes());
        bytes.all(|((low, high), byte)| (low..=high).contains(&byte))
    }
}

/// A code and its length in bytes.
fn code(token: Token<'_>, scratch: &[u8]) -> Option<(u32, u8)> {
    let Token::Text(span) = token else { return None };
    let bytes = Span::of(span, scratch);
    let length = u8::try_from(bytes.len()).ok().filter(|length| (1..=4).contains(length))?;
    Some((bytes.iter().fold(0, |code, &byte| code << 8 | u32::from(byte)), length))
}

/// Big-endian UTF-16; a single byte stands for itself.
fn utf16(bytes: &[u8]) -> impl Iterator<Item = char> + '_ {
    let unit = |pair: &[u8]| match *pair {
        [high, low] => u16::from_be_bytes([high, low]),
        [byte] => u16::from(byte),
        _ => 0,
    };
    char::decode_utf16(bytes.chunks(2).map(unit)).map(|unit| unit.unwrap_or('\u{FFFD}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(map: &CMap, code: u32, length: u8) -> Option<String> {
        let mut out = String::new();
        map.text(code, length, &mut out).then_some(out)
    }

    #[test]
    fn ranges_arrays_ligatures_and_surrogates() {
        let map = CMap::parse(
            b"2 beginbfchar <01> <00660069> <02> <D842DFB7> endbfchar 0 beginbfrange endbfrange
              4 beginbfrange <0010> <0020> <3042> <30> <32> [<0041> <0042>] <40> <FFFFFFFF> <4E00>
              <03> <03> <0000> endbfrange",
        );
        assert_eq!(text(&map, 1, 1).unwrap(), "fi");
        assert_eq!(text(&map, 2, 1).unwrap(), "\u{20BB7}");
        assert_eq!(text(&map, 0x12, 2).unwrap(), "い");
        assert_eq!(text(&map, 0x31, 1).unwrap(), "B");
        assert_eq!(text(&map, 0x32, 1), None);
        assert_eq!(text(&map, 0x41, 1).unwrap(), "\u{4E01}");
        assert_eq!(text(&map, 3, 1), None);
        assert_eq!(text(&map, 0, 1), None);
    }

    #[test]
    fn kana_that_became_latin_letters_are_mended_or_unknown() {
        // お and others came apart as `z`; `A` to `C` are meant.
        let garbled = "9 beginbfrange <21> <21> <41> <22> <22> <42> <23> <23> <43>
            <0389> <0389> <3048> <038b> <038b> <7a> <038c> <038c> <7b> <038d> <038d> <7c>
            <0394> <0394> <3053> <03a2> <03a2> <3061> endbfrange
            5 beginbfrange <0391> <0391> <70> <0392> <0392> <71> <038e> <038e> <7d> <03a4> <03a4> <74>
            <0500> <0500> <0031> endbfrange";
        let map = CMap::parse(garbled.as_bytes());
        assert_eq!(text(&map, 0x22, 1).unwrap(), "B");
        assert_eq!(text(&map, 0x389, 2).unwrap(), "え");
        assert_eq!(text(&map, 0x38b, 2).unwrap(), "お");
        assert_eq!(text(&map, 0x392, 2).unwrap(), "け");
        // Nothing says what it is.
        assert_eq!(text(&map, 0x500, 2), None);
        // A font whose glyphs are numbered as they come up is nothing of that kind.
        let letters: Vec<String> = (0..30u32)
            .map(|i| format!("<{i:04x}> <{:04x}>", if i % 2 == 0 { 0x41 + i } else { 0x3042 + i }))
            .collect();
        let mixed = format!("30 beginbfchar {} endbfchar", letters.join(" "));
        let map = CMap::parse(mixed.as_bytes());
        assert!((0..30).all(|code| text(&map, code, 2).is_some()));
    }

    #[test]
    fn codes_of_mixed_length_keep_apart() {
        let map = CMap::parse(
            b"begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange
              beginbfchar <41> <0041> <0041> <3042> endbfchar
              begincidrange <8140> <817e> 633 endcidrange begincidchar <20> 1 endcidchar
              /WMode 1 def /90ms-RKSJ-H usecmap",
        );
        assert_eq!(map.length(&[0x41, 0x81]), Some(1));
        assert_eq!(map.length(&[0x81, 0x41]), Some(2));
        assert_eq!(map.length(&[0xF0, 0x41]), Some(1));
        assert_eq!(text(&map, 0x41, 1).unwrap(), "A");
        assert_eq!(text(&map, 0x41, 2).unwrap(), "\u{3042}");
        assert_eq!(map.cid(0x8141, 2), Some(634));
        assert_eq!(map.cid(0x20, 1), Some(1));
        assert_eq!(map.cid(0x21, 1), None);
        assert!(map.vertical);
        assert_eq!(map.base.as_deref(), Some(&b"90ms-RKSJ-H"[..]));
    }
}
