//! Page numbers and running titles, recognised from their shape and place.

use super::line::{Line, pages};
use crate::fold::narrow;
use crate::read::page::apart::number::{is_page_number, masked};
use crate::read::table::white::weights::page_weights as weights;
use std::collections::BTreeMap;

/// For each line whether it is furniture of its page.
pub(super) fn furniture(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut is = vec![false; lines.len()];
    let pages = pages(lines);
    if pages.len() > 1 {
        page_numbers(text, lines, &pages, &mut is);
        running_titles(text, lines, &pages, &mut is);
        page_numbers(text, lines, &pages, &mut is);
    } else {
        lone_numbers(text, lines, &mut is);
    }
    is
}

/// The page numbers: last or first printed lines of their pages.
fn page_numbers(text: &str, lines: &[Line], pages: &[std::ops::Range<usize>], is: &mut [bool]) {
    for page in pages {
        let printed: Vec<usize> =
            page.clone().filter(|&l| !lines[l].is_blank() && !is[l]).collect();
        for edge in [printed.last(), printed.first()].into_iter().flatten() {
            if is_number(text, &lines[*edge]) {
                is[*edge] = true;
                break;
            }
        }
    }
}

/// Lines that head (or close) most pages with the same text.
fn running_titles(text: &str, lines: &[Line], pages: &[std::ops::Range<usize>], is: &mut [bool]) {
    let edges = |is: &[bool], page: &std::ops::Range<usize>| -> Vec<usize> {
        let mut printed = page.clone().filter(|&l| !lines[l].is_blank() && !is[l]);
        let first = printed.next();
        // A running foot stands apart, or below a page's number; the last line of a table may be the same on many pages.
        let is_apart = |above: &Line| above.is_blank() || is_number(text, above);
        let above = |l: usize| l.checked_sub(1).and_then(|above| lines.get(above));
        let last = printed.next_back().filter(|&l| above(l).is_some_and(is_apart));
        [first, last].into_iter().flatten().collect()
    };
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for page in pages {
        for edge in edges(is, page) {
            seen.entry(shape(text, &lines[edge])).or_default().push(edge);
        }
    }
    for found in seen.into_values() {
        // The header of a table is repeated too, but has many words.
        let title =
            found.first().is_some_and(|&l| lines[l].chunks(2).len() <= weights().title_parts);
        // Left and right pages, or two versions, may have titles of their own.
        if title && found.len() >= weights().title_pages && found.len() * 2 >= pages.len() {
            for line in found {
                is[line] = true;
            }
        }
    }
}

/// Page numbers of a text without form feeds: alone between many blank lines, or marked as such.
fn lone_numbers(text: &str, lines: &[Line], is: &mut [bool]) {
    for index in 0..lines.len() {
        if lines[index].is_blank() || !is_number(text, &lines[index]) {
            continue;
        }
        let blank = |l: Option<&Line>| l.is_none_or(Line::is_blank);
        let before = (1..=weights().parting)
            .take_while(|&n| blank(index.checked_sub(n).and_then(|l| lines.get(l))));
        let after = (1..=weights().parting).take_while(|&n| blank(lines.get(index + n)));
        let space = before.count().max(after.count());
        let plain = shape(text, &lines[index]) == "0";
        is[index] = space >= if plain { weights().parting } else { 1 };
    }
}

/// The text of a line, whatever its numbers are.
fn shape(text: &str, line: &Line) -> String {
    masked(line.squeezed(text).chars())
}

/// Whether a line is a page's number: each of its numbers has a few digits.
fn is_number(text: &str, line: &Line) -> bool {
    let squeezed: Vec<char> = line.squeezed(text).chars().map(narrow).collect();
    let mut numbers = squeezed.split(|c| !c.is_ascii_digit());
    numbers.all(|number| number.len() <= weights().number_digits)
        && is_page_number(&shape(text, line))
}
