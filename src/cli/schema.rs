//! `hyokasho schema`: the shape of the records, for programs that check them, and the tables, for people.

use super::args::Schema;
use super::print;
use crate::error::Result;
use crate::export::{reference, schema};
use crate::form::by_id;
use std::process::ExitCode;

pub(super) fn run(args: &Schema) -> Result<ExitCode> {
    if args.tables {
        print(reference::page().as_bytes())?;
    }
    if let Some(form) = args.form.as_deref().and_then(by_id) {
        let mut text = format!("{:#}", schema::of(form));
        text.push('\n');
        print(text.as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}
