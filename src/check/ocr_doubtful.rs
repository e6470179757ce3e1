//! # ocr-doubtful
//!
//! **What it finds.** Values read from a scan of whose characters, all together, it is less than 90 % sure that they are right; blank
//! answers beside whose label there is text that went to another question, or to none; and texts of which a line may be the number of
//! a page or of a label.
//! **Why it matters.** They may hold wrong or lost characters. `confidence` in `items.csv` says of a text how often such texts had at most three wrong characters in a hundred on labelled scans, of other values how sure the recogniser is.
//! **Example.** A date whose last figure is smudged.

use super::{Context, on};
use crate::align;
use crate::confidence::SURE;
use crate::finding::{Code, Finding, Message, Severity};
use crate::read::page::margin::number::{number, shape};
use crate::record::{Item, Value};
use crate::source::Source;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Some(known) = item.confidence.filter(|known| *known < SURE) {
            let percent = format!("{:.0}", known * 100.0);
            let message = Message::new("ocr-doubtful", &[("percent", &percent)]);
            findings.push(on(item, Code::OcrDoubtful, Severity::Warning, message));
        }
    }
    for item in context.items().iter().filter(|item| has_stray_number(item)) {
        let message = Message::new("ocr-doubtful.number", &[]);
        findings.push(on(item, Code::OcrDoubtful, Severity::Warning, message));
    }
    for item in beside_text(context) {
        let message = Message::new("ocr-doubtful.beside", &[("label", &item.label)]);
        findings.push(on(item, Code::OcrDoubtful, Severity::Warning, message));
    }
}

/// Whether a sure text from a scan ends in a line that reads like the number of a page, or is nothing but a number with
/// a dot behind it, as labels have it.
fn has_stray_number(item: &Item) -> bool {
    let Value::Text(value) = &item.value else { return false };
    if item.confidence.is_none_or(|known| known < SURE) {
        return false;
    }
    let ends_in_one = |text: &str| {
        let (before, last) = text.trim().rsplit_once('\n').unwrap_or_default();
        !before.is_empty() && (number(last.chars()).is_some() || is_option(before, last))
    };
    let shape = shape(value.chars());
    let is_label = shape.strip_prefix('0').is_some_and(|dot| [".", ":"].contains(&dot));
    ends_in_one(value) || ends_in_one(&item.text) || is_label
}

/// Whether a line begins with a number and a bracket, as options do, and none before it with the number before.
fn is_option(before: &str, line: &str) -> bool {
    let number = |line: &str| -> Option<u32> {
        let (number, _) = line.trim_start().split_once([')', '）'])?;
        number
            .chars()
            .map(|c| c.to_digit(10))
            .try_fold(0, |sum: u32, digit| sum.checked_mul(10)?.checked_add(digit?))
    };
    let earlier = |number_before| before.lines().any(|line| number(line) == Some(number_before));
    number(line).is_some_and(|it| it > 1 && !earlier(it - 1))
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
    let long = |piece: &&align::Piece| align::text(context.rows, **piece).chars().count() >= LEAST;
    let left = context.filled.leftover.iter();
    let loose: Vec<Source> =
        left.clone().filter(long).map(|piece| context.source(*piece)).collect();
    let left: Vec<Source> = left.map(|piece| context.source(*piece)).collect();
    let blank = context.items().iter().filter(is_blank).filter(|item| is_scan(&item.source));
    let is_beside = |item: &&Item| {
        // What stands where another answer does has its label at the head of a column.
        let own = filled.iter().all(|source| source.area != item.source.area);
        let below = left.iter().any(|text| stands_below(text, &item.source, BELOW));
        below
            || heads_another(context, item)
            || own
                && filled
                    .iter()
                    .copied()
                    .chain(&loose)
                    .any(|text| stands_beside(text, &item.source))
    };
    blank.filter(is_beside).collect()
}

/// So many times its height below a label its answer begins …
const BELOW: f32 = 2.5;
/// … or, in a column with a head, so many.
const BELOW_HEAD: f32 = 4.0;

/// Whether the label of a blank answer is the head of a column that another answer stands in.
fn heads_another(context: &Context, blank: &Item) -> bool {
    context.alignment.parts.iter().any(|part| {
        let mut values = part.values.iter().map(|piece| context.source(*piece));
        part.label.is_some_and(|label| {
            let label = context.source(label);
            values.any(|text| is_strayed(&text, &label, &blank.source))
        })
    })
}

/// Whether a text stands below the head of another column than its own, level with it.
fn is_strayed(text: &Source, own: &Source, other: &Source) -> bool {
    is_level(own, other) && stands_below(text, other, BELOW_HEAD)
}

/// Whether a text stands right below a label, by so many times its height, or at most by the height of a line before its
/// beginning.
fn stands_below(text: &Source, label: &Source, most: f32) -> bool {
    let (Some(text_area), Some(area)) = (text.area, label.area) else { return false };
    let (high, down) = (area.y1 - area.y0, text_area.y0 - area.y1);
    let across = area.x0 - high..area.x1;
    text.page == label.page && (0.0..most * high).contains(&down) && across.contains(&text_area.x0)
}

/// Whether a text reaches further right than a label and is level with it.
fn stands_beside(text: &Source, label: &Source) -> bool {
    let (Some(text_area), Some(area)) = (text.area, label.area) else { return false };
    text_area.x1 > area.x1 && is_level(text, label)
}

/// Whether half of a label's height is beside a text.
fn is_level(text: &Source, label: &Source) -> bool {
    let (Some(text_area), Some(area)) = (text.area, label.area) else { return false };
    let level = text_area.y1.min(area.y1) - text_area.y0.max(area.y0);
    text.page == label.page && level * 2.0 >= area.y1 - area.y0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Area;

    #[test]
    fn an_answer_below_the_head_of_another_column_is_strayed() {
        let at = |x0, y0, x1, y1| Source {
            page: 1,
            area: Some(Area { x0, y0, x1, y1 }),
            ..Source::default()
        };
        let (own, other) = (at(320.0, 100.0, 345.0, 107.0), at(68.0, 101.0, 97.0, 108.0));
        let number = at(78.0, 127.0, 86.0, 133.0);
        assert!(is_strayed(&number, &own, &other));
        assert!(!is_strayed(&at(300.0, 127.0, 400.0, 133.0), &own, &other), "below its own");
        assert!(!is_strayed(&number, &at(320.0, 80.0, 345.0, 87.0), &other), "of another row");
    }

    #[test]
    fn what_stands_below_a_label_may_be_its_answer() {
        let at = |x0, y0, x1, y1| Source {
            page: 1,
            area: Some(Area { x0, y0, x1, y1 }),
            ..Source::default()
        };
        let label = at(50.0, 56.0, 130.0, 65.0);
        assert!(stands_below(&at(43.0, 76.0, 45.0, 77.0), &label, BELOW));
        assert!(!stands_below(&at(43.0, 106.0, 45.0, 107.0), &label, BELOW), "too far");
        assert!(!stands_below(&at(143.0, 76.0, 145.0, 77.0), &label, BELOW), "beside it");
    }

    #[test]
    fn numbers_of_pages_and_labels_are_strays() {
        let stray = |text: &str, confidence| {
            let value = Value::Text(text.to_owned());
            let item = Item { value, text: text.to_owned(), confidence, ..Item::default() };
            has_stray_number(&item)
        };
        for text in ["税務課長\n2 / 4", "行わない。\n1", "課長\n- 3 -", "5:", "5．", "5："]
        {
            assert!(stray(text, Some(0.99)), "{text}");
            assert!(!stray(text, None), "not from a scan");
            assert!(!stray(text, Some(0.5)), "doubtful anyway");
        }
        assert!(stray("送料が必要\n2) 無料", Some(0.99)));
        assert!(!stray("1) 有料\n2) 無料", Some(0.99)));
        for text in ["14", "2 / 4", "1. 表\n2. 台帳", "電話\n0258-12-3456内線3", "-"] {
            assert!(!stray(text, Some(0.99)), "{text}");
        }
    }
}
