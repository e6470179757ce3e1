//! Bytes to rows: one reader for each kind of document.

#[cfg_attr(not(test), expect(dead_code, reason = "the table of readers is still to come"))]
pub(crate) mod layout;
