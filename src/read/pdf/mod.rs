//! PDF files: bytes to pages of characters and lines.

pub(crate) mod content;
pub(crate) mod file;
pub(crate) mod font;
mod limits;
mod matrix;
mod mended;
mod open;
mod problem;
mod readers;

pub(crate) use limits::Limits;
pub(crate) use open::pages;
pub(crate) use problem::Problem;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
