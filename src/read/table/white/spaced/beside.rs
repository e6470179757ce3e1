//! The new version of a document beside the old one, in a text whose columns are kept by spaces.
//!
//! ```text
//!            （新）                              （旧）
//! ① 事務の名称    児童手当に関する事務      ① 事務の名称    子ども手当に関する事務
//! ```

use super::line::{Line, Word, pages, squeezed};
use crate::read::sheet::new_beside_old;
use crate::read::table::white::weights::page_weights as weights;
use std::collections::BTreeMap;
use std::ops::Range;

/// What stood beside the version that is read.
pub(super) struct Old {
    /// Its lines.
    pub(super) lines: Vec<Line>,
    /// The other one stands on the right.
    pub(super) on_left: bool,
}

/// Takes the old version out of the lines, if most pages are headed as one beside the other.
pub(super) fn take_old(text: &str, lines: &mut [Line]) -> Option<Old> {
    let pages: Vec<Range<usize>> = pages(lines);
    let heads: Vec<Option<(bool, usize)>> =
        pages.iter().map(|page| head(text, lines.get(page.clone())?)).collect();
    let on_left = heads.iter().flatten().next()?.0;
    let is_so = |head: &&Option<(bool, usize)>| head.is_some_and(|head| head.0 == on_left);
    if heads.iter().filter(is_so).count() * 2 <= pages.len() {
        return None;
    }
    let mut old = Old { lines: Vec::new(), on_left };
    for (page, head) in pages.into_iter().zip(&heads) {
        let Some((_, edge)) = head else { continue };
        let page = lines.get_mut(page).unwrap_or_default();
        if let Some(headings) = page.iter_mut().find(|line| !line.is_blank()) {
            let words = std::mem::take(&mut headings.words);
            old.lines.push(Line { words, ..headings.clone() });
        }
        for line in page {
            let right = line.words.split_off(cut(line, *edge));
            let left = std::mem::take(&mut line.words);
            let (read, other) = if on_left { (right, left) } else { (left, right) };
            line.words = read;
            old.lines.push(Line { words: other, ..line.clone() });
        }
    }
    Some(old)
}

/// Whether the first line of a page says that the old version is the left one, and where the right one begins.
fn head(text: &str, page: &[Line]) -> Option<(bool, usize)> {
    let first = page.iter().find(|line| !line.is_blank())?;
    let [left, right] = first.chunks(2).try_into().ok()?;
    let squeezed = |words: &Range<usize>| -> String { squeezed(&first.words[words.clone()], text) };
    let new_is_left = new_beside_old(&squeezed(&left), &squeezed(&right))?;
    let margin = page.iter().filter_map(|line| line.words.first()).map(|word| word.start).min()?;
    Some((!new_is_left, margin + distance(text, page)?))
}

/// How far right of one version the other stands: the commonest distance of words that are the same.
fn distance(text: &str, page: &[Line]) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for words in
        page.iter().map(|line| &line.words).filter(|words| words.len() <= weights().compared)
    {
        for (at, word) in words.iter().enumerate().filter(|(_, word)| word.width > 2) {
            let same = |other: &&Word| other.text(text) == word.text(text);
            for other in words[at + 1..].iter().filter(same) {
                *counts.entry(other.start - word.start).or_default() += 1;
            }
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(distance, _)| distance)
}

/// The first word of a line that is of the version on the right; it does not close a bracket of the left one.
fn cut(line: &Line, edge: usize) -> usize {
    let first = line.words.partition_point(|word| word.start + weights().beside_rough < edge);
    let gap = |at: &usize| {
        let word = line.words.get(*at).filter(|word| !matches!(word.lead, '）' | ')' | '］' | ']'));
        let Some(word) = word else { return 0 };
        let space = i64::try_from(line.space_before(*at)).unwrap_or(0);
        space - i64::try_from(word.start.abs_diff(edge)).unwrap_or(0)
    };
    let best = (first..line.words.len()).rev().max_by_key(gap);
    let is_sure = |at: &usize| gap(at) > 0 || line.words.get(*at).is_some_and(|w| w.start >= edge);
    best.filter(is_sure).unwrap_or(line.words.len())
}

#[cfg(test)]
mod tests {
    use super::super::rows;
    use crate::finding::Code;

    #[test]
    fn the_old_version_beside_the_new_is_set_aside() {
        let text = "
           （新）                              （旧）
① 事務の名称      児童手当に関する事務        ① 事務の名称      子ども手当に関する事務
② 人数          10人                   ② 人数          20人
               ただし見込み                            ただし見込み
";
        let rows = rows(text);
        let read: Vec<String> = rows
            .rows
            .iter()
            .filter(|row| !row.furniture)
            .map(|row| {
                row.cells
                    .iter()
                    .map(|cell| cell.text.replace('\n', "/"))
                    .collect::<Vec<_>>()
                    .join("|")
            })
            .collect();
        assert_eq!(read, ["① 事務の名称|児童手当に関する事務", "② 人数|10人/ただし見込み"]);
        assert!(rows.rows.iter().any(|row| row.furniture && row.cells[0].text.contains("20人")));
        assert_eq!(rows.findings[0].code, Code::VersionsBeside);
    }
}
