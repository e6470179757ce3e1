//! Text in another colour than the page's that comes again at one place of most pages, and text of whatever
//! colour that is painted last on all of them: a remark that was put over them, wherever it stands.

use super::super::Page;
use super::stretch::{Body, Stretch};
use std::collections::BTreeMap;

/// It comes on at least so many pages …
const FEWEST: usize = 3;
/// … and on this share of them, in tenths.
const MOST: usize = 6;
/// At one place, to so many points.
const PLACE: f32 = 3.0;

/// So many stretches at the end of a page are painted last.
const LAST: usize = 3;
/// A text painted last has at least so many characters: a sign may come again by itself.
const LEAST: usize = 2;

/// A text in another colour than its page's, or painted last.
pub(super) struct Odd {
    page: usize,
    stretch: Stretch,
    text: String,
    /// It is in another colour.
    colored: bool,
}

/// The texts of a page in another colour than most of it, and those painted last.
pub(super) fn odd(at: usize, page: &Page, stretches: &[Stretch]) -> Vec<Odd> {
    let body = Body::of(page, stretches);
    let last = stretches.len().saturating_sub(LAST);
    let all = stretches.iter().enumerate().filter_map(|(number, stretch)| {
        let colored = !stretch.color.is_like(body.color);
        if !colored && number < last {
            return None;
        }
        let text: String = stretch.text(page).chars().filter(|c| !c.is_whitespace()).collect();
        let long = colored || text.chars().count() >= LEAST;
        long.then_some(Odd { page: at, stretch: *stretch, text, colored })
    });
    all.collect()
}

/// Those that come again at one place of most pages, for each page.
pub(super) fn running(count: usize, odd: &[Odd]) -> Vec<Vec<Stretch>> {
    let mut found = vec![Vec::new(); count];
    let mut places: BTreeMap<(&str, i32, i32), Vec<&Odd>> = BTreeMap::new();
    for one in odd {
        let place = |at: f32| (at / PLACE).round() as i32;
        let area = one.stretch.area;
        places.entry((&one.text, place(area.x0), place(area.y0))).or_default().push(one);
    }
    for list in places.into_values() {
        let pages = list.chunk_by(|a, b| a.page == b.page).count();
        let colored = list.iter().all(|one| one.colored);
        let enough = if colored { pages * 10 >= count * MOST } else { pages == count };
        if pages >= FEWEST && enough {
            for one in list {
                if let Some(page) = found.get_mut(one.page) {
                    page.push(one.stretch);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::super::Color;
    use super::super::super::sample::Sample;
    use super::super::settle;

    #[test]
    fn a_red_remark_on_all_pages_is_no_text_of_their_cells() {
        let page = |number: u32| {
            let page = Sample::new(300.0, 400.0).number(number);
            let low = 90.0 + 5.0 * number as f32;
            let page = page.text(20.0, low, 10.0, "評価実施機関における担当部署");
            page.colored(Color([217, 0, 0])).text(20.0, 120.0, 10.0, "庁内限り").page()
        };
        let mut pages = [page(1), page(2), page(3)];
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text == "評価実施機関における担当部署"));
        let mut pages = [page(1), page(2)];
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text.ends_with("庁内限り")));
    }

    #[test]
    fn a_black_remark_painted_last_on_all_pages_is_no_text_of_their_cells() {
        let page = |number: u32, remark: bool| {
            let (page, low) = (Sample::new(300.0, 400.0).number(number), 10.0 * number as f32);
            let page = page.text(20.0, 100.0, 10.0, "①部署").text(80.0, 100.0, 10.0, "健康福祉部");
            let page = page.text(20.0, 120.0 + low, 10.0, "②所属長の役職名");
            let page = page.text(20.0, 140.0 + low, 10.0, "課長");
            if remark { page.text(140.0, 100.0, 10.0, "確認済み").page() } else { page.page() }
        };
        let mut pages = [page(1, true), page(2, true), page(3, true)];
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text.ends_with("課長") && page.text.contains("健康")));
        let mut pages = [page(1, true), page(2, true), page(3, false)];
        settle(&mut pages);
        assert!(pages[0].text.ends_with("確認済み"));
    }
}
