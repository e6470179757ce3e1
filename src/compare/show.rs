//! One assessment as a person reads it: in the order of the form, with labels, findings and places.

use super::heading::{headings, section};
use super::report::{
    Block, Data, Fragment, Lang, Line, Mark, Report, Row, Tone, finding_name, known, notes, place,
    word,
};
use super::view::{about, bracketed, published};
use crate::finding::{Code, joined};
use crate::form::{Form, by_id};
use crate::record::{Blocks, Item, Record, Value};
use std::collections::BTreeSet;

/// What of a record is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The language of the report's own words.
    pub lang: Lang,
    /// Blocks that the form prints and nobody has filled in too.
    pub all: bool,
    /// Only the answers to these concepts.
    pub concepts: Vec<String>,
}

/// The report of a record. `drawing` gives the place of an item as a drawing, where there is one.
#[must_use]
pub(crate) fn report(
    record: &Record,
    options: &Options,
    drawing: &dyn Fn(&Item) -> Option<String>,
) -> Report {
    let form = by_id(&record.form.id);
    let blocks = Blocks::of(&record.items);
    let wanted = |item: &&Item| {
        let concept = form.and_then(|form| form.concept(&item.id)).unwrap_or_default();
        let asked = options.concepts.is_empty()
            || options.concepts.iter().any(|one| is_within(concept, one));
        asked && (options.all || blocks.has(&item.id))
    };
    let items: Vec<&Item> = record.items.iter().filter(wanted).collect();
    let again = record.items.iter().filter_map(|item| item.id.split_once("[2]."));
    let again: BTreeSet<&str> = again.map(|(section, _)| section).collect();
    let mut report = Report {
        title: word(options.lang, "show_title").to_owned(),
        lang: options.lang,
        facts: facts(record, options.lang),
        notes: notes(options.lang, std::iter::once(published(record).as_str())),
        data: data(record, &items),
        ..Report::default()
    };
    for question in questions(&items) {
        let Some(first) = question.first() else { continue };
        let cover = || word(options.lang, "cover").to_owned();
        let heading = section(form, &first.id).map(|heading| {
            let number = number(&first.id, &again);
            number.map_or(heading.clone(), |number| heading + &bracketed(options.lang, number))
        });
        let heading = heading.or_else(|| first.id.starts_with("cover.").then(cover));
        // A section that prints no heading of its own goes on under the one before.
        let last = report.blocks.last().map(|block| block.heading.clone());
        let heading = heading.or_else(|| last.clone()).unwrap_or_else(cover);
        if last.as_ref() != Some(&heading) {
            let columns = [("item", 38), ("value", 62)];
            let columns = columns.map(|(key, share)| (word(options.lang, key).to_owned(), share));
            report.blocks.push(Block { heading, columns: columns.into(), ..Block::default() });
        }
        if let Some(block) = report.blocks.last_mut() {
            block.rows.push(row(form, question, options, drawing));
        }
    }
    report
}

/// The number of a section, where the assessment has it more than once.
fn number<'i>(id: &'i str, again: &BTreeSet<&str>) -> Option<&'i str> {
    let step = id.split('.').next().unwrap_or_default();
    let number = step.split_once('[').filter(|(section, _)| again.contains(section));
    number.map(|(_, number)| number.trim_end_matches(']'))
}

/// Whether a concept is one, or that of a box or detail of its question.
fn is_within(concept: &str, one: &str) -> bool {
    concept.strip_prefix(one).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn facts(record: &Record, lang: Lang) -> Vec<(String, Line)> {
    let mut facts = vec![(word(lang, "version").to_owned(), about(record, lang))];
    for finding in record.findings.iter().filter(|finding| finding.item.is_empty()) {
        let said = vec![
            Fragment::plain(format!("⚠ {}", finding_name(finding.code, lang))),
            Fragment::new(Mark::Place, place(finding.source, lang)),
        ];
        facts.push((word(lang, "findings").to_owned(), said));
    }
    facts
}

/// The items of one question together: the boxes of a question with what is written beside them.
fn questions<'i>(items: &'i [&'i Item]) -> impl Iterator<Item = &'i [&'i Item]> {
    items.chunk_by(|a, b| {
        let parent = |item: &Item| item.id.rsplit_once('.').map(|(parent, _)| parent.to_owned());
        let is_box = |item: &Item| matches!(item.value, Value::Checkbox(_));
        let of = |item: &Item| match item.id.strip_suffix(".detail") {
            Some(option) => option.rsplit_once('.').map(|(parent, _)| parent.to_owned()),
            None => parent(item),
        };
        let detail = |item: &Item| item.id.ends_with(".detail");
        of(a) == of(b) && (is_box(a) || detail(a)) && (is_box(b) || detail(b))
    })
}

fn row(
    form: Option<&Form>,
    question: &[&Item],
    options: &Options,
    drawing: &dyn Fn(&Item) -> Option<String>,
) -> Row {
    let lang = options.lang;
    let first = question.first().copied();
    let is_boxes = question.iter().any(|item| matches!(item.value, Value::Checkbox(_)));
    let mut labels = first.map(|item| headings(form, &item.id)).unwrap_or_default();
    // The row stands under the heading of its section already.
    if labels.len() > 1 {
        labels.remove(0);
    }
    if let Some(item) = first
        .filter(|item| !is_boxes && !item.label.is_empty() && labels.last() != Some(&item.label))
    {
        labels.push(item.label.clone());
    }
    // What a form prints without a label of its own has a name of ours.
    if let Some(name) = first.and_then(|item| known(lang, &item.id)).filter(|_| labels.is_empty()) {
        labels.push(name.to_owned());
    }
    let mut label = Line::new();
    if let Some((own, above)) = labels.split_last() {
        if !above.is_empty() {
            label.push(Fragment::new(Mark::Above, above.join(" › ")));
        }
        label.push(Fragment::new(Mark::Strong, own.clone()));
    }
    let mut said = if is_boxes { boxes(question, lang) } else { answer(first, lang) };
    if let Some(svg) = first.and_then(drawing) {
        said.push(Fragment::new(Mark::Drawing(svg), String::new()));
    }
    let mut codes: Vec<Code> = question.iter().flat_map(|item| &item.findings).copied().collect();
    codes.dedup();
    let mut at = first.map(|item| place(item.source, lang)).unwrap_or_default();
    for &code in &codes {
        at.push_str(&format!("  ⚠ {}", finding_name(code, lang)));
    }
    if !at.is_empty() {
        said.push(Fragment::new(Mark::Place, at.trim_start()));
    }
    let tone = if codes.is_empty() { Tone::Plain } else { Tone::Warning };
    Row { tone, cells: vec![label, said] }
}

fn answer(item: Option<&Item>, lang: Lang) -> Line {
    let printed = item.map(|item| item.value.printed()).unwrap_or_default();
    if printed.is_empty() {
        return vec![Fragment::new(Mark::Quiet, word(lang, "blank"))];
    }
    let shown = item.filter(|item| matches!(item.value, Value::Checkbox(_)));
    let shown = shown.and_then(|_| known(lang, &printed)).map(str::to_owned);
    let mut line = vec![Fragment::plain(shown.unwrap_or_else(|| printed.clone()))];
    // A date as it is printed stands beside the date that it is.
    if let Some(Item { value: Value::Date { iso: Some(_), .. }, text, .. }) = item
        && !text.is_empty()
        && *text != printed
    {
        line.push(Fragment::new(Mark::Quiet, bracketed(lang, text)));
    }
    line
}

/// The ticked options, those that cannot be read, and what is written beside them.
fn boxes(question: &[&Item], lang: Lang) -> Line {
    let mut parts: Vec<String> = Vec::new();
    for item in question {
        match &item.value {
            Value::Checkbox(Some(true)) => parts.push(format!("☑ {}", item.label)),
            Value::Checkbox(None) => parts.push(format!("？ {}", item.label)),
            Value::Checkbox(Some(false)) => {}
            value if value.is_answered() => {
                parts.push(bracketed(lang, &value.printed()).trim_start().to_owned())
            }
            _ => {}
        }
    }
    if parts.is_empty() {
        return vec![Fragment::new(Mark::Quiet, word(lang, "unticked"))];
    }
    vec![Fragment::plain(parts.join("\n"))]
}

fn data(record: &Record, items: &[&Item]) -> Data {
    let number = |n: u32| if n > 0 { n.to_string() } else { String::new() };
    let columns =
        vec!["record", "source", "item", "label", "kind", "value", "page", "line", "findings"];
    let row = |item: &&Item| {
        vec![
            record.id.clone(),
            record.document.path.clone(),
            item.id.clone(),
            item.label.clone(),
            item.value.kind().name().to_owned(),
            item.value.printed(),
            number(item.source.page),
            number(item.source.line),
            joined(&item.findings),
        ]
    };
    Data { columns, rows: items.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::compare::report::{Style, text};
    use crate::record::{Document, Kind};

    fn record() -> Record {
        let document =
            Document { kind: Kind::Text, path: "2024.txt".into(), ..Document::default() };
        let text = include_str!("../../fixtures/compare/2024.txt");
        assess(document, text.as_bytes()).records.remove(0)
    }

    #[test]
    fn sections_that_come_again_have_their_numbers() {
        let headings = |ids: &[&str], lang: Lang| {
            let item = |id: &&str| {
                let value = Value::Text("一".into());
                Item { id: (*id).to_owned(), value, ..Item::default() }
            };
            let mut record = Record { items: ids.iter().map(item).collect(), ..Record::default() };
            record.form.id = "key".into();
            let shown = report(&record, &Options { lang, ..Options::default() }, &|_| None);
            shown.blocks.into_iter().map(|block| block.heading).collect::<Vec<_>>()
        };
        let (one, two) = ("file[1].basics.kind", "file[2].basics.kind");
        let section = "II 特定個人情報ファイルの概要";
        assert_eq!(headings(&[one], Lang::Ja), [section]);
        let both = [one, two];
        let japanese = [format!("{section}（1）"), format!("{section}（2）")];
        assert_eq!(headings(&both, Lang::Ja), japanese);
        assert_eq!(headings(&both, Lang::En), [1, 2].map(|n| format!("{section} ({n})")));
    }

    #[test]
    fn a_record_is_shown_in_the_order_of_the_form() {
        let shown = report(&record(), &Options::default(), &|_| None);
        let headings: Vec<&str> = shown.blocks.iter().map(|block| block.heading.as_str()).collect();
        assert_eq!(headings.first(), Some(&"表紙"));
        assert!(headings.windows(2).all(|two| two[0] != two[1]), "{headings:?}");
        let text = text(&shown, Style { width: 80, colour: false });
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
        assert!(at("評価書番号") < at("①事務の名称") && at("①事務の名称") < at("②法令上の根拠"));
        assert!(text.contains("2024-04-01（令和6年4月1日）") && text.contains("⚠"));
        assert!(text.ends_with(&format!("hyokasho {} で作成\n", env!("CARGO_PKG_VERSION"))));
    }

    #[test]
    fn one_question_is_shown_alone() {
        let options = Options { concepts: vec!["linkage.performed".into()], ..Options::default() };
        let shown = report(&record(), &options, &|_| Some("<svg/>".into()));
        assert_eq!(shown.blocks.len(), 1);
        assert_eq!(shown.blocks[0].rows.len(), 1);
        assert!(
            shown.blocks[0].rows[0].cells[1]
                .iter()
                .any(|f| f.mark == Mark::Drawing("<svg/>".into()))
        );
    }
}
