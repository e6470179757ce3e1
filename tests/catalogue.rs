//! Invariants of the catalogue.

use hyokasho::form::{Form, Node, NodeKind, Role, Text, forms};
use std::collections::BTreeSet;

fn nodes(form: &Form) -> impl Iterator<Item = (&str, &Node)> {
    form.slots.iter().flat_map(|slot| {
        let own = slot.node.iter().map(|node| (&*slot.path, node));
        own.chain(slot.inner.iter().map(|(path, node)| (&**path, node)))
    })
}

#[test]
fn paths_are_unique_and_snake_case() {
    for form in forms() {
        let mut seen = BTreeSet::new();
        for (path, _) in nodes(form) {
            assert!(seen.insert(path), "{} {path} twice", form.id);
            let plain = path.replace("[]", "");
            assert!(
                plain.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_lowercase())),
                "{path}"
            );
            assert!(
                plain
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c)),
                "{path}"
            );
        }
    }
}

#[test]
fn every_label_can_be_found_and_every_choice_has_options() {
    for form in forms() {
        for slot in form.slots.iter() {
            let cover = matches!(slot.role, Role::Section { .. }) && slot.path == "cover";
            let shaped = slot.node.as_ref().is_some_and(|node| node.pattern.is_some());
            assert!(
                cover || shaped || slot.names.iter().any(|n| !n.body.is_empty()),
                "{} {}",
                form.id,
                slot.path
            );
            let known =
                |revision: &Option<Text>| revision.iter().all(|r| form.revisions.contains(r));
            assert!(known(&slot.since) && known(&slot.until), "{}", slot.path);
            assert!(slot.names.iter().all(|name| known(&name.since)), "{}", slot.path);
        }
        for (path, node) in nodes(form) {
            let listed = matches!(node.kind, NodeKind::Choice | NodeKind::Checkboxes);
            assert_eq!(listed, !node.options.is_empty(), "{path}");
            let labels: BTreeSet<&str> = node.options.iter().map(|option| &*option.label).collect();
            assert_eq!(labels.len(), node.options.len(), "{path} has an option twice");
        }
        assert!(form.revisions.is_sorted());
    }
}
