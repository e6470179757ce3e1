//! How much one document may cost. What goes beyond is a finding, never a stop.

use std::time::Duration;

/// Bounds on one document. What goes beyond one is left out with a finding of its own (`limit-time`, `limit-size` …), and
/// the others are read. The defaults hold for every assessment known; whoever reads uploads of strangers takes less.
/// A program that ends at a panic (`panic = "abort"`) would end at a limit of time or memory: reading unwinds there.
///
/// ```
/// use hyokasho::finding::Code;
/// use hyokasho::{Limits, Options, read};
///
/// let limits = Limits { bytes: 10, ..Limits::default() };
/// let outcome = read("a.txt", "特定個人情報保護評価書".as_bytes(), &Options { limits, ..Options::default() });
/// assert_eq!(outcome.findings[0].code, Code::LimitSize);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time for reading it, looked at within the steps of reading; what is under way when it ends is left out. What a
    /// library does at once (a file that has to be repaired) is not interrupted.
    pub time: Duration,
    /// Bytes of memory that may be kept for it, as counted while it is read: objects, fonts, characters, rows, cells.
    pub memory: usize,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its pages (PDF).
    pub pages: usize,
    /// Bytes that its streams decode to (PDF).
    pub decoded: usize,
    /// Its characters (text).
    pub characters: usize,
    /// Bytes that it adds to the output.
    pub output: usize,
    /// Which pages are read from their pictures (PDF).
    pub ocr: Ocr,
    /// Time for each page that is read from its picture, beside the time for the document.
    pub page_time: Duration,
}

/// Which pages are read from their pictures, given a model (feature `ocr`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Ocr {
    /// Pages that show something, but no characters that can be read.
    #[default]
    Auto,
    /// All pages.
    Always,
    /// None.
    Never,
}

/// Bytes of memory that pages read from their pictures may take besides: the model, and the pixels of a page.
pub(crate) const OCR_MEMORY: usize = 344 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            memory: 256 << 20,
            // The largest published assessment has 30 MB and some 300 pages.
            bytes: 256 << 20,
            pages: 5_000,
            decoded: 1 << 30,
            // The longest transcription known has 400,000.
            characters: 10_000_000,
            output: 256 << 20,
            ocr: Ocr::Auto,
            // A dense page takes two on a processor of 2020.
            page_time: Duration::from_secs(60),
        }
    }
}
