//! The listed bodies: prefectures, municipalities and wards, by name.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;
use super::words::{Role, kind_of, words};
use crate::record::AgencyKind;

/// A body with a 全国地方公共団体コード.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) code: String,
    pub(super) prefecture: String,
    pub(super) name: String,
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
    pub(super) bodies: Vec<Body>,
    /// Folded name → places in `bodies`.
    names: HashMap<String, Vec<usize>>,
    /// By code.
    pub(super) homes: BTreeMap<String, Home>,
    /// Folded beginnings of names, without 市町村 or 郡 → the prefectures where they are.
    stems: HashMap<String, Vec<String>>,
    /// Characters of the longest name.
    longest: usize,
}

/// The listed bodies, read once.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

impl Table {
    fn load() -> Self {
        let mut table = Self {
            bodies: bodies(),
            names: HashMap::new(),
            homes: homes(),
            stems: HashMap::new(),
            longest: 0,
        };
        for (at, body) in table.bodies.iter().enumerate() {
            for key in keys(body) {
                table.longest = table.longest.max(key.chars().count());
                table.names.entry(key).or_default().push(at);
            }
        }
        table.stems = stems(&table.bodies);
        table
    }

    /// The prefectures of the municipalities and 郡 whose name, without its last character, begins a
    /// folded text; of those with the longest name.
    pub(super) fn beginning(&self, folded: &str) -> &[String] {
        let ends = folded.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.longest);
        let stems: Vec<&str> = ends.filter_map(|end| folded.get(..end)).skip(1).collect();
        stems.iter().rev().find_map(|stem| self.stems.get(*stem)).map_or(&[], Vec::as_slice)
    }

    /// Every body a folded name can mean. Wards only where no other body has the name (`中央区` alone is the
    /// special ward), a former body only where it is not one of today's under another code.
    pub(super) fn named(&self, folded: &str) -> Vec<&Body> {
        let places = self.names.get(folded).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<&Body> = places.iter().filter_map(|at| self.bodies.get(*at)).collect();
        if found.iter().any(|body| body.kind != AgencyKind::Ward) {
            found.retain(|body| body.kind != AgencyKind::Ward);
        }
        let today: Vec<&Body> = found.iter().copied().filter(|body| !body.former).collect();
        found.retain(|body| !body.former || !today.iter().any(|other| same_place(body, other)));
        found
    }

    /// Characters of the longest name.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// What tells the body from its namesakes.
    pub(super) fn home(&self, body: &Body) -> Option<&Home> {
        self.homes.get(&body.code)
    }
}

fn same_place(one: &Body, other: &Body) -> bool {
    one.name == other.name && one.prefecture == other.prefecture
}

/// The folded names a body goes by: a ward of a city also by its own name alone.
fn keys(body: &Body) -> Vec<String> {
    let mut keys = vec![fold(&body.name)];
    if body.kind == AgencyKind::Ward {
        keys.extend(body.name.split_once('市').map(|(_city, ward)| fold(ward)));
    }
    keys
}

/// The beginnings of the names of prefectures, municipalities and 郡, and where they are.
fn stems(bodies: &[Body]) -> HashMap<String, Vec<String>> {
    let rows =
        csv::Reader::from_reader(include_str!("data/counties.csv").as_bytes()).into_deserialize();
    let counties = rows
        .filter_map(Result::ok)
        .map(|(name, prefecture): (String, String)| (fold(&name), prefecture));
    let towns = bodies
        .iter()
        .filter(|body| !matches!(body.kind, AgencyKind::Ward | AgencyKind::SpecialWard));
    let mut stems: HashMap<String, Vec<String>> = HashMap::new();
    for (name, prefecture) in
        towns.map(|body| (fold(&body.name), body.prefecture.clone())).chain(counties)
    {
        let stem: String = name.chars().take(name.chars().count().saturating_sub(1)).collect();
        let known = stems.entry(stem).or_default();
        if !known.contains(&prefecture) {
            known.push(prefecture);
        }
    }
    stems.retain(|stem, _| words(Role::Vague).all(|vague| vague.word != *stem));
    stems
}

fn bodies() -> Vec<Body> {
    let rows =
        csv::Reader::from_reader(include_str!("data/bodies.csv").as_bytes()).into_deserialize();
    let body =
        |(code, prefecture, name, kind, status): (String, String, String, String, String)| Body {
            code,
            prefecture,
            name,
            kind: kind_of(&kind),
            former: status == "former",
        };
    rows.filter_map(Result::ok).map(body).collect()
}

fn homes() -> BTreeMap<String, Home> {
    let rows =
        csv::Reader::from_reader(include_str!("data/namesakes.csv").as_bytes()).into_deserialize();
    rows.filter_map(Result::ok).map(|home: Home| (home.code.clone(), home)).collect()
}
