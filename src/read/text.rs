//! Plain and transcribed text to rows: a line is a row, a tab parts cells, leftover HTML is taken out.
//!
//! ```text
//! line  ::= cell (TAB cell)*  |  "|" cell ("|" cell)* "|"
//! cell  ::= (run | tag | entity)*
//! ```
//! A line that begins with a table's tag is read as an HTML table until `</table>`: `<tr>` starts a
//! row, `<td>` a cell. A table inside a cell is flattened into that cell.

use super::html::{Extent, Tag, entity, tag};
use super::spans::Merged;
use crate::finding::Severity;
use crate::rows::{Cell, Note, Row, Rows, Span};
use crate::source::Source;

/// Reads a decoded text; `settle` sees its rows before lines are joined.
#[must_use]
pub(super) fn rows(text: &str, settle: &dyn Fn(&mut Vec<Row>)) -> Rows {
    let mut reader = Reader { text, page: first_page(text), ..Reader::default() };
    let mut offset = 0;
    for (number, line) in (1u32..).zip(text.split_inclusive('\n')) {
        reader.line(offset, line.trim_end_matches(['\n', '\r']), number);
        offset += line.len();
    }
    reader.close_table();
    let pages = reader.page;
    let mut rows = reader.rows;
    mark_furniture(&mut rows);
    settle(&mut rows);
    if rows.iter().all(|row| row.cells.len() == 1) {
        rows = joined(rows);
        rows.iter_mut().for_each(|row| row.plain = true);
    }
    let notes = struck(&rows);
    Rows { raw: text.to_owned(), rows, pages, notes, ..Rows::default() }
}

/// What there is to say of struck text.
fn struck(rows: &[Row]) -> Vec<Note> {
    let mut notes = Vec::new();
    for (row, content) in rows.iter().enumerate() {
        for (cell, content) in content.cells.iter().enumerate() {
            for (text, source) in content.struck.iter().filter(|(text, _)| !text.trim().is_empty())
            {
                notes.push(Note {
                    code: "text-struck",
                    severity: Severity::Warning,
                    source: *source,
                    cell: Some((row, cell)),
                    message: format!("a strike takes out '{}'", text.trim()),
                });
            }
        }
    }
    notes
}

/// The lines of a text without cells, as one cell from one piece of page furniture to the next:
/// words and labels go on over the ends of lines.
fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    for mut row in rows {
        match all.last_mut() {
            Some(last) if !last.furniture && !row.furniture => {
                if let (Some(cell), Some(more)) = (last.cells.first_mut(), row.cells.pop()) {
                    append(cell, more);
                }
            }
            _ => all.push(row),
        }
    }
    all
}

/// Adds the text of another cell as the next line.
pub(super) fn append(cell: &mut Cell, more: Cell) {
    cell.text.push('\n');
    let shift = offset(cell.text.len());
    cell.text.push_str(&more.text);
    cell.struck.extend(more.struck);
    cell.spans.extend(more.spans.into_iter().map(|span| Span {
        start: span.start + shift,
        end: span.end + shift,
        ..span
    }));
}

fn first_page(text: &str) -> u32 {
    u32::from(text.contains('\u{c}'))
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    rows: Vec<Row>,
    gap: bool,
    page: u32,
    /// The open HTML table: its unfinished row, the cell being filled, how deep tables are nested.
    table: Option<(Row, Option<Filler>, u32)>,
    /// What the cells of the unfinished row span, and what reaches into it from above.
    extents: Vec<Extent>,
    merged: Merged,
}

impl Reader<'_> {
    fn line(&mut self, offset: usize, line: &str, number: u32) {
        let feeds = line.bytes().take_while(|b| *b == 0x0c).count();
        if feeds > 0 {
            self.page += u32::try_from(feeds).unwrap_or(1);
            self.gap = true;
        }
        let (offset, line) = (offset + feeds, &line[feeds..]);
        let source = Source { page: self.page, line: number, ..Source::default() };
        if self.table.is_some() || starts_table(line) {
            self.table_line(offset, line, source);
        } else if line.trim().is_empty() {
            self.gap = true;
        } else {
            self.plain_line(offset, line, source);
        }
    }

    fn plain_line(&mut self, offset: usize, line: &str, source: Source) {
        let mut row = Row::default();
        for (start, part) in parts(line) {
            let mut filler = Filler::default();
            filler.read(self.text, offset + start, part, source, &mut |_, _| false);
            row.cells.push(filler.finish());
        }
        self.push(row);
    }

    fn push(&mut self, mut row: Row) {
        if row.cells.iter().all(|cell| cell.text.is_empty()) {
            self.gap = true;
            return;
        }
        row.gap = std::mem::take(&mut self.gap);
        self.rows.push(row);
    }

    fn table_line(&mut self, offset: usize, line: &str, source: Source) {
        let (mut row, mut open, mut depth) = self.table.take().unwrap_or_default();
        let mut done: Vec<Row> = Vec::new();
        let mut filler = open.take().unwrap_or_default();
        filler.space();
        let text = self.text;
        let (mut extents, mut merged) =
            (std::mem::take(&mut self.extents), std::mem::take(&mut self.merged));
        filler.read(text, offset, line, source, &mut |tag, filler: &mut Filler| {
            match tag {
                Tag::Table { open } => {
                    depth = if open { depth + 1 } else { depth.saturating_sub(1) }
                }
                _ if depth > 1 => return false,
                Tag::Row => {
                    finish_cell(&mut row, filler, &mut extents);
                    if !row.cells.is_empty() {
                        merged.complete(&mut row, &extents);
                    }
                    extents.clear();
                    done.push(std::mem::take(&mut row));
                }
                Tag::Cell(extent) => {
                    finish_cell(&mut row, filler, &mut extents);
                    filler.started = Some(extent);
                }
                _ => return false,
            }
            depth <= 1
        });
        (self.extents, self.merged) = (extents, merged);
        self.table = Some((row, Some(filler), depth));
        for row in done {
            self.push(row);
        }
        if depth == 0 {
            self.close_table();
        }
    }

    fn close_table(&mut self) {
        if let Some((mut row, open, _)) = self.table.take() {
            if let Some(mut filler) = open {
                finish_cell(&mut row, &mut filler, &mut self.extents);
            }
            self.merged.complete(&mut row, &self.extents);
            self.extents.clear();
            self.merged = Merged::default();
            self.push(row);
            self.gap = true;
        }
    }
}

/// Ends the cell that is being filled; what stands before the first `<td>` of a row is no cell unless it has text.
fn finish_cell(row: &mut Row, filler: &mut Filler, extents: &mut Vec<Extent>) {
    let started = filler.started;
    let cell = std::mem::take(filler).finish();
    if started.is_some() || !cell.text.is_empty() {
        row.cells.push(cell);
        extents.push(started.unwrap_or_default());
    }
}

fn starts_table(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('<')
        && !line.contains('\t')
        && matches!(tag(line), Some((Tag::Table { open: true } | Tag::Row | Tag::Cell(_), _)))
}

/// The cells of a line and where they start: parted by tabs, or by the bars of a Markdown table.
fn parts(line: &str) -> Vec<(usize, &str)> {
    let trimmed = line.trim();
    let bars = !line.contains('\t')
        && trimmed.len() > 2
        && trimmed.starts_with('|')
        && trimmed.ends_with('|');
    let separator = if bars { '|' } else { '\t' };
    let skip = if bars { line.len() - line.trim_start().len() + 1 } else { 0 };
    let end = if bars { line.trim_end().len() - 1 } else { line.len() };
    let mut start = skip;
    let mut found = Vec::new();
    for part in line[skip..end].split(separator) {
        found.push((start, part));
        start += part.len() + 1;
    }
    found
}

/// A cell while it is filled.
#[derive(Default)]
struct Filler {
    cell: Cell,
    /// A separator to put in before the next run.
    pending: Option<char>,
    /// What it spans, where a `<td>` has opened it.
    started: Option<Extent>,
    /// What comes is struck out.
    struck: bool,
}

/// The mark of struck text in Markdown, before and behind it.
const STRIKE: &str = "~~";

impl Filler {
    /// Reads `part` (at byte `offset` of the whole text); `on_tag` may take a tag for itself.
    fn read(
        &mut self,
        text: &str,
        offset: usize,
        part: &str,
        source: Source,
        on_tag: &mut dyn FnMut(Tag, &mut Self) -> bool,
    ) {
        let part = part.strip_prefix('\u{FEFF}').unwrap_or(part);
        let end = offset + part.len();
        let mut at = offset;
        while at < end {
            let rest = &text[at..end];
            let stop = rest.find(['<', '&', '~']).unwrap_or(rest.len());
            self.run(&rest[..stop], at, source);
            at += stop;
            if at < end {
                at += self.special(&text[at..end], at, source, on_tag);
            }
        }
    }

    /// Reads what stands at a `<` or `&`; the number of bytes used.
    fn special(
        &mut self,
        rest: &str,
        at: usize,
        source: Source,
        on_tag: &mut dyn FnMut(Tag, &mut Self) -> bool,
    ) -> usize {
        if let Some((tag, length)) = tag(rest) {
            if !on_tag(tag, self) {
                match tag {
                    Tag::Struck { open } => self.struck = open && closes(rest),
                    Tag::Control(mark) => self.replaced(mark, at, length, source),
                    Tag::Space | Tag::Cell(_) => self.space(),
                    Tag::Break | Tag::Row | Tag::Table { .. } => self.pending = Some('\n'),
                }
            }
            return length;
        }
        if let Some((c, length)) = entity(rest) {
            self.replaced(c, at, length, source);
            return length;
        }
        if let Some(after) = rest.strip_prefix(STRIKE)
            && (self.struck || after.contains(STRIKE))
        {
            self.struck = !self.struck;
            return STRIKE.len();
        }
        self.run(&rest[..1], at, source);
        1
    }

    fn space(&mut self) {
        self.pending = self.pending.or(Some(' '));
    }

    fn separate(&mut self) {
        if let Some(separator) = self.pending.take()
            && !self.cell.text.is_empty()
        {
            self.trim_end();
            self.cell.text.push(separator);
        }
    }

    fn run(&mut self, run: &str, at: usize, source: Source) {
        if self.struck {
            return self.strike(run, source);
        }
        let skipped =
            if self.cell.text.is_empty() { run.len() - run.trim_start().len() } else { 0 };
        let run = &run[skipped..];
        if run.trim().is_empty() {
            if !run.is_empty() {
                self.space();
            }
            return;
        }
        self.separate();
        self.span(run, at + skipped, run.len(), source);
    }

    /// Keeps struck text beside the cell's.
    fn strike(&mut self, run: &str, source: Source) {
        match self.cell.struck.last_mut().filter(|(_, at)| *at == source) {
            Some((text, _)) => text.push_str(run),
            None => self.cell.struck.push((run.to_owned(), source)),
        }
    }

    fn replaced(&mut self, c: char, at: usize, length: usize, source: Source) {
        self.separate();
        let mut buffer = [0; 4];
        self.span(c.encode_utf8(&mut buffer), at, length, source);
    }

    fn span(&mut self, run: &str, at: usize, length: usize, source: Source) {
        let (start, raw_start) = (offset(self.cell.text.len()), offset(at));
        self.cell.text.push_str(run);
        let span = Span {
            start,
            end: offset(self.cell.text.len()),
            raw_start,
            raw_end: raw_start + offset(length),
            source,
        };
        match self.cell.spans.last_mut() {
            Some(last) if joins(last, &span) => {
                last.end = span.end;
                last.raw_end = span.raw_end;
            }
            _ => self.cell.spans.push(span),
        }
    }

    fn trim_end(&mut self) {
        let kept = self.cell.text.trim_end().len();
        self.cell.text.truncate(kept);
        if let Some(last) = self.cell.spans.last_mut()
            && last.end as usize > kept
        {
            let cut = last.end - offset(kept);
            last.end -= cut;
            last.raw_end -= cut;
        }
    }

    fn finish(mut self) -> Cell {
        self.trim_end();
        self.cell
    }
}

/// Whether struck text ends on its line.
fn closes(rest: &str) -> bool {
    ["</del>", "</s>", "</strike>"].iter().any(|end| rest.contains(end))
}

/// Whether `next` goes on byte for byte where `last` ends.
fn joins(last: &Span, next: &Span) -> bool {
    let plain = |s: &Span| s.end - s.start == s.raw_end - s.raw_start;
    last.end == next.start
        && last.raw_end == next.raw_start
        && last.source == next.source
        && plain(last)
        && plain(next)
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Marks rows of dashes and page numbers.
fn mark_furniture(rows: &mut [Row]) {
    for row in rows.iter_mut() {
        row.furniture = is_dashes(row) || only_text(row).is_some_and(is_page_of_pages);
    }
    for index in lone_page_numbers(rows) {
        rows[index].furniture = true;
    }
}

fn is_dashes(row: &Row) -> bool {
    let dashes = |text: &str| {
        text.chars().all(|c| matches!(c, '-' | '─' | '━' | '=' | '_' | '+' | ':' | ' '))
    };
    let filled = row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    row.cells.iter().all(|cell| dashes(&cell.text))
        && (filled > 1 || row.cells.iter().any(|cell| cell.text.len() >= 3))
}

fn only_text(row: &Row) -> Option<&str> {
    let mut texts = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty());
    let first = texts.next()?;
    texts.next().is_none().then_some(first)
}

/// `1 / 5`, `1/5ページ`, `- 3 -`, `p.3`, `3 ページ`: page numbers that need no other evidence.
fn is_page_of_pages(text: &str) -> bool {
    let text: String =
        text.chars().map(crate::fold::narrow).filter(|c| !c.is_whitespace()).collect();
    let unit = text.trim_end_matches("ページ").trim_end_matches('頁');
    let named = unit.len() < text.len();
    let body = unit.replace(['−', '―', '—', '–', '‐', '─', 'ー'], "-");
    let number = |t: &str| !t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit());
    let dashed = body.strip_prefix('-').and_then(|b| b.strip_suffix('-')).unwrap_or(&body);
    let of = dashed.split_once('/').is_some_and(|(a, b)| number(a) && number(b));
    let paged = named && number(&body);
    let prefixed = body.strip_prefix(['p', 'P']).is_some_and(|b| number(b.trim_start_matches('.')));
    of || paged || prefixed || (dashed.len() < body.len() && number(dashed))
}

/// Added to page numbers in brackets.
const BRACKETED: u32 = 10_000;

/// Rows that hold nothing but a number, where the numbers count up through the document.
fn lone_page_numbers(rows: &[Row]) -> Vec<usize> {
    let numbers: Vec<(usize, u32)> = rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let text: String = only_text(row)?.chars().map(crate::fold::narrow).collect();
            let bare = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
            // Numbers in brackets count for themselves.
            let (text, style) = bare.map_or((text.as_str(), 0), |bare| (bare, BRACKETED));
            (text.len() <= 3).then(|| text.parse::<u32>().ok().map(|n| (index, n + style)))?
        })
        .collect();
    let mut chain: Vec<(usize, u32)> = Vec::new();
    let mut best: Vec<(usize, u32)> = Vec::new();
    for &(index, number) in &numbers {
        match chain.last().map(|&(_, last)| last) {
            Some(last) if number == last + 1 => chain.push((index, number)),
            Some(last) if number == last && chain.len() == 1 => chain = vec![(index, number)],
            None => chain.push((index, number)),
            Some(_) if number % BRACKETED == 1 && chain.len() < 3 => chain = vec![(index, number)],
            Some(_) => {}
        }
        if chain.len() > best.len() {
            best.clone_from(&chain);
        }
    }
    let enough = best.len() >= 2;
    best.into_iter().filter(|_| enough).map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Rows {
        super::rows(text, &|_| {})
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text).rows.iter().map(|r| r.cells.iter().map(|c| c.text.clone()).collect()).collect()
    }

    #[test]
    fn tabs_part_cells_and_blank_lines_leave_a_gap() {
        let rows = rows("a\tb\n\n\tc\n");
        assert_eq!(rows.rows.len(), 2);
        assert!(!rows.rows[0].gap && rows.rows[1].gap);
        assert_eq!(rows.rows[1].cells[0].text, "");
        assert_eq!(rows.rows[1].cells[1].source_of(0..1).unwrap().line, 3);
    }

    #[test]
    fn markup_goes_and_text_in_angle_brackets_stays() {
        assert_eq!(
            cells("x\t<p>一 </p> <ul style=\"a\"> <li>二</li></ul><選択肢> &lt;三"),
            [["x", "一\n二\n<選択肢> <三"]]
        );
        assert_eq!(cells("[<input type=\"checkbox\"/>] 紙"), [["[\u{FDD0}] 紙"]]);
    }

    #[test]
    fn struck_text_is_no_text_of_the_cell_but_said() {
        let rows = rows(
            "部署\t~~高齢福祉課~~健康福祉部\n課長\t<del>旧課長</del> 新課長 ~3日\n所\t~~未完\n",
        );
        let cells: Vec<&str> = rows.rows.iter().map(|row| row.cells[1].text.as_str()).collect();
        assert_eq!(cells, ["健康福祉部", "新課長 ~3日", "~~未完"]);
        let notes: Vec<_> = rows.notes.iter().map(|note| (note.cell, &*note.message)).collect();
        let said = |text: &str| format!("a strike takes out '{text}'");
        assert_eq!(notes[0], (Some((0, 1)), said("高齢福祉課").as_str()));
        assert_eq!(notes[1], (Some((1, 1)), said("旧課長").as_str()));
    }

    #[test]
    fn a_table_inside_a_cell_is_flattened_and_one_of_its_own_is_rows() {
        assert_eq!(cells("a\t<table><tr><td>b</td><td>c</td></tr></table>"), [["a", "b c"]]);
        assert_eq!(
            cells(
                "<table>\n<tr><td>a</td>\n<td>b<br>c</td></tr>\n<tr><td></td><td>d</td></tr>\n</table>\nend"
            ),
            [vec!["a", "b\nc"], vec!["", "d"], vec!["end"]]
        );
    }

    #[test]
    fn a_merged_cell_of_a_list_belongs_to_every_row() {
        let table = "<table><tr><td>a</td><td rowspan=2>b</td><td>c</td><td>d</td></tr>\n<tr><td>e</td><td>f</td><td>g</td></tr>\n<tr><td>h</td><td colspan=\"2\">i</td><td>j</td></tr></table>";
        assert_eq!(
            cells(table),
            [vec!["a", "b", "c", "d"], vec!["e", "b", "f", "g"], vec!["h", "i", "", "j"]]
        );
        let label = "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>";
        assert_eq!(cells(label), [vec!["a", "b"], vec!["c"]]);
    }

    #[test]
    fn raw_characters_are_quoted_unchanged() {
        let text = "x\t<p>平成28年</p> &amp; 終";
        let rows = rows(text);
        let cell = &rows.rows[0].cells[1];
        assert_eq!(cell.text, "平成28年\n& 終");
        let raw: String =
            cell.raw_of(0..cell.text.len()).into_iter().map(|r| &rows.raw[r]).collect();
        assert_eq!(raw, "平成28年&amp; 終");
    }

    #[test]
    fn page_numbers_and_dashes_are_furniture() {
        let rows = rows("1/5\n-\t\n- 3 -\n---\t--\n1\n評価\n2\nx\n3");
        let furniture: Vec<bool> = rows.rows.iter().map(|r| r.furniture).collect();
        assert_eq!(furniture, [true, false, true, true, true, false, true, false, true]);
    }
}
