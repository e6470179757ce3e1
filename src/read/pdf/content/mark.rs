//! Marked content: replaced text and hidden layers.

use lopdf::{Dictionary, Object};

use super::interpreter::Interpreter;
use super::marks::Mark;
use super::operands::Operands;
use crate::read::pdf::file::lex::{Lexer, Token};
use crate::read::pdf::file::object;
use crate::read::pdf::font::encoding::Encoding;

impl<'a> Interpreter<'a, '_> {
    /// `BMC`
    pub(super) fn begin_plain_mark(&mut self) {
        self.marks.push(Mark::Plain);
    }

    /// `BDC`: the properties stand in the content or under a name in the resources.
    pub(super) fn begin_mark(
        &mut self,
        operands: Operands<'_, '_>,
        resources: &'a Dictionary,
        data: &[u8],
    ) {
        let mark = match operands.tokens {
            [Token::Name(tag), Token::Name(name)] => {
                let properties = self.file.dict(resources, b"Properties");
                let found = properties.and_then(|dict| dict.get(name.of(operands.scratch)).ok());
                let layer = tag.of(operands.scratch) == b"OC";
                match found {
                    Some(group) if layer && self.layers.is_hidden(self.file, group) => Mark::Hidden,
                    Some(found) => self.text_mark(object::as_dict(self.file.resolve(found))),
                    None => Mark::Plain,
                }
            }
            [Token::Name(tag), Token::Number(start), Token::Number(end)] => {
                let inline = data.get(*start as usize..*end as usize).unwrap_or_default();
                let artifact = tag.of(operands.scratch) == b"Artifact";
                if artifact && is_watermark(inline) {
                    return self.marks.push(Mark::Apart);
                }
                // Nearly all of these only number the content; do not read them.
                if inline.windows(10).any(|window| window == b"ActualText") {
                    let found = object::read(&mut Lexer::new(inline));
                    self.text_mark(found.as_ref().and_then(object::as_dict))
                } else {
                    Mark::Plain
                }
            }
            _ => Mark::Plain,
        };
        self.marks.push(mark);
    }

    fn text_mark(&self, properties: Option<&Dictionary>) -> Mark {
        let text = properties.and_then(|dict| self.file.get(dict, b"ActualText"));
        match text {
            // Only the outermost one counts.
            Some(Object::String(text, _)) if !self.marks.replacing => {
                Mark::Text(self.canvas.place(), decode(text))
            }
            _ => Mark::Plain,
        }
    }

    /// `EMC`
    pub(super) fn end_mark(&mut self) {
        match self.marks.open.pop() {
            Some(Mark::Hidden) => self.marks.hidden -= 1,
            Some(Mark::Apart) => self.marks.apart -= 1,
            Some(Mark::Text(place, text)) => {
                self.marks.replacing = false;
                self.canvas.replace(place, &text);
            }
            Some(Mark::Plain) | None => {}
        }
    }
}

/// Whether the properties of an artifact say that it is a watermark.
fn is_watermark(properties: &[u8]) -> bool {
    properties.windows(9).any(|window| window == b"Watermark")
}

/// A text string: UTF-16BE or UTF-8 with its mark, else PDFDocEncoding.
pub(super) fn decode(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| -> String {
        let pairs = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
        let chars = char::decode_utf16(pairs.map(unit)).map(|char| char.unwrap_or('\u{FFFD}'));
        chars.filter(|&char| char != '\0').collect()
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().filter_map(|&byte| Encoding::PdfDoc.char(byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings() {
        assert_eq!(decode(b"\xFE\xFF\x65\x87"), "文");
        assert_eq!(decode("\u{FEFF}文".as_bytes()), "文");
        assert_eq!(decode(b"a\x80"), "a•");
    }
}
