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
use crate::read::page::Page;

/// Text begins at most so far (in ems) behind its box.
const BEHIND: f32 = 3.0;
/// Edges and middles that differ by less (in ems) are the same.
const SAME: f32 = 0.3;
/// Lines of one wording are no further apart, in ems.
const PITCH: f32 = 1.7;
/// Text hangs below its brackets by less than a line, in ems.
const HANGS: f32 = 0.95;
/// Brackets with less white between them (in ems) hold nothing.
const EMPTY: f32 = 1.5;

/// Moves the bits of a cell to their lines.
pub(super) fn raise(page: &Page, runs: &[Run], bits: &mut [Bit]) {
    let brackets: Vec<Option<Bracket>> = bits.iter().map(|bit| bracket(page, runs, bit)).collect();
    if brackets.iter().all(Option::is_none) {
        return;
    }
    hanging(bits, &brackets);
    let opens = |at: usize| brackets[at].is_some_and(|b| b.is_box);
    let boxes: Vec<usize> = (0..bits.len()).filter(|at| bits[*at].opens && opens(*at)).collect();
    let moves: Vec<(usize, f32)> =
        boxes.iter().filter_map(|at| half_way(bits, &boxes, *at)).collect();
    for (at, up) in moves {
        let (middle, from, size) = (bits[at].middle(), bits[at].area.x0, bits[at].size);
        let text = bits[at].area.x1 + BEHIND * size;
        for bit in bits.iter_mut().filter(|bit| (bit.middle() - middle).abs() < SAME * size) {
            if from <= bit.area.x0
                && bit.area.x0 < text
                && bit.area.x1 - bit.area.x0 < BEHIND * size
            {
                shift(bit, -up);
            }
        }
    }
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
fn half_way(bits: &[Bit], boxes: &[usize], at: usize) -> Option<(usize, f32)> {
    let own = bits[at];
    let em = own.size;
    let is_text = |bit: &&Bit| {
        let from = bit.area.x0 - own.area.x1;
        bit.ink && !bit.opens && -SAME * em < from && from < BEHIND * em
    };
    let near = |bit: &&Bit| (bit.middle() - own.middle()).abs() < PITCH * em;
    let start = bits
        .iter()
        .filter(is_text)
        .filter(near)
        .filter(|bit| (bit.middle() - own.middle()).abs() > SAME * em);
    let left = start.map(|bit| bit.area.x0).reduce(f32::min)?;
    // A wording that begins on the line of its box stands beside it as it is.
    let is_wording = |bit: &&Bit| {
        let is_on_line = (bit.middle() - own.middle()).abs() < SAME * em;
        is_on_line && bit.area.x0 < left - SAME * em && bit.area.x1 - bit.area.x0 > EMPTY * em
    };
    if bits.iter().filter(is_text).any(|bit| is_wording(&bit)) {
        return None;
    }
    let mut lines: Vec<&Bit> =
        bits.iter().filter(is_text).filter(|bit| (bit.area.x0 - left).abs() < SAME * em).collect();
    lines.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    // What has a box of its own is of that one.
    let is_free = |bit: &&Bit| {
        !boxes.iter().any(|other| {
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
    Some((at, own.middle() - stack[0]))
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
    for (open, _) in bits.iter().zip(brackets).filter(|(_, b)| b.is_some_and(|b| b.ends_open)) {
        let beside = |bit: &Bit| {
            let is_on_line = (bit.middle() - open.middle()).abs() < SAME * open.size;
            bit.ink && is_on_line && bit.area.x0 >= open.area.x1 - SAME * open.size
        };
        let next = bits.iter().zip(brackets).filter(|(bit, _)| beside(bit));
        let next = next.min_by(|a, b| a.0.area.x0.total_cmp(&b.0.area.x0));
        let closing = next.filter(|(_, bracket)| bracket.is_some_and(|b| b.closes));
        let Some((close, _)) = closing else { continue };
        let gap = Gap { from: open.area.x1, to: close.area.x0, middle: open.middle() };
        let is_stack = || bits.iter().any(|bit| gap.is_below(bit));
        if gap.to - gap.from > EMPTY * open.size && !is_stack() {
            gaps.push(gap);
        }
    }
    for (bit, _) in bits.iter_mut().zip(brackets).filter(|(_, bracket)| bracket.is_none()) {
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
