//! Optional content: what the default configuration hides.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use crate::read::pdf::file::object::{File, as_dict};

/// The groups that are off.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: BTreeSet<ObjectId>,
}

impl Layers {
    /// Reads the catalog's default configuration.
    pub(crate) fn new(file: &File) -> Self {
        let root = file.dict(&file.trailer, b"Root");
        let properties = root.and_then(|root| file.dict(root, b"OCProperties"));
        let Some(properties) = properties else { return Self::default() };
        let groups = |dict: Option<&Dictionary>, key: &[u8]| -> BTreeSet<ObjectId> {
            let array = dict.and_then(|dict| file.array(dict, key)).unwrap_or_default();
            array.iter().filter_map(|group| group.as_reference().ok()).collect()
        };
        let config = file.dict(properties, b"D");
        let mut off = groups(config, b"OFF");
        if config.and_then(|config| file.name(config, b"BaseState")) == Some(b"OFF") {
            off.extend(groups(Some(properties), b"OCGs"));
            for group in groups(config, b"ON") {
                off.remove(&group);
            }
        }
        Self { off }
    }

    /// Whether a group, or a membership dictionary, is not shown.
    pub(super) fn is_hidden(&self, file: &File, group: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if group.as_reference().is_ok_and(|id| self.off.contains(&id)) {
            return true;
        }
        let Some(dict) = as_dict(file.resolve(group)) else { return false };
        let Ok(groups) = dict.get(b"OCGs") else { return false };
        let one = [groups.clone()];
        let groups = match file.resolve(groups) {
            Object::Array(groups) => groups.as_slice(),
            _ => &one,
        };
        let off = |group: &Object| group.as_reference().is_ok_and(|id| self.off.contains(&id));
        match file.name(dict, b"P") {
            Some(b"AllOn") => groups.iter().any(off),
            Some(b"AnyOff") => !groups.iter().any(off),
            Some(b"AllOff") => !groups.iter().all(off),
            _ => !groups.is_empty() && groups.iter().all(off),
        }
    }
}
