//! Script and style as they go into a page: without what only readers of the source need.
//!
//! Comments and indentation are left out, and the blanks beside a sign that cannot become part of a longer one there.
//! Words, strings, templates and patterns stay to the letter, in their order: a test compares them.

/// Brackets and separators: nothing grows together with them, as nothing does with a quotation mark.
const SEPARATORS: &str = "(){}[],;:";
/// Signs that may be part of longer ones, but not together with a word.
const SIGNS: &str = "=<>?&|!*+-";
/// Behind these a statement of a script goes on whatever the next line holds (ECMA-262, 12.10) …
const OPEN: &str = "({[,;:=<>?&|*";
/// … and before these it has gone on or is over.
const CLOSE: &str = ")}].,:?&|";

/// A script without comments and needless blanks.
pub(super) fn script(source: &str) -> String {
    lean(source, true)
}

/// A style sheet without comments and needless blanks.
pub(super) fn style(source: &str) -> String {
    lean(source, false).replace(";}", "}")
}

fn lean(source: &str, is_script: bool) -> String {
    let mut out = String::with_capacity(source.len());
    let (mut rest, mut blank) = (source, None);
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token(rest, &out, is_script));
        rest = after;
        if token.trim().is_empty() || is_comment(token) {
            let is_line = token.contains('\n') && !is_comment(token);
            blank = if is_line { Some('\n') } else { blank.or(Some(' ')) };
            continue;
        }
        let beside = (out.chars().last(), token.chars().next());
        if let (Some(kept), (Some(before), Some(after))) = (blank.take(), beside)
            && is_needed(kept, before, after, is_script)
        {
            out.push(kept);
        }
        out.push_str(token);
    }
    out + "\n"
}

/// Whether a blank or the end of a line between two characters has to stay.
fn is_needed(blank: char, before: char, after: char, is_script: bool) -> bool {
    if !is_script {
        return !("{};,:".contains(before) || "{};,".contains(after));
    }
    if blank == '\n' {
        return !(OPEN.contains(before) || CLOSE.contains(after));
    }
    let is_word = |c: char| c.is_alphanumeric() || "_$\"'`".contains(c);
    let is_alone = |sign: char, other: char| SIGNS.contains(sign) && is_word(other);
    let is_free = |c: char| SEPARATORS.contains(c) || "\"'`".contains(c);
    !(is_free(before) || is_free(after) || is_alone(before, after) || is_alone(after, before))
}

fn is_comment(token: &str) -> bool {
    token.starts_with("//") || token.starts_with("/*")
}

/// The length of the token at the beginning of a text; `before` is what stands before it.
fn token(text: &str, before: &str, is_script: bool) -> usize {
    let run = |is: fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    let up_to = |end: &str| text.get(2..).and_then(|rest| rest.find(end));
    match text.chars().next().unwrap_or(' ') {
        c if c.is_whitespace() => run(char::is_whitespace),
        quote @ ('"' | '\'') => quoted(text, quote),
        '`' if is_script => template(text),
        '/' if text.starts_with("/*") => up_to("*/").map_or(text.len(), |at| at + 4),
        '/' if is_script && text.starts_with("//") => up_to("\n").map_or(text.len(), |at| at + 2),
        '/' if is_script && may_be_pattern(before) => regular(text),
        c if c.is_alphanumeric() || c == '_' || c == '$' => {
            run(|c| c.is_alphanumeric() || c == '_' || c == '$')
        }
        c => c.len_utf8(),
    }
}

/// Whether a slash begins a pattern: there is nothing to divide before it.
fn may_be_pattern(before: &str) -> bool {
    before.is_empty()
        || before.ends_with("return")
        || before.ends_with(|c| "(,=:[!&|?{};>".contains(c))
}

/// The length of what stands between two of these characters, both with it.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if !is_escaped && c == quote {
            return at + c.len_utf8();
        }
        is_escaped = !is_escaped && c == '\\';
    }
    text.len()
}

/// The length of a pattern: in brackets a slash does not end it.
fn regular(text: &str) -> usize {
    let (mut is_escaped, mut is_class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_class = true,
            ']' => is_class = false,
            '/' if !is_class => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a template, with the expressions in it.
fn template(text: &str) -> usize {
    let mut at = 1;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += match rest.chars().next().unwrap_or_default() {
            '`' => return at + 1,
            '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '$' if rest.starts_with("${") => 2 + expression(rest.get(2..).unwrap_or_default()),
            c => c.len_utf8(),
        };
    }
    text.len()
}

/// The length up to the brace that closes an expression, with it.
fn expression(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let size = token(rest, text.get(..at).unwrap_or_default().trim_end(), true);
        match rest.get(..size) {
            Some("}") if depth == 0 => return at + 1,
            Some("}") => depth -= 1,
            Some("{") => depth += 1,
            _ => {}
        }
        at += size;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is neither blank nor comment, in order.
    fn tokens(source: &str, is_script: bool) -> Vec<&str> {
        let (mut all, mut rest, mut before) = (Vec::new(), source, "");
        while !rest.is_empty() {
            let (token, after) = rest.split_at(token(rest, before, is_script));
            rest = after;
            if !token.trim().is_empty() && !is_comment(token) {
                all.push(token);
                before = token;
            }
        }
        all
    }

    #[test]
    fn strings_templates_and_patterns_stay() {
        let source = r#"
// A comment with "quotes' and `ticks`.
const f = a => {
  const x = / [" ]\/ /g.test(a) ? "a  //  b" : 'c \' d'; // behind code
  return `  ${ a.map(b => `<${ b } >`).join("}") }  /* kept */`;
};
let i = a - -b + +c; i++
++i
"#;
        let expected = "const f=a=>{const x= / [\" ]\\/ /g.test(a)?\"a  //  b\":'c \\' d';return`  ${ a.map(b => `<${ b } >`).join(\"}\") }  /* kept */`;};let i=a- -b+ +c;i++\n++i\n";
        assert_eq!(script(source), expected);
        assert_eq!(
            style(
                "/* why */\na, b :hover > c { font: 1px/1.5 \"A  B\", x; }\n\n@media (x: 1px) { a { b: c } }"
            ),
            "a,b :hover > c{font:1px/1.5 \"A  B\",x}@media (x:1px){a{b:c}}\n"
        );
    }

    #[test]
    fn nothing_else_is_left_out_of_the_page() {
        let (source, sheet) = (super::super::page::source(), super::super::page::SHEET);
        assert_eq!(tokens(&script(&source), true), tokens(&source, true));
        let without = |all: Vec<&str>| all.concat().replace(";}", "}");
        assert_eq!(without(tokens(&style(sheet), false)), without(tokens(sheet, false)));
    }
}
