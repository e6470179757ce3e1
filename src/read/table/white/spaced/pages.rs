//! The rows of pages without ruled tables, by the same search as those of texts.

use super::cell::Wrap;
use super::drafts;
use super::line::Piece;
use super::placed::{Placed, placed};
use super::writer::Draft;
use crate::read::cell::draft::{DraftCell, DraftRow, Join};
use crate::read::cell::lines::lines;
use crate::read::cell::run::Run;
use crate::read::page::{Direction, Page, Shared};
use crate::source::Area;

/// The rows of a document's pages, and the runs of each page.
pub(crate) fn rows(pages: &[Shared<'_>], runs: &[Vec<Run>]) -> (Vec<DraftRow>, Vec<Vec<Run>>) {
    let mut placed = placed(pages, runs);
    let count = placed.lines.len();
    let drafts = drafts(&placed.text, &mut placed.lines, count);
    let mut out: Vec<DraftRow> = Vec::new();
    for draft in drafts {
        out.push(Writer { pages, placed: &placed }.row(&draft));
    }
    for (number, (page, runs)) in (0u32..).zip(pages.iter().zip(&placed.runs)) {
        out.extend(turned(number, page, runs));
    }
    (out, placed.runs)
}

/// The text of a page that does not run from left to right.
fn turned(number: u32, page: &Page, runs: &[Run]) -> Option<DraftRow> {
    let is_turned = |(_, run): &(u32, &Run)| run.direction != Direction::Right && run.ink;
    let ids: Vec<u32> = (0u32..).zip(runs).filter(is_turned).map(|(id, _)| id).collect();
    let lines = lines(number, page, runs, &ids, None);
    let cells = vec![DraftCell { lines, ..DraftCell::default() }];
    (!ids.is_empty()).then(|| DraftRow { cells, page: number, ..DraftRow::default() })
}

struct Writer<'a> {
    pages: &'a [Shared<'a>],
    placed: &'a Placed,
}

impl Writer<'_> {
    fn row(&self, draft: &Draft) -> DraftRow {
        let lines = &self.placed.lines;
        let first = draft.cells.iter().flatten().next().map_or(0, |piece| lines[piece.line].page);
        let cells = draft.cells.iter().enumerate();
        DraftRow {
            cells: cells.map(|(column, pieces)| self.cell(pieces, draft.wrap(column))).collect(),
            page: first.saturating_sub(1),
            gap: draft.gap(lines),
            furniture: draft.furniture,
            unsure: draft.unsure,
            ..DraftRow::default()
        }
    }

    /// The cell of pieces, which may stand on several pages.
    fn cell(&self, pieces: &[Piece], wrap: Wrap) -> DraftCell {
        let mut cell = DraftCell::default();
        let page = |piece: &Piece| self.placed.lines[piece.line].page;
        for part in pieces.chunk_by(|a, b| page(a) == page(b)) {
            let number = part.first().map_or(0, page).saturating_sub(1);
            let mut ids: Vec<u32> = part.iter().flat_map(|piece| self.ids(piece)).collect();
            ids.sort_unstable();
            let place = number as usize;
            let (Some(page), Some(runs)) = (self.pages.get(place), self.placed.runs.get(place))
            else {
                continue;
            };
            let unit = self.placed.units.get(place).copied().unwrap_or_default();
            let bounds = bounds(runs, &ids, wrap, unit);
            let mut lines = lines(number, page, runs, &ids, bounds);
            if let (Some(last), Some(next)) = (cell.lines.last(), lines.first_mut()) {
                next.join = if last.full { Join::Nothing } else { Join::Break };
            }
            for line in lines.iter_mut().skip(1).filter(|line| line.join == Join::Break) {
                if wrap == Wrap::Label {
                    line.join = Join::Nothing;
                }
            }
            cell.lines.append(&mut lines);
        }
        cell
    }

    fn ids(&self, piece: &Piece) -> impl Iterator<Item = u32> {
        let words =
            self.placed.lines[piece.line].words.get(piece.words.clone()).unwrap_or_default();
        words.iter().filter_map(|word| self.placed.words.get(word.id as usize)).flatten().copied()
    }
}

/// From where to where the column of a cell reaches.
fn bounds(runs: &[Run], ids: &[u32], wrap: Wrap, unit: f32) -> Option<Area> {
    let areas = ids
        .iter()
        .filter_map(|id| runs.get(*id as usize))
        .filter(|run| run.ink)
        .map(|run| run.area);
    let all = areas.reduce(Area::union)?;
    match wrap {
        Wrap::Width(width) => {
            let width = f32::from(u16::try_from(width).unwrap_or(u16::MAX)) * unit;
            Some(Area { x1: all.x1.max(all.x0 + width), ..all })
        }
        Wrap::Label => Some(all),
    }
}
