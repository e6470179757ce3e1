//! What a form is to the program, and how a file of the catalogue becomes that.
//!
//! `build.rs` compiles the files with this module and writes the result down as Rust: a program that starts has
//! nothing to parse. So everything here is either owned, as it is made, or static, as it is built in.

mod compile;
mod data;
mod enumerator;
mod index;

pub use compile::load;
pub use data::{Node, NodeKind, Opt, Shape};
pub(crate) use enumerator::{Enumerator, Style};
pub(in crate::form) use index::Body;
pub(crate) use index::{Hit, LabelIndex};

use std::borrow::Cow;

/// A text of a form.
pub type Text = Cow<'static, str>;
/// Some parts of a form.
pub type List<T> = Cow<'static, [T]>;

/// A form, ready for matching.
#[derive(Debug)]
pub struct Form {
    /// `basic`, `key` or `full`.
    pub id: Text,
    /// 基礎項目評価書 …
    pub label: Text,
    /// `様式2` …
    pub style: Text,
    /// Known revisions, oldest first.
    pub revisions: List<Text>,
    /// The sections as the catalogue nests them, in print order.
    pub sections: List<Node>,
    /// What each answer asks: item ids without indexes, sorted, with concepts.
    pub concepts: List<(Text, Text)>,
    /// Everything that has a printed label, in print order.
    pub slots: List<Slot>,
    /// All wordings of labels without their enumerators, and fixed texts: folded, sorted.
    pub printed: List<Text>,
    /// Where the labels' wordings are looked up.
    pub(crate) index: LabelIndex,
    /// First words of the titles of attachments (別紙 …), folded.
    pub appendix: List<Text>,
    /// Remarks that mark a draft, folded.
    pub drafts: List<Text>,
    /// The word behind a date in the name of an assessment that has ended, folded.
    pub ended: Text,
    /// First words of the printed list of options (`<選択肢>`), folded.
    pub option_heads: List<Text>,
}

/// One printed label and what stands beside it.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Item id with `[]` for each index; for a heading the path of its section or group.
    pub path: Text,
    /// The newest official label.
    pub label: Text,
    /// What the label is.
    pub role: Role,
    /// The wordings it is known to be printed with.
    pub names: List<Name>,
    /// The slot of the section it stands in (itself for a section).
    pub section: usize,
    /// The slot of the heading it stands under (itself for a section).
    pub parent: usize,
    /// The slot of the numbered head of the repeat it stands in.
    pub head: Option<usize>,
    /// The value beside the label.
    pub node: Option<Node>,
    /// Nodes without a label of their own whose value stands beside this label, with their paths.
    pub inner: List<(Text, Node)>,
    /// Fixed text printed with the label (a hint, a reference), folded.
    pub fixed: List<Text>,
    /// First revision that prints it: the node's own, or that of what it stands in.
    pub since: Option<Text>,
    /// Last revision that prints it, likewise.
    pub until: Option<Text>,
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
    pub body: Text,
    /// The printed number in front.
    pub(crate) enumerator: Option<Enumerator>,
    /// The revision from which it is printed, where only some print it.
    pub since: Option<Text>,
}
