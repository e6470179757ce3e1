//! Page numbers and rows of dashes of a text.

use crate::rows::Row;

/// Marks rows of dashes and page numbers.
pub(super) fn mark_furniture(rows: &mut [Row]) {
    for row in rows.iter_mut() {
        row.furniture = is_dashes(row) || only_text(row).is_some_and(is_page_of_pages);
    }
    for index in lone_page_numbers(rows) {
        rows[index].furniture = true;
    }
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

/// What is printed in place of the dashes around page numbers.
const DASHES: [char; 7] = ['−', '―', '—', '–', '‐', '─', 'ー'];

/// `1 / 5`, `1/5ページ`, `- 3 -`, `p.3`, `3 ページ`: page numbers that need no other evidence.
fn is_page_of_pages(text: &str) -> bool {
    // Most texts begin with what no page number begins with.
    let first = text.trim_start().chars().next().map(crate::fold::narrow);
    if !first
        .is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | 'p' | 'P') || DASHES.contains(&c))
    {
        return false;
    }
    let text: String =
        text.chars().map(crate::fold::narrow).filter(|c| !c.is_whitespace()).collect();
    let unit = text.trim_end_matches("ページ").trim_end_matches('頁');
    let named = unit.len() < text.len();
    let body = unit.replace(DASHES, "-");
    let number = |t: &str| !t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit());
    let dashed = body.strip_prefix('-').and_then(|b| b.strip_suffix('-')).unwrap_or(&body);
    let of = dashed.split_once('/').is_some_and(|(a, b)| number(a) && number(b));
    let paged = named && number(&body);
    let prefixed = body.strip_prefix(['p', 'P']).is_some_and(|b| number(b.trim_start_matches('.')));
    of || paged || prefixed || (dashed.len() < body.len() && number(dashed))
}

/// Bytes of the longest number in brackets, full width.
const LONGEST_NUMBER: usize = "（９９９）".len();

/// Added to page numbers in brackets.
const BRACKETED: u32 = 10_000;

/// Rows that hold nothing but a number, where the numbers count up through the document.
fn lone_page_numbers(rows: &[Row]) -> Vec<usize> {
    let numbers: Vec<(usize, u32)> = rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let text: String = only_text(row)
                .filter(|text| text.len() <= LONGEST_NUMBER)?
                .chars()
                .map(crate::fold::narrow)
                .collect();
            let bare = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
            // Numbers in brackets count for themselves.
            let (text, style) = bare.map_or((text.as_str(), 0), |bare| (bare, BRACKETED));
            (text.len() <= 3).then(|| text.parse::<u32>().ok().map(|n| (index, n + style)))?
        })
        .collect();
    let mut chain: Vec<(usize, u32)> = Vec::new();
    let mut best: Vec<(usize, u32)> = Vec::new();
    for &(index, number) in &numbers {
        match chain.last().map(|&(_, last)| last) {
            Some(last) if number == last + 1 => chain.push((index, number)),
            Some(last) if number == last && chain.len() == 1 => chain = vec![(index, number)],
            None => chain.push((index, number)),
            Some(_) if number % BRACKETED == 1 && chain.len() < 3 => chain = vec![(index, number)],
            Some(_) => {}
        }
        if chain.len() > best.len() {
            best.clone_from(&chain);
        }
    }
    let enough = best.len() >= 2;
    best.into_iter().filter(|_| enough).map(|(index, _)| index).collect()
}
