//! The shape of the catalogue files.

use crate::fold::fold;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A file of the catalogue.
#[derive(Debug, Deserialize)]
pub(super) struct FormData {
    pub(super) form: String,
    pub(super) label: String,
    pub(super) style: String,
    pub(super) title: String,
    pub(super) revisions: Vec<String>,
    pub(super) contents: Option<Contents>,
    #[serde(default)]
    pub(super) appendix: Vec<String>,
    #[serde(default)]
    pub(super) option_heads: Vec<String>,
    #[serde(default)]
    pub(super) drafts: Vec<String>,
    #[serde(default)]
    pub(super) ended: String,
    pub(super) sections: Vec<Node>,
}

/// The page 項目一覧.
#[derive(Debug, Deserialize)]
pub(super) struct Contents {
    pub(super) label: String,
    pub(super) entries: Vec<String>,
}

/// A section, group, repeat, table or value of a form. What each property means stands in `data/README.md`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Node {
    /// Name within its parent.
    pub id: String,
    /// The newest official label.
    pub label: Option<String>,
    /// What it is; a section has none.
    #[serde(default)]
    pub kind: NodeKind,
    /// What it asks, named alike on every form that asks it; groups, repeats and tables have none.
    pub concept: Option<String>,
    /// A name for tables, where no label says it alike on all forms.
    pub title: Option<String>,
    /// Nodes under it.
    #[serde(default)]
    pub nodes: Vec<Node>,
    /// Options of a choice or of checkboxes, in print order.
    #[serde(default)]
    pub options: Vec<Opt>,
    /// The label by the revision that first prints it.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Other wordings seen.
    #[serde(default)]
    pub also: Vec<String>,
    /// First revision that prints it; handed down to the nodes under it when the form is loaded.
    pub since: Option<String>,
    /// Last revision that prints it; handed down likewise.
    pub until: Option<String>,
    /// Whether `since` or `until` is its own.
    #[serde(skip)]
    pub optional: bool,
    /// The sibling whose sub-cell it is, or (section) the section below whose heading it stands.
    pub under: Option<String>,
    /// `heading`: printed at the right end of the parent's heading row. `own_row`: value in the row below.
    pub place: Option<String>,
    /// A section that is printed once per file.
    #[serde(default)]
    pub repeat: bool,
    /// The repeated section that it is printed for each of.
    pub per: Option<String>,
    /// Label of a repeat's numbered occurrence.
    pub item_label: Option<String>,
    /// A heading of several lines.
    #[serde(default)]
    pub label_lines: Vec<String>,
    /// The repeat among its siblings whose occurrences a count counts.
    pub counts: Option<String>,
    /// The checkbox that is ticked in every document.
    pub expects: Option<String>,
    /// What its text looks like where that is known.
    pub shape: Option<Shape>,
    /// Whether every body fills it in.
    #[serde(default)]
    pub required: bool,
    /// The option that a count follows.
    pub option: Option<String>,
    /// The sentence of a count: `（{n}）件`.
    pub sentence: Option<String>,
    /// Text printed after the value.
    pub suffix: Option<String>,
    /// Fixed text printed with it.
    pub printed: Option<String>,
    /// The value stands in brackets.
    #[serde(default)]
    pub bracketed: bool,
    /// Shape of a value that has no label.
    pub pattern: Option<String>,
    /// The usual values.
    #[serde(default)]
    pub values: Vec<String>,
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
    pub id: String,
    /// The official wording.
    pub label: String,
    /// Other wordings seen.
    pub also: Vec<String>,
    /// A free text in brackets follows.
    pub detail: bool,
    /// The sub-heading it stands under.
    pub group: Option<String>,
    /// All wordings folded, the official one first.
    folded: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OptData {
    Plain(String),
    Full {
        #[serde(default)]
        id: String,
        label: String,
        #[serde(default)]
        also: Vec<String>,
        #[serde(default)]
        detail: bool,
        group: Option<String>,
    },
}

impl From<OptData> for Opt {
    fn from(data: OptData) -> Self {
        match data {
            OptData::Plain(label) => Self::new(label, Vec::new()),
            OptData::Full { id, label, also, detail, group } => {
                Self { id, detail, group, ..Self::new(label, also) }
            }
        }
    }
}

impl Opt {
    /// An option without a name.
    pub(crate) fn new(label: String, also: Vec<String>) -> Self {
        let folded = std::iter::once(&label).chain(&also).map(|wording| fold(wording)).collect();
        Self { id: String::new(), label, also, detail: false, group: None, folded }
    }

    /// All its wordings folded, the official one first.
    #[must_use]
    pub fn wordings(&self) -> &[String] {
        &self.folded
    }

    /// The official wording, folded.
    #[must_use]
    pub fn folded(&self) -> &str {
        self.folded.first().map_or("", String::as_str)
    }
}
