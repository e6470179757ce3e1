//! The documents of a web archive (`.warc`, `.warc.gz`), read in place: responses of servers and stored resources.
//!
//! A document is named by its archive and the number of its record, `a.warc.gz#12`. Its address and the day are known.
//! The same payload at several addresses is one document; a revisit (ISO 28500, 6.7) stands for the payload it names.

mod record;
mod response;

pub(super) use record::is_archive;

use super::left_out::Unread;
use super::walk::{Extension, extension};
use super::{Input, Place, lost};
use crate::finding::{Code, Message};
use crate::record::Origin;
use record::{Archive, At, Fields, Record};
use response::{Body, Head, body};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

/// The most records of an archive.
const MAX_RECORDS: u64 = 1_000_000;
/// What media types say.
const MEDIA: &str = include_str!("../data/media.csv");
/// Media types of ZIP archives.
const ZIP: [&str; 2] = ["application/zip", "application/x-zip-compressed"];

/// A document of a web archive.
pub(super) struct Page {
    archive: Arc<Path>,
    number: u64,
    at: At,
    /// The digest that the archive says its payload has; empty where it says none.
    digest: String,
}

/// A record that stands for a payload which another one holds.
pub(super) struct Revisit {
    digest: String,
    /// The address that the payload was found at then.
    refers_to: String,
}

/// What a record is.
enum What {
    Document,
    Revisit,
    /// Not read; the code says whether a document is lost by it.
    Left(Code, Message),
    /// About the archive or a request: nothing to be read.
    Other,
}

/// Adds the documents of the archive at `path`, whose own source is `source`.
pub(super) fn list(path: &Path, source: &str, found: &mut Vec<Input>) {
    let (before, mut number) = (found.len(), 0);
    if let Err(cause) = list_records(path, source, &mut number, found) {
        let message =
            Message::new("unreadable-input.records", &[("number", &number), ("cause", &cause)]);
        found.push(lost(source.to_owned(), Code::UnreadableInput, message));
    }
    found.extend(super::nothing(source, found.get(before..).unwrap_or_default()));
}

fn list_records(
    path: &Path,
    source: &str,
    number: &mut u64,
    found: &mut Vec<Input>,
) -> io::Result<()> {
    let (shared, mut archive) = (Arc::from(path), Archive::open(path, At::default())?);
    while let Some(record) = archive.next()? {
        *number += 1;
        if *number > MAX_RECORDS {
            return Err(record::broken("more than a million records"));
        }
        let what = look(&record, &mut archive)?;
        let name = format!("{source}#{number}");
        found.extend(input(name, what, &record, &shared, *number));
    }
    Ok(())
}

/// Looks at the begin of a record's block, and passes over the rest.
fn look(record: &Record, archive: &mut Archive) -> io::Result<What> {
    let kind = record.fields.get("warc-type").to_ascii_lowercase();
    let mut block = archive.take(record.length);
    let what = match kind.as_str() {
        "response" | "revisit" if is_http(&record.fields) => {
            let head = Head::read(&mut block);
            match (head, kind == "revisit") {
                // A revisit may come without the head; what it stands for says what it is.
                (Err(_), true) => What::Revisit,
                (Err(cause), false) => {
                    What::Left(Code::LeftOut, Message::new("left-out.head", &[("cause", &cause)]))
                }
                (Ok(head), is_revisit) => {
                    let mut start = Vec::new();
                    block.by_ref().take(8).read_to_end(&mut start)?;
                    answered(&head, &record.fields, &start, is_revisit)
                }
            }
        }
        "resource" | "conversion" if is_web(&address(&record.fields)) => {
            let mut start = Vec::new();
            block.by_ref().take(8).read_to_end(&mut start)?;
            let media = record.fields.get("content-type").split(';').next().unwrap_or_default();
            what(&media.trim().to_ascii_lowercase(), &address(&record.fields), &start)
        }
        _ => What::Other,
    };
    let rest = block.limit();
    archive.skip(rest)?;
    Ok(what)
}

/// Whether an address is one of the web: archivers store their own logs under others.
fn is_web(url: &str) -> bool {
    ["http://", "https://", "ftp://"].iter().any(|scheme| url.starts_with(scheme))
}

fn is_http(fields: &Fields) -> bool {
    let kind = fields.get("content-type");
    kind.is_empty() || kind.to_ascii_lowercase().starts_with("application/http")
}

/// What a response is.
fn answered(head: &Head, fields: &Fields, start: &[u8], is_revisit: bool) -> What {
    let status = head.status;
    match (status, is_revisit) {
        (200, _) | (304, true) => {}
        _ => {
            return What::Left(
                Code::LeftOut,
                Message::new("left-out.status", &[("status", &status)]),
            );
        }
    }
    match what(&head.media_type(), &address(fields), start) {
        What::Document if is_revisit => What::Revisit,
        // What a server sends with 304 need not say what it is (RFC 9110, 15.4.5).
        What::Left(..) if is_revisit && head.media_type().is_empty() => What::Revisit,
        other => other,
    }
}

/// What a payload is, by its media type, the end of its address, and its first bytes.
fn what(media: &str, url: &str, start: &[u8]) -> What {
    let is =
        MEDIA.lines().filter_map(|line| line.split_once(',')).find(|(known, _)| *known == media);
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let ending = path.split("://").nth(1).and_then(extension);
    let begins = |magic: &[u8]| start.starts_with(magic);
    match (is.map(|(_, is)| is), ending) {
        (Some("document"), _) => What::Document,
        _ if ZIP.contains(&media) || is.is_some() && ending == Some(Extension::Archive) => {
            What::Left(Code::LimitArchive, Message::new("limit-archive", &[]))
        }
        (None, _) if !media.is_empty() => {
            What::Left(Code::LeftOut, Message::new("left-out.media", &[("media", &media)]))
        }
        (_, Some(Extension::Document(_))) => What::Document,
        _ if begins(b"%PDF-") => What::Document,
        _ => match Unread::named(path) {
            Some(kind) if kind.is_document() => What::Left(Code::BinaryInput, kind.advice()),
            _ => What::Left(Code::LeftOut, Message::new("left-out.unnamed", &[])),
        },
    }
}

fn input(
    name: String,
    what: What,
    record: &Record,
    archive: &Arc<Path>,
    number: u64,
) -> Option<Input> {
    let fields = &record.fields;
    let digest = fields.get("warc-payload-digest").to_owned();
    let mut input = match what {
        What::Other => return None,
        What::Left(code, why) => {
            let values: [(&str, &dyn Display); 2] = [("why", &why), ("url", &address(fields))];
            lost(name, code, Message::new("left-out.at", &values))
        }
        What::Document => {
            let page = Page { archive: Arc::clone(archive), number, at: record.at, digest };
            Input::new(name, None, Place::Page(Box::new(page)))
        }
        What::Revisit => {
            let refers_to = bare(fields.get("warc-refers-to-target-uri"));
            let refers_to = if refers_to.is_empty() { address(fields) } else { refers_to };
            Input::new(name, None, Place::Revisit(Box::new(Revisit { digest, refers_to })))
        }
    };
    // WARC-Date is in UTC (5.4).
    let day = fields.get("warc-date").get(..10).unwrap_or_default().to_owned();
    input.origins = vec![Origin { url: address(fields), retrieved_on: day, ..Origin::default() }];
    Some(input)
}

fn address(fields: &Fields) -> String {
    bare(fields.get("warc-target-uri"))
}

/// WARC 1.0 puts addresses in angle brackets, as its grammar had it.
fn bare(url: &str) -> String {
    url.trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// Makes one document of what has the same payload: the first one, with the addresses of all. A revisit whose payload is nowhere is
/// said to be one.
pub(super) fn resolve(found: &mut Vec<Input>) {
    let (mut by_digest, mut by_address) = (BTreeMap::new(), BTreeMap::new());
    let mut of: Vec<Option<usize>> = vec![None; found.len()];
    for (at, input) in found.iter().enumerate() {
        let Place::Page(page) = &input.place else { continue };
        if let Some(first) = by_digest.get(&page.digest).filter(|_| !page.digest.is_empty()) {
            of[at] = Some(*first);
            continue;
        }
        by_digest.insert(page.digest.clone(), at);
        by_address.entry(input.origins.first().map(|one| one.url.clone())).or_insert(at);
    }
    for (at, input) in found.iter_mut().enumerate() {
        let Place::Revisit(revisit) = &input.place else { continue };
        let Revisit { digest, refers_to } = &**revisit;
        let same = by_digest.get(digest).filter(|_| !digest.is_empty());
        // Without a digest the address has to do.
        let same =
            same.or_else(|| by_address.get(&Some(refers_to.clone())).filter(|_| digest.is_empty()));
        of[at] = same.copied();
        if same.is_none() {
            let message =
                Message::new("revisit-unresolved", &[("url", refers_to), ("digest", digest)]);
            input.place = Place::Lost(Code::RevisitUnresolved, message);
        }
    }
    for (at, first) in of.iter().enumerate() {
        let Some(first) = first else { continue };
        let more = found.get_mut(at).map(|input| std::mem::take(&mut input.origins));
        if let Some(input) = found.get_mut(*first) {
            input.origins = crate::origins::together(&input.origins, more.unwrap_or_default());
        }
    }
    let mut of = of.iter();
    found.retain(|_| of.next().is_none_or(Option::is_none));
}

impl Page {
    /// The archive's path.
    pub(super) fn archive(&self) -> &Path {
        &self.archive
    }

    /// The number of the record.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The document's bytes, and why some are missing; empty where none are.
    pub(super) fn read(&self) -> io::Result<(Vec<u8>, Message)> {
        let mut archive = Archive::open(&self.archive, self.at)?;
        let record = archive.next()?.ok_or_else(|| record::broken("the record is gone"))?;
        let block = archive.block(record.length)?;
        let is_short = (block.len() as u64) < record.length;
        let body = match record.fields.get("warc-type").to_ascii_lowercase().as_str() {
            "response" => {
                let mut rest = block.as_slice();
                let head = Head::read(&mut rest)?;
                body(&head, rest)?
            }
            _ => Body { bytes: block, is_cut: false },
        };
        let truncated = record.fields.get("warc-truncated");
        let segment = record.fields.get("warc-segment-number");
        let why = match (truncated, segment) {
            ("", "") if is_short => Message::new("payload-truncated.archive", &[]),
            ("", "") if body.is_cut => Message::new("payload-truncated.server", &[]),
            ("", "") => Message::default(),
            ("", _) => Message::new("payload-truncated.segment", &[]),
            (reason, _) => Message::new("payload-truncated.warc", &[("reason", &reason)]),
        };
        Ok((body.bytes, why))
    }
}

#[cfg(test)]
mod tests;
