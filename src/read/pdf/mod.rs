//! PDF files: bytes to pages of characters and lines, and these to rows of cells.

// Pages to rows.
mod boxes;
mod carry;
mod cell;
mod columns;
mod draft;
mod flow;
mod furniture;
mod grid;
mod layout;
mod order;
mod outline;
mod run;
#[cfg(test)]
mod sample;
mod segment;
mod stack;
mod stripes;
mod svg;
mod touch;
mod turn;
mod wrapped;
mod write;

pub(crate) use grid::tables;
pub(crate) use layout::rows;
pub(crate) use turn::displayed;
pub(crate) use svg::{crop, svg};

// Bytes to pages.
mod annotation;
mod canvas;
mod cmap;
mod content;
mod double;
mod encoding;
mod file;
mod filter;
mod font;
mod layer;
mod lex;
mod limits;
mod mark;
mod matrix;
mod object;
mod open;
pub(crate) mod page;
mod path;
mod predefined;
mod program;
pub(crate) mod radical;
mod scan;
mod second;
mod show;
mod state;
mod tree;
mod width;

pub(crate) use limits::Limits;
pub(crate) use open::{Problem, pages};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
