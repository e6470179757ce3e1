//! What one document adds to the output, and how it is packed to be kept.

use super::manifest;
use super::tally::Tally;
use super::{EXPORTERS, Exporter, Table};
use crate::assess::Outcome;
use crate::record::{Agency, Document};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};
use std::io::{Read as _, Write as _};

/// What makes two agencies the same: code, name, prefecture and kind, but not what a cover printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Key {
    /// 全国地方公共団体コード.
    pub(super) code: String,
    /// The name; what the cover prints where it is not known.
    pub(super) name: String,
    /// The prefecture.
    pub(super) prefecture: String,
    /// What kind of body it is.
    pub(super) kind: String,
}

impl Key {
    fn of(agency: &Agency) -> Self {
        let name = if agency.name.is_empty() { &agency.printed } else { &agency.name };
        Self {
            code: agency.code.clone(),
            name: name.clone(),
            prefecture: agency.prefecture.clone(),
            kind: agency.kind.name().to_owned(),
        }
    }
}

/// What a document adds to the output.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Piece {
    /// Its rows in each table of the formats asked for; its line in the manifest is the last.
    pub(super) rows: Vec<Vec<u8>>,
    /// The agency of each record.
    pub(super) agencies: Vec<Key>,
    /// Its counts.
    pub tally: Tally,
}

/// What stands before the rows of a packed piece.
#[derive(Serialize, Deserialize)]
struct Head {
    lengths: Vec<usize>,
    agencies: Vec<Key>,
    tally: Tally,
}

/// The tables of all formats, in their order: a piece that is kept has the rows of each.
fn tables() -> impl Iterator<Item = &'static Table> {
    EXPORTERS.iter().flat_map(|format| format.tables)
}

/// Makes the rows of a document in all formats; its line in the manifest is only begun.
#[must_use]
pub(crate) fn encode(document: &Document, outcome: &Outcome) -> Piece {
    let write = |table: &Table| {
        let mut out = Vec::new();
        table.add(document, outcome, &mut out);
        out
    };
    let mut rows: Vec<_> = tables().map(write).collect();
    rows.push(manifest::begin(document, outcome));
    Piece {
        rows,
        agencies: outcome.records.iter().map(|record| Key::of(&record.agency)).collect(),
        tally: Tally::of(document, outcome),
    }
}

impl Piece {
    /// Of a piece with the rows of all formats those of some, with its whole line in the manifest.
    #[must_use]
    pub(crate) fn only(self, formats: &[&Exporter]) -> Self {
        let wanted: Vec<&str> =
            formats.iter().flat_map(|format| format.tables).map(|table| table.file).collect();
        let mut all = self.rows.into_iter();
        let named = tables().map(|table| table.file).zip(all.by_ref());
        let (files, mut rows): (Vec<&str>, Vec<_>) =
            named.filter(|(file, _)| wanted.contains(file)).unzip();
        let lengths: Vec<_> = files.into_iter().zip(rows.iter().map(Vec::len)).collect();
        rows.extend(all.next().map(|line| manifest::end(line, &lengths)));
        Self { rows, ..self }
    }

    /// The bytes of its rows: before [`only`](Self::only) those of all formats.
    #[must_use]
    pub(crate) fn size(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Packs it to be kept.
    #[must_use]
    pub(crate) fn pack(&self) -> Vec<u8> {
        let lengths = self.rows.iter().map(Vec::len).collect();
        let head = Head { lengths, agencies: self.agencies.clone(), tally: self.tally.clone() };
        let mut head = serde_json::to_vec(&head).expect("counts and texts are JSON");
        head.push(b'\n');
        // At once: each call of the compressor clears a buffer of 32 KiB.
        let all: Vec<&[u8]> = std::iter::once(&head).chain(&self.rows).map(Vec::as_slice).collect();
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        let written = packer.write_all(&all.concat());
        written.and_then(|()| packer.finish()).expect("a buffer takes everything")
    }

    /// Unpacks what [`pack`](Self::pack) has packed; `None` where it is damaged.
    #[must_use]
    pub(crate) fn unpack(packed: &[u8]) -> Option<Self> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(packed).read_to_end(&mut bytes).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(bytes.get(..end)?).ok()?;
        let mut rest = bytes.get(end + 1..)?;
        let mut rows = Vec::with_capacity(head.lengths.len());
        for length in head.lengths {
            let (row, after) = rest.split_at_checked(length)?;
            rows.push(row.to_vec());
            rest = after;
        }
        rest.is_empty().then_some(Self { rows, agencies: head.agencies, tally: head.tally })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn formats_are_views_of_a_piece() {
        let piece = encode(&sample::document(), &sample::outcome());
        let of = |format: &str| {
            let formats: Vec<_> = EXPORTERS.iter().filter(|one| one.format == format).collect();
            piece.clone().only(&formats).rows
        };
        let (csv, json) = (of("csv"), of("json"));
        assert_eq!((csv.len() - 1) + (json.len() - 1), piece.rows.len() - 1);
        let [records, line] = json.as_slice() else { panic!("one table and the manifest") };
        let line = String::from_utf8(line.clone()).unwrap();
        let end = format!("\"tables\":{{\"assessments.ndjson\":{}}}}}\n", records.len());
        assert!(line.ends_with(&end), "{line}");
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let piece = encode(&sample::document(), &sample::outcome());
        let packed = piece.pack();
        assert_eq!(Piece::unpack(&packed).as_ref(), Some(&piece));
        assert!(packed.len() < piece.size());
        assert_eq!(Piece::unpack(&packed[..packed.len() / 2]), None);
        assert_eq!(Piece::unpack(b""), None);
    }
}
