//! `hyokasho extract`: documents in, tables and records out.

use super::args::Extract;
use super::batch::{self, Tally};
use super::say;
use crate::assess::assess;
use crate::error::Result;
use crate::export::{Output, Written, chosen};
use crate::input;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: &Extract) -> Result<ExitCode> {
    let inputs = input::find(&args.inputs)?;
    let mut names = args.format.clone();
    if args.excel {
        names.push("excel".into());
    }
    let formats = chosen(&names);
    let mut output = Output::create(&args.output, &formats)?;
    // A failure within a document becomes a finding; the default hook would print it as well.
    std::panic::set_hook(Box::new(|_| {}));
    let tally = batch::run(&inputs, jobs(args), &assess, &formats, &mut output)?;
    let written = output.finish()?;
    if !args.quiet {
        say(&summary(&tally, &written, &args.output));
    }
    let bad = tally.failed > 0 || (args.strict && tally.errors > 0);
    Ok(if bad { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn jobs(args: &Extract) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(processors, usize::from)
}

fn summary(tally: &Tally, written: &[Written], folder: &Path) -> String {
    let mut text = String::new();
    for (source, code, message) in &tally.failures {
        let _ = writeln!(text, "{source}: {code}: {message}"); // a String takes everything
    }
    let more = tally.failed - tally.failures.len();
    if more > 0 {
        let _ = writeln!(text, "… and {more} more without a record");
    }
    let _ = write!(text, "documents  {}", tally.documents);
    if tally.without_record > 0 {
        let _ = write!(text, " ({} without a record)", tally.without_record);
    }
    let _ = write!(text, "\nrecords    {}", tally.records);
    let _ = write!(text, "\nfindings   {}", tally.findings.values().sum::<usize>());
    for (at, (code, count)) in tally.findings.iter().enumerate() {
        let _ = write!(text, "{} {code} {count}", if at == 0 { ":" } else { "," });
    }
    let _ = write!(text, "\nwritten    {}: {}", folder.display(), names(written));
    text
}

fn names(written: &[Written]) -> String {
    let name = |file: &Written| match file.files {
        None => file.name.to_owned(),
        Some(count) => format!("{}/ ({count})", file.name),
    };
    written.iter().map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_everything() {
        let tally = Tally {
            documents: 30,
            records: 4,
            without_record: 26,
            failed: 22,
            failures: vec![("a.txt".into(), "empty-input", "there is nothing in it".into())],
            errors: 22,
            findings: [("empty-input", 22), ("mark-lost", 3)].into(),
        };
        let written = [
            Written { name: "items.csv", files: None },
            Written { name: "municipalities", files: Some(3) },
        ];
        insta::assert_snapshot!(summary(&tally, &written, Path::new("out")), @r"
        a.txt: empty-input: there is nothing in it
        … and 21 more without a record
        documents  30 (26 without a record)
        records    4
        findings   25: empty-input 22, mark-lost 3
        written    out: items.csv, municipalities/ (3)
        ");
    }
}
