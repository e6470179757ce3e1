//! `hyokasho doctor`: what is installed and what is missing, for a person and for a report of a fault.

use super::print;
use crate::compare::report::columns;
use crate::error::Result;
use crate::export::EXPORTERS;
use crate::form;
use crate::messages::{self, Lang, fill, text};
use crate::read::scan;
use std::process::ExitCode;

pub(super) fn run() -> Result<ExitCode> {
    let lines = [
        ("doctor.version", version()),
        ("doctor.system", system()),
        ("doctor.language", language()),
        ("doctor.formats", formats()),
        ("doctor.forms", forms()),
        ("doctor.scans", scans()),
    ];
    let width = |key| -> usize { text(key).chars().map(columns).sum() };
    let widest = lines.iter().map(|(key, _)| width(key)).max().unwrap_or_default();
    let line = |(key, said): &(&'static str, String)| {
        format!("{}{}  {said}\n", text(key), " ".repeat(widest - width(key)))
    };
    print(lines.iter().map(line).collect::<String>().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn version() -> String {
    format!("hyokasho {} ({})", env!("CARGO_PKG_VERSION"), env!("HYOKASHO_BUILD"))
}

fn system() -> String {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let (os, kind) = (std::env::consts::OS, std::env::consts::ARCH);
    fill("doctor.processors", &[("os", &os), ("kind", &kind), ("count", &processors)])
}

fn language() -> String {
    match messages::spoken() {
        Lang::Ja => text("doctor.ja").to_owned(),
        Lang::En => text("doctor.en").to_owned(),
    }
}

fn formats() -> String {
    let names: Vec<&str> = EXPORTERS.iter().map(|exporter| exporter.format).collect();
    names.join(", ")
}

fn forms() -> String {
    let short: String = form::digest().chars().take(8).collect();
    let labels: Vec<&str> = form::forms().iter().map(|form| &*form.label).collect();
    format!("{} ({short})", labels.join(", "))
}

/// Whether scans are read, by what, and what to do where they are not.
fn scans() -> String {
    if !cfg!(feature = "ocr") {
        return text("doctor.scans-left-out").to_owned();
    }
    match (scan::model_file(), scan::is_ready()) {
        (Some(file), true) => fill("doctor.scans-ready", &[("file", &file.display())]),
        (Some(file), false) => fill("doctor.scans-damaged", &[("file", &file.display())]),
        (None, _) => text("doctor.scans-missing").to_owned(),
    }
}
