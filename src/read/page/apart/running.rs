//! Text that comes again at one place of most pages and was put over all of them, wherever it stands: it has
//! another colour than the page's, or it was painted after all else and stands where no row has a text of its own.

use super::super::margin::number::{number, shape};
use super::super::{Page, Why};
use super::frame::frames;
use super::put::{is_clear_of_rows, is_put_over};
use super::stretch::{Body, Stretch};
use crate::budget;
use crate::read::numbers::apart::frame::MEETS;
use crate::read::numbers::apart::number::PLACE;
use crate::read::numbers::apart::running::{FEWEST, LAST, MOST};
use crate::source::Area;
use std::collections::{BTreeMap, BTreeSet};

/// What a text says: all of it, or, with a number left out, how far that is ahead of its page.
type Words = (String, Option<i64>);

/// A text that may have been put over its page.
struct Odd {
    page: usize,
    stretch: Stretch,
    /// What it says; more than one where a number in it may count the pages.
    words: Vec<Words>,
    /// It is of the page's colour, and among the last that were painted.
    last: bool,
    /// It stands where no row has a text of its own: what stands alone in a cell is an answer, whatever its colour.
    over: bool,
}

impl Odd {
    /// What it says with its numbers.
    fn plain(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|(_, ahead)| ahead.is_none()).map(|(text, _)| text.as_str())
    }
}

/// The texts that may have been put over their pages, and the other texts with the places of their pages.
#[derive(Default)]
pub(super) struct Odds {
    list: Vec<Odd>,
    others: Vec<(usize, Stretch)>,
}

impl Odds {
    /// Adds the texts of a page in another colour than most of it, and the last that were painted.
    pub(super) fn add(&mut self, at: usize, page: &Page, stretches: &[Stretch]) {
        let body = Body::of(page, stretches);
        let count = stretches.len();
        let from =
            if page.by_ocr { count } else { count.div_ceil(2).max(count.saturating_sub(LAST)) };
        let (before, _) = stretches.split_at(from);
        for (order, stretch) in stretches.iter().enumerate() {
            let last = stretch.color.is_like(body.color);
            if !last || order >= from && is_put_over(page, before, stretch) {
                let words = words(at, stretch.text(page));
                let over = last || is_clear_of_rows(page, stretches, stretch);
                self.list.push(Odd { page: at, stretch: *stretch, words, last, over });
            } else {
                self.others.push((at, *stretch));
            }
        }
    }
}

impl Odds {
    /// What is said more than once on a page.
    fn again(&self) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let said = self.list.iter().flat_map(|one| one.plain().map(|text| (one.page, text)));
        said.filter(|said| !seen.insert(*said)).map(|(_, text)| text).collect()
    }

    /// Which of these texts others of the pages say, too.
    fn elsewhere(&self, pages: &[Page], texts: &BTreeSet<&str>) -> BTreeSet<String> {
        if texts.is_empty() {
            return BTreeSet::new();
        }
        let others = self.others.iter();
        let said = others.filter_map(|(at, stretch)| Some(plain(stretch.text(pages.get(*at)?))));
        said.filter(|text| texts.contains(&**text)).collect()
    }
}

/// What a text says without its white space.
fn plain(text: &str) -> String {
    text.chars().map(crate::fold::narrow).filter(|c| !c.is_whitespace()).collect()
}

/// What a text says; its last number may count the pages.
fn words(at: usize, text: &str) -> Vec<Words> {
    let ahead = |number: i64| Some(number - i64::try_from(at).unwrap_or_default());
    if let Some(number) = number(text.chars()) {
        return vec![(shape(text.chars()), ahead(number.value.into()))];
    }
    let plain = plain(text);
    let digit = |c: char| c.is_ascii_digit();
    let counted = plain.rfind(digit).and_then(|end| {
        let start = plain[..end].rfind(|c| !digit(c));
        let start = start.and_then(|at| Some(at + plain[at..].chars().next()?.len_utf8()));
        let (start, end) = (start.unwrap_or(0), end + 1);
        let number = plain[start..end].parse().ok()?;
        Some((format!("{}0{}", &plain[..start], &plain[end..]), ahead(number)))
    });
    std::iter::once((plain.clone(), None)).chain(counted).collect()
}

/// Those that come again at one place of most pages, for each page; and what says the same, or what has been set
/// aside on most pages, wherever it stands: pages differ in size and in what is below. What is said elsewhere too, or more
/// than once on a page, is a text of the pages.
pub(super) fn running(pages: &[Page], odds: &Odds) -> Vec<Vec<Stretch>> {
    let count = pages.len();
    let mut found = vec![Vec::new(); count];
    let mut places: BTreeMap<_, Vec<&Odd>> = BTreeMap::new();
    for one in odds.list.iter().filter(|one| one.over) {
        let place = |at: f32| (at / PLACE).round() as i32;
        let (x, y) = (place(one.stretch.area.x0), place(one.stretch.area.y0));
        for words in &one.words {
            places.entry((words, one.last, x, y)).or_default().push(one);
        }
    }
    let laid = laid_over(pages);
    let mut known: BTreeSet<(&Words, bool)> =
        laid.iter().flat_map(|words| [(words, false), (words, true)]).collect();
    for ((words, last, ..), list) in places {
        let pages = list.chunk_by(|a, b| a.page == b.page).count();
        if is_most(pages, count) {
            known.insert((words, last));
        }
    }
    let is_known = |one: &&Odd| one.words.iter().any(|words| known.contains(&(words, one.last)));
    let known: Vec<&Odd> = odds.list.iter().filter(is_known).collect();
    let again = odds.again();
    let elsewhere = odds.elsewhere(pages, &known.iter().flat_map(|one| one.plain()).collect());
    let is_elsewhere =
        |one: &Odd| one.plain().any(|text| elsewhere.contains(text) || again.contains(text));
    for one in known.into_iter().filter(|one| !is_elsewhere(one)) {
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
fn laid_over(pages: &[Page]) -> BTreeSet<Words> {
    let mut counts: BTreeMap<Words, usize> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        let over = page.asides.iter().filter(|aside| aside.why == Why::Overlay);
        let over = over.filter(|aside| number(aside.text.chars()).is_none());
        for words in over.flat_map(|aside| words(at, &aside.text)).collect::<BTreeSet<_>>() {
            *counts.entry(words).or_default() += 1;
        }
    }
    counts.retain(|_, on| is_most(*on, pages.len()));
    counts.into_keys().collect()
}

/// Takes the frames around these texts out of the lines of a page.
pub(super) fn clear(page: &mut Page, running: &[Stretch]) {
    let mut sized: Vec<&Stretch> = running.iter().collect();
    sized.sort_by(|one, other| one.size.total_cmp(&other.size));
    for list in sized.chunk_by(|one, other| one.size == other.size) {
        let size = list.first().map_or(0.0, |stretch| stretch.size);
        let holds = |frame: &Area| {
            budget::steps(list.len());
            list.iter().any(|stretch| frame.holds(stretch.area, MEETS))
        };
        let around: Vec<Area> = frames(&page.rules, size).into_iter().filter(holds).collect();
        page.rules.retain(|rule| {
            budget::steps(around.len());
            !around.iter().any(|frame| frame.holds(rule.area, MEETS))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::super::{Color, Page};
    use super::super::settle;

    const RED: Color = Color([217, 0, 0]);

    #[test]
    fn a_red_remark_on_all_pages_is_no_text_of_their_cells() {
        let page = |number: u32| {
            let page = Sample::new(300.0, 400.0).number(number);
            let page = page.text(20.0, 100.0, 10.0, "評価実施機関における担当部署");
            page.colored(RED).text(20.0, 120.0, 10.0, "庁内限り").page()
        };
        let mut pages = [page(1), page(2), page(3)];
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text == "評価実施機関における担当部署"));
        let mut pages = [page(1), page(2)];
        settle(&mut pages);
        assert!(pages.iter().all(|page| page.text.ends_with("庁内限り")));
    }

    #[test]
    fn a_red_answer_alone_in_its_cell_is_no_remark() {
        let page = |x: f32| {
            let page = Sample::new(300.0, 400.0).grid(&[10.0, 220.0, 290.0], &[50.0, 80.0]);
            let page = page.text(20.0, 60.0, 10.0, "評価実施機関における担当部署");
            page.colored(RED).text(x, 60.0, 10.0, "税務課")
        };
        let says = |x: f32| left(|_| page(x)).iter().filter(|text| text.contains("税務課")).count();
        assert_eq!(says(230.0), 5);
        assert_eq!(says(170.0), 0, "in the cell of another text");
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

    /// What is left of pages after settling, each in one string.
    fn left(page: impl Fn(u32) -> Sample) -> Vec<String> {
        let mut pages: Vec<Page> = (1..=5).map(|number| page(number).page()).collect();
        settle(&mut pages);
        pages.into_iter().map(|page| page.text).collect()
    }

    #[test]
    fn the_last_row_of_a_table_of_one_height_is_an_answer() {
        for (fixed, color) in [(true, Color::BLACK), (false, Color::BLACK), (false, RED)] {
            let page = |number: u32| {
                let page = Sample::new(300.0, 400.0).number(number);
                let page = page.text(20.0, 20.0, 10.0, "変更箇所のうち評価の再実施に伴うもの");
                let page = page.text(20.0, 35.0, 10.0, "事前の提出又は公表の義務付けのない変更");
                let mut page = page
                    .colored(color)
                    .grid(&[10.0, 100.0, 200.0, 290.0], &[50.0, 80.0, 110.0, 140.0]);
                for (row, y) in (0u32..).zip([60.0, 90.0, 120.0]) {
                    let count = if fixed { row } else { number * number * 100 + row };
                    page = page.text(20.0, y, 10.0, &format!("対象{count}人"));
                    page = page.text(110.0, y, 10.0, "旧課長").text(210.0, y, 10.0, "事後");
                }
                page
            };
            for text in left(page) {
                assert_eq!(text.matches("事後").count(), 3, "{text}");
                assert_eq!(text.matches("対象").count(), 3, "{text}");
            }
        }
    }

    /// Rows of a table with a remark beside the first of them, which was painted last.
    fn beside(first: &str, remark: &str) -> Sample {
        let page = Sample::new(300.0, 400.0).grid(&[10.0, 290.0], &[50.0, 80.0, 110.0, 140.0]);
        let page = page.text(20.0, 60.0, 10.0, first).text(20.0, 90.0, 10.0, "課長");
        page.text(20.0, 120.0, 10.0, "部長").text(150.0, 63.0, 10.0, remark)
    }

    #[test]
    fn what_was_painted_last_is_compared_as_it_is_and_with_the_rest_of_the_pages() {
        let says = |all: Vec<String>, what: &str| all.iter().filter(|t| t.contains(what)).count();
        assert_eq!(says(left(|_| beside("税務課", "確認済み")), "確認"), 0);
        assert_eq!(says(left(|n| beside("税務課", &format!("資料{n}"))), "資料"), 0);
        assert_eq!(says(left(|n| beside("税務課", &format!("対象{}人", n * n))), "対象"), 5);
        let first = |n| if n == 1 { "事後" } else { "税務課" };
        assert_eq!(says(left(|n| beside(first(n), "事後")), "事後"), 5);
    }

    #[test]
    fn frames_are_looked_for_as_long_as_there_is_time() {
        let mut page = Sample::new(300.0, 400.0).text(20.0, 20.0, 10.0, "案");
        for at in 0..150u8 {
            page = page.rule(10.0, f32::from(at), 40.0, f32::from(at));
        }
        let mut page = page.page();
        let all = super::super::stretch::stretches(&page);
        let clear = || super::clear(&mut page, &all);
        assert!(crate::budget::within(std::time::Duration::ZERO, usize::MAX, clear).is_err());
    }
}
