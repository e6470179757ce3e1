//! A document drawn once more, with its fonts put right whose maps lie.

use super::content::interpreter::Fonts;
use super::file::object::File;
use super::problem::Problem;
use crate::budget;
use crate::finding::Code;
use crate::read::page::Page;
use std::collections::BTreeSet;

/// Pages as they are painted, and what is odd about them.
pub(super) type Drawn = (Vec<Page>, Vec<Problem>);

/// What `draw` draws with mended fonts. `None` where nothing of them is proved, and where the bounds end this drawing
/// earlier than the first.
pub(super) fn mended(
    file: &File,
    fonts: &mut Fonts,
    lying: &BTreeSet<u16>,
    first: &Drawn,
    draw: impl FnOnce(&mut Fonts) -> Drawn,
) -> Option<Drawn> {
    let again = || {
        let any = fonts.mend(file, lying);
        // What the programs have shown when they were read for their outlines is no fault of a page.
        file.damaged.set(false);
        file.cut.set(false);
        any.then(|| draw(fonts))
    };
    let (mut pages, findings) = file.budget.passing(|| budget::caught(again)).ok()??;
    let is_new =
        |problem: &Problem| problem.code != Code::GlyphUnmapped && !first.1.contains(problem);
    let is_cut = findings.iter().any(is_new);
    let dropped = if is_cut { &pages } else { &first.0 };
    budget::give_back(dropped.iter().map(Page::bytes).sum());
    if is_cut {
        return None;
    }
    // Fonts are read once, so that only the first drawing tells which pages come after a damaged one.
    for (page, first) in pages.iter_mut().zip(&first.0) {
        page.damaged = first.damaged;
    }
    Some((pages, findings))
}
