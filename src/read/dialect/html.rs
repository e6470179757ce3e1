//! Tags of HTML and its kin (DocTags): the ones of `data/tags.csv` are undone, all other angle brackets are text.
//!
//! ```text
//! tag ::= "<" "/"? name attribute* "/"? ">"
//! ```
//! A parser of HTML pages does not fit here: it takes `<Public Medical Hub(PMH)を活用した…>` for a tag.
//! A table begins a line of its own, whatever stands around it; a cell that spans rows leaves an empty
//! cell in each of the rows below.

use super::mapped::{Edit, Edits};
use crate::budget;
use crate::fold::control::ABOVE;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What a tag means for the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Table,
    Row,
    Cell,
    /// A cell that is one with the cell before it.
    Joined,
    /// A cell that is one with the cell above it.
    Above,
    /// Ends a line, around what is no cell; a line within a cell.
    Break,
    /// A line within a paragraph.
    Line,
    Space,
    /// Nothing that is printed.
    Empty,
    /// Nothing up to its end is printed.
    Drop,
    Furniture,
    Page,
    Ticked,
    Unticked,
}

const DATA: &str = include_str!("data/tags.csv");
const BLOCKS: &str = include_str!("data/blocks.csv");

fn meanings() -> &'static BTreeMap<String, Meaning> {
    static MEANINGS: OnceLock<BTreeMap<String, Meaning>> = OnceLock::new();
    MEANINGS.get_or_init(|| {
        let rows = super::records(DATA);
        rows.iter().filter_map(|row| Some((row.first()?.clone(), meaning(row.get(1)?)?))).collect()
    })
}

fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "table" => Meaning::Table,
        "row" => Meaning::Row,
        "cell" => Meaning::Cell,
        "joined" => Meaning::Joined,
        "above" => Meaning::Above,
        "break" => Meaning::Break,
        "line" => Meaning::Line,
        "space" => Meaning::Space,
        "empty" => Meaning::Empty,
        "drop" => Meaning::Drop,
        "furniture" => Meaning::Furniture,
        "page" => Meaning::Page,
        "ticked" => Meaning::Ticked,
        "unticked" => Meaning::Unticked,
        _ => return None,
    })
}

/// Whether blocks of this kind are furniture of a page.
pub(super) fn is_furniture(label: &str) -> bool {
    static LABELS: OnceLock<Vec<String>> = OnceLock::new();
    let labels = LABELS.get_or_init(|| {
        super::records(BLOCKS).into_iter().filter_map(|row| row.into_iter().next()).collect()
    });
    labels.contains(&label.to_ascii_lowercase())
}

/// A tag that is known.
#[derive(Clone, Debug)]
struct Tag<'a> {
    range: Range<usize>,
    name: &'a str,
    meaning: Meaning,
    closing: bool,
    attributes: &'a str,
}

impl Tag<'_> {
    /// The number that an attribute gives: 1 where it gives none.
    fn span(&self, attribute: &str) -> usize {
        self.value(attribute).and_then(|value| value.parse().ok()).unwrap_or(1).clamp(1, 1000)
    }

    fn value(&self, attribute: &str) -> Option<&str> {
        let at = self.attributes.find(attribute)?;
        let value = self.attributes[at + attribute.len()..].trim_start().strip_prefix('=')?;
        let value = value.trim_start();
        match value.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next(),
            None => value.split([' ', '/']).next(),
        }
    }
}

/// The tags of the table, in order. A line with tabs is a row of cells already: its tags are left to
/// whoever reads the cells.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found: Vec<Tag<'_>> = Vec::new();
    for (at, _) in text.match_indices('<') {
        budget::step();
        if found.last().is_none_or(|last| last.range.end <= at)
            && let Some(tag) = tag(text, at)
        {
            found.push(tag);
        }
    }
    found
}

fn tag(text: &str, at: usize) -> Option<Tag<'_>> {
    let inner = &text[at + 1..];
    let closing = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length = inner
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|length| (1..=24).contains(length))?;
    let (name, rest) = inner.split_at(length);
    if !rest.starts_with([' ', '>', '/', '\t', '\n']) {
        return None;
    }
    let meaning = *meanings().get(name.to_ascii_lowercase().as_str())?;
    let end = rest.find(['>', '<']).filter(|end| rest[*end..].starts_with('>'))?;
    let start = text.len() - rest.len();
    Some(Tag { range: at..start + end + 1, name, meaning, closing, attributes: &rest[..end] })
}

/// Whether a text has tags beyond those that transcriptions leave behind in their cells.
fn is_spoken(text: &str) -> bool {
    const LEFT: [&str; 14] =
        ["p", "ol", "ul", "li", "div", "br", "span", "small", "b", "i", "u", "td", "tr", "table"];
    let odd =
        |tag: &Tag| !LEFT.contains(&tag.name) || (tag.name == "td" && tag.span("rowspan") > 1);
    text.contains('<') && (tags(text).iter().any(odd) || has_table_in_line(text))
}

/// Whether a table begins behind something else in a line that is no row of cells.
fn has_table_in_line(text: &str) -> bool {
    text.lines().any(|line| {
        !line.contains('\t') && line.find("<table").is_some_and(|at| !line[..at].trim().is_empty())
    })
}

/// Undoes the tags of a text.
pub(super) fn undo(text: &str) -> Edits {
    let in_markdown = || text.contains('<') && super::markdown::is_spoken(text);
    if !(is_spoken(text) || in_markdown()) {
        return Edits::default();
    }
    let tags = tags(text);
    let mut undoing =
        Undoing { text, depth: 0, grid: Grid::default(), line: (0, false), done: Edits::default() };
    let mut at = 0;
    while at < tags.len() {
        at = undoing.tag(&tags, at);
    }
    undoing.done
}

struct Undoing<'a> {
    text: &'a str,
    /// How deep tables are nested.
    depth: usize,
    grid: Grid,
    /// Where the line that was last looked at ends, and whether tabs part it into cells.
    line: (usize, bool),
    done: Edits,
}

/// Where cells that span rows still stand in the row that is read.
#[derive(Default)]
struct Grid {
    /// For each column how many rows below are taken.
    below: Vec<usize>,
    column: usize,
}

impl Grid {
    fn row(&mut self) {
        for rows in &mut self.below {
            *rows = rows.saturating_sub(1);
        }
        self.column = 0;
    }

    /// How many empty cells stand before the next cell, which takes `columns` and `rows`.
    fn cell(&mut self, columns: usize, rows: usize) -> usize {
        let mut empty = 0;
        while self.below.get(self.column).is_some_and(|rows| *rows > 0) {
            empty += usize::from(self.column == 0 || self.starts(self.column));
            self.column += 1;
        }
        let end = self.column + columns;
        if self.below.len() < end {
            self.below.resize(end, 0);
        }
        self.below[self.column..end].fill(rows);
        self.column = end;
        empty
    }

    /// Whether the spanning cell of a column is another than that of the column before.
    fn starts(&self, column: usize) -> bool {
        self.below.get(column - 1) != self.below.get(column)
    }
}

impl Undoing<'_> {
    /// Undoes the tag at an index; gives the index of the next one to undo.
    fn tag(&mut self, tags: &[Tag], at: usize) -> usize {
        let tag = &tags[at];
        if self.depth == 0 && self.in_cells(tag) {
            return at + 1;
        }
        if !tag.closing
            && let Some(next) = self.block(tags, at)
        {
            return next;
        }
        let with = match tag.meaning {
            Meaning::Table => self.table(tag),
            _ if self.depth > 1 => return at + 1,
            Meaning::Row if tag.closing => " ".to_owned(),
            Meaning::Row => {
                self.grid.row();
                "<tr>".to_owned()
            }
            Meaning::Cell if tag.closing => " ".to_owned(),
            Meaning::Cell => self.cell(tag),
            Meaning::Above => format!("<td>{ABOVE}"),
            Meaning::Line => "<br>".to_owned(),
            Meaning::Break if self.depth > 0 => "<br>".to_owned(),
            Meaning::Break => "\n".to_owned(),
            Meaning::Page => "\n\u{c}\n".to_owned(),
            Meaning::Ticked => "☑".to_owned(),
            Meaning::Unticked => "☐".to_owned(),
            Meaning::Space | Meaning::Joined | Meaning::Furniture => " ".to_owned(),
            Meaning::Empty | Meaning::Drop => String::new(),
        };
        self.edit(tag, with);
        at + 1
    }

    fn edit(&mut self, tag: &Tag, with: String) {
        if self.text.get(tag.range.clone()) != Some(with.as_str()) {
            self.done.edits.push(Edit::new(tag.range.clone(), with));
        }
    }

    /// Whether a tag stands in a line of cells that tabs part.
    fn in_cells(&mut self, tag: &Tag) -> bool {
        if self.line.0 <= tag.range.start {
            let start = self.text[..tag.range.start].rfind('\n').map_or(0, |at| at + 1);
            let end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
            self.line = (end, self.text[start..end].contains('\t'));
        }
        self.line.1
    }

    fn table(&mut self, tag: &Tag) -> String {
        let outer = self.depth == usize::from(tag.closing);
        self.depth = if tag.closing { self.depth.saturating_sub(1) } else { self.depth + 1 };
        match (tag.closing, outer) {
            (false, true) => {
                self.grid = Grid::default();
                "\n<table>".to_owned()
            }
            (true, true) => "</table>\n".to_owned(),
            (false, false) => "<table>".to_owned(),
            (true, false) => "</table>".to_owned(),
        }
    }

    fn cell(&mut self, tag: &Tag) -> String {
        let empty = self.grid.cell(tag.span("colspan"), tag.span("rowspan"));
        format!("{}<td>", format!("<td>{ABOVE}</td>").repeat(empty))
    }

    /// What is no text of the document up to its end tag: furniture, and what is not printed.
    fn block(&mut self, tags: &[Tag], at: usize) -> Option<usize> {
        let tag = &tags[at];
        let labelled = tag.value("data-label").is_some_and(is_furniture);
        if !matches!(tag.meaning, Meaning::Furniture | Meaning::Drop) && !labelled {
            return None;
        }
        let end = tags[at..].iter().position(|other| other.closing && other.name == tag.name)?;
        let close = &tags[at + end];
        if tag.meaning == Meaning::Drop {
            self.done.edits.push(Edit::cut(tag.range.start..close.range.end));
        } else {
            self.done.furniture.push(tag.range.end..close.range.start);
            self.done.edits.push(Edit::new(tag.range.clone(), "\n"));
            self.done.edits.push(Edit::new(close.range.clone(), "\n"));
        }
        Some(at + end + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapped::Mapped;
    use super::*;

    fn undone(text: &str) -> String {
        Mapped::new(text).apply(undo(text)).text
    }

    #[test]
    fn every_line_of_the_table_has_a_meaning() {
        assert_eq!(meanings().len(), super::super::records(DATA).len());
    }

    #[test]
    fn a_table_begins_a_line_of_its_own() {
        assert_eq!(
            undone("<center>a</center><table><tr><td>b</td></tr></table>c"),
            "\na\n\n<table><tr><td>b  </table>\nc"
        );
    }

    #[test]
    fn a_cell_that_spans_rows_leaves_empty_cells() {
        let text = "<table><tr><th rowspan=\"2\">a</th><td>b</td></tr><tr><td>c</td></tr></table>";
        assert_eq!(
            undone(text),
            "\n<table><tr><td>a <td>b  <tr><td>\u{FDDB}</td><td>c  </table>\n"
        );
    }

    #[test]
    fn doctags_are_tables_too() {
        assert_eq!(
            undone("<otsl><fcel>a<lcel><nl><fcel>b<ecel><nl></otsl>"),
            "\n<table><td>a <tr><td>b<td><tr></table>\n"
        );
    }

    #[test]
    fn what_is_no_tag_of_the_table_is_text() {
        let text = "<選択肢> <Public Medical Hub(PMH)を活用> <text>";
        assert_eq!(undone(text), "<選択肢> <Public Medical Hub(PMH)を活用> \n");
    }

    #[test]
    fn furniture_is_named() {
        let edits = undo("<page_number>1/4</page_number><div data-label=\"Page-Footer\">1</div>");
        assert_eq!(edits.furniture, [13..16, 60..61]);
    }
}
