//! `hyokasho extract`: documents in, tables and records out.

use super::args::{Extract, SITE};
use super::batch::{Batch, How, Ran};
use super::part::listing;
use super::progress::Progress;
use super::site;
use super::stop::Stop;
use super::summary::{Names, Summary, names, show};
use super::told::Told;
use super::under_way::UnderWay;
use crate::assess::assess_with;
use crate::correct::Corrections;
use crate::digest::sha256_hex;
use crate::error::{ErrorKind, Result};
use crate::export::{
    EXPORTERS, Exporter, Folder, Layout, Output, Seal, Tally, Total, chosen, sources, store,
};
use crate::finding::Message;
use crate::input::{self, Input, decode};
use crate::limits::Limits;
use crate::messages;
use crate::read::Means;
use crate::read::scan::{self, Memory};
use std::collections::BTreeSet;
use std::process::ExitCode;

/// What is known before the output folder is touched.
struct Begun {
    inputs: Vec<Input>,
    /// The names of all inputs, those of other shards included.
    listed: Vec<String>,
    corrections: Corrections,
    told: Told,
    total: Total,
}

fn begin(args: &Extract) -> Result<Begun> {
    can_write(args)?;
    let mut inputs = input::find(&args.inputs)?;
    let (corrections, digest) = corrections(args)?;
    let mut total = total(args, &inputs)?;
    total.limits.push_str(&digest);
    let told = Told::read(args)?;
    total.told = told.digest();
    let listed = inputs.iter().map(|input| input.source().to_owned()).collect();
    if let Some(shard) = args.shard {
        inputs.retain(|input| shard.has(input.source()));
    }
    if !args.replace {
        keep_others(args, &inputs)?;
    }
    Ok(Begun { inputs, listed, corrections, told, total })
}

type Kept = (store::Store, store::Log);

pub(super) fn run(args: &Extract) -> Result<ExitCode> {
    let Begun { inputs, listed, corrections, told, mut total } = begin(args)?;
    let folder = Folder::claim(&args.output)?;
    let state = state(&total, args, &inputs);
    if !args.verify
        && !args.fresh
        && let Some(seal) = folder.seal().filter(|seal| Some(&seal.inputs) == state.as_ref())
    {
        told.complain(args, &listed, &corrections);
        let code = nothing_to_do(args, &seal);
        return pages(args).map(|()| code);
    }
    let (formats, setup) = (chosen(&total.formats, args.shard.is_some()), setup(&total, args));
    told.keep(&folder)?;
    let ((store, mut log), memory) = kept(args, &folder, &setup)?;
    let under_way = UnderWay::open(folder.under_way())?;
    let mut output = Output::begin(folder, &formats, layout(args))?;
    // A failure within a document becomes a finding; the default hook would print it as well.
    std::panic::set_hook(Box::new(|_| {}));
    let (limits, stop) = (args.ocr.within(args.limits.limits()), Stop::listen());
    let documents = inputs.iter().filter(|input| !input.is_left_out()).count();
    let progress = Progress::new(documents, args.log.quiet, args.log.log_format);
    let means = Means { limits: &limits, memory: memory.as_ref() };
    let reader = |document, bytes: &[u8]| {
        let mut outcome = assess_with(document, bytes, &means);
        corrections.apply(&mut outcome);
        outcome
    };
    let flags = [args.limits.again(), args.ocr.again()].concat();
    let batch = Batch {
        how: How { reader: &reader, limits: &limits },
        jobs: jobs(args),
        verify: args.verify,
        setup: &setup,
        origins: &told.origins,
        store: &store,
        progress: &progress,
        stop: &stop,
        under_way: &under_way,
        flags: &flags,
        frames: Default::default(),
    };
    let ran = batch.run(&inputs, &mut output, &mut log)?;
    let (read, slowest) = progress.finish();
    total.complete = ran.left == 0;
    total.count(&ran.tally);
    let (folder, written) = output.finish(&total, &|number| batch.again(&inputs, number))?;
    let written = names(&written);
    drop(store);
    if ran.left == 0 {
        under_way.end();
        complete(&folder, log, &ran, state, &written)?;
    }
    let (tally, left) = (&ran.tally, ran.left);
    let summary = Summary { tally, written: &written, read, left, slowest: &slowest };
    told.complain(args, &listed, &corrections);
    show(&args.log, &summary, &args.output);
    ended(args, &ran, &stop)
}

/// The exit code of a run that wrote what it read, with the pages for people where all is read.
fn ended(args: &Extract, ran: &Ran, stop: &Stop) -> Result<ExitCode> {
    if let Some(code) = stop.asked().filter(|_| ran.left > 0) {
        return Ok(ExitCode::from(code));
    }
    if ran.left == 0 {
        pages(args)?;
    }
    Ok(code(args.strict, &ran.tally))
}

/// What earlier runs into the folder have kept of documents and of scans, unless all is to be read anew.
fn kept(args: &Extract, folder: &Folder, setup: &str) -> Result<(Kept, Option<Memory>)> {
    if args.fresh {
        folder.break_seal()?;
        return Ok((store::open(&folder.store(), "")?, None));
    }
    let memory = Memory::open(&folder.ocr());
    Ok((store::open(&folder.store(), setup)?, memory))
}

/// Leaves behind what lets the next run find that there is nothing to do.
fn complete(
    folder: &Folder,
    log: store::Log,
    ran: &Ran,
    state: Option<String>,
    written: &Names,
) -> Result<()> {
    log.compact(ran.live.clone())?;
    let inputs = state.filter(|_| ran.settled).unwrap_or_default();
    folder.set_seal(Seal::new(inputs, written.clone(), ran.tally.clone()))
}

/// The pages for people, within the output folder, where they are asked for.
fn pages(args: &Extract) -> Result<()> {
    if !args.format.iter().any(|format| format == SITE) {
        return Ok(());
    }
    let place = args.output.join(SITE);
    let written = site::make(&args.output, &place, &Default::default())?;
    if !args.log.quiet {
        site::told(&place, written);
    }
    Ok(())
}

/// Says at once where this build cannot write what is asked for.
fn can_write(args: &Extract) -> Result<()> {
    if !args.excel || EXPORTERS.iter().any(|exporter| exporter.format == "excel") {
        return Ok(());
    }
    let hint = "hint.build-excel";
    Err(ErrorKind::Unsupported { what: "--excel", hint }.into())
}

/// The corrections that the command line names, with what the kept results depend on.
fn corrections(args: &Extract) -> Result<(Corrections, String)> {
    let Some(path) = &args.corrections else { return Ok(Default::default()) };
    let wrong = |cause: String| ErrorKind::Usage(format!("{}: {cause}", path.display()));
    let bytes =
        std::fs::read(path).map_err(|cause| wrong(Message::system(&cause).spoken().to_owned()))?;
    // Spreadsheet programs in Japan save such tables in Shift_JIS.
    let corrections = Corrections::read(&decode(&bytes).text).map_err(wrong)?;
    let digest: String = sha256_hex(&bytes).chars().take(16).collect();
    Ok((corrections, format!(", corrections {digest}")))
}

/// Refuses to let the results of other documents go: a second input is rarely meant to replace the first.
fn keep_others(args: &Extract, inputs: &[Input]) -> Result<()> {
    let now: BTreeSet<&str> = inputs.iter().map(Input::source).collect();
    // Mostly the first is among them, and the others need not be looked at.
    if sources(&args.output).any(|source| now.contains(source.as_str())) {
        return Ok(());
    }
    let held: Vec<String> = sources(&args.output).collect();
    let (Some(first), Some(last)) = (held.first(), held.last()) else { return Ok(()) };
    let named = if held.len() == 1 { first.clone() } else { format!("{first} … {last}") };
    Err(ErrorKind::Usage(messages::fill(
        "usage.other-results",
        &[("path", &args.output.display()), ("named", &named), ("count", &held.len())],
    ))
    .into())
}

/// How the tables are to lie.
fn layout(args: &Extract) -> Layout {
    if args.parts { Layout::Parts } else { Layout::Whole }
}

/// The formats to write: those asked for, or what fits the layout.
fn formats(args: &Extract) -> Result<Vec<String>> {
    let mut formats = args.format.clone();
    if formats.is_empty() {
        let usual: &[&str] =
            if args.parts { &["csv", "json"] } else { &["csv", "json", "package"] };
        formats.extend(usual.iter().map(|&format| format.to_owned()));
    }
    formats.extend(args.excel.then(|| "excel".to_owned()));
    // The site is made out of the tables, and is no part of what is kept.
    if let Some(at) = formats.iter().position(|format| format == SITE) {
        "csv".clone_into(&mut formats[at]);
    }
    formats.sort_unstable();
    formats.dedup();
    let whole = chosen(&formats, false).into_iter().find(|one| args.parts && one.needs_whole());
    match whole {
        Some(Exporter { format, .. }) => {
            Err(ErrorKind::Usage(messages::fill("usage.parts", &[("format", format)])).into())
        }
        None => Ok(formats),
    }
}

/// What the manifest says of the run, but for the counts.
fn total(args: &Extract, inputs: &[Input]) -> Result<Total> {
    Ok(Total {
        shard: args.shard.map(|shard| shard.to_string()),
        inputs: inputs.len(),
        listing: listing(inputs),
        formats: formats(args)?,
        limits: describe(&args.limits.limits()),
        ..Total::default()
    })
}

fn describe(limits: &Limits) -> String {
    let Limits { time, memory, bytes, pages, decoded, characters, output, .. } = limits;
    let seconds = time.as_secs();
    format!(
        "seconds {seconds}, memory {memory}, bytes {bytes}, pages {pages}, unpacked {decoded}, \
         characters {characters}, output {output}"
    )
}

/// What a kept result was made with: this build, the limits, and what reads pictures. Not the formats: they are
/// views of what is kept.
fn setup(total: &Total, args: &Extract) -> String {
    let build = concat!(env!("CARGO_PKG_VERSION"), " ", env!("HYOKASHO_BUILD"));
    let ocr = (args.ocr.within(args.limits.limits()).ocr, scan::is_ready());
    let all = format!("{build}\n{}\n{ocr:?}", total.limits);
    sha256_hex(all.as_bytes()).chars().take(16).collect()
}

/// All that the output depends on, in a word; `None` where some of it has to be read to know.
fn state(total: &Total, args: &Extract, inputs: &[Input]) -> Option<String> {
    let part = (&total.shard, &total.told, &total.formats, layout(args).name());
    let mut text = format!("{}\n{}\n{part:?}\n", setup(total, args), total.listing);
    for input in inputs {
        text.push_str(&input.key());
        text.push('\t');
        text.push_str(&input.stamp()?);
        text.push('\n');
    }
    Some(sha256_hex(text.as_bytes()))
}

fn nothing_to_do(args: &Extract, seal: &Seal) -> ExitCode {
    let Seal { tally, written, .. } = seal;
    let summary = Summary { tally, written, read: 0, left: 0, slowest: &[] };
    show(&args.log, &summary, &args.output);
    code(args.strict, tally)
}

/// The exit code of a complete run.
pub(super) fn code(strict: bool, tally: &Tally) -> ExitCode {
    let bad = tally.failed > 0 || (strict && tally.errors > 0);
    if bad { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn jobs(args: &Extract) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(processors, usize::from)
}
