//! Pages and what they are made of.

use super::furniture::furniture;
use super::line::{Line, Piece, label_width, pages, printed_width, squeezed};
use super::mark::{ends_sentence, mark};
use super::page::read_page;
use super::part::{Part, Section};
use super::strip::{Strip, Top};
use super::table::{Header, widths};
use crate::read::table::white::weights::{page_weights as weights, row_weights};
use std::collections::BTreeMap;
use std::ops::Range;

impl Section {
    /// Notes how wide the columns are.
    fn measure(&mut self, lines: &[Line]) {
        let (mut pair, mut only) = (vec![0; 2], 0);
        let (mut full, mut labels) = (0, Vec::new());
        for part in &self.parts {
            match part {
                Part::Full(cells) => {
                    let pieces = cells.iter().flatten();
                    let width = |p: &Piece| printed_width(&lines[p.line], &p.words);
                    full = pieces.map(width).fold(full, usize::max);
                }
                Part::Grid { strips, table: false, .. } => {
                    for strip in strips {
                        let both = strip.cells.iter().all(|c| !c.is_empty());
                        if both {
                            labels.push(label(&lines[strip.line], &strip.cells[0]));
                        }
                        if both || strip.cells[0].is_empty() {
                            widen(&mut pair, lines, strip);
                        } else {
                            only = only.max(label_width(&lines[strip.line], &strip.cells[0]));
                        }
                    }
                }
                _ => {}
            }
        }
        if pair[0] == 0 {
            pair[0] = only;
        }
        self.full_width = full.max(weights().paragraph);
        self.pair_widths = pair;
        self.label_widths = labels;
    }
}

/// The pages of a text.
pub(super) fn sections(text: &str, lines: &[Line]) -> Vec<Section> {
    let is_furniture = furniture(text, lines);
    let read = |widths: &[usize], label: usize| -> Vec<Section> {
        let mut open: Option<Header> = None;
        let page = |range| read_page(text, lines, &is_furniture, range, &mut open, widths, label);
        pages(lines).into_iter().map(page).collect()
    };
    // How wide the columns of tables are is known only when all have been cut.
    let table_widths = widths(lines, &table_strips(&read(&[], 0)));
    let mut all = read(&table_widths, 0);
    let table_widths = widths(lines, &table_strips(&all));
    all.iter_mut().for_each(|section| section.measure(lines));
    let mut all = read(&table_widths, label_width_of(&all));
    let shown_widths = widest(lines, &table_strips(&all), &table_widths);
    for section in &mut all {
        section.measure(lines);
        section.table_widths.clone_from(&shown_widths);
    }
    let label_width = label_width_of(&all);
    let indented = indented(&all, label_width);
    for section in &mut all {
        section.label_width = label_width;
        section.indented.clone_from(&indented);
    }
    for index in 1..all.len() {
        let (before, after) = all.split_at_mut(index);
        if let (Some(before), Some(after)) = (before.last(), after.first_mut()) {
            mark_unfinished(text, lines, before, after);
        }
    }
    all
}

/// Printed width of the column of labels.
fn label_width_of(sections: &[Section]) -> usize {
    widest_label(sections.iter().flat_map(|s| &s.label_widths).map(|(_, width)| *width).collect())
}

/// The width of the widest label, but for outliers: headings with a box beside them look like labels, too.
fn widest_label(mut labels: Vec<usize>) -> usize {
    labels.sort_unstable();
    let aside =
        usize::from(labels.len() > weights().few_labels) + labels.len() / weights().odd_labels;
    labels.iter().rev().nth(aside).copied().unwrap_or(0)
}

/// Where labels begin that are set in, and how wide those are: their lines end earlier, but not by much.
fn indented(sections: &[Section], whole: usize) -> Vec<(usize, usize)> {
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (start, width) in sections.iter().flat_map(|section| &section.label_widths) {
        columns.entry(*start).or_default().push(*width);
    }
    let is_near = |width: usize| width < whole && width * 100 >= whole * row_weights().bare_share;
    let columns = columns.into_iter().filter(|(start, _)| *start > 0);
    let widths = columns.map(|(start, widths)| (start, widest_label(widths)));
    widths.filter(|(_, width)| is_near(*width)).collect()
}

/// Where a label begins and how far it reaches.
fn label(line: &Line, words: &Range<usize>) -> (usize, usize) {
    (line.words.get(words.start).map_or(0, |word| word.start), label_width(line, words))
}

fn table_strips(sections: &[Section]) -> Vec<&Strip> {
    let strips = |part| match part {
        &Part::Grid { ref strips, table: true, .. } => strips.as_slice(),
        _ => &[],
    };
    sections.iter().flat_map(|s| &s.parts).flat_map(strips).collect()
}

/// Widths of columns, and where they are not known those of their widest lines.
fn widest(lines: &[Line], strips: &[&Strip], known: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    strips.iter().for_each(|s| widen(&mut found, lines, s));
    let width = |(w, k): (&usize, &usize)| if *k == usize::MAX { *w } else { *k };
    found.iter().zip(known).map(width).collect()
}

/// Notes that the first table of a page goes on with a sentence of the page before.
fn mark_unfinished(text: &str, lines: &[Line], before: &Section, after: &mut Section) {
    let printed = |p: &&Part| matches!(p, Part::Full(_) | Part::Grid { .. });
    let Some(Part::Grid { strips, table, .. }) = before.parts.iter().rfind(printed) else { return };
    let first = after.parts.iter_mut().find(|p| matches!(p, Part::Full(_) | Part::Grid { .. }));
    let Some(Part::Grid { strips: next, table: same, top, .. }) = first else { return };
    let (Some(upper), Some(lower)) = (strips.last(), next.first()) else { return };
    let words = |s: &Strip, c: usize| -> String {
        let range = s.cells.get(c).cloned().unwrap_or_default();
        squeezed(&lines[s.line].words[range], text)
    };
    let torn = (1..upper.cells.len()).any(|column| {
        let (end, start) = (words(upper, column), words(lower, column));
        let width = printed_width(&lines[upper.line], &upper.cells[column]);
        let full = width + weights().full
            >= before.widths(*table).get(column).copied().unwrap_or(usize::MAX);
        let ends = full && width > weights().running && !ends_sentence(&end);
        ends && !start.is_empty() && mark(&start).is_none() && !start.starts_with(['[', '［'])
    });
    if *top == Top::Page && table == same && torn && lower.cells[0].is_empty() {
        *top = Top::Unfinished;
    }
}

fn widen(widths: &mut Vec<usize>, lines: &[Line], strip: &Strip) {
    widths.resize(widths.len().max(strip.cells.len()), 0);
    let line = &lines[strip.line];
    for (column, (width, cell)) in widths.iter_mut().zip(&strip.cells).enumerate() {
        let measure = if column == 0 { label_width } else { printed_width };
        *width = (*width).max(measure(line, cell));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_are_set_in_have_a_width_of_their_own_where_it_is_near_the_others() {
        let label_widths = vec![(0, 24), (0, 22), (2, 20), (2, 12), (4, 8)];
        let sections = [Section { label_widths, ..Section::default() }];
        assert_eq!(indented(&sections, label_width_of(&sections)), [(2, 20)]);
    }
}
