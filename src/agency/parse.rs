//! Taking a printed name apart: body, part of the body, head and person.
//!
//! ```text
//! name   ::= listed tail | whole close | other ending close | municipality that is in no list
//! listed ::= (prefecture)? (region)? name of a listed body
//! tail   ::= stop | head … | organ … | office … | … department close
//! close  ::= title | stop | a space
//! stop   ::= the end, or a mark such as "（" or "、"
//! ```

use super::fold::{Folded, fold, is_letter};
use super::table::{Body, TABLE};
use super::words::{Role, Word, leading, trailing, words};
use crate::record::AgencyKind;

/// Characters of a printed name that are looked at; the longest real ones have some forty.
const LIMIT: usize = 200;

/// What a printed name says.
#[derive(Debug)]
pub(super) struct Named {
    /// The body's name where the listed one does not say it; empty for just the listed body.
    pub(super) name: String,
    /// The part of the listed body that is meant: 教育委員会; empty for the body itself.
    pub(super) organ: String,
    /// Its kind; for a listed body that of the body, if `None`.
    pub(super) kind: Option<AgencyKind>,
    /// The listed bodies it can be, or be a part of, or is named after.
    pub(super) bodies: Vec<&'static Body>,
    /// How far the bodies say what it is.
    pub(super) bond: Bond,
    /// Another body is named beside it: `飯能市・日高市`.
    pub(super) shared: bool,
}

/// What a name has to do with the listed bodies it begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// It is one of them or a part of one.
    Is,
    /// It is another body of the place: 広域連合, 共済組合.
    Of,
    /// It should be in the list and is not.
    Missing,
}

/// A listed body at the start of a name.
struct Start {
    bodies: Vec<&'static Body>,
    /// Number of the character after it.
    end: usize,
}

/// Reads a printed name. `None` where it names nothing.
pub(super) fn read(printed: &str) -> Option<Named> {
    let printed = printed.trim_start_matches(|c| !is_letter(c));
    let end = printed.char_indices().nth(LIMIT).map_or(printed.len(), |(at, _)| at);
    let printed = printed.get(..end).unwrap_or_default();
    let text = Folded::new(behind_prefix(printed).unwrap_or(printed));
    let start = listed(&text);
    joined(&text, start.as_ref())
        .or_else(|| start.as_ref().and_then(|start| part(&text, start)))
        .or_else(|| whole(&text))
        .or_else(|| other(&text, start.as_ref()))
        .or_else(|| branch(&text, start.as_ref()))
        .or_else(|| opened(&text))
        .or_else(|| unlisted(&text, start.as_ref()))
        .or_else(|| start.as_ref().and_then(|start| loose(&text, start)))
}

/// The body whose office a text begins with: `三条市役所`, `千葉県後期高齢者医療広域連合事務局`. `None` for an address.
pub(super) fn office(printed: &str) -> Option<Named> {
    let text = Folded::new(printed);
    let start = listed(&text);
    // What stands within another's office or beside it is none of that: `三条市役所内`.
    let is_office = |start: &&Start| {
        let rest = text.rest(start.end);
        let behind = leading(Role::Office, rest).map(|word| &rest[word.word.len()..]);
        behind.is_some_and(|behind| !behind.starts_with(is_letter))
    };
    if let Some(start) = start.as_ref().filter(is_office) {
        return Some(is(start));
    }
    let (word, end) = ending(&text, |_| true)?;
    let union = matches!(word.kind, AgencyKind::WideAreaUnion | AgencyKind::PartialAssociation);
    union.then(|| ended(&text, start.as_ref(), word, end))
}

/// What follows the word for a kind of body and a space: `一部事務組合 大里広域市町村圏組合`.
fn behind_prefix(printed: &str) -> Option<&str> {
    let (first, rest) = printed.split_once(char::is_whitespace)?;
    let first = fold(first);
    words(Role::Prefix).any(|word| word.word == first).then_some(rest)
}

/// A union of bodies that bears their names: `佐倉市、酒々井町清掃組合`.
fn joined(text: &Folded, start: Option<&Start>) -> Option<Named> {
    let start = start?;
    text.rest(start.end).strip_prefix(JOINTS)?;
    let second = body_at(text, start.end + 1)?;
    if stops(text.rest(second.end)) && text.rest(second.end).strip_prefix(JOINTS).is_none() {
        return None;
    }
    let named = other(text, Some(start))?;
    matches!(named.kind, Some(AgencyKind::PartialAssociation | AgencyKind::WideAreaUnion))
        .then_some(named)
}

/// Whether another listed body is named behind the first and a mark.
fn has_second(text: &Folded, start: &Start, end: usize) -> bool {
    let second = || body_at(text, end + 1);
    text.rest(end).starts_with(JOINTS)
        && second()
            .is_some_and(|second| !second.bodies.iter().any(|body| start.bodies.contains(body)))
}

/// What stands between the names of the members of a union.
const JOINTS: [char; 5] = ['・', '、', ',', '･', '，'];

/// Whether a name can end before a character.
pub(super) fn closes(text: &Folded, end: usize) -> bool {
    let rest = text.rest(end);
    stops(rest) || text.spaced(end) || leading(Role::Title, rest).is_some()
}

/// Whether the name of a department stands from a character on.
fn has_department(text: &Folded, from: usize) -> bool {
    let mut ends = words(Role::Department).flat_map(|word| text.ends_of(&word.word));
    ends.any(|end| end > from && closes(text, end))
}

/// The listed body itself, its head, or a part of it.
fn part(text: &Folded, start: &Start) -> Option<Named> {
    let rest = text.rest(start.end);
    if let Some(organ) = leading(Role::Organ, rest) {
        let end = start.end + organ.word.chars().count();
        let printed = text.printed(start.end, end);
        let name = if organ.name.is_empty() { printed } else { organ.name.to_owned() };
        return Some(Named { organ: name, kind: Some(organ.kind), ..is(start) });
    }
    let prefecture = start.bodies.iter().any(|body| body.kind == AgencyKind::Prefecture);
    let head = leading(Role::Head, rest)
        .filter(|head| (head.kind == AgencyKind::Prefecture) == prefecture);
    let known = head.or_else(|| leading(Role::Office, rest)).is_some();
    let end = start.end + head.map_or(0, |head| head.word.chars().count());
    (known || stops(rest)).then(|| Named { shared: has_second(text, start, end), ..is(start) })
}

/// The listed body, where nothing better explains what follows: a department, or a person after a space.
fn loose(text: &Folded, start: &Start) -> Option<Named> {
    (has_department(text, start.end) || closes(text, start.end)).then(|| is(start))
}

fn is(start: &Start) -> Named {
    Named {
        name: String::new(),
        organ: String::new(),
        kind: None,
        bodies: start.bodies.clone(),
        bond: Bond::Is,
        shared: false,
    }
}

/// A body that the words know by its whole name or its title.
fn whole(text: &Folded) -> Option<Named> {
    let word = leading(Role::Whole, text.rest(0))?;
    let end = word.word.chars().count();
    if !closes(text, end) && !has_department(text, end) {
        return None;
    }
    // A head of several bodies: the bracket tells of which.
    let of = text.rest(end).strip_prefix('(').filter(|_| fold(word.name) != word.word);
    let inner = of.and_then(|inner| read(inner.split(')').next()?));
    if let Some(inner) = inner.filter(|inner| inner.kind == Some(word.kind)) {
        return Some(inner);
    }
    Some(Named {
        name: word.name.to_owned(),
        organ: String::new(),
        kind: Some(word.kind),
        bodies: TABLE.named(&fold(word.of)),
        bond: Bond::Of,
        shared: false,
    })
}

/// A body that is in no list, by the way its name ends.
fn other(text: &Folded, start: Option<&Start>) -> Option<Named> {
    let exact = |end| stops(text.rest(end)) || leading(Role::Title, text.rest(end)).is_some();
    let (word, end) = ending(text, exact).or_else(|| ending(text, |end| text.spaced(end)))?;
    Some(ended(text, start, word, end))
}

/// A branch or department of a body that is in no list.
fn branch(text: &Folded, start: Option<&Start>) -> Option<Named> {
    let (word, end) = ending(text, |end| has_department(text, end))?;
    let whole = matches!(
        word.kind,
        AgencyKind::National | AgencyKind::HealthInsurance | AgencyKind::MutualAid
    );
    whole.then(|| ended(text, start, word, end))
}

/// A body that is in no list, by the way its name begins.
fn opened(text: &Folded) -> Option<Named> {
    let word = leading(Role::Opening, text.rest(0))?;
    let begin = word.word.chars().count() + 2;
    let end = (begin..=text.len()).find(|end| closes(text, *end))?;
    let stem = text.slice(word.word.chars().count(), end);
    is_name(stem).then(|| ended(text, None, word, end))
}

/// A name that ends in a word before a character.
fn ended(text: &Folded, start: Option<&Start>, word: &Word, end: usize) -> Named {
    let bodies =
        start.filter(|_| word.kind != AgencyKind::National).map(|start| start.bodies.clone());
    let stem = text.slice(0, end.saturating_sub(word.word.chars().count()));
    let lost = word.kind == AgencyKind::EducationBoard && trailing(Role::Local, stem).is_some();
    let title = leading(Role::Title, text.rest(end)).map(|title| title.kind);
    let kind = title.filter(|kind| word.kind == AgencyKind::Other && *kind != AgencyKind::Other);
    Named {
        name: text.printed(0, end),
        organ: String::new(),
        kind: Some(kind.unwrap_or(word.kind)),
        bodies: bodies.unwrap_or_default(),
        bond: if lost { Bond::Missing } else { Bond::Of },
        shared: false,
    }
}

/// The ending that closes a name first, and the number of the character after it.
fn ending(text: &Folded, closes: impl Fn(usize) -> bool) -> Option<(&'static Word, usize)> {
    let mut best: Option<(&'static Word, usize)> = None;
    // The longest words come first: of two with the same end, the longer one tells the kind.
    for word in words(Role::Ending) {
        let end = text.ends_of(&word.word).into_iter().find(|end| closes(*end));
        if let Some(end) = end.filter(|end| best.is_none_or(|best| *end < best.1)) {
            best = Some((word, end));
        }
    }
    best.filter(|(word, end)| is_name(text.slice(0, end - word.word.chars().count())))
}

/// Whether what stands before an ending can make a name of it.
fn is_name(stem: &str) -> bool {
    !stem.is_empty() && words(Role::Pronoun).all(|pronoun| pronoun.word != stem)
}

/// The name of a municipality that is in no list; a listed prefecture may stand before it.
fn unlisted(text: &Folded, start: Option<&Start>) -> Option<Named> {
    if start
        .is_some_and(|start| start.bodies.iter().any(|body| body.kind != AgencyKind::Prefecture))
    {
        return None;
    }
    let from = start.map_or(0, |start| start.end);
    let (word, end) = words(Role::Local)
        .flat_map(|word| text.ends_of(&word.word).into_iter().map(move |end| (word, end)))
        .filter(|(_, end)| *end > from + 1)
        .filter(|(_, end)| stops(text.rest(*end)) || leading(Role::Head, text.rest(*end)).is_some())
        .min_by_key(|(_, end)| *end)?;
    is_name(text.slice(from, end - 1)).then(|| Named {
        name: text.printed(from, end),
        organ: String::new(),
        kind: Some(word.kind),
        bodies: start.map(|start| start.bodies.clone()).unwrap_or_default(),
        bond: Bond::Missing,
        shared: false,
    })
}

/// Whether nothing of the name follows.
fn stops(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// The listed body a text begins with; the prefecture alone where no other body follows it.
fn listed(text: &Folded) -> Option<Start> {
    let first = body_at(text, 0);
    let prefecture = (1..=4)
        .rev()
        .map(|end| Start { bodies: TABLE.named(text.slice(0, end)), end })
        .find(|start| start.bodies.iter().any(|body| body.kind == AgencyKind::Prefecture));
    let Some(prefecture) = prefecture else { return first };
    let within = body_at(text, prefecture.end).and_then(|start| within(&start, &prefecture));
    within.or(Some(prefecture))
}

/// Those of the bodies that are in the prefecture printed before them.
fn within(start: &Start, prefecture: &Start) -> Option<Start> {
    let name = &prefecture.bodies.first()?.prefecture;
    let bodies: Vec<&Body> =
        start.bodies.iter().copied().filter(|body| body.prefecture == *name).collect();
    (!bodies.is_empty()).then_some(Start { bodies, end: start.end })
}

/// The listed body with the longest name that begins at a character, a 郡 or an island before it
/// passed over.
fn body_at(text: &Folded, from: usize) -> Option<Start> {
    longest_at(text, from).or_else(|| {
        let ends = words(Role::Region).flat_map(|word| text.ends_of(&word.word));
        let ends = ends.filter(|end| (from + 2..=from + 6).contains(end));
        ends.filter_map(|end| Some((longest_at(text, end)?, text.slice(from, end))))
            .map(|(start, county)| in_county(start, county))
            .next()
    })
}

fn longest_at(text: &Folded, from: usize) -> Option<Start> {
    let last = text.len().min(from + TABLE.longest());
    (from + 1..=last)
        .rev()
        .map(|end| Start { bodies: TABLE.named(text.slice(from, end)), end })
        .find(|start| !start.bodies.is_empty())
}

/// Those of the bodies that lie in the 郡; all of them where none does.
fn in_county(start: Start, county: &str) -> Start {
    let lies = |body: &&Body| TABLE.home(body).is_some_and(|home| fold(&home.county) == county);
    let bodies: Vec<&Body> = start.bodies.iter().copied().filter(lies).collect();
    if bodies.is_empty() { start } else { Start { bodies, ..start } }
}
