//! What the publisher says of the package: its name, who has made it, its licence. Kept in the output folder.

use super::folder::{Folder, PRIVATE, at};
use crate::error::Result;
use crate::fold::fold;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// The licences that are known by a name.
const LICENCES: &str = include_str!("data/licences.csv");
/// Where the words are kept, within what a run keeps.
const KEPT: &str = "package.json";
/// Where the notice begins that whoever passes the data on must keep (data/package.json).
const NOTICE: &str = "\n\n";

/// The words of a publisher. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Package {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<Licence>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contributors: Vec<Contributor>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
enum Licence {
    Named(String),
    Whole { name: String, path: Option<String>, title: Option<String> },
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
enum Contributor {
    Named(String),
    Whole {
        title: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        path: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        organization: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<String>,
    },
}

impl Package {
    /// Reads the words out of JSON.
    ///
    /// # Errors
    /// A sentence about what is not as it should be.
    pub(crate) fn read(words: Value) -> std::result::Result<Self, String> {
        let package: Self = serde_json::from_value(words).map_err(|cause| cause.to_string())?;
        package.check()?;
        Ok(package)
    }

    /// What Data Package 2.0 wants of names, dates and licences.
    fn check(&self) -> std::result::Result<(), String> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._/".contains(c);
        if let Some(name) = self.name.as_ref().filter(|name| !name.chars().all(plain)) {
            return Err(format!(
                "name: expected lower-case letters, digits, '-', '.', '_' and '/', but found '{name}'"
            ));
        }
        if let Some(created) = self.created.as_ref().filter(|text| moment(text).is_none()) {
            return Err(format!(
                "created: expected a day or time as 2026-04-01T09:00:00Z, but found '{created}'"
            ));
        }
        match &self.licence {
            Some(Licence::Named(name)) if licence(name).is_none() => Err(format!(
                "licence: expected {}, or a table with name, path and title, but found '{name}'",
                licences().map(|[name, ..]| name).collect::<Vec<_>>().join(", ")
            )),
            _ => Ok(()),
        }
    }

    /// What an earlier run has kept in an output folder.
    #[must_use]
    pub(crate) fn kept(output: &Path) -> Option<Self> {
        Self::kept_in(&output.join(PRIVATE))
    }

    /// The same, of the folder that runs keep things in.
    pub(super) fn kept_in(private: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(private.join(KEPT)).ok()?).ok()
    }

    /// Keeps it for this run and later ones.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn keep(&self, folder: &Folder) -> Result<()> {
        let path = folder.private().join(KEPT);
        fs::write(&path, self.text()).map_err(at(&path))
    }

    /// As JSON.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("texts are JSON")
    }

    /// Puts the words in place of ours; the notice about how the data was made stays.
    pub(super) fn apply(&self, package: &mut Map<String, Value>) {
        let notice = package
            .get("description")
            .and_then(Value::as_str)
            .and_then(|text| text.split_once(NOTICE).map(|(_, notice)| notice.to_owned()));
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                package.insert(key.to_owned(), value);
            }
        };
        let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
        put("name", text(&self.name));
        put("title", text(&self.title));
        put("version", text(&self.version));
        put("homepage", text(&self.homepage));
        put("created", self.created.as_deref().and_then(moment).map(Value::from));
        let described = self.description.as_ref();
        put(
            "description",
            described.map(|said| match &notice {
                Some(notice) => json!(format!("{said}{NOTICE}{notice}")),
                None => json!(said),
            }),
        );
        put("licenses", self.licence.as_ref().map(|licence| json!([licence.described()])));
        let ours = package.get("contributors").and_then(Value::as_array).cloned();
        let own = self.contributors.iter().map(Contributor::described);
        if !self.contributors.is_empty() {
            let all: Vec<Value> = own.chain(ours.unwrap_or_default()).collect();
            package.insert("contributors".to_owned(), Value::Array(all));
        }
    }
}

impl Licence {
    fn described(&self) -> Value {
        let mut out = Map::new();
        let parts = match self {
            Self::Named(named) => {
                let [name, _, path, title] = licence(named).unwrap_or([named, "", "", ""]);
                [name, path, title]
            }
            Self::Whole { name, path, title } => {
                [name, path.as_deref().unwrap_or_default(), title.as_deref().unwrap_or_default()]
            }
        };
        for (key, part) in ["name", "path", "title"].into_iter().zip(parts) {
            if !part.is_empty() {
                out.insert(key.to_owned(), json!(part));
            }
        }
        Value::Object(out)
    }
}

impl Contributor {
    fn described(&self) -> Value {
        match self {
            Self::Named(title) => json!({ "title": title, "roles": ["publisher"] }),
            Self::Whole { .. } => serde_json::to_value(self).unwrap_or_default(),
        }
    }
}

/// Name, other names, address and title of the known licences.
fn licences() -> impl Iterator<Item = [&'static str; 4]> {
    let lines = LICENCES.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
}

fn licence(name: &str) -> Option<[&'static str; 4]> {
    let same = |other: &str| fold(other).eq_ignore_ascii_case(&fold(name));
    licences().find(|[known, also, ..]| same(known) || also.split('|').any(same))
}

/// A moment after RFC 3339; of a day its beginning.
fn moment(text: &str) -> Option<String> {
    let (day, time) = text.split_at_checked(10)?;
    let digits = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(byte, like)| match like {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
    };
    if !digits(day, "0000-00-00") {
        return None;
    }
    if time.is_empty() {
        return Some(format!("{day}T00:00:00Z"));
    }
    let (clock, zone) = time.split_at_checked("T00:00:00".len())?;
    let zoned = zone == "Z" || digits(zone.trim_start_matches(['+', '-']), "00:00");
    (digits(clock, "T00:00:00") && zoned).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_publisher_stand_in_place_of_ours() {
        let said = Package::read(json!({
            "name": "jp-pia-2026",
            "title": "特定個人情報保護評価書データ 2026年版",
            "description": "47都道府県の評価書",
            "version": "2026.4",
            "created": "2026-04-01",
            "licence": "CC BY 4.0",
            "homepage": "https://data.example",
            "contributors": ["○○研究会", { "title": "山田", "roles": ["dataCurator"] }],
        }));
        let said = said.unwrap();
        let mut package: Map<String, Value> =
            serde_json::from_str(include_str!("data/package.json")).unwrap();
        said.apply(&mut package);
        assert_eq!(package["name"], "jp-pia-2026");
        assert_eq!(package["created"], "2026-04-01T00:00:00Z");
        assert_eq!(package["licenses"][0]["name"], "CC-BY-4.0");
        assert_eq!(package["contributors"][0]["title"], "○○研究会");
        assert_eq!(package["contributors"][3]["title"], "hyokasho");
        let description = package["description"].as_str().unwrap();
        assert!(description.starts_with("47都道府県の評価書\n\n【加工の表示】"));
        assert_eq!(Package::read(serde_json::from_str(&said.text()).unwrap()), Ok(said));
    }

    #[test]
    fn what_is_not_as_it_should_be_is_said() {
        let wrong = |words: Value| Package::read(words).unwrap_err();
        assert!(wrong(json!({"name": "ＡＢＣ"})).starts_with("name: expected lower-case letters"));
        assert!(wrong(json!({"licence": "自由"})).starts_with("licence: expected CC-BY-4.0, "));
        assert!(wrong(json!({"created": "2026年"})).starts_with("created: expected a day or time"));
        let unknown = wrong(json!({"license": "CC0"}));
        assert!(unknown.contains("unknown field `license`, expected one of"), "{unknown}");
    }
}
