//! The key under which the spellings of a contractor's name meet. The rules are data:
//! `data/contractors.json`.

use crate::fold::{narrow, widen_kana};
use regex::Regex;
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Rules {
    about: String,
    nobody: Vec<Rule>,
    between: Rule,
    steps: Vec<Rule>,
    examples: Vec<(String, String)>,
}

/// A pattern and what is put in its place.
#[derive(Deserialize)]
struct Rule {
    why: String,
    #[serde(deserialize_with = "regex")]
    find: Regex,
    #[serde(default)]
    put: String,
}

fn regex<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Regex, D::Error> {
    Regex::new(&String::deserialize(from)?).map_err(serde::de::Error::custom)
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data/contractors.json"))
        .expect("the built-in rules are valid, a test reads them")
});

/// The keys of the contractors that a text names, joined by `;`; empty where it names none.
pub(crate) fn key(printed: &str) -> String {
    let text = plain(printed);
    if names_nobody(&text) {
        return String::new();
    }
    let text = remark_free(&text);
    let mut keys: Vec<String> = Vec::new();
    for name in RULES.between.find.split(&text) {
        let key = one(name);
        if !key.is_empty() && !names_nobody(&key) && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.join(";")
}

/// The rules as Markdown.
pub(super) fn reference() -> String {
    let mut out = format!("{}\n", RULES.about);
    let mut rules = |head: &str, rules: &[Rule]| {
        let _ = write!(out, "\n{head}\n\n"); // a String takes everything
        for Rule { why, find, put } in rules {
            let put = if put.is_empty() { String::new() } else { format!(" → `{put}`") };
            let _ = writeln!(out, "- {why}: `{find}`{put}");
        }
    };
    rules("Names nobody:", &RULES.nobody);
    rules("Stands between names:", std::slice::from_ref(&RULES.between));
    rules("Steps:", &RULES.steps);
    out.push_str("\n| printed | key |\n| --- | --- |\n");
    for (printed, key) in &RULES.examples {
        let _ = writeln!(out, "| {printed} | {key} |");
    }
    out
}

fn names_nobody(text: &str) -> bool {
    RULES.nobody.iter().any(|rule| rule.find.is_match(text.trim()))
}

fn one(name: &str) -> String {
    let mut name = name.trim().to_owned();
    for step in &RULES.steps {
        name = step.find.replace_all(&name, step.put.as_str()).trim().to_owned();
    }
    name.replace(' ', "")
}

/// Without what stands in brackets, but with the short ones: a legal form.
fn remark_free(text: &str) -> String {
    const LEGAL_FORM: usize = 3;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
        out.push_str(before);
        if inside.chars().count() <= LEGAL_FORM {
            out.extend(["(", inside, ")"]);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// One width, lower case, single spaces, no line breaks.
fn plain(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len());
    for c in printed.chars().filter(|c| *c != '\n') {
        let c = match c {
            'ﾞ' | 'ﾟ' => match text.pop() {
                Some(base) => {
                    let step = if c == 'ﾞ' { 1 } else { 2 }; // カガ, ハバパ stand side by side
                    char::from_u32(u32::from(base) + step).unwrap_or(base)
                }
                None => c,
            },
            '\u{FF61}'..='\u{FF9D}' => widen_kana(c),
            _ if c.is_whitespace() => ' ',
            _ => narrow(c),
        };
        if !(c == ' ' && text.ends_with(' ')) {
            text.extend(c.to_lowercase());
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_of_the_rules_holds() {
        for (printed, expected) in &RULES.examples {
            assert_eq!(key(printed), *expected, "{printed}");
        }
    }

    #[test]
    fn a_key_is_its_own_key() {
        for (_, expected) in &RULES.examples {
            assert_eq!(key(expected), *expected);
        }
    }

    #[test]
    fn odd_texts_do_no_harm() {
        for text in ["", "(", ")", "((株)", "ﾞ", "株式会社", "§", ";", "、、"] {
            let _ = key(text);
        }
        assert_eq!(key("株式会社"), "");
    }
}
