//! A catalogue file to slots in print order.

use super::data::{FormData, Node, NodeKind};
use super::enumerator::Enumerator;
use super::index::LabelIndex;
use super::{Form, List, Name, Role, Slot, Text};
use crate::fold::fold;
use std::collections::BTreeMap;

/// Reads a catalogue file.
///
/// # Errors
/// When the text is not JSON of the catalogue's shape.
pub fn load(json: &str) -> serde_json::Result<Form> {
    Ok(form(serde_json::from_str(json)?))
}

fn form(mut data: FormData) -> Form {
    let own = Printed::default();
    data.sections.to_mut().iter_mut().for_each(|section| own.hand_down(section));
    let mut compiler = Compiler { slots: Vec::new() };
    compiler.heading("", Role::Title, &[&data.title]);
    for (place, section) in data.sections.iter().enumerate() {
        compiler.section(section);
        if place == 0
            && let Some(contents) = &data.contents
        // printed behind the cover
        {
            compiler.contents(&contents.label, &contents.entries);
        }
    }
    let fold_all = |texts: &[Text]| texts.iter().map(|text| fold(text).into()).collect();
    let index = LabelIndex::new(&compiler.slots);
    Form {
        printed: printed(&compiler.slots),
        id: data.form,
        label: data.label,
        style: data.style,
        revisions: data.revisions,
        appendix: fold_all(&data.appendix),
        option_heads: fold_all(&data.option_heads),
        drafts: fold_all(&data.drafts),
        ended: fold(&data.ended).into(),
        concepts: concepts(&data.sections),
        sections: data.sections,
        slots: compiler.slots.into(),
        index,
    }
}

/// The folded texts that the labels and what is printed with them have.
fn printed(slots: &[Slot]) -> List<Text> {
    let bodies = |slot: &Slot| slot.names.iter().map(|name| name.body.clone()).collect::<Vec<_>>();
    let all =
        slots.iter().flat_map(|slot| bodies(slot).into_iter().chain(slot.fixed.iter().cloned()));
    let mut all: Vec<Text> = all.filter(|text| !text.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// What all answers below the sections ask.
fn concepts(sections: &[Node]) -> List<(Text, Text)> {
    let mut found = BTreeMap::new();
    sections.iter().for_each(|section| collect("", section, &mut found));
    found.into_iter().collect()
}

fn collect(base: &str, node: &Node, concepts: &mut BTreeMap<Text, Text>) {
    let path = if base.is_empty() { node.id.to_string() } else { format!("{base}.{}", node.id) };
    for child in node.nodes.iter() {
        collect(&path, child, concepts);
    }
    let Some(concept) = &node.concept else { return };
    if node.kind == NodeKind::Checkboxes {
        for option in node.options.iter() {
            let (path, concept) =
                (format!("{path}.{}", option.id), format!("{concept}.{}", option.id));
            if option.detail {
                concepts
                    .insert(format!("{path}.detail").into(), format!("{concept}.detail").into());
            }
            concepts.insert(path.into(), concept.into());
        }
    }
    concepts.insert(path.into(), concept.clone());
}

/// The revisions that print what a node stands in.
#[derive(Clone, Default)]
struct Printed {
    since: Option<Text>,
    until: Option<Text>,
}

impl Printed {
    /// A node is printed by no revision that lacks what it stands in.
    fn hand_down(&self, node: &mut Node) {
        node.optional = node.since.is_some() || node.until.is_some();
        node.since = node.since.take().max(self.since.clone());
        let ends = [node.until.take(), self.until.clone()];
        node.until = ends.into_iter().flatten().min();
        let here = Self { since: node.since.clone(), until: node.until.clone() };
        node.nodes.to_mut().iter_mut().for_each(|child| here.hand_down(child));
    }
}

struct Compiler {
    slots: Vec<Slot>,
}

/// Where a node stands.
#[derive(Clone, Copy)]
struct Context {
    section: usize,
    parent: usize,
    head: Option<usize>,
}

impl Compiler {
    fn heading(&mut self, path: &str, role: Role, labels: &[&str]) -> usize {
        let at = self.slots.len();
        let names = labels.iter().map(|label| name(label, None)).collect();
        self.slots.push(Slot {
            path: path.to_owned().into(),
            label: labels.first().map(|label| (*label).to_owned().into()).unwrap_or_default(),
            role,
            names,
            section: at,
            parent: at,
            head: None,
            node: None,
            inner: List::default(),
            fixed: List::default(),
            since: None,
            until: None,
            optional: false,
        });
        at
    }

    fn contents(&mut self, label: &str, entries: &[Text]) {
        self.heading("", Role::Contents, &[label]);
        for entry in entries {
            self.heading("", Role::Contents, &[entry]);
        }
    }

    fn section(&mut self, section: &Node) {
        let under = section.under.as_ref().and_then(|id| {
            self.slots.iter().position(|s| s.path == *id && matches!(s.role, Role::Section { .. }))
        });
        let path =
            if section.repeat { format!("{}[]", section.id) } else { section.id.to_string() };
        let at = match under {
            Some(at) => at,
            None => {
                let at = self.heading(&path, Role::Section { repeat: section.repeat }, &[]);
                self.describe(at, section);
                at
            }
        };
        let context = Context { section: at, parent: at, head: None };
        for node in section.nodes.iter() {
            self.node(&path, node, context);
        }
    }

    /// Fills in what a slot's node says of its label.
    fn describe(&mut self, at: usize, node: &Node) {
        let slot = &mut self.slots[at];
        slot.label = node.label.clone().unwrap_or_default();
        slot.names = names(node);
        let fixed = node.printed.iter().chain(node.label_lines.iter());
        slot.fixed = fixed.map(|text| fold(text).into()).collect();
        slot.since.clone_from(&node.since);
        slot.until.clone_from(&node.until);
        slot.optional = node.optional;
    }

    fn slot(&mut self, path: &str, node: &Node, role: Role, context: Context) -> usize {
        let at = self.heading(path, role, &[]);
        self.describe(at, node);
        let slot = &mut self.slots[at];
        slot.section = context.section;
        slot.parent = context.parent;
        slot.head = context.head;
        at
    }

    fn node(&mut self, base: &str, node: &Node, context: Context) {
        let path = format!("{base}.{}", node.id);
        match node.kind {
            NodeKind::Group => self.group(&path, node, context),
            NodeKind::Repeat => self.repeat(&path, node, context),
            NodeKind::Table => self.table(&path, node, context),
            _ if node.label.is_none() && node.pattern.is_none() => {
                self.inner(base, path, node, context)
            }
            _ => {
                let at = self.slot(&path, node, Role::Value, context);
                self.slots[at].node = Some(node.clone());
                // A fixed text of a value is its usual value, not a hint beside it.
                self.slots[at].fixed = List::default();
            }
        }
    }

    fn group(&mut self, path: &str, node: &Node, context: Context) {
        let mut context = context;
        if node.label.is_some() {
            context.parent = self.slot(path, node, Role::Group, context);
        }
        for child in node.nodes.iter() {
            self.node(path, child, context);
        }
    }

    fn repeat(&mut self, path: &str, node: &Node, context: Context) {
        let mut context = context;
        if node.label.is_some() {
            context.parent = self.slot(path, node, Role::Group, context);
        }
        let item_label = node.item_label.clone().unwrap_or_default();
        let path = format!("{path}[]");
        let named = node.nodes.first().filter(|first| first.label.as_ref() == Some(&item_label));
        let head = match named {
            Some(first) => {
                let at = self.slot(&format!("{path}.{}", first.id), first, Role::Head, context);
                self.slots[at].node = Some(first.clone());
                at
            }
            None => {
                let (since, until) = (node.since.clone(), node.until.clone());
                let numbered = Node { label: Some(item_label), since, until, ..Node::default() };
                self.slot(&path, &numbered, Role::Head, context)
            }
        };
        self.slots[head].head = Some(head);
        context.head = Some(head);
        for child in node.nodes.iter().skip(usize::from(named.is_some())) {
            self.node(&path, child, context);
        }
    }

    fn table(&mut self, path: &str, node: &Node, context: Context) {
        for column in node.nodes.iter() {
            let at = self.slot(&format!("{path}[].{}", column.id), column, Role::Column, context);
            self.slots[at].node = Some(column.clone());
        }
    }

    /// A node without a label: its value stands beside the label of its sibling or heading.
    fn inner(&mut self, base: &str, path: String, node: &Node, context: Context) {
        let sibling = node.under.as_ref().map(|id| format!("{base}.{id}"));
        let beside = self
            .slots
            .iter()
            .rposition(|slot| Some(&*slot.path) == sibling.as_deref())
            .unwrap_or(context.parent);
        self.slots[beside].inner.to_mut().push((path.into(), node.clone()));
    }
}

fn names(node: &Node) -> List<Name> {
    let mut all: Vec<Name> = Vec::new();
    // Lines in cells of their own: the first is the label, the others are fixed text.
    let joined = (!node.label_lines.is_empty()).then(|| Text::from(node.label_lines.concat()));
    for (since, label) in node.labels.iter() {
        push(&mut all, name(label, Some(since.clone())));
    }
    for label in joined.iter().chain(&node.label).chain(node.also.iter()) {
        push(&mut all, name(label, None));
    }
    all.into()
}

fn push(all: &mut Vec<Name>, name: Name) {
    if !all.iter().any(|known| known.body == name.body && known.enumerator == name.enumerator) {
        all.push(name);
    }
}

/// A label's wording; a number's place is cut off.
fn name(label: &str, since: Option<Text>) -> Name {
    let folded = fold(label.trim_end_matches("{n}"));
    let (enumerator, length) = Enumerator::read(&folded).unzip();
    Name { body: folded[length.unwrap_or(0)..].to_owned().into(), enumerator, since }
}
