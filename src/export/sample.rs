//! A record made by hand, for the tests of the formats.

use crate::assess::Outcome;
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::{
    Agency, AgencyKind, Document, FormInfo, Item, Kind, Quality, Record, RevisionFrom, Value,
};
use crate::source::{Area, Source};

pub(crate) fn document() -> Document {
    Document {
        path: "区/a.txt".into(),
        sha256: crate::digest::sha256_hex(b"a"),
        bytes: 1,
        kind: Kind::Text,
        encoding: Some("UTF-8".into()),
        ..Document::default()
    }
}

fn item(id: &str, value: Value, line: u32) -> Item {
    let source = Source { line, ..Source::default() };
    let (text, label) = (value.printed(), format!("label of {id}"));
    Item { id: id.into(), label, value, text, source, findings: Vec::new(), ..Item::default() }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub(crate) fn record() -> Record {
    let date = Value::Date { iso: Some("2024-12-02".into()), text: "令和6年12月2日".into() };
    let choice = Value::Choice { label: "10万人以上30万人未満".into(), option: Some(4) };
    let mut boxed = item("overview.systems[3].name", text("a \"b\", c"), 0);
    let area = Area { x0: 72.0, y0: 100.25, x1: 300.504, y1: 110.0 };
    boxed.source = Source { page: 2, area: Some(area), ..Source::default() };
    let mut doubtful = item("overview.project.population", choice, 41);
    doubtful.text = "[ 10万人以上30万人未満 ]".into();
    doubtful.findings = vec![Code::ChoiceNotOffered, Code::MarkLost];
    Record {
        id: "131105-key-3-ca978112".into(),
        document: document(),
        form: FormInfo {
            id: "key".into(),
            label: "重点項目評価書".into(),
            revision: "2024-10".into(),
            revision_from: RevisionFrom::Printed,
        },
        agency: Agency {
            printed: "目黒区長".into(),
            name: "目黒区".into(),
            prefecture: "東京都".into(),
            code: "131105".into(),
            kind: AgencyKind::SpecialWard,
        },
        draft: false,
        ended_on: None,
        items: vec![
            item("cover.number", text("3"), 5),
            item("cover.name", text("国民健康保険に関する事務\n重点項目評価書"), 6),
            item("cover.published_on", date, 20),
            doubtful,
            boxed,
            item("overview.systems[3].connections.tax", Value::Checkbox(None), 47),
            item("overview.systems[3].connections.other", Value::Checkbox(Some(true)), 47),
            item("overview.systems[3].connections.other.detail", text("口座管理"), 47),
            item("file[1].entrustment.count", Value::Count(None), 60),
        ],
        findings: vec![Finding {
            code: Code::MarkLost,
            severity: Severity::Warning,
            item: "overview.systems[3].connections.tax".into(),
            source: Source { line: 47, ..Source::default() },
            message: Message {
                en: "expected [○] or [ ], but found a bare box".into(),
                ja: "[○] か [ ] のはずですが、印のない欄でした".into(),
            },
        }],
        quality: Quality {
            conformity: 0.9871,
            coverage: 0.9702,
            leftover: 0.0113,
            furniture: 0.0185,
            ocr: 0.0,
        },
    }
}

pub(crate) fn outcome() -> Outcome {
    let lost = Finding {
        code: Code::NoTextLayer,
        severity: Severity::Error,
        item: String::new(),
        source: Source { page: 2, ..Source::default() },
        message: Message {
            en: "page 2 is an image".into(), ja: "2ページは画像です".into()
        },
    };
    Outcome { records: vec![record()], findings: vec![lost] }
}
