//! Text in another colour than the page's that comes again at one place of most pages: a remark that was put
//! over all of them, wherever it stands.

use super::super::Page;
use super::stretch::{Body, Stretch};
use std::collections::BTreeMap;

/// It comes on at least so many pages …
const FEWEST: usize = 3;
/// … and on this share of them, in tenths.
const MOST: usize = 6;
/// At one place, to so many points.
const PLACE: f32 = 3.0;

/// A text in another colour than its page's.
pub(super) struct Odd {
    page: usize,
    stretch: Stretch,
    text: String,
}

/// The texts of a page in another colour than most of it.
pub(super) fn odd(at: usize, page: &Page, stretches: &[Stretch]) -> Vec<Odd> {
    let body = Body::of(page, stretches);
    let odd = stretches.iter().filter(|stretch| !stretch.color.is_like(body.color));
    let odd = odd.map(|stretch| {
        let text = stretch.text(page).chars().filter(|c| !c.is_whitespace()).collect();
        Odd { page: at, stretch: *stretch, text }
    });
    odd.collect()
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
        if pages >= FEWEST && pages * 10 >= count * MOST {
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
}
