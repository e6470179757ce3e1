//! A date of which the recogniser has misread a part: its grammar tells what was printed.
//!
//! ```text
//! date   ::= (era number | NNNN) "年" number "月" number "日" end?
//!          | (era number | NNNN) sep number sep number end?             sep ::= . /
//! ```
//!
//! Each part stands as it is printed or as one of its readings (`data/dates.txt`); white space between them does not
//! count, nor do specks on lines of their own behind them. The date is taken if there is no other that fits.

use crate::date;
use crate::fold::narrow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What each part is printed as, and its readings, the printed one first.
static PARTS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let lines = include_str!("data/dates.txt").lines().filter(|line| !line.starts_with('#'));
    let parts = lines.filter_map(|line| {
        let (printed, readings) = line.split_once('\t')?;
        let printed_too = (![END, EARLIEST].contains(&printed)).then_some(printed);
        Some((printed, printed_too.into_iter().chain(readings.split(' ')).collect()))
    });
    parts.collect()
});

const END: &str = "end";
const EARLIEST: &str = "earliest";
const ERAS: [&str; 4] = ["令和", "平成", "R", "H"];
const POINTS: [char; 2] = ['.', '/'];
/// A speck is read as at most so many characters.
const SPECK: usize = 2;

/// The only date that a text may have been printed as.
pub(super) fn reading(text: &str) -> Option<String> {
    let narrowed: String = text.chars().map(narrow).collect();
    let mut found = BTreeSet::new();
    years(narrowed.trim(), &mut |printed, rest| after_year(&printed, rest, &mut found));
    found.pop_first().filter(|_| found.is_empty())
}

/// Each way in which a text begins with a year.
fn years(text: &str, next: &mut dyn FnMut(String, &str)) {
    for era in ERAS {
        for rest in readings(era, text) {
            if let Some(rest) = rest.strip_prefix('元') {
                next(format!("{era}元"), rest);
            }
            numbers(rest, 2, &mut |number, rest| next(format!("{era}{number}"), rest));
        }
    }
    numbers(text, 4, &mut |number, rest| {
        if number.len() == 4 {
            next(number, rest);
        }
    });
}

fn after_year(year: &str, text: &str, found: &mut BTreeSet<String>) {
    let is_point =
        |rest: &str, point: char| rest.trim_start().strip_prefix(point).map(str::to_owned);
    for point in POINTS {
        let Some(rest) = is_point(text, point) else { continue };
        numbers(&rest, 2, &mut |month, rest| {
            let Some(rest) = is_point(rest, point) else { return };
            numbers(&rest, 2, &mut |day, rest| {
                note(&format!("{year}.{month}.{day}"), rest, false, found);
            });
        });
    }
    for rest in readings("年", text) {
        numbers(rest, 2, &mut |month, rest| {
            for rest in readings("月", rest) {
                numbers(rest, 2, &mut |day, rest| {
                    for rest in readings("日", rest) {
                        note(&format!("{year}年{month}月{day}日"), rest, true, found);
                    }
                });
            }
        });
    }
}

/// Notes a date if it is one that an assessment may have and nothing but specks stands behind it; where it `is_closed` by its last character, ink that
/// nobody has read is none of its digits.
fn note(printed: &str, rest: &str, is_closed: bool, found: &mut BTreeSet<String>) {
    let ends = PARTS.get(END).into_iter().flatten();
    let rest = rest.trim_end().trim_start_matches([' ', '\u{3000}']);
    let rest = ends.fold(rest, |rest, end| rest.strip_prefix(end).unwrap_or(rest));
    let is_unread = |char: char| char == '\u{FFFD}';
    let rest = if is_closed { rest.trim_matches(is_unread) } else { rest };
    let (own, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let is_speck = |line: &str| {
        let line = line.trim();
        line.chars().count() <= SPECK && line.chars().all(|c| c.is_ascii() || !c.is_alphabetic())
    };
    // On its own line nothing else may stand.
    if own.trim().is_empty() && below.lines().all(is_speck) {
        let earliest = PARTS.get(EARLIEST).and_then(|all| all.first()).copied().unwrap_or_default();
        let iso = date::parse(printed).map(|date| date.iso);
        found.extend(iso.filter(|iso| iso.as_str() >= earliest));
    }
}

/// What follows a part at the beginning of a text, for each of its readings that stands there.
fn readings<'t>(part: &'static str, text: &'t str) -> impl Iterator<Item = &'t str> {
    let known = PARTS.get(part).map_or(&[][..], Vec::as_slice);
    let own = known.is_empty().then_some(part);
    let text = text.trim_start();
    own.into_iter().chain(known.iter().copied()).filter_map(move |read| text.strip_prefix(read))
}

/// Each number of up to so many digits at the beginning of a text, and what follows it.
fn numbers(text: &str, most: usize, next: &mut dyn FnMut(String, &str)) {
    grown(String::new(), text, most, next);
}

fn grown(number: String, text: &str, most: usize, next: &mut dyn FnMut(String, &str)) {
    if number.len() == most {
        return;
    }
    for digit in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] {
        for rest in readings(digit, text) {
            let longer = format!("{number}{digit}");
            next(longer.clone(), rest);
            grown(longer, rest, most, next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_whose_parts_were_misread_is_told_by_its_grammar() {
        for (text, iso) in [
            ("平成29年3月19l", "2017-03-19"),
            ("平成27年4月151", "2015-04-15"),
            ("平成284 2月10日", "2016-02-10"),
            ("平成②8年11月2②日", "2016-11-22"),
            ("平成28年1 Ⅰ月221", "2016-11-22"),
            ("令和2年11月20\n11", "2020-11-20"),
            ("合利2年11J]2011", "2020-11-20"),
            ("令和7年12月1日時点\n-", "2025-12-01"),
            ("令和3年1月19日\u{FFFD}", "2021-01-19"),
            ("令和3年9月24日 \n1", "2021-09-24"),
            ("I29.3.19", "2017-03-19"),
        ] {
            assert_eq!(reading(text).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_may_be_several_dates_or_has_lost_a_digit_is_none() {
        for text in [
            "平成29年7月111",
            "平成24 4月1日",
            "平成29年\u{FFFD}月18日",
            "令和2年4月1\u{FFFD}日",
            "H29.4.2\u{FFFD}",
            "令和2年11月",
            "令和2年11月20日から",
            "令和7年10月1日\n令和7年10月22日",
            "なし",
        ] {
            assert_eq!(reading(text), None, "{text}");
        }
    }
}
