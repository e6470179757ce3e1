//! `hyokasho manual`: the manual pages, one per command, for whoever packs the program.

use super::args::Manual;
use super::help;
use crate::error::{ErrorKind, Result};
use std::process::ExitCode;

pub(super) fn run(args: &Manual) -> Result<ExitCode> {
    let failed = |cause| ErrorKind::OutputUnwritable { path: args.folder.clone(), cause };
    std::fs::create_dir_all(&args.folder).map_err(failed)?;
    clap_mangen::generate_to(help::command(), &args.folder).map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}
