//! Which parts of a document are which assessments: neighbours of one body that hold different sections are one.

use super::aside::Parts;
use super::{Alignment, detect, text};
use crate::budget::{self, Over};
use crate::fold::fold;
use crate::form::Role;
use crate::rows::Rows;
use std::collections::BTreeSet;
use std::ops::Range;

/// An assessment: its rows and what is what in them.
#[derive(Debug)]
pub(crate) struct Whole {
    /// Its rows.
    pub range: Range<usize>,
    /// What is what in them.
    pub alignment: Alignment,
}

/// The assessments of a document, in order, and the rows that are of none; what was used up before all parts were
/// looked at.
pub(crate) fn assessments(
    rows: &Rows,
    parts: &Parts,
) -> (Vec<Whole>, Vec<Range<usize>>, Option<Over>) {
    let alone = parts.ranges.len() == 1 && parts.aside.is_empty();
    let (mut found, mut none): (Vec<Whole>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    for range in parts.ranges.iter().filter(|range| !range.is_empty()).cloned() {
        let (alignment, whole) = match budget::caught(|| aligned(rows, &range, found.last())) {
            Ok(Some(aligned)) => aligned,
            Ok(None) => continue,
            Err(over) => return (found, none, Some(over)),
        };
        if let Some(whole) = whole {
            found.pop();
            found.push(whole);
        } else if detect::is_assessment(&alignment, alone) {
            found.push(Whole { range, alignment });
        } else {
            none.push(range);
        }
    }
    (found, none, None)
}

/// What is what in a part, and the assessment that it makes with the one before, where both are of one.
fn aligned(
    rows: &Rows,
    range: &Range<usize>,
    last: Option<&Whole>,
) -> Option<(Alignment, Option<Whole>)> {
    let alignment = detect::nearest(rows, range.clone())?;
    let joined = last.filter(|last| belongs(rows, &last.alignment, &alignment));
    let joined = joined.map(|last| last.range.start..range.end);
    let whole = joined.and_then(|range| {
        Some(Whole { alignment: detect::recognise(rows, range.clone(), false)?, range })
    });
    Some((alignment, whole))
}

/// Whether two neighbouring parts are of one assessment: nothing on their covers contradicts, and no
/// section is in both.
fn belongs(rows: &Rows, one: &Alignment, other: &Alignment) -> bool {
    one.form.id == other.form.id
        && sections(one).is_disjoint(&sections(other))
        && IDENTITY.iter().all(|path| {
            let (one, other) = (value(rows, one, path), value(rows, other, path));
            one.contains(&other) || other.contains(&one)
        })
}

/// What tells an assessment from others.
const IDENTITY: [&str; 3] = ["cover.number", "cover.name", "cover.agency"];

/// The folded value of an item.
fn value(rows: &Rows, alignment: &Alignment, path: &str) -> String {
    let parts = alignment.parts.iter().filter(|part| alignment.form.slots[part.slot].path == path);
    let values = parts
        .map(|part| part.values.iter().map(|piece| fold(text(rows, *piece))).collect::<String>());
    values.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
}

/// The sections behind the cover that are there: those with a label of a value.
fn sections(alignment: &Alignment) -> BTreeSet<usize> {
    let form = alignment.form;
    let slots = alignment
        .parts
        .iter()
        .filter(|part| part.label.is_some())
        .map(|part| &form.slots[part.slot]);
    slots
        .filter(|slot| matches!(slot.role, Role::Value | Role::Head | Role::Column))
        .map(|slot| slot.section)
        .filter(|section| *section > 1 && matches!(form.slots[*section].role, Role::Section { .. }))
        .collect()
}
