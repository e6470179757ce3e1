//! The parts of an Office Open XML package (ECMA-376 Part 2): files of a ZIP archive, and what leads from one to another.

use super::xml::{Node, walk};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// The largest part that is read, in bytes. A sheet of the longest assessment known has 2 MB.
const MAX_PART: u64 = 64 << 20;

/// A package, and how many bytes of it may still be unpacked.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    /// A part that was not read because it is larger than the limits.
    pub(super) cut: Option<String>,
}

impl<'a> Package<'a> {
    /// Opens a package of which no more than `most` bytes are unpacked.
    pub(super) fn open(bytes: &'a [u8], most: u64) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| cause.to_string())?;
        Ok(Self { archive, left: most, cut: None })
    }

    /// A part as text; `None` where it is not there or cannot be read.
    pub(super) fn part(&mut self, name: &str) -> Option<String> {
        let index = self.archive.index_for_name(name.trim_start_matches('/'))?;
        let entry = self.archive.by_index(index).ok()?;
        let most = MAX_PART.min(self.left);
        let mut bytes = Vec::new();
        entry.take(most.saturating_add(1)).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > most {
            self.cut = Some(name.to_owned());
            return None;
        }
        self.left -= bytes.len() as u64;
        // UTF-8, or UTF-16 with a mark (ECMA-376 Part 2, 6.2.5); decoding looks at the mark.
        Some(encoding_rs::UTF_8.decode(&bytes).0.into_owned())
    }

    /// What the part refers to: id → (type, path). The last step of the type's address is kept.
    pub(super) fn relations(&mut self, part: &str) -> BTreeMap<String, Relation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let separator = if folder.is_empty() { "" } else { "/" };
        let Some(xml) = self.part(&format!("{folder}{separator}_rels/{name}.rels")) else {
            return BTreeMap::new();
        };
        let mut found = BTreeMap::new();
        walk(&xml, |node| {
            if let Node::Open(element) = node
                && element.name() == "Relationship"
                && let (Some(id), Some(target)) = (element.get("Id"), element.get("Target"))
            {
                let kind = element.get("Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(id.into_owned(), Relation { kind, path: resolve(folder, &target) });
            }
        });
        found
    }
}

/// Where a part leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// `worksheet`, `sharedStrings`, `drawing` …
    pub(super) kind: String,
    /// The part's name.
    pub(super) path: String,
}

/// A target relative to the folder of the part that names it (ECMA-376 Part 2, 6.5.3).
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_part() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets", "../drawings/d.xml"), "xl/drawings/d.xml");
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
    }
}
