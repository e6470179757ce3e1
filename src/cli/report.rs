//! Prints a report the way the command line asks.

use super::args::{Format, Printing};
use super::{print, say};
use crate::compare::report::{Report, Style, csv, html, markdown, text};
use crate::error::{ErrorKind, Result};
use std::io::IsTerminal as _;
use std::process::ExitCode;

/// Columns of a report where the terminal does not say how many it has.
const WIDTH: usize = 120;

/// Prints or writes a report, and tells what could not be read: exit code 1 then.
pub(super) fn write(
    report: &Report,
    printing: &Printing,
    failed: &[(String, String)],
) -> Result<ExitCode> {
    let out = match printing.format {
        Format::Csv => csv(report),
        Format::Html => html(report).into_bytes(),
        Format::Markdown => markdown(report).into_bytes(),
        Format::Text => text(report, style(printing)).into_bytes(),
    };
    match &printing.output {
        None => print(&out)?,
        Some(path) => std::fs::write(path, out)
            .map_err(|cause| ErrorKind::OutputUnwritable { path: path.clone(), cause })?,
    }
    for (source, why) in failed {
        say(&format!("{source}: {why}"));
    }
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn style(printing: &Printing) -> Style {
    let screen = printing.output.is_none() && std::io::stdout().is_terminal();
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    let width = columns.filter(|_| screen).unwrap_or(WIDTH).clamp(60, 200);
    Style { width, colour: screen && !refused }
}
