//! A response as a server has sent it (RFC 9112): status, fields, and the body out of its encodings.

use super::super::MAX_BYTES;
use super::record::{Fields, line};
use crate::finding::Said;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, BufRead, Read as _};

/// The head of a response.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// 200 …
    pub(super) status: u16,
    /// Its fields.
    pub(super) fields: Fields,
}

impl Head {
    /// Reads it, up to the body.
    pub(super) fn read(from: &mut impl BufRead) -> io::Result<Self> {
        let line = line(from)?;
        let text = String::from_utf8_lossy(&line);
        let status = text.split_ascii_whitespace().nth(1).and_then(|code| code.parse().ok());
        match status.filter(|_| text.starts_with("HTTP/")) {
            Some(status) => Ok(Self { status, fields: Fields::read(from)? }),
            None => Err(Said::broken("warc.response", &[])),
        }
    }

    /// The media type, in lower case and without parameters.
    pub(super) fn media_type(&self) -> String {
        let said = self.fields.get("content-type").split(';').next().unwrap_or_default();
        said.trim().to_ascii_lowercase()
    }
}

/// A body out of its encodings.
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// Whether some of it is missing.
    pub(super) is_cut: bool,
}

/// Takes a body out of the encodings that the head says.
pub(super) fn body(head: &Head, bytes: &[u8]) -> io::Result<Body> {
    let said = |name: &str| head.fields.get(name).to_ascii_lowercase();
    let mut body = Body { bytes: bytes.to_vec(), is_cut: false };
    // Some archivers store the body without its chunks and leave the field.
    if said("transfer-encoding").contains("chunked") && chunk(bytes).is_some() {
        body = chunks(bytes);
    } else if let Ok(length) = said("content-length").parse::<u64>() {
        body.is_cut = (bytes.len() as u64) < length;
    }
    for coding in said("content-encoding").split(',').rev().map(str::trim) {
        body = decoded(coding, body)?;
    }
    Ok(body)
}

/// RFC 9112, 7.1: the size of a chunk in hexadecimal, and what stands behind its line.
fn chunk(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (size, rest) = (bytes.get(..end)?, bytes.get(end + 1..)?);
    let digits = std::str::from_utf8(size).ok()?.split(';').next()?.trim();
    Some((usize::from_str_radix(digits, 16).ok()?, rest))
}

fn chunks(mut bytes: &[u8]) -> Body {
    let mut body = Body { bytes: Vec::new(), is_cut: true };
    while let Some((size, rest)) = chunk(bytes) {
        if size == 0 {
            body.is_cut = false;
            break;
        }
        let (part, behind) = rest.split_at(size.min(rest.len()));
        body.bytes.extend_from_slice(part);
        if part.len() < size {
            break;
        }
        let line_end =
            behind.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).take(2).count();
        bytes = behind.get(line_end..).unwrap_or_default();
    }
    body
}

/// RFC 9110, 8.4.1.
fn decoded(coding: &str, body: Body) -> io::Result<Body> {
    let Body { bytes, is_cut } = body;
    let mut out = Vec::new();
    let most = MAX_BYTES + 1;
    let read = match coding {
        "" | "identity" => return Ok(Body { bytes, is_cut }),
        // Some archivers store the body unpacked and leave the field.
        "gzip" | "x-gzip" if !bytes.starts_with(b"\x1f\x8b") => return Ok(Body { bytes, is_cut }),
        "gzip" | "x-gzip" => MultiGzDecoder::new(&bytes[..]).take(most).read_to_end(&mut out),
        "deflate" if bytes.first().is_some_and(|first| first & 0x0f == 8) => {
            ZlibDecoder::new(&bytes[..]).take(most).read_to_end(&mut out)
        }
        "deflate" => DeflateDecoder::new(&bytes[..]).take(most).read_to_end(&mut out),
        other => return Err(Said::broken("warc.coding", &[("coding", &other)])),
    };
    if out.len() as u64 > MAX_BYTES {
        return Err(Said::broken("warc.unpacked", &[]));
    }
    Ok(Body { bytes: out, is_cut: is_cut || read.is_err() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn of(head: &str, bytes: &[u8]) -> io::Result<Body> {
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
        body(&Head::read(&mut head.as_bytes())?, bytes)
    }

    #[test]
    fn bodies_come_out_of_their_encodings() {
        let chunked =
            of("Transfer-Encoding: chunked", b"3;x=1\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap();
        assert_eq!((chunked.bytes.as_slice(), chunked.is_cut), (&b"abcde"[..], false));
        let cut = of("Transfer-Encoding: chunked", b"3\r\nabc\r\n9\r\nde").unwrap();
        assert_eq!((cut.bytes.as_slice(), cut.is_cut), (&b"abcde"[..], true));
        let plain = of("Transfer-Encoding: chunked", b"%PDF-1.4").unwrap();
        assert_eq!((plain.bytes.as_slice(), plain.is_cut), (&b"%PDF-1.4"[..], false));
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"abc").unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(of("content-encoding: GZIP", &packed).unwrap().bytes, b"abc");
        let half = of("Content-Encoding: gzip", &packed[..packed.len() - 6]).unwrap();
        assert!(half.is_cut);
        assert!(of("Content-Length: 9", b"abc").unwrap().is_cut);
        assert!(of("Content-Encoding: br", b"abc").is_err());
        assert!(Head::read(&mut &b"GET / HTTP/1.1\r\n"[..]).is_err());
    }
}
