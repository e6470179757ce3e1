//! The `hyokasho` command: the only place that reads arguments, prints, and decides the exit code.

mod args;
mod audit;
mod batch;
mod compare;
mod completions;
mod delta;
mod doctor;
mod dropped;
mod explain;
mod extract;
mod find;
mod forms;
mod help;
mod history;
mod inspect;
mod manual;
mod merge;
mod only;
mod paint;
mod part;
mod progress;
mod records;
mod refused;
mod report;
mod schema;
mod show;
mod site;
mod stop;
mod summary;
mod told;
mod under_way;
mod worker;

#[cfg(feature = "stages")]
pub(crate) use worker::serve;

use crate::error::{ErrorKind, Result};
use crate::messages::{self, Lang};
use args::{Command, Language};
use clap::ValueEnum as _;
use paint::Paint;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Runs the command line: 0 complete; 1 complete, but an input that looks like an assessment or cannot
/// be read gave no record; 2 could not run.
#[must_use]
pub fn run() -> ExitCode {
    let words: Vec<OsString> = wild::args_os().collect();
    messages::speak(asked(&words), &locale());
    let command = help::command();
    let words = dropped::completed(words, &command);
    let arguments = match help::parse(command, words) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let done = match arguments.command {
        Command::Extract(args) => extract::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Worker(args) => worker::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::History(args) => history::run(&args),
        Command::Delta(args) => delta::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Find(args) => find::run(&args),
        Command::Forms(args) => forms::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Site(args) => site::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Doctor => doctor::run(),
        Command::Completions(args) => completions::run(&args),
        Command::Manual(args) => manual::run(&args),
    };
    done.unwrap_or_else(|error| {
        say(&error.to_string());
        ExitCode::from(2)
    })
}

/// The language that the command line asks for, before the rest of it is understood: help and errors
/// are in it too.
fn asked(words: &[OsString]) -> Option<Lang> {
    let mut words = words.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let value = loop {
        let word = words.next()?;
        if word == "--lang" {
            break words.next()?;
        }
        if let Some(value) = word.strip_prefix("--lang=") {
            break value;
        }
    };
    Language::from_str(value, true).ok().map(Language::lang)
}

/// The locale of messages, as POSIX looks for it.
fn locale() -> String {
    let named = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(named).unwrap_or_default()
}

/// Help and version are no errors; everything else is told as our other errors are.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let help = error.render();
        let help = if Paint::detect().is_on() { help.ansi().to_string() } else { help.to_string() };
        let _ = print(help::in_words(&help).as_bytes()); // a pipe that is closed wants no help
        return ExitCode::SUCCESS;
    }
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        say(help::in_words(&error.to_string()).trim_end());
        return ExitCode::from(2);
    }
    say(&crate::error::Error::from(ErrorKind::Usage(refused::said(error))).to_string());
    ExitCode::from(2)
}

/// Prints to standard output. Nobody reading on (`| head`) is not an error.
fn print(text: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(ErrorKind::Print(cause).into())
        }
        _ => Ok(()),
    }
}

/// Prints a line to standard error.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}"); // there is no other place to complain
}
