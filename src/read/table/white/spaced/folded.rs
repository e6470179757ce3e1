//! Sheets of a text that show two pages side by side, cut into their pages, which are put in the order of their numbers.
//!
//! ```text
//! ３．個人番号の利用                   ８．監査
//! 法令上の根拠    番号法第９条          実施の有無     [ ○ ] 自己点検
//!
//!              - 2 -                          - 3 -
//! ```

use super::line::{Line, pages};
use crate::budget;
use crate::finding::Finding;
use crate::read::page::margin::number::number;
use crate::read::sheet::side_by_side;
use crate::read::table::white::weights::page_weights as weights;
use std::collections::BTreeSet;
use std::ops::Range;

/// A page's number at the foot of a sheet.
#[derive(Clone, Copy, Debug)]
struct Foot {
    value: u32,
    start: usize,
    end: usize,
}

/// The two halves of a sheet, or the whole of one that shows one page.
struct Part {
    lines: Vec<Line>,
    number: Option<u32>,
}

/// Cuts the sheets of a text into their pages, if the numbers at their feet say that most show two.
pub(super) fn unfold(text: &str, lines: &mut Vec<Line>) -> Option<Finding> {
    let sheets = pages(lines);
    let feet: Vec<Vec<Foot>> =
        sheets.iter().map(|sheet| feet(text, &lines[sheet.clone()])).collect();
    let pairs = feet.iter().filter(|feet| feet.len() == 2).count();
    if pairs < 2 || pairs * 2 <= sheets.len() || !is_row(&feet) {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut usual = None;
    for (sheet, feet) in sheets.into_iter().zip(&feet) {
        let sheet = &lines[sheet];
        let edge = edge(sheet, feet).or_else(|| usual.filter(|edge| crossed(sheet, *edge) == 0));
        usual = edge.or(usual);
        parts.extend(halves(sheet, edge, feet));
    }
    parts.retain(|part| !part.lines.iter().all(Line::is_blank));
    let numbers = || parts.iter().filter_map(|part| part.number);
    if !numbers().is_sorted() {
        // A page without a number stays behind the one before it.
        let mut last = None;
        for part in &mut parts {
            part.number = part.number.or(last);
            last = part.number;
        }
        parts.sort_by_key(|part| part.number);
    }
    *lines = (1..).zip(parts).flat_map(|(page, part)| on_page(page, part.lines)).collect();
    Some(side_by_side())
}

/// The lines of a page, which is so far from the left edge of its sheet.
fn on_page(page: u32, lines: Vec<Line>) -> impl Iterator<Item = Line> {
    let firsts = lines.iter().filter_map(|line| line.words.first());
    let margin = firsts.map(|word| word.start).min().unwrap_or(0);
    lines.into_iter().map(move |mut line| {
        for word in &mut line.words {
            (word.start, word.end) = (word.start - margin, word.end - margin);
        }
        Line { page, ..line }
    })
}

/// The numbers of pages that the last lines of a sheet print, from left to right.
fn feet(text: &str, sheet: &[Line]) -> Vec<Foot> {
    let foot = |line: &Line, words: Range<usize>| {
        let words = &line.words[words];
        let value = number(words.iter().flat_map(|word| word.text(text).chars()))?.value;
        Some(Foot { value, start: words.first()?.start, end: words.last()?.end })
    };
    let numbers = |line: &Line| -> Option<Vec<Foot>> {
        line.chunks(weights().wide).into_iter().map(|words| foot(line, words)).collect()
    };
    let printed = sheet.iter().rev().filter(|line| !line.is_blank());
    let mut all: Vec<Foot> = printed.map_while(numbers).take(2).flatten().collect();
    all.sort_by_key(|foot| foot.start);
    all
}

/// Whether the numbers are those of pages that follow one another, and stand side by side on each sheet.
fn is_row(feet: &[Vec<Foot>]) -> bool {
    let mut values: Vec<u32> = feet.iter().flatten().map(|foot| foot.value).collect();
    values.sort_unstable();
    let follows = values.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    follows && feet.iter().all(|feet| feet.windows(2).all(|pair| pair[0].end < pair[1].start))
}

/// Where the right page of a sheet begins: the start of a word between the two numbers that fewest lines cross, and of
/// those the one next to the middle.
fn edge(sheet: &[Line], feet: &[Foot]) -> Option<usize> {
    let [left, right] = feet else { return None };
    let middle = usize::midpoint(left.start + left.end, right.start + right.end) / 2;
    let between = left.end + 1..=right.start;
    let starts: BTreeSet<usize> =
        sheet.iter().flat_map(|line| &line.words).map(|word| word.start).collect();
    let edges = starts.into_iter().filter(|edge| between.contains(edge));
    edges.min_by_key(|edge| (crossed(sheet, *edge), edge.abs_diff(middle)))
}

/// How many lines have no white before a column.
fn crossed(sheet: &[Line], edge: usize) -> usize {
    budget::steps(sheet.len());
    let is_crossed = |line: &&Line| {
        let at = line.words.partition_point(|word| word.start < edge);
        let before = at.checked_sub(1).and_then(|before| line.words.get(before));
        before.is_some_and(|word| word.end + 1 >= edge)
    };
    sheet.iter().filter(is_crossed).count()
}

/// The pages of a sheet that is cut at this column, with their numbers.
fn halves(sheet: &[Line], edge: Option<usize>, feet: &[Foot]) -> Vec<Part> {
    let edge = edge.unwrap_or(usize::MAX);
    let half = |is_right: bool| {
        let cut = |line: &Line| {
            let cut = line.words.partition_point(|word| word.start < edge);
            let (left, right) = line.words.split_at(cut);
            Line { words: if is_right { right } else { left }.to_vec(), ..line.clone() }
        };
        let foot = feet.iter().find(|foot| (foot.start >= edge) == is_right);
        Part { lines: sheet.iter().map(cut).collect(), number: foot.map(|foot| foot.value) }
    };
    vec![half(false), half(true)]
}

#[cfg(test)]
mod tests {
    use super::super::rows;
    use crate::finding::Code;

    /// The first cells of a text's rows that are read.
    fn firsts(text: &str) -> Vec<String> {
        let rows = rows(text).rows;
        let read = rows.iter().filter(|row| !row.furniture);
        read.map(|row| row.cells[0].text.clone()).collect()
    }

    #[test]
    fn a_booklet_is_read_in_the_order_of_its_page_numbers() {
        let text = "
④ 電話          窓口へ                      ① 事務の名称      児童手当に関する事務

              - 4 -                              - 1 -
\u{c}② 人数          10人                      ③ 所属          こども課
              ただし見込み

              - 2 -                              - 3 -
";
        assert_eq!(firsts(text), ["① 事務の名称", "② 人数", "③ 所属", "④ 電話"]);
        let read = rows(text);
        assert_eq!(read.findings[0].code, Code::SheetOfPages);
        let page = |row: &crate::rows::Row| row.cells[0].spans[0].source.page;
        let body = read.rows.iter().filter(|row| !row.furniture);
        assert_eq!(body.map(page).collect::<Vec<u32>>(), [1, 2, 2, 1]);
    }

    #[test]
    fn numbers_that_do_not_follow_one_another_are_of_no_pages() {
        let text = "
① 事務の名称      児童手当に関する事務      ② 人数          10人

              4                               9
";
        assert!(rows(text).findings.is_empty());
        let one_sheet = text.replace('9', "5");
        assert!(rows(&one_sheet).findings.is_empty());
    }
}
