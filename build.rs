//! Gives the build a fingerprint of its sources: what one build has read and kept, another reads again; the
//! digest of the catalogue, which every run writes down; the enum of the codes of findings; and the forms,
//! compiled, and the bodies, sorted, as Rust.

// What the program folds and compiles with; most of it is used by the program only.
#[allow(dead_code)]
#[path = "src/agency/fold.rs"]
mod agency;
#[allow(dead_code, unreachable_pub)]
#[path = "src/fold.rs"]
mod fold;
#[allow(dead_code, unused_imports)]
#[path = "src/export"]
mod export {
    pub(crate) mod tables;
}
#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "src/form"]
mod form {
    mod catalogue;
    pub use catalogue::*;

    /// The forms, from their files.
    pub fn forms() -> &'static [Form] {
        static FORMS: std::sync::LazyLock<Vec<Form>> = std::sync::LazyLock::new(|| {
            let read = |id: &str| std::fs::read_to_string(format!("src/form/data/{id}.json"));
            let load = |id: &&str| load(&read(id).ok()?).ok();
            super::FORMS.iter().filter_map(load).collect()
        });
        &FORMS
    }
}
#[allow(dead_code, unreachable_pub)]
#[path = "src/trail.rs"]
mod trail;
#[allow(dead_code, unreachable_pub)]
#[path = "src/words.rs"]
mod words;

/// The codes of findings are what this build writes down.
mod finding {
    pub(crate) const NAMES: &[[&str; 2]] = &[];
}

/// A build is bounded by nothing.
mod budget {
    pub(crate) fn steps(_: usize) {}
}

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = BTreeMap::new();
    let mut also = |file: &str| fs::read(file).map(|bytes| files.insert(file.into(), bytes));
    let read = also("Cargo.lock").and_then(|_| also("build.rs"));
    let read = read.and_then(|_| collect(Path::new("src"), &mut files));
    if let Err(cause) = read {
        println!("cargo::error=the sources cannot be read: {cause}");
    }
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    println!("cargo::rustc-env=HYOKASHO_BUILD={:016x}", hasher.finish());
    println!("cargo::rustc-env=HYOKASHO_CATALOGUE={}", catalogue(&files));
    windows();
    println!("cargo::rustc-cfg=built");
    let texts = [
        ("codes", Ok(codes(&files))),
        ("forms", forms()),
        ("bodies", bodies()),
        ("resources", resources(&files)),
        ("numbers", numbers(&files)),
    ];
    for (name, text) in texts {
        if let Err(cause) = text.and_then(|text| built(name, &text)) {
            println!("cargo::error=the {name} cannot be built in: {cause}");
        }
    }
}

/// Writes what the program includes.
fn built(name: &str, text: &str) -> io::Result<()> {
    let folder = std::env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join(name).with_extension("rs"), text)
}

/// Links what the command asks Windows for; only Microsoft's linker takes it.
fn windows() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "windows") && is("CARGO_CFG_TARGET_ENV", "msvc") {
        let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        println!("cargo::rustc-link-arg-bin=hyokasho=/MANIFEST:EMBED");
        println!(
            "cargo::rustc-link-arg-bin=hyokasho=/MANIFESTINPUT:{root}/src/cli/windows.manifest"
        );
    }
}

/// The enum of the codes of findings out of their table: a variant says what its page says it finds.
fn codes(files: &BTreeMap<String, Vec<u8>>) -> String {
    let text = |file: &str| files.get(file).map(|b| String::from_utf8_lossy(b)).unwrap_or_default();
    let (table, pages) = (text("src/finding/data/codes.csv"), text("src/input/pages.rs"));
    let [mut variants, mut all, mut names] = [(); 3].map(|()| String::new());
    for [code, label] in named(&table) {
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
        pub(crate) const NAMES: &[[&str; 2]] = &[\n{names}];\n"
    )
}

/// The codes of findings with their names.
fn named(table: &str) -> Vec<[&str; 2]> {
    let lines = table.lines().skip(1).filter_map(|line| line.split_once(','));
    lines.map(|(code, label)| [code, label]).collect()
}

/// What a data package says of the tables, as a static.
fn resources(files: &BTreeMap<String, Vec<u8>>) -> io::Result<String> {
    let table = files.get("src/finding/data/codes.csv");
    let table = table.map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let parts = export::tables::resource::resources(&named(&table))?;
    Ok(format!("pub(super) static RESOURCES: [&str; {}] = {parts:?};\n", parts.len()))
}

/// What finders measure by, out of the table of each room: a module for each room, and in it one for each finder.
fn numbers(files: &BTreeMap<String, Vec<u8>>) -> io::Result<String> {
    let mut rooms = String::new();
    for (path, table) in files {
        let Some(room) = path.strip_suffix("/data/numbers.csv") else { continue };
        let (_, room) = room.rsplit_once('/').unwrap_or_default();
        if rooms.contains(&format!("pub(crate) mod {room} {{")) {
            return Err(io::Error::other(format!(
                "{path}: another room has the name '{room}' too"
            )));
        }
        let mut finders = BTreeMap::<String, String>::new();
        for line in csv::Reader::from_reader(table.as_slice()).deserialize() {
            let (finder, name, value, kind, meaning, origin): (String, String, _, String, _, _) =
                line?;
            *finders.entry(finder).or_default() += &number(&name, value, &kind, [meaning, origin])?;
        }
        let finders = finders
            .iter()
            .map(|(finder, all)| format!("    pub(crate) mod {finder} {{\n{all}    }}\n"));
        rooms += &format!("pub(crate) mod {room} {{\n{}}}\n", finders.collect::<String>());
    }
    Ok(rooms)
}

/// A number of a table as a constant; one that says nothing of its meaning or origin is none.
fn number(name: &str, value: String, kind: &str, about: [String; 2]) -> io::Result<String> {
    let kind = if kind == "range" { "std::ops::Range<f32>" } else { kind };
    let [meaning, origin] = about;
    if meaning.is_empty() || origin.is_empty() {
        return Err(io::Error::other(format!(
            "expected meaning and origin of the number '{name}'"
        )));
    }
    let name = name.to_uppercase();
    Ok(format!(
        "        /// {meaning} ({origin}).\n        pub(crate) const {name}: {kind} = {value};\n"
    ))
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

/// The ids of the forms, in the order in which the program has them.
const FORMS: [&str; 3] = ["basic", "key", "full"];

/// The files of the forms, compiled, as a static.
fn forms() -> io::Result<String> {
    let mut forms = Vec::new();
    for id in FORMS {
        let form = form::load(&fs::read_to_string(format!("src/form/data/{id}.json"))?)?;
        forms.push(rust(&format!("{form:?}")));
    }
    let count = forms.len();
    Ok(format!("pub(super) static FORMS: [Form; {count}] = [{}];\n", forms.join(",\n")))
}

/// The listed bodies as a static, and the folded names they go by, sorted, each with the place of its body.
fn bodies() -> io::Result<String> {
    let (mut bodies, mut names) = (Vec::new(), Vec::new());
    for line in fs::read_to_string("src/agency/data/bodies.csv")?.lines().skip(1) {
        let [code, prefecture, name, kind, status] = line.split(',').collect::<Vec<_>>()[..] else {
            return Err(io::Error::other(format!("expected five fields, but found '{line}'")));
        };
        names.push((agency::fold(name), bodies.len()));
        // A ward of a city is also known by its own name alone.
        if let Some((_city, ward)) = name.split_once('市').filter(|_| kind == "ward") {
            names.push((agency::fold(ward), bodies.len()));
        }
        let kind: String = kind.split('_').map(capitalized).collect();
        let former = status == "former";
        bodies.push(format!(
            "Body {{ code: {code:?}, prefecture: {prefecture:?}, name: {name:?}, kind: AgencyKind::{kind}, \
             former: {former} }}"
        ));
    }
    names.sort_unstable();
    let longest = names.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    Ok(format!(
        "pub(super) static BODIES: [Body; {}] = [{}];\n\
         pub(super) static NAMES: [(&str, usize); {}] = {names:?};\n\
         /// Characters of the longest name.\n\
         pub(super) const LONGEST: usize = {longest};\n",
        bodies.len(),
        bodies.join(",\n"),
        names.len()
    ))
}

/// What `Debug` shows of a value as an expression of Rust.
fn rust(shown: &str) -> String {
    let (mut text, mut rest) = (String::new(), shown);
    while let Some(at) = rest.find(['"', '\'']) {
        let (code, literal) = rest.split_at(at);
        let (literal, behind) = literal.split_at(length(literal));
        text += &borrowed(code);
        text += &if literal.starts_with('"') {
            format!("Borrowed({literal})")
        } else {
            literal.to_owned()
        };
        rest = behind;
    }
    text + &borrowed(rest)
}

/// The bytes of a literal that a text begins with.
fn length(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            _ if text.as_bytes().first() == Some(&byte) => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Code in which lists are borrowed, and a name that two enums have is that of the kinds of nodes.
fn borrowed(code: &str) -> String {
    let code = code.replace('[', "Borrowed(&[").replace(']', "])");
    code.replace("kind: ", "kind: NodeKind::").replace("OnceLock(<uninit>)", "OnceLock::new()")
}

/// SHA-256 of the files of the forms, one behind the other.
fn catalogue(files: &BTreeMap<String, Vec<u8>>) -> String {
    let names = FORMS.map(|form| format!("src/form/data/{form}.json"));
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
