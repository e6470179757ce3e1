//! Tables without lines: columns and rows by the white between them.

pub(crate) mod columns;
pub(crate) mod flow;
pub(crate) mod spaced;
pub(crate) mod weights;
