//! Gives the build a fingerprint of its sources: what one build has read and kept, another reads again; and
//! the digest of the catalogue, which every run writes down.

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let mut files = BTreeMap::new();
    let read = collect(Path::new("src"), &mut files)
        .and_then(|()| Ok(files.insert("Cargo.lock".into(), fs::read("Cargo.lock")?)));
    if let Err(cause) = read {
        println!("cargo::error=the sources cannot be read: {cause}");
    }
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    println!("cargo::rustc-env=HYOKASHO_BUILD={:016x}", hasher.finish());
    println!("cargo::rustc-env=HYOKASHO_CATALOGUE={}", catalogue(&files));
}

/// SHA-256 of the files of the forms, one behind the other.
fn catalogue(files: &BTreeMap<String, Vec<u8>>) -> String {
    let names = ["basic", "key", "full"].map(|form| format!("src/form/data/{form}.json"));
    let all: Vec<u8> = names.iter().filter_map(|name| files.get(name)).flatten().copied().collect();
    Sha256::digest(&all).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn collect(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.insert(path.to_string_lossy().replace('\\', "/"), fs::read(&path)?);
        }
    }
    Ok(())
}
