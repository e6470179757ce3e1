//! Page numbers: numbers at one place of the pages that count up with them, wherever they stand.

use super::super::Page;
use super::super::margin::number::number;
use super::stretch::Stretch;
use crate::budget;
use std::collections::BTreeMap;

/// Page numbers stand in this share of the page's height at its top and bottom.
pub(super) const MARGIN: f32 = 0.14;
/// At one place, to so many points.
pub(super) const PLACE: f32 = 3.0;
/// Lines that end this near to a number, in ems, reach it.
const REACH: f32 = 2.0;
/// A number is compared with so many before it, and behind it.
const AROUND: usize = 8;
/// A number alone must stand in the middle, to this share of the width.
const CENTRED: f32 = 0.1;

/// A number in the margin of a page.
pub(super) struct Candidate {
    page: usize,
    stretch: Stretch,
    /// How much larger the number is than the place of the page.
    ahead: i64,
    /// Its middle, from the left and from the nearer edge; negative at the bottom.
    at: (f32, f32),
    /// It is more than a number: `2 / 4`, `- 2 -`.
    sure: bool,
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
            let fewest = if one.sure || centred { 2 } else { 3 };
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

/// A place where page numbers that count up pass some over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Skipped {
    /// The page behind it.
    pub(crate) page: u32,
    /// The number before.
    pub(crate) from: i64,
    /// The number behind.
    pub(crate) to: i64,
}

/// Where page numbers pass some over: at one place of the pages two count up before and two behind. The candidates are
/// in the order of the pages.
pub(super) fn skipped(pages: &[Page], all: &[Candidate]) -> Vec<Skipped> {
    let of = |page: usize| {
        let from = all.partition_point(|one| one.page < page);
        let until = all.partition_point(|one| one.page <= page);
        budget::steps(until - from);
        all[from..until].iter()
    };
    let near = |one: &Candidate, other: &Candidate| {
        (other.at.0 - one.at.0).abs() < PLACE + 2.0 && (other.at.1 - one.at.1).abs() < PLACE
    };
    let counts = |one: &Candidate, page: usize| {
        of(page).any(|other| other.ahead == one.ahead && near(one, other))
    };
    let behind = |at: usize| {
        if of(at - 1).any(|one| counts(one, at)) {
            return None;
        }
        let goes_on = |one: &Candidate| {
            let next = |next: &&Candidate| next.ahead > one.ahead && near(one, next);
            of(at).find(next).filter(|next| counts(next, at + 1))
        };
        let mut before = of(at - 1).filter(|one| counts(one, at - 2));
        let (one, next) = before.find_map(|one| Some((one, goes_on(one)?)))?;
        let place = i64::try_from(at).ok()?;
        let (from, to) = (one.ahead + place - 1, next.ahead + place);
        Some(Skipped { page: pages.get(at)?.number, from, to })
    };
    (2..pages.len()).filter_map(behind).collect()
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
    let (top, bottom) = (page.height * MARGIN, page.height * (1.0 - MARGIN));
    let in_margin = |s: &Stretch| s.area.y1 < top || s.area.y0 > bottom;
    let candidate = |stretch: Stretch| {
        let number = number(stretch.text(page).chars())?;
        let x = f32::midpoint(stretch.area.x0, stretch.area.x1);
        let y = f32::midpoint(stretch.area.y0, stretch.area.y1);
        let y = if stretch.area.y1 < top { y } else { y - page.height };
        let ahead = i64::from(number.value) - i64::try_from(at).unwrap_or(i64::MAX / 2);
        Some(Candidate { page: at, stretch, ahead, at: (x, y), sure: !number.bare })
    };
    stretches.iter().copied().filter(in_margin).filter_map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::settle;
    use super::*;

    #[test]
    fn numbers_that_are_passed_over_are_said() {
        let page = |number: u32| {
            let text = format!("- {number} -");
            Sample::new(300.0, 400.0).number(number).text(140.0, 380.0, 9.0, &text).page()
        };
        let skipped = |numbers: &[u32]| {
            let mut pages: Vec<Page> = numbers.iter().map(|number| page(*number)).collect();
            (1..).zip(&mut pages).for_each(|(number, page)| page.number = number);
            settle(&mut pages).skipped
        };
        assert_eq!(skipped(&[1, 2, 4, 5]), [Skipped { page: 3, from: 2, to: 4 }]);
        for sound in [&[1, 2, 3, 4][..], &[1, 2, 1, 2], &[1, 2, 7, 3], &[1, 4, 5]] {
            assert_eq!(skipped(sound), [], "{sound:?}");
        }
    }

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

    #[test]
    fn many_numbers_are_compared_as_long_as_there_is_time() {
        let page = |number: u32| {
            let mut page = Sample::new(300.0, 400.0).number(number);
            for _ in 0..70 {
                page = page.text(140.0, 380.0, 9.0, "3").text(20.0, 380.0, 9.0, "4");
            }
            page.page()
        };
        let pages = [page(1), page(2), page(3)];
        let all: Vec<Candidate> = (0..)
            .zip(&pages)
            .flat_map(|(at, page)| candidates(at, page, &super::super::stretch::stretches(page)))
            .collect();
        let work = || skipped(&pages, &all);
        assert!(crate::budget::within(std::time::Duration::ZERO, usize::MAX, work).is_err());
    }
}
