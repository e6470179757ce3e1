//! `hyokasho` turns published 特定個人情報保護評価書 into typed, provenance-tracked data.

pub mod assess;
pub mod cli;
pub mod digest;
pub mod error;
pub mod export;
pub mod finding;
pub mod input;
pub mod record;
pub mod rows;
pub mod source;
