//! The questions of a comparison: what was asked once, though its answer may be many boxes.

use super::{Comparison, Relation, Row};
use crate::record::{Item, Value};

/// Rows that answer one question: one row, or the boxes of a list.
pub(super) struct Question<'c> {
    pub(super) rows: Vec<&'c Row<'c>>,
}

pub(super) fn questions<'c>(comparison: &'c Comparison<'c>) -> Vec<Question<'c>> {
    let mut all: Vec<Question<'c>> = Vec::new();
    for row in &comparison.rows {
        match all.last_mut() {
            Some(last) if last.takes(row) => last.rows.push(row),
            _ => all.push(Question { rows: vec![row] }),
        }
    }
    all
}

pub(super) fn item<'c>(row: &Row<'c>) -> Option<&'c Item> {
    row.a.or(row.b)
}

pub(super) fn is_box(row: &Row<'_>) -> bool {
    item(row).is_some_and(|item| matches!(item.value, Value::Checkbox(_)))
}

/// The path of the list of boxes that a box, or the detail of one, stands in.
pub(super) fn list_of<'c>(row: &Row<'c>) -> Option<&'c str> {
    let id = item(row)?.id.as_str();
    let id = if is_box(row) { id } else { id.strip_suffix(".detail")? };
    id.rsplit_once('.').map(|(list, _)| list)
}

impl<'c> Question<'c> {
    fn takes(&self, row: &Row<'_>) -> bool {
        let Some(first) = self.rows.first().filter(|first| is_box(first)) else { return false };
        let same_question = list_of(row).is_some_and(|list| {
            let both = [first.a, first.b].into_iter().flatten();
            let mut lists = both.filter_map(|item| item.id.rsplit_once('.')).map(|(list, _)| list);
            lists.any(|known| known == list)
        });
        same_question && first.alone == row.alone
    }

    pub(super) fn relation(&self) -> Relation {
        let all: Vec<Relation> = self.rows.iter().map(|row| row.relation).collect();
        let different = all.contains(&Relation::Different);
        match all.first() {
            Some(first) if all.iter().all(|one| one == first) => *first,
            _ if different => Relation::Different,
            _ if all.contains(&Relation::Unclear) => Relation::Unclear,
            _ if self
                .rows
                .iter()
                .any(|row| row.relation != Relation::Same && is_answered_row(row)) =>
            {
                Relation::Different
            }
            _ => Relation::Same,
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        !self.rows.iter().any(|row| is_answered_row(row))
    }

    pub(super) fn is_boxes(&self) -> bool {
        self.rows.first().is_some_and(|row| is_box(row))
    }
}

pub(super) fn is_answered_row(row: &Row<'_>) -> bool {
    [row.a, row.b].into_iter().flatten().any(|item| item.value.is_answered())
}
