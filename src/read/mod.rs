//! Bytes to rows.

pub(crate) mod pdf;
