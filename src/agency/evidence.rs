//! Which of several bodies of one name a document is about, by what it prints elsewhere.

use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use super::fold::{fold, narrow};
use super::table::{Body, TABLE};
use crate::record::AgencyKind;
use crate::words::Words;

/// What speaks for a body, the strongest first.
const CLASSES: usize = 5;
/// Its full name with the prefecture, the 郡 or the city, or the host of its web site.
const OWN: usize = 0;
/// The prefecture in the title, or beside the name.
const TITLE: usize = 1;
/// A telephone number of its area.
const PHONE: usize = 2;
/// The prefecture anywhere.
const MENTION: usize = 3;
/// Another body of the prefecture. A contractor far away has an address too, so this comes last.
const NEIGHBOUR: usize = 4;

/// For each class, how often the document speaks for each candidate.
type Votes = [Vec<u32>; CLASSES];

/// The candidate that the document is about; none where it does not tell.
pub(super) fn settle<'t>(
    candidates: &[&'t Body],
    printed: &str,
    context: &Context,
) -> Option<&'t Body> {
    if let [only] = candidates {
        return Some(only);
    }
    let mut votes: Votes = std::array::from_fn(|_| vec![0; candidates.len()]);
    for text in [context.title, printed] {
        count_names(candidates, &fold(text), TITLE, &mut votes);
    }
    // One text for all: a name may be cut by the end of a line or a cell.
    count_names(
        candidates,
        &context.texts.iter().map(|text| fold(text)).collect::<String>(),
        MENTION,
        &mut votes,
    );
    for text in context.texts {
        count_phones(candidates, text, &mut votes);
    }
    let settled = decide(&votes).and_then(|(class, at)| Some((class, *candidates.get(at)?)));
    let of = |former: bool| -> u32 {
        let places = candidates.iter().enumerate().filter(|(_, body)| body.former == former);
        places.flat_map(|(at, _)| votes.iter().filter_map(move |class| class.get(at))).sum()
    };
    // Mentions are enough for a body of former years where nothing speaks for the one of today.
    let settled = settled.filter(|(class, body)| !body.former || *class <= PHONE || of(false) == 0);
    let mut today = candidates.iter().copied().filter(|body| !body.former);
    let alone = today.next().filter(|_| today.next().is_none() && of(true) == 0);
    settled.map(|(_, body)| body).or(alone)
}

/// The prefecture of a body that is in no list: that of the places its name begins with, or that the
/// document mentions alone; none where the two contradict each other.
pub(super) fn prefecture(name: &str, context: &Context) -> Option<String> {
    let prefectures: Vec<&Body> =
        TABLE.bodies.iter().filter(|body| body.kind == AgencyKind::Prefecture).collect();
    let mut votes: Votes = std::array::from_fn(|_| vec![0; prefectures.len()]);
    let texts = std::iter::once(&context.title).chain(context.texts).map(|text| fold(text));
    count_names(&prefectures, &texts.collect::<String>(), MENTION, &mut votes);
    let mentioned: Vec<&str> = [MENTION, NEIGHBOUR]
        .iter()
        .map(|class| spoken_for(&prefectures, &votes[*class]))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    match (TABLE.beginning(&fold(name)), mentioned.as_slice()) {
        ([own], []) => Some((*own).to_owned()),
        ([own], found) => found.contains(own).then(|| (*own).to_owned()),
        (_, [only]) => Some((*only).to_owned()),
        _ => None,
    }
}

/// The prefectures that votes speak for.
fn spoken_for<'b>(prefectures: &[&'b Body], votes: &[u32]) -> Vec<&'b str> {
    let spoken = prefectures.iter().zip(votes).filter(|(_, votes)| **votes > 0);
    spoken.map(|(body, _)| body.prefecture).collect()
}

/// The strongest class with a leader, and the leader. Where the weaker ones of telephone numbers and
/// mentions contradict each other, nothing is decided.
fn decide(votes: &Votes) -> Option<(usize, usize)> {
    let (class, best) =
        votes.iter().enumerate().find_map(|(class, votes)| Some((class, leader(votes)?)))?;
    let contradicted = class == PHONE && leader(&votes[MENTION]).is_some_and(|other| other != best);
    (!contradicted).then_some((class, best))
}

/// The candidate with more votes than any other.
fn leader(votes: &[u32]) -> Option<usize> {
    let most = votes.iter().copied().max().filter(|most| *most > 0)?;
    let mut leading = votes.iter().enumerate().filter(|(_, votes)| **votes == most);
    let first = leading.next()?.0;
    leading.next().is_none().then_some(first)
}

/// What a name found in a document stands for.
enum Sign {
    /// A prefecture's name.
    Prefecture(&'static str),
    /// A listed body in full.
    Own(&'static Body),
    /// A body whose name alone tells its prefecture.
    Known(&'static str),
}

/// All names to look for, and what each stands for.
static SIGNS: LazyLock<(Words, Vec<Sign>)> = LazyLock::new(|| {
    let (names, signs): (Vec<String>, Vec<Sign>) = TABLE.bodies.iter().flat_map(signs_of).unzip();
    (Words::new(names), signs)
});

/// The names that speak for a body.
fn signs_of(body: &'static Body) -> Vec<(String, Sign)> {
    let name = fold(body.name);
    let alone = TABLE.named(&name).len() == 1;
    if body.kind == AgencyKind::Prefecture {
        return vec![(name, Sign::Prefecture(body.prefecture))];
    }
    let prefecture = fold(body.prefecture);
    let mut own = vec![format!("{prefecture}{name}")];
    if let Some(home) = TABLE.home(body).filter(|_| !alone) {
        let county = fold(&home.county);
        if !county.is_empty() {
            own.extend([format!("{prefecture}{county}{name}"), format!("{county}{name}")]);
        }
        own.push(fold(&home.host));
    }
    let mut signs: Vec<(String, Sign)> =
        own.into_iter().map(|sign| (sign, Sign::Own(body))).collect();
    if body.kind == AgencyKind::Ward {
        signs.push((name, Sign::Own(body)));
    } else if alone && name.chars().count() > 2 {
        // Names of two characters (栄町, 津市) are found in street names and other words.
        signs.push((name, Sign::Known(body.prefecture)));
    }
    signs.retain(|(sign, _)| !sign.is_empty());
    signs
}

/// Counts the names in a folded text in one pass; `class` is what a prefecture's name counts for.
fn count_names(candidates: &[&Body], text: &str, class: usize, votes: &mut Votes) {
    let (words, signs) = &*SIGNS;
    let near = if class == MENTION { NEIGHBOUR } else { class };
    for found in words.apart(text) {
        match signs.get(found.word) {
            Some(Sign::Own(body)) if candidates.contains(body) => {
                vote(candidates, OWN, votes, |candidate| candidate == *body)
            }
            Some(Sign::Own(body)) => {
                vote(candidates, near, votes, |candidate| candidate.prefecture == body.prefecture)
            }
            Some(Sign::Known(prefecture)) => {
                vote(candidates, near, votes, |candidate| candidate.prefecture == *prefecture)
            }
            Some(Sign::Prefecture(prefecture)) => {
                vote(candidates, class, votes, |candidate| candidate.prefecture == *prefecture)
            }
            None => {}
        }
    }
}

fn vote(candidates: &[&Body], class: usize, votes: &mut Votes, fits: impl Fn(&Body) -> bool) {
    let places = candidates.iter().zip(votes.get_mut(class).into_iter().flatten());
    for (_, votes) in places.filter(|(candidate, _)| fits(candidate)) {
        *votes = votes.saturating_add(1);
    }
}

/// Area code (or the whole number, where nothing divides it) of a ten-digit telephone number.
static PHONES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let gap = r"[-‐‑‒–—―−ー()\s]{1,3}";
    Regex::new(&format!(
        r"\b(?:(0[0-9]{{1,4}}){gap}([0-9]{{1,4}}){gap}([0-9]{{4}})|(0[0-9]{{9}}))\b"
    ))
    .ok()
});

/// Counts the telephone numbers of each candidate's area.
fn count_phones(candidates: &[&Body], text: &str, votes: &mut Votes) {
    let Some(phones) = PHONES.as_ref() else { return };
    let text: String = text.chars().map(narrow).collect();
    for found in phones.captures_iter(&text) {
        let group = |n| found.get(n).map_or("", |group| group.as_str());
        let whole = group(4);
        if whole.is_empty() && group(1).len() + group(2).len() + group(3).len() != 10 {
            continue;
        }
        let fits =
            |code: &str| if whole.is_empty() { code == group(1) } else { whole.starts_with(code) };
        vote(candidates, PHONE, votes, |body| {
            TABLE.home(body).is_some_and(|home| home.area_codes().any(fits))
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_two_bodies_share_a_sign() {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for body in TABLE.bodies {
            for (sign, _) in signs_of(body) {
                let owner = owners.entry(sign.clone()).or_insert(body.name);
                assert_eq!(*owner, body.name, "{sign}");
            }
        }
        assert!(PHONES.is_some());
    }
}
