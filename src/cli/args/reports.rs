//! The commands that put records side by side.

use crate::compare::tally;
use crate::messages::{self, Lang};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Tables for a terminal
    Text,
    /// Every row, for programs
    Csv,
    /// Every row as an object
    Json,
    /// Tables in Markdown
    Markdown,
    /// One page with nothing from elsewhere, also for paper
    Html,
}

/// How and where a report is printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "How it is printed")]
pub(in crate::cli) struct Printing {
    /// How to print it
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    pub(in crate::cli) format: Format,

    /// Write it into this file
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
}

impl Printing {
    /// The language of the report's own words: Japanese, as the assessments are, where the command line
    /// says nothing else.
    pub(in crate::cli) fn lang(&self) -> Lang {
        messages::asked().unwrap_or(Lang::Ja)
    }
}

/// What one item's answers are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    /// The body
    Agency,
    /// Basic, key, full
    Form,
    /// The prefecture
    Prefecture,
    /// The form's revision
    Revision,
}

impl By {
    pub(in crate::cli) fn group(self) -> tally::By {
        match self {
            Self::Agency => tally::By::Agency,
            Self::Form => tally::By::Form,
            Self::Prefecture => tally::By::Prefecture,
            Self::Revision => tally::By::Revision,
        }
    }
}

/// Which assessments it is about
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Only some assessments")]
pub(in crate::cli) struct Only {
    /// Only this agency: its name or code
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) agency: Option<String>,

    /// Only assessments about this 事務: 国民健康保険
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) project: Option<String>,

    /// Only this form
    #[arg(long, value_name = "FORM", value_parser = PossibleValuesParser::new(crate::form::ids()))]
    pub(in crate::cli) form: Option<String>,
}

/// Compares two assessments item by item, or one item over many assessments
#[derive(Debug, Args)]
#[command(after_help = "\
    Examples:\n  \
    hyokasho compare old.pdf new.pdf --format html -o changes.html\n  \
    hyokasho compare 目黒区 熊本市 --from output --project 国民健康保険\n  \
    hyokasho compare --item file.entrustment.performed --by prefecture output")]
pub(in crate::cli) struct Compare {
    /// Two documents, or with --from two records or agencies; one document that holds two versions;
    /// with --item any documents, folders, and output folders of 'extract'
    #[arg(required_unless_present = "from", value_name = "A, B or INPUT")]
    pub(in crate::cli) inputs: Vec<PathBuf>,

    /// Look A and B up in these documents, folders and output folders: by record id, agency or code; with --item more inputs
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) from: Vec<PathBuf>,

    /// Show what is the same too, and long texts in full; with --item count older versions too
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// One item over all inputs: its id, its concept, or its label (再委託の有無); see 'hyokasho find'
    #[arg(long, value_name = "ITEM")]
    pub(in crate::cli) item: Option<String>,

    /// What to group the answers by
    #[arg(long, value_enum, default_value_t = By::Prefecture, requires = "item")]
    pub(in crate::cli) by: By,

    #[command(flatten)]
    pub(in crate::cli) only: Only,

    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}

/// Shows an assessment as a person reads it: in the order of the form, with findings
#[derive(Debug, Args)]
#[command(after_help = "\
    Examples:\n  \
    hyokasho show 目黒区.pdf\n  \
    hyokasho show 目黒区 --from output --project 国民健康保険 --item 再委託の有無")]
pub(in crate::cli) struct Show {
    /// A document, or with --from a record: its id, its path, its agency or code
    #[arg(value_name = "RECORD")]
    pub(in crate::cli) record: PathBuf,

    /// Look the record up in these documents, folders and output folders
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) from: Vec<PathBuf>,

    /// Only this item (its id, its concept, or its label), with its place on the page where the document is given
    #[arg(long, value_name = "ITEM")]
    pub(in crate::cli) item: Option<String>,

    /// Show what the form prints and nobody has filled in too
    #[arg(long)]
    pub(in crate::cli) all: bool,

    #[command(flatten)]
    pub(in crate::cli) only: Only,

    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}

/// Shows the versions of an assessment and whether each change is listed in 変更箇所
#[derive(Debug, Args)]
#[command(after_help = "Findings: change-unlisted, change-not-made; see 'hyokasho explain CODE'.")]
pub(in crate::cli) struct History {
    /// Documents, folders, and output folders of 'extract'
    #[arg(required = true, value_name = "INPUT")]
    pub(in crate::cli) inputs: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) only: Only,

    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}

/// Shows what a later run of 'extract' has more, less, or otherwise than an earlier one
#[derive(Debug, Args)]
#[command(after_help = "\
    Assessments are matched by their bytes, their address, then body, 事務, form and number.\n\
    Example:\n  \
    hyokasho delta 2026-04 2026-05 --format html -o changes.html")]
pub(in crate::cli) struct Delta {
    /// The output folder of the earlier run
    pub(in crate::cli) old: PathBuf,

    /// The output folder of the later run
    pub(in crate::cli) new: PathBuf,

    #[command(flatten)]
    pub(in crate::cli) only: Only,

    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}

/// Draws random values and shows each beside its source, for a person to tick off
#[derive(Debug, Args)]
pub(in crate::cli) struct Audit {
    /// Documents, folders, and output folders of 'extract' (these without the source itself)
    #[arg(required = true, value_name = "INPUT")]
    pub(in crate::cli) inputs: Vec<PathBuf>,

    /// How many values, as evenly over kinds of answers and forms as there are
    #[arg(short, long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(in crate::cli) sample: u32,

    /// Another number draws other values; the same one the same
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,

    #[command(flatten)]
    pub(in crate::cli) only: Only,

    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}
