//! Options that are marked without a sign: underlined, or on a ground of their own.
//!
//! ```text
//! [ 十分である ] <選択肢> 1) 特に力を入れている 2) 十分である 3) 課題が残されている
//!                                                             ──────────────────────
//! ```

use super::brackets::Glyphs;
use super::over::Over;
use crate::fold::control;
use crate::read::numbers::cell::marked::{
    ABOVE, APART, BELOW, ENDS, HIGH, LEVEL, MEETS, PAPER, THICK,
};
use crate::read::numbers::page::line::MIDDLES;
use crate::read::page::{Annotation, AnnotationKind, Fill, Glyph, Ink, InkKind, Look, Page};
use crate::read::table::ruled::framed::options;
use crate::source::Area;

/// An option of a list on one line.
struct Entry {
    /// The number of its last character.
    last: usize,
    area: Area,
    size: f32,
    /// How many areas had been filled before it was painted.
    order: u32,
}

/// Says of the options of a page which of them are marked so.
pub(super) fn marked(glyphs: &Glyphs, page: &Page) -> Vec<Over> {
    let numbers: Vec<Glyph> = options(page).copied().collect();
    if numbers.is_empty() {
        return Vec::new();
    }
    let lines = lines(page);
    let entries = numbers.iter().filter_map(|number| entry(glyphs, page, number, &numbers));
    let veil = |fill: &&Fill| !fill.covers && fill.look == Look::Mixed;
    let markup = |one: &&Annotation| one.kind == AnnotationKind::Markup;
    let veils = page.fills.iter().filter(veil).map(|fill| fill.area);
    let over: Vec<Area> =
        veils.chain(page.annotations.iter().filter(markup).map(|one| one.area)).collect();
    let is_marked = |entry: &Entry| {
        lines.iter().any(|line| underlines(page, *line, entry))
            || over.iter().any(|area| lies_over(*area, entry))
            || page.fills.iter().zip(0u32..).any(|(fill, order)| {
                order < entry.order && is_ground(fill, entry) && holds_one(fill.area, &numbers)
            })
    };
    let says = |entry: Entry| Over { behind: entry.last, says: control::MARKED };
    entries.filter(is_marked).map(says).collect()
}

/// The level lines of a page, drawn in whatever way.
fn lines(page: &Page) -> Vec<Area> {
    let level = |area: &Area| area.x1 - area.x0 > LEVEL * (area.y1 - area.y0);
    let pen = |ink: &&Ink| matches!(ink.kind, InkKind::Stroke | InkKind::Fill);
    let inks = page.inks.iter().filter(pen).map(|ink| ink.area);
    page.rules.iter().map(|rule| rule.area).chain(inks).filter(level).collect()
}

/// What is printed on the line of an option's number up to the next number, or to a gap.
fn entry(glyphs: &Glyphs, page: &Page, number: &Glyph, numbers: &[Glyph]) -> Option<Entry> {
    let middle = |area: Area| f32::midpoint(area.y0, area.y1);
    let on_line = |glyph: &Glyph| {
        (middle(glyph.area) - middle(number.area)).abs() < MIDDLES * number.size
            && glyph.area.x0 >= number.area.x0
    };
    let next = numbers.iter().filter(|other| on_line(other) && other.area.x0 > number.area.x1);
    let end = next.map(|other| other.area.x0).fold(f32::INFINITY, f32::min);
    let about = glyphs.about(number.area).filter(|(_, glyph)| on_line(glyph));
    let mut line: Vec<(usize, &Glyph)> = about.filter(|(_, glyph)| glyph.area.x0 < end).collect();
    line.sort_by(|one, other| one.1.area.x0.total_cmp(&other.1.area.x0));
    let near = line.windows(2).take_while(|pair| {
        pair[1].1.area.x0 - pair[0].1.area.x1 < APART * number.size
            && !matches!(page.text_of(pair[1].1), "[" | "［" | "]" | "］")
    });
    let count = near.count() + 1;
    let area = line.iter().take(count).map(|(_, glyph)| glyph.area).reduce(Area::union)?;
    let (last, _) = *line.get(count - 1)?;
    Some(Entry { last, area, size: number.size, order: number.order })
}

/// Whether a line runs below an option, or its wording, and ends with it: it is none of the table's.
fn underlines(page: &Page, line: Area, entry: &Entry) -> bool {
    let (area, em) = (entry.area, entry.size);
    let begins = (area.x0 - ENDS * em..area.x0 + (1.0 + ENDS) * em).contains(&line.x0);
    let y = f32::midpoint(line.y0, line.y1);
    begins
        && (line.x1 - area.x1).abs() < ENDS * em
        && line.y1 - line.y0 < THICK * em
        && (area.y1 - ABOVE * em..area.y1 + BELOW * em).contains(&y)
        && !page.rules.iter().any(|rule| goes_on(line, rule.area))
}

/// Whether a line of the table meets the ends of a level line, or goes on beyond them.
fn goes_on(line: Area, rule: Area) -> bool {
    let meets = rule.y0 < line.y1 + MEETS && line.y0 - MEETS < rule.y1;
    let ends = |x: f32| (rule.x0 - x).abs() < MEETS;
    let is_upright = rule.x1 - rule.x0 < rule.y1 - rule.y0;
    let before = rule.x0 < line.x0 - MEETS && line.x0 - MEETS <= rule.x1;
    let behind = rule.x1 > line.x1 + MEETS && rule.x0 <= line.x1 + MEETS;
    meets && if is_upright { ends(line.x0) || ends(line.x1) } else { before || behind }
}

/// Whether an area is coloured and an option stands on it.
fn is_ground(fill: &Fill, entry: &Entry) -> bool {
    let Look::Plain(color) = fill.look else { return false };
    let slack = ENDS * entry.size / 2.0;
    color.light() < PAPER
        && fill.area.y1 - fill.area.y0 < HIGH * entry.size
        && fill.area.holds(entry.area, slack)
}

/// Whether what is laid over a page lies over an option.
fn lies_over(area: Area, entry: &Entry) -> bool {
    let own = entry.area;
    let shared = area.x1.min(own.x1) - area.x0.max(own.x0);
    shared > (own.x1 - own.x0) / 2.0
        && (area.y0..area.y1).contains(&f32::midpoint(own.y0, own.y1))
        && area.y1 - area.y0 <= HIGH * entry.size
}

/// Whether only one option stands in an area.
fn holds_one(area: Area, numbers: &[Glyph]) -> bool {
    numbers.iter().filter(|number| area.overlaps(number.area)).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::Color;
    use crate::read::page::sample::Sample;

    fn list() -> Sample {
        let page = Sample::new(300.0, 100.0).grid(&[10.0, 290.0], &[10.0, 60.0]);
        page.text(20.0, 20.0, 10.0, "1)有").text(60.0, 20.0, 10.0, "2)無")
    }

    fn said(page: &Page) -> Vec<usize> {
        marked(&Glyphs::new(page), page).iter().map(|over| over.behind).collect()
    }

    #[test]
    fn an_underlined_option_is_marked_and_a_line_below_more_is_none() {
        let wide = list().page().glyphs[5].area.x1;
        assert_eq!(said(&list().rule(60.0, 30.5, wide, 30.5).page()), [5]);
        assert_eq!(said(&list().rule(20.0, 30.5, wide, 30.5).page()), [0usize; 0]);
        assert_eq!(said(&list().rule(10.0, 30.5, 290.0, 30.5).page()), [0usize; 0]);
        // A line of the table in pieces, one for each column.
        let pieces = list().rule(20.0, 30.5, 60.0, 30.5).rule(60.0, 30.5, wide, 30.5);
        assert_eq!(said(&pieces.page()), [0usize; 0]);
        assert_eq!(said(&list().page()), [0usize; 0]);
    }

    #[test]
    fn an_option_on_a_ground_of_its_own_is_marked() {
        let on = |x0: f32, color: u8| {
            let mut page = list().page();
            let area = Area { x0, y0: 19.0, x1: 84.0, y1: 31.0 };
            let look = Look::Plain(Color([255, 255, color]));
            page.fills.push(Fill { area, look, covers: true });
            page.glyphs.iter_mut().for_each(|glyph| glyph.order = 1);
            said(&page)
        };
        assert_eq!(on(58.0, 0), [5]);
        assert_eq!(on(58.0, 255), [0usize; 0]);
        assert_eq!(on(18.0, 0), [0usize; 0]);
    }
}
