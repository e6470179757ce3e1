//! What speaks for a label at a place: what it touches, its number, its length, what follows it.

use super::sheet::{CellRef, Sheet};
use crate::date;
use crate::fold::{control, is_space};
use crate::form::{Enumerator, Form, NodeKind, Role, Slot, Style};
use std::cell::OnceCell;

/// Characters of the rest of a row that are looked at.
const LOOKED_AT: usize = 160;

/// What stands before or after a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    Glued,
    Space,
    Line,
    Cell,
}

/// What stands before a label that starts here.
pub(super) fn lead(sheet: &Sheet, cell: CellRef, start: usize) -> Edge {
    if start <= cell.start {
        return Edge::Cell;
    }
    let original = sheet.original(cell);
    let before = original.get(..sheet.back(start)).unwrap_or("");
    let trimmed = before.trim_end_matches(is_space);
    if trimmed.is_empty() {
        Edge::Cell
    } else if before[trimmed.len()..].contains('\n') {
        Edge::Line
    } else if trimmed.len() < before.len()
        || trimmed.ends_with([']', '」', '>', '】', '。', '(', '（'])
    {
        Edge::Space
    } else if trimmed.chars().all(|c| matches!(c, '-' | '・' | '#' | '*' | '■' | '□' | '◆' | '●'))
    {
        Edge::Line
    } else {
        Edge::Glued
    }
}

/// What stands after a label that ends here.
pub(super) fn tail(sheet: &Sheet, cell: CellRef, end: usize) -> Edge {
    if end >= cell.end {
        return Edge::Cell;
    }
    let original = sheet.original(cell);
    let to = sheet.back(end);
    // The way back gives the next character that counts; what was skipped lies before it.
    let skipped = original.get(sheet.back(end.saturating_sub(1))..to).unwrap_or("");
    let skipped: String = skipped.chars().skip(1).collect();
    if skipped.contains('\n') {
        Edge::Line
    } else if skipped.chars().any(is_space)
        || original.get(to..).is_some_and(|rest| {
            rest.starts_with([
                '[',
                '［',
                '<',
                '＜',
                ':',
                '：',
                ')',
                '）',
                '☑',
                '□',
                '■',
                control::BARE,
            ])
        })
    {
        Edge::Space
    } else {
        Edge::Glued
    }
}

/// A label stands in a cell or line of its own.
pub(super) fn edges_gain(lead: Edge, tail: Edge) -> f32 {
    let before = match lead {
        Edge::Cell => 2.0,
        Edge::Line => 1.3,
        Edge::Space => 0.2,
        Edge::Glued => -1.5,
    };
    let after = match tail {
        Edge::Cell => 1.5,
        Edge::Line => 1.2,
        Edge::Space => 0.6,
        Edge::Glued => -0.8,
    };
    before + after
}

/// Longer labels are less likely to stand somewhere by chance.
pub(super) fn length_gain(chars: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "labels have a few dozen characters")]
    let chars = chars.min(14) as f32;
    chars / 7.0
}

/// How the printed number agrees with the catalogue's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Neither has one.
    None,
    Same,
    /// The same number written in another way.
    Alike,
    /// A sign for a lost character stands where ① or Ⅰ would.
    Lost,
    Missing,
    Other,
}

impl Agreement {
    /// What it speaks for the label.
    pub(super) fn gain(self) -> f32 {
        match self {
            Self::None => 0.0,
            Self::Same => 1.2,
            Self::Alike => 0.4,
            Self::Lost => 0.8,
            Self::Missing => -0.4,
            Self::Other => -2.0,
        }
    }
}

/// Whether the form's number may be the character that a sign stands for: `1.` is never lost.
pub(super) fn may_be_lost(expected: Option<Enumerator>) -> bool {
    expected.is_some_and(|number| matches!(number.style, Style::Circled | Style::Roman))
}

/// Compares the number of the form with the one printed before the label.
pub(super) fn agreement(expected: Option<Enumerator>, printed: Option<Enumerator>) -> Agreement {
    match (expected, printed) {
        (None, _) => Agreement::None,
        (Some(_), None) => Agreement::Missing,
        (Some(a), Some(b)) if a == b => Agreement::Same,
        (Some(a), Some(b))
            if a.number == b.number && (b.style == Style::Bare || a.style != Style::Circled) =>
        {
            Agreement::Alike
        }
        _ => Agreement::Other,
    }
}

/// The rest of a label's row.
pub(super) struct Rest<'a> {
    form: &'a Form,
    text: &'a str,
    list: OnceCell<bool>,
}

/// The most that [`Rest::evidence`] says.
pub(super) const MOST_EVIDENCE: f32 = 2.5;

impl<'a> Rest<'a> {
    pub(super) fn new(form: &'a Form, rest: &'a str) -> Self {
        // So many characters are at least as many bytes.
        let long = Some(rest).filter(|rest| rest.len() > LOOKED_AT);
        let text = match long.and_then(|rest| rest.char_indices().nth(LOOKED_AT)) {
            Some((end, _)) => &rest[..end],
            None => rest,
        };
        Self { form, text, list: OnceCell::new() }
    }

    /// Whether it begins a list of options.
    fn has_list(&self) -> bool {
        let has = || self.form.option_heads.iter().any(|head| self.text.contains(&**head));
        *self.list.get_or_init(has)
    }

    fn has_bracket(&self) -> bool {
        self.text.contains(['[', '☑', '□', '■'])
    }

    /// What it says of a label of this kind standing there.
    pub(super) fn evidence(&self, slot: &Slot) -> f32 {
        match slot.node.as_ref().map(|node| node.kind) {
            Some(NodeKind::Choice) if self.has_list() => 0.8,
            Some(NodeKind::Choice | NodeKind::Checkboxes) if self.has_bracket() => 0.6,
            Some(NodeKind::Date) if date::full(self.text).is_some() => MOST_EVIDENCE,
            Some(NodeKind::Text | NodeKind::Date) if self.has_list() => -1.0,
            Some(_) => 0.0,
            None if self.text.trim().is_empty() => 0.5,
            None if !slot.inner.is_empty() && self.has_bracket() => 0.5,
            None => -0.5,
        }
    }
}

/// A label hardly stands in a row of many filled cells, unless it is a table's header or stands
/// right behind the label it is under.
pub(super) fn crowd(sheet: &Sheet, form: &Form, cell: CellRef, slot: &Slot) -> f32 {
    let mut filled = sheet.row(cell.row).iter().filter(|c| c.end > c.start);
    let before: Vec<&CellRef> = filled.by_ref().take_while(|c| c.cell < cell.cell).collect();
    let after = filled.count();
    let heading = slot.node.is_none();
    match before[..] {
        _ if slot.role == Role::Column => 0.0,
        [] if after > 3 && !(heading && stands_beside_its_own(sheet, form, cell, slot)) => -4.0,
        [] => 0.0,
        [first] if is_label_of(form, slot.parent, sheet.folded(*first)) => 0.0,
        [_] if after < 2 => {
            if heading {
                -3.0
            } else {
                0.0
            }
        }
        _ => -8.0,
    }
}

/// Whether the next cell holds the label of something under this heading, as where every cell of a row has lines
/// around it.
fn stands_beside_its_own(sheet: &Sheet, form: &Form, cell: CellRef, slot: &Slot) -> bool {
    let next = sheet.row(cell.row).iter().find(|c| c.cell > cell.cell && c.end > c.start);
    let under = |at: &usize| std::ptr::eq(&raw const form.slots[form.slots[*at].parent], slot);
    next.is_some_and(|next| {
        let folded = sheet.folded(*next);
        (0..form.slots.len()).filter(under).any(|at| is_label_of(form, at, folded))
    })
}

/// Whether a text is the label of the slot, with or without its number.
fn is_label_of(form: &Form, slot: usize, folded: &str) -> bool {
    let skip = Enumerator::read(folded).map_or(0, |(_, length)| length);
    form.slots[slot].names.iter().any(|name| name.body == folded || name.body == folded[skip..])
}
