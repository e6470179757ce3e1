//! Cells of a drawn table that a bar of their text has cut.

use super::{Table, ends, is_bar, is_corner, places};
use std::collections::BTreeSet;
use std::ops::Range;

/// Puts the cells of a table together that a bar of their text has cut: one that stands below no corner of a rule, in
/// a line whose bars between blanks do; or one between two characters, in a line that has as many more bars.
pub(super) fn join_cut(text: &str, table: &mut Table) {
    let rules = table.lines.iter().filter(|line| line.rule);
    let rules: Vec<Vec<usize>> =
        rules.map(|line| places(&text[line.range.clone()], is_corner)).collect();
    let corners: BTreeSet<usize> = rules.iter().flatten().copied().collect();
    let most = rules.iter().map(Vec::len).max().unwrap_or(0);
    for line in table.lines.iter_mut().filter(|line| !line.rule) {
        let below: Vec<bool> = ends(text, line).iter().map(|end| corners.contains(end)).collect();
        let inside: Vec<bool> = line.cells.iter().map(|cell| is_between(text, cell.end)).collect();
        let aligned = below.iter().zip(&inside).all(|(below, inside)| *below || *inside);
        let more = (line.cells.len() + 1).saturating_sub(most);
        let decided = inside.iter().filter(|inside| **inside).count() == more;
        let is_text = |at: usize| inside[at] && if aligned { !below[at] } else { decided };
        line.cells = joined(&line.cells, is_text);
    }
}

/// Whether a bar stands between two characters of a text, without a blank.
fn is_between(text: &str, at: usize) -> bool {
    let is_text = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !is_corner(c));
    text[at..].starts_with(is_bar)
        && is_text(text[..at].chars().next_back())
        && is_text(text[at..].chars().nth(1))
}

/// Cells, each put together with the next where the bar behind it is text.
fn joined(cells: &[Range<usize>], is_text: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        match all.last_mut().filter(|_| at > 0 && is_text(at - 1)) {
            Some(last) => last.end = cell.end,
            None => all.push(cell.clone()),
        }
    }
    all
}
