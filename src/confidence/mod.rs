//! How likely a value is right that was read from a picture, and what becomes of it.
//!
//! The recogniser says of each character how sure it is. The product over a value is no likelihood: its neighbours are
//! not independent, and what is lost is not in it; and a long text of which one character is wrong is still the text.
//! A text is right here if no more than three in a hundred of its characters are wrong, anything else if it is exact.
//! `data/calibration.csv` says how often values of a kind and such a chance were right on labelled scans
//! (`tests/ocr/calibrate.py`).

mod date;

use crate::record::{Item, ReadBy, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A value that is less likely right carries a finding.
pub(crate) const SURE: f32 = 0.9;
/// A date that its grammar has told is at most so sure.
const TOLD: f32 = 0.8;

/// For each kind of value the products (of texts the chances), ascending, and the share that was right.
static TABLE: LazyLock<BTreeMap<&str, Vec<(f32, f32)>>> = LazyLock::new(|| {
    let mut table: BTreeMap<&str, Vec<(f32, f32)>> = BTreeMap::new();
    for line in include_str!("data/calibration.csv").lines().skip(1) {
        let mut fields = line.split(',');
        let kind = fields.next().unwrap_or_default();
        let mut number = || fields.next().and_then(|field| field.parse().ok());
        if let (Some(sure), Some(right)) = (number(), number()) {
            table.entry(kind).or_default().push((sure, right));
        }
    }
    table
});

/// Turns how sure the characters of items are into how likely their values are right; what no character
/// explains is taken out of the values, and marks that are not confirmed are unknown.
pub(crate) fn settle(items: &mut [Item]) {
    for item in items {
        let Some(sure) = item.confidence else { continue };
        let kind = kind(&item.value);
        let told = match &item.value {
            Value::Date { iso: None, text } => date::reading(text),
            _ => None,
        };
        let known = likelihood(kind, if kind == "text" { chance(sure, &item.text) } else { sure });
        item.confidence = Some(if told.is_some() { known.min(TOLD) } else { known });
        item.read_by = ReadBy::Ocr;
        if let Value::Date { iso, .. } = &mut item.value {
            *iso = iso.take().or(told);
        }
        match &mut item.value {
            Value::Checkbox(mark) if known < SURE => *mark = None,
            Value::Text(text) | Value::Date { text, .. } if text.contains('\u{FFFD}') => {
                *text = text.replace('\u{FFFD}', "").trim().to_owned();
            }
            _ => {}
        }
    }
}

/// What the table calls a value: its kind, or `blank`.
fn kind(value: &Value) -> &'static str {
    let blank = !matches!(value, Value::Checkbox(_)) && value.printed().is_empty();
    if blank { "blank" } else { value.kind().name() }
}

/// Of so many characters one may be wrong.
const ONE_IN: usize = 34;

/// The chance that no more characters of a text are wrong than may be, if all are right with this probability and
/// wrong ones come one by one (Poisson's distribution).
fn chance(sure: f32, text: &str) -> f32 {
    let allowed = text.chars().filter(|char| !char.is_whitespace()).count() / ONE_IN;
    let expected = -sure.max(f32::MIN_POSITIVE).ln();
    let (mut term, mut sum, mut count) = (sure, sure, 0.0);
    for _ in 0..allowed {
        count += 1.0;
        term *= expected / count;
        sum += term;
    }
    sum.min(1.0)
}

/// The share of values with this product that were right, between the lines of the table.
fn likelihood(kind: &str, sure: f32) -> f32 {
    let Some(lines) = TABLE.get(kind) else { return sure };
    let after = lines.partition_point(|(known, _)| *known < sure);
    match (after.checked_sub(1).and_then(|at| lines.get(at)), lines.get(after)) {
        (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (sure - x0) / (x1 - x0).max(1e-6),
        (Some((_, right)), None) | (None, Some((_, right))) => *right,
        (None, None) => sure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ascends_and_has_all_kinds() {
        for kind in ["blank", "checkbox", "choice", "count", "date", "text"] {
            let lines = TABLE.get(kind).unwrap();
            assert!(lines.is_sorted(), "{kind}");
            assert!(lines.is_sorted_by(|a, b| a.1 <= b.1), "{kind}");
        }
    }

    #[test]
    fn a_long_text_may_have_a_wrong_character() {
        assert!((chance(0.8, "介護保険課") - 0.8).abs() < 1e-6);
        assert!(chance(0.8, &"介".repeat(40)) > 0.97);
        assert!(chance(0.01, &"介".repeat(40)) < 0.1);
    }

    #[test]
    fn between_two_lines_the_share_is_between_theirs() {
        let item = |value, sure| Item { value, confidence: Some(sure), ..Item::default() };
        let mut items = [
            item(Value::Text("番号\u{FFFD}法".to_owned()), 0.0),
            item(Value::Checkbox(Some(false)), 0.1),
        ];
        settle(&mut items);
        assert_eq!(items[0].value.printed(), "番号法");
        assert_eq!(items[1].value.printed(), "unknown");
    }
}
