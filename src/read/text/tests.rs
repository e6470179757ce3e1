//! What lines, tags and tables of a text become.

use super::*;

fn rows(text: &str) -> Rows {
    super::rows(text, &|_| {})
}

fn cells(text: &str) -> Vec<Vec<String>> {
    rows(text).rows.iter().map(|r| r.cells.iter().map(|c| c.text.clone()).collect()).collect()
}

#[test]
fn tabs_part_cells_and_blank_lines_leave_a_gap() {
    let rows = rows("a\tb\n\n\tc\n");
    assert_eq!(rows.rows.len(), 2);
    assert!(!rows.rows[0].gap && rows.rows[1].gap);
    assert_eq!(rows.rows[1].cells[0].text, "");
    assert_eq!(rows.rows[1].cells[1].source_of(0..1).unwrap().line, 3);
}

#[test]
fn markup_goes_and_text_in_angle_brackets_stays() {
    assert_eq!(
        cells("x\t<p>一 </p> <ul style=\"a\"> <li>二</li></ul><選択肢> &lt;三"),
        [["x", "一\n二\n<選択肢> <三"]]
    );
    assert_eq!(cells("[<input type=\"checkbox\"/>] 紙"), [["[\u{FDD0}] 紙"]]);
}

#[test]
fn struck_text_is_no_text_of_the_cell_but_said() {
    let rows =
        rows("部署\t~~高齢福祉課~~健康福祉部\n課長\t<del>旧課長</del> 新課長 ~3日\n所\t~~未完\n");
    let cells: Vec<&str> = rows.rows.iter().map(|row| row.cells[1].text.as_str()).collect();
    assert_eq!(cells, ["健康福祉部", "新課長 ~3日", "~~未完"]);
    let notes: Vec<_> = rows.notes.iter().map(|note| (note.cell, &*note.message.en)).collect();
    let said = |text: &str| format!("a strike takes out '{text}'");
    assert_eq!(notes[0], (Some((0, 1)), said("高齢福祉課").as_str()));
    assert_eq!(notes[1], (Some((1, 1)), said("旧課長").as_str()));
}

#[test]
fn a_table_inside_a_cell_is_flattened_and_one_of_its_own_is_rows() {
    assert_eq!(cells("a\t<table><tr><td>b</td><td>c</td></tr></table>"), [["a", "b c"]]);
    assert_eq!(
        cells(
            "<table>\n<tr><td>a</td>\n<td>b<br>c</td></tr>\n<tr><td></td><td>d</td></tr>\n</table>\nend"
        ),
        [vec!["a", "b\nc"], vec!["", "d"], vec!["end"]]
    );
}

#[test]
fn a_merged_cell_of_a_list_belongs_to_every_row() {
    let table = "<table><tr><td>a</td><td rowspan=2>b</td><td>c</td><td>d</td></tr>\n<tr><td>e</td><td>f</td><td>g</td></tr>\n<tr><td>h</td><td colspan=\"2\">i</td><td>j</td></tr></table>";
    assert_eq!(
        cells(table),
        [vec!["a", "b", "c", "d"], vec!["e", "b", "f", "g"], vec!["h", "i", "", "j"]]
    );
    let label = "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>";
    assert_eq!(cells(label), [vec!["a", "b"], vec!["c"]]);
}

#[test]
fn raw_characters_are_quoted_unchanged() {
    let text = "x\t<p>平成28年</p> &amp; 終";
    let rows = rows(text);
    let cell = &rows.rows[0].cells[1];
    assert_eq!(cell.text, "平成28年\n& 終");
    let raw: String = cell.raw_of(0..cell.text.len()).into_iter().map(|r| &rows.raw[r]).collect();
    assert_eq!(raw, "平成28年&amp; 終");
}

#[test]
fn page_numbers_and_dashes_are_furniture() {
    let rows = rows("1/5\n-\t\n- 3 -\n---\t--\n1\n評価\n2\nx\n3");
    let furniture: Vec<bool> = rows.rows.iter().map(|r| r.furniture).collect();
    assert_eq!(furniture, [true, false, true, true, true, false, true, false, true]);
}
