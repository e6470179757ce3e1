//! `hyokasho history`: the versions of assessments, and what their tables of changes say.

use super::args::History;
use super::records::{gather, origins};
use super::report;
use crate::compare::history;
use crate::error::Result;
use crate::record::Record;
use std::process::ExitCode;

pub(super) fn run(args: &History) -> Result<ExitCode> {
    let origins = origins(&args.inputs)?;
    let made = gather(&origins, &|record| args.only.has(&record).then_some(record))?;
    let records: Vec<Record> = made.found.into_iter().flat_map(|(_, records)| records).collect();
    if records.is_empty() && args.only.is_given() {
        return Err(args.only.nothing(&origins));
    }
    let shown = history::report(&history::versions(records), args.printing.lang());
    report::write(&shown, &args.printing, &made.failed)
}
