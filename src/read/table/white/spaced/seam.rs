//! What the words of two neighbouring lines say on a row's beginning between them.

use super::joint::label_joint;
use super::kind::{
    Kind, are_spaced, change, in_brackets, in_parentheses, kind, option_beside, part, words,
};
use super::line::label_width;
use super::mark::{Series, continues, ends_sentence, is_dash, is_open, is_telephone, mark};
use super::near::{above, apart, goes_on_listing, is_bare, is_full, is_heading};
use super::placed::is_close;
use super::strip::{COLUMNS, LONGEST, Sheet, Strip, is_blank};
use crate::read::table::white::weights::row_weights as weights;

/// What speaks for and against a row's beginning at a strip.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seam {
    /// Cost of beginning a row here, from what the value columns hold.
    pub(super) cut: i64,
    /// Cost of taking the label words here for a new label.
    pub(super) split: i64,
    /// Cost of taking them for more of the label before.
    pub(super) merge: i64,
    /// The label words are a numbered heading with nothing beside it.
    pub(super) heading: bool,
    /// The columns of a table that have here another text that is whole, such as a lone word or a dash.
    pub(super) again: [bool; COLUMNS],
    /// The brackets of a choice stand here.
    pub(super) choice: bool,
}

/// The seam before a strip.
pub(super) fn seam(sheet: Sheet<'_>, strips: &[Strip], at: usize) -> Seam {
    let columns = strips[at].cells.len();
    let mut seam = Seam::default();
    for column in 1..columns {
        seam.cut += value_cut(sheet, strips, at, column) + corridor(strips, at, column);
    }
    seam.choice = columns == 2 && matches!(kind(sheet, &strips[at], 1), Kind::Choice(_));
    for column in (1..columns.min(COLUMNS)).filter(|_| columns > 2) {
        seam.again[column] = is_again(sheet, strips, at, column);
    }
    if at > 0 && is_blank(&strips[at - 1]) && !is_between_boxes(sheet, strips, at) {
        seam.cut -= if columns > 2 { weights().blank_in_table } else { weights().blank };
    }
    if columns == 2 && is_pushed(sheet, strips, at) {
        seam.cut += weights().joined;
    }
    let label = &strips[at].cells[0];
    seam.heading = is_bare(&strips[at]) && is_heading(&words(sheet, &strips[at], 0));
    let before = above(strips, at, 0);
    if let (false, Some(before)) = (label.is_empty(), before) {
        (seam.split, seam.merge) = label_joint(sheet, strips, before, at);
    }
    seam
}

/// Whether boxes stand above and below the seam: white is between them as it is between rows.
fn is_between_boxes(sheet: Sheet<'_>, strips: &[Strip], at: usize) -> bool {
    let is_box = |s: usize| matches!(part(sheet, strips, s, 1), Kind::Tick(_));
    let lower = strips.len().min(at + weights().lines_below);
    let below = (at..lower).find(|&s| strips[s].cells.get(1).is_some_and(|c| !c.is_empty()));
    strips[at].cells.len() == 2
        && above(strips, at, 1).is_some_and(is_box)
        && below.is_some_and(is_box)
}

/// Whether a value was pushed below its label, which fills its column.
fn is_pushed(sheet: Sheet<'_>, strips: &[Strip], at: usize) -> bool {
    let Some(above) = at.checked_sub(1).and_then(|above| strips.get(above)) else { return false };
    let mark = mark(&words(sheet, above, 0)).map(|mark| mark.series);
    mark == Some(Series::Circled)
        && is_bare(above)
        && strips[at].cells[0].is_empty()
        && label_width(&sheet.lines[above.line], &above.cells[0]) + 2 >= sheet.label
}

/// Whether a column has a second text here that is whole: a short one below another one, a dash with nothing straight
/// below it, or what stands below a dash with nothing straight above that.
fn is_again(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> bool {
    let here = words(sheet, &strips[at], column);
    let is_free = |at: Option<usize>| {
        at.and_then(|at| strips.get(at)).is_none_or(|strip| strip.cells[column].is_empty())
    };
    let is_lone = is_dash(&here) && is_free(at.checked_add(1));
    let Some(before) = above(strips, at, column) else { return is_lone };
    if here.is_empty() {
        return false;
    }
    let upper = words(sheet, &strips[before], column);
    let long = here.chars().count();
    let is_short = long <= weights().short && upper.chars().count() == long;
    is_short || is_lone || is_dash(&upper) && is_free(before.checked_sub(1))
}

/// A row begins where columns begin, rather than where they go on.
fn corridor(strips: &[Strip], at: usize, column: usize) -> i64 {
    let Some(above) = at.checked_sub(1).and_then(|a| strips.get(a)) else { return 0 };
    match (above.cells[column].is_empty(), strips[at].cells[column].is_empty()) {
        _ if is_blank(above) => 0,
        (false, false) => 1,
        // Beside values of one row only its label stands on a line of its own.
        (true, false) if strips[at].cells.len() > 2 => -1,
        _ => 0,
    }
}

/// What it costs to cut below a line that reaches the edge of its column, or nearly does.
fn fullness(sheet: Sheet<'_>, strip: &Strip, column: usize) -> i64 {
    let full = |slack| is_full(sheet, strip, column, slack);
    match () {
        () if full(weights().lacks) => weights().full,
        () if full(weights().nearly_lacks) => weights().nearly_full,
        () => 0,
    }
}

/// What it costs to cut a value column before a strip.
fn value_cut(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> i64 {
    let w = weights();
    let below =
        (at..strips.len().min(at + w.lines_below)).find(|&s| !strips[s].cells[column].is_empty());
    let (Some(before), Some(below)) = (above(strips, at, column), below) else { return 0 };
    let (upper, lower) =
        (words(sheet, &strips[before], column), words(sheet, &strips[below], column));
    let here = mark(&lower);
    let mut cost =
        if option_beside(sheet, &strips[below], column).is_some() { w.listed } else { 0 };
    if continues(&lower) || is_telephone(&lower) {
        cost += w.continued;
    }
    if mark(&upper).is_some_and(|m| m.series == Series::Caption) && here.is_some() {
        cost += w.open;
    }
    let listed = goes_on_listing(&upper, &lower);
    if listed {
        cost += w.listed;
    }
    if upper.ends_with(['、', '，']) || is_open(&upper) {
        cost += w.open;
    } else if here.is_none()
        && !ends_sentence(&upper)
        && !(strips[at].cells.len() > 2 && upper.chars().count() <= weights().short)
    {
        cost += fullness(sheet, &strips[before], column);
    }
    // A line of another column may stand between two lines that belong together.
    let blanks = strips[before..below].iter().filter(|s| is_blank(s)).count();
    cost = match (below - before, blanks) {
        (1, _) => cost,
        (2, _) => cost / 2,
        // The lines of a cell under a header stand together.
        _ if strips[at].cells.len() > 2 => 0,
        _ => cost / w.quarter,
    };
    cost += match apart(sheet, strips, before, below) {
        Some(lines) if is_close(lines) => w.close_lines,
        // Boxes and options have distances of their own.
        Some(lines)
            if lines < w.far && are_spaced(sheet, &strips[before], &strips[below], column) =>
        {
            -w.padded_lines
        }
        _ => 0,
    };
    if below == before + 1 && is_framed(sheet, strips, below) {
        cost += w.open;
    }
    if strips[below].cells.len() > 2 {
        return cost;
    }
    if !listed && is_next_of_list(sheet, strips, below, column) {
        cost += w.listed;
    }
    cost + change(part(sheet, strips, before, column), part(sheet, strips, below, column))
}

/// Whether a line or the one above it is set between the brackets or parentheses of the other.
fn is_framed(sheet: Sheet<'_>, strips: &[Strip], below: usize) -> bool {
    let (upper, lower) = (&strips[below - 1], &strips[below]);
    // Above its brackets stands an answer only that goes on below them.
    let around = || {
        in_brackets(sheet, upper, lower)
            || in_brackets(sheet, lower, upper)
                && strips.get(below + 1).is_some_and(|next| in_brackets(sheet, lower, next))
    };
    in_parentheses(sheet, upper, lower) || in_parentheses(sheet, lower, upper) || around()
}

/// Whether a line has the number behind that of the entry before it in its column.
fn is_next_of_list(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> bool {
    let entry = |at: usize| mark(&words(sheet, &strips[at], column)).filter(|mark| mark.number > 0);
    let Some(here) = entry(at).filter(|here| here.number > 1) else { return false };
    let mut before = (at.saturating_sub(LONGEST)..at).rev().filter_map(entry);
    let before = before.find(|before| before.series == here.series);
    before.is_some_and(|before| before.number + 1 == here.number)
}
