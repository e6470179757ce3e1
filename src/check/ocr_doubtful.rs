//! # ocr-doubtful
//!
//! **What it finds.** Values read from a scan of whose characters, all together, it is less than 90 % sure that they are right; and blank
//! answers beside whose label there is text that went to another question, or to none.
//! **Why it matters.** They may hold wrong or lost characters. `confidence` in `items.csv` says of a text how often such texts had at most three wrong characters in a hundred on labelled scans, of other values how sure the recogniser is.
//! **Example.** A date whose last figure is smudged.

use super::{Context, on};
use crate::align;
use crate::confidence::SURE;
use crate::finding::{Finding, Message, Severity};
use crate::record::{Item, Value};
use crate::source::Source;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Some(known) = item.confidence.filter(|known| *known < SURE) {
            let percent = format!("{:.0}", known * 100.0);
            let message = Message::new("ocr-doubtful", &[("percent", &percent)]);
            findings.push(on(item, "ocr-doubtful", Severity::Warning, message));
        }
    }
    for item in beside_text(context) {
        let message = Message::new("ocr-doubtful.beside", &[("label", &item.label)]);
        findings.push(on(item, "ocr-doubtful", Severity::Warning, message));
    }
}

/// Shorter texts are specks and numbers of pages.
const LEAST: usize = 4;

/// Blank answers on scanned pages, at whose right, on one line with the label, text stands.
fn beside_text<'c>(context: &'c Context) -> Vec<&'c Item> {
    if context.rows.scanned.is_empty() {
        return Vec::new();
    }
    let is_scan = |source: &Source| context.rows.scanned.binary_search(&source.page).is_ok();
    let is_blank =
        |item: &&Item| !matches!(item.value, Value::Checkbox(_)) && item.value.printed().is_empty();
    let filled = context.items().iter().filter(|item| item.text.chars().count() >= LEAST);
    let filled: Vec<&Source> = filled.map(|item| &item.source).collect();
    let loose = context.filled.leftover.iter();
    let loose = loose.filter(|piece| align::text(context.rows, **piece).chars().count() >= LEAST);
    let loose: Vec<Source> = loose.map(|piece| context.source(*piece)).collect();
    let blank = context.items().iter().filter(is_blank).filter(|item| is_scan(&item.source));
    let is_beside = |item: &&Item| {
        // What stands where another answer does has its label at the head of a column.
        let own = filled.iter().all(|source| source.area != item.source.area);
        own && filled.iter().copied().chain(&loose).any(|text| stands_beside(text, &item.source))
    };
    blank.filter(is_beside).collect()
}

/// Whether a text reaches further right than a label and is level with it.
fn stands_beside(text: &Source, label: &Source) -> bool {
    let (Some(text_area), Some(area)) = (text.area, label.area) else { return false };
    let level = text_area.y1.min(area.y1) - text_area.y0.max(area.y0);
    text.page == label.page && text_area.x1 > area.x1 && level * 2.0 >= area.y1 - area.y0
}
