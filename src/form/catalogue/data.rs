//! The shape of the catalogue files.

use super::{List, Text};
use crate::fold::fold;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// A file of the catalogue.
#[derive(Debug, Deserialize)]
pub(super) struct FormData {
    pub(super) form: Text,
    pub(super) label: Text,
    pub(super) style: Text,
    pub(super) title: Text,
    pub(super) revisions: List<Text>,
    pub(super) contents: Option<Contents>,
    #[serde(default)]
    pub(super) appendix: List<Text>,
    #[serde(default)]
    pub(super) option_heads: List<Text>,
    #[serde(default)]
    pub(super) drafts: List<Text>,
    #[serde(default)]
    pub(super) ended: Text,
    pub(super) sections: List<Node>,
}

/// The page 項目一覧.
#[derive(Debug, Deserialize)]
pub(super) struct Contents {
    pub(super) label: Text,
    pub(super) entries: List<Text>,
}

/// A section, group, repeat, table or value of a form. What each property means stands in `data/README.md`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Node {
    /// Name within its parent.
    pub id: Text,
    /// The newest official label.
    pub label: Option<Text>,
    /// What it is; a section has none.
    #[serde(default)]
    pub kind: NodeKind,
    /// What it asks, named alike on every form that asks it; groups, repeats and tables have none.
    pub concept: Option<Text>,
    /// A name for tables, where no label says it alike on all forms.
    pub title: Option<Text>,
    /// Nodes under it.
    #[serde(default)]
    pub nodes: List<Node>,
    /// Options of a choice or of checkboxes, in print order.
    #[serde(default)]
    pub options: List<Opt>,
    /// The label by the revision that first prints it.
    #[serde(default, deserialize_with = "sorted")]
    pub labels: List<(Text, Text)>,
    /// Other wordings seen.
    #[serde(default)]
    pub also: List<Text>,
    /// First revision that prints it; handed down to the nodes under it when the form is loaded.
    pub since: Option<Text>,
    /// Last revision that prints it; handed down likewise.
    pub until: Option<Text>,
    /// Whether `since` or `until` is its own.
    #[serde(skip)]
    pub optional: bool,
    /// The sibling whose sub-cell it is, or (section) the section below whose heading it stands.
    pub under: Option<Text>,
    /// `heading`: printed at the right end of the parent's heading row. `own_row`: value in the row below.
    pub place: Option<Text>,
    /// A section that is printed once per file.
    #[serde(default)]
    pub repeat: bool,
    /// The repeated section that it is printed for each of.
    pub per: Option<Text>,
    /// Label of a repeat's numbered occurrence.
    pub item_label: Option<Text>,
    /// A heading of several lines.
    #[serde(default)]
    pub label_lines: List<Text>,
    /// The repeat among its siblings whose occurrences a count counts.
    pub counts: Option<Text>,
    /// The checkbox that is ticked in every document.
    pub expects: Option<Text>,
    /// What its text looks like where that is known.
    pub shape: Option<Shape>,
    /// Whether every body fills it in.
    #[serde(default)]
    pub required: bool,
    /// The option that a count follows.
    pub option: Option<Text>,
    /// The sentence of a count: `（{n}）件`.
    pub sentence: Option<Text>,
    /// Text printed after the value.
    pub suffix: Option<Text>,
    /// Fixed text printed with it.
    pub printed: Option<Text>,
    /// The value stands in brackets.
    #[serde(default)]
    pub bracketed: bool,
    /// Shape of a value that has no label.
    pub pattern: Option<Text>,
    /// The usual values.
    #[serde(default)]
    pub values: List<Text>,
    /// `false` where no list of options is printed beside the value.
    pub options_printed: Option<bool>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// Free text.
    Text,
    /// A date.
    Date,
    /// A number in a sentence.
    Count,
    /// One of the printed options.
    Choice,
    /// Several boxes.
    Checkboxes,
    /// A heading with nodes under it.
    #[default]
    Group,
    /// Numbered occurrences of the same nodes.
    Repeat,
    /// Rows under a header.
    Table,
}

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A number, perhaps with a branch: `21`, `9-2`.
    Number,
    /// A single line.
    Line,
}

/// An option of a choice or of checkboxes.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "OptData")]
pub struct Opt {
    /// Name of a checkbox; empty for a choice's option.
    pub id: Text,
    /// The official wording.
    pub label: Text,
    /// Other wordings seen.
    pub also: List<Text>,
    /// A free text in brackets follows.
    pub detail: bool,
    /// The sub-heading it stands under.
    pub group: Option<Text>,
    /// All wordings folded, the official one first.
    pub(in crate::form) folded: List<Text>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OptData {
    Plain(Text),
    Full {
        #[serde(default)]
        id: Text,
        label: Text,
        #[serde(default)]
        also: List<Text>,
        #[serde(default)]
        detail: bool,
        group: Option<Text>,
    },
}

impl From<OptData> for Opt {
    fn from(data: OptData) -> Self {
        match data {
            OptData::Plain(label) => Self::new(label, List::default()),
            OptData::Full { id, label, also, detail, group } => {
                Self { id, detail, group, ..Self::new(label, also) }
            }
        }
    }
}

impl Opt {
    /// An option without a name.
    pub(crate) fn new(label: Text, also: List<Text>) -> Self {
        let wordings = std::iter::once(&label).chain(also.iter());
        let folded = wordings.map(|wording| fold(wording).into()).collect();
        Self { id: Text::default(), label, also, detail: false, group: None, folded }
    }

    /// All its wordings folded, the official one first.
    #[must_use]
    pub fn wordings(&self) -> &[Text] {
        &self.folded
    }

    /// The official wording, folded.
    #[must_use]
    pub fn folded(&self) -> &str {
        self.folded.first().map_or("", |folded| folded)
    }
}

/// The entries of an object by their keys.
fn sorted<'de, D: Deserializer<'de>>(data: D) -> Result<List<(Text, Text)>, D::Error> {
    Ok(BTreeMap::<Text, Text>::deserialize(data)?.into_iter().collect())
}
