use super::*;

fn block(first: Position, last: Position, text: &str) -> Block {
    Block { first, last, text: text.to_owned(), ..Block::default() }
}

fn printed(grid: &Grid) -> Vec<Vec<String>> {
    let mut rows = Rows::default();
    grid.write(&mut rows);
    let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
    rows.rows.iter().map(texts).collect()
}

fn frame(grid: &mut Grid, first: Position, last: Position) {
    for row in first.0..=last.0 {
        for column in first.1..=last.1 {
            let borders = Borders {
                left: column == first.1,
                right: column == last.1,
                top: row == first.0,
                bottom: row == last.0,
            };
            grid.draw((row, column), borders);
        }
    }
}

#[test]
fn what_borders_enclose_is_one_cell() {
    let mut grid = Grid::new(3, 6).unwrap();
    grid.add(block((0, 0), (0, 5), "表題"));
    grid.add(block((1, 0), (2, 1), "③"));
    for (column, text) in [(2, "["), (3, "○"), (4, "]"), (5, "庁内")] {
        grid.add(block((1, column), (1, column), text));
    }
    grid.add(block((2, 2), (2, 5), "その他"));
    frame(&mut grid, (1, 0), (2, 1));
    frame(&mut grid, (1, 2), (2, 5));
    assert_eq!(printed(&grid), [vec!["表題"], vec!["③", "[ ○ ] 庁内\nその他"]]);
}

#[test]
fn without_borders_a_block_is_a_cell() {
    let mut grid = Grid::new(2, 3).unwrap();
    grid.add(block((0, 0), (0, 0), "①"));
    grid.add(block((0, 1), (0, 2), "名称"));
    grid.add(block((1, 1), (1, 1), " "));
    assert_eq!(printed(&grid), [["①", "名称"]]);
}

#[test]
fn a_merged_cell_of_a_list_belongs_to_every_row() {
    let mut grid = Grid::new(3, 4).unwrap();
    for (column, text) in ["変更日", "項目", "前", "後"].into_iter().enumerate() {
        grid.add(block((0, column), (0, column), text));
    }
    grid.add(block((1, 0), (2, 0), "4月1日"));
    for row in 1..3 {
        for (column, text) in [(1, "①"), (2, "旧"), (3, "新")] {
            grid.add(block((row, column), (row, column), text));
        }
    }
    for block in grid.blocks.clone() {
        frame(&mut grid, block.first, block.last);
    }
    assert_eq!(printed(&grid)[1..], [["4月1日", "①", "旧", "新"], ["4月1日", "①", "旧", "新"]]);
}

#[test]
fn a_label_beside_rows_of_boxes_is_read_once() {
    let mut grid = Grid::new(2, 7).unwrap();
    grid.add(block((0, 0), (1, 0), "実施の有無"));
    for (column, text) in ["[", "○", "]", "自己点検", "[", "]"].into_iter().enumerate() {
        grid.add(block((0, column + 1), (0, column + 1), text));
    }
    for (column, text) in [(1, "["), (3, "]"), (4, "外部監査")] {
        grid.add(block((1, column), (1, column), text));
    }
    assert_eq!(printed(&grid)[1], ["[", "]", "外部監査"]);
}

#[test]
fn a_merged_cell_that_was_filled_is_one_again() {
    let lines = [
        "基本情報|基本情報|基本情報|基本情報",
        "①部署|①部署|総務部税務課|総務部税務課",
        "①部署|①部署|総務部税務課|総務部税務課",
    ];
    let end = ["②期間|②期間|[|○", "しきい値判断|しきい値判断|しきい値判断|しきい値判断"];
    let mut grid = Grid::new(5, 4).unwrap();
    for (row, line) in lines.into_iter().chain(end).enumerate() {
        for (column, text) in line.split('|').enumerate() {
            grid.add(block((row, column), (row, column), text));
            frame(&mut grid, (row, column), (row, column));
        }
    }
    grid.fold();
    let rows = [
        vec!["基本情報"],
        vec!["①部署", "総務部税務課"],
        vec!["②期間", "[", "○"],
        vec!["しきい値判断"],
    ];
    assert_eq!(printed(&grid), rows);
}

#[test]
fn what_is_said_of_a_filled_cell_is_said_of_the_whole() {
    let mut grid = Grid::new(2, 3).unwrap();
    let note = Note::struck("旧課長", Source::default());
    for (row, text) in ["基本情報", "変更箇所"].into_iter().enumerate() {
        for column in 0..3 {
            let notes = if column > 0 { vec![note.clone()] } else { Vec::new() };
            grid.add(Block { notes, ..block((row, column), (row, column), text) });
        }
    }
    grid.fold();
    let mut rows = Rows::default();
    grid.write(&mut rows);
    let cells: Vec<_> = rows.notes.iter().map(|note| note.cell).collect();
    assert_eq!(cells, [Some((0, 0)), Some((1, 0))]);
}

#[test]
fn a_number_that_was_filled_without_its_format_is_one() {
    let mut grid = Grid::new(3, 3).unwrap();
    for (row, texts) in
        [["基本情報"; 3], ["時点", "4月1日", "2017-04-01"], ["変更箇所"; 3]].iter().enumerate()
    {
        for (column, text) in texts.iter().enumerate() {
            let number = (row == 1 && column > 0).then_some(42826);
            let at = (row, column);
            grid.add(Block { number, ..block(at, at, text) });
        }
    }
    grid.fold();
    assert_eq!(printed(&grid)[1], ["時点", "4月1日"]);
}

#[test]
fn an_empty_framed_cell_is_kept() {
    let mut grid = Grid::new(1, 2).unwrap();
    grid.add(block((0, 0), (0, 0), "理由"));
    frame(&mut grid, (0, 0), (0, 0));
    frame(&mut grid, (0, 1), (0, 1));
    assert_eq!(printed(&grid), [["理由", ""]]);
}

/// A grid of texts with a line around each of the areas.
fn framed(lines: &[&str], areas: &[(Position, Position)]) -> Grid {
    let columns = lines.iter().map(|line| line.split('|').count()).max().unwrap();
    let mut grid = Grid::new(lines.len(), columns).unwrap();
    for (row, line) in lines.iter().enumerate() {
        for (column, text) in line.split('|').enumerate().filter(|(_, text)| !text.is_empty()) {
            grid.add(block((row, column), (row, column), text));
        }
    }
    areas.iter().for_each(|(first, last)| frame(&mut grid, *first, *last));
    grid
}

fn folded(lines: &[&str], areas: &[(Position, Position)]) -> Grid {
    let mut grid = framed(lines, areas);
    grid.fold();
    grid
}

#[test]
fn cells_of_one_text_that_no_line_parts_are_one() {
    let lines = ["部署|部署|部署|税務課", "部署|部署|部署|", "係|係|係|係"];
    let areas = [((0, 0), (1, 2)), ((0, 3), (1, 3)), ((2, 0), (2, 2)), ((2, 3), (2, 3))];
    let mut grid = framed(&lines, &areas);
    grid.fold();
    assert_eq!(printed(&grid), [["部署", "税務課"], ["係", "係"]]);
}

#[test]
fn a_line_around_the_first_cell_alone_parts_nothing() {
    let lines = ["部署|部署|部署|税務課", "部署|部署|部署|"];
    let areas = [((0, 0), (1, 2)), ((0, 3), (1, 3)), ((0, 0), (0, 0))];
    let mut grid = framed(&lines, &areas);
    grid.fold();
    assert_eq!(printed(&grid), [["部署", "税務課"]]);
    let below = ["部署||税務課", "部署||"];
    let mut grid = framed(&below, &[((0, 0), (1, 1)), ((0, 2), (1, 2)), ((0, 0), (0, 0))]);
    grid.fold();
    assert_eq!(printed(&grid), [["部署", "税務課"]]);
}

#[test]
fn answers_that_are_alike_stay_two_where_their_labels_differ() {
    let lines = ["①対象|十分である", "②対象|十分である"];
    assert_eq!(printed(&folded(&lines, &[])), [["①対象", "十分である"], ["②対象", "十分である"]]);
    let around = [((0, 0), (0, 0)), ((1, 0), (1, 0)), ((0, 1), (1, 1))];
    assert_eq!(printed(&folded(&lines, &around)).len(), 2);
}

#[test]
fn a_cell_with_lines_all_around_is_no_part_of_those_behind_it() {
    let lines = ["4月1日|別添のとおり|別添のとおり|別添のとおり|事後"];
    let areas =
        [((0, 0), (0, 0)), ((0, 1), (0, 1)), ((0, 2), (0, 3)), ((0, 4), (0, 4)), ((1, 0), (1, 4))];
    let cells = &printed(&folded(&[lines[0], "||||"], &areas))[0];
    assert_eq!(cells[..], ["4月1日", "別添のとおり", "別添のとおり", "事後"]);
}

#[test]
fn a_table_below_a_row_of_fewer_cells_keeps_its_columns() {
    let lines = ["件数|10人|割合|半分||", "日|項目|前|後|時期|説明"];
    let row = |row: usize| (0..6).map(move |column| ((row, column), (row, column)));
    let first = [((0, 0), (0, 0)), ((0, 1), (0, 1)), ((0, 2), (0, 2)), ((0, 3), (0, 5))];
    let grid = framed(&lines, &first.into_iter().chain(row(1)).collect::<Vec<_>>());
    assert_eq!(printed(&grid)[1], ["日", "項目", "前", "後", "時期", "説明"]);
}

#[test]
fn rows_of_a_list_that_begin_alike_stay() {
    let lines = [
        "基本情報|基本情報|基本情報|基本情報",
        "4月1日|4月1日|旧|新",
        "4月1日|4月1日|前|後",
        "変更箇所|変更箇所|変更箇所|変更箇所",
    ];
    let rows = (0..4).flat_map(|row| match row {
        1 | 2 => vec![((row, 0), (row, 1)), ((row, 2), (row, 2)), ((row, 3), (row, 3))],
        _ => vec![((row, 0), (row, 3))],
    });
    let mut grid = framed(&lines, &rows.collect::<Vec<_>>());
    grid.fold();
    assert_eq!(printed(&grid)[1..3], [["4月1日", "旧", "新"], ["4月1日", "前", "後"]]);
}

#[test]
fn a_row_of_a_list_has_a_cell_in_each_column() {
    let lines = ["変更日|項目|前|後|時期", "4月1日|①||新|事後", "5月1日|②|旧||事前"];
    let row = |row: usize, parted: &[usize]| -> Vec<(Position, Position)> {
        parted.iter().map(|column| ((row, *column), (row, *column))).collect()
    };
    let areas = [row(0, &[0, 1, 2, 3, 4]), row(1, &[0, 1, 3, 4]), row(2, &[0, 1, 2, 4])].concat();
    let grid = framed(&lines, &areas);
    assert_eq!(printed(&grid)[1], ["4月1日", "①", "", "新", "事後"]);
    assert_eq!(printed(&grid)[2], ["5月1日", "②", "旧", "", "事前"]);
}

#[test]
fn what_stands_beside_a_blank_cell_is_said_of_it() {
    let mut grid =
        framed(&["①部署|", "②役職|課長"], &[((0, 0), (0, 0)), ((0, 1), (0, 1)), ((1, 1), (1, 1))]);
    for row in 0..2 {
        grid.note_blank(row, Note::struck("税務課", Source::default()));
    }
    let mut rows = Rows::default();
    grid.write(&mut rows);
    assert_eq!(rows.notes.iter().map(|note| note.cell).collect::<Vec<_>>(), [Some((0, 1))]);
}

/// Rows of a list with four columns, and what stands in others.
fn list(rows: &[[&str; 5]]) -> Grid {
    let mut grid = Grid::new(rows.len(), 5).unwrap();
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            grid.add(block((row, column), (row, column), text));
        }
        if !texts[1].is_empty() {
            (0..4).for_each(|column| frame(&mut grid, (row, column), (row, column)));
        }
    }
    grid
}

#[test]
fn what_stands_between_rows_of_a_list_is_set_aside() {
    let head = ["変更日", "項目", "前", "後", ""];
    let row = ["1日", "甲", "旧", "新", ""];
    let mut rows = Rows::default();
    list(&[head, row, ["メモ", "", "", "", ""], row]).write(&mut rows);
    let aside: Vec<bool> = rows.rows.iter().map(|row| row.furniture).collect();
    assert_eq!(aside, [false, false, true, false]);
    assert_eq!(rows.notes[0].code, Code::TextAdded);
    let said: Vec<_> = rows.notes.iter().map(|note| note.cell).collect();
    assert_eq!(said, [Some((1, 0)), Some((3, 0))]);
    let mut rows = Rows::default();
    list(&[head, row, ["以上", "", "", "", ""]]).write(&mut rows);
    assert!(rows.rows.iter().all(|row| !row.furniture) && rows.notes.is_empty());
}

#[test]
fn what_may_be_more_than_a_remark_is_not_set_aside() {
    let (head, row) = (["変更日", "項目", "前", "後", ""], ["1日", "甲", "旧", "新", ""]);
    let (blank, heading) = ([""; 5], ["令和5年度分", "", "", "", ""]);
    for between in [&[blank, heading, blank][..], &[heading, head]] {
        let all = [&[head, row], between, &[row]].concat();
        let mut rows = Rows::default();
        list(&all).write(&mut rows);
        assert!(rows.rows.iter().all(|row| !row.furniture), "{all:?}");
    }
    let mut grid = list(&[head, row, blank, row]);
    grid.add(block((2, 2), (2, 2), "旧の続き"));
    grid.add(block((2, 3), (2, 3), "新の続き"));
    assert!(printed(&grid).contains(&vec!["旧の続き".to_owned(), "新の続き".to_owned()]));
    let mut rows = Rows::default();
    grid.write(&mut rows);
    assert!(rows.rows.iter().all(|row| !row.furniture));
}

#[test]
fn what_stands_right_of_the_lines_is_said() {
    let head = ["変更日", "項目", "前", "後", "確認"];
    let mut rows = Rows::default();
    list(&[head, ["1日", "甲", "旧", "新", "済"]]).write(&mut rows);
    let said: Vec<&str> = rows.notes.iter().map(|note| note.within.as_str()).collect();
    assert_eq!(said, ["確認", "済"]);
}
