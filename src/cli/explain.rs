//! `hyokasho explain`: the page of a finding.

mod examples;

use super::args::Explain;
use super::print;
use crate::check;
use crate::error::{ErrorKind, Result, nearest};
use crate::finding;
use crate::input;
use crate::messages::{self, Lang};
use std::process::ExitCode;

/// Where findings have their pages: code and page each.
const REGISTRIES: &[&[(&str, &str)]] = &[input::PAGES];

pub(super) fn run(args: &Explain) -> Result<ExitCode> {
    let text = match &args.code {
        Some(code) => page(code)? + &examples::example(code).map_or_else(String::new, below),
        None => codes().iter().map(|code| listed(code)).collect(),
    };
    print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A line of the list: the code, and its name where that is spoken.
fn listed(code: &str) -> String {
    match messages::spoken() {
        Lang::En => format!("{code}\n"),
        Lang::Ja => format!("{code:<24}{}\n", finding::name(code)),
    }
}

fn codes() -> Vec<&'static str> {
    let own = REGISTRIES.iter().copied().flatten().map(|(code, _)| *code);
    let mut codes: Vec<_> = own.chain(check::CHECKS.iter().map(|entry| entry.code)).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// An example below a page.
fn below(example: String) -> String {
    format!("\n{example}")
}

fn page(code: &str) -> Result<String> {
    if messages::spoken() == Lang::Ja
        && let Some(page) = messages::page(code)
    {
        return Ok(format!("{page}\n"));
    }
    let mut pages = REGISTRIES.iter().copied().flatten();
    if let Some((_, page)) = pages.find(|(known, _)| *known == code) {
        return Ok((*page).to_owned());
    }
    if let Some(page) = check::page(code) {
        return Ok(page);
    }
    let near = nearest(code, codes().into_iter().map(str::to_owned));
    let (name, list) = (code.to_owned(), "hyokasho explain");
    Err(ErrorKind::NameUnknown { what: "finding", name, near, list }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        assert!(codes().is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn every_code_has_a_page_in_japanese() {
        for code in codes() {
            let page = messages::page(code);
            let page =
                page.unwrap_or_else(|| panic!("add {code} to src/messages/data/pages.ja.md"));
            let head = format!("# {code}　{}\n\n", crate::finding::name(code));
            assert!(page.starts_with(&head), "{page}");
            for part in ["\n**何が見つかったか。** ", "\n**なぜ大切か。** "] {
                assert!(page.contains(part), "{code}: {part}");
            }
            assert!(page.contains("\n**例。** ") || page.contains("\n**どうするか。** "), "{code}");
        }
        assert_eq!(messages::pages().count(), codes().len());
    }

    #[test]
    fn every_code_has_a_japanese_name() {
        let names = crate::finding::names();
        assert!(names.is_sorted_by(|a, b| a.0 < b.0));
        for code in codes() {
            let known = names.iter().any(|(name, _)| *name == code);
            assert!(known, "add a line for {code} to src/finding/data/codes.csv");
        }
    }
}
