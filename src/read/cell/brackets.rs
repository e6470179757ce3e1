//! Empty brackets on a page, and the marks that may belong into them.

use super::run::is_white;
use crate::read::numbers::cell::brackets::{ALONE, BEHIND, MOST};
use crate::read::numbers::page::line::MIDDLES;
use crate::read::page::{Direction, Glyph, Page};
use crate::source::Area;

/// What is printed between brackets as a mark.
const MARKS: [char; 18] = [
    '○', '〇', '◯', '●', '◎', '⚪', '⭕', '⚫', '⭘', '✓', '✔', '✗', '✘', '☑', 'レ', '🗸',
    '\u{FDD1}', '\u{FDD3}',
];

/// A bracket, the one that closes it, and what is between them.
pub(super) struct Bracket {
    /// The number of the opening glyph.
    pub(super) open: usize,
    /// The white between them.
    pub(super) gap: Area,
    /// The em of the opening one.
    pub(super) size: f32,
    /// The numbers of the first glyphs printed between them, two at most.
    pub(super) inner: Vec<usize>,
    /// A mark has been put there.
    pub(super) taken: bool,
}

/// The glyphs of a page that show something, from top to bottom.
pub(super) struct Glyphs<'a> {
    page: &'a Page,
    /// Their numbers, by their middle.
    order: Vec<(f32, u32)>,
    /// The tallest.
    tall: f32,
    /// The em of most text.
    pub(super) size: f32,
}

impl<'a> Glyphs<'a> {
    pub(super) fn new(page: &'a Page) -> Self {
        let inked = page.glyphs.iter().zip(0u32..).filter(|(glyph, _)| !is_white(page, glyph));
        let mut order: Vec<(f32, u32)> = inked.map(|(glyph, at)| (middle(glyph), at)).collect();
        // Lines are mostly in order already, which a stable sort makes use of.
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let tall = page.glyphs.iter().map(|g| g.area.y1 - g.area.y0).fold(0.0, f32::max);
        let mut sizes: Vec<f32> = page.glyphs.iter().map(|glyph| glyph.size).collect();
        let half = sizes.len() / 2;
        let size = match sizes.is_empty() {
            true => 10.0,
            false => *sizes.select_nth_unstable_by(half, f32::total_cmp).1,
        };
        Self { page, order, tall, size }
    }

    /// The glyphs whose middle lies between two heights, with their numbers.
    fn between(&self, y0: f32, y1: f32) -> impl Iterator<Item = (usize, &'a Glyph)> {
        let first = self.order.partition_point(|(y, _)| *y < y0);
        let page = self.page;
        let rest = self.order.get(first..).unwrap_or_default().iter();
        rest.take_while(move |(y, _)| *y <= y1)
            .filter_map(move |(_, at)| Some((*at as usize, page.glyphs.get(*at as usize)?)))
    }

    /// The glyphs whose middle lies within an area.
    pub(super) fn within(&self, area: Area) -> impl Iterator<Item = &'a Glyph> {
        self.between(area.y0, area.y1).map(|(_, glyph)| glyph).filter(move |glyph| {
            let x = f32::midpoint(glyph.area.x0, glyph.area.x1);
            area.x0 <= x && x <= area.x1
        })
    }

    /// Whether ink is drawn over, under or around a glyph.
    pub(super) fn touches(&self, area: Area) -> bool {
        let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
        let holds = |glyph: &Glyph| {
            let a = glyph.area;
            a.x0 <= x && x <= a.x1 && a.y0 <= y && y <= a.y1
        };
        self.within(area).next().is_some()
            || self.between(y - self.tall, y + self.tall).any(|(_, glyph)| holds(glyph))
    }

    /// The glyphs whose middle is near the height of an area, with their numbers.
    pub(super) fn about(&self, area: Area) -> impl Iterator<Item = (usize, &'a Glyph)> {
        let reach = self.tall / 2.0;
        self.between(area.y0 - reach, area.y1 + reach)
    }

    /// Whether the text of a line begins right behind an area: what is drawn there is the bullet of a list.
    pub(super) fn begins_behind(&self, area: Area) -> bool {
        let y = f32::midpoint(area.y0, area.y1);
        let line = || {
            self.about(area)
                .map(|(_, glyph)| glyph)
                .filter(|glyph| (middle(glyph) - y).abs() < MIDDLES * glyph.size)
        };
        let near = |gap: f32, glyph: &Glyph| (0.0..=ALONE * glyph.size).contains(&gap);
        let text = |glyph: &Glyph| char(self.page, glyph).is_some_and(char::is_alphanumeric);
        line().any(|glyph| near(glyph.area.x0 - area.x1, glyph) && text(glyph))
            && !line().any(|glyph| near(area.x0 - glyph.area.x1, glyph))
    }

    fn on_line(&self, glyph: &Glyph) -> impl Iterator<Item = (usize, &'a Glyph)> {
        let reach = MIDDLES * glyph.size;
        self.between(middle(glyph) - reach, middle(glyph) + reach)
    }

    /// Whether no text stands beside a glyph.
    pub(super) fn is_alone(&self, at: usize) -> bool {
        self.page.glyphs.get(at).is_some_and(|glyph| {
            self.on_line(glyph).all(|(other, next)| other == at || !is_beside(glyph, next))
        })
    }
}

/// Whether a glyph is what people put between brackets.
pub(super) fn is_mark(page: &Page, glyph: &Glyph) -> bool {
    char(page, glyph).is_some_and(|c| MARKS.contains(&c))
}

/// Whether a glyph is a mark, or a sign that may be what is left of one.
fn is_sign(page: &Page, glyph: &Glyph) -> bool {
    char(page, glyph).is_some_and(|c| match c {
        ' '..='~' => c == '?' || c == '*' || c.is_ascii_alphanumeric(),
        '\u{3001}'..='\u{301F}' | '（' | '）' | '，' | '．' | '：' | '・' | '［' | '］' => {
            false
        }
        // Most of any text.
        '\u{3041}'..='\u{3096}' | '\u{4E00}'..='\u{9FFF}' => false,
        _ => MARKS.contains(&c) || !c.is_alphanumeric() && !c.is_whitespace(),
    })
}

/// The numbers of marks and signs that do not go on from what was painted right before, or lead on
/// to what was painted right after.
pub(super) fn apart(page: &Page) -> Vec<usize> {
    let is_apart = |at: usize, glyph: &Glyph| {
        let other = |at: usize| page.glyphs.get(at);
        let same_line =
            |other: &Glyph| (middle(other) - middle(glyph)).abs() < MIDDLES * glyph.size;
        let follows = |left: &Glyph, right: &Glyph| {
            let gap = (right.area.x0 - left.area.x1) / glyph.size;
            (-ALONE / 2.0..=ALONE).contains(&gap)
        };
        !other(at.wrapping_sub(1)).is_some_and(|left| same_line(left) && follows(left, glyph))
            && !other(at + 1).is_some_and(|right| same_line(right) && follows(glyph, right))
    };
    let marks = page.glyphs.iter().enumerate().filter(|(_, glyph)| is_sign(page, glyph));
    marks.filter(|(at, glyph)| is_apart(*at, glyph)).map(|(at, _)| at).take(MOST).collect()
}

fn is_beside(glyph: &Glyph, other: &Glyph) -> bool {
    let (right, left) = (other.area.x0 - glyph.area.x1, glyph.area.x0 - other.area.x1);
    right.max(left) <= ALONE * glyph.size
}

fn char(page: &Page, glyph: &Glyph) -> Option<char> {
    page.text.get(glyph.start as usize..)?.chars().next()
}

/// The brackets of a page, each with the next one on its line that closes.
pub(super) fn brackets(glyphs: &Glyphs) -> Vec<Bracket> {
    let is_opening = |(_, glyph): &(usize, &Glyph)| {
        glyph.direction == Direction::Right
            && matches!(char(glyphs.page, glyph), Some('[' | '［' | '〔'))
    };
    let glyph = glyphs.page.glyphs.iter().enumerate().filter(is_opening).take(MOST);
    glyph.filter_map(|(at, open)| closed(glyphs, at, open)).collect()
}

fn closed(glyphs: &Glyphs, at: usize, open: &Glyph) -> Option<Bracket> {
    // A full-width bracket has its ink at the side of what it encloses.
    let from = open.area.x1.min(open.area.x0 + open.size);
    let behind = |glyph: &Glyph| glyph.area.x0 >= open.area.x0 + BEHIND * open.size;
    let is_closing = |glyph: &Glyph| matches!(char(glyphs.page, glyph), Some(']' | '］' | '〕'));
    let line = || glyphs.on_line(open).filter(|(_, glyph)| behind(glyph));
    let closing = line().map(|(_, glyph)| glyph).filter(|glyph| is_closing(glyph));
    let close = closing.min_by(|a, b| a.area.x0.total_cmp(&b.area.x0))?;
    let to = close.area.x0.max(close.area.x1 - open.size).max(from);
    let gap = Area { x0: from, x1: to, y0: open.area.y0, y1: open.area.y1 };
    let inner = line().filter(|(_, glyph)| glyph.area.x0 < close.area.x0);
    let inner = inner.map(|(at, _)| at).take(2).collect();
    Some(Bracket { open: at, gap, size: open.size, inner, taken: false })
}

fn middle(glyph: &Glyph) -> f32 {
    f32::midpoint(glyph.area.y0, glyph.area.y1)
}
