//! Which item a person means: by its printed label, alone or below its headings.

use super::{Form, Role, Text, by_id, without_indexes};
use crate::fold::fold;

/// Shorter labels say too little within a longer text: they must end it.
const TELLING: usize = 5;
/// Shorter labels are not looked for.
const SHORTEST: usize = 2;

/// An item whose label holds a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// `basic`, `key` or `full`.
    pub form: &'static str,
    /// The item's id without numbers.
    pub item: String,
    /// What it asks.
    pub concept: String,
    /// The heading of the group that it stands in; empty for none.
    pub heading: String,
    /// The newest official label; of a box its option's.
    pub label: String,
    /// The first and last revision that print it, where not all do.
    pub since: Option<Text>,
    /// See `since`.
    pub until: Option<Text>,
}

impl Form {
    /// The item that a text names as a table of changes does (`Ⅱ 2. ⑥使用目的`): its id without numbers. `None`
    /// where no label, or several items' labels, fit best.
    #[must_use]
    pub fn locate(&self, text: &str) -> Option<String> {
        let said = self.said(&fold(text));
        let mut best: (usize, Option<String>) = (0, None); // score, path
        for (at, slot) in self.slots.iter().enumerate() {
            let own = said[at];
            // A section alone is no item: the text means something in it that is not known.
            if own.is_empty() || slot.path.is_empty() || matches!(slot.role, Role::Section { .. }) {
                continue;
            }
            let above = self.above(at).map(|at| said[at]).filter(|name| *name != own);
            let score = std::iter::once(own).chain(above).map(|name| name.chars().count()).sum();
            let path = without_indexes(&slot.path);
            if score > best.0 {
                best = (score, Some(path));
            } else if score == best.0 && best.1.as_ref() != Some(&path) {
                best.1 = None;
            }
        }
        best.1
    }

    /// The headings that a slot stands under, innermost first.
    fn above(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let slot = &self.slots[next?];
            let parent = slot.parent;
            next = (Some(parent) != next).then_some(parent);
            next
        })
    }

    /// For each slot the longest of its labels that stand in a folded text; empty where none does.
    fn said(&self, folded: &str) -> Vec<&str> {
        let mut said = vec![""; self.slots.len()];
        for hit in self.index.exact(folded) {
            let length = self.index.length(hit.body);
            if length < SHORTEST || length < TELLING && hit.end < folded.len() {
                continue;
            }
            for &(at, name) in self.index.slots(hit.body) {
                let slot = &self.slots[at];
                let name = &*slot.names[name].body;
                let is_more = name.len() > said[at].len();
                if is_more && !matches!(slot.role, Role::Title | Role::Contents) {
                    said[at] = name;
                }
            }
        }
        said
    }
}

/// The items of all forms whose label, heading, option or concept holds a word, whatever its width and spacing; in print order.
///
/// ```
/// let found = hyokasho::form::find("再委託の有無");
/// assert!(found.iter().any(|one| one.form == "key" && one.item.ends_with("subcontract.performed")));
/// ```
#[must_use]
pub fn find(word: &str) -> Vec<Found> {
    let folded = fold(word);
    let mut found = Vec::new();
    if folded.is_empty() {
        return found;
    }
    for form in super::forms() {
        for slot in form.slots.iter() {
            let nodes = slot.node.iter().map(|node| (&slot.path, node));
            for (path, node) in nodes.chain(slot.inner.iter().map(|(path, node)| (path, node))) {
                let item = without_indexes(path);
                let own = node.label.as_deref().unwrap_or(&slot.label);
                let above = form.slots.get(slot.parent).filter(|above| above.role == Role::Group);
                let heading = above.map(|above| &*above.label).unwrap_or_default();
                let hit = |label: &str, item: &str| Found {
                    form: &form.id,
                    item: item.to_owned(),
                    concept: form.concept(item).unwrap_or_default().to_owned(),
                    heading: heading.to_owned(),
                    label: label.to_owned(),
                    since: node.since.clone(),
                    until: node.until.clone(),
                };
                let named = [item.as_str(), form.concept(&item).unwrap_or_default(), own, heading];
                if named.iter().any(|name| fold(name).contains(&folded)) {
                    found.push(hit(own, &item));
                }
                let boxes = node.options.iter().filter(|option| !option.id.is_empty());
                for option in boxes.filter(|option| option.folded().contains(&folded)) {
                    found.push(hit(&option.label, &format!("{item}.{}", option.id)));
                }
            }
        }
    }
    found
}

/// The concepts of the items that go by a label, without its number: 再委託の有無.
#[must_use]
pub fn concepts_of_label(label: &str) -> Vec<String> {
    let folded = fold(label);
    let mut concepts: Vec<String> = Vec::new();
    for one in find(label) {
        let Some(form) = by_id(one.form) else { continue };
        let slot = form.slots.iter().find(|slot| without_indexes(&slot.path) == one.item);
        let named = slot.is_some_and(|slot| slot.names.iter().any(|name| name.body == folded));
        if (named || fold(&one.label) == folded) && !one.concept.is_empty() {
            concepts.push(one.concept);
        }
    }
    concepts.sort_unstable();
    concepts.dedup();
    concepts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_table_of_changes_names_an_item() {
        let key = by_id("key").unwrap();
        let locate = |text: &str| key.locate(text).unwrap_or_default();
        assert_eq!(locate("Ⅰ　１．②事務の内容"), "overview.project.description");
        assert_eq!(
            locate("Ⅱ　４．委託事項１　再委託　⑦再委託の有無"),
            "file.entrustment.tasks.subcontract.performed"
        );
        assert_eq!(
            locate("Ⅱ 特定個人情報ファイルの概要 3. 特定個人情報の入手・使用 ②入手方法"),
            "file.collection_use.methods"
        );
        assert_eq!(
            locate("Ⅲ リスク対策 9. 従業者に対する教育・啓発 具体的な方法"),
            "risk.training.method"
        );
        assert_eq!(locate("Ⅱ 特定個人情報ファイルの概要 移転先⑭"), "");
        assert_eq!(locate("全般"), "");
        assert_eq!(locate(""), "");
    }

    #[test]
    fn a_japanese_word_finds_items_of_all_forms() {
        let found = find("再委託");
        let items: Vec<&str> = found.iter().map(|one| one.item.as_str()).collect();
        assert!(items.contains(&"file.entrustment.tasks.subcontract.performed"), "{items:?}");
        assert_eq!(concepts_of_label("再委託の有無"), ["subcontract.performed"]);
        assert!(find("保管期間").iter().any(|one| one.form == "full"));
        assert!(find("国民健康保険").is_empty() && find(" ").is_empty());
    }
}
