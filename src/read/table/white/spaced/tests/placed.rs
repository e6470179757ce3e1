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
