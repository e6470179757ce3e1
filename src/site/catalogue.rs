//! What the page knows of the forms: headings of items, questions, what each revision asks.

use crate::compare::report::{Lang, known};
use crate::compare::{asked, headings};
use crate::form::{Form, Node, NodeKind, by_id, forms};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// An item id with its numbers left out: `file[].entrustment.tasks[].name`.
pub(super) fn pattern(id: &str) -> String {
    let mut pattern = String::with_capacity(id.len());
    let mut inside = false;
    for c in id.chars() {
        inside = inside && c != ']';
        if !inside {
            pattern.push(c);
        }
        inside = inside || c == '[';
    }
    pattern
}

/// The headings of each pattern of a form, `#1` … in place of the numbers that the headings print, and the label of
/// a box behind them.
pub(super) fn labels(form: &str, patterns: &BTreeMap<String, String>) -> Json {
    let of = |pattern: &String| {
        let mut numbered = String::new();
        for (at, part) in pattern.split("[]").enumerate() {
            if at > 0 {
                numbered.push_str(&format!("[#{at}]"));
            }
            numbered.push_str(part);
        }
        let mut labels = headings(by_id(form), &numbered);
        // What a form prints without a label of its own has a name of ours.
        if labels.is_empty() {
            labels.extend(known(Lang::Ja, pattern).map(str::to_owned));
        }
        labels
    };
    let mut out = Map::new();
    for (pattern, boxed) in patterns {
        let mut all = vec![json!(of(pattern))];
        if !boxed.is_empty() {
            all.push(json!(boxed));
        }
        out.insert(pattern.clone(), Json::Array(all));
    }
    Json::Object(out)
}

/// What is asked.
struct Question<'f> {
    kind: &'static str,
    /// Headings, the label last.
    labels: Vec<String>,
    /// Form by form the item's id without numbers.
    items: BTreeMap<&'f str, String>,
}

/// The questions of all forms in print order, each once: concept, kind, headings, items by form.
pub(super) fn questions() -> Vec<Json> {
    let mut order: Vec<String> = Vec::new();
    let mut all: BTreeMap<String, Question<'static>> = BTreeMap::new();
    // The form that asks most comes first, so that what only others ask stands at the end.
    for form in forms().iter().rev() {
        for section in form.sections.iter() {
            walk(form, "", section, &mut order, &mut all);
        }
    }
    let json = |concept: &String| {
        let question = all.get(concept)?;
        let Question { kind, labels, items } = question;
        Some(json!([concept, kind, labels, items]))
    };
    order.iter().filter_map(json).collect()
}

fn walk(
    form: &'static Form,
    base: &str,
    node: &'static Node,
    order: &mut Vec<String>,
    all: &mut BTreeMap<String, Question<'static>>,
) {
    let name = &node.id;
    let path = if base.is_empty() { name.to_string() } else { format!("{base}.{name}") };
    if let Some(concept) = &node.concept {
        let numbered =
            if node.kind == NodeKind::Repeat { format!("{path}[]") } else { path.clone() };
        for (concept, kind, label, path) in asks(node, concept, &numbered) {
            let question = all.entry(concept.clone()).or_insert_with(|| {
                order.push(concept.clone());
                let mut labels = headings(Some(form), &path);
                labels.extend(label.map(str::to_owned));
                labels.dedup();
                if labels.is_empty() {
                    labels.extend(known(Lang::Ja, &path).map(str::to_owned));
                }
                Question { kind, labels, items: BTreeMap::new() }
            });
            question.items.insert(&form.id, path);
        }
    }
    let repeated = node.kind == NodeKind::Repeat || node.kind == NodeKind::Table || node.repeat;
    let base = if repeated { format!("{path}[]") } else { path };
    for child in node.nodes.iter() {
        walk(form, &base, child, order, all);
    }
}

/// The questions of a node: its own, or one for each box.
fn asks<'n>(
    node: &'n Node,
    concept: &str,
    path: &str,
) -> Vec<(String, &'static str, Option<&'n str>, String)> {
    let kind = match node.kind {
        NodeKind::Text => "text",
        NodeKind::Date => "date",
        NodeKind::Count => "count",
        NodeKind::Choice => "choice",
        NodeKind::Checkboxes => {
            let option = |option: &'n crate::form::Opt| {
                let at = |name: &str| format!("{name}.{}", option.id);
                (at(concept), "checkbox", Some(&*option.label), at(path))
            };
            return node.options.iter().map(option).collect();
        }
        NodeKind::Group | NodeKind::Repeat | NodeKind::Table => return Vec::new(),
    };
    vec![(concept.to_owned(), kind, None, path.to_owned())]
}

/// For each form and revision the concepts that another revision of the form asks and this one does not.
pub(super) fn not_asked(revisions: &BTreeSet<(String, String)>) -> Json {
    let mut out = Map::new();
    for (id, revision) in revisions {
        let Some(form) = by_id(id) else { continue };
        let here = asked(form, revision);
        let missing: BTreeSet<&str> = form
            .concepts
            .iter()
            .map(|(_, concept)| &**concept)
            .filter(|one| !here.contains(one))
            .collect();
        out.insert(format!("{id}/{revision}"), json!(missing));
    }
    Json::Object(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_no_numbers() {
        assert_eq!(
            pattern("file[1].entrustment.tasks[12].name"),
            "file[].entrustment.tasks[].name"
        );
        assert_eq!(pattern("cover.name"), "cover.name");
    }

    #[test]
    fn labels_say_where_numbers_go() {
        let patterns =
            ["file[].entrustment.tasks[].contractor", "overview.systems[].connections.tax"];
        let patterns = patterns.map(|pattern| (pattern.to_owned(), "税".to_owned()));
        let labels = labels("key", &patterns.into());
        let shown = labels.to_string();
        assert!(shown.contains("委託事項#2") && shown.contains("システム#1"), "{shown}");
    }

    #[test]
    fn each_question_stands_once_with_its_items() {
        let all = questions();
        let concepts: BTreeSet<&str> = all.iter().filter_map(|one| one[0].as_str()).collect();
        assert_eq!(concepts.len(), all.len());
        let one = all.iter().find(|one| one[0] == "subcontract.performed").unwrap();
        assert_eq!(one[1], "choice");
        assert_eq!(one[3]["key"], "file[].entrustment.tasks[].subcontract.performed");
        for form in forms() {
            let known = |concept: &&str| !concept.ends_with(".detail");
            let boxes = |concept: &str| {
                all.iter().any(|one| {
                    one[0].as_str().is_some_and(|c| {
                        c.strip_prefix(concept).is_some_and(|r| r.starts_with('.'))
                    })
                })
            };
            for concept in form.concepts.iter().map(|(_, concept)| &**concept).filter(known) {
                assert!(concepts.contains(concept) || boxes(concept), "{concept}");
            }
        }
    }
}
