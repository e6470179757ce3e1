//! Lines and wrappers that a tool puts around a text: found by the patterns of `data/patterns.csv`.
//!
//! A pattern with a group takes out the group only. Those of the meaning `line` are asked of a whole line without
//! its signs and spaces, in small letters: however a page's number is dressed, it is one.
//!
//! Whatever matches a pattern holds one of its signs (`holds`): a text without them is not looked through, nor are
//! the lines without them where no match goes over the end of a line (`within`). What stands at the `edge` of a
//! text is a line that only what a tool wrote parts from its beginning or end: a sentence like it within an answer
//! is the answer's.

use super::edges;
use super::mapped::{Edit, Edits};
use crate::fold::narrow;
use crate::read::page::margin::number::number;
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
    /// The end of a page, if the letters and digits of a line are this.
    Line,
}

/// Where a pattern's match stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// Anywhere, over the ends of lines too.
    Text,
    /// In a line.
    Line,
    /// In a line before or behind all that is printed.
    Edge,
}

struct Pattern {
    source: String,
    /// Made when a text first holds a sign of it.
    regex: OnceLock<Option<Regex>>,
    within: Within,
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
    let [source, holds, within, meaning, ..] = row else { return None };
    let meaning = match meaning.as_str() {
        "drop" => Meaning::Drop,
        "page" => Meaning::Page,
        "line" => Meaning::Line,
        _ => return None,
    };
    let within = match within.as_str() {
        "text" => Within::Text,
        "line" => Within::Line,
        "edge" => Within::Edge,
        _ => return None,
    };
    let (source, regex) = (format!("(?m){source}"), OnceLock::new());
    Some((Pattern { source, regex, within, meaning }, holds))
}

impl Pattern {
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }

    /// The stretches of a text in which it is looked for; its signs stand at these places.
    fn stretches(&self, text: &str, places: &[usize]) -> Vec<Range<usize>> {
        if self.within == Within::Text {
            return places.first().map(|_| 0..text.len()).into_iter().collect();
        }
        let mut lines: Vec<Range<usize>> = Vec::new();
        for place in places {
            if lines.last().is_none_or(|line| line.end < *place) {
                let start = text[..*place].rfind('\n').map_or(0, |end| end + 1);
                let end = text[*place..].find('\n').map_or(text.len(), |end| place + end);
                lines.push(start..end);
            }
        }
        lines
    }

    /// What it changes in a stretch of a text.
    fn edits(&self, text: &str, within: Range<usize>) -> Vec<Edit> {
        let Some(regex) = self.regex() else { return Vec::new() };
        if self.meaning == Meaning::Line {
            let line = text[within.clone()].trim_end();
            let is_page = is_short(line) && regex.is_match(&bare(line));
            let range = within.start..within.start + line.len();
            return is_page.then(|| page(text, range)).into_iter().collect();
        }
        let found = regex.captures_iter(&text[within.clone()]).filter_map(|found| {
            let range = found.get(1).or_else(|| found.get(0))?.range();
            let range = within.start + range.start..within.start + range.end;
            Some(match self.meaning {
                Meaning::Drop => Edit::cut(range),
                Meaning::Page | Meaning::Line => page(text, range),
            })
        });
        found.collect()
    }
}

/// Takes out what the patterns find; a page's end becomes a form feed.
pub(super) fn undo(text: &str) -> Edits {
    let Patterns { all, signs, of } = &*PATTERNS;
    let mut places = vec![Vec::new(); all.len()];
    for sign in signs.all(text) {
        places[of[sign.word]].push(sign.start);
    }
    // Where form feeds part the pages, the number that a page prints is no other end.
    let paged = text.contains('\u{c}');
    let is_printed = |edit: &Edit| number(text[edit.range.clone()].chars()).is_some();
    let found = || all.iter().zip(&places).filter(|(_, places)| !places.is_empty());
    let (mut edits, mut at_edge) = (Vec::new(), Vec::new());
    for (pattern, places) in found() {
        if pattern.within == Within::Edge {
            at_edge.push((pattern, places));
            continue;
        }
        let stretches = pattern.stretches(text, places).into_iter();
        let found = stretches.flat_map(|stretch| pattern.edits(text, stretch));
        edits.extend(found.filter(|edit| !(paged && is_printed(edit))));
    }
    let is_in = |places: &[usize], line: &Range<usize>| {
        places.get(places.partition_point(|at| *at < line.start)).is_some_and(|at| *at < line.end)
    };
    let said = edges::said(text, &edits, &|line| {
        let here = at_edge.iter().filter(|(_, places)| is_in(places, line));
        here.flat_map(|(pattern, _)| pattern.edits(text, line.clone())).collect()
    });
    if !said.is_empty() {
        let at_edges = edges::of(text, &edits, &said);
        edits.extend(at_edges);
    }
    edits.into()
}

/// A form feed begins the line behind the page's end.
fn page(text: &str, range: Range<usize>) -> Edit {
    let end = range.end + text[range.end..].bytes().take_while(|b| *b == b'\n').count();
    Edit::new(range.start..end, "\n\u{c}\n")
}

/// A line with a page's number has no more bytes.
const LONGEST: usize = 64;

/// Whether a line may say nothing but which page begins or ends.
fn is_short(line: &str) -> bool {
    !line.is_empty() && line.len() <= LONGEST && !line.contains('\t')
}

/// The letters and digits of a line, small.
fn bare(line: &str) -> String {
    let letters = line.chars().map(narrow).filter(|c| c.is_alphanumeric() || *c == 'ー');
    letters.flat_map(char::to_lowercase).collect()
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

    /// Whether a pattern finds something in a text by itself.
    fn is_found_by(at: usize, text: &str) -> bool {
        let Patterns { all, signs, of } = &*PATTERNS;
        let signs = signs.all(text).into_iter().filter(|sign| of[sign.word] == at);
        let places: Vec<usize> = signs.map(|sign| sign.start).collect();
        let pattern = &all[at];
        let mut stretches = pattern.stretches(text, &places).into_iter();
        stretches.any(|stretch| !pattern.edits(text, stretch).is_empty())
    }

    #[test]
    fn every_line_of_the_table_undoes_its_example() {
        for (at, row) in super::super::records(DATA).iter().enumerate() {
            let example = row.get(5).filter(|example| !example.is_empty());
            let text = format!("a\n***\n{}", example.unwrap());
            assert!(is_found_by(at, &text), "{row:?}");
            assert_ne!(undone(&text), text, "{row:?}");
        }
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
            "**Page 7**",
            "Page 7 of 12",
            "[Page 7]",
            "（7ページ目）",
            "【7ページ】",
            "=== ページ 7/12 ===",
            "<page number=\"7\">",
            "<|page_break|>",
            "p.7",
            "Ｐ．７",
            "---\nprimary_language: ja\nis_table: True\n---",
        ] {
            assert_eq!(undone(&format!("a\n{line}\n\nb")), "a\n\n\u{c}\nb", "{line}");
        }
        assert_eq!(undone("a\n  3 / 4 ページ\n\u{c}b"), "a\n  3 / 4 ページ\n\u{c}b");
        assert_eq!(undone("a\n---- ---\nあ\\\nb"), "a\n\nあ\nb");
        assert_eq!(undone("--\t--\t--\nC:\\a\\\nb"), "--\t--\t--\nC:\\a\\\nb");
        assert_eq!(undone("```markdown\na\n```"), "\na\n");
        assert_eq!(undone("``` markdown\na\n```"), "\na\n");
        assert_eq!(undone("<|ref|>title<|/ref|><|det|>[[1, 2]]<|/det|>\na"), "\na");
        assert_eq!(undone("a<!-- PageNumber=\"1\" -->\nb"), "a\nb");
    }

    /// What reads like the words of a tool, in an answer.
    const ANSWERS: [&str; 6] = [
        "判読できない箇所は、本人に電話で確認する。",
        "以下に委託先における取扱いの内容を示します。",
        "これは番号法に基づく情報の内容です。",
        "このデータは、ＯＣＲで読み取り突合します。",
        "チェックボックスは窓口で表示する。",
        "Transcription of names",
    ];

    #[test]
    fn what_is_printed_stays() {
        for text in
            ["1) 未満 --- 2)", "<!選択肢", "第3ページを参照", "#1 窓口", "ページ", "ホームページ 1"]
        {
            assert_eq!(undone(text), text);
        }
        for answer in ANSWERS {
            for behind in ["", "\n", "\n\n* 紙", "\n---\n\n② 名称"] {
                for text in
                    [format!("① 方法\n{answer}{behind}"), format!("方法\n\n{answer}{behind}")]
                {
                    assert_eq!(undone(&text), text);
                }
            }
        }
    }

    #[test]
    fn what_tools_say_around_a_text_goes() {
        for said in ANSWERS {
            assert_eq!(undone(&format!("\n{said}\n\n① 方法")), "\n\n\n① 方法");
            assert_eq!(undone(&format!("```\n{said}\n① 方法")), "\n\n① 方法");
            assert_eq!(undone(&format!("① 方法\n---\n\n{said}\n")), "① 方法\n---\n\n\n");
            assert_eq!(undone(&format!("① 方法\n```\n{said}\n{said}")), "① 方法\n\n\n");
        }
    }

    #[test]
    fn a_line_is_a_page_line_whatever_the_others_say() {
        for line in ["P-3", "pg 7", "Ｐ１０", "p 4"] {
            let text = format!("Page 1 を参照\n{line}\n頁 p.");
            assert_eq!(undone(&text), text);
        }
    }
}
