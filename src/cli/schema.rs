//! `hyokasho schema`: the shape of the records, for programs that check them.

use super::args::Schema;
use super::print;
use crate::error::Result;
use crate::export::schema;
use crate::form::by_id;
use std::process::ExitCode;

pub(super) fn run(args: &Schema) -> Result<ExitCode> {
    if let Some(form) = by_id(&args.form) {
        let mut text = format!("{:#}", schema::of(form));
        text.push('\n');
        print(text.as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}
