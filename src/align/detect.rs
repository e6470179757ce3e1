//! Which form a document is, and which revision it prints.

use super::{Alignment, Part, align};
use crate::date;
use crate::fold::fold;
use crate::form::{Form, Role, Text, forms};
use crate::record::RevisionFrom;
use crate::rows::Rows;
use std::ops::Range;

fn titles(form: &Form) -> impl Iterator<Item = &str> {
    let title = form.slots.iter().filter(|slot| slot.role == Role::Title);
    title.flat_map(|slot| slot.names.iter()).map(|name| &*name.body)
}

/// Aligns the rows with the form they are on; `None` where they are on none. `alone`: the document holds
/// nothing else, so that its first lines are enough.
#[must_use]
pub(crate) fn recognise(rows: &Rows, range: Range<usize>, alone: bool) -> Option<Alignment> {
    nearest(rows, range).filter(|alignment| is_assessment(alignment, alone))
}

/// Aligns the rows with the form that fits them best, whatever they are.
pub(super) fn nearest(rows: &Rows, range: Range<usize>) -> Option<Alignment> {
    let stated: Vec<&'static Form> = stated(rows, &range);
    let candidates = if stated.len() == 1 { stated } else { forms().iter().collect() };
    let mut best: Option<Alignment> = None;
    for form in candidates {
        let alignment = align(rows, range.clone(), form);
        if best.as_ref().is_none_or(|known| alignment.score > known.score) {
            best = Some(alignment);
        }
    }
    best
}

/// The forms whose title, or style name in a revision, stands at the beginning.
fn stated(rows: &Rows, range: &Range<usize>) -> Vec<&'static Form> {
    let mut text = String::new();
    for row in rows.rows[range.clone()].iter().take(60) {
        for cell in row.cells.iter().filter(|cell| cell.text.len() < 400) {
            text.push_str(&fold(&cell.text));
            text.push('\n');
        }
    }
    let by_title: Vec<&Form> =
        forms().iter().filter(|form| titles(form).any(|title| text.contains(title))).collect();
    if by_title.len() == 1 {
        return by_title;
    }
    forms().iter().filter(|form| text.contains(&format!("{}]", fold(&form.style)))).collect()
}

/// Whether enough labels stand where labels stand: prose about assessments only names them.
pub(super) fn is_assessment(alignment: &Alignment, alone: bool) -> bool {
    let form = alignment.form;
    let mut found: Vec<usize> = alignment
        .parts
        .iter()
        .filter(|part| part.label.is_some() && part.likeness > 0.85)
        .map(|part| part.slot)
        .filter(|&slot| !matches!(form.slots[slot].role, Role::Title | Role::Contents))
        .collect();
    found.sort_unstable();
    found.dedup();
    let values = found.iter().filter(|&&slot| form.slots[slot].node.is_some()).count();
    let cover = found.iter().filter(|&&slot| form.slots[slot].section <= 1).count();
    let title = alignment.parts.iter().any(|part| form.slots[part.slot].role == Role::Title);
    let least = LEAST_OF_COVER - usize::from(alone);
    found.len() >= 8 && values >= 5 || title && cover >= least || alone && opens(alignment)
}

/// A title and this many labels of the cover are an assessment, though nothing else is there; one fewer
/// in a document that holds nothing else.
const LEAST_OF_COVER: usize = 4;

/// Whether a document begins with the first labels behind the cover, one after the other.
fn opens(alignment: &Alignment) -> bool {
    const FIRST: usize = 3;
    let form = alignment.form;
    let Some(parts) = alignment.parts.get(..FIRST) else { return false };
    let begins =
        parts[0].label.is_some_and(|label| (label.row, label.cell, label.start) == (0, 0, 0));
    let section = form.slots[parts[0].slot].section;
    begins
        && form.slots[parts[0].slot].node.is_none()
        && form.slots[..section].iter().all(|slot| slot.section <= 1 || slot.role == Role::Contents)
        && parts.iter().all(|part| part.label.is_some() && part.likeness >= 1.0)
        && parts.windows(2).all(|pair| pair[1].slot == pair[0].slot + 1)
}

/// The revision of an aligned document, and how it is known.
#[must_use]
pub(crate) fn revision(rows: &Rows, alignment: &Alignment) -> (String, RevisionFrom) {
    let form = alignment.form;
    let printed = alignment.parts.iter().find(|part| {
        form.slots[part.slot].node.as_ref().is_some_and(|node| node.pattern.is_some())
    });
    if let Some(part) = printed {
        let text: String = part.values.iter().map(|piece| super::text(rows, *piece)).collect();
        if let Some((year, month)) = date::year_month(fold(&text).trim_start_matches(['[', '('])) {
            return (format!("{year:04}-{month:02}"), RevisionFrom::Printed);
        }
    }
    let (first, last) = possible(form, &alignment.parts);
    match form.revisions.get(first..last) {
        Some([only]) => (only.to_string(), RevisionFrom::Inferred),
        _ => (String::new(), RevisionFrom::Unknown),
    }
}

/// The revisions that print what was found: from the first to before the last.
fn possible(form: &Form, parts: &[Part]) -> (usize, usize) {
    let place = |revision: &Text| form.revisions.iter().position(|known| known == revision);
    let (mut first, mut last) = (0, form.revisions.len());
    for part in parts.iter().filter(|part| part.label.is_some() && part.likeness >= 1.0) {
        let slot = &form.slots[part.slot];
        if let Some(since) = slot.since.as_ref().filter(|_| slot.optional).and_then(place) {
            first = first.max(since);
        }
        let Some(since) = slot.names.get(part.name).and_then(|name| name.since.as_ref()) else {
            continue;
        };
        first = first.max(place(since).unwrap_or(0));
        let next = slot
            .names
            .iter()
            .filter_map(|name| name.since.as_ref())
            .filter(|other| *other > since)
            .min();
        last = last.min(next.and_then(place).unwrap_or(last));
    }
    (first, last)
}

/// What is printed behind the label of an item in the label's cell, or the next one, whether or not it was
/// taken for its value; empty without the label.
#[must_use]
pub(crate) fn behind<'r>(rows: &'r Rows, alignment: &Alignment, path: &str) -> &'r str {
    let slot = |part: &&Part| alignment.form.slots[part.slot].path == path;
    let label = alignment.parts.iter().filter(slot).find_map(|part| part.label);
    let Some(label) = label else { return "" };
    let cell = rows.rows.get(label.row).and_then(|row| row.cells.get(label.cell));
    let behind = cell.and_then(|cell| cell.text.get(label.end..)).unwrap_or("");
    let next = rows.rows.get(label.row + 1).and_then(|row| row.cells.first());
    if behind.trim().is_empty() { next.map_or("", |cell| &cell.text) } else { behind }
}

/// Whether the assessment is a draft, and the date it ended on: what its name and title say of it.
#[must_use]
pub(crate) fn state(rows: &Rows, alignment: &Alignment, name: &str) -> (bool, Option<String>) {
    let form = alignment.form;
    let name = fold(name);
    let title = alignment.parts.iter().filter(|part| form.slots[part.slot].role == Role::Title);
    let title: String =
        title.flat_map(|part| &part.values).map(|piece| fold(super::text(rows, *piece))).collect();
    let draft = form.drafts.iter().any(|mark| name.contains(&**mark) || title.starts_with(&**mark));
    (draft, ended(&name, &form.ended))
}

/// The date right before the word for the end, in brackets: `【令和5年3月31日終了】`.
fn ended(name: &str, word: &str) -> Option<String> {
    let end = name.find(word).filter(|_| !word.is_empty())?;
    let open = name[..end].rfind(['【', '(', '['])?;
    let inner = name[open..end].trim_start_matches(['【', '(', '[']);
    date::full(inner)
        .filter(|(_, rest)| rest.is_empty() || rest.chars().count() < 4)
        .map(|(iso, _)| iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_assessment_is_read_from_its_name() {
        assert_eq!(
            ended(&fold("予防接種に関する事務【令和５年３月31日 終了】"), "終了").as_deref(),
            Some("2023-03-31")
        );
        assert_eq!(ended(&fold("終了した事務"), "終了"), None);
        assert_eq!(ended(&fold("予防接種（終了）"), "終了"), None);
    }
}
