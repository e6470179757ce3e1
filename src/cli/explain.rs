//! `hyokasho explain`: the page of a finding.

mod examples;

use super::args::Explain;
use super::print;
use crate::check;
use crate::error::{ErrorKind, Result, nearest};
use crate::finding::Code;
use crate::input;
use crate::messages::{self, Lang};
use std::process::ExitCode;

/// Where findings have their pages: code and page each.
const REGISTRIES: &[&[(Code, &str)]] = &[input::PAGES];

pub(super) fn run(args: &Explain) -> Result<ExitCode> {
    let text = match &args.code {
        Some(name) => {
            let code = known(name)?;
            page(code) + &examples::example(code).map_or_else(String::new, below)
        }
        None => codes().iter().map(|code| listed(*code)).collect(),
    };
    print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A line of the list: the code, and its name where that is spoken.
fn listed(code: Code) -> String {
    match messages::spoken() {
        Lang::En => format!("{code}\n"),
        Lang::Ja => format!("{code:<24}{}\n", code.label()),
    }
}

fn codes() -> Vec<Code> {
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

/// The code of a name, where it has a page.
fn known(name: &str) -> Result<Code> {
    let code = name.parse().ok().filter(|code| codes().contains(code));
    code.ok_or_else(|| {
        let near = nearest(name, codes().iter().map(Code::to_string));
        let (name, list) = (name.to_owned(), "hyokasho explain");
        ErrorKind::NameUnknown { what: "finding", name, near, list }.into()
    })
}

fn page(code: Code) -> String {
    if messages::spoken() == Lang::Ja
        && let Some(page) = messages::page(code.name())
    {
        return format!("{page}\n");
    }
    let mut pages = REGISTRIES.iter().copied().flatten();
    let own = pages.find(|(known, _)| *known == code).map(|(_, page)| (*page).to_owned());
    own.or_else(|| check::page(code)).unwrap_or_default()
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
            let page = messages::page(code.name());
            let page =
                page.unwrap_or_else(|| panic!("add {code} to src/messages/data/pages.ja.md"));
            let head = format!("# {code}　{}\n\n", code.label());
            assert!(page.starts_with(&head), "{page}");
            for part in ["\n**何が見つかったか。** ", "\n**なぜ大切か。** "] {
                assert!(page.contains(part), "{code}: {part}");
            }
            assert!(page.contains("\n**例。** ") || page.contains("\n**どうするか。** "), "{code}");
        }
        assert_eq!(messages::pages().count(), codes().len());
    }

    #[test]
    fn every_code_has_a_page() {
        let pages = codes();
        let missing = Code::ALL.iter().filter(|code| !pages.contains(code));
        assert_eq!(missing.collect::<Vec<_>>(), [&Code::UnknownCode]); // is never raised
    }
}
