//! The command line as clap knows it, with its help in the language spoken.

use super::args::Arguments;
use crate::messages::{self, Lang};
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};
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
        Some(help) => arg.help(help).long_help(help),
        None => arg,
    });
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
        let over: Vec<_> =
            HELP.keys().filter(|key| !must.contains(**key) && !known.contains(**key)).collect();
        assert!(over.is_empty(), "the command line has none of these: {over:?}");
    }

    #[test]
    fn japanese_help_is_a_command_line_too() {
        let command = translated(Arguments::command(), "");
        command.clone().debug_assert();
        let extract = command.find_subcommand("extract").unwrap();
        assert!(extract.get_about().unwrap().to_string().contains("評価書"));
    }
}
