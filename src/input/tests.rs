//! Every input has a row: whatever folders and archives hold, as many inputs are found as there are things to tell of.

use super::{Input, find};
use std::fs;
use std::path::Path;

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }
}

/// Endings of documents, of other files, and of none.
const ENDINGS: [&str; 8] = [".txt", ".pdf", ".csv", ".xlsx", ".docx", ".jpg", ".log", ""];

/// An archive whose entries are not packed (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16): any names, also one twice.
fn archive(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let (size, place) = (number(content.len()), number(bytes.len()));
        let length = u16::try_from(name.len()).expect("short names").to_le_bytes();
        let common = [
            &[20, 0, 0, 8, 0, 0, 0, 0, 0, 0][..],
            &checksum(content).to_le_bytes(),
            &size,
            &size,
            &length,
            &[0, 0],
        ]
        .concat();
        bytes.extend([&b"PK\x03\x04"[..], &common, name.as_bytes(), content].concat());
        directory.extend([&b"PK\x01\x02\x14\0"[..], &common, &[0; 10], &place].concat());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(entries.len()).expect("few entries").to_le_bytes();
    let (size, place) = (number(directory.len()), number(bytes.len()));
    let end = [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size, &place, &[0, 0]].concat();
    [bytes, directory, end].concat()
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("small archives").to_le_bytes()
}

/// CRC-32 as archives have it.
fn checksum(bytes: &[u8]) -> u32 {
    let bit = |sum: u32, _: u32| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), bit))
}

/// An archive with random entries, and how many rows it must have.
fn random_archive(numbers: &mut Numbers) -> (Vec<u8>, usize) {
    let (mut entries, mut names, mut rows, mut documents) = (Vec::new(), Vec::new(), 0, 0);
    for at in 0..numbers.next(8) {
        let ending = ENDINGS[numbers.next(ENDINGS.len())];
        let name = match numbers.next(8) {
            0 => format!("folder{at}/"),
            1 => format!(".hidden{at}.txt"),
            2 => format!("in\\{at}{ending}"),
            3 => format!("../{at}{ending}"),
            4 => format!("{at}.zip"),
            _ => format!("{}/{}{ending}", numbers.next(2), numbers.next(3)),
        };
        let content = if name.ends_with('/') { Vec::new() } else { vec![b'x'; numbers.next(40)] };
        if !name.ends_with('/') && !name.starts_with('.') || name.starts_with("..") {
            rows += usize::from(!names.contains(&name));
            documents += usize::from(!left_out(&name));
        }
        names.push(name.clone());
        entries.push((name, content));
    }
    let distinct = names.iter().collect::<std::collections::BTreeSet<_>>().len();
    // Of entries with one name the library gives one; the others have a row together.
    rows += usize::from(distinct < names.len());
    // So has an archive without documents.
    rows += usize::from(documents == 0 && distinct == names.len());
    (archive(&entries), rows)
}

/// Whether a name is that of no document.
fn left_out(name: &str) -> bool {
    ![".txt", ".pdf", ".csv", ".xlsx", ".docx", ".zip"].iter().any(|ending| name.ends_with(ending))
}

/// Fills a folder at random; how many rows its content must have.
fn random_folder(path: &Path, numbers: &mut Numbers, depth: usize) -> usize {
    let mut rows = 0;
    for at in 0..numbers.next(7) {
        let here = |ending: &str| path.join(format!("{at}{ending}"));
        rows += match numbers.next(8) {
            0 if depth > 0 => {
                fs::create_dir(here("")).expect("a new folder");
                random_folder(&here(""), numbers, depth - 1)
            }
            1 => {
                fs::write(path.join(format!(".{at}.txt")), "x").expect("a hidden file");
                0
            }
            2 => {
                let (bytes, rows) = random_archive(numbers);
                fs::write(here(".zip"), bytes).expect("an archive");
                rows
            }
            3 => {
                fs::write(here(".zip"), vec![b'P'; numbers.next(9)]).expect("no archive");
                1
            }
            4 => linked(path, at, numbers),
            _ => {
                fs::write(here(ENDINGS[numbers.next(ENDINGS.len())]), "x").expect("a file");
                1
            }
        };
    }
    rows
}

/// A link to a file beside it, to the folder above or to nothing: each has a row.
#[cfg(unix)]
fn linked(path: &Path, at: usize, numbers: &mut Numbers) -> usize {
    use std::os::unix::fs::symlink;
    let link = path.join(format!("link{at}.txt"));
    match numbers.next(4) {
        0 => symlink("nowhere", link).expect("a link"),
        1 => symlink("..", link).expect("a link"),
        2 => drop(std::os::unix::net::UnixListener::bind(link).expect("a socket")),
        _ => {
            fs::write(path.join(format!("of{at}.txt")), "x").expect("a file");
            symlink(format!("of{at}.txt"), link).expect("a link");
            return 2;
        }
    }
    1
}

#[cfg(not(unix))]
fn linked(_: &Path, _: usize, _: &mut Numbers) -> usize {
    0
}

#[test]
fn as_many_rows_come_out_as_inputs_go_in() {
    let mut numbers = Numbers(11);
    for round in 0..300 {
        let folder = tempfile::tempdir().expect("a folder");
        // A folder without documents would have a row of its own.
        fs::write(folder.path().join("root.txt"), "x").expect("a file");
        let rows = 1 + random_folder(folder.path(), &mut numbers, 3);
        let found = find(&[folder.path().to_owned()]).expect("it is there");
        let sources: Vec<&str> = found.iter().map(Input::source).collect();
        assert_eq!(found.len(), rows, "round {round}: {sources:?}");
        for input in &found {
            let (document, bytes) = input.open();
            assert!(bytes.is_err() || document.bytes > 0, "round {round}: {}", input.source());
        }
    }
}
