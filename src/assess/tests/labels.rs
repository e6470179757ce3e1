//! Labels that no catalogue holds: 5 % of the labels are changed in ways that bodies change them.

use crate::align::{self, detect};
use crate::assess::assess;
use crate::form::Role;
use crate::input::decode;
use crate::read;
use crate::record::{Document, Item, Kind, Record};
use crate::rows::Rows;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// Deterministic numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % limit as u64).expect("less than a usize")
    }
}

fn text_of(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents").join(name);
    decode(&std::fs::read(path).expect("the fixture is there")).text
}

fn record(text: &str) -> Record {
    assess(Document { kind: Kind::Text, ..Document::default() }, text.as_bytes()).records.remove(0)
}

/// The findings, by code and place.
fn said(record: &Record) -> BTreeSet<(&'static str, u32)> {
    record.findings.iter().map(|finding| (finding.code.name(), finding.source.line)).collect()
}

/// Where the labels of values and headings stand in the text.
fn labels(rows: &Rows) -> Vec<Range<usize>> {
    let alignment = detect::recognise(rows, 0..rows.rows.len(), true).expect("an assessment");
    let labelled = alignment
        .parts
        .iter()
        .filter(|part| matches!(alignment.form.slots[part.slot].role, Role::Value | Role::Group));
    labelled
        .filter_map(|part| part.label)
        .filter(|piece| align::text(rows, *piece).chars().count() >= 5)
        .filter_map(|piece| {
            let raw = rows.rows[piece.row].cells[piece.cell].raw_of(piece.start..piece.end);
            Some(raw.first()?.start..raw.last()?.end)
        })
        .collect()
}

/// Changes a label: a word replaced by a near one, a particle dropped, two words swapped, a remark added.
fn change(label: &str, random: &mut Random) -> String {
    const NEAR: [(&str, &str); 8] = [
        ("特定個人情報", "個人情報"),
        ("措置", "対策"),
        ("内容", "概要"),
        ("方法", "手段"),
        ("本人", "対象者"),
        ("確認", "点検"),
        ("取扱い", "取り扱い"),
        ("名称", "名前"),
    ];
    let start = random.below(4);
    for kind in (0..4).map(|step| (start + step) % 4) {
        let changed = match kind {
            0 => NEAR
                .iter()
                .find(|(word, _)| label.contains(word))
                .map(|(word, near)| label.replacen(word, near, 1)),
            1 => ["の", "に", "を"]
                .iter()
                .find(|p| label.contains(**p))
                .map(|p| label.replacen(p, "", 1)),
            2 => swapped(label),
            _ => Some(format!("{label}（注記あり）")),
        };
        if let Some(changed) = changed.filter(|changed| changed != label) {
            return changed;
        }
    }
    label.to_owned()
}

/// The two sides of の swapped: `委託先名の確認方法` to `確認方法の委託先名`, the number in front kept.
fn swapped(label: &str) -> Option<String> {
    let from = label.char_indices().find(|(_, c)| !"①②③④⑤⑥⑦⑧⑨⑩0123456789. ".contains(*c))?.0;
    let (before, after) = label[from..].split_once('の')?;
    Some(format!("{}{after}の{before}", &label[..from]))
}

#[test]
fn unknown_wordings_lose_little_and_nothing_in_silence() {
    for name in
        ["001_75823ff776d4fa76.txt", "000_491281ded6c99a7d.txt", "D021.txt", "D037.txt", "D010.txt"]
    {
        let text = text_of(name);
        let rows = read::text(&text);
        let places = labels(&rows);
        let (mut items, mut lost, mut silent) = (0, 0, Vec::new());
        for seed in 0..3 {
            let mut random = Random(seed);
            let mut changed = text.clone();
            for place in places.iter().rev() {
                if random.below(100) < 5 {
                    changed
                        .replace_range(place.clone(), &change(&text[place.clone()], &mut random));
                }
            }
            let (before, after) = (record(&text), record(&changed));
            let values = |record: &Record| -> BTreeMap<String, (String, bool)> {
                let row = |item: &Item| {
                    (item.id.clone(), (item.value.printed(), item.findings.is_empty()))
                };
                record.items.iter().map(row).collect()
            };
            let (known, said) = (said(&before), said(&after));
            let (before, now) = (values(&before), values(&after));
            items += before.len();
            for (id, (value, _)) in &before {
                match now.get(id) {
                    Some((same, _)) if same == value => {}
                    Some((_, true)) => silent.push(id.clone()),
                    Some(_) => lost += 1,
                    None => lost += 1,
                }
            }
            let gone = before.keys().any(|id| !now.contains_key(id));
            assert!(
                !gone || said.iter().any(|finding| !known.contains(finding)),
                "{name}: items are gone in silence"
            );
        }
        let gone = lost + silent.len();
        assert!(gone * 50 <= items, "{name}: {gone} of {items} lost, {silent:?}");
        assert!(silent.len() * 400 <= items, "{name}: lost in silence: {silent:?}");
    }
}
