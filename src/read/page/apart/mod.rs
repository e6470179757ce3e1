//! What stands on a page and is no part of its text: struck out, laid over it, beside it in small print.
//!
//! Pages as they were painted become pages as they are read: [`settle`] takes out of each what a reader
//! passes over, and says why ([`Aside`](super::Aside)).

mod added;
mod again;
mod bar;
mod course;
mod frame;
pub(crate) mod garbled;
pub(crate) mod number;
mod overlay;
mod overprint;
mod put;
mod ruby;
mod running;
mod seal;
mod stretch;
mod strike;

use super::{Page, Why};
pub(crate) use again::Again;
pub(crate) use course::{Break, Fault};
use running::Odds;
use std::collections::BTreeSet;
use stretch::{Stretch, stretches};

/// Gives some characters of a page a verdict.
type Mark = fn(&mut Page, &[Stretch], &mut [Option<Why>]);

/// What was seen while setting apart.
#[derive(Default)]
pub(crate) struct Settled {
    /// The fonts whose maps lie.
    pub(crate) lying: BTreeSet<u16>,
    /// Where the numbers of the pages do not go on.
    pub(crate) breaks: Vec<Break>,
    /// The pages that are there twice.
    pub(crate) again: Vec<Again>,
}

/// Sets apart what is no text of these pages.
pub(crate) fn settle(pages: &mut [Page]) -> Settled {
    let again = again::again(pages);
    let (mut candidates, mut odds, mut lying) = (Vec::new(), Odds::default(), BTreeSet::new());
    for (at, page) in pages.iter_mut().enumerate() {
        // What recognition has put behind a picture has no look of its own.
        let all = if page.by_ocr { stretches(page) } else { settle_one(page, &mut lying) };
        candidates.extend(number::candidates(at, page, &all));
        odds.add(at, page, &all);
    }
    let breaks = course::breaks(pages, &mut candidates);
    doubt(pages, &again, &breaks);
    let numbers = number::numbers(pages, &candidates);
    let running = running::running(pages, &odds);
    for ((page, numbers), running) in pages.iter_mut().zip(numbers).zip(running) {
        if !numbers.is_empty() || !running.is_empty() {
            let mut verdicts = vec![None; page.glyphs.len()];
            for stretch in numbers.iter().chain(&running) {
                set(&mut verdicts, stretch, Why::Overlay);
            }
            running::clear(page, &running);
            page.set_aside(&verdicts);
        }
    }
    Settled { lying, breaks, again }
}

/// Marks the pages that are there a second time, and those that may be of another document.
fn doubt(pages: &mut [Page], again: &[Again], breaks: &[Break]) {
    let foreign = |one: &&Break| matches!(one.fault, Fault::Between(_) | Fault::First(_));
    let foreign = breaks.iter().filter(foreign).map(|one| one.page);
    let doubtful: BTreeSet<u32> = again.iter().map(|one| one.page).chain(foreign).collect();
    for page in pages.iter_mut().filter(|page| doubtful.contains(&page.number)) {
        page.doubtful = true;
    }
}

/// Sets apart what is no text of a page; the stretches that are left. Fonts that lie are added to the others.
fn settle_one(page: &mut Page, lying: &mut BTreeSet<u16>) -> Vec<Stretch> {
    let mut all = stretches(page);
    // What is laid over the page first: lines of the table run through it.
    let marks: [Mark; 3] = [overlay::mark, strike::mark, ruby::mark];
    for mark in marks {
        let mut verdicts = vec![None; page.glyphs.len()];
        mark(page, &all, &mut verdicts);
        if page.set_aside(&verdicts) {
            all = stretches(page);
        }
    }
    added::note(page, &all);
    bar::note(page);
    overprint::note(page, &all);
    lying.append(&mut garbled::note(page));
    all
}

/// Gives the characters of a stretch a verdict.
fn set(verdicts: &mut [Option<Why>], stretch: &Stretch, why: Why) {
    if let Some(part) = verdicts.get_mut(stretch.first..stretch.last) {
        part.fill(Some(why));
    }
}
