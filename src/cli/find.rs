//! `hyokasho find`: from a Japanese word to items, concepts and columns.

use super::args::{Find, View};
use super::print;
use crate::error::{ErrorKind, Result};
use crate::export::reference::columns;
use crate::form::{Found, by_id, find};
use crate::messages;
use serde_json::{Value, json};
use std::process::ExitCode;

/// What one question is called: its label, its ids by form, its columns.
struct Entry {
    label: String,
    concept: String,
    items: Vec<Found>,
    columns: Vec<String>,
}

pub(super) fn run(args: &Find) -> Result<ExitCode> {
    let found = find(&args.word);
    if found.is_empty() {
        let text = messages::fill("usage.find-nothing", &[("word", &args.word)]);
        return Err(ErrorKind::Usage(text).into());
    }
    let entries = entries(found);
    let text = match args.format {
        View::Text => entries.iter().map(shown).collect(),
        View::Json => entries.iter().map(|entry| format!("{}\n", line(entry))).collect::<String>(),
    };
    print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The items of one concept and label together, in print order.
fn entries(found: Vec<Found>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for one in found {
        let columns = columns(&one.item);
        let same = |entry: &&mut Entry| {
            !one.concept.is_empty() && entry.concept == one.concept
                || entry.items.iter().any(|item| item.item == one.item)
        };
        match entries.iter_mut().find(same) {
            Some(entry) => {
                entry.columns.extend(columns);
                entry.items.push(one);
            }
            None => {
                let heading = [one.heading.as_str(), one.label.as_str()];
                let heading: Vec<&str> =
                    heading.into_iter().filter(|part| !part.is_empty()).collect();
                let (label, concept) = (heading.join(" › "), one.concept.clone());
                entries.push(Entry { label, concept, items: vec![one], columns });
            }
        }
    }
    for entry in &mut entries {
        entry.columns.sort_unstable();
        entry.columns.dedup();
    }
    entries
}

/// An entry as a line of JSON.
fn line(entry: &Entry) -> Value {
    let items = entry.items.iter().map(|item| {
        json!({"item": item.item, "form": item.form, "since": item.since, "until": item.until})
    });
    let items: Vec<Value> = items.collect();
    let Entry { label, concept, columns, .. } = entry;
    json!({"label": label, "concept": concept, "items": items, "columns": columns})
}

fn shown(entry: &Entry) -> String {
    let mut out = format!("{}\n", entry.label.replace('\n', " "));
    for item in &entry.items {
        let form = by_id(item.form).map(|form| &*form.label).unwrap_or_default();
        let revisions = match (&item.since, &item.until) {
            (None, None) => String::new(),
            (since, until) => format!(
                " ({}–{})",
                since.as_deref().unwrap_or_default(),
                until.as_deref().unwrap_or_default()
            ),
        };
        let word = messages::text("find.item");
        out.push_str(&format!("  {word}{}  {form}{revisions}\n", item.item));
    }
    if !entry.concept.is_empty() {
        out.push_str(&format!("  {}{}\n", messages::text("find.concept"), entry.concept));
    }
    for column in &entry.columns {
        out.push_str(&format!("  {}{column}\n", messages::text("find.column")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_leads_to_items_concepts_and_columns() {
        let shown: String = entries(find("再委託の有無")).iter().map(shown).collect();
        for line in [
            "再委託の有無\n",
            "  item     file.entrustment.tasks.subcontract.performed  重点項目評価書\n",
            "  item     file.entrustment.tasks.subcontract.performed  全項目評価書\n",
            "  concept  subcontract.performed\n",
            "  column   entrustments.subcontracted\n",
        ] {
            assert!(shown.contains(line), "{shown}");
        }
        let all = entries(find("保管期間"));
        assert!(all.iter().any(|entry| entry.columns.contains(&"files.retention".to_owned())));
    }
}
