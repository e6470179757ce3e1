//! Rows that begin without a label: the next value's, whose label was lost, or more of the last one.

use super::label::Candidate;
use super::sheet::Sheet;
use crate::fold::fold;
use crate::form::{Form, NodeKind};

/// A row whose first cell is empty and at whose first text no label stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unlabelled {
    /// First folded byte of its text.
    pub(super) start: usize,
    /// Folded byte after its text.
    end: usize,
    boxes: bool,
    list: bool,
}

/// The rows without a label.
pub(super) fn unlabelled(sheet: &Sheet, form: &Form, candidates: &[Candidate]) -> Vec<Unlabelled> {
    let mut found = Vec::new();
    let mut last_row = usize::MAX;
    for cell in &sheet.cells {
        if cell.row == last_row || cell.start == cell.end {
            continue;
        }
        last_row = cell.row;
        let row = sheet.row(cell.row);
        let filled = row.iter().filter(|c| c.start < c.end).count();
        let at = candidates.partition_point(|c| c.start < cell.start);
        let labelled = candidates.get(at).is_some_and(|c| c.start == cell.start && c.gain > 2.5);
        if cell.cell == 0 || filled > 2 || labelled {
            continue;
        }
        let end = row.last().map_or(cell.end, |last| last.end);
        let text = &sheet.text[cell.start..end];
        found.push(Unlabelled {
            start: cell.start,
            end,
            boxes: text.contains(['[', '☑', '□', '■']),
            list: form.option_heads.iter().any(|head| text.contains(head)),
        });
    }
    found
}

impl Unlabelled {
    /// What it gains to read the row as the value of `slot` without its label; `None` where it does
    /// not look like one.
    pub(super) fn gain(&self, sheet: &Sheet, form: &Form, slot: usize) -> Option<f32> {
        let node = form.slots[slot].node.as_ref()?;
        match node.kind {
            NodeKind::Text => (!self.boxes && !self.list).then_some(-0.2),
            NodeKind::Checkboxes if self.boxes && !self.list => {
                let text = &sheet.text[self.start..self.end];
                let known = node.options.iter().filter(|o| text.contains(&fold(&o.label))).count();
                (known >= 2 && known * 2 >= node.options.len()).then_some(1.0)
            }
            NodeKind::Choice if self.list => {
                let text = &sheet.text[self.start..self.end];
                let known = node.options.iter().filter(|o| text.contains(&fold(&o.label))).count();
                (known >= 2 && known == node.options.len()).then_some(0.5)
            }
            _ => None,
        }
    }
}
