//! Invariants of the catalogue, and a new revision as a change of data alone.

use hyokasho::fill::fill;
use hyokasho::form::{Form, Node, NodeKind, Role, forms, load};
use hyokasho::{align, read};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn nodes(form: &Form) -> impl Iterator<Item = (&str, &Node)> {
    form.slots.iter().flat_map(|slot| {
        let own = slot.node.iter().map(|node| (slot.path.as_str(), node));
        own.chain(slot.inner.iter().map(|(path, node)| (path.as_str(), node)))
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
        for slot in &form.slots {
            let cover = matches!(slot.role, Role::Section { .. }) && slot.path == "cover";
            let shaped = slot.node.as_ref().is_some_and(|node| node.pattern.is_some());
            assert!(
                cover || shaped || slot.names.iter().any(|n| !n.body.is_empty()),
                "{} {}",
                form.id,
                slot.path
            );
            let known =
                |revision: &Option<String>| revision.iter().all(|r| form.revisions.contains(r));
            assert!(known(&slot.since) && known(&slot.until), "{}", slot.path);
            assert!(slot.names.iter().all(|name| known(&name.since)), "{}", slot.path);
        }
        for (path, node) in nodes(form) {
            let listed = matches!(node.kind, NodeKind::Choice | NodeKind::Checkboxes);
            assert_eq!(listed, !node.options.is_empty(), "{path}");
            let labels: BTreeSet<&str> =
                node.options.iter().map(|option| option.label.as_str()).collect();
            assert_eq!(labels.len(), node.options.len(), "{path} has an option twice");
        }
        assert!(form.revisions.is_sorted());
    }
}

/// The catalogue of 様式2 with a made-up revision: one new item, one renamed label.
fn with_a_new_revision() -> &'static Form {
    let mut data: Value =
        serde_json::from_str(include_str!("../src/form/data/basic.json")).unwrap();
    data["revisions"].as_array_mut().unwrap().push(json!("2030-04"));
    let overview = data["sections"][1]["nodes"].as_array_mut().unwrap();
    let department = overview.iter_mut().find(|node| node["id"] == "department").unwrap();
    let head = &mut department["nodes"][1];
    head["label"] = json!("②担当責任者の職名");
    head["labels"]["2030-04"] = json!("②担当責任者の職名");
    let new = json!({"id": "deputy", "label": "③代理者の職名", "kind": "text", "since": "2030-04"});
    department["nodes"].as_array_mut().unwrap().push(new);
    Box::leak(Box::new(load(&data.to_string()).unwrap()))
}

#[test]
fn a_new_revision_is_a_change_of_data() {
    let text = "特定個人情報保護評価書(基礎項目評価書)\n評価書番号\t評価書名\n7\t児童手当事務 基礎項目評価書\n\
        [令和12年4月 様式2]\nI 関連情報\n5. 評価実施機関における担当部署\n①部署\t子育て課\n\
        ②担当責任者の職名\t子育て課長\n③代理者の職名\t子育て係長\n6. 他の評価実施機関\nなし\n";
    let rows = read::text(text);
    let alignment = align::align(&rows, 0..rows.rows.len(), with_a_new_revision());
    let (revision, _) = align::detect::revision(&rows, &alignment);
    assert_eq!(revision, "2030-04");
    let filled = fill(&rows, &alignment);
    let value =
        |id: &str| filled.items.iter().find(|item| item.id == id).map(|item| item.value.printed());
    assert_eq!(value("overview.department.head_title").as_deref(), Some("子育て課長"));
    assert_eq!(value("overview.department.deputy").as_deref(), Some("子育て係長"));
    assert_eq!(value("overview.other_agencies").as_deref(), Some("なし"));
}
