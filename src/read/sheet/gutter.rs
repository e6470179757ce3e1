//! Whether sheets show several pages, and where one ends and the next begins.

use super::cut::{cut, extent};
use super::number::{Printed, printed};
use super::versions::version;
use crate::read::numbers::page::line::MIDDLES;
use crate::read::numbers::sheet::cut::MARGIN;
use crate::read::numbers::sheet::gutter::{
    AROUND, FEWEST, FOLD, LANDSCAPE, LINES, SAME_HEIGHT, WHITE, WIDE,
};
use crate::read::page::{Page, Shared};
use crate::source::Area;

/// How the pages lie on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// The layouts that are known; of two that fit equally, the first is taken.
const LAYOUTS: [Layout; 3] = [
    Layout { columns: 2, rows: 2 },
    Layout { columns: 2, rows: 1 },
    Layout { columns: 1, rows: 2 },
];

/// Which way pages lie beside each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Across,
    Down,
}

/// The layout of most sheets, and the areas of the pages on each; `None` where each sheet is a page.
pub(super) fn layout(sheets: &[Shared<'_>]) -> Option<(Layout, Vec<Vec<Area>>)> {
    let across: Vec<Option<f32>> = sheets.iter().map(|page| gutter(page, Axis::Across)).collect();
    let down: Vec<Option<f32>> = sheets.iter().map(|page| gutter(page, Axis::Down)).collect();
    let judged = LAYOUTS.into_iter().rev().filter_map(|layout| {
        let areas = |((page, x), y): ((&Shared<'_>, &Option<f32>), &Option<f32>)| {
            parts(page, layout, *x, *y).unwrap_or_else(|| vec![whole(page)])
        };
        let places: Vec<Vec<Area>> = sheets.iter().zip(&across).zip(&down).map(areas).collect();
        let looks = sheets.iter().zip(&places).map(|(page, areas)| look(page, areas, layout));
        Some((agreement(&looks.collect::<Vec<_>>())?, (layout, places)))
    });
    judged.max_by_key(|(agreement, _)| *agreement).map(|(_, found)| found)
}

/// What the areas of a sheet look like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Pages: it is printed on them.
    Pages,
    /// Perhaps pages.
    Perhaps,
    /// One page.
    One,
    /// It cannot be told: only one of the areas shows anything.
    Blank,
}

/// How many more sheets show several pages than one. `None` where they do not; where nothing printed says
/// that they do, all must look like it.
fn agreement(looks: &[Look]) -> Option<usize> {
    let count = |look| looks.iter().filter(|other| **other == look).count();
    let (pages, perhaps, one) = (count(Look::Pages), count(Look::Perhaps), count(Look::One));
    let is_said = pages > 0 && pages >= perhaps;
    (is_said || perhaps >= FEWEST && one == 0).then(|| (pages + perhaps).checked_sub(one))?
}

fn whole(page: &Page) -> Area {
    Area { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height }
}

/// The areas of the pages on a sheet, row by row.
fn parts(page: &Page, layout: Layout, x: Option<f32>, y: Option<f32>) -> Option<Vec<Area>> {
    let edges = |count: usize, cut: Option<f32>, end: f32| match count {
        1 => Some(vec![0.0, end]),
        _ => cut.map(|cut| vec![0.0, cut, end]),
    };
    let xs = edges(layout.columns, x, page.width)?;
    let ys = edges(layout.rows, y, page.height)?;
    let row = |y: &[f32]| {
        let (y0, y1) = (y[0], y[1]);
        xs.windows(2).map(move |x| Area { x0: x[0], y0, x1: x[1], y1 }).collect::<Vec<_>>()
    };
    Some(ys.windows(2).flat_map(row).collect())
}

/// The middle of the white strip from edge to edge at the middle of a sheet.
fn gutter(page: &Page, axis: Axis) -> Option<f32> {
    let length = if axis == Axis::Across { page.width } else { page.height };
    let (from, to) = (length * (0.5 - AROUND), length * (0.5 + AROUND));
    let mut taken: Vec<(f32, f32)> = Vec::new();
    for (start, end) in shown(page, axis).filter(|(start, end)| *start < to && *end > from) {
        if start <= from && end >= to {
            return None;
        }
        taken.push((start, end));
    }
    taken.push((to, to));
    taken.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut reach = from;
    let mut white: Option<(f32, f32)> = None;
    for (start, end) in taken {
        if start - reach > white.map_or(WHITE * length, |(from, to)| to - from) {
            white = Some((reach, start));
        }
        reach = reach.max(end);
    }
    let (left, right) = white?;
    let middle = length / 2.0;
    Some(if left < middle && middle < right { middle } else { f32::midpoint(left, right) })
}

/// From where to where everything shown reaches that belongs to a page; the lines first, which decide soonest.
fn shown(page: &Page, axis: Axis) -> impl Iterator<Item = (f32, f32)> {
    let (width, height) = (page.width, page.height);
    let margin = height * MARGIN;
    let in_margin =
        move |a: &Area| axis == Axis::Across && (a.y1 < margin || a.y0 > height - margin);
    let ends = move |a: &Area| if axis == Axis::Across { (a.x0, a.x1) } else { (a.y0, a.y1) };
    // What parts the pages, or frames the sheet.
    let is_fold = move |a: &Area| match axis {
        Axis::Across => a.y1 - a.y0 > FOLD * height && a.x1 - a.x0 < 1.0,
        Axis::Down => a.x1 - a.x0 > FOLD * width && a.y1 - a.y0 < 1.0,
    };
    let frames = move |a: &Area| a.x1 - a.x0 > FOLD * width && a.y1 - a.y0 > FOLD * height;
    let rules = page.rules.iter().map(|rule| rule.area).filter(move |a| !is_fold(a));
    let shades = page.shades.iter().copied().filter(move |a| !frames(a));
    let glyphs = page.glyphs.iter().filter(|glyph| !page.is_white(glyph)).map(|glyph| glyph.area);
    rules.chain(shades).chain(glyphs).filter(move |a| !in_margin(a)).map(move |a| ends(&a))
}

fn look(sheet: &Page, areas: &[Area], layout: Layout) -> Look {
    if areas.len() < 2 {
        return if sheet.glyphs.is_empty() { Look::Blank } else { Look::One };
    }
    let pages = cut(sheet, areas);
    let inked = pages.iter().filter(|page| !page.glyphs.is_empty()).count();
    if inked < 2 {
        return Look::Blank;
    }
    let printed: Vec<Printed> = pages.iter().map(printed).collect();
    let is_pair = layout.rows == 1
        && matches!(
            printed.iter().map(version).collect::<Vec<_>>()[..],
            [Some(left), Some(right)] if left != right
        );
    let is_wide = sheet.width > LANDSCAPE * sheet.height && layout.rows == 1;
    let looks_whole = |page: &Page| page.glyphs.is_empty() || looks_whole(page);
    match pages.iter().all(looks_whole) {
        _ if is_pair || numbered(&printed, layout) => Look::Pages,
        true if is_wide || inked > 2 => Look::Pages,
        true => Look::Perhaps,
        false => Look::One,
    }
}

/// Whether pages of every row and of every column of the layout have a number at the same height.
fn numbered(printed: &[Printed], layout: Layout) -> bool {
    let numbers: Vec<(usize, f32)> =
        printed.iter().enumerate().filter_map(|(at, p)| Some((at, p.margin_number()?))).collect();
    let is_there = |(_, height): &(usize, f32)| {
        let same = |(_, other): &&(usize, f32)| (other - height).abs() < SAME_HEIGHT;
        let places: Vec<usize> = numbers.iter().filter(same).map(|(at, _)| *at).collect();
        (0..layout.columns).all(|x| places.iter().any(|at| at % layout.columns == x))
            && (0..layout.rows).all(|y| places.iter().any(|at| at / layout.columns == y))
    };
    numbers.iter().any(is_there)
}

/// Whether a page has a table of its own, or lines of text.
fn looks_whole(page: &Page) -> bool {
    let shown = extent(page);
    let is_wide =
        |a: &Area| a.x1 - a.x0 > WIDE * (shown.x1 - shown.x0).max(WIDE * WIDE * page.width);
    if page.rules.iter().any(|rule| is_wide(&rule.area)) || page.shades.iter().any(is_wide) {
        return true;
    }
    let mut lines: Vec<f32> = Vec::new();
    for glyph in &page.glyphs {
        let middle = f32::midpoint(glyph.area.y0, glyph.area.y1);
        if !lines.iter().any(|line| (line - middle).abs() < MIDDLES * glyph.size) {
            lines.push(middle);
        }
        if lines.len() >= LINES {
            return true;
        }
    }
    false
}
