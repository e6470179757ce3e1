//! Files within a PDF (ISO 32000-2, 7.11.4): attachments and the members of a portfolio.

use super::object::File;
use crate::budget;
use lopdf::{Dictionary, Object};

/// A file within a PDF.
#[derive(Debug)]
pub(crate) struct Attached {
    /// Its name, without folders.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// The most attachments that are looked at.
const MOST: usize = 200;
/// Levels of the name tree.
const DEPTH: usize = 16;

/// The embedded files in the order of their names.
pub(crate) fn attachments(file: &File) -> Vec<Attached> {
    let root = file.dict(&file.trailer, b"Root");
    let names = root.and_then(|root| file.dict(root, b"Names"));
    let Some(tree) = names.and_then(|names| file.dict(names, b"EmbeddedFiles")) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut open: Vec<(&Dictionary, usize)> = vec![(tree, DEPTH)];
    while let Some((node, depth)) = open.pop() {
        let pairs = file.array(node, b"Names").unwrap_or_default();
        for specification in pairs.chunks_exact(2).filter_map(|pair| pair.get(1)) {
            if found.len() < MOST {
                let embedded = embedded(file, specification);
                budget::take(embedded.as_ref().map_or(0, |file| file.bytes.len()));
                found.extend(embedded);
            }
        }
        let kids = file.array(node, b"Kids").unwrap_or_default();
        let kids = kids.iter().rev().filter_map(|kid| file.resolve(kid).as_dict().ok());
        // A tree that leads back into itself ends here.
        if depth > 0 && open.len() < MOST {
            open.extend(kids.map(|kid| (kid, depth - 1)));
        }
    }
    found
}

/// The file that a file specification holds (7.11.3).
fn embedded(file: &File, specification: &Object) -> Option<Attached> {
    let specification = file.resolve(specification).as_dict().ok()?;
    let streams = file.dict(specification, b"EF")?;
    let stream = [&b"UF"[..], b"F"].iter().find_map(|key| file.stream(streams, key))?;
    let name = [&b"UF"[..], b"F"].iter().find_map(|key| file.get(specification, key));
    let name = name.and_then(|name| lopdf::decode_text_string(name).ok()).unwrap_or_default();
    // What stands before the last separator is a folder on somebody's machine.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let name: String = name.chars().filter(|c| !c.is_control()).take(255).collect();
    let mut bytes = file.decode(stream).into_owned();
    bytes.shrink_to_fit();
    Some(Attached { name, bytes })
}
