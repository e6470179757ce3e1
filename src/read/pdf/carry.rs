//! Over the page break.

use super::draft::DraftRow;
use super::page::Page;
use super::run::Run;

/// Joins.
pub(crate) fn carry(rows: &mut Vec<DraftRow>, pages: &[Page], runs: &[Vec<Run>]) {
    let _ = (rows, pages, runs);
}
