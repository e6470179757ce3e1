//! Texts that somebody has added beside an answer: a remark, a date and initials, a correction whose old text is not struck.
//!
//! They stay among the characters, since nobody can tell a remark from an answer that was completed. A text is added where it
//! stands in one cell with a text of another look and is small and in another colour, or was painted when the page had gone on.

use super::super::{Aside, Direction, Page, Why};
use super::stretch::Stretch;
use crate::budget;
use crate::read::numbers::apart::added::{
    BELOW, BESIDE, MOST, MOST_LINES, MOST_STRETCHES, ON_LINE, RARE, SIZED,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a text looks like beside another.
#[derive(Clone, Copy)]
struct Look {
    colored: bool,
    smaller: bool,
    other: bool,
}

/// Says where texts were added.
pub(super) fn note(page: &mut Page, stretches: &[Stretch]) {
    if stretches.len() > MOST_STRETCHES {
        return;
    }
    let mut lines: Vec<usize> = (0..stretches.len()).collect();
    lines.sort_by(|one, other| stretches[*one].area.y0.total_cmp(&stretches[*other].area.y0));
    let tallest = stretches.iter().map(|s| s.area.y1 - s.area.y0).fold(0.0, f32::max);
    let mut fonts: BTreeMap<u16, usize> = BTreeMap::new();
    for part in page.glyphs.chunk_by(|one, next| one.font == next.font) {
        *fonts.entry(part.first().map_or(0, |glyph| glyph.font)).or_default() += part.len();
    }
    let all = Lines { page, stretches, lines, tallest, fonts };
    let added = (0..stretches.len()).filter(|at| all.is_added(*at));
    let asides: Vec<Aside> = added
        .map(|at| {
            let Stretch { area, size, .. } = stretches[at];
            Aside { why: Why::Added, area, size, text: stretches[at].text(page).to_owned() }
        })
        .collect();
    page.asides.extend(asides);
}

/// The stretches of a page, in painting order and from above.
struct Lines<'a> {
    page: &'a Page,
    stretches: &'a [Stretch],
    lines: Vec<usize>,
    tallest: f32,
    /// How many characters of the page are of each font.
    fonts: BTreeMap<u16, usize>,
}

impl Lines<'_> {
    fn is_added(&self, at: usize) -> bool {
        let one = &self.stretches[at];
        let text = one.text(self.page);
        if !says(text) || text.chars().count() > MOST || one.direction != Direction::Right {
            return false;
        }
        let own = self.own(at);
        if own.len() > MOST_LINES || at > 0 && self.goes_on(at - 1, at) {
            return false;
        }
        let count = |i: usize| self.stretches[i].text(self.page).chars().count();
        if own.clone().map(count).sum::<usize>() > MOST {
            return false;
        }
        let mut found = false;
        for other in self.near(at) {
            budget::step();
            let mate = &self.stretches[other];
            if mate.direction != Direction::Right || !is_by(one, mate) {
                continue;
            }
            let (text, look) = (mate.text(self.page), self.look(at, other));
            let opened = opens(text) && mate.area.x0 < one.area.x0 && is_on_line(one, mate);
            let is_answer = is_answer(text);
            let refused = opened || is_answer && !look.other && !own.contains(&other);
            let tells = || {
                look.colored && look.smaller
                    || look.other && other < at && self.goes_back(other, at)
            };
            // Whether a line runs between the two is asked last: all lines of the page are.
            if (refused || is_answer && !found && tells()) && !self.is_parted(one, mate) {
                if refused {
                    return false;
                }
                found = true;
            }
        }
        found
    }

    /// A stretch and the lines that it goes on with.
    fn own(&self, at: usize) -> Range<usize> {
        let last = (at + 1..self.stretches.len()).find(|next| !self.goes_on(next - 1, *next));
        at..last.unwrap_or(self.stretches.len())
    }

    /// Whether a stretch goes on with the next that is painted.
    fn goes_on(&self, at: usize, next: usize) -> bool {
        budget::step();
        let (one, other) = (&self.stretches[at], &self.stretches[next]);
        !self.look(at, next).other && is_by(one, other) && !self.is_parted(one, other)
    }

    /// The stretches that may stand beside, above or below another.
    fn near(&self, at: usize) -> impl Iterator<Item = usize> {
        let area = self.stretches[at].area;
        let reach = self.tallest * (1.0 + BELOW);
        let from = self.lines.partition_point(|i| self.stretches[*i].area.y0 < area.y0 - reach);
        let near = self.lines[from..].iter().copied();
        let until = area.y1 + self.tallest * BELOW;
        near.take_while(move |i| self.stretches[*i].area.y0 < until).filter(move |i| *i != at)
    }

    fn look(&self, at: usize, other: usize) -> Look {
        let (one, mate) = (&self.stretches[at], &self.stretches[other]);
        let font = |stretch: &Stretch| self.page.glyphs.get(stretch.first).map(|glyph| glyph.font);
        let colored = !one.color.is_like(mate.color);
        let sized = (one.size - mate.size).abs() > SIZED * mate.size;
        let rare = |font: u16| self.fonts.get(&font).is_some_and(|count| *count <= RARE);
        let foreign = font(one).filter(|own| Some(*own) != font(mate)).is_some_and(rare);
        let other = colored || sized || foreign;
        Look { colored, smaller: sized && one.size < mate.size, other }
    }

    /// Whether the page had gone on below a text before another was painted beside it.
    fn goes_back(&self, from: usize, to: usize) -> bool {
        let bottom = self.stretches[from].area.y1.max(self.stretches[to].area.y1);
        let between = self.stretches.get(from + 1..to).unwrap_or_default();
        budget::steps(between.len());
        between.iter().any(|stretch| stretch.area.y0 >= bottom)
    }

    /// Whether a line of the table runs between two texts.
    fn is_parted(&self, one: &Stretch, other: &Stretch) -> bool {
        let (a, b) = (one.area, other.area);
        let (x, y) = (f32::midpoint(a.x0, a.x1), f32::midpoint(a.y0, a.y1));
        let level = is_on_line(one, other);
        let (from, to) = match level {
            true if a.x0 < b.x0 => (x, b.x0),
            true => (f32::midpoint(b.x0, b.x1).min(b.x1), x),
            false => (y.min(f32::midpoint(b.y0, b.y1)), y.max(f32::midpoint(b.y0, b.y1))),
        };
        budget::steps(self.page.rules.len());
        self.page.rules.iter().any(|rule| {
            let r = rule.area;
            let upright = r.x1 - r.x0 < r.y1 - r.y0;
            match level {
                true => upright && (from..to).contains(&r.x0) && (r.y0..=r.y1).contains(&y),
                false => !upright && (from..to).contains(&r.y0) && (r.x0..=r.x1).contains(&x),
            }
        })
    }
}

/// Whether a text says something: a letter or a digit, not only brackets and marks.
fn says(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether a text may be an answer: a dash is one, brackets and marks alone are none.
fn is_answer(text: &str) -> bool {
    says(text) || text.chars().any(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '－' | 'ー'))
}

/// Whether a text opens a bracket and does not close it.
fn opens(text: &str) -> bool {
    let open = text.rfind(['[', '［', '(', '（', '「', '〔', '【']);
    open.is_some_and(|at| !text[at..].contains([']', '］', ')', '）', '」', '〕', '】']))
}

fn is_on_line(one: &Stretch, other: &Stretch) -> bool {
    let (a, b) = (one.area, other.area);
    let least = (a.y1 - a.y0).min(b.y1 - b.y0);
    a.y1.min(b.y1) - a.y0.max(b.y0) >= ON_LINE * least
}

/// Whether a text stands right beside, above or below another.
fn is_by(one: &Stretch, other: &Stretch) -> bool {
    let (a, b, em) = (one.area, other.area, other.size);
    let across = (a.x0 - b.x1).max(b.x0 - a.x1);
    let down = (a.y0 - b.y1).max(b.y0 - a.y1);
    match is_on_line(one, other) {
        true => across <= BESIDE * em,
        false => across < 0.0 && down <= BELOW * em,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::super::{Color, Page, Why};
    use super::super::settle;

    const RED: Color = Color([217, 0, 0]);

    /// What is said to be added on a page.
    fn added(page: Page) -> Vec<String> {
        let mut pages = [page];
        settle(&mut pages);
        let all = pages[0].asides.iter().filter(|aside| aside.why == Why::Added);
        all.map(|aside| aside.text.clone()).collect()
    }

    fn table() -> Sample {
        let page = Sample::new(300.0, 200.0).grid(&[10.0, 100.0, 290.0], &[10.0, 30.0, 50.0, 70.0]);
        page.text(20.0, 15.0, 10.0, "部署").text(110.0, 15.0, 10.0, "税務課")
    }

    fn whole(page: Sample) -> Sample {
        page.text(20.0, 35.0, 10.0, "役職名").text(110.0, 35.0, 10.0, "課長")
    }

    #[test]
    fn small_and_in_another_colour_or_painted_when_the_page_had_gone_on() {
        let small = table().colored(RED).text(145.0, 17.0, 6.0, "要確認").page();
        assert_eq!(added(small), ["要確認"]);
        let late = whole(table()).text(145.0, 17.0, 6.0, "4/1 佐藤").page();
        assert_eq!(added(late), ["4/1 佐藤"]);
        let colored = whole(table()).colored(RED).text(145.0, 15.0, 10.0, "福祉課").page();
        assert_eq!(added(colored), ["福祉課"]);
    }

    #[test]
    fn what_was_painted_in_its_turn_or_stands_alone_or_in_brackets_is_an_answer() {
        let turn = whole(table().colored(RED).text(145.0, 15.0, 10.0, "福祉課")).page();
        assert_eq!(added(turn), [""; 0]);
        let alone = whole(table()).colored(RED).text(110.0, 57.0, 6.0, "福祉課").page();
        assert_eq!(added(alone), [""; 0]);
        let page = whole(table().text(140.0, 15.0, 10.0, "（").text(200.0, 15.0, 10.0, "）"));
        assert_eq!(added(page.text(152.0, 17.0, 6.0, "福祉課").page()), [""; 0]);
    }
}
