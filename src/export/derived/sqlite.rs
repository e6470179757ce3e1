//! `hyokasho.sqlite`: the tables as a database, with keys, indexes, views that have Japanese names, and
//! a full-text index.

use super::Finished;
use crate::export::tables::{Definition, Type, tables};
use crate::fold::narrow;
use csv::StringRecord;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Result, Statement, ToSql, params_from_iter};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;

/// What holds for every output: title and description.
const PACKAGE: &str = include_str!("../data/package.json");

/// Two full-text indexes of the items. `items_fts` finds what LIKE finds, from three characters on, and is the one that
/// Datasette and sqlite-utils see; `items_pairs` holds pairs of characters, for words of two and for words that a line
/// break parts.
const SEARCH: &str = "CREATE VIRTUAL TABLE items_fts USING fts5(value, content=\"items\", tokenize='trigram'); \
    CREATE VIRTUAL TABLE items_pairs USING fts5(grams, content='', tokenize='unicode61 remove_diacritics 0')";

/// A search for a word of any length, as a query of Datasette and of a person.
const FIND: &str = "SELECT a.agency, a.name, i.item, i.label, i.value, i.source, i.page, i.line FROM items i \
    JOIN assessments a USING (record, source) WHERE :word <> '' AND ((length(:word) > 2 AND i.rowid IN (SELECT rowid \
    FROM items_fts WHERE items_fts MATCH '\"' || replace(:word, '\"', '\"\"') || '\"')) OR (length(:word) < 3 AND \
    instr(i.value, :word) > 0)) ORDER BY i.rowid LIMIT 1000";

/// What `datasette.json` says of the search: its title, and what Datasette's own box cannot find. Titles and
/// descriptions of tables are Japanese, and so is this.
const WORDS: &str = include_str!("../data/datasette.json");

pub(super) fn files() -> Vec<(String, String)> {
    vec![
        ("datasette.json".to_owned(), "{\n  \"title\"".to_owned()),
        ("hyokasho.sqlite".to_owned(), "SQLite format 3\0".to_owned()),
    ]
}

/// `datasette.json`: titles and descriptions of tables and columns, and the search as a query.
fn metadata() -> io::Result<String> {
    let words: BTreeMap<String, String> = serde_json::from_str(WORDS)?;
    let said = |key: &str| words.get(key).map(String::as_str).unwrap_or_default();
    let described = |table: &Definition| {
        let columns = table.fields.iter().map(|field| {
            let text = format!("{}。{}", field.title, field.description);
            (field.name.clone(), json!(text))
        });
        let columns: Map<String, Value> = columns.collect();
        let title = format!("{}（{}）", table.title, table.name);
        let mut one =
            json!({ "title": title, "description": table.description, "columns": columns });
        if table.name == "items" {
            one["fts_table"] = json!("items_fts");
            one["fts_pk"] = json!("rowid");
            one["description"] = json!(format!("{}。{}", table.description, said("short")));
        }
        (table.name.clone(), one)
    };
    let described: Map<String, Value> = tables().iter().map(described).collect();
    let package: Value = serde_json::from_str(PACKAGE)?;
    let find = json!({ "sql": FIND, "title": said("find"), "params": ["word"] });
    let base = json!({ "tables": described, "queries": { "find": find } });
    let all = json!({
        "title": package["title"],
        "description": package["description"],
        "databases": { "hyokasho": base },
    });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

pub(super) fn write(finished: &Finished<'_>) -> io::Result<()> {
    let path = finished.make("hyokasho.sqlite")?;
    let all = || -> Result<Connection> {
        let base = Connection::open(&path)?;
        // A file that is not whole never gets its name: no journal is needed to undo anything.
        base.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-16384; PRAGMA locking_mode=EXCLUSIVE; BEGIN")?;
        for table in tables() {
            base.execute_batch(&create(table))?;
        }
        base.execute_batch(SEARCH)?;
        Ok(base)
    };
    let base = all().map_err(io::Error::other)?;
    for table in tables() {
        fill(&base, finished, table)?;
    }
    let mut last = String::from("INSERT INTO items_fts(items_fts) VALUES('rebuild');");
    for table in tables() {
        indexes(&mut last, table);
        view(&mut last, table);
    }
    last.push_str("COMMIT;");
    base.execute_batch(&last).map_err(io::Error::other)?;
    fs::write(finished.make("datasette.json")?, metadata()?)
}

fn create(table: &Definition) -> String {
    let mut lines: Vec<String> = Vec::new();
    for field in &table.fields {
        let kind = match field.kind {
            Type::String | Type::Date => "TEXT",
            Type::Integer | Type::Boolean => "INTEGER",
            Type::Number => "REAL",
        };
        let unique = if field.unique { " UNIQUE" } else { "" };
        let check = if field.kind == Type::Boolean {
            format!(" CHECK (\"{}\" IN (0, 1))", field.name)
        } else {
            String::new()
        };
        lines.push(format!("\"{}\" {kind}{unique}{check} /* {} */", field.name, field.title));
    }
    if !table.key.is_empty() {
        lines.push(format!("PRIMARY KEY ({})", names(&table.key)));
    }
    for fields in referred(table) {
        lines.push(format!("UNIQUE ({})", names(fields)));
    }
    for foreign in &table.foreign {
        let (here, there) = (names(&foreign.fields), names(foreign.there()));
        lines.push(format!("FOREIGN KEY ({here}) REFERENCES \"{}\" ({there})", foreign.table));
    }
    format!("CREATE TABLE \"{}\" (\n {}\n);", table.name, lines.join(",\n "))
}

/// The fields by which other tables refer to this one, where they are not its key.
fn referred(table: &Definition) -> Vec<&'static [String]> {
    let mut found: Vec<&'static [String]> = Vec::new();
    for foreign in tables().iter().flat_map(|other| &other.foreign) {
        let there = foreign.there();
        let unique = table.fields.iter().any(|f| f.unique && there == [f.name.clone()]);
        let known = there == table.key || unique || found.contains(&there);
        if foreign.table == table.name && !known {
            found.push(there);
        }
    }
    found
}

fn names(fields: &[String]) -> String {
    fields.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// A cell of a table; without text it is NULL.
struct Cell<'c>(Type, &'c str);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        let Self(kind, text) = *self;
        let value = match (kind, text) {
            (_, "") => ValueRef::Null,
            (Type::Boolean, text) => ValueRef::Integer(i64::from(text == "true")),
            // The column's affinity makes numbers of the others.
            (_, text) => ValueRef::Text(text.as_bytes()),
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

fn fill(base: &Connection, finished: &Finished<'_>, table: &Definition) -> io::Result<()> {
    let (mut reader, mut row) = (finished.open(table)?, StringRecord::new());
    let marks = vec!["?"; table.fields.len()].join(", ");
    // Of two inputs with the same name and bytes the first is kept.
    let sql = format!("INSERT OR IGNORE INTO \"{}\" VALUES ({marks})", table.name);
    let mut insert = base.prepare(&sql).map_err(io::Error::other)?;
    let mut grams = Grams::new(base, table).map_err(io::Error::other)?;
    while reader.read_record(&mut row)? {
        let cells = table.fields.iter().zip(&row).map(|(field, cell)| Cell(field.kind, cell));
        let added = insert.execute(params_from_iter(cells)).map_err(io::Error::other)?;
        if let Some(grams) = grams.as_mut().filter(|_| added > 0) {
            grams.add(base.last_insert_rowid(), &row).map_err(io::Error::other)?;
        }
    }
    Ok(())
}

/// The index of pairs: the texts of the items cut into pairs of characters.
struct Grams<'b> {
    insert: Statement<'b>,
    kind: usize,
    value: usize,
    text: String,
}

impl<'b> Grams<'b> {
    fn new(base: &'b Connection, table: &Definition) -> Result<Option<Self>> {
        if table.name != "items" {
            return Ok(None);
        }
        let at = |name| table.fields.iter().position(|f| f.name == name).unwrap_or(usize::MAX);
        let insert = base.prepare("INSERT INTO items_pairs(rowid, grams) VALUES (?, ?)")?;
        Ok(Some(Self { insert, kind: at("kind"), value: at("value"), text: String::new() }))
    }

    fn add(&mut self, rowid: i64, row: &StringRecord) -> Result<()> {
        let value = row.get(self.value).unwrap_or_default();
        if row.get(self.kind) == Some("text") && !value.is_empty() {
            self.text.clear();
            pairs(value, &mut self.text);
            self.insert.execute((rowid, &self.text))?;
        }
        Ok(())
    }
}

/// `介護保険 ABC` is `介護 護保 保険 abc`: pairs of characters, whole words of ASCII, a single character
/// alone. White space between characters does not count: it is where a line was broken.
fn pairs(text: &str, out: &mut String) {
    let (mut run, mut word) = (Run::default(), false);
    for c in text.chars().map(narrow) {
        if c.is_ascii_alphanumeric() {
            run.end(out);
            if !word {
                out.push(' ');
            }
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            run.add(c, out);
        } else if !c.is_whitespace() {
            run.end(out);
        }
        word = c.is_ascii_alphanumeric();
    }
    run.end(out);
}

/// Characters that stand together.
#[derive(Default)]
struct Run {
    last: Option<char>,
    paired: bool,
}

impl Run {
    fn add(&mut self, c: char, out: &mut String) {
        if let Some(before) = self.last.replace(c) {
            out.extend([' ', before, c]);
            self.paired = true;
        }
    }

    fn end(&mut self, out: &mut String) {
        if let Some(c) = self.last.take().filter(|_| !self.paired) {
            out.extend([' ', c]);
        }
        self.paired = false;
    }
}

fn indexes(out: &mut String, table: &Definition) {
    let mut all: Vec<&[String]> = table.foreign.iter().map(|f| f.fields.as_slice()).collect();
    let named = ["item", "contractor_key", "agency_code", "code"];
    for field in table.fields.iter().filter(|field| named.contains(&field.name.as_str())) {
        all.push(std::slice::from_ref(&field.name));
    }
    all.sort_unstable();
    all.dedup();
    for fields in all {
        // The index of the key serves its beginnings too.
        if table.key.starts_with(fields)
            || table.fields.iter().any(|f| f.unique && fields == [f.name.clone()])
        {
            continue;
        }
        let name = format!("{}_{}", table.name, fields.join("_"));
        let _ = writeln!(out, "CREATE INDEX \"{name}\" ON \"{}\" ({});", table.name, names(fields));
    }
}

/// The table under its Japanese names, with the agency and the assessment it belongs to.
fn view(out: &mut String, table: &Definition) {
    let joins = table.foreign.iter().any(|foreign| foreign.table == "assessments");
    let mut columns: Vec<String> = Vec::new();
    if joins {
        columns.push("a.\"agency\" AS \"評価実施機関\"".to_owned());
        columns.push("a.\"name\" AS \"評価書名\"".to_owned());
    }
    columns.extend(table.fields.iter().map(|f| format!("t.\"{}\" AS \"{}\"", f.name, f.title)));
    let join =
        if joins { " LEFT JOIN \"assessments\" a USING (\"record\", \"source\")" } else { "" };
    let _ = writeln!(
        out,
        "CREATE VIEW \"{}\" AS SELECT {} FROM \"{}\" t{join};",
        table.title,
        columns.join(", "),
        table.name
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(text: &str) -> String {
        let mut out = String::new();
        pairs(text, &mut out);
        out.trim().to_owned()
    }

    #[test]
    fn the_box_says_where_short_words_are_found() {
        let said: Value = serde_json::from_str(&metadata().unwrap()).unwrap();
        let base = &said["databases"]["hyokasho"];
        let title = base["queries"]["find"]["title"].as_str().unwrap();
        let items = base["tables"]["items"]["description"].as_str().unwrap();
        assert!(!title.is_empty() && items.contains(&format!("「{title}」")), "{items}");
    }

    #[test]
    fn texts_are_cut_into_pairs() {
        assert_eq!(grams("介護保険、ＡＢＣ-1 課"), "介護 護保 保険 abc 1 課");
        assert_eq!(grams("国民健\n康保険"), "国民 民健 健康 康保 保険");
        assert_eq!(grams(""), "");
    }

    #[test]
    fn the_database_is_whole_and_answers() {
        let folder = super::super::tests::run();
        let base = Connection::open(folder.path().join("hyokasho.sqlite")).unwrap();
        let text = |sql: &str| -> String { base.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(text("PRAGMA integrity_check"), "ok");
        let broken = base.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
        assert!(!broken);
        let found = "SELECT i.item FROM items_pairs p JOIN items i ON i.rowid = p.rowid WHERE items_pairs MATCH '\"健康 康保 保険\"'";
        assert_eq!(text(found), "cover.name");
        let found = "SELECT i.item FROM items_fts f JOIN items i ON i.rowid = f.rowid WHERE items_fts MATCH '\"健康保険\"'";
        assert_eq!(text(found), "cover.name");
        for word in ["健康保険", "健康", "健"] {
            let mut find = base.prepare(FIND).unwrap();
            let item: String = find.query_row([word], |row| row.get("item")).unwrap();
            assert_eq!(item, "cover.name");
        }
        assert!(!base.prepare(FIND).unwrap().exists(["介護保険"]).unwrap());
        assert_eq!(text("SELECT \"評価実施機関\" FROM \"システム\""), "目黒区");
        assert_eq!(text("SELECT typeof(agency_code) FROM assessments"), "text");
        assert_eq!(text("SELECT typeof(conformity) FROM assessments"), "real");
    }
}
