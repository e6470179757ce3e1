//! Texts that something has happened to: what is read of them is right, or says that it may not be.

use hyokasho::Options;
use serde_json::Value;
use std::path::Path;

/// The codes that these fixtures are about.
const CODES: [&str; 6] = [
    "assessment-unread",
    "form-words",
    "replaced-characters",
    "row-short",
    "section-twice",
    "value-misplaced",
];

#[test]
fn what_a_text_has_lost_is_mended_or_said() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/nets");
    let expected = std::fs::read_to_string(folder.join("expect.json")).expect("a text");
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    for (name, expected) in expected.as_object().expect("an object") {
        let bytes =
            std::fs::read(folder.join(format!("{name}.txt"))).expect("the fixture is there");
        let outcome = hyokasho::read("a.txt", &bytes, &Options::default());
        let record = outcome.records.first();
        for (id, value) in expected["values"].as_object().expect("an object") {
            let item = record.and_then(|record| record.items.iter().find(|item| item.id == *id));
            let printed = item.map(|item| item.value.printed());
            assert_eq!(printed.as_deref(), value.as_str(), "{name}: {id}");
        }
        let codes = expected["codes"].as_object().expect("an object");
        let findings = || record.map_or(&outcome.findings, |record| &record.findings).iter();
        for (id, code) in codes {
            let said = |finding: &&_| {
                let finding: &hyokasho::finding::Finding = finding;
                finding.item == *id && Some(finding.code.name()) == code.as_str()
            };
            assert!(findings().any(|finding| said(&finding)), "{name}: {code} on '{id}'");
        }
        if codes.is_empty() {
            let said: Vec<_> =
                findings().filter(|found| CODES.contains(&found.code.name())).collect();
            assert!(said.is_empty(), "{name}: {said:?}");
        }
    }
}
