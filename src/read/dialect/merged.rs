//! Cells that span others, which a tool has printed once in each of the columns and rows that they span.
//!
//! Docling, pymupdf4llm and the exporters of data frames write a grid. What is printed in all cells of a
//! row is one cell; where a document does this, cells that are alike side by side are one as well.

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
pub(super) fn fold(rows: &mut [Row]) {
    let repeats = |row: &&Row| is_one(row) && length(&row.cells[0]) >= LONG;
    if rows.iter().filter(repeats).count() < LEAST {
        return;
    }
    let mut from = 0;
    while from < rows.len() {
        let rest = &rows[from + 1..];
        let to = rest.iter().position(|row| row.gap).map_or(rows.len(), |at| from + 1 + at);
        table(&mut rows[from..to]);
        from = to;
    }
}

fn table(rows: &mut [Row]) {
    let list = rows.iter().any(|row| different(row) >= COLUMNS);
    let mut above: Option<String> = None;
    for row in rows {
        if is_one(row) {
            row.cells.truncate(1);
            above = None;
            continue;
        }
        if row.cells.len() > 1 {
            let least = if list { LONG } else { 1 };
            row.cells.dedup_by(|b, a| a.text == b.text && length(a) >= least);
        }
        let first = row.cells.first().map(|cell| cell.text.clone()).unwrap_or_default();
        if !list
            && row.cells.len() > 1
            && first.chars().count() >= LABEL
            && above.as_ref() == Some(&first)
        {
            row.cells[0] = Cell::default();
        } else {
            above = Some(first);
        }
    }
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
            [vec!["基本情報"], vec!["基本情報"], vec!["①部署名", "課"], vec!["", "係"], vec!["-"]]
        );
    }

    #[test]
    fn where_nothing_is_repeated_alike_cells_stay() {
        assert_eq!(folded(&["変更前|変更後", "なし|なし"])[1], ["なし", "なし"]);
    }
}
