//! Folding of width, white space and look-alike characters, for comparing only: stored text stays as printed.
//!
//! Both sides of a comparison are folded, so a class of look-alikes may have any member as its representative.

use crate::budget;
use crate::trail::Trail;

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

    /// Whether one of these may stand in a text: all of them begin with these bytes, and hardly anything else.
    pub(crate) fn may_stand_in(text: &str) -> bool {
        super::has_pair(text, |one, two| (one == 0xEF) & (two == 0xB7))
    }

    /// Whether a character is one of these.
    #[must_use]
    pub(crate) fn is_control(c: char) -> bool {
        (BARE..=LEADS).contains(&c)
    }
}

/// Whether two bytes of a text, one behind the other, are of a sort. There is no way out before the end, so that many
/// are looked at in one step.
#[inline]
pub(crate) fn has_pair(text: &str, is_meant: impl Fn(u8, u8) -> bool) -> bool {
    let Some((first, rest)) = text.as_bytes().split_first() else { return false };
    let (mut has, mut before) = (0, *first);
    for byte in rest {
        has |= u8::from(is_meant(before, *byte));
        before = *byte;
    }
    has > 0
}

/// Whether a byte of a text is of a sort, as [`has_pair`] looks for pairs: as long as `is_meant` branches nowhere, many
/// are looked at in one step.
#[inline]
pub(crate) fn has_byte(text: &str, is_meant: impl Fn(u8) -> bool) -> bool {
    let mut has = 0;
    for byte in text.as_bytes() {
        has |= u8::from(is_meant(*byte));
    }
    has > 0
}

/// Whether a text begins with another one. Of many beginnings most are told by the last byte of their first character.
#[inline]
pub(crate) fn begins_with(text: &str, beginning: &str) -> bool {
    let last = |text: &str| text.as_bytes().get(KEPT - 1).copied();
    let differs = last(text).zip(last(beginning)).is_some_and(|(one, other)| one != other);
    !differs && text.starts_with(beginning)
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
    trail: Trail,
    /// Length of the original in bytes.
    len: usize,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub(crate) fn new(original: &str) -> Self {
        let mut folded = Self { len: original.len(), ..Self::default() };
        fold_onto(original, &mut folded.text, &mut folded.trail);
        folded
    }

    /// The original's byte offset of the character that the folded byte came from; the original's
    /// length at the end.
    #[must_use]
    pub(crate) fn original(&self, folded: usize) -> usize {
        if folded < self.text.len() { self.trail.origin(folded).start } else { self.len }
    }

    /// The byte of the original after the character that the last byte before `folded` came from.
    #[must_use]
    pub(crate) fn original_end(&self, folded: usize) -> usize {
        let Some(last) = folded.checked_sub(1) else { return 0 };
        if last < self.text.len() { self.trail.origin(last).end } else { self.len }
    }

    /// The first folded byte that comes from the original's byte `offset` or later.
    #[must_use]
    pub(crate) fn position(&self, offset: usize) -> usize {
        self.trail.position(offset, self.text.len())
    }
}

/// Folds a text onto the end of another, which does not end in a kana, with the byte of `original` that each
/// folded byte came from.
pub(crate) fn fold_onto(original: &str, text: &mut String, trail: &mut Trail) {
    budget::steps(original.len() / STEP);
    text.reserve(original.len());
    let mut offset = 0;
    while let Some(rest) = original.get(offset..).filter(|rest| !rest.is_empty()) {
        let (signs, kept) = (signs(rest.as_bytes()), kept(rest.as_bytes()));
        let (length, width) = if signs > 0 { (signs, 1) } else { (kept, KEPT) };
        if length > 0 {
            trail.add(text.len(), width, offset, width);
            text.push_str(&rest[..length]);
            offset += length;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        let before = text.len();
        let start = push(text, c);
        if start < before {
            trail.cut(start);
        }
        if start < text.len() {
            trail.add(start, text.len() - start, offset, c.len_utf8());
        }
        offset += c.len_utf8();
    }
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

/// How much of the longer of two folded texts is alike at their beginnings and ends, in percent: of two versions of one text
/// most of it.
#[must_use]
pub(crate) fn alike(one: &str, other: &str) -> usize {
    let [one, other] = [one, other].map(|text| text.chars().collect::<Vec<_>>());
    let [least, most] = [one.len().min(other.len()), one.len().max(other.len())];
    let before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    (before + behind).min(least) * 100 / most.max(1)
}

/// The beginning of a folded text, of some `count` characters.
#[must_use]
pub(crate) fn fold_start(text: &str, count: usize) -> String {
    let mut start = String::with_capacity(text.len().min(count * KEPT));
    start.extend(text.chars().filter_map(fold_char).take(count));
    start
}

/// Adds a character, folded. Gives how much of the text before is as it was: a voicing mark changes
/// the character before it.
fn push(text: &mut String, c: char) -> usize {
    let before = text.len();
    match kana(c) {
        Some(NOTHING) => return before,
        Some(VOICING) => {}
        Some(folded) => {
            text.push(folded);
            return before;
        }
        None if c.is_ascii() => {
            text.extend(fold_char(c));
            return before;
        }
        None => {}
    }
    if matches!(c, 'ﾞ' | '゛' | '\u{3099}' | 'ﾟ' | '゜' | '\u{309A}') {
        let last = text.chars().next_back();
        if let Some((last, voiced)) = last.and_then(|last| Some((last, voice(last, c)?))) {
            text.pop();
            text.push(voiced);
            return before - last.len_utf8();
        }
        text.push(c);
    } else if let Some(letters) = roman(c) {
        text.push_str(letters);
    } else {
        text.extend(fold_char(c));
    }
    before
}

/// Kanji, most of any text, stay as they are.
pub(crate) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Bytes of a kanji, and of a character of the [`KANA`].
const KEPT: usize = 3;

/// How many bytes a text begins with of characters of [`KEPT`] bytes that folding leaves as they are, without the
/// characters being put together.
fn kept(text: &[u8]) -> usize {
    text.chunks_exact(KEPT).take_while(|three| is_kept(three)).count() * KEPT
}

/// How many signs of ASCII a text begins with; folding leaves them as they are.
fn signs(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_graphic()).count()
}

/// Whether the three bytes at the beginning of a character are one that folding leaves as it is: kanji and most kana.
fn is_kept(three: &[u8]) -> bool {
    match three {
        [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xFF, ..] => true,
        [0xE3, middle @ 0x80..=0x83, last] => {
            let place = usize::from(*middle & 3) << 6 | usize::from(*last & 0x3F);
            KANA.get(place).is_some_and(|folded| *folded as usize == KANA_START + place)
        }
        _ => false,
    }
}

/// How many bytes a text begins with that folding leaves as they are.
fn same(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let more = match rest.first() {
            Some(first) if first.is_ascii_graphic() => signs(rest),
            Some(_) => kept(rest),
            None => 0,
        };
        if more == 0 {
            break;
        }
        at += more;
    }
    at
}

/// The first character of the [`KANA`].
const KANA_START: usize = 0x3000;
/// Stands for what does not count.
const NOTHING: char = '\0';
/// Stands for a mark that changes the character before it.
const VOICING: char = '\u{1}';

/// Signs of Japanese text, hiragana and katakana (U+3000 to U+30FF) folded, worked out by the compiler: after kanji
/// they are most of any text.
const KANA: [char; 0x100] = {
    let mut folded = [NOTHING; 0x100];
    let mut at = 0;
    while at < folded.len() {
        folded[at] = match char::from_u32((KANA_START + at) as u32) {
            None | Some('\u{3000}') => NOTHING,
            Some('\u{3099}'..='\u{309C}') => VOICING,
            Some(c) => like(c),
        };
        at += 1;
    }
    folded
};

/// What a character of the [`KANA`] becomes.
fn kana(c: char) -> Option<char> {
    KANA.get((c as usize).wrapping_sub(KANA_START)).copied()
}

/// The folded character; `None` for what does not count: white space, ※, marks of form controls.
#[must_use]
pub(crate) fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return (!c.is_ascii_whitespace() && !c.is_ascii_control()).then_some(c);
    }
    if is_kanji(c) {
        return Some(c);
    }
    match kana(c) {
        Some(VOICING) => return Some(c),
        Some(folded) => return Some(folded).filter(|c| *c != NOTHING),
        None => {}
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
        let (mut text, mut trail) = ("前\n".to_owned(), Trail::default());
        trail.add(0, 4, 7, 4);
        fold_onto(original, &mut text, &mut trail);
        let folded = Folded::new(original);
        assert_eq!((text, fold(original)), (format!("前\n{}", folded.text), folded.text.clone()));
        assert_eq!(trail.origin(3), 7..11);
        for byte in 0..folded.text.len() {
            assert_eq!(trail.origin(4 + byte), folded.trail.origin(byte), "{byte}");
        }
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
