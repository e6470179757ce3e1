//! The runs of a cell in reading order.

pub(crate) mod draft;
pub(crate) mod lines;
pub(crate) mod order;
pub(crate) mod run;
mod stack;
mod wrapped;
pub(crate) mod write;
