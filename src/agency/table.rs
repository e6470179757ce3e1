//! The listed bodies: prefectures, municipalities and wards, by name.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;
use super::words::{Role, records, words};
use crate::record::AgencyKind;

/// A body with a 全国地方公共団体コード.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) code: &'static str,
    pub(super) prefecture: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: AgencyKind,
    /// It is no more; documents of its time still print it.
    pub(super) former: bool,
}

/// What tells a body from others of its name.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Home {
    pub(super) code: String,
    pub(super) county: String,
    area_codes: String,
    pub(super) host: String,
}

impl Home {
    /// The telephone area codes of the body's offices.
    pub(super) fn area_codes(&self) -> impl Iterator<Item = &str> {
        self.area_codes.split_whitespace()
    }
}

/// All listed bodies.
pub(super) struct Table {
    pub(super) bodies: &'static [Body],
    /// Folded names with the places in `bodies`, sorted.
    names: &'static [(&'static str, usize)],
    /// By code.
    pub(super) homes: LazyLock<BTreeMap<String, Home>>,
}

/// The listed bodies as `build.rs` has written them down.
mod built {
    use super::{AgencyKind, Body};

    include!(concat!(env!("OUT_DIR"), "/bodies.rs"));
}

/// The listed bodies.
pub(super) static TABLE: Table =
    Table { bodies: &built::BODIES, names: &built::NAMES, homes: LazyLock::new(homes) };

/// Folded beginnings of names, without 市町村 or 郡 → the prefectures where they are.
static STEMS: LazyLock<HashMap<String, Vec<&str>>> = LazyLock::new(|| stems(TABLE.bodies));

impl Table {
    /// The prefectures of the municipalities and 郡 whose name, without its last character, begins a
    /// folded text; of those with the longest name.
    pub(super) fn beginning(&self, folded: &str) -> &'static [&'static str] {
        let ends = folded.char_indices().map(|(at, c)| at + c.len_utf8()).take(built::LONGEST);
        let stems: Vec<&str> = ends.filter_map(|end| folded.get(..end)).skip(1).collect();
        stems.iter().rev().find_map(|stem| STEMS.get(*stem)).map_or(&[], Vec::as_slice)
    }

    /// Every body a folded name can mean. Wards only where no other body has the name (`中央区` alone is the
    /// special ward), a former body only where it is not one of today's under another code.
    pub(super) fn named(&self, folded: &str) -> Vec<&Body> {
        let first = self.names.partition_point(|(name, _)| *name < folded);
        let places = self.names.iter().skip(first).take_while(|(name, _)| *name == folded);
        let mut found: Vec<&Body> = places.filter_map(|(_, at)| self.bodies.get(*at)).collect();
        if found.is_empty() {
            return found;
        }
        if found.iter().any(|body| body.kind != AgencyKind::Ward) {
            found.retain(|body| body.kind != AgencyKind::Ward);
        }
        let today: Vec<&Body> = found.iter().copied().filter(|body| !body.former).collect();
        found.retain(|body| !body.former || !today.iter().any(|other| same_place(body, other)));
        found
    }

    /// Characters of the longest name.
    pub(super) fn longest(&self) -> usize {
        built::LONGEST
    }

    /// What tells the body from its namesakes.
    pub(super) fn home(&self, body: &Body) -> Option<&Home> {
        self.homes.get(body.code)
    }
}

fn same_place(one: &Body, other: &Body) -> bool {
    one.name == other.name && one.prefecture == other.prefecture
}

/// The beginnings of the names of prefectures, municipalities and 郡, and where they are.
fn stems(bodies: &[Body]) -> HashMap<String, Vec<&'static str>> {
    let counties = records(include_str!("data/counties.csv"));
    let counties = counties.map(|[county, prefecture]| (county, prefecture));
    let towns = bodies
        .iter()
        .filter(|body| !matches!(body.kind, AgencyKind::Ward | AgencyKind::SpecialWard));
    let mut stems: HashMap<String, Vec<&str>> = HashMap::new();
    for (name, prefecture) in towns.map(|body| (body.name, body.prefecture)).chain(counties) {
        let mut stem = fold(name);
        stem.pop();
        let known = stems.entry(stem).or_default();
        if !known.contains(&prefecture) {
            known.push(prefecture);
        }
    }
    words(Role::Vague).for_each(|vague| drop(stems.remove(&vague.word)));
    stems
}

fn homes() -> BTreeMap<String, Home> {
    let rows =
        csv::Reader::from_reader(include_str!("data/namesakes.csv").as_bytes()).into_deserialize();
    rows.filter_map(Result::ok).map(|home: Home| (home.code.clone(), home)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::kind_of;
    use super::*;

    #[test]
    fn the_bodies_built_in_are_those_of_the_list() {
        let body = |[code, prefecture, name, kind, status]: [&'static str; 5]| {
            let former = status == "former";
            Body { code, prefecture, name, kind: kind_of(kind), former }
        };
        let list = records(include_str!("data/bodies.csv")).map(body);
        assert!(list.eq(TABLE.bodies.iter().map(|body| Body { ..*body })));
        let names = |(at, body): (usize, &Body)| {
            let ward = body.name.split_once('市').filter(|_| body.kind == AgencyKind::Ward);
            let all = [Some(body.name), ward.map(|(_city, ward)| ward)];
            all.into_iter().flatten().map(|name| (fold(name), at)).collect::<Vec<_>>()
        };
        let mut names: Vec<_> = TABLE.bodies.iter().enumerate().flat_map(names).collect();
        names.sort_unstable();
        assert!(
            names.iter().map(|(name, at)| (name.as_str(), *at)).eq(TABLE.names.iter().copied())
        );
    }
}
