//! From what the command line names to inputs: each document once, by name.

use super::left_out::Unread;
use super::walk::{self, Extension};
use super::{Input, Place, STDIN, archive, lost, name_of, nothing, office, warc};
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::finding::{Code, Message};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Finds the documents that the command line names, sorted by source. What is named twice, or within
/// a folder that is named too, is there once, under the name it has in the first of them.
///
/// # Errors
/// A path that is not there. What is there and cannot be read is an [`Input`] that says so.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Vec<Input>> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        add(path, &mut found)?;
        if let Some(added) = found.get_mut(before..) {
            added.sort_by(|a, b| a.source.cmp(&b.source));
        }
    }
    let links = found.iter().any(Input::is_link);
    let files = found.iter().filter(|input| links && !input.is_link());
    let files: BTreeSet<_> = files.filter_map(Input::identity).collect();
    let mut seen = BTreeSet::new();
    found.retain_mut(|input| {
        let Some(identity) = input.identity() else { return true };
        if input.is_link() && files.contains(&identity) {
            let message = Message::new("left-out.link", &[]);
            *input = lost(input.source.clone(), Code::LeftOut, message);
            return true;
        }
        seen.insert(identity)
    });
    found.sort_by(|a, b| a.source.cmp(&b.source)); // stable: equal names stay in the order given
    warc::resolve(&mut found);
    Ok(found)
}

fn add(path: &Path, found: &mut Vec<Input>) -> Result<()> {
    if path.as_os_str() == STDIN {
        found.push(Input::new(STDIN.into(), None, Place::Stdin));
        return Ok(());
    }
    let source = name_of(path);
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => {
            let before = found.len();
            walk::folder(path, found);
            found.extend(nothing(&source, found.get(before..).unwrap_or_default()));
        }
        Ok(metadata) if metadata.is_file() && is_archive(path, &source) => {
            archive::list(path, &source, found);
        }
        Ok(metadata) if metadata.is_file() && is_web_archive(path) => {
            warc::list(path, &source, found);
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Err(missing(path)),
        // What cannot be read is said on reading.
        Ok(_) | Err(_) => found.push(Input::new(source, None, Place::File(path.into()))),
    }
    Ok(())
}

/// A named file is what its first bytes say, whatever its name.
fn is_archive(path: &Path, name: &str) -> bool {
    let mut start = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) if start == *b"PK\x03\x04" => {
            !office::is_package(path) && Unread::named(name).is_none()
        }
        Ok(()) => start == *b"PK\x05\x06",
        Err(_) => walk::extension(name) == Some(Extension::Archive),
    }
}

/// Its first bytes say it as well.
fn is_web_archive(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    read.is_ok() && warc::is_archive(&start)
}

fn missing(path: &Path) -> Error {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let entries =
        std::fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let near = nearest(&name_of(path), names).map(|name| match folder {
        Some(folder) => folder.join(name),
        None => name.into(),
    });
    ErrorKind::InputMissing { path: path.into(), near }.into()
}

impl Input {
    /// Whether its file, or the archive that it is in, is a link.
    fn is_link(&self) -> bool {
        match &self.place {
            Place::File(path) => path.is_symlink(),
            Place::Member(member) => member.archive().is_symlink(),
            Place::Page(page) => page.archive().is_symlink(),
            Place::Stdin | Place::Lost(..) | Place::Bytes(_) | Place::Revisit(_) => false,
        }
    }

    /// What two names of the same document have in common.
    fn identity(&self) -> Option<(PathBuf, String)> {
        match &self.place {
            Place::File(path) => Some((path.canonicalize().ok()?, String::new())),
            Place::Stdin => Some((STDIN.into(), String::new())),
            Place::Member(member) => {
                Some((member.archive().canonicalize().ok()?, member.index().to_string()))
            }
            Place::Page(page) => {
                Some((page.archive().canonicalize().ok()?, page.number().to_string()))
            }
            Place::Lost(..) | Place::Bytes(_) | Place::Revisit(_) => None,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::input::Kind;
    use std::fs;

    fn sources<'i>(inputs: impl IntoIterator<Item = &'i Input>) -> Vec<&'i str> {
        inputs.into_iter().map(Input::source).collect()
    }

    pub(in crate::input) fn tree(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    #[test]
    fn folders_are_searched_by_extension_and_sorted_bytewise() {
        let folder = tree(&[
            ("b/1.PDF", b"x"),
            ("a-b.txt", b"x"),
            ("a/z.html", b"x"),
            ("Z.text", b"x"),
            ("目黒.htm", b"x"),
            ("a/notes.log", b"%PDF-"),
            (".git/x.txt", b"x"),
            ("b/._1.pdf", b"x"),
            ("c.zip", &archive::tests::archive_of(&[("in/q.txt", b"x")])),
        ]);
        let found = find(&[folder.path().into()]).unwrap();
        let expected = [
            "Z.text",
            "a-b.txt",
            "a/notes.log",
            "a/z.html",
            "b/1.PDF",
            "c.zip!/in/q.txt",
            "目黒.htm",
        ];
        assert_eq!(sources(&found), expected);
        let left_out: Vec<bool> = found.iter().map(Input::is_left_out).collect();
        assert_eq!(left_out, [false, false, true, false, false, false, false]);
    }

    #[test]
    fn what_is_named_twice_is_read_once() {
        let folder = tree(&[
            ("a.txt", b"x"),
            ("sub/b.txt", b"y"),
            ("d.zip", &archive::tests::archive_of(&[("a.txt", b"z")])),
        ]);
        let root = folder.path();
        let named =
            [root.to_owned(), root.join("sub"), root.join("sub/../a.txt"), root.join("d.zip")];
        assert_eq!(sources(&find(&named).unwrap()), ["a.txt", "d.zip!/a.txt", "sub/b.txt"]);
        let named = [root.join("sub"), root.to_owned(), "-".into(), "-".into()];
        assert_eq!(sources(&find(&named).unwrap()), ["-", "a.txt", "b.txt", "d.zip!/a.txt"]);
    }

    #[test]
    fn only_what_is_named_is_sniffed() {
        let folder = tree(&[
            ("odd.bin", b"junk\n%PDF-1.4"),
            ("x.dat", &archive::tests::archive_of(&[("q.txt", b"x")])),
        ]);
        let named = [folder.path().join("odd.bin"), folder.path().join("x.dat")];
        let found = find(&named).unwrap();
        assert_eq!(sources(&found), ["odd.bin", "x.dat!/q.txt"]);
        assert_eq!(found[0].open().0.kind, Kind::Pdf);
        let found = find(&[folder.path().into()]).unwrap();
        let (left_out, folder): (Vec<_>, Vec<_>) = found.iter().partition(|one| one.is_left_out());
        assert_eq!(sources(left_out), ["odd.bin", "x.dat"]);
        let said = folder[0].open().1.unwrap_err();
        assert!(
            said.code == Code::EmptyInput
                && said.message.en.ends_with("but found 2 of other kinds")
        );
        assert_eq!(Kind::of(&[&[b' '; 1023][..], b"%PDF-"].concat()), Kind::Pdf);
        assert_eq!(Kind::of(&[&[b' '; 1024][..], b"%PDF-"].concat()), Kind::Text);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end() {
        let folder = tree(&[("a/b.txt", b"x")]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("gone.txt")).unwrap();
        let found = find(&[folder.path().into()]).unwrap();
        assert_eq!(sources(&found), ["a/b.txt", "a/up", "gone.txt"]);
        assert!(found[1].is_left_out());
        assert_eq!(found[2].open().1.unwrap_err().code, Code::UnreadableInput);
    }
}
