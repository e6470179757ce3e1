//! Reference marks that stand by themselves at the right edge of the label column.

use super::line::Line;
use super::strip::Strip;
use crate::read::table::white::weights::label_weights as weights;
use std::collections::BTreeMap;

/// Gives lone marks to the labels: they stand left of where the values above and below them begin.
pub(super) fn take_marks(lines: &[Line], strips: &mut [Strip]) {
    let margin = commonest(strips.iter().filter_map(|strip| text_start(lines, strip)));
    for at in 0..strips.len() {
        let words = &lines[strips[at].line].words;
        let cell = strips[at].cells[1].clone();
        let Some(first) = words.get(cell.start).filter(|w| !cell.is_empty() && w.is_note()) else {
            continue;
        };
        let near = at.saturating_sub(weights().note_lines)..at + weights().note_lines + 1;
        let near = near.filter(|&s| s < strips.len() && s != at);
        let starts: Vec<usize> = near.filter_map(|s| text_start(lines, &strips[s])).collect();
        let right = starts.iter().any(|&s| s > first.start + 1);
        // Beside a single line, what it is set apart from is where all values begin.
        let next = words.get(cell.start + 1).filter(|_| cell.len() > 1).map(|word| word.start);
        // A text that stands as the others do is no value without its mark.
        let is_nearer = |s: &usize| next.is_none_or(|n| s.abs_diff(first.start) < s.abs_diff(n));
        let aligned = starts.iter().any(|s| s.abs_diff(first.start) <= 1 && is_nearer(s));
        let at_margin = next.zip(margin).is_some_and(|(next, margin)| next.abs_diff(margin) <= 1);
        let apart = cell.len() == 1 || ((right || at_margin) && !aligned);
        if apart {
            strips[at].cells[1].start += 1;
            strips[at].cells[0].end = strips[at].cells[1].start;
            if strips[at].cells[0].start == strips[at].cells[0].end {
                strips[at].cells[0].start = cell.start;
            }
        }
    }
}

/// The value that most are.
fn commonest(all: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    all.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

/// Where the text of a strip's value begins: no mark, and no bracket, which may stand left of it.
fn text_start(lines: &[Line], strip: &Strip) -> Option<usize> {
    let cell = strip.cells[1].clone();
    let first = lines[strip.line].words.get(cell.start).filter(|_| !cell.is_empty())?;
    (!first.is_note() && !matches!(first.lead, '[' | '［' | '（' | '(')).then_some(first.start)
}
