//! What is to be said of text that was set aside, and which cell it stands in.

use crate::budget;
use crate::finding::{Code, Message, Severity};
use crate::fold::fold;
use crate::read::cell::draft::DraftRow;
use crate::read::numbers::seam::note::{ACROSS, FULL, PINNED, QUOTED, REACHED};
use crate::read::page::{Aside, Shared, Why};
use crate::rows::{Cell, Note, Row, Rows, Span};
use crate::source::{Area, Source};

impl Why {
    /// The code and weight of the finding, and the keys of its message: with the text, and without.
    fn says(self) -> Option<(Code, Severity, [&'static str; 2])> {
        let (code, keys) = match self {
            Self::Overlay => return None,
            Self::Struck => (Code::TextStruck, ["text-struck", "text-struck.untold"]),
            Self::Added => (Code::TextAdded, ["text-added"; 2]),
            Self::Overprinted => (Code::TextOverprinted, ["text-overprinted"; 2]),
            Self::Garbled => (Code::TextGarbled, ["text-garbled"; 2]),
            Self::BlackedOut => (Code::TextBlackedOut, ["text-blacked-out"; 2]),
            Self::Marked => (Code::TextBlackedOut, ["text-blacked-out.marked"; 2]),
            Self::Bar => (Code::TextBlackedOut, ["text-blacked-out.bar"; 2]),
            Self::Clipped => (Code::TextCut, ["text-cut.clipped"; 2]),
            Self::Noted => (Code::TextAdded, ["text-added.note"; 2]),
            Self::Stamped => (Code::InkUnread, ["ink-unread.stamp"; 2]),
            Self::Layer => (Code::TextCovered, ["text-covered.layer", "text-covered.untold"]),
            Self::Covered => (Code::TextCovered, ["text-covered", "text-covered.untold"]),
            Self::Unseen => {
                (Code::TextCovered, ["text-covered.colour", "text-covered.colour-untold"])
            }
            Self::Tiny => (Code::TextCovered, ["text-covered.tiny", "text-covered.tiny-untold"]),
        };
        let is_lost = self == Self::BlackedOut;
        Some((code, if is_lost { Severity::Error } else { Severity::Warning }, keys))
    }

    /// What there is to say of a text that was set aside; of what is blacked out the text is never said.
    pub(crate) fn note(
        self,
        text: &str,
        source: Source,
        cell: Option<(usize, usize)>,
    ) -> Option<Note> {
        let (code, severity, keys) = self.says()?;
        let text = if self == Self::BlackedOut { "" } else { text };
        let within = if self == Self::Added { text.trim().to_owned() } else { String::new() };
        Some(Note { code, severity, source, cell, message: message(text, keys), within })
    }
}

/// What there is to say of the pages' texts that were set aside.
pub(crate) fn notes(rows: &Rows, draft: &[DraftRow], pages: &[Shared<'_>]) -> Vec<Note> {
    let mut all = Vec::new();
    for (number, page) in (0u32..).zip(pages) {
        for aside in &page.asides {
            let source = Source { page: page.number, area: Some(aside.area), ..Source::default() };
            if aside.why.is_of_its_place() {
                let mut cells = reached(rows, draft, number, aside, None);
                let is_full = aside.area.x1 - aside.area.x0 > FULL * page.width;
                let near = aside.why == Why::Clipped || aside.why == Why::Bar && !is_full;
                if cells.is_empty() && near {
                    cells.extend(beside(rows, draft, number, aside));
                }
                let other =
                    |(row, cell): &(usize, usize)| is_other(&rows.rows[*row].cells[*cell], aside);
                let notes = cells.into_iter().filter(other);
                all.extend(
                    notes.filter_map(|cell| aside.why.note(&aside.text, source, Some(cell))),
                );
                continue;
            }
            if aside.why == Why::Noted {
                let told = pinned(rows, draft, number, aside);
                all.extend(told.and_then(|cell| aside.why.note(&aside.text, source, cell)));
                continue;
            }
            let first = place(rows, draft, number, aside.area);
            let others = reached(rows, draft, number, aside, first);
            for cell in std::iter::once(first).chain(others.into_iter().map(Some)) {
                all.extend(aside.why.note(&aside.text, source, cell));
            }
        }
    }
    all
}

/// The cell that a note is pinned to: the one that it stands in or right beside, if there is one. Nothing at all where
/// the note only repeats the text of the cell, as programs write of what they mark.
fn pinned(
    rows: &Rows,
    draft: &[DraftRow],
    page: u32,
    aside: &Aside,
) -> Option<Option<(usize, usize)>> {
    let Some(at) = beside(rows, draft, page, aside) else { return Some(None) };
    let repeats = fold(&rows.rows[at.0].cells[at.1].text).contains(&fold(&aside.text));
    (!repeats).then_some(Some(at))
}

/// The cell that an area stands in or right beside.
fn beside(rows: &Rows, draft: &[DraftRow], page: u32, aside: &Aside) -> Option<(usize, usize)> {
    budget::steps(draft.len());
    let at = place(rows, draft, page, aside.area)?;
    let area = outline(&rows.rows[at.0].cells[at.1])?;
    (distance(area, aside.area) <= PINNED).then_some(at)
}

/// Where a cell stands: its box, else that of its text.
fn outline(cell: &Cell) -> Option<Area> {
    let shown = cell.spans.iter().filter_map(|span| span.source.area);
    cell.area.or_else(|| shown.reduce(Area::union))
}

/// Whether a cell does not say what was set aside, or a part of it: what is set aside may go on over several cells.
fn is_other(cell: &Cell, aside: &Aside) -> bool {
    let (own, other) = (fold(&cell.text), fold(&aside.text));
    other.is_empty() || !own.contains(&other) && !other.contains(&own)
}

fn message(text: &str, [told, untold]: [&'static str; 2]) -> Message {
    let text = text.trim();
    if text.is_empty() {
        return Message::new(untold, &[]);
    }
    let mut quoted: String = text.chars().take(QUOTED).collect();
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    Message::new(told, &[("text", &quoted)])
}

/// Puts the texts that were laid over each page behind its rows, as furniture. `firsts` says on which page each
/// row begins.
pub(crate) fn add_overlays(rows: &mut Rows, firsts: &mut Vec<u32>, pages: &[Shared<'_>]) {
    for (number, page) in (0u32..).zip(pages).collect::<Vec<_>>().into_iter().rev() {
        let at = firsts.partition_point(|first| *first <= number);
        let over = page.asides.iter().filter(|aside| aside.why == Why::Overlay);
        let over: Vec<Row> = over.map(|aside| overlay(aside, page.number, &mut rows.raw)).collect();
        for note in &mut rows.notes {
            note.cell = note.cell.map(|(row, cell)| match row < at {
                true => (row, cell),
                false => (row + over.len(), cell),
            });
        }
        firsts.splice(at..at, over.iter().map(|_| number));
        rows.rows.splice(at..at, over);
    }
}

fn overlay(aside: &Aside, page: u32, raw: &mut String) -> Row {
    let at = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
    let raw_start = at(raw.len());
    raw.push_str(&aside.text);
    let source = Source { page, area: Some(aside.area), ..Source::default() };
    let span =
        Span { start: 0, end: at(aside.text.len()), raw_start, raw_end: at(raw.len()), source };
    let cell = Cell { text: aside.text.clone(), spans: vec![span], ..Cell::default() };
    Row { cells: vec![cell], furniture: true, ..Row::default() }
}

/// How near a cell is: not beside, how far, how high.
type Nearness = (bool, f32, f32);

/// The cell that an area of a page stands in: the smallest that holds its middle, else the nearest beside it,
/// else the nearest.
pub(crate) fn place(
    rows: &Rows,
    draft: &[DraftRow],
    page: u32,
    area: Area,
) -> Option<(usize, usize)> {
    let mut best: Option<(Nearness, (usize, usize))> = None;
    let middle = f32::midpoint(area.y0, area.y1);
    let first = draft.partition_point(|row| row.page < page);
    for (at, row) in draft.iter().enumerate().skip(first).take_while(|(_, row)| row.page == page) {
        let read = rows.rows.get(at).filter(|row| !row.furniture);
        for (number, cell) in read.iter().flat_map(|row| row.cells.iter().enumerate()) {
            let Some(outline) = outline(cell).or(row.area) else { continue };
            let beside = (outline.y0..=outline.y1).contains(&middle);
            let key = (!beside, distance(outline, area), outline.y1 - outline.y0);
            if best.is_none_or(|(least, _)| key < least) {
                best = Some((key, (at, number)));
            }
        }
    }
    best.map(|(_, cell)| cell)
}

/// The other cells that an area reaches into: texts of neighbours may be set aside as one.
fn reached(
    rows: &Rows,
    draft: &[DraftRow],
    page: u32,
    aside: &Aside,
    first: Option<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let (area, height) = (aside.area, |a: Area| a.y1 - a.y0);
    let reaches = |cell: Area| {
        let across = area.x1.min(cell.x1) - area.x0.max(cell.x0);
        let down = area.y1.min(cell.y1) - area.y0.max(cell.y0);
        let least = height(area).min(height(cell)).min(aside.size.max(1.0));
        across >= REACHED * least.min(cell.x1 - cell.x0) && down >= REACHED * least
    };
    let from = draft.partition_point(|row| row.page < page);
    budget::steps(draft.len() - from);
    let on_page = draft.iter().enumerate().skip(from).take_while(|(_, row)| row.page == page);
    let read = on_page.filter_map(|(at, _)| Some((at, rows.rows.get(at)?)));
    let cells = read.filter(|(_, row)| !row.furniture).flat_map(|(at, row)| {
        row.cells.iter().enumerate().map(move |(number, cell)| ((at, number), cell.area))
    });
    cells
        .filter(|(at, cell)| Some(*at) != first && cell.is_some_and(reaches))
        .map(|(at, _)| at)
        .collect()
}

/// How far the middle of an area is outside of a box; up and down counts more.
fn distance(outline: Area, area: Area) -> f32 {
    let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
    let out = |at: f32, from: f32, to: f32| (from - at).max(at - to).max(0.0);
    out(x, outline.x0, outline.x1) + ACROSS * out(y, outline.y0, outline.y1)
}
