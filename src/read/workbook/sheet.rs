//! One sheet of a workbook: its cells with what they print, merged regions, borders, what is hidden
//! (ECMA-376 Part 1, 18.3).

use super::comment;
use super::format::{printed, printed_text};
use super::grid::{Block, Borders, Grid};
use super::hidden::Hidden;
use super::paint;
use super::placed::{Placed, note};
use super::strings::{Printed, RichText};
use super::style::Style;
use super::xml::{Element, Node, walk};
use crate::finding::{Code, Message};
use crate::rows::Note;
use crate::source::{CellName, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The most merged regions of a sheet that are looked at.
const MAX_MERGED: usize = 200_000;

/// Rows and columns that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) first: CellName,
    pub(super) last: CellName,
}

impl Area {
    /// Reads `A1:AV16`, `$A$1:$AV$16` or `B2`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Some(Self { first: first.parse().ok()?, last: last.parse().ok()? })
    }

    /// Whether a cell lies in it.
    pub(super) fn holds(&self, cell: CellName) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

/// A sheet as its part has it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    cells: BTreeMap<CellName, Content>,
    merged: Vec<Area>,
    /// What is said of cells in comments.
    pub(super) comments: BTreeMap<CellName, String>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<RangeInclusive<u32>>,
    /// The id of the drawing part.
    pub(super) drawing: Option<String>,
    /// The id of the drawing part for form controls and comments.
    pub(super) legacy_drawing: Option<String>,
}

/// A cell's text and borders.
#[derive(Clone, Debug, Default)]
struct Content {
    text: String,
    /// The bits of the number that it prints.
    number: Option<u64>,
    borders: Borders,
    /// What is to be said of it; the place is not known yet.
    notes: Vec<Note>,
}

impl Content {
    fn has_text(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// Whether anything of it would be seen.
    fn is_used(&self) -> bool {
        !self.text.is_empty() || !self.notes.is_empty() || self.borders != Borders::default()
    }
}

/// What of a sheet could not be taken over.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// Cells with text in hidden rows or columns.
    pub(super) hidden: Vec<CellName>,
    /// Cells with text outside the print area.
    pub(super) outside: Vec<CellName>,
    /// What is said of cells beyond all that is used.
    pub(super) beyond: Vec<Note>,
    /// The sheet has more positions than are looked at.
    pub(super) is_too_large: bool,
}

/// What the cells of all sheets share.
pub(super) struct Shared {
    pub(super) strings: Vec<Printed>,
    pub(super) styles: Vec<Style>,
    pub(super) from_1904: bool,
}

impl Sheet {
    /// Reads a sheet's part.
    pub(super) fn read(xml: &str, shared: &Shared) -> Self {
        let mut reader = Reader {
            shared,
            sheet: Self::default(),
            cell: Open::default(),
            next: 0,
            row: 0,
            formulas: BTreeMap::new(),
        };
        walk(xml, |node| match node {
            Node::Open(element) => reader.open(&element),
            Node::Close(name) => reader.close(name),
            Node::Text(text) => reader.text(&text),
        });
        reader.sheet
    }

    /// A sheet of texts whose formats are not known, each with what is to be said of it.
    pub(super) fn of_texts(
        cells: impl Iterator<Item = (CellName, String, Vec<Note>)>,
        merged: Vec<Area>,
        hidden: Hidden,
    ) -> Self {
        let content = |text, notes| Content { text, notes, ..Content::default() };
        let cells = cells.map(|(name, text, notes)| (name, content(text, notes))).collect();
        let Hidden { rows: hidden_rows, columns: hidden_columns } = hidden;
        Self { cells, merged, hidden_rows, hidden_columns, ..Self::default() }
    }

    /// The grid of what is printed: inside the print area, not hidden. `number` is the sheet's.
    pub(super) fn grid(
        &self,
        number: u32,
        area: Option<&[Area]>,
        placed: &[Placed],
    ) -> (Grid, Remarks) {
        let mut remarks = Remarks::default();
        let is_inside =
            |cell: CellName| area.is_none_or(|areas| areas.iter().any(|area| area.holds(cell)));
        let (rows, columns) = self.shown(&is_inside, placed);
        let Some(mut grid) = Grid::new(rows.len(), columns.len()) else {
            remarks.is_too_large = true;
            return (Grid::default(), remarks);
        };
        let lines = Lines { rows: &rows, columns: &columns };
        let mut covered: Vec<(CellName, Block)> = Vec::new();
        let last_of = self.merged_last();
        // A merged region is shown as long as a row and a column of it are.
        let shown = |name: &CellName| {
            let last = last_of.get(name).copied().unwrap_or(*name);
            lines.span(*name, last).map(|(first, _)| first)
        };
        for (name, content) in &self.cells {
            if !is_inside(*name) {
                remarks.outside.extend(content.has_text().then_some(*name));
                continue;
            }
            let Some(at) = shown(name) else {
                remarks.hidden.extend(content.has_text().then_some(*name));
                continue;
            };
            grid.draw(at, content.borders);
            let source = Source { sheet: number, cell: Some(*name), ..Source::default() };
            let notes = content.notes.iter().map(|note| Note { source, ..note.clone() }).collect();
            let text = content.text.clone();
            let number = content.number;
            covered.push((*name, Block { first: at, last: at, text, number, source, notes }));
        }
        put(&mut grid, covered, &lines, &last_of);
        for (name, text) in self.comments.iter().filter(|(name, _)| is_inside(**name)) {
            let source = Source { sheet: number, cell: Some(*name), ..Source::default() };
            let note = Note { source, ..comment::noted(text) };
            match lines.span(*name, *name) {
                Some((at, _)) => grid.note_at(at, note),
                None if self.is_hidden(*name) => {}
                None => remarks.beyond.push(note),
            }
        }
        grid.fold();
        for name in &remarks.outside {
            let Ok(row) = rows.binary_search(&name.row) else { continue };
            let text = self.cells.get(name).map_or("", |content| content.text.trim());
            let source = Source { sheet: number, cell: Some(*name), ..Source::default() };
            let message = Message::new("outside-print-area.beside", &[("text", &text)]);
            grid.note_blank(row, Note { source, ..note(Code::OutsidePrintArea, message) });
        }
        put_over(&mut grid, placed.iter().filter(|placed| is_inside(placed.first)), &lines, number);
        (grid, remarks)
    }

    /// The last cell of each merged region by its first.
    fn merged_last(&self) -> BTreeMap<CellName, CellName> {
        self.merged.iter().map(|area| (area.first, area.last)).collect()
    }

    /// The rows and columns that are printed, up to the last with anything on it.
    fn shown(
        &self,
        is_inside: &dyn Fn(CellName) -> bool,
        placed: &[Placed],
    ) -> (Vec<u32>, Vec<u32>) {
        let used =
            self.cells.iter().filter(|(name, content)| content.is_used() && is_inside(**name));
        let texts = placed.iter().filter(|placed| !placed.is_drawn()).map(|placed| placed.last);
        let cells = used.map(|(name, _)| *name).chain(texts);
        let (rows, columns) = cells.fold((0, 0), |(rows, columns), name| {
            (rows.max(name.row.saturating_add(1)), columns.max(name.column.saturating_add(1)))
        });
        let rows = (0..rows).filter(|row| !self.hidden_rows.contains(row)).collect();
        (rows, (0..columns).filter(|column| !self.is_column_hidden(*column)).collect())
    }

    fn is_column_hidden(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|range| range.contains(&column))
    }

    fn is_hidden(&self, cell: CellName) -> bool {
        self.hidden_rows.contains(&cell.row) || self.is_column_hidden(cell.column)
    }
}

/// Puts the shown cells on a grid. What is merged comes first: what the other cells of a merged region hold is not shown.
fn put(
    grid: &mut Grid,
    covered: Vec<(CellName, Block)>,
    lines: &Lines,
    last_of: &BTreeMap<CellName, CellName>,
) {
    let (merged, single): (Vec<_>, Vec<_>) =
        covered.into_iter().partition(|(name, _)| last_of.contains_key(name));
    for (name, block) in merged {
        let span = lines.span(name, last_of.get(&name).copied().unwrap_or(name));
        if let Some((_, last)) = span.filter(|_| grid.is_free(block.first)) {
            grid.add(Block { last, ..block });
        }
    }
    for (_, block) in single {
        if grid.is_free(block.first) {
            grid.add(block);
        }
    }
}

/// Puts what is placed over the cells of a sheet on its grid.
fn put_over<'a>(
    grid: &mut Grid,
    placed: impl Iterator<Item = &'a Placed>,
    lines: &Lines,
    number: u32,
) {
    for placed in placed {
        let Some((first, last)) = lines.span(placed.first, placed.last) else { continue };
        let source = Source { sheet: number, cell: Some(placed.first), ..Source::default() };
        let text = placed.text.clone();
        let is_done = match placed.is_drawn() {
            true => grid.draw_over(first, last, &text),
            false => {
                let covered = placed.covered.and_then(|(first, last)| lines.span(first, last));
                grid.lay_over((first, last), covered, placed, source)
            }
        };
        if !is_done {
            grid.add(Block { first, last, text, source, ..Block::default() });
        }
    }
}

/// The shown rows and columns, in order: positions in the grid by their numbers in the sheet.
struct Lines<'a> {
    rows: &'a [u32],
    columns: &'a [u32],
}

impl Lines<'_> {
    /// What is shown of a region; `None` where nothing is.
    fn span(&self, first: CellName, last: CellName) -> Option<((usize, usize), (usize, usize))> {
        let along = |lines: &[u32], first: u32, last: u32| {
            let from = lines.partition_point(|line| *line < first);
            let to = lines.partition_point(|line| *line <= last);
            (from < to).then(|| (from, to - 1))
        };
        let (top, bottom) = along(self.rows, first.row, last.row)?;
        let (left, right) = along(self.columns, first.column, last.column)?;
        Some(((top, left), (bottom, right)))
    }
}

/// The cell that is being read.
#[derive(Clone, Default)]
struct Open {
    name: Option<CellName>,
    kind: String,
    style: usize,
    value: String,
    in_value: bool,
    has_formula: bool,
    in_formula: bool,
    formula: String,
    /// The number of the formula that it shares with others.
    shared_formula: Option<u32>,
    rich: RichText,
}

struct Reader<'a> {
    shared: &'a Shared,
    sheet: Sheet,
    cell: Open,
    /// The column after the last cell: a cell may leave its name out.
    next: u32,
    row: u32,
    /// The formulas that cells share, by their numbers: the first of the cells has the text.
    formulas: BTreeMap<u32, String>,
}

impl Reader<'_> {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "row" => self.open_row(element),
            "c" => self.open_cell(element),
            "v" => self.cell.in_value = true,
            "f" => {
                (self.cell.has_formula, self.cell.in_formula) = (true, true);
                self.cell.shared_formula = element.number("si");
            }
            "col" => self.open_column(element),
            "mergeCell" => {
                let area = element.get("ref").and_then(|area| Area::parse(&area));
                if self.sheet.merged.len() < MAX_MERGED {
                    self.sheet.merged.extend(area);
                }
            }
            "drawing" => self.sheet.drawing = element.get("id").map(Into::into),
            "legacyDrawing" => self.sheet.legacy_drawing = element.get("id").map(Into::into),
            _ if self.cell.name.is_some() => self.cell.rich.open(element),
            _ => {}
        }
    }

    fn open_row(&mut self, element: &Element<'_>) {
        let number = element.number::<u32>("r").unwrap_or(self.row.saturating_add(1));
        (self.row, self.next) = (number, 0);
        if element.flag("hidden", false) || element.number::<f64>("ht") == Some(0.0) {
            self.sheet.hidden_rows.insert(number.saturating_sub(1));
        }
    }

    fn open_column(&mut self, element: &Element<'_>) {
        let (Some(min), Some(max)) = (element.number::<u32>("min"), element.number::<u32>("max"))
        else {
            return;
        };
        if element.flag("hidden", false) || element.number::<f64>("width") == Some(0.0) {
            self.sheet.hidden_columns.push(min.saturating_sub(1)..=max.saturating_sub(1));
        }
    }

    fn open_cell(&mut self, element: &Element<'_>) {
        let named = element.get("r").and_then(|name| name.parse().ok());
        let unnamed = CellName { row: self.row.saturating_sub(1), column: self.next };
        let name: CellName = named.unwrap_or(unnamed);
        self.next = name.column.saturating_add(1);
        self.cell = Open {
            name: Some(name),
            kind: element.get("t").map(Into::into).unwrap_or_default(),
            style: element.number("s").unwrap_or(0),
            ..Open::default()
        };
    }

    fn text(&mut self, text: &str) {
        if self.cell.in_value {
            self.cell.value.push_str(text);
        } else if self.cell.in_formula {
            self.cell.formula.push_str(text);
        } else {
            self.cell.rich.text(text);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "v" => self.cell.in_value = false,
            "f" => self.cell.in_formula = false,
            "c" => self.close_cell(),
            _ => self.cell.rich.close(name),
        }
    }

    fn close_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        let Some(name) = cell.name else { return };
        let is_zero = self.takes_over(&cell) && cell.value.trim() == "0";
        let style = self.shared.styles.get(cell.style).cloned().unwrap_or_default();
        let is_without_value = cell.has_formula && cell.value.is_empty() && cell.kind != "str";
        let is_number = matches!(cell.kind.as_str(), "" | "n");
        let number = cell.value.trim().parse::<f64>().ok().filter(|_| is_number).map(f64::to_bits);
        let unprinted = unprinted(&cell, &style, self.shared);
        let Printed { mut text, mut struck, coloured, plain } = value(cell, &style, self.shared);
        if style.struck {
            struck.push_str(&std::mem::take(&mut text));
        }
        let mut notes = Vec::new();
        if let Some(unseen) =
            style.unseen.filter(|_| !(text.trim().is_empty() && struck.is_empty()))
        {
            notes.extend(unseen.note(&text, Source::default(), None));
            (text, struck) = Default::default();
        }
        if !struck.trim().is_empty() {
            notes.push(Note::struck(&struck, Source::default()));
        }
        if let Some(unprinted) = unprinted.filter(|_| text.is_empty() && notes.is_empty()) {
            let message = Message::new("text-covered.format", &[("text", &unprinted)]);
            notes.push(note(Code::TextCovered, message));
        }
        if paint::corrects(&coloured, &plain) {
            let message = Message::new("text-added", &[("text", &coloured.trim())]);
            notes.push(note(Code::TextAdded, message));
        }
        if is_zero && !text.is_empty() {
            let message = Message::new("formula-without-value.zero", &[]);
            notes.push(note(Code::FormulaWithoutValue, message));
        }
        if is_without_value {
            let message = Message::new("formula-without-value", &[]);
            notes.push(note(Code::FormulaWithoutValue, message));
        }
        let content = Content { text, number, borders: style.borders, notes };
        self.sheet.cells.insert(name, content);
    }

    /// Whether a cell takes over another one, by its own formula or the one that it shares; one that is not known may.
    fn takes_over(&mut self, cell: &Open) -> bool {
        if let Some(number) = cell.shared_formula {
            if cell.formula.is_empty() {
                return self.formulas.get(&number).is_none_or(|formula| is_reference(formula));
            }
            self.formulas.insert(number, cell.formula.clone());
        }
        is_reference(&cell.formula)
    }
}

/// What a cell holds that its format (`;;;`) does not print; a zero is left out often.
fn unprinted(cell: &Open, style: &Style, shared: &Shared) -> Option<String> {
    let held =
        style.code.contains(';').then(|| value(cell.clone(), &Style::default(), shared).text)?;
    (!matches!(held.trim(), "" | "0")).then_some(held)
}

/// Whether a formula takes over another cell as it is: of a blank one it makes a zero.
fn is_reference(formula: &str) -> bool {
    // Every other part stands in the quotes around the name of a sheet.
    let mut parts = formula.split('\'').step_by(2);
    !formula.is_empty() && !parts.any(|part| part.contains(['(', '+', '-', '*', '/', '&', ',']))
}

/// What a cell prints (18.18.11 `ST_CellType`).
fn value(mut cell: Open, style: &Style, shared: &Shared) -> Printed {
    let plain = |text: String| Printed { text, ..Printed::default() };
    let text =
        |printed: Printed| Printed { text: printed_text(&printed.text, &style.code), ..printed };
    match cell.kind.as_str() {
        "s" => {
            let index = cell.value.trim().parse::<usize>().ok();
            text(index.and_then(|i| shared.strings.get(i)).cloned().unwrap_or_default())
        }
        "inlineStr" => text(cell.rich.take()),
        "str" => text(plain(super::strings::unescaped(&cell.value))),
        "b" => plain(boolean(cell.value.trim() == "1", style.check_box).to_owned()),
        "e" | "d" => plain(cell.value),
        _ => match cell.value.trim().parse::<f64>() {
            Ok(number) => plain(printed(number, &style.code, shared.from_1904)),
            Err(_) => plain(cell.value),
        },
    }
}

fn boolean(value: bool, is_check_box: bool) -> &'static str {
    match (is_check_box, value) {
        (true, true) => "☑",
        (true, false) => "☐",
        (false, true) => "TRUE",
        (false, false) => "FALSE",
    }
}
