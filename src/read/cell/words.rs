//! The characters of lines, and what they say on where a line may break.

use super::draft::Piece;
use super::order::Printed;
use crate::read::cell::run::Run;
use crate::read::numbers::cell::words::{COLUMN, INDENT, LOWER, PITCH, REACH, SAME_PLACE};
use crate::read::page::{Glyph, Page, along};
use crate::source::Area;

/// The characters of lines.
pub(crate) struct Words<'a> {
    /// The page.
    pub(crate) page: &'a Page,
    /// Its runs.
    pub(crate) runs: &'a [Run],
}

impl<'a> Words<'a> {
    /// The glyphs of a line with their characters, white space aside at both ends by the caller.
    fn glyphs(&self, line: &'a [Piece]) -> impl DoubleEndedIterator<Item = (&'a Glyph, &'a str)> {
        let (page, runs) = (self.page, self.runs);
        line.iter()
            .filter_map(move |piece| runs.get(piece.run as usize))
            .filter_map(move |run| page.glyphs.get(run.first as usize..run.last as usize))
            .flatten()
            .map(move |glyph| {
                (glyph, page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or(""))
            })
    }

    fn run(&self, piece: &Piece) -> Option<&'a Run> {
        self.runs.get(piece.run as usize)
    }

    /// The box of a piece, seen along the text.
    pub(crate) fn area(&self, piece: &Piece) -> Option<Area> {
        self.run(piece).map(|run| along(run.area, run.direction))
    }

    /// The box of a piece that shows something.
    pub(crate) fn ink(&self, piece: &Piece) -> Option<Area> {
        self.run(piece).filter(|run| run.ink).map(|run| along(run.area, run.direction))
    }

    /// Whether a piece begins a box or an option.
    pub(crate) fn opens_entry(&self, piece: Option<&Piece>) -> bool {
        piece.and_then(|piece| self.run(piece)).is_some_and(|run| run.opens)
    }

    fn chars(&self, line: &'a [Piece]) -> impl Iterator<Item = char> {
        self.glyphs(line).flat_map(|(_, text)| text.chars()).skip_while(|c| c.is_whitespace())
    }

    pub(super) fn first(&self, line: &'a [Piece]) -> Option<char> {
        self.chars(line).next()
    }

    pub(crate) fn last(&self, line: &'a [Piece]) -> Option<char> {
        self.glyphs(line)
            .rev()
            .flat_map(|(_, text)| text.chars().rev())
            .find(|c| !c.is_whitespace())
    }

    /// The width of what cannot be parted at the start of a line, and of its first glyph: a word, or
    /// one character with the punctuation that must not start or end a line.
    pub(super) fn unit(&self, line: &'a [Piece]) -> (f32, f32) {
        let (mut width, mut first) = (0.0, 0.0);
        let mut open = true;
        let mut word = false;
        for (glyph, text) in self.glyphs(line) {
            let Some(c) = text.chars().next() else { continue };
            if c.is_whitespace() {
                if width > 0.0 {
                    break;
                }
                continue;
            }
            let latin = c.is_ascii_graphic() && !is_opening(c);
            let joined = open || is_closing(c) || word && latin;
            if width > 0.0 && !joined {
                break;
            }
            let area = along(glyph.area, glyph.direction);
            width += (area.x1 - area.x0).max(0.0);
            if first == 0.0 {
                first = width;
            }
            open = is_opening(c);
            word = latin;
        }
        (width, first)
    }

    /// Whether a piece begins with a round bracket.
    pub(crate) fn is_bracket(&self, piece: &'a Piece) -> bool {
        self.first(std::slice::from_ref(piece)).is_some_and(|c| ['（', '）', '(', ')'].contains(&c))
    }

    /// Whether `below` is what found no room any more behind `above`, before the edge.
    pub(crate) fn goes_on(&self, above: &'a [Piece], below: &'a [Piece], edge: f32) -> bool {
        let ink = |pieces: &'a [Piece]| pieces.iter().filter_map(|piece| self.ink(piece));
        let reach = ink(above).map(|area| area.x1).fold(f32::NEG_INFINITY, f32::max);
        let em = self.glyphs(below).next().map_or(0.0, |(glyph, _)| glyph.size);
        let Some(start) = ink(below).next() else { return false };
        ink(above).any(|area| (area.x0 - start.x0).abs() < COLUMN * em)
            && edge - reach < self.unit(below).0 + REACH * em
            && !self.starts_anew(below)
    }

    /// Whether a box stands half-way up beside two lines, the upper behind it and the other below that.
    pub(crate) fn is_half_way(&self, above: &'a [Piece], below: &'a [Piece]) -> bool {
        let (Some((open, rest)), Some(next)) = (above.split_first(), below.first()) else {
            return false;
        };
        let text = rest.iter().filter_map(|piece| self.ink(piece)).find(|area| {
            self.ink(next)
                .is_some_and(|next| (area.x0 - next.x0).abs() < SAME_PLACE * (area.y1 - area.y0))
        });
        let middle = |area: Area| f32::midpoint(area.y0, area.y1);
        let (Some(open), Some(text), Some(next)) = (self.ink(open), text, self.ink(next)) else {
            return false;
        };
        let em = text.y1 - text.y0;
        middle(text) + LOWER * em < middle(open) && middle(open) < middle(next) + LOWER * em
    }

    /// Characters put one below the other, as in a narrow label.
    pub(super) fn stacked(&self, last: &'a Printed, line: &'a Printed) -> bool {
        let single = |line: &'a Printed| {
            let mut chars = self.chars(&line.pieces).filter(|c| !c.is_whitespace());
            chars.next().is_some_and(|c| !c.is_ascii()) && chars.next().is_none()
        };
        let size = last.size.max(line.size);
        (last.from - line.from).abs() < INDENT * size
            && line.middle - last.middle < PITCH * size
            && single(last)
            && single(line)
    }

    /// Whether a line begins with the mark of a list or of a heading.
    pub(crate) fn starts_anew(&self, line: &'a [Piece]) -> bool {
        let mut start = ['\0'; 6];
        for (to, c) in start.iter_mut().zip(self.chars(line)) {
            *to = c;
        }
        is_mark(&start)
    }
}

/// Whether text that begins so begins an entry of a list, a heading, an option or an address.
fn is_mark(start: &[char; 6]) -> bool {
    const MARKS: [char; 35] = [
        '・', '･', '•', '·', '○', '〇', '●', '◎', '◯', '◇', '◆', '□', '■', '☐', '☑', '△', '▲', '▽',
        '▼', '★', '☆', '※', '＊', '*', '→', '⇒', '【', '<', '＜', '〈', '《', '[', '［', '〔',
        '〒',
    ];
    let [first, second, ..] = *start;
    if MARKS.contains(&first)
        || ('\u{2460}'..='\u{24ff}').contains(&first)
        || ('\u{2776}'..='\u{2793}').contains(&first)
    {
        return true;
    }
    if ['-', '－', '–', '—', '―', '−', '‐'].contains(&first) {
        return second.is_whitespace() || !(is_digit(second) || second == '\0');
    }
    let bracket = ['(', '（'].contains(&first);
    let rest = &start[usize::from(bracket)..];
    let number = rest.iter().take_while(|c| is_digit(**c)).count();
    let length =
        if number == 0 && rest.first().is_some_and(|c| is_counter(*c)) { 1 } else { number };
    let after = rest.get(length).copied().unwrap_or('\0');
    if bracket {
        return length > 0 && [')', '）'].contains(&after);
    }
    let then_digit = rest.get(length + 1).is_some_and(|c| is_digit(*c));
    match length {
        1..=2 => {
            [')', '）', '．'].contains(&after)
                || after == '.' && !then_digit
                || number == 0 && after == '\u{3000}'
        }
        _ => false,
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Letters and kana that number the entries of a list.
fn is_counter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || ('ａ'..='ｚ').contains(&c)
        || ('Ａ'..='Ｚ').contains(&c)
        || ('ア'..='ン').contains(&c)
        || ('\u{2160}'..='\u{217f}').contains(&c)
}

/// Punctuation that does not end a line.
pub(super) fn is_opening(c: char) -> bool {
    ['(', '[', '{', '（', '［', '｛', '「', '『', '【', '〔', '〈', '《', '＜', '“', '‘']
        .contains(&c)
}

/// Punctuation that does not start a line.
pub(super) fn is_closing(c: char) -> bool {
    ")]}）］｝」』】〕〉》＞”’、。，．,.・：；！？:;!?ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％%～"
        .contains(c)
}
