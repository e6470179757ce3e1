//! `hyokasho compare`: two assessments side by side, or one item over many.

use super::args::Compare;
use super::records::{Origin, gather, origins};
use super::report;
use crate::compare::report::{Lang, word};
use crate::compare::view::Options;
use crate::compare::{compare, project, tally, versions_within, view};
use crate::error::{ErrorKind, Result, nearest};
use crate::fold::fold;
use crate::record::Record;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) fn run(args: &Compare) -> Result<ExitCode> {
    match &args.item {
        Some(item) => one_item(args, item),
        None => two_records(args),
    }
}

fn one_item(args: &Compare, item: &str) -> Result<ExitCode> {
    let Some(concept) = tally::concept(item) else {
        let (name, list) = (item.to_owned(), "hyokasho forms show cover");
        return Err(ErrorKind::NameUnknown {
            what: "item",
            name,
            near: nearest(item, tally::names()),
            list,
        }
        .into());
    };
    let made = gather(&origins(&args.inputs)?, &|record| Some(tally::answers(&record, &concept)))?;
    let mut answers: Vec<_> =
        made.found.into_iter().flat_map(|(_, records)| records).flatten().collect();
    // A document may be named beside the output that holds it.
    let mut seen = BTreeSet::new();
    answers.retain(|answer| seen.insert((answer.record.clone(), answer.item.clone())));
    let shown = tally::report(item, &answers, args.by.group(), args.printing.lang.lang());
    report::write(&shown, &args.printing, &made.failed)
}

fn two_records(args: &Compare) -> Result<ExitCode> {
    let lang = args.printing.lang.lang();
    let ((a, b), within) = match (args.inputs.as_slice(), args.from.is_empty()) {
        ([a, b], true) => ((single(a)?, single(b)?), false),
        ([a], true) => (versions(a)?, true),
        ([a, b], false) => (found(args, a, b)?, false),
        _ => return Err(usage("expected two assessments to compare, A and B")),
    };
    let options = Options {
        lang,
        all: args.all,
        names: names(&a, &b, within, lang),
        title: title(within, lang),
    };
    report::write(&view(&compare(&a, &b), &options), &args.printing, &[])
}

fn usage(text: &str) -> crate::error::Error {
    ErrorKind::Usage(format!("{text}\nhint: see 'hyokasho compare --help'")).into()
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

fn all(paths: &[PathBuf]) -> Result<Vec<Record>> {
    let made = gather(&origins(paths)?, &Some)?;
    if let Some((source, why)) = made.failed.first() {
        return Err(ErrorKind::Usage(format!("{source}: {why}")).into());
    }
    Ok(made.found.into_iter().flat_map(|(_, records)| records).collect())
}

/// The one assessment of a document.
fn single(path: &PathBuf) -> Result<Record> {
    let found = all(std::slice::from_ref(path))?;
    match <[Record; 1]>::try_from(found) {
        Ok([record]) => Ok(record),
        Err(found) => Err(ambiguous(&path.display().to_string(), &found)),
    }
}

fn ambiguous(name: &str, found: &[Record]) -> crate::error::Error {
    let ids: Vec<&str> = found.iter().map(|record| record.id.as_str()).take(12).collect();
    let text =
        format!("{name}: expected one assessment, but found {}: {}", found.len(), ids.join(", "));
    ErrorKind::Usage(format!("{text}\nhint: name records: 'hyokasho compare ID ID --from DIR'"))
        .into()
}

/// The two versions that a document holds: two assessments, or sections printed twice.
fn versions(path: &PathBuf) -> Result<(Record, Record)> {
    let mut found = all(std::slice::from_ref(path))?;
    if found.len() == 2
        && let (Some(b), Some(a)) = (found.pop(), found.pop())
    {
        return Ok((a, b));
    }
    let within = if found.len() == 1 { found.first().and_then(versions_within) } else { None };
    within.ok_or_else(|| {
        usage(&format!("{}: expected two versions within it, or a second document", path.display()))
    })
}

/// Two records by id, path, agency or code.
fn found(args: &Compare, a: &PathBuf, b: &PathBuf) -> Result<(Record, Record)> {
    let origins = origins(&args.from)?;
    let wanted = [a, b].map(|name| name.to_string_lossy().into_owned());
    let project = args.project.as_ref().map(|name| project::key(name, ""));
    let keep = |record: Record| {
        let about = project.as_ref().is_none_or(|key| is_about(&record, key));
        (about && wanted.iter().any(|name| is_named(&record, name))).then_some(record)
    };
    let made = gather(&origins, &keep)?;
    let records: Vec<Record> = made.found.into_iter().flat_map(|(_, records)| records).collect();
    let [left, right] = wanted.each_ref().map(|name| {
        records.iter().filter(|record| is_named(record, name)).cloned().collect::<Vec<_>>()
    });
    for (name, found) in wanted.iter().zip([&left, &right]) {
        if found.is_empty() {
            return Err(missing(name, &origins));
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
    let agency = &record.agency;
    record.id == name
        || record.document.path == name
        || agency.code == name
        || !agency.name.is_empty() && fold(&agency.name) == fold(name)
}

pub(super) fn is_about(record: &Record, key: &str) -> bool {
    project::of(record).split('+').any(|own| own == key) || project::of(record) == key
}

fn missing(name: &str, origins: &[Origin]) -> crate::error::Error {
    let near =
        gather(origins, &|record| Some([record.id, record.agency.name])).ok().and_then(|made| {
            nearest(name, made.found.into_iter().flat_map(|(_, names)| names).flatten())
        });
    let list = "hyokasho extract";
    ErrorKind::NameUnknown { what: "record or agency", name: name.to_owned(), near, list }.into()
}
