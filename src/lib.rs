//! `hyokasho` turns published 特定個人情報保護評価書 into typed, provenance-tracked data.

pub mod agency;
pub mod align;
pub mod assess;
pub mod check;
pub mod cli;
pub mod compare;
mod confidence;
pub mod correct;
pub mod date;
pub mod digest;
pub mod error;
pub mod export;
pub mod fill;
pub mod finding;
pub mod fold;
pub mod form;
pub mod input;
pub mod limits;
pub mod mark;
mod markup;
pub mod origins;
pub mod project;
pub mod read;
pub mod record;
pub mod rows;
pub mod site;
pub mod source;
