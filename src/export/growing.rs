//! A file of the output that grows: bytes that the file before has are copied from it, and where it would become what
//! it was, nothing is written at all.

use crate::digest::hex;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes copied at once where they are digested too.
const BLOCK: usize = 1 << 18;

/// A file of the run before, of which the index says that it is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Old {
    pub(super) path: Arc<Path>,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Some bytes of it.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) old: Arc<Path>,
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Range {
    fn is_all_of(&self, old: &Old) -> bool {
        self.start == 0 && self.end == old.bytes && self.old == old.path
    }
}

/// A file that grows.
pub(super) struct Growing {
    path: PathBuf,
    /// The file of the same name before.
    old: Option<Old>,
    /// What comes next and is not copied yet.
    held: Option<Range>,
    /// Where `held` was last copied from.
    source: Option<(Arc<Path>, File)>,
    target: Option<BufWriter<File>>,
    digest: Option<Sha256>,
    length: u64,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ended {
    /// Whether it is what it was: nothing is written.
    pub(super) same: bool,
    pub(super) bytes: u64,
    /// Empty where it was not asked for.
    pub(super) sha256: String,
}

impl Growing {
    /// A file that will begin with `header`, as the one before does.
    pub(super) fn begin(
        path: PathBuf,
        header: &[u8],
        old: Option<Old>,
        digest: bool,
    ) -> io::Result<Self> {
        let digest = digest.then(Sha256::new);
        let (held, source, target) = (None, None, None);
        let mut file = Self { path, old, held, source, target, digest, length: 0 };
        match &file.old {
            Some(old) => {
                let (old, end) = (Arc::clone(&old.path), header.len() as u64);
                file.again(Range { old, start: 0, end })?;
            }
            None => file.write(header)?,
        }
        Ok(file)
    }

    /// The bytes that it has by now.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Adds bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() { Ok(()) } else { self.write(bytes) }
    }

    /// Adds bytes of the file before.
    pub(super) fn again(&mut self, range: Range) -> io::Result<()> {
        self.length += range.end - range.start;
        if let Some(held) = &mut self.held
            && held.old == range.old
            && held.end == range.start
        {
            held.end = range.end;
            return Ok(());
        }
        if range.start < range.end {
            self.copy()?;
            self.held = Some(range);
        }
        Ok(())
    }

    /// Ends it.
    pub(super) fn end(mut self) -> io::Result<Ended> {
        if let (None, Some(old)) = (&self.target, &self.old)
            && self.held.as_ref().map_or(old.bytes == 0, |held| held.is_all_of(old))
        {
            return Ok(Ended { same: true, bytes: old.bytes, sha256: old.sha256.clone() });
        }
        self.copy()?;
        self.target()?.flush()?;
        let sha256 = self.digest.take().map(|digest| hex(&digest.finalize())).unwrap_or_default();
        Ok(Ended { same: false, bytes: self.length, sha256 })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.copy()?;
        if let Some(digest) = &mut self.digest {
            digest.update(bytes);
        }
        self.length += bytes.len() as u64;
        self.target()?.write_all(bytes)
    }

    fn target(&mut self) -> io::Result<&mut BufWriter<File>> {
        if self.target.is_none() {
            if let Some(folder) = self.path.parent() {
                fs::create_dir_all(folder)?;
            }
            self.target = Some(BufWriter::with_capacity(1 << 16, File::create(&self.path)?));
        }
        Ok(self.target.as_mut().expect("it has just been made"))
    }

    /// Copies what is held.
    fn copy(&mut self) -> io::Result<()> {
        let Some(Range { old, start, end }) = self.held.take() else { return Ok(()) };
        let mut file = match self.source.take() {
            Some((path, file)) if path == old => file,
            _ => File::open(&old)?,
        };
        file.seek(SeekFrom::Start(start))?;
        let mut digest = self.digest.take();
        let target = self.target()?;
        target.flush()?;
        match &mut digest {
            // Without a look at the bytes, the system copies them, or lets both files have the same ones.
            None => {
                exactly(io::copy(&mut (&file).take(end - start), target.get_mut())?, end - start)?
            }
            Some(digest) => {
                digested(&mut (&file).take(end - start), target.get_mut(), digest, end - start)?;
            }
        }
        self.digest = digest;
        self.source = Some((old, file));
        Ok(())
    }
}

fn digested(
    from: &mut impl io::Read,
    to: &mut File,
    digest: &mut Sha256,
    length: u64,
) -> io::Result<()> {
    let (mut block, mut copied) = (vec![0; BLOCK], 0);
    loop {
        let read = from.read(&mut block)?;
        let bytes = block.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            return exactly(copied, length);
        }
        digest.update(bytes);
        to.write_all(bytes)?;
        copied += read as u64;
    }
}

fn exactly(copied: u64, length: u64) -> io::Result<()> {
    if copied == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::sha256_hex;

    /// A file before of three rows, and what becomes of it.
    fn grown(steps: impl Fn(&mut Growing, &Arc<Path>)) -> (Ended, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        fs::write(&old, "head\na\nb\nc\n").unwrap();
        let path: Arc<Path> = old.into();
        let old = Old { path: Arc::clone(&path), bytes: 11, sha256: "known".into() };
        let mut file = Growing::begin(new.clone(), b"head\n", Some(old), true).unwrap();
        steps(&mut file, &path);
        (file.end().unwrap(), fs::read_to_string(new).ok())
    }

    fn again(file: &mut Growing, old: &Arc<Path>, start: u64, end: u64) {
        file.again(Range { old: Arc::clone(old), start, end }).unwrap();
    }

    #[test]
    fn what_is_what_it_was_is_not_written() {
        let (ended, written) = grown(|file, old| {
            again(file, old, 5, 7);
            again(file, old, 7, 7);
            file.add(b"").unwrap();
            again(file, old, 7, 11);
        });
        assert_eq!((ended.same, ended.sha256.as_str(), written), (true, "known", None));
    }

    #[test]
    fn a_change_is_written_between_copies() {
        let (ended, written) = grown(|file, old| {
            again(file, old, 5, 7);
            file.add(b"B\n").unwrap();
            again(file, old, 9, 11);
        });
        let expected = "head\na\nB\nc\n";
        assert_eq!(written.as_deref(), Some(expected));
        assert_eq!((ended.same, ended.bytes), (false, 11));
        assert_eq!(ended.sha256, sha256_hex(expected.as_bytes()));
        // Less than before, and another order.
        assert_eq!(grown(|file, old| again(file, old, 5, 9)).1.as_deref(), Some("head\na\nb\n"));
        let (_, written) = grown(|file, old| {
            again(file, old, 9, 11);
            again(file, old, 5, 9);
        });
        assert_eq!(written.as_deref(), Some("head\nc\na\nb\n"));
    }
}
