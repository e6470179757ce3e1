//! Names made from content: the digest of a document, the stamp of a file, the ids of records.

use crate::record::Record;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// Lower-case hexadecimal SHA-256.
#[must_use]
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(hex, "{byte:02x}"); // a String takes everything
    }
    hex
}

/// Size and time of a file: what changes when it does.
#[must_use]
pub(crate) fn stamp(metadata: &Metadata) -> String {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{} {}", metadata.len(), since.unwrap_or_default().as_nanos())
}

/// The id of the `nth` (from 1) record of a document:
/// `<code or slug of the agency>-<form>-<number>-<first 8 of the digest>`, then `-2` … from the second
/// on; `0` for an unknown part.
#[must_use]
pub(crate) fn record_id(record: &Record, nth: usize) -> String {
    let number =
        record.items.iter().find(|item| item.id == "cover.number").map(|item| item.value.printed());
    let part = |text: String| if text.is_empty() { "0".to_owned() } else { text };
    let mut id = [
        part(agency_key(record)),
        part(record.form.id.clone()),
        part(ascii_words(&number.unwrap_or_default())),
        part(record.document.sha256.chars().take(8).collect()),
    ]
    .join("-");
    if nth > 1 {
        let _ = write!(id, "-{nth}"); // a String takes everything
    }
    id
}

/// The agency's code, or the slug of its name where it has none.
pub(crate) fn agency_key(record: &Record) -> String {
    let agency = &record.agency;
    match (agency.code.as_str(), agency.name.as_str()) {
        ("", "") => slug(&agency.printed),
        ("", name) => slug(name),
        (code, _) => code.to_owned(),
    }
}

/// A name as part of an id: letters and digits of any script in lower case, everything else a `_`,
/// 40 characters at most.
#[must_use]
pub(crate) fn slug(name: &str) -> String {
    words(name.chars().flat_map(char::to_lowercase), char::is_alphanumeric)
}

/// The ASCII letters and digits of a printed number, full width ones folded, everything else a `_`.
fn ascii_words(number: &str) -> String {
    let fold = |c: char| match c {
        // The full-width forms stand in the order of ASCII, 0xFEE0 higher.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    words(number.chars().map(fold), |c| c.is_ascii_alphanumeric())
}

fn words(chars: impl Iterator<Item = char>, keep: impl Fn(char) -> bool) -> String {
    let mut text = String::new();
    let mut gap = false;
    for c in chars.take(200) {
        if !keep(c) {
            gap = true;
            continue;
        }
        if gap && !text.is_empty() {
            text.push('_');
        }
        gap = false;
        text.push(c);
    }
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Agency, Document, FormInfo, Item, Value};

    fn record(code: &str, number: &str) -> Record {
        Record {
            document: Document { sha256: sha256_hex(b""), ..Document::default() },
            form: FormInfo { id: "key".into(), ..FormInfo::default() },
            agency: Agency {
                code: code.into(),
                name: "健康保険組合 東京".into(),
                ..Agency::default()
            },
            items: vec![Item {
                id: "cover.number".into(),
                value: Value::Text(number.into()),
                ..Item::default()
            }],
            ..Record::default()
        }
    }

    #[test]
    fn digest_is_the_published_one() {
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn ids_fold_the_number_and_count_the_records() {
        assert_eq!(record_id(&record("131105", "3"), 1), "131105-key-3-e3b0c442");
        assert_eq!(record_id(&record("131105", "第３０－２号"), 2), "131105-key-30_2-e3b0c442-2");
        assert_eq!(record_id(&record("", ""), 1), "健康保険組合_東京-key-0-e3b0c442");
        assert_eq!(record_id(&Record::default(), 1), "0-0-0-0");
    }

    #[test]
    fn a_slug_is_safe_and_short() {
        assert_eq!(slug("../Évian / LES bains!"), "évian_les_bains");
        assert_eq!(slug(&"長".repeat(500)).chars().count(), 40);
        assert_eq!(slug("／・"), "");
    }
}
