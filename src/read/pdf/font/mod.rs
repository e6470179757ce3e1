//! Fonts: the bytes of a string to characters and advances.

mod cmap;
pub(crate) mod encoding;
mod memory;
mod outline;
mod predefined;
mod program;
pub(crate) mod proof;
pub(crate) mod width;

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Dictionary, Object};

use self::cmap::CMap;
use self::encoding::{Encoding, Names};
use self::predefined::Predefined;
use self::program::Program;
use self::width::{Vertical, Widths};
use crate::budget;
use crate::read::pdf::file::object::File;
use crate::read::pdf::matrix::Matrix;
use crate::read::sign::Signs;

/// CMaps that build on one another.
const BASES: u32 = 8;

/// A font as the interpreter uses it. Each code is looked up once and remembered.
pub(crate) struct Font {
    unicode: Option<CMap>,
    /// The table of a font that shows signs for letters.
    signs: Option<Signs>,
    /// Of a font whose map lies: what is proved of its codes.
    proofs: Option<BTreeMap<proof::Code, Box<str>>>,
    kind: Kind,
    widths: Widths,
    /// Thousandths of the em, or what a Type 3 font says instead.
    scale: f32,
    /// Top to bottom, with the metrics for it.
    pub(crate) vertical: Option<Vertical>,
    /// Texts of the remembered codes.
    pool: String,
    short: Vec<Option<Box<[Option<Seen>; 256]>>>,
    long: BTreeMap<(u32, u8), Seen>,
}

/// What is remembered of a code; kept small, since fonts have thousands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// Where its text begins in the pool.
    start: u32,
    /// Advance along the line in ems; negative for one that goes down.
    pub(crate) advance: f32,
    /// Bytes of its text.
    size: u8,
    /// Bytes of the code.
    pub(crate) length: u8,
    /// A one-byte space, to which word spacing applies.
    pub(crate) space: bool,
    /// Its font lies, and nothing proves what it shows.
    pub(crate) unproved: bool,
}

enum Kind {
    Simple(Box<Simple>),
    Composite(Box<Composite>),
}

struct Simple {
    names: Names,
    base: Option<Encoding>,
    program: Lazy,
}

struct Composite {
    coding: Coding,
    collection: Option<Arc<hayro_cmap::CMap>>,
    glyph_map: Option<Vec<u8>>,
    program: Lazy,
}

enum Coding {
    Predefined(Predefined),
    Own(Vec<CMap>, Option<Predefined>),
}

/// A font program that is read when the first code needs it.
struct Lazy {
    descriptor: Option<Dictionary>,
    program: Option<Program>,
}

impl Lazy {
    fn new(file: &File, font: &Dictionary) -> Self {
        Self { descriptor: file.dict(font, b"FontDescriptor").cloned(), program: None }
    }

    fn get(&mut self, file: &File) -> &Program {
        let descriptor = self.descriptor.as_ref();
        self.program.get_or_insert_with(|| {
            let program = Program::load(file, descriptor);
            budget::take(program.bytes());
            program
        })
    }
}

impl Font {
    /// Reads a font dictionary; what is missing or wrong is done without.
    pub(crate) fn load(file: &File, font: &Dictionary) -> Self {
        let kind = file.name(font, b"Subtype").unwrap_or_default();
        let descendants = file.array(font, b"DescendantFonts").and_then(|list| list.first());
        let descendant = descendants.and_then(|first| file.resolve(first).as_dict().ok());
        let map = file.stream(font, b"ToUnicode").map(|stream| CMap::parse(&file.decode(stream)));
        let unicode = map.filter(CMap::has_text);
        let mut scale = 0.001;
        let (kind, widths, vertical) = if let Some(descendant) = descendant {
            let (coding, vertical) = coding(file, font);
            let metrics = vertical.then(|| Vertical::new(file, descendant));
            let kind = Kind::Composite(Box::new(composite(file, descendant, coding)));
            (kind, Widths::composite(file, descendant), metrics)
        } else {
            if kind == b"Type3" {
                let matrix = file.numbers(font, b"FontMatrix").map(Matrix::new);
                scale = matrix.map_or(0.001, |matrix| matrix.a);
            }
            let fixed = name_has(file, font, b"Courier");
            (
                Kind::Simple(Box::new(simple(file, font, kind))),
                Widths::simple(file, font, fixed),
                None,
            )
        };
        let (pool, short, long) = (String::new(), Vec::new(), BTreeMap::new());
        let signs = Signs::named(file.name(font, b"BaseFont").unwrap_or_default());
        let font =
            Self { unicode, signs, proofs: None, kind, widths, scale, vertical, pool, short, long };
        budget::take(font.bytes());
        font
    }

    /// The first code of `bytes`.
    pub(crate) fn next(&mut self, file: &File, bytes: &[u8]) -> Seen {
        let length = match &self.kind {
            Kind::Simple(_) => 1,
            Kind::Composite(font) => font.coding.length(bytes).clamp(1, 4),
        };
        let mut code = 0;
        for at in 0..length {
            code = code << 8 | u32::from(bytes.get(usize::from(at)).copied().unwrap_or_default());
        }
        let page = match length {
            1 => 0,
            2 => 1 + (code >> 8) as usize,
            _ => return self.next_long(file, code, length),
        };
        if self.short.len() <= page {
            self.short.resize_with(page + 1, || None);
        }
        let at = (code & 0xFF) as usize;
        let known = self.short.get(page).and_then(|page| *page.as_ref()?.get(at)?);
        if let Some(seen) = known {
            return seen;
        }
        let seen = self.look_up(file, code, length);
        let page = self.short.get_mut(page);
        let page = page.map(|page| page.get_or_insert_with(known_codes));
        if let Some(entry) = page.and_then(|page| page.get_mut(at)) {
            *entry = Some(seen);
        }
        seen
    }

    fn next_long(&mut self, file: &File, code: u32, length: u8) -> Seen {
        if let Some(seen) = self.long.get(&(code, length)) {
            return *seen;
        }
        let seen = self.look_up(file, code, length);
        if self.long.len() < 65_536 {
            self.long.insert((code, length), seen);
        }
        seen
    }

    fn look_up(&mut self, file: &File, code: u32, length: u8) -> Seen {
        let start = self.pool.len();
        let cid = match &self.kind {
            Kind::Simple(_) => code,
            Kind::Composite(font) => font.coding.cid(code, length).unwrap_or_default(),
        };
        let map = self.unicode.as_ref();
        let out = &mut self.pool;
        let proof = self.proofs.as_ref().and_then(|proofs| proofs.get(&(code, length)));
        out.push_str(proof.map_or("", |text| text));
        let proved = proof.is_some();
        let mapped = proved
            || map.is_some_and(|map| map.text(code, length, out))
            || match &mut self.kind {
                Kind::Simple(font) => font.text(file, code, map.is_some(), out),
                Kind::Composite(font) => font.text(file, code, length, cid, out),
            };
        if !mapped {
            out.truncate(start);
            out.push('\u{FFFD}');
        }
        if let Some(sign) =
            self.signs.and_then(|signs| sign(signs, &self.kind, code, &out[start..]))
        {
            out.truncate(start);
            out.push(sign);
        }
        let advance = match &self.vertical {
            Some(down) => down.advance(cid) * 0.001,
            None => self.widths.get(cid) * self.scale,
        };
        let size = u8::try_from(self.pool.len() - start).unwrap_or_default();
        let unproved = self.proofs.is_some() && !proved;
        let space = length == 1 && code == 32;
        Seen { start: start as u32, advance, size, length, space, unproved }
    }

    /// The text of a code.
    pub(crate) fn text(&self, seen: Seen) -> &str {
        let start = seen.start as usize;
        self.pool.get(start..start + usize::from(seen.size)).unwrap_or_default()
    }
}

/// What is remembered of 256 codes: nothing yet.
fn known_codes() -> Box<[Option<Seen>; 256]> {
    budget::take(size_of::<[Option<Seen>; 256]>());
    Box::new([None; 256])
}

/// What a font of signs shows for a code, whose text as a letter is known.
fn sign(signs: Signs, kind: &Kind, code: u32, letter: &str) -> Option<char> {
    let letter = letter.chars().next()?;
    let known = !matches!(letter, '\0'..='\u{FF}' | '\u{F000}'..='\u{F0FF}' | '\u{FFFD}');
    match kind {
        _ if known => None,
        Kind::Simple(font) if font.names.get((code & 0xFF) as u8).is_none() => {
            signs.at((code & 0xFF) as u8).or_else(|| signs.of(letter))
        }
        _ => signs.of(letter),
    }
}

fn name_has(file: &File, font: &Dictionary, part: &[u8]) -> bool {
    let name = file.name(font, b"BaseFont").unwrap_or_default();
    name.windows(part.len()).any(|window| window == part)
}

impl Simple {
    /// `mapped`: the font has a ToUnicode map that does not know this code.
    fn text(&mut self, file: &File, code: u32, mapped: bool, out: &mut String) -> bool {
        let code = (code & 0xFF) as u8;
        if let Some(name) = self.names.get(code) {
            if encoding::name_text(name, out) {
                return true;
            }
        } else if let Some(char) = self.base.and_then(|base| base.char(code)) {
            out.push(char);
            return true;
        }
        // Line ends and tabs in a string show nothing.
        if self.base.is_some() && (code < 32 || code == 127) && self.names.get(code).is_none() {
            return true;
        }
        if self.program.get(file).code_text(code, out) {
            return true;
        }
        // A map that leaves the space out is common; it is a space all the same.
        if mapped && code == 32 {
            out.push(' ');
        }
        mapped && code == 32
    }
}

fn simple(file: &File, font: &Dictionary, kind: &[u8]) -> Simple {
    let encoding = file.get(font, b"Encoding");
    let (mut names, mut base) = (Names::default(), None);
    match encoding {
        Some(Object::Name(name)) => base = Encoding::named(name),
        Some(Object::Dictionary(dict)) => {
            base = file.name(dict, b"BaseEncoding").and_then(Encoding::named);
            names = Names::of(file, dict);
        }
        _ => {}
    }
    // Its glyphs have no names of letters: no viewer follows another encoding.
    let dingbats = name_has(file, font, b"ZapfDingbats");
    if (base.is_none() || dingbats) && kind != b"Type3" {
        base = built_in(file, font);
    }
    Simple { names, base, program: Lazy::new(file, font) }
}

/// The encoding of a font that names none: known for the standard fonts, a fair guess for text
/// fonts, and nothing for a symbolic or embedded one, whose codes may stand for anything.
fn built_in(file: &File, font: &Dictionary) -> Option<Encoding> {
    if name_has(file, font, b"ZapfDingbats") {
        return Some(Encoding::ZapfDingbats);
    }
    if name_has(file, font, b"Symbol") {
        return Some(Encoding::Symbol);
    }
    let descriptor = file.dict(font, b"FontDescriptor");
    let embedded = |dict: &Dictionary| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| dict.has(key))
    };
    let flags = descriptor.and_then(|dict| file.integer(dict, b"Flags")).unwrap_or_default();
    match descriptor {
        Some(dict) if embedded(dict) && flags & 32 == 0 => None,
        _ => Some(Encoding::Standard),
    }
}

impl Composite {
    fn text(&mut self, file: &File, code: u32, length: u8, cid: u32, out: &mut String) -> bool {
        if let Some(char) = self.coding.unicode(code, length) {
            out.push(char);
            return true;
        }
        let map = self.collection.as_ref();
        if map.is_some_and(|map| predefined::collection_text(map, cid, out)) {
            return true;
        }
        self.program.get(file).cid_text(cid, self.glyph_map.as_deref(), out)
    }
}

fn composite(file: &File, descendant: &Dictionary, coding: Coding) -> Composite {
    let info = file.dict(descendant, b"CIDSystemInfo");
    let ordering = info.and_then(|info| file.get(info, b"Ordering")?.as_str().ok());
    Composite {
        coding,
        collection: ordering.and_then(predefined::collection),
        glyph_map: program::glyph_map(file, descendant),
        program: Lazy::new(file, descendant),
    }
}

/// How the codes of a composite font are read, and whether it runs down the page.
fn coding(file: &File, font: &Dictionary) -> (Coding, bool) {
    let mut own = Vec::new();
    let mut vertical = false;
    let mut next = file.get(font, b"Encoding");
    let mut name: Option<Vec<u8>> = None;
    for _ in 0..BASES {
        match next {
            Some(Object::Name(base)) => name = Some(base.clone()),
            Some(Object::Stream(stream)) => {
                let map = CMap::parse(&file.decode(stream));
                vertical |= map.vertical || file.integer(&stream.dict, b"WMode") == Some(1);
                name = map.base.clone();
                own.push(map);
                next = file.get(&stream.dict, b"UseCMap");
                continue;
            }
            _ => {}
        }
        break;
    }
    let known = name.and_then(|name| Predefined::new(&name));
    if own.is_empty() {
        // Without any usable name two bytes a code is by far the most likely.
        let known = known.or_else(|| Predefined::new(b"Identity-H"));
        vertical |= known.as_ref().is_some_and(|known| known.vertical);
        return (known.map_or(Coding::Own(Vec::new(), None), Coding::Predefined), vertical);
    }
    (Coding::Own(own, known), vertical)
}

impl Coding {
    fn length(&self, bytes: &[u8]) -> u8 {
        match self {
            Self::Predefined(map) => map.length(bytes),
            Self::Own(maps, base) => {
                let own = maps.iter().find_map(|map| map.length(bytes));
                own.or_else(|| Some(base.as_ref()?.length(bytes))).unwrap_or(2)
            }
        }
    }

    fn cid(&self, code: u32, length: u8) -> Option<u32> {
        match self {
            Self::Predefined(map) => map.cid(code, length),
            Self::Own(maps, base) => {
                let own = maps.iter().find_map(|map| map.cid(code, length));
                own.or_else(|| base.as_ref()?.cid(code, length))
            }
        }
    }

    fn unicode(&self, code: u32, length: u8) -> Option<char> {
        match self {
            Self::Predefined(map) => map.unicode(code, length),
            // A code that the file maps by itself may be anything.
            Self::Own(maps, base) => {
                let own = maps.iter().any(|map| map.cid(code, length).is_some());
                base.as_ref().filter(|_| !own)?.unicode(code, length)
            }
        }
    }
}
