//! Bytes to rows: one reader for each kind of input. A reader knows no form.

mod html;
pub mod text;
