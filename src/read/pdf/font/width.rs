//! How far glyphs advance.

use lopdf::{Dictionary, Object, StringFormat};

use crate::read::pdf::file::object::{File, number};

/// Entries of one font's width arrays.
const ENTRIES: usize = 200_000;

/// The widths of a font, in thousandths of the em (Type 3: in glyph space).
#[derive(Clone, Debug)]
pub(crate) enum Widths {
    /// By code.
    Simple { first: i64, widths: Vec<f32>, missing: f32 },
    /// By CID: ranges in order, and the default.
    Composite { ranges: Vec<Range<1>>, default: f32 },
}

/// The same values for a range of CIDs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range<const N: usize> {
    low: u32,
    high: u32,
    values: [f32; N],
}

/// Vertical metrics.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vertical {
    ranges: Vec<Range<3>>,
    default: [f32; 2],
}

impl Widths {
    /// `/Widths` of a simple font.
    pub(crate) fn simple(file: &File, font: &Dictionary, fixed: bool) -> Self {
        let descriptor = file.dict(font, b"FontDescriptor");
        let missing = descriptor.and_then(|dict| file.number(dict, b"MissingWidth"));
        let Some(widths) = file.get(font, b"Widths") else {
            let widths = if fixed { vec![600.0; 95] } else { HELVETICA.map(f32::from).to_vec() };
            return Self::Simple { first: 32, widths, missing: missing.unwrap_or(556.0) };
        };
        let mut widths = flatten(file, widths);
        widths.truncate(65_536);
        widths.iter_mut().for_each(|width| *width = width.clamp(-1e6, 1e6));
        let first = file.integer(font, b"FirstChar").unwrap_or_default();
        Self::Simple { first, widths, missing: missing.unwrap_or_default() }
    }

    /// `/W` and `/DW` of a composite font's descendant.
    pub(crate) fn composite(file: &File, font: &Dictionary) -> Self {
        let default = file.number(font, b"DW").unwrap_or(1000.0);
        Self::Composite { ranges: ranges(file, font, b"W"), default }
    }

    /// How much memory they take.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Simple { widths, .. } => size_of_val(&**widths),
            Self::Composite { ranges, .. } => size_of_val(&**ranges),
        }
    }

    /// The width of a code (simple) or a CID (composite).
    pub(crate) fn get(&self, code: u32) -> f32 {
        match self {
            Self::Simple { first, widths, missing } => {
                let index = usize::try_from(i64::from(code).saturating_sub(*first));
                index.ok().and_then(|index| widths.get(index)).copied().unwrap_or(*missing)
            }
            Self::Composite { ranges, default } => look(ranges, code).map_or(*default, |[w]| w),
        }
    }
}

impl Vertical {
    /// `/W2` and `/DW2` of a composite font's descendant.
    pub(crate) fn new(file: &File, font: &Dictionary) -> Self {
        let default = file.numbers(font, b"DW2").unwrap_or([880.0, -1000.0]);
        Self { ranges: ranges(file, font, b"W2"), default }
    }

    /// Advance of a CID: negative, since it goes down. Where the glyph lies across the line is of
    /// no interest: it is taken to be in the middle.
    pub(crate) fn advance(&self, cid: u32) -> f32 {
        look(&self.ranges, cid).map_or(self.default[1], |[down, ..]| down)
    }
}

fn look<const N: usize>(ranges: &[Range<N>], cid: u32) -> Option<[f32; N]> {
    let after = ranges.partition_point(|range| range.low <= cid);
    let before = ranges.get(..after)?.iter().rev().take(4);
    before.into_iter().find(|range| range.high >= cid).map(|range| range.values)
}

/// `first [v v …]` and `first last v`, with `N` numbers for each value.
fn ranges<const N: usize>(file: &File, font: &Dictionary, key: &[u8]) -> Vec<Range<N>> {
    let mut found: Vec<Range<N>> = Vec::new();
    let flat = file.get(font, key).map(|object| flatten(file, object)).unwrap_or_default();
    let mut rest = flat.as_slice();
    let cid = |value: f32| value.clamp(0.0, 1e7) as u32;
    while let [first, second, more @ ..] = rest {
        if found.len() >= ENTRIES {
            break;
        }
        if *second == OPEN {
            let end = more.iter().position(|value| *value == CLOSE).unwrap_or(more.len());
            let (list, after) = more.split_at(end);
            for (values, low) in list.chunks_exact(N).zip(cid(*first)..) {
                found.push(Range { low, high: low, values: take(values) });
            }
            rest = after.get(1..).unwrap_or_default();
        } else {
            let values = take(more.get(..N).unwrap_or_default());
            found.push(Range { low: cid(*first), high: cid(*second), values });
            rest = more.get(N..).unwrap_or_default();
        }
    }
    found.sort_by_key(|range| range.low);
    found
}

fn take<const N: usize>(from: &[f32]) -> [f32; N] {
    let mut values = [0.0; N];
    for (value, from) in values.iter_mut().zip(from) {
        // Wider than ten ems is a slip or an attack.
        *value = from.clamp(-10_000.0, 10_000.0);
    }
    values
}

/// Stand for `[` and `]` among numbers, all of which are finite.
const OPEN: f32 = f32::INFINITY;
const CLOSE: f32 = f32::NEG_INFINITY;

/// The numbers of an array and of the arrays in it.
fn flatten(file: &File, object: &Object) -> Vec<f32> {
    let value = |object: &Object| number(file.resolve(object)).unwrap_or_default();
    let mut flat = Vec::new();
    match object {
        Object::String(bytes, _) => {
            let numbers = bytes.chunks_exact(4).filter_map(|part| <[u8; 4]>::try_from(part).ok());
            flat.extend(numbers.map(f32::from_le_bytes).filter(|value| !value.is_nan()));
        }
        Object::Array(items) => {
            for item in items {
                if let Object::Array(list) = file.resolve(item) {
                    flat.push(OPEN);
                    flat.extend(list.iter().map(value));
                    flat.push(CLOSE);
                } else {
                    flat.push(value(item));
                }
            }
        }
        _ => {}
    }
    flat
}

/// Packs a long array of numbers into bytes: as objects, the widths of fonts take a hundred bytes
/// each and are the greater part of a document in memory.
pub(crate) fn pack(object: &mut Object) {
    let Object::Array(items) = object else { return };
    if items.len() < 16 && !items.iter().any(|item| matches!(item, Object::Array(_))) {
        return;
    }
    let mut packed = Vec::new();
    for item in items.iter() {
        match (number(item), item) {
            (Some(value), _) => packed.extend(value.to_le_bytes()),
            (None, Object::Array(list)) => {
                packed.extend(OPEN.to_le_bytes());
                for value in list {
                    let Some(value) = number(value) else { return };
                    packed.extend(value.to_le_bytes());
                }
                packed.extend(CLOSE.to_le_bytes());
            }
            _ => return,
        }
    }
    packed.shrink_to_fit();
    *object = Object::String(packed, StringFormat::Hexadecimal);
}

/// Helvetica's widths from space to tilde, for fonts that tell none.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
