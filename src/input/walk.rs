//! The files of a folder, in order.

use super::{Input, Kind, Place, archive, left_out, lost, warc};
use crate::finding::{Code, Message};
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

/// What the extension of a file says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extension {
    Document(Kind),
    Archive,
    /// An archive of web pages.
    Web,
}

/// The extensions that are read, in any case.
const EXTENSIONS: &[(&str, Extension)] = &[
    ("csv", Extension::Document(Kind::Text)),
    ("docm", Extension::Document(Kind::Word)),
    ("docx", Extension::Document(Kind::Word)),
    ("htm", Extension::Document(Kind::Text)),
    ("html", Extension::Document(Kind::Text)),
    ("json", Extension::Document(Kind::Text)),
    ("markdown", Extension::Document(Kind::Text)),
    ("md", Extension::Document(Kind::Text)),
    ("mmd", Extension::Document(Kind::Text)),
    ("ods", Extension::Document(Kind::Workbook)),
    ("pdf", Extension::Document(Kind::Pdf)),
    ("text", Extension::Document(Kind::Text)),
    ("txt", Extension::Document(Kind::Text)),
    ("warc", Extension::Web),
    ("warc.gz", Extension::Web),
    ("xhtml", Extension::Document(Kind::Text)),
    ("xls", Extension::Document(Kind::Workbook)),
    ("xlsm", Extension::Document(Kind::Workbook)),
    ("xlsx", Extension::Document(Kind::Workbook)),
    ("zip", Extension::Archive),
];

/// A folder with this one in it is one that a run has written.
const OWN: &str = ".hyokasho";

/// Whether a file may be one of the tables that a run writes.
fn is_table(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    ["csv", "json"].iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// What is read of the files named so.
pub(super) fn extension(name: &str) -> Option<Extension> {
    let name = name.rsplit('/').next()?;
    let ends = |ending: &str| {
        let at = name.len().checked_sub(ending.len() + 1).filter(|at| *at > 0);
        let end = at.and_then(|at| name.get(at..)).and_then(|end| end.strip_prefix('.'));
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    EXTENSIONS.iter().find(|(ending, _)| ends(ending)).map(|(_, kind)| *kind)
}

/// The extensions that are read, for a sentence.
pub(super) fn endings() -> String {
    EXTENSIONS.iter().map(|(ending, _)| format!(".{ending}")).collect::<Vec<_>>().join(" ")
}

/// Whether a file of this name is read as a document.
pub(crate) fn is_document(name: &str) -> bool {
    matches!(extension(name), Some(Extension::Document(_)))
}

/// Whether a file or folder of this name is passed over: hidden ones and what macOS adds to archives
/// (`._name.pdf` is no PDF).
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

/// Adds the documents below `root`, in any order, and whatever else is there as left out. Symbolic links to
/// files are followed, those to folders are not: they can go round in a circle.
pub(super) fn folder(root: &Path, found: &mut Vec<Input>) {
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match list(&folder) {
            Ok(entries) => entries,
            Err(cause) => {
                let name = if prefix.is_empty() { super::name_of(root) } else { prefix };
                let message = Message::new("unreadable-input.folder", &[("cause", &cause)]);
                found.push(lost(name, Code::UnreadableInput, message));
                continue;
            }
        };
        let own = entries.iter().any(|(name, is_folder, _)| *is_folder && name == OWN);
        for (name, is_folder, path) in entries {
            if own && (is_folder || is_table(&name) || extension(&name).is_none()) {
                continue;
            }
            let source = format!("{prefix}{name}");
            match (is_hidden(&name), is_folder) {
                (true, _) => {}
                (false, true) => folders.push((path, format!("{source}/"))),
                (false, false) => file(path, source, found),
            }
        }
    }
}

/// Name, whether it is a folder, and path of each entry.
fn list(folder: &Path) -> io::Result<Vec<(String, bool, PathBuf)>> {
    let entry = |entry: io::Result<DirEntry>| {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        Ok((name, entry.file_type()?.is_dir(), entry.path()))
    };
    std::fs::read_dir(folder)?.map(entry).collect()
}

fn file(path: PathBuf, source: String, found: &mut Vec<Input>) {
    // A pipe or device would be waited for without end; a broken link is reported on reading.
    let metadata = path.metadata();
    if let Ok(other) = metadata.as_ref().map(|metadata| metadata.file_type())
        && !other.is_file()
    {
        let key = if other.is_dir() { "left-out.folder-link" } else { "left-out.no-file" };
        return found.push(lost(source, Code::LeftOut, Message::new(key, &[])));
    }
    match extension(&source) {
        None => found.push(left_out::input(source)),
        Some(Extension::Document(kind)) => {
            found.push(Input::new(source, Some(kind), Place::File(path)));
        }
        Some(Extension::Archive) => archive::list(&path, &source, found),
        Some(Extension::Web) => warc::list(&path, &source, found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_count_in_any_case() {
        assert_eq!(extension("a/B.PDF"), Some(Extension::Document(Kind::Pdf)));
        assert_eq!(extension("目黒区.v2.Txt"), Some(Extension::Document(Kind::Text)));
        assert_eq!(extension("ocr.MD"), Some(Extension::Document(Kind::Text)));
        assert_eq!(extension("all.zip"), Some(Extension::Archive));
        assert_eq!(extension("a/crawl.WARC.gz"), Some(Extension::Web));
        assert_eq!(extension("a.txt.gz"), None);
        assert_eq!(extension("a.pdf/b"), None);
        assert_eq!(extension(".pdf"), None);
        assert_eq!(extension("gold.jsonl"), None);
        assert!(EXTENSIONS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn what_a_run_has_written_is_no_input() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| std::fs::write(folder.path().join(name), "a").unwrap();
        std::fs::create_dir_all(folder.path().join("out/.hyokasho")).unwrap();
        std::fs::create_dir_all(folder.path().join("out/municipalities")).unwrap();
        for name in
            ["a.csv", "out/items.csv", "out/x.sqlite", "out/municipalities/a.json", "out/b.txt"]
        {
            write(name);
        }
        let mut found = Vec::new();
        super::folder(folder.path(), &mut found);
        let mut names: Vec<String> = found.into_iter().map(|input| input.source).collect();
        names.sort();
        assert_eq!(names, ["a.csv", "out/b.txt"]);
    }
}
