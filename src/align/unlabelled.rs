//! Rows that begin without a label: the next value's, whose label was lost, or more of the last one.

use super::label::Candidate;
use super::sheet::Sheet;
use crate::fold::fold;
use crate::form::{Form, NodeKind, Role};

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

/// The rows without a label, and the cells behind the label of a heading that is no label themselves.
pub(super) fn unlabelled(sheet: &Sheet, form: &Form, candidates: &[Candidate]) -> Vec<Unlabelled> {
    let mut found = Vec::new();
    let mut last_row = usize::MAX;
    for cell in sheet.cells.iter().filter(|cell| cell.start < cell.end) {
        let first = cell.row != last_row;
        last_row = cell.row;
        let row = sheet.row(cell.row);
        let filled = || row.iter().filter(|c| c.start < c.end);
        let behind_heading = || {
            let mut cells = filled();
            let heading = cells.next().is_some_and(|c| {
                starts(candidates, c.start, |slot| form.slots[slot].role == Role::Group)
            });
            heading && cells.next().is_some_and(|c| c.cell == cell.cell)
        };
        let open = if first { cell.cell > 0 && filled().count() < 3 } else { behind_heading() };
        if open && !starts(candidates, cell.start, |_| true) {
            found.push(Unlabelled::new(
                sheet,
                form,
                cell.start,
                row.last().map_or(cell.end, |last| last.end),
            ));
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
    fn new(sheet: &Sheet, form: &Form, start: usize, end: usize) -> Self {
        let text = &sheet.text[start..end];
        Self {
            start,
            end,
            boxes: text.contains(['[', '☑', '□', '■']),
            list: form.option_heads.iter().any(|head| text.contains(head)),
        }
    }

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
