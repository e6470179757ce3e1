//! Remnants of LaTeX: signs that a tool took for formulas (`$\textcircled{1}$`, `$\bigcirc$`).
//!
//! ```text
//! formula ::= "$" body "$"  |  "\(" body "\)"  |  "\[" body "\]"  |  sign
//! sign    ::= "\textcircled{" DIGITS "}"  |  "\" command         standing by itself
//! ```
//! Only a formula of which every command is in `data/latex.csv` is undone; a text in dollars without
//! a command is none.

use super::mapped::{Edit, Edits};
use crate::fold::has_byte;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const DATA: &str = include_str!("data/latex.csv");

/// The circled numbers that Unicode has: 1 to 20.
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

fn commands() -> &'static BTreeMap<String, String> {
    static COMMANDS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    COMMANDS.get_or_init(|| {
        let rows = super::records(DATA);
        rows.iter().filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone()))).collect()
    })
}

fn formulas() -> Option<&'static Regex> {
    static FORMULAS: OnceLock<Option<Regex>> = OnceLock::new();
    const PATTERN: &str = r"(?x) \$\$? [^$\n]{1,120} \$\$? | \\\( [^\n]{1,120}? \\\) | \\\[ [^\n]{1,120}? \\\]
        | \\textcircled\s*\{ [^{}\n]{1,12} \} | \\[A-Za-z]{3,14}";
    FORMULAS.get_or_init(|| Regex::new(PATTERN).ok()).as_ref()
}

/// Undoes the formulas of a text.
pub(super) fn undo(text: &str) -> Edits {
    if !has_byte(text, |byte| (byte == b'\\') | (byte == b'$')) {
        return Edits::default();
    }
    let found = formulas().into_iter().flat_map(|formulas| formulas.find_iter(text));
    let edits = found.filter_map(|found| {
        let says = spoken(inner(found.as_str()))?;
        Some(Edit::new(found.range(), says))
    });
    edits.collect::<Vec<Edit>>().into()
}

/// A formula without what opens and closes it.
fn inner(formula: &str) -> &str {
    for (open, close) in [("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")] {
        if let Some(body) = formula.strip_prefix(open).and_then(|f| f.strip_suffix(close)) {
            return body;
        }
    }
    formula
}

/// What a formula says; `None` where a command is not known, or there is none.
fn spoken(formula: &str) -> Option<String> {
    let mut says = String::new();
    let (mut rest, mut commands_seen) = (formula.trim(), 0);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                commands_seen += usize::from(rest.starts_with(|c: char| c.is_ascii_alphabetic()));
                rest = command(rest, &mut says)?;
            }
            '{' | '}' | '$' => {}
            '~' => says.push(' '),
            '^' | '_' if rest.starts_with('{') || rest.starts_with('\\') => {}
            c => says.push(c),
        }
    }
    (commands_seen > 0).then_some(says)
}

/// Reads a command behind its backslash; gives the text behind it.
fn command<'a>(rest: &'a str, says: &mut String) -> Option<&'a str> {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if length == 0 {
        // An escaped sign, or a space.
        let c = rest.chars().next()?;
        says.push(if matches!(c, ',' | ';' | ':' | '!' | ' ') { ' ' } else { c });
        return Some(&rest[c.len_utf8()..]);
    }
    let (name, rest) = rest.split_at(length);
    if name == "textcircled" || name == "circled" {
        return circled(rest, says);
    }
    says.push_str(commands().get(name)?);
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// The argument in braces as a circled sign; a circle is the circle itself.
fn circled<'a>(rest: &'a str, says: &mut String) -> Option<&'a str> {
    let rest = rest.trim_start();
    let (argument, after) = match rest.strip_prefix('{') {
        Some(inner) => inner.split_once('}')?,
        None => rest.split_at(rest.chars().next()?.len_utf8()),
    };
    let argument = argument.trim_start_matches("\\text{").trim();
    let number: Option<usize> = argument.parse().ok();
    let sign = number.and_then(|number| CIRCLED.chars().nth(number.checked_sub(1)?));
    match sign {
        Some(sign) => says.push(sign),
        None if argument.is_empty() => says.push('○'),
        None => says.push_str(argument),
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::super::mapped::Mapped;
    use super::*;

    fn undone(text: &str) -> String {
        Mapped::new(text).apply(undo(text)).text
    }

    #[test]
    fn signs_in_formulas_are_signs() {
        assert_eq!(undone(r"$\textcircled{1}$事務の名称"), "①事務の名称");
        assert_eq!(undone(r"[ $\bigcirc$ ] 紙 [$\square$] 他"), "[ ○ ] 紙 [☐] 他");
        assert_eq!(undone(r"\(\checkmark\) 紙 \textcircled{12}"), "✓ 紙 ⑫");
        assert_eq!(undone(r"$2\sim5$ $\mathrm{A}25\%$"), "2～5 A25%");
    }

    #[test]
    fn what_is_no_formula_stays() {
        for text in [
            r"\(基礎項目\)",
            r"\(\) 件 \[ \] 移転 \(\) 件",
            r"\[ 実施する \]",
            "$100 と $200",
            r"$\unknowncommand{1}$",
        ] {
            assert_eq!(undone(text), text);
        }
    }
}
