//! Which lines of a table make one row.
//!
//! A row has one label (or date) in its first column. Where the label stands at the vertical middle
//! of its row, lines above and below it are its own: the lines are cut so that all labels are as
//! near to the middle of their rows as can be, and so that no sentence, list or bracket is torn.

use super::line::Line;
use super::mark::{Mark, Series, continues, ends_sentence, is_date_like, is_open, mark};
use std::ops::Range;

/// One line of a table, cut into columns; an empty range has nothing printed.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// Index of the line.
    pub(super) line: usize,
    /// The words of each column.
    pub(super) cells: Vec<Range<usize>>,
}

/// Where labels stand in their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// At the vertical middle.
    Middle,
    /// On the first line.
    Top,
}

/// What the cutter has to know besides the strips.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// All its lines.
    pub(super) lines: &'a [Line],
    /// Printed width of each column's widest line.
    pub(super) widths: &'a [usize],
    /// Printed width of the label column of tables without header, in the whole document.
    pub(super) label: usize,
    /// Where labels stand.
    pub(super) align: Align,
    /// The strips begin a page, so that they may go on with a row of the page before.
    pub(super) page_top: bool,
}

/// No row has more lines: the search stays linear in the length of the text.
const LONGEST: usize = 160;
const ORPHAN: i64 = 45;
const ORPHAN_APART: i64 = 14;
const ORPHAN_AT_TOP: i64 = 10;

/// The rows as ranges of strips, and what they cost.
pub(super) fn rows(sheet: Sheet<'_>, strips: &[Strip]) -> (i64, Vec<Range<usize>>) {
    let seams: Vec<Seam> = (0..strips.len()).map(|at| seam(sheet, strips, at)).collect();
    if strips.iter().all(|s| s.cells.first().is_none_or(Range::is_empty)) {
        return (0, unlabelled(sheet, strips, &seams));
    }
    let mut best: Vec<(i64, usize)> = vec![(i64::MAX, 0); strips.len() + 1];
    best[0] = (0, 0);
    for start in 0..strips.len() {
        let (so_far, _) = best[start];
        // Blank lines close the row above them.
        if so_far == i64::MAX || (start > 0 && is_blank(&strips[start])) {
            continue;
        }
        let cut = if start == 0 { 0 } else { seams[start].cut };
        let mut row = RowCost { top: start == 0 && sheet.page_top, ..RowCost::default() };
        for end in start..strips.len().min(start + LONGEST) {
            row.add(&strips[end], &seams[end], end);
            row.apart = is_edge(strips, start.checked_sub(1)) && is_edge(strips, Some(end + 1));
            let total = so_far + cut + row.cost(sheet.align, end);
            if total < best[end + 1].0 {
                best[end + 1] = (total, start);
            }
        }
    }
    let mut all = Vec::new();
    let mut end = strips.len();
    while end > 0 {
        let start = best[end].1.min(end - 1);
        all.push(start..end);
        end = start;
    }
    all.reverse();
    (best[strips.len()].0, all)
}

/// Whether a strip is blank or beyond the ends.
fn is_edge(strips: &[Strip], at: Option<usize>) -> bool {
    at.and_then(|a| strips.get(a)).is_none_or(is_blank)
}

/// Lines without any label: each is a row unless it clearly goes on with the one above.
fn unlabelled(sheet: Sheet<'_>, strips: &[Strip], seams: &[Seam]) -> Vec<Range<usize>> {
    if sheet.page_top {
        return vec![0..strips.len()];
    }
    let mut all: Vec<Range<usize>> = Vec::new();
    for at in 0..strips.len() {
        match all.last_mut() {
            Some(row) if is_blank(&strips[at]) || seams[at].cut >= 14 => row.end = at + 1,
            _ => all.push(at..at + 1),
        }
    }
    all
}

/// What speaks for and against a row's beginning at a strip.
#[derive(Clone, Copy, Debug, Default)]
struct Seam {
    /// Cost of beginning a row here, from what the value columns hold.
    cut: i64,
    /// Cost of taking the label words here for a new label.
    split: i64,
    /// Cost of taking them for more of the label before.
    merge: i64,
}

/// The running cost of a row that grows downwards.
#[derive(Clone, Copy, Debug, Default)]
struct RowCost {
    top: bool,
    apart: bool,
    labels: Option<(usize, usize)>,
    values: Option<(usize, usize)>,
    joins: i64,
}

impl RowCost {
    fn add(&mut self, strip: &Strip, seam: &Seam, at: usize) {
        let grown = |range: Option<(usize, usize)>| Some((range.map_or(at, |r| r.0), at));
        if strip.cells.first().is_some_and(|c| !c.is_empty()) {
            self.joins += if self.labels.is_some() { seam.merge } else { seam.split };
            self.labels = grown(self.labels);
        }
        if strip.cells.iter().skip(1).any(|c| !c.is_empty()) {
            self.values = grown(self.values);
        }
    }

    fn cost(&self, align: Align, end: usize) -> i64 {
        match (self.labels, self.values) {
            (None, None) => 0,
            (None, Some(_)) if self.top => ORPHAN_AT_TOP,
            (None, Some(_)) if self.apart => ORPHAN_APART,
            (None, Some(_)) => ORPHAN,
            (Some(_), None) => self.joins,
            (Some(labels), Some(values)) => self.joins + off_centre(align, labels, values, end),
        }
    }
}

/// How far the label is from where it should stand.
fn off_centre(align: Align, labels: (usize, usize), values: (usize, usize), end: usize) -> i64 {
    let at = |line: usize| i64::try_from(line).unwrap_or(i64::MAX / 8);
    match align {
        Align::Top => (12 * (at(labels.0) - at(values.0)).abs()).min(90),
        Align::Middle => {
            let last = labels.1.max(values.1);
            // Up to two blank lines below may be of the cell.
            let below = at(end) - at(last);
            let off = |tail: i64| {
                let middle = at(values.0) + at(values.1) + tail;
                (at(labels.0) + at(labels.1) - middle).abs()
            };
            let least = (0..=below.clamp(0, 2)).map(off).min().unwrap_or(0);
            (if least == 1 { 1 } else { 4 * least - 4 }).clamp(0, 90)
        }
    }
}

fn is_blank(strip: &Strip) -> bool {
    strip.cells.iter().all(Range::is_empty)
}

fn seam(sheet: Sheet<'_>, strips: &[Strip], at: usize) -> Seam {
    let columns = strips[at].cells.len();
    let mut seam = Seam::default();
    for column in 1..columns {
        seam.cut += value_cut(sheet, strips, at, column) + corridor(strips, at, column);
    }
    if at > 0 && is_blank(&strips[at - 1]) {
        seam.cut -= 8;
    }
    let label = &strips[at].cells[0];
    let mut before = above(strips, at, 0);
    // A lone reference mark belongs to the label whose rest may still follow.
    if before.is_some_and(|b| words(sheet, &strips[b], 0) == "※") {
        before = before.and_then(|b| above(strips, b, 0));
    }
    if let (false, Some(before)) = (label.is_empty(), before) {
        label_joint(sheet, strips, before, at, &mut seam);
    }
    seam
}

/// A row begins where columns begin, rather than where they go on.
fn corridor(strips: &[Strip], at: usize, column: usize) -> i64 {
    let Some(above) = at.checked_sub(1).and_then(|a| strips.get(a)) else { return 0 };
    match (above.cells[column].is_empty(), strips[at].cells[column].is_empty()) {
        _ if is_blank(above) => 0,
        (false, false) => 3,
        (true, false) => -1,
        _ => 0,
    }
}

/// The nearest strip above with something in a column.
fn above(strips: &[Strip], at: usize, column: usize) -> Option<usize> {
    (at.saturating_sub(LONGEST)..at).rev().find(|&s| !strips[s].cells[column].is_empty())
}

fn words(sheet: Sheet<'_>, strip: &Strip, column: usize) -> String {
    let range = strip.cells[column].clone();
    sheet.lines[strip.line].words[range].iter().map(|w| w.text(sheet.text)).collect()
}

/// Whether a line goes up to the right edge of its column.
fn is_full(sheet: Sheet<'_>, strip: &Strip, column: usize, slack: usize) -> bool {
    let width = printed_width(&sheet.lines[strip.line], &strip.cells[column]);
    width + slack >= sheet.widths.get(column).copied().unwrap_or(usize::MAX)
}

/// Printed width of words, with the spaces between them; 0 where they are no running text.
pub(super) fn printed_width(line: &Line, words: &Range<usize>) -> usize {
    let mut sum = 0;
    for word in words.clone() {
        let space = if word == words.start { 0 } else { line.space_before(word) };
        if space >= 4 {
            return 0;
        }
        sum += space + line.words[word].width;
    }
    sum
}

/// What it costs to cut a value column before a strip.
fn value_cut(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> i64 {
    let below = (at..strips.len().min(at + 4)).find(|&s| !strips[s].cells[column].is_empty());
    let (Some(before), Some(below)) = (above(strips, at, column), below) else { return 0 };
    let (upper, lower) =
        (words(sheet, &strips[before], column), words(sheet, &strips[below], column));
    let here = mark(&lower);
    let mut cost = 0;
    if continues(&lower) {
        cost += 50;
    }
    if here.is_some_and(|m| follows_on(sheet, strips, before, column, m)) {
        cost += 30;
    }
    if mark(&upper).is_some_and(|m| m.series == Series::Caption) && here.is_some() {
        cost += 30;
    }
    if upper.ends_with(['、', '，']) || is_open(&upper) {
        cost += 25;
    } else if here.is_none() && !ends_sentence(&upper) && is_full(sheet, &strips[before], column, 3)
    {
        cost += 14;
    }
    match below - before {
        1 => cost,
        2 => cost / 2,
        _ => cost / 4,
    }
}

/// Whether a list mark goes on with a list of the lines just above.
fn follows_on(
    sheet: Sheet<'_>,
    strips: &[Strip],
    before: usize,
    column: usize,
    here: Mark,
) -> bool {
    if here.number < 2 {
        return false;
    }
    let line = |s: usize| &sheet.lines[strips[s].line];
    (before.saturating_sub(8)..=before).rev().any(|s| {
        // Options may stand in two columns: `3) …` after a line of `1) …  2) …`.
        strips[s].cells[column].clone().any(|w| {
            mark(line(s).words[w].text(sheet.text))
                .is_some_and(|m| m.series == here.series && m.number + 1 == here.number)
        })
    })
}

/// Whether label words go on with the label above them.
fn label_joint(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize, seam: &mut Seam) {
    let (upper, lower) = (words(sheet, &strips[before], 0), words(sheet, &strips[at], 0));
    let far = i64::try_from(at - before - 1).unwrap_or(0);
    let short = lower.chars().count() <= 2 && mark(&lower).is_none();
    let heading = mark(&upper).is_some_and(|m| matches!(m.series, Series::Dotted | Series::Roman));
    let bare = strips[before].cells.iter().skip(1).all(Range::is_empty);
    let parted = (before + 1..at).any(|s| is_blank(&strips[s]));
    (seam.split, seam.merge) = if continues(&lower) {
        (50, 0)
    } else if parted || (heading && bare) {
        (0, 20)
    } else if is_date_like(&upper) && is_date_like(&lower) {
        if is_whole_date(&upper) && !short { (0, 60) } else { (40, 0) }
    } else if mark(&lower).is_some_and(|m| m.series != Series::Bullet || m.number > 0) {
        (0, 50)
    } else if short && lower.chars().all(char::is_alphanumeric) {
        (24, 4 * far)
    } else if is_open(&upper) {
        (40, 0)
    } else if is_full(sheet, &strips[before], 0, 2) {
        let line = &sheet.lines[strips[before].line];
        let wide = printed_width(line, &strips[before].cells[0]) + 2 >= sheet.label;
        if wide { (24, 4 * far) } else { (6, 4 + 4 * far) }
    } else {
        (0, 25 + 3 * far)
    };
}

fn is_whole_date(text: &str) -> bool {
    text.ends_with('日') || text.matches(['.', '．', '/', '／', '-', '－']).count() >= 2
}
