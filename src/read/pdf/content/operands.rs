//! The operands of one operator.

use crate::read::pdf::file::lex::Token;
use std::cell::Cell;

/// Operators that change nothing of what is read (ISO 32000-2, annex A), and words that are values.
const IDLE: [&[u8]; 19] = [
    b"J", b"j", b"M", b"d", b"ri", b"i", b"d0", b"d1", b"MP", b"DP", b"BX", b"EX", b"EI", b"ID",
    b"ET", b"sh", b"true", b"false", b"null",
];

/// Whether a word that is passed over may stand in sound contents.
pub(super) fn is_idle(word: &[u8]) -> bool {
    IDLE.contains(&word)
}

/// The operands of one operator.
#[derive(Clone, Copy)]
pub(super) struct Operands<'t, 'd> {
    pub(super) tokens: &'t [Token<'d>],
    pub(super) scratch: &'t [u8],
    /// Set where one that is asked for is missing.
    pub(super) missing: &'t Cell<bool>,
}

impl<'t> Operands<'t, '_> {
    /// The last `N` numbers; missing ones are zero.
    pub(super) fn numbers<const N: usize>(self) -> [f32; N] {
        if self.tokens.len() < N {
            self.missing.set(true);
        }
        let mut values = [0.0; N];
        let numbers = self.tokens.iter().rev().map(|token| match token {
            Token::Number(value) => *value as f32,
            _ => 0.0,
        });
        for (value, number) in values.iter_mut().rev().zip(numbers) {
            *value = number;
        }
        values
    }

    pub(super) fn all_numbers(self) -> impl Iterator<Item = f32> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Number(value) => Some(*value as f32),
            _ => None,
        })
    }

    /// The first name.
    pub(super) fn name(self) -> &'t [u8] {
        let names = self.tokens.iter().filter_map(|token| match token {
            Token::Name(span) => Some(span.of(self.scratch)),
            _ => None,
        });
        names.into_iter().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::file::lex::Lexer;

    /// The tokens of a content, and what they refer to.
    fn tokens(content: &str) -> (Vec<Token<'_>>, Vec<u8>) {
        let (mut lexer, mut all, mut scratch) = (Lexer::new(content.as_bytes()), vec![], vec![]);
        while let Some(token) = lexer.next(&mut scratch) {
            all.push(token);
        }
        (all, scratch)
    }

    #[test]
    fn the_last_numbers_count_and_missing_ones_are_zero() {
        let (tokens, scratch) = tokens("9 1 -2.5 3");
        let missing = Cell::new(false);
        let operands = Operands { tokens: &tokens, scratch: &scratch, missing: &missing };
        assert_eq!(operands.numbers(), [1.0, -2.5, 3.0]);
        assert!(!missing.get());
        assert_eq!(operands.numbers(), [0.0, 9.0, 1.0, -2.5, 3.0]);
        assert!(missing.get());
        assert_eq!(operands.all_numbers().collect::<Vec<_>>(), [9.0, 1.0, -2.5, 3.0]);
    }

    #[test]
    fn the_first_name_is_told_apart_from_numbers() {
        let (named, scratch) = tokens("0.5 /Pattern /Next");
        let missing = Cell::new(false);
        let operands = Operands { tokens: &named, scratch: &scratch, missing: &missing };
        assert_eq!(operands.name(), b"Pattern");
        assert_eq!(operands.all_numbers().collect::<Vec<_>>(), [0.5]);
        let none = Operands { tokens: &named[..1], ..operands };
        assert_eq!(none.name(), b"");
    }
}
