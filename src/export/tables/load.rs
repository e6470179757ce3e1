//! The definitions of the tables out of `data/tables.json`, completed from the catalogue of the forms.

use super::answer::{Answer, Kind, Options};
use super::pattern::Pattern;
use super::{Column, Definition, Field, Foreign, From, Type};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The tables by name, and Japanese words for words of the tables. `codes` are those of findings, with their names.
pub(super) fn load(codes: &[[&str; 2]]) -> (Vec<Definition>, BTreeMap<String, String>) {
    let file: File = serde_json::from_str(include_str!("../data/tables.json"))
        .expect("the built-in definitions are valid, a test reads them");
    let File { shared, tables } = file;
    let mut tables: Vec<Definition> =
        tables.into_iter().map(|table| define(table, &shared)).collect();
    let codes = || codes.iter().map(|[code, label]| ((*code).to_owned(), (*label).to_owned()));
    for table in tables.iter_mut().filter(|table| table.name == "findings") {
        for field in table.fields.iter_mut().filter(|field| field.name == "code") {
            field.values = codes().collect();
        }
    }
    (tables, shared.words)
}

#[derive(Deserialize)]
struct File {
    #[serde(flatten)]
    shared: Shared,
    tables: Vec<TableData>,
}

/// What the tables have in common.
#[derive(Deserialize)]
struct Shared {
    /// The columns in front of every tidy table.
    context: Vec<Field>,
    /// The columns behind it.
    place: Vec<Field>,
    /// The columns of the keys that patterns name.
    keys: BTreeMap<String, Field>,
    /// Japanese words for the words of columns that have no list of values.
    words: BTreeMap<String, String>,
    /// What columns say of themselves where their definitions say nothing more.
    said: Said,
}

#[derive(Deserialize)]
struct Said {
    text: String,
    date: String,
    count: String,
    choice: String,
    checkbox: String,
    /// Of the number of an option.
    number: String,
    /// Of the printed text of a date.
    printed: String,
}

impl Said {
    fn of(&self, kind: Kind) -> &str {
        match kind {
            Kind::Text => &self.text,
            Kind::Date => &self.date,
            Kind::Count => &self.count,
            Kind::Choice => &self.choice,
            Kind::Checkbox => &self.checkbox,
        }
    }
}

#[derive(Deserialize)]
struct TableData {
    name: String,
    title: String,
    english: String,
    description: String,
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    key: Vec<String>,
    #[serde(default)]
    foreign: Vec<Foreign>,
    #[serde(default)]
    rows: Vec<String>,
    #[serde(default)]
    columns: Vec<ColumnData>,
    need: Option<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    main: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ColumnData {
    Name(String),
    Full {
        name: String,
        item: Option<String>,
        #[serde(default)]
        from: From,
        #[serde(default)]
        up: usize,
        title: Option<String>,
        #[serde(default)]
        description: String,
        #[serde(default)]
        values: Vec<(String, String)>,
    },
}

fn define(data: TableData, shared: &Shared) -> Definition {
    let patterns: Vec<Pattern> = data.rows.iter().map(|text| Pattern::new(text)).collect();
    let mut keys: Vec<String> = Vec::new();
    for key in patterns.iter().flat_map(Pattern::keys) {
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    let (mut fields, mut columns, mut column_names) = (data.fields, Vec::new(), Vec::new());
    if !patterns.is_empty() {
        fields.extend_from_slice(&shared.context);
        fields.extend(keys.iter().filter_map(|key| shared.keys.get(key)).cloned());
        for column in data.columns {
            let first = fields.len();
            columns.push(add_column(&mut fields, column, &patterns, &shared.said));
            column_names.extend(fields.get(first).map(|field| field.name.clone()));
        }
        fields.extend_from_slice(&shared.place);
    }
    let of_rows = || ["record", "source", "item"].map(str::to_owned).to_vec();
    let key = if patterns.is_empty() { data.key } else { of_rows() };
    Definition {
        name: data.name,
        title: data.title,
        english: data.english,
        description: data.description,
        fields,
        key,
        foreign: data.foreign,
        patterns,
        keys,
        columns,
        column_names,
        need: data.need,
        except: data.except,
        main: data.main,
    }
}

/// Adds the one or two fields of a column.
fn add_column(
    fields: &mut Vec<Field>,
    data: ColumnData,
    patterns: &[Pattern],
    said: &Said,
) -> Column {
    let plain = |name: String| (name, None, From::Value, 0, None, String::new(), Vec::new());
    let (name, item, from, up, title, description, values) = match data {
        ColumnData::Name(name) => plain(name),
        ColumnData::Full { name, item, from, up, title, description, values } => {
            (name, item, from, up, title, description, values)
        }
    };
    let item = item.unwrap_or_else(|| name.clone());
    let answer = patterns.iter().find_map(|pattern| Answer::at(&pattern.path(), &item));
    let printed = answer.as_ref().map(|answer| answer.printed.clone()).unwrap_or_default();
    let answer = answer.filter(|_| from == From::Value).unwrap_or_default();
    let title = title.unwrap_or(answer.label);
    let description =
        if description.is_empty() { said.of(answer.kind).to_owned() } else { description };
    let field = |name: String, title: String, kind: Type, options: Options| Field {
        description: match options.0.is_empty() {
            true if name.ends_with("_text") => said.printed.clone(),
            true => description.clone(),
            false => said.number.clone(),
        },
        name,
        kind,
        title,
        values: values.clone(),
        options,
        printed: printed.clone(),
        required: false,
        unique: false,
        pattern: None,
        minimum: (kind == Type::Integer).then_some(u32::from(from != From::Value)),
        maximum: None,
    };
    let kind = match (from, answer.kind) {
        (From::Code | From::Answers, _) => Type::Integer,
        (From::Value, kind) => kind.field(),
        _ => Type::String,
    };
    fields.push(field(name.clone(), title.clone(), kind, Options::default()));
    match answer.kind {
        Kind::Choice => {
            let (name, title) = (format!("{name}_code"), format!("{title}（番号）"));
            fields.push(field(name, title, Type::Integer, answer.options));
        }
        Kind::Date => {
            let (name, title) = (format!("{name}_text"), format!("{title}（印刷どおり）"));
            fields.push(field(name, title, Type::String, Options::default()));
        }
        _ => {}
    }
    Column { item, from, up, kind: answer.kind }
}
