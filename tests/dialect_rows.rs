//! A new mark, wrapper, line of a page, tag, command or key is a row of a table: each row is tried in a document that is
//! written with it, and the document says what it says without.

use hyokasho::{Options, Outcome};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Item ids and values; white space does not count.
type Said = BTreeMap<String, String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

static SOURCE: LazyLock<String> = LazyLock::new(|| {
    fs::read_to_string(root().join("fixtures/dialects/source.txt")).expect("the document")
});

/// The rows of a table of data.
fn rows(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(root().join("src").join(table)).expect("a table");
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn read(text: &str) -> Outcome {
    hyokasho::read("a.txt", text.as_bytes(), &Options::default())
}

fn said(text: &str) -> Said {
    let outcome = read(text);
    let items = outcome.records.iter().flat_map(|record| &record.items);
    let value = |text: String| text.split_whitespace().collect::<String>();
    items.map(|item| (item.id.clone(), value(item.value.printed()))).collect()
}

/// The document with a part of it written otherwise.
fn with(part: &str, instead: &str) -> String {
    assert!(SOURCE.contains(part), "{part}");
    SOURCE.replace(part, instead)
}

/// The names of the rows for which a document does not say the same as another.
fn differing<'a>(cases: impl IntoIterator<Item = (&'a str, String, Said)>) -> Vec<String> {
    let differing = cases.into_iter().filter_map(|(row, text, expected)| {
        let found = said(&text);
        let other = |(item, value): &(&String, &String)| expected.get(*item) != Some(*value);
        let other: Said =
            found.iter().filter(other).map(|(item, value)| (item.clone(), value.clone())).collect();
        let lost: Vec<&String> =
            expected.keys().filter(|item| !found.contains_key(*item)).collect();
        let same = other.is_empty() && lost.is_empty();
        (!same).then(|| format!("{row}: {other:?}, lost {lost:?}"))
    });
    differing.collect()
}

fn assert_same<'a>(cases: impl IntoIterator<Item = (&'a str, String, Said)>) {
    let differing = differing(cases);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The document with its ticked and its empty boxes written so.
fn boxes(ticked: &str, empty: &str) -> String {
    SOURCE.replace('☒', ticked).replace('☐', empty)
}

#[test]
fn each_mark_is_read_as_its_row_says() {
    let marks = rows("mark/data/marks.csv");
    let plain = said(&SOURCE);
    let cases = marks.iter().map(|row| {
        let (mark, place, state) = (&row[0], row[1].as_str(), row[2].as_str());
        let dressed = |mark: &str| match place {
            "bracket" => format!("[{mark}]"),
            _ => format!("{mark} "),
        };
        let mark = dressed(mark);
        let text = match (state, place) {
            ("ticked", _) => boxes(&mark, "[ ]"),
            ("circle", "bracket") => boxes(&mark, "[ ]"),
            // Beside filled circles those that are not filled are empty boxes.
            ("circle", _) => boxes("●", &mark),
            ("filled", "bracket") => boxes(&mark, "[○]"),
            ("filled", _) => boxes(&mark, "○"),
            ("empty", _) => boxes("☒", &mark),
            ("bare", _) => boxes(&dressed("⬤"), &mark),
            _ => boxes(&mark, "[ ]"),
        };
        let mut expected = plain.clone();
        if state == "lost" {
            let ticked = expected.values_mut().filter(|value| *value == "checked");
            ticked.for_each(|value| *value = "unknown".to_owned());
        }
        (row[0].as_str(), text, expected)
    });
    assert_same(cases.collect::<Vec<_>>());
}

#[test]
fn each_wrapper_and_page_line_goes() {
    let patterns = rows("read/dialect/data/patterns.csv");
    let place = "[令和6年10月　様式3]\n";
    let plain = said(&SOURCE);
    let cases = patterns.iter().map(|row| {
        let (pattern, example) = (&row[0], &row[5]);
        let text = if pattern.ends_with("\\z") {
            format!("{}{example}", *SOURCE)
        } else if row[2] == "edge" {
            format!("{example}\n\n{}", *SOURCE)
        } else if pattern.starts_with("([") {
            boxes("\n- [x]", "\n- [ ]")
        } else if pattern.starts_with("^(:") {
            with("<td>福祉課</td>", &format!("<td>\n{example}</td>"))
        } else {
            with(place, &format!("{example}\n{place}"))
        };
        (pattern.as_str(), text, plain.clone())
    });
    assert_same(cases.collect::<Vec<_>>());
}

#[test]
fn each_command_is_what_it_says() {
    let commands = rows("read/dialect/data/latex.csv");
    let cases = commands.iter().map(|row| {
        let (command, says) = (&row[0], &row[1]);
        let formula = match says.as_str() {
            "" => format!("$\\{command}{{庶}}$"),
            _ => format!("$\\{command}$庶"),
        };
        let text = with("福祉課</td>", &format!("福祉{formula}課</td>"));
        let expected = with("福祉課</td>", &format!("福祉{}庶課</td>", says.replace('<', "＜")));
        let expected: Said = said(&expected);
        let folded = |(item, value): (String, String)| (item, value.replace('＜', "<"));
        (command.as_str(), text, expected.into_iter().map(folded).collect())
    });
    assert_same(cases.collect::<Vec<_>>());
}

/// The document with the tags of its tables written otherwise.
fn tagged(tag: &str, by: &str) -> String {
    let open = SOURCE.replace(&format!("<{tag}"), &format!("<{by}"));
    open.replace(&format!("</{tag}>"), &format!("</{by}>"))
}

#[test]
fn each_tag_is_undone() {
    let tags = rows("read/dialect/data/tags.csv");
    let plain = said(&SOURCE);
    let (cell, line) = ("<td>福祉課</td>", "[令和6年10月　様式3]\n");
    let cases = tags.iter().map(|row| {
        let (tag, meaning) = (&row[0], row[1].as_str());
        let text = match meaning {
            "table" => tagged("table", tag),
            "row" => tagged("tr", tag),
            "cell" => tagged("td", tag),
            "joined" => {
                with(" colspan=\"2\">児童手当ファイル</td>", &format!(">児童手当ファイル<{tag}>"))
            }
            "above" => with("行う。\n手当", &format!("行う。</td></tr>\n<tr><{tag}><td>手当")),
            "line" => with(cell, &format!("<td>福祉<{tag}>課</td>")),
            "empty" => with(cell, &format!("<td>福祉課<{tag} src=\"a.png\"></td>")),
            "space" | "break" => with(cell, &format!("<td><{tag}>福祉課</{tag}></td>")),
            "page" => with(line, &format!("<{tag}>\n{line}")),
            "drop" | "furniture" => with(line, &format!("<{tag}>写</{tag}>\n{line}")),
            "ticked" => boxes(&format!("<{tag}>"), "☐"),
            "unticked" => boxes("☒", &format!("<{tag}>")),
            _ => panic!("{meaning}"),
        };
        (tag.as_str(), text, plain.clone())
    });
    assert_same(cases.collect::<Vec<_>>());
}

/// A string of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The document as the parts before and behind its last two answers, and a table of these in between.
fn around(table: &str) -> String {
    let (before, rest) = SOURCE.split_once("<tr>\n<td>①部署").expect("the department");
    let (_, behind) = rest.split_once("福祉課長</td>\n</tr>\n").expect("its head");
    let (before, behind) = (format!("{before}</table>"), format!("<table>\n{behind}"));
    format!("[{{\"text\": {}}}, {table}, {{\"text\": {}}}]", quoted(&before), quoted(&behind))
}

const CELLS: [(usize, usize, &str); 4] =
    [(0, 0, "①部署"), (0, 1, "福祉課"), (1, 0, "②所属長の役職名"), (1, 1, "福祉課長")];

/// Cells whose order only their rows and columns tell.
fn cells(key: &str, row: &str, column: &str, more: &str) -> String {
    let cell = |(r, c, text): &(usize, usize, &str)| {
        format!("{{\"{row}\": {r}, \"{column}\": {c}, {more} \"text\": \"{text}\"}}")
    };
    let cells: Vec<String> = CELLS.iter().rev().map(cell).collect();
    around(&format!("{{\"{key}\": [{}]}}", cells.join(", ")))
}

#[test]
fn each_key_of_a_layout_is_read() {
    let keys = rows("read/dialect/data/json.csv");
    let plain = said(&SOURCE);
    let whole = quoted(&SOURCE);
    let cases = keys.iter().map(|row| {
        let (key, meaning) = (&row[0], row[1].as_str());
        let text = match meaning {
            "text" => format!("[{{\"{key}\": {whole}}}]"),
            "block" => format!("{{\"{key}\": [{{\"text\": {whole}}}]}}"),
            "label" => {
                format!("[{{\"{key}\": \"footer\", \"text\": \"写\"}}, {{\"text\": {whole}}}]")
            }
            "cells" => cells(key, "row", "col", ""),
            "rows" => around(&format!(
                "{{\"{key}\": [[\"①部署\", \"福祉課\"], [\"②所属長の役職名\", \"福祉課長\"]]}}"
            )),
            "row" => cells("cells", key, "col", ""),
            "column" => cells("cells", "row", key, ""),
            // How far a cell spans is held beside the code (`src/read/dialect/json.rs`).
            "row span" | "column span" => cells("cells", "row", "col", &format!("\"{key}\": 1,")),
            _ => panic!("{meaning}"),
        };
        (key.as_str(), text, plain.clone())
    });
    assert_same(cases.collect::<Vec<_>>());
}

#[test]
fn each_kind_of_furniture_is_left_out() {
    let furniture = |label: &str| {
        let note = format!("{{\"type\": \"{label}\", \"text\": \"清流町のひかえ\"}}");
        let outcome = read(&around(&note));
        outcome.records.iter().map(|record| record.quality.furniture).sum::<f64>()
    };
    let plain = furniture("paragraph");
    for row in rows("read/dialect/data/blocks.csv") {
        assert!(furniture(&row[0]) > plain, "{}", row[0]);
    }
}
