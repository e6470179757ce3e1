//! Glyphs painted twice at almost the same place.

use crate::read::page::Glyph;

/// How far apart the two may be, in ems.
const NEAR: f32 = 0.1;

/// The places of glyphs that repeat an earlier one, in order.
pub(super) fn find(text: &str, glyphs: &[Glyph]) -> Vec<usize> {
    let mut table = Table::new(glyphs.len());
    let mut doubles = Vec::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let chars = text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
        if chars == " " {
            continue;
        }
        let step = glyph.size * NEAR;
        // Squares of eight steps: only near an edge may the other one be in the next square.
        let (column, row) = (glyph.area.x0 / (step * 8.0), glyph.area.y0 / (step * 8.0));
        let (x, y) = (column as i32, row as i32);
        let side = |place: f32, square: i32| match place - square as f32 {
            inside if inside < 0.125 => -1,
            inside if inside > 0.875 => 1,
            _ => 0,
        };
        let key =
            chars.bytes().fold(0u32, |key, byte| key.wrapping_mul(31).wrapping_add(byte.into()));
        let is_in = |dx: i32, dy: i32| {
            table.any(hash(key, x.wrapping_add(dx), y.wrapping_add(dy)), |other| {
                glyphs.get(other).is_some_and(|other| same(text, glyph, other, step))
            })
        };
        let (dx, dy) = (side(column, x), side(row, y));
        let double = is_in(0, 0)
            || dx != 0 && is_in(dx, 0)
            || dy != 0 && (is_in(0, dy) || dx != 0 && is_in(dx, dy));
        if double {
            doubles.push(index);
        } else {
            table.insert(hash(key, x, y), index);
        }
    }
    doubles
}

fn same(text: &str, one: &Glyph, other: &Glyph, step: f32) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < step;
    near(one.area.x0, other.area.x0)
        && near(one.area.y0, other.area.y0)
        && near(one.size, other.size)
        && one.direction == other.direction
        && text.get(one.start as usize..one.end as usize)
            == text.get(other.start as usize..other.end as usize)
}

fn hash(key: u32, x: i32, y: i32) -> u32 {
    let mixed = (key ^ (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77))
        .wrapping_mul(0xC2B2_AE35);
    mixed ^ mixed >> 15
}

/// Chains of glyph numbers by hash.
struct Table {
    heads: Vec<u32>,
    next: Vec<u32>,
}

/// No glyph.
const END: u32 = u32::MAX;
/// Glyphs looked at in one chain: a page of one repeated place must not cost the square.
const CHAIN: usize = 32;

impl Table {
    fn new(glyphs: usize) -> Self {
        Self { heads: vec![END; (glyphs * 2).next_power_of_two()], next: vec![END; glyphs] }
    }

    fn head(&self, hash: u32) -> usize {
        hash as usize & (self.heads.len() - 1)
    }

    fn any(&self, hash: u32, mut test: impl FnMut(usize) -> bool) -> bool {
        let mut at = self.heads.get(self.head(hash)).copied().unwrap_or(END);
        for _ in 0..CHAIN {
            if at == END {
                return false;
            }
            if test(at as usize) {
                return true;
            }
            at = self.next.get(at as usize).copied().unwrap_or(END);
        }
        false
    }

    fn insert(&mut self, hash: u32, index: usize) {
        let head = self.head(hash);
        if let (Some(head), Some(next)) = (self.heads.get_mut(head), self.next.get_mut(index)) {
            *next = *head;
            *head = index as u32;
        }
    }
}
