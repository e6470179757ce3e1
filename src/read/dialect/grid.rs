//! Tables drawn with characters (pandoc, reStructuredText, tabulate, box drawing): a line of dashes ends a row, so
//! the lines between two are the lines of its cells.
//!
//! ```text
//! grid ::= rule (line+ rule)+
//! rule ::= "+" ("-"+ "+")+                    or "=", or the signs for boxes: "├──┼──┤"
//! line ::= "|" (text "|")+                    a piece of dashes in place of a cell ends the row of that cell only
//! ```
//! A text whose rules part headers and sections only, as databases print their tables, has a row in each line.

use super::html::ABOVE;
use super::mapped::{Edit, Edits};
use crate::read::text::{append, go_on};
use crate::rows::{Cell, Row};
use std::ops::Range;

/// The first cell of a line that goes on with the row above: no character of a document.
const GOES_ON: char = '\u{E010}';
/// What a cell begins with whose line above has filled it: a word goes on.
const WRAPPED: char = '\u{E011}';
/// A list has so many columns at least; fewer may be labels beside each other.
const LIST: usize = 5;
/// A table whose rules part its header only has so many blocks of lines.
const HEADED: usize = 2;
/// A line fills its cell where one more character and the blanks beside it find no room.
const PADDING: usize = 3;

/// Undoes grids: a line becomes cells parted by tabs, and says whether it goes on with the row above.
pub(super) fn undo(text: &str) -> Edits {
    if !is_drawn(text) {
        return Edits::default();
    }
    let tables = tables(text);
    let joins = joins(text, &tables);
    let mut edits = Vec::new();
    for table in &tables {
        write(text, table, joins, &mut edits);
    }
    edits.into()
}

/// Whether a text has bars and rules.
pub(super) fn is_drawn(text: &str) -> bool {
    text.contains(['|', '│', '┃', '║']) && text.lines().any(is_rule)
}

/// Lines with rules between them.
#[derive(Default)]
struct Table {
    lines: Vec<Line>,
}

struct Line {
    /// Bytes of the text.
    range: Range<usize>,
    /// It is a rule.
    rule: bool,
    /// Its cells, bytes of the text.
    cells: Vec<Range<usize>>,
}

/// The tables of a text: each begins with a rule, and holds another one.
fn tables(text: &str) -> Vec<Table> {
    let (mut all, mut open) = (Vec::new(), Table::default());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        let body = &text[range.clone()];
        let rule = is_rule(body);
        let cells = if rule { Vec::new() } else { cells(body, range.start) };
        if rule || (!open.lines.is_empty() && !cells.is_empty()) {
            open.lines.push(Line { range, rule, cells });
        } else if !open.lines.is_empty() {
            all.push(std::mem::take(&mut open));
        }
    }
    all.push(open);
    all.retain(|table| table.lines.iter().filter(|line| line.rule).count() > 1);
    all
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║')
}

/// A dash of a rule.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '=' | '─' | '━' | '═' | ':')
}

/// Where lines of a rule meet.
fn is_corner(c: char) -> bool {
    c == '+' || ('┌'..='╬').contains(&c)
}

/// Whether a line is dashes between corners, and begins and ends with one.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let ends = line.starts_with(is_corner) && line.ends_with(is_corner);
    ends && line.chars().filter(|c| is_dash(*c)).count() > 2
        && line.chars().all(|c| is_dash(c) || is_corner(c))
}

/// The cells of a line between bars; none where it is no such line. A piece of a rule is a cell too.
fn cells(line: &str, start: usize) -> Vec<Range<usize>> {
    let body = line.trim();
    let is_edge = |c: char| is_bar(c) || is_corner(c);
    let drawn = body.starts_with(is_edge) && body.ends_with(is_edge) && body.contains(is_bar);
    if !drawn || body.chars().nth(1).is_none() {
        return Vec::new();
    }
    let meets = |at: usize, c: char| {
        let (before, after) = (&line[..at], &line[at + c.len_utf8()..]);
        is_corner(c) && (before.ends_with(is_dash) || after.starts_with(is_dash))
    };
    let is_bar_at = |at: usize, c: char| is_bar(c) && !line[..at].ends_with('\\');
    let edges = line.char_indices().filter(|(at, c)| is_bar_at(*at, *c) || meets(*at, *c));
    let edges: Vec<(usize, usize)> = edges.map(|(at, c)| (at, at + c.len_utf8())).collect();
    edges.windows(2).map(|pair| start + pair[0].1..start + pair[1].0).collect()
}

/// Whether a cell is a piece of a rule, with a corner at an end: the row above ends there.
fn is_ruled(text: &str, cell: &Range<usize>) -> bool {
    let meets = text[..cell.start].ends_with(is_corner) || text[cell.end..].starts_with(is_corner);
    let piece = &text[cell.clone()];
    meets && !piece.is_empty() && piece.chars().all(|c| is_dash(c) || is_corner(c))
}

/// Whether the lines between two rules of a document are one row: some table has more rules than a header, and most
/// rows are one line, or what stands below leaves cells empty.
fn joins(text: &str, tables: &[Table]) -> bool {
    let (mut rows, mut single, mut more, mut partly, mut most) = (0, 0, 0, 0, 0);
    let is_blank = |cell: &Range<usize>| text[cell.clone()].trim().is_empty();
    for table in tables {
        let blocks = table.lines.split(|line| line.rule).filter(|block| !block.is_empty());
        most = most.max(blocks.clone().count());
        for block in blocks {
            rows += 1;
            single += usize::from(block.len() == 1);
            more += block.len() - 1;
            let below = block.iter().skip(1);
            partly += below.filter(|line| line.cells.iter().any(is_blank)).count();
        }
    }
    most > HEADED && (single * 2 > rows || partly * 2 > more)
}

/// What is known of the line above.
#[derive(Default)]
struct Above {
    /// It is the end of a row.
    ends: bool,
    /// The cells that go on below a rule between the others.
    spanning: Vec<bool>,
    /// The cells that it fills.
    full: Vec<bool>,
}

/// The lines of a table as rows.
fn write(text: &str, table: &Table, joins: bool, edits: &mut Vec<Edit>) {
    let widths = widths(text, table);
    let mut above = Above { ends: true, ..Above::default() };
    for line in &table.lines {
        let ruled = |cell: &Range<usize>| is_ruled(text, cell);
        let is_blank = |cell: &Range<usize>| text[cell.clone()].trim().is_empty() || ruled(cell);
        if line.rule || line.cells.iter().all(is_blank) {
            edits.push(Edit::cut(line.range.clone()));
            if line.rule || line.cells.iter().any(ruled) {
                let spanning = line.cells.iter().map(|cell| !ruled(cell)).collect();
                above = Above { ends: true, spanning, full: Vec::new() };
            }
            continue;
        }
        row(text, line, &above, joins, edits);
        let is_full = |(cell, width): (&Range<usize>, &usize)| {
            columns(text[cell.clone()].trim()) + PADDING > *width
        };
        let full = line.cells.iter().zip(&widths).map(is_full).collect();
        above = Above { full, ..Above::default() };
    }
}

fn row(text: &str, line: &Line, above: &Above, joins: bool, edits: &mut Vec<Edit>) {
    let goes_on = !above.ends && (joins || is_headless(text, line));
    let mut from = line.range.start;
    let mut lead = if goes_on { format!("{GOES_ON}\t") } else { String::new() };
    for (at, cell) in line.cells.iter().enumerate() {
        let inner = &text[cell.clone()];
        let start = cell.start + (inner.len() - inner.trim_start().len());
        let is = |all: &[bool]| all.get(at).copied().unwrap_or(false);
        if goes_on && is(&above.full) {
            lead.push(WRAPPED);
        } else if inner.trim().is_empty() && above.spanning.len() == line.cells.len() {
            lead.extend(is(&above.spanning).then_some(ABOVE));
        }
        edits.push(Edit::new(from..start, std::mem::replace(&mut lead, "\t".to_owned())));
        from = start.max(cell.start + inner.trim_end().len());
    }
    edits.push(Edit::cut(from..line.range.end));
}

/// Whether a line has only the last of its cells, or of the row of a list neither its beginning nor half of its cells.
fn is_headless(text: &str, line: &Line) -> bool {
    let is_blank = |cell: &Range<usize>| text[cell.clone()].trim().is_empty();
    let blank = line.cells.iter().filter(|cell| is_blank(cell)).count();
    let is_part = line.cells.len() >= LIST && blank * 2 >= line.cells.len();
    let is_last = blank + 1 == line.cells.len() && !line.cells.last().is_some_and(is_blank);
    line.cells.first().is_some_and(is_blank) && (is_last || is_part)
}

/// How wide the cells of a table are, where its bars stand below the corners of its rules; else none, and nothing
/// tells what a line could hold.
fn widths(text: &str, table: &Table) -> Vec<usize> {
    let mut rule: Vec<usize> = Vec::new();
    let is_aligned = table.lines.iter().all(|line| {
        let body = &text[line.range.clone()];
        if line.rule {
            rule = places(body, is_corner);
            return true;
        }
        places(body, is_bar).iter().all(|at| rule.contains(at))
    });
    let inner = |pair: &[usize]| pair[1] - pair[0] - 1;
    if is_aligned { rule.windows(2).map(inner).collect() } else { Vec::new() }
}

/// The columns in which signs stand.
fn places(line: &str, is_meant: impl Fn(char) -> bool) -> Vec<usize> {
    let mut column = 0;
    let mut found = Vec::new();
    for c in line.chars() {
        if is_meant(c) {
            found.push(column);
        }
        column += width(c);
    }
    found
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// How many columns a character takes.
fn width(c: char) -> usize {
    let is_drawn = is_corner(c) || is_dash(c) || is_bar(c);
    if is_drawn || c.is_ascii() || ('\u{ff61}'..='\u{ff9f}').contains(&c) { 1 } else { 2 }
}

/// Puts the lines of a row together.
pub(super) fn fold(rows: &mut Vec<Row>) {
    let is_marked = |row: &Row| row.cells.first().is_some_and(|cell| begins(cell, GOES_ON));
    if !rows.iter().any(is_marked) {
        return;
    }
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for mut row in rows.drain(..) {
        if !is_marked(&row) {
            kept.push(row);
            continue;
        }
        row.cells.remove(0);
        let Some(last) = kept.last_mut() else { continue };
        let missing = row.cells.len().saturating_sub(last.cells.len());
        last.cells.extend(std::iter::repeat_with(Cell::default).take(missing));
        for (cell, more) in last.cells.iter_mut().zip(row.cells) {
            next_line(cell, more);
        }
        last.furniture &= row.furniture;
    }
    *rows = kept;
}

/// Adds the next line of a cell.
fn next_line(cell: &mut Cell, mut more: Cell) {
    let is_wrapped = begins(&more, WRAPPED);
    if is_wrapped {
        strip(&mut more);
    }
    match (more.text.is_empty(), cell.text.is_empty(), is_wrapped) {
        (true, _, _) => {}
        (_, true, _) => *cell = more,
        (_, _, true) => go_on(cell, more),
        (_, _, false) => append(cell, more),
    }
}

fn begins(cell: &Cell, mark: char) -> bool {
    cell.text.starts_with(mark)
}

/// Takes the sign out that a cell begins with.
fn strip(cell: &mut Cell) {
    cell.text.remove(0);
    let length = u32::try_from(WRAPPED.len_utf8()).unwrap_or(0);
    cell.spans.retain(|span| span.end > length);
    for span in &mut cell.spans {
        span.start = span.start.saturating_sub(length);
        span.end -= length;
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapped::Mapped;
    use super::*;

    /// The rows of a text, as cells between bars.
    fn shown(text: &str) -> Vec<String> {
        let undone = super::super::undo(text).expect("a grid");
        let settle = |rows: &mut Vec<Row>| undone.settle(rows);
        let read = crate::read::text::rows(undone.text(), &settle);
        let cells = |row: &Row| row.cells.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
        let rows = read.rows.iter().filter(|row| !row.furniture);
        rows.map(|row| cells(row).join(" | ").replace('\n', "/")).collect()
    }

    #[test]
    fn lines_between_two_rules_are_a_row() {
        let text = "+---+---+\n| ①名称 | 台帳 |\n+---+---+\n| ②項目 | 一つ |\n|  | 1. 二つ |\n+---+---+\n| ③ | - |\n+---+---+\n";
        assert_eq!(shown(text), ["①名称 | 台帳", "②項目 | 一つ/1. 二つ", "③ | -"]);
    }

    #[test]
    fn where_rules_part_sections_a_line_is_a_row() {
        let text = "+---+---+\n| 年月 | 項目 |\n+---+---+\n| 1月 | 甲 |\n| 2月 | 乙 |\n| 3月 | 丙 |\n+---+---+\n";
        assert_eq!(shown(text), ["年月 | 項目", "1月 | 甲", "2月 | 乙", "3月 | 丙"]);
    }

    #[test]
    fn a_line_of_a_section_without_a_label_goes_on() {
        let text =
            "+--+--+--+\n| 委託 | 有無 | する |\n|  |  | 一部 |\n|  | 方法 | 書面 |\n+--+--+--+\n";
        assert_eq!(shown(text), ["委託 | 有無 | する/一部", " | 方法 | 書面"]);
    }

    #[test]
    fn a_line_that_fills_its_cell_goes_on_without_a_break() {
        let text = "┌──────┬──────────┐\n│ 名称 │ 一つの長 │\n│      │ い文     │\n├──────┼──────────┤\n│ 部署 │ 課       │\n├──────┼──────────┤\n│ 時期 │ 随時     │\n└──────┴──────────┘\n";
        assert_eq!(shown(text), ["名称 | 一つの長い文", "部署 | 課", "時期 | 随時"]);
    }

    #[test]
    fn a_cell_beside_several_rows_stands_in_the_first() {
        let text = "+--+--+--+\n|委託|有無|する|\n|  +--+--+\n|  |方法|書面|\n+--+--+--+\n|部署|課|係|\n+--+--+--+\n";
        assert_eq!(shown(text), ["委託 | 有無 | する", " | 方法 | 書面", "部署 | 課 | 係"]);
    }

    #[test]
    fn every_character_keeps_its_place() {
        let text = "+----+------+\n| a  | bbbb |\n|    | cc   |\n+----+------+\n| d  | e    |\n+----+------+\n| f  | g    |\n+----+------+\n";
        let undone = super::super::undo(text).expect("a grid");
        let read = crate::read::text::rows(undone.text(), &|rows| undone.settle(rows));
        let cell = &read.rows[0].cells[1];
        let printed: Vec<&str> = (cell.spans.iter())
            .map(|span| &text[span.raw_start as usize..span.raw_end as usize])
            .collect();
        assert_eq!((cell.text.as_str(), printed), ("bbbbcc", vec!["bbbb", "cc"]));
        assert_eq!(Mapped::new("+--+").apply(undo("+--+\n")).text, "+--+");
    }
}
