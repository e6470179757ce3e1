//! A table that is being written.

use crate::error::Result;
use crate::export::before::{Before, Column};
use crate::export::folder::at;
use crate::export::growing::Growing;
use crate::export::layout::Layout;
use crate::export::{EXPORTERS, Exporter, Table, manifest};
use std::path::Path;

/// A table that is being written.
pub(super) struct Open {
    pub(super) table: &'static Table,
    pub(super) format: &'static str,
    pub(super) layout: Layout,
    /// Which of the rows of a piece are its.
    pub(super) rows: usize,
    pub(super) digest: bool,
    pub(super) file: Option<(String, Growing)>,
}

/// The tables of the formats, and the manifest.
pub(super) fn opened(formats: &[&'static Exporter], layout: Layout, digest: bool) -> Vec<Open> {
    let mut rows = 0;
    let mut found = Vec::new();
    for exporter in EXPORTERS {
        for table in exporter.tables {
            if formats.iter().any(|format| format.format == exporter.format) {
                // Only tables of rows are described with their digests.
                let digest = digest && (layout == Layout::Parts || exporter.format == "csv");
                let format = exporter.format;
                found.push(Open { table, format, layout, rows, digest, file: None });
            }
            rows += 1;
        }
    }
    let (table, layout) = (&manifest::TABLE, Layout::Whole);
    found.push(Open { table, format: "", layout, rows, digest: false, file: None });
    found
}

impl Open {
    pub(super) fn column(&self) -> Column {
        let header = self.table.header().len() as u64;
        Column { format: self.format, table: self.table.file, layout: self.layout, header }
    }

    /// Begins its file of a part, where none is under way.
    pub(super) fn begin(
        &mut self,
        part: &str,
        partial: &Path,
        number: usize,
        before: &Before,
    ) -> Result<()> {
        if self.file.is_none() {
            let name = self.layout.file(self.format, self.table.file, part);
            let (path, header) = (partial.join(&name), self.table.header());
            let old = before.file(part, number);
            let file = Growing::begin(path.clone(), &header, old, self.digest);
            self.file = Some((name, file.map_err(at(&path))?));
        }
        Ok(())
    }
}
