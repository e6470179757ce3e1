//! Lines and wrappers that a tool puts around a text: found by the patterns of `data/patterns.csv`.
//!
//! A pattern with a group takes out the group only. Those of the meaning `line` are asked of a whole line without
//! its signs and spaces, in small letters: however a page's number is dressed, it is one.

use super::mapped::{Edit, Edits};
use crate::fold::narrow;
use regex::Regex;
use std::ops::Range;
use std::sync::OnceLock;

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

struct Pattern {
    regex: Regex,
    meaning: Meaning,
}

const DATA: &str = include_str!("data/patterns.csv");

fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| super::records(DATA).iter().filter_map(|row| pattern(row)).collect())
}

fn pattern(row: &[String]) -> Option<Pattern> {
    let meaning = match row.get(1)?.as_str() {
        "drop" => Meaning::Drop,
        "page" => Meaning::Page,
        "line" => Meaning::Line,
        _ => return None,
    };
    let regex = Regex::new(&format!("(?m){}", row.first()?)).ok()?;
    Some(Pattern { regex, meaning })
}

/// Takes out what the patterns find; a page's end becomes a form feed.
pub(super) fn undo(text: &str) -> Edits {
    if !may_match(text) {
        return Edits::default();
    }
    let named = patterns().iter().filter(|pattern| pattern.meaning != Meaning::Line);
    let mut edits: Vec<Edit> = named.flat_map(|pattern| found(text, pattern)).collect();
    edits.extend(page_lines(text));
    edits.into()
}

fn found<'a>(text: &'a str, pattern: &'a Pattern) -> impl Iterator<Item = Edit> + 'a {
    pattern.regex.captures_iter(text).filter_map(|found| {
        let range = found.get(1).or_else(|| found.get(0))?.range();
        Some(if pattern.meaning == Meaning::Drop { Edit::cut(range) } else { page(text, range) })
    })
}

/// A form feed begins the line behind the page's end.
fn page(text: &str, range: Range<usize>) -> Edit {
    let end = range.end + text[range.end..].bytes().take_while(|b| *b == b'\n').count();
    Edit::new(range.start..end, "\n\u{c}\n")
}

/// What a page's number stands beside.
const PAGES: [&str; 7] = ["page", "Page", "PAGE", "ページ", "頁", "p.", "P."];

/// A line with a page's number has no more bytes.
const LONGEST: usize = 64;

/// The lines that say nothing but which page begins or ends.
fn page_lines(text: &str) -> Vec<Edit> {
    if !PAGES.iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let mut at = 0;
    let mut edits = Vec::new();
    for line in text.split_inclusive('\n') {
        let inner = line.trim_end();
        let short = !inner.is_empty() && inner.len() <= LONGEST && !inner.contains('\t');
        if short && is_page_line(inner) {
            edits.push(page(text, at..at + inner.len()));
        }
        at += line.len();
    }
    edits
}

fn is_page_line(line: &str) -> bool {
    let letters = line.chars().map(narrow).filter(|c| c.is_alphanumeric() || *c == 'ー');
    let bare: String = letters.flat_map(char::to_lowercase).collect();
    let mut lines = patterns().iter().filter(|pattern| pattern.meaning == Meaning::Line);
    lines.any(|pattern| pattern.regex.is_match(&bare))
}

/// What each pattern begins with, or a piece of what it holds: without it, none is looked for.
fn may_match(text: &str) -> bool {
    const SIGNS: [&str; 9] =
        ["```", "---", "<!--", "<|", "<loc_", "![", "***", "___", "ranscription"];
    const SAID: [&str; 4] = ["以上", "以下", "チェックボックス", "判読"];
    SIGNS.iter().chain(&SAID).chain(&PAGES).any(|sign| text.contains(sign))
        || text.contains(['#', '頁', '☑', '☐', '✅', '☒', '✓', '✔'])
        || text.contains("- [")
        || text.contains("\n:")
        || text.starts_with("0\t1")
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
        assert_eq!(patterns().len(), super::super::records(DATA).len());
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
        for text in
            ["1) 未満 --- 2)", "<!選択肢", "第3ページを参照", "#1 窓口", "ページ", "ホームページ 1"]
        {
            assert_eq!(undone(text), text);
        }
    }
}
