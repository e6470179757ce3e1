//! Tables with lines, boxes or shades: what they enclose is a cell.

pub(crate) mod boxes;
pub(crate) mod ends;
pub(crate) mod framed;
pub(crate) mod grid;
pub(crate) mod group;
pub(crate) mod headings;
pub(crate) mod loose;
pub(crate) mod outline;
pub(crate) mod segment;
pub(crate) mod stripes;
pub(crate) mod tables;
pub(crate) mod touch;
