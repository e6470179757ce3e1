//! Running titles that no table knows: what stands at the edge of most pages.

use crate::rows::Row;
use std::collections::BTreeMap;

/// Lines at the edge of a page that are looked at.
const EDGE: usize = 2;
/// A running title stands on this many pages at least, and on half of them.
const LEAST: usize = 4;

/// Marks the lines that stand, but for their numbers, at the edge of most pages.
pub(super) fn repeated(rows: &mut [Row]) {
    let pages = pages(rows);
    if pages.len() < LEAST {
        return;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (from, to) in &pages {
        let mut here: Vec<String> = edge(*from, *to).filter_map(|at| shape(&rows[at])).collect();
        here.sort_unstable();
        here.dedup();
        for shape in here {
            *seen.entry(shape).or_default() += 1;
        }
    }
    seen.retain(|_, count| *count >= LEAST && *count * 2 >= pages.len());
    for (from, to) in pages {
        for at in edge(from, to) {
            if shape(&rows[at]).is_some_and(|shape| seen.contains_key(&shape)) {
                rows[at].furniture = true;
            }
        }
    }
}

/// The rows of each page: first, and behind the last.
fn pages(rows: &[Row]) -> Vec<(usize, usize)> {
    let page =
        |row: &Row| row.cells.iter().flat_map(|cell| &cell.spans).next().map(|s| s.source.page);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut last = None;
    for (at, row) in rows.iter().enumerate() {
        let here = page(row).or(last);
        match found.last_mut() {
            Some(open) if here == last => open.1 = at + 1,
            _ => found.push((at, at + 1)),
        }
        last = here;
    }
    found
}

fn edge(from: usize, to: usize) -> impl Iterator<Item = usize> {
    (from..to.min(from + EDGE)).chain(from.max(to.saturating_sub(EDGE))..to)
}

/// The text of a row of one cell, its numbers left out.
fn shape(row: &Row) -> Option<String> {
    let [cell] = row.cells.as_slice() else { return None };
    let text: String =
        cell.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect();
    (!text.is_empty() && cell.text.chars().count() < 60).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{Cell, Span};
    use crate::source::Source;

    fn row(page: u32, text: &str) -> Row {
        let source = Source { page, ..Source::default() };
        let span = Span { start: 0, end: 1, raw_start: 0, raw_end: 1, source };
        let cell = Cell { text: text.to_owned(), spans: vec![span], ..Cell::default() };
        Row { cells: vec![cell], ..Row::default() }
    }

    #[test]
    fn what_stands_at_the_edge_of_most_pages_is_furniture() {
        let mut rows: Vec<Row> = (1..=5)
            .flat_map(|page| {
                [
                    row(page, "甲町"),
                    row(page, "本文"),
                    row(page, "本文"),
                    row(page, "他"),
                    row(page, &format!("{page}／5頁")),
                ]
            })
            .collect();
        repeated(&mut rows);
        let marked: Vec<bool> = rows[..5].iter().map(|row| row.furniture).collect();
        assert_eq!(marked, [true, true, false, true, true]);
    }
}
