//! Text that nobody sees: under a later fill or picture, in the colour of its ground, too small.
//!
//! The order of painting decides. What was painted later hides what it covers if it is opaque and its
//! shape is known; in doubt a character is seen.

use crate::read::page::{Color, Fill, Glyph, Look, Why};
use crate::read::pdf::matrix::overlap;
use crate::source::Area;

/// A character is hidden when so much of its box is.
const HIDDEN: f32 = 0.5;
/// So much larger than the text is a watermark, which what is painted later may cover.
const LARGE: f32 = 2.5;
/// Text smaller than this, in points, cannot be seen.
const SMALLEST: f32 = 1.0;
/// A picture of the page covers at least this share of it.
const WHOLE: f32 = 0.5;
/// Height of the bands in which fills are looked up, in points.
const BAND: f32 = 24.0;
/// Fills and characters are compared so often at most; a page of so many of both is a drawing.
const MOST_COMPARED: usize = 20_000_000;

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is seen.
    Shown,
    /// It lies behind the picture of the page.
    Behind,
    /// It is not seen, but the same character at the same place is.
    Twin,
    /// It is not seen, for this reason; and whether it may be told.
    Aside(Why, bool),
}

/// The verdict on each character; nothing at all where all are seen.
pub(super) fn verdicts(text: &str, glyphs: &[Glyph], fills: &[Fill], page: Area) -> Vec<Verdict> {
    let first = glyphs.iter().map(|glyph| glyph.order as usize).min().unwrap_or(usize::MAX);
    let later = fills.get(first..).is_some_and(|later| later.iter().any(|fill| fill.covers));
    let mut grounds = Grounds::new(fills);
    let tiny = glyphs.iter().filter(|glyph| glyph.size < SMALLEST).count();
    let tiny = tiny > 0 && tiny * 2 < glyphs.len();
    if !later && !tiny && !glyphs.iter().any(|glyph| grounds.may_hold(glyph.color)) {
        return Vec::new();
    }
    let mut bands = Bands::new(fills, page);
    let mut verdict = |glyph: &Glyph| {
        let over = if later { bands.over(glyph) } else { Verdict::Shown };
        match over {
            Verdict::Shown if tiny && glyph.size < SMALLEST => Verdict::Aside(Why::Tiny, true),
            Verdict::Shown if grounds.may_hold(glyph.color) => bands.ground(glyph),
            over => over,
        }
    };
    let mut all: Vec<Verdict> = glyphs.iter().map(&mut verdict).collect();
    if all.iter().all(|verdict| *verdict == Verdict::Shown) {
        return Vec::new();
    }
    blacken(text, glyphs, &mut all);
    let large = LARGE * middle_size(glyphs);
    for (glyph, verdict) in glyphs.iter().zip(&mut all) {
        if matches!(verdict, Verdict::Aside(Why::Covered | Why::Unseen, _)) && glyph.size >= large {
            *verdict = Verdict::Aside(Why::Overlay, true);
        }
    }
    twins(text, glyphs, &mut all);
    all
}

/// The size that half of the characters have at least.
fn middle_size(glyphs: &[Glyph]) -> f32 {
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() {
        return 0.0;
    }
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Of a line of which half or more is black, the rest is no answer either: the bar was meant for all of it.
fn blacken(text: &str, glyphs: &[Glyph], verdicts: &mut [Verdict]) {
    let black = Verdict::Aside(Why::BlackedOut, false);
    let goes_on = |one: &Glyph, next: &Glyph| {
        (one.area.y0 - next.area.y0).abs() < 0.5 * one.size
            && (-one.size..2.0 * one.size).contains(&(next.area.x0 - one.area.x1))
    };
    let mut from = 0;
    for line in glyphs.chunk_by(goes_on) {
        let here = from..from + line.len();
        from = here.end;
        let Some(verdicts) = verdicts.get_mut(here) else { continue };
        let printed = |glyph: &Glyph| {
            let chars = text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
            chars.chars().any(|c| !c.is_whitespace())
        };
        let all = line.iter().filter(|glyph| printed(glyph)).count();
        let hidden =
            line.iter().zip(verdicts.iter()).filter(|(glyph, v)| **v == black && printed(glyph));
        let hidden = hidden.count();
        if hidden > 0 && hidden * 2 >= all {
            verdicts.fill(black);
        }
    }
}

/// The colours that text may stand on.
struct Grounds {
    all: Vec<Color>,
    /// The colour that was asked for last, and the answer: text seldom changes its colour.
    last: Option<(Color, bool)>,
}

impl Grounds {
    fn new(fills: &[Fill]) -> Self {
        let mut all = vec![Color::WHITE];
        for fill in fills {
            if let Look::Plain(color) = fill.look
                && !all.contains(&color)
            {
                all.push(color);
            }
        }
        Self { all, last: None }
    }

    fn may_hold(&mut self, color: Color) -> bool {
        match self.last {
            Some((last, answer)) if last == color => answer,
            _ => {
                let answer = self.all.iter().any(|ground| ground.is_like(color));
                self.last = Some((color, answer));
                answer
            }
        }
    }
}

/// The fills of a page by the height at which they stand.
struct Bands<'a> {
    fills: &'a [Fill],
    bands: Vec<Vec<u32>>,
    page: Area,
    compared: usize,
}

impl<'a> Bands<'a> {
    fn new(fills: &'a [Fill], page: Area) -> Self {
        let band = |y: f32| (y.max(0.0) / BAND) as usize;
        let count = band(page.y1).min(10_000) + 1;
        let mut bands = vec![Vec::new(); count];
        for (number, fill) in (0u32..).zip(fills) {
            let last = band(fill.area.y1).min(count - 1);
            for list in bands.iter_mut().take(last + 1).skip(band(fill.area.y0)) {
                list.push(number);
            }
        }
        Self { fills, bands, page, compared: 0 }
    }

    /// The fills at the height of a character, in painting order.
    fn near(&mut self, glyph: &Glyph) -> impl DoubleEndedIterator<Item = (u32, &'a Fill)> {
        let y = f32::midpoint(glyph.area.y0, glyph.area.y1);
        let band = (y.max(0.0) / BAND) as usize;
        let list = self.bands.get(band).map(Vec::as_slice).unwrap_or_default();
        self.compared = self.compared.saturating_add(list.len());
        let list = if self.compared > MOST_COMPARED { &[][..] } else { list };
        let fills = self.fills;
        list.iter().filter_map(move |number| Some((*number, fills.get(*number as usize)?)))
    }

    /// What was painted over a character.
    fn over(&mut self, glyph: &Glyph) -> Verdict {
        let page = self.page;
        let mut verdict = Verdict::Shown;
        let later = glyph.order;
        for (_, fill) in self.near(glyph).filter(|(at, fill)| *at >= later && fill.covers) {
            if !hides(fill.area, glyph.area) {
                continue;
            }
            verdict = match (fill.look, verdict) {
                (Look::Plain(color), _) if color.is_dark() => {
                    return Verdict::Aside(Why::BlackedOut, false);
                }
                (Look::Picture, _) if size(fill.area) >= WHOLE * size(page) => Verdict::Behind,
                (_, Verdict::Shown | Verdict::Behind) => {
                    Verdict::Aside(Why::Covered, fill.look != Look::Picture)
                }
                (_, before) => before,
            };
        }
        verdict
    }

    /// Whether a character stands out from what is under it.
    fn ground(&mut self, glyph: &Glyph) -> Verdict {
        let (x, y) = (
            f32::midpoint(glyph.area.x0, glyph.area.x1),
            f32::midpoint(glyph.area.y0, glyph.area.y1),
        );
        let before = glyph.order;
        let under = self.near(glyph).rev().find(|(at, fill)| {
            let a = fill.area;
            *at < before && a.x0 <= x && x <= a.x1 && a.y0 <= y && y <= a.y1
        });
        match under.map_or(Look::Plain(Color::WHITE), |(_, fill)| fill.look) {
            Look::Plain(ground) => Why::on_ground(glyph.color, ground)
                .map_or(Verdict::Shown, |why| Verdict::Aside(why, why == Why::Unseen)),
            Look::Picture | Look::Mixed => Verdict::Shown,
        }
    }
}

fn size(area: Area) -> f32 {
    (area.x1 - area.x0).max(0.0) * (area.y1 - area.y0).max(0.0)
}

/// Whether a fill hides a character, or at least one of several that stand in one box.
fn hides(fill: Area, glyph: Area) -> bool {
    let both = overlap(fill, glyph);
    let (width, height) = (glyph.x1 - glyph.x0, glyph.y1 - glyph.y0);
    let least = |side: f32, other: f32| HIDDEN * if side > 3.0 * other { other } else { side };
    both.x1 - both.x0 >= least(width, height) && both.y1 - both.y0 >= least(height, width)
}

/// Hidden characters that are painted again where they are seen.
fn twins(text: &str, glyphs: &[Glyph], verdicts: &mut [Verdict]) {
    let chars = |glyph: &Glyph| text.get(glyph.start as usize..glyph.end as usize);
    let mut shown: Vec<&Glyph> = glyphs
        .iter()
        .zip(verdicts.iter())
        .filter(|(_, verdict)| **verdict == Verdict::Shown)
        .map(|(glyph, _)| glyph)
        .collect();
    shown.sort_by(|one, other| one.area.y0.total_cmp(&other.area.y0));
    for (glyph, verdict) in glyphs.iter().zip(verdicts.iter_mut()) {
        if !matches!(verdict, Verdict::Aside(..)) {
            continue;
        }
        let near = 0.2 * glyph.size;
        let from = shown.partition_point(|other| other.area.y0 < glyph.area.y0 - near);
        let beside = shown.iter().skip(from).take_while(|o| o.area.y0 <= glyph.area.y0 + near);
        let mut beside = beside.filter(|other| (other.area.x0 - glyph.area.x0).abs() <= near);
        if beside.any(|other| chars(other) == chars(glyph)) {
            *verdict = Verdict::Twin;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::{Asides, Direction};

    const PAGE: Area = Area { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };

    /// A row of characters of 10 points from the left edge, 100 points from the top.
    fn row(count: u32, color: Color, order: u32) -> Vec<Glyph> {
        let at = |i: u32| {
            let x0 = i as f32 * 10.0;
            let area = Area { x0, y0: 100.0, x1: x0 + 10.0, y1: 110.0 };
            let (start, end) = (i, i + 1);
            let direction = Direction::Right;
            Glyph { start, end, area, size: 10.0, direction, color, order, ..Glyph::default() }
        };
        (0..count).map(at).collect()
    }

    fn fill(x0: f32, x1: f32, look: Look, covers: bool) -> Fill {
        Fill { area: Area { x0, y0: 98.0, x1, y1: 112.0 }, look, covers }
    }

    fn plain(x0: f32, x1: f32, color: [u8; 3]) -> Fill {
        fill(x0, x1, Look::Plain(Color(color)), true)
    }

    fn seen(glyphs: &[Glyph], fills: &[Fill]) -> Vec<Verdict> {
        let all = verdicts("abcdef", glyphs, fills, PAGE);
        if all.is_empty() { vec![Verdict::Shown; glyphs.len()] } else { all }
    }

    #[test]
    fn a_later_white_area_hides_what_it_covers_and_only_that() {
        let all = seen(&row(4, Color::BLACK, 0), &[plain(18.0, 60.0, [255; 3])]);
        let aside = Verdict::Aside(Why::Covered, true);
        assert_eq!(all, [Verdict::Shown, Verdict::Shown, aside, aside]);
    }

    #[test]
    fn what_lies_under_the_text_or_lets_it_through_hides_nothing() {
        let under = plain(0.0, 60.0, [230, 240, 255]);
        let veil = fill(0.0, 60.0, Look::Mixed, false);
        assert_eq!(seen(&row(2, Color::BLACK, 1), &[under, veil]), [Verdict::Shown; 2]);
    }

    #[test]
    fn what_is_under_black_is_never_told() {
        let aside = [Verdict::Aside(Why::BlackedOut, false); 2];
        assert_eq!(seen(&row(2, Color::BLACK, 0), &[plain(0.0, 60.0, [0; 3])]), aside);
        // A black marker: the ground is painted first, the text in its colour over it.
        assert_eq!(seen(&row(2, Color::BLACK, 1), &[plain(0.0, 60.0, [0; 3])]), aside);
    }

    #[test]
    fn a_line_that_is_black_for_the_most_part_is_not_read_at_all() {
        let black = Verdict::Aside(Why::BlackedOut, false);
        assert_eq!(seen(&row(4, Color::BLACK, 0), &[plain(0.0, 26.0, [0; 3])]), [black; 4]);
        let all = seen(&row(4, Color::BLACK, 0), &[plain(0.0, 12.0, [0; 3])]);
        assert_eq!(all, [black, Verdict::Shown, Verdict::Shown, Verdict::Shown]);
    }

    #[test]
    fn text_in_the_colour_of_its_ground_is_not_seen() {
        assert_eq!(seen(&row(1, Color::WHITE, 0), &[]), [Verdict::Aside(Why::Unseen, true)]);
        let on_blue = seen(&row(1, Color::WHITE, 1), &[plain(0.0, 60.0, [0, 0, 120])]);
        assert_eq!(on_blue, [Verdict::Shown]);
        let on_picture = seen(&row(1, Color::WHITE, 1), &[fill(0.0, 60.0, Look::Picture, true)]);
        assert_eq!(on_picture, [Verdict::Shown]);
    }

    #[test]
    fn text_behind_the_picture_of_the_page_goes_with_it() {
        let page = Fill { area: PAGE, look: Look::Picture, covers: true };
        assert_eq!(seen(&row(1, Color::BLACK, 0), &[page]), [Verdict::Behind]);
        let patch = fill(0.0, 60.0, Look::Picture, true);
        assert_eq!(seen(&row(1, Color::BLACK, 0), &[patch]), [Verdict::Aside(Why::Covered, false)]);
    }

    #[test]
    fn text_painted_again_over_the_cover_is_there_once() {
        let mut glyphs = row(1, Color::BLACK, 0);
        glyphs.extend(row(1, Color::BLACK, 1));
        let all = seen(&glyphs, &[plain(0.0, 60.0, [255; 3])]);
        assert_eq!(all, [Verdict::Twin, Verdict::Shown]);
    }

    #[test]
    fn texts_far_apart_are_set_aside_one_by_one() {
        let mut asides = Asides::default();
        let glyphs = row(40, Color::BLACK, 0);
        for at in [0, 1, 30, 31] {
            asides.add(Why::Covered, true, &glyphs[at], "字");
        }
        assert_eq!(asides.done.iter().map(|aside| &*aside.text).collect::<Vec<_>>(), ["字字"; 2]);
    }
}
