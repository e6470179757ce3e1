//! What the classes of the model stand for: those of them that Japanese text has, and foreign ones that look like them.

use encoding_rs::SHIFT_JIS;
use std::collections::BTreeMap;

/// Foreign characters and the Japanese ones that they are read for, a pair a line.
const LOOK_ALIKES: &str = include_str!("data/look_alikes.txt");

/// The classes that count.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Classes {
    /// Classes of characters. The first class of all, 0, is "no character".
    pub(super) chars: Vec<(usize, char)>,
    /// Classes of foreign look-alikes, and the place in `chars` of what each is read for.
    pub(super) aliases: Vec<(usize, usize)>,
}

impl Classes {
    /// Of the model's list of characters, one a line; the class behind the last is a space.
    pub(super) fn of(list: &str) -> Self {
        let lines: Vec<&str> = list.split('\n').collect();
        let known =
            lines.iter().zip(1..).filter_map(|(line, class)| Some((class, japanese(line)?)));
        let chars: Vec<(usize, char)> = known.chain([(lines.len() + 1, ' ')]).collect();
        let places: BTreeMap<char, usize> =
            chars.iter().enumerate().map(|(place, (_, char))| (*char, place)).collect();
        let foreign: BTreeMap<&str, usize> = lines.iter().copied().zip(1..).collect();
        let pairs = LOOK_ALIKES.lines().filter(|line| !line.starts_with('#'));
        let pair = |line: &str| {
            let (at, printed) = line.char_indices().nth(1)?;
            Some((*foreign.get(line.get(..at)?)?, *places.get(&printed)?))
        };
        let aliases = pairs.filter_map(pair).collect();
        Self { chars, aliases }
    }
}

/// The character of a line of the list, if Japanese text can have it: one that Windows' Shift_JIS has.
fn japanese(line: &str) -> Option<char> {
    let mut chars = line.chars();
    let (first, rest) = (chars.next()?, chars.next());
    let (_, _, unknown) = SHIFT_JIS.encode(line);
    let narrow = ('\u{ff61}'..='\u{ff9f}').contains(&first);
    let foreign = ('\u{370}'..='\u{4ff}').contains(&first);
    let frame = ('\u{2500}'..='\u{257f}').contains(&first);
    (rest.is_none() && !unknown && !narrow && !foreign && !frame).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_japanese_text_has_counts_and_what_looks_like_it() {
        let classes = Classes::of("本\nд\n満\n满\n─");
        assert_eq!(classes.chars, [(1, '本'), (3, '満'), (6, ' ')]);
        assert_eq!(classes.aliases, [(4, 1)]);
    }
}
