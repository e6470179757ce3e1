//! Printed dates to ISO 8601; the printed form is kept beside.
//!
//! ```text
//! date    ::= era-date | western | serial
//! era-date::= era (number | "元") sep number sep number "日"?        令和6年12月2日, R6.10.1, 平成元年1月8日
//! era     ::= 令和 R 平成 H 昭和 S 大正 T 明治 M
//! western ::= number sep number sep number "日"?                   2024/10/1, 2024年10月1日, 二〇二四年十月一日
//! number  ::= DIGITS | KANJI+                                     12, 十二, 一二, 二〇二四
//! sep     ::= 年 月 . / -
//! serial  ::= DIGITS5                                            day number of a spreadsheet: 45054
//! ```

use crate::fold::fold;

/// A full date and how it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    /// `2024-12-02`
    pub iso: String,
    /// Printed as the day number of a spreadsheet.
    pub serial: bool,
}

/// First year less one of each era, by the first character of its printed names.
const ERAS: [(&[&str], i32); 5] = [
    (&["令和", "令", "R", "r", "㋿"], 2018),
    (&["平成", "平", "H", "h", "㍻"], 1988),
    (&["昭和", "昭", "S", "s", "㍼"], 1925),
    (&["大正", "大", "T", "t", "㍽"], 1911),
    (&["明治", "明", "M", "m", "㍾"], 1867),
];

/// Reads a text that is one full date and nothing else.
#[must_use]
pub(crate) fn parse(text: &str) -> Option<Date> {
    let folded = fold(text);
    let (iso, rest) = full(&folded)?;
    let weekday = rest
        .strip_prefix('(')
        .and_then(|r| r.strip_suffix(')'))
        .is_some_and(|w| w.chars().count() <= 2);
    (rest.is_empty() || weekday).then_some(Date { iso, serial: false })
}

/// Reads a text that is the day number of a spreadsheet (1900 system): 45054 is 2023-05-08.
#[must_use]
pub(crate) fn parse_serial(text: &str) -> Option<Date> {
    let folded = fold(text);
    let number: i64 = (folded.len() == 5).then(|| folded.parse().ok()).flatten()?;
    if !(36_000..60_000).contains(&number) {
        return None;
    }
    let (year, month, day) = civil(number - 25_569);
    Some(Date { iso: format!("{year:04}-{month:02}-{day:02}"), serial: true })
}

/// The date at the start of a folded text, and what follows it.
#[must_use]
pub(crate) fn full(folded: &str) -> Option<(String, &str)> {
    let (year, rest) = year(folded)?;
    let (month, rest) = number(separated(rest)?)?;
    let (day, rest) = number(separated(rest)?)?;
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    let valid = (1..=12).contains(&month) && day >= 1 && day <= days(year, month);
    valid.then(|| (format!("{year:04}-{month:02}-{day:02}"), rest))
}

/// The year and month at the start of a folded text: `令和6年10月` is (2024, 10).
#[must_use]
pub(crate) fn year_month(folded: &str) -> Option<(i32, u32)> {
    let (year, rest) = year(folded)?;
    let (month, _) = number(separated(rest)?)?;
    (1..=12).contains(&month).then_some((year, month))
}

fn year(text: &str) -> Option<(i32, &str)> {
    let first = text.chars().next()?;
    for (names, before) in ERAS {
        // Most texts begin otherwise.
        let mut alike = names.iter().filter(|name| name.starts_with(first));
        if let Some(rest) = alike.find_map(|name| text.strip_prefix(name)) {
            let (year, rest) = match rest.strip_prefix('元') {
                Some(rest) => (1, rest),
                None => number(rest)?,
            };
            let year = i32::try_from(year).ok().filter(|y| (1..=70).contains(y))?;
            return Some((before + year, rest));
        }
    }
    let (year, rest) = number(text)?;
    let year = i32::try_from(year).ok().filter(|y| (1900..=2100).contains(y))?;
    Some((year, rest))
}

fn separated(text: &str) -> Option<&str> {
    text.strip_prefix(['年', '月', '.', '/', '-', '・', ','])
}

fn number(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return kanji_number(text);
    }
    let (digits, rest) = text.split_at(length);
    (length <= 4).then(|| digits.parse().ok().map(|n| (n, rest)))?
}

/// The kanji of the digits, folded: a zero is a circle.
const DIGITS: &str = "○一二三四五六七八九";
/// The kanji that multiply the digit before them.
const UNITS: [(char, u32); 3] = [('十', 10), ('百', 100), ('千', 1000)];

/// A number in kanji, digit by digit (`二〇二四`) or counted (`三十一`).
fn kanji_number(text: &str) -> Option<(u32, &str)> {
    let digit = |c: char| DIGITS.chars().zip(0..).find(|(digit, _)| *digit == c).map(|(_, n)| n);
    let unit = |c: char| UNITS.iter().find(|(unit, _)| *unit == c).map(|(_, n)| *n);
    let length = text.find(|c| digit(c).or_else(|| unit(c)).is_none()).unwrap_or(text.len());
    let (kanji, rest) = text.split_at(length);
    if kanji.is_empty() || kanji.chars().count() > 7 {
        return None;
    }
    let (mut sum, mut last) = (0, None);
    for c in kanji.chars() {
        match (digit(c), unit(c)) {
            (Some(n), _) => last = Some(last.unwrap_or(0_u32).checked_mul(10)? + n),
            (_, Some(unit)) => sum += last.take().unwrap_or(1) * unit,
            _ => return None,
        }
    }
    Some((sum + last.unwrap_or(0), rest))
}

fn days(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 to year, month, day (H. Hinnant, chrono-compatible low-level date algorithms).
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_forms() {
        for (text, iso) in [
            ("令和6年12月2日", "2024-12-02"),
            ("平成元年 1月 8日", "1989-01-08"),
            ("令和　元　年　５月１日", "2019-05-01"),
            ("R6.10.1", "2024-10-01"),
            ("Ｈ２８．２．２８", "2016-02-28"),
            ("2024/10/1", "2024-10-01"),
            ("2016年3月14日", "2016-03-14"),
            ("令和6年12月2日（月）", "2024-12-02"),
            ("令和六年十月一日", "2024-10-01"),
            ("令和元年五月一日", "2019-05-01"),
            ("平成三十一年四月三十日", "2019-04-30"),
            ("平成二七年一二月二一日", "2015-12-21"),
            ("二〇二四年十月一日", "2024-10-01"),
            ("二千二十四年十月一日", "2024-10-01"),
        ] {
            assert_eq!(parse(text).map(|d| d.iso).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_full_date() {
        for text in [
            "",
            "-",
            "令和6年12月",
            "令和7年10月1日、令和7年10月22日",
            "2023年2月30日",
            "45054",
            "平成27年13月1日",
            "令和六年十月",
            "令和六年十月一日～令和七年三月三十一日",
            "令和年月日",
            "####",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn serial_days() {
        assert_eq!(parse_serial("45054").map(|d| d.iso).as_deref(), Some("2023-05-08"));
        assert_eq!(parse_serial("４４６５１").map(|d| d.iso).as_deref(), Some("2022-03-31"));
        assert_eq!(parse_serial("12345"), None);
    }

    #[test]
    fn revisions() {
        assert_eq!(year_month("令和6年10月様式3"), Some((2024, 10)));
    }
}
