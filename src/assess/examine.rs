//! A document with all that reading it has shown: which cell was given to which item, and the pages.

use super::{Outcome, read, understand};
use crate::align::{Alignment, Piece, aside};
use crate::budget;
use crate::fill::Filled;
use crate::finding::Finding;
use crate::form::{Role, Slot};
use crate::limits::Limits;
use crate::read::page::Page;
use crate::read::{self as readers, Means};
use crate::record::{Document, Kind, Record};
use crate::rows::Rows;
use std::collections::BTreeMap;

/// A document and how it was understood.
#[derive(Debug, Default)]
pub(crate) struct Examined {
    /// The document, its kind and encoding filled in.
    pub(crate) document: Document,
    /// Its cells.
    pub(crate) rows: Rows,
    /// Its pages as displayed (PDF only).
    pub(crate) pages: Vec<Page>,
    /// Its assessments and findings.
    pub(crate) outcome: Outcome,
    given: BTreeMap<(usize, usize), Vec<Given>>,
}

/// A part of a cell and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// First byte in the cell's text.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) used: Use,
    /// The item (its section's or group's path for a heading); empty for a leftover.
    pub(crate) item: String,
}

/// What a part of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// The printed label of an item.
    Label,
    /// An answer, with its list of options.
    Value,
    /// Text that belongs to no item.
    Leftover,
}

impl Examined {
    /// A document that could not be opened.
    pub(crate) fn unread(document: Document, finding: Finding) -> Self {
        let outcome = Outcome { records: Vec::new(), findings: vec![finding] };
        Self { document, outcome, ..Self::default() }
    }

    /// What became of the parts of a cell, in order.
    pub(crate) fn given(&self, row: usize, cell: usize) -> &[Given] {
        self.given.get(&(row, cell)).map_or(&[], Vec::as_slice)
    }
}

/// Reads a document as [`super::assess_within`] does, and keeps what it has seen on the way.
pub(crate) fn examine(document: Document, bytes: &[u8]) -> Examined {
    let limits = Limits::default();
    let known = document.clone();
    let work = || examine_all(document, bytes, &limits);
    let seen = budget::within(limits.time, limits.memory, work);
    seen.unwrap_or_else(|over| Examined::unread(known, over.finding(0)))
}

fn examine_all(document: Document, bytes: &[u8], limits: &Limits) -> Examined {
    let mut seen = Examined { document, ..Examined::default() };
    let means = Means::of(limits);
    let findings = if seen.document.kind == Kind::Pdf {
        let (rows, reader, findings, pages) = readers::pdf_with_pages(bytes, &means, &aside::pages);
        seen.document.pages = Some(rows.pages);
        seen.document.reader = Some(reader.to_owned());
        (seen.rows, seen.pages) = (rows, pages);
        findings
    } else {
        let (rows, findings) = read(&mut seen.document, bytes, &means);
        seen.rows = rows;
        findings
    };
    let parts = aside::part(&mut seen.rows);
    let mut given = BTreeMap::new();
    let mut keep = |record: &Record, alignment: Alignment, filled: Filled| {
        Keeper { rows: &seen.rows, given: &mut given }.keep(record, &alignment, &filled);
    };
    seen.outcome = understand(&seen.document, &seen.rows, &parts, findings, &mut keep);
    for parts in given.values_mut() {
        parts.sort_by_key(|part| (part.start, part.end, part.used));
        parts.dedup();
    }
    seen.given = given;
    seen
}

struct Keeper<'a> {
    rows: &'a Rows,
    given: &'a mut BTreeMap<(usize, usize), Vec<Given>>,
}

impl Keeper<'_> {
    fn keep(&mut self, record: &Record, alignment: &Alignment, filled: &Filled) {
        let mut items: Vec<Vec<&str>> = vec![Vec::new(); alignment.parts.len()];
        for (item, part) in record.items.iter().zip(&filled.parts) {
            if let Some(items) = items.get_mut(*part) {
                items.push(&item.id);
            }
        }
        for (part, items) in alignment.parts.iter().zip(&items) {
            let Some(slot) = alignment.form.slots.get(part.slot) else { continue };
            // A column's items are those of all rows of its table.
            let of_items = common(items).filter(|_| slot.role != Role::Column);
            let item = of_items.unwrap_or_else(|| name(slot));
            if let Some(label) = part.label {
                self.add(label, Use::Label, &item);
            }
            let is_value = !items.is_empty() || slot.role == Role::Column;
            for value in part.values.iter().filter(|_| is_value) {
                self.add(*value, Use::Value, &item);
            }
        }
        for piece in &filled.leftover {
            self.add(*piece, Use::Leftover, "");
        }
        for (number, rows) in (1..).zip(&alignment.appendices) {
            for row in rows.clone() {
                self.whole(row, &format!("appendix[{number}]"));
            }
        }
    }

    fn whole(&mut self, row: usize, item: &str) {
        let cells = self.rows.rows.get(row).map_or(&[][..], |row| &row.cells);
        for (cell, content) in cells.iter().enumerate() {
            let (start, end) = (0, content.text.len());
            self.add(Piece { row, cell, start, end }, Use::Value, item);
        }
    }

    fn add(&mut self, piece: Piece, used: Use, item: &str) {
        if piece.start >= piece.end {
            return;
        }
        let given = Given { start: piece.start, end: piece.end, used, item: item.to_owned() };
        self.given.entry((piece.row, piece.cell)).or_default().push(given);
    }
}

/// What a label without an item stands for.
fn name(slot: &Slot) -> String {
    match slot.role {
        Role::Title => "(title)".to_owned(),
        Role::Contents => "(contents)".to_owned(),
        _ => slot.path.to_string(),
    }
}

/// The item, or what several have in common: `connections.*` for the boxes of a cell.
fn common(items: &[&str]) -> Option<String> {
    let (first, rest) = items.split_first()?;
    if rest.is_empty() {
        return Some((*first).to_owned());
    }
    let mut steps: Vec<&str> = first.split('.').collect();
    for item in rest {
        let same = steps.iter().zip(item.split('.')).take_while(|(a, b)| *a == b).count();
        steps.truncate(same);
    }
    steps.push("*");
    Some(steps.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::read::page::Glyph;
    use crate::source::Area;
    use std::fs;
    use std::path::Path;

    #[test]
    fn boxes_of_a_cell_have_a_name_together() {
        assert_eq!(common(&[]), None);
        assert_eq!(common(&["a.b"]).unwrap(), "a.b");
        assert_eq!(common(&["a.b.c", "a.b.d", "a.b.d.e"]).unwrap(), "a.b.*");
    }

    /// What the glyphs print whose middle lies in the area.
    fn printed(page: &Page, area: Area) -> String {
        let inside = |glyph: &&Glyph| {
            let (x, y) = (glyph.area.x0 + glyph.area.x1, glyph.area.y0 + glyph.area.y1);
            (area.x0..=area.x1).contains(&(x / 2.0)) && (area.y0..=area.y1).contains(&(y / 2.0))
        };
        let glyphs = page.glyphs.iter().filter(inside);
        glyphs.map(|glyph| &page.text[glyph.start as usize..glyph.end as usize]).collect()
    }

    /// The characters of a text that are not among those of another, white space and folding aside.
    fn missing(text: &str, among: &str) -> String {
        let mut left: Vec<char> = fold(among).chars().collect();
        let kept = |c: &char| match left.iter().position(|other| other == c) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
        };
        fold(text).chars().filter(kept).collect()
    }

    #[test]
    fn the_box_of_an_item_holds_what_the_item_prints() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
        let mut boxes = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "pdf") {
                continue;
            }
            let document = Document { kind: Kind::Pdf, ..Document::default() };
            let seen = examine(document, &fs::read(&path).unwrap());
            for item in &seen.outcome.records[0].items {
                let (page, area) = (item.source.page, item.source.area.unwrap());
                let shown = seen.pages.iter().find(|shown| shown.number == page).unwrap();
                let mut missing = missing(&item.text, &printed(shown, area));
                // A text over a page break: the box is where it begins.
                let next =
                    seen.pages.iter().filter(|shown| (page + 1..page + 3).contains(&shown.number));
                let next: String = next.map(|shown| shown.text.as_str()).collect();
                if missing.len() < item.text.len() {
                    missing = self::missing(&missing, &next);
                }
                assert_eq!(missing, "", "{path:?} {} {:?}", item.id, item.source);
                boxes += 1;
            }
        }
        assert!(boxes > 500, "{boxes}");
    }
}
