//! The key under which the spellings of a contractor's name meet. The rules are data:
//! `data/contractors.json`.

use crate::fold::{narrow, widen_kana};
use regex::Regex;
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::{LazyLock, OnceLock};

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
    /// Whatever matches has one of these in it; none where nothing is known.
    #[serde(default)]
    holds: Vec<String>,
    find: String,
    #[serde(default)]
    put: String,
    /// Made when a text may match: most runs need few of them.
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
}

impl Rule {
    /// The pattern, where a text may match.
    fn regex(&self, text: &str) -> Option<&Regex> {
        let may = self.holds.is_empty() || self.holds.iter().any(|word| text.contains(&**word));
        may.then(|| self.regex.get_or_init(|| Regex::new(&self.find).ok()).as_ref())?
    }

    fn is_match(&self, text: &str) -> bool {
        self.regex(text).is_some_and(|regex| regex.is_match(text))
    }

    /// The parts of a text between what matches.
    fn split<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.regex(text).map_or_else(|| vec![text], |regex| regex.split(text).collect())
    }

    /// The text with `put` in the place of what matches.
    fn replace<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let put = self.put.as_str();
        self.regex(text).map_or(Cow::Borrowed(text), |regex| regex.replace_all(text, put))
    }
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
    for name in RULES.between.split(&text) {
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
        for Rule { why, find, put, .. } in rules {
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
    RULES.nobody.iter().any(|rule| rule.is_match(text.trim()))
}

fn one(name: &str) -> String {
    let mut name = name.trim().to_owned();
    for step in &RULES.steps {
        name = step.replace(&name).trim().to_owned();
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
    fn every_rule_is_a_pattern_of_texts_that_hold_its_words() {
        let Rules { nobody, between, steps, examples, .. } = &*RULES;
        for rule in nobody.iter().chain([between]).chain(steps) {
            let regex = Regex::new(&rule.find).expect(&rule.find);
            let parts = rule.find.split(|c: char| "|()[]^$*+?. ".contains(c));
            let texts = examples.iter().map(|(printed, _)| plain(printed));
            let texts = texts.chain(parts.map(str::to_owned)).chain([one("（株）甲　支社")]);
            for text in texts.filter(|text| regex.is_match(text)) {
                assert!(rule.is_match(&text), "{text} {}", rule.find);
            }
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
