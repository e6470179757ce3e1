//! Cells that span others, which a tool has printed once in each of the columns and rows that they span.

use crate::fold::control::ABOVE;
use crate::read::repeated::{Part, is_repeated, parts};
use crate::read::text::append;
use crate::rows::{Cell, Row};

/// Folds the cells that are printed more than once.
pub(super) fn fold(rows: &mut Vec<Row>) {
    if is_repeated(rows.iter().map(texts)) {
        let mut rest = std::mem::take(rows);
        while !rest.is_empty() {
            let below = rest.iter().skip(1).position(|row| row.gap);
            let below = rest.split_off(below.map_or(rest.len(), |at| at + 1));
            rows.extend(table(std::mem::replace(&mut rest, below)));
        }
    }
    join(rows);
}

fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

/// The rows of a table with each cell once; those that are one with the row above are left out.
fn table(rows: Vec<Row>) -> impl Iterator<Item = Row> {
    let parts = parts(&rows.iter().map(texts).collect::<Vec<_>>());
    let folded = rows.into_iter().zip(parts).map(|(mut row, parts)| {
        let cells = std::mem::take(&mut row.cells).into_iter().zip(parts);
        let mut kept: Vec<(Cell, Part)> = cells.filter(|(_, part)| *part != Part::Left).collect();
        let is_above = !kept.is_empty() && kept.iter().all(|(_, part)| *part == Part::Above);
        if let Some((first, _)) = kept.first_mut().filter(|(_, part)| *part == Part::Above) {
            *first = above_cell();
        }
        row.cells = kept.into_iter().map(|(cell, _)| cell).collect();
        (row, is_above)
    });
    folded.filter(|(_, is_above)| !is_above).map(|(row, _)| row)
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
        let headings = ["基本情報|基本情報|基本情報", "評価の実施|評価の実施|評価の実施"];
        assert_eq!(
            folded(&[
                headings[0],
                headings[1],
                "①部署名|①部署名|課",
                "①部署名|①部署名|係",
                "-|-|-"
            ]),
            [vec!["基本情報"], vec!["評価の実施"], vec!["①部署名", "課\n係"], vec!["-"]]
        );
    }

    #[test]
    fn in_a_list_only_whole_columns_are_folded() {
        let row = |text: &str| [text; 5].join("|");
        let rows = [row("見出しの行"), row("別の見出し")];
        let list = ["年月|年月|項目|前|後", "1日|1日|甲|同じ文|同じ文", "2日|2日|乙|丙|丁"];
        let rows: Vec<&str> = rows.iter().map(String::as_str).chain(list).collect();
        assert_eq!(folded(&rows)[3], ["1日", "甲", "同じ文", "同じ文"]);
    }

    #[test]
    fn where_nothing_is_repeated_alike_cells_stay() {
        assert_eq!(folded(&["変更前|変更後", "なし|なし"])[1], ["なし", "なし"]);
    }
}
