//! The shape of a form's records as JSON Schema 2020-12, out of the catalogue. What `json.rs` writes,
//! this describes: a change there is a change here, and a test reads the one with the other.

use super::json::SCHEMA;
use crate::form::{Form, Node, NodeKind};
use serde_json::{Map, Value, json};

/// The parts that are the same in every form.
const ENVELOPE: &str = include_str!("data/record.schema.json");

/// The schema of the records of a form.
#[must_use]
pub(crate) fn of(form: &Form) -> Value {
    let mut schema: Map<String, Value> =
        serde_json::from_str(ENVELOPE).expect("the built-in envelope is valid, a test reads it");
    let version = env!("CARGO_PKG_VERSION");
    let id = format!("urn:{}:{}:{version}", SCHEMA.replace('/', ":"), form.id);
    schema.insert("$id".to_owned(), json!(id));
    schema.insert("title".to_owned(), json!(format!("{}（{}）", form.label, form.style)));
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        let revisions: Vec<Value> =
            form.revisions.iter().map(|name| json!(name)).chain([Value::Null]).collect();
        properties.insert("form".to_owned(), form_part(form, &revisions));
        for section in form.sections.iter() {
            add_section(properties, section);
        }
    }
    Value::Object(schema)
}

fn form_part(form: &Form, revisions: &[Value]) -> Value {
    json!({
        "type": "object",
        "required": ["id", "label", "revision", "revision_from"],
        "additionalProperties": false,
        "properties": {
            "id": { "const": form.id },
            "label": { "const": form.label },
            "revision": { "enum": revisions },
            "revision_from": { "enum": ["printed", "inferred", "unknown"] },
        },
    })
}

/// A section under its name; what comes again of one that is printed once stands beside it.
fn add_section(properties: &mut Map<String, Value>, section: &Node) {
    let again = format!("{}_again", section.id);
    if section.repeat {
        merge(properties, &section.id, numbered(section));
    } else {
        merge(properties, &section.id, object(section));
        merge(properties, &again, numbered(section));
    }
}

/// Adds a part; of two with the same name (a section may be described in two places) the properties are joined.
fn merge(properties: &mut Map<String, Value>, name: &str, part: Value) {
    match properties.get_mut(name).and_then(inner) {
        Some(known) => {
            let mut part = part;
            let more = inner(&mut part).map(std::mem::take).unwrap_or_default();
            known.extend(more);
        }
        None => drop(properties.insert(name.to_owned(), part)),
    }
}

/// The properties of an object, or of the objects of an array.
fn inner(part: &mut Value) -> Option<&mut Map<String, Value>> {
    let object = if part.get("items").is_some() { part.get_mut("items")? } else { part };
    object.get_mut("properties")?.as_object_mut()
}

fn object(node: &Node) -> Value {
    let mut properties = Map::new();
    node.nodes.iter().for_each(|child| add(&mut properties, child));
    closed(node, properties)
}

fn closed(node: &Node, properties: Map<String, Value>) -> Value {
    let title = node.title.as_deref().or(node.label.as_deref());
    titled(
        title,
        json!({ "type": "object", "additionalProperties": false, "properties": properties }),
    )
}

/// An array of occurrences, each with its printed number.
fn numbered(node: &Node) -> Value {
    let mut properties = Map::new();
    properties.insert("n".to_owned(), json!({ "type": "integer", "minimum": 1 }));
    node.nodes.iter().for_each(|child| add(&mut properties, child));
    let one = json!({ "type": "object", "required": ["n"], "additionalProperties": false, "properties": properties });
    titled(node.label.as_deref(), json!({ "type": "array", "items": one }))
}

fn titled(title: Option<&str>, schema: Value) -> Value {
    let mut out = Map::new();
    if let Some(title) = title {
        out.insert("title".to_owned(), json!(title));
    }
    if let Value::Object(schema) = schema {
        out.extend(schema);
    }
    Value::Object(out)
}

/// Adds the one property of a node.
fn add(properties: &mut Map<String, Value>, node: &Node) {
    let schema = match node.kind {
        NodeKind::Text => json!({ "type": "string" }),
        NodeKind::Date => json!({ "$ref": "#/$defs/date" }),
        NodeKind::Count => json!({ "type": ["integer", "null"], "minimum": 0 }),
        NodeKind::Choice => choice(node),
        NodeKind::Checkboxes => return drop(properties.insert(node.id.to_string(), boxes(node))),
        NodeKind::Group => return drop(properties.insert(node.id.to_string(), object(node))),
        NodeKind::Repeat | NodeKind::Table => {
            return drop(properties.insert(node.id.to_string(), numbered(node)));
        }
    };
    properties.insert(node.id.to_string(), titled(node.label.as_deref(), schema));
}

/// The number is the printed one; where more than one is chosen, or none that is offered, it is null.
fn choice(node: &Node) -> Value {
    let options = node.options.iter().enumerate();
    let mut numbers: Vec<Value> =
        options.map(|(at, option)| json!({ "const": at + 1, "title": option.label })).collect();
    numbers.push(json!({ "const": null }));
    let mut examples: Vec<&str> = node.options.iter().map(|option| &*option.label).collect();
    examples.push("");
    json!({
        "type": "object",
        "required": ["value", "option"],
        "additionalProperties": false,
        "properties": {
            "value": { "type": "string", "examples": examples },
            "option": { "oneOf": numbers },
        },
    })
}

fn boxes(node: &Node) -> Value {
    let mut properties = Map::new();
    for option in node.options.iter() {
        let ticked = json!({ "title": option.label, "type": ["boolean", "null"] });
        properties.insert(option.id.to_string(), ticked);
        if option.detail {
            properties.insert(format!("{}_detail", option.id), json!({ "type": "string" }));
        }
    }
    closed(node, properties)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{by_id, forms};

    #[test]
    fn every_form_has_one() {
        for form in forms() {
            let schema = of(form);
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert!(schema["properties"]["cover"]["properties"]["number"].is_object());
            let required = schema["required"].as_array().unwrap();
            assert!(
                required
                    .iter()
                    .all(|name| schema["properties"][name.as_str().unwrap()].is_object())
            );
        }
    }

    #[test]
    fn sections_described_in_two_places_are_one() {
        let schema = of(by_id("basic").unwrap());
        let overview = &schema["properties"]["overview"]["properties"];
        assert!(overview["project"].is_object() && overview["linkage"].is_object());
    }

    #[test]
    fn answers_are_typed() {
        let schema = of(by_id("key").unwrap());
        let tasks = &schema["properties"]["file"]["items"]["properties"]["entrustment"]["properties"]
            ["tasks"];
        let choice = &tasks["items"]["properties"]["subcontract"]["properties"]["performed"];
        insta::assert_snapshot!(choice, @r#"{"title":"④再委託の有無","type":"object","required":["value","option"],"additionalProperties":false,"properties":{"value":{"type":"string","examples":["再委託する","再委託しない",""]},"option":{"oneOf":[{"const":1,"title":"再委託する"},{"const":2,"title":"再委託しない"},{"const":null}]}}}"#);
    }
}
