//! `index.html`: markup, style, script and data in one file.

use super::folder::MARK;
use super::{lean, pack};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

/// The look of all pages, as it is written.
pub(super) const SHEET: &str = include_str!("page/style.css");

/// The look of all pages, as they hold it.
pub(super) static STYLE: LazyLock<String> = LazyLock::new(|| lean::style(SHEET));

/// The markup around the views.
const PAGE: &str = include_str!("page/page.html");

/// The files of the script, in their order; one scope around all of them.
const SCRIPT: [&str; 9] = [
    include_str!("page/element.js"),
    include_str!("page/data.js"),
    include_str!("page/search.js"),
    include_str!("page/home.js"),
    include_str!("page/list.js"),
    include_str!("page/record.js"),
    include_str!("page/compare.js"),
    include_str!("page/ask.js"),
    include_str!("page/start.js"),
];

/// The hash of an inline script or style as a policy names it (Content Security Policy Level 3, 2.3.1).
pub(super) fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// The script as it is written.
pub(super) fn source() -> String {
    format!("\"use strict\";\n(() => {{\n{}}})();\n", SCRIPT.concat())
}

/// The page with its data.
fn page(data: &str) -> String {
    let script = lean::script(&source());
    // What the script itself loads may run; nothing else may, and nothing reaches the network.
    let policy = format!(
        "default-src 'none'; script-src '{}' 'strict-dynamic'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&STYLE)
    );
    let parts = [
        ("{mark}", MARK),
        ("{policy}", policy.as_str()),
        ("{style}", &STYLE),
        ("{data}", &pack::base64(data)),
        ("{script}", &script),
    ];
    let mut out = String::new();
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once('{') {
        let found = parts.iter().find_map(|(name, text)| {
            let name = name.trim_start_matches('{');
            Some((text, after.strip_prefix(name)?))
        });
        out.push_str(before);
        match found {
            Some((text, after)) => {
                out.push_str(text);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

/// Writes the page.
pub(super) fn write(folder: &Path, data: &str) -> io::Result<()> {
    fs::write(folder.join("index.html"), page(data))
}

#[cfg(test)]
mod tests {
    use super::super::data::words;
    use super::*;

    /// What stands between two marks of the page.
    fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
        let (_, rest) = page.split_once(before).unwrap();
        rest.split_once(after).unwrap().0
    }

    #[test]
    fn the_policy_names_the_script_and_the_style_that_are_there() {
        let page = page("{}");
        let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
        let script = between(&page, "<script>", "</script>");
        let style = between(&page, "<style>", "</style>");
        assert!(policy.contains(&format!("script-src '{}'", hash(script))), "{policy}");
        assert!(policy.contains(&format!("style-src '{}'", hash(style))), "{policy}");
        for unsafe_word in ["unsafe", "http:", "https:", "*"] {
            assert!(!policy.contains(unsafe_word), "{policy}");
        }
        assert!(page.starts_with(MARK));
    }

    #[test]
    fn the_page_is_small_and_reaches_for_nothing() {
        let script = lean::script(&source());
        let all = [PAGE, &STYLE, &script].concat();
        assert!(all.len() < 60_000, "{} bytes", all.len());
        for bad in
            ["fetch(", "XMLHttpRequest", "innerHTML", "eval(", "import(", "src=\"http", "url("]
        {
            assert!(!all.contains(bad), "{bad}");
        }
        assert!(!script.contains("</script") && !PAGE.contains(" onclick"));
    }

    /// What the page says to people stands in one table, and all of it is said.
    #[test]
    fn words_are_those_of_the_table() {
        let script = SCRIPT.concat();
        let keys: Vec<&str> = words().into_iter().map(|(key, _)| key).collect();
        assert!(keys.is_sorted() && keys.len() > 100);
        // A part of a key may be filled in: `sort.${key}`, `${kind}.heads`.
        let used = |key: &&str| {
            let dots = || key.match_indices('.').map(|(at, _)| key.split_at(at));
            script.contains(&format!("\"{key}\""))
                || dots().any(|(before, _)| script.contains(&format!("`{before}.${{")))
                || dots().any(|(_, after)| script.contains(&format!("}}{after}`")))
        };
        assert_eq!(keys.iter().filter(|key| !used(key)).collect::<Vec<_>>(), [&""; 0]);
        for (at, call) in script.match_indices("t(\"") {
            let (before, after) =
                (script.get(..at).unwrap(), script.get(at + call.len()..).unwrap());
            if !before.ends_with(|c: char| c.is_alphanumeric()) {
                let key = after.split('"').next().unwrap();
                assert!(keys.contains(&key), "{key} is no word");
            }
        }
    }
}
