//! Page numbers, running titles and rows of dashes of a text.

use crate::read::page::margin::number::{number, shape};
use crate::read::page::margin::{Line, counting, furniture};
use crate::rows::Row;

/// So many rows at each edge of a page may be running titles.
const EDGE: usize = 2;
/// A running title is no longer, in characters.
const LONGEST: usize = 60;

/// Marks rows of dashes, page numbers, and titles that run through the pages.
pub(super) fn mark_furniture(rows: &mut [Row]) {
    rows.iter_mut().for_each(|row| row.furniture = is_dashes(row));
    let (mut places, mut lines, mut pages) = (Vec::new(), Vec::new(), 0);
    let mut from = 0;
    for page in rows.chunk_by(|one, other| page_of(one) == page_of(other)) {
        for (at, row) in page.iter().enumerate() {
            if let Some(line) = line(row, pages, at, page.len() - at - 1) {
                places.push(from + at);
                lines.push(line);
            }
        }
        (from, pages) = (from + page.len(), pages + 1);
    }
    counting(&mut lines);
    for (at, is) in places.into_iter().zip(furniture(&lines, pages)) {
        rows[at].furniture |= is;
    }
}

/// The page that a row is of; 0 in a text without pages.
fn page_of(row: &Row) -> u32 {
    row.cells.iter().flat_map(|cell| &cell.spans).next().map_or(0, |span| span.source.page)
}

/// A row that may be a page's number or a title: with so many rows above and below it on its page.
fn line(row: &Row, page: u32, above: usize, below: usize) -> Option<Line> {
    let text = only_text(row)?;
    let number = number(text.chars());
    let is_edge = above.min(below) < EDGE && text.chars().count() < LONGEST;
    let title = is_edge.then(|| shape(text.chars()));
    (number.is_some() || title.is_some()).then(|| Line {
        page,
        at_top: above < below,
        number,
        title,
        ..Line::default()
    })
}

fn is_dashes(row: &Row) -> bool {
    let dashes = |text: &str| {
        text.chars().all(|c| matches!(c, '-' | '─' | '━' | '=' | '_' | '+' | ':' | ' '))
    };
    let filled = row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    row.cells.iter().all(|cell| dashes(&cell.text))
        && (filled > 1 || row.cells.iter().any(|cell| cell.text.len() >= 3))
}

fn only_text(row: &Row) -> Option<&str> {
    let mut texts = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty());
    let first = texts.next()?;
    texts.next().is_none().then_some(first)
}
