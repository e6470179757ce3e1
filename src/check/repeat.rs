//! What is missing of what a form prints again and again: a number of a row (委託事項3 between 2 and 4), or a label that
//! the other occurrences have.

use super::Context;
use super::label_missing::raise;
use crate::align::{Part, text};
use crate::finding::{Finding, Message, Severity};
use crate::fold::fold;
use crate::form::{Role, Slot};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// The occurrences of one repeat: the parts of each, by its number.
type Occurrences<'a> = BTreeMap<u32, Vec<&'a Part>>;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for ((head, _), occurrences) in repeats(context) {
        if context.alignment.form.slots[head].role == Role::Head {
            findings.extend(skipped(context, head, &occurrences));
        }
        findings.extend(incomplete(context, &occurrences));
    }
}

/// All repeats: rows with a number by their head and the occurrence of their section, and sections that are printed
/// once for each file.
fn repeats<'a>(context: &Context<'a>) -> BTreeMap<(usize, u32), Occurrences<'a>> {
    let slots = &context.alignment.form.slots;
    let mut all: BTreeMap<(usize, u32), Occurrences> = BTreeMap::new();
    for part in context.alignment.parts.iter().filter(|part| !part.separator) {
        let slot = &slots[part.slot];
        let head = slot.head.or_else(|| (slot.role == Role::Head).then_some(part.slot));
        let (key, number) = match (head, part.number) {
            (Some(head), Some(number)) => ((head, part.occurrence), number),
            (None, _) if slots[slot.section].role == (Role::Section { repeat: true }) => {
                ((slot.section, 0), part.occurrence)
            }
            _ => continue,
        };
        all.entry(key).or_default().entry(number).or_default().push(part);
    }
    all
}

/// Numbers between those that were found. A line that only parts (`委託事項2～5`) stands for numbers of its own.
fn skipped(context: &Context, head: usize, occurrences: &Occurrences) -> Vec<Finding> {
    let label = &context.alignment.form.slots[head].label;
    let lines = context.alignment.parts.iter().filter(|part| part.slot == head && part.separator);
    let parted: BTreeSet<u32> = lines.filter_map(|part| first_number(context, part)).collect();
    let numbers: Vec<u32> = occurrences.keys().copied().collect();
    let gap = |pair: &[u32]| {
        let (before, after) = (*pair.first()?, *pair.get(1)?);
        let place =
            occurrences.get(&after)?.first().map_or(Source::default(), |part| place(context, part));
        let message = Message::new(
            "label-missing.number",
            &[
                ("label", label),
                ("number", &(before + 1)),
                ("more", &(after - before).saturating_sub(2)),
            ],
        );
        let is_told = parted.range(before + 1..after).next().is_some();
        (after > before + 1 && !is_told).then_some(Finding {
            code: "label-missing",
            severity: Severity::Warning,
            item: String::new(),
            source: place,
            message,
        })
    };
    numbers.windows(2).filter_map(gap).collect()
}

/// The first number of a line that only parts.
fn first_number(context: &Context, part: &Part) -> Option<u32> {
    let folded = fold(text(context.rows, part.label?));
    let digits = folded.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

/// Labels that an occurrence lacks and most of the others have.
fn incomplete(context: &Context, occurrences: &Occurrences) -> Vec<Finding> {
    let form = context.alignment.form;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let has: Vec<BTreeSet<usize>> =
        occurrences.values().map(|parts| parts.iter().map(|part| part.slot).collect()).collect();
    has.iter().flatten().for_each(|slot| *counts.entry(*slot).or_default() += 1);
    let is_usual = |slot: &Slot, count: usize| {
        slot.role == Role::Value && form.expects(slot, context.revision) && count * 2 >= has.len()
    };
    let each = occurrences.values().zip(&has).filter_map(|(parts, has)| {
        let usual = counts.iter().filter(|(slot, count)| is_usual(&form.slots[**slot], **count));
        let absent: Vec<&Slot> = usual
            .filter(|(slot, _)| !has.contains(slot))
            .map(|(slot, _)| &form.slots[*slot])
            .collect();
        let last = parts.last().map_or(Source::default(), |part| place(context, part));
        raise(["label-missing.again", "label-missing.again-one"], &absent, last)
    });
    each.collect()
}

fn place(context: &Context, part: &Part) -> Source {
    let piece = part.label.or_else(|| part.values.first().copied());
    piece.map(|piece| context.source(piece)).unwrap_or_default()
}
