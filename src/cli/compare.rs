//! `hyokasho compare`: two assessments side by side, or one item over many.

use super::args::{Compare, Only};
use super::only::is_of;
use super::records::{Origin, gather, origins};
use super::report;
use crate::compare::history::{Version, older};
use crate::compare::report::{Lang, word};
use crate::compare::view::Options;
use crate::compare::{compare, tally, versions_within, view};
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::messages;
use crate::project;
use crate::record::Record;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Assessments that a message lists at most.
const LISTED: usize = 12;

pub(super) fn run(args: &Compare) -> Result<ExitCode> {
    match &args.item {
        Some(item) => one_item(args, item),
        None => two_records(args),
    }
}

fn one_item(args: &Compare, item: &str) -> Result<ExitCode> {
    let concept = asked(item)?;
    let origins = origins(&[args.inputs.as_slice(), &args.from].concat())?;
    let answers = |record: Record| {
        let read = || (Version::of(&record), tally::answers(&record, &concept));
        args.only.has(&record).then(read)
    };
    let made = gather(&origins, &answers)?;
    let found: Vec<_> = made.found.into_iter().flat_map(|(_, records)| records).collect();
    if found.is_empty() && args.only.is_given() {
        return Err(args.only.nothing(&origins));
    }
    let versions = found.iter().map(|(version, _)| version);
    let older = if args.all { BTreeSet::new() } else { older(versions) };
    let mut answers: Vec<_> = found.into_iter().flat_map(|(_, answers)| answers).collect();
    // A document may be named beside the output that holds it.
    let (mut seen, mut left_out) = (BTreeSet::new(), BTreeSet::new());
    answers.retain(|answer| {
        if older.contains(&answer.record) {
            left_out.insert(answer.record.clone());
            return false;
        }
        seen.insert((answer.record.clone(), answer.item.clone()))
    });
    let (by, lang) = (args.by.group(), args.printing.lang());
    let shown = tally::report(item, &answers, left_out.len(), by, lang);
    report::write(&shown, &args.printing, &made.failed)
}

/// The concept that a name means.
pub(super) fn asked(item: &str) -> Result<String> {
    let concepts = tally::concepts(item);
    match <[String; 1]>::try_from(concepts) {
        Ok([concept]) => Ok(concept),
        Err(none) if none.is_empty() => {
            let (name, near) = (item.to_owned(), nearest(item, tally::names()));
            let list = "hyokasho find WORD";
            Err(ErrorKind::NameUnknown { what: "item", name, near, list }.into())
        }
        Err(many) => Err(ErrorKind::Usage(messages::fill(
            "usage.label-of-many",
            &[("item", &item), ("count", &many.len()), ("listed", &many.join(", "))],
        ))
        .into()),
    }
}

fn two_records(args: &Compare) -> Result<ExitCode> {
    let lang = args.printing.lang();
    let ((a, b), within) = match (args.inputs.as_slice(), args.from.is_empty()) {
        ([a, b], true) => ((single(a, &args.only)?, single(b, &args.only)?), false),
        ([a], true) => (versions(a, &args.only)?, true),
        ([a, b], false) => (found(args, a, b)?, false),
        _ => {
            return Err(ErrorKind::Usage(messages::text("usage.two-expected").to_owned()).into());
        }
    };
    let options = Options {
        lang,
        all: args.all,
        names: names(&a, &b, within, lang),
        title: title(within, lang),
    };
    report::write(&view(&compare(&a, &b), &options), &args.printing, &[])
}

fn title(within: bool, lang: Lang) -> String {
    word(lang, if within { "versions_title" } else { "compare_title" }).to_owned()
}

/// What the two sides are called: by body, or by date where the body is the same.
fn names(a: &Record, b: &Record, within: bool, lang: Lang) -> [String; 2] {
    if within {
        return ["before", "after"].map(|key| word(lang, key).to_owned());
    }
    let date = |record: &Record| {
        let item = record.items.iter().find(|item| item.id == "cover.published_on");
        item.map(|item| item.value.printed()).unwrap_or_default()
    };
    let name = |record: &Record| {
        if a.agency.name == b.agency.name { date(record) } else { record.agency.name.clone() }
    };
    [format!("A {}", name(a)), format!("B {}", name(b))].map(|name| name.trim().to_owned())
}

fn all(path: &PathBuf, only: &Only) -> Result<Vec<Record>> {
    let origins = origins(std::slice::from_ref(path))?;
    let made = gather(&origins, &|record| only.has(&record).then_some(record))?;
    if let Some((source, why)) = made.failed.first() {
        return Err(ErrorKind::Usage(format!("{source}: {why}")).into());
    }
    let found: Vec<Record> = made.found.into_iter().flat_map(|(_, records)| records).collect();
    if found.is_empty() && only.is_given() {
        return Err(only.nothing(&origins));
    }
    Ok(found)
}

/// The one assessment of a document.
pub(super) fn single(path: &PathBuf, only: &Only) -> Result<Record> {
    let found = all(path, only)?;
    match <[Record; 1]>::try_from(found) {
        Ok([record]) => Ok(record),
        Err(found) => Err(ambiguous(&path.display().to_string(), &found)),
    }
}

/// Several records where one was meant: each with what tells it from the others.
fn ambiguous(name: &str, found: &[Record]) -> Error {
    let mut text =
        messages::fill("usage.one-expected", &[("name", &name), ("count", &found.len())]);
    for record in found.iter().take(LISTED) {
        let printed = |id: &str| {
            let item = record.items.iter().find(|item| item.id == id);
            item.map(|item| item.value.printed().replace('\n', " ")).unwrap_or_default()
        };
        let (title, date) = (printed("cover.name"), printed("cover.published_on"));
        let parts = [&record.id, &record.form.label, &title, &date];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        text.push_str(&format!("\n  {}", parts.join("  ")));
    }
    if found.len() > LISTED {
        let more = messages::fill("usage.more", &[("count", &(found.len() - LISTED))]);
        text.push_str(&format!("\n  {more}"));
    }
    text.push('\n');
    text.push_str(messages::text("usage.name-records"));
    ErrorKind::Usage(text).into()
}

/// The two versions that a document holds: two assessments, or sections printed twice.
fn versions(path: &PathBuf, only: &Only) -> Result<(Record, Record)> {
    let mut found = all(path, only)?;
    if found.len() == 2
        && let (Some(b), Some(a)) = (found.pop(), found.pop())
    {
        return Ok((a, b));
    }
    let within = if found.len() == 1 { found.first().and_then(versions_within) } else { None };
    within.ok_or_else(|| {
        let path = path.display();
        let said = messages::fill("usage.two-versions", &[("path", &path)]);
        ErrorKind::Usage(said).into()
    })
}

/// A record by id, path, agency or code.
pub(super) fn one(from: &[PathBuf], name: &str, only: &Only) -> Result<Record> {
    let origins = origins(from)?;
    let keep = |record: Record| (is_named(&record, name) && only.has(&record)).then_some(record);
    let made = gather(&origins, &keep)?;
    let found: Vec<Record> = made.found.into_iter().flat_map(|(_, records)| records).collect();
    if found.is_empty() {
        return Err(missing(name, only, &origins));
    }
    match <[Record; 1]>::try_from(found) {
        Ok([record]) => Ok(record),
        Err(found) => Err(ambiguous(name, &found)),
    }
}

/// Two records by id, path, agency or code.
fn found(args: &Compare, a: &PathBuf, b: &PathBuf) -> Result<(Record, Record)> {
    let origins = origins(&args.from)?;
    let wanted = [a, b].map(|name| name.to_string_lossy().into_owned());
    let keep = |record: Record| {
        let named = wanted.iter().any(|name| is_named(&record, name));
        (named && args.only.has(&record)).then_some(record)
    };
    let made = gather(&origins, &keep)?;
    let records: Vec<Record> = made.found.into_iter().flat_map(|(_, records)| records).collect();
    let [left, right] = wanted.each_ref().map(|name| {
        records.iter().filter(|record| is_named(record, name)).cloned().collect::<Vec<_>>()
    });
    for (name, found) in wanted.iter().zip([&left, &right]) {
        if found.is_empty() {
            return Err(missing(name, &args.only, &origins));
        }
    }
    match (<[Record; 1]>::try_from(left), <[Record; 1]>::try_from(right)) {
        (Ok([a]), Ok([b])) => Ok((a, b)),
        (left, right) => same_project(
            left.map_or_else(|many| many, Vec::from),
            right.map_or_else(|many| many, Vec::from),
            &wanted,
        ),
    }
}

/// Of several assessments of two bodies the two about the same 事務, where there is one such pair.
fn same_project(
    left: Vec<Record>,
    right: Vec<Record>,
    names: &[String; 2],
) -> Result<(Record, Record)> {
    let mut pairs = Vec::new();
    for a in &left {
        let key = project::of(a);
        pairs.extend(right.iter().filter(|b| project::of(b) == key).map(|b| (a, b)));
    }
    if let [(a, b)] = pairs.as_slice() {
        return Ok(((*a).clone(), (*b).clone()));
    }
    let (name, many) = if left.len() > 1 { (&names[0], &left) } else { (&names[1], &right) };
    Err(ambiguous(name, many))
}

fn is_named(record: &Record, name: &str) -> bool {
    record.id == name || record.document.path == name || is_of(record, name)
}

/// Why a name has no record: it is unknown, or its assessments are about something else.
fn missing(name: &str, only: &Only, origins: &[Origin]) -> Error {
    let others = gather(origins, &|record| is_named(&record, name).then_some(record));
    let others: Vec<Record> = others
        .map(|made| made.found)
        .unwrap_or_default()
        .into_iter()
        .flat_map(|(_, records)| records)
        .collect();
    if !others.is_empty() {
        let narrowed = Only { agency: Some(name.to_owned()), ..only.clone() };
        return narrowed.nothing(origins);
    }
    let near =
        gather(origins, &|record| Some([record.id, record.agency.name])).ok().and_then(|made| {
            let names = made.found.into_iter().flat_map(|(_, names)| names).flatten();
            nearest(name, names.filter(|name| !name.is_empty()))
        });
    let list = "hyokasho extract";
    ErrorKind::NameUnknown { what: "record or agency", name: name.to_owned(), near, list }.into()
}
