//! Single signs: line ends written out (`\n`), and look-alike radicals in the place of characters.

use super::mapped::{Edit, Edits};
use crate::fold::{has_byte, has_pair};
use crate::read::page::radical;

/// A text that writes `\n` this often means the ends of lines.
const LEAST: usize = 3;

/// Line ends that are written out.
pub(super) fn undo(text: &str) -> Edits {
    if !has_byte(text, |byte| byte == b'\\') {
        return Edits::default();
    }
    let is_end = |at: &usize| !text[at + 2..].starts_with(|c: char| c.is_ascii_alphabetic());
    let found: Vec<usize> = text.match_indices("\\n").map(|(at, _)| at).filter(is_end).collect();
    if found.len() < LEAST {
        return Edits::default();
    }
    found.into_iter().map(|at| Edit::new(at..at + 2, "<br>")).collect::<Vec<_>>().into()
}

/// Radicals that a font has given for the characters which look like them.
pub(super) fn radicals(text: &str) -> Edits {
    // The radicals take three bytes each, of which the first two are among these.
    if !has_pair(text, |one, two| (one == 0xE2) & (0xBA..=0xBF).contains(&two)) {
        return Edits::default();
    }
    // What selects a shape is left to folding.
    let restored = text.char_indices().filter_map(|(at, c)| {
        let meant = radical::restore(c);
        (meant != c).then(|| Edit::new(at..at + c.len_utf8(), meant.to_string()))
    });
    restored.collect::<Vec<Edit>>().into()
}

#[cfg(test)]
mod tests {
    use super::super::mapped::Mapped;
    use super::*;

    #[test]
    fn line_ends_written_out_are_line_ends() {
        let text = "一\\n二\\n三\\n".replace("\\\\", "\\");
        assert_eq!(Mapped::new(&text).apply(undo(&text)).text, "一<br>二<br>三<br>");
        assert!(undo("\\neq \\n").edits.is_empty());
    }

    #[test]
    fn radicals_become_characters() {
        assert_eq!(Mapped::new("住⺠").apply(radicals("住⺠")).text, "住民");
    }
}
