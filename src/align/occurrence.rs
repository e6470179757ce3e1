//! The indexes of items: printed numbers, and how often a section has begun.

use super::Part;
use crate::fold::fold;
use crate::form::{Form, Role};
use crate::rows::Rows;

/// Fills in [`Part::occurrence`] and [`Part::number`].
pub(super) fn number(rows: &Rows, form: &Form, parts: &mut [Part]) {
    let mut counter = Counter {
        form,
        sections: vec![Section::default(); form.slots.len()],
        current: usize::MAX,
        heads: vec![0; form.slots.len()],
    };
    for part in parts {
        let opening = first_line(rows, part);
        counter.part(part, &opening);
    }
}

/// What is known of a section so far.
#[derive(Clone, Default)]
struct Section {
    /// How often it has begun.
    count: u32,
    /// Slots seen since it began last.
    seen: Vec<usize>,
    /// The first line under its heading.
    opening: String,
}

struct Counter<'f> {
    form: &'f Form,
    sections: Vec<Section>,
    /// The section that the last part belongs to.
    current: usize,
    /// The number of the last head of each repeat.
    heads: Vec<u32>,
}

impl Counter<'_> {
    fn part(&mut self, part: &mut Part, opening: &str) {
        let slot = &self.form.slots[part.slot];
        if !matches!(self.form.slots[slot.section].role, Role::Section { .. }) {
            return;
        }
        let section = slot.section;
        if self.begins(section, part, opening) {
            let known = &mut self.sections[section];
            known.count += 1;
            known.seen.clear();
            opening.clone_into(&mut known.opening);
            self.reset_heads(section);
        }
        self.current = section;
        if !self.sections[section].seen.contains(&part.slot) {
            self.sections[section].seen.push(part.slot);
        }
        part.occurrence = self.sections[section].count;
        let printed = part.number.take();
        if let Some(head) = slot.head.filter(|_| !part.separator) {
            part.number = Some(self.head(head, part.slot, printed));
        }
    }

    /// The number of the occurrence of a repeat that a slot stands in.
    fn head(&mut self, head: usize, slot: usize, printed: Option<u32>) -> u32 {
        let section = self.form.slots[slot].section;
        if slot == head {
            let number = printed.unwrap_or(self.heads[head] + 1);
            self.heads[head] = number;
            self.forget_children(head, section);
        } else if self.heads[head] == 0
            || (self.first_child(head) == Some(slot) && self.child_seen(section, slot))
        {
            // The head itself is lost.
            self.heads[head] += 1;
            self.forget_children(head, section);
        }
        self.sections[section].seen.push(slot);
        self.heads[head]
    }

    fn first_child(&self, head: usize) -> Option<usize> {
        Some(head + 1)
            .filter(|&at| self.form.slots.get(at).is_some_and(|slot| slot.head == Some(head)))
    }

    /// Whether a child was seen before the visit that is being made.
    fn child_seen(&self, section: usize, slot: usize) -> bool {
        self.sections[section].seen.iter().filter(|&&seen| seen == slot).count() > 1
    }

    fn forget_children(&mut self, head: usize, section: usize) {
        let form = self.form;
        self.sections[section].seen.retain(|&seen| form.slots[seen].head != Some(head));
    }

    fn reset_heads(&mut self, section: usize) {
        for (head, slot) in self.heads.iter_mut().zip(self.form.slots.iter()) {
            if slot.section == section {
                *head = 0;
            }
        }
    }

    /// Whether a section begins (again) with this part.
    fn begins(&self, section: usize, part: &Part, opening: &str) -> bool {
        let known = &self.sections[section];
        let elsewhere = self.current != section;
        if known.count == 0 {
            return true;
        }
        let first = (section + 1..self.form.slots.len()).find(|&at| {
            self.form.slots[at].section == section && self.form.slots[at].role != Role::Head
        });
        let heading = part.slot == section;
        if elsewhere {
            return heading || first.is_none_or(|first| known.seen.contains(&first));
        }
        if heading {
            return !opening.is_empty() && known.opening == opening;
        }
        let numbered =
            |slot: usize| self.form.slots[slot].names.iter().any(|name| name.enumerator.is_some());
        Some(part.slot) == first && numbered(part.slot) && known.seen.contains(&part.slot)
    }
}

fn first_line(rows: &Rows, part: &Part) -> String {
    let text = part.values.first().map_or("", |piece| super::text(rows, *piece));
    fold(text.lines().next().unwrap_or(""))
}
