//! Answers without lines between them beside labels with lines: the tall cell is cut where its labels are.
//!
//! ```text
//! | ① name        | the first value    |
//! |---------------|                    |
//! | ② description | the second, which  |
//! |               | goes on            |
//! ```
//! It is cut only where each label has text beside it, and white wider than between the lines of one text goes through the
//! cell at each line between two labels: else one answer may stand there for several labels.

use super::line::{Line, line_gap, lines};
use super::{Ruled, is_between};
use crate::read::cell::run::Run;
use crate::read::numbers::cell::stacked_line::THROUGH;
use crate::read::numbers::cell::stacked_tall::SAME;
use crate::read::page::Page;
use crate::read::table::ruled::grid::Sides;
use crate::source::Area;

/// Cuts the last cells of rows that reach down beside the labels of the next rows.
pub(crate) fn cut_tall<'a>(
    page: &Page,
    runs: &[Run],
    rows: &mut [Vec<Ruled<'a>>],
    leading: impl Fn(f32) -> f32,
) {
    for at in 0..rows.len() {
        let Some(beside) = labels(rows.get(at..).unwrap_or_default()) else { continue };
        let Some(tall) = rows[at].last().cloned() else { continue };
        let cuts: Vec<f32> = beside.windows(2).map(|pair| pair[1].y0).collect();
        let lines = lines(page, runs, &tall.ids);
        if !is_parted(&lines, &cuts, &leading) {
            continue;
        }
        rows[at].pop();
        let edges = [f32::NEG_INFINITY].into_iter().chain(cuts).chain([f32::INFINITY]);
        let edges: Vec<f32> = edges.collect();
        for (row, edge) in rows[at..].iter_mut().zip(edges.windows(2)) {
            row.push(piece(runs, &tall, edge[0], edge[1]));
        }
    }
}

/// The labels that the last cell of the first row stands beside: the last but one of that row, and the last of each
/// row below, down to where it ends. None unless there are several, each with text.
fn labels(rows: &[Vec<Ruled>]) -> Option<Vec<Area>> {
    let (first, below) = rows.split_first()?;
    let [.., label, tall] = first.as_slice() else { return None };
    let is_label =
        |cell: &Ruled| !cell.ids.is_empty() && (cell.area.x1 - tall.area.x0).abs() < SAME;
    if tall.ids.is_empty() || !is_label(label) || label.area.y1 > tall.area.y1 - SAME {
        return None;
    }
    let mut labels = vec![label.area];
    for row in below {
        let last = labels.last()?;
        if last.y1 > tall.area.y1 - SAME {
            break;
        }
        let next = row.last().filter(|next| is_label(next))?;
        if (next.area.y0 - last.y1).abs() > SAME || next.area.y1 > tall.area.y1 + SAME {
            return None;
        }
        labels.push(next.area);
    }
    let end = labels.last()?.y1;
    (labels.len() > 1 && (end - tall.area.y1).abs() < SAME).then_some(labels)
}

/// Whether each cut goes through white that is wider than between the lines of one text, with text between any two.
fn is_parted(lines: &[Line], cuts: &[f32], leading: impl Fn(f32) -> f32) -> bool {
    let gap = line_gap(lines);
    let mut from = 0;
    cuts.iter().all(|cut| {
        let next = lines.partition_point(|line| line.middle() < *cut);
        let (upper, lower) = lines.split_at(next.max(from));
        let above = upper.get(from..).unwrap_or_default();
        let end = above.iter().map(|line| line.y1).fold(f32::NEG_INFINITY, f32::max);
        let start = lower.iter().map(|line| line.y0).fold(f32::INFINITY, f32::min);
        from = next;
        let Some(size) = lower.first().map(|line| line.size) else { return false };
        !above.is_empty() && start - end > gap.min(leading(size)) + THROUGH * size
    })
}

/// The part of a cell between two heights.
fn piece<'a>(runs: &[Run], cell: &Ruled<'a>, from: f32, to: f32) -> Ruled<'a> {
    let ids: Vec<u32> =
        cell.ids.iter().copied().filter(|id| is_between(runs, *id, from, to)).collect();
    let is_last = to == f32::INFINITY;
    Ruled {
        area: Area { y0: cell.area.y0.max(from), y1: cell.area.y1.min(to), ..cell.area },
        sides: Sides {
            top: cell.sides.top || from > cell.area.y0,
            bottom: cell.sides.bottom || !is_last,
            ..cell.sides
        },
        at_bottom: cell.at_bottom && is_last,
        ids: ids.into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    /// Three labels with lines between them, and values at these heights in one cell beside.
    fn shown(values: &[(f32, &str)]) -> Vec<Vec<String>> {
        let page = Sample::new(400.0, 300.0).grid(&[20.0, 140.0], &[100.0, 120.0, 160.0, 180.0]);
        let page = page.grid(&[140.0, 380.0], &[100.0, 180.0]);
        let page = page.text(25.0, 105.0, 10.0, "①名称").text(25.0, 135.0, 10.0, "②概要");
        let page = page.text(25.0, 165.0, 10.0, "③部署");
        let page = values.iter().fold(page, |page, (y, text)| page.text(145.0, *y, 10.0, text));
        let read = rows(&[page.page()]);
        let texts = |row: &crate::rows::Row| row.cells.iter().map(|c| c.text.clone()).collect();
        read.rows.iter().map(texts).collect()
    }

    #[test]
    fn a_cell_is_cut_between_labels_where_white_goes_through_it() {
        let values =
            [(105.0, "一"), (126.0, "二"), (137.0, "二の中"), (148.0, "二の終"), (165.0, "三")];
        let expected = [["①名称", "一"], ["②概要", "二\n二の中\n二の終"], ["③部署", "三"]];
        assert_eq!(shown(&values), expected);
    }

    #[test]
    fn one_answer_for_several_labels_stays_one() {
        let across = [(124.0, "一"), (135.0, "一の続き"), (146.0, "一の終")];
        assert_eq!(shown(&across)[0], ["①名称", "一\n一の続き\n一の終"]);
        let through: Vec<(f32, &str)> =
            (0u8..7).map(|n| (101.0 + 11.0 * f32::from(n), "続き")).collect();
        assert_eq!(shown(&through).iter().filter(|row| row.len() > 1).count(), 1);
    }
}
