//! Many files that grow at the same time, in bounded memory and with few of them open.
//!
//! What is added waits in memory until all together is large, and is appended to its files then. Files that are to be
//! packed whole (their name says so) are lines of JSON until the end.

use super::pack;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Bytes that wait at most.
const WAITING: usize = 24 << 20;

/// Where a line of a spooled file goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A file that is complete as it grows: its path.
    Plain(String),
    /// A file that is packed at the end as one list: its folder, the name that the page asks for, and its stem.
    Packed(&'static str, String, String),
}

impl Target {
    fn path(&self, folder: &Path) -> PathBuf {
        match self {
            Self::Plain(path) => folder.join(path),
            Self::Packed(kind, _, stem) => folder.join(kind).join(format!("{stem}.lines")),
        }
    }
}

/// The files of a site under way.
pub(super) struct Spool {
    folder: PathBuf,
    waiting: BTreeMap<Target, Vec<u8>>,
    size: usize,
    packed: Vec<Target>,
}

impl Spool {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), waiting: BTreeMap::new(), size: 0, packed: Vec::new() }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn add(&mut self, target: &Target, bytes: &[u8]) -> io::Result<()> {
        self.size += bytes.len();
        match self.waiting.get_mut(target) {
            Some(waiting) => waiting.extend_from_slice(bytes),
            None => {
                if matches!(target, Target::Packed(..)) {
                    self.packed.push(target.clone());
                }
                self.waiting.insert(target.clone(), bytes.to_owned());
            }
        }
        if self.size > WAITING { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.size = 0;
        for (target, bytes) in &mut self.waiting {
            if bytes.is_empty() {
                continue;
            }
            let path = target.path(&self.folder);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            OpenOptions::new().create(true).append(true).open(path)?.write_all(bytes)?;
            *bytes = Vec::new();
        }
        Ok(())
    }

    /// Writes what waits, and packs what is to be packed.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
        self.flush()?;
        self.packed.par_iter().try_for_each(|target| pack_lines(target, &self.folder))
    }
}

/// The lines of a file as one packed list.
fn pack_lines(target: &Target, folder: &Path) -> io::Result<()> {
    let Target::Packed(kind, name, stem) = target else { return Ok(()) };
    let lines = target.path(folder);
    let mut file = File::create(folder.join(kind).join(format!("{stem}.js")))?;
    let mut text = File::open(&lines)?;
    let mut packer = pack::Packer::begin(&mut file, kind, name)?;
    packer.write_all(b"[")?;
    let mut block = vec![0; 1 << 16];
    let mut last = b'\n';
    loop {
        let count = text.read(&mut block)?;
        let Some(read) = block.get(..count).filter(|read| !read.is_empty()) else { break };
        for line in read.split_inclusive(|byte| *byte == b'\n') {
            // A comma stands between lines, none behind the last.
            if last == b'\n' && packer.has_any() {
                packer.write_all(b",")?;
            }
            packer.write_all(line)?;
            last = line.last().copied().unwrap_or(last);
        }
    }
    packer.write_all(b"]")?;
    packer.finish()?;
    fs::remove_file(lines)
}
