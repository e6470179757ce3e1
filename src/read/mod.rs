//! Bytes to rows: one reader for each kind of input. A reader knows no form.

mod html;
pub(crate) mod pdf;
pub mod text;
