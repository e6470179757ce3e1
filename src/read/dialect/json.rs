//! Layout as JSON (dots.ocr, MinerU, YomiToku, Mistral …): the texts of its blocks, one behind the other.
//!
//! ```text
//! layout ::= value+                                     a value a page, or one for all
//! value  ::= "[" value* "]"  |  block
//! block  ::= "{" label? (text | cells | rows | ref | value*) "}"     keys: data/json.csv
//! rows   ::= "[" ("[" (string | number | boolean | null)* "]")* "]"
//! ref    ::= "$ref" ":" "#/" key "/" number             a value of a list of the whole, the first time
//! ```
//! Parsing is `serde_json`'s; its raw values keep their places in the text.

use super::mapped::{Edits, Mapped};
use crate::budget;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const DATA: &str = include_str!("data/json.csv");

/// A layout has at least this many blocks of text.
const LEAST: usize = 1;
/// No layout is nested deeper.
const DEEPEST: usize = 32;

/// The key of what stands elsewhere.
const REF: &str = "$ref";

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// The keys of a meaning, in the order in which they are asked.
fn keys(meaning: &str) -> impl Iterator<Item = &'static str> + '_ {
    static KEYS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    let keys = KEYS.get_or_init(|| {
        let rows = super::records(DATA);
        rows.into_iter()
            .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
            .collect()
    });
    keys.iter().filter(move |(_, known)| known == meaning).map(|(key, _)| key.as_str())
}

/// The texts of a layout; `None` where a text is no layout, or our own output.
pub(super) fn undo(text: &str) -> Option<Mapped> {
    let start = text.find(['{', '['])?;
    let fenced = text[..start].trim().trim_start_matches('\u{feff}');
    let begins_as_json = text[start + 1..].trim_start().starts_with(['{', '"', '[']);
    if !(fenced.is_empty() || fenced.starts_with("```")) || !begins_as_json {
        return None;
    }
    let body = text[start..].trim_end().trim_end_matches('`');
    let values: Result<Vec<&RawValue>, _> =
        serde_json::Deserializer::from_str(body).into_iter::<&RawValue>().collect();
    let mut unpacking = Unpacking {
        text,
        mapped: Mapped::default(),
        furniture: Vec::new(),
        blocks: 0,
        lists: Lists::default(),
        followed: BTreeSet::new(),
    };
    let refers = body.contains(REF);
    for value in values.ok()? {
        if refers {
            unpacking.lists = Lists::new(value);
        }
        unpacking.value(value, 0)?;
        unpacking.put("\n\u{c}\n");
    }
    let Unpacking { mapped, furniture, blocks, .. } = unpacking;
    (blocks >= LEAST).then(|| mapped.apply(Edits { edits: Vec::new(), furniture }))
}

struct Unpacking<'a> {
    text: &'a str,
    mapped: Mapped,
    furniture: Vec<std::ops::Range<usize>>,
    blocks: usize,
    /// What references are to.
    lists: Lists<'a>,
    /// Where the values begin that references have been followed to: each is said once, however often it is
    /// referred to, so that a text cannot grow out of all proportion.
    followed: BTreeSet<usize>,
}

/// Bytes that are taken apart in one step.
const STEP: usize = 256;

impl<'a> Unpacking<'a> {
    /// `None` where a value is of our own.
    fn value(&mut self, value: &'a RawValue, depth: usize) -> Option<()> {
        budget::steps(value.get().len() / STEP);
        if depth > DEEPEST {
            return Some(());
        }
        if let Ok(values) = serde_json::from_str::<Vec<&RawValue>>(value.get()) {
            for value in values {
                self.value(value, depth + 1)?;
            }
        } else if let Ok(object) = serde_json::from_str::<Object>(value.get()) {
            self.object(&object, depth)?;
        }
        Some(())
    }

    fn object(&mut self, object: &Object<'a>, depth: usize) -> Option<()> {
        let is_own = |value: &&RawValue| value.get().starts_with("\"hyokasho/");
        if object.get("schema").is_some_and(is_own) {
            return None;
        }
        let label = keys("label").find_map(|key| string(object.get(key)?));
        let texts = keys("text").filter_map(|key| Some(*object.get(key)?));
        let text = texts.filter(|value| value.get().starts_with('"')).find(|v| v.get().len() > 2);
        if let Some(reference) = object.get(REF).and_then(|value| string(value)) {
            let value = self.lists.referred(&reference);
            if let Some(value) = value.filter(|value| self.followed.insert(self.start(value))) {
                self.value(value, depth + 1)?;
            }
        } else if let Some(rows) = keys("rows").find_map(|key| rows(object.get(key)?)) {
            self.rows(&rows);
        } else if let Some(cells) = keys("cells").find_map(|key| object.get(key)) {
            self.cells(cells);
        } else if let Some(text) = text {
            let from = self.mapped.text.len();
            self.string(text);
            if label.is_some_and(|label| super::html::is_furniture(&label)) {
                self.furniture.push(from..self.mapped.text.len());
            }
            self.put("\n\n");
            self.blocks += 1;
        } else {
            for value in ordered(object) {
                self.value(value, depth + 1)?;
            }
        }
        Some(())
    }

    /// The cells of a table, as the table of HTML that the steps behind know.
    fn cells(&mut self, cells: &'a RawValue) {
        let mut cells: Vec<Object> = serde_json::from_str(cells.get()).unwrap_or_default();
        let number = |cell: &Object, meaning: &str| {
            let found = keys(meaning).find_map(|key| cell.get(key));
            found.and_then(|value| value.get().parse::<u32>().ok()).unwrap_or(0)
        };
        cells.sort_by_key(|cell| (number(cell, "row"), number(cell, "column")));
        self.put("<table>");
        let mut row = None;
        for cell in &cells {
            if row != Some(number(cell, "row")) {
                self.put("<tr>");
                row = Some(number(cell, "row"));
            }
            let (rows, columns) = (number(cell, "row span"), number(cell, "column span"));
            self.put(&format!("<td rowspan=\"{}\" colspan=\"{}\">", rows.max(1), columns.max(1)));
            if let Some(text) = keys("text").find_map(|key| cell.get(key)) {
                self.string(text);
            }
        }
        self.put("</table>\n\n");
        self.blocks += 1;
    }

    /// The rows of a table.
    fn rows(&mut self, rows: &[Vec<&'a RawValue>]) {
        self.put("<table>");
        for row in rows {
            self.put("<tr>");
            for cell in row {
                self.put("<td>");
                self.string(cell);
            }
        }
        self.put("</table>\n\n");
        self.blocks += 1;
    }

    /// Adds what stands nowhere in the source.
    fn put(&mut self, text: &str) {
        let at = self.mapped.text.len();
        let raw = self.mapped.pieces(at.saturating_sub(1)..at).last().map_or(0, |last| last.1.end);
        self.mapped.push(text, raw..raw, false);
    }

    /// Where a value begins in the text.
    fn start(&self, value: &RawValue) -> usize {
        (value.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// Adds the characters of a string, its escapes decoded; a number or boolean as it stands; of `null` nothing.
    fn string(&mut self, value: &RawValue) {
        let (quoted, start) = (value.get(), self.start(value));
        let Some(inner) = quoted.strip_prefix('"').and_then(|q| q.strip_suffix('"')) else {
            if quoted != "null" {
                self.mapped.push(quoted, start..start + quoted.len(), true);
            }
            return;
        };
        let mut at = 0;
        while at < inner.len() {
            let rest = &inner[at..];
            let plain = rest.find('\\').unwrap_or(rest.len());
            let raw = start + 1 + at;
            self.mapped.push(&rest[..plain], raw..raw + plain, true);
            at += plain;
            if plain < rest.len() {
                let length = escape(&inner[at..]);
                let decoded: String =
                    serde_json::from_str(&format!("\"{}\"", &inner[at..at + length]))
                        .unwrap_or_default();
                let raw = start + 1 + at;
                self.mapped.push(&decoded, raw..raw + length, false);
                at += length;
            }
        }
    }
}

/// Rows of values that hold no others.
fn rows<'a>(value: &&'a RawValue) -> Option<Vec<Vec<&'a RawValue>>> {
    let rows: Vec<Vec<&'a RawValue>> = serde_json::from_str(value.get()).ok()?;
    let is_cell = |cell: &&RawValue| !cell.get().starts_with(['{', '[']);
    rows.iter().flatten().all(is_cell).then_some(rows).filter(|rows| !rows.is_empty())
}

/// The lists of a layout that references name: `#/texts/3` (RFC 6901).
#[derive(Default)]
struct Lists<'a> {
    whole: Object<'a>,
    lists: BTreeMap<String, Vec<&'a RawValue>>,
}

impl<'a> Lists<'a> {
    fn new(whole: &'a RawValue) -> Self {
        let whole = serde_json::from_str(whole.get()).unwrap_or_default();
        Self { whole, lists: BTreeMap::new() }
    }

    fn referred(&mut self, reference: &str) -> Option<&'a RawValue> {
        let (key, number) = reference.strip_prefix("#/")?.split_once('/')?;
        let whole = &self.whole;
        let list = self.lists.entry(key.to_owned()).or_insert_with(|| {
            let list = whole.get(key).map(|value| serde_json::from_str(value.get()));
            list.and_then(Result::ok).unwrap_or_default()
        });
        list.get(number.parse::<usize>().ok()?).copied()
    }
}

/// The length of the escape at the start of a text; two halves of a character are one.
fn escape(text: &str) -> usize {
    let is_unit = |at: usize| text[at.min(text.len())..].starts_with("\\u");
    let is_high = text
        .get(2..4)
        .is_some_and(|hex| matches!(hex.to_ascii_lowercase().as_str(), "d8" | "d9" | "da" | "db"));
    let length = match (is_unit(0), is_high && is_unit(6)) {
        (true, true) => 12,
        (true, false) => 6,
        _ => 2,
    };
    length.min(text.len())
}

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// The blocks within an object: by their printed order, where they have one, else as they stand.
fn ordered<'a>(object: &Object<'a>) -> Vec<&'a RawValue> {
    let mut within: Vec<&'a RawValue> = Vec::new();
    for value in keys("block").filter_map(|key| object.get(key)) {
        match serde_json::from_str::<Vec<&'a RawValue>>(value.get()) {
            Ok(values) => within.extend(values),
            Err(_) => within.push(value),
        }
    }
    let order = |value: &RawValue| {
        let object: Option<Object> = serde_json::from_str(value.get()).ok();
        object.and_then(|object| object.get("order")?.get().parse::<u32>().ok())
    };
    let mut numbered: Vec<(Option<u32>, &'a RawValue)> =
        within.into_iter().map(|value| (order(value), value)).collect();
    if numbered.iter().any(|(order, _)| order.is_some()) {
        numbered.sort_by_key(|(order, _)| order.unwrap_or(u32::MAX));
    }
    numbered.into_iter().map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(text: &str) -> Option<String> {
        undo(text).map(|mapped| mapped.text)
    }

    #[test]
    fn blocks_are_unpacked_in_their_order() {
        let text = r##"[{"bbox": [1, 2], "category": "Title", "text": "# 名\n称"}, {"category": "Page-footer", "text": "1"}]"##;
        assert_eq!(unpacked(text).as_deref(), Some("# 名\n称\n\n1\n\n\n\u{c}\n"));
        let furniture = undo(text).unwrap().furniture;
        assert_eq!(furniture.iter().map(|r| &text[r.clone()]).collect::<Vec<_>>(), ["1"]);
    }

    #[test]
    fn cells_are_a_table() {
        let text = r#"{"paragraphs": [{"contents": "乙", "order": 1}], "tables": [{"order": 0, "cells": [{"row": 1, "col": 1, "row_span": 1, "col_span": 1, "contents": "甲"}]}]}"#;
        assert_eq!(
            unpacked(text).as_deref(),
            Some("<table><tr><td rowspan=\"1\" colspan=\"1\">甲</table>\n\n乙\n\n\n\u{c}\n")
        );
    }

    #[test]
    fn every_key_of_a_span_counts() {
        for (meaning, attribute) in [("row span", "rowspan"), ("column span", "colspan")] {
            for key in keys(meaning) {
                let cell = format!("{{\"row\": 0, \"col\": 0, \"{key}\": 3, \"text\": \"甲\"}}");
                let table = unpacked(&format!("{{\"cells\": [{cell}]}}")).unwrap();
                assert!(table.contains(&format!("{attribute}=\"3\"")), "{key}: {table}");
            }
        }
    }

    #[test]
    fn rows_of_strings_are_a_table() {
        let text = r#"[{"rows": [["甲", null], ["乙", "丙"]]}]"#;
        let table = "<table><tr><td>甲<td><tr><td>乙<td>丙</table>";
        assert!(unpacked(text).unwrap().starts_with(table));
    }

    #[test]
    fn numbers_in_cells_are_said() {
        let text = r#"[{"rows": [[7, "国民健康保険", true, null, -1.50]]}]"#;
        let table = "<table><tr><td>7<td>国民健康保険<td>true<td><td>-1.50</table>";
        assert!(unpacked(text).unwrap().starts_with(table));
        let mapped = undo(text).unwrap();
        let at = mapped.text.find('7').unwrap();
        assert_eq!(&text[mapped.pieces(at..at + 1)[0].1.clone()], "7");
        let text =
            r#"{"cells": [{"row": 0, "col": 0, "text": 7}, {"row": 0, "col": 1, "text": null}]}"#;
        let table = unpacked(text).unwrap();
        assert_eq!(table.matches("\">7<td").count(), 1, "{table}");
        assert!(!table.contains("null"), "{table}");
    }

    #[test]
    fn references_are_followed_once_to_each_value() {
        let text = r##"{"texts": [{"text": "甲"}, {"text": "乙"}], "body": {"children": [{"$ref": "#/texts/1"}, {"$ref": "#/texts/0"}, {"$ref": "#/texts/01"}]}}"##;
        assert_eq!(unpacked(text).as_deref(), Some("乙\n\n甲\n\n\n\u{c}\n"));
        let endless = r##"{"items": [{"children": [{"$ref": "#/items/0"}, {"$ref": "#/items/0"}]}, {"text": "甲"}]}"##;
        assert_eq!(unpacked(endless).as_deref(), Some("甲\n\n\n\u{c}\n"));
        let many = vec![r##"{"$ref": "#/texts/0"}"##; 3_000].join(", ");
        let texts = format!("[{{\"text\": \"{}\"}}]", "甲".repeat(3_000));
        let many = format!("{{\"texts\": {texts}, \"body\": {{\"children\": [{many}]}}}}");
        assert!(unpacked(&many).unwrap().len() < many.len());
    }

    #[test]
    fn characters_keep_their_places() {
        let text = r#"[{"text": "a\u3042\ud83d\ude00い"}]"#;
        let mapped = undo(text).unwrap();
        assert!(mapped.text.starts_with("aあ😀い"));
        let places = mapped.pieces(0..mapped.text.find('\n').unwrap());
        let printed: Vec<&str> = places.iter().map(|(_, raw, _)| &text[raw.clone()]).collect();
        assert_eq!(printed, ["a", r"\u3042", r"\ud83d\ude00", "い"]);
    }

    #[test]
    fn what_is_no_layout_is_none() {
        for text in [
            "[ ○ ] 紙",
            "{\"schema\": \"hyokasho/1\", \"text\": \"a\"}",
            "[1, 2]",
            "{",
            "[{\"a\": 1}]",
        ] {
            assert_eq!(unpacked(text), None, "{text}");
        }
    }
}
