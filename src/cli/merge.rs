//! `hyokasho merge`: the parts of a run become what one run writes.

use super::args::Merge;
use super::extract::code;
use super::part::Shard;
use super::summary::{Summary, names, show};
use crate::error::{ErrorKind, Result};
use crate::export::{
    Addition, EXPORTERS, Folder, Id, Layout, Output, Package, Part, Piece, Tally, Total, unfit,
};
use crate::finding::Message;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::process::ExitCode;

pub(super) fn run(args: &Merge) -> Result<ExitCode> {
    let parts = args.parts.iter().map(|path| Part::open(path)).collect::<Result<Vec<_>>>()?;
    let mut parts = in_order(parts)?;
    let mut total = whole(&parts)?;
    let formats: Vec<_> = EXPORTERS
        .iter()
        .filter(|one| total.formats.iter().any(|name| name == one.format))
        .collect();
    let folder = Folder::claim(&args.output)?;
    if let Some(package) = parts.first().and_then(|part| Package::kept(part.path())) {
        package.keep(&folder)?;
    }
    let mut output = Output::begin(folder, &formats, Layout::Whole)?;
    let mut tallies = vec![Tally::default(); parts.len()];
    while let Some(at) = next(&parts) {
        if let (Some(part), Some(tally)) = (parts.get_mut(at), tallies.get_mut(at))
            && let Some(source) = part.next_source().map(str::to_owned)
            && let Some(piece) = part.piece()?
        {
            tally.add(&piece.outline.tally);
            output
                .add(&source, 0, Addition::of(Id::of_rows(&piece), piece), &|_| Piece::default())?;
        }
    }
    let mut tally = Tally::default();
    for (part, counted) in parts.iter().zip(&tallies) {
        check(part, counted)?;
        tally.add(counted);
    }
    total.count(&tally);
    let held = total.documents + total.left_out;
    if held != total.inputs {
        let found = Message::new("part-found.held", &[("held", &held), ("of", &total.inputs)]);
        return Err(unfit(&args.output, "part.all", found));
    }
    let (_, written) = output.finish(&total, &|_| Piece::default())?;
    let written = names(&written);
    let summary = Summary { tally: &tally, written: &written, read: 0, left: 0, slowest: &[] };
    show(&args.log, &summary, &args.output);
    Ok(code(args.strict, &tally))
}

/// The parts by their number: every one is there, once.
fn in_order(parts: Vec<Part>) -> Result<Vec<Part>> {
    let mut by_number: BTreeMap<u64, Part> = BTreeMap::new();
    let mut of = None;
    for part in parts {
        let shard: Option<Shard> = part.total.shard.as_ref().and_then(|text| text.parse().ok());
        let Some(shard) = shard else {
            return Err(unfit(
                part.path(),
                "part.shard",
                Message::new("part-found.unsharded", &[]),
            ));
        };
        if *of.get_or_insert(shard.of) != shard.of {
            return Err(unfit(part.path(), "part.run", Message::quoted(shard.to_string())));
        }
        if let Some(other) = by_number.insert(shard.number, part) {
            let found = Message::new("part-found.twice", &[("shard", &shard)]);
            return Err(unfit(other.path(), "part.once", found));
        }
    }
    let of = of.unwrap_or_default();
    let missing = (1..=of).find(|number| !by_number.contains_key(number));
    if let Some(number) = missing {
        return Err(ErrorKind::PartMissing { shard: Shard { number, of }.to_string() }.into());
    }
    Ok(by_number.into_values().collect())
}

/// What the parts have in common.
fn whole(parts: &[Part]) -> Result<Total> {
    let common = |total: &Total| Total {
        complete: true,
        inputs: total.inputs,
        listing: total.listing.clone(),
        formats: total.formats.clone(),
        limits: total.limits.clone(),
        told: total.told.clone(),
        ..Total::default()
    };
    let mut all = parts.iter().map(|part| (part, common(&part.total)));
    let (_, first) = all.next().ok_or(ErrorKind::PartMissing { shard: "1/1".into() })?;
    for (part, total) in all {
        if total.listing != first.listing {
            return Err(unfit(part.path(), "part.inputs", Message::new("part-found.others", &[])));
        }
        if total != first {
            let formats = total.formats.join(",");
            let values: [(&str, &dyn Display); 2] =
                [("formats", &formats), ("limits", &total.limits)];
            let found = Message::new("part-found.with", &values);
            return Err(unfit(part.path(), "part.formats", found));
        }
    }
    Ok(first)
}

/// Which part has the next document.
fn next(parts: &[Part]) -> Option<usize> {
    let sources = parts.iter().enumerate();
    let sources = sources.filter_map(|(at, part)| Some((part.next_source()?, at)));
    sources.min().map(|(_, at)| at)
}

/// The lines of a manifest have to add up to its last one.
fn check(part: &Part, counted: &Tally) -> Result<()> {
    let mut total = part.total.clone();
    total.count(counted);
    if total == part.total {
        return Ok(());
    }
    let values: [(&str, &dyn Display); 2] =
        [("documents", &counted.documents), ("records", &counted.records)];
    let found = Message::new("part-found.counted", &values);
    Err(unfit(part.path(), "part.counts", found))
}
