//! Where documents were found: the table that `extract --sources` names.
//!
//! A CSV file with a header row and a line for each address: `file` (or `source`, the name that a run gives the document)
//! or `sha256`, and `url`, `retrieved_on`, `licence`, `publisher`. Of several lines for one document all addresses are kept.
//! A line that says nothing usable, or that fits no document, is named and the run goes on.

use crate::date;
use crate::digest::sha256_hex;
use crate::error::nearest;
use crate::fold::fold;
use crate::messages::{fill, text};
use crate::record::Origin;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The columns that say which document is meant.
const KEYS: [&str; 3] = ["file", "source", "sha256"];
/// The columns that say something of it.
const SAID: [&str; 4] = ["url", "retrieved_on", "licence", "publisher"];

/// The lines of a table of addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    lines: Vec<Line>,
    by_source: BTreeMap<String, Vec<usize>>,
    by_digest: BTreeMap<String, Vec<usize>>,
    malformed: Vec<Problem>,
}

#[derive(Clone, Debug)]
struct Line {
    number: u64,
    source: String,
    sha256: String,
    origin: Origin,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The line, from 1.
    pub line: u64,
    /// What was expected, and what found.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl Origins {
    /// Reads the table.
    ///
    /// # Errors
    /// A sentence, where its columns are not those of such a table.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let columns = table.headers().map_err(|cause| cause.to_string())?.clone();
        let at = |name: &str| columns.iter().position(|column| column.trim() == name);
        if KEYS.into_iter().all(|key| at(key).is_none()) || at("url").is_none() {
            let found: Vec<&str> = columns.iter().collect();
            let found = found.join(", ");
            return Err(fill("sources.columns", &[("found", &found)]));
        }
        let mut all = Self::default();
        for row in table.records() {
            let row = match row {
                Ok(row) => row,
                Err(cause) => {
                    let line = cause.position().map_or(0, csv::Position::line);
                    all.malformed.push(Problem { line, message: cause.to_string() });
                    continue;
                }
            };
            let number = row.position().map_or(0, |at| line_of(text, at));
            let field = |name: &str| at(name).and_then(|at| row.get(at)).unwrap_or_default().trim();
            if row.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            match line(number, row.len(), columns.len(), &field) {
                Ok(line) => all.add(line),
                Err(message) => all.malformed.push(Problem { line: number, message }),
            }
        }
        Ok(all)
    }

    fn add(&mut self, line: Line) {
        let at = self.lines.len();
        match line.sha256.as_str() {
            "" => self.by_source.entry(line.source.clone()).or_default().push(at),
            digest => self.by_digest.entry(digest.to_owned()).or_default().push(at),
        }
        self.lines.push(line);
    }

    /// What is known of a document, in the order of the table.
    #[must_use]
    pub(crate) fn of(&self, source: &str, sha256: &str) -> Vec<Origin> {
        let named = self.by_source.get(source).into_iter().chain(self.by_digest.get(sha256));
        let mut lines: Vec<usize> = named.flatten().copied().collect();
        lines.sort_unstable();
        lines.iter().filter_map(|at| Some(self.lines.get(*at)?.origin.clone())).collect()
    }

    /// The lines that were not understood.
    #[must_use]
    pub(crate) fn malformed(&self) -> &[Problem] {
        &self.malformed
    }

    /// The lines that fit none of these documents. Without the digests of all of them (a part of a run) only
    /// the lines with names are looked at.
    #[must_use]
    pub(crate) fn unmatched(&self, documents: &[(String, String)], is_part: bool) -> Vec<Problem> {
        let sources: BTreeSet<&str> = documents.iter().map(|(source, _)| source.as_str()).collect();
        let digests: BTreeSet<&str> = documents.iter().map(|(_, sha256)| sha256.as_str()).collect();
        let fits = |line: &&Line| match line.sha256.as_str() {
            "" => sources.contains(line.source.as_str()),
            digest => is_part || digests.contains(digest),
        };
        let lines = self.lines.iter().filter(|line| !fits(line));
        lines.map(|line| Problem { line: line.number, message: unfit(line, &sources) }).collect()
    }
}

/// The line of a row: its position is before the blank lines above it.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at.line() + ends.filter(|byte| **byte == b'\n').count() as u64
}

/// What is said of a line that fits no document.
fn unfit(line: &Line, sources: &BTreeSet<&str>) -> String {
    let Line { source, sha256, .. } = line;
    if !sha256.is_empty() && sources.contains(source.as_str()) {
        return fill("sources.other-bytes", &[("sha256", sha256), ("source", source)]);
    }
    if !sha256.is_empty() {
        return fill("sources.no-digest", &[("sha256", sha256)]);
    }
    let near = nearest(source, sources.iter().map(|source| (*source).to_owned()));
    let near = near.map(|near| fill("sources.near", &[("near", &near)])).unwrap_or_default();
    fill("sources.no-name", &[("source", source), ("near", &near)])
}

fn line<'f>(
    number: u64,
    found: usize,
    expected: usize,
    field: &dyn Fn(&str) -> &'f str,
) -> Result<Line, String> {
    if found != expected {
        return Err(fill("sources.fields", &[("expected", &expected), ("found", &found)]));
    }
    let name = KEYS[..2].iter().map(|key| field(key)).find(|name| !name.is_empty());
    let source = name.unwrap_or_default().replace('\\', "/");
    let source = source.strip_prefix("./").unwrap_or(&source).to_owned();
    let sha256 = field("sha256").to_ascii_lowercase();
    if source.is_empty() && sha256.is_empty() {
        return Err(text("sources.neither").to_owned());
    }
    if !sha256.is_empty() && (sha256.len() != 64 || sha256.bytes().any(|b| !b.is_ascii_hexdigit()))
    {
        return Err(fill("sources.digest", &[("sha256", &sha256)]));
    }
    let [url, retrieved, licence, publisher] = SAID.map(|name| field(name).to_owned());
    if !url.is_empty() && !is_address(&url) {
        return Err(fill("sources.address", &[("url", &url)]));
    }
    let retrieved_on =
        day(&retrieved).ok_or_else(|| fill("sources.day", &[("day", &retrieved)]))?;
    let origin = Origin { url, retrieved_on, licence, publisher };
    if origin == Origin::default() {
        return Err(text("sources.nothing").to_owned());
    }
    Ok(Line { number, source, sha256, origin })
}

/// RFC 3986, 3.1: a scheme, then what it needs; addresses of documents name a host.
fn is_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(plain)
        && !rest.is_empty()
        && !url.contains(char::is_whitespace)
}

/// A day in ISO 8601 out of a day, or a day and a time; empty for an empty field, `None` for what is no day.
fn day(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let folded = fold(day);
    let (iso, rest) = date::full(&folded)?;
    rest.is_empty().then_some(iso)
}

/// The addresses of a document, each once; the first is the one it is known by.
#[must_use]
pub(crate) fn together(known: &[Origin], more: Vec<Origin>) -> Vec<Origin> {
    let mut all: Vec<Origin> = known.to_vec();
    for origin in more {
        match all.iter_mut().find(|one| one.url == origin.url || origin.url.is_empty()) {
            Some(one) => complete(one, origin),
            None => all.push(origin),
        }
    }
    all
}

/// What tells one list of addresses from another; empty for none.
#[must_use]
pub(crate) fn digest(origins: &[Origin]) -> String {
    let said = |one: &Origin| {
        [&one.url, &one.retrieved_on, &one.licence, &one.publisher].map(String::as_str).join("\t")
    };
    let text: Vec<String> = origins.iter().map(said).collect();
    if text.is_empty() { String::new() } else { sha256_hex(text.join("\n").as_bytes()) }
}

/// What one line leaves open, another may say.
fn complete(one: &mut Origin, other: Origin) {
    let pairs = [
        (&mut one.url, other.url),
        (&mut one.retrieved_on, other.retrieved_on),
        (&mut one.licence, other.licence),
        (&mut one.publisher, other.publisher),
    ];
    for (known, said) in pairs {
        if known.is_empty() {
            *known = said;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    fn origin(url: &str, day: &str, licence: &str, publisher: &str) -> Origin {
        let [url, retrieved_on] = [url, day].map(str::to_owned);
        let [licence, publisher] = [licence, publisher].map(str::to_owned);
        Origin { url, retrieved_on, licence, publisher }
    }

    #[test]
    fn a_document_is_found_by_its_name_or_its_bytes() {
        let table = format!(
            "file,sha256,url,retrieved_on,licence,publisher\n\
             区\\a.pdf,,https://a.example/1.pdf,2026-04-01T10:00:00Z,PDL1.0,目黒区\n\
             ,{},https://b.example/1.pdf,令和8年4月2日,,\n",
            DIGEST.to_uppercase()
        );
        let origins = Origins::read(&table).unwrap();
        let by_name = origin("https://a.example/1.pdf", "2026-04-01", "PDL1.0", "目黒区");
        let by_digest = origin("https://b.example/1.pdf", "2026-04-02", "", "");
        assert_eq!(origins.of("区/a.pdf", DIGEST), [by_name.clone(), by_digest.clone()]);
        assert_eq!(origins.of("区/a.pdf", ""), [by_name]);
        assert_eq!(origins.of("b.pdf", DIGEST), [by_digest]);
        assert!(origins.of("c.pdf", "").is_empty() && origins.malformed().is_empty());
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_line() {
        let table = "file,sha256,url,retrieved_on\n\
             a.pdf,,a.example,2026-04-01\n\
             a.pdf,,https://a.example,yesterday\n\
             ,12,https://a.example,\n\
             ,,https://a.example,\n\
             a.pdf,,,\n\
             \n\
             a.pdf,https://a.example\n\
             a.pdf,,https://a.example,\n";
        let origins = Origins::read(table).unwrap();
        let said: Vec<String> = origins.malformed().iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        line 2: expected an address as https://…, but found 'a.example'
        line 3: expected a day as 2026-04-01, but found 'yesterday'
        line 4: expected the 64 hexadecimal digits of a SHA-256, but found '12'
        line 5: expected a file or a sha256, but found neither
        line 6: expected an address, a day, a licence or a publisher, but found none
        line 8: expected 4 fields, but found 2
        ");
        assert_eq!(origins.of("a.pdf", "").len(), 1);
        let refused = Origins::read("path,link\n").unwrap_err();
        assert_eq!(refused, "expected columns file or sha256, and url, but found path, link");
    }

    #[test]
    fn lines_that_fit_nothing_are_named() {
        let table = format!(
            "file,sha256,url\nb.pdf,,https://a.example\na.pdf,{DIGEST},https://a.example\n,{DIGEST},https://a.example\n"
        );
        let origins = Origins::read(&table).unwrap();
        let documents = [("a.pdf".to_owned(), "00".to_owned())];
        let unmatched = origins.unmatched(&documents, false);
        let said: Vec<&str> = unmatched.iter().map(|problem| problem.message.as_str()).collect();
        let [name, other, none] = said[..] else { panic!("{said:?}") };
        assert!(name.ends_with("but found 'b.pdf'; did you mean 'a.pdf'?"), "{name}");
        assert!(other.ends_with("but 'a.pdf' has others") && none.ends_with("but found none"));
        assert_eq!(origins.unmatched(&documents, true).len(), 1);
    }

    #[test]
    fn addresses_are_told_once() {
        let known = [origin("https://a.example", "2026-04-01", "", "")];
        let more = vec![
            origin("https://a.example", "2026-05-01", "PDL1.0", ""),
            origin("https://b.example", "", "", ""),
            origin("", "", "", "目黒区"),
        ];
        let first = origin("https://a.example", "2026-04-01", "PDL1.0", "目黒区");
        let second = origin("https://b.example", "", "", "");
        assert_eq!(together(&known, more), [first, second]);
    }
}
