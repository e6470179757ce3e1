//! Leftovers of HTML in transcribed text: a closed list of tags; everything else in angle brackets is text.
//!
//! ```text
//! tag     ::= "<" "/"? name (SPACE attribute)* "/"? ">"
//! name    ::= p | ol | ul | li | table | thead | tbody | tr | td | th | div | br | span | small | input | b | strong | i | em | u | sup | sub | hr | del | s | strike
//! ```
//! `<選択肢>`, `<Public Medical Hub(PMH)を活用した…>` and `<その他のリスク1>` are no tags.

use crate::fold::control;

/// How many columns and rows a cell takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Default for Extent {
    fn default() -> Self {
        Self { columns: 1, rows: 1 }
    }
}

/// More than this no cell takes.
const MOST_SPANNED: usize = 1000;

fn extent(attributes: &str) -> Extent {
    let attributes = attributes.to_ascii_lowercase();
    let number = |name: &str| {
        let rest = attributes.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse::<usize>().ok().filter(|n| (1..=MOST_SPANNED).contains(n))
    };
    Extent { columns: number("colspan").unwrap_or(1), rows: number("rowspan").unwrap_or(1) }
}

/// What a tag means for the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Parts words only (`span`).
    Space,
    /// Ends a line of the text (`p`, `li`, `br`, `tr` …).
    Break,
    /// Starts or ends a table.
    Table {
        /// `<table>`, not `</table>`.
        open: bool,
    },
    /// Starts a row.
    Row,
    /// Starts a cell.
    Cell(Extent),
    /// Starts or ends text that is struck out (`del`, `s`, `strike`).
    Struck {
        /// `<del>`, not `</del>`.
        open: bool,
    },
    /// A form control: one of the characters of [`control`].
    Control(char),
}

const SPACE: [&str; 10] = ["span", "small", "b", "strong", "i", "em", "u", "sup", "sub", "font"];
const BREAK: [&str; 8] = ["p", "ol", "ul", "li", "div", "br", "hr", "center"];

/// Tags that are neither spaces nor breaks.
const OTHER: [&str; 10] =
    ["table", "thead", "tbody", "tr", "td", "th", "input", "del", "s", "strike"];

/// All names of tags.
fn names() -> impl Iterator<Item = &'static str> {
    SPACE.into_iter().chain(BREAK).chain(OTHER)
}

/// Whether a tag has this name.
pub(super) fn is_name(text: &str) -> bool {
    names().any(|name| name == text)
}

/// Whether the name of a tag begins with a text.
pub(super) fn begins_name(text: &str) -> bool {
    !text.is_empty() && names().any(|name| name.starts_with(text))
}

/// Whether the name of a tag ends with a text.
pub(super) fn ends_name(text: &str) -> bool {
    !text.is_empty() && names().any(|name| name.ends_with(text))
}

/// The tag at the start of `text` and its length in bytes.
pub(super) fn tag(text: &str) -> Option<(Tag, usize)> {
    let inner = text.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(name_end);
    if name.is_empty() || name.len() > 8 || !rest.starts_with([' ', '>', '/', '\t']) {
        return None;
    }
    let end = rest.find(['>', '<', '\n'])?;
    if !rest[end..].starts_with('>') || !rest[..end].is_ascii() {
        return None;
    }
    let length = text.len() - rest.len() + end + 1;
    Some((meaning(&name.to_ascii_lowercase(), &rest[..end], closing)?, length))
}

fn meaning(name: &str, attributes: &str, closing: bool) -> Option<Tag> {
    Some(match name {
        "table" => Tag::Table { open: !closing },
        "thead" | "tbody" => Tag::Space,
        "tr" if closing => Tag::Space,
        "tr" => Tag::Row,
        "td" | "th" if closing => Tag::Space,
        "td" | "th" => Tag::Cell(extent(attributes)),
        "input" => Tag::Control(input(attributes)),
        "del" | "s" | "strike" => Tag::Struck { open: !closing },
        _ if SPACE.contains(&name) => Tag::Space,
        _ if BREAK.contains(&name) => Tag::Break,
        _ => return None,
    })
}

fn input(attributes: &str) -> char {
    let attributes = attributes.to_ascii_lowercase();
    if attributes.contains("radio") {
        control::RADIO
    } else if attributes.contains("checked") {
        control::CHECKED
    } else {
        control::BARE
    }
}

/// The character of the entity at the start of `text`, and its length in bytes.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 6] =
        [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("nbsp", ' '), ("apos", '\'')];
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|b| b == b';')?;
    let name = inner.get(..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => numeric(number)?,
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, end + 2))
}

fn numeric(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !c.is_control() && !control::is_control(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_tags_are_tags() {
        assert_eq!(tag("<p style=\"x\">あ"), Some((Tag::Break, 13)));
        assert_eq!(tag("</td>"), Some((Tag::Space, 5)));
        assert_eq!(
            tag("<input checked=\"checked\" type=\"checkbox\"/>").map(|t| t.0),
            Some(Tag::Control(control::CHECKED))
        );
        assert_eq!(tag("<input type=\"radio\"/>").map(|t| t.0), Some(Tag::Control(control::RADIO)));
        for text in
            ["<選択肢>", "<Public Medical Hub(PMH)>", "<その他のリスク1>", "<p", "<p あ>", "<"]
        {
            assert_eq!(tag(text), None, "{text}");
        }
    }

    #[test]
    fn cells_say_what_they_span() {
        let of = |text| tag(text).map(|found| found.0);
        assert_eq!(of("<td rowspan=\"3\">"), Some(Tag::Cell(Extent { columns: 1, rows: 3 })));
        assert_eq!(of("<th colspan = 2>"), Some(Tag::Cell(Extent { columns: 2, rows: 1 })));
        assert_eq!(of("<td rowspan=x>"), Some(Tag::Cell(Extent::default())));
    }

    #[test]
    fn entities_become_characters() {
        assert_eq!(entity("&lt;p"), Some(('<', 4)));
        assert_eq!(entity("&#12354;"), Some(('あ', 8)));
        assert_eq!(entity("&#x3042;"), Some(('あ', 8)));
        assert_eq!(entity("& あ;"), None);
    }
}
