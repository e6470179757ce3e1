//! One-byte encodings and glyph names.

use std::sync::LazyLock;

use lopdf::{Dictionary, Object, StringFormat};

use crate::read::pdf::file::object::{File, integer};
use crate::read::sign::{CodePoints, code_points};

/// `name CODE`, sorted by name.
const GLYPHS: &str = include_str!("data/glyphs.txt");
/// A line per encoding: its name and 256 code points.
const ENCODINGS: &str = include_str!("data/encodings.txt");

static NAMES: LazyLock<Vec<(&[u8], char)>> = LazyLock::new(|| {
    let entry = |line: &'static str| {
        let (name, code) = line.split_once(' ')?;
        Some((name.as_bytes(), char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
    };
    GLYPHS.lines().filter_map(entry).collect()
});

static TABLES: LazyLock<Vec<CodePoints>> = LazyLock::new(|| code_points(ENCODINGS));

/// An encoding that the specification knows, in the order of the data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Standard,
    MacRoman,
    WinAnsi,
    PdfDoc,
    Symbol,
    ZapfDingbats,
}

impl Encoding {
    /// By its name in a font.
    pub(crate) fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"StandardEncoding" => Self::Standard,
            b"MacRomanEncoding" => Self::MacRoman,
            b"WinAnsiEncoding" => Self::WinAnsi,
            b"PDFDocEncoding" => Self::PdfDoc,
            _ => return None,
        })
    }

    /// The character of a code.
    pub(crate) fn char(self, code: u8) -> Option<char> {
        *TABLES.get(self as usize)?.get(usize::from(code))?
    }
}

/// The glyph names of codes, packed: each code, the length of its name, the name. As objects they take
/// a hundred bytes each, and some producers write hundreds of fonts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(Vec<u8>);

impl Names {
    /// The names of `/Differences`.
    pub(crate) fn of(file: &File, encoding: &Dictionary) -> Self {
        match file.get(encoding, DIFFERENCES) {
            Some(Object::Array(items)) => {
                Self::packed(items.iter().map(|item| file.resolve(item))).unwrap_or_default()
            }
            Some(Object::String(packed, _)) => Self(packed.clone()),
            _ => Self::default(),
        }
    }

    /// How much memory they take.
    pub(crate) fn bytes(&self) -> usize {
        self.0.len()
    }

    /// The name of a code; of several the last.
    pub(crate) fn get(&self, code: u8) -> Option<&[u8]> {
        let (mut packed, mut found) = (self.0.as_slice(), None);
        while let [at, length, rest @ ..] = packed {
            let (name, after) = rest.split_at_checked(usize::from(*length))?;
            if *at == code {
                found = Some(name);
            }
            packed = after;
        }
        found
    }

    /// Numbers, each before the names of the codes from it on (ISO 32000-1, 9.6.6.1). `None` where a
    /// name is too long to be one.
    fn packed<'o>(items: impl Iterator<Item = &'o Object>) -> Option<Self> {
        let (mut packed, mut code) = (Vec::new(), 0i64);
        for item in items.take(ENTRIES) {
            if let Object::Name(name) = item {
                if let Ok(code) = u8::try_from(code) {
                    packed.extend([code, u8::try_from(name.len()).ok()?]);
                    packed.extend(name);
                }
                code = code.saturating_add(1);
            } else {
                code = integer(item).unwrap_or(code);
            }
        }
        packed.shrink_to_fit();
        Some(Self(packed))
    }
}

const DIFFERENCES: &[u8] = b"Differences";

/// Entries of `/Differences` that are read; there are 256 codes.
const ENTRIES: usize = 1024;

/// Packs the names of an encoding where they stand.
pub(crate) fn pack(encoding: &mut Dictionary) {
    let Ok(Object::Array(items)) = encoding.get(DIFFERENCES) else { return };
    if items.iter().any(|item| matches!(item, Object::Reference(_))) {
        return;
    }
    let names = Names::packed(items.iter()).unwrap_or_default();
    encoding.set(DIFFERENCES, Object::String(names.0, StringFormat::Hexadecimal));
}

/// Appends what a glyph name stands for; `false` for one that says nothing (`g12`, `cid77`).
pub(crate) fn name_text(name: &[u8], out: &mut String) -> bool {
    let base = name.split(|&byte| byte == b'.').next().unwrap_or_default();
    let before = out.len();
    for part in base.split(|&byte| byte == b'_') {
        if !part_text(part, out) {
            out.truncate(before);
            return false;
        }
    }
    out.len() > before
}

fn part_text(part: &[u8], out: &mut String) -> bool {
    if let Ok(at) = NAMES.binary_search_by(|(name, _)| (*name).cmp(part)) {
        out.extend(NAMES.get(at).map(|&(_, char)| char));
        return true;
    }
    let Ok(text) = std::str::from_utf8(part) else { return false };
    let digits = |digits: &str| {
        let upper = digits.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| upper);
        code.and_then(char::from_u32).filter(|&char| char != '\0')
    };
    if let Some(digits_text) = text.strip_prefix("uni").filter(|rest| rest.len() % 4 == 0) {
        let parts = digits_text.as_bytes().chunks(4);
        let chars: Option<String> =
            parts.map(|part| digits(std::str::from_utf8(part).ok()?)).collect();
        out.push_str(chars.as_deref().unwrap_or_default());
        return chars.is_some_and(|chars| !chars.is_empty());
    }
    let long = text.strip_prefix('u').filter(|rest| (4..=6).contains(&rest.len()));
    out.extend(long.and_then(digits));
    long.and_then(digits).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> Option<String> {
        let mut out = String::new();
        name_text(name.as_bytes(), &mut out).then_some(out)
    }

    #[test]
    fn glyph_names() {
        assert_eq!(text("A").unwrap(), "A");
        assert_eq!(text("Aacute.sc").unwrap(), "Á");
        assert_eq!(text("f_f_i").unwrap(), "ffi");
        assert_eq!(text("uni65E5672C").unwrap(), "日本");
        assert_eq!(text("u20BB7").unwrap(), "\u{20BB7}");
        assert_eq!(
            [text("g12"), text("cid77"), text(".notdef"), text("uni12")],
            [const { None }; 4]
        );
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn encodings() {
        assert_eq!(Encoding::WinAnsi.char(0x80), Some('€'));
        assert_eq!(Encoding::MacRoman.char(0x80), Some('Ä'));
        assert_eq!(Encoding::Standard.char(0x27), Some('’'));
        assert_eq!(Encoding::PdfDoc.char(0x18), Some('˘'));
        assert_eq!(Encoding::Symbol.char(b'a'), Some('α'));
        assert_eq!(Encoding::ZapfDingbats.char(b'4'), Some('✔'));
        assert!(TABLES.iter().all(|table| table.len() == 256) && TABLES.len() == 6);
    }
}
