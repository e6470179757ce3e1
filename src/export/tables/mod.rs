//! The tables, as data: `data/tables.json` says which part of an item id makes a row, and which items
//! are its columns. Kinds, titles and options of the columns come from the catalogue of the forms.

mod answer;
mod pattern;
mod rows;

pub(in crate::export) use answer::Options;
pub(super) use rows::file;

use answer::{Answer, Kind};
use pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A table of the output.
pub(in crate::export) struct Definition {
    pub(in crate::export) name: String,
    pub(in crate::export) title: String,
    pub(in crate::export) description: String,
    /// All columns, in order.
    pub(in crate::export) fields: Vec<Field>,
    /// The fields that tell rows apart; empty where nothing does.
    pub(in crate::export) key: Vec<String>,
    pub(in crate::export) foreign: Vec<Foreign>,
    /// Where its rows begin; empty for a table that is written in another way.
    pub(in crate::export) patterns: Vec<Pattern>,
    /// The names of the keys among the fields, in order.
    keys: Vec<String>,
    columns: Vec<Column>,
    /// The item that a row must have, relative to the row.
    need: Option<String>,
    /// Rows that a key of this name would make are left out.
    except: Vec<String>,
    /// The item whose place is the row's.
    main: String,
}

/// A column as readers of the file see it.
#[derive(Clone, Debug, Deserialize)]
pub(in crate::export) struct Field {
    pub(in crate::export) name: String,
    #[serde(rename = "type")]
    pub(in crate::export) kind: Type,
    pub(in crate::export) title: String,
    #[serde(default)]
    pub(in crate::export) description: String,
    /// The values it may have, with their Japanese names.
    #[serde(default)]
    pub(in crate::export) values: Vec<(String, String)>,
    /// For the number of an option: the options' wordings.
    #[serde(skip)]
    pub(in crate::export) options: Options,
    #[serde(default)]
    pub(in crate::export) required: bool,
    #[serde(default)]
    pub(in crate::export) unique: bool,
    pub(in crate::export) pattern: Option<String>,
    pub(in crate::export) minimum: Option<u32>,
    pub(in crate::export) maximum: Option<u32>,
}

/// The type of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::export) enum Type {
    #[default]
    String,
    Integer,
    Number,
    Date,
    Boolean,
}

impl Type {
    /// What a Table Schema calls it.
    pub(in crate::export) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Date => "date",
            Self::Boolean => "boolean",
        }
    }
}

/// Fields that name a row of another table.
#[derive(Debug, Deserialize)]
pub(in crate::export) struct Foreign {
    pub(in crate::export) fields: Vec<String>,
    pub(in crate::export) table: String,
    /// The fields there; empty where they have the same names.
    #[serde(default)]
    to: Vec<String>,
}

impl Foreign {
    /// The fields of the other table.
    pub(in crate::export) fn there(&self) -> &[String] {
        if self.to.is_empty() { &self.fields } else { &self.to }
    }
}

/// A column as it is made from items.
struct Column {
    /// The item, relative to the row; empty for the row's own.
    item: String,
    from: From,
    /// For a title: how many steps above the row.
    up: usize,
    kind: Kind,
}

/// What of an item stands in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum From {
    /// The answer, typed as the catalogue says.
    #[default]
    Value,
    /// The answer as `items.csv` prints it, whatever its kind.
    Printed,
    /// The number of the chosen option.
    Code,
    /// The item's label.
    Label,
    /// The item's kind.
    Kind,
    /// What the item asks.
    Concept,
    /// The catalogue's title of the row's own node.
    Title,
    /// The folded name of a contractor.
    Contractor,
}

#[derive(Deserialize)]
struct File {
    context: Vec<Field>,
    place: Vec<Field>,
    keys: BTreeMap<String, Field>,
    tables: Vec<TableData>,
}

#[derive(Deserialize)]
struct TableData {
    name: String,
    title: String,
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

static TABLES: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("../data/tables.json"))
        .expect("the built-in definitions are valid, a test reads them");
    let File { context, place, keys, tables } = file;
    tables.into_iter().map(|table| define(table, &context, &place, &keys)).collect()
});

/// All tables, by name.
pub(in crate::export) fn tables() -> &'static [Definition] {
    &TABLES
}

/// The table of this name.
pub(in crate::export) fn table(name: &str) -> Option<&'static Definition> {
    tables().iter().find(|table| table.name == name)
}

fn define(
    data: TableData,
    context: &[Field],
    place: &[Field],
    named: &BTreeMap<String, Field>,
) -> Definition {
    let patterns: Vec<Pattern> = data.rows.iter().map(|text| Pattern::new(text)).collect();
    let mut keys: Vec<String> = Vec::new();
    for key in patterns.iter().flat_map(Pattern::keys) {
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    let (mut fields, mut columns) = (data.fields, Vec::new());
    if !patterns.is_empty() {
        fields.extend_from_slice(context);
        fields.extend(keys.iter().filter_map(|key| named.get(key)).cloned());
        for column in data.columns {
            columns.push(add_column(&mut fields, column, &patterns));
        }
        fields.extend_from_slice(place);
    }
    let of_rows = || ["record", "source", "item"].map(str::to_owned).to_vec();
    let key = if patterns.is_empty() { data.key } else { of_rows() };
    Definition {
        name: data.name,
        title: data.title,
        description: data.description,
        fields,
        key,
        foreign: data.foreign,
        patterns,
        keys,
        columns,
        need: data.need,
        except: data.except,
        main: data.main,
    }
}

/// Adds the one or two fields of a column.
fn add_column(fields: &mut Vec<Field>, data: ColumnData, patterns: &[Pattern]) -> Column {
    let plain = |name: String| (name, None, From::Value, 0, None, String::new(), Vec::new());
    let (name, item, from, up, title, description, values) = match data {
        ColumnData::Name(name) => plain(name),
        ColumnData::Full { name, item, from, up, title, description, values } => {
            (name, item, from, up, title, description, values)
        }
    };
    let item = item.unwrap_or_else(|| name.clone());
    let answer = patterns.iter().find_map(|pattern| Answer::at(&pattern.path(), &item));
    let answer = answer.filter(|_| from == From::Value).unwrap_or_default();
    let title = title.unwrap_or(answer.label);
    let field = |name: String, title: String, kind: Type, options: Options| Field {
        name,
        kind,
        title,
        description: description.clone(),
        values: values.clone(),
        options,
        required: false,
        unique: false,
        pattern: None,
        minimum: (kind == Type::Integer).then_some(u32::from(from == From::Code)),
        maximum: None,
    };
    let kind = match (from, answer.kind) {
        (From::Code, _) => Type::Integer,
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn tables_are_sorted_and_their_columns_named() {
        assert!(tables().is_sorted_by(|a, b| a.name < b.name));
        for table in tables() {
            let mut names = BTreeSet::new();
            for field in &table.fields {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                assert!(field.name.chars().all(plain), "{} {}", table.name, field.name);
                assert!(names.insert(&field.name), "{} has {} twice", table.name, field.name);
                assert!(!field.title.is_empty(), "{} {} has no title", table.name, field.name);
            }
            assert!(table.key.iter().all(|name| names.contains(name)), "{}", table.name);
        }
    }

    #[test]
    fn foreign_keys_name_fields_of_both_tables() {
        for definition in tables() {
            for foreign in &definition.foreign {
                let other = table(&foreign.table).unwrap();
                let has =
                    |table: &Definition, name: &str| table.fields.iter().any(|f| f.name == name);
                assert!(foreign.fields.iter().all(|name| has(definition, name)));
                assert!(foreign.there().iter().all(|name| has(other, name)), "{}", definition.name);
            }
        }
    }

    #[test]
    fn each_column_is_an_answer_of_a_form() {
        for table in tables() {
            let answers = table.columns.iter().filter(|column| column.from == From::Value);
            for column in answers.filter(|column| column.item != "detail") {
                let known = |p: &Pattern| Answer::at(&p.path(), &column.item).is_some();
                assert!(table.patterns.iter().any(known), "{} {}", table.name, column.item);
            }
        }
    }

    #[test]
    fn a_column_is_typed_by_the_catalogue() {
        let fields: Vec<String> = table("entrustments")
            .unwrap()
            .fields
            .iter()
            .skip(7)
            .map(|field| format!("{} {:?} {}", field.name, field.kind, field.title))
            .collect();
        insta::assert_snapshot!(fields.join("\n"), @r"
        file Integer ファイル番号
        task Integer 委託事項番号
        name String 委託事項
        content String 委託内容
        file_extent String 取扱いを委託する特定個人情報ファイルの範囲
        file_extent_code Integer 取扱いを委託する特定個人情報ファイルの範囲（番号）
        subjects_count String 対象となる本人の数
        subjects_count_code Integer 対象となる本人の数（番号）
        subjects_scope String 対象となる本人の範囲
        extent_validity String その妥当性
        staff_count String 委託先における取扱者数
        staff_count_code Integer 委託先における取扱者数（番号）
        contractor_check String 委託先名の確認方法
        contractor String 委託先名
        contractor_key String 委託先（名寄せ）
        subcontracted String 再委託の有無
        subcontracted_code Integer 再委託の有無（番号）
        subcontract_permission String 再委託の許諾方法
        subcontract_tasks String 再委託事項
        page Integer ページ
        line Integer 行
        ");
    }
}
