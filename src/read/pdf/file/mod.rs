//! The file layer: bytes to objects, streams and the tree of pages.

pub(crate) mod asked;
pub(crate) mod attachment;
pub(crate) mod filter;
pub(crate) mod lex;
pub(crate) mod memory;
pub(crate) mod object;
pub(crate) mod scan;
pub(crate) mod second;
pub(crate) mod tree;
mod xref;
