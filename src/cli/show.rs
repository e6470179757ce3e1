//! `hyokasho show`: one assessment as a person reads it.

use super::args::Show;
use super::audit::drawing;
use super::compare::{asked, one, single};
use super::report;
use crate::assess::{Examined, examine};
use crate::compare::show;
use crate::error::Result;
use crate::input;
use crate::record::Item;
use std::process::ExitCode;

pub(super) fn run(args: &Show) -> Result<ExitCode> {
    let record = if args.from.is_empty() {
        single(&args.record, &args.only)?
    } else {
        one(&args.from, &args.record.to_string_lossy(), &args.only)?
    };
    let concepts = args.item.as_deref().map(asked).transpose()?;
    let options = show::Options {
        lang: args.printing.lang(),
        all: args.all,
        concepts: concepts.into_iter().collect(),
    };
    let seen = if args.item.is_some() { examined(args)? } else { None };
    let draw = |item: &Item| seen.as_ref().and_then(|seen| drawing(seen, item));
    report::page(&show::report(&record, &options, &draw), &args.printing)
}

/// The document with its pages, for drawings; none of an output folder.
fn examined(args: &Show) -> Result<Option<Examined>> {
    if !args.from.is_empty() {
        return Ok(None);
    }
    let found = input::find(std::slice::from_ref(&args.record))?;
    let Some(input) = found.into_iter().find(|input| !input.is_left_out()) else { return Ok(None) };
    let (document, bytes) = input.open();
    Ok(bytes.ok().map(|bytes| examine(document, &bytes)))
}
