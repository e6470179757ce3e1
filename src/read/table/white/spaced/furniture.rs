//! Page numbers and running titles, recognised from their shape and place.

use super::line::{Line, pages};
use super::mark::digit;
use std::collections::BTreeMap;

/// For each line whether it is furniture of its page.
pub(super) fn furniture(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut is = vec![false; lines.len()];
    let pages = pages(lines);
    if pages.len() > 1 {
        page_numbers(text, lines, &pages, &mut is);
        running_titles(text, lines, &pages, &mut is);
        page_numbers(text, lines, &pages, &mut is);
    } else {
        lone_numbers(text, lines, &mut is);
    }
    is
}

/// The page numbers: last or first printed lines of their pages.
fn page_numbers(text: &str, lines: &[Line], pages: &[std::ops::Range<usize>], is: &mut [bool]) {
    for page in pages {
        let printed: Vec<usize> =
            page.clone().filter(|&l| !lines[l].is_blank() && !is[l]).collect();
        for edge in [printed.last(), printed.first()].into_iter().flatten() {
            if is_page_number(&lines[*edge].squeezed(text)) {
                is[*edge] = true;
                break;
            }
        }
    }
}

/// Lines that head (or close) most pages with the same text.
fn running_titles(text: &str, lines: &[Line], pages: &[std::ops::Range<usize>], is: &mut [bool]) {
    let edges = |is: &[bool], page: &std::ops::Range<usize>| -> Vec<usize> {
        let mut printed = page.clone().filter(|&l| !lines[l].is_blank() && !is[l]);
        let first = printed.next();
        // A running foot stands apart; the last line of a table may be the same on many pages.
        let last = printed.next_back().filter(|&l| l > 0 && lines[l - 1].is_blank());
        [first, last].into_iter().flatten().collect()
    };
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for page in pages {
        for edge in edges(is, page) {
            seen.entry(numberless(&lines[edge].squeezed(text))).or_default().push(edge);
        }
    }
    for found in seen.into_values() {
        // The header of a table is repeated too, but has many words.
        let title = found.first().is_some_and(|&l| lines[l].chunks(2).len() <= 3);
        // Left and right pages, or two versions, may have titles of their own.
        if title && found.len() >= 3 && found.len() * 2 >= pages.len() {
            for line in found {
                is[line] = true;
            }
        }
    }
}

/// A text with one sign for each number: what differs in numbers only is of the same shape.
fn numberless(text: &str) -> String {
    let mut all: Vec<char> = text.chars().map(|c| digit(c).map_or(c, |_| '#')).collect();
    all.dedup_by(|a, b| *a == '#' && *b == '#');
    all.into_iter().collect()
}

/// Page numbers of a text without form feeds: alone between many blank lines, or marked as such.
fn lone_numbers(text: &str, lines: &[Line], is: &mut [bool]) {
    for index in 0..lines.len() {
        let squeezed = lines[index].squeezed(text);
        if lines[index].is_blank() || !is_page_number(&squeezed) {
            continue;
        }
        let blank = |l: Option<&Line>| l.is_none_or(Line::is_blank);
        let before =
            (1..=3).take_while(|&n| blank(index.checked_sub(n).and_then(|l| lines.get(l))));
        let after = (1..=3).take_while(|&n| blank(lines.get(index + n)));
        let space = before.count().max(after.count());
        let plain = squeezed.chars().all(|c| digit(c).is_some());
        is[index] = space >= if plain { 3 } else { 1 };
    }
}

/// `3`, `- 3 -`, `3 / 12`, `3/12 ページ`, `P.3`.
fn is_page_number(squeezed: &str) -> bool {
    let mut core = squeezed.trim_matches(|c| {
        ['-', '‐', '‑', '–', '—', '―', '−', '－', 'ー', '(', ')', '（', '）', '[', ']', '<', '>']
            .contains(&c)
    });
    for word in ["ページ", "頁"] {
        core = core.strip_suffix(word).unwrap_or(core);
    }
    for word in ["ページ", "Page", "page", "P.", "p.", "P", "p", "第"] {
        core = core.strip_prefix(word).unwrap_or(core);
    }
    let digits = core.chars().filter(|&c| digit(c).is_some()).count();
    let slashes = core.chars().filter(|c| ['/', '／'].contains(c)).count();
    (1..=8).contains(&digits) && slashes <= 1 && digits + slashes == core.chars().count() && {
        core.split(['/', '／']).all(|part| (1..=4).contains(&part.chars().count()))
    }
}
