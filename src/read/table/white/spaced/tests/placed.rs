//! Pages without lines.

use crate::read::page::sample::Sample;
use crate::read::pages::rows;

/// A page of a form without any line: labels at the vertical middle of their values.
fn form() -> Sample {
    let mut page = Sample::new(595.0, 842.0);
    let mut y = 60.0;
    for n in 1..=9 {
        page = page.text(57.0, y + 7.5, 10.0, &format!("({n}) 事務の番号"));
        for line in [
            "これは一行では終わらない長い回答であり、欄の右端まで書かれている文字列",
            "次の行に続く。",
        ] {
            page = page.text(200.0, y, 10.0, line);
            y += 15.0;
        }
        y += 8.0;
    }
    page
}

#[test]
fn labels_beside_values_are_rows() {
    let rows = rows(&[form().page()]);
    assert_eq!(rows.rows.len(), 9);
    for (row, n) in rows.rows.iter().zip(1..) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        let value =
            "これは一行では終わらない長い回答であり、欄の右端まで書かれている文字列次の行に続く。";
        assert_eq!(cells, [format!("({n}) 事務の番号").as_str(), value]);
        assert!(!row.unsure, "row {n}");
    }
}

#[test]
fn words_know_where_they_stand() {
    let rows = rows(&[form().page()]);
    let span = rows.rows[2].cells[1].spans[0];
    let area = span.source.area.unwrap();
    assert_eq!((span.source.page, area.x0, area.y0), (1, 200.0, 136.0));
    assert!(rows.raw.contains("次の行に続く。"));
}

#[test]
fn white_at_the_end_of_a_value_is_of_its_row() {
    let lines = 20u8;
    let (top, pitch, bottom) = (94.0, 9.5, 335.0);
    let page = Sample::new(595.0, 842.0).text(40.0, 43.0, 12.0, "Ⅰ　基本情報");
    let page = page.text(40.0, 64.0, 9.5, "１．特定個人情報ファイルを取り扱う事務");
    let page =
        page.text(40.0, 80.0, 9.5, "①事務の名称").text(167.0, 80.0, 9.5, "介護保険に関する事務");
    // Its label stands at the middle of a row of which the value fills the upper part, beside one of its lines.
    let page = page.text(40.0, top + 12.0 * pitch, 9.5, "②事務の内容");
    let page = (0..lines).fold(page, |page, line| {
        page.text(
            167.0,
            top + f32::from(line) * pitch,
            9.5,
            "住民からの申請を受け付け、記録を管理する。",
        )
    });
    let page = page.text(40.0, bottom + 24.0, 9.5, "③対象人数");
    let page =
        page.text(170.0, bottom + 24.0, 9.5, "[").text(223.0, bottom + 24.0, 9.5, "1,000人未満");
    let page = page.text(328.0, bottom + 24.0, 9.5, "]");
    let options = [
        "＜選択肢＞",
        "1) 1,000人未満",
        "2) 1,000人以上1万人未満",
        "3) 1万人以上",
        "4) 10万人以上",
    ];
    let page = (0u8..).zip(options).fold(page, |page, (line, option)| {
        page.text(347.0, bottom + f32::from(line) * 12.0, 8.0, option)
    });
    let rows = rows(&[page.page()]);
    let value = |label: &str| {
        let row = rows.rows.iter().find(|row| row.cells[0].text == label).unwrap();
        row.cells[1].text.clone()
    };
    assert_eq!(value("①事務の名称"), "介護保険に関する事務");
    assert_eq!(value("②事務の内容").matches("管理する。").count(), usize::from(lines));
}
