//! Page numbers and running titles: lines at the edges of the pages of a text.

use super::line::{Line, pages};
use crate::read::page::margin::number::{Number, number, shape};
use crate::read::page::margin::{self, furniture as furniture_of};
use crate::read::table::white::weights::page_weights as weights;
use std::ops::Range;

/// For each line whether it is furniture of its page.
pub(super) fn furniture(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut is = vec![false; lines.len()];
    let pages = pages(lines);
    // Numbers may stand above and below titles.
    for titled in [false, true, false] {
        let at_edges: Vec<(usize, margin::Line)> = if pages.len() > 1 {
            let all = (0u32..).zip(&pages);
            all.flat_map(|(at, page)| edges(text, lines, &is, at, page)).collect()
        } else {
            (0..lines.len()).filter_map(|at| lone_number(text, lines, at)).collect()
        };
        let (places, mut edges): (Vec<usize>, Vec<margin::Line>) = at_edges.into_iter().unzip();
        edges.iter_mut().filter(|_| !titled).for_each(|edge| edge.title = None);
        let found = furniture_of(&edges, u32::try_from(pages.len()).unwrap_or(u32::MAX));
        places.into_iter().zip(found).for_each(|(line, found)| is[line] |= found);
    }
    is
}

/// What stands last and first on a page, but for what is furniture already.
fn edges(
    text: &str,
    lines: &[Line],
    is: &[bool],
    at: u32,
    page: &Range<usize>,
) -> Vec<(usize, margin::Line)> {
    let number = |line: usize| number_of(text, &lines[line]);
    let mut numbered = page.clone().any(|line| is[line] && number(line).is_some());
    let mut printed = page.clone().filter(|&line| !lines[line].is_blank() && !is[line]);
    // A page's only line is at both.
    let first = printed.next();
    let last = printed.next_back().or(first);
    let mut edge = |line: usize, at_top: bool| {
        // A running foot stands apart, or below a page's number; the last line of a table may be the same on many pages.
        let is_parting = |above: usize| lines[above].is_blank() || number(above).is_some();
        let is_apart = at_top || line.checked_sub(1).is_some_and(is_parting);
        // The header of a table is repeated too, but has many words.
        let is_title = is_apart && lines[line].chunks(2).len() <= weights().title_parts;
        let title = is_title.then(|| shape(lines[line].squeezed(text).chars()));
        let (number, alone) = (number(line), !numbered);
        numbered |= number.is_some();
        (line, margin::Line { page: at, at_top, place: None, number, alone, title })
    };
    let last = last.map(|line| edge(line, false));
    last.into_iter().chain(first.map(|line| edge(line, true))).collect()
}

/// A number of a text without pages: alone between many blank lines, or marked as such.
fn lone_number(text: &str, lines: &[Line], at: usize) -> Option<(usize, margin::Line)> {
    let number = number_of(text, &lines[at])?;
    let blank = |line: Option<&Line>| line.is_none_or(Line::is_blank);
    let before =
        (1..=weights().parting).all(|n| blank(at.checked_sub(n).and_then(|l| lines.get(l))));
    let alone = before || (1..=weights().parting).all(|n| blank(lines.get(at + n)));
    Some((at, margin::Line { number: Some(number), alone, ..margin::Line::default() }))
}

/// The number of a page that a line is.
fn number_of(text: &str, line: &Line) -> Option<Number> {
    number(line.words.iter().flat_map(|word| word.text(text).chars()))
}
