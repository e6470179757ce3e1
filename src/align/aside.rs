//! What stands around assessments in one document and is none: letters, guides to filling in the form.

use super::cover::{self, Place};
use super::detect;
use crate::fold::{fold, fold_start};
use crate::form::around;
use crate::rows::{Row, Rows};
use std::ops::Range;

/// The ranges of rows that may hold one assessment each, and the rows that are set aside.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// From cover to cover; what stands before the first cover is a range of its own.
    pub ranges: Vec<Range<usize>>,
    /// Rows that are of no assessment, now furniture.
    pub aside: Vec<Range<usize>>,
}

/// Where the documents begin that follow the first in one text, in bytes: at a cover, outside of tables, and
/// with the number of the first page before it.
#[must_use]
pub(crate) fn documents(text: &str) -> Vec<usize> {
    let before = |at: usize| text.get(..at).unwrap_or("");
    let apart = |at: &usize| before(*at).chars().filter(|c| !c.is_whitespace()).nth(FEW).is_some();
    // Each stretch of the text is looked through once.
    let (mut from, mut rows, mut ends) = (0, None, None);
    let outside = |at: &usize| {
        let last = |tag: &str| text.get(from..*at)?.rfind(tag).map(|found| from + found);
        (rows, ends) = (rows.max(last("<tr")).max(last("<td")), ends.max(last("</t")));
        from = *at;
        let line = text.get(*at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        rows <= ends && !line.contains("<t")
    };
    let begins = |at: usize| {
        let lines = before(at).trim_end_matches('\n');
        let line = lines.rfind('\n').map_or(0, |end| end + 1);
        let first = fold(&lines[line..]);
        if first.trim_matches(['-', '(', ')', 'p', '.']) == "1" { line } else { at }
    };
    cover::in_text(text).into_iter().filter(apart).filter(outside).map(begins).collect()
}

/// The pages, but for the first, at which a document begins: those of covers.
#[must_use]
pub(crate) fn pages(rows: &Rows) -> Vec<u32> {
    let covers = cover::covers(rows);
    let mut pages: Vec<u32> =
        covers.iter().filter_map(|place| rows.rows.get(place.row)).map(page).collect();
    pages.retain(|page| *page > 1);
    pages.dedup();
    pages
}

/// The page of a row; 0 for none.
fn page(row: &Row) -> u32 {
    row.cells.iter().find_map(|cell| cell.spans.first()).map_or(0, |span| span.source.page)
}

/// What stands before a cover and is of another document has more characters than this.
const FEW: usize = 240;

/// Parts a document at its covers, and sets guides aside.
#[must_use]
pub(crate) fn part(rows: &mut Rows) -> Parts {
    let covers = cover::covers(rows);
    let guides = guide_titles(rows);
    let mut places: Vec<Place> = covers.iter().chain(&guides).copied().collect();
    places.sort_unstable();
    places.dedup();
    let begins = cover::parted(rows, &places);
    let rows_of = |of: &[Place]| -> Vec<usize> {
        let all = places.iter().zip(&begins);
        all.filter(|(place, _)| of.contains(place)).map(|(_, row)| *row).collect()
    };
    let mut starts = rows_of(&covers);
    let mut aside = set_aside(rows, &starts, &rows_of(&guides));
    // A guide has a cover, too.
    starts.retain(|start| !aside.iter().any(|aside| aside.contains(start)));
    let before = 0..starts.first().copied().unwrap_or(0);
    if before.is_empty() {
        starts.insert(0, 0);
        starts.dedup();
    } else if detect::recognise(rows, before.clone(), false).is_some() {
        starts.insert(0, 0);
    } else if is_apart(rows, &before) {
        rows.rows[before.clone()].iter_mut().for_each(|row| row.furniture = true);
        aside.insert(0, before);
        starts[0] = 0;
    } else {
        starts[0] = 0;
    }
    let ends = starts.iter().skip(1).copied().chain([rows.rows.len()]);
    Parts { ranges: starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect(), aside }
}

/// The lines that are the title of a guide.
fn guide_titles(rows: &Rows) -> Vec<Place> {
    const LONGEST_LINE: usize = 200;
    let mut found = Vec::new();
    for (row, content) in rows.rows.iter().enumerate() {
        let [cell] = content.cells.as_slice() else { continue };
        let mut byte = 0;
        for line in cell.text.split_inclusive('\n') {
            if line.len() <= LONGEST_LINE && around().is_guide_title(line) {
                found.push(Place { row, cell: 0, byte });
            }
            byte += line.len();
        }
    }
    found
}

/// Makes furniture of the pages (the stretches of a text without pages) that are guides.
fn set_aside(rows: &mut Rows, covers: &[usize], titles: &[usize]) -> Vec<Range<usize>> {
    let mut aside: Vec<Range<usize>> = Vec::new();
    let mut in_guide = false;
    for range in stretches(rows, covers, titles) {
        let titled = range.clone().take(4).any(|row| titles.contains(&row));
        in_guide = is_guide(&rows.rows[range.clone()], titled, in_guide);
        if !in_guide {
            continue;
        }
        for row in &mut rows.rows[range.clone()] {
            row.furniture = true;
        }
        match aside.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => aside.push(range),
        }
    }
    aside
}

/// Whether rows tell what to write more than anything else. Behind a title, or another page of a guide,
/// less is enough.
fn is_guide(rows: &[Row], titled: bool, goes_on: bool) -> bool {
    let lines = || {
        let cells = rows.iter().filter(|row| !row.furniture).flat_map(|row| &row.cells);
        cells.flat_map(|cell| cell.text.split('\n')).filter(|line| !line.trim().is_empty())
    };
    let told = lines().filter(|line| around().instructs(line)).count();
    let all = lines().count();
    (titled && told >= 1) || (goes_on && told * 6 >= all) || (told >= 4 && told * 3 >= all)
}

/// Rows that are guide or not as a whole: those of a page; of a text without pages, those from one beginning
/// to the next.
fn stretches(rows: &Rows, covers: &[usize], titles: &[usize]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (at, row) in rows.rows.iter().enumerate() {
        let here = page(row);
        let begins = here == 0 && (covers.contains(&at) || titles.contains(&at));
        match found.last_mut() {
            Some(range) if last == Some(here) && !begins => range.end = at + 1,
            _ => found.push(at..at + 1),
        }
        last = Some(here);
    }
    found
}

/// Whether what stands before a cover is of another document: on pages of its own, or more than a few lines.
fn is_apart(rows: &Rows, before: &Range<usize>) -> bool {
    let next = rows.rows.get(before.end).map_or(0, page);
    let own = rows.rows[before.clone()].iter().all(|row| page(row) != next);
    let letters: usize = rows.rows[before.clone()]
        .iter()
        .flat_map(|row| &row.cells)
        .map(|cell| fold_start(&cell.text, FEW + 1).chars().count())
        .sum();
    if next > 0 { own } else { letters > FEW }
}
