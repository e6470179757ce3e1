//! What is printed in the margin of a page and is no part of its text: its number, and a title that runs through the pages.
//!
//! Whoever knows lines at the edges of pages asks [`furniture`] which of them are. A number is one that is printed as only
//! those of pages are, or stands alone; or one that counts up, where a text has no pages ([`counting`]). A title is what
//! stands, but for its numbers, at one place of about every page, or of every second one: of those that have it, or, where
//! the place is not known and the header of a table may stand there as well, of all.

pub(crate) mod number;

use crate::budget;
use crate::read::numbers::page::margin::{CHAIN, FEW_PAGES, SAME_PLACE};
use number::Number;
use std::collections::BTreeMap;

/// A line at an edge of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// Its page; the lines are in the order of the pages.
    pub(crate) page: u32,
    /// At the upper edge, not the lower one.
    pub(crate) at_top: bool,
    /// How far from the edge, where that is known.
    pub(crate) place: Option<f32>,
    /// The number that it is.
    pub(crate) number: Option<Number>,
    /// A number in it stands apart from the text.
    pub(crate) alone: bool,
    /// What it says but for its numbers, if it may be a title.
    pub(crate) title: Option<String>,
}

/// For each line whether it is furniture of its page; of a document of so many pages.
pub(crate) fn furniture(lines: &[Line], pages: u32) -> Vec<bool> {
    let is_number = |line: &Line| line.number.is_some_and(|number| number.sure || line.alone);
    let mut is: Vec<bool> = lines.iter().map(is_number).collect();
    let mut seen: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(title) = &line.title {
            seen.entry((line.at_top, title)).or_default().push(at);
        }
    }
    for alike in seen.values() {
        let runs = |place: Option<f32>| {
            budget::steps(alike.len());
            let apart = |other: f32| (other - place.unwrap_or(other)).abs();
            let is_near = |at: &&usize| lines[**at].place.is_none_or(|at| apart(at) < SAME_PLACE);
            let on: Vec<u32> = alike.iter().filter(is_near).map(|at| lines[*at].page).collect();
            is_running(&on, pages, place.is_some())
        };
        let runs_anywhere = runs(None);
        for at in alike {
            is[*at] |= lines[*at].place.map_or(runs_anywhere, |place| runs(Some(place)));
        }
    }
    is
}

/// Whether what stands at one place, if that is known, of these pages (ascending) is a running title: on about every
/// page or every second one. A heading that comes again, with each file say, is not.
fn is_running(on: &[u32], pages: u32, is_placed: bool) -> bool {
    let count = on.chunk_by(|one, other| one == other).count();
    let span = match (on.first(), on.last()) {
        (Some(first), Some(last)) if is_placed => last.saturating_sub(*first) + 1,
        _ => pages,
    };
    match count {
        0 | 1 => false,
        2 => is_placed && pages <= FEW_PAGES,
        _ => count * 9 >= span as usize * 4,
    }
}

/// Finds among lines of which no edge is known the numbers that count up by one from page to page: the longest row of
/// them that are printed in one way; what stands between them, and numbers that go back, are passed over.
pub(crate) fn counting(lines: &mut [Line]) {
    let mut ways: BTreeMap<bool, Vec<(usize, u32)>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(number) = line.number.filter(|number| !number.sure) {
            ways.entry(number.bare).or_default().push((at, number.value));
        }
    }
    let best = ways.into_values().map(|numbers| count(&numbers)).max_by_key(Vec::len);
    for at in best.filter(|best| best.len() >= 2).into_iter().flatten() {
        lines[at].alone = true;
    }
}

/// The longest row of numbers that count up.
fn count(numbers: &[(usize, u32)]) -> Vec<usize> {
    let (mut chain, mut last, mut best) = (Vec::new(), None, Vec::new());
    for &(at, number) in numbers {
        match last {
            Some(last) if number == last + 1 => chain.push(at),
            None => chain.push(at),
            Some(last) if number == last && chain.len() == 1 => chain = vec![at],
            Some(_) if number == 1 && chain.len() < CHAIN => chain = vec![at],
            Some(_) => continue,
        }
        last = Some(number);
        if chain.len() > best.len() {
            best.clone_from(&chain);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_titles_come_on_about_every_page() {
        assert!(is_running(&[1, 2, 3, 5], 9, true));
        assert!(is_running(&[1, 3, 5, 7], 9, true));
        assert!(is_running(&[0, 1], 2, true));
        assert!(!is_running(&[4, 19, 33], 60, true));
        assert!(!is_running(&[4, 5], 60, true));
        assert!(!is_running(&[4, 4, 4], 60, true));
        // The header of a table stands there on its pages, too.
        assert!(is_running(&[0, 1, 3, 5], 9, false));
        assert!(!is_running(&[6, 7, 8], 9, false));
    }

    #[test]
    fn a_title_keeps_its_edge_and_its_place() {
        let line = |page, at_top, place, title: &str| Line {
            page,
            at_top,
            place: Some(place),
            title: Some(title.to_owned()),
            ..Line::default()
        };
        let lines = [
            line(0, true, 20.0, "案"),
            line(1, true, 22.0, "案"),
            line(2, false, 20.0, "案"),
            line(3, true, 40.0, "案"),
            line(3, true, 21.0, "案"),
        ];
        assert_eq!(furniture(&lines, 4), [true, true, false, false, true]);
    }

    #[test]
    fn numbers_that_count_up_are_found_among_others() {
        let alone = |texts: &[&str]| {
            let number = |text: &&str| number::number(text.chars());
            let line = |text| Line { number: number(text), ..Line::default() };
            let mut lines: Vec<Line> = texts.iter().map(line).collect();
            counting(&mut lines);
            lines.iter().map(|line| line.alone).collect::<Vec<bool>>()
        };
        assert_eq!(alone(&["1", "2", "7", "3"]), [true, true, false, true]);
        assert_eq!(alone(&["5", "1", "2", "3"]), [false, true, true, true]);
        assert_eq!(alone(&["(1)", "1", "(2)", "(3)"]), [true, false, true, true]);
        assert_eq!(alone(&["4", "9"]), [false, false]);
    }
}
