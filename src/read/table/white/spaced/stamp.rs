//! A stamp or watermark: the same words once on nearly every page, anywhere on it.

use super::line::{Line, pages};
use crate::read::table::white::weights::page_weights as weights;
use std::collections::BTreeMap;
use std::ops::Range;

/// Takes the stamps out of the lines; a line of which nothing is left goes.
pub(super) fn take_stamps(text: &str, lines: &mut Vec<Line>) -> Vec<Line> {
    let pages = pages(lines);
    if pages.len() < weights().stamp_pages {
        return Vec::new();
    }
    let mut seen: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (page, range) in pages.iter().enumerate() {
        let printed: Vec<usize> = range.clone().filter(|at| !lines[*at].is_blank()).collect();
        for (nth, at) in printed.iter().enumerate() {
            let inner = nth >= weights().edge && nth + weights().edge < printed.len();
            for words in lines[*at].chunks(2) {
                let chunk = lines[*at].words[words.clone()].iter();
                let key: String = chunk.map(|word| word.text(text)).collect();
                seen.entry(key).or_default().push(Place { page, line: *at, words, inner });
            }
        }
    }
    let is_stamp = |(key, places): &(String, Vec<Place>)| {
        let once = places.windows(2).all(|pair| pair[0].page < pair[1].page);
        let inner = places.iter().filter(|place| place.inner).count();
        let starts = places.iter().map(|place| lines[place.line].words[place.words.start].start);
        let (first, last) = (starts.clone().min(), starts.max());
        once && key.chars().count() >= weights().stamp_shortest
            && places.len() + pages.len() / weights().stamp_missing >= pages.len()
            && inner * 2 > places.len()
            && first != last
    };
    let mut found: Vec<Place> =
        seen.into_iter().filter(is_stamp).flat_map(|(_, places)| places).collect();
    found.sort_by_key(|place| (place.line, place.words.start));
    let mut taken = Vec::new();
    let mut emptied = Vec::new();
    for place in found.into_iter().rev() {
        let line = &mut lines[place.line];
        let words = line.words.drain(place.words).collect();
        taken.push(Line { words, ..line.clone() });
        emptied.extend(line.is_blank().then_some(place.line));
    }
    emptied.into_iter().for_each(|at| drop(lines.remove(at)));
    taken.reverse();
    taken
}

/// Where words stand.
struct Place {
    page: usize,
    line: usize,
    words: Range<usize>,
    /// Not at the edge of its page.
    inner: bool,
}

#[cfg(test)]
mod tests {
    use super::super::rows;

    #[test]
    fn a_stamp_on_every_page_is_no_part_of_what_it_stands_beside() {
        let page = |n: usize| {
            let place = " ".repeat(4 + n);
            let lines = ["Ⅰ 基本情報", "① 事務の名称", "② 部署", "③ 役職名", "④ 方法", "⑤ 結果"];
            let line = |(at, label): (usize, &&str)| {
                let stamp =
                    if at == 2 + n % 2 { format!("{place}【案】") } else { String::new() };
                format!("{label}          値{n}の{at}{stamp}\n")
            };
            lines.iter().enumerate().map(line).collect::<String>()
        };
        let text: Vec<String> = (0..6).map(page).collect();
        let rows = rows(&text.join("\u{c}")).rows;
        let is_stamp = |row: &&crate::rows::Row| row.cells[0].text == "【案】";
        assert_eq!(rows.iter().filter(|row| row.furniture).filter(is_stamp).count(), 6);
        let text = |row: &crate::rows::Row| row.cells.iter().any(|c| c.text.contains("【案】"));
        assert!(!rows.iter().filter(|row| !row.furniture).any(text));
    }
}
