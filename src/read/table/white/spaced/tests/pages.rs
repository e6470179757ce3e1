//! What a page brings along: its number, its running title, and what goes on over its end.

use super::*;

#[test]
fn page_numbers_and_running_titles_are_furniture() {
    let page = |n: u32| {
        let cells = format!("①部署             市民部{n}課\n②所属長の役職名        市民課長\n");
        format!(
            "                         児童手当関係事務    基礎項目評価書\n\n{cells}\n\n           - {n} -\n\u{c}"
        )
    };
    let text: String = (1..=4).map(page).collect();
    let rows = shown(&text);
    assert_eq!(rows.iter().filter(|r| r.starts_with('#')).count(), 8, "{rows:?}");
    assert_eq!(rows[1], "①部署 | 市民部1課");
    assert_eq!(super::rows(&text).rows.last().map(|r| r.cells[0].spans[0].source.page), Some(4));
}

#[test]
fn numbers_of_many_digits_are_no_page_numbers() {
    let is_furniture = |number: &str| {
        let text = format!(
            "①部署             市民課\n電話番号\n\n\n\n                  {number}\n\n\n\n②所属長の役職名        市民課長\n"
        );
        let rows = shown(&text);
        rows.iter().any(|row| row.starts_with('#'))
    };
    for answer in
        ["1234567890123", "12345678", "0312345678", "（12345）", "123/456789", "１２３４５"]
    {
        assert!(!is_furniture(answer), "{answer}");
    }
    for number in ["12", "- 1234 -", "123/4567", "１２"] {
        assert!(is_furniture(number), "{number}");
    }
}

#[test]
fn values_go_on_over_a_page_break() {
    let text = "\
Ⅰ 関連情報
①部署             市民部市民課
法令上の根拠          番号法第９条第１項及び番号法別表の主務省令で定める事務を定める命令第２
\n\n                     1\n\u{c}                条の規定による。
②所属長            市民課長
③その他            なし
\n\n                     2\n";
    let rows = shown(text);
    let value = "法令上の根拠 | 番号法第９条第１項及び番号法別表の主務省令で定める事務を定める命令第２条の規定による。";
    assert!(rows.contains(&value.to_owned()), "{rows:?}");
}

#[test]
fn a_foot_below_the_number_of_its_page_is_furniture() {
    let page = |n: u32| {
        let first = ["①部署        甲課", "２．監査", "申請窓口", "③方法       書面"];
        let first = first[n as usize - 1];
        format!(
            "{first}\n②役職名        市民課長\n\n\n           {n} / 4\n     － 2{n} －    最終更新日：令和７年\n"
        )
    };
    let text: Vec<String> = (1..=4).map(page).collect();
    let rows = shown(&text.join("\u{c}"));
    assert_eq!(rows.iter().filter(|row| row.starts_with('#')).count(), 8, "{rows:#?}");
}
