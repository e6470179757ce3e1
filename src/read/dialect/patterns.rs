//! Lines and wrappers that a tool puts around a text: found by the patterns of `data/patterns.csv`.

use super::mapped::{Edit, Edits};
use regex::Regex;
use std::sync::OnceLock;

/// What a pattern's match stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Nothing that is printed.
    Drop,
    /// The end of a page.
    Page,
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
    let found = patterns().iter().flat_map(|pattern| {
        pattern.regex.find_iter(text).map(|found| match pattern.meaning {
            Meaning::Drop => Edit::cut(found.range()),
            Meaning::Page => page(text, found.range()),
        })
    });
    found.collect::<Vec<Edit>>().into()
}

/// A form feed begins the line behind the page's end.
fn page(text: &str, range: std::ops::Range<usize>) -> Edit {
    let end = range.end + text[range.end..].bytes().take_while(|b| *b == b'\n').count();
    Edit::new(range.start..end, "\n\u{c}\n")
}

/// What each pattern begins with, or a piece of what it holds: without it, none is looked for.
fn may_match(text: &str) -> bool {
    const SIGNS: [&str; 8] = ["```", "---", "<!--", "<|", "<loc_", "![", "===", "ページ"];
    SIGNS.iter().any(|sign| text.contains(sign)) || text.contains('#') || text.contains('頁')
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
