//! Frames of straight lines around a printed option: no cells, but what chooses it, as a ring does.

use super::grid::Table;
use crate::fold::fold_char;
use crate::read::numbers::ruled::framed::{BEHIND, HIGH, MOST};
use crate::read::page::{Direction, Glyph, Ink, InkKind, Page};
use crate::source::Area;

/// Takes out the boxes within a cell that frame an entry of a list of options (`1) …`) or a box with its
/// wording, and finds those among the `small` boxes that frame a number or stand before it; what they are then: rings.
pub(crate) fn frames(page: &Page, tables: &mut Vec<Table>, small: &[Area]) -> Vec<Ink> {
    let areas: Vec<Area> = tables.iter().map(Table::area).collect();
    let within = |area: Area| areas.iter().any(|other| holds(*other, area));
    let number =
        |area: &&Area| option_in(page, **area) == Some(Framed::Number) || leads(page, **area);
    let mut found: Vec<Area> = small.iter().filter(number).copied().collect();
    tables.retain(|table| {
        let area = table.area();
        let frames = table.slots.len() == 1 && within(area) && option_in(page, area).is_some();
        if frames {
            found.push(area);
        }
        !frames
    });
    let ring =
        |area| Ink { kind: InkKind::Ring, area, order: u32::MAX, color: [0; 3], opacity: 1.0 };
    found.into_iter().map(ring).collect()
}

/// The first digits of the numbers of options, `1)`.
pub(crate) fn options(page: &Page) -> impl Iterator<Item = &Glyph> {
    let first = move |glyph: &Glyph| page.text_of(glyph).chars().find_map(fold_char);
    // A digit of either width.
    let digit = move |glyph: &Glyph| {
        matches!(page.text_of(glyph).as_bytes(), [b'0'..=b'9', ..] | [0xEF, ..])
            && first(glyph).is_some_and(|c| c.is_ascii_digit())
    };
    let numbers = page.glyphs.windows(2).filter_map(move |pair| match pair {
        [one, next] if digit(one) && one.direction == Direction::Right => {
            (first(next) == Some(')')).then_some(one)
        }
        _ => None,
    });
    numbers.take(MOST)
}

/// Whether the number of an option stands right behind a box.
fn leads(page: &Page, area: Area) -> bool {
    options(page).any(|number| {
        let (a, y) = (number.area, f32::midpoint(area.y0, area.y1));
        (0.0..BEHIND * number.size).contains(&(a.x0 - area.x1)) && a.y0 < y && y < a.y1
    })
}

/// Whether an area lies within another and is not it.
fn holds(outer: Area, inner: Area) -> bool {
    outer.x0 < inner.x0 && outer.y0 < inner.y0 && outer.x1 > inner.x1 && outer.y1 > inner.y1
}

/// What of an option a frame encloses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Framed {
    /// Its number, and nothing else.
    Number,
    /// Its wording, with or without the number or the box before it.
    Wording,
}

/// What of an option a box encloses.
pub(super) fn option_in(page: &Page, area: Area) -> Option<Framed> {
    let middle = |glyph: &Glyph| {
        let a = glyph.area;
        (f32::midpoint(a.x0, a.x1), f32::midpoint(a.y0, a.y1))
    };
    let on_line = |glyph: &&Glyph| {
        let (_, y) = middle(glyph);
        glyph.direction == Direction::Right && (area.y0..=area.y1).contains(&y)
    };
    let mut line: Vec<&Glyph> = page.glyphs.iter().filter(on_line).collect();
    line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    let is_inside = |glyph: &&&Glyph| (area.x0..=area.x1).contains(&middle(glyph).0);
    let inside: Vec<&&Glyph> = line.iter().filter(is_inside).collect();
    let size = inside.first()?.size;
    if area.y1 - area.y0 > HIGH * size {
        return None;
    }
    let printed = |glyph: &Glyph| {
        let text = page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
        text.chars().filter_map(fold_char).collect::<String>()
    };
    let text: String = inside.iter().map(|glyph| printed(glyph)).collect();
    let filled = || line.iter().filter(|glyph| !printed(glyph).is_empty());
    let before = filled().rev().find(|glyph| middle(glyph).0 < area.x0);
    let behind = filled().find(|glyph| middle(glyph).0 > area.x1);
    let near = |glyph: Option<&&Glyph>, sign: char| {
        let apart = |glyph: &Glyph| (glyph.area.x0 - area.x1).max(area.x0 - glyph.area.x1);
        glyph.is_some_and(|glyph| apart(glyph) < size && printed(glyph).starts_with(sign))
    };
    let bare = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = bare.len() < text.len();
    let wording = if numbered { bare.starts_with(')') } else { near(before, ')') || is_box(&text) };
    if numbered && matches!(bare, "" | ")") && (!bare.is_empty() || near(behind, ')')) {
        return Some(Framed::Number);
    }
    (wording && !text.is_empty()).then_some(Framed::Wording)
}

/// Whether a folded text is an empty or ticked bracket and the wording behind it.
fn is_box(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inner.is_some_and(|(mark, wording)| mark.chars().count() <= 1 && !wording.is_empty())
}
