//! The runs of a cell in reading order.

pub(crate) mod bit;
mod brackets;
pub(crate) mod draft;
pub(crate) mod inked;
pub(crate) mod lines;
mod marked;
pub(crate) mod order;
mod over;
mod raised;
pub(crate) mod run;
mod stack;
pub(crate) mod stacked;
pub(crate) mod words;
mod wrapped;
pub(crate) mod write;
