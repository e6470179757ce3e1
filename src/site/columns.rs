//! Short columns of all records: what the list, its facets and its search need, as one JSON text.

use super::Options;
use super::catalogue;
use super::data::{Asked, QUESTIONS, advice, tiles, words};
use super::folding;
use super::piece::{Piece, body_stem};
use crate::agency::prefecture_number;
use crate::finding::Code;
use crate::form::forms;
use crate::project;
use crate::record::{Agency, Record};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Answers by which the list is narrowed: as many as a number of JavaScript has bits to shift.
const ANSWERS: usize = 30;

/// Texts that occur again and again, by their numbers.
#[derive(Default)]
struct Texts {
    numbers: BTreeMap<String, usize>,
    texts: Vec<String>,
}

impl Texts {
    fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.numbers.insert(text.to_owned(), self.texts.len());
        self.texts.push(text.to_owned());
        self.texts.len() - 1
    }
}

/// Names that have several spellings: their keys, and how often each spelling occurs.
#[derive(Default)]
struct Names {
    keys: Texts,
    spellings: Vec<BTreeMap<String, usize>>,
}

impl Names {
    fn number(&mut self, key: &str, printed: &str) -> usize {
        let number = self.keys.number(key);
        self.spellings.resize_with(self.keys.texts.len(), BTreeMap::new);
        if let Some(spellings) = self.spellings.get_mut(number) {
            *spellings.entry(printed.replace('\n', " ")).or_default() += 1;
        }
        number
    }

    /// Key and most frequent spelling of each; of equally frequent ones the shortest.
    fn json(&self) -> Json {
        let best = |spellings: &BTreeMap<String, usize>| {
            let rank = |(name, count): &(&String, &usize)| (**count, std::cmp::Reverse(name.len()));
            spellings.iter().max_by_key(rank).map(|(name, _)| name.clone())
        };
        let pair = |(key, spellings)| json!([key, best(spellings)]);
        Json::Array(self.keys.texts.iter().zip(&self.spellings).map(pair).collect())
    }
}

/// The columns of a record.
struct Row {
    id: String,
    body: String,
    form: String,
    revision: usize,
    number: String,
    name: String,
    published: String,
    kinds: Vec<usize>,
    findings: usize,
    sources: String,
    url: usize,
    retrieved: usize,
    licence: usize,
    draft: bool,
    ended: Option<String>,
    quality: [u32; 2],
    contractors: Vec<usize>,
    systems: Vec<usize>,
    answers: Vec<u32>,
}

/// The columns of all records.
#[derive(Default)]
pub(super) struct Columns {
    rows: Vec<Row>,
    known: BTreeMap<String, usize>,
    bodies: BTreeMap<String, Agency>,
    texts: Texts,
    kinds: Texts,
    contractors: Names,
    systems: Names,
    answers: BTreeMap<&'static str, Texts>,
    patterns: BTreeMap<String, BTreeMap<String, String>>,
    revisions: BTreeSet<(String, String)>,
}

/// A body with its files.
pub(super) struct Body<'c> {
    pub(super) agency: &'c Agency,
    pub(super) stem: String,
    pub(super) prefecture: String,
    pub(super) count: usize,
}

impl Columns {
    /// The number of a record, from 0; `None` where it is there already: its source is noted then.
    pub(super) fn begin(&mut self, record: &Record) -> Option<usize> {
        if let Some(number) = self.known.get(&record.id) {
            if let Some(row) = self.rows.get_mut(*number) {
                row.sources.push_str(&format!("\n{}", record.document.path));
            }
            return None;
        }
        let number = self.rows.len();
        self.known.insert(record.id.clone(), number);
        let row = self.row(record);
        self.rows.push(row);
        Some(number)
    }

    fn row(&mut self, record: &Record) -> Row {
        let printed = |id: &str| {
            let item = record.items.iter().find(|item| item.id == id);
            item.map(|item| item.value.printed()).unwrap_or_default()
        };
        let body = record.agency.id();
        self.bodies.entry(body.clone()).or_insert_with(|| record.agency.clone());
        let kind = project::kind(record);
        let kinds = kind.split('+').filter(|kind| !kind.is_empty());
        let kinds = kinds.map(|kind| self.kinds.number(kind)).collect();
        let origin = &record.document.origin;
        self.revisions.insert((record.form.id.clone(), record.form.revision.clone()));
        Row {
            id: record.id.clone(),
            body,
            form: record.form.id.clone(),
            revision: self.texts.number(&record.form.revision),
            number: printed("cover.number"),
            name: Some(printed("cover.name"))
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| printed("overview.project.name")),
            published: printed("cover.published_on"),
            kinds,
            findings: record.findings.len(),
            sources: record.document.path.clone(),
            url: self.texts.number(&origin.url),
            retrieved: self.texts.number(&origin.retrieved_on),
            licence: self.texts.number(&origin.licence),
            draft: record.draft,
            ended: record.ended_on.clone(),
            quality: [record.quality.conformity, record.quality.ocr].map(thousandths),
            contractors: Vec::new(),
            systems: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// Adds what was made of a record.
    pub(super) fn add(&mut self, number: usize, record: &Record, piece: Piece) {
        let patterns = self.patterns.entry(record.form.id.clone()).or_default();
        for (pattern, label) in piece.patterns {
            patterns.entry(pattern).or_insert(label);
        }
        let numbers = |names: &mut Names, all: &[(String, String)]| -> Vec<usize> {
            let all = all.iter().map(|(key, printed)| names.number(key, printed));
            all.collect::<BTreeSet<_>>().into_iter().collect()
        };
        let contractors = numbers(&mut self.contractors, &piece.contractors);
        let systems = numbers(&mut self.systems, &piece.systems);
        let mut answers = Vec::new();
        for asked in QUESTIONS.iter().filter(|asked| asked.facet) {
            let texts = self.answers.entry(asked.name).or_default();
            let given = piece.answers.iter().filter(|(concept, _)| asked.has(concept));
            let bits = given.map(|(_, answer)| texts.number(answer)).filter(|at| *at < ANSWERS);
            answers.push(bits.fold(0, |mask: u32, at| mask | 1 << at));
        }
        if let Some(row) = self.rows.get_mut(number) {
            (row.contractors, row.systems, row.answers) = (contractors, systems, answers);
        }
    }

    /// The number of records.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// The bodies by code, those without one behind them by name.
    pub(super) fn bodies<'c>(&'c self) -> Vec<Body<'c>> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.rows.iter().for_each(|row| *counts.entry(&row.body).or_default() += 1);
        let mut bodies: Vec<(&'c String, &'c Agency)> = self.bodies.iter().collect();
        bodies.sort_by_key(|(id, agency)| (agency.code.is_empty(), *id));
        let body = |(id, agency): (&String, &'c Agency)| Body {
            agency,
            stem: body_stem(id),
            prefecture: prefecture_number(&agency.prefecture).unwrap_or_else(|| "00".into()),
            count: counts.get(id.as_str()).copied().unwrap_or_default(),
        };
        bodies.into_iter().map(body).collect()
    }

    /// All that the page holds.
    pub(super) fn json(&self, options: &Options<'_>) -> String {
        let bodies = self.bodies();
        let places: BTreeMap<&str, usize> =
            bodies.iter().enumerate().map(|(at, body)| (body.stem.as_str(), at)).collect();
        let body = |one: &Body<'_>| {
            let Agency { name, printed, code, kind, .. } = one.agency;
            let name = if name.is_empty() { printed } else { name };
            json!([one.stem, name, code, one.prefecture, kind.name()])
        };
        let forms: Vec<Json> =
            forms().iter().map(|form| json!([form.id, form.label, form.style])).collect();
        let labels: BTreeMap<&String, Json> =
            self.patterns.iter().map(|(form, all)| (form, catalogue::labels(form, all))).collect();
        let kinds = self.kinds.texts.iter().map(|kind| json!([kind, project::label(kind)]));
        let facets = QUESTIONS.iter().filter(|asked| asked.facet).map(|asked| {
            let answers = self.answers.get(asked.name).map(|texts| &texts.texts);
            json!([asked.name, answers])
        });
        let asked = QUESTIONS.iter().map(|one| json!([one.name, one.words]));
        let json = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "bodies": bodies.iter().map(body).collect::<Vec<_>>(),
            "bodyKinds": kinds_of_body(),
            "forms": forms,
            "texts": self.texts.texts,
            "kinds": kinds.collect::<Vec<_>>(),
            "contractors": self.contractors.json(),
            "systems": self.systems.json(),
            "facets": facets.collect::<Vec<_>>(),
            "asked": asked.collect::<Vec<_>>(),
            "records": self.records(&places, options),
            "labels": labels,
            "questions": questions(),
            "notAsked": catalogue::not_asked(&self.revisions),
            "tiles": tiles(),
            "findings": Code::ALL.iter().map(|code| [code.name(), code.label()]).collect::<Vec<_>>(),
            "advice": advice(),
            "words": words(),
            "quality": quality(),
            "report": options.report,
            "crops": options.pages.is_some(),
            "folding": folding::table(),
        });
        json.to_string()
    }

    /// The columns, one list each.
    fn records(&self, places: &BTreeMap<&str, usize>, options: &Options<'_>) -> Json {
        let column = |of: &dyn Fn(&Row) -> Json| Json::Array(self.rows.iter().map(of).collect());
        let before: Option<BTreeSet<&String>> =
            options.before.as_ref().map(|ids| ids.iter().collect());
        let form = |id: &str| forms().iter().position(|form| form.id == id);
        json!({
            "id": column(&|row| json!(row.id)),
            "body": column(&|row| json!(places.get(body_stem(&row.body).as_str()))),
            "form": column(&|row| json!(form(&row.form))),
            "revision": column(&|row| json!(row.revision)),
            "number": column(&|row| json!(row.number)),
            "name": column(&|row| json!(row.name)),
            "published": column(&|row| json!(row.published)),
            "kinds": column(&|row| json!(row.kinds)),
            "findings": column(&|row| json!(row.findings)),
            "source": column(&|row| json!(row.sources)),
            "url": column(&|row| json!(row.url)),
            "retrieved": column(&|row| json!(row.retrieved)),
            "licence": column(&|row| json!(row.licence)),
            "draft": column(&|row| json!(u8::from(row.draft))),
            "ended": column(&|row| json!(row.ended)),
            "conformity": column(&|row| json!(row.quality[0])),
            "ocr": column(&|row| json!(row.quality[1])),
            "contractors": column(&|row| json!(row.contractors)),
            "systems": column(&|row| json!(row.systems)),
            "answers": column(&|row| json!(row.answers)),
            "fresh": column(&|row| json!(u8::from(
                before.as_ref().is_some_and(|ids| !ids.contains(&row.id))
            ))),
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share, 0 to 1")]
fn thousandths(share: f64) -> u32 {
    (share * 1000.0).round() as u32
}

/// The questions of the forms, and behind them those that ask several of them together.
fn questions() -> Vec<Json> {
    let sum = |one: &Asked| json!([one.name, "choice", [one.words], {}, true]);
    let sums = QUESTIONS.iter().filter(|one| one.is_sum()).map(sum);
    catalogue::questions().into_iter().chain(sums).collect()
}

/// How well each form was read where the answers are known: form, documents, answers, recall and precision (per cent).
fn quality() -> Vec<[&'static str; 5]> {
    let whole = |row: &'static str| match row.split(',').collect::<Vec<_>>().as_slice() {
        [form, "all", documents, answers, .., recall, precision, "all"] => {
            Some([*form, documents, answers, recall, precision])
        }
        _ => None,
    };
    include_str!("../export/data/quality.csv").lines().filter_map(whole).collect()
}

/// The kinds of bodies with their Japanese names.
fn kinds_of_body() -> Json {
    json!(crate::export::values("assessments", "agency_type"))
}
