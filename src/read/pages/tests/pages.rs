//! From page to page: what comes again is furniture, what goes on is one.

use super::super::rows;
use super::{sheet, show};
use crate::read::page::sample::Sample;
use crate::read::page::{Aside, Why};
use crate::source::Area;

#[test]
fn a_header_that_comes_again_is_furniture() {
    let page = |n, date| {
        sheet()
            .number(n)
            .grid(&[20.0, 100.0, 200.0, 380.0], &[30.0, 60.0, 80.0])
            .text(22.0, 35.0, 10.0, "変更日")
            .text(102.0, 35.0, 10.0, "項目")
            .text(202.0, 35.0, 10.0, "記載")
            .text(22.0, 65.0, 10.0, date)
            .page()
    };
    let shown = show(&[page(1, "四月"), page(2, "五月")]);
    assert_eq!(
        shown,
        ["+変更日 | 項目 | 記載", "四月 |  | ", "+~変更日 | 項目 | 記載", "五月 |  | "]
    );
}

#[test]
fn a_header_comes_again_with_its_title() {
    let page = |n, date| {
        sheet()
            .number(n)
            .grid(&[20.0, 380.0], &[10.0, 30.0])
            .grid(&[20.0, 100.0, 200.0, 380.0], &[30.0, 60.0, 80.0])
            .text(22.0, 15.0, 10.0, "変更箇所")
            .text(22.0, 35.0, 10.0, "変更日")
            .text(102.0, 35.0, 10.0, "項目")
            .text(202.0, 35.0, 10.0, "記載")
            .text(22.0, 65.0, 10.0, date)
            .page()
    };
    let shown = show(&[page(1, "四月"), page(2, "五月")]);
    assert_eq!(shown[3..], ["+~変更箇所", "~変更日 | 項目 | 記載", "五月 |  | "]);
}

#[test]
fn page_numbers_and_running_titles_are_furniture() {
    let page = |n: u32, text| {
        sheet()
            .number(n)
            .text(300.0, 20.0, 8.0, "評価書の名")
            .text(50.0, 200.0, 10.0, text)
            .text(190.0, 570.0, 8.0, &format!("- {n} -"))
            .page()
    };
    let shown = show(&[page(1, "本文。"), page(2, "次。")]);
    assert_eq!(shown, ["+~評価書の名", "+本文。", "+~- 1 -", "+~評価書の名", "+次。", "+~- 2 -"]);
}

#[test]
fn a_running_title_is_one_on_pages_of_another_size_too() {
    let page = |n: u32, height: f32| {
        let page = Sample::new(400.0, height).number(n).text(50.0, 200.0, 10.0, "本文。");
        page.text(50.0, height - 30.0, 8.0, "印刷された場所").page()
    };
    let shown = show(&[page(1, 600.0), page(2, 600.0), page(3, 400.0)]);
    assert_eq!(shown, ["+本文。", "+~印刷された場所"].repeat(3));
}

#[test]
fn a_header_that_lost_its_line_is_parted_from_the_row_below() {
    let xs = [20.0, 100.0, 200.0, 300.0];
    let titles = |page: Sample, y: f32| {
        page.text(22.0, y, 10.0, "変更日").text(102.0, y, 10.0, "項目").text(202.0, y, 10.0, "記載")
    };
    let first = titles(sheet().grid(&xs, &[500.0, 520.0, 540.0]), 505.0)
        .text(22.0, 525.0, 10.0, "一日")
        .text(102.0, 525.0, 10.0, "甲")
        .text(202.0, 525.0, 10.0, "なし");
    let second = titles(sheet().number(2).grid(&xs, &[50.0, 90.0, 110.0]), 55.0)
        .text(22.0, 75.0, 10.0, "二日")
        .text(102.0, 75.0, 10.0, "乙")
        .text(202.0, 75.0, 10.0, "あり")
        .text(22.0, 95.0, 10.0, "三日")
        .text(102.0, 95.0, 10.0, "丙")
        .text(202.0, 95.0, 10.0, "なし");
    let rows = show(&[first.page(), second.page()]);
    assert_eq!(
        rows,
        [
            "+変更日 | 項目 | 記載",
            "一日 | 甲 | なし",
            "+~変更日 | 項目 | 記載",
            "二日 | 乙 | あり",
            "三日 | 丙 | なし"
        ]
    );
}

#[test]
fn most_texts_that_stop_short_carry_a_row_over_the_page() {
    let xs = [20.0, 100.0, 200.0, 300.0, 380.0];
    let first = sheet()
        .grid(&xs, &[560.0, 580.0])
        .text(22.0, 565.0, 10.0, "一日")
        .text(102.0, 565.0, 10.0, "手順書を毎朝職員が")
        .text(202.0, 565.0, 10.0, "手順書を毎夕職員が")
        .text(302.0, 565.0, 10.0, "軽微。");
    let second = sheet()
        .number(2)
        .grid(&xs, &[50.0, 70.0, 90.0])
        .text(102.0, 55.0, 10.0, "確かめる。")
        .text(202.0, 55.0, 10.0, "点検する。")
        .text(302.0, 55.0, 10.0, "以上")
        .text(22.0, 75.0, 10.0, "二日");
    let rows = show(&[first.page(), second.page()]);
    assert_eq!(
        rows[0],
        "+一日 | 手順書を毎朝職員が確かめる。 | 手順書を毎夕職員が点検する。 | 軽微。/以上"
    );
}

#[test]
fn a_cell_cut_by_the_page_is_one_cell() {
    let first = sheet()
        .rule(20.0, 500.0, 380.0, 500.0)
        .rule(20.0, 520.0, 380.0, 520.0)
        .rule(20.0, 500.0, 20.0, 580.0)
        .rule(120.0, 500.0, 120.0, 580.0)
        .rule(380.0, 500.0, 380.0, 580.0)
        .text(22.0, 505.0, 10.0, "名称")
        .text(122.0, 505.0, 10.0, "台帳")
        .text(22.0, 525.0, 10.0, "措置")
        .text(122.0, 525.0, 10.0, "・施錠する。");
    let second = sheet()
        .number(2)
        .grid(&[20.0, 120.0, 380.0], &[30.0, 60.0, 80.0])
        .text(122.0, 35.0, 10.0, "・記録する。")
        .text(22.0, 65.0, 10.0, "期間")
        .text(122.0, 65.0, 10.0, "五年");
    assert_eq!(
        show(&[first.page(), second.page()]),
        ["+名称 | 台帳", "措置 | ・施錠する。/・記録する。", "期間 | 五年"]
    );
}

#[test]
fn a_bar_across_a_whole_cell_is_told_and_one_between_tables_is_not() {
    let told = |area| {
        let mut page =
            sheet().grid(&[20.0, 380.0], &[30.0, 60.0, 80.0]).text(22.0, 35.0, 10.0, "部署").page();
        page.asides.push(Aside { why: Why::Bar, area, size: 12.0, text: String::new() });
        rows(&[page]).notes.len()
    };
    let area = |x0, y0, x1, y1| Area { x0, y0, x1, y1 };
    assert_eq!(told(area(25.0, 64.0, 375.0, 76.0)), 1);
    assert_eq!(told(area(25.0, 76.5, 375.0, 86.5)), 0);
}
