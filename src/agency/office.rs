//! Whether an office that a document names is one of another body than the cover's.

use super::fold::fold;
use super::parse::{self, Bond, Named};
use super::shared_name;
use super::table::TABLE;
use crate::record::{Agency, AgencyKind};

/// The other body whose office a text names, where it does not name the body itself.
///
/// A body may give the office of its city, its prefecture or one of its members; bodies of former years have gone on as
/// others. These contradict nothing.
pub(super) fn other(own: &Agency, office: &str) -> Option<String> {
    let name = fold(&own.name);
    if name.is_empty() || fold(office).contains(&name) {
        return None;
    }
    let named = office.split_whitespace().filter_map(parse::office);
    named.filter(|named| is_foreign(own, &name, named)).map(|named| called(&named)).next()
}

fn called(named: &Named) -> String {
    match named.bond {
        Bond::Is => shared_name(&named.bodies).to_owned(),
        Bond::Of | Bond::Missing => named.name.clone(),
    }
}

fn is_foreign(own: &Agency, name: &str, named: &Named) -> bool {
    let kin = |other: &str| name.contains(other) || other.contains(name);
    let bodies = || named.bodies.iter();
    if kin(&fold(&called(named))) || bodies().any(|body| body.former || kin(&fold(body.name))) {
        return false;
    }
    if is_ward_near(own, &fold(&called(named))) {
        return false;
    }
    let Some(kind) = named.kind.or(bodies().next().map(|body| body.kind)) else { return false };
    let elsewhere = !own.prefecture.is_empty()
        && bodies().next().is_some()
        && bodies().all(|body| body.prefecture != own.prefecture);
    let (own, other) = (Rank::of(own.kind), Rank::of(kind));
    match (own, other) {
        (Some(own), Some(other)) => own == other || elsewhere,
        _ => false,
    }
}

/// Whether a city of the body's prefecture has a ward of this name: `北区役所` may be its office.
fn is_ward_near(own: &Agency, name: &str) -> bool {
    let wards = TABLE.bodies.iter().filter(|body| body.kind == AgencyKind::Ward);
    wards
        .filter(|ward| ward.prefecture == own.prefecture)
        .any(|ward| fold(ward.name).ends_with(name))
}

/// Bodies beside each other; one of another rank may be a part of it, or it may be a part of that.
#[derive(PartialEq)]
enum Rank {
    Prefecture,
    Local,
    Union(AgencyKind),
}

impl Rank {
    fn of(kind: AgencyKind) -> Option<Self> {
        match kind {
            AgencyKind::Prefecture => Some(Self::Prefecture),
            AgencyKind::Municipality | AgencyKind::SpecialWard | AgencyKind::Ward => {
                Some(Self::Local)
            }
            AgencyKind::WideAreaUnion | AgencyKind::PartialAssociation => Some(Self::Union(kind)),
            // A board of education is a prefecture's or a town's.
            _ => None,
        }
    }
}
