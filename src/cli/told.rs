//! What the command line tells of the documents and of the package: addresses, and the publisher's words.

use super::args::{Extract, LogFormat};
use super::say;
use crate::correct::Corrections;
use crate::digest::sha256_hex;
use crate::error::{ErrorKind, Result};
use crate::export::{Folder, Package, inputs, records};
use crate::finding::Message;
use crate::input::decode;
use crate::origins::{Origins, Problem};
use serde_json::{Value, json};
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
            let bytes = bytes.map_err(|cause| wrong(path, Message::system(&cause).spoken()))?;
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
                Some(
                    words(&text, is_json(path))
                        .and_then(Package::read)
                        .map_err(|cause| wrong(path, &cause))?,
                )
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

    /// Names the lines of the tables of addresses and of corrections that say nothing usable, or fit no document.
    pub(super) fn complain(&self, args: &Extract, names: &[String], corrections: &Corrections) {
        if args.log.quiet {
            return;
        }
        let said = |event, path: &Path, problems: &[Problem]| {
            for problem in problems {
                say(&line(event, path, problem, args.log.log_format));
            }
        };
        let mut documents = inputs(&args.output);
        if args.shard.is_some() {
            documents.extend(names.iter().map(|name| (name.clone(), String::new())));
        }
        if let Some(path) = &args.sources {
            said("sources", path, self.origins.malformed());
            said("sources", path, &self.origins.unmatched(&documents, args.shard.is_some()));
        }
        // Which records are in the other parts of a run is not known here.
        if let Some(path) = args.corrections.as_ref().filter(|_| args.shard.is_none()) {
            let sources = documents.into_iter().map(|(source, _)| source);
            let known = records(&args.output).chain(sources).collect();
            said("corrections", path, &corrections.unmatched(&known));
        }
    }
}

fn line(event: &str, path: &Path, problem: &Problem, format: LogFormat) -> String {
    let Problem { line, message } = problem;
    match format {
        LogFormat::Text => format!("{}:{line}: {message}", path.display()),
        LogFormat::Json => json!({ "event": event, "line": line, "message": message }).to_string(),
    }
}

/// The words of a publisher out of a TOML file, or a JSON file.
fn words(text: &str, is_json: bool) -> std::result::Result<Value, String> {
    if is_json {
        return serde_json::from_str(text).map_err(|cause| cause.to_string());
    }
    let table = text.parse::<toml::Table>();
    let table = table.map_err(|cause| cause.to_string().trim_end().replace('\n', " "))?;
    Ok(value(toml::Value::Table(table)))
}

/// TOML as JSON; its dates are texts.
fn value(toml: toml::Value) -> Value {
    match toml {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(all) => all.into_iter().map(value).collect(),
        toml::Value::Table(all) => {
            Value::Object(all.into_iter().map(|(key, one)| (key, value(one))).collect())
        }
    }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn wrong(path: &Path, cause: &str) -> crate::error::Error {
    ErrorKind::Usage(format!("{}: {cause}", path.display())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_publisher_may_be_toml() {
        let said = words("created = 2026-04-01\ncontributors = [\"a\", { title = \"b\" }]", false);
        let expected = json!({ "created": "2026-04-01", "contributors": ["a", { "title": "b" }] });
        assert_eq!(said, Ok(expected.clone()));
        assert_eq!(words(&expected.to_string(), true), Ok(expected));
        assert!(words("name", false).unwrap_err().contains("TOML parse error at line 1"));
    }
}
