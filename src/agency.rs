//! Who published an assessment: from the printed 評価実施機関名 to the body, its kind, prefecture and code.
//!
//! What is known of bodies and names is data (`agency/data`, with a README on origin and format). Twenty-five
//! names of municipalities occur in several prefectures; the rest of the document settles which one is meant,
//! or the body stays without a code.

use crate::finding::{Code, Message};
use crate::record::{Agency, AgencyKind};

mod evidence;
mod fold;
mod lone;
mod office;
mod parse;
mod table;
#[cfg(test)]
mod tests;
mod words;

use lone::Lone;
use parse::{Bond, Named};
use table::Body;

/// What else a document prints that can tell of which prefecture its body is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context<'a> {
    /// The title of the assessment.
    pub title: &'a str,
    /// All texts of the document, in order; whole or in pieces.
    pub texts: &'a [&'a str],
    /// The subject of the declaration, as [`declared_by`] gives it; empty where there is none.
    pub declared: &'a str,
}

/// A body, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The body, as far as it is known.
    pub agency: Agency,
    /// Why it is not known in full.
    pub problem: Option<Problem>,
}

/// Why a body is not known in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// `agency-ambiguous` or `agency-unknown`.
    pub code: Code,
    /// One sentence for a person.
    pub message: Message,
}

/// Finds the body that a cover prints.
#[must_use]
pub(crate) fn resolve(printed: &str, context: &Context) -> Resolved {
    let declared = parse::read(context.declared).filter(|named| named.bond != Bond::Missing);
    match (parse::read(printed), declared) {
        (Some(named), declared) => agreed(printed, named, declared, context),
        (None, Some(declared)) => from_declared(printed, declared, context),
        (None, None) => match lone::read(printed) {
            Some(Lone::Of(named)) => from_named(printed, named, context),
            _ => unknown(printed),
        },
    }
}

/// A body that the cover prints, beside the one that the declaration is of.
fn agreed(printed: &str, mut named: Named, declared: Option<Named>, context: &Context) -> Resolved {
    let Some(declared) = declared else { return from_named(printed, named, context) };
    let both: Vec<&Body> =
        named.bodies.iter().copied().filter(|body| declared.bodies.contains(body)).collect();
    let kin = !both.is_empty() && declared.bond == Bond::Is;
    if named.bond == Bond::Is && !both.is_empty() {
        named.bodies = both;
    }
    let mut resolved = from_named(printed, named, context);
    let other = from_named(context.declared, declared, context).agency.name;
    let (one, two) = (fold::fold(&resolved.agency.name), fold::fold(&other));
    if !kin && !one.contains(&two) && !two.contains(&one) && resolved.problem.is_none() {
        resolved.problem = Some(contradicted(&resolved.agency.name, &other));
    }
    resolved
}

/// The body of the declaration, where the cover prints no name: only a title, a dash, or what is no body.
fn from_declared(printed: &str, mut declared: Named, context: &Context) -> Resolved {
    let lone = lone::read(printed);
    if let Some(Lone::Of(named)) = lone {
        return agreed(printed, named, Some(declared), context);
    }
    if let (Some(Lone::Organ(organ, kind)), Bond::Is) = (&lone, declared.bond) {
        declared.organ.clone_from(organ);
        declared.kind = Some(*kind);
    }
    let mut resolved = from_named(printed, declared, context);
    let name = &resolved.agency.name;
    let problem = match lone {
        Some(Lone::Head(local)) if !fold::fold(name).contains(local) => {
            Some(contradicted(printed, name))
        }
        None => Some(missing(printed)),
        _ => None,
    };
    resolved.problem = problem.or(resolved.problem);
    resolved
}

/// The other body that an office of the document is of, and what is to be said of it; `label` is what the office is.
#[must_use]
pub(crate) fn foreign(own: &Agency, label: &str, office: &str) -> Option<Problem> {
    let other = office::other(own, office)?;
    let message = Message::new(
        "agency-ambiguous.office",
        &[("name", &own.name), ("label", &label), ("other", &other)],
    );
    Some(Problem { code: Code::AgencyAmbiguous, message })
}

fn shared(printed: &str, name: &str) -> Problem {
    let message =
        Message::new("agency-ambiguous.several", &[("printed", &printed), ("name", &name)]);
    Problem { code: Code::AgencyAmbiguous, message }
}

fn contradicted(printed: &str, declared: &str) -> Problem {
    let message = Message::new(
        "agency-ambiguous.contradicted",
        &[("printed", &printed), ("declared", &declared)],
    );
    Problem { code: Code::AgencyAmbiguous, message }
}

/// The number of a prefecture, 01 to 47: the first two digits of its 全国地方公共団体コード.
#[must_use]
pub(crate) fn prefecture_number(name: &str) -> Option<String> {
    let found = table::TABLE.named(&fold::fold(name));
    let body = found.into_iter().find(|body| body.kind == AgencyKind::Prefecture)?;
    body.code.get(..2).map(str::to_owned)
}

/// The body that a declaration has for its subject: `目黒区は、…` gives `目黒区`. None where the subject is
/// no name (`本町は`).
#[must_use]
pub(crate) fn declared_by(declaration: &str) -> Option<&str> {
    let subjects =
        first_sentence(declaration).match_indices('は').filter_map(|(at, _)| declaration.get(..at));
    let names = subjects.map(|subject| match subject.trim_start().find(['(', '（']) {
        Some(0) | None => subject.trim(),
        Some(at) => subject.trim_start().get(..at).unwrap_or_default().trim_end(),
    });
    // A subject is the first thing that is said: what comes after some tens of characters is none.
    let mut near = names.take_while(|name| name.chars().count() <= 80);
    near.find(|name| parse::read(name).is_some_and(|named| named.bond != Bond::Missing))
}

/// A text up to its first full stop, save those that end a bracketed remark: `（以下「本市」という。）`.
fn first_sentence(text: &str) -> &str {
    let ends = |at: &usize| {
        text.get(at + '。'.len_utf8()..).is_some_and(|rest| !rest.starts_with([')', '）', '」']))
    };
    let end = text.match_indices('。').map(|(at, _)| at).find(ends);
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

fn from_named(printed: &str, named: Named, context: &Context) -> Resolved {
    let settled = evidence::settle(&named.bodies, printed, context);
    let mut agency = Agency { printed: printed.to_owned(), name: named.name, ..Agency::default() };
    agency.kind = named.kind.or(kind_of(&named.bodies)).unwrap_or_default();
    if let Some(body) = settled {
        body.prefecture.clone_into(&mut agency.prefecture);
    } else if matches!(agency.kind, AgencyKind::WideAreaUnion | AgencyKind::PartialAssociation) {
        agency.prefecture = evidence::prefecture(&agency.name, context).unwrap_or_default();
    }
    let problem = match (named.bond, settled) {
        (Bond::Of, _) => None,
        (Bond::Missing, _) => Some(missing(&agency.name)),
        (Bond::Is, Some(body)) => {
            body.code.clone_into(&mut agency.code);
            agency.name = format!("{}{}", body.name, named.organ);
            named.shared.then(|| shared(printed, &agency.name))
        }
        (Bond::Is, None) => {
            let name = shared_name(&named.bodies);
            agency.name = format!("{name}{}", named.organ);
            Some(ambiguous(name, &named.bodies))
        }
    };
    Resolved { agency, problem }
}

fn kind_of(bodies: &[&Body]) -> Option<AgencyKind> {
    bodies.first().map(|body| body.kind)
}

/// What bodies of one name are called; wards of several cities have only the end in common.
fn shared_name<'b>(bodies: &[&'b Body]) -> &'b str {
    let Some(first) = bodies.first() else { return "" };
    if bodies.iter().all(|body| body.name == first.name) {
        return first.name;
    }
    first.name.split_once('市').map_or(first.name, |(_city, ward)| ward)
}

fn ambiguous(name: &str, bodies: &[&Body]) -> Problem {
    let places: Vec<&str> = bodies.iter().map(|body| body.prefecture).collect();
    let message =
        Message::new("agency-ambiguous", &[("name", &name), ("places", &Message::list(&places))]);
    Problem { code: Code::AgencyAmbiguous, message }
}

fn missing(name: &str) -> Problem {
    Problem {
        code: Code::AgencyUnknown,
        message: Message::new("agency-unknown", &[("name", &name)]),
    }
}

/// A text that names no body: kept, so that nothing is lost.
fn unknown(printed: &str) -> Resolved {
    let name: String = printed.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let problem = Some(missing(&name));
    Resolved { agency: Agency { printed: printed.to_owned(), name, ..Agency::default() }, problem }
}
