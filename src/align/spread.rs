//! Gives each stretch of text between the labels to the label it belongs to.

use super::label::{LEAST_COLUMNS, Numbered};
use super::path::Step;
use super::sheet::{CellRef, Piece, Sheet};
use super::{Doubt, Part};
use crate::fold::{fold, is_kanji};
use crate::form::{Form, NodeKind, Role, Text};
use crate::rows::{Cell, Row, Rows};
use std::ops::Range;

/// Edges of columns that differ by less, in points, are the same.
const SAME_EDGE: f32 = 3.0;

/// The attachments at the end of a document: the rows before them, and the rows of each.
pub(super) fn appendices(
    rows: &Rows,
    range: Range<usize>,
    form: &Form,
) -> (Range<usize>, Vec<Range<usize>>) {
    let heads: Vec<usize> =
        range.clone().filter(|&row| is_appendix(&rows.rows[row], form)).collect();
    // Only what is behind the last section is an attachment; the rest of a document may name them.
    let last_label =
        range.clone().rev().find(|&row| is_heading(&rows.rows[row], form)).unwrap_or(range.start);
    let heads: Vec<usize> = heads.into_iter().filter(|&row| row > last_label).collect();
    let Some(&first) = heads.first() else { return (range, Vec::new()) };
    let ends = heads.iter().skip(1).copied().chain([range.end]);
    let found = heads.iter().zip(ends).map(|(&start, end)| start..end).collect();
    (range.start..first, found)
}

/// The first row behind everything that belongs to a label, where there are at least three such
/// rows: an attachment without a title of its kind. They are taken out of what belongs to nothing.
pub(super) fn trailing(parts: &[Part], rest: &mut Vec<Piece>) -> Option<usize> {
    let last = parts
        .iter()
        .flat_map(|part| part.values.iter().chain(&part.label))
        .map(|piece| piece.row)
        .max()?;
    let behind = rest.iter().filter(|piece| piece.row > last).count();
    let first = rest.iter().find(|piece| piece.row > last)?.row;
    (behind >= 3).then(|| {
        rest.retain(|piece| piece.row <= last);
        first
    })
}

/// Marks the texts in rows whose lines may as well be of the rows beside them.
pub(super) fn doubt_unsure(sheet: &Sheet, form: &Form, parts: &mut [Part]) {
    let is_text = |part: &Part| {
        let slot = &form.slots[part.slot];
        slot.role != Role::Column
            && slot.node.as_ref().is_some_and(|node| node.kind == NodeKind::Text)
    };
    for part in parts.iter_mut().filter(|part| part.doubt.is_none() && is_text(part)) {
        let mut pieces = part.values.iter().chain(&part.label);
        let unsure = pieces.any(|piece| sheet.rows.rows[piece.row].unsure);
        if unsure || (sheet.rows.pages == 0 && has_list(sheet, form, part)) {
            part.doubt = Some(Doubt::Between);
        }
    }
}

/// Whether a text holds boxes or the head of a list of options, which are of other answers.
fn has_list(sheet: &Sheet, form: &Form, part: &Part) -> bool {
    let is_box = |line: &str| {
        let inner = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        inner.is_some_and(|(mark, caption)| mark.chars().count() <= 1 && !caption.is_empty())
    };
    part.values.iter().any(|piece| {
        let mut lines = super::text(sheet.rows, *piece).lines().map(fold);
        lines.any(|line| {
            form.option_heads.iter().any(|head| line.contains(&**head)) || is_box(&line)
        })
    })
}

fn only_text(row: &Row) -> Option<&str> {
    let mut filled = row.cells.iter().map(|c| c.text.as_str()).filter(|text| !text.is_empty());
    let first = filled.next()?;
    filled.next().is_none().then_some(first)
}

/// A row that holds nothing but the title of an attachment: its first word, a number, a name.
fn is_appendix(row: &Row, form: &Form) -> bool {
    let Some(text) = only_text(row).filter(|_| !row.furniture) else { return false };
    let line = text.lines().next().unwrap_or("");
    // Most rows are told by a kanji that they begin with.
    let first = line.trim_start().chars().next();
    let begins = |word: &Text| word.chars().next() == first;
    if first.is_some_and(is_kanji) && !form.appendix.iter().any(begins) {
        return false;
    }
    let folded = fold(line);
    let Some(rest) = form.appendix.iter().find_map(|word| folded.strip_prefix(&**word)) else {
        return false;
    };
    let rest =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || crate::fold::circled(c).is_some());
    let free =
        rest.is_empty() || rest.starts_with(['「', '(', ':', '【', '[', '-', '・', '.', ')']);
    let titled = text.chars().any(|c| c.is_whitespace())
        && !rest.starts_with(['の', 'を', 'に', 'と', 'は', 'が']);
    folded.chars().count() < 60 && (free || titled) && !folded.ends_with(['.', ','])
}

/// A row that holds nothing but a section's heading.
fn is_heading(row: &Row, form: &Form) -> bool {
    let Some(text) = only_text(row) else { return false };
    if text.len() > 200 {
        return false;
    }
    let folded = fold(text);
    form.slots.iter().filter(|slot| matches!(slot.role, Role::Section { .. } | Role::Group)).any(
        |slot| slot.names.iter().any(|name| !name.body.is_empty() && folded.ends_with(&*name.body)),
    )
}

/// So many characters beside the title of a column are dirt on a scan.
const DIRT: usize = 3;

/// The parts, and the text that belongs to none.
pub(super) fn spread(sheet: &Sheet, form: &Form, steps: &[Step]) -> (Vec<Part>, Vec<Piece>) {
    let mut spreader = Spreader {
        sheet,
        form,
        parts: steps.iter().map(|step| part(sheet, form, step)).collect(),
        starts: steps.iter().map(|step| step.start).collect(),
        rest: Vec::new(),
        columns: Vec::new(),
        entered: 0,
        gap: None,
    };
    let mut next = 0;
    let mut row = usize::MAX;
    for &cell in &sheet.cells {
        if cell.row != row {
            row = cell.row;
            spreader.enter_row(row, next);
        }
        next = spreader.cell(cell, next, steps);
    }
    (spreader.parts, spreader.rest)
}

fn part(sheet: &Sheet, form: &Form, step: &Step) -> Part {
    let mut part = Part { slot: step.slot, likeness: 1.0, ..Part::default() };
    match step.label {
        Some(label) => {
            let cell = sheet.cell_at(label.start);
            part.name = label.name;
            part.likeness = label.likeness;
            part.separator = label.number == Numbered::Range;
            if let Numbered::One(number) = label.number {
                part.number = Some(number);
            }
            let mut end = label_end(sheet, cell, label.end);
            let row = &sheet.rows.rows[cell.row];
            let value = form.slots[step.slot].node.as_ref().is_some_and(|node| !node.bracketed);
            if value && row.cells.len() > cell.cell + 1 && is_remark(&sheet.original(cell)[end..]) {
                end = sheet.original(cell).len();
                part.likeness = part.likeness.min(REMARKED);
            }
            let piece =
                Piece { row: cell.row, cell: cell.cell, start: sheet.back(label.start), end };
            if form.slots[step.slot].node.as_ref().is_some_and(|node| node.pattern.is_some()) {
                // What is known by its shape is its own value.
                part.values.push(piece);
            }
            let bullet = cell.cell == 0 && is_bullet(&sheet.original(cell)[..piece.start]);
            part.label = Some(if bullet { Piece { start: 0, ..piece } } else { piece });
        }
        None => part.doubt = Some(Doubt::LabelLost),
    }
    part
}

/// A value without the colon that some write between it and its label.
fn behind_colon(value: &str) -> &str {
    value.strip_prefix([':', '：']).map_or(value, str::trim_start)
}

/// Whether all that stands before a label is the mark that a transcription puts before each line.
fn is_bullet(before: &str) -> bool {
    matches!(before.trim(), "-" | "*" | "•") && before.ends_with(char::is_whitespace)
}

/// How like the official wording a label with a remark of the body's own is.
const REMARKED: f32 = 0.79;

/// Whether the rest of a label's cell is a remark in round brackets.
fn is_remark(rest: &str) -> bool {
    let rest = rest.trim();
    rest.starts_with(['(', '（']) && rest.ends_with([')', '）', '※']) && rest.chars().count() > 2
}

/// The byte after a label in its cell: marks that do not count in comparing still belong to it.
fn label_end(sheet: &Sheet, cell: CellRef, end: usize) -> usize {
    let original = sheet.original(cell);
    if end >= cell.end {
        return original.len();
    }
    let last = sheet.back(end - 1);
    let after = last + original[last..].chars().next().map_or(0, char::len_utf8);
    let ignored = original[after..]
        .char_indices()
        .take_while(|(_, c)| *c == '※' || c.is_whitespace())
        .filter(|(_, c)| *c == '※')
        .last();
    ignored.map_or(after, |(at, c)| after + at + c.len_utf8())
}

struct Spreader<'a, 's> {
    sheet: &'s Sheet<'a>,
    form: &'s Form,
    parts: Vec<Part>,
    /// Folded byte where each part's label starts.
    starts: Vec<usize>,
    rest: Vec<Piece>,
    /// The table header in force: the cell and the part of each column.
    columns: Vec<(usize, usize)>,
    /// The row that is looked at.
    entered: usize,
    /// The last row up to that one with a gap before it.
    gap: Option<usize>,
}

impl Spreader<'_, '_> {
    /// Looks at a row before its cells are given away: a header of a table, or the end of one.
    fn enter_row(&mut self, row: usize, next: usize) {
        let rows = &self.sheet.rows.rows;
        self.gap = (self.entered..=row).rev().find(|at| rows[*at].gap).or(self.gap);
        self.entered = row;
        let cells = self.sheet.row(row);
        let (first, end) = match (cells.first(), cells.last()) {
            (Some(first), Some(last)) => (first.start, last.end),
            _ => return,
        };
        let labels: Vec<usize> = (next..self.parts.len())
            .take_while(|&p| self.starts[p] <= end)
            .filter(|&p| self.starts[p] >= first)
            .collect();
        if labels.is_empty() {
            return;
        }
        // A heading that is printed below the header of its own table ends nothing.
        let section = |part: usize| self.form.slots[self.parts[part].slot].section;
        if let (&[heading], Some(&(_, column))) = (&labels[..], self.columns.first())
            && self.parts[heading].slot == section(column)
        {
            return;
        }
        self.columns.clear();
        let filled = cells.iter().filter(|c| c.start < c.end).count();
        let header = labels.len() >= 2
            && labels.len() == filled
            && (self.are_whole_cells(&labels) || self.are_titles(&labels));
        if header && (labels.iter().all(|&p| self.form.slots[self.parts[p].slot].node.is_some())) {
            self.columns =
                labels.iter().filter_map(|&p| Some((self.parts[p].label?.cell, p))).collect();
        }
    }

    fn are_whole_cells(&self, labels: &[usize]) -> bool {
        labels.iter().all(|&p| {
            self.parts[p].label.is_some_and(|label| {
                let cell = &self.sheet.rows.rows[label.row].cells[label.cell];
                label.start == 0 && label.end == cell.text.len()
            })
        })
    }

    /// Whether labels are the titles of a table whose header has lost the line below it: the first row
    /// stands in the same cells.
    fn are_titles(&self, labels: &[usize]) -> bool {
        labels.len() >= LEAST_COLUMNS
            && labels.iter().all(|&p| {
                self.form.slots[self.parts[p].slot].role == Role::Column
                    && self.parts[p].label.is_some_and(|label| {
                        label.start == 0 || self.is_dirt(label, 0..label.start)
                    })
            })
    }

    /// Whether what a scan shows beside the title of a column is too little to be an answer.
    fn is_dirt(&self, title: Piece, beside: Range<usize>) -> bool {
        let rows = self.sheet.rows;
        let Some(cell) = rows.rows.get(title.row).and_then(|row| row.cells.get(title.cell)) else {
            return false;
        };
        let page = cell.spans.first().map_or(0, |span| span.source.page);
        let text = cell.text.get(beside).unwrap_or_default();
        rows.scanned.binary_search(&page).is_ok() && text.trim().chars().count() <= DIRT
    }

    /// Whether a stretch is dirt beside the title of a column of the table that begins in this row.
    fn is_beside_title(&self, piece: Piece) -> bool {
        let mut titles = self.columns.iter().filter_map(|(_, part)| self.parts[*part].label);
        let title = titles.find(|title| (title.row, title.cell) == (piece.row, piece.cell));
        title.is_some_and(|title| self.is_dirt(title, piece.start..piece.end))
    }

    /// Gives a cell's text away; `next` is the next part to start. The next part after the cell.
    fn cell(&mut self, cell: CellRef, next: usize, steps: &[Step]) -> usize {
        let mut next = next;
        let mut from = 0;
        let length = self.sheet.original(cell).len();
        while next < steps.len() && steps[next].start <= cell.end && steps[next].start >= cell.start
        {
            if steps[next].start == cell.end && cell.end > cell.start {
                break;
            }
            let (start, end) = match self.parts[next].label {
                Some(label) => (label.start, label.end),
                None => (0, 0),
            };
            self.give(cell, from, start, next);
            from = end;
            next += 1;
        }
        self.give(cell, from, length, next);
        next
    }

    fn give(&mut self, cell: CellRef, from: usize, to: usize, next: usize) {
        let text = self.sheet.original(cell).get(from..to).unwrap_or("");
        let printed = text.trim_start();
        let value =
            if self.is_behind_label(cell, from, next) { behind_colon(printed) } else { printed };
        let cut = text.len() - value.len();
        let (from, to) = (from + cut, from + text.trim_end().len().max(cut));
        if from >= to {
            return;
        }
        let piece = Piece { row: cell.row, cell: cell.cell, start: from, end: to };
        if self.is_beside_title(piece) {
            return self.rest.push(piece);
        }
        match self.owner(cell, next) {
            Some(part) => self.parts[part].values.push(piece),
            None => self.rest.push(piece),
        }
    }

    /// Whether the label of the part before `next` ends where a stretch of text begins.
    fn is_behind_label(&self, cell: CellRef, from: usize, next: usize) -> bool {
        let label = next.checked_sub(1).and_then(|part| self.parts[part].label);
        label.is_some_and(|label| {
            (label.row, label.cell) == (cell.row, cell.cell) && label.end == from
        })
    }

    /// The part that a stretch of text before part `next` belongs to.
    fn owner(&mut self, cell: CellRef, next: usize) -> Option<usize> {
        if let Some(part) = self.column(cell) {
            return Some(part);
        }
        let current = next.checked_sub(1)?;
        let (label, whole) = (self.parts[current].label, self.is_whole(current));
        if !whole && label.is_none_or(|label| label.row == cell.row) {
            return Some(current);
        }
        if self.belongs_to_next(cell, current, next) {
            self.parts[next].doubt = Some(Doubt::Between);
            return Some(next);
        }
        if whole || self.has_unknown_label(cell, current) {
            return None;
        }
        if self.is_of_another_shape(cell, current) {
            if self.parts[current].values.is_empty() {
                return None;
            }
            self.parts[current].doubt = Some(Doubt::AfterGap);
        }
        Some(current)
    }

    /// Whether a part is known by its shape: nothing else is of it.
    fn is_whole(&self, part: usize) -> bool {
        let node = self.form.slots[self.parts[part].slot].node.as_ref();
        node.is_some_and(|node| node.pattern.is_some())
    }

    /// A row of its own label and value, where the last label stands in such a row: its label is unknown.
    fn has_unknown_label(&self, cell: CellRef, current: usize) -> bool {
        let rows = &self.sheet.rows.rows;
        let Some(label) = self.parts[current].label else { return false };
        let node = self.form.slots[self.parts[current].slot].node.as_ref();
        let is_text = node.is_some_and(|node| node.kind == NodeKind::Text && node.place.is_none());
        let filled = rows[cell.row].cells.iter().filter(|c| !c.text.is_empty());
        let beside = rows[label.row].cells.len() > label.cell + 1;
        is_text && beside && filled.take(3).count() == 2 && !rows[cell.row].cells[0].text.is_empty()
    }

    /// A line of text behind a gap, where the last label stands in a row with a cell for its value.
    fn is_of_another_shape(&self, cell: CellRef, current: usize) -> bool {
        let rows = &self.sheet.rows.rows;
        let Some(label) = self.parts[current].label else { return false };
        let beside = rows[label.row].cells.len() > label.cell + 1;
        let own_row = self.form.slots[self.parts[current].slot]
            .node
            .as_ref()
            .is_none_or(|node| node.place.as_deref() == Some("own_row"));
        let gap = self.gap.is_some_and(|row| row > label.row);
        beside && !own_row && gap && rows[cell.row].cells.len() == 1
    }

    fn column(&self, cell: CellRef) -> Option<usize> {
        let &(_, first) = self.columns.first()?;
        if self.parts[first].label?.row == cell.row {
            return None;
        }
        let row = self.sheet.row(cell.row);
        if row.len() < 2 {
            return None;
        }
        if let Some(part) = self.column_below(cell) {
            return Some(part);
        }
        self.columns.iter().rev().find(|(at, _)| *at <= cell.cell).map(|(_, part)| *part)
    }

    /// The column of a cell by its place, where its row has not as many cells as the header but reaches from
    /// the same edge to the same edge.
    fn column_below(&self, cell: CellRef) -> Option<usize> {
        let rows = &self.sheet.rows.rows;
        let header = &rows[self.parts[self.columns.first()?.1].label?.row].cells;
        let row = &rows[cell.row].cells;
        if row.len() == header.len() {
            return None;
        }
        let edges = |cells: &[Cell]| Some((cells.first()?.area?.x0, cells.last()?.area?.x1));
        let ((from, to), (left, right)) = (edges(header)?, edges(row)?);
        let start = row[cell.cell].area?.x0 + SAME_EDGE;
        let holds = |at: usize| {
            header.get(at).and_then(|title| title.area).is_some_and(|area| area.x0 < start)
        };
        let in_table = from - SAME_EDGE < left && right < to + SAME_EDGE;
        let below = self.columns.iter().rev().find(|(at, _)| holds(*at));
        below.filter(|_| in_table).map(|(_, part)| *part)
    }

    /// A row without a label, right above the row of the next label and right below the last
    /// label's: the upper lines of a value whose label is centred.
    fn belongs_to_next(&self, cell: CellRef, current: usize, next: usize) -> bool {
        let rows = &self.sheet.rows.rows;
        let (Some(last), Some(following)) =
            (self.parts[current].label, self.parts.get(next).and_then(|part| part.label))
        else {
            return false;
        };
        let is_text = |part: usize| {
            self.form.slots[self.parts[part].slot]
                .node
                .as_ref()
                .is_some_and(|node| node.kind == NodeKind::Text)
        };
        let filled_beside = |row: usize, cell: usize| {
            rows[row].cells.iter().skip(cell + 1).any(|c| !c.text.is_empty())
        };
        cell.cell > 0
            && rows[cell.row].cells.iter().take(cell.cell).all(|c| c.text.is_empty())
            && following.row == cell.row + 1
            && last.row + 1 == cell.row
            && !rows[cell.row].gap
            && !rows[following.row].gap
            && is_text(current)
            && is_text(next)
            && filled_beside(last.row, last.cell)
            && filled_beside(following.row, following.cell)
    }
}
