//! The command line, declared: one struct per command, each field's comment is its help.

mod reports;
mod site;

use super::part::Shard;
use crate::export::EXPORTERS;
use crate::limits::{Limits, Ocr};
use crate::messages::Lang;
use crate::read::scan;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
pub(super) use reports::{Audit, Compare, Delta, Format, History, Only, Printing, Show};
pub(super) use site::Site;
use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;
use std::time::Duration;

/// Turns published 特定個人情報保護評価書 (My Number privacy impact assessments) into typed data.
#[derive(Debug, Parser)]
#[command(name = "hyokasho", bin_name = "hyokasho", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,

    /// The language of messages, help and reports, 'ja' or 'en' [default: the locale's; reports in Japanese]
    #[arg(long, global = true, value_enum, value_name = "LANG", hide_possible_values = true)]
    pub(super) lang: Option<Language>,
}

/// A language: ja or en.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// Japanese
    Ja,
    /// English
    En,
}

impl Language {
    pub(super) fn lang(self) -> Lang {
        match self {
            Self::Ja => Lang::Ja,
            Self::En => Lang::En,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Extract(Extract),
    Merge(Merge),
    Worker(Worker),
    Inspect(Inspect),
    Show(Show),
    Site(Site),
    Compare(Compare),
    History(History),
    Delta(Delta),
    Audit(Audit),
    Find(Find),
    Forms(Forms),
    Schema(Schema),
    Explain(Explain),
    /// Says what is installed and what is missing
    Doctor,
    Completions(Completions),
    Manual(Manual),
}

/// Reads assessments and writes tables and records
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 complete; 1 complete, but an input that looks like an assessment \
    or cannot be read gave no record; 2 could not run; 130 interrupted, the same command goes on."
)]
pub(super) struct Extract {
    /// Files (PDF, workbook, Word document, text, ZIP), folders (searched for them by extension), or '-'
    /// for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,

    /// Folder for the results; what it holds of an earlier run is brought up to date
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    pub(super) output: PathBuf,

    /// Documents read at the same time [default: one per processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,

    /// Formats to write, with commas between them [default: csv,json,package]; excel, package, site
    /// and sqlite are made out of the tables of csv and bring them along
    #[arg(short, long, value_name = "FORMATS", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(formats()))]
    pub(super) format: Vec<String>,

    /// Write the tables for spreadsheet programs too, in Japanese: excel/hyokasho.xlsx
    #[arg(long)]
    pub(super) excel: bool,

    /// Write each table as a folder of parts (csv/items/*.csv), of which a later run touches those that
    /// have changed; parts.csv lists them. For csv, json and parquet
    #[arg(long, conflicts_with = "shard")]
    pub(super) parts: bool,

    /// Only one of N parts of the inputs: 3/16; 'merge' puts the parts together
    #[arg(long, value_name = "I/N")]
    pub(super) shard: Option<Shard>,

    /// Look into every file for changes, not only at its size and time
    #[arg(long)]
    pub(super) verify: bool,

    /// Read everything again, whatever an earlier run has kept
    #[arg(long)]
    pub(super) fresh: bool,

    /// Values that a person has corrected: a table with the columns record or source, item, value,
    /// and why, by, machine_value
    #[arg(long, value_name = "FILE")]
    pub(super) corrections: Option<PathBuf>,

    /// Where documents were published: a table with the columns file or sha256, and url, retrieved_on,
    /// licence, publisher
    #[arg(long, value_name = "FILE")]
    pub(super) sources: Option<PathBuf>,

    /// What the data package is called and by whom: name, title, description, contributors, version,
    /// licence, homepage, created (TOML or JSON); kept for later runs into the folder
    #[arg(long, value_name = "FILE")]
    pub(super) package: Option<PathBuf>,

    /// Let go of the results of other documents that the folder holds
    #[arg(long)]
    pub(super) replace: bool,

    /// Exit with 1 for any finding of severity error
    #[arg(long)]
    pub(super) strict: bool,

    #[command(flatten)]
    pub(super) log: LogFlags,

    #[command(flatten)]
    pub(super) ocr: OcrFlags,

    #[command(flatten)]
    pub(super) limits: LimitFlags,
}

/// Puts the parts of a run ('extract --shard') together
#[derive(Debug, Args)]
#[command(
    after_help = "The result is what one run over all inputs writes, byte for byte. A part that is \
    missing, incomplete or of another run is an error."
)]
pub(super) struct Merge {
    /// The output folders of all parts, in any order
    #[arg(required = true, value_name = "DIR")]
    pub(super) parts: Vec<PathBuf>,

    /// Folder for the results
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,

    /// Exit with 1 for any finding of severity error
    #[arg(long)]
    pub(super) strict: bool,

    #[command(flatten)]
    pub(super) log: LogFlags,
}

/// Answers requests on standard input, a line of JSON each
#[derive(Debug, Args)]
#[command(
    after_help = "A request is {\"id\":…,\"path\":…} or {\"id\":…,\"b64\":…}, with an optional \"source\" \
    for the name in the record and \"shape\":\"items\" for its items as rows. Each gets one line in reply, in order; the last line is the tally."
)]
pub(super) struct Worker {
    /// Read only files below this folder; without it, any file that a request names
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,

    #[command(flatten)]
    pub(super) ocr: OcrFlags,

    #[command(flatten)]
    pub(super) limits: LimitFlags,
}

/// How pages that are pictures are read
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Scans")]
pub(super) struct OcrFlags {
    /// Which pages of a PDF are read from their pictures
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = Ocr::Auto)]
    pub(super) ocr: Ocr,

    /// Folder of the model that reads them [default: $HYOKASHO_MODELS, else the user's data folder]
    #[arg(long, value_name = "DIR")]
    pub(super) models: Option<PathBuf>,
}

impl OcrFlags {
    /// The limits with what these flags say.
    pub(super) fn within(&self, limits: Limits) -> Limits {
        if let Some(folder) = &self.models {
            scan::look_in(folder.clone());
        }
        Limits { ocr: self.ocr, ..limits }
    }

    /// The flags that say the same to another process.
    pub(super) fn again(&self) -> Vec<OsString> {
        let which = self.ocr.to_possible_value();
        let mut flags =
            vec!["--ocr".into(), which.map_or("auto".into(), |one| one.get_name().into())];
        if let Some(folder) = &self.models {
            flags.extend(["--models".into(), folder.into()]);
        }
        flags
    }
}

/// How much one document may cost; what goes beyond is a finding
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits for each document")]
pub(super) struct LimitFlags {
    /// Time for reading it
    #[arg(long, value_name = "N", default_value_t = Limits::default().time.as_secs())]
    pub(super) max_seconds: u64,

    /// MiB of memory that may be kept for it while it is read
    #[arg(long, value_name = "N", default_value_t = Limits::default().memory >> 20)]
    pub(super) max_memory: usize,

    /// Its size in MiB
    #[arg(long, value_name = "N", default_value_t = Limits::default().bytes >> 20)]
    pub(super) max_size: u64,

    /// Its pages (PDF)
    #[arg(long, value_name = "N", default_value_t = Limits::default().pages)]
    pub(super) max_pages: usize,

    /// MiB that its contents unpack to (PDF)
    #[arg(long, value_name = "N", default_value_t = Limits::default().decoded >> 20)]
    pub(super) max_unpacked: usize,

    /// Its characters (text)
    #[arg(long, value_name = "N", default_value_t = Limits::default().characters)]
    pub(super) max_characters: usize,

    /// MiB that its results take in all formats together
    #[arg(long, value_name = "N", default_value_t = Limits::default().output >> 20)]
    pub(super) max_output: usize,
}

impl LimitFlags {
    /// The limits that the flags say.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            time: Duration::from_secs(self.max_seconds),
            memory: self.max_memory.saturating_mul(1 << 20),
            bytes: self.max_size.saturating_mul(1 << 20),
            pages: self.max_pages,
            decoded: self.max_unpacked.saturating_mul(1 << 20),
            characters: self.max_characters,
            output: self.max_output.saturating_mul(1 << 20),
            ..Limits::default()
        }
    }

    /// The flags that say the same to another process.
    pub(super) fn again(&self) -> Vec<OsString> {
        let flag = |name, value: &dyn Display| OsString::from(format!("--max-{name}={value}"));
        vec![
            flag("seconds", &self.max_seconds),
            flag("memory", &self.max_memory),
            flag("size", &self.max_size),
            flag("pages", &self.max_pages),
            flag("unpacked", &self.max_unpacked),
            flag("characters", &self.max_characters),
            flag("output", &self.max_output),
        ]
    }
}

/// What is said on standard error
#[derive(Clone, Debug, Args)]
pub(super) struct LogFlags {
    /// Show no progress and print no summary
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// How progress and summary are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LogFormat::Text)]
    pub(super) log_format: LogFormat,
}

/// How progress and summary are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    // For a person. (A doc comment here would blow up the help.)
    Text,
    // A JSON object a line.
    Json,
}

/// The format that is a folder of pages, made out of the tables at the end.
pub(super) const SITE: &str = "site";

fn formats() -> Vec<&'static str> {
    let mut formats: Vec<&str> = EXPORTERS.iter().map(|exporter| exporter.format).collect();
    formats.push(SITE);
    formats.sort_unstable();
    formats
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
    /// As JSON: for 'inspect', the cells of each page with their boxes (of each line, for a text)
    Json,
}

/// Finds items, concepts and columns by a Japanese word
#[derive(Debug, Args)]
#[command(after_help = "Every --item takes what it lists: an item's id, a concept, or a label.")]
pub(super) struct Find {
    /// A word of a label or option: 再委託
    pub(super) word: String,

    /// How to show it
    #[arg(short, long, value_enum, default_value_t = View::Text)]
    pub(super) format: View,
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

/// Prints the JSON Schema of a form's records, or a page about the tables
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Schema {
    /// The form whose records it describes
    #[arg(short, long, value_name = "FORM", value_parser = PossibleValuesParser::new(crate::form::ids()))]
    pub(super) form: Option<String>,

    /// The tables and their columns, as Markdown
    #[arg(short, long)]
    pub(super) tables: bool,
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
    #[arg(required_unless_present = "all")]
    pub(super) shell: Option<Shell>,

    /// Write those of every shell into this folder
    #[arg(long, value_name = "DIR")]
    pub(super) all: Option<PathBuf>,
}

/// Writes the manual pages into a folder
#[derive(Debug, Args)]
pub(super) struct Manual {
    /// The folder
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
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
