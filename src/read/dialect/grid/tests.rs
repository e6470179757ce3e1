use super::undo;
use crate::read::dialect::mapped::Mapped;
use crate::rows::Row;
use std::time::Duration;

/// The rows of a text, as cells between bars.
fn shown(text: &str) -> Vec<String> {
    let undone = crate::read::dialect::undo(text).expect("a grid");
    let settle = |rows: &mut Vec<Row>| undone.settle(rows);
    let read = crate::read::text::rows(undone.text(), &settle);
    let cells = |row: &Row| row.cells.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
    let rows = read.rows.iter().filter(|row| !row.furniture);
    rows.map(|row| cells(row).join(" | ").replace('\n', "/")).collect()
}

#[test]
fn lines_between_two_rules_are_a_row() {
    let text = "+---+---+\n| ①名称 | 台帳 |\n+---+---+\n| ②項目 | 一つ |\n|  | 1. 二つ |\n+---+---+\n| ③ | - |\n+---+---+\n";
    assert_eq!(shown(text), ["①名称 | 台帳", "②項目 | 一つ/1. 二つ", "③ | -"]);
}

#[test]
fn where_rules_part_sections_a_line_is_a_row() {
    let text = "+---+---+\n| 年月 | 項目 |\n+---+---+\n| 1月 | 甲 |\n| 2月 | 乙 |\n| 3月 | 丙 |\n+---+---+\n";
    assert_eq!(shown(text), ["年月 | 項目", "1月 | 甲", "2月 | 乙", "3月 | 丙"]);
}

#[test]
fn a_line_of_a_section_without_a_label_goes_on() {
    let text =
        "+--+--+--+\n| 委託 | 有無 | する |\n|  |  | 一部 |\n|  | 方法 | 書面 |\n+--+--+--+\n";
    assert_eq!(shown(text), ["委託 | 有無 | する/一部", " | 方法 | 書面"]);
}

#[test]
fn a_line_that_fills_its_cell_goes_on_without_a_break() {
    let text = "┌──────┬──────────┐\n│ 名称 │ 一つの長 │\n│      │ い文     │\n├──────┼──────────┤\n│ 部署 │ 課       │\n├──────┼──────────┤\n│ 時期 │ 随時     │\n└──────┴──────────┘\n";
    assert_eq!(shown(text), ["名称 | 一つの長い文", "部署 | 課", "時期 | 随時"]);
}

#[test]
fn a_cell_beside_several_rows_stands_in_the_first() {
    let text = "+--+--+--+\n|委託|有無|する|\n|  +--+--+\n|  |方法|書面|\n+--+--+--+\n|部署|課|係|\n+--+--+--+\n";
    assert_eq!(shown(text), ["委託 | 有無 | する", " | 方法 | 書面", "部署 | 課 | 係"]);
}

#[test]
fn every_character_keeps_its_place() {
    let text = "+----+------+\n| a  | bbbb |\n|    | cc   |\n+----+------+\n| d  | e    |\n+----+------+\n| f  | g    |\n+----+------+\n";
    let undone = crate::read::dialect::undo(text).expect("a grid");
    let read = crate::read::text::rows(undone.text(), &|rows| undone.settle(rows));
    let cell = &read.rows[0].cells[1];
    let printed: Vec<&str> = (cell.spans.iter())
        .map(|span| &text[span.raw_start as usize..span.raw_end as usize])
        .collect();
    assert_eq!((cell.text.as_str(), printed), ("bbbbcc", vec!["bbbb", "cc"]));
    assert_eq!(Mapped::new("+--+").apply(undo("+--+\n")).text, "+--+");
}

#[test]
fn double_lines_keep_the_lines_of_a_cell() {
    let text = "╔══════╦══════════╗\n║ 機能 ║ 資格     ║\n║      ║ 賦課     ║\n╠══════╬══════════╣\n║ 部署 ║ 課       ║\n╠══════╬══════════╣\n║ 時期 ║ 随時     ║\n╚══════╩══════════╝\n";
    assert_eq!(shown(text), ["機能 | 資格/賦課", "部署 | 課", "時期 | 随時"]);
}

#[test]
fn a_plus_in_a_text_is_no_corner() {
    let text = "+----+---------------+\n| a  | TEL:+81-3-12  |\n+----+---------------+\n| b  | x(A+-B)       |\n+----+---------------+\n";
    assert_eq!(shown(text), ["a | TEL:+81-3-12", "b | x(A+-B)"]);
}

#[test]
fn characters_of_private_use_are_text() {
    let text =
        "+----+------+\n| a  | \u{E010}崎  |\n+----+------+\n| \u{E011}b | c    |\n+----+------+\n";
    assert_eq!(shown(text), ["a | \u{E010}崎", "\u{E011}b | c"]);
}

#[test]
fn a_paragraph_ends_where_a_line_is_blank() {
    let text = "+----+------+\n| a  | bbbb |\n|    |      |\n|    | cc   |\n+----+------+\n| d  | e    |\n+----+------+\n| f  | g    |\n+----+------+\n";
    assert_eq!(shown(text), ["a | bbbb/cc", "d | e", "f | g"]);
}

#[test]
fn a_bar_in_a_text_cuts_no_cell() {
    let aligned = "+-----+--------+\n| a   | A|B    |\n+-----+--------+\n| c|d | e      |\n+-----+--------+\n";
    assert_eq!(shown(aligned), ["a | A|B", "c|d | e"]);
    let ragged = "+----+------+\n| ① | A|B |\n+----+------+\n| ② | C |\n+----+------+\n";
    assert_eq!(shown(ragged), ["① | A|B", "② | C"]);
    let narrow = "+--+--+\n|a |b |\n+--+--+\n|cc|dd|\n+--+--+\n";
    assert_eq!(shown(narrow), ["a | b", "cc | dd"]);
}

#[test]
fn an_item_of_a_list_begins_a_line_below_one_that_fills_its_cell() {
    let text = "+------+----------+\n| 項目 | ・一つ目 |\n|      | ・二つ目 |\n|      | の続き   |\n+------+----------+\n| 部署 | 課       |\n+------+----------+\n| 時期 | 随時     |\n+------+----------+\n";
    assert_eq!(shown(text), ["項目 | ・一つ目/・二つ目の続き", "部署 | 課", "時期 | 随時"]);
}

#[test]
fn bars_of_a_line_are_looked_at_in_time() {
    let text = format!("+--+--+\n| a | b |\n+--+--+\n{}|\n+--+--+\n", "|a".repeat(200_000));
    let taken = crate::budget::within(Duration::ZERO, usize::MAX, || undo(&text));
    assert!(taken.is_err());
}
