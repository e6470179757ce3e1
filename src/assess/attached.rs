//! Files within a document: each is a document of its own, `a.pdf#b.xlsx`.

use super::{Outcome, assess_with};
use crate::budget;
use crate::digest::sha256_hex;
use crate::finding::{Code, Finding, Message, Severity};
use crate::input::{Kind, is_document};
use crate::read::Means;
use crate::record::Document;
use crate::rows::Attached;
use crate::source::Source;
use std::collections::BTreeSet;

/// Reads the files that `document` brings along. What gives no record is named in a finding.
pub(super) fn add(
    document: &Document,
    attached: Vec<Attached>,
    means: &Means,
    outcome: &mut Outcome,
) {
    let mut names = BTreeSet::new();
    for file in attached {
        let name = unique(&file.name, &mut names);
        let why = if document.path.contains('#') {
            Some(Message::new("attachment-left-out.nested", &[]))
        } else if budget::is_late() {
            Some(Message::new("attachment-left-out.time", &[]))
        } else {
            read(document, &name, &file.bytes, means, outcome)
        };
        if let Some(why) = why {
            outcome.findings.push(left_out(&name, &why));
        }
    }
}

/// Reads one file; why there is no record of it, where there is none.
fn read(
    document: &Document,
    name: &str,
    bytes: &[u8],
    means: &Means,
    outcome: &mut Outcome,
) -> Option<Message> {
    let kind = Kind::of(bytes);
    if kind == Kind::Text && !is_document(name) {
        return Some(Message::new("attachment-left-out.kind", &[]));
    }
    let inner = Document {
        path: format!("{}#{name}", document.path),
        sha256: sha256_hex(bytes),
        bytes: bytes.len() as u64,
        kind,
        origin: document.origin.clone(),
        also_at: document.also_at.clone(),
        ..Document::default()
    };
    let given = assess_with(inner, bytes, means);
    let is_empty = given.records.is_empty();
    outcome.records.extend(given.records);
    let mut why = Message::default();
    given.findings.iter().for_each(|finding| why.add(&finding.message));
    is_empty.then_some(why)
}

fn unique(name: &str, names: &mut BTreeSet<String>) -> String {
    let mut unique = name.to_owned();
    for nth in 2_u32.. {
        if names.insert(unique.clone()) {
            break;
        }
        unique = format!("{name} ({nth})");
    }
    unique
}

fn left_out(name: &str, why: &Message) -> Finding {
    Finding {
        code: Code::AttachmentLeftOut,
        severity: Severity::Note,
        item: String::new(),
        source: Source::default(),
        message: Message::new("attachment-left-out", &[("name", &name), ("why", why)]),
    }
}
