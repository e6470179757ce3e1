//! Labels and values without lines between them: one tall cell of labels beside one of values is cut into
//! rows by height.
//!
//! ```text
//! | ① name        | the first value    |
//! | ② description | the second, which  |
//! |                | goes on            |
//! ```
//! A cell of labels is known by the numbers ①, ② … that several of its lines begin with.

use super::run::Run;
use crate::read::page::Page;
use crate::read::table::ruled::grid::Sides;
use crate::source::Area;
use std::borrow::Cow;

/// White between two labels, in ems; the lines of one stand closer.
const APART: f32 = 0.8;
/// The first line of a value stands no higher above the middle of its label's, in ems.
const HIGHER: f32 = 0.6;
/// A label stands this much lower than its value, in ems, where labels are in the middle of their rows.
const LOWER: f32 = 0.9;
/// The boxes of lines reach over the ink by this share of the em.
const LEADING: f32 = 0.15;
/// The edge of a row is at most so far from where the middle of its label puts it, in ems.
const OFF: f32 = 1.0;

/// A ruled cell and its runs.
#[derive(Clone, Debug)]
pub(crate) struct Ruled<'a> {
    /// Its outline.
    pub(crate) area: Area,
    /// Which sides are drawn.
    pub(crate) sides: Sides,
    /// Its lower edge is the lower edge of its table.
    pub(crate) at_bottom: bool,
    /// Its runs.
    pub(crate) ids: Cow<'a, [u32]>,
}

/// A line of text, however many runs it has.
#[derive(Clone, Copy, Debug)]
struct Line {
    y0: f32,
    y1: f32,
    x0: f32,
    size: f32,
    /// The number in a circle that it begins with.
    number: Option<u32>,
}

impl Line {
    fn middle(&self) -> f32 {
        f32::midpoint(self.y0, self.y1)
    }
}

/// The rows of a row of cells that holds several labels; else itself.
pub(crate) fn cut_row<'a>(page: &Page, runs: &[Run], row: Vec<Ruled<'a>>) -> Vec<Vec<Ruled<'a>>> {
    match cuts(page, runs, &row) {
        Some(cuts) => pieces(runs, &row, &cuts),
        None => vec![row],
    }
}

/// The heights at which a row is cut.
fn cuts(page: &Page, runs: &[Run], row: &[Ruled]) -> Option<Vec<f32>> {
    let (label, values) = row.split_first()?;
    let same = |cell: &Ruled| (cell.area.y1 - label.area.y1).abs() < 1.0;
    if values.is_empty() || !values.iter().all(same) {
        return None;
    }
    let labels = labels(lines(page, runs, &label.ids));
    let numbers: Vec<u32> = labels.iter().filter_map(|line| line.number).collect();
    if numbers.len() < 2 || !numbers.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let ids: Vec<u32> = values.iter().flat_map(|cell| cell.ids.iter().copied()).collect();
    let values = lines(page, runs, &ids);
    let lower = labels.first()?.middle() - values.first()?.middle();
    if lower < LOWER * labels.first()?.size {
        by_first_lines(&labels, &values)
    } else {
        by_middles(&labels, &values, label.area.y0)
    }
}

/// The first line of each label.
fn labels(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut above = f32::NEG_INFINITY;
    for line in lines {
        if line.number.is_some() || line.y0 - above > APART * line.size {
            out.push(line);
        }
        above = line.y1;
    }
    out
}

/// The lines of runs from top to bottom.
fn lines(page: &Page, runs: &[Run], ids: &[u32]) -> Vec<Line> {
    let mut runs: Vec<&Run> =
        ids.iter().filter_map(|id| runs.get(*id as usize)).filter(|run| run.ink).collect();
    let middle = |run: &Run| f32::midpoint(run.area.y0, run.area.y1);
    runs.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.area.x0.total_cmp(&b.area.x0)));
    let mut lines: Vec<Line> = Vec::new();
    for run in runs {
        let number = number(page, run);
        match lines.last_mut().filter(|line| middle(run) - line.middle() < 0.5 * run.size) {
            Some(line) => {
                if run.area.x0 < line.x0 {
                    (line.x0, line.number) = (run.area.x0, number);
                }
                (line.y0, line.y1) = (line.y0.min(run.area.y0), line.y1.max(run.area.y1));
            }
            None => {
                let Area { x0, y0, y1, .. } = run.area;
                lines.push(Line { y0, y1, x0, size: run.size, number });
            }
        }
    }
    lines
}

/// The number in a circle at the start of a run.
fn number(page: &Page, run: &Run) -> Option<u32> {
    let glyphs = page.glyphs.get(run.first as usize..run.last as usize)?;
    let text = |glyph: &crate::read::page::Glyph| {
        page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or("")
    };
    let first = glyphs.iter().flat_map(|glyph| text(glyph).chars()).find(|c| !c.is_whitespace())?;
    ('\u{2460}'..='\u{2473}').contains(&first).then(|| u32::from(first) - 0x245f)
}

/// Cuts above the first line of each value, which stands beside its label or somewhat lower.
fn by_first_lines(labels: &[Line], values: &[Line]) -> Option<Vec<f32>> {
    let mut cuts: Vec<f32> = Vec::new();
    for label in labels.iter().skip(1) {
        let next = values.partition_point(|v| v.middle() < label.middle() - HIGHER * label.size);
        let above = next.checked_sub(1).and_then(|at| values.get(at));
        let end = above.map_or(label.y0, |line| line.y1 - LEADING * line.size).min(label.y0);
        let start = values.get(next).map_or(label.y0, |line| line.y0 + LEADING * line.size);
        let cut = f32::midpoint(end, start.min(label.y0 + LEADING * label.size));
        cuts.push(clear(cut, values)?);
    }
    cuts.is_sorted_by(|a, b| a < b).then_some(cuts)
}

/// Cuts so that each label is in the middle of its row.
fn by_middles(labels: &[Line], values: &[Line], top: f32) -> Option<Vec<f32>> {
    let mut edge = top;
    let mut cuts = Vec::new();
    for label in labels.iter().take(labels.len().saturating_sub(1)) {
        let wanted = 2.0 * label.middle() - edge;
        let gaps = values.windows(2).map(|pair| f32::midpoint(pair[0].y1, pair[1].y0));
        edge = gaps.min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))?;
        if (edge - wanted).abs() > OFF * label.size || edge < label.middle() {
            return None;
        }
        cuts.push(clear(edge, values)?);
    }
    cuts.is_sorted_by(|a, b| a < b).then_some(cuts)
}

/// The height, if no line of a value crosses it.
fn clear(cut: f32, values: &[Line]) -> Option<f32> {
    let crosses =
        |l: &Line| l.y0 + LEADING * l.size < cut && cut < l.y1 - LEADING * l.size;
    (!values.iter().any(crosses)).then_some(cut)
}

/// The rows between the cuts.
fn pieces<'a>(runs: &[Run], row: &[Ruled<'a>], cuts: &[f32]) -> Vec<Vec<Ruled<'a>>> {
    let edges: Vec<f32> =
        [f32::NEG_INFINITY].into_iter().chain(cuts.iter().copied()).chain([f32::INFINITY]).collect();
    let piece = |cell: &Ruled<'a>, from: f32, to: f32| {
        let is_within = |id: &&u32| {
            runs.get(**id as usize).is_some_and(|run| {
                let middle = f32::midpoint(run.area.y0, run.area.y1);
                from <= middle && middle < to
            })
        };
        let (is_first, is_last) = (from == f32::NEG_INFINITY, to == f32::INFINITY);
        let (y0, y1) = (cell.area.y0.max(from), cell.area.y1.min(to));
        Ruled {
            area: Area { y0, y1, ..cell.area },
            sides: Sides {
                top: cell.sides.top || !is_first,
                bottom: cell.sides.bottom || !is_last,
                ..cell.sides
            },
            at_bottom: cell.at_bottom && is_last,
            ids: cell.ids.iter().filter(is_within).copied().collect::<Vec<u32>>().into(),
        }
    };
    edges
        .windows(2)
        .map(|edge| row.iter().map(|cell| piece(cell, edge[0], edge[1])).collect())
        .collect()
}
