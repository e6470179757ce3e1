//! Characters that look alike, told apart by their neighbours.
//!
//! A character is taken for one that looks like it only where it was never seen beside its neighbours in
//! published assessments and the other was, several times.

use super::recognise::Read;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// So often a pair must have been seen.
const OFTEN: u8 = 3;
/// A character that is read so surely gives way only to one that was seen between both its neighbours.
const SURE: f32 = 0.95;
/// A character that its context has corrected is at most so sure.
const CORRECTED: f32 = 0.8;

static ALIKE: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let lines = include_str!("data/alike.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.chars().collect()).collect()
});

/// Those that a character is taken for.
pub(super) fn alike(char: char) -> impl Iterator<Item = char> {
    let groups = ALIKE.iter().filter(move |group| group.contains(&char));
    groups.flatten().copied().filter(move |other| *other != char)
}

/// How often two or three characters were seen side by side.
static SEEN: LazyLock<BTreeMap<&str, u8>> = LazyLock::new(|| {
    let lines = include_str!("data/contexts.txt").lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| {
        let (chars, count) = line.split_once(' ')?;
        Some((chars, count.parse().ok()?))
    });
    pairs.collect()
});

/// How often a character was seen between these two, and beside them.
fn seen(before: Option<char>, char: char, after: Option<char>) -> (u8, u8) {
    let count = |chars: &[Option<char>]| {
        let text: Option<String> = chars.iter().copied().collect();
        text.and_then(|text| SEEN.get(text.as_str()).copied()).unwrap_or(0)
    };
    let here = Some(char);
    (count(&[before, here, after]), count(&[before, here]) + count(&[here, after]))
}

/// Patterns, and what stands for their first group.
static REPAIRS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("data/repairs.txt").lines().filter(|line| !line.starts_with('#'));
    let rules = lines.filter_map(|line| {
        let (pattern, printed) = line.split_once('\t')?;
        Some((Regex::new(pattern).ok()?, printed))
    });
    rules.collect()
});

/// Puts right what the neighbours of characters tell.
pub(super) fn correct(read: &mut Vec<Read>) {
    look_alikes(read);
    for (pattern, printed) in REPAIRS.iter() {
        for _ in 0..read.len() {
            if !repair(read, pattern, printed) {
                break;
            }
        }
    }
}

fn look_alikes(read: &mut [Read]) {
    // Spaces between characters are no neighbours.
    let places: Vec<usize> = (0..read.len()).filter(|at| read[*at].char != ' ').collect();
    for (order, &at) in places.iter().enumerate() {
        let is_letter = |char: &char| char.is_alphanumeric() || *char == 'ー';
        let char_at = |order: usize| places.get(order).map(|at| read[*at].char).filter(is_letter);
        let (before, after) = (order.checked_sub(1).and_then(char_at), char_at(order + 1));
        let here = read[at].char;
        let known = seen(before, here, after);
        let best = alike(here).map(|other| (seen(before, other, after), other)).max();
        let Some((count, char)) = best else { continue };
        // Never seen between its neighbours, as the other was; or beside none of them, and read unsurely
        // (a name may be new) or at an end of its word.
        let open = before.is_none() || after.is_none() || read[at].sure < SURE;
        let is_new = open && known == (0, 0) && count.1 >= OFTEN;
        let is_other = is_new || known.0 == 0 && count.0 >= OFTEN;
        if is_other {
            read[at] = Read { char, sure: read[at].sure.min(CORRECTED), ..read[at] };
        }
    }
}

/// Whether the pattern fitted.
fn repair(read: &mut Vec<Read>, pattern: &Regex, printed: &str) -> bool {
    let text: String = read.iter().map(|read| read.char).collect();
    let Some(group) = pattern.captures(&text).and_then(|found| found.get(1)) else {
        return false;
    };
    let place = |byte: usize| text.get(..byte).map_or(0, |part| part.chars().count());
    let (from, to) = (place(group.start()), place(group.end()));
    let Some(part) = read.get(from..to).filter(|part| !part.is_empty()) else { return false };
    let x = part.iter().map(|read| read.x).sum::<f32>() / part.len() as f32;
    let sure = part.iter().map(|read| read.sure).fold(CORRECTED, f32::min);
    let new: Vec<Read> = printed.chars().map(|char| Read { char, sure, x }).collect();
    read.splice(from..to, new);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrected(text: &str) -> String {
        let mut read: Vec<Read> = (0u8..)
            .zip(text.chars())
            .map(|(at, char)| Read { char, sure: 0.9, x: f32::from(at) })
            .collect();
        correct(&mut read);
        read.iter().map(|read| read.char).collect()
    }

    #[test]
    fn look_alikes_are_told_by_their_neighbours() {
        assert_eq!(corrected("特定個人情報フアイルの人手"), "特定個人情報ファイルの入手");
        assert_eq!(corrected("リスクヘの対策はト分か"), "リスクへの対策は十分か");
        assert_eq!(corrected("合和2年"), "令和2年");
        assert_eq!(corrected("市民センタ一、支所"), "市民センター、支所");
        assert_eq!(corrected("印刷・白鷺システム"), "印刷・白鷺システム");
        assert_eq!(corrected("ファイアウォール"), "ファイアウォール");
    }

    #[test]
    fn the_day_of_a_date_is_repaired() {
        assert_eq!(corrected("平成30年10月2511"), "平成30年10月25日");
        assert_eq!(corrected("平成30年7月11日日"), "平成30年7月11日");
        assert_eq!(corrected("平成30年7月11日"), "平成30年7月11日");
        assert_eq!(corrected("平成30年7月11"), "平成30年7月11");
    }

    #[test]
    fn the_head_of_options_is_known_by_two_of_its_characters() {
        assert_eq!(corrected("実施する<選択收>"), "実施する<選択肢>");
        assert_eq!(corrected("＜選訳肢＞"), "＜選択肢＞");
        assert_eq!(corrected("＜選挙権＞選択中"), "＜選挙権＞選択中");
    }

    #[test]
    fn brackets_and_commas_between_figures_are_repaired() {
        assert_eq!(corrected("2)十分である3}課題"), "2)十分である3)課題");
        assert_eq!(corrected("[}提供しない"), "[]提供しない");
        assert_eq!(corrected("1;000人以上"), "1,000人以上");
        assert_eq!(corrected("1;00人"), "1;00人");
    }

    #[test]
    fn numbers_of_sections_are_roman() {
        assert_eq!(corrected("IIー3ー（委託"), "Ⅱ－3－（委託");
        assert_eq!(corrected("IV リスク対策"), "Ⅳ リスク対策");
        assert_eq!(corrected("11. 特定"), "11. 特定");
        assert_eq!(corrected("Vー4ー(委託"), "Ⅴ－4－(委託");
    }
}
