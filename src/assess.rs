//! One document from bytes to records: runs the stages in their order.

mod accounting;
mod again;
mod around;
mod attached;
mod examine;
mod notes;
#[cfg(test)]
mod tests;

pub(crate) use examine::{Examined, Given, Use, examine};

use crate::agency::{self, Problem};
use crate::align::aside::{self, Parts};
use crate::align::whole::{self, Whole};
use crate::align::{Alignment, detect};
use crate::budget::{self, Over};
use crate::check;
use crate::confidence;
use crate::fill::{self, Filled};
use crate::finding::{Code, Finding, Message, Severity};
use crate::input;
use crate::limits::Limits;
use crate::read::{self, Means};
use crate::record::{Document, FormInfo, Item, Kind, Record};
use crate::rows::Rows;
use crate::source::Source;
use std::fmt::Display;
use std::ops::Range;

/// What a document gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Its assessments, in order; usually one.
    pub records: Vec<Record>,
    /// What there is to say of a document, or a part of it, that gave no record.
    pub findings: Vec<Finding>,
}

/// Reads one document. `document` says where the bytes came from; its `kind`, `encoding` and `pages`
/// are filled in. Never fails: what cannot be read is a finding.
#[cfg(test)]
pub(crate) fn assess(document: Document, bytes: &[u8]) -> Outcome {
    assess_within(document, bytes, &Limits::default())
}

/// Reads one document, and no more of it than the limits allow.
#[must_use]
pub(crate) fn assess_within(document: Document, bytes: &[u8], limits: &Limits) -> Outcome {
    assess_with(document, bytes, &Means::of(limits))
}

/// Reads one document with what is known of scans from before.
pub(crate) fn assess_with(document: Document, bytes: &[u8], means: &Means) -> Outcome {
    let Limits { time, memory, .. } = *means.limits;
    let outcome = budget::within(time, memory, || assess_all(document, bytes, means));
    outcome.unwrap_or_else(nothing)
}

fn assess_all(mut document: Document, bytes: &[u8], means: &Means) -> Outcome {
    let (mut rows, mut findings) = read(&mut document, bytes, means);
    findings.extend(truncated(&document));
    let files = std::mem::take(&mut rows.attached);
    let parts = aside::part(&mut rows);
    let mut outcome = understand(&document, &rows, &parts, findings, &mut |_, _, _| {});
    attached::add(&document, files, means, &mut outcome);
    outcome
}

/// What a document gives that costs too much before anything of it is understood.
fn nothing(over: Over) -> Outcome {
    Outcome { records: Vec::new(), findings: vec![over.finding(0)] }
}

/// Records of rows that a reader gave; `findings` are what it had to say.
#[cfg(any(test, feature = "stages"))]
pub(crate) fn assess_rows(document: &Document, mut rows: Rows, findings: Vec<Finding>) -> Outcome {
    let parts = aside::part(&mut rows);
    understand(document, &rows, &parts, findings, &mut |_, _, _| {})
}

/// Rows to records, as far as time and memory allow. `seen` is shown each assessment's record, alignment and
/// what else filling it gave.
fn understand(
    document: &Document,
    rows: &Rows,
    parts: &Parts,
    mut findings: Vec<Finding>,
    seen: &mut dyn FnMut(&Record, Alignment, Filled),
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut understood = Vec::new();
    let (found, none, mut over) = whole::assessments(rows, parts);
    for Whole { range, alignment } in found {
        let made = budget::caught(|| record(document, rows, range.clone(), &alignment));
        let (record, filled) = match made {
            Ok(made) => made,
            Err(what) => {
                over = Some(what);
                break;
            }
        };
        if around::is_blank(&record, &filled, rows, alignment.form) {
            findings.push(around::blank_form(&record));
            continue;
        }
        seen(&record, alignment, filled);
        outcome.records.push(record);
        understood.push(range);
    }
    findings.extend(over.map(|over| over.finding(outcome.records.len())));
    if !outcome.records.is_empty() {
        let aside = parts.aside.iter().chain(&none);
        findings.extend(aside.filter_map(|range| around::set_aside(rows, range)));
    }
    findings.extend(notes::elsewhere(rows, &understood));
    match outcome.records.first_mut() {
        Some(first) => first.findings.extend(findings),
        None => {
            outcome.findings = findings;
            outcome.findings.extend(notes::untrusted(rows, &Filled::default()));
            let said = |finding: &Finding| {
                finding.severity == Severity::Error || finding.code == Code::BlankForm
            };
            if !outcome.findings.iter().any(said) {
                outcome.findings.push(around::unread(rows).unwrap_or_else(not_an_assessment));
            }
        }
    }
    // Where it costs too much, what was read stays without what this would say.
    if let Err(over) = budget::caught(|| again::say(&mut outcome.records)) {
        let finding = over.finding(outcome.records.len());
        outcome
            .records
            .first_mut()
            .into_iter()
            .for_each(|first| first.findings.push(finding.clone()));
    }
    for (nth, record) in outcome.records.iter_mut().enumerate() {
        record.id = crate::digest::record_id(record, nth + 1);
        attach(record);
    }
    outcome
}

fn not_an_assessment() -> Finding {
    Finding::note(Code::NotAnAssessment, &[])
}

/// Bytes to rows, with what there is to say of it.
fn read(document: &mut Document, bytes: &[u8], means: &Means) -> (Rows, Vec<Finding>) {
    let limits = means.limits;
    if document.kind == Kind::Pdf {
        let (rows, reader, findings) = read::pdf(bytes, means, &aside::pages);
        document.pages = Some(rows.pages);
        document.reader = Some(reader.to_owned());
        return (rows, findings);
    }
    if matches!(document.kind, Kind::Workbook | Kind::Word) {
        let read = read::workbook::read(bytes, limits.decoded as u64);
        document.sheets = read.sheets;
        return (read.rows, read.findings);
    }
    document.kind = Kind::Text;
    let decoded = input::decode(bytes);
    document.encoding = Some(decoded.encoding.to_owned());
    let mut findings: Vec<_> =
        decoded.bad.iter().map(|&(line, count)| replaced(line, count)).collect();
    findings.extend(decoded.mistaken.as_ref().map(mojibake));
    let mut text = decoded.text.as_str();
    let may_be_long = text.len() > limits.characters;
    let end = may_be_long.then(|| text.char_indices().nth(limits.characters)).flatten();
    if let Some((end, _)) = end {
        text = text.get(..end).unwrap_or_default();
        findings.push(cut(text, limits.characters));
    }
    let text = read::unnumbered(text);
    let mut rows = match is_data(&document.path) {
        true => read::data(&text),
        false => read::texts(&text, &aside::documents(&text)),
    };
    findings.extend(read::unknown_dialect(&rows));
    findings.append(&mut rows.findings);
    (rows, findings)
}

/// What there is to say of a document whose bytes are not all there.
fn truncated(document: &Document) -> Option<Finding> {
    (!document.cut.is_empty())
        .then(|| Finding::error(Code::PayloadTruncated, &[("why", &document.cut)]))
}

/// Whether a file is named as one of data, which only now and then is a document.
fn is_data(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    ["csv", "json"].iter().any(|known| known.eq_ignore_ascii_case(ending))
}

fn mojibake(mistaken: &input::Mistaken) -> Finding {
    let values: [(&str, &dyn Display); 2] =
        [("was", &mistaken.was), ("taken_for", &mistaken.taken_for)];
    let (severity, message) = if mistaken.turned_back {
        (Severity::Warning, Message::new("mojibake", &values))
    } else {
        (Severity::Error, Message::new("mojibake.lost", &values))
    };
    Finding::saying(severity, Code::Mojibake, message)
}

fn cut(text: &str, most: usize) -> Finding {
    let line = text.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
    Finding::error(Code::LimitCharacters, &[("most", &most)])
        .at(Source { line: u32::try_from(line).unwrap_or(u32::MAX), ..Source::default() })
}

fn replaced(line: u32, count: u32) -> Finding {
    Finding::warning(Code::ReplacedCharacters, &[("count", &count)])
        .at(Source { line, ..Source::default() })
}

/// A record, and what is left of the filling when its items are taken out.
fn record(
    document: &Document,
    rows: &Rows,
    range: Range<usize>,
    alignment: &Alignment,
) -> (Record, Filled) {
    let (revision, revision_from) = detect::revision(rows, alignment);
    let mut filled = fill::fill(rows, alignment);
    confidence::settle(&mut filled.items);
    notes::lose_marks(rows, &mut filled);
    let quality = accounting::quality(rows, range.clone(), alignment, &filled, &revision);
    let context = check::Context {
        rows,
        alignment,
        filled: &filled,
        revision: &revision,
        conformity: quality.conformity,
    };
    let mut findings = check::check(&context);
    findings.extend(notes::findings(rows, &range, alignment, &filled));
    let form = FormInfo {
        id: alignment.form.id.to_string(),
        label: alignment.form.label.to_string(),
        revision,
        revision_from,
    };
    let mut record =
        Record { document: document.clone(), form, findings, quality, ..Record::default() };
    fill_cover(&mut record, &filled, rows, rows.raw_of(&range), alignment);
    record.items = std::mem::take(&mut filled.items);
    (record, filled)
}

/// What the record says of the cover's items.
fn fill_cover(
    record: &mut Record,
    filled: &Filled,
    rows: &Rows,
    printed_text: &str,
    alignment: &Alignment,
) {
    let value = |id: &str| {
        let item = filled.items.iter().find(|item| item.id == id);
        item.map(|item| item.value.printed()).unwrap_or_default()
    };
    let (printed, name) = (value("cover.agency"), value("cover.name"));
    let subject = value("cover.declaration");
    (record.draft, record.ended_on) = detect::state(rows, alignment, &name);
    let beside = detect::behind(rows, alignment, "cover.declaration");
    let declared = agency::declared_by(&subject).or_else(|| agency::declared_by(beside));
    let declared = declared.unwrap_or("");
    let context = agency::Context { title: &name, texts: &[printed_text], declared };
    let resolved = agency::resolve(&printed, &context);
    record.agency = resolved.agency;
    let cover = filled.items.iter().find(|item| item.id == "cover.agency");
    let own = record.agency.clone();
    let mut say = |problem: Problem, item: Option<&Item>| {
        record.findings.push(
            Finding::saying(Severity::Warning, problem.code, problem.message)
                .on(item.map(|item| item.id.clone()).unwrap_or_default())
                .at(item.map(|item| item.source).unwrap_or_default()),
        );
    };
    let is_known = resolved.problem.as_ref().is_none_or(|it| it.code != Code::AgencyUnknown);
    if let Some(problem) = resolved.problem {
        say(problem, cover);
    }
    let offices = filled.items.iter().filter(|item| is_known && OFFICES.contains(&&*item.id));
    let foreign = offices.filter_map(|office| {
        let problem = agency::foreign(&own, &office.label, &office.value.printed())?;
        Some((problem, office))
    });
    for (at, (problem, office)) in foreign.enumerate() {
        if at == 0 {
            say(problem.clone(), cover);
        }
        say(problem, Some(office));
    }
}

/// Where a body names its own offices.
const OFFICES: [&str; 2] = ["disclosure.request.office", "disclosure.inquiry.office"];

/// Puts the codes of the findings on their items, and the findings in the order of the document.
fn attach(record: &mut Record) {
    record.findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.source.page, f.source.line, f.code);
        key(a).cmp(&key(b)).then_with(|| a.item.cmp(&b.item))
    });
    let mut on: Vec<(&str, Code)> =
        record.findings.iter().map(|finding| (finding.item.as_str(), finding.code)).collect();
    on.sort_unstable();
    on.dedup();
    for item in &mut record.items {
        let from = on.partition_point(|(id, _)| *id < item.id.as_str());
        item.findings =
            on[from..].iter().take_while(|(id, _)| *id == item.id).map(|(_, code)| *code).collect();
    }
}
