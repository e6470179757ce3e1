//! `hyokasho completions`: what a shell needs to complete our command line.

use super::args::{Arguments, Completions};
use super::print;
use crate::error::Result;
use clap::CommandFactory as _;
use std::process::ExitCode;

pub(super) fn run(args: &Completions) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "hyokasho", &mut script);
    print(&script)?;
    Ok(ExitCode::SUCCESS)
}
