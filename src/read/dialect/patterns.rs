//! Lines and wrappers that a tool puts around a text: found by the patterns of `data/patterns.csv`.

use super::mapped::{Edit, Edits};
use crate::words::Words;
use regex::Regex;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// What a pattern's match stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Nothing that is printed.
    Drop,
    /// The end of a page.
    Page,
}

struct Pattern {
    source: String,
    /// Made when a text first holds a sign of it.
    regex: OnceLock<Option<Regex>>,
    meaning: Meaning,
}

/// The patterns, and the signs of which each match holds one.
struct Patterns {
    all: Vec<Pattern>,
    signs: Words,
    /// For each sign its pattern.
    of: Vec<usize>,
}

const DATA: &str = include_str!("data/patterns.csv");

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let rows = super::records(DATA);
    let parsed: Vec<(Pattern, &str)> = rows.iter().filter_map(|row| pattern(row)).collect();
    let signs = parsed.iter().enumerate();
    let signs = signs.flat_map(|(at, (_, holds))| holds.split(' ').map(move |sign| (at, sign)));
    let (of, signs): (Vec<usize>, Vec<&str>) = signs.unzip();
    let signs = Words::new(signs);
    Patterns { all: parsed.into_iter().map(|(pattern, _)| pattern).collect(), signs, of }
});

fn pattern(row: &[String]) -> Option<(Pattern, &str)> {
    let [source, holds, meaning, ..] = row else { return None };
    let meaning = match meaning.as_str() {
        "drop" => Meaning::Drop,
        "page" => Meaning::Page,
        _ => return None,
    };
    let regex = OnceLock::new();
    Some((Pattern { source: format!("(?m){source}"), regex, meaning }, holds))
}

impl Pattern {
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }

    /// Whether each match begins a line and ends within it.
    fn is_line(&self) -> bool {
        self.source.starts_with("(?m)^")
            && !self.source.contains("\\s")
            && !self.source.contains("\\n")
    }

    /// What it matches in a text in which its signs stand at some places.
    fn matches(&self, text: &str, places: &[usize]) -> Vec<Range<usize>> {
        let Some(regex) = self.regex().filter(|_| !places.is_empty()) else { return Vec::new() };
        if !self.is_line() {
            return regex.find_iter(text).map(|found| found.range()).collect();
        }
        let (mut found, mut done) = (Vec::new(), 0);
        for place in places.iter() {
            if *place < done {
                continue;
            }
            let start = text[..*place].rfind('\n').map_or(0, |end| end + 1);
            done = text[*place..].find('\n').map_or(text.len(), |end| place + end);
            let line = regex.find(&text[start..done]);
            found.extend(line.map(|line| start + line.start()..start + line.end()));
        }
        found
    }
}

/// Takes out what the patterns find; a page's end becomes a form feed.
pub(super) fn undo(text: &str) -> Edits {
    let Patterns { all, signs, of } = &*PATTERNS;
    let mut places = vec![Vec::new(); all.len()];
    for sign in signs.all(text) {
        places[of[sign.word]].push(sign.start);
    }
    let edit = |pattern: &Pattern, range: Range<usize>| match pattern.meaning {
        Meaning::Drop => Edit::cut(range),
        Meaning::Page => page(text, range),
    };
    let found = all.iter().zip(&places).flat_map(|(pattern, places)| {
        let found = pattern.matches(text, places).into_iter();
        found.map(move |range| edit(pattern, range))
    });
    found.collect::<Vec<Edit>>().into()
}

/// A form feed begins the line behind the page's end.
fn page(text: &str, range: Range<usize>) -> Edit {
    let end = range.end + text[range.end..].bytes().take_while(|b| *b == b'\n').count();
    Edit::new(range.start..end, "\n\u{c}\n")
}

#[cfg(test)]
mod tests {
    use super::super::mapped::Mapped;
    use super::*;

    fn undone(text: &str) -> String {
        Mapped::new(text).apply(undo(text)).text
    }

    #[test]
    fn every_line_of_the_table_is_a_pattern() {
        assert_eq!(PATTERNS.all.len(), super::super::records(DATA).len());
        assert!(PATTERNS.all.iter().all(|pattern| pattern.regex().is_some()));
    }

    #[test]
    fn page_lines_become_form_feeds_and_wrappers_go() {
        for line in [
            "{3}------------------------------------------------",
            "<--- Page Split --->",
            "<!-- page break -->",
            "<!-- PageBreak -->",
            "--- end of page=0 ---",
            "## Page 7",
            "## PDF 7 ページ目",
            "---\nprimary_language: ja\nis_table: True\n---",
        ] {
            assert_eq!(undone(&format!("a\n{line}\n\nb")), "a\n\n\u{c}\nb", "{line}");
        }
        assert_eq!(undone("```markdown\na\n```"), "\na\n");
        assert_eq!(undone("<|ref|>title<|/ref|><|det|>[[1, 2]]<|/det|>\na"), "\na");
        assert_eq!(undone("a<!-- PageNumber=\"1\" -->\nb"), "a\nb");
    }

    #[test]
    fn what_is_printed_stays() {
        for text in ["1) 未満 --- 2)", "<!選択肢", "第3ページを参照", "#1 窓口"] {
            assert_eq!(undone(text), text);
        }
    }
}
