//! `hyokasho site`: an output folder as pages for people.

use super::args::Site;
use super::records::without_records;
use super::say;
use crate::assess::examine;
use crate::compare::load;
use crate::digest::sha256_hex;
use crate::error::{ErrorKind, Result};
use crate::export::svg::plain;
use crate::input::{self, Input};
use crate::messages;
use crate::read::scan;
use crate::record::{ReadBy, Record};
use crate::site::{Drawn, Options, Trouble, Written, write};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rayon::ThreadPoolBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

/// What a thread may put on its stack: documents are read again for their drawings.
const STACK: usize = 16 << 20;

pub(super) fn run(args: &Site) -> Result<ExitCode> {
    let documents = args.documents.as_deref().map(documents).transpose()?;
    let drawn = |record: &Record| {
        let input = documents.as_ref().and_then(|all| all.get(&record.document.path));
        input.map(|input| pages(input, record)).unwrap_or_default()
    };
    let options = Options {
        pages: documents.is_some().then_some(&drawn),
        report: args.report.clone(),
        before: args.since.as_deref().map(ids).transpose()?,
    };
    let written = make(&args.from, &args.output, &options)?;
    told(&args.output, written);
    Ok(ExitCode::SUCCESS)
}

/// Makes the site, in a pool whose threads may read documents.
pub(super) fn make(from: &Path, site: &Path, options: &Options<'_>) -> Result<Written> {
    if !load::is_output(from) {
        return Err(not_an_output(from, messages::text("site.no-output")));
    }
    let pool = ThreadPoolBuilder::new().stack_size(STACK).build();
    let pool = pool.map_err(|cause| ErrorKind::Threads(cause.to_string()))?;
    pool.install(|| write(from, site, options)).map_err(|trouble| match trouble {
        Trouble::Unreadable(cause) => not_an_output(&cause.path, &cause.cause),
        Trouble::Unwritable(path, cause) => ErrorKind::OutputUnwritable { path, cause }.into(),
    })
}

/// Says what there is now.
pub(super) fn told(site: &Path, written: Written) {
    let Written { records, files, bytes } = written;
    #[expect(clippy::cast_precision_loss, reason = "megabytes with one decimal")]
    let size = bytes as f64 / 1e6;
    let (size, page) = (format!("{size:.1}"), site.join("index.html"));
    let page = page.display();
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("records", &records), ("files", &files), ("size", &size), ("page", &page)];
    say(&messages::fill("site.written", &values));
}

fn not_an_output(path: &Path, why: &str) -> crate::error::Error {
    if load::is_without_records(path) {
        return without_records(path);
    }
    let hint = messages::text("site.hint");
    ErrorKind::Usage(format!("{}: {why}\nhint: {hint}", path.display())).into()
}

/// The ids of the records of an output folder.
fn ids(folder: &Path) -> Result<Vec<String>> {
    if !load::is_output(folder) {
        return Err(not_an_output(folder, messages::text("site.no-output")));
    }
    let mut ids = Vec::new();
    load::heads(folder, &mut |record| ids.push(record.id))
        .map_err(|cause| not_an_output(&cause.path, &cause.cause))?;
    Ok(ids)
}

/// The documents below a folder by the names that their records have.
fn documents(folder: &Path) -> Result<BTreeMap<String, Input>> {
    let found = input::find(&[folder.to_owned()])?;
    Ok(found.into_iter().map(|input| (input.source().to_owned(), input)).collect())
}

/// The pages of a document that hold values of its record; none where the document is another by now.
fn pages(input: &Input, record: &Record) -> Vec<Drawn> {
    let (pictures, printed) = with_values(record);
    if pictures.is_empty() && printed.is_empty() {
        return Vec::new();
    }
    let draw = || {
        let (document, bytes) = input.open();
        let bytes = bytes.ok().filter(|bytes| sha256_hex(bytes) == record.document.sha256);
        let Some(bytes) = bytes else { return Vec::new() };
        let mut drawn: Vec<Drawn> =
            scan::printed(&bytes, &pictures).into_iter().map(picture).collect();
        if !printed.is_empty() {
            let seen = examine(document, &bytes);
            let pages = seen.pages.iter().filter(|page| printed.contains(&page.number));
            drawn.extend(pages.map(|page| {
                let (size, svg) = plain(page);
                Drawn { page: page.number, size, svg }
            }));
        }
        drawn
    };
    catch_unwind(AssertUnwindSafe(draw)).unwrap_or_default()
}

/// The pages with values that are pictures, and those that a program has printed.
fn with_values(record: &Record) -> (Vec<u32>, BTreeSet<u32>) {
    let mut pages: BTreeMap<u32, bool> = BTreeMap::new();
    for item in record.items.iter().filter(|item| item.source.page > 0) {
        let is_picture = matches!(item.read_by, ReadBy::Ocr | ReadBy::OcrLayer);
        *pages.entry(item.source.page).or_default() |= is_picture;
    }
    let (pictures, printed): (Vec<_>, Vec<_>) = pages.into_iter().partition(|page| page.1);
    let numbers = |pages: Vec<(u32, bool)>| pages.into_iter().map(|page| page.0);
    (numbers(pictures).collect(), numbers(printed).collect())
}

/// A page as it was scanned, in place of a drawing.
fn picture((page, size, png): (u32, (f32, f32), Vec<u8>)) -> Drawn {
    let (width, height) = size;
    let png = STANDARD.encode(png);
    let svg = format!(
        "<image width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{png}\"/>"
    );
    Drawn { page, size, svg }
}
