//! A record's items as rows of a table.

use super::answer::{self, Kind};
use super::{Column, Definition, From};
use crate::export::csv::{self, place};
use crate::export::{Results, Table, contractor};
use crate::form::{self, Form};
use crate::project;
use crate::record::{Item, Record, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The header of a table.
pub(in crate::export) fn header(table: &Table) -> Vec<u8> {
    let mut out = Vec::new();
    if let Some(definition) = table.definition() {
        let names: Vec<&str> = definition.fields.iter().map(|f| f.name.as_str()).collect();
        csv::write(&mut out, &names);
    }
    out
}

/// The rows of a table.
pub(in crate::export) fn rows(table: &Table, of: &Results<'_>, out: &mut Vec<u8>) {
    if let Some(definition) = table.definition() {
        for (at, record) in of.outcome.records.iter().enumerate() {
            let is_filled = |row: &str| of.blocks().get(at).is_some_and(|blocks| blocks.has(row));
            write(definition, record, &is_filled, out);
        }
    }
}

/// A row under way.
struct Row<'r> {
    /// The beginning of the ids of its items.
    id: &'r str,
    keys: Vec<(&'static str, &'r str)>,
    /// The item of each column.
    cells: Vec<Option<&'r Item>>,
    /// The item whose place is the row's.
    main: &'r Item,
    has_main: bool,
    /// The item that it needs is there.
    complete: bool,
    /// Something of it is filled in.
    filled: bool,
    /// How many of its items are filled in.
    answers: usize,
    /// It is a box, whose answer may be that it is not ticked.
    is_box: bool,
}

/// Writes the rows of a record; `is_filled` says whether something is filled in in the block that a row stands in.
fn write(
    table: &'static Definition,
    record: &Record,
    is_filled: &dyn Fn(&str) -> bool,
    out: &mut Vec<u8>,
) {
    let published = record.items.iter().find(|item| item.id == "cover.published_on");
    let published = match published.map(|item| &item.value) {
        Some(Value::Date { iso: Some(iso), .. }) => iso.as_str(),
        _ => "",
    };
    for row in collect(table, &record.items, is_filled) {
        let mut fields: Vec<Cow<str>> = [
            &record.id,
            &record.document.path,
            &record.agency.code,
            &record.form.id,
            &record.form.revision,
            published,
            row.id,
        ]
        .map(Cow::Borrowed)
        .to_vec();
        let key = |name: &String| {
            let found = row.keys.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| Cow::Borrowed(*value)).unwrap_or_default()
        };
        fields.extend(table.keys.iter().map(key));
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            fill(&mut fields, column, *cell, &row, record);
        }
        let [page, line, ..] = place(row.main.source);
        fields.extend([page, line].map(Cow::Owned));
        csv::write(out, &fields.iter().map(|field| &**field).collect::<Vec<_>>());
    }
}

/// The rows in print order; none for a block that the form prints and nobody has filled in.
fn collect<'r>(
    table: &'static Definition,
    items: &'r [Item],
    is_filled: &dyn Fn(&str) -> bool,
) -> Vec<Row<'r>> {
    let mut rows: Vec<Row<'r>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items {
        let found =
            table.patterns.iter().find_map(|pattern| Some((pattern, pattern.find(&item.id)?)));
        let Some((pattern, found)) = found else { continue };
        if found.keys.iter().any(|key| table.except.iter().any(|name| name == key)) {
            continue;
        }
        // Most items are of the row of the one before.
        let at = match rows.last() {
            Some(last) if last.id == found.row => rows.len() - 1,
            _ => *places.entry(found.row).or_insert(rows.len()),
        };
        if at == rows.len() {
            rows.push(Row {
                id: found.row,
                keys: pattern.keys().zip(found.keys).collect(),
                cells: vec![None; table.columns.len()],
                main: item,
                has_main: false,
                complete: table.need.is_none(),
                filled: false,
                answers: 0,
                is_box: false,
            });
        }
        rows[at].add(table, item, found.rest);
    }
    rows.retain(|row| row.complete && (row.filled || row.is_box && is_filled(row.id)));
    rows
}

impl<'r> Row<'r> {
    fn add(&mut self, table: &Definition, item: &'r Item, rest: &str) {
        self.complete |= table.need.as_deref() == Some(rest);
        // A numbered block is filled by all that stands in it, another row by its own columns.
        let own = || table.columns.iter().any(|column| column.item == rest);
        self.answers += usize::from(item.value.is_filled());
        self.filled |= item.value.is_filled() && (self.id.ends_with(']') || own());
        self.is_box |= rest.is_empty() && matches!(item.value, Value::Checkbox(_));
        if rest == table.main && !self.has_main {
            (self.main, self.has_main) = (item, true);
        }
        for (column, cell) in table.columns.iter().zip(&mut self.cells) {
            if column.item == rest {
                cell.get_or_insert(item);
            }
        }
    }
}

/// Adds the one or two fields of a column.
fn fill<'r>(
    fields: &mut Vec<Cow<'r, str>>,
    column: &Column,
    cell: Option<&'r Item>,
    row: &Row<'_>,
    record: &Record,
) {
    let form = form::by_id(&record.form.id);
    let of = |text: fn(&'r Item) -> &'r str| Cow::Borrowed(cell.map(text).unwrap_or_default());
    match column.from {
        From::Value => answer(fields, column.kind, cell, form),
        From::Printed => fields.push(printed(cell).into()),
        From::Code => fields.push(code(cell, form).into()),
        From::Label => fields.push(of(|item| &item.label)),
        From::Kind => fields.push(of(|item| item.value.kind().name())),
        From::Concept => {
            let concept = form.and_then(|form| form.concept(row.id));
            fields.push(concept.unwrap_or_default().into());
        }
        From::Title => fields.push(title(row.id, column.up, form).into()),
        From::Locate => {
            let item = form.and_then(|form| form.locate(&printed(cell)));
            fields.push(item.unwrap_or_default().into());
        }
        From::ProjectKind => fields.push(project::kind(record).into()),
        From::ProjectLabel => fields.push(project::kind_label(record).into()),
        From::Answers => fields.push(row.answers.to_string().into()),
        From::Contractor => fields.push(contractor::key(&printed(cell)).into()),
    }
}

fn printed(cell: Option<&Item>) -> String {
    cell.map(|item| item.value.printed()).unwrap_or_default()
}

/// An answer, typed; where it is of another kind, nothing.
fn answer<'r>(
    fields: &mut Vec<Cow<'r, str>>,
    kind: Kind,
    cell: Option<&'r Item>,
    form: Option<&Form>,
) {
    let value = cell.map(|item| &item.value);
    match (kind, value) {
        (Kind::Date, Some(Value::Date { iso, .. })) => {
            let text = cell.map(|item| item.text.as_str()).unwrap_or_default();
            fields.extend([iso.as_deref().unwrap_or_default().into(), text.into()]);
        }
        (Kind::Choice, Some(value)) => {
            fields.extend([value.printed().into(), code(cell, form).into()])
        }
        (Kind::Checkbox, Some(Value::Checkbox(ticked))) => {
            fields.push(ticked.map(|ticked| ticked.to_string()).unwrap_or_default().into());
        }
        (Kind::Text, Some(Value::Text(text))) => fields.push(text.into()),
        (Kind::Count, Some(Value::Count(_))) | (Kind::Text, Some(_)) => {
            fields.push(printed(cell).into());
        }
        (Kind::Date | Kind::Choice, _) => fields.extend([Cow::default(), Cow::default()]),
        (Kind::Count | Kind::Checkbox | Kind::Text, _) => fields.push(Cow::default()),
    }
}

/// The number in the catalogue of the option that a choice names.
fn code(cell: Option<&Item>, form: Option<&Form>) -> String {
    let number = || {
        let Value::Choice { label, .. } = &cell?.value else { return None };
        let node = answer::node(form?, &form::without_indexes(&cell?.id))?;
        let at = node.options.iter().position(|option| option.label == *label)?;
        Some((at + 1).to_string())
    };
    number().unwrap_or_default()
}

fn title(row: &str, up: usize, form: Option<&Form>) -> String {
    let mut path = form::without_indexes(row);
    for _ in 0..up {
        path.truncate(path.rfind('.').unwrap_or(0));
    }
    let node = form.and_then(|form| answer::node(form, &path));
    node.map(answer::title).unwrap_or_default()
}
