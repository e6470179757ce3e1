//! Pictures: what is known of them without looking at their pixels.

use lopdf::{Dictionary, Object, Stream};

use crate::read::pdf::file::lex::{Lexer, Token, is_space};
use crate::read::pdf::file::object::{self, File};

/// What is known of a picture without looking at its pixels.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Image {
    /// Number of its pixels, 0 where it is not known.
    pub(super) pixels: f32,
    /// Its pixels are painted in the colour of the moment, or not at all.
    pub(super) stencil: bool,
    /// Of a stencil of one pixel whether that is painted, where it is known.
    pub(super) paints: Option<bool>,
    /// It has a mask that lets through what is below.
    pub(super) masked: bool,
}

impl Image {
    /// That of an image object.
    pub(super) fn of(file: &File, stream: &Stream) -> Self {
        let dict: &Dictionary = &stream.dict;
        let side = |key| file.number(dict, key).unwrap_or(0.0);
        let has = |key: &[u8]| file.get(dict, key).is_some();
        let stencil = matches!(file.get(dict, b"ImageMask"), Some(Object::Boolean(true)));
        let inner = file.integer(dict, b"SMaskInData").is_some_and(|kind| kind != 0);
        let pixels = side(b"Width") * side(b"Height");
        let decode = file.numbers::<2>(dict, b"Decode").map_or(0.0, |ends| ends[0]);
        let one = stencil && pixels == 1.0 && (!has(b"Filter") || !object::is_cut(stream));
        let paints = one.then(|| paints(&file.decode(stream), f64::from(decode))).flatten();
        Self { pixels, stencil, paints, masked: has(b"SMask") || has(b"Mask") || inner }
    }

    /// That of an inline image, which is passed: its data end where `EI` stands alone and text goes on.
    pub(super) fn inline(lexer: &mut Lexer<'_>) -> Self {
        let mut scratch = Vec::new();
        let (mut key, mut sides, mut stencil) = (Vec::new(), [0.0f64; 2], false);
        let (mut in_decode, mut decode, mut packed) = (false, 0.0, false);
        while let Some(token) = lexer.next(&mut scratch) {
            match token {
                Token::Word(b"ID") => break,
                Token::Name(span) => {
                    key.clear();
                    key.extend_from_slice(span.of(&scratch));
                    packed |= matches!(&key[..], b"F" | b"Filter");
                    continue;
                }
                Token::Number(value) if matches!(&key[..], b"W" | b"Width") => sides[0] = value,
                Token::Number(value) if matches!(&key[..], b"H" | b"Height") => sides[1] = value,
                Token::Word(b"true") => stencil |= matches!(&key[..], b"IM" | b"ImageMask"),
                Token::Open => in_decode = matches!(&key[..], b"D" | b"Decode"),
                Token::Number(first) if std::mem::take(&mut in_decode) => decode = first,
                _ => {}
            }
            key.clear();
        }
        let pixels = (sides[0] * sides[1]) as f32;
        // One white space stands before the data.
        let data = lexer.data.get(lexer.at + 1..).unwrap_or_default();
        let one = stencil && pixels == 1.0 && !packed;
        let paints = one.then(|| paints(data, decode)).flatten();
        pass(lexer);
        Self { pixels, stencil, paints, masked: false }
    }
}

/// Whether the first pixel of a stencil is painted (PDF 32000-1, 8.9.6.2): a 0 is, where `Decode` does not begin with 1.
fn paints(data: &[u8], decode: f64) -> Option<bool> {
    data.first().map(|byte| (byte >> 7 == 1) == (decode >= 0.5))
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
