//! Text whose columns are kept by runs of spaces, as `pdftotext -layout` prints it.
//!
//! A page is read in four steps: page numbers and running titles are set aside; tables with a header
//! line are found ([`table`]); for all other lines the boundary between labels and values is chosen
//! ([`columns`]); the lines of each table are cut into rows ([`cut`]), and the rows' cells put
//! together ([`cell`]).

mod align;
mod beside;
mod caption;
mod cell;
mod columns;
mod cost;
mod cut;
mod folded;
mod furniture;
mod heading;
mod joint;
mod kind;
mod line;
pub(in crate::read) mod mark;
mod near;
mod note;
mod numbered;
mod page;
pub(crate) mod pages;
mod part;
mod placed;
mod recognised;
mod seam;
mod section;
mod side;
mod stamp;
mod strip;
mod table;
mod torn;
mod writer;

use crate::budget;
use crate::fold::{has_byte, has_pair};
use crate::read::sheet::beside;
use crate::read::table::white::weights::page_weights;
use crate::rows::{Cell, Row, Rows};
use cell::Builder;
use line::{Line, Piece, lines};
use writer::{Draft, read_drafts};

/// Whether the columns of a text are kept by runs of spaces.
pub(crate) fn is_layout(text: &str) -> bool {
    let w = page_weights();
    let (mut printed, mut spaced, mut tabbed, mut tagged) = (0usize, 0usize, 0usize, 0usize);
    for line in text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty()) {
        printed += 1;
        let body = line.trim_start();
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let has_blanks = || has_pair(body, |one, two| (one == b' ') & (two == b' '));
        spaced += usize::from(indent >= w.indent || has_blanks() && body.contains("   "));
        tabbed += usize::from(has_byte(line, |byte| byte == b'\t'));
        tagged += usize::from(has_byte(line, |byte| byte == b'<') && has_tag(line));
    }
    let is_rare = |lines: usize| lines * w.rare <= printed;
    spaced >= w.least_spaced && spaced * w.spaced >= printed && is_rare(tabbed) && is_rare(tagged)
}

/// `<td`, `</p`, `<br/>`: an ASCII letter straight after the bracket, and the bracket's end.
fn has_tag(line: &str) -> bool {
    line.split('<').skip(1).any(|after| {
        let name = after.strip_prefix('/').unwrap_or(after);
        let letters = name.chars().take_while(char::is_ascii_alphabetic).count();
        (1..=page_weights().tag).contains(&letters)
            && name[letters..].starts_with(['>', ' ', '/'])
            && after.contains('>')
    })
}

/// The rows of a text with layout.
pub(crate) fn rows(text: &str) -> Rows {
    let mut lines = lines(text);
    let folded = folded::unfold(text, &mut lines);
    torn::mend(text, &mut lines);
    let stamps = stamp::take_stamps(text, &mut lines);
    let count = lines.len();
    lines.extend(stamps);
    let old = beside::take_old(text, &mut lines[..count]);
    let beside = old.iter().map(|old| beside(old.on_left, true));
    let findings = folded.into_iter().chain(beside).collect();
    lines.extend(old.into_iter().flat_map(|old| old.lines));
    let drafts = drafts(text, &mut lines, count);
    let builder = Builder { text, lines: &lines, paged: text.contains('\u{c}') };
    let rows = drafts.iter().map(|draft| row(builder, draft)).collect();
    let by_ocr = recognised::recognised(text, &lines, builder.paged);
    Rows { raw: text.to_owned(), rows, findings, by_ocr, ..Rows::default() }
}

/// The rows of lines, before their text is put together: those behind the first `count` are not read, and more
/// such ones may be added.
fn drafts(text: &str, lines: &mut Vec<Line>, count: usize) -> Vec<Draft> {
    let headings = numbered::take_headings(text, &mut lines[..count]);
    lines.extend(headings);
    let (read, aside) = lines.split_at(count);
    let mut all = read_drafts(text, read);
    let printed = aside.iter().enumerate().filter(|(_, line)| !line.is_blank());
    all.extend(printed.map(|(at, line)| {
        let piece = Piece { line: count + at, words: 0..line.words.len() };
        Draft { cells: vec![vec![piece]], widths: vec![0], furniture: true, ..Draft::default() }
    }));
    all
}

fn row(builder: Builder<'_>, draft: &Draft) -> Row {
    let cells = draft.cells.iter().enumerate();
    let cells: Vec<Cell> =
        cells.map(|(column, pieces)| builder.cell(pieces, draft.wrap(column))).collect();
    let gap = draft.gap(builder.lines);
    let unsure = draft.unsure || cells.iter().any(|cell| mark::is_torn(&cell.text));
    let row = Row { cells, gap, furniture: draft.furniture, unsure, ..Row::default() };
    budget::step();
    budget::take(row.bytes());
    row
}

#[cfg(test)]
mod tests;
