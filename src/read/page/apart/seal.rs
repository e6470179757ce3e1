//! Seals: a ring, or a square clear of the table's lines, around words that only seals and stamps say, and over
//! other things: in the colour of the text and inside of a cell they may be an answer with a ring around it.

use super::super::Page;
use super::frame::{frames, sides};
use super::stretch::{Body, Stretch};
use crate::read::numbers::apart::frame::{MEETS, SIDE};
use crate::read::numbers::apart::seal::{MOST, MOST_WORDS, OBLONG};
use crate::source::Area;
use std::ops::Range;
use std::sync::LazyLock;

/// Words of marks, one a line.
const WORDS: &str = include_str!("data/overlays.txt");
/// What the words of a seal end with, one a line.
const SEALS: &str = include_str!("data/seals.txt");
/// What only an engraved seal ends with, one a line.
const ENGRAVED: &str = include_str!("data/engraved.txt");

static MARKS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut all: Vec<&str> = entries(WORDS).collect();
    all.sort_by_key(|word| std::cmp::Reverse(word.len()));
    all
});

/// The lines of a table that are no remark on it.
fn entries(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A seal on a page.
pub(super) struct Seal {
    pub(super) area: Area,
    /// The numbers of its characters.
    pub(super) words: Range<usize>,
}

/// The seals of a page.
pub(super) fn seals(page: &Page, stretches: &[Stretch], body: &Body) -> Vec<Seal> {
    let is_small = |area: &Area| {
        sides(*area).iter().all(|side| SIDE.contains(&(side / body.size))) && !is_oblong(*area)
    };
    let rings = page.rings.iter().map(|ring| ring.area).filter(is_small).take(MOST);
    let squares = frames(&page.rules, body.size).into_iter().filter(|area| !is_oblong(*area));
    let all = rings.chain(squares);
    let seals = all.filter_map(|area| Some(Seal { area, words: words(page, stretches, area)? }));
    seals.filter(|seal| lies_over(page, stretches, seal, body)).collect()
}

/// The characters within an area that are painted one after the other and say what seals say: a text that the
/// seal was put over was painted before, or after.
fn words(page: &Page, stretches: &[Stretch], area: Area) -> Option<Range<usize>> {
    let mut runs = stretches
        .chunk_by(|one, other| area.holds(one.area, MEETS) == area.holds(other.area, MEETS));
    let says = |run: &&[Stretch]| {
        let inside = run.first().is_some_and(|first| area.holds(first.area, MEETS));
        inside && says_seal(&run.iter().map(|stretch| stretch.text(page)).collect::<String>())
    };
    runs.find(says).and_then(|run| Some(run.first()?.first..run.last()?.last))
}

/// Whether a seal says nothing but that it is one, is in another colour than the text, or something of the page is
/// under it.
fn lies_over(page: &Page, stretches: &[Stretch], seal: &Seal, body: &Body) -> bool {
    let (own, others): (Vec<&Stretch>, Vec<&Stretch>) =
        stretches.iter().partition(|stretch| seal.words.contains(&stretch.first));
    let words: String = own.iter().map(|stretch| stretch.text(page)).collect();
    let inner = inset(seal.area);
    let crosses = |area: Area| inner.overlaps(area) && !seal.area.holds(area, MEETS);
    let says: String = words.chars().filter(|c| c.is_alphabetic()).collect();
    entries(SEALS).any(|seal| seal == says)
        || entries(ENGRAVED).any(|end| says.ends_with(end))
        || own.iter().any(|stretch| !stretch.color.is_like(body.color))
        || others.iter().any(|stretch| inner.overlaps(stretch.area))
        || page.rules.iter().any(|rule| crosses(rule.area))
}

/// An area without its edge.
fn inset(area: Area) -> Area {
    let Area { x0, y0, x1, y1 } = area;
    Area { x0: x0 + MEETS, y0: y0 + MEETS, x1: x1 - MEETS, y1: y1 - MEETS }
}

/// Whether words are those of a seal or a stamp.
fn says_seal(text: &str) -> bool {
    let words: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let is_seal = entries(SEALS).any(|seal| words.ends_with(seal));
    words.chars().count() <= MOST_WORDS && (says_mark(&words) || is_seal)
}

/// Whether a text says only what marks say.
pub(super) fn says_mark(text: &str) -> bool {
    let mut rest: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    if rest.is_empty() {
        return false;
    }
    for word in MARKS.iter() {
        if rest.contains(word) {
            rest = rest.replace(word, "");
        }
    }
    rest.is_empty()
}

/// Whether an area is longer one way than the sides of a seal are.
fn is_oblong(area: Area) -> bool {
    let [width, height] = sides(area);
    width.max(height) > OBLONG * width.min(height)
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::super::{Color, Page};
    use super::super::settle;
    use super::*;

    fn read(page: Page) -> (String, usize) {
        let mut pages = [page];
        settle(&mut pages);
        (pages[0].text.clone(), pages[0].rules.len())
    }

    fn body() -> Sample {
        let page =
            Sample::new(400.0, 400.0).text(20.0, 100.0, 10.0, "評価実施機関における担当部署");
        page.grid(&[10.0, 390.0], &[95.0, 115.0])
    }

    #[test]
    fn a_black_square_with_the_words_of_a_seal_is_no_text_of_the_cell() {
        let seal = body().grid(&[200.0, 222.0], &[92.0, 114.5]);
        let page = seal.text(202.0, 94.0, 9.0, "市長").text(202.0, 104.0, 9.0, "之印");
        assert_eq!(read(page.page()), ("評価実施機関における担当部署".to_owned(), 4));
    }

    #[test]
    fn a_black_ring_with_the_words_of_a_seal_is_no_text_of_the_cell() {
        let area = Area { x0: 200.0, y0: 104.0, x1: 214.0, y1: 118.0 };
        let page = body().ring(area, Color::BLACK).text(202.0, 106.0, 10.0, "印");
        assert_eq!(read(page.page()).0, "評価実施機関における担当部署");
        // Nothing is under it: it may be an answer with a ring around it.
        let area = Area { x0: 199.0, y0: 97.0, x1: 213.0, y1: 111.0 };
        let area = Area { x1: 224.0, y1: 114.0, ..area };
        let page = body().ring(area, Color::BLACK).text(201.0, 100.0, 10.0, "押印");
        assert!(read(page.page()).0.ends_with("押印"));
    }

    #[test]
    fn a_short_answer_that_a_seal_was_put_over_stays() {
        let page = Sample::new(400.0, 400.0).grid(&[10.0, 390.0], &[95.0, 115.0]);
        let page = page.text(205.0, 102.0, 6.0, "無").text(20.0, 140.0, 10.0, "評価実施機関");
        let page = page.grid(&[200.0, 222.0], &[92.0, 114.5]).text(202.0, 94.0, 18.0, "印");
        assert_eq!(read(page.page()).0, "無評価実施機関");
    }

    #[test]
    fn a_cell_and_a_framed_answer_stay() {
        // A cell of the table as small as a seal: its neighbours' lines end at its corners.
        let cell = body().grid(&[200.0, 220.0, 300.0], &[95.0, 115.0]);
        assert!(read(cell.text(205.0, 100.0, 10.0, "印").page()).0.ends_with('印'));
        let framed = body().grid(&[200.0, 222.0], &[92.0, 114.0]);
        assert!(read(framed.text(202.0, 98.0, 10.0, "実施").page()).0.ends_with("実施"));
        // Words that only begin as the words of a seal end, and a ring drawn around an answer.
        let framed = body().grid(&[200.0, 222.0], &[92.0, 112.0]);
        assert!(read(framed.text(201.0, 98.0, 10.0, "印刷").page()).0.ends_with("印刷"));
        let area = Area { x0: 198.0, y0: 96.0, x1: 234.0, y1: 114.0 };
        let ringed = body().ring(area, Color::BLACK).text(201.0, 100.0, 10.0, "写し");
        assert!(read(ringed.page()).0.ends_with("写し"));
    }
}
