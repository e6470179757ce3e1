//! `datapackage.json`: what the tables are, for people and programs (Data Package 2.0 with Table Schema).

use super::{Finished, dcat};
use crate::digest::hex;
use crate::export::package::Package;
use crate::export::tables::{Definition, Field, Printing, Type, table, tables};
use csv::StringRecord;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// What holds for every package: title, licence notice, contributors.
const HEAD: &str = include_str!("../data/package.json");

/// Sources that are listed one by one; of more, the table of the sources is the list.
const LISTED: usize = 1000;

pub(super) fn files() -> Vec<(String, String)> {
    let mark = "{\n  \"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\",\n  \"generator\": \"hyokasho\"";
    vec![
        ("datapackage.json".to_owned(), mark.to_owned()),
        ("dcat.jsonld".to_owned(), dcat::MARK.to_owned()),
    ]
}

/// What is said of the package as a whole: our words, with those of the publisher in their place.
pub(super) fn head(finished: &Finished<'_>) -> io::Result<Map<String, Value>> {
    let mut package: Map<String, Value> = serde_json::from_str(HEAD)?;
    package.insert("version".to_owned(), json!(env!("CARGO_PKG_VERSION")));
    // The folder of an unfinished run lies within what a run keeps.
    if let Some(said) = finished.partial.parent().and_then(Package::kept_in) {
        said.apply(&mut package);
    }
    Ok(package)
}

pub(super) fn write(finished: &Finished<'_>) -> io::Result<()> {
    let mut package = head(finished)?;
    package.insert("sources".to_owned(), sources(finished)?);
    let resources = tables().iter().map(|table| resource(finished, table));
    package.insert("resources".to_owned(), Value::Array(resources.collect::<io::Result<_>>()?));
    let mut text = serde_json::to_string_pretty(&package)?;
    text.push('\n');
    let catalogue = serde_json::to_string_pretty(&dcat::describe(&package))? + "\n";
    fs::write(finished.make("dcat.jsonld")?, catalogue)?;
    fs::write(finished.make("datapackage.json")?, text)
}

/// The documents: name and agency, address and day, digest.
fn sources(finished: &Finished<'_>) -> io::Result<Value> {
    let Some(titles) = titles(finished)? else {
        let all = "特定個人情報保護評価書（各評価実施機関）。文書とその SHA-256、公表元の URL は sources.csv に";
        return Ok(json!([{ "title": all, "path": "sources.csv" }]));
    };
    let Some(definition) = table("sources") else { return Ok(json!([])) };
    let mut reader = finished.open(definition)?;
    let headers = reader.headers()?.clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or(usize::MAX);
    let columns = ["source", "sha256", "url", "retrieved_on", "licence"].map(at);
    let (mut found, mut row): (Vec<Value>, _) = (Vec::new(), StringRecord::new());
    while reader.read_record(&mut row)? {
        let [source, sha256, url, retrieved, licence] =
            columns.map(|at| row.get(at).unwrap_or_default());
        for title in titles.get(source).into_iter().flatten() {
            let mut one = Map::new();
            one.insert("title".to_owned(), json!(title));
            for (key, value) in [("path", url), ("retrieved_on", retrieved), ("licence", licence)] {
                if !value.is_empty() {
                    one.insert(key.to_owned(), json!(value));
                }
            }
            one.insert("hash".to_owned(), json!(format!("sha256:{sha256}")));
            found.push(Value::Object(one));
        }
    }
    Ok(Value::Array(found))
}

/// What the assessments of each document are called; `None` where there are too many to list.
fn titles(finished: &Finished<'_>) -> io::Result<Option<BTreeMap<String, Vec<String>>>> {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(definition) = table("assessments") else { return Ok(Some(titles)) };
    let mut reader = finished.open(definition)?;
    let headers = reader.headers()?.clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or(usize::MAX);
    let columns = ["source", "agency", "name"].map(at);
    let mut row = StringRecord::new();
    while reader.read_record(&mut row)? {
        let [source, agency, name] = columns.map(|at| row.get(at).unwrap_or_default());
        let title = format!("{agency}「{}」 {source}", name.replace('\n', " "));
        // A file within a document has its address.
        let document =
            source.split_once(".pdf#").map_or(source, |(outer, _)| &source[..outer.len() + 4]);
        let of = titles.entry(document.to_owned()).or_default();
        if of.last() != Some(&title) {
            of.push(title);
        }
        if titles.len() > LISTED {
            return Ok(None);
        }
    }
    Ok(Some(titles))
}

fn resource(finished: &Finished<'_>, table: &Definition) -> io::Result<Value> {
    let path = format!("{}.csv", table.name);
    let (bytes, hash) = finished.digest(&path)?;
    let mut resource = json!({
        "name": table.name,
        "type": "table",
        "path": path,
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes,
        "hash": format!("sha256:{hash}"),
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
    });
    // Moved in: `json!` would make a copy of it.
    resource["schema"] = schema(table);
    Ok(resource)
}

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

/// Size and SHA-256 of a file.
pub(in crate::export) fn digest(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut hasher) = (File::open(path)?, Sha256::new());
    let (mut buffer, mut size) = (vec![0; 1 << 16], 0_u64);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
        size += read as u64;
    }
    Ok((size, hex(&hasher.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_says_what_its_numbers_mean() {
        let table = table("entrustments").unwrap();
        let code = table.fields.iter().find(|f| f.name == "subcontracted_code").unwrap();
        insta::assert_snapshot!(field(code), @r#"{"name":"subcontracted_code","type":"integer","title":"再委託の有無（番号）","description":"選んだ選択肢の、様式での番号（1から）。様式：重点項目評価書、全項目評価書","categories":[{"value":1,"label":"再委託する"},{"value":2,"label":"再委託しない"}],"categoriesOrdered":true,"constraints":{"enum":[1,2]}}"#);
    }

    #[test]
    fn sources_carry_their_digest() {
        let folder = super::super::tests::run();
        let finished = Finished {
            partial: Path::new(""),
            folder: folder.path(),
            layout: Default::default(),
            digests: &BTreeMap::new(),
            agencies: &Default::default(),
        };
        insta::assert_snapshot!(sources(&finished).unwrap(), @r#"[{"title":"目黒区「国民健康保険に関する事務 重点項目評価書」 区/a.txt","hash":"sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}]"#);
    }
}
