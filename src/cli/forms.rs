//! `hyokasho forms`: the official forms, their revisions and items.

use super::args::{Forms, FormsCommand};
use super::print;
use crate::error::{ErrorKind, Result, nearest};
use crate::form::find;
use crate::messages;
use serde_json::Value;
use std::process::ExitCode;

/// The catalogue, a form each.
const FORMS: &[&str] = &[
    include_str!("../form/data/basic.json"),
    include_str!("../form/data/key.json"),
    include_str!("../form/data/full.json"),
];

/// An item of a form: its id, and what kind of answer it has under which label.
type Row = (String, String);

pub(super) fn run(args: &Forms) -> Result<ExitCode> {
    let forms = || FORMS.iter().filter_map(|text| serde_json::from_str::<Value>(text).ok());
    let text = match &args.command {
        None => forms().map(|form| overview(&form)).collect(),
        Some(FormsCommand::Show { node }) => show(&forms().collect::<Vec<_>>(), node)?,
    };
    print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn overview(form: &Value) -> String {
    let revisions: Vec<_> = list(form, "revisions").filter_map(Value::as_str).collect();
    format!(
        "{}\t{} {}\t{}\t{}\n",
        text(form, "form"),
        text(form, "label"),
        text(form, "style"),
        messages::fill("forms.items", &[("items", &rows(form).len())]),
        messages::fill("forms.revisions", &[("revisions", &revisions.join(" "))]),
    )
}

fn show(forms: &[Value], node: &str) -> Result<String> {
    let below =
        |id: &str| id == node || id.strip_prefix(node).is_some_and(|rest| rest.starts_with('.'));
    let mut shown = String::new();
    for form in forms {
        for (id, what) in rows(form).into_iter().filter(|(id, _)| below(id)) {
            shown.push_str(&format!("{}\t{id}\t{what}\n", text(form, "form")));
        }
    }
    if shown.is_empty() && !find(node).is_empty() {
        let said = messages::fill("usage.not-an-id", &[("node", &node)]);
        return Err(ErrorKind::Usage(said).into());
    }
    if shown.is_empty() {
        let near = nearest(node, forms.iter().flat_map(rows).map(|(id, _)| id));
        let (name, list) = (node.to_owned(), "hyokasho find WORD");
        return Err(ErrorKind::NameUnknown { what: "item", name, near, list }.into());
    }
    Ok(shown)
}

/// All items of a form in print order.
fn rows(form: &Value) -> Vec<Row> {
    let mut found = Vec::new();
    list(form, "sections").for_each(|section| collect("", section, &mut found));
    found
}

fn collect(prefix: &str, node: &Value, found: &mut Vec<Row>) {
    let id = format!("{prefix}{}", text(node, "id"));
    found.push((id.clone(), format!("{}\t{}", text(node, "kind"), text(node, "label"))));
    let prefix = format!("{id}.");
    for option in list(node, "options").filter(|option| option.is_object()) {
        let (id, label) = (text(option, "id"), text(option, "label"));
        found.push((format!("{prefix}{id}"), format!("checkbox\t{label}")));
    }
    list(node, "nodes").for_each(|node| collect(&prefix, node, found));
}

fn text<'v>(node: &'v Value, key: &str) -> &'v str {
    node.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(node: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    node.get(key).and_then(Value::as_array).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_listed() {
        let forms: Vec<Value> =
            FORMS.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        assert_eq!(
            forms.iter().map(|form| text(form, "form")).collect::<Vec<_>>(),
            ["basic", "key", "full"]
        );
        let shown = show(&forms, "overview.systems.connections").unwrap();
        assert!(shown.contains("key\toverview.systems.connections.tax\tcheckbox\t"));
        let error = show(&forms, "file.entrustmant").unwrap_err().to_string();
        assert_eq!(
            error,
            "hyokasho: unknown item 'file.entrustmant'\nhint: did you mean 'file.entrustment'?"
        );
    }
}
