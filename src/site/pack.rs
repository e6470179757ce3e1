//! Data as scripts that a page loads by itself: `hyokasho("data","131105-key-3-…","H4sI…")`, the JSON compressed
//! (gzip, RFC 1952) and as base64 (RFC 4648), because a page opened from a disk may load scripts and nothing else.

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use std::io::{self, BufWriter, Write};

/// How hard it is compressed: beyond this a file gets hardly smaller, and takes twice the time.
const LEVEL: u32 = 5;

/// What is compressed at once.
const BUFFER: usize = 64 << 10;

/// Compresses what is written into it. Each call of the compressor clears a buffer of 32 KiB: lines go there together.
pub(super) struct Packer<W: Write> {
    gzip: BufWriter<GzEncoder<EncoderWriter<'static, base64::engine::GeneralPurpose, W>>>,
    any: bool,
}

impl<W: Write> Packer<W> {
    /// A script that gives the page something by its kind and name.
    pub(super) fn begin(mut out: W, kind: &str, name: &str) -> io::Result<Self> {
        let name = serde_json::to_string(name)?;
        write!(out, "hyokasho(\"{kind}\",{name},\"")?;
        Ok(Self { gzip: BufWriter::with_capacity(BUFFER, gzip(out)), any: false })
    }

    /// Whether a line has been written behind the opening bracket.
    pub(super) fn has_any(&mut self) -> bool {
        std::mem::replace(&mut self.any, true)
    }

    pub(super) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.gzip.write_all(bytes)
    }

    pub(super) fn finish(self) -> io::Result<()> {
        let gzip = self.gzip.into_inner().map_err(io::IntoInnerError::into_error)?;
        gzip.finish()?.finish()?.write_all(b"\")\n")
    }
}

fn gzip<W: Write>(out: W) -> GzEncoder<EncoderWriter<'static, base64::engine::GeneralPurpose, W>> {
    // Without time and system: the same bytes everywhere.
    GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(EncoderWriter::new(out, &STANDARD), Compression::new(LEVEL))
}

/// A line that gives the page a text by its kind and name.
pub(super) fn script(kind: &str, name: &str, text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4);
    let written = Packer::begin(&mut out, kind, name).and_then(|mut packer| {
        packer.write_all(text.as_bytes())?;
        packer.finish()
    });
    written.expect("a buffer takes every byte");
    out
}

/// A text compressed, as base64.
pub(super) fn base64(text: &str) -> String {
    let mut gzip = gzip(Vec::new());
    let packed = gzip.write_all(text.as_bytes()).and_then(|()| gzip.finish()?.finish());
    String::from_utf8(packed.unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use std::io::Read as _;

    #[test]
    fn what_is_packed_comes_back() {
        let script = String::from_utf8(script("data", "a\"b", "「</script>」")).unwrap();
        let packed = script.strip_prefix("hyokasho(\"data\",\"a\\\"b\",\"").unwrap();
        let packed = packed.strip_suffix("\")\n").unwrap();
        let mut text = String::new();
        let bytes = STANDARD.decode(packed).unwrap();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "「</script>」");
        assert_eq!(base64("「</script>」"), packed);
    }
}
