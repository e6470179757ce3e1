//! `hyokasho` turns published 特定個人情報保護評価書 into typed, provenance-tracked data.

pub mod assess;
pub mod finding;
mod read;
pub mod record;
pub mod rows;
pub mod source;
