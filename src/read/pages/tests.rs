mod open_rows;
mod pages;

use super::rows;
use crate::read::page::sample::Sample;
use crate::read::page::{Direction, Page};
use crate::rows::Rows;
use crate::source::Area;

/// Rows as text: cells parted by ` | `, `~` before furniture, `+` before a gap.
fn show(pages: &[Page]) -> Vec<String> {
    let rows = rows(pages);
    every_glyph_once(pages, &rows);
    let text = |row: &crate::rows::Row| {
        let cells: Vec<String> = row.cells.iter().map(|c| c.text.replace('\n', "/")).collect();
        format!(
            "{}{}{}",
            if row.gap { "+" } else { "" },
            if row.furniture { "~" } else { "" },
            cells.join(" | ")
        )
    };
    rows.rows.iter().map(text).collect()
}

/// Each glyph is in exactly one cell: the spans cover the printed text once, and it is all there.
fn every_glyph_once(pages: &[Page], rows: &Rows) {
    let mut spans: Vec<_> =
        rows.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.spans).collect();
    spans.sort_by_key(|s| s.raw_start);
    let mut at = 0;
    for span in spans {
        assert_eq!(span.raw_start, at, "printed text without a span, or with two");
        at = span.raw_end;
    }
    assert_eq!(at as usize, rows.raw.len());
    let sorted = |text: &str| {
        let mut chars: Vec<char> = text.chars().collect();
        chars.sort_unstable();
        chars
    };
    let printed: String = pages.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(sorted(&printed), sorted(&rows.raw));
}

fn one(page: Sample) -> Vec<String> {
    show(&[page.page()])
}

fn sheet() -> Sample {
    Sample::new(400.0, 600.0)
}

#[test]
fn cells_stand_in_rows_and_empty_ones_stay() {
    let page = sheet()
        .grid(&[20.0, 120.0, 380.0], &[100.0, 120.0, 140.0])
        .text(22.0, 105.0, 10.0, "名称")
        .text(122.0, 105.0, 10.0, "台帳")
        .text(22.0, 125.0, 10.0, "備考");
    assert_eq!(one(page), ["+名称 | 台帳", "備考 | "]);
}

#[test]
fn a_cell_that_spans_rows_stands_where_it_starts() {
    let page = sheet()
        .grid(&[20.0, 380.0], &[100.0, 160.0])
        .rule(40.0, 100.0, 40.0, 160.0)
        .rule(140.0, 100.0, 140.0, 160.0)
        .rule(40.0, 130.0, 380.0, 130.0)
        .text(25.0, 105.0, 10.0, "甲")
        .text(25.0, 118.0, 10.0, "乙")
        .text(42.0, 110.0, 10.0, "上")
        .text(142.0, 110.0, 10.0, "あ")
        .text(42.0, 140.0, 10.0, "下")
        .text(142.0, 140.0, 10.0, "い");
    assert_eq!(one(page), ["+甲乙 | 上 | あ", "下 | い"]);
}

#[test]
fn an_open_side_is_closed_where_its_lines_end() {
    // The right side is clipped away, the top is cut by the page.
    let page = sheet()
        .rule(20.0, 140.0, 380.0, 140.0)
        .rule(20.0, 120.0, 380.0, 120.0)
        .rule(20.0, 100.0, 20.0, 140.0)
        .rule(120.0, 100.0, 120.0, 140.0)
        .text(122.0, 105.0, 10.0, "続き")
        .text(22.0, 125.0, 10.0, "名称")
        .text(122.0, 125.0, 10.0, "台帳");
    assert_eq!(one(page), ["+ | 続き", "名称 | 台帳"]);
}

#[test]
fn a_box_around_a_table_is_no_cell_and_a_box_in_a_cell_follows_it() {
    let page = sheet()
        .grid(&[10.0, 390.0], &[90.0, 400.0])
        .grid(&[20.0, 120.0, 380.0], &[100.0, 120.0, 140.0, 300.0])
        .grid(&[150.0, 250.0], &[180.0, 200.0])
        .text(22.0, 105.0, 10.0, "名称")
        .text(122.0, 105.0, 10.0, "台帳")
        .text(22.0, 125.0, 10.0, "項目")
        .text(122.0, 125.0, 10.0, "五")
        .text(22.0, 150.0, 10.0, "図")
        .text(160.0, 185.0, 10.0, "端末")
        .text(260.0, 185.0, 10.0, "→");
    assert_eq!(one(page), ["+名称 | 台帳", "項目 | 五", "図 | →", "端末"]);
}

#[test]
fn text_that_runs_over_its_cell_belongs_to_it() {
    let table = || sheet().grid(&[20.0, 60.0, 200.0], &[100.0, 120.0]);
    // Into an empty cell, and out of the table.
    assert_eq!(one(table().text(22.0, 105.0, 10.0, "長い名称の列")), ["+長い名称の列 | "]);
    assert_eq!(one(table().text(172.0, 105.0, 10.0, "右へ出る字")), ["+ | 右へ出る字"]);
    // A text of its own that happens to follow closely is no overflow.
    let page = table().text(22.0, 105.0, 9.5, "四字の欄").text(62.0, 105.0, 10.0, "隣");
    assert_eq!(one(page), ["+四字の欄 | 隣"]);
}

#[test]
fn a_choice_is_read_before_its_options() {
    let page = sheet()
        .grid(&[20.0, 380.0], &[100.0, 150.0])
        .text(22.0, 120.0, 10.0, "[")
        .text(60.0, 120.0, 10.0, "十分である")
        .text(140.0, 120.0, 10.0, "]")
        .text(180.0, 106.0, 8.0, "<選択肢>")
        .text(180.0, 121.0, 8.0, "1)十分である")
        .text(280.0, 121.0, 8.0, "2)課題がある")
        .text(180.0, 136.0, 8.0, "3)未定");
    assert_eq!(one(page), ["+[ 十分である ]/<選択肢>/1)十分である 2)課題がある/3)未定"]);
}

#[test]
fn boxes_in_two_columns_are_read_line_by_line() {
    let page = sheet()
        .grid(&[20.0, 380.0], &[100.0, 150.0])
        .text(22.0, 105.0, 10.0, "[○]紙")
        .text(22.0, 120.0, 10.0, "[ ]電話")
        .text(22.0, 135.0, 10.0, "[ ]その他")
        .text(200.0, 105.0, 10.0, "[ ]専用線")
        .text(200.0, 120.0, 10.0, "[○]電子");
    assert_eq!(one(page), ["+[○]紙 [ ]専用線/[ ]電話 [○]電子/[ ]その他"]);
}

#[test]
fn text_that_wraps_between_brackets_is_read_down_first() {
    let page = sheet()
        .grid(&[20.0, 300.0], &[100.0, 160.0])
        .text(22.0, 110.0, 10.0, "[○]住民（")
        .text(280.0, 110.0, 10.0, "）")
        .text(22.0, 130.0, 10.0, "[○]行政（")
        .text(280.0, 130.0, 10.0, "）")
        .text(72.0, 125.0, 10.0, "年金機構、厚生労働省、デジタル庁、総")
        .text(72.0, 135.0, 10.0, "務省");
    assert_eq!(one(page), ["+[○]住民（ ）/[○]行政（年金機構、厚生労働省、デジタル庁、総務省 ）"]);
}

#[test]
fn a_full_line_goes_on_and_a_short_one_ends() {
    let cell = || sheet().grid(&[20.0, 124.0], &[100.0, 160.0]);
    let lines =
        |a: &str, b: &str| one(cell().text(22.0, 105.0, 10.0, a).text(22.0, 118.0, 10.0, b));
    assert_eq!(lines("一二三四五六七八九十", "百"), ["+一二三四五六七八九十百"]);
    assert_eq!(lines("一二三四五六七", "百千"), ["+一二三四五六七/百千"]);
    // The mark of a list begins a line, whatever stands above.
    assert_eq!(lines("一二三四五六七八九十", "・百"), ["+一二三四五六七八九十/・百"]);
    assert_eq!(lines("一二三四五六七八九十", "(1)百"), ["+一二三四五六七八九十/(1)百"]);
    // No full stop starts a line: the character before it went with it.
    assert_eq!(lines("一二三四五六七八九", "十。"), ["+一二三四五六七八九十。"]);
    // A word does not fit, and goes to the next line whole.
    assert_eq!(lines("Public Medical", "Information"), ["+Public Medical Information"]);
}

#[test]
fn spaces_come_from_gaps_between_letters_only() {
    let page = sheet()
        .grid(&[20.0, 380.0], &[100.0, 120.0, 140.0])
        .text(22.0, 105.0, 10.0, "Web")
        .text(41.0, 105.0, 10.0, "site")
        .text(64.0, 105.0, 10.0, "の")
        .text(78.0, 105.0, 10.0, "字")
        .text(22.0, 125.0, 10.0, "均")
        .text(37.0, 125.0, 10.0, "等");
    assert_eq!(one(page), ["+Web siteの字", "均等"]);
}

#[test]
fn turned_text_is_read_along_its_lines() {
    let page = sheet()
        .grid(&[20.0, 60.0, 100.0], &[100.0, 160.0])
        .turned(40.0, 105.0, 10.0, "縦書", Direction::Down)
        .turned(25.0, 105.0, 10.0, "の欄", Direction::Down)
        .turned(65.0, 155.0, 10.0, "上へ", Direction::Up);
    assert_eq!(one(page), ["+縦書/の欄 | 上へ"]);
}

#[test]
fn a_value_goes_on_under_an_empty_label_but_a_row_of_a_wide_table_may_begin_so() {
    let xs = [20.0, 80.0, 140.0, 200.0, 260.0];
    let page = |n, xs: &[f32]| sheet().number(n).grid(xs, &[30.0, 60.0, 80.0]);
    let first = page(1, &xs).text(22.0, 65.0, 10.0, "日付").text(82.0, 65.0, 10.0, "変更。");
    let second = page(2, &xs).text(82.0, 35.0, 10.0, "追加。");
    let shown = show(&[first.page(), second.page()]);
    assert_eq!(shown, ["+ |  |  | ", "日付 | 変更。 |  | ", "+ | 追加。 |  | ", " |  |  | "]);
    let first = page(1, &xs[..3]).text(22.0, 65.0, 10.0, "方法").text(82.0, 65.0, 10.0, "・甲");
    let second = page(2, &xs[..3]).text(82.0, 35.0, 10.0, "・乙").text(22.0, 65.0, 10.0, "期間");
    assert_eq!(show(&[first.page(), second.page()]), ["+ | ", "方法 | ・甲/・乙", "期間 | "]);
}

#[test]
fn a_tick_box_is_no_cell() {
    let page = sheet()
        .grid(&[20.0, 120.0, 380.0], &[100.0, 120.0, 140.0])
        .grid(&[125.0, 135.0], &[105.0, 115.0])
        .text(22.0, 105.0, 10.0, "方法")
        .text(126.0, 106.0, 8.0, "レ")
        .text(138.0, 105.0, 10.0, "紙");
    assert_eq!(one(page), ["+方法 | レ紙", " | "]);
}

#[test]
fn white_space_alone_is_no_text() {
    let page = sheet()
        .text(50.0, 100.0, 10.0, "上")
        .text(50.0, 114.0, 10.0, " ")
        .text(50.0, 128.0, 10.0, "下");
    assert_eq!(one(page), ["+上", "~ ", "+下"]);
}

#[test]
fn prose_is_a_cell_for_each_paragraph() {
    let page = sheet()
        .text(50.0, 100.0, 14.0, "見出し")
        .text(50.0, 130.0, 10.0, &"あ".repeat(30))
        .text(50.0, 144.0, 10.0, &"い".repeat(30))
        .text(50.0, 158.0, 10.0, "終わり。")
        .text(50.0, 172.0, 10.0, &"う".repeat(30))
        .text(50.0, 186.0, 10.0, "え。");
    let (a, b) = ("あ".repeat(30) + &"い".repeat(30) + "終わり。", "う".repeat(30) + "え。");
    assert_eq!(one(page), ["+見出し".to_owned(), format!("+{a}"), b]);
}

#[test]
fn a_table_without_lines_has_cells() {
    let page = sheet()
        .text(50.0, 100.0, 10.0, "名称")
        .text(150.0, 100.0, 10.0, "台帳の名を")
        .text(150.0, 113.0, 10.0, "ここに書く")
        .text(50.0, 126.0, 10.0, "期間")
        .text(150.0, 126.0, 10.0, "五年");
    assert_eq!(one(page), ["+名称 | 台帳の名を/ここに書く", "期間 | 五年"]);
}

#[test]
fn columns_without_lines_that_stand_half_way_up_are_cells() {
    let page = sheet()
        .text(50.0, 106.0, 10.0, "名称")
        .text(150.0, 100.0, 10.0, "・甲台帳")
        .text(150.0, 112.0, 10.0, "・乙台帳")
        .text(50.0, 130.0, 10.0, "期間")
        .text(150.0, 130.0, 10.0, "五年");
    assert_eq!(one(page), ["+名称 | ・甲台帳/・乙台帳", "期間 | 五年"]);
}

#[test]
fn radicals_are_restored_and_what_was_printed_is_kept() {
    let page = sheet()
        .grid(&[20.0, 380.0], &[100.0, 120.0])
        .text(22.0, 105.0, 10.0, "⽂葛\u{e0100}城")
        .page();
    let rows = rows(std::slice::from_ref(&page));
    let cell = &rows.rows[0].cells[0];
    assert_eq!(cell.text, "文葛城");
    assert_eq!(rows.raw, "⽂葛\u{e0100}城");
    let printed: Vec<&str> = cell.raw_of(6..9).into_iter().map(|r| &rows.raw[r]).collect();
    assert_eq!(printed, ["城"]);
    every_glyph_once(&[page], &rows);
}

#[test]
fn odd_pages_do_no_harm() {
    let nan = f32::NAN;
    let page = Sample::new(nan, nan)
        .rule(nan, 0.0, f32::INFINITY, 5.0)
        .grid(&[0.0, 1e30], &[-1e30, 1e30])
        .text(nan, nan, nan, "無")
        .text(1e30, -1e30, 0.0, "限");
    one(page);
    // Places that cannot be compared must not confuse any sorting.
    let mut page = sheet().grid(&[20.0, 120.0, 380.0], &[100.0, 120.0, 140.0]);
    for i in 0..90u8 {
        let y = if i % 3 == 0 { nan } else { f32::from(i) * 37.0 % 600.0 };
        let x = if i % 7 == 0 { nan } else { f32::from(i) * 53.0 % 400.0 };
        page = page.text(x, y, if i % 11 == 0 { nan } else { 10.0 }, "字A ");
    }
    one(page);
    assert!(show(&[]).is_empty());
    assert!(one(sheet()).is_empty());
}

/// Boxes in two columns: the wording of one goes on in the next line.
fn columns_of_boxes() -> Sample {
    sheet()
        .grid(&[20.0, 220.0], &[100.0, 160.0])
        .text(22.0, 105.0, 10.0, "[ ]媒体（メモリを")
        .text(115.0, 105.0, 10.0, "[○]専用線")
        .text(22.0, 117.0, 10.0, "除く。）")
        .text(115.0, 117.0, 10.0, "[ ]郵送")
}

#[test]
fn a_wording_that_wraps_beside_other_boxes_stays_whole() {
    assert_eq!(one(columns_of_boxes()), ["+[ ]媒体（メモリを除く。）/[○]専用線/[ ]郵送"]);
    // A detail behind a box is not the end of the wording above it.
    let detail = sheet()
        .grid(&[20.0, 220.0], &[100.0, 160.0])
        .text(22.0, 105.0, 10.0, "[ ]専用線")
        .text(122.0, 105.0, 10.0, "[○]郵送")
        .text(22.0, 117.0, 10.0, "[ ]他")
        .text(122.0, 117.0, 10.0, "（窓口）");
    assert_eq!(one(detail), ["+[ ]専用線 [○]郵送/[ ]他 （窓口）"]);
}

#[test]
fn a_wording_of_two_lines_beside_what_stands_half_way_up_stays_whole() {
    let page = sheet()
        .grid(&[20.0, 380.0], &[100.0, 160.0])
        .text(22.0, 105.0, 10.0, "[○]")
        .text(42.0, 105.0, 10.0, "行政機関・独立")
        .text(22.0, 117.0, 10.0, "行政法人等")
        .text(130.0, 111.0, 10.0, "（国税庁")
        .text(220.0, 111.0, 10.0, "）")
        .text(22.0, 135.0, 10.0, "[ ]民間");
    assert_eq!(one(page), ["+[○]行政機関・独立行政法人等 （国税庁 ）/[ ]民間"]);
}

#[test]
fn boxes_with_white_between_them_are_the_cells_of_a_table() {
    let mut page = sheet();
    for (x0, x1) in [(20.0, 98.0), (101.0, 380.0)] {
        for (y0, y1) in [(100.0, 118.0), (121.0, 139.0)] {
            page = page.grid(&[x0, x1], &[y0, y1]);
        }
    }
    let page = page
        .text(22.0, 105.0, 10.0, "評価書番号")
        .text(104.0, 105.0, 10.0, "評価書名")
        .text(22.0, 125.0, 10.0, "3")
        .text(104.0, 125.0, 10.0, "介護保険");
    assert_eq!(one(page), ["+評価書番号 | 評価書名", "3 | 介護保険"]);
}

#[test]
fn shaded_areas_are_the_cells_of_a_table() {
    let shade = |x0, y0, x1, y1| Area { x0, y0, x1, y1 };
    let mut page = sheet()
        .text(22.0, 105.0, 10.0, "名称")
        .text(104.0, 105.0, 10.0, "台帳")
        .text(22.0, 131.0, 10.0, "内容")
        .text(104.0, 125.0, 10.0, "一つ")
        .text(104.0, 137.0, 10.0, "二つ")
        .page();
    page.shades = vec![
        shade(20.0, 100.0, 100.0, 120.0),
        shade(100.0, 100.0, 380.0, 120.0),
        shade(20.0, 121.0, 100.0, 151.0),
        shade(100.0, 121.0, 380.0, 151.0),
    ];
    assert_eq!(show(&[page]), ["+名称 | 台帳", "内容 | 一つ/二つ"]);
}
