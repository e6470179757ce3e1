//! What one document adds to the output, and how it is packed to be kept.

use super::manifest;
use super::tally::Tally;
use super::{EXPORTERS, Results, Table};
use crate::assess::Outcome;
use crate::record::{Document, Record, Value};
use serde::{Deserialize, Serialize};
use snap::read::FrameDecoder;
use snap::write::FrameEncoder;
use std::io::{BufRead as _, Read as _, Write as _};

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

/// What the lists of a whole run say of a record: who it is of, when it was published, where its line is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Body {
    /// Whose it is.
    pub(super) key: Key,
    /// The id of the agency in the tables, and its name there.
    pub(super) id: String,
    pub(super) name: String,
    /// 法人番号.
    pub(super) number: String,
    /// The day of publication, where it is a full date.
    pub(super) published_on: String,
    /// The bytes of its line in the table that is also written apart by agency.
    pub(super) line: u64,
}

impl Body {
    fn of(record: &Record, line: u64) -> Self {
        let agency = &record.agency;
        let name = if agency.name.is_empty() { &agency.printed } else { &agency.name };
        let key = Key {
            code: agency.code.clone(),
            name: name.clone(),
            prefecture: agency.prefecture.clone(),
            kind: agency.kind.name().to_owned(),
        };
        let published = record.items.iter().find(|item| item.id == "cover.published_on");
        let published = published.and_then(|item| match &item.value {
            Value::Date { iso, .. } => iso.clone(),
            _ => None,
        });
        Self {
            key,
            id: agency.id(),
            name: agency.name.clone(),
            number: agency.corporate_number(),
            published_on: published.unwrap_or_default(),
            line,
        }
    }
}

/// What is known of a document's results without their rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outline {
    /// Its records.
    pub(super) bodies: Vec<Body>,
    /// Its counts.
    pub tally: Tally,
}

/// What a document adds to the output.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Piece {
    /// Its rows in each table of all formats; its line in the manifest is the last.
    pub(super) rows: Vec<Vec<u8>>,
    /// All but the rows.
    pub outline: Outline,
}

/// The tables of all formats, in their order: a piece has the rows of each.
pub(super) fn tables() -> impl Iterator<Item = &'static Table> {
    EXPORTERS.iter().flat_map(|format| format.tables)
}

/// Makes the rows of a document in all formats; its line in the manifest is only begun.
#[must_use]
pub(crate) fn encode(document: &Document, outcome: &Outcome) -> Piece {
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let results = Results::new(document, outcome);
    for table in tables() {
        let mut out = Vec::new();
        table.add(&results, &mut out);
        if table.by_agency.is_some() {
            lines = lengths(&out);
        }
        rows.push(out);
    }
    rows.push(manifest::begin(document, outcome));
    let bodies = outcome.records.iter().zip(lines).map(|(record, line)| Body::of(record, line));
    let outline = Outline { bodies: bodies.collect(), tally: Tally::of(document, outcome) };
    Piece { rows, outline }
}

/// The bytes of each line.
fn lengths(mut lines: &[u8]) -> Vec<u64> {
    let mut next = || lines.skip_until(b'\n').ok().filter(|length| *length > 0);
    std::iter::from_fn(|| next().map(|length| length as u64)).collect()
}

impl Piece {
    /// The bytes of its rows in all formats.
    #[must_use]
    pub(crate) fn size(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Packs its rows to be kept.
    ///
    /// ```text
    /// packed ::= snappy(lengths LF rows*)      lengths ::= a JSON list of numbers
    /// ```
    #[must_use]
    pub(crate) fn pack(&self) -> Vec<u8> {
        let lengths: Vec<usize> = self.rows.iter().map(Vec::len).collect();
        let mut head = serde_json::to_vec(&lengths).expect("numbers are JSON");
        head.push(b'\n');
        let mut packer = FrameEncoder::new(Vec::new());
        let mut parts = std::iter::once(&head).chain(&self.rows);
        let written = parts.try_for_each(|rows| packer.write_all(rows));
        written.expect("a buffer takes everything");
        packer.into_inner().map_err(|_| ()).expect("a buffer takes everything")
    }

    /// Unpacks the rows that [`pack`](Self::pack) has packed; `None` where they are damaged.
    #[must_use]
    pub(crate) fn unpack(packed: &[u8], outline: Outline) -> Option<Self> {
        let mut bytes = Vec::new();
        FrameDecoder::new(packed).read_to_end(&mut bytes).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let lengths: Vec<usize> = serde_json::from_slice(bytes.get(..end)?).ok()?;
        let mut rest = bytes.get(end + 1..)?;
        let mut rows = Vec::with_capacity(lengths.len());
        for length in lengths {
            let (row, after) = rest.split_at_checked(length)?;
            rows.push(row.to_vec());
            rest = after;
        }
        rest.is_empty().then_some(Self { rows, outline })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn what_is_packed_is_unpacked() {
        let piece = encode(&sample::document(), &sample::outcome());
        let (packed, outline) = (piece.pack(), piece.outline.clone());
        assert_eq!(Piece::unpack(&packed, outline.clone()).as_ref(), Some(&piece));
        assert!(packed.len() < piece.size());
        assert_eq!(Piece::unpack(&packed[..packed.len() / 2], outline.clone()), None);
        assert_eq!(Piece::unpack(b"", outline.clone()), None);
        // Each block has its checksum: no other rows come out of it.
        for at in (0..packed.len()).step_by(97) {
            let mut damaged = packed.clone();
            damaged[at] ^= 4;
            let found = Piece::unpack(&damaged, outline.clone());
            assert!(found.is_none_or(|found| found == piece), "{at}");
        }
    }

    #[test]
    fn large_tables_are_packed_as_they_are() {
        let line = b"\xE4\xBB\x8B\xE8\xAD\xB7,1\n";
        let rows = vec![b"a\n".to_vec(), line.repeat(1 << 16), Vec::new(), b"b\n".to_vec()];
        let piece = Piece { rows, outline: Outline::default() };
        assert_eq!(Piece::unpack(&piece.pack(), Outline::default()), Some(piece));
    }

    #[test]
    fn the_lines_of_a_document_are_those_of_its_records() {
        let piece = encode(&sample::document(), &sample::outcome());
        let at = tables().position(|table| table.by_agency.is_some()).unwrap();
        let lines: u64 = piece.outline.bodies.iter().map(|body| body.line).sum();
        assert_eq!(lines, piece.rows[at].len() as u64);
    }
}
