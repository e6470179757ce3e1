//! List marks and brackets: the small signs that say whether a line begins something new.

/// A mark at the start of a line, such as `①`, `(2)`, `３．`, `・`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Which series it is of.
    pub(super) series: Series,
    /// Its place in the series; 0 in a series without order.
    pub(super) number: u32,
}

/// The kinds of list marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    /// ①
    Circled,
    /// Ⅰ
    Roman,
    /// 1)
    Closed,
    /// 1. or １．
    Dotted,
    /// (1)
    Enclosed,
    /// ア or イ)
    Kana,
    /// ・ ○ ◆ ※ and the like
    Bullet,
    /// ＜ 【 〈: a caption
    Caption,
}

const BULLETS: [char; 31] = [
    '・', '･', '○', '●', '◯', '〇', '◎', '■', '□', '◆', '◇', '＊', '*', '※', '-', '–', '―', '‑',
    '‐', '−', '☆', '★', '▪', '•', '▲', '△', '▼', '▽', '☑', '☐', '✓',
];
const CAPTIONS: [char; 5] = ['【', '＜', '〈', '《', '≪'];
const KANA: [char; 15] =
    ['ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ'];

/// Whether a text begins with a list mark.
pub(in crate::read) fn begins_item(text: &str) -> bool {
    mark(text).is_some()
}

/// The list mark that a text begins with.
pub(super) fn mark(text: &str) -> Option<Mark> {
    let first = text.chars().next()?;
    let found = |series, number| Some(Mark { series, number });
    match first {
        '①'..='⑳' => found(Series::Circled, first as u32 - '①' as u32 + 1),
        'Ⅰ'..='Ⅻ' => found(Series::Roman, first as u32 - 'Ⅰ' as u32 + 1),
        '(' | '（' => {
            let (number, rest) = leading_number(&text[first.len_utf8()..])?;
            if rest.starts_with([')', '）']) { found(Series::Enclosed, number) } else { None }
        }
        _ if CAPTIONS.contains(&first) => found(Series::Caption, 0),
        _ if BULLETS.contains(&first) => found(Series::Bullet, 0),
        _ if KANA.contains(&first) => kana(text, first),
        _ => numbered(text),
    }
}

fn kana(text: &str, first: char) -> Option<Mark> {
    let rest = &text[first.len_utf8()..];
    let number = u32::try_from(KANA.iter().position(|k| *k == first)?).ok()? + 1;
    let ends = rest.is_empty() || rest.starts_with([' ', '　', '.', '．', ')', '）']);
    ends.then_some(Mark { series: Series::Kana, number })
}

fn numbered(text: &str) -> Option<Mark> {
    let (number, rest) = leading_number(text)?;
    let mut after = rest.chars();
    let series = match after.next()? {
        ')' | '）' => Series::Closed,
        '.' | '．' if after.next().is_none_or(|c| digit(c).is_none()) => Series::Dotted,
        _ => return None,
    };
    Some(Mark { series, number })
}

/// The value of a digit of either width.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c| digit(c).is_none()).unwrap_or(text.len());
    let digits = &text[..end];
    // Longer runs of digits are quantities and years.
    if digits.is_empty() || digits.chars().count() > 2 {
        return None;
    }
    let number = digits.chars().filter_map(digit).fold(0, |n, d| n * 10 + d);
    Some((number, &text[end..]))
}

/// Whether a text can only be the continuation of what stands before it.
pub(super) fn continues(text: &str) -> bool {
    text.starts_with([
        '、', '。', '，', '」', '』', '）', ')', '】', '］', ']', '〉', '＞', 'ー', '・',
    ]) && mark(text).is_none_or(|m| m.series != Series::Bullet)
}

/// Whether a text is nothing but a telephone number: it belongs to the address above it.
pub(super) fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(|&c| digit(c).is_some()).count();
    let signs = text
        .chars()
        .filter(|&c| ['-', '－', '‐', '―', 'ー', '(', ')', '（', '）'].contains(&c))
        .count();
    (9..=11).contains(&digits) && (2..=3).contains(&signs) && digits + signs == text.chars().count()
}

/// Whether a sentence ends with the text.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '．', '】', '＞', '〉'])
}

/// Whether a text opens more brackets than it closes.
pub(super) fn is_open(text: &str) -> bool {
    let depth = text.chars().fold(0i32, |depth, c| match c {
        '(' | '（' | '「' | '『' | '[' | '［' => depth + 1,
        // `1)` closes nothing, so the depth never falls below zero.
        ')' | '）' | '」' | '』' | ']' | '］' => (depth - 1).max(0),
        _ => depth,
    });
    depth > 0
}

/// Whether a text closes a parenthesis that it does not open.
pub(super) fn closes(text: &str) -> bool {
    let mut depth = 0i32;
    let is_mark = mark(text).is_some_and(|mark| mark.series == Series::Closed);
    text.chars().any(|c| {
        depth += i32::from(matches!(c, '(' | '（')) - i32::from(matches!(c, ')' | '）'));
        depth < 0 && !is_mark
    })
}

/// What dates are made of, but for digits.
const DATES: &str = "令和平成昭元年月日時点.．/／-－RHSＲＨＳ";

/// Whether a word may be a part of a date that is set with spaces: `平成`, `28`, `年`.
pub(super) fn is_of_date(word: &str) -> bool {
    mark(word).is_none() && word.chars().all(|c| digit(c).is_some() || DATES.contains(c))
}

/// Whether a word is made of the characters of a date only.
pub(super) fn is_date_like(word: &str) -> bool {
    let numbered = word.chars().any(|c| digit(c).is_some() || c == '元');
    is_of_date(word) && (numbered || ["日", "月", "月日"].contains(&word))
}

/// Whether a date-like text goes down to the day.
pub(super) fn is_whole_date(text: &str) -> bool {
    text.ends_with('日') || text.matches(['.', '．', '/', '／', '-', '－']).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::{closes, is_telephone};

    #[test]
    fn telephone_numbers_are_no_dates_and_no_amounts() {
        assert!(is_telephone("072-606-3808") && is_telephone("0142(73)2457"));
        assert!(is_telephone("０７２－６０６－３８０８"));
        assert!(!is_telephone("2023-04-04") && !is_telephone("150-0001"));
        assert!(!is_telephone("1234567890") && !is_telephone("電話072-606-3808"));
    }

    #[test]
    fn a_parenthesis_closed_and_not_opened_is_no_list_mark() {
        assert!(closes("②を除く。）") && closes("の一部)を含む"));
        assert!(!closes("1)再委託する") && !closes("（委託を除く。）"));
    }
}
