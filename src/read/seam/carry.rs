//! Over the page break: cells that go on are one cell, repeated header rows are furniture.
//!
//! A table that goes on shares its column edges with the table above. A cell whose lower side is not
//! drawn was cut by the page: what stands in its column at the top of the next page belongs to it. Where
//! the producer closes the cut cell with a line, text that stops within a sentence over empty label
//! cells says the same.

use super::furniture::chars;
use super::merged::{same_column, spread_merged};
use crate::read::cell::draft::{DraftCell, DraftRow, Join, Line};
use crate::read::cell::run::Run;
use crate::read::cell::words::Words;
use crate::read::numbers::seam::carry::{
    COMPARED, HEADER_CELLS, LONGEST_HEADER, MOST_HEADERS, REPEATED, SAME_SIZE,
};
use crate::read::numbers::seam::merged::LIST;
use crate::read::page::Shared;
use crate::remark::without_remark;
use std::collections::BTreeSet;

/// Marks repeated headers, and joins cells that go on over a page break.
pub(crate) fn carry(rows: &mut Vec<DraftRow>, pages: &[Shared<'_>], runs: &[Vec<Run>]) {
    let shown = Shown { pages, runs };
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut start = 0;
    let mut above: Option<std::ops::Range<usize>> = None;
    while start < rows.len() {
        let page = rows[start].page;
        let mut end = start + rows[start..].iter().take_while(|r| r.page == page).count();
        if let Some((at, header)) = shown.parted_header(&mut rows[start..end], &seen) {
            rows.insert(start + at, header);
            end += 1;
        }
        shown.mark_headers(&mut rows[start..end], &seen);
        for i in start..end {
            seen.extend(shown.header(&rows[i]));
            seen.extend(shown.titled_header(&rows[i..end]));
        }
        if let Some(above) = above.filter(|a| rows[a.start].page + 1 == page) {
            shown.join_pages(rows, above, start..end);
        }
        above = Some(start..end);
        start = end;
    }
    rows.retain(|row| !row.cells.is_empty());
    spread_merged(rows, |row| shown.header(row).is_some());
}

/// The pages and their runs.
struct Shown<'a> {
    pages: &'a [Shared<'a>],
    runs: &'a [Vec<Run>],
}

impl Shown<'_> {
    /// The start of a cell's text.
    fn text(&self, cell: &DraftCell) -> String {
        let chars = cell.lines.iter().flat_map(|line| chars(line, self.pages, self.runs));
        chars.filter(|c| !c.is_whitespace()).take(COMPARED).collect()
    }

    /// The texts of a row that could be a table's header.
    fn header(&self, row: &DraftRow) -> Option<Vec<String>> {
        if row.table.is_none() || row.cells.len() < HEADER_CELLS {
            return None;
        }
        let texts: Vec<String> = row.cells.iter().map(|cell| self.text(cell)).collect();
        // Marks to fill in, numbers and long texts are data.
        let is_title = |t: &String| {
            let mark = t.contains(['[', '［', ']', '］']);
            !t.is_empty()
                && t.chars().count() < LONGEST_HEADER
                && !mark
                && !t.chars().all(|c| c.is_ascii_digit())
        };
        texts.iter().all(is_title).then_some(texts)
    }

    /// The same of a header with a title in one cell above it.
    fn titled_header(&self, rows: &[DraftRow]) -> Option<Vec<String>> {
        let [title, header, ..] = rows else { return None };
        let ([cell], true) = (title.cells.as_slice(), title.table == header.table) else {
            return None;
        };
        let mut texts = self.header(header)?;
        texts.insert(0, self.text(cell));
        Some(texts)
    }

    /// Whether the title of a table seen before comes again without its header, above a row of as many cells.
    fn title_alone(&self, rows: &[DraftRow], seen: &BTreeSet<Vec<String>>) -> bool {
        let [title, row, ..] = rows else { return false };
        let ([cell], true) = (title.cells.as_slice(), title.table == row.table) else {
            return false;
        };
        let text = self.text(cell);
        let titled =
            seen.range(vec![text.clone()]..).take_while(|known| known.first() == Some(&text));
        title.table.is_some()
            && row.cells.len() >= HEADER_CELLS
            && titled.take(MOST_HEADERS).any(|known| known.len() == row.cells.len() + 1)
    }

    /// Marks the rows at the top of a page's first table that were a header before.
    fn mark_headers(&self, rows: &mut [DraftRow], seen: &BTreeSet<Vec<String>>) {
        let Some(first) = rows.iter().position(|row| !row.furniture) else { return };
        let titled =
            self.titled_header(&rows[first..]).is_some_and(|header| seen.contains(&header));
        if titled || self.title_alone(&rows[first..], seen) {
            rows[first].furniture = true;
        }
        for row in rows.iter_mut().skip(first + usize::from(titled)) {
            match self.header(row) {
                Some(header) if seen.contains(&header) => row.furniture = true,
                _ => return,
            }
        }
    }

    /// The header that was put into one row with what goes on below it, parted from that row, and its
    /// place: some producers lose the line under the header where a row goes on over the page break.
    fn parted_header(
        &self,
        rows: &mut [DraftRow],
        seen: &BTreeSet<Vec<String>>,
    ) -> Option<(usize, DraftRow)> {
        let at = rows.iter().position(|row| !row.furniture)?;
        let row = rows.get_mut(at).filter(|row| row.table.is_some())?;
        let texts: Vec<String> = row.cells.iter().map(|cell| self.text(cell)).collect();
        let header = self.header_above(&texts, seen)?;
        let lines: Vec<usize> = (row.cells.iter().zip(header))
            .map(|(cell, title)| self.lines_of(cell, title))
            .collect::<Option<_>>()?;
        let mut parted = row.clone();
        for ((title, cell), count) in parted.cells.iter_mut().zip(&mut row.cells).zip(lines) {
            title.lines.truncate(count);
            cell.lines.drain(..count);
            if let Some(first) = cell.lines.first_mut() {
                first.join = Join::Nothing;
            }
        }
        row.gap = false;
        Some((at, parted))
    }

    /// The header seen before whose titles are the beginnings of these texts, but not all of them.
    fn header_above<'s>(
        &self,
        texts: &[String],
        seen: &'s BTreeSet<Vec<String>>,
    ) -> Option<&'s Vec<String>> {
        let first = texts.first().filter(|_| texts.len() >= HEADER_CELLS)?;
        let begins = |header: &&Vec<String>| {
            header.len() == texts.len()
                && header.iter().zip(texts).all(|(title, text)| text.starts_with(title.as_str()))
                && header.iter().zip(texts).any(|(title, text)| text != title)
        };
        let ends = first.char_indices().map(|(i, c)| i + c.len_utf8());
        ends.map(|end| first.get(..end).unwrap_or_default().to_owned()).find_map(|title| {
            let with_title = seen.range(vec![title.clone()]..);
            with_title.take_while(|h| h.first() == Some(&title)).take(MOST_HEADERS).find(begins)
        })
    }

    /// How many of the first lines of a cell make a title.
    fn lines_of(&self, cell: &DraftCell, title: &str) -> Option<usize> {
        let mut rest = title;
        for (count, line) in cell.lines.iter().enumerate() {
            if rest.is_empty() {
                return Some(count);
            }
            let printed = chars(line, self.pages, self.runs).filter(|c| !c.is_whitespace());
            rest = rest.strip_prefix(printed.collect::<String>().as_str())?;
        }
        rest.is_empty().then_some(cell.lines.len())
    }

    /// Joins the first row of a page's first table to the cells above that it goes on.
    fn join_pages(
        &self,
        rows: &mut [DraftRow],
        above: std::ops::Range<usize>,
        below: std::ops::Range<usize>,
    ) {
        let Some(last) = rows[above.clone()].iter().rposition(|row| !row.furniture) else { return };
        let last = above.start + last;
        let Some(first) = rows[below.clone()].iter().position(|row| !row.furniture) else { return };
        let first = below.start + first;
        if let Some(at) = self.same_row(rows, &above, last, first) {
            return self.join_row(rows, at, first);
        }
        if rows[last].table.is_none() && rows[first].table.is_none() {
            return self.join_paragraph(rows, last, first);
        }
        let (Some(table), true) = (rows[last].table, rows[first].table.is_some()) else { return };
        let bottom: Vec<(usize, usize)> = (above.start..=last)
            .filter(|r| rows[*r].table == Some(table))
            .flat_map(|r| (0..rows[r].cells.len()).map(move |c| (r, c)))
            .filter(|(r, c)| rows[*r].cells[*c].at_bottom)
            .collect();
        let after_header = first > below.start
            && rows[first - 1].furniture
            && rows[first - 1].table == rows[first].table;
        let pairs = self.pairs(rows, &bottom, first, after_header);
        let is_row = self.is_row_without(&rows[first].cells, &pairs);
        for (c, (r, b)) in pairs.into_iter().rev() {
            let mut below = rows[first].cells.remove(c);
            self.append(&mut rows[r].cells[b], std::mem::take(&mut below.lines));
            rows[r].cells[b].at_bottom = below.at_bottom;
            rows[r].cells[b].bottom_drawn = below.bottom_drawn;
            if is_row {
                below.lines.clone_from(&rows[r].cells[b].lines);
                rows[first].cells.insert(c, below);
            }
        }
    }

    /// Whether a row of a list begins on this page, and only merged cells reach into it from the page above:
    /// those without text here.
    fn is_row_without(&self, cells: &[DraftCell], pairs: &[(usize, (usize, usize))]) -> bool {
        let is_merged = |i: usize| pairs.iter().any(|(at, _)| *at == i);
        let has_ink = |cell: &DraftCell| cell.has_ink(self.runs);
        let own = (0..cells.len()).filter(|i| !is_merged(*i) && has_ink(&cells[*i])).count();
        cells.len() >= LIST && own >= 2 && pairs.iter().all(|(i, _)| !has_ink(&cells[*i]))
    }

    /// The last row of the page above, where it begins with the same label as the first row of the page
    /// below: a row that goes on and has its label printed again, with `（つづき）` or without.
    fn same_row(
        &self,
        rows: &[DraftRow],
        above: &std::ops::Range<usize>,
        last: usize,
        first: usize,
    ) -> Option<usize> {
        let label = |row: &DraftRow| self.text(row.cells.first()?).into();
        let below = &rows[first];
        let again: Option<String> = label(below);
        let again = again.filter(|text| !text.is_empty() && below.cells.len() == 2)?;
        // The remark alone does not say what goes on.
        let again = Some(without_remark(&again)).filter(|label| !label.is_empty())?;
        let at = (above.start..=last).rev().find(|at| rows[*at].table.is_some())?;
        let row = &rows[at];
        let whole: Option<String> = label(row);
        let same = whole.is_some_and(|text| without_remark(&text) == again);
        let columns = row.cells.len() == 2
            && row.cells.iter().zip(&below.cells).all(|(a, b)| same_column(a, b));
        let value = |row: &DraftRow| row.cells[1].has_ink(self.runs);
        (same && columns && below.table.is_some() && value(row) && value(below)).then_some(at)
    }

    /// Puts the value of a row behind that of the row that it goes on with.
    fn join_row(&self, rows: &mut [DraftRow], at: usize, first: usize) {
        let mut below = std::mem::take(&mut rows[first].cells);
        if let Some(value) = below.pop() {
            self.append(&mut rows[at].cells[1], value.lines);
            rows[at].cells[1].at_bottom = value.at_bottom;
            rows[at].cells[1].bottom_drawn = value.bottom_drawn;
        }
        rows[first].cells = below;
        rows[first].furniture = true;
    }

    /// Joins a paragraph outside tables that the page break parts.
    fn join_paragraph(&self, rows: &mut [DraftRow], last: usize, first: usize) {
        let (size, next_size) = (rows[last].size, rows[first].size);
        let (before, after) = rows.split_at_mut(first);
        let ([above], Some(below)) = (before[last].cells.as_mut_slice(), after.first_mut()) else {
            return;
        };
        let ([next], true) =
            (below.cells.as_mut_slice(), (size - next_size).abs() < SAME_SIZE * size)
        else {
            return;
        };
        let goes_on = match (above.lines.last(), next.lines.first()) {
            (Some(end), Some(start)) => end.full && !self.ends(end) && !self.starts_anew(start),
            _ => false,
        };
        if goes_on {
            self.append(above, std::mem::take(&mut next.lines));
            below.cells.clear();
        }
    }

    /// The cells of row `first` that go on from a cell above, with that cell's row and place.
    fn pairs(
        &self,
        rows: &[DraftRow],
        bottom: &[(usize, usize)],
        first: usize,
        after_header: bool,
    ) -> Vec<(usize, (usize, usize))> {
        let cells = &rows[first].cells;
        let over = |cell: &DraftCell| {
            bottom.iter().copied().find(|(r, c)| same_column(&rows[*r].cells[*c], cell))
        };
        let matched: Vec<_> =
            cells.iter().enumerate().filter_map(|(i, cell)| Some((i, over(cell)?))).collect();
        if matched.len() < cells.len() || cells.is_empty() {
            return Vec::new();
        }
        let at = |(r, c): (usize, usize)| &rows[r].cells[c];
        let cut: Vec<_> =
            matched.iter().copied().filter(|(_, over)| !at(*over).bottom_drawn).collect();
        if cut.len() == cells.len() {
            // The line is missing, but both labels are whole: the next row all the same.
            let (label, over) = (&cells[0], at(matched[0].1));
            let whole = label.has_ink(self.runs)
                && over.has_ink(self.runs)
                && !over.lines.last().is_some_and(|l| l.full);
            return if whole && cells.len() > 1 && label.top_drawn && !after_header {
                Vec::new()
            } else {
                cut
            };
        }
        if !cut.is_empty() {
            // Those that are open on both pages, or have nothing of their own; and a label that stands
            // on the next page only.
            let has_ink = |cell: &DraftCell| cell.has_ink(self.runs);
            let goes_on = |i: usize| !cells[i].top_drawn || !has_ink(&cells[i]);
            let torn = cut.iter().rfind(|(i, _)| goes_on(*i) && has_ink(&cells[*i]));
            let last = torn.map_or(0, |(i, _)| *i);
            let is_cut = |i: usize| cut.iter().any(|(cut, _)| *cut == i);
            return (matched.into_iter())
                .filter(|(i, over)| is_cut(*i) && goes_on(*i) || *i < last && !has_ink(at(*over)))
                .collect();
        }
        let value_only = |over| self.is_value_only(cells, at(over));
        let goes_on = matched.first().is_some_and(|(_, over)| value_only(*over));
        if goes_on || self.stops_short(&matched, &at, cells) { matched } else { Vec::new() }
    }

    /// A value under an empty label. In a table of many columns a new row may begin with an empty
    /// cell; beside a single label it does not.
    fn is_value_only(&self, cells: &[DraftCell], label_above: &DraftCell) -> bool {
        let Some((value, labels)) = cells.split_last() else { return false };
        let few = (1..=2).contains(&labels.len()) && label_above.has_ink(self.runs);
        few && value.has_ink(self.runs) && !labels.iter().any(|label| label.has_ink(self.runs))
    }

    /// Whether text under a closing line goes on: the texts above fill their last lines without an end,
    /// all of them, or most of several, and the label is empty; or it goes on like at least two others.
    fn stops_short<'r>(
        &self,
        matched: &[(usize, (usize, usize))],
        at: &dyn Fn((usize, usize)) -> &'r DraftCell,
        cells: &[DraftCell],
    ) -> bool {
        let (mut goes_on, mut stops) = (0, 0);
        for (i, over) in matched {
            let (above, below) = (at(*over), &cells[*i]);
            if !below.has_ink(self.runs) {
                continue;
            }
            let ends = match (above.lines.last(), below.lines.first()) {
                (Some(last), Some(next)) => !last.full || self.ends(last) || self.starts_anew(next),
                _ => true,
            };
            *if ends { &mut stops } else { &mut goes_on } += 1;
        }
        let most = goes_on > 0 && stops == 0 || goes_on > 1 && goes_on > stops;
        let unlabelled = cells.len() == 1 || !cells[0].has_ink(self.runs);
        most && unlabelled || goes_on > 2 && stops == 0
    }

    fn words(&self, line: &Line) -> Option<Words<'_>> {
        let place = line.page as usize;
        Some(Words { page: self.pages.get(place)?, runs: self.runs.get(place)? })
    }

    fn ends(&self, line: &Line) -> bool {
        self.words(line)
            .and_then(|w| w.last(&line.pieces))
            .is_none_or(|c| ['。', '．', '.', '）', ')', '」', '』', '】'].contains(&c))
    }

    fn starts_anew(&self, line: &Line) -> bool {
        self.words(line).is_some_and(|w| w.starts_anew(&line.pieces))
    }

    /// Takes out the first of the lines that repeats the last line of the cell.
    fn drop_repeated(&self, cell: &DraftCell, lines: &mut Vec<Line>) {
        let text = |line: &Line| -> String {
            chars(line, self.pages, self.runs).filter(|c| !c.is_whitespace()).collect()
        };
        let (Some(last), Some(next)) = (cell.lines.last(), lines.first()) else { return };
        let next = text(next);
        if next.chars().count() >= REPEATED && text(last) == next {
            lines.remove(0);
        }
    }

    /// Puts lines behind those of a cell.
    fn append(&self, cell: &mut DraftCell, mut lines: Vec<Line>) {
        self.drop_repeated(cell, &mut lines);
        if let (Some(last), Some(next)) = (cell.lines.last(), lines.first_mut()) {
            next.join =
                if last.full && !self.starts_anew(next) { Join::Nothing } else { Join::Break };
        }
        cell.lines.append(&mut lines);
    }
}
