//! Folding of names for comparing: width, spaces and variant characters. What is stored stays as printed.

use std::sync::LazyLock;

use crate::fold::widen_kana;

/// Characters as printed, sorted, each with the one it is compared as.
static VARIANTS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let rows = include_str!("data/variants.csv").lines().skip(1);
    let mut pairs: Vec<(char, char)> = rows.filter_map(pair).collect();
    pairs.sort_unstable();
    pairs
});

/// The two characters that a record begins with.
fn pair(record: &str) -> Option<(char, char)> {
    let (printed, rest) = record.split_once(',')?;
    let (compared, _why) = rest.split_once(',')?;
    Some((printed.parse().ok()?, compared.parse().ok()?))
}

/// The character that a variant is compared as.
fn usual(c: char) -> char {
    let at = VARIANTS.binary_search_by_key(&c, |(printed, _)| *printed);
    at.ok().and_then(|at| VARIANTS.get(at)).map_or(c, |(_, compared)| *compared)
}

/// Full-width ASCII and the wide space as their plain forms; nothing else changes.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a character is nothing to see: a space, a control or format character.
pub(super) fn passed_over(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let selector = matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    invisible || selector || c.is_whitespace() || c.is_control()
}

/// The characters of a text as they are compared, each with the byte where it is printed. A voicing mark
/// is one character with the half-width kana before it.
fn folded(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, c) = chars.next()?;
        let whole = chars.peek().and_then(|(_, mark)| voiced(c, *mark));
        if whole.is_some() {
            chars.next();
        }
        Some((at, whole.unwrap_or(c)))
    })
    .filter_map(|(at, c)| Some((at, fold_char(c)?)))
}

/// The kana that a half-width one is with its voicing mark.
fn voiced(c: char, mark: char) -> Option<char> {
    let step = match mark {
        'ﾞ' => 1,
        'ﾟ' => 2,
        _ => return None,
    };
    let kana = is_half_kana(c).then(|| widen_kana(c))?;
    match kana {
        'ウ' => Some('ヴ'),
        'カ'..='ホ' => char::from_u32(u32::from(kana) + step),
        _ => None,
    }
}

fn is_half_kana(c: char) -> bool {
    matches!(c, '\u{ff61}'..='\u{ff9d}')
}

/// The character to compare with; none for what a comparison passes over.
fn fold_char(c: char) -> Option<char> {
    let c = if is_half_kana(c) { widen_kana(c) } else { narrow(c).to_ascii_lowercase() };
    (!passed_over(c)).then(|| usual(c))
}

/// Whether a character can begin a name. The radicals that some PDFs print for kanji are letters here only
/// once folded.
pub(super) fn is_letter(c: char) -> bool {
    fold_char(c).is_some_and(char::is_alphanumeric)
}

/// A text as it is compared.
pub(super) fn fold(text: &str) -> String {
    folded(text).map(|(_, c)| c).collect()
}

/// A folded text that knows where each of its characters was printed.
pub(super) struct Folded<'a> {
    printed: &'a str,
    text: String,
    /// For each character: where it begins in `text`, and where in `printed`.
    starts: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(printed: &'a str) -> Self {
        let mut text = String::new();
        let mut starts = Vec::new();
        for (at, c) in folded(printed) {
            starts.push((text.len(), at));
            text.push(c);
        }
        Self { printed, text, starts }
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The folded characters `from..to`; counts beyond the end mean the end.
    pub(super) fn slice(&self, from: usize, to: usize) -> &str {
        self.text.get(self.byte(from)..self.byte(to)).unwrap_or_default()
    }

    /// The folded text from a character on.
    pub(super) fn rest(&self, from: usize) -> &str {
        self.slice(from, self.len())
    }

    /// The printed text `from..to`, without the spaces in it.
    pub(super) fn printed(&self, from: usize, to: usize) -> String {
        let text = self.printed.get(self.origin(from)..self.origin(to)).unwrap_or_default();
        text.chars().filter(|c| fold_char(*c).is_some()).collect()
    }

    /// Where a character was printed, in bytes.
    pub(super) fn origin(&self, at: usize) -> usize {
        self.starts.get(at).map_or(self.printed.len(), |start| start.1)
    }

    /// Whether a space is printed just before a character.
    pub(super) fn spaced(&self, at: usize) -> bool {
        let before = self.printed.get(..self.origin(at)).unwrap_or_default();
        at < self.len() && before.ends_with(char::is_whitespace)
    }

    /// Numbers of the characters after which `word` (folded) ends, in order.
    pub(super) fn ends_of(&self, word: &str) -> Vec<usize> {
        let found = self.text.match_indices(word);
        found
            .map(|(at, word)| self.starts.partition_point(|start| start.0 < at + word.len()))
            .collect()
    }

    fn byte(&self, at: usize) -> usize {
        self.starts.get(at).map_or(self.text.len(), |start| start.0)
    }
}
