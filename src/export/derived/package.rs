//! `datapackage.json`: what the tables are, for people and programs (Data Package 2.0 with Table Schema).

use super::{Finished, dcat};
use crate::digest::hex;
use crate::export::package::Package;
use crate::export::tables::{Definition, table, tables};
use csv::StringRecord;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// What holds for every package: title, licence notice, contributors.
const HEAD: &str = include_str!("../data/package.json");

// `RESOURCES`: what is said of the tables, cut where their sizes and digests stand.
include!(concat!(env!("OUT_DIR"), "/resources.rs"));

/// Sources that are listed one by one; of more, the table of the sources is the list.
const LISTED: usize = 1000;

pub(super) fn files() -> Vec<(String, String)> {
    let mark = "{\n  \"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\",\n  \"generator\": \"hyokasho\"";
    vec![
        ("datapackage.json".to_owned(), mark.to_owned()),
        ("dcat.jsonld".to_owned(), dcat::MARK.to_owned()),
    ]
}

/// What is said of the package as a whole: our words, with those of the publisher in their place.
pub(super) fn head(finished: &Finished<'_>) -> io::Result<Map<String, Value>> {
    let mut package: Map<String, Value> = serde_json::from_str(HEAD)?;
    package.insert("version".to_owned(), json!(env!("CARGO_PKG_VERSION")));
    // The folder of an unfinished run lies within what a run keeps.
    if let Some(said) = finished.partial.parent().and_then(Package::kept_in) {
        said.apply(&mut package);
    }
    Ok(package)
}

pub(super) fn write(finished: &Finished<'_>) -> io::Result<()> {
    let mut package = head(finished)?;
    package.insert("sources".to_owned(), sources(finished)?);
    let tables = tables().iter().map(|table| {
        let path = format!("{}.csv", table.name);
        let (bytes, sha256) = finished.digest(&path)?;
        Ok(Had { table, path, bytes, sha256 })
    });
    let tables: Vec<Had> = tables.collect::<io::Result<_>>()?;
    let catalogue = serde_json::to_string_pretty(&dcat::describe(&package, &tables))? + "\n";
    fs::write(finished.make("dcat.jsonld")?, catalogue)?;
    let head = serde_json::to_string_pretty(&package)?;
    let head = head.strip_suffix("\n}").unwrap_or_default();
    fs::write(
        finished.make("datapackage.json")?,
        [head, ",", &resources(&tables), "\n}\n"].concat(),
    )
}

/// The documents: name and agency, address and day, digest.
fn sources(finished: &Finished<'_>) -> io::Result<Value> {
    let Some(titles) = titles(finished)? else {
        let all = "特定個人情報保護評価書（各評価実施機関）。文書とその SHA-256、公表元の URL は sources.csv に";
        return Ok(json!([{ "title": all, "path": "sources.csv" }]));
    };
    let Some(definition) = table("sources") else { return Ok(json!([])) };
    let mut reader = finished.open(definition)?;
    let headers = reader.headers()?.clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or(usize::MAX);
    let columns = ["source", "sha256", "url", "retrieved_on", "licence"].map(at);
    let (mut found, mut row): (Vec<Value>, _) = (Vec::new(), StringRecord::new());
    while reader.read_record(&mut row)? {
        let [source, sha256, url, retrieved, licence] =
            columns.map(|at| row.get(at).unwrap_or_default());
        for title in titles.get(source).into_iter().flatten() {
            let mut one = Map::new();
            one.insert("title".to_owned(), json!(title));
            for (key, value) in [("path", url), ("retrieved_on", retrieved), ("licence", licence)] {
                if !value.is_empty() {
                    one.insert(key.to_owned(), json!(value));
                }
            }
            one.insert("hash".to_owned(), json!(format!("sha256:{sha256}")));
            found.push(Value::Object(one));
        }
    }
    Ok(Value::Array(found))
}

/// What the assessments of each document are called; `None` where there are too many to list.
fn titles(finished: &Finished<'_>) -> io::Result<Option<BTreeMap<String, Vec<String>>>> {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(definition) = table("assessments") else { return Ok(Some(titles)) };
    let mut reader = finished.open(definition)?;
    let headers = reader.headers()?.clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or(usize::MAX);
    let columns = ["source", "agency", "name"].map(at);
    let mut row = StringRecord::new();
    while reader.read_record(&mut row)? {
        let [source, agency, name] = columns.map(|at| row.get(at).unwrap_or_default());
        let title = format!("{agency}「{}」 {source}", name.replace('\n', " "));
        // A file within a document has its address.
        let document =
            source.split_once(".pdf#").map_or(source, |(outer, _)| &source[..outer.len() + 4]);
        let of = titles.entry(document.to_owned()).or_default();
        if of.last() != Some(&title) {
            of.push(title);
        }
        if titles.len() > LISTED {
            return Ok(None);
        }
    }
    Ok(Some(titles))
}

/// A table as it can be had.
pub(super) struct Had {
    pub(super) table: &'static Definition,
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// What is said of the tables: as `build.rs` has written it, with the size and the digest of each.
fn resources(tables: &[Had]) -> String {
    let mut text = String::with_capacity(RESOURCES.iter().map(|part| part.len()).sum());
    let mut parts = RESOURCES.iter();
    for had in tables {
        let [before, between] = [(); 2].map(|()| parts.next().copied().unwrap_or_default());
        text += &format!("{before}{}{between}{}", had.bytes, had.sha256);
    }
    parts.for_each(|rest| text += rest);
    text
}

/// Size and SHA-256 of a file.
pub(in crate::export) fn digest(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut hasher) = (File::open(path)?, Sha256::new());
    let (mut buffer, mut size) = (vec![0; 1 << 16], 0_u64);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
        size += read as u64;
    }
    Ok((size, hex(&hasher.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_carry_their_digest() {
        let folder = super::super::tests::run();
        let finished = Finished {
            partial: Path::new(""),
            folder: folder.path(),
            layout: Default::default(),
            digests: &BTreeMap::new(),
            agencies: &Default::default(),
        };
        insta::assert_snapshot!(sources(&finished).unwrap(), @r#"[{"title":"目黒区「国民健康保険に関する事務 重点項目評価書」 区/a.txt","hash":"sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}]"#);
    }
}
