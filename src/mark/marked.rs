//! An option chosen by the mark before it: `○1) 行っている 2) 行っていない`, `☐行っている ☑行っていない`.

use super::boxes::BoxState;
use super::notation::{Style, read};

/// What the marks before options say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    /// No option has a mark that chooses.
    Nothing,
    /// One has: its index.
    One(usize),
    /// Several have, or some have none where others have an empty one.
    Unclear,
}

/// What is chosen of options that begin at these bytes of a folded text.
pub(super) fn marked(folded: &str, starts: &[usize]) -> Marked {
    let style = Style { bare: true, ..Style::default() };
    let sign = |start: &usize| mark_before(folded, *start, style);
    let filled = starts.iter().filter_map(sign).any(|(_, filled)| filled);
    let style = Style { filled, ..style };
    let state = |start: &usize| mark_before(folded, *start, style).map(|(state, _)| state);
    let states: Vec<Option<BoxState>> = starts.iter().map(state).collect();
    let ticked = |state: &Option<BoxState>| *state == Some(BoxState::Ticked);
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
    use crate::fold::fold;

    fn of(text: &str) -> Marked {
        let folded = fold(text);
        let starts: Vec<usize> = ["一", "二", "三"].iter().filter_map(|o| folded.find(o)).collect();
        marked(&folded, &starts)
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
}
