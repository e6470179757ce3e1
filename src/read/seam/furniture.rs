//! Page furniture: the rows in the margins of pages that are no part of their text.

use crate::budget;
use crate::read::cell::draft::{DraftRow, Line};
use crate::read::cell::run::Run;
use crate::read::numbers::page::margin::HEIGHT;
use crate::read::numbers::seam::furniture::{APART, LONGEST, NEARLY};
use crate::read::page::Shared;
use crate::read::page::margin::number::{number, shape};
use crate::read::page::margin::{self, furniture};

/// Marks the furniture among the rows outside tables.
pub(crate) fn mark(rows: &mut [DraftRow], pages: &[Shared<'_>], runs: &[Vec<Run>]) {
    let (mut places, mut lines) = (Vec::new(), Vec::new());
    for at in 0..rows.len() {
        if let Some(line) = margin_line(rows, at, pages, runs) {
            places.push(at);
            lines.push(line);
        }
    }
    unite(&mut lines, pages);
    let count = rows.last().map_or(0, |row| row.page + 1);
    for (at, is) in places.into_iter().zip(furniture(&lines, count)) {
        rows[at].furniture |= is;
    }
}

/// Titles that were read from pictures and say nearly the same say what the first of them does.
fn unite(lines: &mut [margin::Line], pages: &[Shared<'_>]) {
    let is_scan = |page: u32| {
        let page = pages.get(page as usize);
        page.is_some_and(|page| page.glyphs.iter().any(|glyph| glyph.doubt > 0.0))
    };
    let mut known: Vec<(bool, String)> = Vec::new();
    for line in lines.iter_mut().filter(|line| is_scan(line.page)) {
        let Some(title) = &line.title else { continue };
        match known.iter().find(|(at_top, one)| *at_top == line.at_top && is_nearly(one, title)) {
            Some((_, first)) => line.title = Some(first.clone()),
            None => known.push((line.at_top, title.clone())),
        }
    }
}

/// Whether of the characters of two texts, their order aside, so many are the same.
fn is_nearly(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut chars: Vec<char> = text.chars().collect();
        chars.sort_unstable();
        chars
    };
    let (one, mut rest) = (sorted(one), sorted(other));
    let longer = one.len().max(rest.len());
    budget::steps(one.len() * rest.len());
    let is_shared = |char: &char| rest.iter().position(|c| c == char).map(|at| rest.remove(at));
    let shared = one.iter().filter_map(is_shared).count();
    shared as f32 >= NEARLY * longer as f32
}

/// A row outside of tables that stands in a margin of its page.
fn margin_line(
    rows: &[DraftRow],
    at: usize,
    pages: &[Shared<'_>],
    runs: &[Vec<Run>],
) -> Option<margin::Line> {
    let row = rows.get(at).filter(|row| row.table.is_none())?;
    let (area, page) = (row.area?, pages.get(row.page as usize)?);
    let at_top = area.y1 < page.height * HEIGHT;
    if !at_top && area.y0 <= page.height * (1.0 - HEIGHT) {
        return None;
    }
    let lines = || row.cells.iter().flat_map(|cell| &cell.lines);
    let text = || lines().flat_map(|line| chars(line, pages, runs));
    Some(margin::Line {
        page: row.page,
        at_top,
        place: Some(if at_top { area.y0 } else { page.height - area.y0 }),
        number: number(text()),
        alone: !runs_on(rows, at),
        title: Some(shape(text().take(LONGEST + 1))).filter(|title| title.len() <= LONGEST),
    })
}

/// Whether another row stands beside or right above, so that a lone number may be part of a text.
fn runs_on(rows: &[DraftRow], row: usize) -> bool {
    let near = |other: Option<&DraftRow>| {
        let (Some(other), Some(area)) = (other, rows[row].area) else { return false };
        let Some(there) = other.area.filter(|_| other.page == rows[row].page) else {
            return false;
        };
        let apart = (area.y0 - there.y1).max(there.y0 - area.y1);
        apart < APART * rows[row].size
    };
    near(row.checked_sub(1).and_then(|i| rows.get(i))) || near(rows.get(row + 1))
}

/// The printed characters of a line.
pub(crate) fn chars<'a>(
    line: &'a Line,
    pages: &'a [Shared<'_>],
    runs: &'a [Vec<Run>],
) -> impl Iterator<Item = char> + 'a {
    let page = pages.get(line.page as usize);
    line.pieces
        .iter()
        .filter_map(move |piece| line.run(piece, runs))
        .filter_map(move |run| page?.glyphs.get(run.first as usize..run.last as usize))
        .flatten()
        .filter_map(move |glyph| page?.text.get(glyph.start as usize..glyph.end as usize))
        .flat_map(str::chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_read_with_other_characters_are_nearly_the_same() {
        assert!(is_nearly("-0-最終更新日：令和0年0月0日", "一0―最終更新日：令相0年0月0日"));
        assert!(!is_nearly("最終更新日", "公表年月日"));
    }
}
