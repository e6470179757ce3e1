//! Damage is never swallowed: one bit changed within a stream of a PDF, the end of a text cut off.

use hyokasho::{Code, Options, Outcome, Severity};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The documents, and how many flips are tried in each.
const DOCUMENTS: [&str; 3] = ["D001.pdf", "D012.pdf", "D027.pdf"];
const FLIPS: u64 = 8;

/// The texts that are cut, and at which percent.
const TEXTS: [&str; 4] = ["D003.txt", "D021.txt", "D037.txt", "000_491281ded6c99a7d.txt"];
const CUTS: [usize; 6] = [15, 35, 50, 65, 80, 95];

fn read(bytes: &[u8]) -> Outcome {
    hyokasho::read("a.pdf", bytes, &Options::default())
}

/// Value, and whether there is a finding on it, of each item.
fn items(outcome: &Outcome) -> BTreeMap<&str, (String, bool)> {
    let items = outcome.records.iter().flat_map(|record| &record.items);
    items
        .map(|item| (item.id.as_str(), (item.value.printed(), !item.findings.is_empty())))
        .collect()
}

/// Whether a finding of weight is on the document as a whole.
fn is_loud(outcome: &Outcome) -> bool {
    let findings = outcome.records.iter().flat_map(|record| &record.findings);
    let mut whole = findings.chain(&outcome.findings).filter(|finding| finding.item.is_empty());
    whole.any(|finding| finding.severity > Severity::Note)
}

/// The bytes between `stream` and `endstream` of the longer streams.
fn streams(bytes: &[u8]) -> Vec<(usize, usize)> {
    let find = |needle: &[u8], from: usize| {
        bytes[from..].windows(needle.len()).position(|window| window == needle).map(|at| from + at)
    };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(start) = find(b"stream\n", from).or_else(|| find(b"stream\r\n", from)) {
        let Some(end) = find(b"endstream", start + 6) else { break };
        if end - start > 200 {
            found.push((start + 8, end - 3));
        }
        from = end + 9;
    }
    found
}

#[test]
fn no_flipped_bit_changes_a_value_in_silence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let (mut seed, mut changed) = (7_u64, 0);
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    for name in DOCUMENTS {
        let sound = fs::read(folder.join(name)).expect("the fixture is there");
        let (outcome, streams) = (read(&sound), streams(&sound));
        let before = items(&outcome);
        for _ in 0..FLIPS {
            let (start, end) = streams[random(streams.len())];
            let (at, bit) = (start + random(end - start), random(8));
            let mut bytes = sound.clone();
            bytes[at] ^= 1 << bit;
            let outcome = read(&bytes);
            let (after, loud) = (items(&outcome), is_loud(&outcome));
            for (item, (value, _)) in &before {
                let (other, said) = match after.get(item) {
                    Some((other, said)) => (Some(other), *said),
                    None => (None, loud),
                };
                changed += usize::from(other != Some(value));
                assert!(
                    other == Some(value) || said,
                    "{name} bit {bit} of byte {at}: {item} {other:?}"
                );
            }
        }
    }
    assert!(changed > 100, "the flips must hit something: {changed}");
}

#[test]
fn a_text_cut_short_says_so_whatever_is_left_of_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let read = |text: &str| hyokasho::read("a.txt", text.as_bytes(), &Options::default());
    for name in TEXTS {
        let text = fs::read_to_string(folder.join(name)).expect("the fixture is there");
        let whole = read(&text);
        let before = items(&whole);
        for percent in CUTS {
            let length = text.floor_char_boundary(text.len() * percent / 100);
            let cut = read(&text[..length]);
            let after = items(&cut);
            // Nothing tells where the table of changes ends: it has as many rows as it has.
            let of_form = |id: &&&str| !id.starts_with("changes.");
            let lost = before.keys().filter(of_form).any(|id| !after.contains_key(id));
            let silent: Vec<_> = after
                .iter()
                .filter(|(id, (value, found))| {
                    !found
                        && of_form(id)
                        && before.get(*id).is_some_and(|(whole, _)| whole != value)
                })
                .collect();
            assert!(!lost || is_loud(&cut), "{name} at {percent} %: items are lost in silence");
            assert!(silent.is_empty(), "{name} at {percent} %: {silent:?}");
        }
    }
}

#[test]
fn text_in_a_font_that_is_lost_is_damage_even_where_nothing_is_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let sound = fs::read(folder.join("D012.pdf")).expect("the fixture is there");
    let fonts = b"/F1 2 0 R /F2 3 0 R";
    let at = sound.windows(fonts.len()).position(|part| part == fonts).expect("its fonts");
    let mut lost = sound.clone();
    lost[at + 1] = b'X';
    lost[at + 11] = b'X';
    let outcome = read(&lost);
    assert!(outcome.records.is_empty());
    assert!(outcome.findings.iter().any(|one| one.code == Code::StreamDamaged));
    assert!(read(&sound).records[0].findings.iter().all(|one| one.code != Code::StreamDamaged));
}
