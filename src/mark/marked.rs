//! An option chosen by the mark before it: `○1) 行っている 2) 行っていない`, `☐行っている ☑行っていない`.

use super::boxes::BoxState;
use super::notation::{Style, read};
use crate::fold::Folded;
use std::ops::Range;

/// What the marks before options say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    /// No option has a mark that chooses.
    Nothing,
    /// One has: its index.
    One(usize),
    /// Several have, some have none where others have an empty one, or a mark may belong to the option before it.
    Unclear,
}

/// What is chosen of options that are these bytes of a folded text.
pub(super) fn marked(text: &str, folded: &Folded, options: &[Range<usize>]) -> Marked {
    let bare = Style { bare: true, ..Style::default() };
    let sign = |option: &Range<usize>| mark_before(&folded.text, option.start, bare);
    let filled = options.iter().filter_map(sign).any(|(_, filled)| filled);
    let style = Style { filled, ..bare };
    let state = |option: &Range<usize>| mark_before(&folded.text, option.start, style);
    let states: Vec<Option<BoxState>> =
        options.iter().map(|option| state(option).map(|(state, _)| state)).collect();
    let ticked = |state: &Option<BoxState>| *state == Some(BoxState::Ticked);
    if is_of_another(text, folded, options, &states) || is_behind(text, folded, options, style) {
        return Marked::Unclear;
    }
    let others = |wanted: Option<BoxState>| {
        states.iter().filter(|state| !ticked(state)).all(|state| *state == wanted)
    };
    let count = states.iter().filter(|state| ticked(state)).count();
    match states.iter().position(ticked) {
        None => Marked::Nothing,
        Some(at) if count == 1 && (others(None) || others(Some(BoxState::Empty))) => {
            Marked::One(at)
        }
        Some(_) => Marked::Unclear,
    }
}

/// Whether a mark before one of the options that chooses may belong to the option before that: there is no more white
/// before it than behind it. Where all options have one, the first of them shows that they stand before the options.
fn is_of_another(
    text: &str,
    folded: &Folded,
    options: &[Range<usize>],
    states: &[Option<BoxState>],
) -> bool {
    let all = states.iter().all(Option::is_some);
    let later = states.iter().zip(options).skip(1);
    let mut ticked = later.filter(|(state, _)| **state == Some(BoxState::Ticked));
    !all && ticked.any(|(_, option)| {
        let (before, behind) =
            around(text, folded, mark_start(&folded.text, option.start), option.start);
        before <= behind
    })
}

/// Whether a mark that chooses stands right behind the last option, and is no nearer to what comes then.
fn is_behind(text: &str, folded: &Folded, options: &[Range<usize>], style: Style) -> bool {
    let Some(end) = options.last().map(|option| option.end) else { return false };
    let rest = folded.text.get(end..).unwrap_or_default();
    let mark = read(rest, style).filter(|mark| mark.state == BoxState::Ticked);
    mark.is_some_and(|mark| {
        let (before, behind) = around(text, folded, end, end + mark.length);
        before <= behind
    })
}

/// What separates a sign from its neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    White,
    Line,
}

/// What stands before and behind some bytes of a folded text, as it is in the text itself.
fn around(text: &str, folded: &Folded, start: usize, end: usize) -> (Gap, Gap) {
    let before = text.get(..folded.original(start)).unwrap_or_default();
    let behind = text.get(folded.original_end(end)..).unwrap_or_default();
    (gap(before.chars().rev()), gap(behind.chars()))
}

/// The gap that begins with these characters: a bracket or a comma parts as white does.
fn gap(chars: impl Iterator<Item = char>) -> Gap {
    let mut chars = chars.peekable();
    let touches = chars.peek().is_some_and(|c| c.is_alphanumeric() || CLOSING.contains(c));
    match chars.find(|c| !c.is_whitespace() || *c == '\n') {
        None | Some('\n') => Gap::Line,
        Some(_) if touches => Gap::None,
        Some(_) => Gap::White,
    }
}

/// What closes a bracket belongs to what is before it.
const CLOSING: [char; 4] = [')', '）', '」', '】'];

/// The mark that stands right before a byte, and whether it is a filled circle.
fn mark_before(folded: &str, start: usize, style: Style) -> Option<(BoxState, bool)> {
    let (at, _) = folded.get(..start)?.char_indices().next_back()?;
    let seen = read(&folded[at..start], style)?;
    Some((seen.state, seen.filled))
}

/// Where the mark right before a byte begins, if one stands there.
pub(super) fn mark_start(folded: &str, start: usize) -> usize {
    let style = Style { bare: true, ..Style::default() };
    match mark_before(folded, start, style) {
        Some(_) => folded[..start].char_indices().next_back().map_or(start, |(at, _)| at),
        None => start,
    }
}

#[cfg(test)]
mod tests {
    use super::{Marked, marked};
    use crate::fold::Folded;

    fn of(text: &str) -> Marked {
        let folded = Folded::new(text);
        let options = ["一", "二", "三"];
        let at = |option: &&str| folded.text.find(*option).map(|at| at..at + option.len());
        let options: Vec<_> = options.iter().filter_map(at).collect();
        marked(text, &folded, &options)
    }

    #[test]
    fn one_mark_before_the_options_chooses_and_two_are_no_guess() {
        assert_eq!(of("○一 二 三"), Marked::One(0));
        assert_eq!(of("○一 ●二 ○三"), Marked::One(1));
        assert_eq!(of("☐一 ☐二 ☑三"), Marked::One(2));
        assert_eq!(of("□一 ■二 □三"), Marked::One(1));
        assert_eq!(of("○一 ○二 三"), Marked::Unclear);
        assert_eq!(of("○一 ○二 ○三"), Marked::Unclear);
        assert_eq!(of("☐一 ☑二 三"), Marked::Unclear);
        assert_eq!(of("一 二 三"), Marked::Nothing);
        assert_eq!(of("☐一 ☐二 ☐三"), Marked::Nothing);
    }

    #[test]
    fn a_mark_belongs_to_the_option_that_it_is_nearer_to() {
        for text in ["一 ○二 三", "一・○二・三", "一\n○ 二\n三", "（一）（○二）（三）"]
        {
            assert_eq!(of(text), Marked::One(1), "{text}");
        }
        for text in ["□一■二□三", "□ 一 ■ 二 □ 三"] {
            assert_eq!(of(text), Marked::One(1), "{text}");
        }
        for text in
            ["一○ 二 三", "一○\u{3000}二\u{3000}三", "一 ○ 二 三", "一○二 三", "一 ○\n二\n三"]
        {
            assert_eq!(of(text), Marked::Unclear, "{text}");
        }
        for text in ["一 二 三○", "一☐ 二☐ 三☑", "一☐ 二☑ 三☐", "一\n二\n三 ○"]
        {
            assert_eq!(of(text), Marked::Unclear, "{text}");
        }
        assert_eq!(of("○一 二 三 ■次の見出し"), Marked::One(0));
    }
}
