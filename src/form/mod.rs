//! The catalogue of the official forms: what they print, as data in `data/*.json`, compiled once.
//!
//! A form is flattened into [`Slot`]s in print order: everything with a printed label is a slot, and
//! a node without a label of its own belongs to the slot beside whose label its value stands.

mod around;
mod catalogue;
mod concept;
mod locate;

pub(crate) use around::{around, is_lost};
pub(crate) use catalogue::{Enumerator, Hit, LabelIndex, Style};
pub use catalogue::{Form, List, Name, Node, NodeKind, Opt, Role, Shape, Slot, Text, load};
pub use concept::{by_id, without_indexes};
pub use locate::{Found, concepts_of_label, find};

impl Form {
    /// The slot with this path.
    #[must_use]
    pub fn slot(&self, path: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.path == path)
    }

    /// The head of the row that a slot is in, which may be itself.
    pub(crate) fn head_of(&self, slot: usize) -> Option<usize> {
        let Slot { head, role, .. } = self.slots.get(slot)?;
        head.or_else(|| (*role == Role::Head).then_some(slot))
    }

    /// Whether a folded text is a label, or a fixed text, of the form.
    #[must_use]
    pub fn prints_text(&self, folded: &str) -> bool {
        let skip = Enumerator::read(folded).map_or(0, |(_, length)| length);
        let is_printed =
            |text: &str| self.printed.binary_search_by(|known| (**known).cmp(text)).is_ok();
        is_printed(folded) || is_printed(&folded[skip..])
    }

    /// Whether a folded text is part of a label, or of a fixed text, of the form.
    #[must_use]
    pub fn prints_part(&self, folded: &str) -> bool {
        let skip = Enumerator::read(folded).map_or(0, |(_, length)| length);
        let bare = folded[skip..].trim_end_matches(|c: char| !c.is_alphabetic() || c == 'n');
        let holds = |text: &str| text.contains(bare);
        self.printed.iter().any(|text| holds(text))
            || self.slots.iter().flat_map(|slot| slot.names.iter()).any(|name| holds(&name.body))
    }

    /// Whether `revision` prints the slot; an unknown revision prints all.
    #[must_use]
    pub fn prints(&self, slot: &Slot, revision: &str) -> bool {
        revision.is_empty()
            || (slot.since.as_deref().is_none_or(|since| since <= revision)
                && slot.until.as_deref().is_none_or(|until| revision <= until))
    }

    /// Whether a whole form of `revision` has the slot; of an unknown revision, what all revisions print.
    #[must_use]
    pub fn expects(&self, slot: &Slot, revision: &str) -> bool {
        if revision.is_empty() {
            return self.revisions.iter().all(|revision| self.prints(slot, revision));
        }
        self.prints(slot, revision)
    }
}

/// The forms as `build.rs` has compiled them.
mod built {
    use super::catalogue::{Body, NodeKind, Role::*, Shape::*, Style::*};
    use super::{Enumerator, Form, LabelIndex, Name, Node, Opt, Slot};
    use std::borrow::Cow::Borrowed;
    use std::sync::OnceLock;

    include!(concat!(env!("OUT_DIR"), "/forms.rs"));
}

/// The digest of the catalogue files: which catalogue a result was made with.
#[must_use]
pub const fn digest() -> &'static str {
    env!("HYOKASHO_CATALOGUE")
}

/// The ids of the built-in forms.
pub fn ids() -> impl Iterator<Item = &'static str> {
    forms().iter().map(|form| &*form.id)
}

/// The built-in forms: basic, key, full.
///
/// ```
/// let [basic, key, full] = hyokasho::form::forms() else { panic!("expected three forms") };
/// assert_eq!((&*basic.style, &*key.style, &*full.style), ("様式2", "様式3", "様式4"));
/// ```
#[must_use]
pub fn forms() -> &'static [Form] {
    &built::FORMS
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 3] = [
        include_str!("data/basic.json"),
        include_str!("data/key.json"),
        include_str!("data/full.json"),
    ];

    #[test]
    fn the_forms_built_in_are_those_of_the_catalogue_files() {
        let shown = |form: &Form| {
            let Form { id, label, sections, concepts, slots, printed, index, .. } = form;
            let parts = format!("{id} {label} {sections:?} {concepts:?} {slots:?} {printed:?}");
            let texts = [&form.appendix, &form.drafts, &form.option_heads, &form.revisions];
            parts + &format!("{:?} {texts:?} {} {}", index.bodies, form.ended, form.style)
        };
        for (built, file) in forms().iter().zip(FILES) {
            assert!(shown(built) == shown(&catalogue::load(file).unwrap()), "{}", built.id);
        }
    }

    #[test]
    fn the_digest_is_that_of_the_catalogue_files() {
        assert_eq!(digest(), crate::digest::sha256_hex(FILES.concat().as_bytes()));
    }

    #[test]
    fn every_form_is_flattened() {
        let sizes: Vec<usize> = forms().iter().map(|f| f.slots.len()).collect();
        assert!(sizes[0] > 60 && sizes[1] > 120 && sizes[2] > 220, "{sizes:?}");
        let full = &forms()[2];
        let slot = &full.slots[full.slot("file[].entrustment.tasks[].name").unwrap()];
        assert_eq!(slot.role, Role::Head);
        assert!(slot.node.is_some());
        let systems = &full.slots[full.slot("overview.systems[]").unwrap()];
        assert_eq!(systems.role, Role::Head);
        assert!(systems.node.is_none());
        assert_eq!(full.slots[full.slot("changes.rows[].before").unwrap()].role, Role::Column);
    }

    #[test]
    fn what_stands_under_a_heading_is_printed_as_long_as_the_heading() {
        let basic = &forms()[0];
        let slot = |path: &str| &basic.slots[basic.slot(path).unwrap()];
        let adequacy = slot("safeguards.manual_work.human_error.adequacy");
        assert_eq!(adequacy.since.as_deref(), Some("2024-10"));
        assert!(!adequacy.optional && slot("safeguards.manual_work").optional);
        assert!(basic.prints(adequacy, "2024-10") && !basic.prints(adequacy, "2018-05"));
        assert!(basic.prints(adequacy, "") && !basic.expects(adequacy, ""));
        let use_of = slot("safeguards.collection.off_purpose.adequacy");
        assert_eq!(use_of.since.as_deref(), Some("2018-05"));
        assert!(basic.expects(slot("overview.project.name"), ""));
    }

    #[test]
    fn values_without_a_label_stand_beside_the_label_before() {
        let key = &forms()[1];
        let inner = |path: &str| -> Vec<String> {
            key.slots[key.slot(path).unwrap()].inner.iter().map(|(p, _)| p.to_string()).collect()
        };
        assert_eq!(inner("file[].entrustment.performed"), ["file[].entrustment.count"]);
        assert_eq!(inner("risk[].network"), ["risk[].network.not_applicable"]);
        assert_eq!(inner("recorded_items"), ["recorded_items.items"]);
    }
}
