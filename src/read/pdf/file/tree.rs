//! The page tree: the pages in their order, with what they inherit.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use super::object::File;

/// A page and what it takes over from its parents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leaf<'a> {
    /// The page's own dictionary.
    pub(crate) dict: &'a Dictionary,
    /// Its parents, the root of the tree first.
    parents: [Option<&'a Dictionary>; PARENTS],
}

/// Trees are balanced by most writers; the nearest parents are the ones that matter.
const PARENTS: usize = 8;
/// Levels of the tree.
const DEPTH: u32 = 64;

impl<'a> Leaf<'a> {
    /// A value of the page or of its nearest parent that has one.
    pub(crate) fn get(&self, file: &'a File, key: &[u8]) -> Option<&'a Object> {
        let parents = self.parents.iter().flatten().copied();
        std::iter::once(self.dict).chain(parents).find_map(|dict| file.get(dict, key))
    }

    fn under(&self, dict: &'a Dictionary) -> Self {
        let mut parents = [Some(self.dict); PARENTS];
        for (to, from) in parents.iter_mut().skip(1).zip(self.parents) {
            *to = from;
        }
        Self { dict, parents }
    }
}

/// All pages, at most `limit`; and whether the tree was whole.
pub(crate) fn leaves<'a>(file: &'a File<'a>, limit: usize) -> (Vec<Leaf<'a>>, bool) {
    let mut walk = Walk { file, seen: BTreeSet::new(), leaves: Vec::new(), limit, whole: true };
    let root = file.dict(&file.trailer, b"Root");
    let top = root.and_then(|root| root.get(b"Pages").ok());
    if let Some(top) = top {
        walk.node(top, None, DEPTH);
    }
    let count = root.and_then(|root| file.integer(file.dict(root, b"Pages")?, b"Count"));
    let enough = count.is_none_or(|count| walk.leaves.len() as i64 >= count.min(limit as i64));
    let whole = walk.whole && enough && !walk.leaves.is_empty();
    if !whole {
        let loose = loose(file, limit);
        if loose.len() > walk.leaves.len() {
            return (loose, false);
        }
    }
    (walk.leaves, whole)
}

/// Every page object, for a tree that is broken.
fn loose<'a>(file: &'a File<'a>, limit: usize) -> Vec<Leaf<'a>> {
    let dicts = file.all().filter_map(|object| object.as_dict().ok());
    let pages = dicts.filter(|dict| dict.has_type(b"Page"));
    let parented = pages.map(|dict| {
        let bare = Leaf { dict, parents: [None; PARENTS] };
        file.dict(dict, b"Parent").map_or(bare, |parent| {
            let up = Leaf { dict: parent, parents: [None; PARENTS] };
            up.under(dict)
        })
    });
    parented.take(limit).collect()
}

struct Walk<'a> {
    file: &'a File<'a>,
    seen: BTreeSet<usize>,
    leaves: Vec<Leaf<'a>>,
    limit: usize,
    whole: bool,
}

impl<'a> Walk<'a> {
    fn node(&mut self, object: &'a Object, parent: Option<&Leaf<'a>>, depth: u32) {
        let Object::Dictionary(dict) = self.file.resolve(object) else {
            self.whole = false;
            return;
        };
        let Some(depth) = depth.checked_sub(1).filter(|_| self.leaves.len() < self.limit) else {
            return;
        };
        let bare = Leaf { dict, parents: [None; PARENTS] };
        let leaf = parent.map_or(bare, |parent| parent.under(dict));
        let kids = self.file.array(dict, b"Kids");
        // The same page may be shown twice; a node inside of itself may not.
        let place = std::ptr::from_ref(dict) as usize;
        match kids {
            Some(kids) if !dict.has_type(b"Page") => {
                if self.seen.insert(place) {
                    kids.iter().for_each(|kid| self.node(kid, Some(&leaf), depth));
                } else {
                    self.whole = false;
                }
            }
            _ if dict.has_type(b"Pages") && !dict.has(b"Contents") => {}
            _ => self.leaves.push(leaf),
        }
    }
}
