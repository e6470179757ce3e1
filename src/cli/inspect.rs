//! `hyokasho inspect`: how a document is read, for a person.

mod json;
mod text;

use super::args::{Inspect, View};
use super::paint::Paint;
use super::{print, say};
use crate::assess::{Examined, Given, Outcome, Use, examine};
use crate::documents::{apart, caught, lost};
use crate::error::{ErrorKind, Result};
use crate::export::svg::svg;
use crate::finding::Finding;
use crate::input::{self, Input};
use crate::messages;
use crate::record::Kind;
use crate::rows::{Cell, Row};
use crate::source::Source;
use std::process::ExitCode;

pub(super) fn run(args: &Inspect) -> Result<ExitCode> {
    // What fails is told below; the default hook would print it as well.
    std::panic::set_hook(Box::new(|_| {}));
    let mut is_lost = false;
    let found = input::find(std::slice::from_ref(&args.file))?;
    for input in found.into_iter().filter(|input| !input.is_left_out()) {
        let shown = apart(|| caught(|| show(&input, args)))?;
        let (out, failed) = shown.unwrap_or_else(|fault| {
            say(&format!("{}: {}", fault.code, fault.message.spoken()));
            Ok((Vec::new(), true))
        })?;
        print(&out)?;
        is_lost |= failed;
    }
    Ok(if is_lost { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What is to be printed, and whether the document could not be read.
fn show(input: &Input, args: &Inspect) -> Result<(Vec<u8>, bool)> {
    let (document, bytes) = input.open();
    let seen = match bytes {
        Ok(bytes) => examine(document, &bytes),
        Err(finding) => Examined::unread(document, finding),
    };
    let is_pdf = seen.document.kind == Kind::Pdf;
    if let Some(what) = asked(args).filter(|_| !is_pdf) {
        let hint = "hint.only-pdf";
        return Err(ErrorKind::Unsupported { what, hint }.into());
    }
    if let Some(page) = args.page.filter(|page| *page as usize > seen.pages.len()) {
        let (name, count) = (input.source(), seen.pages.len());
        return Err(ErrorKind::Usage(messages::fill(
            "usage.no-such-page",
            &[("name", &name), ("page", &page), ("count", &count)],
        ))
        .into());
    }
    if let Some(path) = &args.svg {
        let drawn = draw(&seen, args.page.unwrap_or(1));
        std::fs::write(path, drawn)
            .map_err(|cause| ErrorKind::OutputUnwritable { path: path.clone(), cause })?;
    }
    let out = match args.format {
        View::Json => json::document(&seen, args.page),
        View::Text => text::document(&seen, args.page, Paint::detect()),
    };
    Ok((out, lost(&seen.outcome).is_some()))
}

fn asked(args: &Inspect) -> Option<&'static str> {
    let page = args.page.map(|_| "--page for a text");
    args.svg.as_ref().map(|_| "--svg for a text").or(page)
}

/// The page with its cells, and in each the items it was given to.
fn draw(seen: &Examined, number: u32) -> String {
    let page = seen.pages.iter().find(|page| page.number == number);
    let labels = |row, cell| {
        let names: Vec<String> = names(seen.given(row, cell));
        (!names.is_empty()).then(|| names.join("  "))
    };
    page.map(|page| svg(page, &seen.rows, &labels)).unwrap_or_default()
}

/// What the parts of a cell were given to, each once; labels end in a colon.
fn names(given: &[Given]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for given in given {
        let name = match given.used {
            Use::Label => format!("{}:", given.item),
            Use::Value => given.item.clone(),
            Use::Leftover => "?".to_owned(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// All findings of a document, in order of place.
fn findings(outcome: &Outcome) -> Vec<&Finding> {
    let own = outcome.records.iter().flat_map(|record| &record.findings);
    let mut all: Vec<&Finding> = own.chain(&outcome.findings).collect();
    all.sort_by_key(|finding| (finding.source.page, finding.source.line));
    all
}

/// The page (the line, for a text) that a row begins on: an empty row stands where the one before does.
fn begins(row: &Row, before: Source) -> Source {
    let first = row.cells.iter().find_map(|cell| cell.spans.first());
    first.map_or(before, |span| span.source)
}

/// The page that a cell begins on.
fn page_of(cell: &Cell, row: Source) -> u32 {
    cell.spans.first().map_or(row.page, |span| span.source.page)
}
