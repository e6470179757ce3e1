//! Folding of width, white space and look-alike characters, for comparing only: stored text stays as printed.
//!
//! Both sides of a comparison are folded, so a class of look-alikes may have any member as its representative.

use crate::budget;

/// Marks that readers put into a cell's text in place of a form control or of drawn ink. They are
/// noncharacters (Unicode 16.0, 23.7), which no document uses: private use is full of 外字.
pub(crate) mod control {
    /// `<input type="checkbox">` without `checked`: an empty box, or one whose state is lost.
    pub(crate) const BARE: char = '\u{FDD0}';
    /// `<input type="checkbox" checked>`, or the check box of a form that is on.
    pub(crate) const CHECKED: char = '\u{FDD1}';
    /// `<input type="radio">`: a printed circle taken for a radio button.
    pub(crate) const RADIO: char = '\u{FDD2}';
    /// The check box of a form that is off.
    pub(crate) const UNCHECKED: char = '\u{FDD3}';
    /// A mark that is drawn between brackets: a tick, a ring, a cross, a picture.
    pub(crate) const DRAWN: char = '\u{FDD4}';
    /// Ink that may be a mark or text, and cannot be read.
    pub(crate) const UNREAD: char = '\u{FDD5}';
    /// What follows on its line is ringed …
    pub(crate) const RING: char = '\u{FDD6}';
    /// … up to here.
    pub(crate) const RING_END: char = '\u{FDD7}';
    /// The text of a form field before this differs from the field's value.
    pub(crate) const DIFFERS: char = '\u{FDD8}';
    /// A pen has been drawn across what stands before this.
    pub(crate) const CROSSED: char = '\u{FDD9}';
    /// What stands before this is marked: coloured, underlined, under a picture that lets it through.
    pub(crate) const MARKED: char = '\u{FDDA}';

    /// What a cell holds that is one with the cell above it.
    pub(crate) const ABOVE: char = '\u{FDDB}';
    /// What a row begins with that goes on with the row above.
    pub(crate) const GOES_ON: char = '\u{FDDC}';
    /// What a cell begins with whose line above has filled it: a word goes on.
    pub(crate) const WRAPPED: char = '\u{FDDD}';

    /// A square or the like stands right before what follows.
    pub(crate) const LEADS: char = '\u{FDDE}';

    /// Whether a character is one of these.
    #[must_use]
    pub(crate) fn is_control(c: char) -> bool {
        (BARE..=LEADS).contains(&c)
    }
}

/// Whether two bytes of a text, one behind the other, are of a sort. There is no way out before the end, so that many
/// are looked at in one step.
pub(crate) fn has_pair(text: &str, is_meant: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |has, (one, two)| has | is_meant(*one, *two))
}

/// Half-width katakana U+FF61 to U+FF9D, in order.
const HALF_KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Bytes that are folded in one step.
const STEP: usize = 256;

/// A text folded for comparing, with the way back to the original.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text` the byte offset in the original of the character it came from.
    at: Vec<u32>,
    /// For each byte of `text` the length in bytes of that character.
    widths: Vec<u8>,
    /// Length of the original in bytes.
    len: u32,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub(crate) fn new(original: &str) -> Self {
        budget::steps(original.len() / STEP);
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            at: Vec::with_capacity(original.len()),
            widths: Vec::with_capacity(original.len()),
            len: 0,
        };
        let mut offset = 0;
        while let Some(rest) = original.get(offset..).filter(|rest| !rest.is_empty()) {
            let plain = plain(rest.as_bytes());
            folded.text.push_str(&rest[..plain]);
            folded.at.extend(starts(offset, plain));
            folded.widths.resize(folded.text.len(), PLAIN as u8);
            offset += plain;
            let Some(c) = original[offset..].chars().next() else { break };
            folded.push(c, u32::try_from(offset).unwrap_or(u32::MAX));
            offset += c.len_utf8();
        }
        folded.len = u32::try_from(original.len()).unwrap_or(u32::MAX);
        folded
    }

    fn push(&mut self, c: char, offset: u32) {
        let kept = push(&mut self.text, c);
        self.at.truncate(kept);
        self.widths.truncate(kept);
        self.at.resize(self.text.len(), offset);
        self.widths.resize(self.text.len(), u8::try_from(c.len_utf8()).unwrap_or(4));
    }

    /// The original's byte offset of the character that the folded byte came from; the original's
    /// length at the end.
    #[must_use]
    pub(crate) fn original(&self, folded: usize) -> usize {
        self.at.get(folded).copied().unwrap_or(self.len) as usize
    }

    /// The byte of the original after the character that the last byte before `folded` came from.
    #[must_use]
    pub(crate) fn original_end(&self, folded: usize) -> usize {
        let Some(last) = folded.checked_sub(1) else { return 0 };
        match (self.at.get(last), self.widths.get(last)) {
            (Some(at), Some(width)) => *at as usize + usize::from(*width),
            _ => self.len as usize,
        }
    }

    /// The first folded byte that comes from the original's byte `offset` or later.
    #[must_use]
    pub(crate) fn position(&self, offset: usize) -> usize {
        self.at.partition_point(|&at| (at as usize) < offset)
    }
}

/// Folds a text onto the end of another, which does not end in a kana, with the byte of `original` that each
/// folded byte came from.
pub(crate) fn fold_onto(original: &str, text: &mut String, at: &mut Vec<u32>) {
    budget::steps(original.len() / STEP);
    text.reserve(original.len());
    at.reserve(original.len());
    let start = text.len();
    let known = at.len();
    let mut offset = 0;
    while let Some(rest) = original.get(offset..).filter(|rest| !rest.is_empty()) {
        let plain = plain(rest.as_bytes());
        text.push_str(&rest[..plain]);
        at.extend(starts(offset, plain));
        offset += plain;
        let Some(c) = original[offset..].chars().next() else { break };
        let kept = push(text, c);
        at.truncate(known + kept - start);
        at.resize(known + text.len() - start, u32::try_from(offset).unwrap_or(u32::MAX));
        offset += c.len_utf8();
    }
}

/// Where the character of each of so many bytes begins, all of them of characters of [`PLAIN`] bytes.
fn starts(offset: usize, bytes: usize) -> impl Iterator<Item = u32> {
    (0..bytes).map(move |at| u32::try_from(offset + at - at % PLAIN).unwrap_or(u32::MAX))
}

/// Folds a text for comparing: width, white space, variant characters and marks of lists do not count.
///
/// Values keep what is printed; whoever compares them with a list of their own folds both sides.
///
/// ```
/// use hyokasho::fold;
///
/// assert_eq!(fold("ＮＴＴデータ　㈱"), fold("NTTデータ㈱"));
/// assert_ne!(fold("光洋ソフト"), fold("光洋ソフトサービス"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    budget::steps(text.len() / STEP);
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (same, changed) = rest.split_at(same(rest.as_bytes()));
        folded.push_str(same);
        let mut chars = changed.chars();
        let Some(c) = chars.next() else { return folded };
        push(&mut folded, c);
        rest = chars.as_str();
    }
}

/// The beginning of a folded text, of some `count` characters.
#[must_use]
pub(crate) fn fold_start(text: &str, count: usize) -> String {
    text.chars().filter_map(fold_char).take(count).collect()
}

/// Adds a character, folded. Gives how much of the text before is as it was: a voicing mark changes
/// the character before it.
fn push(text: &mut String, c: char) -> usize {
    let before = text.len();
    if c.is_ascii() || is_katakana(c) {
        if let Some(c) = fold_char(c) {
            text.push(c);
        }
    } else if matches!(c, 'ﾞ' | '゛' | '\u{3099}' | 'ﾟ' | '゜' | '\u{309A}') {
        let last = text.chars().next_back();
        if let Some((last, voiced)) = last.and_then(|last| Some((last, voice(last, c)?))) {
            text.pop();
            text.push(voiced);
            return before - last.len_utf8();
        }
        text.push(c);
    } else if let Some(letters) = roman(c) {
        text.push_str(letters);
    } else if let Some(kept) = fold_char(c) {
        text.push(kept);
    }
    before
}

/// Kanji and hiragana, most of any text, stay as they are. All of them take three bytes.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{3096}')
}

/// Bytes of a plain character.
const PLAIN: usize = 3;

/// How many bytes of plain characters a text begins with: [`is_plain`] without the characters being put together.
fn plain(text: &[u8]) -> usize {
    text.chunks_exact(PLAIN).take_while(|three| is_plain_bytes(three)).count() * PLAIN
}

/// Whether the three bytes at the beginning of a character are a plain one.
fn is_plain_bytes(three: &[u8]) -> bool {
    match three {
        [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xFF, ..] | [0xE3, 0x81, 0x81..=0xFF] => true,
        [0xE3, 0x82, last] => *last <= 0x96,
        _ => false,
    }
}

/// How many bytes a text begins with that folding leaves as they are: plain characters, and signs of ASCII.
fn same(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(first) = text.get(at) {
        if first.is_ascii_graphic() {
            at += 1;
        } else if text.get(at..at + PLAIN).is_some_and(is_plain_bytes) {
            at += PLAIN;
        } else {
            break;
        }
    }
    at
}

/// Katakana, what parts their words, and the sign for a long vowel.
fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FC}')
}

/// Katakana folded, worked out by the compiler: after kanji and hiragana they are most of any text.
const KATAKANA: [char; 0x30FD - 0x30A1] = {
    let mut folded = ['\0'; 0x30FD - 0x30A1];
    let mut at = 0;
    while at < folded.len() {
        folded[at] = match char::from_u32(0x30A1 + at as u32) {
            Some(c) => like(c),
            None => '\0',
        };
        at += 1;
    }
    folded
};

/// The folded character; `None` for what does not count: white space, ※, marks of form controls.
#[must_use]
pub(crate) fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return (!c.is_ascii_whitespace() && !c.is_ascii_control()).then_some(c);
    }
    if is_plain(c) {
        return Some(c);
    }
    if is_katakana(c) {
        return KATAKANA.get(c as usize - 0x30A1).copied();
    }
    match c {
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' | '\u{FE0E}' | '\u{FE0F}' | '※' => None,
        _ if c.is_whitespace() || control::is_control(c) => None,
        '\u{FF01}'..='\u{FF5E}' => fold_char(narrow(c)),
        '\u{FF61}'..='\u{FF9D}' => fold_char(widen_kana(c)),
        _ => Some(like(c)),
    }
}

/// The character that a look-alike is compared as; any other is itself.
const fn like(c: char) -> char {
    match c {
        '−' | '―' | '—' | '–' | '‐' | '‑' | '─' | '━' => '-',
        '〜' | '∼' | '˜' => '~',
        '〇' | '◯' | '⚪' => '○',
        // What Word's Wingdings leave in a text whose font is lost.
        '\u{F0A1}' => '○',
        '\u{F0FC}' => '✔',
        '\u{F0FE}' => '☑',
        '\u{F0FD}' => '☒',
        '‘' | '’' => '\'',
        '“' | '”' | '〝' | '〟' => '"',
        '〈' | '《' | '≪' => '<',
        '〉' | '》' | '≫' => '>',
        '〔' => '[',
        '〕' => ']',
        '、' => ',',
        '。' => '.',
        '•' | '‧' | '∙' => '・',
        'ヘ' => 'へ',
        'ベ' => 'べ',
        'ペ' => 'ぺ',
        'ー' => '一',
        'ニ' => '二',
        'ロ' => '口',
        'カ' => '力',
        'タ' => '夕',
        'ト' => '卜',
        'ハ' => '八',
        'エ' => '工',
        'ミ' => '三',
        _ => c,
    }
}

/// Full-width ASCII to ASCII.
#[must_use]
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A half-width katakana to the full-width one.
pub(crate) fn widen_kana(c: char) -> char {
    HALF_KANA.chars().nth((c as usize).saturating_sub(0xFF61)).unwrap_or(c)
}

/// Joins a half-width voicing mark to the kana before it.
fn voice(last: char, mark: char) -> Option<char> {
    let step = match mark {
        'ﾞ' | '゛' | '\u{3099}' => 1,
        'ﾟ' | '゜' | '\u{309A}' => 2,
        _ => return None,
    };
    // Folding has made look-alikes of some kana; undo that for the sum.
    let base = match last {
        '力' => 'カ',
        '夕' => 'タ',
        '卜' => 'ト',
        '八' => 'ハ',
        'へ' => 'ヘ',
        _ => last,
    };
    if !matches!(base, 'カ'..='ホ' | 'ウ') {
        return None;
    }
    let voiced = if base == 'ウ' { 'ヴ' } else { char::from_u32(base as u32 + step)? };
    fold_char(voiced)
}

fn roman(c: char) -> Option<&'static str> {
    const NUMBERS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let place = match c {
        'Ⅰ'..='Ⅻ' => c as usize - 'Ⅰ' as usize,
        'ⅰ'..='ⅻ' => c as usize - 'ⅰ' as usize,
        _ => return None,
    };
    NUMBERS.get(place).copied()
}

/// The number of a circled digit: ① 1 to ⑳ 20.
#[must_use]
pub(crate) fn circled(c: char) -> Option<u32> {
    matches!(c, '①'..='⑳').then(|| c as u32 - '①' as u32 + 1)
}

/// Whether a character may stand between words: white space of any kind.
#[must_use]
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_space_and_look_alikes_fold() {
        assert_eq!(fold("［ ○ ］　Ⅲ　リスク：１～２"), fold("[〇]III リスク:1〜2"));
        assert_eq!(fold("ｼｽﾃﾑの名称ﾃﾞｰﾀﾊﾟ"), fold("システムの名称データパ"));
        assert_ne!(fold("①部署"), fold("1部署"));
    }

    #[test]
    fn folding_onto_a_text_is_folding() {
        let original = "ｼｽﾃﾑの ﾃﾞｰﾀ Ⅲ①（表）か゛";
        let (mut text, mut at) = ("前\n".to_owned(), vec![7; 4]);
        fold_onto(original, &mut text, &mut at);
        let folded = Folded::new(original);
        assert_eq!(text, format!("前\n{}", folded.text));
        let back = (0..folded.text.len()).map(|byte| folded.original(byte) as u32);
        assert_eq!(at, [7; 4].into_iter().chain(back).collect::<Vec<_>>());
    }

    #[test]
    fn the_way_back_leads_to_the_original() {
        let folded = Folded::new("Ⅱ 特定");
        assert_eq!(folded.text, "II特定");
        assert_eq!(folded.original(1), 0);
        assert_eq!(folded.original(2), 4);
        assert_eq!(folded.original(8), 10);
        assert_eq!(folded.position(4), 2);
    }
}
