//! `hyokasho completions`: what a shell needs to complete our command line.

use super::args::Completions;
use super::{help, print};
use crate::error::{ErrorKind, Result};
use clap::ValueEnum as _;
use clap_complete::{Shell, generate, generate_to};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: &Completions) -> Result<ExitCode> {
    if let Some(folder) = &args.all {
        all(folder)?;
    }
    if let Some(shell) = args.shell {
        let mut script = Vec::new();
        generate(shell, &mut help::command(), "hyokasho", &mut script);
        print(&script)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Those of every shell, into a folder.
fn all(folder: &Path) -> Result<()> {
    let failed = |cause| ErrorKind::OutputUnwritable { path: folder.to_owned(), cause };
    std::fs::create_dir_all(folder).map_err(failed)?;
    for shell in Shell::value_variants() {
        generate_to(*shell, &mut help::command(), "hyokasho", folder).map_err(failed)?;
    }
    Ok(())
}
