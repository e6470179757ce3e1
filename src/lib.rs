//! Reads Japan's published 特定個人情報保護評価書 (My Number privacy impact assessments: forms 様式2 `basic`, 様式3 `key`,
//! 様式4 `full`) from PDF, workbook, Word document, text or scan into typed values, each with its place and its doubts.
//!
//! # What goes in, what comes out
//!
//! [`read()`] takes the bytes of one document and gives an [`Outcome`]: a [`Record`] for each assessment in it, and
//! [findings](Finding) on what gave none. It finds out itself what the bytes are.
//!
//! ```
//! use hyokasho::{Options, Value, read};
//!
//! let bytes = std::fs::read("fixtures/documents/D006.pdf")?;
//! let outcome = read("D006.pdf", &bytes, &Options::default());
//! let [record] = &outcome.records[..] else { panic!("expected one assessment") };
//!
//! assert_eq!(record.form.label, "重点項目評価書");
//! assert_eq!((record.agency.name.as_str(), record.agency.code.as_str()), ("香美町", "285854"));
//!
//! let contractor = record.item("file[1].entrustment.tasks[1].contractor").expect("it is printed");
//! assert_eq!(contractor.value.printed(), "光洋ソフトサービス㈱　公共営業部");
//! assert_eq!(contractor.source.page, 9); // and contractor.source.area: where on the page
//!
//! let passed_on = record.item("file[1].entrustment.tasks[1].subcontract.performed").expect("it is printed");
//! assert_eq!(passed_on.value, Value::Choice { label: "再委託する".into(), option: Some(1) });
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! An item's id is the path of its label on the form, with the printed number of a repeat. `hyokasho find 再委託` and
//! [`form::find`] lead from a Japanese word to ids, [`form::forms`] are the forms themselves. What a form asks and
//! a document does not print has no [`Item`]; what is printed and blank has an empty [`Value`]; what cannot be read has none.
//!
//! # What can go wrong
//!
//! Nothing stops [`read()`]: bytes that are no document, damaged files and hostile ones give findings. A value that
//! is doubtful is given all the same and carries the codes of its doubts.
//!
//! ```
//! use hyokasho::{Code, Options, Severity, read};
//!
//! let nothing = read("notes.txt", "吾輩は猫である".as_bytes(), &Options::default());
//! assert!(nothing.records.is_empty());
//! assert_eq!(nothing.findings[0].code, Code::NotAnAssessment);
//!
//! let bytes = std::fs::read("fixtures/documents/001_75823ff776d4fa76.txt")?;
//! let record = &read("001.txt", &bytes, &Options::default()).records[0];
//! let doubtful = record.items.iter().filter(|item| !item.findings.is_empty()).count();
//! let worst = record.findings.iter().map(|finding| finding.severity).max();
//! assert!(doubtful > 0 && worst == Some(Severity::Warning));
//! assert!(record.quality.conformity > 0.95); // the share of the form's labels that were found
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Records as data
//!
//! A [`Record`] is [`Serialize`](serde::Serialize): the tree is that of a line of `assessments.ndjson`, which
//! `hyokasho schema --form key` describes as JSON Schema. [`Record::json`] is that line to the byte.
//!
//! ```
//! # use hyokasho::{Options, read};
//! let bytes = std::fs::read("fixtures/documents/D001.pdf")?;
//! let record = &read("D001.pdf", &bytes, &Options::default()).records[0];
//! let tree = serde_json::to_value(record)?;
//! assert_eq!(tree["cover"]["number"], "22");
//! assert_eq!(serde_json::from_str::<serde_json::Value>(&record.json())?, tree);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Many documents
//!
//! [`read()`] keeps nothing between calls, takes a thread with a stack of its own for each, and may be called from as many
//! threads as there are: `examples/folder.rs`. `examples/exporter.rs` writes a table of its own, `examples/one.rs` shows one
//! document. The command does more: it goes on after an interruption, reads only what has changed, and writes tables.
//!
//! # Features
//!
//! | feature | what it brings | without it |
//! | --- | --- | --- |
//! | `cli` | the command and its worker | no clap, indicatif, rayon, signal-hook in the tree |
//! | `ocr` | pages that are pictures are read, given a model | they are findings (`no-text-layer`) |
//! | `parquet`, `sqlite`, `excel` | formats of the command | the command writes CSV and JSON |
//! | `stages` | the stages one by one, for this crate's benches and fuzzing: no promise | |
//!
//! All but the last are on by default; an embedder takes `default-features = false` and perhaps `ocr`.
//!
//! # What is promised
//!
//! What this page documents follows semantic versioning, but for what only the feature `stages` brings (see below):
//! `cargo doc` without that feature shows the promise and nothing else.

// Parts that only the command uses stay within an embedder's build: they are few, and one set of sources is simpler than two.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

pub(crate) mod agency;
pub(crate) mod align;
pub(crate) mod assess;
mod budget;
pub(crate) mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub(crate) mod compare;
mod confidence;
pub(crate) mod correct;
pub(crate) mod date;
pub(crate) mod digest;
mod documents;
pub(crate) mod error;
pub(crate) mod export;
pub(crate) mod fill;
pub mod finding;
pub(crate) mod fold;
pub mod form;
pub(crate) mod input;
pub mod limits;
pub(crate) mod mark;
mod markup;
pub(crate) mod messages;
pub(crate) mod origins;
pub(crate) mod project;
pub(crate) mod read;
pub mod record;
mod remark;
pub(crate) mod rows;
#[cfg(feature = "cli")]
pub(crate) mod site;
pub mod source;
#[cfg(feature = "stages")]
pub mod stages;
mod trail;
mod words;

pub use assess::Outcome;
pub use documents::{Options, read};
pub use finding::{Code, Finding, Severity};
pub use fold::fold;
pub use limits::{Limits, Ocr};
pub use record::{Agency, Document, Item, Origin, Record, Value, ValueKind};
pub use source::Source;
