//! Pictures: what is known of them without looking at their pixels.

use lopdf::{Dictionary, Object};

use crate::read::pdf::file::lex::{Lexer, Token, is_space};
use crate::read::pdf::file::object::File;

/// What is known of a picture without looking at its pixels.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Image {
    /// Number of its pixels, 0 where it is not known.
    pub(super) pixels: f32,
    /// Its pixels are painted in the colour of the moment, or not at all.
    pub(super) stencil: bool,
    /// It has a mask that lets through what is below.
    pub(super) masked: bool,
}

impl Image {
    /// That of an image object.
    pub(super) fn of(file: &File, dict: &Dictionary) -> Self {
        let side = |key| file.number(dict, key).unwrap_or(0.0);
        let has = |key: &[u8]| file.get(dict, key).is_some();
        let stencil = matches!(file.get(dict, b"ImageMask"), Some(Object::Boolean(true)));
        let inner = file.integer(dict, b"SMaskInData").is_some_and(|kind| kind != 0);
        let pixels = side(b"Width") * side(b"Height");
        Self { pixels, stencil, masked: has(b"SMask") || has(b"Mask") || inner }
    }

    /// That of an inline image, which is passed: its data end where `EI` stands alone and text goes on.
    pub(super) fn inline(lexer: &mut Lexer<'_>) -> Self {
        let mut scratch = Vec::new();
        let (mut key, mut sides, mut stencil) = (Vec::new(), [0.0f64; 2], false);
        while let Some(token) = lexer.next(&mut scratch) {
            match token {
                Token::Word(b"ID") => break,
                Token::Name(span) => {
                    key.clear();
                    key.extend_from_slice(span.of(&scratch));
                    continue;
                }
                Token::Number(value) if matches!(&key[..], b"W" | b"Width") => sides[0] = value,
                Token::Number(value) if matches!(&key[..], b"H" | b"Height") => sides[1] = value,
                Token::Word(b"true") => stencil |= matches!(&key[..], b"IM" | b"ImageMask"),
                _ => {}
            }
            key.clear();
        }
        pass(lexer);
        Self { pixels: (sides[0] * sides[1]) as f32, stencil, masked: false }
    }
}

/// Passes the data of an inline image.
fn pass(lexer: &mut Lexer<'_>) {
    let data = lexer.data;
    let mut at = lexer.at;
    while let Some(found) = data.get(at..).and_then(|rest| rest.windows(2).position(|w| w == b"EI"))
    {
        at += found + 2;
        let alone = data.get(at.saturating_sub(3)).is_some_and(|&byte| is_space(byte))
            && data.get(at).is_none_or(|&byte| is_space(byte));
        let rest = data.get(at..).unwrap_or_default();
        let text = rest.iter().take(12).all(|&byte| is_space(byte) || (0x20..0x7F).contains(&byte));
        if alone && text {
            break;
        }
    }
    lexer.at = at.max(lexer.at);
}
