//! Page furniture: page numbers and running titles, by their place and repetition.

use crate::read::cell::draft::{DraftRow, Line};
use crate::read::cell::run::Run;
use crate::read::page::apart::number::{is_page_number, masked};
use crate::read::page::{Page, Shared};
use std::collections::BTreeMap;

/// Furniture stands in this share of the page's height at its top and bottom.
const MARGIN: f32 = 0.14;
/// It stands as far from the edge of each page, to this many points.
const SAME_PLACE: f32 = 6.0;
/// Longer rows are no running title.
const LONGEST: usize = 400;

/// Marks the furniture among the rows outside tables.
pub(crate) fn mark(rows: &mut [DraftRow], pages: &[Shared<'_>], runs: &[Vec<Run>]) {
    let mut seen: BTreeMap<(bool, String), Vec<(usize, f32)>> = BTreeMap::new();
    for (i, page) in per_page(rows) {
        let Some(shown) = pages.get(page as usize) else { continue };
        for (row, at_top) in edge_rows(rows, i, shown) {
            let text = shape(&rows[row], pages, runs);
            if let Some(area) = rows[row].area.filter(|_| text.len() <= LONGEST) {
                if is_page_number(&text) && !runs_on(rows, row) {
                    rows[row].furniture = true;
                }
                let from_edge = if at_top { area.y0 } else { shown.height - area.y0 };
                seen.entry((at_top, text)).or_default().push((row, from_edge));
            }
        }
    }
    let last = rows.last().map_or(0, |row| row.page);
    for places in seen.values() {
        for (row, place) in places {
            let there = places.iter().filter(|other| (other.1 - place).abs() < SAME_PLACE);
            if is_running(there.map(|other| rows[other.0].page), last) {
                rows[*row].furniture = true;
            }
        }
    }
}

/// Whether what stands at one place on these pages (ascending) is a running title: on about every
/// page or every second one. A heading that comes again, with each file say, is not.
fn is_running(pages: impl Iterator<Item = u32>, last: u32) -> bool {
    let (mut count, mut first, mut end) = (0u32, None, 0);
    for page in pages {
        if first.is_none() || page > end {
            count += 1;
        }
        first.get_or_insert(page);
        end = page;
    }
    let span = first.map_or(0, |first| end.saturating_sub(first) + 1);
    match count {
        0 | 1 => false,
        2 => last <= 2,
        _ => count * 9 >= span * 4,
    }
}

/// The range of rows of each page, with its index.
fn per_page(rows: &[DraftRow]) -> Vec<(std::ops::Range<usize>, u32)> {
    let mut out = Vec::new();
    let mut start = 0;
    for part in rows.chunk_by(|a, b| a.page == b.page) {
        out.push((start..start + part.len(), part[0].page));
        start += part.len();
    }
    out
}

/// The free rows in the margins above and below all tables, and whether each is at the top.
fn edge_rows(rows: &[DraftRow], range: std::ops::Range<usize>, page: &Page) -> Vec<(usize, bool)> {
    let (top, bottom) = (page.height * MARGIN, page.height * (1.0 - MARGIN));
    let mut out = Vec::new();
    for i in range {
        let Some(row) = rows.get(i).filter(|row| row.table.is_none()) else { continue };
        let Some(area) = row.area else { continue };
        if area.y1 < top {
            out.push((i, true));
        } else if area.y0 > bottom {
            out.push((i, false));
        }
    }
    out
}

/// Whether another row stands beside or right above, so that a lone number may be part of a text.
fn runs_on(rows: &[DraftRow], row: usize) -> bool {
    let near = |other: Option<&DraftRow>| {
        let (Some(other), Some(area)) = (other, rows[row].area) else { return false };
        let Some(there) = other.area.filter(|_| other.page == rows[row].page && !other.furniture)
        else {
            return false;
        };
        let apart = (area.y0 - there.y1).max(there.y0 - area.y1);
        apart < 0.6 * rows[row].size
    };
    near(row.checked_sub(1).and_then(|i| rows.get(i))) || near(rows.get(row + 1))
}

/// The shape of a row's text, as far as it may be a running title.
fn shape(row: &DraftRow, pages: &[Shared<'_>], runs: &[Vec<Run>]) -> String {
    let lines = row.cells.iter().flat_map(|cell| &cell.lines);
    masked(lines.flat_map(|line| chars(line, pages, runs)).take(LONGEST + 1))
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
    fn running_titles_come_on_about_every_page() {
        assert!(is_running([1, 2, 3, 5].into_iter(), 9));
        assert!(is_running([1, 3, 5, 7].into_iter(), 9));
        assert!(is_running([0, 1].into_iter(), 1));
        assert!(!is_running([4, 19, 33].into_iter(), 60));
        assert!(!is_running([4, 5].into_iter(), 60));
        assert!(!is_running([4, 4, 4].into_iter(), 60));
    }
}
