//! The numbers printed in front of labels.
//!
//! ```text
//! enumerator ::= DIGITS "."  |  CIRCLED  |  ROMAN  |  "(" DIGITS ")"
//! ```

use crate::fold::circled;

/// How an enumerator is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `1.`
    Dotted,
    /// `①`
    Circled,
    /// `II`
    Roman,
    /// `1`: digits and nothing else, as normalised circled digits come out.
    Bare,
}

/// A number in front of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Enumerator {
    /// How it is written.
    pub(crate) style: Style,
    /// Its value.
    pub(crate) number: u32,
}

impl Enumerator {
    /// Reads the enumerator at the start of a folded text; what it is and its length in bytes.
    #[must_use]
    pub(crate) fn read(text: &str) -> Option<(Self, usize)> {
        let first = text.chars().next()?;
        if let Some(number) = circled(first) {
            return Some((Self { style: Style::Circled, number }, first.len_utf8()));
        }
        if first.is_ascii_digit() {
            return Self::digits(text);
        }
        let length = text.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X')).count();
        let number = roman(text.get(..length)?)?;
        let follows = text[length..].chars().next()?;
        let dot = usize::from(follows == '.');
        (!follows.is_ascii_alphanumeric())
            .then_some((Self { style: Style::Roman, number }, length + dot))
    }

    fn digits(text: &str) -> Option<(Self, usize)> {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        let number = text.get(..length)?.parse().ok().filter(|n| *n < 100)?;
        Some(match text[length..].chars().next()? {
            '.' | ',' | '．' => (Self { style: Style::Dotted, number }, length + 1),
            _ => (Self { style: Style::Bare, number }, length),
        })
    }

    /// The enumerator that ends where `text` (folded) ends, and its length in bytes.
    #[must_use]
    pub(crate) fn before(text: &str) -> Option<(Self, usize)> {
        // Most text ends in none of the signs that an enumerator ends in.
        let ends = |c: char| {
            matches!(c, '.' | ',' | 'I' | 'V' | 'X') || c.is_ascii_digit() || circled(c).is_some()
        };
        if !text.ends_with(ends) {
            return None;
        }
        let mut start = text.len();
        for (at, _) in text.char_indices().rev().take(5) {
            if let Some((found, length)) = Self::read_whole(&text[at..])
                && at + length == text.len()
            {
                start = at;
                let _ = found;
            } else if start < text.len() {
                break;
            }
        }
        if start == text.len() {
            return None;
        }
        Self::read_whole(&text[start..])
    }

    /// As [`Self::read`], but the text may end right after the enumerator.
    fn read_whole(text: &str) -> Option<(Self, usize)> {
        let mut padded = String::with_capacity(text.len() + 3);
        padded.push_str(text);
        padded.push('　');
        Self::read(&padded).filter(|(_, length)| *length <= text.len())
    }
}

fn roman(text: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let place = NUMBERS.iter().position(|number| *number == text)?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(style: Style, number: u32) -> Enumerator {
        Enumerator { style, number }
    }

    #[test]
    fn enumerators_are_read_from_the_front() {
        assert_eq!(Enumerator::read("10.監査"), Some((of(Style::Dotted, 10), 3)));
        assert_eq!(Enumerator::read("②事務"), Some((of(Style::Circled, 2), 3)));
        assert_eq!(Enumerator::read("III基本"), Some((of(Style::Roman, 3), 3)));
        assert_eq!(Enumerator::read("1実施日"), Some((of(Style::Bare, 1), 1)));
        assert_eq!(Enumerator::read("NISC"), None);
        assert_eq!(Enumerator::read("Visual"), None);
    }

    #[test]
    fn enumerators_are_read_from_the_back() {
        assert_eq!(Enumerator::before("です。12."), Some((of(Style::Dotted, 12), 3)));
        assert_eq!(Enumerator::before("③"), Some((of(Style::Circled, 3), 3)));
        assert_eq!(Enumerator::before("基本II"), Some((of(Style::Roman, 2), 2)));
        assert_eq!(Enumerator::before("基本"), None);
        assert_eq!(Enumerator::before(""), None);
    }
}
