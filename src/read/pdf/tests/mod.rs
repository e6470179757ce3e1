//! The reader against small files, one case of fonts, contents and structure after another.

mod contents;
mod files;
mod fonts;
mod inks;
mod mended;
