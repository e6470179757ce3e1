//! Labels and values without lines between them: one tall cell of labels beside one of values is cut into
//! rows by height.
//!
//! ```text
//! | ① name        | the first value    |
//! | ② description | the second, which  |
//! |                | goes on            |
//! ```
//! A cell of labels is known by the numbers ①, ② … that several of its lines begin with, or by white that
//! goes through the whole row above each of them, wider than between the lines of one text.

mod line;
mod tall;

pub(crate) use line::Leading;
pub(crate) use tall::cut_tall;

use super::run::Run;
use crate::read::numbers::cell::stacked::{APART, BESIDE, BESIDE_ALL, HIGHER, LEADING, OFF};
use crate::read::numbers::cell::stacked_line::THROUGH;
use crate::read::page::Page;
use crate::read::table::ruled::grid::Sides;
use crate::source::Area;
use line::{Line, line_gap, lines};
use std::borrow::Cow;

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

/// The rows of a row of cells that holds several labels, maybe beside one for all of them; else itself.
/// `leading` is how far lines of one text stand apart, by their size.
pub(crate) fn cut_row<'a>(
    page: &Page,
    runs: &[Run],
    row: Vec<Ruled<'a>>,
    leading: impl Fn(f32) -> f32,
) -> Vec<Vec<Ruled<'a>>> {
    let firsts = if row.len() == BESIDE_ALL { 2 } else { 1 };
    for at in 0..firsts {
        let Some((all, rest)) = row.split_at_checked(at) else { break };
        if let Some(stack) = stack(page, runs, rest, &leading) {
            let mut rows = stack.rows(runs, rest);
            rows.first_mut()
                .into_iter()
                .for_each(|row| drop(row.splice(0..0, all.iter().cloned())));
            return rows;
        }
    }
    vec![row]
}

/// Labels one below the other in a cell, and what stands beside them.
struct Stack {
    /// The first lines of the labels.
    labels: Vec<Line>,
    /// Labels left of others, for several of them.
    side: Vec<Line>,
    /// The heights between the rows.
    cuts: Vec<f32>,
}

/// How a row is cut.
fn stack(page: &Page, runs: &[Run], row: &[Ruled], leading: impl Fn(f32) -> f32) -> Option<Stack> {
    let (label, values) = row.split_first()?;
    let same = |cell: &Ruled| (cell.area.y1 - label.area.y1).abs() < 1.0;
    if values.is_empty() || !values.iter().all(same) {
        return None;
    }
    let ids: Vec<u32> = values.iter().flat_map(|cell| cell.ids.iter().copied()).collect();
    let values = line::lines(page, runs, &ids);
    let (side, lines) = beside(lines(page, runs, &label.ids));
    let gap = [&side, &lines, &values]
        .map(|lines| line_gap(lines))
        .into_iter()
        .fold(f32::INFINITY, f32::min);
    // A lone sign at the right belongs to the label above.
    let centre = f32::midpoint(label.area.x0, label.area.x1);
    let is_level = |line: &Line, above: f32| {
        line.x0 < centre && is_level(line, above, &values, gap.min(leading(line.size)))
    };
    let (labels, level) = labels(lines, is_level);
    let mut numbered: Vec<&Line> = labels.iter().chain(&side).collect();
    numbered.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    let numbers: Vec<u32> = numbered.iter().filter_map(|line| line.number).collect();
    if labels.len() < 2 || !numbers.windows(2).all(|n| n[1] > n[0] || n[1] == 1) {
        return None;
    }
    let by_middles = || by_middles(&labels, &values, label.area);
    let by_first_lines = || by_first_lines(&labels, &values, label.sides.top);
    let cuts = match numbers.len() > 1 {
        true => by_middles().or_else(by_first_lines)?,
        false if level => by_first_lines()?,
        false => return None,
    };
    Some(Stack { labels, side, cuts })
}

/// The lines that stand left of others, as labels of several do, with what goes on below them, and those
/// others.
fn beside(lines: Vec<Line>) -> (Vec<Line>, Vec<Line>) {
    let is_beside = |line: &Line| {
        lines.iter().any(|other| {
            other.x0 > line.x1 - APART * line.size
                && other.x0 > line.x0 + line.size
                && (other.middle() - line.middle()).abs() < BESIDE * line.size
        })
    };
    let beside: Vec<bool> = lines.iter().map(is_beside).collect();
    let mut side: Vec<Line> = Vec::new();
    let mut rest = Vec::new();
    for (line, beside) in lines.into_iter().zip(beside) {
        let is_side = beside || side.last().is_some_and(|above| line.goes_on(above));
        if is_side { &mut side } else { &mut rest }.push(line);
    }
    (side, rest)
}

/// The first line of each label, and whether white goes through the row above each but the first.
fn labels(lines: Vec<Line>, is_level: impl Fn(&Line, f32) -> bool) -> (Vec<Line>, bool) {
    let mut out: Vec<Line> = Vec::new();
    let (mut above, mut all) = (f32::NEG_INFINITY, true);
    for line in lines {
        let level = !out.is_empty() && is_level(&line, above);
        if line.number.is_some() || level || line.y0 - above > APART * line.size {
            all &= level || out.is_empty();
            out.push(line);
        }
        above = line.y1;
        out.last_mut().into_iter().for_each(|label| label.foot = label.foot.max(above));
    }
    (out, all)
}

/// Whether white goes through the row above a line of a label, and a value begins beside it.
fn is_level(line: &Line, above: f32, values: &[Line], gap: f32) -> bool {
    let next = values.partition_point(|v| v.middle() < line.middle() - HIGHER * line.size);
    let (upper, lower) = values.split_at(next);
    let Some(first) = lower.first() else { return false };
    let end = upper.iter().map(|v| v.y1).fold(above, f32::max);
    let start = lower.iter().map(|v| v.y0).fold(line.y0, f32::min);
    !upper.is_empty()
        && first.middle() < line.middle() + HIGHER * line.size
        && start - end > gap + THROUGH * line.size
}

/// Cuts above the first line of each value, which stands beside its label or somewhat lower. What goes on
/// from the page before, above the first label, is cut off too.
fn by_first_lines(labels: &[Line], values: &[Line], is_whole: bool) -> Option<Vec<f32>> {
    let mut cuts: Vec<f32> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let next = values.partition_point(|v| v.middle() < label.middle() - HIGHER * label.size);
        if at == 0 && (is_whole || next == 0) {
            continue;
        }
        let above = next.checked_sub(1).and_then(|at| values.get(at));
        let foot = at.checked_sub(1).and_then(|at| labels.get(at)).map(|label| label.foot);
        let end = above.map_or(label.y0, |line| line.y1 - LEADING * line.size);
        let end = foot.map_or(end, |foot| foot.max(end)).min(label.y0);
        let start = values.get(next).map_or(label.y0, |line| line.y0 + LEADING * line.size);
        let cut = f32::midpoint(end, start.min(label.y0 + LEADING * label.size));
        cuts.push(clear(cut, values)?);
    }
    cuts.is_sorted_by(|a, b| a < b).then_some(cuts)
}

/// Cuts so that each label is in the middle of its row.
fn by_middles(labels: &[Line], values: &[Line], cell: Area) -> Option<Vec<f32>> {
    let mut edge = cell.y0;
    let mut cuts = Vec::new();
    for label in labels {
        let wanted = label.y0 + label.foot - edge;
        let nearest = |gap: &[Line]| {
            let (end, start) = (gap[0].y1, gap[1].y0);
            wanted.max(end.min(start)).min(start.max(end))
        };
        let gaps = values.windows(2).map(nearest).chain([cell.y1]);
        edge = gaps.min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))?;
        if (edge - wanted).abs() > OFF * label.size || edge < label.middle() {
            return None;
        }
        cuts.push(clear(edge, values)?);
    }
    let is_whole = cuts.pop().is_some_and(|last| (last - cell.y1).abs() < 1.0);
    (is_whole && cuts.is_sorted_by(|a, b| a < b)).then_some(cuts)
}

/// The height, if no line of a value crosses it.
fn clear(cut: f32, values: &[Line]) -> Option<f32> {
    let crosses = |l: &Line| l.y0 + LEADING * l.size < cut && cut < l.y1 - LEADING * l.size;
    (!values.iter().any(crosses)).then_some(cut)
}

impl Stack {
    /// The rows between the cuts.
    fn rows<'a>(&self, runs: &[Run], row: &[Ruled<'a>]) -> Vec<Vec<Ruled<'a>>> {
        let edges = [f32::NEG_INFINITY].into_iter().chain(self.cuts.iter().copied());
        let edges: Vec<f32> = edges.chain([f32::INFINITY]).collect();
        let rows = edges.windows(2).map(|edge| {
            let (side, own) = self.label(runs, row.first(), edge[0], edge[1]);
            let values = row.iter().skip(1).map(|cell| {
                let ids =
                    cell.ids.iter().copied().filter(|id| is_between(runs, *id, edge[0], edge[1]));
                self.piece(cell, ids.collect(), edge[0], edge[1])
            });
            side.into_iter().chain(own).chain(values).collect()
        });
        rows.collect()
    }

    /// The label of a row; before it the one left of it and of others, in the first of its rows.
    fn label<'a>(
        &self,
        runs: &[Run],
        cell: Option<&Ruled<'a>>,
        from: f32,
        to: f32,
    ) -> (Option<Ruled<'a>>, Option<Ruled<'a>>) {
        let Some(cell) = cell else { return (None, None) };
        let (mut side, mut own) = (Vec::new(), Vec::new());
        for id in cell.ids.iter().copied() {
            let Some(run) = runs.get(id as usize) else { continue };
            match self.side.iter().find(|line| line.holds(run)) {
                Some(line) if from <= self.first_beside(line) && self.first_beside(line) < to => {
                    side.push(id);
                }
                None if is_between(runs, id, from, to) => own.push(id),
                _ => {}
            }
        }
        let side = Some(side).filter(|side| !side.is_empty());
        (side.map(|ids| self.piece(cell, ids, from, to)), Some(self.piece(cell, own, from, to)))
    }

    /// The height of the first label that stands right of this line, together with those below it.
    fn first_beside(&self, line: &Line) -> f32 {
        let is_right = |label: &&Line| label.x0 > line.x1 - APART * line.size;
        let above = self.labels.iter().rev().skip_while(|label| label.middle() > line.y1);
        let first = above.take_while(is_right).last();
        let below = || self.labels.iter().find(|label| is_right(label) && label.y1 > line.y0);
        first.or_else(below).map_or(line.middle(), Line::middle)
    }

    fn piece<'a>(&self, cell: &Ruled<'a>, ids: Vec<u32>, from: f32, to: f32) -> Ruled<'a> {
        let is_last = to == f32::INFINITY;
        // Where a label begins, nothing goes on from the page before.
        let begins = self.labels.first().is_some_and(|label| from > label.y0 || to > label.y1);
        let (y0, y1) = (cell.area.y0.max(from), cell.area.y1.min(to));
        Ruled {
            area: Area { y0, y1, ..cell.area },
            sides: Sides {
                top: cell.sides.top || begins,
                bottom: cell.sides.bottom || !is_last,
                ..cell.sides
            },
            at_bottom: cell.at_bottom && is_last,
            ids: ids.into(),
        }
    }
}

fn is_between(runs: &[Run], id: u32, from: f32, to: f32) -> bool {
    runs.get(id as usize).is_some_and(|run| {
        let middle = f32::midpoint(run.area.y0, run.area.y1);
        from <= middle && middle < to
    })
}

#[cfg(test)]
mod tests {
    use crate::read::page::Page;
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    fn shown(page: Page) -> Vec<Vec<String>> {
        let read = rows(&[page]);
        let texts = |row: &crate::rows::Row| row.cells.iter().map(|c| c.text.clone()).collect();
        read.rows.iter().map(texts).collect()
    }

    /// One tall row: labels and values at these heights.
    fn tall(labels: &[(f32, &str)], values: &[(f32, &str)], bottom: f32) -> Page {
        let mut page = Sample::new(400.0, 600.0).grid(&[20.0, 140.0, 380.0], &[100.0, bottom]);
        for (y, text) in labels {
            page = page.text(25.0, *y, 10.0, text);
        }
        for (y, text) in values {
            page = page.text(145.0, *y, 10.0, text);
        }
        page.page()
    }

    #[test]
    fn labels_at_the_top_of_their_rows() {
        let page = tall(
            &[(102.0, "①名称"), (120.0, "②概要"), (170.0, "その理由"), (200.0, "③部署")],
            &[(104.0, "一"), (122.0, "二"), (134.0, "二の続き"), (172.0, "三")],
            220.0,
        );
        let expected =
            [["①名称", "一"], ["②概要", "二\n二の続き"], ["その理由", "三"], ["③部署", ""]];
        assert_eq!(shown(page), expected);
    }

    #[test]
    fn labels_in_the_middle_of_their_rows() {
        let page = tall(
            &[(102.0, "①名称"), (127.0, "②概要"), (152.0, "③部署")],
            &[(102.0, "一"), (115.0, "二"), (127.0, "二の中"), (139.0, "二の終"), (152.0, "三")],
            164.0,
        );
        let expected = [["①名称", "一"], ["②概要", "二\n二の中\n二の終"], ["③部署", "三"]];
        assert_eq!(shown(page), expected);
    }

    #[test]
    fn labels_without_numbers_by_the_white_through_the_row() {
        let page = tall(
            &[(102.0, "措置の内容"), (148.0, "十分か")],
            &[(102.0, "一"), (113.0, "一の続き"), (124.0, "一の終"), (148.0, "二")],
            164.0,
        );
        assert_eq!(shown(page), [["措置の内容", "一\n一の続き\n一の終"], ["十分か", "二"]]);
    }

    #[test]
    fn a_sign_beside_a_later_paragraph_begins_no_label() {
        let page = Sample::new(400.0, 600.0).grid(&[20.0, 140.0, 380.0], &[100.0, 164.0]);
        let page = page.text(25.0, 102.0, 10.0, "保管場所").text(128.0, 148.0, 10.0, "※");
        let page = page.text(145.0, 102.0, 10.0, "一").text(145.0, 113.0, 10.0, "一の続き");
        let page = page.text(145.0, 148.0, 10.0, "二").page();
        assert_eq!(shown(page), [["保管場所\n※", "一\n一の続き\n二"]]);
    }

    #[test]
    fn a_numbered_label_left_of_several_and_their_rows() {
        let page = Sample::new(400.0, 600.0).grid(&[20.0, 140.0, 380.0], &[100.0, 170.0]);
        let labels = [(25.0, 102.0, "③目的"), (57.0, 119.0, "部署"), (57.0, 136.0, "者数")];
        let side = [(25.0, 142.0, "④の"), (25.0, 153.0, "主体")];
        let values = [(145.0, 102.0, "一"), (145.0, 119.0, "二"), (145.0, 136.0, "三")];
        let texts = labels.into_iter().chain(side).chain(values);
        let page = texts.fold(page, |page, (x, y, text)| page.text(x, y, 10.0, text)).page();
        let expected: [&[&str]; 3] =
            [&["③目的", "一"], &["④の\n主体", "部署", "二"], &["者数", "三"]];
        assert_eq!(shown(page), expected);
    }

    #[test]
    fn a_list_beside_a_label_is_one_value() {
        let page = tall(&[(102.0, "概要")], &[(102.0, "①一"), (115.0, "②二")], 130.0);
        assert_eq!(shown(page), [["概要", "①一\n②二"]]);
    }
}
