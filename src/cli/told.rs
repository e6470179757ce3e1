//! What the command line tells of the documents and of the package: addresses, and the publisher's words.

use super::args::{Extract, LogFormat};
use super::say;
use crate::digest::sha256_hex;
use crate::error::{ErrorKind, Result};
use crate::export::{Folder, Package, inputs};
use crate::input::decode;
use crate::origins::{Origins, Problem};
use serde_json::json;
use std::path::Path;

/// What is told, read.
pub(super) struct Told {
    /// Where documents were published.
    pub(super) origins: Origins,
    /// The words of the publisher, where they are given with this run.
    package: Option<Package>,
    digest: Option<String>,
}

impl Told {
    /// Reads the files that the command line names, and what an earlier run has kept.
    pub(super) fn read(args: &Extract) -> Result<Self> {
        let mut digests = Vec::new();
        let mut read = |path: &Path| -> Result<Vec<u8>> {
            let bytes = std::fs::read(path);
            let bytes = bytes.map_err(|cause| wrong(path, &cause.to_string()))?;
            digests.push(sha256_hex(&bytes));
            Ok(bytes)
        };
        let origins = match &args.sources {
            None => Origins::default(),
            // Spreadsheet programs in Japan save such tables in Shift_JIS.
            Some(path) => {
                Origins::read(&decode(&read(path)?).text).map_err(|cause| wrong(path, &cause))?
            }
        };
        let package = match &args.package {
            None => None,
            Some(path) => {
                let text = decode(&read(path)?).text;
                Some(Package::read(&text, is_json(path)).map_err(|cause| wrong(path, &cause))?)
            }
        };
        let said = package.clone().or_else(|| Package::kept(&args.output));
        let package_digest = said.map(|package| sha256_hex(package.text().as_bytes()));
        let all: Vec<String> = digests
            .into_iter()
            .take(usize::from(args.sources.is_some()))
            .chain(package_digest)
            .collect();
        let digest = (!all.is_empty()).then(|| all.join(" "));
        Ok(Self { origins, package, digest })
    }

    /// What the output depends on.
    pub(super) fn digest(&self) -> Option<String> {
        self.digest.clone()
    }

    /// Keeps the words of the publisher for this run and later ones.
    pub(super) fn keep(&self, folder: &Folder) -> Result<()> {
        self.package.as_ref().map_or(Ok(()), |package| package.keep(folder))
    }

    /// Names the lines of the table of addresses that say nothing usable, or fit no document.
    pub(super) fn complain(&self, args: &Extract, names: &[String]) {
        let Some(path) = args.sources.as_ref().filter(|_| !args.log.quiet) else { return };
        let mut documents = inputs(&args.output);
        if args.shard.is_some() {
            documents.extend(names.iter().map(|name| (name.clone(), String::new())));
        }
        let unmatched = self.origins.unmatched(&documents, args.shard.is_some());
        for problem in self.origins.malformed().iter().chain(&unmatched) {
            say(&line(path, problem, args.log.log_format));
        }
    }
}

fn line(path: &Path, problem: &Problem, format: LogFormat) -> String {
    let Problem { line, message } = problem;
    match format {
        LogFormat::Text => format!("{}:{line}: {message}", path.display()),
        LogFormat::Json => {
            json!({ "event": "sources", "line": line, "message": message }).to_string()
        }
    }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn wrong(path: &Path, cause: &str) -> crate::error::Error {
    ErrorKind::Usage(format!("{}: {cause}", path.display())).into()
}
