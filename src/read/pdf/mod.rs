//! PDF: glyphs and ruled lines to rows of cells.

mod carry;
mod cell;
mod draft;
mod flow;
mod furniture;
mod grid;
pub(crate) mod layout;
mod order;
pub(crate) mod page;
mod run;
mod segment;
mod write;
