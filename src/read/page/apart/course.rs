//! Whether the numbers that the pages print go on from page to page, as those of one document in order do.
//!
//! Numbers at one place that are printed in one way are a row. A row goes on where it counts up with its pages, or by one
//! with unnumbered pages between, and it may begin anew. What else it does is said: it passes numbers over, goes back, or a
//! page stands in it whose number is not of it. Where every page has a number, each another, and nothing but their
//! order is wrong, they prove the right one.

use super::super::Page;
use super::number::Candidate;
use crate::budget;
use crate::read::numbers::apart::course::{STEPS, WIDTH};
use crate::read::numbers::apart::number::{CENTRED, PLACE};
use std::collections::{BTreeMap, BTreeSet};

/// So many numbers in another order are no chance; and so many that are printed as any number is.
const PROOF: (usize, usize) = (3, 4);

/// A place where page numbers do not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Break {
    /// The page behind it, or the one that is not of the row.
    pub(crate) page: u32,
    /// The number before.
    pub(crate) from: i64,
    /// The number behind.
    pub(crate) to: i64,
    /// What is wrong.
    pub(crate) fault: Fault,
}

/// What is wrong with page numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Some are passed over, or they go back.
    Step,
    /// Between the two a page prints this.
    Between(String),
    /// Before them a page prints this, another number or another number of pages than they leave for it; and what the
    /// first of them prints.
    First([String; 2]),
    /// All are there, in another order: the pages were put in that of the numbers.
    Order,
}

/// A number of a row, with its page.
type Step<'a> = (usize, i64, &'a Candidate);

/// Where the numbers of the pages do not go on, in the order of the pages. Where they prove another order, the pages are
/// told their places in it. The candidates are in the order of the pages.
pub(super) fn breaks(pages: &mut [Page], all: &mut [Candidate]) -> Vec<Break> {
    if let Some(found) = order(pages, &rows(all)) {
        for one in all {
            let place = pages.get(one.page).and_then(|page| page.place);
            one.ahead += place.map_or(0, |place| one.page as i64 - place as i64);
        }
        return vec![found];
    }
    let rows = rows(all);
    let mut found = BTreeMap::new();
    for row in &rows {
        for one in in_row(pages, all, row) {
            found.entry(one.page).or_insert(one);
        }
    }
    found.into_values().collect()
}

/// The numbers that are printed in one way, one for each page: at one place, where a page has several, or a number may
/// be an answer.
fn rows(all: &[Candidate]) -> Vec<Vec<Step<'_>>> {
    let mut ways: BTreeMap<_, Vec<&Candidate>> = BTreeMap::new();
    for one in all {
        ways.entry(&one.way).or_default().push(one);
    }
    ways.into_values().flat_map(placed).map(one_a_page).collect()
}

/// Numbers that are printed in one way, by their place where that matters.
fn placed(list: Vec<&Candidate>) -> Vec<Vec<&Candidate>> {
    let is_alone = list.array_windows().all(|[one, next]| one.page < next.page);
    if is_alone && list.iter().all(|one| one.sure) {
        return vec![list];
    }
    let lines = apart(list, |one| one.at.1, PLACE).into_iter();
    lines.flat_map(|list| apart(list, |one| one.middle, PLACE + WIDTH)).collect()
}

/// Numbers by their place, parted where that differs by more than this.
fn apart<'a>(
    mut list: Vec<&'a Candidate>,
    place: impl Fn(&&'a Candidate) -> f32,
    gap: f32,
) -> Vec<Vec<&'a Candidate>> {
    budget::steps(list.len());
    list.sort_by(|one, other| place(one).total_cmp(&place(other)));
    list.chunk_by(|one, next| place(next) - place(one) < gap).map(<[_]>::to_vec).collect()
}

/// One number for each page: of several the one that counts with the most others.
fn one_a_page(mut list: Vec<&Candidate>) -> Vec<Step<'_>> {
    let mut alike: BTreeMap<i64, usize> = BTreeMap::new();
    for one in &list {
        *alike.entry(one.ahead).or_default() += 1;
    }
    list.sort_by_key(|one| one.page);
    let pages = list.chunk_by(|one, other| one.page == other.page);
    let best = pages.filter_map(|page| page.iter().max_by_key(|one| alike.get(&one.ahead)));
    best.map(|one| (one.page, one.value(), *one)).collect()
}

/// The proof that the pages are in another order than their numbers: each has one, and no other has it.
fn order(pages: &mut [Page], rows: &[Vec<Step>]) -> Option<Break> {
    let whole = |row: &&Vec<Step>| row.len() == pages.len() && is_all(row);
    let values = |row: &Vec<Step>| row.iter().map(|(_, value, _)| *value).collect::<Vec<i64>>();
    let mut proofs = rows.iter().filter(whole);
    let (row, places) = proofs.next().map(|row| (row, values(row)))?;
    if !proofs.all(|other| values(other) == places) {
        return None;
    }
    let found = turn(pages, row, Fault::Order)?;
    let first = places.iter().min()?;
    for (page, value) in pages.iter_mut().zip(&places) {
        page.place = usize::try_from(value - first).ok();
    }
    Some(found)
}

/// Whether a row has each of its numbers once, and so many that this is no chance.
fn is_all(row: &[Step]) -> bool {
    let values: BTreeSet<i64> = row.iter().map(|(_, value, _)| *value).collect();
    let sure = row.iter().all(|(.., one)| one.sure);
    let span = values.last().zip(values.first()).map_or(0, |(last, first)| last - first + 1);
    row.len() >= if sure { PROOF.0 } else { PROOF.1 }
        && values.len() == row.len()
        && i64::try_from(row.len()) == Ok(span)
}

/// Where the numbers of a row first do not count up.
fn turn(pages: &[Page], row: &[Step], fault: Fault) -> Option<Break> {
    let [one, next] = row.array_windows().find(|[one, next]| !goes_on(one, next))?;
    Some(Break { page: pages.get(next.0)?.number, from: one.1, to: next.1, fault })
}

/// Whether the numbers of a row count down: pages that were put in from the last to the first.
fn counts_down(row: &[Step]) -> bool {
    let steps = || row.array_windows::<2>();
    let down =
        steps().filter(|[one, next]| goes_on(&(one.0, next.1, next.2), &(next.0, one.1, one.2)));
    let down = down.count();
    down >= PROOF.0 && 2 * down >= steps().count()
}

/// Where one row does not go on.
fn in_row(pages: &[Page], all: &[Candidate], row: &[Step]) -> Vec<Break> {
    let mut kept: Vec<Step> = Vec::new();
    for (at, step) in row.iter().enumerate() {
        let odd = kept.last().zip(row.get(at + 1)).is_some_and(|(before, behind)| {
            let fits = goes_on(before, step) || begins(before, step) || goes_on(step, behind);
            !fits && goes_on(before, behind)
        });
        if !odd {
            kept.push(*step);
        }
    }
    let is_turned = is_all(row) || counts_down(row);
    if let Some(found) = turn(pages, row, Fault::Step).filter(|_| is_turned) {
        return vec![found];
    }
    let steps = || kept.array_windows::<2>();
    let sound = steps().filter(|[one, next]| goes_on(one, next)).count();
    if sound < STEPS || 2 * sound < steps().count() {
        return Vec::new();
    }
    let number = |at: usize| pages.get(at).map_or(0, |page| page.number);
    let mut found = first(pages, all, &kept);
    for [one, next] in steps() {
        let (from, to) = (one.1, next.1);
        if goes_on(one, next) {
            let between = between(pages, all, one, next).into_iter();
            found.extend(between.map(|(at, text)| Break {
                page: number(at),
                from,
                to,
                fault: Fault::Between(text),
            }));
        } else if !begins(one, next) {
            found.push(Break { page: number(next.0), from, to, fault: Fault::Step });
        }
    }
    found
}

/// The page before a row that counts from it on, where it prints what is not of the row.
fn first(pages: &[Page], all: &[Candidate], row: &[Step]) -> Vec<Break> {
    let Some((1, to @ 2, next)) = row.first() else { return Vec::new() };
    let text = |one: &Candidate| Some(one.stretch.text(pages.get(one.page)?).trim().to_owned());
    let totals = |own: &Candidate| own.way.1.zip(next.way.1).is_some_and(|(own, of)| own != of);
    let of = all.iter().take_while(|own| own.page == 0).filter(|own| own.sure);
    let is_its = |own: &Candidate| own.value() == to - 1 && !totals(own);
    let own = of.clone().next().filter(|_| !of.clone().any(&is_its));
    let found = own.and_then(|own| {
        let fault = Fault::First([text(own)?, text(next)?]);
        Some(Break { page: pages.first()?.number, from: own.value(), to: *to, fault })
    });
    found.into_iter().collect()
}

/// Whether one number goes on with another: with the pages, or without those between.
fn goes_on(one: &Step, next: &Step) -> bool {
    let step = next.1 - one.1;
    step == 1 || usize::try_from(step) == Ok(next.0 - one.0)
}

/// Whether numbers begin anew behind a page, those before unprinted.
fn begins(one: &Step, next: &Step) -> bool {
    usize::try_from(next.1).is_ok_and(|value| value <= next.0 - one.0)
}

/// The pages between two numbers that go on, whose own numbers are others: their places, and what they print. What
/// counts from one there is an attachment.
fn between(pages: &[Page], all: &[Candidate], one: &Step, next: &Step) -> Vec<(usize, String)> {
    let of = |page: usize| {
        let from = all.partition_point(|one| one.page < page);
        let until = all.partition_point(|one| one.page <= page);
        budget::steps(until - from);
        &all[from..until]
    };
    let Candidate { way, ahead, .. } = one.2;
    let is_counted = next.2.ahead == *ahead;
    // Of another row, which goes on here.
    let runs = |step: &Step, own: &Candidate| {
        let mut others = of(step.0).iter().filter(|other| !std::ptr::eq(*other, step.2));
        others.any(|other| other.ahead == own.ahead && other.way == own.way)
    };
    let is_own = |own: &Candidate| {
        let width = pages.get(own.page).map_or(0.0, |page| page.width);
        let is_page = own.sure || own.way == *way || own.middle.abs() < CENTRED * width;
        is_page && !runs(one, own) && !runs(next, own)
    };
    let is_its = |own: &Candidate| is_counted && own.way == *way && own.ahead == *ahead;
    let own = |at: usize| {
        let is_there = of(at).iter().any(is_its);
        of(at).iter().find(|own| !is_there && is_own(own))
    };
    let found: Vec<&Candidate> = (one.0 + 1..next.0).filter_map(own).collect();
    let counts = |(value, own): (i64, &&Candidate)| own.value() == value;
    if found.len() == next.0 - one.0 - 1 && (1..).zip(&found).all(counts) {
        return Vec::new();
    }
    let text = |own: &Candidate| Some(own.stretch.text(pages.get(own.page)?).trim().to_owned());
    found.into_iter().filter_map(|own| Some((own.page, text(own)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::settle;
    use super::*;

    fn page(text: &str) -> Page {
        Sample::new(300.0, 400.0).text(140.0, 380.0, 9.0, text).page()
    }

    /// What is said of pages that print these numbers; a number below zero is printed in another way.
    fn said(numbers: &[i64]) -> Vec<(u32, i64, i64, &'static str)> {
        let text = |number: &i64| match number {
            0 => "表".to_owned(),
            ..0 => format!("{} / 99", -number),
            _ => format!("- {number} -"),
        };
        let mut pages: Vec<Page> = numbers.iter().map(|number| page(&text(number))).collect();
        (1..).zip(&mut pages).for_each(|(number, page)| page.number = number);
        let breaks = settle(&mut pages).breaks.into_iter();
        let name = |fault| match fault {
            Fault::Step => "step",
            Fault::Between(_) => "between",
            Fault::Order => "order",
            Fault::First(_) => "first",
        };
        breaks.map(|one| (one.page, one.from, one.to, name(one.fault))).collect()
    }

    #[test]
    fn numbers_that_do_not_go_on_are_said() {
        assert_eq!(said(&[1, 2, 4, 5]), [(3, 2, 4, "step")]);
        assert_eq!(said(&[1, 2, 3, 4, 3, 4]), [(5, 4, 3, "step")]);
        assert_eq!(said(&[1, 2, 2, 3, 4]), [(3, 2, 2, "step")]);
        assert_eq!(said(&[1, 2, 17, 3, 4]), [(3, 2, 3, "between")]);
        assert_eq!(said(&[1, 2, -3, 4, 5]), [(3, 2, 4, "between")]);
        assert_eq!(said(&[1, -1, 2, -2, 3]), [(4, 2, 3, "between")]);
        assert_eq!(said(&[-7, 2, 3, 4]), [(1, 7, 2, "first")]);
    }

    #[test]
    fn numbers_that_go_on_or_begin_anew_are_sound() {
        for sound in [
            &[1, 2, 3, 4][..],
            &[1, 2, 1, 2, 3],
            &[0, 2, 3, 4, 0, 2, 3, 4],
            &[1, 2, 0, 3, 4],
            &[1, 2, 0, 4, 5],
            &[1, 2, -1, -2, 3, 4],
            &[1, 4, 5],
            &[-1, 2, 3, 4],
        ] {
            assert_eq!(said(sound), [], "{sound:?}");
        }
    }

    #[test]
    fn numbers_that_are_all_there_prove_the_order() {
        assert_eq!(said(&[1, 2, 4, 3, 5]), [(3, 2, 4, "order")]);
        assert_eq!(said(&[3, 2, 1]), [(2, 3, 2, "order")]);
        assert_eq!(said(&[2, 1]), []);
        assert_eq!(said(&[0, 4, 3, 2, 1]), [(3, 4, 3, "step")]);
        assert_eq!(said(&[0, 1, 3, 2, 4]), [(3, 1, 3, "step")]);
    }

    #[test]
    fn many_numbers_are_compared_as_long_as_there_is_time() {
        use super::super::{number::candidates, stretch::stretches};
        let page = |number: u32| {
            let mut page = Sample::new(300.0, 400.0).number(number);
            for _ in 0..70 {
                page = page.text(140.0, 380.0, 9.0, "3").text(20.0, 380.0, 9.0, "4");
            }
            page.page()
        };
        let mut pages = [page(1), page(2), page(3)];
        let found = (0..).zip(&pages).flat_map(|(at, page)| candidates(at, page, &stretches(page)));
        let mut all: Vec<Candidate> = found.collect();
        let work = || breaks(&mut pages, &mut all);
        assert!(crate::budget::within(std::time::Duration::ZERO, usize::MAX, work).is_err());
    }
}
