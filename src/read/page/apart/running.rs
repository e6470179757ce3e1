//! Text that comes again at one place of most pages and was put over all of them, wherever it stands: it has
//! another colour than the page's, or it was painted after all else.

use super::super::{Page, Why};
use super::frame::{MEETS, frames};
use super::number::{is_page_number, masked, number};
use super::stretch::{Body, Stretch};
use std::collections::{BTreeMap, BTreeSet};

/// It comes on at least so many pages …
const FEWEST: usize = 3;
/// … and on this share of them, in tenths: in 102 PDFs with labels or by Japanese offices, all that is painted last at
/// one place of two tenths of the pages or more is a number, a running title or a mark.
const MOST: usize = 6;
/// At one place, to so many points.
const PLACE: f32 = 3.0;
/// So many stretches, and no more than half of them, are the last of a page: a remark of two lines, its date and a number.
const LAST: usize = 4;

/// A text that may have been put over its page.
pub(super) struct Odd {
    page: usize,
    stretch: Stretch,
    /// What it says, without its numbers; a page number with how far it is ahead of its page.
    text: (String, i64),
    /// It is of the page's colour, and among the last that were painted.
    last: bool,
}

/// The texts of a page in another colour than most of it, and the last that were painted.
pub(super) fn odd(at: usize, page: &Page, stretches: &[Stretch]) -> Vec<Odd> {
    let body = Body::of(page, stretches);
    let count = stretches.len();
    let from =
        if page.by_ocr { usize::MAX } else { count.div_ceil(2).max(count.saturating_sub(LAST)) };
    let odd = stretches.iter().enumerate().filter_map(|(order, stretch)| {
        let last = stretch.color.is_like(body.color);
        if last && order < from {
            return None;
        }
        let text = masked(stretch.text(page).chars());
        let ahead = if is_page_number(&text) { number(stretch.text(page))? } else { 0 };
        let ahead = if ahead > 0 { ahead - i64::try_from(at).unwrap_or_default() } else { 0 };
        Some(Odd { page: at, stretch: *stretch, text: (text, ahead), last })
    });
    odd.collect()
}

/// Those that come again at one place of most pages, for each page; and what says the same, or what has been set
/// aside on most pages, wherever it stands: pages differ in size and in what is below.
pub(super) fn running(pages: &[Page], odd: &[Odd]) -> Vec<Vec<Stretch>> {
    let count = pages.len();
    let mut found = vec![Vec::new(); count];
    let mut places: BTreeMap<_, Vec<&Odd>> = BTreeMap::new();
    for one in odd {
        let place = |at: f32| (at / PLACE).round() as i32;
        let area = one.stretch.area;
        places.entry((&one.text, one.last, place(area.x0), place(area.y0))).or_default().push(one);
    }
    let laid = laid_over(pages);
    let mut known: BTreeSet<&(String, i64)> = laid.iter().collect();
    for list in places.into_values() {
        let pages = list.chunk_by(|a, b| a.page == b.page).count();
        if is_most(pages, count) {
            known.extend(list.iter().map(|one| &one.text));
        }
    }
    for one in odd.iter().filter(|one| known.contains(&one.text)) {
        if let Some(page) = found.get_mut(one.page) {
            page.push(one.stretch);
        }
    }
    found
}

fn is_most(pages: usize, count: usize) -> bool {
    pages >= FEWEST && pages * 10 >= count * MOST
}

/// What has been set aside on most pages as laid over them.
fn laid_over(pages: &[Page]) -> BTreeSet<(String, i64)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let over = page.asides.iter().filter(|aside| aside.why == Why::Overlay);
        for text in over.map(|aside| masked(aside.text.chars())).collect::<BTreeSet<_>>() {
            *counts.entry(text).or_default() += 1;
        }
    }
    counts.retain(|text, on| is_most(*on, pages.len()) && !is_page_number(text));
    counts.into_keys().map(|text| (text, 0)).collect()
}

/// Takes the frames around these texts out of the lines of a page.
pub(super) fn clear(page: &mut Page, running: &[Stretch]) {
    for stretch in running {
        let all = frames(&page.rules, stretch.size).into_iter();
        let around: Vec<_> = all.filter(|frame| frame.holds(stretch.area, MEETS)).collect();
        page.rules.retain(|rule| !around.iter().any(|frame| frame.holds(rule.area, MEETS)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::super::{Color, Page};
    use super::super::settle;

    #[test]
    fn a_red_remark_on_all_pages_is_no_text_of_their_cells() {
        let page = |number: u32| {
            let page = Sample::new(300.0, 400.0).number(number);
            let page = page.text(20.0, 100.0, 10.0, "評価実施機関における担当部署");
            page.colored(Color([217, 0, 0])).text(20.0, 120.0, 10.0, "庁内限り").page()
        };
        let mut pages = [page(1), page(2), page(3)];
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text == "評価実施機関における担当部署"));
        let mut pages = [page(1), page(2)];
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text.ends_with("庁内限り")));
    }

    /// A page with a framed remark, which was painted before or after the text of the page.
    fn remarked(number: u32, wide: bool, first: bool) -> Page {
        let (width, x) = if wide { (400.0, 250.0) } else { (300.0, 150.0) };
        let page = Sample::new(width, 400.0).number(number).grid(&[10.0, 290.0], &[90.0, 118.0]);
        let remark = |page: Sample| {
            let page = page.text(x, 104.0, 10.0, &format!("資料３－{number}"));
            page.grid(&[x - 4.0, x + 56.0], &[102.0, 116.0])
        };
        let text = |page: Sample| page.text(20.0, 92.0, 10.0, "評価実施機関における担当部署");
        if first { text(remark(page)).page() } else { remark(text(page)).page() }
    }

    #[test]
    fn what_was_painted_last_on_all_pages_is_no_text_of_their_cells() {
        let mut pages: Vec<Page> = (1..=4).map(|n| remarked(n, n == 4, false)).collect();
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text == "評価実施機関における担当部署"));
        assert!(pages.iter().all(|page| page.rules.len() == 4));
        let mut pages: Vec<Page> = (1..=4).map(|n| remarked(n, n == 4, true)).collect();
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text.contains("資料")));
        let mut pages: Vec<Page> = (1..=2).map(|n| remarked(n, false, false)).collect();
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text.contains("資料")));
    }
}
