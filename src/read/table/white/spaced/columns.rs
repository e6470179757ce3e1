//! Where the label column ends and the value column begins, line by line.
//!
//! The boundary differs between documents, pages and even tables of a page, and tools place columns
//! only roughly. So it is chosen for all lines of a page at once: each line says how well it fits
//! each boundary, and changing the boundary costs.

use super::line::{Line, Word};
use super::mark::digit;

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

const FIRST: usize = 6;
const LAST: usize = 48;
/// State 0 is "no boundary".
const STATES: usize = LAST - FIRST + 2;
/// Label columns are hardly narrower.
const FULL_LABEL: usize = 16;
/// The brackets of choices may begin left of the texts.
const FAR_BRACKET: u32 = 12;
/// Lists and options are indented less.
const INDENT: usize = 7;
/// Labels reach no further across the boundary.
const BEYOND: usize = 8;
const CHANGE: u32 = 20;
const ENTER: u32 = 10;

/// The places of consecutive lines.
pub(super) fn places(lines: &[&Line]) -> Vec<Place> {
    let fits: Vec<[(u32, Place); STATES]> = lines.iter().map(|line| fits(line)).collect();
    let mut cost = [0u32; STATES];
    let mut from: Vec<[u8; STATES]> = Vec::with_capacity(lines.len());
    for line in &fits {
        let mut step = [0u8; STATES];
        let (best, least) = least_of(&cost);
        let mut next = [0u32; STATES];
        for state in 0..STATES {
            let change = if state == 0 || best == 0 { ENTER } else { CHANGE };
            let ways = [
                (cost[state], state),
                (least.saturating_add(change), best),
                (cost[0].saturating_add(ENTER), 0),
            ];
            let (base, source) = ways.into_iter().min_by_key(|way| way.0).unwrap_or(ways[0]);
            step[state] = u8::try_from(source).unwrap_or(0);
            next[state] = base.saturating_add(line[state].0);
        }
        from.push(step);
        cost = next;
    }
    let (mut state, _) = least_of(&cost);
    let mut all: Vec<Place> = Vec::with_capacity(lines.len());
    for (line, step) in fits.iter().zip(&from).rev() {
        all.push(line[state].1);
        state = usize::from(step[state]);
    }
    all.reverse();
    all
}

fn least_of(cost: &[u32; STATES]) -> (usize, u32) {
    let mut least = (0, cost[0]);
    for (state, &c) in cost.iter().enumerate() {
        if c < least.1 {
            least = (state, c);
        }
    }
    least
}

fn fits(line: &Line) -> [(u32, Place); STATES] {
    let mut all = [(0, Place::Blank); STATES];
    if line.is_blank() {
        return all;
    }
    all[0] = (alone(line), Place::Full);
    for (state, fit) in all.iter_mut().enumerate().skip(1) {
        *fit = pair(line, FIRST + state - 1);
    }
    all
}

/// What it costs to take a line for one without columns.
fn alone(line: &Line) -> u32 {
    let Some(first) = line.words.first() else { return 0 };
    let wide = (1..line.words.len()).any(|w| line.space_before(w) >= 3);
    match (first.start, wide) {
        (0..4, true) => 10,
        (_, true) => 5,
        _ => 3,
    }
}

/// What it costs to cut a line at a boundary, and where it is cut.
fn pair(line: &Line, boundary: usize) -> (u32, Place) {
    let words = &line.words;
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return (0, Place::Blank) };
    if first.start + 1 >= boundary {
        let cost = match first.start.abs_diff(boundary) {
            0 => 0,
            _ => 1,
        };
        return (cost, Place::Pair(0));
    }
    if last.end < boundary {
        let choice = first.width == 1 && matches!(first.lead, '[') || first.lead == '［';
        // A choice in the label column happens, but rarely.
        let parted = words.len() > 1 && !choice && wide_inside(line, words.len());
        let cost = if choice || parted { 11 } else { 3 };
        let label = (cost, Place::Pair(words.len()));
        let value = cut_cost(line, 0, boundary).filter(|_| choice);
        return value.map_or(label, |(cost, word)| label.min((cost, Place::Pair(word))));
    }
    let best = (0..words.len()).filter_map(|w| {
        let (cost, word) = cut_cost(line, w, boundary)?;
        // A choice in the label column happens, but rarely.
        let choice = word > 0 && matches!(line.words[0].lead, '[' | '［');
        let torn = wide_inside(line, word) || is_torn(&words[..word]);
        let unlikely = if torn { 15 } else { 0 } + if choice { 8 } else { 0 };
        Some((cost + unlikely, word))
    });
    best.min().map_or((12, Place::Full), |(cost, word)| (cost, Place::Pair(word)))
}

/// Whether wide space parts the words left of the cut: then they are two cells, not one label. The
/// space after a numeral does not count.
fn wide_inside(line: &Line, cut: usize) -> bool {
    let left = &line.words[..cut];
    let wide =
        |w: usize| left[w].width > 2 && line.space_before(w) >= 3 && (w > 1 || left[0].width > 2);
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

fn left_width(line: &Line, cut: usize) -> usize {
    line.words[..cut].iter().map(|w| w.width).sum()
}

/// What it costs to begin the value column with a word, if that is possible.
fn cut_cost(line: &Line, word: usize, boundary: usize) -> Option<(u32, usize)> {
    let start = line.words.get(word)?.start;
    let space = line.space_before(word);
    let off = u32::try_from(start.abs_diff(boundary)).ok()?;
    // The first word begins the values only if nothing stands in the label column.
    let bracket = matches!(line.words[word].lead, '[' | '［' | '（' | '(');
    if word == 0 && bracket && off <= FAR_BRACKET {
        return (start >= FIRST).then_some((off, 0));
    }
    if word == 0 {
        return (start >= FIRST && off <= 3).then_some((3 * off, 0));
    }
    // The characters of a short label may stand apart.
    if is_spaced_out(&line.words[word - 1]) && is_spaced_out(&line.words[word]) {
        return None;
    }
    let before = start - space;
    // Headings have numbers; what stands beside them has a column of its own.
    let numbered = digit(line.words[0].lead).is_some();
    let straddles = start > boundary && before < boundary;
    match off {
        0 => Some((if space == 1 { 2 } else { 0 }, word)),
        1 => Some((if space == 1 { 8 } else { 2 }, word)),
        _ if straddles && space >= 3 => Some((if start > boundary + INDENT { 2 } else { 1 }, word)),
        2..=4 if space >= 2 || matches!(line.words[word].lead, '[' | '［') => {
            Some((3 * off, word))
        }
        // Of a label that fills its column only one space is left.
        2..=4 if word <= 2 && left_width(line, word) >= FULL_LABEL => Some((3 * off, word)),
        5..=FAR_BRACKET if word <= 2 && bracket && left_width(line, word) >= FULL_LABEL => {
            Some((3 + off / 2, word))
        }
        // A label that reaches across the boundary, or the reference mark behind it.
        _ if start > boundary && before <= boundary + BEYOND && space >= 3 && !numbered => {
            Some((5, word))
        }
        _ if start > boundary && line.words[word - 1].is_note() => Some((3, word)),
        _ => None,
    }
}

/// Whether a word is one character of full width that is no bracket.
fn is_spaced_out(word: &Word) -> bool {
    word.width == 2 && word.lead == word.tail && word.lead.is_alphabetic()
}
