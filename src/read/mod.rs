//! Readers: bytes to rows.

#[cfg_attr(not(test), expect(dead_code, unused_imports, reason = "the layout calls it next"))]
pub(crate) mod pdf;
