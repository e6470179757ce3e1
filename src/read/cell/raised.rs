//! Boxes that stand half-way up beside the lines of their wording, and text that hangs below its brackets.
//!
//! ```text
//!      network of the                  [            ]
//! [ ]  other bodies                       an option
//! ```
//! Read by height, the box would be of the second line, and the option of none. Both are moved up to the
//! line that they belong to.

use super::bit::Bit;
use super::run::Run;
use crate::budget;
use crate::read::numbers::cell::raised::{BEHIND, BITS, EMPTY, HANGS, PITCH, SAME};
use crate::read::page::Page;

/// Moves the bits of a cell to their lines.
pub(super) fn raise(page: &Page, runs: &[Run], bits: &mut [Bit]) {
    let brackets: Vec<Option<Bracket>> = bits.iter().map(|bit| bracket(page, runs, bit)).collect();
    if brackets.iter().all(Option::is_none) {
        return;
    }
    hanging(bits, &brackets);
    let opens = |at: usize| brackets[at].is_some_and(|b| b.is_box);
    let by_left = sorted(bits, (0..bits.len()).collect(), left);
    let boxes: Vec<usize> =
        by_left.iter().copied().filter(|at| bits[*at].opens && opens(*at)).collect();
    let moves: Vec<(usize, f32)> =
        boxes.iter().filter_map(|at| Some((*at, half_way(bits, &by_left, &boxes, *at)?))).collect();
    for (at, up) in moves {
        let (middle, from, size) = (bits[at].middle(), bits[at].area.x0, bits[at].size);
        let text = bits[at].area.x1 + BEHIND * size;
        for near in within(bits, &by_left, left, from, text) {
            let bit = &mut bits[*near];
            if (bit.middle() - middle).abs() < SAME * size
                && bit.area.x0 < text
                && bit.area.x1 - bit.area.x0 < BEHIND * size
            {
                shift(bit, -up);
            }
        }
    }
}

fn left(bit: &Bit) -> f32 {
    bit.area.x0
}

/// Bits in the order of an edge.
fn sorted(bits: &[Bit], mut order: Vec<usize>, edge: fn(&Bit) -> f32) -> Vec<usize> {
    order.sort_by(|a, b| edge(&bits[*a]).total_cmp(&edge(&bits[*b])));
    order
}

/// Those of sorted bits whose edge lies between two places.
fn within<'o>(
    bits: &[Bit],
    order: &'o [usize],
    edge: fn(&Bit) -> f32,
    from: f32,
    to: f32,
) -> &'o [usize] {
    let before = |place: f32| order.partition_point(|at| edge(&bits[*at]) < place);
    let after = |place: f32| order.partition_point(|at| edge(&bits[*at]) <= place);
    let found = order.get(before(from)..after(to)).unwrap_or_default();
    budget::steps(found.len() / BITS);
    found
}

fn shift(bit: &mut Bit, by: f32) {
    bit.area.y0 += by;
    bit.area.y1 += by;
}

/// Which brackets a bit begins and ends with.
#[derive(Clone, Copy)]
struct Bracket {
    ends_open: bool,
    closes: bool,
    /// It is a box, or its beginning, without anything of its wording.
    is_box: bool,
}

fn bracket(page: &Page, runs: &[Run], bit: &Bit) -> Option<Bracket> {
    let run = runs.get(bit.run as usize)?;
    let glyphs = page.glyphs.get(run.first as usize..run.last as usize)?;
    let text = |glyph: &crate::read::page::Glyph| {
        page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or("")
    };
    let chars =
        || glyphs.iter().flat_map(|glyph| text(glyph).chars()).filter(|c| !c.is_whitespace());
    let first = chars().next()?;
    let last = chars().next_back()?;
    let is_box = || {
        let wording = chars().filter(|c| !['[', '［', ']', '］'].contains(c));
        ['[', '［'].contains(&first) && wording.take(2).count() < 2
    };
    let opening = ['[', '［', '(', '（'];
    let (opens, ends_open) = (opening.contains(&first), opening.contains(&last));
    let closes = [')', '）', ']', '］'].contains(&first);
    (opens || ends_open || closes).then(|| Bracket { ends_open, closes, is_box: is_box() })
}

/// How far a box must go up to the first of the lines that it stands beside in the middle.
fn half_way(bits: &[Bit], by_left: &[usize], boxes: &[usize], at: usize) -> Option<f32> {
    let own = bits[at];
    let em = own.size;
    let (from, to) = (own.area.x1 - em, own.area.x1 + BEHIND * em);
    let beside = || within(bits, by_left, left, from, to).iter().map(|at| &bits[*at]);
    let is_text = |bit: &&Bit| {
        let from = bit.area.x0 - own.area.x1;
        bit.ink && !bit.opens && -SAME * em < from && from < BEHIND * em
    };
    let near = |bit: &&Bit| (bit.middle() - own.middle()).abs() < PITCH * em;
    let start = beside()
        .filter(is_text)
        .filter(near)
        .filter(|bit| (bit.middle() - own.middle()).abs() > SAME * em);
    let start = start.map(left).reduce(f32::min)?;
    // A wording that begins on the line of its box stands beside it as it is.
    let is_wording = |bit: &&Bit| {
        let is_on_line = (bit.middle() - own.middle()).abs() < SAME * em;
        is_on_line && bit.area.x0 < start - SAME * em && bit.area.x1 - bit.area.x0 > EMPTY * em
    };
    if beside().filter(is_text).any(|bit| is_wording(&bit)) {
        return None;
    }
    let mut lines: Vec<&Bit> =
        beside().filter(is_text).filter(|bit| (bit.area.x0 - start).abs() < SAME * em).collect();
    lines.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    // What has a box of its own is of that one.
    let (from, to) = (own.area.x0 - em, own.area.x0 + em);
    let above = within(bits, boxes, left, from, to);
    let is_free = |bit: &&Bit| {
        !above.iter().any(|other| {
            *other != at
                && (bits[*other].area.x0 - own.area.x0).abs() < em
                && (bits[*other].middle() - bit.middle()).abs()
                    <= (own.middle() - bit.middle()).abs()
        })
    };
    let lines: Vec<f32> = lines.into_iter().filter(is_free).map(Bit::middle).collect();
    let stack = lines.chunk_by(|a, b| b - a < PITCH * em).find(|stack| {
        let (first, last) = (stack[0], stack[stack.len() - 1]);
        stack.len() > 1 && ((first + last) / 2.0 - own.middle()).abs() < SAME * em
    })?;
    Some(own.middle() - stack[0])
}

/// The white between two brackets of a line.
#[derive(Clone, Copy)]
struct Gap {
    from: f32,
    to: f32,
    middle: f32,
}

impl Gap {
    /// Whether a bit stands right above the line of the brackets, in part between them.
    fn is_below(&self, bit: &Bit) -> bool {
        let up = (self.middle - bit.middle()) / bit.size;
        bit.ink && bit.area.x0 < self.to && bit.area.x1 > self.from && (0.2..=1.0).contains(&up)
    }

    /// How far (in ems) a bit between the brackets hangs below them; negative above.
    fn depth(&self, bit: &Bit) -> Option<f32> {
        let slack = SAME * bit.size;
        let is_within = self.from - slack < bit.area.x0 && bit.area.x1 < self.to + slack;
        (bit.ink && is_within).then(|| (bit.middle() - self.middle) / bit.size)
    }
}

/// Moves text up that hangs in the white between two brackets, where none stands above it.
fn hanging(bits: &mut [Bit], brackets: &[Option<Bracket>]) {
    let mut gaps: Vec<Gap> = Vec::new();
    let by_middle = sorted(bits, (0..bits.len()).collect(), Bit::middle);
    let largest = bits.iter().map(|bit| bit.size).fold(0.0, f32::max);
    for (open, _) in bits.iter().zip(brackets).filter(|(_, b)| b.is_some_and(|b| b.ends_open)) {
        let beside = |bit: &Bit| {
            let is_on_line = (bit.middle() - open.middle()).abs() < SAME * open.size;
            bit.ink && is_on_line && bit.area.x0 >= open.area.x1 - SAME * open.size
        };
        let (middle, slack) = (open.middle(), SAME * open.size);
        let line = within(bits, &by_middle, Bit::middle, middle - slack, middle + slack);
        let next = line.iter().filter(|at| beside(&bits[**at]));
        let next = next.min_by(|a, b| left(&bits[**a]).total_cmp(&left(&bits[**b])).then(a.cmp(b)));
        let closing = next.filter(|at| brackets[**at].is_some_and(|b| b.closes));
        let Some(close) = closing.map(|at| &bits[*at]) else { continue };
        let gap = Gap { from: open.area.x1, to: close.area.x0, middle };
        let above = within(bits, &by_middle, Bit::middle, middle - largest, middle);
        let is_stack = || above.iter().any(|at| gap.is_below(&bits[*at]));
        if gap.to - gap.from > EMPTY * open.size && !is_stack() {
            gaps.push(gap);
        }
    }
    for (bit, _) in bits.iter_mut().zip(brackets).filter(|(_, bracket)| bracket.is_none()) {
        budget::steps(gaps.len() / BITS);
        let hangs = |gap: &&Gap| gap.depth(bit).is_some_and(|depth| (SAME..HANGS).contains(&depth));
        if let Some(gap) = gaps.iter().find(hangs) {
            let up = gap.middle - bit.middle();
            shift(bit, up);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    #[test]
    fn a_box_half_way_up_is_of_the_whole_wording() {
        let page = Sample::new(400.0, 600.0)
            .grid(&[20.0, 380.0], &[100.0, 140.0])
            .text(25.0, 106.0, 10.0, "[○]")
            .text(45.0, 100.0, 10.0, "情報提供")
            .text(45.0, 112.0, 10.0, "システム")
            .text(200.0, 106.0, 10.0, "[ ]")
            .text(220.0, 100.0, 10.0, "庁内")
            .text(220.0, 112.0, 10.0, "連携");
        let read = rows(&[page.page()]);
        assert_eq!(read.rows[0].cells[0].text, "[○]情報提供\nシステム\n[ ]庁内\n連携");
    }

    #[test]
    fn text_that_hangs_below_its_brackets_stands_between_them() {
        let page = Sample::new(400.0, 600.0)
            .grid(&[20.0, 380.0], &[100.0, 140.0])
            .text(25.0, 105.0, 10.0, "（")
            .text(60.0, 110.0, 10.0, "3")
            .text(120.0, 105.0, 10.0, "）件");
        let read = rows(&[page.page()]);
        assert_eq!(read.rows[0].cells[0].text.replace(' ', ""), "（3）件");
    }
}
