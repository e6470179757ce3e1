//! Two versions of a document side by side.

use super::Part;
use super::number::Printed;
use std::sync::LazyLock;

/// The words that head a version, and whether it is the new one.
static WORDS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let rows = include_str!("data/versions.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once(',')).map(|(word, side)| (word, side == "new")).collect()
});

/// Which side is the new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    /// Its place on each sheet.
    pub(super) new: usize,
    /// The headings say so.
    pub(super) named: bool,
}

/// Whether a line, without white space, is a heading of a version: `（新）`, `変更後`.
pub(crate) fn is_heading(line: &str) -> bool {
    heading(line).is_some()
}

/// Whether the left one of two headings is of the new version and the right one of the old (or the other way round).
pub(crate) fn new_beside_old(left: &str, right: &str) -> Option<bool> {
    let (left, right) = (heading(left)?, heading(right)?);
    (left != right).then_some(left)
}

fn heading(line: &str) -> Option<bool> {
    let word = line.trim_matches(|c| {
        [
            '（', '）', '(', ')', '【', '】', '[', ']', '［', '］', '〔', '〕', '「', '」', '＜',
            '＞', '<', '>', '《', '》',
        ]
        .contains(&c)
    });
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, is_new)| *is_new)
}

/// Whether a page is headed as the new version (or the old one).
pub(super) fn version(page: &Printed) -> Option<bool> {
    heading(&page.first)
}

/// Which side of sheets with two pages each is the new version; `None` where they do not show two versions.
pub(super) fn sides(sheets: &[Vec<Part>]) -> Option<Sides> {
    let pairs = || sheets.iter().filter_map(|sheet| Some((sheet.first()?, sheet.get(1)?)));
    let named = |(left, right): (&Part, &Part)| {
        new_beside_old(&left.printed.first, &right.printed.first).map(|left| usize::from(!left))
    };
    if let Some(new) = pairs().find_map(named) {
        return Some(Sides { new, named: true });
    }
    let number = |part: &Part| part.printed.number.map(|(number, _)| number);
    let both = pairs().filter_map(|(left, right)| Some((number(left)?, number(right)?)));
    let (same, other): (Vec<_>, Vec<_>) = both.partition(|(left, right)| left == right);
    (!same.is_empty() && other.is_empty()).then_some(Sides { new: 0, named: false })
}
