//! The command that makes the site.

use clap::Args;
use std::path::PathBuf;

/// Makes pages for people out of an output folder: search, read, compare, ask
#[derive(Debug, Args)]
#[command(after_help = "\
    Examples:\n  \
    hyokasho site output -o site\n  \
    hyokasho site output -o site --documents pdfs --since old-output\n\
    Open site/index.html with a double click, or put the folder on any web server.")]
pub(in crate::cli) struct Site {
    /// The output folder of 'extract'
    #[arg(value_name = "OUTPUT")]
    pub(in crate::cli) from: PathBuf,

    /// Folder of the site; a site that is there is replaced
    #[arg(short, long, value_name = "DIR", default_value = "site")]
    pub(in crate::cli) output: PathBuf,

    /// Folder of the documents that were read: draws the printed page beside each value (PDF only)
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) documents: Option<PathBuf>,

    /// An earlier output folder: what it does not hold is told as new
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) since: Option<PathBuf>,

    /// Where a misreading is told: an address with {record}, {item}, {value} and {place} in it
    #[arg(long, value_name = "URL", default_value = "")]
    pub(in crate::cli) report: String,
}
