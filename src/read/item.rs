//! List marks: the small signs that an item of a list begins with.

/// A mark at the start of a line, such as `①`, `(2)`, `３．`, `・`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Which series it is of.
    pub(crate) series: Series,
    /// Its place in the series; 0 in a series without order.
    pub(crate) number: u32,
}

/// The kinds of list marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Series {
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
pub(crate) fn begins_item(text: &str) -> bool {
    mark(text).is_some()
}

/// The list mark that a text begins with.
pub(crate) fn mark(text: &str) -> Option<Mark> {
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
pub(crate) fn digit(c: char) -> Option<u32> {
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
