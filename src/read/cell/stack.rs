//! Text that wraps within a line: between brackets that stand half-way up beside its lines.

use super::bit::Bit;
use crate::read::numbers::cell::stack::{
    BEFORE, BRACKET, EDGE, GAPS, HALF_WAY, MOST_STACKED, OVERLAP, PITCH, PITCHES,
};

/// Makes one bit of each text that is broken into several lines in the middle of a line: between
/// brackets, say, that stand half-way up. Returns the number of bits left, at the front, and what the
/// stacks were made of: [`Bit::stack`] counts them from 1.
pub(crate) fn stack(bits: &mut [Bit]) -> (usize, Vec<Vec<Bit>>) {
    let mut stacks = Vec::new();
    if bits.len() > MOST_STACKED {
        return (bits.len(), stacks);
    }
    let (mut len, mut i) = (0, 0);
    while i < bits.len() {
        let (height, count) = stack_height(&bits[i..]);
        let parts = &bits[i..i + height];
        let whole = parts.iter().fold(parts[0], |whole, bit| Bit {
            area: whole.area.union(bit.area),
            count,
            ..whole
        });
        if count > 1 && is_half_way(&whole, bits[..len].iter().chain(&bits[i + height..])) {
            stacks.push(parts.to_vec());
            bits[len] = Bit { stack: u32::try_from(stacks.len()).unwrap_or(0), ..whole };
            len += 1;
        } else {
            bits.copy_within(i..i + height, len);
            len += height;
        }
        i += height;
    }
    (len, stacks)
}

/// The lines of what a stack was made of.
pub(crate) fn lines_of(parts: &[Bit]) -> impl Iterator<Item = &[Bit]> {
    parts.chunk_by(on_a_line)
}

fn on_a_line(a: &Bit, b: &Bit) -> bool {
    (b.middle() - a.middle()).abs() < EDGE * a.size
}

/// How many of the bits, from the first on, were painted one line below the other, at one edge or
/// about one centre, and in how many lines. Only a line that begins with a box may be of several.
fn stack_height(bits: &[Bit]) -> (usize, u32) {
    let Some(first) = bits.first() else { return (0, 0) };
    let top = line_length(bits, first.opens);
    let (mut end, mut count, mut above, mut usual) = (top, 1, *first, None);
    while let Some(next) = bits.get(end..).filter(|next| !next.is_empty()) {
        let (start, length) = (&next[0], line_length(next, first.opens));
        let pitch = (start.middle() - above.middle()) / above.size;
        let left =
            bits[..top].iter().any(|bit| (start.area.x0 - bit.area.x0).abs() < EDGE * bit.size);
        let centre = (start.area.x0 + start.area.x1 - above.area.x0 - above.area.x1).abs() / 2.0;
        let right = (next[length - 1].area.x1 - bits[end - 1].area.x1).abs();
        let follows = start.run == bits[end - 1].run + 1
            && (left || centre.min(right) < EDGE * above.size)
            && above.ink
            && start.ink
            && !start.opens
            && PITCHES.contains(&pitch)
            && usual.is_none_or(|usual: f32| (pitch - usual).abs() < PITCH);
        if !follows {
            break;
        }
        usual = usual.or(Some(pitch));
        above = *start;
        end += length;
        count += 1;
    }
    (if count > 1 { end } else { 1 }, count)
}

/// How many bits were painted one after the other on the line of the first one.
fn line_length(bits: &[Bit], several: bool) -> usize {
    let goes_on = |w: &&[Bit]| {
        let (a, b) = (&w[0], &w[1]);
        several
            && b.run == a.run + 1
            && !b.opens
            && on_a_line(a, b)
            && GAPS.contains(&((b.area.x0 - a.area.x1) / a.size))
    };
    1 + bits.windows(2).take_while(goes_on).count()
}

/// Whether what stands beside a stack stands half-way up: brackets on both sides, or all of it. Of a
/// box with its wording that is so where its neighbours do; other texts need something before them.
fn is_half_way<'a>(stack: &Bit, others: impl Iterator<Item = &'a Bit>) -> bool {
    let size = stack.size;
    let (mut found, mut all) = (false, true);
    let (mut left, mut right): (Option<Side>, Option<Side>) = (None, None);
    for bit in others.filter(|bit| bit.ink) {
        let (before, after) = (stack.area.x0 - bit.area.x1, bit.area.x0 - stack.area.x1);
        if bit.middle() < stack.area.y0
            || bit.middle() > stack.area.y1
            || before.max(after) < -OVERLAP * size
        {
            continue;
        }
        let half_way = (bit.middle() - stack.middle()).abs() < HALF_WAY * size;
        let bracket = bit.area.x1 - bit.area.x0 < BRACKET * size;
        let (side, gap) = if after > before { (&mut right, after) } else { (&mut left, before) };
        if side.as_ref().is_none_or(|nearest| gap < nearest.gap) {
            *side = Some(Side { gap, half_way, bracket });
        }
        // Beside a middle line only a bracket can tell a stack from the columns of a table.
        let column = after > before && stack.count % 2 == 1 && !bracket;
        all &= half_way && !column;
        found |= before > -OVERLAP * size && before < BEFORE * size;
    }
    match (left, right) {
        (Some(left), Some(right)) if left.is_bracket() && right.is_bracket() => true,
        (left, right) if stack.opens => {
            let fits = |side: &Option<Side>| side.as_ref().is_none_or(|side| side.half_way);
            fits(&left) && fits(&right) && (left.is_some() || right.is_some())
        }
        _ => all && found,
    }
}

/// What stands next to a stack on one side.
struct Side {
    gap: f32,
    half_way: bool,
    /// It is narrow.
    bracket: bool,
}

impl Side {
    fn is_bracket(&self) -> bool {
        self.half_way && self.bracket
    }
}
