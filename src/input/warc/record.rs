//! The records of a web archive (ISO 28500:2017, WARC 1.1), one after the other.
//!
//! ```text
//! record ::= "WARC/" version CRLF (name ":" value CRLF)* CRLF block CRLF CRLF      (clause 4)
//! ```
//!
//! In a `.warc.gz` each record is a gzip member of its own (annex D.2); one member with all of them, as `gzip a.warc` makes it, is
//! read too.

use super::super::MAX_BYTES;
use super::super::archive::{FREE_RATIO, MAX_RATIO};
use crate::finding::Said;
use flate2::bufread::GzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

/// The longest header of a record, or of the response within it.
pub(super) const MAX_HEADER: usize = 64 << 10;

/// Where a record begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct At {
    /// The byte of the file where its gzip member begins; in a file without gzip, where the record begins.
    member: u64,
    /// The byte of what the member unpacks to.
    within: u64,
}

/// The header of a record or of a response: names in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a name; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Reads `name: value` lines up to a blank one; lines that begin with white space go on (RFC 9112, 5.2).
    pub(super) fn read(from: &mut impl BufRead) -> io::Result<Self> {
        let (mut fields, mut total) = (Vec::<(String, String)>::new(), 0);
        loop {
            let line = line(from)?;
            total += line.len();
            if total > MAX_HEADER {
                return Err(Said::broken("warc.header", &[]));
            }
            let text = String::from_utf8_lossy(&line);
            let trimmed = text.trim();
            if trimmed.is_empty() {
                return Ok(Self(fields));
            }
            match (text.starts_with([' ', '\t']), fields.last_mut(), trimmed.split_once(':')) {
                (true, Some((_, value)), _) => value.extend([" ", trimmed]),
                (_, _, Some((name, value))) => {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => {} // no field: passed over, as browsers do
            }
        }
    }
}

/// A line with its end, at most [`MAX_HEADER`] bytes of it.
pub(super) fn line(from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    from.take(MAX_HEADER as u64 + 1).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// Whether bytes begin as a web archive does, packed or not.
pub(in crate::input) fn is_archive(bytes: &[u8]) -> bool {
    const MAGIC: &[u8] = b"WARC/";
    if !bytes.starts_with(b"\x1f\x8b") {
        return bytes.starts_with(MAGIC);
    }
    let mut start = [0; 5];
    GzDecoder::new(bytes).read_exact(&mut start).is_ok() && start == MAGIC
}

/// What is read of the file at the moment: a gzip member, or the file itself.
enum Stream {
    Plain(BufReader<File>),
    Packed(Box<BufReader<GzDecoder<BufReader<File>>>>),
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(buffer),
            Self::Packed(member) => member.read(buffer),
        }
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(file) => file.fill_buf(),
            Self::Packed(member) => member.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        match self {
            Self::Plain(file) => file.consume(count),
            Self::Packed(member) => member.consume(count),
        }
    }
}

/// A web archive that is being read.
pub(super) struct Archive {
    /// `None` between two gzip members and at the end.
    stream: Option<Stream>,
    /// Where the member begins that is being read.
    member: u64,
    /// Bytes of it that are read.
    within: u64,
    /// Bytes that all members have unpacked to, and how many they may.
    unpacked: u64,
    most: u64,
}

/// A record whose block is still to be read.
pub(super) struct Record {
    /// Its header.
    pub(super) fields: Fields,
    /// Where it begins.
    pub(super) at: At,
    /// The length that the header says the block has.
    pub(super) length: u64,
}

impl Archive {
    /// Opens the file at a place.
    pub(super) fn open(path: &Path, at: At) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(at.member))?;
        let mut file = BufReader::with_capacity(1 << 16, file);
        let most = file.get_ref().metadata()?.len().saturating_mul(MAX_RATIO).max(FREE_RATIO);
        let packed = file.fill_buf()?.starts_with(b"\x1f\x8b");
        let stream = if packed {
            Stream::Packed(Box::new(BufReader::new(GzDecoder::new(file))))
        } else {
            Stream::Plain(file)
        };
        let mut archive =
            Self { stream: Some(stream), member: at.member, within: 0, unpacked: 0, most };
        archive.skip(at.within)?;
        Ok(archive)
    }

    /// The next record; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        loop {
            let at = At { member: self.member, within: self.within };
            let version = self.line()?;
            if version.is_empty() {
                if !self.next_member()? {
                    return Ok(None);
                }
                continue;
            }
            if version.trim_ascii().is_empty() {
                continue; // what ends the record before
            }
            if !version.starts_with(b"WARC/") {
                return Err(Said::broken("warc.begin", &[]));
            }
            let fields = Fields::read(self)?;
            let length = fields.get("content-length").parse();
            let length = length.map_err(|_| Said::broken("warc.length", &[]))?;
            return Ok(Some(Record { fields, at, length }));
        }
    }

    /// The member behind the one that has ended; `false` where there is none.
    fn next_member(&mut self) -> io::Result<bool> {
        let Some(Stream::Packed(member)) = self.stream.take() else { return Ok(false) };
        let mut file = member.into_inner().into_inner();
        if file.fill_buf()?.is_empty() {
            return Ok(false);
        }
        self.member = file.stream_position()?;
        self.within = 0;
        self.stream = Some(Stream::Packed(Box::new(BufReader::new(GzDecoder::new(file)))));
        Ok(true)
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        line(self)
    }

    /// Passes over some bytes; fewer at the end of the archive.
    pub(super) fn skip(&mut self, count: u64) -> io::Result<u64> {
        if let Some(Stream::Plain(file)) = &mut self.stream {
            let here = file.stream_position()?;
            let end = file.get_ref().metadata()?.len();
            let step = count.min(end.saturating_sub(here));
            file.seek_relative(i64::try_from(step).unwrap_or(i64::MAX))?;
            self.within += step;
            return Ok(step);
        }
        io::copy(&mut self.take(count), &mut io::sink())
    }

    /// The block of a record, as far as it is there.
    pub(super) fn block(&mut self, length: u64) -> io::Result<Vec<u8>> {
        if length > MAX_BYTES {
            return Err(Said::broken("warc.size", &[]));
        }
        let mut block = Vec::new();
        match self.take(length).read_to_end(&mut block) {
            // A gzip member that is cut off gives what it holds.
            Err(cause) if cause.kind() != io::ErrorKind::UnexpectedEof => Err(cause),
            _ => Ok(block),
        }
    }
}

impl Read for Archive {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.unpacked > self.most {
            return Err(Said::broken("warc.ratio", &[("ratio", &MAX_RATIO)]));
        }
        let read = self.stream.as_mut().map_or(Ok(0), |stream| stream.read(buffer))?;
        self.within += read as u64;
        self.unpacked += read as u64;
        Ok(read)
    }
}

impl BufRead for Archive {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.stream.as_mut().map_or(Ok(&[]), Stream::fill_buf)
    }

    fn consume(&mut self, count: usize) {
        self.within += count as u64;
        self.unpacked += count as u64;
        if let Some(stream) = &mut self.stream {
            stream.consume(count);
        }
    }
}
