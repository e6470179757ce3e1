//! What the catalogue says of the answer at a path.

use super::Type;
use crate::form::{Form, Node, NodeKind, Text, forms};

/// Options of a choice with their numbers from 1.
#[derive(Clone, Debug, Default)]
pub(in crate::export) struct Options(pub(in crate::export) Vec<String>);

/// What a question asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Text,
    Date,
    Count,
    Choice,
    Checkbox,
}

impl Kind {
    pub(super) fn field(self) -> Type {
        match self {
            Self::Text | Self::Choice => Type::String,
            Self::Date => Type::Date,
            Self::Count => Type::Integer,
            Self::Checkbox => Type::Boolean,
        }
    }
}

/// A form that prints a question.
#[derive(Clone, Debug)]
pub(in crate::export) struct Printing {
    /// `basic`, `key` or `full`.
    pub(in crate::export) form: &'static str,
    /// 基礎項目評価書 …
    pub(in crate::export) label: &'static str,
    /// First and last revision that print it, where not all do.
    pub(in crate::export) since: Option<Text>,
    /// See `since`.
    pub(in crate::export) until: Option<Text>,
}

/// A question of the forms.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) kind: Kind,
    /// Without the number in front.
    pub(super) label: String,
    pub(super) options: Options,
    /// The forms that print it.
    pub(super) printed: Vec<Printing>,
}

impl Answer {
    /// The answer at `base` and, below it, `item`; of the form that offers the most options. `*` stands
    /// for any name.
    pub(super) fn at(base: &str, item: &str) -> Option<Self> {
        let path = if item.is_empty() { base.to_owned() } else { format!("{base}.{item}") };
        let steps: Vec<&str> = path.split('.').collect();
        let found = forms().iter().filter_map(|form| {
            let mut found =
                form.sections.iter().find_map(|section| Self::below(section, &steps))?;
            for printing in &mut found.printed {
                (printing.form, printing.label) = (&form.id, &form.label);
            }
            Some(found)
        });
        let found: Vec<Self> = found.collect();
        let printed = found.iter().flat_map(|answer| answer.printed.clone()).collect();
        // The last form is the fullest: of equals it is taken.
        let fullest = found.into_iter().max_by_key(|answer| answer.options.0.len())?;
        Some(Self { printed, ..fullest })
    }

    fn below(node: &Node, steps: &[&str]) -> Option<Self> {
        let (first, rest) = steps.split_first()?;
        if *first != "*" && *first != node.id {
            return None;
        }
        if rest.is_empty() {
            return Self::of(node);
        }
        if node.kind == NodeKind::Checkboxes {
            return Self::of_option(node, rest);
        }
        node.nodes.iter().find_map(|child| Self::below(child, rest))
    }

    fn of(node: &Node) -> Option<Self> {
        let kind = match node.kind {
            NodeKind::Text => Kind::Text,
            NodeKind::Date => Kind::Date,
            NodeKind::Count => Kind::Count,
            NodeKind::Choice => Kind::Choice,
            _ => return None,
        };
        let options = node.options.iter().map(|option| option.label.to_string()).collect();
        Some(Self { kind, label: title(node), options: Options(options), printed: printed(node) })
    }

    fn of_option(node: &Node, rest: &[&str]) -> Option<Self> {
        let (first, rest) = rest.split_first()?;
        let option = node.options.iter().find(|option| *first == "*" || *first == option.id)?;
        let kind = match rest {
            [] => Kind::Checkbox,
            ["detail"] => Kind::Text,
            _ => return None,
        };
        let (label, options) = (option.label.to_string(), Options::default());
        Some(Self { kind, label, options, printed: printed(node) })
    }
}

/// The revisions that print a node; which form it is of is told above.
fn printed(node: &Node) -> Vec<Printing> {
    let (since, until) = (node.since.clone(), node.until.clone());
    vec![Printing { form: "", label: "", since, until }]
}

/// A node's title, else its label without the number in front.
pub(super) fn title(node: &Node) -> String {
    let label = node.label.as_deref().unwrap_or_default().trim_end_matches("{n}");
    let number = |c: char| c.is_ascii_digit() || c == '.' || c == ' ' || ('①'..='⑳').contains(&c);
    let title = node.title.as_deref();
    title.unwrap_or_else(|| label.trim_start_matches(number)).to_owned()
}

/// The node of a form at a path without indexes.
pub(super) fn node<'f>(form: &'f Form, path: &str) -> Option<&'f Node> {
    let mut nodes = &form.sections;
    let mut found = None;
    for step in path.split('.') {
        let node = nodes.iter().find(|node| node.id == step)?;
        (found, nodes) = (Some(node), &node.nodes);
    }
    found
}
