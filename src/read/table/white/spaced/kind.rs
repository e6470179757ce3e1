//! What a line of a value column is part of: text, a box, a choice or its options.

use super::caption::captions;
use super::line::{Word, squeezed};
use super::mark::{Series, digit, is_open, mark};
use super::strip::{Sheet, Strip};
use crate::read::table::white::weights::{label_weights, page_weights, row_weights as weights};

/// What a line of a value column is part of, and the column where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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

pub(super) fn kind(sheet: Sheet<'_>, strip: &Strip, column: usize) -> Kind {
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
            line.words[w].end < first.start + label_weights().box_width || (close_by && !options())
        });
        return if tick { Kind::Tick(first.start) } else { Kind::Choice(first.start) };
    }
    // An answer stands lower than its brackets, beside one of the options.
    if let Some(option) = option_beside(sheet, strip, column) {
        return Kind::Option(line.words[option].start);
    }
    let text = words(sheet, strip, column);
    match mark(&text).map(|m| m.series) {
        None | Some(Series::Enclosed) if is_count(&text) => Kind::Count,
        Some(Series::Closed) => Kind::Option(first.start),
        Some(Series::Caption) => Kind::Caption(first.start),
        _ => Kind::Text(first.start),
    }
}

/// The word with which an option begins that white parts from a text to its left.
pub(super) fn option_beside(sheet: Sheet<'_>, strip: &Strip, column: usize) -> Option<usize> {
    let line = &sheet.lines[strip.line];
    let range = strip.cells[column].clone();
    let first = line.words.get(range.start)?;
    if strip.cells.len() > 2 || mark(first.text(sheet.text)).is_some() {
        return None;
    }
    let is_option = |word: &usize| {
        let mark = mark(line.words[*word].text(sheet.text));
        line.space_before(*word) >= weights().option_white
            && mark.is_some_and(|m| m.series == Series::Closed)
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
pub(super) fn change(upper: Kind, lower: Kind) -> i64 {
    let w = weights();
    match (upper, lower) {
        (Kind::Choice(_), Kind::Option(_) | Kind::Caption(_)) => w.options,
        (Kind::Choice(_) | Kind::Option(_) | Kind::Caption(_), Kind::Count) => w.options,
        (Kind::Count, _) => -w.behind_choice,
        (Kind::Option(u) | Kind::Caption(u), Kind::Text(l) | Kind::Tick(l)) if u > l + 1 => {
            -w.behind_options
        }
        (Kind::Text(u) | Kind::Tick(u), Kind::Option(l) | Kind::Caption(l))
            if l > u + label_weights().indent =>
        {
            -w.before_options
        }
        // One list of options ends, the next begins.
        (Kind::Option(u), Kind::Caption(l)) if u.abs_diff(l) <= 2 => -w.next_options,
        (Kind::Text(_) | Kind::Tick(_), Kind::Choice(_)) => -w.before_choice,
        (Kind::Choice(_), Kind::Text(_) | Kind::Tick(_)) => -w.behind_choice,
        (Kind::Text(_), Kind::Tick(_)) | (Kind::Tick(_), Kind::Text(_)) => -w.text_box,
        (Kind::Tick(u), Kind::Tick(l)) if u.abs_diff(l) <= 2 => w.text_box,
        _ => 0,
    }
}

/// What a strip is part of: a line of a caption, beside or without others, is part of its box.
pub(super) fn part(sheet: Sheet<'_>, strips: &[Strip], at: usize, column: usize) -> Kind {
    let own = kind(sheet, &strips[at], column);
    let Kind::Text(start) = own else { return own };
    let is_captions = |next: &usize| {
        let strip = &strips[*next];
        let line = &sheet.lines[strip.line];
        let mut starts =
            captions(line, &strip.cells[column]).filter_map(|word| line.words.get(word));
        starts.any(|word| word.start.abs_diff(start) <= label_weights().caption_rough)
    };
    let next = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let found = next.filter(|next| *next < strips.len()).find(is_captions);
    // A label beside it begins something else, unless the caption above it is open.
    let above = || at.checked_sub(1).map(|above| words(sheet, &strips[above], column));
    let is_labelled =
        !strips[at].cells[0].is_empty() && !above().is_some_and(|text| is_open(&text));
    let is_new = is_labelled || mark(&words(sheet, &strips[at], column)).is_some();
    found.filter(|_| !is_new).map_or(own, |next| kind(sheet, &strips[next], column))
}

/// Whether two strips stand at the distance of rows, where it tells them from lines: boxes and options have
/// distances of their own.
pub(super) fn are_spaced(sheet: Sheet<'_>, upper: &Strip, lower: &Strip, column: usize) -> bool {
    let kinds = (kind(sheet, upper, column), kind(sheet, lower, column));
    matches!(kinds, (Kind::Text(_), Kind::Text(_) | Kind::Tick(_)) | (Kind::Tick(_), Kind::Text(_)))
}

/// What is printed in a column of a strip, without white space.
pub(super) fn words(sheet: Sheet<'_>, strip: &Strip, column: usize) -> String {
    let range = strip.cells[column].clone();
    squeezed(&sheet.lines[strip.line].words[range], sheet.text)
}

/// Whether a line is set between the brackets around the empty space of another: an answer that goes on in several
/// lines, or stands lower than its brackets.
pub(super) fn in_brackets(sheet: Sheet<'_>, frame: &Strip, inner: &Strip) -> bool {
    let words = |strip: &Strip| {
        let range = strip.cells.last().cloned().unwrap_or_default();
        sheet.lines[strip.line].words.get(range).unwrap_or_default()
    };
    let (Some(first), Some(last)) = (words(inner).first(), words(inner).last()) else {
        return false;
    };
    let is_around = |pair: &[Word]| {
        let empty = matches!(pair[0].tail, '[' | '［') && matches!(pair[1].lead, ']' | '］');
        let wide = pair[1].end >= pair[0].start + page_weights().choice_width;
        empty && wide && pair[0].start < first.start && last.end <= pair[1].end
    };
    let is_text = mark(first.text(sheet.text)).is_none() && !matches!(first.lead, '[' | '［');
    is_text && words(frame).windows(2).any(is_around)
}

/// Whether a line stands between the parentheses that are set around empty space on another.
pub(super) fn in_parentheses(sheet: Sheet<'_>, frame: &Strip, inner: &Strip) -> bool {
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

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    /// The kind of each line of a text in a column of values.
    fn kinds(text: &str) -> Vec<Kind> {
        let lines = lines(text);
        let sheet = Sheet::plain(text, &lines);
        let cells = |line: usize| vec![0..0, 0..lines[line].words.len()];
        let strip = |line: usize| Strip { line, cells: cells(line) };
        (0..lines.len()).map(|line| kind(sheet, &strip(line), 1)).collect()
    }

    #[test]
    fn lines_of_values_are_told_by_their_signs() {
        let text = "                    [ ○ ] 自己点検\n                    [          十分である          ]\n                    ＜選択肢＞\n                    1) 特に力を入れている\n                    健康福祉部\n                    （　３　）件";
        let found = kinds(text);
        assert_eq!(found[0], Kind::Tick(20));
        assert_eq!(found[1], Kind::Choice(20));
        assert_eq!(found[2], Kind::Caption(20));
        assert_eq!(found[3], Kind::Option(20));
        assert_eq!(found[4], Kind::Text(20));
        assert_eq!(found[5], Kind::Count);
    }

    #[test]
    fn options_belong_to_the_choice_above_them_and_a_text_below_does_not() {
        let joined = change(Kind::Choice(20), Kind::Option(40));
        let parted = change(Kind::Choice(20), Kind::Text(20));
        assert!(joined > 0 && parted < 0, "{joined} {parted}");
        assert_eq!(change(Kind::Text(20), Kind::Text(20)), 0);
        assert!(change(Kind::Text(20), Kind::Tick(20)) < 0);
        // An option may go on beside the margin of its column.
        assert_eq!(change(Kind::Option(20), Kind::Text(20)), 0);
        assert!(change(Kind::Option(40), Kind::Text(20)) < 0);
    }
}
