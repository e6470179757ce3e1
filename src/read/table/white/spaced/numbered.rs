//! The letters of columns and the numbers of rows that a spreadsheet program prints around a sheet.

use super::line::{Line, Word, pages};
use crate::read::table::white::weights::page_weights as weights;
use std::ops::Range;

/// Takes the headings of columns and rows out of the lines of pages that have both.
pub(super) fn take_headings(text: &str, lines: &mut [Line]) -> Vec<Line> {
    let letters = letters();
    let mut all = Vec::new();
    for page in pages(lines) {
        let Some(page) = lines.get_mut(page) else { continue };
        let Some((head, edge)) = head(text, page, &letters) else { continue };
        let numbers = numbers(text, page, head, edge);
        if numbers.len() < weights().numbered {
            continue;
        }
        all.extend(page.get_mut(head).map(|line| cut(line, usize::MAX)));
        for at in numbers {
            all.extend(page.get_mut(at).map(|line| cut(line, 1)));
        }
        to_margin(page);
    }
    all
}

/// Takes the first words of a line out of it.
fn cut(line: &mut Line, count: usize) -> Line {
    let words: Vec<Word> = line.words.drain(..count.min(line.words.len())).collect();
    Line { words, ..line.clone() }
}

/// Moves a page to the left, by the room that the headings had.
fn to_margin(page: &mut [Line]) {
    let firsts = page.iter().filter_map(|line| line.words.first());
    let margin = firsts.map(|word| word.start).min().unwrap_or(0);
    for word in page.iter_mut().flat_map(|line| &mut line.words) {
        (word.start, word.end) = (word.start - margin, word.end - margin);
    }
}

/// The line of letters that heads a page, and the column where they begin.
fn head(text: &str, page: &[Line], letters: &str) -> Option<(usize, usize)> {
    let at = page.iter().position(|line| !line.is_blank())?;
    let line = page.get(at)?;
    let squeezed = line.squeezed(text);
    (squeezed.len() >= weights().numbered && letters.contains(&squeezed))
        .then_some((at, line.words.first()?.start))
}

/// The lines that begin left of the letters with a number higher than the one before.
fn numbers(text: &str, page: &[Line], head: usize, edge: usize) -> Vec<usize> {
    let below: Range<usize> = head + 1..page.len();
    let mut last = 0;
    let mut is_next = |at: &usize| {
        let first = page.get(*at).and_then(|line| line.words.first());
        let number = first.filter(|word| word.start < edge).and_then(|w| w.text(text).parse().ok());
        let higher = number.is_some_and(|number: u32| number > last);
        last = if higher { number.unwrap_or(last) } else { last };
        higher
    };
    below.filter(|at| is_next(at)).collect()
}

/// `ABC…ZAAABAC…ZZ`
fn letters() -> String {
    let alphabet = || 'A'..='Z';
    let pairs = alphabet().flat_map(|first| alphabet().flat_map(move |second| [first, second]));
    alphabet().chain(pairs).collect()
}

#[cfg(test)]
mod tests {
    use super::super::rows;

    #[test]
    fn letters_and_numbers_around_a_sheet_are_no_text() {
        let text = "
      A B C D E F G H I J K L M N O P Q R S T U V W X Y ZAAABAC
1     ① 事務の名称      児童手当に関する事務
2     ② 人数          10人
3     ③ 所属          こども課
      ④ 続き          市役所の中
4     ⑤ 電話          窓口へ
";
        let rows = rows(text).rows;
        let read = rows.iter().filter(|row| !row.furniture);
        let firsts: Vec<&str> = read.map(|row| row.cells[0].text.as_str()).collect();
        assert_eq!(firsts, ["① 事務の名称", "② 人数", "③ 所属", "④ 続き", "⑤ 電話"]);
        assert_eq!(rows.iter().filter(|row| row.furniture).count(), 5);
    }
}
