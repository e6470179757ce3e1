//! Answers that are one line, with a blank in them, in texts without lines.

use hyokasho::Options;
use std::collections::BTreeSet;
use std::path::Path;

/// The texts of the fixtures' labels that can be one line.
fn values() -> BTreeSet<String> {
    const LONGEST: usize = 40;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let mut all = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the fixtures are there") {
        let path = entry.expect("an entry").path();
        if !path.to_string_lossy().ends_with(".gold.jsonl") {
            continue;
        }
        let labels = std::fs::read_to_string(&path).expect("a text");
        let rows = labels.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        for row in rows.filter(|row: &serde_json::Value| row["kind"] == "text") {
            let item = row["item"].as_str().unwrap_or_default();
            let value = row["value"].as_str().unwrap_or_default().trim();
            let length = value.chars().count();
            // Rows of changes quote dates, options and labels of the form.
            if (6..=LONGEST).contains(&length) && !item.starts_with("changes") && is_clean(value) {
                all.insert(value.split_whitespace().collect::<Vec<_>>().join("\u{3000}"));
            }
        }
    }
    all
}

/// A name or a title: no sentence, no list, no number or bracket that the form itself may print.
fn is_clean(value: &str) -> bool {
    !value.contains(['。', '、', '\n', '[', '［', '○', '①', '②', '③', '④', '⑤', '⑥', '【'])
        && !value.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// A text with a blank in its middle, if it has none.
fn blanked(value: &str) -> String {
    if value.contains('\u{3000}') {
        return value.to_owned();
    }
    let middle = value.char_indices().nth(value.chars().count() / 2).map_or(0, |(at, _)| at);
    format!("{}\u{3000}{}", &value[..middle], &value[middle..])
}

/// The beginning of an assessment, without any line break.
fn text(form: &str, section: &str, second: &str, agency: &str, name: &str) -> String {
    format!(
        "特定個人情報保護評価書（{form}） 評価書番号 評価書名 3 介護保険に関する事務　{form} 個人のプライバシー等の権利利益の保護の宣言 目黒区は、介護保険に関する事務における特定個人情報ファイルの取扱いについて宣言する。 特記事項 特になし 評価実施機関名 {agency} 公表日 令和6年12月2日 {section} １．特定個人情報ファイルを取り扱う事務 ①事務の名称 {name} {second} 介護保険法に基づき、資格の管理を行う。保険料を徴収する。"
    )
}

#[test]
fn a_blank_in_an_answer_that_is_one_line_ends_nothing() {
    let forms = [
        ("基礎項目評価書", "Ⅰ 関連情報", "②事務の概要"),
        ("重点項目評価書", "Ⅰ 基本情報", "②事務の内容"),
        ("全項目評価書", "Ⅰ 基本情報", "②事務の内容"),
    ];
    let values = values();
    assert!(values.len() > 100, "{}", values.len());
    for (form, section, second) in forms {
        let mut wrong = Vec::new();
        for value in values.iter().map(|value| blanked(value)) {
            let bytes = text(form, section, second, &value, &value);
            let outcome = hyokasho::read("a.txt", bytes.as_bytes(), &Options::default());
            let items = outcome.records.first().map(|record| &record.items[..]).unwrap_or_default();
            for id in ["cover.agency", "overview.project.name"] {
                let item = items.iter().find(|item| item.id == id);
                let printed = item.map(|item| item.value.printed()).unwrap_or_default();
                if printed != value {
                    wrong.push(format!("{id}: {value} -> {printed}"));
                }
            }
        }
        assert_eq!(wrong, [""; 0], "{form}: {} of {}", wrong.len(), 2 * values.len());
    }
}
