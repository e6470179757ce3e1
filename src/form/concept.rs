//! What an answer asks, named alike on every form and revision that asks it.

use super::{Form, forms};

impl Form {
    /// The concept of an item: `subcontract.performed` for `file[1].entrustment.tasks[2].subcontract.performed`.
    /// A box has its question's concept and its own name behind it; an attachment has none.
    #[must_use]
    pub fn concept(&self, item: &str) -> Option<&str> {
        let plain = without_indexes(item);
        let at = self.concepts.binary_search_by(|(item, _)| (**item).cmp(&plain)).ok()?;
        self.concepts.get(at).map(|(_, concept)| &**concept)
    }
}

/// The form of this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Form> {
    forms().iter().find(|form| form.id == id)
}

/// An item id without its indexes: `file[1].name` is `file.name`.
#[must_use]
pub fn without_indexes(item: &str) -> String {
    let mut plain = String::with_capacity(item.len());
    let mut inside = false;
    for c in item.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ if inside => {}
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::{Node, NodeKind};
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Every answer of the forms: form, path, node.
    fn answers() -> Vec<(&'static str, String, &'static Node)> {
        fn walk(
            form: &'static Form,
            base: &str,
            node: &'static Node,
            found: &mut Vec<(&'static str, String, &'static Node)>,
        ) {
            let path = format!("{base}.{}", node.id);
            let answer = !matches!(node.kind, NodeKind::Group | NodeKind::Repeat | NodeKind::Table);
            if answer {
                found.push((&form.id, path.trim_start_matches('.').to_owned(), node));
            }
            node.nodes.iter().for_each(|child| walk(form, &path, child, found));
        }
        let mut found = Vec::new();
        for form in forms() {
            form.sections.iter().for_each(|section| walk(form, "", section, &mut found));
        }
        found
    }

    fn by_concept() -> BTreeMap<&'static str, Vec<(&'static str, &'static Node)>> {
        let mut concepts: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (form, _, node) in answers() {
            concepts.entry(node.concept.as_deref().unwrap_or("")).or_default().push((form, node));
        }
        concepts
    }

    #[test]
    fn every_answer_has_a_concept_and_no_form_asks_twice() {
        for (concept, nodes) in by_concept() {
            let steps: Vec<&str> = concept.split('.').collect();
            let plain = |step: &&str| {
                let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                !step.is_empty() && step.chars().all(name)
            };
            assert!(steps.len() > 1 && steps.iter().all(plain), "{concept}: {nodes:?}");
            let forms: BTreeSet<&str> = nodes.iter().map(|(form, _)| *form).collect();
            assert_eq!(forms.len(), nodes.len(), "{concept} stands twice on a form");
        }
    }

    #[test]
    fn one_concept_has_one_kind_and_one_numbering_of_its_options() {
        let plain = |label: &str| label.split('（').next().unwrap_or("").to_owned();
        for (concept, nodes) in by_concept() {
            let options = |node: &Node| -> Vec<String> {
                node.options
                    .iter()
                    .map(|option| format!("{} {}", option.id, plain(&option.label)))
                    .collect()
            };
            for pair in nodes.windows(2) {
                assert_eq!(pair[0].1.kind, pair[1].1.kind, "{concept}");
                // Each form words and numbers the results of its own threshold.
                if concept != "threshold.result" {
                    let (a, b) = (options(pair[0].1), options(pair[1].1));
                    assert!(a.iter().zip(&b).all(|(a, b)| a == b), "{concept}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn concepts_line_the_forms_up() {
        let concepts = by_concept();
        let shared = |least: usize| concepts.values().filter(|nodes| nodes.len() >= least).count();
        let of = |id: &str| answers().iter().filter(|(form, ..)| *form == id).count();
        let coverage = format!(
            "{} concepts, {} on two forms or more, {} on all; basic {}, key {}, full {} answers",
            concepts.len(),
            shared(2),
            shared(3),
            of("basic"),
            of("key"),
            of("full")
        );
        insta::assert_snapshot!(coverage, @"249 concepts, 130 on two forms or more, 38 on all; basic 54, key 132, full 231 answers");
    }

    #[test]
    fn an_item_has_the_concept_of_its_question() {
        let concept = |form: &str, item: &str| {
            by_id(form).and_then(|form| form.concept(item)).map(str::to_owned)
        };
        let adequate = Some("collection.off_purpose.adequacy".to_owned());
        assert_eq!(concept("basic", "safeguards.collection.off_purpose.adequacy"), adequate);
        assert_eq!(concept("full", "risk[3].collection.off_purpose.adequacy"), adequate);
        for form in ["key", "full"] {
            let item = "file[1].entrustment.tasks[12].subcontract.performed";
            assert_eq!(concept(form, item).as_deref(), Some("subcontract.performed"));
        }
        let other = concept("key", "overview.systems[2].connections.other.detail");
        assert_eq!(other.as_deref(), Some("system.connections.other.detail"));
        assert_eq!(concept("key", "appendix[1].title"), None);
    }
}
