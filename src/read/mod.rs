//! Bytes to rows: one reader for each kind of document.

pub(crate) mod layout;
