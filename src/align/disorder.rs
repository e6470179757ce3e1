//! Pages of a text without cells whose lines an extractor has put out of order.
//!
//! Some programs write cells of one line first and all others behind them. It shows where a list of
//! options is printed: not behind its choice, but in the middle of a text. On such a page a value is
//! its label's only if both stand on one line, and nothing else behind them.

use super::{Doubt, Part, Piece, text};
use crate::date;
use crate::fold::fold;
use crate::form::{Form, Node, NodeKind, Role, Shape, Slot};
use crate::rows::Rows;
use std::collections::BTreeSet;

/// A page, or a stretch of text between page furniture where pages are not known.
type Page = (u32, usize);

/// Leaves out the items of such pages that cannot be told.
pub(super) fn lose(rows: &Rows, form: &Form, parts: &mut [Part], rest: &mut Vec<Piece>) {
    let finder = Finder { rows, form, lists: lists(form) };
    let pages: BTreeSet<Page> = parts.iter().filter_map(|p| finder.page(p)).collect();
    let bad: BTreeSet<Page> =
        parts.iter().filter(|p| finder.shows_disorder(p)).filter_map(|p| finder.page(p)).collect();
    // All pages of a document are written alike; a single one may be a slip.
    let all = bad.len() * 5 >= pages.len() && bad.len() > 1;
    for part in parts {
        let here = all || finder.page(part).is_some_and(|page| bad.contains(&page));
        if here {
            finder.judge(part, rest);
        }
    }
}

/// How the lists of options of a form begin, folded.
fn lists(form: &Form) -> BTreeSet<String> {
    let nodes = form
        .slots
        .iter()
        .flat_map(|slot| slot.node.iter().chain(slot.inner.iter().map(|(_, node)| node)));
    let choices = nodes.filter(|node| node.kind == NodeKind::Choice);
    choices.filter_map(|node| Some(format!("1){}", fold(&node.options.first()?.label)))).collect()
}

/// How far a value can be trusted to be its label's.
enum Trust {
    Sure,
    Doubted,
    Lost,
}

struct Finder<'a> {
    rows: &'a Rows,
    form: &'a Form,
    lists: BTreeSet<String>,
}

impl Finder<'_> {
    fn page(&self, part: &Part) -> Option<Page> {
        let label = part.label?;
        let cell = self.rows.rows.get(label.row)?.cells.get(label.cell)?;
        let page = cell.source_of(label.start..label.end)?.page;
        Some((page, if page == 0 { label.row } else { 0 }))
    }

    fn value(&self, part: &Part) -> String {
        part.values.iter().map(|piece| fold(text(self.rows, *piece))).collect()
    }

    /// Whether a choice has lost its list, or anything else has one.
    fn shows_disorder(&self, part: &Part) -> bool {
        let value = self.value(part);
        let headed = self.form.option_heads.iter().any(|head| value.contains(&**head));
        match &self.form.slots[part.slot].node {
            Some(node) if node.kind == NodeKind::Choice => headed && listed(node, &value) <= 1,
            _ if !self.form.slots[part.slot].inner.is_empty() => false,
            _ => headed || self.lists.iter().any(|list| value.contains(list)),
        }
    }

    /// Leaves out a part whose value is hardly its own, and doubts what may be.
    fn judge(&self, part: &mut Part, rest: &mut Vec<Piece>) {
        let trust = match &self.form.slots[part.slot] {
            Slot { node: Some(node), head, .. } => match self.trust(part, node) {
                // Which occurrence of a repeat it is of cannot be told.
                Trust::Sure if head.is_some() => Trust::Doubted,
                trust => trust,
            },
            slot if slot.inner.is_empty() || slot.role == Role::Column => Trust::Sure,
            _ => Trust::Lost,
        };
        match trust {
            Trust::Sure => {}
            Trust::Doubted => part.doubt = Some(Doubt::Between),
            Trust::Lost => {
                part.doubt = Some(Doubt::OrderLost);
                rest.append(&mut part.values);
            }
        }
    }

    fn trust(&self, part: &Part, node: &Node) -> Trust {
        let value = self.value(part);
        let complete = listed(node, &value) == node.options.len();
        let shaped = node.pattern.is_some() || node.shape == Some(Shape::Number);
        match node.kind {
            NodeKind::Choice if !self.is_answered(&value) => Trust::Lost,
            NodeKind::Choice if complete => Trust::Sure,
            NodeKind::Choice => Trust::Doubted,
            NodeKind::Checkboxes if complete => Trust::Doubted,
            NodeKind::Checkboxes => Trust::Lost,
            _ if shaped || (node.required && value.is_empty()) => Trust::Sure,
            _ if value.is_empty() => Trust::Lost,
            NodeKind::Date if date::full(&value).is_none() => Trust::Lost,
            _ if self.is_on_its_line(part) => Trust::Sure,
            _ if self.is_one_line(part) => Trust::Doubted,
            _ => Trust::Lost,
        }
    }

    /// Whether something stands in the brackets of a choice, or before its list.
    fn is_answered(&self, value: &str) -> bool {
        let inside = value.trim_start_matches('[');
        let listed = self.form.option_heads.iter().any(|head| inside.starts_with(&**head));
        !(inside.is_empty() || inside.starts_with(']') || inside.starts_with("1)") || listed)
    }

    /// Whether the value is one line, wherever it stands.
    fn is_one_line(&self, part: &Part) -> bool {
        let [piece] = part.values.as_slice() else { return false };
        !text(self.rows, *piece).contains('\n')
    }

    /// Whether the value is one line, that of the label.
    fn is_on_its_line(&self, part: &Part) -> bool {
        let (Some(label), [piece]) = (part.label, part.values.as_slice()) else { return false };
        let same = (label.row, label.cell) == (piece.row, piece.cell);
        let whole = Piece { end: piece.end, ..label };
        same && piece.start >= label.end && !text(self.rows, whole).trim_start().contains('\n')
    }
}

/// How many options of a choice a folded text has.
fn listed(node: &Node, value: &str) -> usize {
    node.options.iter().filter(|option| value.contains(option.folded())).count()
}
