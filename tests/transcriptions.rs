//! What transcriptions do to a form: labels lost, answers a row too low, marks before lines.

use hyokasho::{Options, Record, Value};

/// Enough of the form for it to be known.
const COVER: &str = "特定個人情報保護評価書(全項目評価書)\n\n評価書番号\t評価書名\n1\t税 全項目評価書\n\n\
    個人のプライバシー等の権利利益の保護の宣言\n\n宣言する。\n\n特記事項\n\n評価実施機関名\n\n目黒区長\n\n公表日\n\n\
    令和7年4月25日\n\n項目一覧\n\nI 基本情報\n(別添1) 事務の内容\nII 特定個人情報ファイルの概要\n\n";

/// What is read of the cover and some rows behind it.
fn record(rows: &str) -> Record {
    let text = format!("{COVER}{rows}");
    hyokasho::read("a.txt", text.as_bytes(), &Options::default()).records.remove(0)
}

/// The text of an item, and the codes of the findings on it.
fn said<'r>(record: &'r Record, id: &str) -> (&'r str, Vec<&'static str>) {
    let item = record.items.iter().find(|item| item.id == id).expect("the item is there");
    let text = match &item.value {
        Value::Text(text) | Value::Choice { label: text, .. } => text.as_str(),
        _ => "",
    };
    let findings = record.findings.iter().filter(|finding| finding.item == id);
    (text, findings.map(|finding| finding.code.name()).collect())
}

fn codes(record: &Record) -> Vec<&'static str> {
    record.findings.iter().map(|finding| finding.code.name()).collect()
}

#[test]
fn text_behind_a_gap_is_that_of_a_section_whose_heading_is_lost() {
    let record = record(
        "7. 評価実施機関における担当部署\t\n①部署\t税務課\n②所属長の役職名\t税務課長\n\
         8. 他の評価実施機関\t\nなし\t\n\n別紙1のとおり\n\n(備考)\n\n\
         II 特定個人情報ファイルの概要\n\n1. 特定個人情報ファイル名\t\n税ファイル\t\n",
    );
    assert_eq!(said(&record, "overview.other_agencies"), ("なし", vec![]));
    assert_eq!(said(&record, "project_flow.diagram"), ("別紙1のとおり", vec!["label-lost"]));
    assert_eq!(said(&record, "project_flow.remarks").0, "");
}

#[test]
fn the_mark_before_a_line_is_no_value() {
    let record = record(
        "(別添1) 事務の内容\n\n賦課業務\n\n\
         - (備考)\n- 1 賦課する。\n\nII 特定個人情報ファイルの概要\n\n\
         1. 特定個人情報ファイル名\t\n税ファイル\t\n",
    );
    assert_eq!(said(&record, "project_flow.diagram").0, "賦課業務");
    assert_eq!(said(&record, "project_flow.remarks").0, "- 1 賦課する。");
}

#[test]
fn the_lines_of_a_label_may_stand_each_for_itself() {
    let record = record(
        "III 特定個人情報ファイルの取扱いプロセスにおけるリスク対策\n\n\
         4. 特定個人情報ファイルの取扱いの委託 [] 委託しない\n\n\
         委託先による特定個人情報の不正入手・不正な使用に関するリスク\n\
         委託先による特定個人情報の不正な提供に関するリスク\n\
         委託先による特定個人情報の保管・消去に関するリスク\n\
         委託契約終了後の不正な使用等のリスク\n再委託に関するリスク\n\n\
         情報保護管理体制の確認\t契約で定める。\n具体的な制限方法\t名簿による。\n",
    );
    assert_eq!(said(&record, "risk[1].entrustment.misuse.management_check").0, "契約で定める。");
    let lost = record.findings.iter().find(|f| f.message.en.contains("risk[].entrustment.misuse)"));
    assert!(lost.is_none() && !codes(&record).contains(&"text-leftover"), "{:?}", codes(&record));
}

#[test]
fn an_answer_below_other_text_is_doubtful() {
    let record = record(
        "II 特定個人情報ファイルの概要\n\n4. 特定個人情報ファイルの取扱いの委託\t\t\n\
         委託事項1\t\t保守\n①委託内容\t\tシステムの保守\n\
         ⑤委託先名の確認方法\t\t公表\n⑥委託先名\t\t開示請求による。\n\
         ⑦再委託の有無 ※\t\t株式会社甲\n再委託\t[再委託する]\t<選択肢> 1) 再委託する 2) 再委託しない\n\
         \t⑧再委託の許諾方法\t書面による。\n",
    );
    let id = "file[1].entrustment.tasks[1].subcontract.performed";
    assert_eq!(said(&record, id), ("再委託する", vec!["value-misplaced"]));
    assert!(codes(&record).contains(&"text-leftover"));
}

#[test]
fn an_answer_in_which_a_text_without_lines_ends_is_left_out() {
    let words = |rest: &str| {
        let text = format!(
            "特定個人情報保護評価書(重点項目評価書) 評価書番号 評価書名 1 住民基本台帳事務 重点項目評価書 \
             個人のプライバシー等の権利利益の保護の宣言 大崎市は、宣言する。 特記事項 なし 評価実施機関名 大崎市長 \
             公表日 平成27年3月24日 Ⅰ 基本情報 1.特定個人情報ファイルを取り扱う事務 ①事務の名称 {rest}"
        );
        hyokasho::read("a.txt", text.as_bytes(), &Options::default()).records.remove(0)
    };
    let cut = words("住民基本台帳事");
    assert!(cut.items.iter().all(|item| item.id != "overview.project.name"));
    assert!(codes(&cut).contains(&"text-cut"));
    let whole = words("住民基本台帳事務 ②事務の内容");
    assert_eq!(said(&whole, "overview.project.name").0, "住民基本台帳事務");
}

#[test]
fn a_value_with_unreadable_characters_says_so() {
    let record =
        record("1. 特定個人情報ファイルを取り扱う事務\t\n①事務の名称\t住民\u{FFFD}台帳事務\n");
    let (text, codes) = said(&record, "overview.project.name");
    assert_eq!(text, "住民\u{FFFD}台帳事務");
    // The text ends in this answer, and says so as well.
    assert_eq!(codes, ["form-cut-short", "replaced-characters"]);
}
