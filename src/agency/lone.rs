//! Names that name no body: only its head (`市長`), a part of it (`教育委員会`), or nothing (`なし`).

use super::fold::Folded;
use super::parse::{self, Named};
use super::words::{Role, leading, words};
use crate::record::AgencyKind;

/// What is printed in place of a body's name.
#[derive(Debug)]
pub(super) enum Lone {
    /// A dash, a word for nothing, or no letter at all.
    Nothing,
    /// The head of a body; how the body's name ends, where the head's title says so.
    Head(&'static str),
    /// A part of a body, and its kind.
    Organ(String, AgencyKind),
    /// The head of a body that is named in brackets.
    Of(Named),
}

/// Reads a printed name that names no body by itself. `None` where it is none of these.
pub(super) fn read(printed: &str) -> Option<Lone> {
    let text = Folded::new(printed);
    let whole = text.rest(0);
    let nothing = words(Role::Nothing).any(|word| word.word == whole);
    if nothing || !whole.chars().any(char::is_alphanumeric) {
        return Some(Lone::Nothing);
    }
    if let Some(organ) = leading(Role::Organ, whole) {
        let end = organ.word.chars().count();
        let name = if organ.name.is_empty() { text.printed(0, end) } else { organ.name.to_owned() };
        return parse::closes(&text, end).then_some(Lone::Organ(name, organ.kind));
    }
    let (local, end) = head(whole)?;
    if let Some(inner) = text.rest(end).strip_prefix('(') {
        return parse::read(inner.split(')').next()?).map(Lone::Of);
    }
    parse::closes(&text, end).then_some(Lone::Head(local))
}

/// The title a folded text begins with: how the body's name ends, and the number of the character after it.
fn head(text: &str) -> Option<(&'static str, usize)> {
    let ends = words(Role::Local).chain(words(Role::Ending));
    let of_body = ends.filter(|word| text.starts_with(word.word.as_str())).find_map(|word| {
        let title = leading(Role::Title, text.get(word.word.len()..)?)?;
        let end = word.word.chars().count() + title.word.chars().count();
        Some((word.word.as_str(), end))
    });
    let bare = [Role::Head, Role::Title].into_iter().filter_map(|role| leading(role, text));
    let bare = bare.max_by_key(|word| word.word.len());
    of_body.or_else(|| bare.map(|word| ("", word.word.chars().count())))
}
