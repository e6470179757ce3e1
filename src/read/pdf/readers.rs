//! A file's bytes to its objects: one library, then the other, then a scan of our own.

use lopdf::xref::{Xref, XrefEntry};
use lopdf::{Document, LoadOptions, Object, ObjectId};

use super::file::asked::{self, number_at};
use super::file::memory;
use super::file::object::{self, File, Objects, Trouble, is_image};
use super::file::{scan, second};
use super::font::{encoding, width};
use crate::budget;
use crate::read::pdf::limits::Limits;

/// The most memory that a byte of a file may take as an object: two make a number in an array.
const PER_BYTE: usize = size_of::<Object>() / 2;

/// A way to find the objects of a file.
pub(super) type Reader = for<'b> fn(&'b [u8], Limits) -> Result<(File<'b>, Trouble), Trouble>;

/// In the order in which they are tried, with the name that the record tells. The first finds in a sound file what
/// lopdf finds, without reading the rest of it, and leaves every other file to lopdf: the two have one name.
pub(super) const READERS: [(&str, Reader); 4] =
    [("lopdf", sound), ("lopdf", first), ("hayro-syntax", second::open), ("scan", scan::open)];

fn sound(bytes: &[u8], limits: Limits) -> Result<(File<'_>, Trouble), Trouble> {
    asked::open(bytes, limits, lighten)
}

fn first(bytes: &[u8], limits: Limits) -> Result<(File<'_>, Trouble), Trouble> {
    // The library reads an object, or a stream of them, whole before it shows it.
    let fits = budget::left() / PER_BYTE;
    if bytes.len() > fits {
        budget::passing(|| scan::weigh(bytes));
    }
    budget::take(bytes.len());
    let max_decompressed_size = Some(limits.stream.min(fits));
    let options =
        LoadOptions { max_decompressed_size, filter: Some(kept), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() => return Err(Trouble::Encrypted),
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => {
            return Err(Trouble::Encrypted);
        }
        Err(_) => return Err(Trouble::Unreadable),
    };
    let repaired = document.xref_recovery.is_some() || is_astray(bytes, &document.reference_table);
    let trouble = if repaired { Trouble::Repaired } else { Trouble::None };
    Ok((object::file(Objects::Read(document.objects), document.trailer, limits), trouble))
}

/// Whether an entry of the cross-reference table leads to another object than it says (ISO 32000-2, 7.5.4).
fn is_astray(bytes: &[u8], table: &Xref) -> bool {
    // Offsets count from the header (7.5.2), before which some files hold other bytes.
    let head = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let start = head.windows(5).position(|word| word == b"%PDF-").unwrap_or_default();
    table.entries.iter().any(|(number, entry)| match entry {
        XrefEntry::Normal { offset, .. } => {
            let at = *offset as usize;
            ![at, at + start].iter().any(|at| number_at(bytes, *at) == Some(*number))
        }
        _ => false,
    })
}

/// Leaves out what no page needs: the structure tree and the pixels of images are often the
/// greater part of a file.
fn kept(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    budget::step();
    if !lighten(object) {
        return None;
    }
    // The library lets what a filter throws pass, so that its work ends where the budget does.
    budget::take(memory::bytes(object));
    // Outside of object streams, where alone streams are, only the answer matters.
    let kept = if matches!(object, Object::Stream(_)) { Object::Null } else { object.clone() };
    Some((id, kept))
}

/// Packs what is needed of an object; `false` where no page needs any of it.
fn lighten(object: &mut Object) -> bool {
    match object {
        Object::Dictionary(dict) => {
            let untyped = !dict.has(b"Type") && dict.has(b"S") && dict.has(b"P") && dict.has(b"Pg");
            if untyped || dict.has_type(b"StructElem") {
                return false;
            }
            for key in [&b"W"[..], b"Widths"] {
                dict.get_mut(key).map(width::pack).unwrap_or_default();
            }
            encoding::pack(dict);
            if let Ok(Object::Dictionary(inner)) = dict.get_mut(b"Encoding") {
                encoding::pack(inner);
            }
        }
        Object::Array(items) if items.iter().all(is_number) => width::pack(object),
        Object::Stream(stream) if is_image(&stream.dict) => {
            // The library reads an empty stream once more.
            stream.content.truncate(object::kept_of_image(stream.content.len()));
            stream.content.shrink_to_fit();
        }
        _ => {}
    }
    true
}

/// What arrays of widths hold; nothing else that is asked for is a long array of numbers only.
fn is_number(object: &Object) -> bool {
    match object {
        Object::Array(items) => items.iter().all(|item| object::number(item).is_some()),
        other => object::number(other).is_some(),
    }
}
