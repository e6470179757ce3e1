//! The predefined CMaps: what their codes stand for, by the coding they are named after.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS};
use hayro_cmap::{BfString, CMap, CMapName, load_embedded};

/// What the name of a predefined CMap says about its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// The code is the CID.
    Identity,
    /// The code is UTF-16 (UCS-2 included).
    Utf16,
    /// The code is UTF-8.
    Utf8,
    /// The code is UTF-32.
    Utf32,
    /// The code is Shift JIS.
    ShiftJis,
    /// The code is EUC-JP.
    EucJp,
    /// The code is JIS X 0208 in seven bits.
    Jis,
    /// Text comes from the CID only.
    Other,
}

/// A predefined CMap.
#[derive(Clone, Debug)]
pub(crate) struct Predefined {
    /// How its codes are made.
    pub(crate) coding: Coding,
    /// Written top to bottom.
    pub(crate) vertical: bool,
    map: Option<Arc<CMap>>,
}

/// Maps are parsed once a process: each costs up to a few milliseconds.
static MAPS: LazyLock<Mutex<Maps>> = LazyLock::new(Mutex::default);

/// Maps by name.
type Maps = BTreeMap<Vec<u8>, Option<Arc<CMap>>>;

fn load(name: &[u8]) -> Option<Arc<CMap>> {
    let mut maps = MAPS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(map) = maps.get(name) {
        return map.clone();
    }
    let known = CMapName::from_bytes(name);
    // Names that a file makes up are not kept: they would fill the memory.
    let data = load_embedded(known)?;
    let map = CMap::parse(data, load_embedded).map(Arc::new);
    maps.insert(name.to_vec(), map.clone());
    map
}

impl Predefined {
    /// The map of this name; `None` for a name that says nothing.
    pub(crate) fn new(name: &[u8]) -> Option<Self> {
        let vertical = name == b"V" || name.ends_with(b"-V");
        let coding = coding(name);
        if coding == Coding::Identity {
            return Some(Self { coding, vertical, map: None });
        }
        let stand_in: &[u8] = if vertical { b"UniJIS-UTF16-V" } else { b"UniJIS-UTF16-H" };
        let unicode = matches!(coding, Coding::Utf16 | Coding::Utf8 | Coding::Utf32);
        // Newer maps of the same collection differ in a few shapes of glyphs, not in widths.
        let other = || load(stand_in).filter(|_| unicode && name.starts_with(b"UniJIS"));
        let map = load(name).or_else(other);
        (map.is_some() || coding != Coding::Other).then_some(Self { coding, vertical, map })
    }

    /// How many bytes the next code has.
    pub(crate) fn length(&self, bytes: &[u8]) -> u8 {
        let first = bytes.first().copied().unwrap_or_default();
        match self.coding {
            Coding::Identity | Coding::Jis => 2,
            Coding::Utf16 if matches!(first, 0xD8..=0xDB) => 4,
            Coding::Utf16 => 2,
            Coding::Utf32 => 4,
            Coding::Utf8 => match first {
                0xC0..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xFF => 4,
                _ => 1,
            },
            Coding::ShiftJis => 1 + u8::from(matches!(first, 0x81..=0x9F | 0xE0..=0xFC)),
            // The CMap knows no JIS X 0212, but writers that encode by EUC-JP do.
            Coding::EucJp if first == 0x8F => 3,
            Coding::EucJp => 1 + u8::from(matches!(first, 0x8E | 0xA1..=0xFE)),
            Coding::Other => self.length_by_trial(bytes),
        }
    }

    fn length_by_trial(&self, bytes: &[u8]) -> u8 {
        let mut code = 0;
        for (&byte, length) in bytes.iter().zip(1..=4) {
            code = code << 8 | u32::from(byte);
            if self.map.as_ref().is_some_and(|map| map.lookup_cid_code(code, length).is_some()) {
                return length;
            }
        }
        1 + u8::from(bytes.first().is_some_and(|byte| *byte >= 0x80))
    }

    /// The CID of a code.
    pub(crate) fn cid(&self, code: u32, length: u8) -> Option<u32> {
        let utf16 = |code| {
            let mut units = [0; 2];
            let units = char::from_u32(code)?.encode_utf16(&mut units);
            let code = units.iter().fold(0, |code, &unit| code << 16 | u32::from(unit));
            Some((code, units.len() as u8 * 2))
        };
        let named = |(code, length)| self.map.as_ref()?.lookup_cid_code(code, length);
        match self.coding {
            Coding::Identity => Some(code),
            Coding::Utf8 | Coding::Utf32 => named((code, length))
                .or_else(|| named(utf16(u32::from(self.unicode(code, length)?))?)),
            _ => named((code, length)),
        }
    }

    /// The character of a code, where the coding itself tells it.
    pub(crate) fn unicode(&self, code: u32, length: u8) -> Option<char> {
        let bytes = code.to_be_bytes();
        let bytes = bytes.get(4usize.checked_sub(length.into())?..)?;
        match self.coding {
            Coding::Identity | Coding::Other => None,
            Coding::Utf16 if length == 4 => {
                let units = [(code >> 16) as u16, code as u16];
                char::decode_utf16(units).next()?.ok()
            }
            Coding::Utf16 | Coding::Utf32 => char::from_u32(code),
            Coding::Utf8 => std::str::from_utf8(bytes).ok()?.chars().next(),
            Coding::ShiftJis => decode(SHIFT_JIS, bytes),
            Coding::EucJp => decode(EUC_JP, bytes),
            Coding::Jis => decode(EUC_JP, &[bytes.first()? | 0x80, bytes.get(1)? | 0x80]),
        }
        .filter(|&char| char != '\0')
    }
}

fn coding(name: &[u8]) -> Coding {
    let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
    if name.starts_with(b"Identity") {
        Coding::Identity
    } else if has(b"UTF8") {
        Coding::Utf8
    } else if has(b"UTF32") {
        Coding::Utf32
    } else if name.starts_with(b"Uni") {
        Coding::Utf16
    } else if has(b"RKSJ") {
        Coding::ShiftJis
    } else if matches!(name, b"EUC-H" | b"EUC-V") {
        Coding::EucJp
    } else if matches!(name, b"H" | b"V") {
        Coding::Jis
    } else {
        Coding::Other
    }
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Option<char> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The text of a CID of one of Adobe's character collections.
pub(crate) fn collection(ordering: &[u8]) -> Option<Arc<CMap>> {
    load(match ordering {
        b"Japan1" => b"Adobe-Japan1-UCS2",
        b"GB1" => b"Adobe-GB1-UCS2",
        b"CNS1" => b"Adobe-CNS1-UCS2",
        b"Korea1" | b"KR" => b"Adobe-Korea1-UCS2",
        _ => return None,
    })
}

/// Appends the text of a CID; `false` if the collection has none.
pub(crate) fn collection_text(map: &CMap, cid: u32, out: &mut String) -> bool {
    match map.lookup_bf_string(cid) {
        Some(BfString::Char('\0' | '\u{FFFD}')) | None => return false,
        // The collection's spacing tildes come back as accents.
        Some(BfString::Char('\u{303}' | '\u{2DC}')) => out.push('~'),
        Some(BfString::Char(char)) => out.push(char),
        Some(BfString::String(text)) => out.push_str(&text),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unicode(name: &str, code: u32, length: u8) -> Option<char> {
        Predefined::new(name.as_bytes()).unwrap().unicode(code, length)
    }

    #[test]
    fn the_coding_tells_the_character() {
        assert_eq!(unicode("90ms-RKSJ-H", 0x8160, 2), Some('～'));
        assert_eq!(unicode("90msp-RKSJ-V", 0xB1, 1), Some('ｱ'));
        assert_eq!(unicode("EUC-H", 0xA4A2, 2), Some('あ'));
        assert_eq!(unicode("H", 0x2422, 2), Some('あ'));
        assert_eq!(unicode("UniJIS-UCS2-HW-H", 0x3042, 2), Some('あ'));
        assert_eq!(unicode("UniJIS-UTF16-H", 0xD842_DFB7, 4), Some('\u{20BB7}'));
        assert_eq!(unicode("UniJIS2004-UTF32-H", 0x2_0BB7, 4), Some('\u{20BB7}'));
        assert_eq!(unicode("UniJIS-UTF8-H", 0x00E3_8182, 3), Some('あ'));
    }

    #[test]
    fn cids_are_known_for_the_widths() {
        let cid =
            |name: &str, code, length| Predefined::new(name.as_bytes()).unwrap().cid(code, length);
        assert_eq!(cid("90ms-RKSJ-H", 0x20, 1), Some(231));
        assert_eq!(cid("UniJIS2004-UTF16-H", 0x3042, 2), Some(843));
        assert_eq!(cid("UniJIS-UTF32-H", 0x3042, 4), Some(843));
        assert_eq!(cid("Identity-V", 7, 2), Some(7));
    }

    #[test]
    fn lengths_follow_the_coding() {
        let length =
            |name: &str, bytes: &[u8]| Predefined::new(name.as_bytes()).unwrap().length(bytes);
        assert_eq!(length("90ms-RKSJ-H", &[0x82, 0xA0]), 2);
        assert_eq!(length("90ms-RKSJ-H", &[0xB1, 0xA0]), 1);
        assert_eq!(length("UniJIS-UTF16-H", &[0xD8, 0x42]), 4);
        assert_eq!(length("GBK-EUC-H", &[0xB0, 0xA1]), 2);
        assert_eq!(length("GBK-EUC-H", &[0x41, 0xA1]), 1);
        assert!(Predefined::new(b"Made-Up").is_none());
    }

    #[test]
    fn collections_tell_text_by_cid() {
        let mut out = String::new();
        assert!(collection_text(&collection(b"Japan1").unwrap(), 843, &mut out));
        assert_eq!(out, "あ");
        assert!(collection(b"Identity").is_none());
    }
}
