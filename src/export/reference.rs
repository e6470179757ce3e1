//! The tables and their columns as a page for people, out of the definitions.

use super::contractor;
use super::tables::{Definition, Field, Printing, tables};
use std::fmt::Write as _;

/// The page, as Markdown.
#[must_use]
pub(crate) fn page() -> String {
    let mut out = String::from(include_str!("data/tables.head.md"));
    for table in tables() {
        // A String takes everything.
        let _ = writeln!(out, "- [{0}](#{0}) {1} — {2}", table.name, table.title, table.english);
    }
    tables().iter().for_each(|table| section(&mut out, table));
    let _ = write!(out, "\n## contractor_key\n\n{}", contractor::reference());
    out
}

fn section(out: &mut String, table: &Definition) {
    let Definition { name, title, english, description, .. } = table;
    let _ = write!(out, "\n## {name}\n\n{title}：{description}。 — {english}.\n\n");
    if !table.patterns.is_empty() {
        let rows: Vec<String> = table.patterns.iter().map(|p| format!("`{}`", p.text)).collect();
        let _ = writeln!(out, "- rows: {}", rows.join(", "));
    }
    if !table.key.is_empty() {
        let _ = writeln!(out, "- key: {}", table.key.join(", "));
    }
    for foreign in &table.foreign {
        let (here, there) = (foreign.fields.join(", "), foreign.there().join(", "));
        let by = if here == there { here } else { format!("{here} = {there}") };
        let _ = writeln!(out, "- joins {} by {by}", foreign.table);
    }
    out.push_str("\n| column 列 | type 型 | title 名称 | forms 様式 | meaning 意味 |\n");
    out.push_str("| --- | --- | --- | --- | --- |\n");
    for field in &table.fields {
        let meaning = meaning(field).replace('|', "\\|");
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {meaning} |",
            field.name,
            field.kind.name(),
            field.title,
            forms(field)
        );
    }
}

/// The forms that print what stands in a column: `basic (2018-05–), key`.
fn forms(field: &Field) -> String {
    let of = |printing: &Printing| match (&printing.since, &printing.until) {
        (None, None) => printing.form.to_owned(),
        (since, until) => {
            let [since, until] = [since, until].map(|end| end.as_deref().unwrap_or_default());
            format!("{} ({since}–{until})", printing.form)
        }
    };
    field.printed.iter().map(of).collect::<Vec<_>>().join(", ")
}

/// The tables' columns that hold the answers at an item's path without numbers: `entrustments.contractor`.
#[must_use]
pub(crate) fn columns(path: &str) -> Vec<String> {
    super::tables::columns_at(path)
}

/// Longer lists of values stand in `datapackage.json`.
const LISTED: usize = 20;

/// The descriptions of columns in English: Japanese, then English.
fn english(description: &str) -> Option<&'static str> {
    let mut rows = include_str!("data/descriptions.csv").lines().skip(1);
    rows.find_map(|row| row.split_once('|').filter(|(ja, _)| *ja == description).map(|(_, en)| en))
}

/// The description in Japanese and English, and the values of a column.
fn meaning(field: &Field) -> String {
    let options =
        field.options.0.iter().enumerate().map(|(at, label)| format!("{} {label}", at + 1));
    let values = field.values.iter().map(|(value, label)| format!("`{value}` {label}"));
    let mut values: Vec<String> = options.chain(values).collect();
    if values.len() > LISTED {
        values.clear();
    }
    let description = &field.description;
    let english = english(description).unwrap_or_default();
    let listed =
        if values.is_empty() { String::new() } else { format!(": {}", values.join("、")) };
    format!("{description} — {english}{listed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_description_is_in_english_too_and_none_is_left_over() {
        let fields = || tables().iter().flat_map(|table| &table.fields);
        for field in fields() {
            assert!(english(&field.description).is_some(), "{}: {}", field.name, field.description);
        }
        for row in include_str!("data/descriptions.csv").lines().skip(1) {
            let ja = row.split('|').next().unwrap_or_default();
            assert!(fields().any(|field| field.description == ja), "no column says {ja}");
        }
    }

    #[test]
    fn the_page_in_the_repository_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/output/TABLES.md");
        // The switch that brings snapshots up to date does the same for the page.
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            std::fs::write(path, page()).unwrap();
        }
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            there.replace("\r\n", "\n") == page(),
            "run: cargo run -- schema --tables > output/TABLES.md"
        );
    }
}
