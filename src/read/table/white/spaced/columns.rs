//! Where the label column ends and the value column begins, line by line.
//!
//! The boundary differs between documents, pages and even tables of a page, and tools place columns
//! only roughly. So it is chosen for all lines of a page at once: each line says how well it fits
//! each boundary, and changing the boundary costs.

use super::line::{Line, Word};
use super::mark::digit;
use crate::fold::circled;
use crate::read::table::white::weights::{label_weights as weights, page_weights};

/// How a line lies to the boundary between labels and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Nothing is printed.
    Blank,
    /// The text runs across the boundary, or there is none: a heading, a paragraph.
    Full,
    /// Words before this index are of the label column, the others of the value column.
    Pair(usize),
}

/// How a line fits each boundary; the first is "no boundary".
type Fits = Vec<(u32, Place)>;

/// The places of consecutive lines.
pub(super) fn places(lines: &[&Line]) -> Vec<Place> {
    let w = weights();
    let states = w.rightmost.saturating_sub(w.leftmost) + 2;
    let fits: Vec<Fits> = lines.iter().map(|line| fits(line, states)).collect();
    let mut cost = vec![0u32; states];
    let mut from: Vec<Vec<usize>> = Vec::with_capacity(lines.len());
    for line in &fits {
        let mut step = vec![0; states];
        let (best, least) = least_of(&cost);
        let mut next = vec![0u32; states];
        for state in 0..states {
            let change = if state == 0 || best == 0 { w.enter } else { w.change };
            let ways = [
                (cost[state], state),
                (least.saturating_add(change), best),
                (cost[0].saturating_add(w.enter), 0),
            ];
            let (base, source) = ways.into_iter().min_by_key(|way| way.0).unwrap_or(ways[0]);
            step[state] = source;
            next[state] = base.saturating_add(line[state].0);
        }
        from.push(step);
        cost = next;
    }
    let (mut state, _) = least_of(&cost);
    let mut all: Vec<Place> = Vec::with_capacity(lines.len());
    for (line, step) in fits.iter().zip(&from).rev() {
        all.push(line[state].1);
        state = step[state];
    }
    all.reverse();
    all
}

/// The first of the cheapest, and what it costs.
fn least_of(cost: &[u32]) -> (usize, u32) {
    cost.iter().copied().enumerate().min_by_key(|least| least.1).unwrap_or_default()
}

fn fits(line: &Line, states: usize) -> Fits {
    if line.is_blank() {
        return vec![(0, Place::Blank); states];
    }
    let boundaries = (weights().leftmost..).take(states - 1);
    let pairs = boundaries.map(|boundary| pair(line, boundary));
    std::iter::once((alone(line), Place::Full)).chain(pairs).collect()
}

/// What it costs to take a line for one without columns.
fn alone(line: &Line) -> u32 {
    let Some(first) = line.words.first() else { return 0 };
    let w = weights();
    // White behind a numeral parts nothing.
    let numeral = usize::from(first.width <= 2);
    let wide = (1 + numeral..line.words.len()).any(|word| line.space_before(word) >= w.wide);
    match wide {
        true if first.start < page_weights().margin => w.wide_at_margin,
        true => w.wide_alone,
        false => w.alone,
    }
}

/// What it costs to cut a line at a boundary, and where it is cut.
fn pair(line: &Line, boundary: usize) -> (u32, Place) {
    let (words, w) = (&line.words, weights());
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return (0, Place::Blank) };
    if first.start + 1 >= boundary {
        return (u32::from(first.start != boundary), Place::Pair(0));
    }
    if last.end < boundary {
        let choice = first.width == 1 && matches!(first.lead, '[') || first.lead == '［';
        // A choice in the label column happens, but rarely.
        let parted = words.len() > 1 && !choice && wide_inside(line, words.len());
        let cost = if choice || parted { w.label_parted } else { w.label };
        let label = (cost, Place::Pair(words.len()));
        let value = cut_cost(line, 0, boundary).filter(|_| choice);
        return value.map_or(label, |(cost, word)| label.min((cost, Place::Pair(word))));
    }
    let best = (0..words.len()).filter_map(|word| {
        let (cost, word) = cut_cost(line, word, boundary)?;
        // A choice in the label column happens, but rarely.
        let choice = word > 0 && matches!(line.words[0].lead, '[' | '［');
        let torn =
            wide_inside(line, word) || is_torn(&words[..word]) || ends_marked(&words[..word]);
        let unlikely = if torn { w.torn } else { 0 } + if choice { w.choice } else { 0 };
        Some((cost + unlikely, word))
    });
    best.min().map_or((w.across, Place::Full), |(cost, word)| (cost, Place::Pair(word)))
}

/// Whether wide space parts the words left of the cut: then they are two cells, not one label. The
/// space after a numeral does not count.
fn wide_inside(line: &Line, cut: usize) -> bool {
    let left = &line.words[..cut];
    let wide = |w: usize| {
        let apart = line.space_before(w) >= weights().wide;
        apart && left[w].width > 2 && (w > 1 || left[0].width > 2)
    };
    let bracket = |w: usize| {
        let open = matches!(left[w].lead, '[' | '［');
        open && (w > 0 || !left.iter().any(|l| matches!(l.tail, ']' | '］')))
    };
    (0..cut).any(|w| bracket(w) || (w > 0 && wide(w)))
}

/// Whether parentheses around empty space are open behind the words.
fn is_torn(left: &[Word]) -> bool {
    let open = left.iter().rposition(|w| matches!(w.tail, '（' | '('));
    open.is_some_and(|o| !left[o..].iter().any(|w| matches!(w.lead, '）' | ')')))
}

/// Whether the number of an option ends the words: it stands before the option.
fn ends_marked(left: &[Word]) -> bool {
    let marked = |w: &Word| digit(w.lead).is_some() && matches!(w.tail, ')' | '）');
    left.len() > 1 && left.last().is_some_and(|w| marked(w) && w.width <= weights().mark_width)
}

fn left_width(line: &Line, cut: usize) -> usize {
    line.words[..cut].iter().map(|w| w.width).sum()
}

/// What it costs to begin the value column with a word, if that is possible.
fn cut_cost(line: &Line, word: usize, boundary: usize) -> Option<(u32, usize)> {
    let start = line.words.get(word)?.start;
    let (space, w) = (line.space_before(word), weights());
    let off = u32::try_from(start.abs_diff(boundary)).ok()?;
    // The first word begins the values only if nothing stands in the label column.
    let square = matches!(line.words[word].lead, '[' | '［');
    let bracket = square || matches!(line.words[word].lead, '（' | '(');
    if word == 0 && bracket && off <= w.far_bracket {
        return (start >= w.leftmost).then_some((off, 0));
    }
    if word == 0 {
        return (start >= w.leftmost && off <= w.rough).then_some((w.off * off, 0));
    }
    // The characters of a short label may stand apart.
    if is_spaced_out(&line.words[word - 1]) && is_spaced_out(&line.words[word]) {
        return None;
    }
    let before = start - space;
    // Headings have numbers; what stands beside them has a column of its own.
    let numbered = digit(line.words[0].lead).is_some();
    let straddles = start > boundary && before < boundary;
    // The reference mark of a label that stands in the line above.
    let lone_note = word == 1 && line.words[0].start >= w.leftmost;
    let full = || word <= 2 && left_width(line, word) >= w.full_label;
    let cost = match off {
        0 => u32::from(space == 1) * w.tight,
        1 if space == 1 => w.tight_beside,
        1 => w.beside,
        _ if straddles && space >= w.wide => w.straddling + u32::from(start > boundary + w.indent),
        // Of a label that fills its column only one space is left.
        _ if off <= w.rough && (space >= 2 || square || full()) => w.off * off,
        _ if off > w.rough && off <= w.far_bracket && (bracket || is_circled(line)) && full() => {
            w.off + off / 2
        }
        // A label that reaches across the boundary, or the reference mark behind it.
        _ if start > boundary && before <= boundary + w.beyond && space >= w.wide && !numbered => {
            w.reaching
        }
        _ if line.words[word - 1].is_note()
            && (start > boundary || lone_note && off <= w.rough) =>
        {
            w.off
        }
        _ => return None,
    };
    Some((cost, word))
}

/// Whether a line begins as the labels of the form do.
fn is_circled(line: &Line) -> bool {
    line.words.first().is_some_and(|first| circled(first.lead).is_some())
}

/// Whether a word is one character of full width that is no bracket.
fn is_spaced_out(word: &Word) -> bool {
    word.width == 2 && word.lead == word.tail && word.lead.is_alphabetic()
}
