//! What a data package says of the tables, but for their sizes and digests: `build.rs` writes it down as text, so that
//! no run has to.

use super::load::load;
use super::{Definition, Field, Printing, Type};
use serde_json::{Map, Value, json};

/// Stands where the size of a table does, and its digest.
const OPEN: &str = "\0";
/// How that is written.
const WRITTEN: &str = "\\u0000";

/// What is said of all tables, cut where their sizes and digests stand: the last member of a data package, without
/// the bracket that closes it. `codes` are those of findings, with their names.
pub(crate) fn resources(codes: &[[&str; 2]]) -> serde_json::Result<Vec<String>> {
    let (tables, _) = load(codes);
    let all: Vec<Value> = tables.iter().map(resource).collect();
    let text = serde_json::to_string_pretty(&json!({ "resources": all }))?;
    let text = text.trim_start_matches('{').trim_end_matches("\n}");
    let text = text.replace(&format!("\"{WRITTEN}\""), OPEN).replace(WRITTEN, OPEN);
    Ok(text.split(OPEN).map(str::to_owned).collect())
}

/// A table as a resource (Data Package 2.0).
fn resource(table: &Definition) -> Value {
    json!({
        "name": table.name,
        "type": "table",
        "path": format!("{}.csv", table.name),
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": OPEN,
        "hash": format!("sha256:{OPEN}"),
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema(table),
    })
}

/// Its columns and keys, as a Table Schema.
fn schema(table: &Definition) -> Value {
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), table.fields.iter().map(field).collect());
    schema.insert("missingValues".to_owned(), json!([""]));
    if !table.key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(table.key));
    }
    let foreign = table.foreign.iter().map(|foreign| {
        let reference = json!({ "resource": foreign.table, "fields": foreign.there() });
        json!({ "fields": foreign.fields, "reference": reference })
    });
    if !table.foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), foreign.collect());
    }
    Value::Object(schema)
}

fn field(field: &Field) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("name", json!(field.name));
    put("type", json!(field.kind.name()));
    put("title", json!(field.title));
    let parts = [field.description.clone(), printed(field)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    put("description", json!(parts.join("。")));
    let (allowed, categories) = categories(field);
    if !categories.is_empty() {
        put("categories", Value::Array(categories));
        put("categoriesOrdered", json!(field.kind == Type::Integer));
    }
    let constraints = constraints(field, allowed);
    if !constraints.is_empty() {
        put("constraints", Value::Object(constraints));
    }
    Value::Object(out)
}

/// The forms that print what stands in a column, with the revisions where not all do.
fn printed(field: &Field) -> String {
    let of = |printing: &Printing| {
        let revisions = match (&printing.since, &printing.until) {
            (None, None) => String::new(),
            (since, until) => format!(
                "（{}～{}）",
                since.as_deref().unwrap_or_default(),
                until.as_deref().unwrap_or_default()
            ),
        };
        format!("{}{revisions}", printing.label)
    };
    let forms: Vec<String> = field.printed.iter().map(of).collect();
    if forms.is_empty() { String::new() } else { format!("様式：{}", forms.join("、")) }
}

/// The values that a field may have: alone, and with their names.
fn categories(field: &Field) -> (Vec<Value>, Vec<Value>) {
    let options = field.options.0.iter().enumerate().map(|(at, label)| (json!(at + 1), label));
    let values = field.values.iter().map(|(value, label)| (json!(value), label));
    options
        .chain(values)
        .map(|(value, label)| (value.clone(), json!({ "value": value, "label": label })))
        .unzip()
}

fn constraints(field: &Field, allowed: Vec<Value>) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    if field.required {
        put("required", json!(true));
    }
    if field.unique {
        put("unique", json!(true));
    }
    if let Some(pattern) = &field.pattern {
        put("pattern", json!(pattern));
    }
    if !allowed.is_empty() {
        put("enum", Value::Array(allowed));
        return out;
    }
    if let Some(minimum) = field.minimum {
        put("minimum", json!(minimum));
    }
    if let Some(maximum) = field.maximum {
        put("maximum", json!(maximum));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    #[test]
    fn every_table_has_a_place_for_its_size_and_one_for_its_digest() {
        let parts = resources(crate::finding::NAMES).unwrap();
        assert_eq!(parts.len(), 2 * super::super::tables().len() + 1);
        assert!(parts[0].ends_with("\"bytes\": ") && parts[1].ends_with("\"sha256:"));
        assert!(parts.last().unwrap().ends_with("\n  ]"));
    }

    #[test]
    fn a_choice_says_what_its_numbers_mean() {
        let table = table("entrustments").unwrap();
        let code = table.fields.iter().find(|f| f.name == "subcontracted_code").unwrap();
        insta::assert_snapshot!(field(code), @r#"{"name":"subcontracted_code","type":"integer","title":"再委託の有無（番号）","description":"選んだ選択肢の、様式での番号（1から）。様式：重点項目評価書、全項目評価書","categories":[{"value":1,"label":"再委託する"},{"value":2,"label":"再委託しない"}],"categoriesOrdered":true,"constraints":{"enum":[1,2]}}"#);
    }
}
