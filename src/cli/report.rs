//! Prints a report the way the command line asks.

use super::args::{Format, Printing};
use super::{print, say};
use crate::compare::report::{Report, Style, csv, html, json, markdown, text};
use crate::error::{ErrorKind, Result};
use std::io::{IsTerminal as _, Write as _};
use std::process::{Command, ExitCode, Stdio};

/// Columns of a report where the terminal does not say how many it has.
const WIDTH: usize = 120;

/// Prints a report as [`write()`] does, on a terminal through the pager that the environment names.
pub(super) fn page(report: &Report, printing: &Printing) -> Result<ExitCode> {
    let screen = printing.output.is_none() && std::io::stdout().is_terminal();
    let pager = std::env::var("PAGER").ok().filter(|pager| screen && !pager.trim().is_empty());
    if let (Some(pager), Format::Text) = (pager, printing.format) {
        let mut words = pager.split_whitespace();
        let program = words.next().unwrap_or_default();
        let child = Command::new(program).args(words).stdin(Stdio::piped()).spawn();
        // A pager that is not there is no reason to show nothing.
        if let Ok(mut child) = child {
            if let Some(mut input) = child.stdin.take() {
                let _ = input.write_all(text(report, style(printing)).as_bytes());
            }
            let _ = child.wait();
            return Ok(ExitCode::SUCCESS);
        }
    }
    write(report, printing, &[])
}

/// Prints or writes a report, and tells what could not be read: exit code 1 then.
pub(super) fn write(
    report: &Report,
    printing: &Printing,
    failed: &[(String, String)],
) -> Result<ExitCode> {
    let out = match printing.format {
        Format::Csv => csv(report),
        Format::Json => json(report),
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
    let columns = columns.or_else(|| {
        let (width, _) = terminal_size::terminal_size()?;
        Some(usize::from(width.0))
    });
    let width = columns.filter(|_| screen).unwrap_or(WIDTH).clamp(60, 200);
    Style { width, colour: screen && !refused }
}
