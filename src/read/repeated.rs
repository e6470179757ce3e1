//! Cells that span others, which somebody has written once in each of the columns and rows that they span.
//!
//! Docling and the exporters of data frames write a grid, and whoever unmerges the cells of a sheet and fills them has one.
//! What stands in all cells of a row is one cell; where a document does this, cells that are alike are one as well:
//!
//! ```text
//! 基本情報 │ 基本情報 │ 基本情報 │ 基本情報        ─▶  基本情報
//! ①部署名 │ ①部署名 │ 税務課   │ 税務課              ①部署名 │ 税務課
//! ```
//!
//! The cells of a list may be alike and are not one: its columns are those of its other rows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A document repeats its merged cells where it has this many rows of one text and nothing else, or of texts …
const LEAST: usize = 2;
/// … of which so many are there several times side by side.
const SEVERAL: usize = 3;
/// A text of this many characters says something: cells that are alike and have fewer may be answers.
const LONG: usize = 4;
/// What stands below itself at the begin of a row is a label of this many characters.
const LABEL: usize = 2;
/// A table of this many different cells in a row is a list, whose cells may be alike.
const COLUMNS: usize = 4;
/// So many rows have the columns of a list.
const ROWS: usize = 2;
/// Where this many have them, long texts that are alike are cells too.
const MANY: usize = 3;
/// So many lists are looked for in a table.
const LISTS: usize = 64;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A cell of its own.
    Own,
    /// One with the cell to its left.
    Left,
    /// One with the cell above it.
    Above,
}

/// Whether a document repeats its merged cells.
pub(super) fn is_repeated<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> bool {
    let repeats = |row: &Vec<&str>| match one(row) {
        Some(text) => is_long(text, LONG),
        None => is_several(row),
    };
    rows.filter(repeats).take(LEAST).count() == LEAST
}

/// Whether several long texts of a row are each there more than once side by side.
fn is_several(row: &[&str]) -> bool {
    let pairs = row.windows(2).filter(|pair| pair[0] == pair[1] && is_long(pair[0], LONG));
    pairs.map(|pair| pair[0]).collect::<BTreeSet<_>>().len() >= SEVERAL
}

/// What the cells of a table are in which merged cells are repeated.
pub(super) fn parts(rows: &[Vec<&str>]) -> Vec<Vec<Part>> {
    let lists = Lists::of(rows);
    let mut all: Vec<Vec<Part>> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let own = bounds(row);
        let mut parts = across(row, &lists.between(row, &own));
        let above = at.checked_sub(1).filter(|_| !lists.hold(row, &own));
        if let Some(above) = above {
            down(&mut parts, row, &rows[above], &all[above]);
        }
        all.push(parts);
    }
    all
}

/// The columns of the lists of a table: where their cells begin, and how many rows have them.
struct Lists(BTreeMap<Vec<usize>, usize>);

impl Lists {
    fn of(rows: &[Vec<&str>]) -> Self {
        let mut lists: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| is_list(row)) {
            let bounds = bounds(row);
            if lists.len() < LISTS || lists.contains_key(&bounds) {
                *lists.entry(bounds).or_default() += 1;
            }
        }
        lists.retain(|_, rows| *rows >= ROWS);
        Self(lists)
    }

    /// The lists that a row may be of, and how many rows they have.
    fn about(&self, own: &[usize]) -> impl Iterator<Item = (&[usize], usize)> {
        let holds = |list: &[usize]| own.iter().all(|at| list.binary_search(at).is_ok());
        let lists = self.0.iter().map(|(list, rows)| (&**list, *rows));
        lists.filter(move |(list, _)| !own.is_empty() && holds(list))
    }

    /// Whether a row is one of a list.
    fn hold(&self, row: &[&str], own: &[usize]) -> bool {
        is_list(row) && self.about(own).any(|(list, _)| 2 * own.len() >= list.len())
    }

    /// Where cells begin in a row, by the lists that it may be of.
    fn between(&self, row: &[&str], own: &[usize]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        if one(row).is_some() {
            return found;
        }
        for (list, rows) in self.about(own) {
            let is_alike = rows >= MANY && 2 * own.len() >= list.len();
            let begins =
                |at: &&usize| row.get(**at).is_some_and(|text| is_alike || !is_long(text, LONG));
            found.extend(list.iter().filter(begins).copied());
        }
        found
    }
}

/// Which cells of a row are one with the cell to their left.
fn across(row: &[&str], between: &BTreeSet<usize>) -> Vec<Part> {
    let is_left = |at: usize| {
        at > 0 && !row[at].is_empty() && row[at] == row[at - 1] && !between.contains(&at)
    };
    (0..row.len()).map(|at| if is_left(at) { Part::Left } else { Part::Own }).collect()
}

/// Joins cells with those above them, from the begin of the row on as long as they are alike.
fn down(parts: &mut [Part], row: &[&str], above: &[&str], parts_above: &[Part]) {
    let mut least = LABEL;
    for Range { start, end } in runs(parts) {
        if row[start].is_empty() && above.get(start).is_none_or(|text| text.is_empty()) {
            continue;
        }
        let begins = |at: usize| parts_above.get(at).is_none_or(|part| *part != Part::Left);
        let is_same = above.get(start..end).is_some_and(|above| *above == row[start..end]);
        if !(is_same && begins(start) && begins(end) && is_long(row[start], least)) {
            return;
        }
        parts[start] = Part::Above;
        least = LONG;
    }
}

/// The cells of a row, each with those that are one with it.
fn runs(parts: &[Part]) -> Vec<Range<usize>> {
    let starts = (0..parts.len()).filter(|at| parts[*at] != Part::Left);
    let starts: Vec<usize> = starts.chain([parts.len()]).collect();
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Where other cells begin in a row.
fn bounds(row: &[&str]) -> Vec<usize> {
    (1..row.len()).filter(|at| row[*at] != row[at - 1]).collect()
}

/// The text of a row that has one and the same in several cells side by side, and in no other.
fn one<'a>(row: &[&'a str]) -> Option<&'a str> {
    let first = row.iter().position(|text| !text.is_empty())?;
    let last = row.iter().rposition(|text| !text.is_empty())?;
    let is_one = last > first && row[first..=last].iter().all(|text| *text == row[first]);
    is_one.then(|| row[first])
}

/// Whether a text is the bracket of an option in a cell of its own.
pub(super) fn is_bracket(text: &str) -> bool {
    matches!(text, "[" | "［" | "]" | "］")
}

/// Whether a row has so many different texts that it may be one of a list: one with options is none.
fn is_list(row: &[&str]) -> bool {
    if row.iter().any(|text| is_bracket(text)) {
        return false;
    }
    let says = |text: &&&str| text.chars().any(char::is_alphanumeric);
    row.iter().filter(says).collect::<BTreeSet<_>>().len() >= COLUMNS
}

fn is_long(text: &str, least: usize) -> bool {
    text.chars().nth(least - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells that are left of each row; `^` is one with the cell above it.
    fn left(lines: &[&str]) -> Vec<String> {
        let rows: Vec<Vec<&str>> = lines.iter().map(|line| line.split('|').collect()).collect();
        let kept = |(row, parts): (&Vec<&str>, Vec<Part>)| {
            let cells = row.iter().zip(parts).filter_map(|(text, part)| match part {
                Part::Own => Some(*text),
                Part::Left => None,
                Part::Above => Some("^"),
            });
            cells.collect::<Vec<_>>().join("|")
        };
        rows.iter().zip(parts(&rows)).map(kept).collect()
    }

    #[test]
    fn only_a_document_with_rows_of_one_text_repeats_its_cells() {
        let is = |lines: &[&str]| is_repeated(lines.iter().map(|line| line.split('|').collect()));
        assert!(is(&["基本情報|基本情報|", "①部署|課", "しきい値判断|しきい値判断|"]));
        let list = "変更前の記載|変更前の記載|変更後の記載|変更後の記載|提出時期|提出時期";
        assert!(is(&["変更箇所|変更箇所", list]));
        assert!(!is(&["変更箇所|変更箇所", "変更前の記載|変更後の記載|該当なし|該当なし"]));
        assert!(!is(&["基本情報|基本情報|", "該当なし||該当なし", "なし|なし", "－－－－||"]));
    }

    #[test]
    fn cells_that_are_alike_side_by_side_or_one_below_the_other_are_one() {
        assert_eq!(left(&["①部署|①部署|税務課|税務課"]), ["①部署|税務課"]);
        let below = ["①事務|①事務|税の賦課|税の賦課", "①事務|①事務|税の賦課|税の賦課"];
        assert_eq!(left(&below), ["①事務|税の賦課", "^|^"]);
        assert_eq!(left(&["①事務|課|課", "①事務|係|係"])[1], "^|係");
        assert_eq!(left(&["①事務|課|課", "②事務|課|課"])[1], "②事務|課");
        assert_eq!(left(&["見出し|見出し", "見出し|見出し"])[1], "^");
    }

    #[test]
    fn answers_that_are_alike_below_each_other_stay() {
        assert_eq!(left(&["①点検|[|○|]", "①点検|[|○|]"])[1], "^|[|○|]");
        assert_eq!(left(&["○|○|有", "○|○|有"])[1], "○|有");
    }

    #[test]
    fn options_beside_each_other_are_no_list() {
        let options = "①人数|[|有|]|1) 有|2) 無";
        assert_eq!(left(&[options, options, "②時期|随時|随時|随時|随時|随時"])[2], "②時期|随時");
    }

    #[test]
    fn cells_of_a_list_that_are_alike_stay() {
        let head = "年月|年月|項目|項目|前|前|後|後|時期|時期";
        let same = "1日|1日|甲|甲|－|－|－|－|－|－";
        let list =
            [head, "2日|2日|乙|乙|有|有|無|無|事前|事前", same, "－|－|－|－|－|－|－|－|丙|丙"];
        let left = left(&list);
        assert_eq!(left[2..], ["1日|甲|－|－|－", "－|－|－|－|丙"]);
    }
}
