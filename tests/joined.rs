//! Several assessments in one file: as many records, each as it is alone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use encoding_rs::Encoding;
use hyokasho::{Options, Record};
use lopdf::{Object, ObjectId};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

/// The labelled fixtures of a kind, and their bytes.
fn fixtures(kind: &str) -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == kind));
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

fn records(kind: &str, bytes: &[u8]) -> Vec<Record> {
    hyokasho::read(&format!("a.{kind}"), bytes, &Options::default()).records
}

/// Item ids and values.
fn items(record: &Record) -> Vec<(String, String)> {
    record.items.iter().map(|item| (item.id.clone(), item.value.printed())).collect()
}

/// The pages of one PDF behind those of another.
fn joined(first: &[u8], second: &[u8]) -> Vec<u8> {
    let mut whole = lopdf::Document::load_mem(first).unwrap();
    let mut more = lopdf::Document::load_mem(second).unwrap();
    more.renumber_objects_with(whole.max_id + 1);
    whole.max_id = more.max_id;
    let page = |document: &lopdf::Document, id: &ObjectId| {
        let mut page = document.get_dictionary(*id).unwrap().clone();
        // What a page inherits from the tree of pages it was in.
        for key in [&b"Resources"[..], b"MediaBox", b"CropBox", b"Rotate"] {
            let mut node = page.clone();
            while !page.has(key) {
                let Ok(parent) = node.get(b"Parent").and_then(Object::as_reference) else { break };
                node = document.get_dictionary(parent).unwrap().clone();
                if let Ok(value) = node.get(key) {
                    page.set(key, value.clone());
                }
            }
        }
        page
    };
    let pages: BTreeMap<u32, ObjectId> = whole.get_pages();
    let added: BTreeMap<u32, ObjectId> = more.get_pages();
    let dictionaries: Vec<(ObjectId, lopdf::Dictionary)> = pages
        .values()
        .map(|id| (*id, page(&whole, id)))
        .chain(added.values().map(|id| (*id, page(&more, id))))
        .collect();
    whole.objects.extend(more.objects);
    let root = whole.new_object_id();
    for (id, mut dictionary) in dictionaries.clone() {
        dictionary.set("Parent", root);
        whole.objects.insert(id, Object::Dictionary(dictionary));
    }
    let kids: Vec<Object> = dictionaries.iter().map(|(id, _)| Object::Reference(*id)).collect();
    let mut tree = lopdf::Dictionary::new();
    tree.set("Type", Object::Name(b"Pages".to_vec()));
    tree.set("Count", i64::try_from(kids.len()).unwrap());
    tree.set("Kids", kids);
    whole.objects.insert(root, Object::Dictionary(tree));
    whole.catalog_mut().unwrap().set("Pages", root);
    let mut bytes = Vec::new();
    whole.save_to(&mut bytes).unwrap();
    bytes
}

/// Loose pages: nothing shows where they begin behind another document.
const WITHOUT_COVER: &str = "004_a3074577755b48d0.txt";

/// Reads every pair in both orders; says which are not what their parts are alone.
fn pairs(kind: &'static str, join: impl Fn(&[u8], &[u8]) -> Vec<u8> + Sync) {
    let parts = fixtures(kind);
    let alone: Vec<Vec<Record>> = parts.iter().map(|(_, bytes)| records(kind, bytes)).collect();
    let all: Vec<(usize, usize)> = (0..parts.len())
        .flat_map(|one| (0..parts.len()).map(move |other| (one, other)))
        .filter(|(one, other)| one != other && parts[*other].0 != WITHOUT_COVER)
        .collect();
    let wrong: Mutex<Vec<String>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for some in all.chunks(all.len().div_ceil(4)) {
            let (parts, alone, join, wrong) = (&parts, &alone, &join, &wrong);
            std::thread::Builder::new()
                .stack_size(16 << 20)
                .spawn_scoped(scope, move || {
                    for &(one, other) in some {
                        let found = records(kind, &join(&parts[one].1, &parts[other].1));
                        let expected: Vec<&Record> =
                            alone[one].iter().chain(&alone[other]).collect();
                        let name = format!("{} + {}", parts[one].0, parts[other].0);
                        let fault = fault(&found, &expected);
                        wrong.lock().unwrap().extend(fault.map(|fault| format!("{name}: {fault}")));
                    }
                })
                .unwrap();
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {} pairs:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

fn fault(found: &[Record], expected: &[&Record]) -> Option<String> {
    if found.len() != expected.len() {
        return Some(format!("{} records instead of {}", found.len(), expected.len()));
    }
    found.iter().zip(expected).enumerate().find_map(|(nth, (found, expected))| {
        let (one, other) = (items(found), items(expected));
        let extra = one.iter().find(|item| !other.contains(item));
        let lost = other.iter().find(|item| !one.contains(item));
        let (agency, same) = (&found.agency.name, found.agency.name == expected.agency.name);
        if extra.is_none() && lost.is_none() && same {
            return None;
        }
        Some(format!("record {nth} ({agency}): {extra:?} is new, {lost:?} is lost"))
    })
}

#[test]
fn every_pair_of_pdfs_is_two_assessments() {
    pairs("pdf", joined);
}

#[test]
fn every_pair_of_texts_is_two_assessments() {
    let text = |bytes: &[u8]| {
        let encoding = records("txt", bytes)[0].document.encoding.clone().unwrap();
        Encoding::for_label(encoding.as_bytes()).unwrap().decode(bytes).0.into_owned()
    };
    pairs("txt", |one, other| format!("{}\n{}", text(one), text(other)).into_bytes());
}
