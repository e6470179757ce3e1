//! Tables with lines or shades between their rows only: the columns are where the white is.
//!
//! A strip that stays white in nearly all rows that have no columns drawn, with text on both sides in
//! several, parts two columns. Spaces that are printed as characters are no white.

use crate::read::numbers::ruled::group::SHORT;
use crate::read::page::{Direction, Glyph, Page};
use crate::read::table::ruled::grid::{Slot, Table, table};
use crate::read::table::ruled::group::{along, meets};
use crate::read::table::ruled::segment::Segment;
use crate::read::table::white::weights::strip_weights as weights;
use crate::source::Area;

/// Adds the tables of which only the edges of the rows are drawn, by the free ones of the shaded areas and
/// of the horizontal lines of a page.
pub(crate) fn join_rows(tables: &mut Vec<Table>, page: &Page, across: &[Segment]) {
    let mut taken: Vec<Area> =
        tables.iter().filter(|t| t.slots.len() > 1).map(Table::area).collect();
    let of_shade = |a: &Area| [a.y0, a.y1].map(|at| Segment { at, from: a.x0, to: a.x1 });
    let shades = page.shades.iter().take(weights().most_lines).flat_map(of_shade);
    let mut lines: Vec<Segment> =
        across.iter().take(weights().most_lines).copied().chain(shades).collect();
    lines.retain(|line| is_free(&taken, &along(line)));
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut stacks = stacks(&lines, &taken);
    stacks.sort_by(|a, b| length(b).total_cmp(&length(a)));
    for stack in stacks {
        let (across, mut down) = with_inner(&stack, &lines);
        if across.len() < weights().rows {
            continue;
        }
        down.extend(sides(&stack, &lines, &page.glyphs));
        down.sort_by(|a, b| a.at.total_cmp(&b.at));
        let found = parted(&across, &down, |_| true, page);
        let found = found.filter(|t| t.xs.len() > 2 && is_free(&taken, &t.area()));
        taken.extend(found.iter().map(Table::area));
        tables.extend(found);
    }
}

fn is_free(taken: &[Area], area: &Area) -> bool {
    !taken.iter().any(|t| meets(t, area, -SHORT))
}

/// Lines of one length, one below the other.
fn stacks(lines: &[Segment], taken: &[Area]) -> Vec<Vec<Segment>> {
    let mut stacks: Vec<Vec<Segment>> = Vec::new();
    for line in lines {
        let goes_on = |stack: &&mut Vec<Segment>| {
            stack.last().is_some_and(|last| {
                let between = Area { x0: line.from, x1: line.to, y0: last.at, y1: line.at };
                (last.from - line.from).abs() < weights().same_end
                    && (last.to - line.to).abs() < weights().same_end
                    && is_free(taken, &between)
            })
        };
        match stacks.iter_mut().rev().find(goes_on) {
            Some(stack) => {
                let last = stack.last().copied().unwrap_or(*line);
                if line.at - last.at > weights().between {
                    stack.push(Segment { from: last.from, to: last.to, ..*line });
                }
            }
            None => stacks.push(vec![*line]),
        }
    }
    stacks
}

fn length(stack: &[Segment]) -> f32 {
    stack.first().map_or(0.0, |line| line.to - line.from)
}

/// The lines of a stack with the shorter ones between them, and the vertical lines at the ends of shorter
/// ones, beside which a cell spans rows.
fn with_inner(stack: &[Segment], lines: &[Segment]) -> (Vec<Segment>, Vec<Segment>) {
    let (mut across, mut down) = (stack.to_vec(), Vec::new());
    for pair in stack.windows(2) {
        let (upper, lower) = (pair[0], pair[1]);
        let is_inner = |line: &&Segment| {
            upper.from <= line.from + weights().same_end
                && line.to <= upper.to + weights().same_end
                && line.to - line.from < upper.to - upper.from - weights().same_end
                && line.at - upper.at > weights().between
                && lower.at - line.at > weights().between
        };
        for line in lines.iter().filter(is_inner) {
            let inside = |x: &f32| {
                *x > upper.from + weights().same_end && *x < upper.to - weights().same_end
            };
            let ends = [line.from, line.to].into_iter().filter(inside);
            down.extend(ends.map(|at| Segment { at, from: upper.at, to: lower.at }));
            across.push(*line);
        }
    }
    across.sort_by(|a, b| a.at.total_cmp(&b.at));
    (across, down)
}

/// The left and right sides of rows between lines, as far as text goes on above the first and below the
/// last, up to another one of the `lines` of the page.
pub(crate) fn sides(stack: &[Segment], lines: &[Segment], glyphs: &[Glyph]) -> Vec<Segment> {
    let (Some(first), Some(last)) = (stack.first(), stack.last()) else { return Vec::new() };
    let left = stack.iter().map(|line| line.from).fold(first.from, f32::min);
    let right = stack.iter().map(|line| line.to).fold(first.to, f32::max);
    let others = || lines.iter().filter(|line| line.from < right && line.to > left);
    let ceiling = others().rfind(|line| line.at < first.at - weights().between).map(|line| line.at);
    let floor = others().find(|line| line.at > last.at + weights().between).map(|line| line.at);
    let within = |g: &&Glyph| {
        left <= g.area.x0
            && g.area.x1 <= right
            && ceiling.is_none_or(|ceiling| g.area.y0 > ceiling)
            && floor.is_none_or(|floor| g.area.y1 < floor)
    };
    let mut near: Vec<&Glyph> = glyphs.iter().filter(within).collect();
    near.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0));
    let below = |reach: f32, g: &&Glyph| match g.area.y0 - reach {
        gap if gap < weights().next_line * g.size => reach.max(g.area.y1),
        _ => reach,
    };
    let bottom = near.iter().fold(last.at, below);
    let above = |reach: f32, g: &&Glyph| match reach - g.area.y1 {
        gap if gap < weights().next_line * g.size => reach.min(g.area.y0),
        _ => reach,
    };
    let top = near.iter().rev().fold(first.at, above);
    [left, right].map(|at| Segment { at, from: top, to: bottom }).to_vec()
}

/// The table that lines make when the open ones among its cells are parted by white.
pub(crate) fn parted(
    across: &[Segment],
    down: &[Segment],
    is_open: impl Fn(&Slot) -> bool,
    page: &Page,
) -> Option<Table> {
    let whole = table(across, down)?;
    let mut parts = vec![Vec::new(); whole.slots.len()];
    let mut bracket: Option<Area> = None;
    for glyph in page.glyphs.iter().filter(|glyph| glyph.direction == Direction::Right) {
        let a = glyph.area;
        let at = whole.slot_at(f32::midpoint(a.x0, a.x1), f32::midpoint(a.y0, a.y1));
        let Some(parts) = at.and_then(|at| parts.get_mut(at)) else { continue };
        // Nothing is parted between the brackets of a box or a choice.
        let closed = match page.text.get(glyph.start as usize..glyph.end as usize) {
            Some("[" | "［") => {
                bracket = Some(a);
                None
            }
            Some("]" | "］") => bracket.take().filter(|open| open.y0 < a.y1 && a.y0 < open.y1),
            _ => None,
        };
        parts.push((closed.map_or(a.x0, |open| open.x0.min(a.x0)), a.x1, glyph.size));
    }
    let mut rows: Vec<Open> = Vec::new();
    for (slot, mut parts) in whole.slots.iter().zip(parts) {
        if is_open(slot) && !parts.is_empty() {
            parts.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            let (ink, parts) = (joined(&parts, weights().hair), joined(&parts, weights().white));
            rows.push(Open { area: slot.area, ink, parts });
        }
    }
    let mut down = down.to_vec();
    let strips = strips(&rows);
    let is_new = |x: &f32| !strips.iter().any(|strip| strip.from <= *x && *x <= strip.to);
    for row in &rows {
        let line = |at: f32| Segment { at, from: row.area.y0, to: row.area.y1 };
        let white = strips.iter().filter(|strip| row.has_white(strip));
        down.extend(white.map(|strip| line(strip.edge(&whole.xs))));
        let known = whole.xs.iter().copied().filter(is_new);
        down.extend(known.filter(|x| row.stands_around(*x)).map(line));
    }
    down.sort_by(|a, b| a.at.total_cmp(&b.at));
    table(across, &down)
}

/// A row without columns.
struct Open {
    area: Area,
    /// The stretches of it that show something.
    ink: Vec<(f32, f32)>,
    /// The same, those with little white between them as one.
    parts: Vec<(f32, f32)>,
}

impl Open {
    /// Whether it has anything that stands across a place.
    fn crosses(&self, x: f32) -> bool {
        self.parts.iter().any(|(from, to)| *from < x && x < *to)
    }

    /// Whether it has something on both sides of a place, and nothing across it.
    fn stands_around(&self, x: f32) -> bool {
        let ends = |(first, last): (&(f32, f32), &(f32, f32))| first.1 <= x && x <= last.0;
        !self.crosses(x) && self.parts.first().zip(self.parts.last()).is_some_and(ends)
    }

    /// Whether any part of a strip within it is white from top to bottom.
    fn has_white(&self, strip: &Strip) -> bool {
        let (from, to) = (strip.from, strip.to);
        self.area.x0 < from
            && to < self.area.x1
            && !self.ink.iter().any(|ink| ink.0 <= from && to <= ink.1)
    }
}

/// Stretches with less white between them than so many ems, as one.
fn joined(parts: &[(f32, f32, f32)], white: f32) -> Vec<(f32, f32)> {
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (from, to, size) in parts {
        match out.last_mut() {
            Some(last) if from - last.1 < white * size => last.1 = last.1.max(*to),
            _ => out.push((*from, *to)),
        }
    }
    out
}

/// A strip from top to bottom.
#[derive(Clone, Copy)]
struct Strip {
    from: f32,
    to: f32,
    /// So many rows have text across it.
    crossing: usize,
    /// So many rows have text on both sides of it.
    around: usize,
}

impl Strip {
    /// The edge that other rows have within it, or its middle.
    fn edge(&self, known: &[f32]) -> f32 {
        let within = |x: &&f32| self.from <= **x && **x <= self.to;
        known.iter().find(within).copied().unwrap_or(f32::midpoint(self.from, self.to))
    }
}

/// The strips that part columns: those where fewer rows have text than on both sides of them.
fn strips(rows: &[Open]) -> Vec<Strip> {
    let several: Vec<&Open> = rows.iter().filter(|row| row.parts.len() > 1).collect();
    let low = lowest(&several);
    let has_start = |row: &&&Open, from: f32, to: f32| {
        row.parts.iter().any(|part| from <= part.0 && part.0 < to)
    };
    let next = low.iter().skip(1).map(|strip| strip.from).chain([f32::INFINITY]);
    // Under the title in the middle of a column, short texts leave white that parts nothing.
    let parts = |(strip, next): &(&Strip, f32)| {
        let starting = several.iter().filter(|row| has_start(row, strip.to, *next)).count();
        strip.crossing == 0 || starting >= weights().rows
    };
    low.iter().zip(next).filter(parts).map(|(strip, _)| *strip).collect()
}

/// The strips where fewest rows have text, and at most a few.
fn lowest(rows: &[&Open]) -> Vec<Strip> {
    let mut stops: Vec<f32> =
        rows.iter().flat_map(|row| &row.parts).flat_map(|part| [part.0, part.1]).collect();
    stops.sort_unstable_by(f32::total_cmp);
    stops.dedup();
    let strip = |ends: &[f32]| {
        let x = f32::midpoint(ends[0], ends[1]);
        let crossing = rows.iter().filter(|row| row.crosses(x)).count();
        let around = rows.iter().filter(|row| row.stands_around(x)).count();
        Strip { from: ends[0], to: ends[1], crossing, around }
    };
    let mut strips: Vec<Strip> = Vec::new();
    for next in stops.windows(2).map(strip) {
        match strips.last_mut().filter(|last| last.crossing == next.crossing) {
            Some(last) => (last.to, last.around) = (next.to, last.around.max(next.around)),
            None => strips.push(next),
        }
    }
    let is_lowest = |(i, strip): &(usize, &Strip)| {
        let beside = [i.checked_sub(1), Some(i + 1)].into_iter().flatten();
        let is_low = beside.filter_map(|i| strips.get(i)).all(|s| s.crossing > strip.crossing);
        is_low && strip.crossing * weights().across <= rows.len() && strip.around >= weights().rows
    };
    strips.iter().enumerate().filter(is_lowest).map(|(_, strip)| *strip).collect()
}
