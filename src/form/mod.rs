//! The catalogue of the official forms: what they print, as data in `data/*.json`, compiled once.
//!
//! A form is flattened into [`Slot`]s in print order: everything with a printed label is a slot, and
//! a node without a label of its own belongs to the slot beside whose label its value stands.

mod around;
mod compile;
mod concept;
mod data;
mod enumerator;
mod index;
mod locate;

pub use around::{Around, around, is_lost};
pub use concept::{by_id, without_indexes};
pub use data::{Node, NodeKind, Opt, Shape};
pub use enumerator::{Enumerator, Style};
pub use index::{Hit, LabelIndex};
pub use locate::{Found, concepts_of_label, find};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A form, ready for matching.
#[derive(Debug)]
pub struct Form {
    /// `basic`, `key` or `full`.
    pub id: String,
    /// 基礎項目評価書 …
    pub label: String,
    /// `様式2` …
    pub style: String,
    /// Known revisions, oldest first.
    pub revisions: Vec<String>,
    /// The sections as the catalogue nests them, in print order.
    pub sections: Vec<Node>,
    /// What each answer asks: item id without indexes to concept.
    pub concepts: BTreeMap<String, String>,
    /// Everything that has a printed label, in print order.
    pub slots: Vec<Slot>,
    /// All wordings of labels without their enumerators, and fixed texts: folded.
    pub printed: BTreeSet<String>,
    /// Where the labels' wordings are looked up.
    pub index: LabelIndex,
    /// First words of the titles of attachments (別紙 …), folded.
    pub appendix: Vec<String>,
    /// Remarks that mark a draft, folded.
    pub drafts: Vec<String>,
    /// The word behind a date in the name of an assessment that has ended, folded.
    pub ended: String,
    /// First words of the printed list of options (`<選択肢>`), folded.
    pub option_heads: Vec<String>,
}

/// One printed label and what stands beside it.
#[derive(Debug)]
pub struct Slot {
    /// Item id with `[]` for each index; for a heading the path of its section or group.
    pub path: String,
    /// The newest official label.
    pub label: String,
    /// What the label is.
    pub role: Role,
    /// The wordings it is known to be printed with.
    pub names: Vec<Name>,
    /// The slot of the section it stands in (itself for a section).
    pub section: usize,
    /// The slot of the heading it stands under (itself for a section).
    pub parent: usize,
    /// The slot of the numbered head of the repeat it stands in.
    pub head: Option<usize>,
    /// The value beside the label.
    pub node: Option<Node>,
    /// Nodes without a label of their own whose value stands beside this label, with their paths.
    pub inner: Vec<(String, Node)>,
    /// Fixed text printed with the label (a hint, a reference), folded.
    pub fixed: Vec<String>,
    /// First revision that prints it: the node's own, or that of what it stands in.
    pub since: Option<String>,
    /// Last revision that prints it, likewise.
    pub until: Option<String>,
    /// Whether some revisions print what it stands in without it.
    pub optional: bool,
}

/// What a slot's label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The form's title on the cover.
    Title,
    /// An entry of the page of contents.
    Contents,
    /// The heading of a section; `repeat` where the section is printed once per file.
    Section {
        /// Indexed from 1 even where it occurs once.
        repeat: bool,
    },
    /// A heading with values under it.
    Group,
    /// `委託事項{n}`: the head of a numbered occurrence, with or without a value.
    Head,
    /// The label of a value.
    Value,
    /// The label of a table's column.
    Column,
}

/// One wording of a label.
#[derive(Clone, Debug)]
pub struct Name {
    /// Folded, without enumerator (for a [`Role::Head`] without number).
    pub body: String,
    /// The printed number in front.
    pub enumerator: Option<Enumerator>,
    /// The revision from which it is printed, where only some print it.
    pub since: Option<String>,
}

impl Form {
    /// The slot with this path.
    #[must_use]
    pub fn slot(&self, path: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.path == path)
    }

    /// Whether a folded text is a label, or a fixed text, of the form.
    #[must_use]
    pub fn prints_text(&self, folded: &str) -> bool {
        let skip = Enumerator::read(folded).map_or(0, |(_, length)| length);
        self.printed.contains(folded) || self.printed.contains(&folded[skip..])
    }

    /// Whether a folded text is part of a label, or of a fixed text, of the form.
    #[must_use]
    pub fn prints_part(&self, folded: &str) -> bool {
        let skip = Enumerator::read(folded).map_or(0, |(_, length)| length);
        let bare = folded[skip..].trim_end_matches(|c: char| !c.is_alphabetic() || c == 'n');
        let holds = |text: &str| text.contains(bare);
        self.printed.iter().any(|text| holds(text))
            || self.slots.iter().flat_map(|slot| &slot.names).any(|name| holds(&name.body))
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

/// The catalogue files, each with the id of its form.
const FILES: [(&str, &str); 3] = [
    ("basic", include_str!("data/basic.json")),
    ("key", include_str!("data/key.json")),
    ("full", include_str!("data/full.json")),
];

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(_, json)| load(json).expect("the built-in catalogue is valid, a test reads it"))
        .collect()
});

/// The ids of the built-in forms; none of them is compiled for it.
#[must_use]
pub fn ids() -> [&'static str; 3] {
    FILES.map(|(id, _)| id)
}

/// The digest of the catalogue files: which catalogue a result was made with.
#[must_use]
pub const fn digest() -> &'static str {
    env!("HYOKASHO_CATALOGUE")
}

/// The built-in forms: basic, key, full.
///
/// ```
/// let [basic, key, full] = hyokasho::form::forms() else { panic!("expected three forms") };
/// assert_eq!((basic.style.as_str(), key.style.as_str(), full.style.as_str()), ("様式2", "様式3", "様式4"));
/// ```
#[must_use]
pub fn forms() -> &'static [Form] {
    &FORMS
}

/// Reads a catalogue file.
///
/// # Errors
/// When the text is not JSON of the catalogue's shape.
pub fn load(json: &str) -> serde_json::Result<Form> {
    Ok(compile::form(serde_json::from_str(json)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_as_its_form() {
        assert!(forms().iter().map(|form| form.id.as_str()).eq(ids()));
    }

    #[test]
    fn the_digest_is_that_of_the_catalogue_files() {
        let files = FILES.map(|(_, json)| json).concat();
        assert_eq!(digest(), crate::digest::sha256_hex(files.as_bytes()));
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
            key.slots[key.slot(path).unwrap()].inner.iter().map(|(p, _)| p.clone()).collect()
        };
        assert_eq!(inner("file[].entrustment.performed"), ["file[].entrustment.count"]);
        assert_eq!(inner("risk[].network"), ["risk[].network.not_applicable"]);
        assert_eq!(inner("recorded_items"), ["recorded_items.items"]);
    }
}
