//! Reading order: the runs of a cell to lines.
//!
//! A white corridor from top to bottom parts a cell into blocks that are read one after the other, but
//! only where the lines on its two sides do not stand beside each other: boxes in two columns are read
//! line by line, a bracket that stands half-way up beside its list of options is read before the list.

use super::bit::Bit;
use super::draft::Piece;
use super::stack::{lines_of, stack};
use crate::read::numbers::cell::order::{ASTRAY, BLOCKS, CORRIDOR, DEEPEST, SINGLE, WIDE};
use crate::read::numbers::page::line::MIDDLES;

/// A printed line, seen along the text.
#[derive(Clone, Debug)]
pub(crate) struct Printed {
    /// Its runs, in order.
    pub(crate) pieces: Vec<Piece>,
    /// Where its ink begins.
    pub(crate) from: f32,
    /// Where its ink ends.
    pub(crate) to: f32,
    /// Its middle.
    pub(crate) middle: f32,
    /// The largest em.
    pub(crate) size: f32,
    /// The number of its block in the cell.
    pub(crate) block: u32,
    /// The left edge of its block.
    pub(crate) left: f32,
    /// The right edge of its block.
    pub(crate) right: f32,
}

/// The lines that runs make within the bounds `left` to `right`, in reading order.
pub(crate) fn order(bits: &mut [Bit], left: f32, right: f32) -> Vec<Printed> {
    let (len, stacks) = stack(bits);
    let mut work = Work { out: Vec::new(), block: 0, stacks };
    work.arrange(&mut bits[..len], left, right, 0);
    work.out
}

/// What is done so far.
struct Work {
    out: Vec<Printed>,
    block: u32,
    stacks: Vec<Vec<Bit>>,
}

impl Work {
    fn arrange(&mut self, bits: &mut [Bit], left: f32, right: f32, depth: u32) {
        if depth < DEEPEST && bits.iter().filter(|b| b.ink).nth(BLOCKS).is_some() {
            let starts = blocks(bits);
            if starts.len() > 1 {
                return self.side_by_side(bits, &starts, left, right, depth);
            }
            if depth == 0 || depth.is_multiple_of(2) {
                let cuts = bands(bits);
                if cuts.len() > 1 && has_gap(bits) {
                    let mut rest = bits;
                    for cut in cuts {
                        let (band, after) = rest.split_at_mut(cut.min(rest.len()));
                        self.arrange(band, left, right, depth + 1);
                        rest = after;
                    }
                    return;
                }
            }
        }
        self.emit(bits, left, right);
    }

    /// Reads blocks one after the other; `starts` are their left edges.
    fn side_by_side(
        &mut self,
        bits: &mut [Bit],
        starts: &[f32],
        left: f32,
        right: f32,
        depth: u32,
    ) {
        bits.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
        let mut rest = bits;
        for (i, start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied();
            let cut = end.map_or(rest.len(), |end| rest.partition_point(|b| b.area.x0 < end));
            let (block, after) = rest.split_at_mut(cut);
            self.block += 1;
            let left = if i == 0 { left } else { *start };
            let right = end.map_or(right, |end| {
                let reach = block
                    .iter()
                    .filter(|b| b.ink)
                    .map(|b| b.area.x1)
                    .fold(f32::NEG_INFINITY, f32::max);
                reach.min(end)
            });
            self.arrange(block, left, right, depth + 1);
            rest = after;
        }
        self.block += 1;
    }

    /// Reads line by line.
    fn emit(&mut self, bits: &mut [Bit], left: f32, right: f32) {
        for line in lines(bits) {
            line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0).then(a.run.cmp(&b.run)));
            self.unstack(line, left, right);
        }
    }

    /// Reads a line; where it holds a stack, that is read down before the line goes on.
    fn unstack(&mut self, line: &[Bit], left: f32, right: f32) {
        let parts = |bit: &Bit| self.stacks.get((bit.stack as usize).wrapping_sub(1)).cloned();
        let found = line.iter().enumerate().find_map(|(at, bit)| Some((at, parts(bit)?)));
        let Some((at, parts)) = found else {
            return self.out.push(printed(line, left, right, self.block));
        };
        let (before, rest) = line.split_at(at);
        let Some((stack, after)) = rest.split_first() else { return };
        let (inner, edge) = (stack.area.x0, stack.area.x1);
        let mut now = before.to_vec();
        let mut lines = lines_of(&parts).enumerate().peekable();
        while let Some((i, line)) = lines.next() {
            now.extend_from_slice(line);
            if lines.peek().is_some() {
                self.out.push(printed(&now, if i == 0 { left } else { inner }, edge, self.block));
                now.clear();
            }
        }
        now.extend_from_slice(after);
        self.unstack(&now, inner, if after.is_empty() { edge } else { right });
    }
}

/// Cuts into lines, sorting by the middle.
pub(crate) fn lines(bits: &mut [Bit]) -> Vec<&mut [Bit]> {
    bits.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    let mut out = Vec::new();
    let mut rest = bits;
    while let Some(first) = rest.first() {
        let (mut middle, mut size, mut count) = (first.middle(), first.size, 0.0);
        let mut len = 0;
        for bit in rest.iter() {
            if len > 0 && (bit.middle() - middle).abs() > MIDDLES * size.max(bit.size) {
                break;
            }
            len += 1;
            if bit.ink || count == 0.0 {
                // The middle of the longest text on the line counts most.
                let weight = (bit.area.x1 - bit.area.x0).max(0.1);
                middle = (middle * count + bit.middle() * weight) / (count + weight);
                count += weight;
                size = size.max(bit.size);
            }
        }
        let (line, after) = rest.split_at_mut(len.max(1));
        out.push(line);
        rest = after;
    }
    out
}

/// The line of bits that are sorted.
pub(crate) fn printed(line: &[Bit], left: f32, right: f32, block: u32) -> Printed {
    let mut pieces = Vec::with_capacity(line.len());
    let (mut from, mut to, mut size) = (f32::INFINITY, f32::NEG_INFINITY, 0.0f32);
    let mut before: Option<&Bit> = None;
    for bit in line {
        let gap = before.is_some_and(|b| bit.area.x0 - b.area.x1 > wide(b, bit));
        pieces.push(Piece { run: bit.run, gap });
        if bit.ink {
            (from, to, size) = (from.min(bit.area.x0), to.max(bit.area.x1), size.max(bit.size));
            before = Some(bit);
        } else if let (Some(last), true) = (before, bit.area.x1 > to) {
            // White space glyphs bridge a gap: nothing more is put in.
            before = Some(if bit.area.x0 < last.area.x1 + WIDE * last.size { bit } else { last });
        }
    }
    if from > to {
        (from, to) = line.first().map_or((left, left), |b| (b.area.x0, b.area.x0));
    }
    let middle = line.iter().map(Bit::middle).sum::<f32>()
        / f32::from(u16::try_from(line.len().max(1)).unwrap_or(u16::MAX));
    Printed { pieces, from, to, middle, size, block, left, right }
}

/// The gap between two bits of a line that is kept as a space. Single characters may be spread over a
/// cell; then gaps between them say nothing.
fn wide(before: &Bit, bit: &Bit) -> f32 {
    let single = |b: &Bit| b.area.x1 - b.area.x0 < SINGLE * b.size;
    let size = bit.size.max(before.size);
    if single(before) && single(bit) { WIDE * size } else { CORRIDOR * size }
}

/// Whether any line has a corridor within it. Sorts by the middle.
fn has_gap(bits: &mut [Bit]) -> bool {
    lines(bits).into_iter().any(|line| {
        line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
        columns(line).len() > 1
    })
}

/// The lengths of the bands between which no ink stands, in bits sorted by the middle.
fn bands(bits: &mut [Bit]) -> Vec<usize> {
    bits.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    let mut out = Vec::new();
    let mut reach = f32::NEG_INFINITY;
    let mut len = 0;
    for bit in bits.iter() {
        let half = bit.half();
        if bit.ink && bit.middle() - half > reach && reach.is_finite() {
            out.push(len);
            len = 0;
        }
        if bit.ink {
            reach = reach.max(bit.middle() + half);
        }
        len += 1;
    }
    out.push(len);
    out
}

/// A column between two corridors: its left edge, and the middles of its lines.
struct Column {
    left: f32,
    lines: Vec<f32>,
    size: f32,
}

/// The left edges of the blocks to be read one after the other (the first is minus infinity).
pub(crate) fn blocks(bits: &mut [Bit]) -> Vec<f32> {
    bits.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    let columns = columns(bits);
    let mut starts = vec![f32::NEG_INFINITY];
    let mut group: Option<Column> = None;
    for column in columns {
        match &mut group {
            None => group = Some(column),
            Some(now) if beside(now, &column) => {
                now.size = now.size.max(column.size);
                now.lines.extend(column.lines);
                now.lines = distinct(std::mem::take(&mut now.lines), now.size);
            }
            Some(_) => {
                starts.push(column.left);
                group = Some(column);
            }
        }
    }
    starts
}

/// The columns of bits that are sorted by their left edge.
fn columns(bits: &[Bit]) -> Vec<Column> {
    let mut all: Vec<Column> = Vec::new();
    let (mut reach, mut size) = (f32::NEG_INFINITY, f32::INFINITY);
    for bit in bits.iter().filter(|b| b.ink) {
        let narrow = bit.area.x0 - reach
            < CORRIDOR * bit.size.max(if size.is_finite() { size } else { 0.0 });
        match all.last_mut() {
            Some(column) if narrow => {
                column.lines.push(bit.middle());
                column.size = column.size.max(bit.size);
            }
            _ => all.push(Column { left: bit.area.x0, lines: vec![bit.middle()], size: bit.size }),
        }
        if bit.area.x1 > reach {
            (reach, size) = (bit.area.x1, bit.size);
        }
    }
    if all.len() > 1 {
        for column in &mut all {
            column.lines = distinct(std::mem::take(&mut column.lines), column.size);
        }
    }
    all
}

/// Middles of lines, sorted, those of one line once.
fn distinct(mut lines: Vec<f32>, size: f32) -> Vec<f32> {
    lines.sort_unstable_by(f32::total_cmp);
    lines.dedup_by(|b, a| *b - *a < MIDDLES * size);
    lines
}

/// Whether the lines of two columns stand beside each other, so that they are read across.
fn beside(left: &Column, right: &Column) -> bool {
    let near = MIDDLES * left.size.max(right.size);
    let (few, many) =
        if left.lines.len() < right.lines.len() { (left, right) } else { (right, left) };
    let on_a_line = |middle: &f32| {
        let i = many.lines.partition_point(|m| *m < middle - near);
        many.lines.get(i).is_some_and(|m| *m < middle + near)
    };
    // Beside a text of two lines one may stand between them.
    let off = few.lines.iter().filter(|middle| !on_a_line(middle)).count();
    if off * ASTRAY > few.lines.len() {
        return false;
    }
    // Half-way up beside a longer block on its right: a value beside its options.
    let ends = |c: &Column| Some((*c.lines.first()?, *c.lines.last()?));
    let (Some((top, bottom)), Some((above, below))) = (ends(left), ends(right)) else {
        return true;
    };
    let half_way = (top + bottom - above - below).abs() < 2.0 * near;
    !(left.lines.len() < right.lines.len()
        && top > above + near
        && bottom < below - near
        && half_way)
}
