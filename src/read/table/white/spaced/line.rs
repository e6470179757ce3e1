//! Lines of a fixed-pitch page, cut into words with their columns.

use crate::budget;
use crate::read::table::white::weights::page_weights as weights;
use std::collections::BTreeMap;
use std::ops::Range;

/// Tabs lead to the next multiple of so many columns, as terminals have it.
const TAB: usize = 8;

/// A run of characters without white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// First column.
    pub(super) start: usize,
    /// Column after the last.
    pub(super) end: usize,
    /// First byte in the text.
    pub(super) from: usize,
    /// Byte after the last in the text.
    pub(super) to: usize,
    /// Printed width: 2 for each full-width character, 1 for each other.
    pub(super) width: usize,
    /// First character.
    pub(super) lead: char,
    /// Last character.
    pub(super) tail: char,
    /// The number of the word on placed pages.
    pub(super) id: u32,
}

/// Neighbouring words of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index of the line.
    pub(super) line: usize,
    /// Its words.
    pub(super) words: Range<usize>,
}

/// One line; blank if it has no words.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// 1-based line of the text.
    pub(super) number: u32,
    /// 1-based page, in reading order.
    pub(super) page: u32,
    /// 1-based page of the text that shows it.
    pub(super) sheet: u32,
    /// Left to right.
    pub(super) words: Vec<Word>,
    /// How far down its page its middle is, in lines of text; only on placed pages.
    pub(super) down: Option<f32>,
    /// In its document rows stand further apart than lines.
    pub(super) padded: bool,
}

/// How many columns a full-width character takes. `pdftotext` counts characters, so one; tools that
/// write for a terminal count two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pitch {
    /// One column for each character.
    Single,
    /// Two columns for each full-width character.
    Double,
}

impl Line {
    /// How far it stands below another line of its page, in lines of text, where that tells rows from lines.
    pub(super) fn below(&self, other: &Self) -> Option<f32> {
        (self.padded && self.page == other.page).then_some(self.down? - other.down?)
    }

    /// Whether nothing is printed on it.
    pub(super) fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// Width of the white space before a word; the indent for the first.
    pub(super) fn space_before(&self, word: usize) -> usize {
        let Some(this) = self.words.get(word) else { return 0 };
        match word.checked_sub(1).and_then(|w| self.words.get(w)) {
            Some(before) => this.start.saturating_sub(before.end),
            None => this.start,
        }
    }

    /// Ranges of words that stand less than `space` columns apart.
    pub(super) fn chunks(&self, space: usize) -> Vec<std::ops::Range<usize>> {
        let mut all = Vec::new();
        let mut start = 0;
        for word in 1..=self.words.len() {
            if word == self.words.len() || self.space_before(word) >= space {
                all.push(start..word);
                start = word;
            }
        }
        all
    }

    /// What is printed, without white space.
    pub(super) fn squeezed(&self, text: &str) -> String {
        squeezed(&self.words, text)
    }
}

impl Word {
    /// Whether it is the mark that refers to a note on the form.
    pub(super) fn is_note(&self) -> bool {
        self.lead == '※' && self.tail == '※' && self.width == 2
    }

    /// Whether it is a Roman numeral of one character.
    pub(super) fn is_roman(&self, text: &str) -> bool {
        matches!(self.text(text).chars().next(), Some('Ⅰ'..='Ⅻ')) && self.width == 2
    }

    /// Its characters.
    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.from..self.to).unwrap_or_default()
    }
}

/// What words print, without white space.
pub(super) fn squeezed(words: &[Word], text: &str) -> String {
    let chars = words.iter().flat_map(|word| word.text(text).chars());
    chars.filter(|c| !c.is_whitespace()).collect()
}

/// Printed width of a character in half-width columns.
pub(super) fn width(c: char) -> usize {
    match c {
        '\u{ff61}'..='\u{ffdc}' | '\u{ffe8}'..='\u{ffee}' => 1,
        // The symbols of the Japanese character sets (○ ① Ⅰ ※ → ―) are printed full-width.
        '\u{2010}'..='\u{2bff}' | '\u{1100}'.. => 2,
        _ => 1,
    }
}

/// How far a label reaches from the left edge of its column.
pub(super) fn label_width(line: &Line, words: &Range<usize>) -> usize {
    // The reference mark stands at the column's edge, whatever the label's width.
    let noted = words.len() > 1 && line.words.get(words.end - 1).is_some_and(Word::is_note);
    let words = words.start..words.end - usize::from(noted);
    match printed_width(line, &words) {
        0 => 0,
        width => width + line.words.get(words.start).map_or(0, |w| w.start),
    }
}

/// Printed width of words, with the spaces between them; 0 where they are no running text.
pub(super) fn printed_width(line: &Line, words: &Range<usize>) -> usize {
    let mut sum = 0;
    for word in words.clone() {
        let space = if word == words.start { 0 } else { line.space_before(word) };
        if space >= weights().running_space {
            return 0;
        }
        sum += space + line.words[word].width;
    }
    sum
}

/// The lines of a text; a form feed begins a new page.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let loose = is_loose(text);
    let lines = lines_at(text, pitch(text, loose), loose);
    lines.iter().for_each(|line| budget::take(size_of::<Line>() + size_of_val(&*line.words)));
    lines
}

/// The pitch under which the starts of words on neighbouring lines agree more often.
fn pitch(text: &str, loose: bool) -> Pitch {
    let agreeing = |pitch| {
        let lines = lines_at(text, pitch, loose);
        lines.windows(2).map(|pair| agreements(&pair[0], &pair[1])).sum::<usize>()
    };
    if agreeing(Pitch::Double) > agreeing(Pitch::Single) { Pitch::Double } else { Pitch::Single }
}

/// Starts after text and wide space on one line that are starts after wide space on the other.
fn agreements(a: &Line, b: &Line) -> usize {
    let starts = |line: &Line, first: usize| -> Vec<usize> {
        let wide = (first..line.words.len()).filter(|&w| line.space_before(w) >= 2);
        wide.map(|w| line.words[w].start).collect()
    };
    let common = |inner: Vec<usize>, any: &[usize]| {
        inner.iter().filter(|s| any.binary_search(s).is_ok()).count()
    };
    common(starts(a, 1), &starts(b, 0)) + common(starts(b, 1), &starts(a, 0))
}

/// Whether the characters of a text stand so far apart that the tool took the white between many for a space: one space
/// between two of them parts nothing.
fn is_loose(text: &str) -> bool {
    let (mut parted, mut all) = (0usize, 0usize);
    let mut before = [' '; 2];
    for c in text.chars() {
        if is_of_word(c) {
            parted += usize::from(before[1] == ' ' && is_of_word(before[0]));
            all += 1;
        }
        before = [before[1], c];
    }
    all >= weights().enough && parted * weights().loose >= all
}

/// Whether a character is one of full-width words.
fn is_of_word(c: char) -> bool {
    c.is_alphabetic() && width(c) == 2
}

fn lines_at(text: &str, pitch: Pitch, loose: bool) -> Vec<Line> {
    let mut all = Vec::new();
    let (mut at, mut page) = (0, 1);
    for (index, line) in text.split('\n').enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        for (part, piece) in line.split('\u{c}').enumerate() {
            if part > 0 {
                page += 1;
                at += 1;
                // What stood before the form feed was an empty line's start, not a line.
                if all.last().is_some_and(|l: &Line| l.number == number && l.is_blank()) {
                    all.pop();
                }
            }
            let words = words(piece, at, pitch, loose);
            budget::steps(words.len());
            all.push(Line { number, page, sheet: page, words, ..Line::default() });
            at += piece.len();
        }
        at += 1;
    }
    all
}

fn words(piece: &str, at: usize, pitch: Pitch, loose: bool) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let (mut column, mut inside) = (0, false);
    for (offset, c) in piece.char_indices() {
        let wide = width(c);
        let step = match (c, pitch) {
            ('\t', _) => TAB - column % TAB,
            (_, Pitch::Single) => 1,
            (_, Pitch::Double) => wide,
        };
        let (from, to) = (at + offset, at + offset + c.len_utf8());
        let next = piece[offset + c.len_utf8()..].chars().next();
        match all.last_mut() {
            Some(word) if loose && inside && c == ' ' => {
                inside = is_of_word(word.tail) && next.is_some_and(is_of_word);
            }
            _ if c.is_whitespace() || c == '\u{feff}' => inside = false,
            Some(word) if inside => {
                (word.end, word.to) = (column + step, to);
                (word.width, word.tail) = (word.width + wide, c);
            }
            _ => {
                inside = true;
                let (start, end) = (column, column + step);
                all.push(Word { start, end, from, to, width: wide, lead: c, tail: c, id: 0 });
            }
        }
        column += step;
    }
    all
}

/// The pages as ranges of lines.
pub(super) fn pages(lines: &[Line]) -> Vec<std::ops::Range<usize>> {
    let mut all: BTreeMap<u32, std::ops::Range<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        all.entry(line.page).or_insert(index..index).end = index + 1;
    }
    all.into_values().collect()
}
