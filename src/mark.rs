//! The printed notations of answers: boxes, choices from a list, counts.

mod boxes;
mod choice;
mod marked;
mod notation;
mod options;
mod ring;

pub(crate) use boxes::{BoxAnswer, BoxState, boxes, style};
pub(crate) use choice::{ChoiceAnswer, choice};
pub(crate) use notation::Style;
pub(crate) use ring::is_ringed_in_part;

use crate::fold::{Folded, fold};

/// How two texts are alike: 1 for equal, 0 for nothing in common (share of characters that need no edit).
#[must_use]
pub(crate) fn likeness(a: &str, b: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(80).collect(), b.chars().take(80).collect());
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for j in 1..=b.len() {
            let changed = diagonal + usize::from(*c != b[j - 1]);
            diagonal = row[j];
            row[j] = changed.min(row[j] + 1).min(row[j - 1] + 1);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "at most 80")]
    let share = 1.0 - row[b.len()] as f32 / longest as f32;
    share
}

/// The number in a sentence such as `（ 3 ）件`.
///
/// ```text
/// count  ::= before SPACE* DIGITS? SPACE* after        before and after are the sentence around {n}
/// ```
/// `None`: no such sentence. `Some(None)`: its place is blank.
#[must_use]
pub(crate) fn count(text: &str, sentence: &str) -> Option<Option<u64>> {
    let (before, after) = sentence.split_once("{n}")?;
    let (before, after) = (fold(before), fold(after));
    let folded = Folded::new(text).text;
    for (at, _) in folded.match_indices(&before) {
        let rest = &folded[at + before.len()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if rest[digits..].starts_with(&after) {
            return Some(rest[..digits].parse().ok());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_their_sentence() {
        assert_eq!(count("[委託する] （　２５　）件", "（{n}）件"), Some(Some(25)));
        assert_eq!(count("( )件", "（{n}）件"), Some(None));
        assert_eq!(count("[委託する]", "（{n}）件"), None);
    }
}
