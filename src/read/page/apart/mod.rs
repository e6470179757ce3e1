//! What stands on a page and is no part of its text: struck out, laid over it, beside it in small print.
//!
//! Pages as they were painted become pages as they are read: [`settle`] takes out of each what a reader
//! passes over, and says why ([`Aside`]).

mod garbled;
pub(crate) mod number;
mod overlay;
mod overprint;
mod ruby;
mod stretch;
mod strike;

use super::{Page, Why};
use stretch::{Body, Stretch, stretches};

/// Sets apart what is no text of these pages.
pub(crate) fn settle(pages: &mut [Page]) {
    // What recognition has put behind a picture has no look of its own.
    for page in pages.iter_mut().filter(|page| !page.by_ocr) {
        // What is laid over the page first: lines of the table run through it.
        let all = stretches(page);
        let body = Body::of(page, &all);
        let mut verdicts = vec![None; page.glyphs.len()];
        overlay::mark(page, &all, &body, &mut verdicts);
        page.set_aside(&verdicts);
        strike::strike(page);
        let stretches = stretches(page);
        let mut verdicts = vec![None; page.glyphs.len()];
        ruby::mark(page, &stretches, &mut verdicts);
        overprint::note(page, &stretches, &verdicts);
        page.set_aside(&verdicts);
        garbled::note(page);
    }
    for (page, numbers) in number::numbers(pages).into_iter().enumerate() {
        let Some(page) = pages.get_mut(page).filter(|_| !numbers.is_empty()) else { continue };
        let mut verdicts = vec![None; page.glyphs.len()];
        for stretch in numbers {
            set(&mut verdicts, &stretch, Why::Overlay);
        }
        page.set_aside(&verdicts);
    }
}

/// Gives the characters of a stretch a verdict.
fn set(verdicts: &mut [Option<Why>], stretch: &Stretch, why: Why) {
    if let Some(part) = verdicts.get_mut(stretch.first..stretch.last) {
        part.fill(Some(why));
    }
}
