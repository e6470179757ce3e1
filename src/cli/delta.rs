//! `hyokasho delta`: what a later run has more, less, or otherwise than an earlier one.

use super::args::Delta;
use super::records::without_records;
use super::report;
use crate::compare::delta::{self, Head, pair};
use crate::compare::load;
use crate::error::{ErrorKind, Result};
use crate::messages;
use crate::record::Record;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: &Delta) -> Result<ExitCode> {
    let heads = |folder: &Path| -> Result<Vec<Head>> {
        let mut heads = Vec::new();
        each(folder, &mut |record| {
            if args.only.has(&record) {
                heads.push(Head::of(&record));
            }
        })?;
        Ok(heads)
    };
    let (old, new) = (heads(&args.old)?, heads(&args.new)?);
    let pairing = pair(&old, &new);
    // Only what differs is looked at in full: most of a harvest is as it was.
    let unequal: Vec<(usize, usize)> = pairing.unequal(&old, &new).collect();
    let mut before = chosen(args, &args.old, unequal.iter().map(|(at, _)| *at).collect())?;
    let mut after = chosen(args, &args.new, unequal.iter().map(|(_, at)| *at).collect())?;
    let versions: Vec<(Record, Record)> =
        unequal.iter().filter_map(|(a, b)| Some((before.remove(a)?, after.remove(b)?))).collect();
    let shown = delta::report((&old, &new), &pairing, &versions, args.printing.lang());
    report::write(&shown, &args.printing, &[])
}

/// The records at some places of a run.
fn chosen(args: &Delta, folder: &Path, mut places: Vec<usize>) -> Result<BTreeMap<usize, Record>> {
    places.sort_unstable();
    let (mut found, mut at) = (BTreeMap::new(), 0);
    each(folder, &mut |record| {
        if args.only.has(&record) {
            if places.binary_search(&at).is_ok() {
                found.insert(at, record);
            }
            at += 1;
        }
    })?;
    Ok(found)
}

fn each(folder: &Path, each: &mut dyn FnMut(Record)) -> Result<()> {
    if load::is_without_records(folder) {
        return Err(without_records(folder));
    }
    load::records(folder, each).map_err(|cause| {
        ErrorKind::Usage(messages::fill("usage.two-outputs", &[("cause", &cause)])).into()
    })
}
