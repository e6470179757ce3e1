//! `croissant.json`: the Parquet files for machine learning tools (Croissant 1.1, mlcommons.org/croissant).
//!
//! Its distribution is the Parquet files, not the CSV files: readers of Croissant guess the types of CSV columns, and codes lose
//! their zeros.

use super::Finished;
use super::package::head;
use crate::export::tables::{Definition, Field, Type, tables};
use serde_json::{Map, Value, json};
use std::fs;
use std::io;

/// The vocabulary of every description (Croissant Format Specification, appendix 1).
const CONTEXT: &str = include_str!("../data/croissant.context.json");

/// How the file begins.
const MARK: &str = "{\n  \"@context\": {\n    \"@language\": \"ja\"";

pub(super) fn files() -> Vec<(String, String)> {
    vec![("croissant.json".to_owned(), MARK.to_owned())]
}

pub(super) fn write(finished: &Finished<'_>) -> io::Result<()> {
    let package = head(finished)?;
    let said = |key: &str| package.get(key).cloned().unwrap_or_default();
    let first = |key: &str, part: &str| said(key)[0][part].clone();
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            out.insert(key.to_owned(), value);
        }
    };
    put("@context", serde_json::from_str(CONTEXT)?);
    put("@type", json!("sc:Dataset"));
    put("conformsTo", json!("http://mlcommons.org/croissant/1.1"));
    put("name", said("title"));
    put("description", said("description"));
    put("license", first("licenses", "path"));
    put("url", said("homepage"));
    put("version", said("version"));
    put("datePublished", said("created"));
    put("keywords", said("keywords"));
    let creators = said("contributors");
    let creators = creators.as_array().into_iter().flatten();
    let creators = creators.map(|one| json!({ "@type": "sc:Organization", "name": one["title"] }));
    put("creator", creators.collect());
    let files = tables().iter().map(|table| file(finished, table));
    put("distribution", Value::Array(files.collect::<io::Result<_>>()?));
    put("recordSet", tables().iter().map(records).collect());
    fs::write(finished.make("croissant.json")?, serde_json::to_string_pretty(&out)? + "\n")
}

/// A Parquet file.
fn file(finished: &Finished<'_>, table: &Definition) -> io::Result<Value> {
    let path = format!("parquet/{}.parquet", table.name);
    let (bytes, hash) = finished.digest(&path)?;
    Ok(json!({
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "description": table.description,
        "contentUrl": path,
        "contentSize": format!("{bytes} B"),
        "encodingFormat": "application/x-parquet",
        "sha256": hash,
    }))
}

/// The rows of a table.
fn records(table: &Definition) -> Value {
    let mut out = Map::new();
    out.insert("@type".to_owned(), json!("cr:RecordSet"));
    out.insert("@id".to_owned(), json!(table.name));
    out.insert("name".to_owned(), json!(table.name));
    out.insert("description".to_owned(), json!(format!("{}：{}", table.title, table.description)));
    let id = |name: &String| json!({ "@id": format!("{}/{name}", table.name) });
    if !table.key.is_empty() {
        out.insert("key".to_owned(), table.key.iter().map(id).collect());
    }
    out.insert("field".to_owned(), table.fields.iter().map(|one| field(table, one)).collect());
    Value::Object(out)
}

fn field(table: &Definition, field: &Field) -> Value {
    let kind = match field.kind {
        Type::Boolean => "sc:Boolean",
        Type::Date => "sc:Date",
        Type::Integer => "sc:Integer",
        Type::Number => "sc:Float",
        Type::String => "sc:Text",
    };
    json!({
        "@type": "cr:Field",
        "@id": format!("{}/{}", table.name, field.name),
        "name": field.name,
        "description": format!("{}：{}", field.title, field.description),
        "dataType": kind,
        "source": {
            "fileObject": { "@id": format!("parquet/{}.parquet", table.name) },
            "extract": { "column": field.name },
        },
    })
}
