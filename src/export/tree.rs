//! The items of a record nested by the paths of their ids, borrowed, in print order.

use crate::record::Item;
use std::collections::BTreeMap;

/// A step of an item id: `systems[3]` is `("systems", Some(3))`.
pub(crate) type Step<'a> = (&'a str, Option<u32>);

/// The items that begin with the same steps.
#[derive(Default)]
pub(crate) struct Node<'a> {
    /// The item whose id ends here.
    pub(crate) item: Option<&'a Item>,
    /// What goes on, in order of first appearance.
    pub(crate) children: Vec<(Step<'a>, Node<'a>)>,
    places: BTreeMap<Step<'a>, usize>,
}

/// Nests the items. Of two items with the same id the first is kept.
pub(crate) fn nest(items: &[Item]) -> Node<'_> {
    let mut root = Node::default();
    for item in items {
        let mut node = &mut root;
        for step in item.id.split('.').map(step) {
            node = node.child(step);
        }
        node.item.get_or_insert(item);
    }
    root
}

fn step(text: &str) -> Step<'_> {
    let numbered = text.strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let parsed = numbered.and_then(|(name, n)| Some((name, Some(n.parse().ok()?))));
    parsed.unwrap_or((text, None))
}

impl<'a> Node<'a> {
    fn child(&mut self, step: Step<'a>) -> &mut Self {
        let next = self.children.len();
        let at = *self.places.entry(step).or_insert(next);
        if at == next {
            self.children.push((step, Node::default()));
        }
        &mut self.children[at].1
    }

    /// The children by name, each with its occurrences, in order of first appearance.
    pub(crate) fn names(&self) -> Vec<(&'a str, Occurrences<'_, 'a>)> {
        let mut names: Vec<(&str, Occurrences<'_, 'a>)> = Vec::new();
        let mut at = BTreeMap::new();
        for ((name, n), node) in &self.children {
            let place = *at.entry(*name).or_insert(names.len());
            if place == names.len() {
                names.push((name, Occurrences::default()));
            }
            match n {
                None => names[place].1.plain = Some(node),
                Some(n) => names[place].1.numbered.push((*n, node)),
            }
        }
        names
    }
}

/// The nodes of one name: the one without a number, the ones with.
#[derive(Default)]
pub(crate) struct Occurrences<'n, 'a> {
    pub(crate) plain: Option<&'n Node<'a>>,
    pub(crate) numbered: Vec<(u32, &'n Node<'a>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_carry_their_number() {
        assert_eq!(step("systems[3]"), ("systems", Some(3)));
        assert_eq!(step("systems"), ("systems", None));
        assert_eq!(step("odd[x]"), ("odd[x]", None));
        assert_eq!(step("odd[99999999999]"), ("odd[99999999999]", None));
    }
}
