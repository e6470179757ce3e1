//! What the words of two label lines say on their being of one label.

use super::kind::{Kind, change, kind, words};
use super::line::label_width;
use super::mark::{
    Series, begins_with_particle, continues, digit, is_date_like, is_open, is_whole_date, mark,
};
use super::near::{above, apart, goes_on_listing, is_bare, is_full, is_heading};
use super::placed::is_close;
use super::strip::{Sheet, Strip, is_blank};
use crate::read::table::white::weights::row_weights as weights;

/// What it costs to part label words from the label above them, and to join them.
pub(super) fn label_joint(
    sheet: Sheet<'_>,
    strips: &[Strip],
    before: usize,
    at: usize,
) -> (i64, i64) {
    let w = weights();
    let (upper, lower) = (words(sheet, &strips[before], 0), words(sheet, &strips[at], 0));
    // The mark at the right edge says nothing on the words.
    let lower = match lower.trim_end_matches('※') {
        "" => lower,
        plain => plain.to_owned(),
    };
    let far = i64::try_from(at - before - 1).unwrap_or(0);
    let short = lower.chars().count() <= 2 && mark(&lower).is_none();
    let heading = is_heading(&upper);
    let bare = is_bare(&strips[before]);
    let boxed = matches!(kind(sheet, &strips[before], 1), Kind::Tick(_));
    let parted = (before + 1..at).any(|s| is_blank(&strips[s]));
    let indented = start(sheet, &strips[at]) >= start(sheet, &strips[before]) + 2;
    let (split, merge) = if continues(&lower) || begins_with_particle(&lower) || lower == "※" {
        (w.label_continued, 0)
    } else if parted || (heading && (bare || boxed) && !is_open(&upper)) {
        (0, w.label_parted)
    } else if is_date_like(&upper) && is_date_like(&lower) {
        if is_whole_date(&upper) && !short { (0, w.dates) } else { (w.date_open, 0) }
    } else if mark(&lower).is_some_and(|m| m.series != Series::Bullet || m.number > 0)
        || is_one_of_a_series(sheet, strips, at)
        // A reference mark ends a label.
        || (indented && upper.ends_with('※') && upper != "※")
        || (lower.chars().count() > w.short
            && lower.chars().next_back().is_some_and(|c| digit(c).is_some()))
    {
        (0, w.label_marked)
    } else if short && lower.chars().all(char::is_alphanumeric) {
        (w.label_short, gap(far))
    } else if is_open(&upper) {
        (w.label_continued, 0)
    } else {
        unmarked(sheet, strips, before, at)
    };
    match apart(sheet, strips, before, at) {
        Some(lines) if is_close(lines) => (split + w.close_lines, merge.min(w.gap)),
        Some(lines) if lines < w.far => (split, merge + w.padded_lines),
        _ => (split, merge),
    }
}

/// The column where the label words of a strip begin.
fn start(sheet: Sheet<'_>, strip: &Strip) -> usize {
    let first = sheet.lines[strip.line].words.get(strip.cells[0].start);
    first.map_or(0, |word| word.start)
}

/// What it costs to part a label line from the one above, and to join them, where no sign tells.
fn unmarked(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize) -> (i64, i64) {
    let w = weights();
    let (bare, far) = (is_bare(&strips[before]), i64::try_from(at - before - 1).unwrap_or(0));
    let width = label_width(&sheet.lines[strips[before].line], &strips[before].cells[0]);
    let (upper, lower) = (start(sheet, &strips[before]), start(sheet, &strips[at]));
    // A label goes on where it began.
    let label = if upper == lower { sheet.label_at(upper) } else { sheet.label };
    // Entries of one list beside two lines say that those are of one label, if it nearly fills its column.
    let lacks = if is_list_beside(sheet, strips, before, at) { w.lacks } else { 0 };
    let (split, merge) =
        wrapped(label, width + lacks, is_full(sheet, &strips[before], 0, 2), bare, far);
    // A label under another one is set in.
    let merge = if lower >= upper + 2 { merge + w.label_indented } else { merge };
    if is_text_above_choice(sheet, strips, before, at) {
        (0, merge + w.narrow_joined)
    } else if have_own_values(sheet, strips, before, at) {
        (split / w.quarter, merge + w.own_values)
    } else {
        (split, merge)
    }
}

/// Whether a label begins like the one above or below it: they are numbered behind a common word.
fn is_one_of_a_series(sheet: Sheet<'_>, strips: &[Strip], at: usize) -> bool {
    let here = words(sheet, &strips[at], 0);
    let alike = |s: usize| {
        let other = words(sheet, &strips[s], 0);
        let same = here.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        let number = |text: &str| text.chars().nth(same).is_some_and(|c| digit(c).is_some());
        same >= weights().short && number(&here) && number(&other)
    };
    let below = (at + 1..strips.len().min(at + weights().lines_below))
        .find(|&s| !strips[s].cells[0].is_empty());
    above(strips, at, 0).into_iter().chain(below).any(alike)
}

/// Whether two label lines have a short text each at their side, so that they are two labels.
fn have_own_values(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize) -> bool {
    let text =
        |s: usize| matches!(kind(sheet, &strips[s], 1), Kind::Text(_)) && !is_bare(&strips[s]);
    let own_share = || sheet.widths.get(1).map_or(0, |w| w / weights().own_share);
    strips[at].cells.len() == 2
        && before + 1 == at
        && text(before)
        && text(at)
        && !is_full(sheet, &strips[before], 1, own_share())
        && !is_list_beside(sheet, strips, before, at)
}

/// Whether two label lines have entries of one list at their side.
fn is_list_beside(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize) -> bool {
    strips[at].cells.len() == 2
        && before + 1 == at
        && goes_on_listing(&words(sheet, &strips[before], 1), &words(sheet, &strips[at], 1))
}

/// Whether one label line has a text at its side and the other a choice, or the caption of its options: no text goes on so.
fn is_text_above_choice(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize) -> bool {
    if strips[at].cells.len() != 2 || is_bare(&strips[before]) {
        return false;
    }
    let (upper, lower) = (kind(sheet, &strips[before], 1), kind(sheet, &strips[at], 1));
    let is_choice = matches!(lower, Kind::Choice(_) | Kind::Caption(_));
    matches!(upper, Kind::Text(_)) && is_choice && change(upper, lower) < 0
}

/// What it costs to join label lines with others between them: one may be set between two, hardly more.
fn gap(far: i64) -> i64 {
    match far {
        0 => 0,
        1 => weights().gap,
        _ => weights().wide_gap,
    }
}

/// What it costs to part a label from a line of a given width above it, and to join them, in a column of labels. A line
/// without a value of its own is rarely a whole label.
fn wrapped(label: usize, width: usize, full: bool, bare: bool, far: i64) -> (i64, i64) {
    let (w, apart) = (weights(), gap(far));
    if width >= label {
        (w.label_full, apart)
    } else if width + 2 >= label {
        (w.label_nearly_full, apart)
    } else if bare && full {
        (w.bare_full, apart)
    } else if bare && width * 100 >= label * w.bare_share {
        (w.bare, w.bare_joined + apart)
    } else if full {
        (w.page_full, w.page_full_joined + apart)
    } else {
        (0, w.narrow_joined + apart)
    }
}
