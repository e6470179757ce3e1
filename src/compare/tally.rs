//! One item over many assessments: who answers what, counted by group, with places.

use super::report::{
    Block, Data, Fragment, Lang, Line, Mark, Report, Row, Tone, finding_name, notes, place, plain,
    word,
};
use crate::agency::prefecture_number;
use crate::finding::{Code, joined};
use crate::fold::fold;
use crate::form::{by_id, concepts_of_label, forms, without_indexes};
use crate::record::{Blocks, Item, Record, Value};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Answers of a group that are listed one by one.
const LISTED: usize = 12;

/// What assessments are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The body.
    Agency,
    /// Basic, key, full.
    Form,
    /// The prefecture.
    Prefecture,
    /// The form's revision.
    Revision,
}

/// One answer of one assessment.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The record's id.
    pub record: String,
    /// Where the record was read from.
    pub path: String,
    /// The body.
    pub agency: String,
    /// Its 全国地方公共団体コード.
    pub code: String,
    /// Its prefecture.
    pub prefecture: String,
    /// The form's label.
    pub form: String,
    /// The form's revision.
    pub revision: String,
    /// Publication date.
    pub published: String,
    /// The item's id.
    pub item: String,
    /// Its label.
    pub label: String,
    /// The answer, typed.
    pub value: Value,
    /// Where it stands.
    pub source: Source,
    /// Codes of its findings.
    pub findings: Vec<Code>,
}

/// The concept that an item or a concept names; `None` where no form has it.
#[must_use]
pub(crate) fn concept(name: &str) -> Option<String> {
    let path = without_indexes(name);
    let of_path = forms().iter().find_map(|form| form.concept(&path));
    let known =
        || forms().iter().any(|form| form.concepts.iter().any(|(_, concept)| *concept == path));
    of_path.map(str::to_owned).or_else(|| known().then(|| path.clone()))
}

/// The concepts that a name may mean: an item's id, a concept, or a label of the forms.
#[must_use]
pub(crate) fn concepts(name: &str) -> Vec<String> {
    concept(name).map_or_else(|| concepts_of_label(name), |one| vec![one])
}

/// All names that [`concept`] knows.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let all = forms().iter().flat_map(|form| form.concepts.iter());
    all.flat_map(|(path, concept)| [path, concept].map(|name| name.to_string()))
}

/// The questions that a record prints and what stands beside them: concept and item. What stands in a block that is
/// printed and not filled in is left out.
pub(crate) fn asked(record: &Record) -> impl Iterator<Item = (&'static str, &Item)> {
    let form = by_id(&record.form.id);
    let blocks = Blocks::of(&record.items);
    let filled = record.items.iter().filter(move |item| blocks.has(&item.id));
    filled.filter_map(move |item| Some((form?.concept(&item.id)?, item)))
}

/// The answers of a record to a concept; what stands in a block that is printed and not filled in is none.
#[must_use]
pub(crate) fn answers(record: &Record, concept: &str) -> Vec<Answer> {
    let published = record.items.iter().find(|item| item.id == "cover.published_on");
    let published = published.map(|item| item.value.printed()).unwrap_or_default();
    let answer = |item: &Item| Answer {
        record: record.id.clone(),
        path: record.document.path.clone(),
        agency: record.agency.name.clone(),
        code: record.agency.code.clone(),
        prefecture: record.agency.prefecture.clone(),
        form: record.form.label.clone(),
        revision: record.form.revision.clone(),
        published: published.clone(),
        item: item.id.clone(),
        label: item.label.clone(),
        value: item.value.clone(),
        source: item.source,
        findings: item.findings.clone(),
    };
    asked(record).filter(|(of, _)| *of == concept).map(|(_, item)| answer(item)).collect()
}

/// The report over all answers, and how many older versions are left out of them.
#[must_use]
pub(crate) fn report(asked: &str, answers: &[Answer], older: usize, by: By, lang: Lang) -> Report {
    let label = answers.first().map(|answer| answer.label.clone()).unwrap_or_default();
    let records: BTreeSet<&str> = answers.iter().map(|answer| answer.record.as_str()).collect();
    let mut counted = plain(records.len().to_string());
    if older > 0 {
        let text = word(lang, "older").replace("{n}", &older.to_string());
        counted.push(Fragment::new(Mark::Quiet, text));
    }
    let facts = vec![
        (
            word(lang, "item").to_owned(),
            vec![
                Fragment::new(Mark::Strong, label),
                Fragment::new(Mark::Quiet, format!("  {asked}")),
            ],
        ),
        (word(lang, "records").to_owned(), counted),
        (word(lang, "answer").to_owned(), plain(tallied(answers, lang))),
    ];
    Report {
        title: word(lang, "tally_title").to_owned(),
        lang,
        versions: false,
        facts,
        blocks: vec![counts(answers, by, lang), list(answers, by, lang)],
        notes: notes(lang, answers.iter().map(|answer| answer.published.as_str())),
        data: data(answers),
    }
}

/// How many answers there are, and how many questions are left blank or cannot be read.
fn tallied(answers: &[Answer], lang: Lang) -> String {
    let given = answers.iter().filter(|answer| counts_as_answer(&answer.value)).count();
    let rest = (answers.len() - given).to_string();
    word(lang, "given").replace("{n}", &given.to_string()).replace("{m}", &rest)
}

/// Whether a value counts in shares: a box that is not ticked is an answer.
fn counts_as_answer(value: &Value) -> bool {
    value.is_filled() || *value == Value::Checkbox(Some(false))
}

/// What groups are sorted by: bodies and prefectures by 全国地方公共団体コード, forms by their size, all else by name.
fn rank(answer: &Answer, by: By) -> String {
    match by {
        By::Agency => answer.code.clone(),
        By::Prefecture => prefecture_number(&answer.prefecture).unwrap_or_default(),
        By::Form => {
            let at = forms().iter().position(|form| form.label == answer.form);
            at.map(|at| at.to_string()).unwrap_or_default()
        }
        By::Revision => answer.revision.clone(),
    }
}

/// Sorts an unknown rank behind all others.
fn last_if_unknown(rank: String) -> (bool, String) {
    (rank.is_empty(), rank)
}

fn group(answer: &Answer, by: By, lang: Lang) -> String {
    let name = match by {
        By::Agency => &answer.agency,
        By::Form => &answer.form,
        By::Prefecture => &answer.prefecture,
        By::Revision => &answer.revision,
    };
    if name.is_empty() { word(lang, "unknown").to_owned() } else { name.clone() }
}

fn shown(value: &Value, lang: Lang) -> String {
    let printed = value.printed();
    match value {
        Value::Checkbox(Some(true)) => "☑".into(),
        Value::Checkbox(Some(false)) => "☐".into(),
        Value::Checkbox(None) => word(lang, "unclear").into(),
        _ if !value.is_answered() => word(lang, "blank").into(),
        _ => printed,
    }
}

fn by_key(by: By) -> &'static str {
    match by {
        By::Agency => "agency",
        By::Form => "form",
        By::Prefecture => "prefecture",
        By::Revision => "revision",
    }
}

/// How often each answer is given in each group, and over all.
fn counts(answers: &[Answer], by: By, lang: Lang) -> Block {
    let mut groups: BTreeMap<_, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        let key = (last_if_unknown(rank(answer, by)), group(answer, by, lang));
        groups.entry(key).or_default().push(answer);
    }
    let mut block = Block {
        heading: word(lang, "summary").to_owned(),
        columns: vec![
            (word(lang, by_key(by)).to_owned(), 30),
            (word(lang, "answer").to_owned(), 46),
            (word(lang, "count").to_owned(), 12),
            (word(lang, "share").to_owned(), 12),
        ],
        ..Block::default()
    };
    for ((_, name), answers) in &groups {
        block.rows.extend(distribution(name, answers, lang));
    }
    if groups.len() > 1 {
        let all: Vec<&Answer> = answers.iter().collect();
        block.rows.extend(distribution(word(lang, "all"), &all, lang));
    }
    block
}

/// Shares are of those that answer; blank and unreadable ones stand below without a share.
fn distribution(name: &str, answers: &[&Answer], lang: Lang) -> Vec<Row> {
    let (given, rest): (Vec<&Answer>, Vec<&Answer>) =
        answers.iter().copied().partition(|answer| counts_as_answer(&answer.value));
    let mut counts = frequencies(&given, lang);
    let others: usize = counts.iter().skip(LISTED).map(|(count, _)| count).sum();
    let more = counts.len().saturating_sub(LISTED);
    counts.truncate(LISTED);
    if more > 0 {
        counts.push((others, word(lang, "others").replace("{n}", &more.to_string())));
    }
    let of_given = |(count, text)| (count, text, share(count, given.len()), Tone::Plain);
    let without = |(count, text)| (count, text, String::new(), Tone::Quiet);
    let shown = counts.into_iter().map(of_given);
    let shown = shown.chain(frequencies(&rest, lang).into_iter().map(without));
    shown
        .enumerate()
        .map(|(at, (count, text, share, tone))| {
            let name = if at == 0 { vec![Fragment::new(Mark::Strong, name)] } else { Line::new() };
            let cells = vec![name, plain(text), plain(count.to_string()), plain(share)];
            Row { tone, cells }
        })
        .collect()
}

/// The different answers with how often each is given, most frequent first.
fn frequencies(answers: &[&Answer], lang: Lang) -> Vec<(usize, String)> {
    let mut counts: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for answer in answers {
        let text = shown(&answer.value, lang);
        counts.entry(fold(&text)).or_insert_with(|| (0, text)).0 += 1;
    }
    let mut counts: Vec<(usize, String)> = counts.into_values().collect();
    counts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    counts
}

/// Per cent with one decimal, rounded half up.
fn share(part: usize, all: usize) -> String {
    let thousandths = (part * 2000 + all) / (2 * all).max(1);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

fn list(answers: &[Answer], by: By, lang: Lang) -> Block {
    let columns = [(by_key(by), 16), ("agency", 16), ("item", 26), ("answer", 28), ("place", 14)];
    let mut sorted: Vec<&Answer> = answers.iter().collect();
    sorted.sort_by_cached_key(|answer| {
        (last_if_unknown(rank(answer, by)), group(answer, by, lang), answer.code.clone())
    });
    let row = |answer: &&Answer| {
        let agency = vec![
            Fragment::plain(answer.agency.clone()),
            Fragment::new(Mark::Place, answer.published.clone()),
        ];
        let at = vec![
            Fragment::plain(place(answer.source, lang)),
            Fragment::new(Mark::Place, answer.path.clone()),
        ];
        let mut said = plain(shown(&answer.value, lang));
        if !answer.findings.is_empty() {
            let names: Vec<&str> =
                answer.findings.iter().map(|&code| finding_name(code, lang)).collect();
            said.push(Fragment::new(Mark::Place, format!("⚠ {}", names.join(" "))));
        }
        let cells =
            vec![plain(group(answer, by, lang)), agency, plain(answer.item.clone()), said, at];
        Row { tone: Tone::Plain, cells }
    };
    Block {
        heading: word(lang, "list").to_owned(),
        columns: columns.map(|(key, share)| (word(lang, key).to_owned(), share)).into(),
        rows: sorted.iter().map(row).collect(),
        ..Block::default()
    }
}

fn data(answers: &[Answer]) -> Data {
    let columns = vec![
        "record",
        "source",
        "agency",
        "agency_code",
        "prefecture",
        "form",
        "revision",
        "published_on",
        "item",
        "label",
        "kind",
        "value",
        "page",
        "line",
        "findings",
    ];
    let number = |n: u32| if n > 0 { n.to_string() } else { String::new() };
    let row = |answer: &Answer| {
        vec![
            answer.record.clone(),
            answer.path.clone(),
            answer.agency.clone(),
            answer.code.clone(),
            answer.prefecture.clone(),
            answer.form.clone(),
            answer.revision.clone(),
            answer.published.clone(),
            answer.item.clone(),
            answer.label.clone(),
            answer.value.kind().name().to_owned(),
            answer.value.printed(),
            number(answer.source.page),
            number(answer.source.line),
            joined(&answer.findings),
        ]
    };
    Data { columns, rows: answers.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_concepts_are_names() {
        let subcontract = Some("subcontract.performed".to_owned());
        assert_eq!(concept("file[1].entrustment.tasks[3].subcontract.performed"), subcontract);
        assert_eq!(concept("file.entrustment.tasks.subcontract.performed"), subcontract);
        assert_eq!(concept("subcontract.performed"), subcontract);
        assert_eq!(concept("no.such.item"), None);
        assert!(names().count() > 400);
    }

    #[test]
    fn shares_are_rounded() {
        assert_eq!(
            (share(1, 3), share(2, 3), share(0, 0), share(5, 5)),
            ("33.3%".into(), "66.7%".into(), "0.0%".into(), "100.0%".into())
        );
    }
}
