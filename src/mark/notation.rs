//! How boxes are written: the marks of `data/marks.csv`, and which of them a document uses.
//!
//! A mark stands in brackets, or alone before an option. Three notations mean something else in other
//! documents and count only where the document uses them: a circle without brackets (elsewhere the sign
//! of a list), round brackets (elsewhere the place of a free text), and corner brackets (elsewhere a heading). Where a
//! document shows filled circles as well, a circle that is not filled is an empty box.

use super::boxes::BoxState;
use crate::fold::fold;
use std::sync::OnceLock;

const DATA: &str = include_str!("data/marks.csv");

/// Which of the notations that may mean something else a document uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Circles without brackets are marks.
    pub bare: bool,
    /// Round brackets are boxes.
    pub round: bool,
    /// Corner brackets are boxes.
    pub corner: bool,
    /// Filled circles are marks: a circle is an empty box.
    pub filled: bool,
    /// Controls are checked where they are ticked.
    pub checked: bool,
    /// There are boxes that are printed empty.
    pub empty: bool,
}

impl Style {
    /// What either uses.
    #[must_use]
    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            bare: self.bare || other.bare,
            round: self.round || other.round,
            corner: self.corner || other.corner,
            filled: self.filled || other.filled,
            checked: self.checked || other.checked,
            empty: self.empty || other.empty,
        }
    }

    /// All of them: for finding out which there are.
    pub(super) const ANY: Self =
        Self { bare: true, round: true, corner: true, filled: false, checked: false, empty: false };

    /// Whether a control that says nothing is an empty box: where the document's ticks are controls, and no box
    /// of it is printed empty.
    pub(super) fn controls_say(self) -> bool {
        self.checked && !self.empty
    }

    fn allows(self, place: Place) -> bool {
        match place {
            Place::Bracket | Place::Alone => true,
            Place::Bare => self.bare,
            Place::Round => self.round,
            Place::Corner => self.corner,
        }
    }
}

/// Where a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Within `[` and `]`.
    Bracket,
    /// By itself.
    Alone,
    /// By itself, and it may be the sign of a list.
    Bare,
    /// With its round brackets.
    Round,
    /// With its corner brackets.
    Corner,
}

/// What a mark shows, as far as it shows it by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    State(BoxState),
    Circle,
    Filled,
}

struct Mark {
    /// As folded.
    text: String,
    place: Place,
    shown: Shown,
    control: bool,
}

/// A box in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// What it shows.
    pub(super) state: BoxState,
    /// Where its mark stands.
    pub(super) place: Place,
    /// It is a filled circle.
    pub(super) filled: bool,
    /// It is a control.
    pub(super) control: bool,
    /// Bytes of the folded text.
    pub(super) length: usize,
}

/// The marks, the longest first.
fn marks() -> &'static [Mark] {
    static MARKS: OnceLock<Vec<Mark>> = OnceLock::new();
    MARKS.get_or_init(|| {
        let mut reader = csv::Reader::from_reader(DATA.as_bytes());
        let rows = reader.records().filter_map(Result::ok);
        let mut marks: Vec<Mark> =
            rows.filter_map(|row| mark(row.get(0)?, row.get(1)?, row.get(2)?)).collect();
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.text.len()));
        marks
    })
}

fn mark(text: &str, place: &str, state: &str) -> Option<Mark> {
    let shown = match state {
        "ticked" => Shown::State(BoxState::Ticked),
        "empty" => Shown::State(BoxState::Empty),
        "bare" => Shown::State(BoxState::Bare),
        "lost" => Shown::State(BoxState::Unread),
        "circle" => Shown::Circle,
        "filled" => Shown::Filled,
        _ => return None,
    };
    let place = match place {
        "bracket" => Place::Bracket,
        "alone" if matches!(shown, Shown::State(_)) => Place::Alone,
        "alone" => Place::Bare,
        _ => return None,
    };
    Some(Mark { text: fold(text), place, shown, control: super::boxes::is_visible_control(text) })
}

/// The box at the start of a folded text.
pub(super) fn read(text: &str, style: Style) -> Option<Seen> {
    let brackets = BRACKETS.iter().filter(|(_, _, place)| style.allows(*place));
    for (open, close, place) in brackets {
        if let Some(inner) = text.strip_prefix(*open) {
            return bracket(inner, *close, *place, style);
        }
    }
    // Kanji and kana, most of any text, are no marks.
    if text.starts_with(|c: char| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}')) {
        return None;
    }
    let alone = |mark: &&Mark| mark.place != Place::Bracket && style.allows(mark.place);
    let mark = marks().iter().find(|mark| alone(mark) && text.starts_with(&mark.text))?;
    Some(seen(mark, mark.text.len(), mark.place, style))
}

fn seen(mark: &Mark, length: usize, place: Place, style: Style) -> Seen {
    let Mark { shown, control, .. } = *mark;
    let state = match shown {
        Shown::State(state) => state,
        // Beside empty brackets a circle in brackets is a mark, whatever else is one.
        Shown::Circle if style.filled && !(style.empty && place == Place::Bracket) => {
            BoxState::Empty
        }
        Shown::Circle | Shown::Filled => BoxState::Ticked,
    };
    Seen { state, place, filled: shown == Shown::Filled, control, length }
}

/// The brackets that marks stand in.
const BRACKETS: [(char, char, Place); 3] =
    [('[', ']', Place::Bracket), ('(', ')', Place::Round), ('【', '】', Place::Corner)];

/// The longest content of a bracket that is a box.
const LONGEST: usize = 20;

fn bracket(inner: &str, close: char, place: Place, style: Style) -> Option<Seen> {
    let length =
        inner.char_indices().take_while(|(at, _)| *at <= LONGEST).find(|c| c.1 == close)?.0;
    let content = &inner[..length];
    let whole = length + 2 * close.len_utf8();
    let known =
        |text: &str| marks().iter().find(|mark| mark.place == Place::Bracket && mark.text == text);
    if let Some(mark) = known(content) {
        return Some(seen(mark, whole, place, style));
    }
    // One letter or digit is what another font's map makes of a sign; in other brackets it counts a list.
    let is_sign = content.len() == 1 && content.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_sign && place == Place::Bracket {
        let state = BoxState::Unread;
        return Some(Seen { state, place, filled: false, control: false, length: whole });
    }
    // Several marks, a control beside what is printed in it, or what is left of a mark.
    let mut state = BoxState::Empty;
    let (mut filled, mut control) = (false, false);
    for (at, c) in content.char_indices().take(MOST) {
        match known(&content[at..at + c.len_utf8()]) {
            Some(mark) => {
                let next = seen(mark, whole, place, style);
                state = state.and(next.state);
                filled |= next.filled;
                control |= next.control;
            }
            None if c == '\\' => {}
            None if is_text(c) => return None,
            None => state = BoxState::Unread,
        }
    }
    let short = content.chars().count() <= MOST;
    short.then_some(Seen { state, place, filled, control, length: whole })
}

/// Marks that stand in one bracket.
const MOST: usize = 3;

/// Whether a character in a bracket is text, and no remnant of a mark.
fn is_text(c: char) -> bool {
    c.is_alphanumeric() || ['(', ')', '<', '>', '[', '・', ',', '.', ':', '/'].contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str, style: Style) -> Option<BoxState> {
        read(&fold(text), style).map(|seen| seen.state)
    }

    #[test]
    fn every_line_of_the_table_is_a_mark() {
        assert_eq!(marks().len() + 1, DATA.lines().count());
    }

    #[test]
    fn marks_are_read_as_the_table_says() {
        let plain = Style::default();
        for text in ["[x]紙", "☑︎紙", "[ ⚫ ]紙", ":selected: 紙", "【○】紙"] {
            let style = Style { corner: true, ..plain };
            assert_eq!(state(text, style), Some(BoxState::Ticked), "{text}");
        }
        for text in ["[-]紙", "☐️紙", ":unselected:紙", "NOT_SELECTED 紙"] {
            assert_eq!(state(text, plain), Some(BoxState::Empty), "{text}");
        }
        assert_eq!(state("（　）紙", plain), None);
        assert_eq!(state("○紙", plain), None);
        assert_eq!(
            state("○紙", Style { bare: true, filled: true, ..plain }),
            Some(BoxState::Empty)
        );
        assert_eq!(state("[10万人以上]", plain), None);
    }

    #[test]
    fn one_letter_is_a_lost_mark_in_square_brackets_only() {
        assert_eq!(state("[1]紙", Style::ANY), Some(BoxState::Unread));
        assert_eq!(state("[a]紙", Style::ANY), Some(BoxState::Unread));
        for text in ["(1) 甲システム", "（1）甲システム", "（a） 甲", "【1】甲システム", "【Ａ】甲"]
        {
            assert_eq!(state(text, Style::ANY), None, "{text}");
        }
    }
}
