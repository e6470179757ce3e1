//! Which characters the bytes of a text are.
//!
//! A byte order mark decides. Without one: UTF-16 where every second byte looks like the upper half of
//! a Japanese character, ISO-2022-JP where its escapes stand in 7-bit text, UTF-8 where it is valid or
//! nearly so, else Shift_JIS or EUC-JP.

use super::mojibake::{self, Mistaken};
use crate::fold::has_pair;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    DecoderResult, EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A text and how it was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The characters, without a byte order mark; each undecodable run of bytes is one U+FFFD.
    pub text: String,
    /// Name of the encoding after the WHATWG standard: `UTF-8`, `Shift_JIS` …
    pub encoding: &'static str,
    /// The lines (1-based) with undecodable bytes, and how many runs of them each has.
    pub bad: Vec<(u32, u32)>,
    /// How somebody has read it in the wrong encoding before; the text is as it was before that.
    pub mistaken: Option<Mistaken>,
}

impl Decoded {
    fn empty(encoding: &'static Encoding) -> Self {
        Self { text: String::new(), encoding: encoding.name(), bad: Vec::new(), mistaken: None }
    }
}

/// Decodes a text in the encoding it is most likely in. Never fails: what cannot be decoded becomes
/// U+FFFD and is listed.
#[must_use]
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let valid = UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    let (encoding, mark) = detect(bytes, valid.is_some());
    let mut decoded = match valid.as_ref().and_then(|text| text.get(mark..)) {
        Some(text) if encoding == UTF_8 => {
            Decoded { text: text.to_owned(), ..Decoded::empty(encoding) }
        }
        _ => decode_as(encoding, bytes.get(mark..).unwrap_or_default()),
    };
    if let Some((mistaken, text)) = mojibake::recognise(&decoded.text) {
        decoded.mistaken = Some(mistaken);
        decoded.text = text.unwrap_or(decoded.text);
    }
    if let Cow::Owned(text) = line_feeds(&decoded.text) {
        decoded.text = text;
    }
    if decoded.mistaken.as_ref().is_some_and(|mistaken| mistaken.turned_back) {
        decoded.bad = lost(&decoded.text);
    }
    decoded
}

/// The lines with characters that are lost, and how many runs of them each has.
fn lost(text: &str) -> Vec<(u32, u32)> {
    let mut bad = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let runs = line.split(|c| c != '\u{FFFD}').filter(|run| !run.is_empty());
        runs.for_each(|_| note(&mut bad, number));
    }
    bad
}

/// What ends a line beside a line feed (Unicode, UAX 14: BK, CR, NL); a form feed parts pages, too.
const LINE_ENDS: [char; 4] = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// The text with a line feed for each end of a line of another kind. Those before a line feed stay.
fn line_feeds(text: &str) -> Cow<'_, str> {
    // These bytes end all of them but the first in UTF-8, and hardly anything else.
    let rare = |one: u8, two: u8| {
        (one == 0xC2) & (two == 0x85) | (one == 0x80) & ((two == 0xA8) | (two == 0xA9))
    };
    if !has_pair(text, rare) && !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let other = |at: usize, c: char| c != '\r' || !text[at + 1..].starts_with('\n');
    if !text.match_indices(LINE_ENDS).any(|(at, end)| end.chars().any(|c| other(at, c))) {
        return Cow::Borrowed(text);
    }
    let is_end = |at: usize, c: char| LINE_ENDS.contains(&c) && other(at, c);
    text.char_indices().map(|(at, c)| if is_end(at, c) { '\n' } else { c }).collect()
}

/// Whether the bytes are no text in any encoding: more than one in fifty is a control character that
/// texts do not hold.
#[must_use]
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    // A byte for the count of each stretch: so many are counted in one step.
    let mut odd = 0;
    for stretch in sample.chunks(usize::from(u8::MAX)) {
        let mut count = 0;
        for byte in stretch {
            count += u8::from(is_control(*byte));
        }
        odd += usize::from(count);
    }
    if odd * 50 <= sample.len() {
        return false;
    }
    let (encoding, _) = detect(sample, std::str::from_utf8(sample).is_ok());
    encoding != UTF_16LE && encoding != UTF_16BE
}

/// How many bytes tell what a text is.
const SAMPLE: usize = 1 << 18;

/// Tab, line feed, vertical tab, form feed, carriage return, end of file (DOS) and escape do occur.
#[inline]
fn is_control(byte: u8) -> bool {
    // Without a way out between the questions: many bytes are asked in one step.
    (byte < 32) & !matches!(byte, 9..=13 | 26 | 27) | (byte == 127)
}

/// The encoding, and the length of the byte order mark. `valid`: the bytes are UTF-8.
fn detect(bytes: &[u8], valid: bool) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(bytes) {
        return found;
    }
    let encoding = match utf_16(bytes, valid) {
        Some(wide) => wide,
        None if is_iso_2022_jp(bytes) => ISO_2022_JP,
        None if valid || is_nearly_utf_8(bytes) => UTF_8,
        None => shift_jis_or_euc(bytes),
    };
    (encoding, 0)
}

/// UTF-16 without a mark. Japanese text has few NUL bytes in it (line ends, digits), and U+3000 puts
/// them on the other side; but the upper half of nearly every character is one of a few.
fn utf_16(bytes: &[u8], valid_utf_8: bool) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if !sample.contains(&0) {
        return None;
    }
    let nuls = sample.iter().filter(|byte| **byte == 0).count();
    // Valid UTF-8 with a stray NUL is UTF-8; Latin letters in UTF-16 are valid UTF-8 and half NULs.
    if valid_utf_8 && nuls * 10 < sample.len() {
        return None;
    }
    let upper = |byte: u8| matches!(byte, 0 | 0x20..=0x26 | 0x30..=0x33 | 0x4E..=0x9F | 0xFF);
    let pairs = sample.as_chunks::<2>().0;
    let little = pairs.iter().filter(|pair| upper(pair[1]) && **pair != [0, 0]).count();
    let big = pairs.iter().filter(|pair| upper(pair[0]) && **pair != [0, 0]).count();
    let enough = |count: usize| count * 10 >= pairs.len() * 9;
    match little.cmp(&big) {
        Ordering::Greater if enough(little) => Some(UTF_16LE),
        Ordering::Less if enough(big) => Some(UTF_16BE),
        _ => None,
    }
}

fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    bytes.is_ascii() && bytes.windows(3).any(|three| matches!(three, b"\x1b$B" | b"\x1b$@"))
}

/// Which of the two the text reads more like: the one with more kana. In the wrong one they become
/// faults, rare characters or half-width katakana, while a single damaged byte makes a detector by
/// validity drop the right one. Without kana the detector decides.
fn shift_jis_or_euc(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let kana = |encoding| {
        let decoded = decode_as(encoding, sample);
        decoded.text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{30FE}')).count()
    };
    match kana(EUC_JP).cmp(&kana(SHIFT_JIS)) {
        Ordering::Greater => EUC_JP,
        Ordering::Less => SHIFT_JIS,
        Ordering::Equal => guess(sample),
    }
}

/// UTF-8 with a few damaged characters: at most one for ten good ones beyond ASCII. A character that
/// is cut off by the end is none.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad, mut at) = (0_usize, 0_usize, 0);
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len() + chunk.invalid().len();
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty() && at < bytes.len());
    }
    bad * 10 <= good
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, false); // a character cut off by the end is no fault
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    if guess == EUC_JP { EUC_JP } else { SHIFT_JIS }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let mut decoded = Decoded::empty(encoding);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut at, mut line, mut counted) = (0, 1_u32, 0);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        decoded.text.reserve(rest.len() / 2 + 64);
        let (result, read) =
            decoder.decode_to_string_without_replacement(rest, &mut decoded.text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return decoded,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                let since = decoded.text.get(counted..).unwrap_or_default();
                line = line.saturating_add(line_ends(since));
                counted = decoded.text.len();
                decoded.text.push('\u{FFFD}');
                note(&mut decoded.bad, line);
            }
        }
    }
}

fn line_ends(text: &str) -> u32 {
    let feeds = line_feeds(text);
    u32::try_from(feeds.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u32::MAX)
}

fn note(bad: &mut Vec<(u32, u32)>, line: u32) {
    match bad.last_mut() {
        Some((last, count)) if *last == line => *count += 1,
        _ => bad.push((line, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "特定個人情報保護評価書（重点項目評価書）\r\n評価書番号\t３\n①事務の名称　国民健康保険に関する事務～ｶﾅ\n";

    fn encoded(encoding: &'static Encoding) -> Vec<u8> {
        let wide = |bytes: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(bytes).collect();
        match encoding.name() {
            "UTF-16LE" => wide(u16::to_le_bytes),
            "UTF-16BE" => wide(u16::to_be_bytes),
            _ => encoding.encode(TEXT).0.into_owned(),
        }
    }

    #[test]
    fn every_encoding_is_found() {
        for encoding in [UTF_8, UTF_16LE, UTF_16BE, SHIFT_JIS, EUC_JP] {
            let decoded = decode(&encoded(encoding));
            assert_eq!(decoded.encoding, encoding.name());
            assert_eq!(decoded.text, TEXT, "{}", encoding.name());
            assert!(decoded.bad.is_empty());
            assert!(!looks_binary(&encoded(encoding)));
        }
    }

    #[test]
    fn lines_may_end_in_any_way() {
        let lines = |text: &str| decode(text.as_bytes()).text;
        assert_eq!(lines("一\r二\r\r三\r"), "一\n二\n\n三\n");
        assert_eq!(lines("一\u{2028}二\u{2029}三\u{85}"), "一\n二\n三\n");
        assert_eq!(lines("一\r\n二\r\n"), "一\r\n二\r\n");
        assert_eq!(lines("一\r\r\n二\n\r"), "一\n\r\n二\n\n");
        assert_eq!(
            decode(
                "対象人数\r"
                    .repeat(3)
                    .as_bytes()
                    .iter()
                    .copied()
                    .chain(*b"\xFF\r")
                    .collect::<Vec<u8>>()
                    .as_slice()
            )
            .bad,
            [(4, 1)]
        );
    }

    #[test]
    fn seven_bit_japanese_is_not_utf_8() {
        let plain = TEXT.replace("ｶﾅ", "カナ").replace('①', "1");
        let decoded = decode(&ISO_2022_JP.encode(&plain).0);
        assert_eq!(decoded.encoding, "ISO-2022-JP");
        assert_eq!(decoded.text, plain);
    }

    #[test]
    fn a_byte_order_mark_decides_and_goes() {
        let marked = |mark: &[u8], encoding| [mark, &encoded(encoding)].concat();
        for (mark, encoding) in
            [(&b"\xEF\xBB\xBF"[..], UTF_8), (b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)]
        {
            let decoded = decode(&marked(mark, encoding));
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, encoding.name()));
        }
    }

    #[test]
    fn undecodable_bytes_are_listed_with_their_line() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.extend_from_slice(b"x\xFFy\xC0\n\n");
        bytes.extend_from_slice(&"対".as_bytes()[..2]);
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, "UTF-8");
        assert_eq!(decoded.bad, [(4, 2), (6, 1)]);
        assert!(decoded.text.ends_with("x\u{FFFD}y\u{FFFD}\n\n\u{FFFD}"));
    }

    #[test]
    fn damaged_legacy_text_keeps_its_encoding() {
        for encoding in [SHIFT_JIS, EUC_JP] {
            let mut bytes = encoded(encoding).repeat(3);
            bytes.extend_from_slice(b"\xFF\n");
            let decoded = decode(&bytes);
            assert_eq!((decoded.encoding, decoded.bad.len()), (encoding.name(), 1));
        }
    }

    #[test]
    fn a_text_cut_anywhere_keeps_its_encoding() {
        for encoding in [UTF_8, UTF_16LE, UTF_16BE, SHIFT_JIS, EUC_JP] {
            let bytes = encoded(encoding);
            let wide = encoding.name().starts_with("UTF-16");
            for end in if wide { 90 } else { 8 }..bytes.len() {
                assert_eq!(decode(&bytes[..end]).encoding, encoding.name(), "{end} bytes");
            }
        }
    }

    #[test]
    fn noise_is_binary_and_odd_text_is_not() {
        let noise: Vec<u8> =
            (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert!(looks_binary(&noise));
        assert!(looks_binary(&[0; 100]));
        assert!(!looks_binary(b""));
        assert!(!looks_binary(
            "対象人数\u{0}\u{1}".repeat(5).replace('\u{1}', &"あ".repeat(40)).as_bytes()
        ));
        assert!(!looks_binary(
            "A plain page.\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>()
                .as_slice()
        ));
        for bytes in [&b""[..], b"\n", b"\x1b", b"\xFF", b"\xFE\xFF\xD8", &noise] {
            let _ = decode(bytes); // ends, and does not panic
        }
    }
}
