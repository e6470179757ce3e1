//! The flow is the import rule: a stage uses the types on its two sides and its helpers, never another stage.

use std::fs;
use std::path::{Path, PathBuf};

/// Folder or file under `src`, and the modules it must not name.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    ("read", &["form", "align", "fill", "check", "export", "compare", "cli", "assess", "mark"]),
    ("align", &["read", "fill", "check", "export", "compare", "cli", "assess", "mark"]),
    ("fill", &["read", "check", "export", "compare", "cli", "assess"]),
    ("fill.rs", &["read", "check", "export", "compare", "cli", "assess"]),
    ("check", &["read", "export", "compare", "cli", "assess"]),
    ("export", &["read", "align", "fill", "check", "cli"]),
    ("form", &["read", "align", "fill", "check", "export", "compare", "cli", "assess", "rows"]),
];

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

/// The lines of a file that are neither comments nor tests.
fn code(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a source file");
    let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
    lines.filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect()
}

#[test]
fn stages_keep_to_themselves() {
    for (part, forbidden) in FORBIDDEN {
        for path in all(part) {
            for line in code(&path) {
                for module in forbidden {
                    let named = line.contains(&format!("crate::{module}::"))
                        || line.contains(&format!("crate::{module};"));
                    assert!(!named, "{}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn no_label_of_a_form_is_in_code() {
    let long = |form: &'static hyokasho::form::Form| {
        let names = form.slots.iter().flat_map(|slot| &slot.names).map(|name| name.body.clone());
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
                let folded = hyokasho::fold::fold(&line);
                let label = labels.iter().find(|label| folded.contains(label.as_str()));
                assert!(label.is_none(), "{}: {line}", path.display());
            }
        }
    }
}
