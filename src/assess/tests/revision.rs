//! A new revision of a form is a change of data alone.

use crate::fill::fill;
use crate::form::{Form, load};
use crate::{align, read};
use serde_json::{Value, json};

/// The catalogue of 様式2 with a made-up revision: one new item, one renamed label.
fn with_a_new_revision() -> &'static Form {
    let mut data: Value = serde_json::from_str(include_str!("../../form/data/basic.json"))
        .expect("the catalogue's shape");
    data["revisions"].as_array_mut().expect("the catalogue's shape").push(json!("2030-04"));
    let overview = data["sections"][1]["nodes"].as_array_mut().expect("the catalogue's shape");
    let department =
        overview.iter_mut().find(|node| node["id"] == "department").expect("the catalogue's shape");
    let head = &mut department["nodes"][1];
    head["label"] = json!("②担当責任者の職名");
    head["labels"]["2030-04"] = json!("②担当責任者の職名");
    let new = json!({"id": "deputy", "label": "③代理者の職名", "kind": "text", "since": "2030-04"});
    department["nodes"].as_array_mut().expect("the catalogue's shape").push(new);
    Box::leak(Box::new(load(&data.to_string()).expect("the catalogue's shape")))
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
