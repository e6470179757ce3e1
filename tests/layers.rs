//! The flow is the import rule: a stage uses the types on its two sides and its helpers, never another stage.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Folder or file under `src`, and the modules it must not name. A path such as `read::page` is allowed where
/// only `read` is forbidden and it stands in [`MODELS`].
const FORBIDDEN: [(&str, &[&str]); 21] = [
    (
        "read",
        &["form", "align", "fill", "check", "export", "compare", "cli", "assess", "mark", "input"],
    ),
    ("read/pdf", &["read::table", "read::cell", "read::seam", "read::pages", "read::text", "rows"]),
    (
        "read/page",
        &["read::pdf", "read::table", "read::cell", "read::seam", "read::pages", "read::text"],
    ),
    ("read/table/ruled", &["read::pdf", "read::cell", "read::seam", "read::pages", "read::text"]),
    ("read/cell", &["read::pdf", "read::table::white", "read::seam", "read::pages", "read::text"]),
    ("read/table/white", &["read::pdf", "read::seam", "read::pages", "read::text"]),
    ("read/sheet", &["read::pdf", "read::table", "read::cell", "read::pages", "read::text"]),
    ("read/seam", &["read::pdf", "read::table", "read::pages", "read::text"]),
    ("read/workbook", &["read::pdf", "read::table", "read::cell", "read::pages", "read::text"]),
    ("align", &["read", "fill", "check", "export", "compare", "cli", "assess", "mark", "input"]),
    ("fill", &["read", "check", "export", "compare", "cli", "assess", "input"]),
    ("fill.rs", &["read", "check", "export", "compare", "cli", "assess", "input"]),
    (
        "mark",
        &["read", "align", "fill", "check", "export", "compare", "cli", "assess", "rows", "input"],
    ),
    (
        "mark.rs",
        &["read", "align", "fill", "check", "export", "compare", "cli", "assess", "rows", "input"],
    ),
    (
        "agency",
        &[
            "read", "align", "fill", "check", "export", "compare", "cli", "assess", "form", "mark",
            "input",
        ],
    ),
    ("check", &["read", "export", "compare", "cli", "assess", "input"]),
    ("export", &["read", "align", "fill", "check", "cli", "input"]),
    ("compare", &["read", "align", "fill", "check", "cli", "assess", "input"]),
    ("site", &["read", "align", "fill", "check", "cli", "assess", "input"]),
    ("input", &["read", "align", "fill", "export", "compare", "cli", "assess", "form", "mark"]),
    (
        "form",
        &["read", "align", "fill", "check", "export", "compare", "cli", "assess", "rows", "input"],
    ),
];

/// Models between the stages that live in a stage's folder: whoever must not name the stage may name these.
const MODELS: [&str; 1] = ["read::page"];

/// The files of code below a path. `tests.rs` and folders `tests` hold nothing but tests and are left out.
fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.file_stem().is_some_and(|stem| stem == "tests") {
        return;
    }
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder of the sources") {
            sources(&entry.expect("an entry of it").path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push(path.to_owned());
    }
}

fn all(part: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(part), &mut found);
    assert!(!found.is_empty(), "src/{part} is gone");
    found
}

/// The lines of a file that are neither comments nor tests: what follows `#[cfg(test)]`, one item or a module
/// to the end of the file.
fn code(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a source file");
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("#[cfg(test)]") {
            if lines.next().is_some_and(|item| item.ends_with('{')) {
                break;
            }
        } else if !line.trim_start().starts_with("//") {
            found.push(line.to_owned());
        }
    }
    found
}

/// The module that a file is: `src/read/page/mod.rs` is `read::page`.
fn module(path: &Path) -> Vec<String> {
    let path =
        path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("a source");
    let mut parts: Vec<String> =
        path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.retain(|part| part != "mod" && part != "lib");
    parts
}

/// The paths that a line names, from the root of the crate: `crate::` and any number of `super::` alike.
fn named(line: &str, module: &[String]) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = line
        .split(|c: char| !is_part(c))
        .filter(|word| word.contains("::") || line.contains("use "));
    let absolute = |word: &str| -> Option<String> {
        if let Some(rest) = word.strip_prefix("crate::") {
            return Some(rest.to_owned());
        }
        let (mut rest, mut up) = (word, 0);
        while let Some(inner) = rest.strip_prefix("super::") {
            (rest, up) = (inner, up + 1);
        }
        let from = module.get(..module.len().checked_sub(up)?)?;
        (up > 0)
            .then(|| from.iter().map(String::as_str).chain([rest]).collect::<Vec<_>>().join("::"))
    };
    words.filter_map(absolute).collect()
}

/// Whether a path is this module or within it.
fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn paths_are_seen_however_they_are_written() {
    let module = ["read".to_owned(), "cell".to_owned(), "order".to_owned()];
    assert_eq!(named("use super::super::pdf::open;", &module), ["read::pdf::open"]);
    assert_eq!(
        named("    crate::form::load(super::draft::Line);", &module),
        ["form::load", "read::cell::draft::Line"]
    );
}

#[test]
fn stages_keep_to_themselves() {
    for (part, forbidden) in FORBIDDEN {
        for path in all(part) {
            let module = module(&path);
            for line in code(&path) {
                for name in named(&line, &module) {
                    let allowed = MODELS.iter().any(|model| is_within(&name, model));
                    for other in forbidden {
                        let is_model = allowed && !other.contains("::");
                        assert!(is_model || !is_within(&name, other), "{}: {line}", path.display());
                    }
                }
            }
        }
    }
}

/// The rooms whose numbers stand in tables.
const MEASURED: [&str; 5] =
    ["read/table/ruled", "read/cell", "read/seam", "read/sheet", "read/page"];

/// Whether a line defines a constant number, or a range of them, for itself: a table says what each means and where it comes from. Numbers within
/// expressions are not looked for.
fn defines_number(line: &str) -> bool {
    let Some((kind, value)) = line.split_once("const ").and_then(|(_, rest)| {
        let (head, value) = rest.split_once('=')?;
        Some((head.split_once(':')?.1.trim(), value.trim()))
    }) else {
        return false;
    };
    let is_number = matches!(kind.as_bytes(), [b'f' | b'u' | b'i', rest @ ..] if rest == b"size" || rest.iter().all(u8::is_ascii_digit));
    let begins = value.trim_start_matches('-').bytes().next();
    (is_number || kind.contains("Range")) && begins.is_some_and(|first| first.is_ascii_digit())
}

#[test]
fn finders_have_no_numbers_of_their_own() {
    assert!(defines_number("pub(super) const NEAR: f32 = 0.5;"));
    assert!(defines_number("const SIDE: Range<f32> = 1.2..8.0;"));
    assert!(!defines_number("const KINDS: [u32; 2] = [1, 2];"));
    for path in MEASURED.iter().flat_map(|part| all(part)) {
        for line in code(&path).iter().filter(|line| defines_number(line)) {
            let is_character_or_bit = line.contains("= 0x") || line.contains("<<");
            assert!(is_character_or_bit, "{}: {line}", path.display());
        }
    }
}

#[test]
fn no_label_of_a_form_is_in_code() {
    let long = |form: &'static hyokasho::form::Form| {
        let names =
            form.slots.iter().flat_map(|slot| slot.names.iter()).map(|name| name.body.to_string());
        names.filter(|body| body.chars().count() >= 5).collect::<Vec<_>>()
    };
    let labels: Vec<String> = hyokasho::form::forms().iter().flat_map(long).collect();
    for part in [
        "read",
        "align",
        "fill",
        "fill.rs",
        "check",
        "mark",
        "mark.rs",
        "date.rs",
        "assess.rs",
        "export",
        "agency.rs",
    ] {
        for path in all(part) {
            for line in code(&path) {
                let folded = hyokasho::fold(&line);
                let label = labels.iter().find(|label| folded.contains(label.as_str()));
                assert!(label.is_none(), "{}: {line}", path.display());
            }
        }
    }
}

/// For each file of `src/read` the others that it names; a folder's `mod.rs` and what is in the folder are one.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<String, PathBuf> =
        all("read").into_iter().map(|path| (module(&path).join("::"), path)).collect();
    let mut uses = BTreeMap::new();
    for (name, path) in &files {
        let own: Vec<String> = name.split("::").map(str::to_owned).collect();
        let of = |named: String| {
            let part = |end: usize| named.get(..end).filter(|part| files.contains_key(*part));
            let ends = named.match_indices("::").map(|(end, _)| end).chain([named.len()]);
            ends.filter_map(part).last().map(str::to_owned)
        };
        let lines = code(path);
        let named = lines.iter().flat_map(|line| named(line, &own)).filter_map(of);
        let others = named.filter(|other| !is_within(other, name) && !is_within(name, other));
        uses.insert(name.clone(), others.collect());
    }
    uses
}

#[test]
fn files_of_the_reader_make_no_circles() {
    let uses = uses();
    let mut circles = Vec::new();
    for start in uses.keys() {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(at) = open.pop() {
            open.extend(uses.get(at).into_iter().flatten().filter(|next| seen.insert(*next)));
        }
        if seen.contains(start) {
            circles.push(start.as_str());
        }
    }
    assert!(circles.is_empty(), "{circles:?}");
}

/// The folders of code below a path.
fn folders(path: &Path, found: &mut BTreeSet<PathBuf>) {
    let mut files = Vec::new();
    sources(path, &mut files);
    found.extend(files.iter().filter_map(|file| file.parent()).map(Path::to_owned));
}

#[test]
fn the_table_of_rooms_has_every_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the page of the rooms");
    let table = page.split("| a line that … | goes to |").nth(1).expect("its table");
    let table = table.split("\n\n").next().unwrap_or_default();
    let mut all = BTreeSet::new();
    folders(&root.join("src"), &mut all);
    for folder in all.iter().filter_map(|folder| folder.strip_prefix(root.join("src")).ok()) {
        let name = format!("`{}/", folder.to_string_lossy().replace('\\', "/"));
        assert!(name == "`/" || table.contains(&name), "{name} has no line");
    }
    for line in table.lines().filter_map(|line| line.rsplit_once("| ")) {
        for name in line.1.split('`').skip(1).step_by(2).filter(|name| !name.contains('*')) {
            assert!(root.join("src").join(name).exists(), "{name} is gone");
        }
    }
}
