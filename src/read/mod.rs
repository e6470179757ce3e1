//! Readers: bytes to rows.

pub(crate) mod pdf;
