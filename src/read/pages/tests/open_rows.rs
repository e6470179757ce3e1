//! Tables of which only the edges of the rows are drawn.

use super::{one, sheet, show};
use crate::read::page::sample::Sample;

/// Three columns of rows of 30 points; the middle one has two lines.
fn written(mut page: Sample, rows: &[[&str; 4]]) -> Sample {
    let mut y = 100.0;
    for [first, upper, lower, last] in rows {
        page = page
            .text(22.0, y + 10.0, 10.0, first)
            .text(122.0, y + 4.0, 10.0, upper)
            .text(122.0, y + 16.0, 10.0, lower)
            .text(302.0, y + 10.0, 10.0, last);
        y += 30.0;
    }
    page
}

const ROWS: [[&str; 4]; 4] = [
    ["変更日", "変更前の", "記載", "提出時期"],
    ["令和五年", "職員が照合を行うこと", "としている。", "事前"],
    ["令和六年", "なし", "", "事後"],
    ["令和七年", "台帳により管理する。", "台帳は施錠する。", "事後"],
];

const READ: [&str; 4] = [
    "+変更日 | 変更前の/記載 | 提出時期",
    "令和五年 | 職員が照合を行うこと/としている。 | 事前",
    "令和六年 | なし | 事後",
    "令和七年 | 台帳により管理する。/台帳は施錠する。 | 事後",
];

#[test]
fn white_parts_the_columns_between_lines() {
    let mut page = written(sheet(), &ROWS);
    for i in 0..5u8 {
        let y = 100.0 + 30.0 * f32::from(i);
        page = page.rule(20.0, y, 380.0, y);
    }
    assert_eq!(one(page), READ);
}

#[test]
fn a_row_that_the_page_cuts_off_has_the_same_columns() {
    let mut page = written(sheet(), &ROWS);
    for i in 0..4u8 {
        let y = 100.0 + 30.0 * f32::from(i);
        page = page.rule(20.0, y, 380.0, y);
    }
    assert_eq!(one(page), READ);
}

#[test]
fn white_parts_the_columns_of_striped_rows() {
    let mut page = written(sheet(), &ROWS).page();
    let stripe = |i: u8| {
        let y = 100.0 + 30.0 * f32::from(i);
        crate::source::Area { x0: 20.0, y0: y, x1: 380.0, y1: y + 30.0 }
    };
    page.shades = vec![stripe(0), stripe(2)];
    assert_eq!(show(&[page]), READ);
}

#[test]
fn cells_of_shaded_rows_say_where_the_white_rows_have_theirs() {
    let mut page = written(sheet(), &[ROWS[0], ROWS[1], ROWS[2], ROWS[3], ROWS[1]]).page();
    for i in [0u8, 2, 4] {
        let y = 100.0 + 30.0 * f32::from(i);
        for (x0, x1) in [(20.0, 120.0), (120.0, 300.0), (300.0, 380.0)] {
            page.shades.push(crate::source::Area { x0, y0: y, x1, y1: y + 30.0 });
        }
    }
    let read = show(&[page]);
    assert_eq!(&read[..4], READ);
    assert_eq!(read[4], READ[1]);
}

#[test]
fn a_shorter_line_stands_beside_a_cell_that_spans_rows() {
    let page = written(sheet(), &ROWS)
        .rule(20.0, 100.0, 380.0, 100.0)
        .rule(20.0, 130.0, 380.0, 130.0)
        .rule(120.0, 160.0, 380.0, 160.0)
        .rule(20.0, 190.0, 380.0, 190.0)
        .rule(20.0, 220.0, 380.0, 220.0);
    let read = one(page);
    assert_eq!(read[1], "令和五年/令和六年 | 職員が照合を行うこと/としている。 | 事前");
    assert_eq!(read[2], "なし | 事後");
}

#[test]
fn prose_between_lines_stays_whole() {
    let mut page = sheet();
    for i in 0..5u8 {
        let y = 100.0 + 30.0 * f32::from(i);
        page = page.rule(20.0, y, 380.0, y).text(22.0, y + 8.0, 10.0, "番号　住民の情報を扱う事務");
    }
    assert!(one(page).iter().all(|row| !row.contains(" | ")));
}

#[test]
fn strokes_of_bold_characters_are_no_lines() {
    let page = sheet()
        .grid(&[20.0, 120.0, 380.0], &[100.0, 112.0])
        .text(22.0, 101.0, 10.0, "Ⅰ目的")
        .rule(26.0, 102.0, 26.0, 110.0)
        .rule(27.0, 102.0, 27.0, 110.0)
        .rule(33.0, 103.0, 41.0, 103.0)
        .text(122.0, 101.0, 10.0, "確認");
    assert_eq!(one(page), ["+Ⅰ目的 | 確認"]);
}

#[test]
fn a_row_that_stops_short_in_all_its_cells_goes_on_over_the_page() {
    let table = |number: u32, ys: [f32; 3]| {
        Sample::new(400.0, 600.0).number(number).grid(&[20.0, 63.0, 163.0, 263.0], &ys)
    };
    let above = table(1, [540.0, 560.0, 575.0])
        .text(22.0, 545.0, 10.0, "変更日")
        .text(65.0, 545.0, 10.0, "項目")
        .text(165.0, 545.0, 10.0, "提出の時期に係る説")
        .text(22.0, 562.0, 10.0, "令和五年")
        .text(65.0, 562.0, 10.0, "情報提供ネットワー")
        .text(165.0, 562.0, 10.0, "重要な変更に該当し");
    let below = table(2, [20.0, 40.0, 60.0])
        .text(22.0, 25.0, 10.0, "四月")
        .text(65.0, 25.0, 10.0, "クシステム")
        .text(165.0, 25.0, 10.0, "ないため")
        .text(22.0, 45.0, 10.0, "令和六年")
        .text(65.0, 45.0, 10.0, "別の項目")
        .text(165.0, 45.0, 10.0, "なし");
    let read = show(&[above.page(), below.page()]);
    assert_eq!(read[1], "令和五年四月 | 情報提供ネットワークシステム | 重要な変更に該当しないため");
    assert_eq!(read[2], "令和六年 | 別の項目 | なし");
}

#[test]
fn a_label_that_hangs_out_of_a_cell_cut_by_the_page_is_whole() {
    let above = sheet()
        .rule(20.0, 560.0, 380.0, 560.0)
        .rule(20.0, 580.0, 20.0, 560.0)
        .rule(44.0, 560.0, 44.0, 580.0)
        .rule(380.0, 560.0, 380.0, 580.0)
        .rule(44.0, 580.0, 380.0, 580.0)
        .text(22.0, 562.0, 10.0, "④使")
        .text(22.0, 574.0, 10.0, "用の")
        .text(22.0, 586.0, 10.0, "主体")
        .text(62.0, 565.0, 10.0, "使用部署")
        .text(196.0, 590.0, 10.0, "- 1 -");
    let below = Sample::new(400.0, 600.0)
        .number(2)
        .rule(20.0, 20.0, 20.0, 60.0)
        .rule(44.0, 20.0, 44.0, 60.0)
        .rule(380.0, 20.0, 380.0, 60.0)
        .rule(44.0, 20.0, 380.0, 20.0)
        .rule(20.0, 60.0, 380.0, 60.0)
        .text(22.0, 22.0, 10.0, "の例")
        .text(62.0, 30.0, 10.0, "使用者数");
    let read = show(&[above.page(), below.page()]);
    assert_eq!(read, ["+④使用の主体の例 | 使用部署", "~- 1 -", "+使用者数"]);
}

#[test]
fn a_label_that_stands_on_the_next_page_only_keeps_its_value() {
    let cell = |page: Sample, x0: f32, x1: f32, from: f32, to: f32, line: f32| {
        page.rule(x0, from, x0, to).rule(x1, from, x1, to).rule(x0, line, x1, line)
    };
    let above =
        cell(cell(sheet(), 20.0, 119.0, 540.0, 590.0, 540.0), 122.0, 380.0, 540.0, 590.0, 540.0)
            .rule(20.0, 590.0, 119.0, 590.0)
            .text(124.0, 545.0, 10.0, "1) 定めている　2) 定めていない");
    let page = Sample::new(400.0, 600.0).number(2);
    let below = cell(cell(page, 20.0, 119.0, 20.0, 60.0, 60.0), 122.0, 380.0, 20.0, 60.0, 60.0)
        .rule(20.0, 20.0, 119.0, 20.0)
        .text(22.0, 30.0, 10.0, "消去のルール")
        .text(124.0, 30.0, 10.0, "[定めている]");
    let read = show(&[above.page(), below.page()]);
    assert_eq!(read, ["+消去のルール | 1) 定めている　2) 定めていない/[定めている]"]);
}
