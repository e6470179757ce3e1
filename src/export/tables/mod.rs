//! The tables, as data: `data/tables.json` says which part of an item id makes a row, and which items
//! are its columns. Kinds, titles and options of the columns come from the catalogue of the forms.

mod answer;
mod load;
mod pattern;
// `build.rs`, which has no rows, writes down what a package says of the tables.
#[cfg(any(test, not(built)))]
pub(crate) mod resource;
#[cfg(built)]
mod rows;

pub(in crate::export) use answer::{Options, Printing};
#[cfg(built)]
pub(super) use rows::{header, rows};

use answer::Kind;
use pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A table of the output.
pub(in crate::export) struct Definition {
    pub(in crate::export) name: String,
    pub(in crate::export) title: String,
    /// The title in English.
    pub(in crate::export) english: String,
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
    /// The name of the first field of each column.
    column_names: Vec<String>,
    /// The item that a row must have, relative to the row.
    need: Option<String>,
    /// Rows that a key of this name would make are left out.
    except: Vec<String>,
    /// The item whose place is the row's.
    main: String,
}

/// A column as readers of the file see it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(built, allow(dead_code, reason = "what only a package says is read while building"))]
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
    /// The forms that print what stands in it; empty for what we say of a document.
    #[serde(skip)]
    pub(in crate::export) printed: Vec<Printing>,
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
    /// The id, without numbers, of the item that a text names.
    Locate,
    /// The code of the record's 事務.
    ProjectKind,
    /// The Japanese name of the record's 事務.
    ProjectLabel,
    /// How many items of the row are filled in.
    Answers,
}

static ALL: LazyLock<(Vec<Definition>, BTreeMap<String, String>)> =
    LazyLock::new(|| load::load(crate::finding::NAMES));

/// The Japanese word for a word of the tables: `true`, `unchecked`.
pub(in crate::export) fn word(word: &str) -> Option<String> {
    ALL.1.get(word).cloned()
}

/// A column of the tables that holds the answer at the end of a path without numbers, as `table.column`.
pub(in crate::export) fn columns_at(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for table in tables() {
        for pattern in &table.patterns {
            for (column, name) in table.columns.iter().zip(&table.column_names) {
                let asked = [pattern.path(), column.item.clone()];
                let asked: Vec<&str> =
                    asked.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                if column.from == From::Value && fits(&asked.join("."), path) {
                    found.push(format!("{}.{name}", table.name));
                }
            }
        }
    }
    found.dedup();
    found
}

/// Whether a path is the one asked for, in which `*` stands for any name.
fn fits(asked: &str, path: &str) -> bool {
    let (asked, path) = (asked.split('.'), path.split('.'));
    asked.clone().count() == path.clone().count()
        && asked.zip(path).all(|(asked, step)| asked == "*" || asked == step)
}

/// All tables, by name.
pub(in crate::export) fn tables() -> &'static [Definition] {
    &ALL.0
}

/// The table of this name.
pub(in crate::export) fn table(name: &str) -> Option<&'static Definition> {
    tables().iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::answer::Answer;
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
                let described = !field.description.is_empty();
                assert!(described, "{} {} has no description", table.name, field.name);
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
        answers Integer 答えの数
        page Integer ページ
        line Integer 行
        ");
    }
}
