//! Tables with a header line: many columns, found from the header and the white corridors below it.

use super::line::{Line, Piece, printed_width, squeezed};
use super::mark::{closes, is_dash, is_date_like, is_of_date, is_open, is_whole_date, mark};
use super::strip::Strip;
use crate::budget;
use crate::read::table::white::weights::header_weights as weights;
use std::ops::Range;

/// A line for each title, and where it is from.
const TITLES: &str = include_str!("data/titles.csv");

/// A header line and the columns under it.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its lines: a title of two may stand on those above and below it.
    pub(super) lines: Range<usize>,
    /// The words of each column's title.
    pub(super) titles: Vec<Vec<Piece>>,
    /// The titles without white space, to know the header again on the next page.
    pub(super) text: Vec<String>,
    /// First and end column of each title.
    spans: Vec<(usize, usize)>,
}

/// The header that a line is, if it is one.
pub(super) fn header(text: &str, lines: &[Line], at: usize) -> Option<Header> {
    Header::of(text, lines, at).filter(|h| h.fits(&lines[h.lines.end..]))
}

/// From where to where words reach.
fn span(line: &Line, words: &Range<usize>) -> (usize, usize) {
    (line.words[words.start].start, line.words[words.end - 1].end)
}

/// The titles of the table of changes.
fn titles() -> impl Iterator<Item = &'static str> {
    TITLES.lines().skip(1).filter_map(|line| line.split(',').next())
}

/// Whether a text is made as titles are.
pub(super) fn is_title(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_alphabetic() || ['（', '）', '(', ')', '・', 'ー', '/', '／'].contains(&c))
        && mark(name).is_none()
}

impl Header {
    /// The line's titles, if it could be a header.
    pub(super) fn of(text: &str, lines: &[Line], at: usize) -> Option<Self> {
        let (line, w) = (&lines[at], weights());
        let may_be = |titles| (w.fewest..=w.most).contains(&titles);
        if !may_be(line.chunks(2).len()) || line.words.first()?.start > w.rightmost {
            return None;
        }
        let squeezed = |r: &Range<usize>| squeezed(&line.words[r.clone()], text);
        let is_short = |name: &String| (2..=w.longest).contains(&name.chars().count());
        let title = |name: &String| is_title(name) && is_short(name);
        // Titles have no spaces within, unless they are spaced out.
        let (titles, names) = [1, 2].into_iter().find_map(|space| {
            let titles = line.chunks(space);
            let names: Vec<String> = titles.iter().map(squeezed).collect();
            let fits = may_be(titles.len()) && names.iter().all(title);
            fits.then_some((titles, names))
        })?;
        let spans = titles.iter().map(|r| span(line, r)).collect();
        let titles = titles.into_iter().map(|words| vec![Piece { line: at, words }]).collect();
        let mut header = Self { lines: at..at + 1, titles, text: names, spans };
        header.add_wrapped(text, lines, at);
        header.add_tail(text, lines, at);
        Some(header)
    }

    /// Adds the rest of a title that stands alone in the line below, under it. What makes no title that is known whole
    /// is the first line of a cell.
    fn add_tail(&mut self, text: &str, lines: &[Line], at: usize) {
        let Some(below) = lines.get(at + 1).filter(|_| self.lines.end == at + 1) else { return };
        let Ok([words]) = <[Range<usize>; 1]>::try_from(below.chunks(2)) else { return };
        let (rest, under) = (squeezed(&below.words[words.clone()], text), span(below, &words).0);
        let column = self.spans.iter().position(|title| (title.0..title.1).contains(&under));
        let Some(column) = column else { return };
        let whole = self.text[column].clone() + &rest;
        if titles().any(|title| title == whole) {
            self.text[column] = whole;
            self.titles[column].push(Piece { line: at + 1, words });
            self.lines.end += 1;
        }
    }

    /// Adds the titles of two lines, between which the line of the others stands.
    fn add_wrapped(&mut self, text: &str, lines: &[Line], at: usize) {
        let (Some(above), Some(below)) = (at.checked_sub(1), lines.get(at + 1)) else { return };
        if lines[above].is_blank() || below.is_blank() {
            return;
        }
        let named = |l: usize, words: &Range<usize>| -> String {
            squeezed(&lines[l].words[words.clone()], text)
        };
        let (upper, lower) = (lines[above].chunks(2), below.chunks(2));
        let apart = |a: (usize, usize), b: (usize, usize)| a.1 <= b.0 || b.1 <= a.0;
        let fits = |l: usize, words: &Range<usize>| {
            let span = span(&lines[l], words);
            is_title(&named(l, words)) && self.spans.iter().all(|other| apart(*other, span))
        };
        let all = upper.iter().all(|w| fits(above, w)) && lower.iter().all(|w| fits(at + 1, w));
        let meet =
            |(a, b): (&Range<usize>, &Range<usize>)| !apart(span(&lines[above], a), span(below, b));
        if !all || upper.len() != lower.len() || !upper.iter().zip(&lower).all(meet) {
            return;
        }
        for (a, b) in upper.into_iter().zip(lower) {
            let (over, under) = (span(&lines[above], &a), span(below, &b));
            let place = self.spans.partition_point(|other| other.0 < over.0);
            self.spans.insert(place, (over.0.min(under.0), over.1.max(under.1)));
            self.text.insert(place, named(above, &a) + &named(at + 1, &b));
            let pieces = vec![Piece { line: above, words: a }, Piece { line: at + 1, words: b }];
            self.titles.insert(place, pieces);
        }
        self.lines = above..at + 2;
    }

    /// Whether the lines of a page that has no header go on with the table.
    pub(super) fn goes_on(&self, lines: &[Line], page: Range<usize>) -> bool {
        self.fits(&lines[page])
    }

    /// How many of the lines belong to the table: it ends at a paragraph that heeds no column.
    pub(super) fn end(&self, text: &str, lines: &[Line], body: &[usize]) -> usize {
        let third = self.spans.get(2).map_or(usize::MAX, |s| s.1);
        let is_paragraph = |&line: &usize| {
            let one =
                lines[line].chunks(2).len() == 1 && lines[line].words[0].start < weights().margin;
            let far = one && lines[line].words.last().is_some_and(|w| w.end > third);
            far && date_words(text, &lines[line]) == 0
        };
        body.iter().position(is_paragraph).unwrap_or(body.len())
    }

    /// Whether the next lines have as many columns.
    fn fits(&self, below: &[Line]) -> bool {
        let page = below.first().map(|l| l.page);
        let w = weights();
        let below = below.iter().take(2 * w.looked_at);
        let printed = below.filter(|l| !l.is_blank() && Some(l.page) == page);
        let first = self.spans.first().map_or(0, |s| s.1);
        let (mut all, mut fit, mut many) = (0usize, 0usize, 0usize);
        for line in printed.take(w.looked_at) {
            let chunks = line.chunks(2).len();
            all += 1;
            fit += usize::from(chunks >= 2 || line.words[0].start > first);
            many += usize::from(chunks > 2);
        }
        // Of a table without rows only the header is left.
        let empty = all <= 1 && self.titles.len() > w.fewest;
        empty || (many > 0 && fit * 100 >= all * w.fitting)
    }

    /// Whether two header lines say the same.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.text == other.text
    }

    /// The lines of the table on one page, cut into its columns, whose printed widths are `known`
    /// from the whole document.
    pub(super) fn strips(
        &self,
        text: &str,
        lines: &[Line],
        range: &[usize],
        known: &[usize],
    ) -> Vec<Strip> {
        let dates = range.iter().filter(|&&l| date_words(text, &lines[l]) > 0).count();
        let dated = dates >= 2 || dates * weights().dated >= range.len().max(1);
        let dates = if dated { date_words } else { |_: &str, _: &Line| 0 };
        let dates: Vec<usize> = range.iter().map(|&l| dates(text, &lines[l])).collect();
        let starts = self.starts(lines, range, &dates);
        let width = |column: usize| known.get(column).copied().unwrap_or(usize::MAX);
        let widths = (0..starts.len()).map(width).collect();
        let cutter = Cutter { text, lines, starts, widths, dated };
        let strip =
            |(&line, &dates): (&usize, &usize)| Strip { line, cells: cutter.cut(line, dates) };
        range.iter().zip(&dates).map(strip).collect()
    }

    /// The first column of each cell: where most words begin and fewest are cut, between the middles
    /// of neighbouring titles. So many of the first words of each line are a date, which is one cell.
    fn starts(&self, lines: &[Line], range: &[usize], dates: &[usize]) -> Vec<usize> {
        let middle = |c: usize| (self.spans[c].0 + self.spans[c].1) / 2;
        let mut all = vec![0];
        for column in 1..self.spans.len() {
            let (from, to) = (middle(column - 1) + 1, self.spans[column].1);
            let score = |x: usize| -> i64 {
                budget::steps(range.len());
                range.iter().zip(dates).map(|(&l, &dates)| support(&lines[l], dates, x)).sum()
            };
            let best = (from..to.max(from + 1)).max_by_key(|&x| (score(x), x));
            all.push(best.unwrap_or(from));
        }
        all
    }
}

/// Printed width of each column: the greatest that several of its lines come near to, of those that
/// are one word, as only white space can part words of two columns.
pub(super) fn widths(lines: &[Line], strips: &[&Strip]) -> Vec<usize> {
    let columns = strips.iter().map(|s| s.cells.len()).max().unwrap_or(0);
    let width = |column: usize| {
        // White behind a list mark parts nothing.
        let cell = |strip: &&Strip| {
            let (line, cell) = (&lines[strip.line], strip.cells.get(column)?);
            let marked = cell.len() == 2 && line.words[cell.start].width <= 2;
            (cell.len() == 1 || marked).then(|| printed_width(line, cell))
        };
        let mut all: Vec<usize> = strips.iter().filter_map(cell).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        // Sorted from the widest, lines that come near to the one at `n` stand behind it.
        let several = (all.len() / weights().several).max(2);
        let near =
            |n: &usize| all.get(n + several - 1).is_some_and(|o| o + weights().full >= all[*n]);
        let found = (0..all.len()).find(near).and_then(|n| all.get(n)).copied();
        found.filter(|&w| w >= weights().running).unwrap_or(usize::MAX)
    };
    (0..columns).map(width).collect()
}

/// How many of the first words of a line are one date.
fn date_words(text: &str, line: &Line) -> usize {
    let mut date = String::new();
    let mut count = 0;
    for (at, word) in line.words.iter().enumerate() {
        let part = word.text(text);
        if !is_of_date(part) || is_whole_date(&date) || at > 0 && line.space_before(at) > 1 {
            break;
        }
        date.push_str(part);
        count += 1;
    }
    if is_date_like(&date) { count } else { 0 }
}

/// What a line, whose first words are a date, says on a column's beginning at `x`.
fn support(line: &Line, dates: usize, x: usize) -> i64 {
    let w = weights();
    if dates.checked_sub(1).and_then(|day| line.words.get(day)).is_some_and(|day| x < day.end) {
        return -w.cuts;
    }
    let starts = |word: usize| match line.space_before(word) {
        1 => w.starts,
        _ => 2 * w.starts,
    };
    let index = line.words.partition_point(|w| w.end < x);
    match line.words.get(index) {
        Some(word) if word.start == x => starts(index),
        Some(word) if word.start < x && word.end > x => -w.cuts,
        Some(word) if word.end == x => match line.words.get(index + 1) {
            Some(next) if next.start == x => 1,
            _ => -w.cuts,
        },
        // Cells of one column begin a little apart where the tool placed them roughly.
        Some(word) if word.start > x && word.start <= x + w.rough => 1,
        _ => 0,
    }
}

/// Cuts the lines of a table.
struct Cutter<'a> {
    text: &'a str,
    lines: &'a [Line],
    starts: Vec<usize>,
    widths: Vec<usize>,
    dated: bool,
}

impl Cutter<'_> {
    /// The words of each column: the cheapest assignment in order.
    fn cut(&self, at: usize, dates: usize) -> Vec<Range<usize>> {
        let line = &self.lines[at];
        let (columns, count) = (self.starts.len(), line.words.len());
        let mut cells = vec![0..0; columns];
        // No table has so many words on a line; the search would take long.
        if count > weights().most_words {
            cells[0] = 0..count;
            return cells;
        }
        // best[c][w]: least cost of the first w words in the first c columns, and where column c-1 began.
        let mut best = vec![vec![(i64::MAX / 2, 0usize); count + 1]; columns + 1];
        best[0][0] = (0, 0);
        let in_date = |word: usize| word > 0 && word < dates;
        let door = |w: usize| if in_date(w) { weights().torn } else { self.door(at, w) };
        let doors: Vec<i64> = (0..count).map(door).collect();
        for column in 0..columns {
            for end in 0..=count {
                for start in 0..=end {
                    let cost = best[column][start].0 + self.cost(line, &doors, column, start..end);
                    if cost < best[column + 1][end].0 {
                        best[column + 1][end] = (cost, start);
                    }
                }
            }
        }
        let mut end = count;
        for column in (0..columns).rev() {
            let start = best[column + 1][end].1;
            cells[column] = start..end;
            end = start;
        }
        cells
    }

    /// What it costs to begin a cell with a word: less if neighbouring lines begin at its column.
    fn door(&self, at: usize, word: usize) -> i64 {
        let line = &self.lines[at];
        let start = line.words[word].start;
        let before = word.checked_sub(1).map(|before| &line.words[before]);
        let torn = before.is_some_and(|before| {
            let parted =
                is_open(before.text(self.text)) && closes(line.words[word].text(self.text));
            matches!(before.tail, '[' | '［')
                || matches!(line.words[word].lead, ']' | '］')
                || parted
        });
        if torn {
            return weights().torn;
        }
        let near =
            at.saturating_sub(weights().around)..(at + weights().around + 1).min(self.lines.len());
        let agrees = near.filter(|&l| l != at).any(|l| {
            let other = &self.lines[l];
            let index = other.words.partition_point(|w| w.start < start);
            other.words.get(index).is_some_and(|w| w.start == start)
                && other.space_before(index) >= 2
        });
        if agrees { -weights().agreeing } else { 0 }
    }

    /// What it costs to put words into a column.
    fn cost(&self, line: &Line, doors: &[i64], column: usize, words: Range<usize>) -> i64 {
        let (Some(first), Some(last)) = (line.words.get(words.start), words.end.checked_sub(1))
        else {
            return 0;
        };
        if words.is_empty() {
            return 0;
        }
        let far = |a: usize, b: usize| i64::try_from(a.saturating_sub(b)).unwrap_or(0);
        let start = self.starts[column];
        let edge = self.starts.get(column + 1).map_or(usize::MAX, |s| s.saturating_sub(1));
        let w = weights();
        let lone = line.space_before(words.start) >= w.wide;
        let left = far(start, first.start) * if lone { 1 } else { 2 };
        // Cells are set from the left, save the dates.
        let right = if column == 0 { 0 } else { far(first.start, start + w.wide).min(w.far_right) };
        let outside = left + right + 2 * far(line.words[last].end, edge);
        let wide = far(printed_width(line, &words), self.widths[column].max(w.narrowest));
        let inner =
            (words.start + 1..words.end).filter(|&word| line.space_before(word) >= w.wide).count();
        let dash =
            if words.len() > 1 && is_dash(line.words[last].text(self.text)) { w.dashed } else { 0 };
        let door = dash + if column == 0 { 0 } else { doors[words.start] };
        let door = door + self.narrow(line, column, &words);
        let dates = if column == 0 && self.dated { self.undated(line, &words) } else { 0 };
        outside + w.too_wide * wide + w.inner * i64::try_from(inner).unwrap_or(0) + door + dates
    }

    /// What it costs to end a cell before a word that is only one space away: nothing if the cell
    /// is full.
    fn narrow(&self, line: &Line, column: usize, words: &Range<usize>) -> i64 {
        if words.end >= line.words.len() || line.space_before(words.end) > 1 {
            return 0;
        }
        let width = printed_width(line, words);
        // Fonts whose characters differ in width fill a line less evenly.
        let lacks = self.widths[column].saturating_sub(width);
        weights().early * (i64::from(lacks > weights().full) + i64::from(lacks > weights().uneven))
    }

    /// A column of dates holds nothing else.
    fn undated(&self, line: &Line, words: &Range<usize>) -> i64 {
        let mut date = String::new();
        let mut other = 0;
        for word in &line.words[words.clone()] {
            let text = word.text(self.text);
            if is_of_date(text) && !is_whole_date(&date) {
                date.push_str(text);
            } else {
                other += weights().undated;
            }
        }
        other
    }
}

#[cfg(test)]
mod tests {
    use super::titles;
    use crate::form::forms;

    #[test]
    fn the_titles_are_those_of_each_form() {
        for form in forms() {
            let is_label = |title: &&str| form.slots.iter().any(|slot| slot.label == **title);
            assert_eq!(titles().filter(is_label).count(), titles().count(), "{}", form.id);
        }
    }
}
