//! Optional content: what the default configuration hides.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use crate::read::pdf::file::object::{File, as_dict};

/// The groups that are off.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: BTreeSet<ObjectId>,
    /// The groups that are meant for something else than viewing: they hide nothing.
    aside: BTreeSet<ObjectId>,
    /// There are groups.
    any: bool,
}

/// Expressions are nested no deeper than this.
const DEEPEST: u32 = 16;

/// The magnification that a page is read at: a person sees it as large as it is.
const ZOOM: f32 = 1.0;

/// Whether what a group is used for says that it is shown on a screen; `None` where it says nothing of that
/// (ISO 32000-2, 8.11.4.4: shown if all of the categories say so).
fn recommended(file: &File, group: &Object, categories: &[Object]) -> Option<bool> {
    let usage = file.dict(as_dict(file.resolve(group))?, b"Usage")?;
    let shows = |category: &Object| match file.resolve(category) {
        Object::Name(name) if name == b"View" => {
            let state = file.name(file.dict(usage, b"View")?, b"ViewState")?;
            Some(state != b"OFF")
        }
        Object::Name(name) if name == b"Zoom" => {
            let zoom = file.dict(usage, b"Zoom")?;
            let least = file.number(zoom, b"min").unwrap_or(0.0);
            Some(least <= ZOOM && file.number(zoom, b"max").is_none_or(|most| ZOOM < most))
        }
        _ => None,
    };
    categories.iter().filter_map(shows).reduce(|all, one| all && one)
}

/// What a group, or a configuration, is meant for; `View` where it does not say (8.11.2.3).
fn intents<'a>(file: &'a File, dict: Option<&'a Dictionary>) -> Vec<&'a [u8]> {
    let name = |object: &'a Object| match object {
        Object::Name(name) => Some(name.as_slice()),
        _ => None,
    };
    match dict.and_then(|dict| file.get(dict, b"Intent")) {
        Some(Object::Array(all)) => all.iter().filter_map(|one| name(file.resolve(one))).collect(),
        one => vec![one.and_then(name).unwrap_or(b"View")],
    }
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
        let view = [Object::Name(b"View".to_vec())];
        for usage in config.and_then(|config| file.array(config, b"AS")).unwrap_or_default() {
            let Some(usage) = as_dict(file.resolve(usage)) else { continue };
            if file.name(usage, b"Event") != Some(b"View") {
                continue;
            }
            let categories = file.array(usage, b"Category").unwrap_or(&view);
            for group in file.array(usage, b"OCGs").unwrap_or_default() {
                match (group.as_reference(), recommended(file, group, categories)) {
                    (Ok(id), Some(true)) => off.remove(&id),
                    (Ok(id), Some(false)) => off.insert(id),
                    _ => continue,
                };
            }
        }
        let meant = intents(file, config);
        let groups = file.array(properties, b"OCGs").unwrap_or_default();
        let aside: BTreeSet<ObjectId> = groups
            .iter()
            .filter(|group| {
                let own = intents(file, as_dict(file.resolve(group)));
                let both = own.iter().any(|one| meant.contains(one) || *one == b"All");
                !both && !meant.contains(&b"All".as_slice())
            })
            .filter_map(|group| group.as_reference().ok())
            .collect();
        off.retain(|group| !aside.contains(group));
        Self { off, aside, any: !all.is_empty() }
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
        let groups = || {
            let meant =
                |group: &&Object| !group.as_reference().is_ok_and(|id| self.aside.contains(&id));
            groups.iter().filter(meant)
        };
        if groups().next().is_none() {
            return false;
        }
        let off = |group: &Object| group.as_reference().is_ok_and(|id| self.off.contains(&id));
        match file.name(dict, b"P") {
            Some(b"AllOn") => groups().any(off),
            Some(b"AnyOff") => !groups().any(off),
            Some(b"AllOff") => !groups().all(off),
            _ => groups().all(off),
        }
    }
}
