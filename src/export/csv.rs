//! The three tables of text: assessments, items, findings. RFC 4180, UTF-8, lines end with LF.

use super::number::{edges, share, shares};
use super::piece::{Body, Key};
use crate::assess::Outcome;
use crate::date;
use crate::finding::{Code, Finding, Message, joined};
use crate::fold::{fold, has_byte};
use crate::project;
use crate::record::{Document, Item, Record, Value};
use crate::source::Source;
use csv::{ReaderBuilder, StringRecord};
use std::io;

/// The columns of `assessments.csv`.
pub(super) const ASSESSMENTS: &[&str] = &[
    "record",
    "source",
    "sha256",
    "form",
    "revision",
    "revision_from",
    "number",
    "name",
    "agency",
    "agency_printed",
    "agency_type",
    "agency_code",
    "prefecture",
    "published_on",
    "published_on_text",
    "draft",
    "ended_on",
    "ended_on_text",
    "items",
    "findings",
    "conformity",
    "coverage",
    "leftover",
    "furniture",
    "agency_id",
    "corporate_number",
    "project_kind",
    "project_kind_label",
    "ocr",
    "url",
    "retrieved_on",
    "licence",
];

/// The columns of `items.csv`.
pub(super) const ITEMS: &[&str] = &[
    "record",
    "source",
    "item",
    "label",
    "kind",
    "value",
    "text",
    "page",
    "line",
    "x0",
    "y0",
    "x1",
    "y1",
    "findings",
    "sheet",
    "cell",
    "read_by",
    "confidence",
    "machine_value",
];

/// The columns of `sources.csv`.
pub(super) const SOURCES: &[&str] =
    &["source", "sha256", "bytes", "kind", "url", "retrieved_on", "publisher", "licence"];

/// The columns of `findings.csv`.
pub(super) const FINDINGS: &[&str] = &[
    "record",
    "source",
    "code",
    "severity",
    "item",
    "page",
    "line",
    "x0",
    "y0",
    "x1",
    "y1",
    "message",
    "message_ja",
    "sheet",
    "cell",
];

/// A row of `assessments.csv` for each record.
pub(super) fn assessments(_: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    for record in &outcome.records {
        let [conformity, coverage, leftover, furniture] = shares(&record.quality);
        let (agency, form, origin) = (&record.agency, &record.form, &record.document.origin);
        let [published, published_text] = date(record, "cover.published_on");
        write(
            out,
            &[
                &record.id,
                &record.document.path,
                &record.document.sha256,
                &form.id,
                &form.revision,
                form.revision_from.name(),
                &printed(record, "cover.number"),
                &printed(record, "cover.name"),
                &agency.name,
                &agency.printed,
                agency.kind.name(),
                &agency.code,
                &agency.prefecture,
                &published,
                &published_text,
                if record.draft { "true" } else { "false" },
                record.ended_on.as_deref().unwrap_or_default(),
                &ended(record),
                &record.items.len().to_string(),
                &record.findings.len().to_string(),
                &conformity,
                &coverage,
                &leftover,
                &furniture,
                &agency.id(),
                &agency.corporate_number(),
                &project::kind(record),
                &project::kind_label(record),
                &share(record.quality.ocr),
                &origin.url,
                &origin.retrieved_on,
                &origin.licence,
            ],
        );
    }
}

/// What the lists of a whole run say of the records of these rows of `assessments.csv`.
pub(super) fn bodies(rows: &[u8]) -> io::Result<Vec<Body>> {
    let at = |name: &str| ASSESSMENTS.iter().position(|column| *column == name);
    let names = ["agency_code", "agency", "agency_printed", "prefecture", "agency_type"];
    let (names, own) = (names.map(at), ["agency_id", "corporate_number", "published_on"].map(at));
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(rows);
    let of = |row: csv::Result<StringRecord>| {
        let row = row?;
        let field =
            |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
        let [code, agency, printed, prefecture, kind] = names.map(field);
        let [id, number, published_on] = own.map(field);
        let name = if agency.is_empty() { printed } else { agency.clone() };
        let key = Key { code, name, prefecture, kind };
        Ok(Body { key, id, name: agency, number, published_on, line: 0 })
    };
    reader.records().map(of).collect()
}

fn printed(record: &Record, id: &str) -> String {
    let item = record.items.iter().find(|item| item.id == id);
    item.map(|item| item.value.printed()).unwrap_or_default()
}

/// A date, where it is a full one, and what is printed.
fn date(record: &Record, id: &str) -> [String; 2] {
    let Some(item) = record.items.iter().find(|item| item.id == id) else {
        return Default::default();
    };
    let iso = if let Value::Date { iso, .. } = &item.value { iso.clone() } else { None };
    let text = if item.text.is_empty() { item.value.printed() } else { item.text.clone() };
    [iso.unwrap_or_default(), text]
}

/// What the name of the assessment says of its end: the brackets that hold the date.
fn ended(record: &Record) -> String {
    let Some(iso) = &record.ended_on else { return String::new() };
    let name = printed(record, "cover.name");
    let brackets = name.split(['【', '】', '（', '）', '(', ')', '［', '］', '[', ']']);
    let says = |part: &&str| date::full(&fold(part)).is_some_and(|(found, _)| found == *iso);
    brackets.into_iter().find(says).unwrap_or_default().trim().to_owned()
}

/// A row of `items.csv` for each item.
pub(super) fn items(_: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    for record in &outcome.records {
        for item in &record.items {
            let [page, line, x0, y0, x1, y1] = place(item.source);
            let (sheet, cell) = cell_of(item.source, &record.document);
            let Item { id, label, value, text, findings, .. } = item;
            let Item { read_by, confidence, machine_value, .. } = item;
            let confidence = confidence.map(|sure| format!("{sure:.2}")).unwrap_or_default();
            let (kind, value, findings) = (value.kind().name(), value.printed(), joined(findings));
            let fields: [&str; 19] = [
                &record.id,
                &record.document.path,
                id,
                label,
                kind,
                &value,
                text,
                &page,
                &line,
                &x0,
                &y0,
                &x1,
                &y1,
                &findings,
                sheet,
                &cell,
                read_by.name(),
                &confidence,
                machine_value.as_deref().unwrap_or_default(),
            ];
            write(out, &fields);
        }
    }
}

/// A row of `findings.csv` for each finding, those of the records first.
pub(super) fn findings(document: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    for record in &outcome.records {
        for one in &record.findings {
            finding(out, &record.id, &record.document, one);
        }
    }
    for one in &outcome.findings {
        finding(out, "", document, one);
    }
}

fn finding(out: &mut Vec<u8>, record: &str, document: &Document, finding: &Finding) {
    let [page, line, x0, y0, x1, y1] = place(finding.source);
    let (sheet, cell) = cell_of(finding.source, document);
    let Finding { code, severity, item, message, .. } = finding;
    let (path, code, severity) = (&document.path, code.name(), severity.name());
    let Message { en, ja } = message;
    let fields: [&str; 15] = [
        record, path, code, severity, item, &page, &line, &x0, &y0, &x1, &y1, en, ja, sheet, &cell,
    ];
    write(out, &fields);
}

/// A row of `sources.csv` for each address of a document; one without, where none is known.
pub(super) fn sources(document: &Document, outcome: &Outcome, out: &mut Vec<u8>) {
    if outcome.findings.iter().any(|finding| finding.code == Code::LeftOut) {
        return;
    }
    for origin in document.origins() {
        write(
            out,
            &[
                &document.path,
                &document.sha256,
                &document.bytes.to_string(),
                document.kind.name(),
                &origin.url,
                &origin.retrieved_on,
                &origin.publisher,
                &origin.licence,
            ],
        );
    }
}

/// Page, line and the four edges; empty where unknown.
pub(super) fn place(source: Source) -> [String; 6] {
    let known = |n: u32| if n > 0 { n.to_string() } else { String::new() };
    let [x0, y0, x1, y1] = edges(source.area).unwrap_or_default();
    [known(source.page), known(source.line), x0, y0, x1, y1]
}

/// The name of the sheet and of the cell; empty where the document is no workbook.
pub(super) fn cell_of(source: Source, document: &Document) -> (&str, String) {
    let (sheet, cell) = (document.sheet(source.sheet), source.cell);
    (sheet.unwrap_or_default(), cell.map(|cell| cell.to_string()).unwrap_or_default())
}

/// The header row of a table.
pub(super) fn header(columns: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, columns);
    out
}

/// Writes a row: RFC 4180, where a field without commas, quotation marks and ends of lines stands as it is.
pub(super) fn write(out: &mut Vec<u8>, fields: &[&str]) {
    let start = out.len();
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        let is_special = |byte| (byte == b',') | (byte == b'"') | (byte == b'\r') | (byte == b'\n');
        if has_byte(field, is_special) {
            quote(out, field);
        } else {
            out.extend_from_slice(field.as_bytes());
        }
    }
    // A row of one empty field is no empty line.
    if out.len() == start {
        quote(out, "");
    }
    out.push(b'\n');
}

/// Writes a field in quotation marks, its own doubled.
fn quote(out: &mut Vec<u8>, field: &str) {
    out.push(b'"');
    for (at, part) in field.split('"').enumerate() {
        if at > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn table(write: fn(&Document, &Outcome, &mut Vec<u8>), columns: &[&str]) -> String {
        let mut out = header(columns);
        write(&sample::document(), &sample::outcome(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn line_ends_in_a_field_are_quoted() {
        let mut out = Vec::new();
        write(&mut out, &["a\rb", "c\nd", "e,f", " g ", ""]);
        write(&mut out, &["a\"\"b"]);
        write(&mut out, &[""]);
        let written = "\"a\rb\",\"c\nd\",\"e,f\", g ,\n\"a\"\"\"\"b\"\n\"\"\n";
        assert_eq!(String::from_utf8(out).unwrap(), written);
    }

    #[test]
    fn assessments_are_what_the_contract_says() {
        insta::assert_snapshot!(table(assessments, ASSESSMENTS), @r#"
        record,source,sha256,form,revision,revision_from,number,name,agency,agency_printed,agency_type,agency_code,prefecture,published_on,published_on_text,draft,ended_on,ended_on_text,items,findings,conformity,coverage,leftover,furniture,agency_id,corporate_number,project_kind,project_kind_label,ocr,url,retrieved_on,licence
        131105-key-3-ca978112,区/a.txt,ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb,key,2024-10,printed,3,"国民健康保険に関する事務
        重点項目評価書",目黒区,目黒区長,special_ward,131105,東京都,2024-12-02,2024-12-02,false,,,9,1,0.9871,0.9702,0.0113,0.0185,131105,1000020131105,national_health_insurance,国民健康保険,0.0000,,,
        "#);
    }

    #[test]
    fn items_are_what_the_contract_says() {
        insta::assert_snapshot!(table(items, ITEMS), @r#"
        record,source,item,label,kind,value,text,page,line,x0,y0,x1,y1,findings,sheet,cell,read_by,confidence,machine_value
        131105-key-3-ca978112,区/a.txt,cover.number,label of cover.number,text,3,3,,5,,,,,,,,text,,
        131105-key-3-ca978112,区/a.txt,cover.name,label of cover.name,text,"国民健康保険に関する事務
        重点項目評価書","国民健康保険に関する事務
        重点項目評価書",,6,,,,,,,,text,,
        131105-key-3-ca978112,区/a.txt,cover.published_on,label of cover.published_on,date,2024-12-02,2024-12-02,,20,,,,,,,,text,,
        131105-key-3-ca978112,区/a.txt,overview.project.population,label of overview.project.population,choice,10万人以上30万人未満,[ 10万人以上30万人未満 ],,41,,,,,choice-not-offered;mark-lost,,,text,,
        131105-key-3-ca978112,区/a.txt,overview.systems[3].name,label of overview.systems[3].name,text,"a ""b"", c","a ""b"", c",2,,72.00,100.25,300.50,110.00,,,,text,,
        131105-key-3-ca978112,区/a.txt,overview.systems[3].connections.tax,label of overview.systems[3].connections.tax,checkbox,unknown,unknown,,47,,,,,,,,text,,
        131105-key-3-ca978112,区/a.txt,overview.systems[3].connections.other,label of overview.systems[3].connections.other,checkbox,checked,checked,,47,,,,,,,,text,,
        131105-key-3-ca978112,区/a.txt,overview.systems[3].connections.other.detail,label of overview.systems[3].connections.other.detail,text,口座管理,口座管理,,47,,,,,,,,text,,
        131105-key-3-ca978112,区/a.txt,file[1].entrustment.count,label of file[1].entrustment.count,count,,,,60,,,,,,,,text,,
        "#);
    }

    #[test]
    fn sources_are_what_the_contract_says() {
        let mut document = sample::document();
        let at = |url: &str| crate::record::Origin { url: url.into(), ..Default::default() };
        document.set_origins(vec![at("https://a.example"), at("https://b.example")]);
        let mut out = header(SOURCES);
        sources(&document, &Outcome::default(), &mut out);
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @"
        source,sha256,bytes,kind,url,retrieved_on,publisher,licence
        区/a.txt,ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb,1,text,https://a.example,,,
        区/a.txt,ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb,1,text,https://b.example,,,
        ");
    }

    #[test]
    fn findings_are_what_the_contract_says() {
        insta::assert_snapshot!(table(findings, FINDINGS), @r#"
        record,source,code,severity,item,page,line,x0,y0,x1,y1,message,message_ja,sheet,cell
        131105-key-3-ca978112,区/a.txt,mark-lost,warning,overview.systems[3].connections.tax,,47,,,,,"expected [○] or [ ], but found a bare box",[○] か [ ] のはずですが、印のない欄でした,,
        ,区/a.txt,no-text-layer,error,,2,,,,,,page 2 is an image,2ページは画像です,,
        "#);
    }
}
