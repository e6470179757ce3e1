//! Stands in for reading pictures in a build without it.

use crate::finding::Finding;
use crate::read::page::Page;
use crate::rows::Rows;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What reading the pictures gave: nothing.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    pub(crate) skews: Vec<(usize, f32)>,
    pub(crate) findings: Vec<Finding>,
}

pub(crate) fn look_in(_: PathBuf) {}

/// Keeps nothing.
#[derive(Debug)]
pub(crate) struct Memory;

impl Memory {
    pub(crate) fn open(_: &Path) -> Option<Self> {
        None
    }
}

pub(crate) fn model_file() -> Option<PathBuf> {
    None
}

pub(crate) fn is_ready() -> bool {
    false
}

pub(crate) fn read(
    _: &[u8],
    _: &mut [Page],
    _: &[usize],
    _: Duration,
    _: Option<&Memory>,
) -> Scanned {
    Scanned::default()
}

pub(crate) fn lay_askew(_: &mut Rows, _: &mut [Page], _: &[(usize, f32)]) {}

pub(crate) fn printed(_: &[u8], _: &[u32]) -> Vec<(u32, (f32, f32), Vec<u8>)> {
    Vec::new()
}
