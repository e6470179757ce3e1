//! The operands of one operator.

use crate::read::pdf::file::lex::Token;

/// The operands of one operator.
#[derive(Clone, Copy)]
pub(super) struct Operands<'t, 'd> {
    pub(super) tokens: &'t [Token<'d>],
    pub(super) scratch: &'t [u8],
}

impl<'t> Operands<'t, '_> {
    /// The last `N` numbers; missing ones are zero.
    pub(super) fn numbers<const N: usize>(self) -> [f32; N] {
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
