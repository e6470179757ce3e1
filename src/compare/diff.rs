//! What differs between two texts, word by word, and how alike they are.
//!
//! Japanese prints no spaces: a word is a run of one script (kanji, hiragana, katakana, letters and
//! digits), and every other character is one of its own.

use crate::fold::fold;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// What became of a run of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// In both texts.
    Kept,
    /// Only in the first.
    Removed,
    /// Only in the second.
    Added,
}

/// Longer texts are compared line by line: the time grows with length times difference.
const MOST: usize = 6000;
/// A kept run of fewer characters between two changes is part of the change.
const SHORTEST: usize = 2;

/// A run of text that is in both texts, or in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// What became of it.
    pub change: Change,
    /// As the first text prints it; empty where it is added.
    pub a: String,
    /// As the second text prints it; empty where it is removed.
    pub b: String,
}

/// The texts as runs that are kept, removed and added, in order. Kept runs may differ in width and
/// white space.
#[must_use]
pub(crate) fn changes(a: &str, b: &str) -> Vec<Run> {
    let (mut of_a, mut of_b) = (words(a), words(b));
    if of_a.len() + of_b.len() > MOST {
        (of_a, of_b) = (lines(a), lines(b));
    }
    if of_a.len() + of_b.len() > MOST {
        return joined(vec![(Change::Removed, a, ""), (Change::Added, "", b)]);
    }
    let key = |words: &[&str]| words.iter().map(|word| fold(word)).collect::<Vec<_>>();
    let mut runs: Vec<(Change, &str, &str)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &key(&of_a), &key(&of_b)) {
        let (old, new) = (slice(a, &of_a, op.old_range()), slice(b, &of_b, op.new_range()));
        match op {
            DiffOp::Equal { .. } => runs.push((Change::Kept, old, new)),
            _ => runs.extend([(Change::Removed, old, ""), (Change::Added, "", new)]),
        }
    }
    joined(without_crumbs(runs))
}

/// The text from the first to the last of some words.
fn slice<'t>(text: &'t str, words: &[&'t str], range: Range<usize>) -> &'t str {
    let start: usize = words.iter().take(range.start).map(|word| word.len()).sum();
    let length: usize = words.get(range).unwrap_or_default().iter().map(|word| word.len()).sum();
    text.get(start..start + length).unwrap_or_default()
}

/// Makes short kept runs between changes part of the change: they are hard to read and say nothing.
fn without_crumbs<'t>(runs: Vec<(Change, &'t str, &'t str)>) -> Vec<(Change, &'t str, &'t str)> {
    let count = runs.len();
    let mut out = Vec::with_capacity(count);
    for (at, (change, a, b)) in runs.into_iter().enumerate() {
        let short = b.chars().filter(|c| !c.is_whitespace()).count() < SHORTEST;
        let inner = at > 0 && at + 1 < count;
        if change == Change::Kept && short && inner && !b.contains('\n') {
            out.extend([(Change::Removed, a, ""), (Change::Added, "", b)]);
        } else {
            out.push((change, a, b));
        }
    }
    out
}

/// Joins runs of one kind; between two kept runs what was removed comes before what was added.
fn joined(runs: Vec<(Change, &str, &str)>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let flush = |out: &mut Vec<Run>, removed: &mut String, added: &mut String| {
        let (a, b) = (std::mem::take(removed), std::mem::take(added));
        // Parted otherwise by white space only.
        if !a.is_empty() && fold(&a) == fold(&b) {
            keep(out, &a, &b);
            return;
        }
        if !a.is_empty() {
            out.push(Run { change: Change::Removed, a, b: String::new() });
        }
        if !b.is_empty() {
            out.push(Run { change: Change::Added, a: String::new(), b });
        }
    };
    for (change, a, b) in runs {
        if change != Change::Kept {
            removed.push_str(a);
            added.push_str(b);
            continue;
        }
        flush(&mut out, &mut removed, &mut added);
        keep(&mut out, a, b);
    }
    flush(&mut out, &mut removed, &mut added);
    out
}

fn keep(out: &mut Vec<Run>, a: &str, b: &str) {
    match out.last_mut() {
        Some(last) if last.change == Change::Kept => {
            last.a.push_str(a);
            last.b.push_str(b);
        }
        _ => out.push(Run { change: Change::Kept, a: a.to_owned(), b: b.to_owned() }),
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The words of a text; white space belongs to the word before it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let script = Script::of(c);
        if script == Script::Space {
            // What follows begins a word, whatever its script.
            before = Some(script);
            continue;
        }
        if at > start && before.is_some() && (before != Some(script) || script == Script::Other) {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(script);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Hiragana,
    Katakana,
    Latin,
    Space,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            'ぁ'..='ゟ' => Self::Hiragana,
            'ァ'..='ヿ' | 'ｦ'..='ﾟ' => Self::Katakana,
            '々'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Kanji,
            c if c.is_whitespace() => Self::Space,
            c if c.is_alphanumeric() => Self::Latin,
            _ => Self::Other,
        }
    }
}

/// The neighbouring characters of a folded text, sorted: what likeness is measured with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs(Vec<(char, char)>);

impl Pairs {
    /// Of the first `most` characters.
    #[must_use]
    pub(crate) fn of(text: &str, most: usize) -> Self {
        let start: String = text.chars().take(most).collect();
        let folded: Vec<char> = fold(&start).chars().collect();
        let mut pairs: Vec<(char, char)> = folded.windows(2).map(|two| (two[0], two[1])).collect();
        if let [only] = folded.as_slice() {
            pairs.push((*only, *only));
        }
        pairs.sort_unstable();
        Self(pairs)
    }
}

/// Share of the pairs that two texts have in common: 1 for the same text. Two empty texts are half alike.
#[must_use]
pub(crate) fn likeness(a: &Pairs, b: &Pairs) -> f64 {
    share(2 * common(a, b), a.0.len() + b.0.len())
}

/// Share of the shorter text's pairs that are in the longer: 1 where the one is part of the other.
#[must_use]
pub(crate) fn overlap(a: &Pairs, b: &Pairs) -> f64 {
    share(common(a, b), a.0.len().min(b.0.len()))
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few thousand pairs")]
fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 0.5 } else { part as f64 / all as f64 }
}

fn common(a: &Pairs, b: &Pairs) -> usize {
    let (mut left, mut right, mut both) = (a.0.iter().peekable(), b.0.iter().peekable(), 0);
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                both += 1;
                left.next();
                right.next();
            }
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(a: &str, b: &str) -> String {
        let show = |Run { change, a, b }: Run| match change {
            Change::Kept => b,
            Change::Removed => format!("[-{a}-]"),
            Change::Added => format!("{{+{b}+}}"),
        };
        changes(a, b).into_iter().map(show).collect()
    }

    #[test]
    fn words_are_runs_of_a_script() {
        assert_eq!(words("国保システムの2024年"), ["国保", "システム", "の", "2024", "年"]);
        assert_eq!(
            shown("国民健康保険システムを使う。", "介護保険システムを使う。"),
            "[-国民健康保険-]{+介護保険+}システムを使う。"
        );
        assert_eq!(shown("番号法第９条", "番号法第9条"), "番号法第9条");
        assert_eq!(shown("", "新しい"), "{+新しい+}");
        assert_eq!(shown("1-①市区 町村", "1-① 市区町村"), "1-① 市区町村");
        assert_eq!(shown("a\nb\nc", "a\nc"), "a\n[-b\n-]c");
    }

    #[test]
    fn a_lone_particle_is_part_of_the_change() {
        assert_eq!(shown("税務の照会", "介護の提供"), "[-税務の照会-]{+介護の提供+}");
    }

    #[test]
    fn long_texts_are_compared_by_lines() {
        let (a, b) = ("あア\n".repeat(2000), format!("{}い\n", "あア\n".repeat(2000)));
        assert_eq!(changes(&a, &b).len(), 2);
    }

    #[test]
    fn likeness_goes_from_none_to_one() {
        let of = |text: &str| Pairs::of(text, 100);
        assert!(likeness(&of("中間サーバー"), &of("中間 ｻｰﾊﾞｰ")) > 0.99);
        assert!(overlap(&of("資格管理"), &of("資格管理業務、賦課・収納業務")) > 0.99);
        assert!(likeness(&of("収納消込"), &of("口座管理")) < 0.01);
        assert!((likeness(&of(""), &of("")) - 0.5).abs() < 0.01);
    }
}
