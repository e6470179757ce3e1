//! What the words of two neighbouring lines say on a row's beginning between them.

use super::caption::{ROUGH, caption};
use super::line::{Word, label_width, printed_width};
use super::mark::{
    Series, continues, digit, ends_sentence, is_date_like, is_open, is_telephone, is_whole_date,
    mark,
};
use super::placed::is_close;
use super::strip::{LONGEST, Sheet, Strip, is_blank};
use super::weights::weights;
use std::ops::Range;

/// A word of so many characters fills no column of a table, however narrow it is: it is whole.
const SHORT: usize = 3;

/// A line that lacks so many columns fills its cell.
const FULL: usize = 3;
/// A line that lacks so many nearly does.
const NEARLY: usize = 8;
/// White so wide parts an answer from the options beside it.
const WIDE: usize = 4;

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
    /// A column of a table that has here a short text like the last one above it, such as a lone
    /// word or a dash.
    pub(super) again: Option<usize>,
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
    seam.again =
        if columns > 2 { (1..columns).find(|&c| is_again(sheet, strips, at, c)) } else { None };
    if at > 0 && is_blank(&strips[at - 1]) {
        seam.cut -= if columns > 2 { weights().blank_in_table } else { weights().blank };
    }
    let label = &strips[at].cells[0];
    seam.heading = is_bare(&strips[at]) && is_heading(&words(sheet, &strips[at], 0));
    let before = above(strips, at, 0);
    if let (false, Some(before)) = (label.is_empty(), before) {
        label_joint(sheet, strips, before, at, &mut seam);
    }
    seam
}

fn is_again(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> bool {
    let long = |s: usize| words(sheet, &strips[s], column).chars().count();
    let here = if strips[at].cells[column].is_empty() { return false } else { long(at) };
    here <= SHORT && above(strips, at, column).is_some_and(|before| long(before) == here)
}

/// A row begins where columns begin, rather than where they go on.
fn corridor(strips: &[Strip], at: usize, column: usize) -> i64 {
    let Some(above) = at.checked_sub(1).and_then(|a| strips.get(a)) else { return 0 };
    match (above.cells[column].is_empty(), strips[at].cells[column].is_empty()) {
        _ if is_blank(above) => 0,
        (false, false) => 1,
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
    let line = &sheet.lines[strip.line];
    let width = match column {
        0 => label_width(line, &strip.cells[0]),
        _ => printed_width(line, &strip.cells[column]),
    };
    width + slack >= sheet.widths.get(column).copied().unwrap_or(usize::MAX)
}

/// What it costs to cut below a line that reaches the edge of its column, or nearly does.
fn fullness(sheet: Sheet<'_>, strip: &Strip, column: usize) -> i64 {
    let full = |slack| is_full(sheet, strip, column, slack);
    match () {
        () if full(FULL) => weights().full,
        () if full(NEARLY) => weights().nearly_full,
        () => 0,
    }
}

/// What it costs to cut a value column before a strip.
fn value_cut(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> i64 {
    let below = (at..strips.len().min(at + 4)).find(|&s| !strips[s].cells[column].is_empty());
    let (Some(before), Some(below)) = (above(strips, at, column), below) else { return 0 };
    let (upper, lower) =
        (words(sheet, &strips[before], column), words(sheet, &strips[below], column));
    let here = mark(&lower);
    let w = weights();
    let mut cost =
        if option_beside(sheet, &strips[below], column).is_some() { w.listed } else { 0 };
    if continues(&lower) {
        cost += w.continued;
    }
    if is_telephone(&lower) {
        cost += w.telephone;
    }
    if mark(&upper).is_some_and(|m| m.series == Series::Caption) && here.is_some() {
        cost += w.captioned;
    }
    if goes_on_listing(&upper, &lower) {
        cost += w.listed;
    }
    if upper.ends_with(['、', '，']) || is_open(&upper) {
        cost += w.open;
    } else if here.is_none()
        && !ends_sentence(&upper)
        && !(strips[at].cells.len() > 2 && upper.chars().count() <= SHORT)
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
        _ => cost / 4,
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
    let (upper, lower) = (&strips[before], &strips[below]);
    if below == before + 1
        && (in_parentheses(sheet, upper, lower) || in_parentheses(sheet, lower, upper))
    {
        cost += w.parenthesised;
    }
    if lower.cells.len() > 2 {
        return cost;
    }
    cost + change(part(sheet, strips, before, column), part(sheet, strips, below, column))
}

/// What a strip is part of: a line of a caption, beside or without others, is part of its box.
fn part(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> Kind {
    let own = kind(sheet, &strips[at], column);
    let Kind::Text(start) = own else { return own };
    let is_captions = |next: &usize| {
        let strip = &strips[*next];
        let line = &sheet.lines[strip.line];
        let caption = caption(line, &strip.cells[column]);
        let column = caption.and_then(|word| line.words.get(word)).map(|word| word.start);
        column.is_some_and(|column| column.abs_diff(start) <= ROUGH)
    };
    let next = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let found = next.filter(|next| *next < strips.len()).find(is_captions);
    // A label beside it begins something else.
    let is_new =
        !strips[at].cells[0].is_empty() || mark(&words(sheet, &strips[at], column)).is_some();
    found.filter(|_| !is_new).map_or(own, |next| kind(sheet, &strips[next], column))
}

/// Whether two strips stand at the distance of rows, where it tells them from lines: boxes and options have
/// distances of their own.
fn are_spaced(sheet: Sheet<'_>, upper: &Strip, lower: &Strip, column: usize) -> bool {
    let kinds = (kind(sheet, upper, column), kind(sheet, lower, column));
    matches!(kinds, (Kind::Text(_), Kind::Text(_) | Kind::Tick(_)) | (Kind::Tick(_), Kind::Text(_)))
}

/// How far two strips of a page are apart, in lines of text.
fn apart(sheet: Sheet<'_>, strips: &[Strip], before: usize, below: usize) -> Option<f32> {
    sheet.lines[strips[below].line].below(&sheet.lines[strips[before].line])
}

/// Whether two lines are entries of one list.
fn goes_on_listing(upper: &str, lower: &str) -> bool {
    match (mark(upper), mark(lower)) {
        (Some(above), Some(below)) if above.series == Series::Bullet => {
            above.series == below.series && upper.chars().next() == lower.chars().next()
        }
        (Some(above), Some(below)) => {
            above.series == below.series && above.number + 1 == below.number
        }
        _ => false,
    }
}

/// Whether a line stands between the parentheses that are set around empty space on another.
fn in_parentheses(sheet: Sheet<'_>, frame: &Strip, inner: &Strip) -> bool {
    let words = |strip: &Strip| {
        let range = strip.cells.last().cloned().unwrap_or_default();
        sheet.lines[strip.line].words.get(range).unwrap_or_default().to_vec()
    };
    let frame = words(frame);
    let is = |w: &Word, brackets: [char; 2]| w.lead == w.tail && brackets.contains(&w.lead);
    let open = frame.iter().find(|w| is(w, ['（', '(']));
    let closed = frame.last().is_some_and(|w| is(w, ['）', ')']));
    let start = words(inner).first().map_or(0, |w| w.start);
    closed && open.is_some_and(|w| start + 1 >= w.start)
}

/// What a line of a value column is part of, and the column where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text(usize),
    /// A box with its caption.
    Tick(usize),
    /// The brackets of a choice.
    Choice(usize),
    /// The options of a choice.
    Option(usize),
    /// The caption of options.
    Caption(usize),
    /// A number in parentheses: how many of what was chosen follow.
    Count,
}

fn kind(sheet: Sheet<'_>, strip: &Strip, column: usize) -> Kind {
    let line = &sheet.lines[strip.line];
    let range = strip.cells[column].clone();
    let Some(first) = line.words.get(range.start) else { return Kind::Text(0) };
    if matches!(first.lead, '[' | '［') {
        let closes = |w: &Word| [w.lead, w.tail].iter().any(|c| matches!(c, ']' | '］'));
        let close = range.clone().find(|&w| closes(&line.words[w]));
        // A box is small, or its caption follows at once.
        let tick = close.is_some_and(|w| {
            let close_by = range.contains(&(w + 1)) && line.space_before(w + 1) < 2;
            let options = || {
                let next = line.words.get(w + 1).and_then(|n| mark(n.text(sheet.text)));
                next.is_some_and(|m| matches!(m.series, Series::Caption | Series::Closed))
            };
            line.words[w].end < first.start + 9 || (close_by && !options())
        });
        return if tick { Kind::Tick(first.start) } else { Kind::Choice(first.start) };
    }
    // An answer stands lower than its brackets, beside one of the options.
    if let Some(option) = option_beside(sheet, strip, column) {
        return Kind::Option(line.words[option].start);
    }
    match mark(&words(sheet, strip, column)).map(|m| m.series) {
        Some(Series::Enclosed) if is_count(&words(sheet, strip, column)) => Kind::Count,
        Some(Series::Closed) => Kind::Option(first.start),
        Some(Series::Caption) => Kind::Caption(first.start),
        _ if is_count(&words(sheet, strip, column)) => Kind::Count,
        _ => Kind::Text(first.start),
    }
}

/// The word with which an option begins that white parts from a text to its left.
fn option_beside(sheet: Sheet<'_>, strip: &Strip, column: usize) -> Option<usize> {
    let line = &sheet.lines[strip.line];
    let range = strip.cells[column].clone();
    let first = line.words.get(range.start)?;
    if strip.cells.len() > 2 || mark(first.text(sheet.text)).is_some() {
        return None;
    }
    let is_option = |word: &usize| {
        let mark = mark(line.words[*word].text(sheet.text));
        line.space_before(*word) >= WIDE && mark.is_some_and(|m| m.series == Series::Closed)
    };
    range.skip(1).find(is_option)
}

/// `（　３　）件`
fn is_count(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|t| t.split_once(['）', ')']));
    let few = |t: &str| t.chars().count() <= 2;
    inner.is_some_and(|(n, unit)| n.chars().all(|c| digit(c).is_some()) && few(n) && few(unit))
}

/// A choice with its options, boxes, and text are mostly of different rows.
fn change(upper: Kind, lower: Kind) -> i64 {
    let w = weights();
    match (upper, lower) {
        (Kind::Choice(_), Kind::Option(_) | Kind::Caption(_)) => w.options,
        (Kind::Choice(_) | Kind::Option(_) | Kind::Caption(_), Kind::Count) => w.counted,
        (Kind::Count, _) => -w.behind_count,
        (Kind::Option(u) | Kind::Caption(u), Kind::Text(l) | Kind::Tick(l)) if u > l + 1 => {
            -w.behind_options
        }
        (Kind::Text(u) | Kind::Tick(u), Kind::Option(l) | Kind::Caption(l)) if l > u + 8 => {
            -w.before_options
        }
        // One list of options ends, the next begins.
        (Kind::Option(u), Kind::Caption(l)) if u.abs_diff(l) <= 2 => -w.next_options,
        (Kind::Text(_) | Kind::Tick(_), Kind::Choice(_)) => -w.before_choice,
        (Kind::Choice(_), Kind::Text(_) | Kind::Tick(_)) => -w.behind_choice,
        (Kind::Text(_), Kind::Tick(_)) | (Kind::Tick(_), Kind::Text(_)) => -w.text_box,
        _ => 0,
    }
}

/// Whether a text is numbered the way headings are.
fn is_heading(text: &str) -> bool {
    mark(text).is_some_and(|m| matches!(m.series, Series::Dotted | Series::Roman))
}

/// Whether a line has nothing but label words.
fn is_bare(strip: &Strip) -> bool {
    strip.cells.iter().skip(1).all(Range::is_empty)
}

/// Whether label words go on with the label above them.
fn label_joint(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize, seam: &mut Seam) {
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
    (seam.split, seam.merge) = if continues(&lower) || lower == "※" {
        (w.label_continued, 0)
    } else if parted || (heading && (bare || boxed) && !is_open(&upper)) {
        (0, w.label_parted)
    } else if is_date_like(&upper) && is_date_like(&lower) {
        if is_whole_date(&upper) && !short { (0, w.dates) } else { (w.date_open, 0) }
    } else if mark(&lower).is_some_and(|m| m.series != Series::Bullet || m.number > 0)
        || is_one_of_a_series(sheet, strips, at)
        || (lower.chars().count() > 3
            && lower.chars().next_back().is_some_and(|c| digit(c).is_some()))
    {
        (0, w.label_marked)
    } else if short && lower.chars().all(char::is_alphanumeric) {
        (w.label_short, gap(far))
    } else if is_open(&upper) {
        (w.label_open, 0)
    } else {
        let width = label_width(&sheet.lines[strips[before].line], &strips[before].cells[0]);
        let (split, merge) =
            wrapped(sheet, width, is_full(sheet, &strips[before], 0, 2), bare, far);
        let start = |s: usize| {
            let first = sheet.lines[strips[s].line].words.get(strips[s].cells[0].start);
            first.map_or(0, |w| w.start)
        };
        // A label under another one is set in.
        let merge = if start(at) >= start(before) + 2 { merge + w.label_indented } else { merge };
        if is_text_above_choice(sheet, strips, before, at) {
            (0, merge + w.above_choice)
        } else if have_own_values(sheet, strips, before, at) {
            (split / 4, merge + w.own_values)
        } else {
            (split, merge)
        }
    };
    match apart(sheet, strips, before, at) {
        Some(lines) if is_close(lines) => {
            seam.split += weights().close_lines;
            seam.merge = seam.merge.min(weights().close_labels);
        }
        Some(lines) if lines < weights().far => {
            seam.merge += weights().padded_lines;
        }
        _ => {}
    }
}

/// Whether a label begins like the one above or below it: they are numbered behind a common word.
fn is_one_of_a_series(sheet: Sheet<'_>, strips: &[Strip], at: usize) -> bool {
    let here = words(sheet, &strips[at], 0);
    let alike = |s: usize| {
        let other = words(sheet, &strips[s], 0);
        let same = here.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        let number = |text: &str| text.chars().nth(same).is_some_and(|c| digit(c).is_some());
        same >= 3 && number(&here) && number(&other)
    };
    let below = (at + 1..strips.len().min(at + 3)).find(|&s| !strips[s].cells[0].is_empty());
    above(strips, at, 0).into_iter().chain(below).any(alike)
}

/// Whether two label lines have a short text each at their side, so that they are two labels.
fn have_own_values(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize) -> bool {
    let text =
        |s: usize| matches!(kind(sheet, &strips[s], 1), Kind::Text(_)) && !is_bare(&strips[s]);
    strips[at].cells.len() == 2
        && before + 1 == at
        && text(before)
        && text(at)
        && !is_full(sheet, &strips[before], 1, sheet.widths.get(1).map_or(0, |w| w / 3))
}

/// Whether one label line has a short text at its side and the other a choice.
fn is_text_above_choice(sheet: Sheet<'_>, strips: &[Strip], before: usize, at: usize) -> bool {
    strips[at].cells.len() == 2
        && !is_bare(&strips[before])
        && matches!(kind(sheet, &strips[before], 1), Kind::Text(_))
        && matches!(kind(sheet, &strips[at], 1), Kind::Choice(_))
        && !is_full(sheet, &strips[before], 1, 3)
}

/// What it costs to join label lines with others between them: one may be set between two, hardly more.
fn gap(far: i64) -> i64 {
    match far {
        0 => 0,
        1 => weights().gap,
        _ => weights().wide_gap,
    }
}

/// What it costs to part a label from a line of a given width above it, and to join them. A line
/// without a value of its own is rarely a whole label.
fn wrapped(sheet: Sheet<'_>, width: usize, full: bool, bare: bool, far: i64) -> (i64, i64) {
    let (w, apart) = (weights(), gap(far));
    if width >= sheet.label {
        (w.label_full, apart)
    } else if width + 2 >= sheet.label {
        (w.label_nearly_full, apart)
    } else if bare && full {
        (w.bare_full, apart)
    } else if bare && width * 4 >= sheet.label * 3 {
        (w.bare, w.bare_joined + apart)
    } else if full {
        (w.page_full, w.page_full_joined + apart)
    } else {
        (0, w.narrow_joined + apart)
    }
}
