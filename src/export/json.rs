//! A record as one line of JSON, and the files made of such lines.
//!
//! The keys nest by the item ids. Where an id is both an answer and the beginning of others, the
//! others stand beside it: `other` and `other_detail`. Repeats are arrays of objects with their
//! printed number `n`; a section that comes again without being a repeat stands beside its first
//! occurrence: `recorded_items` and `recorded_items_again`.

use super::number::{edges, share, shares};
use super::piece::{Body, Key};
use super::tree::{Node, Occurrences, nest};
use super::writer::Json;
use crate::finding::Finding;
use crate::record::{Agency, Document, FormInfo, Item, Origin, Record, Value};
use crate::source::Source;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

/// What every record and file of ours begins with.
pub(crate) const SCHEMA: &str = "hyokasho/2";

/// The keys of a record that no section may take.
const RESERVED: &[&str] = &[
    "schema", "id", "source", "form", "agency", "draft", "ended_on", "places", "quality",
    "findings",
];

/// Writes the record, without a line end.
pub(super) fn record(out: &mut Vec<u8>, record: &Record) {
    let mut json = Json::new(out);
    head(&mut json, record);
    let mut keys = reserved_keys();
    members(&mut json, "", nest(&record.items).names(), &mut keys);
    places(json.key("places"), &record.items);
    tail(&mut json, record);
}

/// What the lists of a whole run say of the record of a line.
pub(super) fn body_of(line: &[u8]) -> io::Result<Body> {
    #[derive(Deserialize)]
    struct Line {
        agency: Printed,
    }
    #[derive(Deserialize)]
    struct Printed {
        printed: Option<String>,
        name: Option<String>,
        prefecture: Option<String>,
        code: Option<String>,
        #[serde(rename = "type")]
        kind: String,
    }
    let agency = serde_json::from_slice::<Line>(line)?.agency;
    let key = Key {
        code: agency.code.unwrap_or_default(),
        name: agency.name.or(agency.printed).unwrap_or_default(),
        prefecture: agency.prefecture.unwrap_or_default(),
        kind: agency.kind,
    };
    Ok(Body { key, ..Body::default() })
}

/// What stands before the sections of a record.
pub(super) fn head(json: &mut Json<'_>, record: &Record) {
    json.open(b'{');
    json.key("schema").string(SCHEMA);
    json.key("id").string(&record.id);
    source(json.key("source"), &record.document);
    form(json.key("form"), &record.form);
    agency(json.key("agency"), &record.agency);
    json.key("draft").flag(Some(record.draft));
    json.key("ended_on").text(record.ended_on.as_deref().unwrap_or_default());
}

/// What stands after them.
pub(super) fn tail(json: &mut Json<'_>, record: &Record) {
    json.key("quality").open(b'{');
    let names = ["conformity", "coverage", "leftover", "furniture"];
    for (name, share) in names.iter().zip(shares(&record.quality)) {
        json.key(name).raw(&share);
    }
    json.key("ocr").raw(&share(record.quality.ocr));
    json.close(b'}');
    json.key("findings").open(b'[');
    for one in &record.findings {
        finding(json, one);
    }
    json.close(b']');
    json.close(b'}');
}

fn source(json: &mut Json<'_>, document: &Document) {
    json.open(b'{');
    json.key("path").string(&document.path);
    json.key("sha256").string(&document.sha256);
    json.key("bytes").raw(&document.bytes.to_string());
    json.key("kind").string(document.kind.name());
    json.key("encoding").text(document.encoding.as_deref().unwrap_or_default());
    json.key("pages").number(document.pages);
    json.key("reader").text(document.reader.as_deref().unwrap_or_default());
    if !document.sheets.is_empty() {
        json.key("sheets").open(b'[');
        for sheet in &document.sheets {
            json.string(sheet);
        }
        json.close(b']');
    }
    published(json, &document.origin);
    if !document.also_at.is_empty() {
        json.key("also_at").open(b'[');
        for one in &document.also_at {
            json.open(b'{');
            published(json, one);
            json.close(b'}');
        }
        json.close(b']');
    }
    json.close(b'}');
}

/// Where a document was published.
fn published(json: &mut Json<'_>, origin: &Origin) {
    json.key("url").text(&origin.url);
    json.key("retrieved_on").text(&origin.retrieved_on);
    json.key("licence").text(&origin.licence);
    json.key("publisher").text(&origin.publisher);
}

fn form(json: &mut Json<'_>, form: &FormInfo) {
    json.open(b'{');
    json.key("id").text(&form.id);
    json.key("label").text(&form.label);
    json.key("revision").text(&form.revision);
    json.key("revision_from").string(form.revision_from.name());
    json.close(b'}');
}

fn agency(json: &mut Json<'_>, agency: &Agency) {
    json.open(b'{');
    json.key("printed").text(&agency.printed);
    body(json, [&agency.name, &agency.prefecture, &agency.code, agency.kind.name()]);
    json.close(b'}');
}

/// The keys of a body: what holds for all its assessments.
pub(super) fn body(json: &mut Json<'_>, [name, prefecture, code, kind]: [&str; 4]) {
    json.key("name").text(name);
    json.key("prefecture").text(prefecture);
    json.key("code").text(code);
    json.key("type").string(kind);
}

/// The parts of a node as keys of the object that is open, each behind `prefix`.
fn members<'n, 'a: 'n>(
    json: &mut Json<'_>,
    prefix: &str,
    parts: impl IntoIterator<Item = (&'a str, Occurrences<'n, 'a>)>,
    keys: &mut Keys,
) {
    for (name, found) in parts {
        let name = match prefix {
            "" => Cow::Borrowed(name),
            _ => Cow::Owned(format!("{prefix}{name}")),
        };
        if let Some(plain) = found.plain {
            entry(json, &name, plain, keys);
        }
        if found.numbered.is_empty() {
            continue;
        }
        let again = if found.plain.is_some() { "_again" } else { "" };
        json.key(&keys.free(format!("{name}{again}"))).open(b'[');
        for (n, node) in found.numbered {
            numbered(json, n, node);
        }
        json.close(b']');
    }
}

/// A node under its name. What goes on below an answer stands beside it; so does a detail, even where
/// the box it belongs to was lost.
fn entry(json: &mut Json<'_>, name: &str, node: &Node<'_>, keys: &mut Keys) {
    let mut inside = node.names();
    let mut aside = Vec::new();
    if let Some(item) = node.item {
        value(json.key(&keys.free(name.to_owned())), &item.value);
        aside = std::mem::take(&mut inside);
    } else if let Some(at) = inside.iter().position(|(part, _)| *part == "detail") {
        aside.push(inside.remove(at));
    }
    if !inside.is_empty() {
        json.key(&keys.free(name.to_owned())).open(b'{');
        members(json, "", inside, &mut Keys::default());
        json.close(b'}');
    }
    if !aside.is_empty() {
        members(json, &format!("{name}_"), aside, keys);
    }
}

/// An occurrence with its printed number.
fn numbered(json: &mut Json<'_>, n: u32, node: &Node<'_>) {
    let mut keys = Keys::default();
    json.open(b'{');
    json.key(&keys.free("n".into())).number(Some(n));
    if let Some(item) = node.item {
        value(json.key(&keys.free("value".into())), &item.value);
    }
    members(json, "", node.names(), &mut keys);
    json.close(b'}');
}

/// The keys that a record has before its sections.
pub(crate) fn reserved_keys() -> Keys {
    Keys(RESERVED.iter().map(|key| (*key).to_owned()).collect())
}

/// The keys that an object has already.
#[derive(Default)]
pub(crate) struct Keys(BTreeSet<String>);

impl Keys {
    /// The key, made longer until the object does not have it: no part is ever lost to another.
    pub(crate) fn free(&mut self, mut key: String) -> String {
        while !self.0.insert(key.clone()) {
            key.push('_');
        }
        key
    }
}

fn value(json: &mut Json<'_>, value: &Value) {
    match value {
        Value::Text(text) => json.string(text),
        Value::Count(count) => json.number(*count),
        Value::Checkbox(ticked) => json.flag(*ticked),
        Value::Date { iso, text } => {
            json.open(b'{');
            json.key("date").text(iso.as_deref().unwrap_or_default());
            json.key("text").string(text);
            json.close(b'}');
        }
        Value::Choice { label, option } => {
            json.open(b'{');
            json.key("value").string(label);
            json.key("option").number(*option);
            json.close(b'}');
        }
    }
}

fn places(json: &mut Json<'_>, items: &[Item]) {
    let mut seen = BTreeSet::new();
    json.open(b'{');
    for item in items.iter().filter(|item| seen.insert(item.id.as_str())) {
        json.key(&item.id).open(b'{');
        place(json, item.source);
        json.close(b'}');
    }
    json.close(b'}');
}

fn place(json: &mut Json<'_>, source: Source) {
    let known = |n: u32| (n > 0).then_some(n);
    json.key("page").number(known(source.page));
    json.key("line").number(known(source.line));
    match edges(source.area) {
        None => json.key("box").raw("null"),
        Some([x0, y0, x1, y1]) => {
            json.key("box").raw(&["[", &x0, ",", &y0, ",", &x1, ",", &y1, "]"].concat())
        }
    }
    if let Some(cell) = source.cell {
        json.key("sheet").number(known(source.sheet));
        json.key("cell").string(&cell.to_string());
    }
}

fn finding(json: &mut Json<'_>, finding: &Finding) {
    json.open(b'{');
    json.key("code").string(finding.code.name());
    json.key("severity").string(finding.severity.name());
    json.key("item").text(&finding.item);
    place(json, finding.source);
    json.key("message").string(&finding.message.en);
    json.key("message_ja").string(&finding.message.ja);
    json.close(b'}');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn line(record: &Record) -> String {
        let mut out = Vec::new();
        super::record(&mut out, record);
        String::from_utf8(out).unwrap()
    }

    fn nested(items: Vec<(&str, Value)>) -> String {
        let items =
            items.into_iter().map(|(id, value)| Item { id: id.into(), value, ..Item::default() });
        let line = line(&Record { items: items.collect(), ..Record::default() });
        serde_json::from_str::<serde_json::Value>(&line).unwrap();
        let start = line.find("\"ended_on\":null").unwrap() + 16;
        let end = line.find(",\"places\"").unwrap();
        line[start..end].trim_start_matches(',').to_owned()
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn a_record_is_what_the_contract_says() {
        let lines = line(&sample::record()).replace("},\"", "},\n\"");
        insta::assert_snapshot!(lines, @r#"
        {"schema":"hyokasho/2","id":"131105-key-3-ca978112","source":{"path":"区/a.txt","sha256":"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb","bytes":1,"kind":"text","encoding":"UTF-8","pages":null,"reader":null,"url":null,"retrieved_on":null,"licence":null,"publisher":null},
        "form":{"id":"key","label":"重点項目評価書","revision":"2024-10","revision_from":"printed"},
        "agency":{"printed":"目黒区長","name":"目黒区","prefecture":"東京都","code":"131105","type":"special_ward"},
        "draft":false,"ended_on":null,"cover":{"number":"3","name":"国民健康保険に関する事務\n重点項目評価書","published_on":{"date":"2024-12-02","text":"令和6年12月2日"}},
        "overview":{"project":{"population":{"value":"10万人以上30万人未満","option":4}},
        "systems":[{"n":3,"name":"a \"b\", c","connections":{"tax":null,"other":true,"other_detail":"口座管理"}}]},
        "file":[{"n":1,"entrustment":{"count":null}}],"places":{"cover.number":{"page":null,"line":5,"box":null},
        "cover.name":{"page":null,"line":6,"box":null},
        "cover.published_on":{"page":null,"line":20,"box":null},
        "overview.project.population":{"page":null,"line":41,"box":null},
        "overview.systems[3].name":{"page":2,"line":null,"box":[72.00,100.25,300.50,110.00]},
        "overview.systems[3].connections.tax":{"page":null,"line":47,"box":null},
        "overview.systems[3].connections.other":{"page":null,"line":47,"box":null},
        "overview.systems[3].connections.other.detail":{"page":null,"line":47,"box":null},
        "file[1].entrustment.count":{"page":null,"line":60,"box":null}},
        "quality":{"conformity":0.9871,"coverage":0.9702,"leftover":0.0113,"furniture":0.0185,"ocr":0.0000},
        "findings":[{"code":"mark-lost","severity":"warning","item":"overview.systems[3].connections.tax","page":null,"line":47,"box":null,"message":"expected [○] or [ ], but found a bare box","message_ja":"[○] か [ ] のはずですが、印のない欄でした"}]}
        "#);
    }

    #[test]
    fn repeats_keep_their_printed_number() {
        let got = nested(vec![
            ("a.rows[2].x", text("1")),
            ("a.rows[12].x", Value::Checkbox(None)),
            ("a.rows[2].y[1]", Value::Count(Some(3))),
        ]);
        assert_eq!(
            got,
            r#""a":{"rows":[{"n":2,"x":"1","y":[{"n":1,"value":3}]},{"n":12,"x":null}]}"#
        );
    }

    #[test]
    fn an_answer_with_parts_loses_neither() {
        let got = nested(vec![
            ("a.other", Value::Checkbox(Some(true))),
            ("a.other.detail", text("d")),
            ("a.other_detail", text("own")),
            ("a.lost.detail", text("e")),
            ("a.other.more.deep", text("f")),
        ]);
        let expected = r#""a":{"other":true,"other_detail":"d","other_more":{"deep":"f"},"other_detail_":"own","lost_detail":"e"}"#;
        assert_eq!(got, expected);
    }

    #[test]
    fn a_section_that_comes_again_stands_beside_the_first() {
        let got = nested(vec![("s.x", text("1")), ("s[2].x", text("2")), ("id.x", text("3"))]);
        assert_eq!(got, r#""s":{"x":"1"},"s_again":[{"n":2,"x":"2"}],"id_":{"x":"3"}"#);
    }
}
