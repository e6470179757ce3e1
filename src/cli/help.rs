//! The command line as clap knows it, with its help in the language spoken.

use super::args::Arguments;
use crate::messages::{self, Lang};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::LazyLock;

/// Help in Japanese by the place in the command line: `extract`, `extract --output`, `extract INPUT`. Flags that several
/// commands share stand once, without a command: `--max-pages`.
static HELP: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(|| {
    let rows = include_str!("../messages/data/help.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once('|'))
        .map(|(key, help)| (key, help.replace("\\n", "\n")))
        .collect()
});

/// Japanese for what the library prints of its own around our help: headings, and the words for defaults.
static WORDS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("../messages/data/usage.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once('|')).collect()
});

/// What the library has printed, in the language spoken.
pub(super) fn in_words(text: &str) -> String {
    match messages::spoken() {
        Lang::En => text.to_owned(),
        Lang::Ja => in_japanese(text),
    }
}

fn in_japanese(text: &str) -> String {
    WORDS.iter().fold(text.to_owned(), |text, (english, japanese)| text.replace(english, japanese))
}

/// Understands a command line.
pub(super) fn parse(command: Command, words: Vec<OsString>) -> Result<Arguments, clap::Error> {
    let matches = command.try_get_matches_from(words)?;
    Arguments::from_arg_matches(&matches)
}

/// The command line.
pub(super) fn command() -> Command {
    match messages::spoken() {
        Lang::En => Arguments::command(),
        Lang::Ja => translated(Arguments::command(), ""),
    }
}

fn translated(command: Command, path: &str) -> Command {
    let about = HELP.get(if path.is_empty() { "hyokasho" } else { path });
    let command = match about {
        Some(about) => command.about(about.as_str()).long_about(about.as_str()),
        None => command,
    };
    let after = HELP.get(format!("{path} (after)").trim_start());
    let command = match after {
        Some(after) => command.after_help(after.as_str()),
        None => command,
    };
    let command = command.mut_args(|arg| match found(path, &arg) {
        // It says what the values mean.
        Some(help) if arg.get_action().takes_values() => {
            arg.help(help).long_help(help).hide_possible_values(true)
        }
        Some(help) => arg.help(help).long_help(help),
        None => arg,
    });
    let flag = |name, short, action, help: &str| {
        Arg::new(name)
            .short(short)
            .long(name)
            .action(action)
            .help(help.to_owned())
            .help_heading(None::<&str>)
    };
    let help = HELP.get("--help").map(String::as_str).unwrap_or_default();
    let command = command.disable_help_flag(true).arg(flag("help", 'h', ArgAction::Help, help));
    let command = if path.is_empty() {
        let version = HELP.get("--version").map(String::as_str).unwrap_or_default();
        let flag = flag("version", 'V', ArgAction::Version, version);
        command.disable_version_flag(true).arg(flag)
    } else {
        command
    };
    command.mut_subcommands(|inner| {
        let path = format!("{path} {}", inner.get_name());
        translated(inner, path.trim_start())
    })
}

/// The help of an argument of a command.
fn found(path: &str, arg: &Arg) -> Option<&'static str> {
    let name = name(arg);
    HELP.get(format!("{path} {name}").as_str())
        .or_else(|| HELP.get(name.as_str()))
        .map(String::as_str)
}

/// How an argument is written: `--output`, or the name of its value.
fn name(arg: &Arg) -> String {
    match (arg.get_long(), arg.get_value_names()) {
        (Some(long), _) => format!("--{long}"),
        (None, Some([first, ..])) => first.to_string(),
        (None, _) => arg.get_id().as_str().to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// All keys that the help of a command may have, with those that it must have.
    fn keys(
        command: &Command,
        path: &str,
        must: &mut BTreeSet<String>,
        known: &mut BTreeSet<String>,
    ) {
        must.insert(if path.is_empty() { "hyokasho".into() } else { path.to_owned() });
        if command.get_after_help().is_some() {
            must.insert(format!("{path} (after)").trim_start().to_owned());
        }
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let own = format!("{path} {}", name(arg)).trim_start().to_owned();
            known.extend([own.clone(), name(arg)]);
            if found(path, arg).is_none() {
                must.insert(own);
            }
        }
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            keys(inner, format!("{path} {}", inner.get_name()).trim_start(), must, known);
        }
    }

    #[test]
    fn no_help_lacks_japanese_and_none_is_left_over() {
        let (mut must, mut known) = (BTreeSet::new(), BTreeSet::new());
        keys(&Arguments::command(), "", &mut must, &mut known);
        let lacking: Vec<_> = must.iter().filter(|key| !HELP.contains_key(key.as_str())).collect();
        assert!(lacking.is_empty(), "add these to src/messages/data/help.csv: {lacking:#?}");
        known.extend(["--help", "--version"].map(String::from));
        let over: Vec<_> =
            HELP.keys().filter(|key| !must.contains(**key) && !known.contains(**key)).collect();
        assert!(over.is_empty(), "the command line has none of these: {over:?}");
    }

    /// The pages of help of a command and those below it.
    fn pages(command: &Command, words: &[&str], all: &mut String) {
        let line = [&["hyokasho"], words, &["--help"]].concat();
        let page = command.clone().try_get_matches_from(line).unwrap_err();
        all.push_str(&in_japanese(&page.to_string()));
        let mut below = command;
        for word in words {
            below = below.find_subcommand(word).unwrap();
        }
        for inner in below.get_subcommands() {
            pages(command, &[words, &[inner.get_name()]].concat(), all);
        }
    }

    #[test]
    fn japanese_help_holds_no_english() {
        let (command, mut all) = (translated(Arguments::command(), ""), String::new());
        pages(&command, &[], &mut all);
        // Two words of small letters side by side are English; examples, names and paths are not.
        let small = |word: &str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
        let english = |line: &&str| {
            let words: Vec<&str> = line.split(' ').collect();
            let pair = |pair: &[&str]| pair.iter().all(|word| small(word));
            words.windows(2).any(pair) && !line.contains("hyokasho ")
        };
        let found: Vec<&str> = all.lines().filter(english).collect();
        assert!(found.is_empty(), "{found:#?}");
        for heading in ["Usage:", "Options:", "Arguments:", "Commands:", "[default:", "values:"] {
            assert!(!all.contains(heading), "{heading}");
        }
    }

    #[test]
    fn values_that_japanese_help_hides_stand_in_it() {
        fn all(command: &Command, path: &str) {
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                let Some(help) = found(path, arg) else { continue };
                for value in arg.get_possible_values().iter().map(|value| value.get_name()) {
                    let is_flag = matches!(value, "true" | "false");
                    assert!(is_flag || help.contains(value), "{path} {}: {value}", name(arg));
                }
            }
            for inner in command.get_subcommands() {
                all(inner, format!("{path} {}", inner.get_name()).trim_start());
            }
        }
        all(&Arguments::command(), "");
    }

    #[test]
    fn japanese_help_is_a_command_line_too() {
        let command = translated(Arguments::command(), "");
        command.clone().debug_assert();
        let extract = command.find_subcommand("extract").unwrap();
        assert!(extract.get_about().unwrap().to_string().contains("評価書"));
    }
}
