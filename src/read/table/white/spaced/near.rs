//! What is near a strip, and what it says of it: the lines above, how far they are, whether they fill their columns.

use super::line::{label_width, printed_width};
use super::mark::{Series, is_dash, mark};
use super::strip::{LONGEST, Sheet, Strip};
use std::ops::Range;

/// The nearest strip above with something in a column.
pub(super) fn above(strips: &[Strip], at: usize, column: usize) -> Option<usize> {
    (at.saturating_sub(LONGEST)..at).rev().find(|&s| !strips[s].cells[column].is_empty())
}

/// Whether a line goes up to the right edge of its column.
pub(super) fn is_full(sheet: Sheet<'_>, strip: &Strip, column: usize, slack: usize) -> bool {
    let line = &sheet.lines[strip.line];
    let width = match column {
        0 => label_width(line, &strip.cells[0]),
        _ => printed_width(line, &strip.cells[column]),
    };
    width + slack >= sheet.widths.get(column).copied().unwrap_or(usize::MAX)
}

/// How far two strips of a page are apart, in lines of text.
pub(super) fn apart(
    sheet: Sheet<'_>,
    strips: &[Strip],
    before: usize,
    below: usize,
) -> Option<f32> {
    sheet.lines[strips[below].line].below(&sheet.lines[strips[before].line])
}

/// Whether two lines are entries of one list. Dashes that say that cells are empty are none.
pub(super) fn goes_on_listing(upper: &str, lower: &str) -> bool {
    match (mark(upper), mark(lower)) {
        _ if is_dash(upper) || is_dash(lower) => false,
        (Some(above), Some(below)) if above.series == Series::Bullet => {
            above.series == below.series && upper.chars().next() == lower.chars().next()
        }
        (Some(above), Some(below)) => {
            above.series == below.series && above.number + 1 == below.number
        }
        _ => false,
    }
}

/// Whether a text is numbered the way headings are.
pub(super) fn is_heading(text: &str) -> bool {
    mark(text).is_some_and(|m| matches!(m.series, Series::Dotted | Series::Roman))
}

/// Whether a line has nothing but label words.
pub(super) fn is_bare(strip: &Strip) -> bool {
    strip.cells.iter().skip(1).all(Range::is_empty)
}
