//! Cells that span others, which a tool has printed once in each of the columns and rows that they span.
//!
//! Docling, pymupdf4llm and the exporters of data frames write a grid. What is printed in all cells of a
//! row is one cell; where a document does this, cells that are alike side by side are one as well.

use crate::fold::control::ABOVE;
use crate::read::text::append;
use crate::rows::{Cell, Row};

/// A document repeats its merged cells where it has this many rows of one text and nothing else …
const LEAST: usize = 2;
/// … of this many characters.
const LONG: usize = 4;
/// What stands below itself in the first column is a label of this many characters.
const LABEL: usize = 2;
/// A table of this many different cells in a row is a list, whose cells may be alike.
const COLUMNS: usize = 4;

/// Folds the cells that are printed more than once.
pub(super) fn fold(rows: &mut Vec<Row>) {
    let repeats = |row: &&Row| is_one(row) && length(&row.cells[0]) >= LONG;
    if rows.iter().filter(repeats).count() >= LEAST {
        let mut from = 0;
        while from < rows.len() {
            let rest = &rows[from + 1..];
            let to = rest.iter().position(|row| row.gap).map_or(rows.len(), |at| from + 1 + at);
            table(&mut rows[from..to]);
            from = to;
        }
    }
    join(rows);
}

fn table(rows: &mut [Row]) {
    let list = rows.iter().any(|row| different(row) >= COLUMNS);
    let alike = if list { alike(rows) } else { Vec::new() };
    let mut above: Option<String> = None;
    for row in rows {
        if is_one(row) {
            row.cells.truncate(1);
            above = None;
            continue;
        }
        let first = row.cells.first().map(|cell| cell.text.clone()).unwrap_or_default();
        let again = !list && first.chars().count() >= LABEL && above.as_ref() == Some(&first);
        if list {
            let mut at = 0;
            row.cells.retain(|_| {
                at += 1;
                !alike.get(at - 1).copied().unwrap_or(false)
            });
        } else {
            row.cells.dedup_by(|b, a| a.text == b.text && !a.text.is_empty());
        }
        if again && row.cells.len() > 1 {
            row.cells[0] = above_cell();
        } else {
            above = Some(first);
        }
    }
}

/// For each column of a list whether it is the column before it once more: alike in each of at least
/// three rows, but for the rows that are one cell.
fn alike(rows: &[Row]) -> Vec<bool> {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let same = |column: usize| {
        let pairs = rows.iter().filter(|row| !is_one(row)).filter_map(|row| {
            Some((&row.cells.get(column.checked_sub(1)?)?.text, &row.cells.get(column)?.text))
        });
        let pairs: Vec<_> = pairs.filter(|(a, b)| !(a.is_empty() && b.is_empty())).collect();
        pairs.len() >= 3 && pairs.iter().all(|(a, b)| a == b)
    };
    (0..columns).map(same).collect()
}

/// A cell that is one with the cell above it.
fn above_cell() -> Cell {
    Cell { text: ABOVE.to_string(), ..Cell::default() }
}

/// A row whose label is that of the row above goes on with its value; elsewhere a cell that is one
/// with the cell above it is an empty cell.
fn join(rows: &mut Vec<Row>) {
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for mut row in rows.drain(..) {
        let goes_on = row.cells.len() == 2 && is_above(&row.cells[0]) && !row.gap;
        let last = kept.last_mut().filter(|last| goes_on && last.cells.len() == 2);
        if let (Some(last), Some(more)) = (last, row.cells.last_mut()) {
            append(&mut last.cells[1], std::mem::take(more));
            continue;
        }
        for cell in row.cells.iter_mut().filter(|cell| is_above(cell)) {
            *cell = Cell::default();
        }
        kept.push(row);
    }
    *rows = kept;
}

fn is_above(cell: &Cell) -> bool {
    cell.text.chars().eq([ABOVE])
}

/// Whether all cells of a row are the same text.
fn is_one(row: &Row) -> bool {
    let mut cells = row.cells.iter();
    let first = cells.next().map_or("", |cell| cell.text.as_str());
    !first.is_empty() && row.cells.len() > 1 && cells.all(|cell| cell.text == first)
}

fn different(row: &Row) -> usize {
    let mut texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}

fn length(cell: &Cell) -> usize {
    cell.text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(lines: &[&str]) -> Vec<Vec<String>> {
        let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
        let mut rows: Vec<Row> = lines
            .iter()
            .map(|line| Row { cells: line.split('|').map(cell).collect(), ..Row::default() })
            .collect();
        fold(&mut rows);
        rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
    }

    #[test]
    fn a_spanning_cell_is_one() {
        let heading = "基本情報|基本情報|基本情報";
        assert_eq!(
            folded(&[heading, heading, "①部署名|①部署名|課", "①部署名|①部署名|係", "-|-|-"]),
            [vec!["基本情報"], vec!["基本情報"], vec!["①部署名", "課\n係"], vec!["-"]]
        );
    }

    #[test]
    fn in_a_list_only_whole_columns_are_folded() {
        let rows = ["見出しの行|見出しの行|見出しの行|見出しの行|見出しの行"; 2];
        let list = ["年月|年月|項目|前|後", "1日|1日|甲|同じ文|同じ文", "2日|2日|乙|丙|丁"];
        let rows: Vec<&str> = rows.into_iter().chain(list).collect();
        assert_eq!(folded(&rows)[3], ["1日", "甲", "同じ文", "同じ文"]);
    }

    #[test]
    fn where_nothing_is_repeated_alike_cells_stay() {
        assert_eq!(folded(&["変更前|変更後", "なし|なし"])[1], ["なし", "なし"]);
    }
}
