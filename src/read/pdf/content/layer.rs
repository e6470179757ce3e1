//! Optional content: what the default configuration hides.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use crate::read::pdf::file::object::{File, as_dict};

/// The groups that are off.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: BTreeSet<ObjectId>,
    /// There are groups.
    any: bool,
}

/// Expressions are nested no deeper than this.
const DEEPEST: u32 = 16;

/// Whether a group's usage says that it is shown on a screen; `None` where it says nothing.
fn viewed(file: &File, group: &Object) -> Option<bool> {
    let group = as_dict(file.resolve(group))?;
    let view = file.dict(file.dict(group, b"Usage")?, b"View")?;
    file.name(view, b"ViewState").map(|state| state != b"OFF")
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
        let all = groups(Some(properties), b"OCGs");
        let mut off = groups(config, b"OFF");
        if config.and_then(|config| file.name(config, b"BaseState")) == Some(b"OFF") {
            off.extend(&all);
            for group in groups(config, b"ON") {
                off.remove(&group);
            }
        }
        for usage in config.and_then(|config| file.array(config, b"AS")).unwrap_or_default() {
            let Some(usage) = as_dict(file.resolve(usage)) else { continue };
            if file.name(usage, b"Event") == Some(b"View") {
                for group in file.array(usage, b"OCGs").unwrap_or_default() {
                    match (group.as_reference(), viewed(file, group)) {
                        (Ok(id), Some(true)) => off.remove(&id),
                        (Ok(id), Some(false)) => off.insert(id),
                        _ => continue,
                    };
                }
            }
        }
        Self { off, any: !all.is_empty() }
    }

    /// Whether an expression says that what it is about is shown (ISO 32000-1, 8.11.2.2).
    fn shows(&self, file: &File, expression: &Object, depth: u32) -> bool {
        let is_on = |group: &Object| group.as_reference().is_ok_and(|id| !self.off.contains(&id));
        let Object::Array(parts) = file.resolve(expression) else { return is_on(expression) };
        let [operator, parts @ ..] = parts.as_slice() else { return true };
        if depth > DEEPEST {
            return true;
        }
        let mut shown = parts.iter().map(|part| self.shows(file, part, depth + 1));
        match file.resolve(operator) {
            Object::Name(name) if name == b"Not" => !shown.next().unwrap_or(false),
            Object::Name(name) if name == b"Or" => shown.any(|shown| shown),
            _ => shown.all(|shown| shown),
        }
    }

    /// Whether a group, or a membership dictionary, is not shown.
    pub(super) fn is_hidden(&self, file: &File, group: &Object) -> bool {
        if !self.any && self.off.is_empty() {
            return false;
        }
        if group.as_reference().is_ok_and(|id| self.off.contains(&id)) {
            return true;
        }
        let Some(dict) = as_dict(file.resolve(group)) else { return false };
        if let Ok(expression) = dict.get(b"VE") {
            return !self.shows(file, expression, 0);
        }
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
