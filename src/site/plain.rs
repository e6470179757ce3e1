//! Plain pages for those who run no scripts: one for each body, and a list of them.

use super::columns::{Body, Columns};
use super::data::QUESTIONS;
use super::folder::MARK;
use super::page::{STYLE, hash};
use crate::compare::report::{Lang, place};
use crate::compare::tally;
use crate::export::contractor_key;
use crate::markup::escaped;
use crate::record::{Item, Record};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Answers of a record to one question that are shown.
const SHOWN: usize = 6;

/// What a record adds to the page of its body.
pub(super) fn record(record: &Record) -> Vec<u8> {
    let printed = |id: &str| {
        let item = record.items.iter().find(|item| item.id == id);
        escaped(&item.map(|item| item.value.printed()).unwrap_or_default())
    };
    let mut out = format!("<article>\n<h2>{}</h2>\n<dl>\n", printed("cover.name"));
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"));
        }
    };
    fact("様式", &escaped(&record.form.label));
    fact("評価書番号", &printed("cover.number"));
    fact("公表日", &printed("cover.published_on"));
    fact("読み取りの所見", &format!("{}件", record.findings.len()));
    fact("文書", &escaped(&record.document.path));
    let url = &record.document.origin.url;
    if is_web(url) {
        let url = escaped(url);
        fact("原本", &format!("<a href=\"{url}\" rel=\"noreferrer\">{url}</a>"));
    }
    let id = escaped(&record.id);
    fact(
        "全項目",
        &format!("<a href=\"../index.html#/doc/{id}\">{id}</a>（JavaScriptが要ります）"),
    );
    out.push_str("</dl>\n");
    answers(&mut out, record);
    contractors(&mut out, record);
    out.push_str("</article>\n");
    out.into_bytes()
}

/// Only such an address is a link: a document may say anything.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The answers to the questions of the first page.
fn answers(out: &mut String, record: &Record) {
    let asked: Vec<(&str, &Item)> = tally::asked(record).collect();
    let mut rows = String::new();
    for question in QUESTIONS.iter().filter(|question| !question.is_sum()) {
        let items: Vec<&Item> =
            asked.iter().filter(|(of, _)| question.has(of)).map(|(_, item)| *item).collect();
        let Some(first) = items.first() else { continue };
        let said = items.iter().take(SHOWN).map(|item| {
            let at = place(item.source, Lang::Ja);
            let value = item.value.printed();
            let value = if value.is_empty() { "（空欄）".to_owned() } else { escaped(&value) };
            format!("{value} <small>{at}</small>")
        });
        let mut said: Vec<String> = said.collect();
        if items.len() > SHOWN {
            said.push(format!("ほか{}件", items.len() - SHOWN));
        }
        rows.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
            escaped(&first.label),
            said.join("<br>")
        ));
    }
    if !rows.is_empty() {
        out.push_str(&format!(
            "<table>\n<thead><tr><th scope=\"col\">項目</th><th scope=\"col\">答え</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        ));
    }
}

fn contractors(out: &mut String, record: &Record) {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let named = |item: &&Item| item.id.ends_with(".contractor") && item.value.is_answered();
    for item in record.items.iter().filter(named) {
        let name = item.value.printed();
        if !contractor_key(&name).is_empty() {
            by_name.entry(name.replace('\n', " ")).or_default().push(place(item.source, Lang::Ja));
        }
    }
    if by_name.is_empty() {
        return;
    }
    out.push_str("<h3>委託先</h3>\n<ul>\n");
    for (name, places) in by_name {
        let places = places.join("、");
        out.push_str(&format!("<li>{} <small>{places}</small></li>\n", escaped(&name)));
    }
    out.push_str("</ul>\n");
}

/// Puts a head above the records of each body, and writes the list of bodies.
pub(super) fn finish(folder: &Path, columns: &Columns) -> io::Result<()> {
    let bodies = columns.bodies();
    fs::create_dir_all(folder.join("body"))?;
    for body in &bodies {
        let path = folder.join("body").join(format!("{}.html", body.stem));
        let articles = fs::read_to_string(&path)?;
        let name = escaped(name(body));
        let head = format!(
            "<p><a href=\"index.html\">団体の一覧</a></p>\n<h1>{name}の特定個人情報保護評価書</h1>\n<p>{}件。機械が読み取ったものです。誤りがありえますので、必ず原本を確かめてください。</p>\n",
            body.count
        );
        fs::write(path, page(&name, &format!("{head}{articles}")))?;
    }
    fs::write(folder.join("body/index.html"), page("団体の一覧", &list(&bodies)))
}

/// What is printed where the name cannot be told; a link needs something to click.
fn name<'b>(body: &'b Body<'_>) -> &'b str {
    let names = [&body.agency.name, &body.agency.printed];
    names.into_iter().find(|name| !name.is_empty()).map_or("（団体不明）", String::as_str)
}

fn list(bodies: &[Body<'_>]) -> String {
    let mut out =
        String::from("<p><a href=\"../index.html\">検索のある頁</a></p>\n<h1>団体の一覧</h1>\n");
    let mut groups: BTreeMap<(&str, &str), Vec<&Body<'_>>> = BTreeMap::new();
    for body in bodies {
        let key = (body.prefecture.as_str(), body.agency.prefecture.as_str());
        groups.entry(key).or_default().push(body);
    }
    for ((_, prefecture), bodies) in groups {
        let prefecture = if prefecture.is_empty() { "国の機関など" } else { prefecture };
        out.push_str(&format!("<h2>{}</h2>\n<ul>\n", escaped(prefecture)));
        for body in bodies {
            out.push_str(&format!(
                "<li><a href=\"{}.html\">{}</a> {}件</li>\n",
                body.stem,
                escaped(name(body)),
                body.count
            ));
        }
        out.push_str("</ul>\n");
    }
    out
}

/// A page without scripts.
fn page(title: &str, main: &str) -> String {
    format!(
        "{MARK} -->\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{}</style>\n</head>\n\
         <body class=\"plain\">\n<main>\n{main}</main>\n</body>\n</html>\n",
        hash(&STYLE),
        *STYLE
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Document, Origin, Value};

    #[test]
    fn text_of_a_document_stays_text() {
        let item = |id: &str, text: &str| Item {
            id: id.into(),
            value: Value::Text(text.into()),
            ..Item::default()
        };
        let hostile = "<script>alert(1)</script>";
        let mut one = Record {
            id: "x\"><b>".into(),
            document: Document {
                path: "<img src=x>".into(),
                origin: Origin { url: "javascript:alert(1)".into(), ..Origin::default() },
                ..Document::default()
            },
            items: vec![
                item("cover.name", hostile),
                item("file[1].entrustment.tasks[1].contractor", "<i onload=x>株式会社"),
            ],
            ..Record::default()
        };
        one.agency.name = hostile.into();
        let page = String::from_utf8(record(&one)).unwrap();
        assert!(page.contains("&lt;script&gt;") && page.contains("&lt;i onload=x&gt;"), "{page}");
        for bad in ["<script", "<img", "<i ", "<b>", "javascript:"] {
            assert!(!page.contains(bad), "{bad}: {page}");
        }
    }
}
