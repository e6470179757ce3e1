//! A random sample of values for a person to check against the source, the same for the same seed.

use super::report::{
    Block, Data, Fragment, Lang, Mark, Report, Row, Tone, finding_name, known, notes, place, plain,
    word,
};
use crate::finding::joined;
use crate::record::{Item, Record, ValueKind};
use std::collections::{BTreeMap, BTreeSet};

/// What a value is drawn by: the kind of answer, and the form.
pub(crate) type Stratum = (&'static str, String);

/// The strata of a record's items, in their order.
#[must_use]
pub(crate) fn strata(record: &Record) -> Vec<Stratum> {
    record.items.iter().map(|item| (item.value.kind().name(), record.form.id.clone())).collect()
}

/// Draws `count` of the items of records, whose strata are given: as many from each stratum, as far as
/// it has them. The result is (record, item), sorted.
#[must_use]
pub(crate) fn draw(records: &[Vec<Stratum>], count: usize, seed: u64) -> BTreeSet<(usize, usize)> {
    let mut by_stratum: BTreeMap<&Stratum, Vec<(usize, usize)>> = BTreeMap::new();
    for (record, items) in records.iter().enumerate() {
        for (item, stratum) in items.iter().enumerate() {
            by_stratum.entry(stratum).or_default().push((record, item));
        }
    }
    let mut random = Random(seed);
    let mut rest: Vec<Vec<(usize, usize)>> = by_stratum.into_values().collect();
    let mut drawn = BTreeSet::new();
    while drawn.len() < count && rest.iter().any(|stratum| !stratum.is_empty()) {
        for stratum in rest.iter_mut().filter(|stratum| !stratum.is_empty()) {
            if drawn.len() < count {
                let at = random.below(stratum.len());
                drawn.insert(stratum.swap_remove(at));
            }
        }
    }
    drawn
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; the remainder's bias is far below what a sample could show.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or_default()
    }
}

/// A drawn value beside its source.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    /// The record's id.
    pub record: String,
    /// Where it was read from.
    pub path: String,
    /// The form.
    pub form: String,
    /// The item.
    pub item: Item,
    /// The headings above it.
    pub labels: Vec<String>,
    /// What the source prints there.
    pub printed: String,
    /// The place on the page as a drawing.
    pub drawing: Option<String>,
}

impl Drawn {
    /// A value and what is printed; headings come from the catalogue.
    #[must_use]
    pub(crate) fn new(
        record: &Record,
        item: &Item,
        printed: String,
        drawing: Option<String>,
    ) -> Self {
        let form = crate::form::by_id(&record.form.id);
        let mut labels = super::heading::headings(form, &item.id);
        if labels.last() != Some(&item.label) && !item.label.is_empty() {
            labels.push(item.label.clone());
        }
        Self {
            record: record.id.clone(),
            path: record.document.path.clone(),
            form: record.form.id.clone(),
            item: item.clone(),
            labels,
            printed,
            drawing,
        }
    }
}

/// The sheet on which a person ticks off what is right.
#[must_use]
pub(crate) fn report(drawn: &[Drawn], of: usize, seed: u64, lang: Lang) -> Report {
    let mut strata: BTreeMap<String, usize> = BTreeMap::new();
    for one in drawn {
        let form = crate::form::by_id(&one.form).map_or(one.form.as_str(), |form| &form.label);
        let form = if lang == Lang::Ja { form } else { &one.form };
        *strata.entry(format!("{} {form}", kind(&one.item, lang))).or_default() += 1;
    }
    let strata = strata.iter().map(|(name, count)| format!("{name} {count}"));
    let drawn_from = word(lang, "values_count").replace("{n}", &format!("{} / {of}", drawn.len()));
    let facts = vec![
        (word(lang, "population").to_owned(), plain(drawn_from)),
        (word(lang, "strata").to_owned(), plain(strata.collect::<Vec<_>>().join("、"))),
        (word(lang, "seed").to_owned(), plain(seed.to_string())),
        (word(lang, "checked_by").to_owned(), plain("＿＿＿＿＿＿＿＿＿＿＿＿＿＿")),
    ];
    let columns = [("item", 24), ("value", 28), ("original", 38), ("verdict", 10)];
    let block = Block {
        note: word(lang, "audit_note").to_owned(),
        columns: columns.map(|(key, share)| (word(lang, key).to_owned(), share)).into(),
        rows: drawn.iter().zip(1..).map(|(one, number)| row(one, number, lang)).collect(),
        ..Block::default()
    };
    let title = word(lang, "audit_title").to_owned();
    let notes = notes(lang, std::iter::empty());
    Report { title, lang, facts, blocks: vec![block], notes, data: data(drawn), versions: false }
}

/// The kind of an answer for a person.
fn kind(item: &Item, lang: Lang) -> &'static str {
    word(lang, item.value.kind().name())
}

fn row(one: &Drawn, number: usize, lang: Lang) -> Row {
    let Drawn { item, labels, .. } = one;
    let (own, above) =
        labels.split_last().map_or((item.id.as_str(), &[][..]), |(own, above)| (own, above));
    let label = vec![
        Fragment::new(Mark::Above, format!("{number}. {}", above.join(" › ")).trim()),
        Fragment::new(Mark::Strong, own),
        Fragment::new(Mark::Place, format!("{}\n{}", one.path, item.id)),
    ];
    let value = item.value.printed();
    let value = known(lang, &value)
        .filter(|_| item.value.kind() == ValueKind::Checkbox)
        .map_or(value, str::to_owned);
    let blank = Fragment::new(Mark::Quiet, word(lang, "blank"));
    let mut value = vec![if value.is_empty() { blank } else { Fragment::plain(value) }];
    let mut kind = kind(item, lang).to_owned();
    for &code in &item.findings {
        kind.push_str(&format!("  ⚠ {}", finding_name(code, lang)));
    }
    value.push(Fragment::new(Mark::Place, kind));
    let source = match &one.drawing {
        Some(svg) => Fragment::new(Mark::Drawing(svg.clone()), one.printed.clone()),
        None => Fragment::plain(one.printed.clone()),
    };
    let source = vec![source, Fragment::new(Mark::Place, place(item.source, lang))];
    let verdict = plain(format!("☐ {}\n☐ {}", word(lang, "right"), word(lang, "wrong")));
    Row { tone: Tone::Plain, cells: vec![label, value, source, verdict] }
}

fn data(drawn: &[Drawn]) -> Data {
    let number = |n: u32| if n > 0 { n.to_string() } else { String::new() };
    let columns = vec![
        "record", "source", "item", "label", "kind", "value", "printed", "page", "line",
        "findings", "right",
    ];
    let row = |one: &Drawn| {
        let item = &one.item;
        vec![
            one.record.clone(),
            one.path.clone(),
            item.id.clone(),
            item.label.clone(),
            item.value.kind().name().to_owned(),
            item.value.printed(),
            one.printed.clone(),
            number(item.source.page),
            number(item.source.line),
            joined(&item.findings),
            String::new(),
        ]
    };
    Data { columns, rows: drawn.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strata(texts: usize, boxes: usize) -> Vec<Stratum> {
        let text = vec![("text", "key".to_owned()); texts];
        [text, vec![("checkbox", "key".to_owned()); boxes]].concat()
    }

    #[test]
    fn each_stratum_gives_its_share() {
        let records = [strata(3, 500), strata(2, 500)];
        let drawn = draw(&records, 20, 1);
        assert_eq!(drawn.len(), 20);
        let texts = drawn.iter().filter(|(record, item)| records[*record][*item].0 == "text");
        assert_eq!(texts.count(), 5);
        assert_eq!(drawn, draw(&records, 20, 1));
        assert_ne!(drawn, draw(&records, 20, 2));
        assert_eq!(draw(&records, 5000, 1).len(), 1005);
        assert_eq!(draw(&[], 5, 1).len(), 0);
    }
}
