//! A comparison as a report: a table for each section of the form, boxes of a question together.

use super::diff::{Change, Pairs, changes, likeness, overlap};
use super::heading::{headings, section};
use super::question::{Question, item, list_of, questions};
use super::report::{
    Block, Data, Fragment, Lang, Line, Mark, Report, Row as Printed, Tone, finding_name, known,
    notes, place, plain, word,
};
use super::{Comparison, Relation, Row};
use crate::finding::joined;
use crate::form::{Form, by_id};
use crate::record::{Item, Record, Value};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Texts less alike than this are shown whole, without marks on the words.
const ALIKE: f64 = 0.35;
/// A text of which this share stands in the other is part of it, however much longer that is.
const WITHIN: f64 = 0.8;
/// Characters of texts that decide on it.
const READ: usize = 4000;
/// Longer kept runs are shortened in the middle.
const KEPT: usize = 140;
/// Characters shown of texts that have nothing in common.
const WHOLE: usize = 300;
/// What stays of long kept runs at each end.
const ENDS: usize = 50;

/// How a comparison is shown.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The language of its own words.
    pub lang: Lang,
    /// What is the same too, and texts in full.
    pub all: bool,
    /// Names of the two sides.
    pub names: [String; 2],
    /// The report's title.
    pub title: String,
}

/// The report of a comparison.
#[must_use]
pub(crate) fn view(comparison: &Comparison<'_>, options: &Options) -> Report {
    let mut questions = questions(comparison);
    let left_out = !options.all && leave_out_changes(comparison, &mut questions);
    let mut viewer = Viewer {
        comparison,
        options,
        blocks: Vec::new(),
        quiet: Quiet::default(),
        told: BTreeSet::new(),
    };
    for question in &questions {
        viewer.question(question);
    }
    viewer.close();
    let mut facts = vec![
        (options.names[0].clone(), about(comparison.a, options.lang)),
        (options.names[1].clone(), about(comparison.b, options.lang)),
    ];
    let mut counts = summary(&questions, options.lang);
    if left_out {
        counts.push(Fragment::new(Mark::Place, word(options.lang, "changes_left_out")));
    }
    facts.push((word(options.lang, "summary").to_owned(), counts));
    let dates = [comparison.a, comparison.b].map(published);
    Report {
        title: options.title.clone(),
        lang: options.lang,
        versions: comparison.a.agency.name == comparison.b.agency.name,
        facts,
        blocks: viewer.blocks,
        notes: notes(options.lang, dates.iter().map(String::as_str)),
        data: data(comparison),
    }
}

/// The publication date of a record, as the tables print it.
pub(super) fn published(record: &Record) -> String {
    let item = record.items.iter().find(|item| item.id == "cover.published_on");
    item.map(|item| item.value.printed()).unwrap_or_default()
}

/// A text in brackets, as the language sets them behind what they belong to.
pub(super) fn bracketed(lang: Lang, text: &str) -> String {
    word(lang, "bracketed").replace("{n}", text)
}

/// What a record is, in a line.
pub(super) fn about(record: &Record, lang: Lang) -> Line {
    let printed = |id: &str| {
        let item = record.items.iter().find(|item| item.id == id);
        item.map(|item| item.value.printed().replace('\n', " ")).unwrap_or_default()
    };
    let (name, date) = (printed("cover.name"), printed("cover.published_on"));
    let title = [record.agency.name.as_str(), &name].join(" ");
    let mut line = vec![Fragment::new(Mark::Strong, title.trim())];
    let form = format!("{} {}", record.form.label, record.form.revision);
    let date = if date.is_empty() { date } else { format!("{} {date}", word(lang, "published")) };
    let parts = [form.trim(), &date, &record.document.path, &record.id];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let below = if title.trim().is_empty() { "" } else { "\n" };
    line.push(Fragment::new(Mark::Quiet, format!("{below}{}", parts.join("  "))));
    line.retain(|fragment| !fragment.text.is_empty());
    line
}

/// Leaves the tables of changes of two bodies out: what one has changed says nothing of the other.
fn leave_out_changes(comparison: &Comparison<'_>, questions: &mut Vec<Question<'_>>) -> bool {
    let (a, b) = (&comparison.a.agency.name, &comparison.b.agency.name);
    let before = questions.len();
    if a != b {
        questions.retain(|question| {
            let first = question.rows.first().and_then(|row| item(row));
            !first.is_some_and(|item| item.id.starts_with("changes"))
        });
    }
    questions.len() < before
}

/// How many questions stand how; an occurrence that only one side has counts once.
fn summary(questions: &[Question<'_>], lang: Lang) -> Line {
    let mut counts: BTreeMap<Relation, usize> = BTreeMap::new();
    let mut seen: BTreeSet<(&str, bool)> = BTreeSet::new();
    for question in questions.iter().filter(|question| !question.is_blank()) {
        let row = question.rows.first();
        let alone = row.and_then(|row| Some((row.alone.as_deref()?, row.a.is_some())));
        if alone.is_some_and(|alone| !seen.insert(alone)) {
            continue;
        }
        *counts.entry(question.relation()).or_default() += 1;
    }
    let parts =
        counts.iter().map(|(relation, count)| format!("{} {count}", word(lang, relation.name())));
    plain(parts.collect::<Vec<_>>().join("  "))
}

/// What a block tells in one line at its end.
#[derive(Default)]
struct Quiet {
    same: usize,
    not_asked: Vec<String>,
}

struct Viewer<'v, 'c> {
    comparison: &'c Comparison<'c>,
    options: &'v Options,
    blocks: Vec<Block>,
    quiet: Quiet,
    /// The occurrences that only one side has and that have their row already.
    told: BTreeSet<(String, bool)>,
}

impl Viewer<'_, '_> {
    fn question(&mut self, question: &Question<'_>) {
        let Some(row) = question.rows.first() else { return };
        let form =
            if row.a.is_some() { &self.comparison.a.form.id } else { &self.comparison.b.form.id };
        let id = item(row).map(|item| item.id.as_str()).unwrap_or_default();
        let id = if question.is_boxes() { list_of(row).unwrap_or(id) } else { id };
        let labels = self.labels(by_id(form), row, id);
        let same_form = self.comparison.a.form.id == self.comparison.b.form.id;
        self.section(&labels[0], row.a.is_some() || same_form);
        let relation = question.relation();
        let all = self.options.all;
        match relation {
            _ if question.is_blank() && !all => {}
            Relation::Same if !all => self.quiet.same += 1,
            Relation::NotOnA | Relation::NotOnB if !all => {
                self.quiet.not_asked.push(labels.last().cloned().unwrap_or_default());
            }
            _ if row.alone.is_some() && !all => self.alone(row),
            _ => {
                let (left, right) = self.answers(question);
                let cells = vec![self.label(&labels), left, right];
                self.push(Printed { tone: tone(relation), cells });
            }
        }
    }

    /// The section's label, the headings below it, and last the item's own label.
    fn labels(&self, form: Option<&Form>, row: &Row<'_>, id: &str) -> Vec<String> {
        let step = id.split(['.', '[']).next().unwrap_or_default();
        let cover = || (step == "cover").then(|| word(self.options.lang, "cover").to_owned());
        let section = section(form, id).or_else(cover).unwrap_or_else(|| step.to_owned());
        let mut labels = vec![section];
        labels.extend(headings(form, id));
        labels.dedup();
        if labels.len() < 2 {
            let own = item(row).map(|item| item.label.clone()).filter(|label| !label.is_empty());
            let own = own.or_else(|| known(self.options.lang, &row.concept).map(str::to_owned));
            labels.push(own.unwrap_or_else(|| id.to_owned()));
        }
        labels
    }

    /// Begins a block where a section begins.
    fn section(&mut self, heading: &str, leads: bool) {
        let known = self.blocks.last().map(|block| block.heading.as_str());
        if known == Some(heading) || known.is_some() && !leads {
            return;
        }
        self.close();
        let [a, b] = &self.options.names;
        let item = word(self.options.lang, "item").to_owned();
        self.blocks.push(Block {
            heading: heading.to_owned(),
            columns: vec![(item, 24), (a.clone(), 38), (b.clone(), 38)],
            ..Block::default()
        });
    }

    /// Ends a block: what was left out is counted.
    fn close(&mut self) {
        let quiet = std::mem::take(&mut self.quiet);
        let lang = self.options.lang;
        let mut lines = Vec::new();
        if quiet.same > 0 {
            lines.push(word(lang, "same_items").replace("{n}", &quiet.same.to_string()));
        }
        if !quiet.not_asked.is_empty() {
            lines.push(format!("{}: {}", word(lang, "not_asked"), quiet.not_asked.join("、")));
        }
        for line in lines {
            self.push(Printed { tone: Tone::Quiet, cells: vec![plain(line)] });
        }
        if self.blocks.last().is_some_and(|block| block.rows.is_empty()) {
            self.blocks.pop();
        }
    }

    fn push(&mut self, row: Printed) {
        if let Some(block) = self.blocks.last_mut() {
            block.rows.push(row);
        }
    }

    fn label(&self, labels: &[String]) -> Line {
        let Some((own, above)) = labels.split_last() else { return Line::new() };
        let mut line = Line::new();
        if above.len() > 1 {
            line.push(Fragment::new(Mark::Above, above[1..].join(" › ")));
        }
        line.push(Fragment::new(Mark::Strong, own));
        line
    }

    /// An occurrence that only one side has: a row for all of it.
    fn alone(&mut self, row: &Row<'_>) {
        let Some(name) = &row.alone else { return };
        let (record, left) = match row.a {
            Some(_) => (self.comparison.a, true),
            None => (self.comparison.b, false),
        };
        let within: Vec<&Item> =
            record.items.iter().filter(|item| item.id.starts_with(name.as_str())).collect();
        let begins = within
            .iter()
            .find(|item| matches!(item.value, Value::Text(_)) && item.value.is_answered());
        if !self.told.insert((name.clone(), left)) {
            return;
        }
        let labels = self.labels(by_id(&record.form.id), row, name);
        let title = begins.map(|item| item.value.printed()).unwrap_or_default();
        let count = within.iter().filter(|item| item.value.is_answered()).count();
        let count = word(self.options.lang, "items_count").replace("{n}", &count.to_string());
        let source = begins.map_or_else(Source::default, |item| item.source);
        let said = vec![
            Fragment::plain(title),
            Fragment::new(
                Mark::Place,
                format!("{}  {count}", place(source, self.options.lang)).trim(),
            ),
        ];
        let cells = if left {
            vec![self.label(&labels), said, Line::new()]
        } else {
            vec![self.label(&labels), Line::new(), said]
        };
        let tone = if left { Tone::Left } else { Tone::Right };
        self.push(Printed { tone, cells });
    }

    fn answers(&self, question: &Question<'_>) -> (Line, Line) {
        if question.is_boxes() {
            return (self.boxes(question, true), self.boxes(question, false));
        }
        let Some(row) = question.rows.first() else { return Default::default() };
        match (row.a, row.b) {
            (Some(a), Some(b)) if row.relation == Relation::Different => self.differing(a, b),
            (a, b) => (self.whole(a, Mark::Plain), self.whole(b, Mark::Plain)),
        }
    }

    fn whole(&self, item: Option<&Item>, mark: Mark) -> Line {
        let Some(item) = item else { return Line::new() };
        self.with_place(vec![self.shown(&item.value, mark)], item)
    }

    fn shown(&self, value: &Value, mark: Mark) -> Fragment {
        let printed = value.printed();
        if printed.is_empty() {
            return Fragment::new(Mark::Quiet, word(self.options.lang, "blank"));
        }
        let count = printed.chars().count();
        if self.options.all || count <= WHOLE + ENDS {
            return Fragment::new(mark, printed);
        }
        let start: String = printed.chars().take(WHOLE).collect();
        let more = word(self.options.lang, "more").replace("{n}", &count.to_string());
        Fragment::new(mark, start + &more)
    }

    fn with_place(&self, mut line: Line, item: &Item) -> Line {
        let mut at = place(item.source, self.options.lang);
        for &code in &item.findings {
            at.push_str(&format!("  ⚠ {}", finding_name(code, self.options.lang)));
        }
        if !at.is_empty() {
            line.push(Fragment::new(Mark::Place, at.trim_start()));
        }
        line
    }

    fn differing(&self, a: &Item, b: &Item) -> (Line, Line) {
        let (old, new) = (a.value.printed(), b.value.printed());
        let is_text = matches!((&a.value, &b.value), (Value::Text(_), Value::Text(_)));
        let (left, right) = (Pairs::of(&old, READ), Pairs::of(&new, READ));
        let alike = likeness(&left, &right) >= ALIKE || overlap(&left, &right) >= WITHIN;
        let alike = is_text && alike;
        if !alike {
            let mark = |mark: Mark| if is_text { Mark::Plain } else { mark };
            return (
                self.whole(Some(a), mark(Mark::Removed)),
                self.whole(Some(b), mark(Mark::Added)),
            );
        }
        let (mut left, mut right) = (Line::new(), Line::new());
        for run in changes(&old, &new) {
            match run.change {
                Change::Kept => {
                    left.push(Fragment::plain(self.shortened(&run.a)));
                    right.push(Fragment::plain(self.shortened(&run.b)));
                }
                Change::Removed => left.push(Fragment::new(Mark::Removed, run.a)),
                Change::Added => right.push(Fragment::new(Mark::Added, run.b)),
            }
        }
        (self.with_place(left, a), self.with_place(right, b))
    }

    /// A kept run without its middle, where it is long.
    fn shortened(&self, text: &str) -> String {
        let count = text.chars().count();
        if self.options.all || count <= KEPT {
            return text.to_owned();
        }
        let start: String = text.chars().take(ENDS).collect();
        let end: String = text.chars().skip(count - ENDS).collect();
        format!("{start} … {end}")
    }

    /// The ticked boxes of one side; what the other side has not ticked is marked.
    fn boxes(&self, question: &Question<'_>, left: bool) -> Line {
        let side = |row: &Row<'_>| if left { row.a.cloned() } else { row.b.cloned() };
        let mut line = Line::new();
        let mut first = None;
        let any =
            question.rows.iter().any(|row| if left { row.a.is_some() } else { row.b.is_some() });
        for row in &question.rows {
            let Some(item) = side(row) else { continue };
            let mark = match (row.relation, left) {
                (Relation::Same, _) => Mark::Plain,
                (Relation::Unclear, _) => Mark::Quiet,
                (_, true) => Mark::Removed,
                (_, false) => Mark::Added,
            };
            let text = match &item.value {
                Value::Checkbox(Some(true)) => format!("☑ {}", item.label),
                Value::Checkbox(None) => format!("？ {}", item.label),
                Value::Checkbox(Some(false)) => String::new(),
                value if value.is_answered() => {
                    bracketed(self.options.lang, &value.printed()).trim_start().to_owned()
                }
                _ => String::new(),
            };
            first.get_or_insert_with(|| item.clone());
            if !text.is_empty() {
                if !line.is_empty() {
                    line.push(Fragment::plain("\n"));
                }
                line.push(Fragment::new(mark, text));
            }
        }
        if line.is_empty() && any {
            line.push(Fragment::new(Mark::Quiet, word(self.options.lang, "unticked")));
        }
        match first {
            Some(item) => self.with_place(line, &item),
            None => line,
        }
    }
}

fn tone(relation: Relation) -> Tone {
    match relation {
        Relation::Same | Relation::Unclear => Tone::Plain,
        Relation::Different => Tone::Changed,
        Relation::OnlyA | Relation::NotOnB => Tone::Left,
        Relation::OnlyB | Relation::NotOnA => Tone::Right,
    }
}

/// Every item, as plain rows.
fn data(comparison: &Comparison<'_>) -> Data {
    let columns = vec![
        "concept",
        "relation",
        "label",
        "item_a",
        "item_b",
        "value_a",
        "value_b",
        "page_a",
        "line_a",
        "page_b",
        "line_b",
        "findings_a",
        "findings_b",
    ];
    let number = |n: u32| if n > 0 { n.to_string() } else { String::new() };
    let row = |row: &Row<'_>| {
        let text =
            |item: Option<&Item>, get: &dyn Fn(&Item) -> String| item.map(get).unwrap_or_default();
        let (id, value) = (|item: &Item| item.id.clone(), |item: &Item| item.value.printed());
        let (page, line) =
            (|item: &Item| number(item.source.page), |item: &Item| number(item.source.line));
        let findings = |item: &Item| joined(&item.findings);
        vec![
            row.concept.clone(),
            row.relation.name().to_owned(),
            text(item(row), &|item| item.label.clone()),
            text(row.a, &id),
            text(row.b, &id),
            text(row.a, &value),
            text(row.b, &value),
            text(row.a, &page),
            text(row.a, &line),
            text(row.b, &page),
            text(row.b, &line),
            text(row.a, &findings),
            text(row.b, &findings),
        ]
    };
    Data { columns, rows: comparison.rows.iter().map(row).collect() }
}
