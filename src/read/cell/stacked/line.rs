//! The lines of a cell, each with where it stands; and how far those of one text stand apart on a page.

use crate::read::cell::run::Run;
use crate::read::numbers::cell::stacked_line::{NEAR, SAME_SIZE, THROUGH, WHITE};
use crate::read::numbers::page::line::MIDDLES;
use crate::read::page::Page;
use crate::read::table::ruled::grid::NONE;
use crate::source::Area;

/// A line of text, however many runs it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Left end.
    pub(super) x0: f32,
    /// Upper edge.
    pub(super) y0: f32,
    /// Right end.
    pub(super) x1: f32,
    /// Lower edge.
    pub(super) y1: f32,
    /// The size of its type.
    pub(super) size: f32,
    /// The lower edge of the last line of the label that it begins.
    pub(super) foot: f32,
    /// The number in a circle that it begins with.
    pub(super) number: Option<u32>,
}

impl Line {
    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.y0, self.y1)
    }

    /// Whether it stands right below another one and is hardly wider.
    pub(super) fn goes_on(&self, above: &Line) -> bool {
        self.number.is_none()
            && self.y0 - above.y1 < THROUGH * self.size
            && self.x0 > above.x0 - self.size
            && self.x1 < above.x1 + self.size
    }

    pub(super) fn holds(&self, run: &Run) -> bool {
        let a = run.area;
        self.x0 <= a.x0 && a.x1 <= self.x1 && self.y0 <= a.y0 && a.y1 <= self.y1
    }
}

/// How far the lines of one text stand apart on a page, for each size of type.
pub(crate) struct Leading(Vec<(f32, f32)>);

impl Leading {
    /// That of the cells of a page.
    pub(crate) fn new(page: &Page, runs: &[Run]) -> Self {
        let mut ids: Vec<u32> =
            (0u32..).zip(runs).filter(|(_, r)| r.cell != NONE).map(|(id, _)| id).collect();
        let cell = |id: &u32| runs.get(*id as usize).map_or(NONE, |run| run.cell);
        ids.sort_by_key(cell);
        let mut all: Vec<(f32, f32)> = Vec::new();
        for ids in ids.chunk_by(|a, b| cell(a) == cell(b)) {
            for pair in lines(page, runs, ids).windows(2) {
                let Some(gap) = gap(pair).filter(|_| is_same(pair[0].size, pair[1].size)) else {
                    continue;
                };
                match all.iter_mut().find(|(size, _)| is_same(*size, pair[0].size)) {
                    Some((_, least)) => *least = least.min(gap),
                    None => all.push((pair[0].size, gap)),
                }
            }
        }
        Self(all)
    }

    /// The white between two lines of this size.
    pub(crate) fn of(&self, size: f32) -> f32 {
        let same = self.0.iter().find(|(other, _)| is_same(*other, size));
        same.map_or(f32::INFINITY, |(_, gap)| *gap)
    }
}

fn is_same(a: f32, b: f32) -> bool {
    (a - b).abs() <= SAME_SIZE * a.max(b)
}

/// The least white between two lines, one below the other.
pub(super) fn line_gap(lines: &[Line]) -> f32 {
    lines.windows(2).filter_map(gap).fold(f32::INFINITY, f32::min)
}

/// The white between two lines, where one stands below the other.
fn gap(pair: &[Line]) -> Option<f32> {
    let (upper, lower) = (pair[0], pair[1]);
    let is_below = upper.middle() + MIDDLES * upper.size < lower.middle();
    (is_below && upper.x0 < lower.x1 && lower.x0 < upper.x1)
        .then_some((lower.y0 - upper.y1).max(0.0))
}

/// The lines of runs from top to bottom. What stands apart on one line makes several.
pub(super) fn lines(page: &Page, runs: &[Run], ids: &[u32]) -> Vec<Line> {
    let mut runs: Vec<&Run> =
        ids.iter().filter_map(|id| runs.get(*id as usize)).filter(|run| run.ink).collect();
    let middle = |run: &Run| f32::midpoint(run.area.y0, run.area.y1);
    runs.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.area.x0.total_cmp(&b.area.x0)));
    let mut lines: Vec<Line> = Vec::new();
    for run in runs {
        let Area { x0, y0, x1, y1 } = run.area;
        let goes_on = |line: &&mut Line| {
            let apart = (x0 - line.x1).max(line.x0 - x1);
            (middle(run) - line.middle()).abs() < MIDDLES * run.size && apart < WHITE * run.size
        };
        match lines.iter_mut().rev().take(NEAR).find(goes_on) {
            Some(line) => {
                if x0 < line.x0 {
                    line.number = number(page, run);
                }
                (line.x0, line.x1) = (line.x0.min(x0), line.x1.max(x1));
                (line.y0, line.y1) = (line.y0.min(y0), line.y1.max(y1));
                line.foot = line.y1;
            }
            None => {
                let number = number(page, run);
                lines.push(Line { x0, y0, x1, y1, size: run.size, foot: y1, number });
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
