use super::report::{Lang, Style, csv, html, markdown, text};
use super::view::Options;
use super::*;
use crate::record::{Agency, FormInfo};

fn item(id: &str, value: Value) -> Item {
    Item { id: id.into(), label: format!("label of {id}"), value, ..Item::default() }
}

fn written(text: &str) -> Value {
    Value::Text(text.into())
}

fn record(form: &str, body: &str, items: Vec<(&str, Value)>) -> Record {
    Record {
        id: format!("{body}-{form}"),
        form: FormInfo { id: form.into(), ..FormInfo::default() },
        agency: Agency { name: body.into(), ..Agency::default() },
        items: items.into_iter().map(|(id, value)| item(id, value)).collect(),
        document: crate::record::Document { sha256: body.into(), ..Default::default() },
        ..Record::default()
    }
}

fn shown(a: &Record, b: &Record) -> String {
    let line = |row: &Row<'_>| {
        let id = |item: Option<&Item>| item.map_or("", |item| item.id.as_str()).to_owned();
        format!("{} | {} | {}", row.relation.name(), id(row.a), id(row.b))
    };
    compare(a, b).rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn repeats_are_paired_by_what_is_written_in_them() {
    let a = record(
        "key",
        "目黒区",
        vec![
            ("overview.systems[1].name", written("国民健康保険システム")),
            ("overview.systems[1].connections.tax", Value::Checkbox(Some(true))),
            ("overview.systems[2].name", written("中間サーバー")),
        ],
    );
    let b = record(
        "key",
        "熊本市",
        vec![
            ("overview.systems[1].name", written("中間 サーバー")),
            ("overview.systems[2].name", written("収納管理")),
            ("overview.systems[3].name", written("国民健康保険 システム")),
            ("overview.systems[3].connections.tax", Value::Checkbox(None)),
        ],
    );
    insta::assert_snapshot!(shown(&a, &b), @r"
    same | overview.systems[1].name | overview.systems[3].name
    unclear | overview.systems[1].connections.tax | overview.systems[3].connections.tax
    same | overview.systems[2].name | overview.systems[1].name
    only_b |  | overview.systems[2].name
    ");
}

#[test]
fn forms_are_lined_up_by_what_they_ask() {
    let answer = |label: &str| Value::Choice { label: label.into(), option: Some(2) };
    let a = record(
        "basic",
        "甲市",
        vec![
            ("safeguards.collection.off_purpose.adequacy", answer("十分である")),
            ("threshold.staff.staff", answer("500人未満")),
        ],
    );
    let b = record(
        "key",
        "乙市",
        vec![
            ("risk[1].collection.off_purpose.adequacy", answer("十分である")),
            ("overview.systems[1].name", written("住民記録")),
        ],
    );
    insta::assert_snapshot!(shown(&a, &b), @r"
    same | safeguards.collection.off_purpose.adequacy | risk[1].collection.off_purpose.adequacy
    not_on_form_a |  | overview.systems[1].name
    not_on_form_b | threshold.staff.staff | 
    ");
}

#[test]
fn a_record_may_hold_two_versions() {
    let both = record(
        "full",
        "",
        vec![
            ("project_flow.remarks", written("前")),
            ("project_flow[2].remarks", written("後")),
            ("overview.project.name", written("一つ")),
        ],
    );
    let (before, after) = versions_within(&both).unwrap();
    assert_eq!(shown(&before, &after), "different | project_flow.remarks | project_flow.remarks");
    assert!(versions_within(&before).is_none());
}

fn pair() -> (Record, Record) {
    let a = record(
        "key",
        "目黒区",
        vec![
            ("cover.name", written("国保 <事務>")),
            ("overview.project.name", written("国民健康保険に関する事務")),
            ("overview.systems[1].name", written("国保|システム")),
            ("overview.systems[1].connections.tax", Value::Checkbox(Some(true))),
            ("overview.systems[1].connections.other", Value::Checkbox(Some(false))),
        ],
    );
    let b = record(
        "key",
        "熊本市",
        vec![
            ("cover.name", written("国保 <事務>")),
            ("overview.project.name", written("介護保険に関する事務")),
            ("overview.systems[1].name", written("国保|システム")),
            ("overview.systems[1].connections.tax", Value::Checkbox(Some(false))),
            ("overview.systems[1].connections.other", Value::Checkbox(Some(true))),
            ("overview.systems[2].name", written("口座管理")),
        ],
    );
    (a, b)
}

#[test]
fn a_report_looks_alike_everywhere() {
    let (a, b) = pair();
    let names = ["A".to_owned(), "B".to_owned()];
    let options = Options { lang: Lang::En, all: false, names, title: "Comparison".into() };
    let report = view(&compare(&a, &b), &options);
    insta::assert_snapshot!(text(&report, Style { width: 100, colour: false }));
    insta::assert_snapshot!(markdown(&report));
    insta::assert_snapshot!(String::from_utf8(csv(&report)).unwrap());
    let page = html(&report);
    for foreign in ["http://", "https://", "<script", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.contains("<del>国民健康保険</del>") && page.contains("<ins>介護保険</ins>"));
    assert!(
        page.contains("&lt;事務&gt;")
            && page.contains("prefers-color-scheme: dark")
            && page.contains("@media print")
    );
    let coloured = text(&report, Style { width: 100, colour: true });
    assert!(coloured.contains("\u{1b}[31m") && !coloured.contains("[-"));
}
