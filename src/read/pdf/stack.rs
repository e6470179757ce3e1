//! Text that wraps within a line: between brackets that stand half-way up beside its lines.

use super::order::Bit;

/// In cells of more runs, text that is broken within a line is not looked for.
const MOST_STACKED: usize = 400;

/// Makes one bit of each text that is broken into several lines in the middle of a line: between
/// brackets, say, that stand half-way up. Returns the number of bits left, at the front.
pub(crate) fn stack(bits: &mut [Bit]) -> usize {
    if bits.len() > MOST_STACKED {
        return bits.len();
    }
    let (mut len, mut i) = (0, 0);
    while i < bits.len() {
        let height = stack_height(&bits[i..]);
        let stack = &bits[i..i + height];
        let whole = stack.iter().fold(stack[0], |whole, bit| Bit {
            area: whole.area.union(bit.area),
            count: u32::try_from(height).unwrap_or(1),
            ..whole
        });
        if height > 1 && is_half_way(&whole, bits[..len].iter().chain(&bits[i + height..])) {
            bits[len] = whole;
            len += 1;
        } else {
            bits.copy_within(i..i + height, len);
            len += height;
        }
        i += height;
    }
    len
}

/// How many of the bits, from the first on, were painted one below the other, at one left edge or
/// about one centre.
fn stack_height(bits: &[Bit]) -> usize {
    let pitch = |w: &[Bit]| (w[1].middle() - w[0].middle()) / w[0].size;
    let Some(usual) = bits.get(..2).map(pitch) else { return bits.len().min(1) };
    let follows = |w: &&[Bit]| {
        let (a, b) = (&w[0], &w[1]);
        let left = (b.area.x0 - a.area.x0).abs();
        let centre = (b.area.x0 + b.area.x1 - a.area.x0 - a.area.x1).abs() / 2.0;
        let aligned = left.min(centre) < 0.3 * a.size && a.ink && b.ink;
        b.run == a.run + 1
            && aligned
            && !b.opens
            && (0.8..1.6).contains(&pitch(w))
            && (pitch(w) - usual).abs() < 0.15
    };
    1 + bits.windows(2).take_while(follows).count()
}

/// Whether what stands beside a stack stands half-way up: brackets on both sides, or all of it. A
/// wording behind its box is whole by itself; other texts need something before them.
fn is_half_way<'a>(stack: &Bit, others: impl Iterator<Item = &'a Bit>) -> bool {
    let size = stack.size;
    let mut found = false;
    let mut all = true;
    let (mut left, mut right): (Option<Side>, Option<Side>) = (None, None);
    for bit in others.filter(|bit| bit.ink) {
        let (before, after) = (stack.area.x0 - bit.area.x1, bit.area.x0 - stack.area.x1);
        if bit.middle() < stack.area.y0
            || bit.middle() > stack.area.y1
            || before.max(after) < -0.3 * size
        {
            continue;
        }
        let half_way = (bit.middle() - stack.middle()).abs() < 0.25 * size;
        let bracket = bit.area.x1 - bit.area.x0 < 1.2 * size;
        let side = if after > before { &mut right } else { &mut left };
        let gap = before.max(after);
        if side.as_ref().is_none_or(|nearest| gap < nearest.gap) {
            *side = Some(Side { gap, bracket: bracket && half_way });
        }
        // Beside a middle line only a bracket can tell a stack from the columns of a table.
        let column = after > before && stack.count % 2 == 1 && !bracket && !stack.opens;
        all &= half_way && !column;
        found |= stack.opens || before > -0.3 * size && before < 3.0 * size;
    }
    let is_bracket = |side: Option<Side>| side.is_some_and(|side| side.bracket);
    all && found || is_bracket(left) && is_bracket(right)
}

/// What stands next to a stack on one side.
struct Side {
    gap: f32,
    /// It is narrow, and half-way up.
    bracket: bool,
}
