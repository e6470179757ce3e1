//! Brackets, dates and ends of sentences: the small signs that say whether a line begins something new.

pub(super) use crate::read::item::{Mark, Series, digit, mark};

/// A line for each particle, and why it begins no label.
const PARTICLES: &str = include_str!("data/particles.csv");

/// Whether a text can only be the continuation of what stands before it.
pub(super) fn continues(text: &str) -> bool {
    text.starts_with([
        '、', '。', '，', '」', '』', '）', ')', '】', '］', ']', '〉', '＞', 'ー', '・',
    ]) && mark(text).is_none_or(|m| m.series != Series::Bullet)
}

/// Whether a label begins with a word that goes on with what stands before it.
pub(super) fn begins_with_particle(label: &str) -> bool {
    let particles = PARTICLES.lines().skip(1).filter_map(|line| line.split(',').next());
    particles.into_iter().any(|particle| label.starts_with(particle))
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

/// Whether brackets of a text lack their other half: a piece of it stands elsewhere. Marks of lists (`1)`) have none.
pub(super) fn is_torn(text: &str) -> bool {
    let (mut depth, mut word) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '［' => depth += 1,
            ')' | '）' | ']' | '］' if depth > 0 => depth -= 1,
            ')' | '）' | ']' | '］' if !(1..=2).contains(&word) => return true,
            _ => {}
        }
        word = if c.is_alphanumeric() { word + 1 } else { 0 };
    }
    depth > 0
}

/// Whether a text is the dash that says that a cell is empty.
pub(super) fn is_dash(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| "-‐‑–—―−－ー".contains(c)) && chars.next().is_none()
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
    use super::{closes, is_telephone, is_torn};

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

    #[test]
    fn brackets_have_two_halves() {
        for text in
            ["〇〇課 ）", "]庁内連携", "（リスクに対する措置の内", "取扱 [ い", "ラーは５０円）"]
        {
            assert!(is_torn(text), "{text}");
        }
        for text in
            ["1) 500人以上 2) 500人未満（任意実施）", "[ ○ ] 紙", "ア）甲", "（ 3 ）件", "（１）乙"]
        {
            assert!(!is_torn(text), "{text}");
        }
    }
}
