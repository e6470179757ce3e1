//! A file or folder given without a command: a document is shown, anything more is extracted.

use clap::Command;
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// The command line with the command that its inputs mean, where it names none.
pub(super) fn completed(mut words: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let Some(first) = first(&words) else { return words };
    let Some(word) = words.get(first) else { return words };
    let is_command = |name: &OsStr| {
        name == "help" || command.get_subcommands().any(|inner| name == inner.get_name())
    };
    let inputs = words.iter().skip(first).filter(|word| Path::new(word).exists()).count();
    if is_command(word) || !Path::new(word).exists() {
        return words;
    }
    let is_document = inputs == 1 && !Path::new(word).is_dir() && !is_archive(word);
    words.insert(first, if is_document { "show" } else { "extract" }.into());
    words
}

/// The place of the first word that is no flag, nor the value of the one flag that stands before commands.
fn first(words: &[OsString]) -> Option<usize> {
    let mut at = 1;
    loop {
        let word = words.get(at)?;
        at += match word.to_str() {
            Some("--lang") => 2,
            Some(word) if word.starts_with('-') => 1,
            _ => return Some(at),
        };
    }
}

fn is_archive(word: &OsStr) -> bool {
    Path::new(word).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Arguments;
    use clap::CommandFactory as _;

    fn said(words: &[&str]) -> String {
        let words = ["hyokasho"].iter().chain(words).map(OsString::from).collect();
        let words = completed(words, &Arguments::command());
        words.get(1..).unwrap_or_default().join(OsStr::new(" ")).into_string().unwrap()
    }

    #[test]
    fn a_document_is_shown_and_a_folder_extracted() {
        assert_eq!(said(&["Cargo.toml"]), "show Cargo.toml");
        assert_eq!(
            said(&["--lang", "ja", "Cargo.toml", "--all"]),
            "--lang ja show Cargo.toml --all"
        );
        assert_eq!(said(&["Cargo.toml", "build.rs"]), "extract Cargo.toml build.rs");
        assert_eq!(said(&["fixtures", "-o", "x"]), "extract fixtures -o x");
    }

    #[test]
    fn commands_and_slips_stay_as_they_are() {
        for words in
            [&["find", "src"][..], &["help", "show"], &["extrct", "src"], &["--version"], &[]]
        {
            assert_eq!(said(words), words.join(" "));
        }
    }
}
