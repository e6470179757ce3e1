//! The second reader: what hayro-syntax finds, as the objects that the rest of the reader knows.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::{Array, Dict, MaybeRef, Object as Found, ObjectIdentifier};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};

use super::memory;
use super::object::{self, File, Objects, Trouble};
use crate::budget;
use crate::read::pdf::limits::Limits;

/// Arrays and dictionaries nested deeper than this are cut off.
const DEPTH: u32 = 64;
/// Objects taken over.
const OBJECTS: usize = 1_000_000;

/// Reads all objects that the root leads to.
pub(crate) fn open(bytes: &[u8], limits: Limits) -> Result<(File<'_>, Trouble), Trouble> {
    budget::take(bytes.len());
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Trouble::Encrypted,
        _ => Trouble::Unreadable,
    })?;
    let root = pdf.xref().root_id();
    let (mut objects, mut seen) = (BTreeMap::new(), BTreeSet::from([root]));
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop().filter(|_| objects.len() < OBJECTS) {
        let Some(found) = pdf.xref().get::<Found<'_>>(id) else { continue };
        let mut references = Vec::new();
        let object = convert(found, &mut references, DEPTH);
        budget::step();
        budget::take(memory::bytes(&object));
        objects.insert(number(id), object);
        waiting.extend(references.into_iter().filter(|&id| seen.insert(id)));
    }
    let mut trailer = Dictionary::new();
    trailer.set("Root", Object::Reference(number(root)));
    Ok((object::file(Objects::Read(objects), trailer, limits), Trouble::Repaired))
}

fn number(id: ObjectIdentifier) -> ObjectId {
    (id.obj_number, id.gen_number as u16)
}

fn convert(found: Found<'_>, references: &mut Vec<ObjectIdentifier>, depth: u32) -> Object {
    match found {
        Found::Null(_) => Object::Null,
        Found::Boolean(value) => Object::Boolean(value),
        Found::Number(value) if value.as_f64().fract() == 0.0 => Object::Integer(value.as_i64()),
        Found::Number(value) => Object::Real(value.as_f32()),
        Found::String(text) => Object::String(text.as_bytes().to_vec(), StringFormat::Literal),
        Found::Name(name) => Object::Name(name.as_ref().to_vec()),
        Found::Dict(dict) => Object::Dictionary(convert_dict(&dict, references, depth)),
        Found::Array(array) => convert_array(&array, references, depth),
        Found::Stream(stream) => {
            let dict = convert_dict(stream.dict(), references, depth);
            Object::Stream(Stream::new(dict, stream.raw_data().into_owned()))
        }
    }
}

fn convert_array(array: &Array<'_>, references: &mut Vec<ObjectIdentifier>, depth: u32) -> Object {
    let Some(depth) = depth.checked_sub(1) else { return Object::Null };
    Object::Array(array.raw_iter().map(|item| either(item, references, depth)).collect())
}

fn convert_dict(dict: &Dict<'_>, references: &mut Vec<ObjectIdentifier>, depth: u32) -> Dictionary {
    let Some(depth) = depth.checked_sub(1) else { return Dictionary::new() };
    let entries = dict.entries();
    entries.map(|(key, value)| (key.as_ref().to_vec(), either(value, references, depth))).collect()
}

fn either(item: MaybeRef<Found<'_>>, references: &mut Vec<ObjectIdentifier>, depth: u32) -> Object {
    match item {
        MaybeRef::Ref(reference) => {
            references.push(reference.into());
            Object::Reference((reference.obj_number, reference.gen_number as u16))
        }
        MaybeRef::NotRef(found) => convert(found, references, depth),
    }
}
