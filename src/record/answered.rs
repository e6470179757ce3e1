//! What of a record is answered, told from what its form only prints: a blank 委託事項5 is no 委託事項.

use super::{Item, Value};
use std::collections::BTreeSet;

impl Value {
    /// Whether it answers anything: not blank, not a dash, not an empty box. A box that cannot be read may.
    #[must_use]
    pub(crate) fn is_answered(&self) -> bool {
        match self {
            Self::Checkbox(ticked) => *ticked != Some(false),
            Self::Text(text) => !matches!(text.trim(), "" | "-" | "－" | "―" | "—" | "ー"),
            _ => !self.printed().is_empty(),
        }
    }

    /// Whether somebody has filled it in: unlike [`Value::is_answered`], a box must be ticked for certain.
    #[must_use]
    pub(crate) fn is_filled(&self) -> bool {
        *self != Self::Checkbox(None) && self.is_answered()
    }
}

/// The numbered blocks of a record (`file[1]`, `file[1].entrustment.tasks[2]`) in which something is filled in.
#[derive(Debug, Default)]
pub(crate) struct Blocks<'r>(BTreeSet<&'r str>);

impl<'r> Blocks<'r> {
    /// The filled blocks among the items of a record.
    #[must_use]
    pub(crate) fn of(items: &'r [Item]) -> Self {
        let (mut filled, mut last) = (BTreeSet::new(), "");
        for item in items.iter().filter(|item| item.value.is_filled()) {
            let block = block(&item.id);
            if block == last {
                continue;
            }
            last = block;
            filled.extend(block.match_indices(']').map(|(at, _)| &block[..=at]));
        }
        Self(filled)
    }

    /// Whether the block that an item stands in is filled in; true for what stands in none.
    #[must_use]
    pub(crate) fn has(&self, item: &str) -> bool {
        let block = block(item);
        block.is_empty() || self.0.contains(block)
    }
}

/// The innermost numbered block that an item id stands in; empty for none.
fn block(item: &str) -> &str {
    item.rfind(']').map_or("", |at| &item[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, value: Value) -> Item {
        Item { id: id.to_owned(), value, ..Item::default() }
    }

    #[test]
    fn a_block_is_filled_by_an_answer_or_a_tick() {
        let text = |text: &str| Value::Text(text.to_owned());
        let items = [
            item("file[1].entrustment.tasks[1].contractor", text("株式会社")),
            item("file[1].entrustment.tasks[2].contractor", text("－")),
            item("file[1].entrustment.tasks[2].subcontract.performed", Value::default()),
            item("overview.systems[1].connections.tax", Value::Checkbox(Some(true))),
            item("overview.systems[2].connections.tax", Value::Checkbox(Some(false))),
            item("overview.systems[3].connections.tax", Value::Checkbox(None)),
        ];
        let blocks = Blocks::of(&items);
        let has: Vec<bool> = items.iter().map(|item| blocks.has(&item.id)).collect();
        assert_eq!(has, [true, false, false, true, false, false]);
        assert!(blocks.has("file[1].name") && blocks.has("cover.name"));
        assert!(!blocks.has("file[2].name"));
    }

    #[test]
    fn a_box_that_cannot_be_read_is_not_filled_in_for_certain() {
        let unreadable = Value::Checkbox(None);
        assert!(unreadable.is_answered() && !unreadable.is_filled());
        assert!(!Value::Checkbox(Some(false)).is_answered() && !Value::Count(None).is_answered());
        assert!(Value::Count(Some(0)).is_filled());
    }
}
