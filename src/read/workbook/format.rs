//! What a number in a cell prints by its format (ECMA-376 Part 1, 18.8.30 and 18.8.31).
//!
//! [`ssfmt`] prints everything but what is Japanese: eras, weekdays in kanji, digits in kanji or full
//! width. These are written into the format as literal text first.

use ssfmt::{DateSystem, FormatOptions, NumberFormat};
use std::collections::BTreeMap;

/// The formats that a file names by a number only, as a Japanese Excel prints them: `id,format`.
const BUILT_IN: &str = include_str!("data/formats.csv");

/// The eras since 1868: `first day,letter,short,name`, the newest first.
const ERAS: &str = include_str!("data/eras.csv");

/// A format without a code of its own.
pub(super) const GENERAL: &str = "General";

/// The built-in formats by their id.
pub(super) fn built_in() -> BTreeMap<u32, &'static str> {
    let entry = |line: &'static str| {
        let (id, code) = line.split_once(',')?;
        Some((id.parse().ok()?, code))
    };
    BUILT_IN.lines().skip(1).filter_map(entry).collect()
}

/// The printed text of a number. `from_1904`: days are counted from 1904-01-01 (18.17.4.1).
pub(super) fn printed(value: f64, code: &str, from_1904: bool) -> String {
    let date_system = if from_1904 { DateSystem::Date1904 } else { DateSystem::Date1900 };
    let options = FormatOptions { date_system, ..FormatOptions::default() };
    if prints_nothing(value, code) {
        return String::new();
    }
    let local = localised(value, code, from_1904);
    let text = match NumberFormat::parse(&local) {
        Ok(format) => format.format(value, &options),
        Err(_) => format!("{value}"),
    };
    let digits = code.to_ascii_uppercase();
    match digits.split_once("[DBNUM").and_then(|(_, rest)| rest.chars().next()) {
        Some('1') => text.chars().map(|c| from_digit(c, "〇一二三四五六七八九")).collect(),
        Some('3') => text.chars().map(|c| from_digit(c, "０１２３４５６７８９")).collect(),
        _ => text,
    }
}

/// The printed text of a text: the fourth section of its format may add to it.
pub(super) fn printed_text(text: &str, code: &str) -> String {
    if !code.contains(';') && !code.contains('"') {
        return text.to_owned();
    }
    // A code that is one section for texts: `"第"@"号"`.
    if let Some((before, after)) = code.split_once('@')
        && !code.contains(';')
    {
        return format!("{}{text}{}", literal(before), literal(after));
    }
    match NumberFormat::parse(code) {
        Ok(format) => format.format_text(text, &FormatOptions::default()),
        Err(_) => text.to_owned(),
    }
}

/// Whether the section for this number is empty (`"○";;`), which [`ssfmt`] takes for a missing one.
fn prints_nothing(value: f64, code: &str) -> bool {
    let sections = sections(code);
    let nth = match value {
        v if v < 0.0 => 1,
        v if v > 0.0 => 0,
        _ => 2,
    };
    sections.get(nth).is_some_and(|section| section.is_empty())
}

/// The sections of a format: `;` parts them, but not within quotation marks.
fn sections(code: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = |c: char| {
        quoted ^= c == '"';
        c == ';' && !quoted
    };
    code.split(parts).collect()
}

fn literal(code: &str) -> String {
    code.chars().filter(|c| *c != '"').collect()
}

fn from_digit(c: char, digits: &str) -> char {
    c.to_digit(10).and_then(|digit| digits.chars().nth(digit as usize)).unwrap_or(c)
}

/// The format with eras (`g`, `e`), kanji weekdays (`aaa`) and DBNum taken out.
fn localised(value: f64, code: &str, from_1904: bool) -> String {
    let day = day_of(value, from_1904);
    let first_year = code.to_ascii_lowercase().contains("gannen");
    let mut out = String::with_capacity(code.len() + 16);
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            'G' | 'g' if is_general(rest) => GENERAL.len(),
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            '\\' | '_' | '*' => c.len_utf8() + rest[1..].chars().next().map_or(0, char::len_utf8),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            'g' | 'G' | 'e' | 'a' => rest.len() - rest.trim_start_matches(c).len(),
            _ => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match (c, day) {
            ('[', _) if is_dropped(token) => {}
            ('g' | 'e' | 'a', Some(day)) if !is_word(token, rest) => {
                out.push('"');
                out.push_str(&day.part(c, length, first_year));
                out.push('"');
            }
            _ => out.push_str(token),
        }
    }
    out
}

fn is_general(code: &str) -> bool {
    code.get(..GENERAL.len()).is_some_and(|word| word.eq_ignore_ascii_case(GENERAL))
}

/// `General`, `a/p` and `e+00` hold the same letters.
fn is_word(token: &str, rest: &str) -> bool {
    match token {
        "a" | "aa" => true,
        token => is_general(token) || token == "e" && rest.starts_with(['+', '-']),
    }
}

/// Locale and digit tags: what they ask for is done here.
fn is_dropped(tag: &str) -> bool {
    let tag = tag.to_ascii_uppercase();
    tag.starts_with("[$-") || tag.starts_with("[DBNUM")
}

/// A day of the calendar, and the era it lies in.
#[derive(Clone, Copy)]
struct Day {
    year: i32,
    weekday: usize,
    era: Option<Era>,
}

#[derive(Clone, Copy)]
struct Era {
    first_year: i32,
    names: [&'static str; 3],
}

impl Day {
    /// What a letter of the format that stands `length` times prints.
    fn part(&self, letter: char, length: usize, first_year: bool) -> String {
        match (letter, self.era) {
            ('g', Some(era)) => era.names[length.clamp(1, 3) - 1].to_owned(),
            ('g', None) => String::new(),
            ('e', Some(era)) => match self.year - era.first_year + 1 {
                1 if first_year => "元".to_owned(),
                year if length > 1 => format!("{year:02}"),
                year => year.to_string(),
            },
            ('e', None) => self.year.to_string(),
            (_, _) => {
                let name: String = "日月火水木金土".chars().skip(self.weekday).take(1).collect();
                if length > 3 { format!("{name}曜日") } else { name }
            }
        }
    }
}

/// The day of a serial number; `None` where it is none.
#[expect(clippy::cast_possible_truncation, reason = "bounded before")]
fn day_of(value: f64, from_1904: bool) -> Option<Day> {
    // 2,958,465 is 9999-12-31, the last day that Excel prints.
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    let serial = value.floor() as i64 + if from_1904 { 1_462 } else { 0 };
    // Day 60 is a 29 February 1900 that never was; before it the count is one less.
    let since_1970 = serial - 25_569 + i64::from(serial < 60);
    let (year, month, day) = civil(since_1970);
    let key = format!("{year:04}-{month:02}-{day:02}");
    let weekday = usize::try_from((since_1970 + 4).rem_euclid(7)).unwrap_or(0);
    Some(Day { year, weekday, era: era_of(&key) })
}

fn era_of(key: &str) -> Option<Era> {
    ERAS.lines().skip(1).find_map(|line| {
        let mut fields = line.split(',');
        let first = fields.next().filter(|first| *first <= key)?;
        let mut name = || fields.next().unwrap_or_default();
        let names = [name(), name(), name()];
        Some(Era { first_year: first.get(..4)?.parse().ok()?, names })
    })
}

/// Year, month and day of a number of days since 1970-01-01 (proleptic Gregorian calendar).
fn civil(days: i64) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let century = shifted.div_euclid(146_097);
    let of_century = shifted.rem_euclid(146_097);
    let year = (of_century - of_century / 1_460 + of_century / 36_524 - of_century / 146_096) / 365;
    let of_year = of_century - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year + century * 400 + i64::from(month <= 2);
    let narrow = |n: i64| u32::try_from(n).unwrap_or(0);
    (i32::try_from(year).unwrap_or(0), narrow(month), narrow(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, code: &str) -> String {
        printed(value, code, false)
    }

    #[test]
    fn dates_are_printed_by_era() {
        let kanji = "[$-411]ggge\"年\"m\"月\"d\"日\";@";
        assert_eq!(shown(45_840.0, kanji), "令和7年7月2日");
        assert_eq!(shown(43_586.0, kanji), "令和1年5月1日");
        assert_eq!(shown(43_585.0, kanji), "平成31年4月30日");
        let first = "[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\";@";
        assert_eq!(shown(43_586.0, first), "令和元年5月1日");
        assert_eq!(shown(45_840.0, built_in()[&57]), "R7.7.2");
        assert_eq!(shown(45_840.0, built_in()[&31]), "2025年7月2日");
        assert_eq!(shown(45_840.0, built_in()[&55]), "2025年7月");
        assert_eq!(shown(45_840.0, "[DBNum3][$-411]ggge\"年\"m\"月\"d\"日\""), "令和７年７月２日");
        assert_eq!(shown(45_840.0, "m/d(aaa)"), "7/2(水)");
        assert_eq!(printed(44_378.0, built_in()[&58], true), "令和7年7月2日");
    }

    #[test]
    fn numbers_are_printed_by_their_format() {
        assert_eq!(shown(3.0, "00"), "03");
        assert_eq!(shown(14_028.0, "000000"), "014028");
        assert_eq!(shown(1_234.0, "#,##0\"人\""), "1,234人");
        assert_eq!(shown(1.0, "\"○\";;\"\""), "○");
        assert_eq!(shown(0.0, "\"○\";;\"\""), "");
        assert_eq!(shown(0.0, "\"○\";;"), "");
        assert_eq!(shown(-1.0, "0;;0"), "");
        assert_eq!(shown(-1.0, "0"), "-1");
        assert_eq!(shown(1.0, "[=1]\"○\";\"\""), "○");
        assert_eq!(shown(12.5, GENERAL), "12.5");
        assert_eq!(printed_text("5", "\"第\"@\"号\""), "第5号");
        assert_eq!(printed_text("5", ";;;"), "");
    }
}
