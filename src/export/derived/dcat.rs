//! `dcat.jsonld`: the package for catalogues of open data (DCAT 3, JSON-LD 1.1).

use super::package::Had;
use serde_json::{Map, Value, json};

/// How the file begins.
pub(super) const MARK: &str = "{\n  \"@context\": {\n    \"dcat\": \"http://www.w3.org/ns/dcat#\"";

/// The dataset that a data package describes, with a distribution for each of its tables.
pub(super) fn describe(package: &Map<String, Value>, tables: &[Had]) -> Value {
    let said = |key: &str| package.get(key).unwrap_or(&Value::Null);
    let of = |key: &str| said(key).as_array().map(Vec::as_slice).unwrap_or_default().iter();
    let licence = &said("licenses")[0]["path"];
    let is_publisher = |one: &&Value| {
        one["roles"].as_array().is_some_and(|roles| roles.contains(&json!("publisher")))
    };
    let publisher = of("contributors").find(is_publisher);
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            out.insert(key.to_owned(), value);
        }
    };
    put(
        "@context",
        json!({
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        }),
    );
    put("@type", json!("dcat:Dataset"));
    put("dct:identifier", said("name").clone());
    put("dct:title", text(said("title")));
    put("dct:description", text(said("description")));
    put("dcat:version", said("version").clone());
    put("dcat:keyword", of("keywords").map(text).collect());
    put("dct:language", json!("ja"));
    if licence.is_string() {
        put("dct:license", json!({ "@id": licence }));
    }
    if let Some(one) = publisher {
        put("dct:publisher", json!({ "@type": "foaf:Agent", "foaf:name": one["title"] }));
    }
    if said("homepage").is_string() {
        put("dcat:landingPage", json!({ "@id": said("homepage") }));
    }
    if said("created").is_string() {
        put("dct:issued", json!({ "@value": said("created"), "@type": "xsd:dateTime" }));
    }
    let sources = of("sources").filter(|source| source["path"].is_string());
    let sources: Vec<Value> = sources.map(|source| json!({ "@id": source["path"] })).collect();
    if !sources.is_empty() {
        put("dct:source", Value::Array(sources));
    }
    put("dcat:distribution", tables.iter().map(distribution).collect());
    Value::Object(out)
}

/// A table as it can be had.
fn distribution(had: &Had) -> Value {
    json!({
        "@type": "dcat:Distribution",
        "dct:title": { "@value": had.table.title, "@language": "ja" },
        "dct:description": { "@value": had.table.description, "@language": "ja" },
        "dcat:downloadURL": { "@id": had.path },
        "dcat:mediaType": { "@id": "https://www.iana.org/assignments/media-types/text/csv" },
        "dcat:byteSize": had.bytes,
        "spdx:checksum": {
            "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
            "spdx:checksumValue": had.sha256,
        },
    })
}

/// A text in Japanese.
fn text(value: &Value) -> Value {
    json!({ "@value": value, "@language": "ja" })
}
