//! The cells of a document as JSON: for each page of a PDF, for each line of a text.

use super::{begins, findings, names, page_of};
use crate::assess::Examined;
use crate::finding::Finding;
use crate::read::page::Page;
use crate::record::Kind;
use crate::rows::Cell;
use crate::source::{Area, Source};
use serde_json::{Value, json};

/// `{"pages": [{"page", "width", "height", "cells": [{"text", "box"}], "findings"}]}` for a PDF,
/// `{"lines": [{"line", "cells": [{"text", "items"}], "findings"}]}` for a text.
pub(super) fn document(seen: &Examined, only: Option<u32>) -> Vec<u8> {
    let value = if seen.document.kind == Kind::Pdf { pages(seen, only) } else { lines(seen) };
    let mut out = value.to_string().into_bytes();
    out.push(b'\n');
    out
}

fn pages(seen: &Examined, only: Option<u32>) -> Value {
    let mut cells: Vec<Vec<Value>> = vec![Vec::new(); seen.pages.len()];
    let mut at = Source { page: 1, ..Source::default() };
    for row in &seen.rows.rows {
        at = begins(row, at);
        for cell in &row.cells {
            let page = page_of(cell, at);
            if let Some(cells) = cells.get_mut((page as usize).saturating_sub(1)) {
                cells.push(json!({ "text": cell.text, "box": outline(cell, page) }));
            }
        }
    }
    let wanted = |page: &&Page| only.is_none_or(|only| page.number == only);
    let all = findings(&seen.outcome);
    let pages = seen.pages.iter().zip(cells).filter(|(page, _)| wanted(page));
    let pages = pages.map(|(page, cells)| {
        // What is said of the file as a whole stands on its first page.
        let here = |finding: &&&Finding| finding.source.page.max(1) == page.number;
        let findings: Vec<Value> = all.iter().filter(here).map(|one| finding(one)).collect();
        let (width, height) = (hundredths(page.width), hundredths(page.height));
        json!({ "page": page.number, "width": width, "height": height, "cells": cells, "findings": findings })
    });
    json!({ "pages": pages.collect::<Vec<Value>>() })
}

/// The ruled cell, or the box of its text, on the page that it begins on.
fn outline(cell: &Cell, page: u32) -> Option<[f64; 4]> {
    let here = cell.spans.iter().filter(|span| span.source.page == page);
    let printed = || here.filter_map(|span| span.source.area).reduce(Area::union);
    let Area { x0, y0, x1, y1 } = cell.area.or_else(printed)?;
    Some([x0, y0, x1, y1].map(hundredths))
}

/// Two decimals are a hundredth of a point: finer than any printer.
fn hundredths(edge: f32) -> f64 {
    (f64::from(edge) * 100.0).round() / 100.0
}

fn lines(seen: &Examined) -> Value {
    let all = findings(&seen.outcome);
    let mut at = Source::default();
    let mut lines = Vec::new();
    for (r, row) in seen.rows.rows.iter().enumerate() {
        at = begins(row, at);
        let cells = row.cells.iter().enumerate();
        let cells: Vec<Value> = cells
            .map(|(c, cell)| json!({ "text": cell.text, "items": names(seen.given(r, c)) }))
            .collect();
        let last = row.cells.iter().flat_map(|cell| &cell.spans).map(|span| span.source.line).max();
        let here = at.line..=last.unwrap_or(at.line);
        let on = all.iter().filter(|finding| here.contains(&finding.source.line));
        let findings: Vec<Value> = on.map(|one| finding(one)).collect();
        lines.push(json!({ "line": at.line, "cells": cells, "findings": findings }));
    }
    json!({ "lines": lines })
}

fn finding(finding: &Finding) -> Value {
    let Finding { code, severity, item, message, .. } = finding;
    json!({ "code": code, "severity": severity.name(), "item": item, "message": message.en, "message_ja": message.ja })
}
