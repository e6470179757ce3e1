//! A record as a line of JSON with its items as rows, for programs that look items up by id: a third of the size of the
//! nested record, and quick to take in.
//!
//! ```text
//! {"schema","id","source","form","agency","draft","ended_on","columns":[name…],"items":[[cell…]…],"quality","findings"}
//! ```

use super::json::{head, tail};
use super::number::edges;
use super::writer::Json;
use crate::assess::Outcome;
use crate::record::{Item, Record, Value};

/// The cells of an item.
const COLUMNS: [&str; 14] = [
    "item",
    "label",
    "kind",
    "value",      // text, number, true/false; a date as ISO 8601; null where there is none
    "option",     // the number of a choice
    "text",       // as printed; null where it is the value
    "page",       // from 1
    "line",       // from 1
    "box",        // [x0, y0, x1, y1] in points from the page's top left corner
    "sheet",      // from 1
    "cell",       // L5
    "findings",   // codes
    "read_by",    // null for the text of the document
    "confidence", // 0 to 1
];

/// The records as lines.
pub(crate) fn flat_lines(outcome: &Outcome, out: &mut Vec<u8>) {
    for one in &outcome.records {
        record(out, one);
        out.push(b'\n');
    }
}

fn record(out: &mut Vec<u8>, record: &Record) {
    let mut json = Json::new(out);
    head(&mut json, record);
    json.key("columns").open(b'[');
    COLUMNS.iter().for_each(|column| json.string(column));
    json.close(b']');
    json.key("items").open(b'[');
    record.items.iter().for_each(|one| item(&mut json, one));
    json.close(b']');
    tail(&mut json, record);
}

fn item(json: &mut Json<'_>, item: &Item) {
    let known = |n: u32| (n > 0).then_some(n);
    json.open(b'[');
    json.string(&item.id);
    json.string(&item.label);
    json.string(item.value.kind().name());
    value(json, &item.value);
    json.number(match &item.value {
        Value::Choice { option, .. } => *option,
        _ => None,
    });
    match matches!(&item.value, Value::Text(text) if *text == item.text) {
        true => json.raw("null"),
        false => json.string(&item.text),
    }
    json.number(known(item.source.page));
    json.number(known(item.source.line));
    match edges(item.source.area) {
        None => json.raw("null"),
        Some(edges) => json.raw(&format!("[{}]", edges.join(","))),
    }
    json.number(known(item.source.sheet));
    json.text(&item.source.cell.map(|cell| cell.to_string()).unwrap_or_default());
    json.open(b'[');
    item.findings.iter().for_each(|code| json.string(code.name()));
    json.close(b']');
    json.text(if item.read_by == Default::default() { "" } else { item.read_by.name() });
    json.raw(&item.confidence.map_or("null".to_owned(), |sure| format!("{sure:.4}")));
    json.close(b']');
}

fn value(json: &mut Json<'_>, value: &Value) {
    match value {
        Value::Text(text) | Value::Choice { label: text, .. } => json.string(text),
        Value::Date { iso, .. } => json.text(iso.as_deref().unwrap_or_default()),
        Value::Count(count) => json.number(*count),
        Value::Checkbox(ticked) => json.flag(*ticked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn every_item_has_a_cell_in_every_column() {
        let mut out = Vec::new();
        flat_lines(&sample::outcome(), &mut out);
        let line = out.split(|byte| *byte == b'\n').next().unwrap();
        let tree: serde_json::Value = serde_json::from_slice(line).unwrap();
        let items = tree["items"].as_array().unwrap();
        assert_eq!(items.len(), sample::record().items.len());
        assert!(items.iter().all(|item| item.as_array().unwrap().len() == COLUMNS.len()));
        let number = items.iter().find(|item| item[0] == "cover.number").unwrap();
        assert_eq!((&number[2], &number[3], &number[7]), (&"text".into(), &"3".into(), &5.into()));
        assert_eq!(tree["quality"]["conformity"], 0.9871);
    }
}
