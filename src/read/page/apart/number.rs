//! Page numbers: numbers at one place of the pages that count up with them, wherever they stand.

use super::super::Page;
use super::super::margin::number::{number, shape};
use super::stretch::Stretch;
use crate::read::numbers::apart::number::{AROUND, CENTRED, FEWEST, PLACE, REACH};
use crate::read::numbers::page::margin::HEIGHT;
use std::collections::BTreeMap;

/// A number in the margin of a page.
pub(super) struct Candidate {
    pub(super) page: usize,
    pub(super) stretch: Stretch,
    /// How much larger the number is than the place of the page.
    pub(super) ahead: i64,
    /// Its middle, from the left and from the nearer edge; negative at the bottom.
    pub(super) at: (f32, f32),
    /// Its middle from that of the page.
    pub(super) middle: f32,
    /// It is more than a number: `2 / 4`, `- 2 -`.
    pub(super) sure: bool,
    /// What is printed around the number, and the number of pages behind it.
    pub(super) way: (String, Option<u32>),
}

impl Candidate {
    /// The number.
    pub(super) fn value(&self) -> i64 {
        self.ahead.saturating_add_unsigned(self.page as u64)
    }
}

/// The page numbers of each page.
pub(super) fn numbers(pages: &[Page], all: &[Candidate]) -> Vec<Vec<Stretch>> {
    let mut found = vec![Vec::new(); pages.len()];
    let mut alike: BTreeMap<(i64, bool), Vec<&Candidate>> = BTreeMap::new();
    for one in all {
        alike.entry((one.ahead, one.sure)).or_default().push(one);
    }
    for list in alike.values() {
        for (at, one) in list.iter().enumerate() {
            let Some(page) = pages.get(one.page) else { continue };
            let around = list.iter().skip(at.saturating_sub(AROUND)).take(2 * AROUND);
            let near = around.filter(|other| {
                (other.at.0 - one.at.0).abs() < PLACE + f32::from(!one.sure) * 2.0
                    && (other.at.1 - one.at.1).abs() < PLACE
            });
            let mut on: Vec<usize> = near.map(|other| other.page).collect();
            on.dedup();
            let centred = (one.at.0 - page.width / 2.0).abs() < CENTRED * page.width;
            let fewest = if one.sure || centred { 2 } else { FEWEST };
            if on.len() >= fewest
                && is_reached(page, &one.stretch)
                && let Some(list) = found.get_mut(one.page)
            {
                list.push(one.stretch);
            }
        }
    }
    found
}

/// Whether the lines of a table reach a number: the others are furniture by their place.
fn is_reached(page: &Page, number: &Stretch) -> bool {
    let (top, bottom) =
        (number.area.y0 - REACH * number.size, number.area.y1 + REACH * number.size);
    let mut down = page.rules.iter().filter(|rule| rule.area.y1 - rule.area.y0 > number.size);
    down.any(|rule| rule.area.y0 < bottom && top < rule.area.y1)
}

/// The numbers in the margins of a page.
pub(super) fn candidates(at: usize, page: &Page, stretches: &[Stretch]) -> Vec<Candidate> {
    let (top, bottom) = (page.height * HEIGHT, page.height * (1.0 - HEIGHT));
    let in_margin = |s: &Stretch| s.area.y1 < top || s.area.y0 > bottom;
    let candidate = |stretch: Stretch| {
        let number = number(stretch.text(page).chars())?;
        let x = f32::midpoint(stretch.area.x0, stretch.area.x1);
        let y = f32::midpoint(stretch.area.y0, stretch.area.y1);
        let y = if stretch.area.y1 < top { y } else { y - page.height };
        let ahead = i64::from(number.value) - i64::try_from(at).unwrap_or(i64::MAX / 2);
        let way = (shape(stretch.text(page).chars()), number.of);
        Some(Candidate {
            page: at,
            stretch,
            ahead,
            at: (x, y),
            middle: x - page.width / 2.0,
            sure: !number.bare,
            way,
        })
    };
    stretches.iter().copied().filter(in_margin).filter_map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::settle;

    #[test]
    fn a_number_that_counts_the_pages_is_no_part_of_a_cell() {
        let page = |number: u32| {
            Sample::new(300.0, 400.0)
                .number(number)
                .rule(15.0, 300.0, 15.0, 381.0)
                .text(20.0, 370.0, 10.0, "税務課長 12")
                .text(140.0, 380.0, 9.0, &format!("{number} / 4"))
                .page()
        };
        let mut pages = [page(1), page(2)];
        settle(&mut pages);
        assert_eq!(pages[1].text, "税務課長 12");
    }
}
