//! How one document becomes what it adds to the output.

use crate::documents::{self, Opened, Reader, caught, guarded, unread};
use crate::export::{Piece, encode};
use crate::finding::{Code, Message};
use crate::limits::Limits;
use crate::record::Document;

/// How documents are read.
#[derive(Clone, Copy)]
pub(in crate::cli) struct How<'r> {
    /// The stages; the tests put their own here.
    pub(in crate::cli) reader: Reader<'r>,
    /// How much a document may cost.
    pub(in crate::cli) limits: &'r Limits,
}

impl How<'_> {
    /// What a document adds to the output. Whatever happens, there is something to say of it.
    pub(super) fn read(&self, document: &Document, bytes: Opened) -> Piece {
        let outcome = match bytes {
            Ok(bytes) => guarded(self.reader, document, &bytes),
            Err(finding) => unread(*finding),
        };
        let whole = || {
            let piece = encode(document, &outcome);
            if piece.size() <= self.limits.output {
                return piece;
            }
            let message = Message::new("limit-output", &[("bytes", &piece.size())]);
            let refused = unread(documents::error(Code::LimitOutput, message));
            encode(document, &refused)
        };
        caught(whole).unwrap_or_else(|fault| encode(document, &unread(*fault)))
    }
}
