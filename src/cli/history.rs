//! `hyokasho history`: the versions of assessments, and what their tables of changes say.

use super::args::History;
use super::compare::is_about;
use super::records::{gather, origins};
use super::report;
use crate::compare::{history, project};
use crate::error::Result;
use crate::fold::fold;
use crate::record::Record;
use std::process::ExitCode;

pub(super) fn run(args: &History) -> Result<ExitCode> {
    let project = args.project.as_ref().map(|name| project::key(name, ""));
    let agency = args.agency.as_ref().map(|name| fold(name));
    let keep = |record: Record| {
        let of = |name: &String| fold(&record.agency.name) == *name || record.agency.code == *name;
        let wanted = agency.as_ref().is_none_or(of)
            && project.as_ref().is_none_or(|key| is_about(&record, key));
        wanted.then_some(record)
    };
    let made = gather(&origins(&args.inputs)?, &keep)?;
    let records: Vec<Record> = made.found.into_iter().flat_map(|(_, records)| records).collect();
    let shown = history::report(&history::versions(records), args.printing.lang.lang());
    report::write(&shown, &args.printing, &made.failed)
}
