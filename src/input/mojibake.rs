//! Texts that somebody has decoded in the wrong encoding and saved again: `ã«é–¢ã™ã‚‹` for `に関する`.
//!
//! What the wrong decoder made of the bytes is encoded by it again, which gives the bytes, and decoded in
//! the right one. Japanese prose is a third hiragana; a text without any that has much of it
//! afterwards was such a text.

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// What a text was taken for, and what it is.
const PAIRS: [(&Encoding, &Encoding); 4] =
    [(WINDOWS_1252, UTF_8), (SHIFT_JIS, UTF_8), (WINDOWS_1252, SHIFT_JIS), (WINDOWS_1252, EUC_JP)];

/// A text with a larger share of characters lost is not turned back: nothing can be read from it.
const MOST_LOST: f64 = 0.15;

/// How many characters tell what a text is.
const SAMPLE: usize = 4096;

/// How a text has been mistaken for one in another encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistaken {
    /// Name of the encoding it was read in.
    pub taken_for: &'static str,
    /// Name of the encoding it was in.
    pub was: &'static str,
    /// It is as it was before; not where too much of it is lost.
    pub turned_back: bool,
}

/// How a text has been mistaken, and what it was; `None` for a text that is no such text.
pub(super) fn recognise(text: &str) -> Option<(Mistaken, Option<String>)> {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let sample = &text[..end];
    if sample.is_ascii() || share(sample, is_hiragana) > 0.05 {
        return None;
    }
    let mut turned =
        PAIRS.into_iter().map(|(wrong, right)| (wrong, right, again(sample, wrong, right)));
    let (wrong, right, before) = turned.find(|(_, _, before)| share(before, is_hiragana) > 0.1)?;
    let lost = share(&before, |c| c == '\u{FFFD}');
    let text = (lost < MOST_LOST).then(|| again(text, wrong, right));
    let (taken_for, was) = (wrong.name(), right.name());
    Some((Mistaken { taken_for, was, turned_back: text.is_some() }, text))
}

fn again(text: &str, wrong: &'static Encoding, right: &'static Encoding) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match u8::try_from(c) {
            // WINDOWS-1252 has no letters at some places of Latin-1.
            Ok(byte) if byte < 0x80 || wrong == WINDOWS_1252 => bytes.push(byte),
            _ => match wrong.encode(c.encode_utf8(&mut buffer)) {
                (encoded, _, false) => bytes.extend_from_slice(&encoded),
                _ => bytes.push(0xFF),
            },
        }
    }
    right.decode_without_bom_handling(&bytes).0.into_owned()
}

/// The share of the characters beyond ASCII that are of a kind.
fn share(text: &str, kind: impl Fn(char) -> bool) -> f64 {
    let all = text.chars().filter(|c| !c.is_ascii()).count();
    let some = text.chars().filter(|c| kind(*c)).count();
    #[expect(clippy::cast_precision_loss, reason = "a sample of some thousand characters")]
    let share = if all == 0 { 0.0 } else { some as f64 / all as f64 };
    share
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "評価書名\t国民健康保険に関する事務の評価書である。取り扱うにあたり、必要な措置を講じる。\n";

    #[test]
    fn texts_saved_in_the_wrong_encoding_come_back() {
        for (wrong, right) in PAIRS {
            let bytes = right.encode(TEXT).0;
            let printed = wrong.decode_without_bom_handling(&bytes).0.into_owned();
            let (mistaken, text) = recognise(&printed).expect(&printed);
            assert_eq!((mistaken.taken_for, mistaken.was), (wrong.name(), right.name()));
            // Latin letters keep every byte, the Japanese encodings do not.
            if wrong == WINDOWS_1252 {
                assert_eq!(text.as_deref(), Some(TEXT));
            }
        }
    }

    #[test]
    fn other_texts_stay() {
        for text in [TEXT, "", "plain", "Übergröße für Straßen", "第一条 目的", "ﾆﾎﾝ ﾍﾟｰｼﾞ ｶﾅ"]
        {
            assert_eq!(recognise(text), None, "{text}");
        }
    }
}
