//! A line of `assessments.ndjson` back to its record.
//!
//! The line lists the id of every item in `places`. Nesting the ids as the writer does tells under
//! which key the value of each was put.

use super::{agency_kind, code, revision_from};
use crate::compare::heading::headings;
use crate::export::{Keys, Occurrences, SCHEMA, Tree, nest, reserved_keys};
use crate::finding::{Code, Finding, Message, Severity};
use crate::form::{Form, by_id, without_indexes};
use crate::messages::{self, fill};
use crate::record::{Agency, Document, FormInfo, Item, Kind, Origin, Quality, Record, Value};
use crate::source::{Area, Source};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

type Object = Map<String, Json>;

/// The record of a line.
pub(super) fn record(line: &str) -> Result<Record, String> {
    let json: Json = serde_json::from_str(line).map_err(|cause| cause.to_string())?;
    let Json::Object(json) = json else {
        return Err(messages::text("records.other").to_owned());
    };
    let schema = text(&json, "schema");
    // The first version has the same keys, but for those that came later.
    if ![SCHEMA, "hyokasho/1"].contains(&schema.as_str()) {
        return Err(fill("records.schema", &[("expected", &SCHEMA), ("found", &schema)]));
    }
    let part = |key: &str| json.get(key).and_then(Json::as_object).cloned().unwrap_or_default();
    let (form, agency) = (part("form"), part("agency"));
    let mut record = Record {
        id: text(&json, "id"),
        document: document(&part("source")),
        form: FormInfo {
            id: text(&form, "id"),
            label: text(&form, "label"),
            revision: text(&form, "revision"),
            revision_from: revision_from(&text(&form, "revision_from")),
        },
        agency: Agency {
            printed: text(&agency, "printed"),
            name: text(&agency, "name"),
            prefecture: text(&agency, "prefecture"),
            code: text(&agency, "code"),
            kind: agency_kind(&text(&agency, "type")),
        },
        draft: json.get("draft").and_then(Json::as_bool).unwrap_or_default(),
        ended_on: Some(text(&json, "ended_on")).filter(|date| !date.is_empty()),
        items: Vec::new(),
        findings: json
            .get("findings")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(finding)
            .collect(),
        quality: quality(&part("quality")),
    };
    record.items = items(&json, &part("places"), by_id(&record.form.id));
    let mut on: BTreeMap<&str, BTreeSet<Code>> = BTreeMap::new();
    for finding in &record.findings {
        on.entry(&finding.item).or_default().insert(finding.code);
    }
    for item in &mut record.items {
        item.findings = on.get(item.id.as_str()).into_iter().flatten().copied().collect();
    }
    Ok(record)
}

fn text(json: &Object, key: &str) -> String {
    json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn number(json: &Object, key: &str) -> Option<u32> {
    json.get(key).and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok())
}

fn document(json: &Object) -> Document {
    let named = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    Document {
        path: text(json, "path"),
        sha256: text(json, "sha256"),
        bytes: json.get("bytes").and_then(Json::as_u64).unwrap_or_default(),
        kind: Kind::named(&text(json, "kind")),
        encoding: named("encoding"),
        pages: number(json, "pages"),
        reader: named("reader"),
        sheets: {
            let sheets = json.get("sheets").and_then(Json::as_array);
            sheets.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
        },
        origin: origin(json),
        also_at: {
            let others = json.get("also_at").and_then(Json::as_array);
            others.into_iter().flatten().filter_map(Json::as_object).map(origin).collect()
        },
        cut: Message::default(),
    }
}

fn origin(json: &Object) -> Origin {
    Origin {
        url: text(json, "url"),
        retrieved_on: text(json, "retrieved_on"),
        licence: text(json, "licence"),
        publisher: text(json, "publisher"),
    }
}

fn quality(json: &Object) -> Quality {
    let share = |key: &str| json.get(key).and_then(Json::as_f64).unwrap_or_default();
    Quality {
        conformity: share("conformity"),
        coverage: share("coverage"),
        leftover: share("leftover"),
        furniture: share("furniture"),
        ocr: share("ocr"),
    }
}

fn finding(json: &Json) -> Option<Finding> {
    let json = json.as_object()?;
    let severity = text(json, "severity");
    let all = [Severity::Note, Severity::Warning, Severity::Error];
    Some(Finding {
        code: code(&text(json, "code")),
        severity: all.into_iter().find(|one| one.name() == severity)?,
        item: text(json, "item"),
        source: source(json),
        message: Message { en: text(json, "message"), ja: text(json, "message_ja") },
    })
}

fn source(json: &Object) -> Source {
    let edges = json.get("box").and_then(Json::as_array);
    #[expect(clippy::cast_possible_truncation, reason = "it was an f32 before it was written")]
    let edges: Vec<f32> =
        edges.into_iter().flatten().filter_map(Json::as_f64).map(|edge| edge as f32).collect();
    let area = match edges.as_slice() {
        &[x0, y0, x1, y1] => Some(Area { x0, y0, x1, y1 }),
        _ => None,
    };
    let known = |key: &str| number(json, key).unwrap_or_default();
    let cell = json.get("cell").and_then(Json::as_str).and_then(|cell| cell.parse().ok());
    Source { page: known("page"), line: known("line"), sheet: known("sheet"), cell, area }
}

fn items(json: &Object, places: &Object, form: Option<&Form>) -> Vec<Item> {
    let empty = Object::new();
    let bare = |(id, place): (&String, &Json)| Item {
        id: id.clone(),
        source: source(place.as_object().unwrap_or(&empty)),
        ..Item::default()
    };
    let mut items: Vec<Item> = places.iter().map(bare).collect();
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    let tree = nest(&items);
    let mut reader = Reader { form, values: &mut values };
    reader.members(json, "", tree.names(), &mut reserved_keys());
    for item in &mut items {
        if let Some(value) = values.remove(&item.id) {
            item.text = item_text(&value);
            item.value = value;
        }
        item.label = headings(form, &item.id).pop().unwrap_or_default();
    }
    items
}

fn item_text(value: &Value) -> String {
    match value {
        Value::Date { text, .. } => text.clone(),
        _ => value.printed(),
    }
}

/// Walks the JSON as the writer has walked the tree.
struct Reader<'r> {
    form: Option<&'r Form>,
    values: &'r mut BTreeMap<String, Value>,
}

impl Reader<'_> {
    fn members<'n, 'a: 'n>(
        &mut self,
        json: &Object,
        prefix: &str,
        parts: impl IntoIterator<Item = (&'a str, Occurrences<'n, 'a>)>,
        keys: &mut Keys,
    ) {
        for (name, found) in parts {
            let name = format!("{prefix}{name}");
            if let Some(plain) = found.plain {
                self.entry(json, &name, plain, keys);
            }
            if found.numbered.is_empty() {
                continue;
            }
            let again = if found.plain.is_some() { "_again" } else { "" };
            let list = json.get(&keys.free(format!("{name}{again}"))).and_then(Json::as_array);
            for (one, (_, node)) in list.into_iter().flatten().zip(found.numbered) {
                if let Some(one) = one.as_object() {
                    self.numbered(one, node);
                }
            }
        }
    }

    fn entry(&mut self, json: &Object, name: &str, node: &Tree<'_>, keys: &mut Keys) {
        let mut inside = node.names();
        let mut aside = Vec::new();
        if let Some(item) = node.item {
            self.value(item, json.get(&keys.free(name.to_owned())));
            aside = std::mem::take(&mut inside);
        } else if let Some(at) = inside.iter().position(|(part, _)| *part == "detail") {
            aside.push(inside.remove(at));
        }
        if !inside.is_empty()
            && let Some(object) = json.get(&keys.free(name.to_owned())).and_then(Json::as_object)
        {
            self.members(object, "", inside, &mut Keys::default());
        }
        self.members(json, &format!("{name}_"), aside, keys);
    }

    fn numbered(&mut self, json: &Object, node: &Tree<'_>) {
        let mut keys = Keys::default();
        keys.free("n".into());
        if let Some(item) = node.item {
            self.value(item, json.get(&keys.free("value".into())));
        }
        self.members(json, "", node.names(), &mut keys);
    }

    fn value(&mut self, item: &Item, json: Option<&Json>) {
        let value = match json {
            Some(Json::String(text)) => Value::Text(text.clone()),
            Some(Json::Bool(ticked)) => Value::Checkbox(Some(*ticked)),
            Some(Json::Number(count)) => Value::Count(count.as_u64()),
            Some(Json::Object(object)) if object.contains_key("date") => Value::Date {
                iso: object.get("date").and_then(Json::as_str).map(str::to_owned),
                text: text(object, "text"),
            },
            Some(Json::Object(object)) => {
                Value::Choice { label: text(object, "value"), option: number(object, "option") }
            }
            // A count without number and a box that cannot be read look alike.
            _ if self.is_count(&item.id) => Value::Count(None),
            _ => Value::Checkbox(None),
        };
        self.values.insert(item.id.clone(), value);
    }

    fn is_count(&self, id: &str) -> bool {
        let path = without_indexes(id);
        self.form.is_none_or(|form| {
            form.slots.iter().flat_map(|slot| slot.inner.iter()).any(|(inner, node)| {
                node.kind == crate::form::NodeKind::Count && without_indexes(inner) == path
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::{Outcome, assess};
    use crate::export::{lines, sample};

    fn line(record: &Record) -> String {
        let outcome = Outcome { records: vec![record.clone()], findings: Vec::new() };
        let mut out = Vec::new();
        lines(&record.document, &outcome, &mut out);
        String::from_utf8(out).unwrap()
    }

    /// What JSON writes, reading gives back: every value at its place, and the same bytes again.
    fn goes_round(written: &Record) {
        let read = record(&line(written)).unwrap();
        assert_eq!(read.items.len(), written.items.len());
        for (read, written) in read.items.iter().zip(&written.items) {
            assert_eq!((&read.id, &read.value), (&written.id, &written.value));
            assert_eq!(
                (read.source.page, read.source.line),
                (written.source.page, written.source.line)
            );
            assert_eq!(read.source.area.is_some(), written.source.area.is_some());
        }
        assert_eq!(read.findings, written.findings);
        assert_eq!((&read.form, &read.agency), (&written.form, &written.agency));
        assert_eq!(line(&read), line(written));
    }

    #[test]
    fn records_go_round() {
        goes_round(&sample::record());
        let mut twice = sample::record();
        let ids = [
            "project_flow.remarks",
            "project_flow[2].remarks",
            "a.lost.detail",
            "a.b",
            "a.b.c",
            "a.b_c",
        ];
        twice.items = ids
            .iter()
            .map(|id| Item {
                id: (*id).into(),
                value: Value::Text((*id).into()),
                ..Item::default()
            })
            .collect();
        goes_round(&twice);
        let mut found_twice = sample::record();
        let at = |url: &str| Origin {
            url: url.into(),
            retrieved_on: "2026-04-01".into(),
            licence: "PDL1.0".into(),
            publisher: "目黒区".into(),
        };
        found_twice.document.origin = at("https://data.example/a.pdf");
        found_twice.document.also_at = vec![at("https://data.example/b.pdf"), Origin::default()];
        goes_round(&found_twice);
        let mut workbook = sample::record();
        workbook.document.sheets = vec!["一覧".into(), "様式2".into()];
        workbook.items[0].source =
            Source { sheet: 2, cell: "L5".parse().ok(), ..Source::default() };
        goes_round(&workbook);
        assert_eq!(record(&line(&workbook)).unwrap().items[0].source, workbook.items[0].source);
        let document =
            Document { kind: Kind::Text, path: "2024.txt".into(), ..Document::default() };
        let text = include_str!("../../../fixtures/compare/2024.txt");
        for record in assess(document, text.as_bytes()).records {
            goes_round(&record);
        }
    }

    #[test]
    fn other_json_is_refused_with_a_reason() {
        assert_eq!(record("[]").unwrap_err(), "expected a record, but found other JSON");
        let other = record(r#"{"schema":"other/1"}"#).unwrap_err();
        assert_eq!(other, "expected the schema 'hyokasho/2', but found 'other/1'");
        assert!(record("{").is_err());
        let odd = r#"{"schema":"hyokasho/1","places":{"a[1].b":{},"a.b.c":7,"":{}},"a":[3],"findings":[1,{}]}"#;
        assert_eq!(record(odd).unwrap().items.len(), 3);
    }
}
