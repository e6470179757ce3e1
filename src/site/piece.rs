//! What one record adds to a site.

use super::Draw;
use super::catalogue::pattern;
use super::data::QUESTIONS;
use super::pack;
use super::plain;
use super::spool::Target;
use crate::agency::prefecture_number;
use crate::compare::tally;
use crate::digest::sha256_hex;
use crate::export::contractor_key;
use crate::finding::Code;
use crate::fold::fold;
use crate::messages::Lang;
use crate::record::{Blocks, Item, ReadBy, Record, Value};
use crate::source::Source;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a text that the lists of answers show; the record has all of it.
const SHOWN: usize = 60;

/// A printed page as a drawing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    /// Its number, from 1.
    pub page: u32,
    /// Width and height in points.
    pub size: (f32, f32),
    /// What is on it: the elements of an SVG in points from the top left corner.
    pub svg: String,
}

/// What one record adds.
#[derive(Default)]
pub(super) struct Piece {
    /// Lines and the files that they go to.
    pub(super) files: Vec<(Target, Vec<u8>)>,
    /// Items of the record by their patterns, with the label of what is a box.
    pub(super) patterns: BTreeMap<String, String>,
    /// Contractors: key, name as printed.
    pub(super) contractors: Vec<(String, String)>,
    /// Systems: key, name as printed.
    pub(super) systems: Vec<(String, String)>,
    /// For each question whose answers the list can be narrowed by the answers: concept and answer.
    pub(super) answers: BTreeSet<(String, String)>,
}

impl Piece {
    /// Of the record with this number, from 0.
    pub(super) fn of(number: usize, record: &Record, pages: Option<&Draw<'_>>) -> Self {
        let mut piece = Self::default();
        let body = body_stem(&record.agency.id());
        piece.file(Target::Plain(format!("data/{body}.js")), data(record));
        piece.file(Target::Plain(format!("body/{body}.html")), plain::record(record));
        let texts = texts(number, record);
        let prefecture = prefecture(record);
        piece.file(Target::Packed("text", prefecture.clone(), prefecture), texts);
        for item in &record.items {
            let boxed = matches!(item.value, Value::Checkbox(_));
            let label = if boxed { item.label.clone() } else { String::new() };
            piece.patterns.entry(pattern(&item.id)).or_insert(label);
        }
        // Some findings stand on lists of boxes, which are no items.
        for finding in record.findings.iter().filter(|finding| !finding.item.is_empty()) {
            piece.patterns.entry(pattern(&finding.item)).or_default();
        }
        piece.answers(number, record);
        piece.names(number, record);
        if let Some(drawn) = pages.map(|pages| pages(record)).filter(|drawn| !drawn.is_empty()) {
            let page = |one: &Drawn| json!([one.page, one.size.0, one.size.1, one.svg]);
            let all: Vec<Json> = drawn.iter().map(page).collect();
            let script = pack::script("crops", &record.id, &Json::Array(all).to_string());
            piece.file(Target::Plain(format!("crops/{number}.js")), script);
        }
        piece
    }

    fn file(&mut self, target: Target, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            self.files.push((target, bytes));
        }
    }

    /// The answers by question, as `compare --item` counts them.
    fn answers(&mut self, number: usize, record: &Record) {
        let mut rows: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for (concept, item) in tally::asked(record) {
            let row = json!([
                number,
                item.id,
                short(&item.value),
                item.source.page,
                line_of(record, item.source),
                said(record, item)
            ]);
            let line = format!("{row}\n");
            let sums = QUESTIONS.iter().filter(|asked| asked.is_sum() && asked.has(concept));
            for name in sums.map(|asked| asked.name).chain([concept]) {
                rows.entry(name).or_default().extend_from_slice(line.as_bytes());
            }
            if let Value::Choice { label, .. } = &item.value {
                self.answers.insert((concept.to_owned(), label.clone()));
            }
        }
        for (concept, lines) in rows {
            let target = Target::Packed("ask", concept.to_owned(), concept.to_owned());
            self.file(target, lines);
        }
    }

    /// Contractors and systems, each with what stands beside it.
    fn names(&mut self, number: usize, record: &Record) {
        let blocks = Blocks::of(&record.items);
        let by_id: BTreeMap<&str, &Item> =
            record.items.iter().map(|item| (item.id.as_str(), item)).collect();
        let beside = |block: &str, name: &str| {
            let item = by_id.get(format!("{block}.{name}").as_str());
            item.map(|item| item.value.printed()).unwrap_or_default()
        };
        let mut lines: [Vec<u8>; 2] = Default::default();
        let mut write = |at: usize, row: Json| {
            lines[at].extend_from_slice(row.to_string().as_bytes());
            lines[at].push(b'\n');
        };
        for item in &record.items {
            let (Some((block, name)), Value::Text(text)) = (item.id.rsplit_once('.'), &item.value)
            else {
                continue;
            };
            if !blocks.has(&item.id) || !item.value.is_answered() {
                continue;
            }
            let (page, at) = (item.source.page, line_of(record, item.source));
            if name == "contractor" && block.contains(".tasks[") {
                let keys = contractor_key(text);
                for key in keys.split(';').filter(|key| !key.is_empty()) {
                    self.contractors.push((key.to_owned(), text.clone()));
                }
                let (task, again) = (beside(block, "name"), beside(block, "subcontract.performed"));
                write(0, json!([number, item.id, keys, text, task, again, page, at]));
            } else if name == "name" && block.contains("systems[") {
                let key = system_key(text);
                self.systems.push((key.clone(), text.clone()));
                write(1, json!([number, item.id, key, text, page, at]));
            }
        }
        let [contractors, systems] = lines;
        let target = |name: &str| Target::Packed("ask", name.to_owned(), name.to_owned());
        self.file(target("contractors"), contractors);
        self.file(target("systems"), systems);
    }
}

/// The key under which the spellings of a system's name meet.
fn system_key(name: &str) -> String {
    fold(name).to_lowercase()
}

/// The files of a body: its code, or a digest of what tells it from others, for every file system takes ASCII.
pub(super) fn body_stem(id: &str) -> String {
    stem(id)
}

/// A name as part of a path: itself where it is ASCII letters, digits and `-`, else its digest.
pub(super) fn stem(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.len() <= 80 && name.chars().all(plain) {
        return name.to_owned();
    }
    let digest: String = sha256_hex(name.as_bytes()).chars().take(12).collect();
    format!("x-{digest}")
}

/// The number of the record's prefecture; `00` for a body of none.
pub(super) fn prefecture(record: &Record) -> String {
    prefecture_number(&record.agency.prefecture).unwrap_or_else(|| "00".to_owned())
}

/// The line of a place; in a workbook the sheet and the cell, as spreadsheet programs write them.
fn line_of(record: &Record, source: Source) -> Json {
    let Some(cell) = source.cell else { return json!(source.line) };
    let at = (source.sheet as usize).checked_sub(1);
    let sheet = at.and_then(|at| record.document.sheets.get(at));
    json!(sheet.map_or(cell.to_string(), |sheet| format!("{sheet}!{cell}")))
}

fn short(value: &Value) -> Json {
    match value {
        Value::Checkbox(ticked) => json!(ticked),
        Value::Count(count) => json!(count),
        Value::Text(text) if !value.is_answered() => json!(["", text]),
        Value::Text(text) if text.chars().count() > SHOWN => {
            json!(text.chars().take(SHOWN).collect::<String>() + "…")
        }
        _ => json!(value.printed()),
    }
}

/// What findings say of an answer, or of the list of boxes that it stands in: pairs of a code and a sentence.
fn said<'r>(record: &'r Record, item: &Item) -> Vec<(Code, &'r str)> {
    let list = item.id.rsplit_once('.').filter(|_| matches!(item.value, Value::Checkbox(_)));
    let is_on = |id: &str| id == item.id || list.is_some_and(|(list, _)| id == list);
    let found = record.findings.iter().filter(|finding| is_on(&finding.item));
    let mut said: Vec<_> =
        found.map(|finding| (finding.code, finding.message.in_language(Lang::Ja))).collect();
    said.dedup();
    said
}

/// The whole record: items in print order with values, places and findings.
fn data(record: &Record) -> Vec<u8> {
    let items: Vec<Json> = record.items.iter().map(|one| item(record, one)).collect();
    let findings: Vec<Json> = record
        .findings
        .iter()
        .map(|one| {
            let (page, line) = (one.source.page, line_of(record, one.source));
            let said = one.message.in_language(Lang::Ja);
            json!([one.code, one.severity.name(), one.item, page, line, said])
        })
        .collect();
    let text = json!({ "items": items, "findings": findings }).to_string();
    pack::script("data", &record.id, &text)
}

/// `[id, kind, value, page, line, box, printed text, reader, confidence, value before it was corrected]`,
/// without what is empty at its end.
fn item(record: &Record, item: &Item) -> Json {
    let value = match &item.value {
        Value::Checkbox(ticked) => json!(ticked),
        Value::Count(count) => json!(count),
        value => json!(value.printed()),
    };
    let Source { page, area, .. } = item.source;
    let tenth = |points: f32| (f64::from(points) * 10.0).round() / 10.0;
    let area = area.map(|a| [tenth(a.x0), tenth(a.y0), tenth(a.x1), tenth(a.y1)]);
    let is_date = matches!(item.value, Value::Date { .. });
    let printed = Some(&item.text).filter(|text| is_date && **text != item.value.printed());
    let reader = Some(item.read_by.name()).filter(|_| item.read_by != ReadBy::Text);
    let confidence = item.confidence.map(|share| (f64::from(share) * 1000.0).round() / 1000.0);
    let mut fields = vec![
        json!(item.id),
        json!(item.value.kind().name()),
        value,
        json!(page),
        line_of(record, item.source),
        json!(area),
        json!(printed),
        json!(reader),
        json!(confidence),
        json!(item.machine_value),
    ];
    let is_empty = |field: &Json| {
        field.is_null() || field.as_array().is_some_and(Vec::is_empty) || *field == json!(0)
    };
    while fields.len() > 3 && fields.last().is_some_and(is_empty) {
        fields.pop();
    }
    Json::Array(fields)
}

/// What is written in the record, folded as a word that is looked for: the number of the record and its texts, a line
/// each.
fn texts(number: usize, record: &Record) -> Vec<u8> {
    let written = |item: &&Item| matches!(&item.value, Value::Text(_)) && item.value.is_answered();
    let small = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    let folded = |item: &Item| small(&fold(&item.value.printed()));
    let texts: Vec<String> = record.items.iter().filter(written).map(folded).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let mut line = json!([number, texts.join("\n")]).to_string().into_bytes();
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_ascii() {
        assert_eq!(stem("131105-key-3-491281de"), "131105-key-3-491281de");
        assert_eq!(
            stem("岩手県後期高齢者医療広域連合"),
            "x-aa9d9b1ac2ab".replace(
                "aa9d9b1ac2ab",
                &sha256_hex("岩手県後期高齢者医療広域連合".as_bytes())[..12]
            )
        );
        assert!(stem("../x").starts_with("x-") && stem("").starts_with("x-"));
    }

    #[test]
    fn blank_texts_are_told_from_answers() {
        let text = |text: &str| short(&Value::Text(text.to_owned()));
        assert_eq!((text("－"), text("市")), (json!(["", "－"]), json!("市")));
        assert_eq!(text(&"長".repeat(61)).as_str().map(|t| t.chars().count()), Some(61));
        assert_eq!(short(&Value::Checkbox(None)), Json::Null);
    }
}
