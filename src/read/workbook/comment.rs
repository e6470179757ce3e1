//! Comments: what people say of a cell or of a text, which no printout shows (ECMA-376 Part 1, 17.13.4, 18.7).

use super::placed::note;
use super::xml::{Node, walk};
use crate::finding::{Code, Message};
use crate::rows::Note;
use std::collections::{BTreeMap, BTreeSet};

/// What a part says, by its places.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) texts: BTreeMap<String, String>,
    /// The places of threads that are over.
    pub(super) done: BTreeSet<String>,
}

/// What is said in a part, by the attribute that names its place: the cells of a sheet (`ref`), the numbers of a text (`id`).
/// A thread that is marked as done is over with all its replies, which come behind it.
pub(super) fn comments(xml: &str, place: &str) -> Said {
    let (mut found, mut done) = (BTreeMap::<String, String>::new(), BTreeSet::new());
    let (mut at, mut readings, mut over) = (None, 0, BTreeSet::new());
    walk(xml, |node| match node {
        Node::Open(element) => match element.name() {
            "comment" | "threadedComment" => {
                at = element.get(place).map(Into::into);
                let is_reply = element.get("parentId").is_some_and(|id| over.contains(id.as_ref()));
                if is_reply || element.flag("done", false) {
                    done.extend(at.take());
                    over.extend(element.get("id").map(|id| id.into_owned()));
                }
            }
            "rPh" => readings += 1,
            _ => {}
        },
        Node::Text(text) => {
            if let Some(at) = at.as_ref().filter(|_| readings == 0) {
                found.entry(String::clone(at)).or_default().push_str(&text);
            }
        }
        Node::Close("comment" | "threadedComment") => at = None,
        Node::Close("rPh") => readings -= 1,
        Node::Close(_) => {}
    });
    found.retain(|_, text| !text.trim().is_empty());
    Said { texts: found, done }
}

/// What there is to say of a place with a comment on it.
pub(super) fn noted(text: &str) -> Note {
    note(Code::TextAdded, Message::new("text-added.note", &[("text", &text.trim())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_by_their_places() {
        let xml = "<comments><commentList><comment ref='B2'><text><r><t>課名は</t></r><rPh><t>か</t></rPh><r><t>室</t></r></text></comment>\
            <comment ref='C3'><text><t> </t></text></comment></commentList></comments>";
        assert_eq!(comments(xml, "ref").texts, [("B2".to_owned(), "課名は室".to_owned())].into());
        let xml = "<x><threadedComment ref='A1' id='1' done='1'><text>済</text></threadedComment>\
            <threadedComment ref='A1' id='2' parentId='1'><text>はい</text></threadedComment>\
            <threadedComment ref='A2' id='3'><text>未</text></threadedComment></x>";
        let Said { texts, done } = comments(xml, "ref");
        assert_eq!(texts.into_keys().collect::<Vec<_>>(), ["A2"]);
        assert_eq!(done.into_iter().collect::<Vec<_>>(), ["A1"]);
    }
}
