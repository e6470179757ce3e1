//! `hyokasho audit`: random values beside their source, for a person to tick off.

use super::args::Audit;
use super::records::{Origin, gather, origins};
use super::report;
use crate::assess::{Examined, examine};
use crate::compare::load;
use crate::compare::sample::{Drawn, Stratum, draw, report as sheet, strata};
use crate::error::{ErrorKind, Result};
use crate::export::svg::crop;
use crate::input::Input;
use crate::record::{Item, Record};
use crate::source::Area;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// Points of the page shown around a value: on its left, where its label stands, on its right, and above
/// and below it.
const AROUND: (f32, f32, f32) = (170.0, 60.0, 24.0);
/// Lines of a text that are shown at most.
const LINES: usize = 12;
/// Points of a page that are shown at most, from top to bottom.
const TALLEST: f32 = 420.0;

pub(super) fn run(args: &Audit) -> Result<ExitCode> {
    let origins = origins(&args.inputs)?;
    // Left out are the items of other assessments, not their records: the places must stay.
    let wanted = |record: Record| if args.only.has(&record) { strata(&record) } else { Vec::new() };
    let made = gather(&origins, &|record| Some(wanted(record)))?;
    // Which record of which origin a stratum list belongs to.
    let mut owners: Vec<(usize, usize)> = Vec::new();
    let mut all: Vec<Vec<Stratum>> = Vec::new();
    for (origin, records) in made.found {
        for (at, record) in records.into_iter().enumerate() {
            owners.push((origin, at));
            all.push(record);
        }
    }
    let chosen = draw(&all, args.sample as usize, args.seed);
    let mut by_origin: BTreeMap<usize, BTreeSet<(usize, usize)>> = BTreeMap::new();
    for (record, item) in chosen {
        if let Some((origin, at)) = owners.get(record) {
            by_origin.entry(*origin).or_default().insert((*at, item));
        }
    }
    let mut drawn = Vec::new();
    for (origin, chosen) in by_origin {
        match origins.get(origin) {
            Some(Origin::Document(input)) => of_document(input, &chosen, &mut drawn),
            Some(Origin::Output(folder)) => of_output(folder, &chosen, &mut drawn)?,
            None => {}
        }
    }
    let population: usize = all.iter().map(Vec::len).sum();
    if population == 0 && args.only.is_given() {
        return Err(args.only.nothing(&origins));
    }
    let shown = sheet(&drawn, population, args.seed, args.printing.lang());
    report::write(&shown, &args.printing, &made.failed)
}

fn of_document(input: &Input, chosen: &BTreeSet<(usize, usize)>, drawn: &mut Vec<Drawn>) {
    let (document, bytes) = input.open();
    let Ok(bytes) = bytes else { return };
    let seen = examine(document, &bytes);
    for &(record, item) in chosen {
        let Some(record) = seen.outcome.records.get(record) else { continue };
        let Some(item) = record.items.get(item) else { continue };
        drawn.push(Drawn::new(record, item, printed(&seen, item), drawing(&seen, item)));
    }
}

fn of_output(
    folder: &std::path::Path,
    chosen: &BTreeSet<(usize, usize)>,
    drawn: &mut Vec<Drawn>,
) -> Result<()> {
    let mut at = 0;
    let mut each = |record: Record| {
        for &(_, item) in chosen.range((at, 0)..(at + 1, 0)) {
            if let Some(item) = record.items.get(item) {
                drawn.push(Drawn::new(&record, item, item.text.clone(), None));
            }
        }
        at += 1;
    };
    load::records(folder, &mut each).map_err(|cause| ErrorKind::Usage(cause.to_string()))?;
    Ok(())
}

/// The lines of a text that a value stands on; for a PDF the printed characters.
fn printed(seen: &Examined, item: &Item) -> String {
    if item.source.line == 0 {
        return item.text.clone();
    }
    let count = item.text.lines().count().clamp(1, LINES);
    let lines = seen.rows.raw.lines().skip(item.source.line as usize - 1);
    lines.take(count).collect::<Vec<_>>().join("\n")
}

/// The place on the page, with something around it.
pub(super) fn drawing(seen: &Examined, item: &Item) -> Option<String> {
    let mark = item.source.area?;
    let page = seen.pages.iter().find(|page| page.number == item.source.page)?;
    // The place of a blank value is its label: the blank cell beside it belongs to the picture.
    let right = if item.value.is_answered() { AROUND.1 } else { page.width };
    let window = Area {
        x0: (mark.x0 - AROUND.0).max(0.0),
        y0: (mark.y0 - AROUND.2).max(0.0),
        x1: (mark.x1 + right).min(page.width),
        y1: (mark.y1 + AROUND.2).min(page.height).min(mark.y0 + TALLEST),
    };
    Some(crop(page, window, mark))
}
