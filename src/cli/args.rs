//! The command line, declared: one struct per command, each field's comment is its help.

mod reports;

pub(super) use reports::{Audit, Compare, Format, History, Printing};

use crate::export::EXPORTERS;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Turns published 特定個人情報保護評価書 (My Number privacy impact assessments) into typed data.
#[derive(Debug, Parser)]
#[command(name = "hyokasho", bin_name = "hyokasho", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Extract(Extract),
    Inspect(Inspect),
    Compare(Compare),
    History(History),
    Audit(Audit),
    Forms(Forms),
    Explain(Explain),
    Completions(Completions),
}

/// Reads assessments and writes tables and records
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 complete; 1 complete, but an input that looks like an assessment \
    or cannot be read gave no record; 2 could not run."
)]
pub(super) struct Extract {
    /// Files (PDF, text, ZIP), folders (searched for .pdf .txt .text .html .htm .zip), or '-' for
    /// standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,

    /// Folder for the results; files of an earlier run are replaced
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    pub(super) output: PathBuf,

    /// Documents read at the same time [default: one per processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,

    /// Formats to write, with commas between them
    #[arg(short, long, value_name = "FORMATS", value_delimiter = ',', default_values = formats(),
          value_parser = PossibleValuesParser::new(formats()))]
    pub(super) format: Vec<String>,

    /// Exit with 1 for any finding of severity error
    #[arg(long)]
    pub(super) strict: bool,

    /// Print no summary
    #[arg(short, long)]
    pub(super) quiet: bool,
}

fn formats() -> Vec<&'static str> {
    EXPORTERS.iter().map(|exporter| exporter.format).collect()
}

/// Shows how a document is read: each cell and the item it was given to
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 read; 1 the document could not be read; 2 could not run.")]
pub(super) struct Inspect {
    /// The document, or '-' for standard input
    pub(super) file: PathBuf,

    /// How to show it
    #[arg(short, long, value_enum, default_value_t = View::Text)]
    pub(super) format: View,

    /// Only this page (PDF only)
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) page: Option<u32>,

    /// Draw the page (the first, unless --page says another) with its cells and the item each was
    /// given to into this file (PDF only)
    #[arg(long, value_name = "OUT.svg")]
    pub(super) svg: Option<PathBuf>,
}

/// How a document is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum View {
    /// For a person
    Text,
    /// The cells of each page with their boxes (of each line, for a text) as JSON
    Json,
}

/// Lists the official forms and their items
#[derive(Debug, Args)]
pub(super) struct Forms {
    #[command(subcommand)]
    pub(super) command: Option<FormsCommand>,
}

#[derive(Debug, Subcommand)]
pub(super) enum FormsCommand {
    /// Shows an item and what is below it, in every form that has it
    Show {
        /// Its id without numbers: file.entrustment
        node: String,
    },
}

/// Explains a finding; lists all of them without a code
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The finding's code: mark-lost
    pub(super) code: Option<String>,
}

/// Prints the completions of a shell
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn declaration_is_consistent() {
        Arguments::command().debug_assert();
    }
}
