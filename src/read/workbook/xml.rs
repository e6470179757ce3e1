//! XML as three kinds of events with local names: all that the parts of a package need.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// What stands next in a part.
pub(super) enum Node<'a> {
    /// An element begins. One without content is closed right after.
    Open(Element<'a>),
    /// The element of this local name ends.
    Close(&'a str),
    /// Text, entities resolved.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        let name: &str = self.0.as_ref();
        let name = name.split([' ', '\t', '\n', '\r']).next().unwrap_or(name);
        name.rsplit(':').next().unwrap_or(name)
    }

    /// The value of the attribute of this local name.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let attribute = self.0.attributes().flatten().find(|attribute| {
            let key: &str = attribute.key.as_ref();
            key.rsplit(':').next() == Some(name)
        })?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok()
    }

    /// A number in an attribute.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes (ECMA-376 Part 1, 22.9.2.7 `ST_OnOff`); `unsaid` where it is not there.
    pub(super) fn flag(&self, name: &str, unsaid: bool) -> bool {
        self.get(name).map_or(unsaid, |value| !matches!(value.as_ref(), "0" | "false" | "off"))
    }
}

/// Shows the events of a part in order, up to its end or the first fault.
pub(super) fn walk(xml: &str, mut see: impl FnMut(Node<'_>)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => see(Node::Open(Element(start))),
            Ok(Event::End(end)) => see(Node::Close(end.local_name().as_ref())),
            Ok(Event::Text(text)) => see(Node::Text(text.xml10_content())),
            Ok(Event::CData(text)) => see(Node::Text(text.xml10_content())),
            Ok(Event::GeneralRef(entity)) => {
                if let Ok(Some(c)) = entity.resolve_char_ref() {
                    see(Node::Text(c.to_string().into()));
                } else if let Some(text) = resolve_predefined_entity(&entity.xml10_content()) {
                    see(Node::Text(text.into()));
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_carry_local_names_and_resolved_text() {
        let mut seen = String::new();
        walk("<w:p a='1' x:b='&lt;'>a&amp;b&#x3042;<w:br/></w:p>", |node| match node {
            Node::Open(element) => {
                let b = element.get("b").unwrap_or_default();
                seen.push_str(&format!("<{} {b}>", element.name()));
            }
            Node::Close(name) => seen.push_str(&format!("</{name}>")),
            Node::Text(text) => seen.push_str(&text),
        });
        assert_eq!(seen, "<p <>a&bあ<br ></br></p>");
    }
}
