//! A file's bytes to its objects: one library, then the other, then a scan of our own.

use lopdf::{Dictionary, Document, LoadOptions};

use super::limits::{Budget, Limits};
use super::object::File;
use super::{scan, second};

/// What kind of trouble the file's structure gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It was read as written.
    None,
    /// Something had to be repaired.
    Repaired,
    /// A password is needed.
    Encrypted,
    /// There is nothing to read.
    Unreadable,
}

/// A way to find the objects of a file.
pub(super) type Reader = fn(&[u8], Limits) -> Result<(File, Trouble), Trouble>;

/// In the order in which they are tried, with the name that the record tells.
pub(super) const READERS: [(&str, Reader); 3] =
    [("lopdf", first), ("hayro-syntax", second::open), ("scan", scan::open)];

fn first(bytes: &[u8], limits: Limits) -> Result<(File, Trouble), Trouble> {
    let options = LoadOptions::with_max_decompressed_size(limits.stream);
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() => return Err(Trouble::Encrypted),
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => {
            return Err(Trouble::Encrypted);
        }
        Err(_) => return Err(Trouble::Unreadable),
    };
    let repaired = document.xref_recovery.is_some();
    let trouble = if repaired { Trouble::Repaired } else { Trouble::None };
    Ok((file(document.objects, document.trailer, limits), trouble))
}

/// Puts a file together.
pub(super) fn file(
    objects: std::collections::BTreeMap<lopdf::ObjectId, lopdf::Object>,
    trailer: Dictionary,
    limits: Limits,
) -> File {
    File { objects, trailer, budget: Budget::new(limits), missing: false.into() }
}
