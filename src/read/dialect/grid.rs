//! Tables drawn with characters (pandoc, reStructuredText, tabulate, box drawing): a line of dashes ends a row, so
//! the lines between two are the lines of its cells.
//!
//! ```text
//! grid ::= rule (line+ rule)+
//! rule ::= "+" ("-"+ "+")+                    or "=", or the signs for boxes: "├──┼──┤"
//! line ::= "|" (text "|")+                    a piece of dashes in place of a cell ends the row of that cell only
//! ```
//! A text whose rules part headers and sections only, as databases print their tables, has a row in each line.

mod cut;
mod fold;
#[cfg(test)]
mod tests;

pub(super) use self::fold::fold;

use self::cut::join_cut;
use super::mapped::{Edit, Edits};
use crate::budget;
use crate::fold::control::{ABOVE, GOES_ON, WRAPPED};
use crate::fold::{has_byte, has_pair};
use crate::read::item::begins_item;
use std::ops::Range;

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
    // The bars beyond ASCII begin with these bytes.
    let may_have = has_byte(text, |byte| byte == b'|')
        || has_pair(text, |one, two| (one == 0xE2) & ((two == 0x94) | (two == 0x95)));
    may_have && text.contains(is_bar) && text.lines().any(is_rule)
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
        budget::steps(line.len());
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
    all.iter_mut().for_each(|table| join_cut(text, table));
    all
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║')
}

/// A dash of a rule.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '=' | '─' | '━' | '═')
}

/// Whether a piece is one of a rule; `:` says how a column is aligned.
fn is_piece(piece: &str) -> bool {
    !piece.is_empty() && piece.chars().all(|c| is_dash(c) || is_corner(c) || c == ':')
}

/// Where lines of a rule meet.
fn is_corner(c: char) -> bool {
    c == '+' || ('┌'..='╬').contains(&c) && !is_dash(c) && !is_bar(c)
}

/// Whether a line is dashes between corners, and begins and ends with one.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let ends = line.starts_with(is_corner) && line.ends_with(is_corner);
    ends && line.chars().filter(|c| is_dash(*c)).count() > 2 && is_piece(line)
}

/// The cells of a line between bars; none where it is no such line. A piece of a rule is a cell too.
fn cells(line: &str, start: usize) -> Vec<Range<usize>> {
    let body = line.trim();
    let is_edge = |c: char| is_bar(c) || is_corner(c);
    let drawn = body.starts_with(is_edge) && body.ends_with(is_edge) && body.contains(is_bar);
    if !drawn || body.chars().nth(1).is_none() {
        return Vec::new();
    }
    // A plus in a text is no corner: a piece of a rule leads to it, or away from it.
    let meets = |at: usize, c: char| {
        let (before, after) = (&line[..at], &line[at + c.len_utf8()..]);
        let beside = [before.rsplit(is_edge).next(), after.split(is_edge).next()];
        beside.into_iter().flatten().any(is_piece)
    };
    let is_bar_at = |at: usize, c: char| is_bar(c) && !line[..at].ends_with('\\');
    let is_edge_at = |at: usize, c: char| is_bar_at(at, c) || is_corner(c) && meets(at, c);
    let edges = line.char_indices().filter(|(at, c)| is_edge_at(*at, *c));
    let edges: Vec<(usize, usize)> = edges.map(|(at, c)| (at, at + c.len_utf8())).collect();
    edges.windows(2).map(|pair| start + pair[0].1..start + pair[1].0).collect()
}

/// Whether a cell is a piece of a rule, with a corner at an end: the row above ends there.
fn is_ruled(text: &str, cell: &Range<usize>) -> bool {
    let meets = text[..cell.start].ends_with(is_corner) || text[cell.end..].starts_with(is_corner);
    let piece = &text[cell.clone()];
    meets && is_piece(piece)
}

/// Whether a cell shows nothing.
fn is_blank(text: &str, cell: &Range<usize>) -> bool {
    text[cell.clone()].trim().is_empty()
}

/// Whether the lines between two rules of a document are one row: some table has more rules than a header, and most
/// rows are one line, or what stands below leaves cells empty.
fn joins(text: &str, tables: &[Table]) -> bool {
    let (mut rows, mut single, mut more, mut partly, mut most) = (0, 0, 0, 0, 0);
    let is_blank = |cell: &Range<usize>| is_blank(text, cell);
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
        let is_blank = |cell: &Range<usize>| is_blank(text, cell) || ruled(cell);
        if line.rule || line.cells.iter().all(is_blank) {
            edits.push(Edit::cut(line.range.clone()));
            if line.rule || line.cells.iter().any(ruled) {
                let spanning = line.cells.iter().map(|cell| !ruled(cell)).collect();
                above = Above { ends: true, spanning, full: Vec::new() };
            }
            above.full.clear(); // a paragraph ends
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
        if goes_on && is(&above.full) && !begins_item(inner.trim()) {
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
    let is_blank = |cell: &Range<usize>| is_blank(text, cell);
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
        ends(text, line).iter().all(|end| rule.binary_search(end).is_ok())
    });
    let inner = |pair: &[usize]| pair[1] - pair[0] - 1;
    if is_aligned { rule.windows(2).map(inner).collect() } else { Vec::new() }
}

/// The column in which each cell of a line ends.
fn ends(text: &str, line: &Line) -> Vec<usize> {
    budget::steps(line.range.len());
    let (mut at, mut column) = (line.range.start, 0);
    let mut end = |cell: &Range<usize>| {
        column += columns(&text[at..cell.end]);
        at = cell.end;
        column
    };
    line.cells.iter().map(&mut end).collect()
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
