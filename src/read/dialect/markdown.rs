//! Markdown: headings, emphasis, escapes, links and tables of bars.
//!
//! What is inline is told by `pulldown-cmark`. Tables are read here: tools write rows of more cells
//! than the header has, which the format would drop, and tables without a line of dashes.
//!
//! ```text
//! label ::= "**" text "**" SPACE* (":" | "：")             a label and its value on one line: two cells
//! row   ::= "|"? cell ("|" cell)* "|"?                     without outer bars only in a block with rules
//! rule  ::= "|"? ":"? "-"+ ":"? ("|" …)* "|"?              the second line of a block
//! ```

use super::mapped::{Edit, Edits};
use crate::fold::has_byte;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
use regex::Regex;
use std::ops::Range;
use std::sync::OnceLock;

/// Whether a text speaks Markdown: a rule of a table, a heading, strong text, several escapes.
pub(super) fn is_spoken(text: &str) -> bool {
    static SIGNS: OnceLock<Option<Regex>> = OnceLock::new();
    const PATTERN: &str = r"(?m)^#{1,6} \S|\*\*[^*\n]+\*\*|^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*$|^[ \t]*\|.*\|[ \t]*$|\\[\[\](){}_*#+.!|`-]";
    let is_sign = |byte| (byte == b'#') | (byte == b'*') | (byte == b'|') | (byte == b'\\');
    if !has_byte(text, is_sign) {
        return false;
    }
    // Each of them holds one of these, and none goes over the end of a line.
    ['#', '*', '|', '\\'].into_iter().any(|sign| {
        let mut looked = 0; // the line up to here has been looked at
        text.match_indices(sign).any(|(at, _)| {
            if at < looked {
                return false;
            }
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            looked = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let signs = SIGNS.get_or_init(|| Regex::new(PATTERN).ok()).as_ref();
            signs.is_some_and(|signs| signs.is_match(&text[start..looked]))
        })
    })
}

/// A label in strong text with its value behind a colon: the value is a cell of its own.
pub(super) fn labels(text: &str) -> Edits {
    static LABELS: OnceLock<Option<Regex>> = OnceLock::new();
    const PATTERN: &str =
        r"(?m)^[ \t]*(?:[-*+][ \t]+)?\*\*([^*\n|]{1,60}?)(?:[ \t]*[:：]\*\*|\*\*[ \t]*[:：])[ \t]*";
    let mut edits = headers(text);
    edits.extend(values_within(text));
    edits.extend(listed_labels(text));
    let labels = LABELS.get_or_init(|| Regex::new(PATTERN).ok()).as_ref();
    for found in labels.into_iter().flat_map(|labels| labels.captures_iter(text)) {
        if let (Some(whole), Some(label)) = (found.get(0), found.get(1)) {
            edits.push(Edit::cut(whole.start()..label.start()));
            edits.push(Edit::new(label.end()..whole.end(), "\t"));
        }
    }
    edits.into()
}

/// Values that a document sets in a quotation, or in a list within the list of its labels.
fn values_within(text: &str) -> Vec<Edit> {
    const LABEL: &str = r"(?m)^[-*+][ \t]+\*\*[^*\n]+\*\*[ \t]*[:：]?[ \t]*\n[ \t]+[-*+]";
    static LABELS: OnceLock<Option<Regex>> = OnceLock::new();
    static ITEMS: OnceLock<Option<Regex>> = OnceLock::new();
    static QUOTES: OnceLock<Option<Regex>> = OnceLock::new();
    let mut within = Vec::new();
    if text.contains("- **") && matches(&LABELS, LABEL, text).nth(WITHIN).is_some() {
        within.extend(matches(&ITEMS, r"(?m)^[ \t]+[-*+](?:[ \t]+|$)", text));
    }
    if text.contains("\n>") && !text.contains("<t") {
        within.extend(matches(&QUOTES, r"(?m)^>(?:[ \t]+|$)", text));
    }
    within.into_iter().map(Edit::cut).collect()
}

/// The signs of a list before labels in strong text that have a line of their own.
fn listed_labels(text: &str) -> impl Iterator<Item = Edit> + '_ {
    static LISTED: OnceLock<Option<Regex>> = OnceLock::new();
    let listed = matches(&LISTED, r"(?m)^[-*+][ \t]+\*\*[^*\n]*[^*\n:：]\*\*[ \t]*$", text);
    listed.filter_map(|line| Some(Edit::cut(line.start..line.start + text[line].find("**")?)))
}

/// Where a pattern is found.
fn matches<'t>(
    regex: &'static OnceLock<Option<Regex>>,
    pattern: &str,
    text: &'t str,
) -> impl Iterator<Item = Range<usize>> + 't {
    let regex = regex.get_or_init(|| Regex::new(pattern).ok()).as_ref();
    regex.into_iter().flat_map(|regex| regex.find_iter(text)).map(|found| found.range())
}

/// A document writes its values so where it does so this many times.
const WITHIN: usize = 3;

/// Two labels in strong text on one line, and the line of their values: cells. The first value is
/// one word with a number in it; else the line stays as it is.
fn headers(text: &str) -> Vec<Edit> {
    static HEADERS: OnceLock<Option<Regex>> = OnceLock::new();
    const PATTERN: &str = r"(?m)^\*\*([^*\n|]{1,40})\*\*([ \t]+)\*\*([^*\n|]{1,40})\*\*[ \t]*$(?:\n*^([^\s*#|]*\d[^\s*#|]*)([ \t　]+)\S)?";
    let headers = HEADERS.get_or_init(|| Regex::new(PATTERN).ok()).as_ref();
    let found = headers.into_iter().flat_map(|headers| headers.captures_iter(text));
    let spaces = found.flat_map(|found| [found.get(2), found.get(5)].into_iter().flatten());
    spaces.map(|space| Edit::new(space.range(), "\t")).collect()
}

/// Undoes what is inline.
pub(super) fn inline(text: &str) -> Edits {
    let mut edits = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if let Event::Start(tag) = event {
            start(text, &tag, range, &mut edits);
        }
    }
    edits.extend(strong(text));
    edits.extend(escapes(text));
    edits.into()
}

fn start(text: &str, tag: &Tag, range: Range<usize>, edits: &mut Vec<Edit>) {
    let mut around = |length: usize| {
        edits.push(Edit::cut(range.start..range.start + length));
        edits.push(Edit::cut(range.end - length..range.end));
    };
    match tag {
        Tag::Strong => around(2),
        Tag::Emphasis => around(1),
        Tag::Heading { .. } => heading(text, range, edits),
        Tag::Link { link_type: LinkType::Inline, dest_url, .. } if is_address(dest_url) => {
            link(text, range, edits);
        }
        _ => {}
    }
}

/// The signs before a heading, and behind it.
fn heading(text: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    let range = range.end - text[range.clone()].trim_start().len()..range.end;
    let line = text[range.clone()].trim_end();
    let body = line.trim_start_matches('#');
    if body.len() == line.len() {
        return;
    }
    let open = line.len() - body.trim_start().len();
    edits.push(Edit::cut(range.start..range.start + open));
    let closed = body.trim_end_matches('#');
    if closed.len() < body.len() && closed.ends_with(' ') {
        edits.push(Edit::cut(
            range.start + line.len() - (body.len() - closed.len())..range.start + line.len(),
        ));
    }
}

/// `[○](庁内)` is no link: an address is ASCII, and has a sign that addresses have.
fn is_address(url: &str) -> bool {
    url.is_ascii() && url.contains(['/', '#', '.', ':', '@'])
}

fn link(text: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    if let Some(close) = text[range.clone()].rfind("](") {
        edits.push(Edit::cut(range.start..range.start + 1));
        edits.push(Edit::cut(range.start + close..range.end));
    }
}

/// Strong text that the format's rules of flanking miss beside Japanese signs, or within HTML.
fn strong(text: &str) -> Vec<Edit> {
    static STRONG: OnceLock<Option<Regex>> = OnceLock::new();
    let strong = STRONG.get_or_init(|| Regex::new(r"\*\*[^*\n]+?\*\*").ok()).as_ref();
    let found = strong.into_iter().flat_map(|strong| strong.find_iter(text));
    let around =
        |m: regex::Match| [Edit::cut(m.start()..m.start() + 2), Edit::cut(m.end() - 2..m.end())];
    found.flat_map(around).collect()
}

/// The backslashes of escapes, within HTML too: tools escape first. Those of bars part no cells, and
/// go with their table.
fn escapes(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut after = 0;
    for (at, _) in text.match_indices('\\') {
        // At the end of a line it breaks the line (CommonMark 6.7).
        let escaped = |c: char| (c.is_ascii_punctuation() && c != '|') || c == '\n';
        if at >= after && text[at + 1..].starts_with(escaped) {
            edits.push(Edit::cut(at..at + 1));
            after = at + 2;
        }
    }
    edits
}

/// Undoes tables of bars: a row becomes a line whose cells are parted by tabs.
pub(super) fn tables(text: &str) -> Edits {
    let mut edits = Vec::new();
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        let has_bar = !line.contains('\t') && bars(&text[range.clone()]).next().is_some();
        if has_bar {
            block.push(range);
        } else {
            table(text, &std::mem::take(&mut block), &mut edits);
        }
    }
    table(text, &block, &mut edits);
    edits.into()
}

/// Where the bars of a line stand that part cells.
fn bars(line: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = line.as_bytes();
    line.match_indices('|').map(|(at, _)| at).filter(move |at| {
        let slashes = bytes[..*at].iter().rev().take_while(|b| **b == b'\\').count();
        slashes % 2 == 0
    })
}

fn is_rule(line: &str) -> bool {
    let is_dashes = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    let inner = line.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').all(is_dashes)
}

/// A block of lines with bars.
fn table(text: &str, lines: &[Range<usize>], edits: &mut Vec<Edit>) {
    let line = |at: usize| text.get(lines[at].clone()).unwrap_or_default();
    // Below the header, or, where there is none, on top: a header may be a dash.
    let rule = [1, 0].into_iter().find(|at| *at < lines.len() && is_rule(line(*at)));
    let columns = used_columns(text, lines);
    for (at, range) in lines.iter().enumerate() {
        let outer = line(at).trim().starts_with('|') && line(at).trim().len() > 1;
        if rule == Some(at) {
            edits.push(Edit::cut(range.clone()));
        } else if outer || rule.is_some() {
            row(text, range, columns, edits);
        }
    }
}

/// The cells of a row: bytes of the line.
fn cells(line: &str) -> Vec<Range<usize>> {
    let start = line.len() - line.trim_start().len();
    let start = start + usize::from(line[start..].starts_with('|'));
    let mut found = Vec::new();
    let mut from = start;
    for at in bars(line).filter(|at| *at >= start) {
        found.push(from..at);
        from = at + 1;
    }
    if !line[from..].trim().is_empty() || found.is_empty() {
        found.push(from..line.len());
    }
    found
}

/// How many columns hold anything: tools fill rows up to the widest table of a page.
fn used_columns(text: &str, lines: &[Range<usize>]) -> usize {
    let used = |range: &Range<usize>| {
        let line = &text[range.clone()];
        let filled = |cell: &Range<usize>| !line[cell.clone()].trim().is_empty();
        if is_rule(line) { 0 } else { cells(line).iter().rposition(filled).map_or(0, |at| at + 1) }
    };
    lines.iter().map(used).max().unwrap_or(0)
}

fn row(text: &str, range: &Range<usize>, columns: usize, edits: &mut Vec<Edit>) {
    let line = &text[range.clone()];
    let cells = cells(line);
    let mut from = range.start;
    for (at, cell) in cells.iter().enumerate() {
        let inner = &line[cell.clone()];
        let start = range.start + cell.start + (inner.len() - inner.trim_start().len());
        if at >= columns.max(1) {
            break;
        }
        edits.push(Edit::new(from..start.max(from), if at == 0 { "" } else { "\t" }));
        from = start.max(from).max(range.start + cell.start + inner.trim_end().len());
    }
    edits.push(Edit::cut(from..range.end));
    for (bar, _) in line.match_indices("\\|") {
        edits.push(Edit::cut(range.start + bar..range.start + bar + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapped::Mapped;
    use super::*;

    fn undone(text: &str) -> String {
        let mut mapped = Mapped::new(text);
        for step in [labels, inline, tables] {
            let edits = step(&mapped.text);
            mapped = mapped.apply(edits);
        }
        mapped.text
    }

    #[test]
    fn signs_of_markdown_go() {
        assert_eq!(undone("## Ⅰ 基本情報\n"), "Ⅰ 基本情報\n");
        assert_eq!(
            undone("**公表日**\n\n1\\) 未満 2\\-1 \\[ ○ \\]"),
            "公表日\n\n1) 未満 2-1 [ ○ ]"
        );
        assert_eq!(undone("<td>**「名称」**は</td>"), "<td>「名称」は</td>");
        assert_eq!(undone("[窓口](https://example.jp/a) [○](庁内)"), "窓口 [○](庁内)");
    }

    #[test]
    fn a_label_and_its_value_are_two_cells() {
        assert_eq!(
            undone("**①名称**：住民基本台帳\n- **部署:** 市民課"),
            "①名称\t住民基本台帳\n部署\t市民課"
        );
    }

    #[test]
    fn tables_become_lines_of_cells() {
        assert_eq!(undone("| a | b |   |\n|---|:-:|---|\n| c\\|d | - |  |\n"), "a\tb\n\nc|d\t-\n");
        assert_eq!(undone("a | b\n--- | ---\nc | \n"), "a\tb\n\nc\n");
        assert_eq!(undone("||b|\n|-|-|\n|- | |\n"), "\tb\n\n-\t\n");
        assert_eq!(undone("| - |\n| :--- |\n"), "-\n\n");
        assert_eq!(undone("x | y\n"), "x | y\n");
    }
}
