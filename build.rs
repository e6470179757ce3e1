//! Gives the build a fingerprint of its sources: what one build has read and kept, another reads again;
//! the digest of the catalogue, which every run writes down; and the enum of the codes of findings.

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
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    if let Err(cause) = fs::write(Path::new(&out).join("codes.rs"), codes(&files)) {
        println!("cargo::error=the codes of findings cannot be written: {cause}");
    }
}

/// The enum of the codes of findings out of their table: a variant says what its page says it finds.
fn codes(files: &BTreeMap<String, Vec<u8>>) -> String {
    let text = |file: &str| files.get(file).map(|b| String::from_utf8_lossy(b)).unwrap_or_default();
    let (table, pages) = (text("src/finding/data/codes.csv"), text("src/input/pages.rs"));
    let [mut variants, mut all, mut names] = [(); 3].map(|()| String::new());
    for (code, label) in table.lines().skip(1).filter_map(|line| line.split_once(',')) {
        let check = text(&format!("src/check/{}.rs", code.replace('-', "_"))).replace("//! ", "");
        let found = [&check, &*pages].into_iter().find_map(|page| finds(code, page));
        let variant: String = code.split('-').map(capitalized).collect();
        variants += &format!("    /// `{code}`, {label}.");
        variants += &found.map(|found| format!("\n    ///\n    /// {found}")).unwrap_or_default();
        variants += &format!("\n    {variant},\n");
        all += &format!("Self::{variant}, ");
        names += &format!("    [{code:?}, {label:?}],\n");
    }
    format!(
        "/// The code of a finding: what was noticed. A code never changes its meaning; a version may add some.\n\
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[non_exhaustive]\n\
        pub enum Code {{\n{variants}}}\n\n\
        impl Code {{\n    /// All codes, sorted.\n    pub const ALL: &[Self] = &[{all}];\n}}\n\n\
        /// Code and Japanese name of each, in the order of the variants.\n\
        const NAMES: &[[&str; 2]] = &[\n{names}];\n"
    )
}

/// What the page of a code says it finds.
fn finds(code: &str, pages: &str) -> Option<String> {
    let (_, page) = pages.split_once(&format!("# {code}\n"))?;
    let (_, found) = page.split_once("**What it finds.** ")?;
    let (found, _) = found.split_once("\n**Why it matters.**")?;
    Some(found.replace('\n', "\n    /// "))
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
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
