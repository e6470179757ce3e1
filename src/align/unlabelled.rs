//! Rows that begin without a known label: the next value's, whose label is lost or reworded beyond
//! recognition, or more of the last one.

use super::label::Candidate;
use super::sheet::{CellRef, Sheet};
use crate::form::{Enumerator, Form, NodeKind, Role};

/// A row at whose first text no label stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unlabelled {
    /// First folded byte of its text.
    pub(super) start: usize,
    /// Folded byte after what may be an unknown label: the first of two or more cells; `start`
    /// where there is none.
    pub(super) label_end: usize,
    /// First folded byte of what may be a value.
    value: usize,
    /// Folded byte after its text.
    end: usize,
    boxes: bool,
    list: bool,
}

/// A label is no longer than this, in folded bytes.
const LONGEST_LABEL: usize = 240;

/// The rows without a label, and the cells behind the label of a heading that is no label themselves.
pub(super) fn unlabelled(sheet: &Sheet, form: &Form, candidates: &[Candidate]) -> Vec<Unlabelled> {
    let mut found = Vec::new();
    let mut last_row = usize::MAX;
    let mut filled: Vec<CellRef> = Vec::new();
    for cell in sheet.cells.iter().filter(|cell| cell.start < cell.end) {
        let first = cell.row != last_row;
        if first {
            last_row = cell.row;
            filled = sheet.row(cell.row).iter().copied().filter(|c| c.start < c.end).collect();
        }
        if starts(candidates, cell.start, |_| true) {
            continue;
        }
        let behind_heading = || {
            let heading = |slot: usize| form.slots[slot].role == Role::Group;
            filled.get(1).is_some_and(|c| c.cell == cell.cell)
                && starts(candidates, filled[0].start, heading)
        };
        let named = first
            && cell.cell == 0
            && matches!(filled.len(), 2 | 3)
            && cell.end - cell.start <= LONGEST_LABEL;
        let bare = if first { cell.cell > 0 && filled.len() < 3 } else { behind_heading() };
        let value = if named { filled[1].start } else { cell.start };
        if named || bare {
            let label_end = if named { cell.end } else { cell.start };
            let end = filled.last().map_or(cell.end, |last| last.end);
            found.push(Unlabelled::new(sheet, form, (cell.start, label_end), value, end));
        }
    }
    found
}

/// Whether a likely label of such a slot starts at a folded byte.
fn starts(candidates: &[Candidate], at: usize, slot: impl Fn(usize) -> bool) -> bool {
    let from = candidates.partition_point(|c| c.start < at);
    candidates[from..].iter().take_while(|c| c.start == at).any(|c| c.gain > 2.5 && slot(c.slot))
}

impl Unlabelled {
    fn new(sheet: &Sheet, form: &Form, label: (usize, usize), value: usize, end: usize) -> Self {
        let text = &sheet.text[value..end];
        Self {
            start: label.0,
            label_end: label.1,
            value,
            end,
            boxes: text.contains(['[', '☑', '□', '■']),
            list: form.option_heads.iter().any(|head| text.contains(&**head)),
        }
    }

    /// How much of an unknown label is of the slot's wording: shared pairs of characters, of all.
    pub(super) fn kinship(&self, sheet: &Sheet, form: &Form, slot: usize) -> f32 {
        let printed = &sheet.text[self.start..self.label_end];
        let skip = Enumerator::read(printed).map_or(0, |(_, length)| length);
        let names = form.slots[slot].names.iter();
        names.map(|name| kinship(&printed[skip..], &name.body)).fold(0.0, f32::max)
    }

    /// What it gains to read the row as the value of `slot` without its label; `None` where it does
    /// not look like one.
    pub(super) fn gain(&self, sheet: &Sheet, form: &Form, slot: usize) -> Option<f32> {
        let node = form.slots[slot].node.as_ref()?;
        match node.kind {
            NodeKind::Text => (!self.boxes && !self.list).then_some(-0.2),
            NodeKind::Checkboxes if self.boxes && !self.list => {
                let text = &sheet.text[self.value..self.end];
                let known = node.options.iter().filter(|o| text.contains(o.folded())).count();
                (known >= 2 && known * 2 >= node.options.len()).then_some(1.0)
            }
            NodeKind::Choice if self.list => {
                let text = &sheet.text[self.value..self.end];
                let known = node.options.iter().filter(|o| text.contains(o.folded())).count();
                (known >= 2 && known == node.options.len()).then_some(0.5)
            }
            _ => None,
        }
    }
}

fn kinship(a: &str, b: &str) -> f32 {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (mut a, b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let shared = b
        .iter()
        .filter(|pair| a.iter().position(|p| p == *pair).map(|at| a.swap_remove(at)).is_some())
        .count();
    #[expect(clippy::cast_precision_loss, reason = "labels have a few dozen characters")]
    let share = if all == 0 { 0.0 } else { 2.0 * shared as f32 / all as f32 };
    share
}
